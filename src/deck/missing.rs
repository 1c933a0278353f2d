//! Texts of a deck that have no pinyin yet, and putting lines of pinyin into its files.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::file::DeckFile;
use super::placeholder::is_to_write;
use super::{Deck, Hant};
use crate::script::{Bitext, Script};

/// A text without pinyin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing<'a> {
    /// Index of the deck file.
    pub file: usize,
    /// What it is a text of.
    pub of: Entry,
    /// The key that is missing.
    pub key: &'static str,
    /// Ids for people: of the quote, or of the theme and the question.
    pub id: String,
    /// The text.
    pub text: &'a Bitext,
    /// Whether its Traditional form is known and not converted.
    pub known: bool,
}

/// An entry of a deck file, by its place among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// `[[quote]]` number n, from 0.
    Quote(usize),
    /// `[[theme]]` number n, its `[[theme.question]]` number m.
    Question(usize, usize),
}

/// Every text that may have pinyin and has none, in the order of the files; a text that is still
/// to be written has none to read.
pub fn missing<'a>(files: &[DeckFile], deck: &'a Deck) -> Vec<Missing<'a>> {
    let quotes: BTreeMap<&str, _> =
        deck.quotes.iter().map(|q| (q.id.as_str(), q)).collect();
    let typed = deck.script == Script::Hant;
    let mut found = Vec::new();
    let mut themes = deck.themes.iter();
    for (file, parsed) in files.iter().enumerate() {
        // Themes are proved in the order of the files, every one of them.
        for (at, theme) in themes.by_ref().take(parsed.themes.len()).enumerate() {
            for (number, question) in theme.questions.iter().enumerate() {
                if question.reading.is_none() && !is_to_write(&question.ask.hans) {
                    found.push(Missing {
                        file,
                        of: Entry::Question(at, number),
                        key: "pinyin",
                        id: format!("{}.{}", theme.id, question.id),
                        text: &question.ask,
                        known: typed,
                    });
                }
            }
        }
        for (at, entry) in parsed.quotes.iter().enumerate() {
            let Some(quote) = quotes.get(entry.get_ref().id.get_ref().as_str()) else {
                continue;
            };
            let printed = typed || quote.hant != Hant::NotPrinted;
            for (key, reading, text, known) in [
                ("pinyin", &quote.reading, &quote.text, printed),
                ("prompt_pinyin", &quote.prompt_reading, &quote.prompt, typed),
            ] {
                if reading.is_none() && !is_to_write(&text.hans) {
                    let id = quote.id.clone();
                    let of = Entry::Quote(at);
                    found.push(Missing { file, of, key, id, text, known });
                }
            }
        }
    }
    found
}

/// The text of a deck file with lines of pinyin put in; comments, order and layout stay.
///
/// # Errors
/// If the text is no TOML, or an entry is not where the lines say.
pub fn insert(text: &str, lines: &[(Entry, &'static str, &str)]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|e| format!("{e}"))?;
    for (entry, key, line) in lines {
        let put = match *entry {
            Entry::Quote(at) => put(document.get_mut("quote"), at, key, line),
            Entry::Question(theme, at) => {
                let theme = document.get_mut("theme").and_then(|themes| nth(themes, theme));
                match theme {
                    Some(Nth::Table(table)) => {
                        put(table.get_mut("question"), at, key, line)
                    }
                    Some(Nth::Inline(value)) => {
                        let questions = value.as_inline_table_mut();
                        let questions =
                            questions.and_then(|table| table.get_mut("question"));
                        let questions = questions.and_then(Value::as_array_mut);
                        let question = questions.and_then(|array| array.get_mut(at));
                        question.and_then(|value| put_inline(value, key, line))
                    }
                    None => None,
                }
            }
        };
        put.ok_or_else(|| format!("{entry:?} is not there"))?;
    }
    Ok(document.to_string())
}

/// One entry of an array of tables, however it is written.
enum Nth<'a> {
    Table(&'a mut Table),
    Inline(&'a mut Value),
}

fn nth(item: &mut Item, at: usize) -> Option<Nth<'_>> {
    match item {
        Item::ArrayOfTables(tables) => tables.get_mut(at).map(Nth::Table),
        Item::Value(Value::Array(array)) => array.get_mut(at).map(Nth::Inline),
        _ => None,
    }
}

fn put(item: Option<&mut Item>, at: usize, key: &str, line: &str) -> Option<()> {
    match nth(item?, at)? {
        Nth::Table(table) => {
            // After the text it reads.
            let texts: &[&str] = match key {
                "prompt_pinyin" => &["prompt"],
                _ => &["quote", "ask"],
            };
            let order: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
            let place = |key: &str| order.iter().position(|other| other == key);
            let after = texts.iter().find_map(|key| place(key)).unwrap_or(order.len());
            table.insert(key, toml_edit::value(line));
            let rank = |name: &str| match place(name) {
                Some(at) => at * 2,
                None => after * 2 + 1,
            };
            table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
            Some(())
        }
        Nth::Inline(value) => put_inline(value, key, line),
    }
}

fn put_inline(value: &mut Value, key: &str, line: &str) -> Option<()> {
    value.as_inline_table_mut()?.insert(key, line.into());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Head.\n[[theme]]\nid = \"t\" # one\n\n[[theme.question]]\nid = \"q\"\nask = \"为什么？\"\nenglish = \"Why?\"\n\n# A comment.\n[[quote]]\nid = 'a'\nquote = \"树\"  # the words\nenglish = \"Tree\"\n# about the prompt\nprompt = \"什么？\"\nprompt_english = \"What?\"\nthemes = [\n  \"t\", # home\n]\n";

    #[test]
    fn lines_are_put_in_and_nothing_else_changes() {
        let lines = [
            (Entry::Quote(0), "pinyin", "Shù"),
            (Entry::Quote(0), "prompt_pinyin", "Shénme?"),
            (Entry::Question(0, 0), "pinyin", "Wèi shénme?"),
        ];
        let new = insert(FILE, &lines).expect("a deck file");
        let added: Vec<&str> = new.lines().filter(|line| line.contains("pinyin")).collect();
        assert_eq!(
            added,
            ["pinyin = \"Wèi shénme?\"", "pinyin = \"Shù\"", "prompt_pinyin = \"Shénme?\""]
        );
        let kept: Vec<&str> = new.lines().filter(|line| !line.contains("pinyin")).collect();
        assert_eq!(kept, FILE.lines().collect::<Vec<_>>());
        assert!(new.contains("# the words\npinyin = \"Shù\"\nenglish"), "{new}");
    }

    #[test]
    fn tables_in_one_line_are_filled_too() {
        let file = "quote = [{ id = \"a\", quote = \"树\" }]\n";
        let new = insert(file, &[(Entry::Quote(0), "pinyin", "Shù")]).expect("a deck file");
        assert_eq!(new, "quote = [{ id = \"a\", quote = \"树\" , pinyin = \"Shù\" }]\n");
        assert!(insert(file, &[(Entry::Quote(1), "pinyin", "Shù")]).is_err());
        assert!(insert("[", &[]).is_err());
    }
}
