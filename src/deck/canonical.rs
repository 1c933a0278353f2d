//! Deck files in canonical form: keys in the order in which the file's types declare them,
//! one blank line between entries, one gloss a line. Comments stay where they belong, and
//! no value changes.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, RawString, Table, Value};

use super::file::{
    EmendEntry, GlossEntry, Head, QuestionEntry, QuoteEntry, ScriptEntry, ScriptNoteEntry,
    ThemeEntry, WordPair,
};
use crate::diagnostics::keys::keys_of;

/// Columns that an array on one line may take, its key included.
const WIDTH: usize = 92;

/// Arrays whose entries stand on a line each, however short they are.
const ONE_A_LINE: &[&str] = &["quote.gloss", "quote.emend", "quote.script_note"];

/// The keys of a table in their canonical order; empty where nothing is known of it.
fn order(path: &str) -> &'static [&'static str] {
    match path {
        "deck" => keys_of::<Head>(),
        "theme" => keys_of::<ThemeEntry>(),
        "theme.question" => keys_of::<QuestionEntry>(),
        "quote" => keys_of::<QuoteEntry>(),
        "quote.gloss" => keys_of::<GlossEntry>(),
        "quote.emend" => keys_of::<EmendEntry>(),
        "quote.script_note" => keys_of::<ScriptNoteEntry>(),
        "script" => keys_of::<ScriptEntry>(),
        "quote.script_note.unlike" | "script.unlike" => keys_of::<WordPair>(),
        _ => &[],
    }
}

/// A deck file in canonical form; `None` if it is no TOML.
///
/// `text` has LF line ends and no byte-order mark, as the project reads it. A file whose
/// values would change by it is given back as it is: a formatter that changes a word would
/// be worse than none.
pub fn canonical(text: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut first = true;
    table(document.as_table_mut(), "", &mut first);
    let trailing = comments(document.trailing().as_str().unwrap_or_default());
    let gap = if trailing.is_empty() { "" } else { "\n" };
    document.set_trailing(format!("{gap}{trailing}"));
    let out = format!("{}\n", document.to_string().trim_matches('\n'));
    let same = |a: &str, b: &str| {
        let value = |text: &str| toml::from_str::<toml::Value>(text).ok();
        value(a).is_some() && value(a) == value(b)
    };
    Some(if same(text, &out) { out } else { text.to_owned() })
}

/// Formats a table and those in it. `first` is true until a header has been seen.
fn table(at: &mut Table, path: &str, first: &mut bool) {
    let keys = order(path);
    at.sort_values_by(|a, _, b, _| place(keys, a).cmp(&place(keys, b)));
    for (mut key, item) in at.iter_mut() {
        let inner = match path {
            "" => key.get().to_owned(),
            outer => format!("{outer}.{}", key.get()),
        };
        match item {
            Item::Value(value) => {
                let before = raw(key.leaf_decor().prefix());
                key.leaf_decor_mut().set_prefix(comments(&before));
                key.leaf_decor_mut().set_suffix(" ");
                format_value(value, &inner, key.get().len() + 3);
                let after = raw(value.decor().suffix());
                let after = if after.contains('#') {
                    after.trim_end().to_owned()
                } else {
                    String::new()
                };
                value.decor_mut().set_prefix(" ");
                value.decor_mut().set_suffix(after);
            }
            Item::Table(table_item) => header(table_item, &inner, first),
            Item::ArrayOfTables(tables) => {
                for entry in tables.iter_mut() {
                    header(entry, &inner, first);
                }
            }
            Item::None => {}
        }
    }
}

/// Formats a table with a header of its own.
fn header(at: &mut Table, path: &str, first: &mut bool) {
    if !at.is_implicit() {
        let before = paragraphs(&raw(at.decor().prefix()));
        let gap = if *first { "" } else { "\n" };
        at.decor_mut().set_prefix(format!("{gap}{before}"));
        let after = raw(at.decor().suffix());
        let after =
            if after.contains('#') { after.trim_end().to_owned() } else { String::new() };
        at.decor_mut().set_suffix(after);
        *first = false;
    }
    table(at, path, first);
}

/// Where a key stands in the order; unknown keys come last, as they were.
fn place(keys: &[&str], key: &Key) -> usize {
    keys.iter().position(|known| *known == key.get()).unwrap_or(keys.len())
}

/// Formats what is inside a value that begins in column `used`.
fn format_value(value: &mut Value, path: &str, used: usize) {
    match value {
        Value::Array(array) => format_array(array, path, used),
        Value::InlineTable(table) => format_inline(table, path),
        _ => {}
    }
}

/// Glosses and their like have a line each; any other array is on one line if it fits. An
/// array with comments keeps its lines.
fn format_array(array: &mut Array, path: &str, used: usize) {
    for value in array.iter_mut() {
        format_value(value, path, used);
    }
    let commented = array.iter().any(|v| {
        raw(v.decor().prefix()).contains('#') || raw(v.decor().suffix()).contains('#')
    }) || array.trailing().as_str().unwrap_or_default().contains('#');
    if commented || array.is_empty() {
        return;
    }
    let tables = ONE_A_LINE.contains(&path);
    let texts = array.iter().map(|v| {
        let mut bare = v.clone();
        bare.decor_mut().clear();
        unicode_columns(&bare.to_string()) + 2
    });
    let fits = used + texts.sum::<usize>() <= WIDTH;
    let lines = tables || !fits;
    for (at, value) in array.iter_mut().enumerate() {
        let prefix = match (lines, at) {
            (true, _) => "\n  ",
            (false, 0) => "",
            (false, _) => " ",
        };
        value.decor_mut().set_prefix(prefix);
        value.decor_mut().set_suffix("");
    }
    array.set_trailing_comma(lines);
    array.set_trailing(if lines { "\n" } else { "" });
}

fn format_inline(table: &mut InlineTable, path: &str) {
    let commented = table.iter().any(|(_, v)| raw(v.decor().suffix()).contains('#'));
    if commented || table.is_empty() {
        return;
    }
    let keys = order(path);
    table.sort_values_by(|a, _, b, _| place(keys, a).cmp(&place(keys, b)));
    let last = table.len() - 1;
    for (at, (mut key, value)) in table.iter_mut().enumerate() {
        let inner = format!("{path}.{}", key.get());
        key.leaf_decor_mut().set_prefix(" ");
        key.leaf_decor_mut().set_suffix(" ");
        format_value(value, &inner, WIDTH);
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(if at == last { " " } else { "" });
    }
}

fn raw(text: Option<&RawString>) -> String {
    text.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

/// The comment lines of white space and comments, without blank lines.
fn comments(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// The same before a header, where a blank line between two comments stays one.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = !out.is_empty();
        } else {
            if blank {
                out.push('\n');
            }
            blank = false;
            out += line;
            out.push('\n');
        }
    }
    // A comment that stands apart from its header, as at the top of a file, stays apart.
    if blank {
        out.push('\n');
    }
    out
}

/// Columns of a text in a terminal, near enough to choose a line break: two for wide ones.
fn unicode_columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if crate::script::han::is_han(c) || ('\u{ff00}'..'\u{ff61}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}
