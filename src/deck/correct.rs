//! Putting a corrected text into a deck file: comments and form stay.

use toml_edit::{DocumentMut, Item, TableLike, Value};

/// The file with the text of a key of the quote with that id replaced; `None` if it has no such
/// quote, or the quote no such key.
///
/// # Errors
/// If the file is no TOML.
pub fn correct(
    file: &str,
    id: &str,
    key: &str,
    text: &str,
) -> Result<Option<String>, String> {
    let mut document: DocumentMut = file.parse().map_err(|e| format!("{e}"))?;
    let done = match document.get_mut("quote") {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter_mut().any(|table| replace(table, id, key, text))
        }
        Some(Item::Value(Value::Array(array))) => {
            let mut tables = array.iter_mut().filter_map(Value::as_inline_table_mut);
            tables.any(|table| replace(table, id, key, text))
        }
        _ => false,
    };
    Ok(done.then(|| document.to_string()))
}

fn replace(table: &mut dyn TableLike, id: &str, key: &str, text: &str) -> bool {
    if table.get("id").and_then(Item::as_str) != Some(id) {
        return false;
    }
    let Some(value) = table.get_mut(key).and_then(Item::as_value_mut) else { return false };
    let decor = value.decor().clone();
    *value = Value::from(text);
    *value.decor_mut() = decor;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_changes() {
        let file = "# One.\n[[quote]]\nid = 'a'\nenglish = 'Tree'  # ours\n\n[[quote]]\nid = \"b\"\n";
        let new = correct(file, "a", "english", "A \"tree\"").unwrap().unwrap();
        assert_eq!(new, file.replace("'Tree'", "'A \"tree\"'"));
        assert_eq!(correct(file, "b", "english", "x"), Ok(None));
        assert_eq!(correct(file, "c", "english", "x"), Ok(None));
        let inline = "quote = [{ id = \"a\", english = \"T\" }] # all\n";
        let new = correct(inline, "a", "english", "U").unwrap().unwrap();
        assert_eq!(new, inline.replace("\"T\"", "\"U\""));
    }
}
