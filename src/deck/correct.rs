//! Putting corrected texts into a deck file: comments and form stay.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::source::revision;

/// A deck file whose texts can be replaced.
pub struct Correction {
    document: DocumentMut,
}

impl Correction {
    /// The file with this text.
    ///
    /// # Errors
    /// If it is no TOML.
    pub fn of(file: &str) -> Result<Self, String> {
        Ok(Self { document: file.parse().map_err(|e| format!("{e}"))? })
    }

    /// Replaces the text of a key of the quote with that id; false if the file has no such quote,
    /// or the quote no such key.
    pub fn put(&mut self, id: &str, key: &str, text: &str) -> bool {
        match self.document.get_mut("quote") {
            Some(Item::ArrayOfTables(tables)) => {
                tables.iter_mut().any(|table| put(table, id, key, text))
            }
            Some(Item::Value(Value::Array(array))) => {
                let mut tables = array.iter_mut().filter_map(Value::as_inline_table_mut);
                tables.any(|table| put(table, id, key, text))
            }
            _ => false,
        }
    }

    /// The file as it is now.
    pub fn text(&self) -> String {
        self.document.to_string()
    }
}

fn put(table: &mut dyn TableLike, id: &str, key: &str, text: &str) -> bool {
    if table.get("id").and_then(Item::as_str) != Some(id) {
        return false;
    }
    let Some(value) = table.get_mut(key).and_then(Item::as_value_mut) else { return false };
    revision::replace(value, Value::from(text));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_changes() {
        let file = "# One.\n[[quote]]\nid = 'a'\nenglish = 'Tree'  # ours\n\n[[quote]]\nid = \"b\"\n";
        let mut correction = Correction::of(file).unwrap();
        assert!(correction.put("a", "english", "A \"tree\""));
        assert!(!correction.put("b", "english", "x"), "it has no such key");
        assert!(!correction.put("c", "english", "x"), "there is no such quote");
        assert_eq!(correction.text(), file.replace("'Tree'", "'A \"tree\"'"));
        let inline = "quote = [{ id = \"a\", english = \"T\" }] # all\n";
        let mut correction = Correction::of(inline).unwrap();
        assert!(correction.put("a", "english", "U"));
        assert_eq!(correction.text(), inline.replace("\"T\"", "\"U\""));
    }
}
