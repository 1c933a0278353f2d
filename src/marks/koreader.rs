//! KOReader's export as JSON: one book, or several under `documents`, each with `entries`
//! (`plugins/exporter.koplugin/target/json.lua`).

use serde_json::Value;

use super::{At, Format, Marks};

/// The marks, if it is such an export.
pub(super) fn read(value: &Value) -> Option<Marks> {
    let books: Vec<&Value> = match value.get("documents") {
        Some(Value::Array(books)) => books.iter().collect(),
        _ => vec![value],
    };
    if !books.iter().all(|book| book.get("entries").is_some()) || books.is_empty() {
        return None;
    }
    let mut marks = Marks::new(Format::KoReader);
    let mut number = 0;
    for book in books {
        let title = book.get("title").and_then(Value::as_str);
        // Its writer has one form for an empty table and an empty list.
        let entries = book.get("entries").and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            number += 1;
            let of = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
            marks.add(At::Entry(number), of("text"), of("note"), title);
        }
    }
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn one_book_and_several_are_read() {
        let text = include_str!("samples/koreader.json");
        let marks = read("x.json", text.as_bytes()).expect("export");
        assert_eq!(marks.format, Format::KoReader);
        let texts: Vec<&str> = marks.marks.iter().map(|mark| mark.text.as_str()).collect();
        assert_eq!(texts, ["怕的不是黑，是雾。", "总要有一盏灯亮着。"]);
        assert_eq!(marks.marks[0].notes, ["写得好"]);
        assert_eq!(marks.marks[0].book.as_deref(), Some("守灯塔的人"));
        assert_eq!(marks.bookmarks, 1);
        let one = r#"{"title": "T", "entries": [{"text": "a", "page": 1}]}"#;
        assert_eq!(read("x.json", one.as_bytes()).expect("one").marks.len(), 1);
        let empty = r#"{"title": "T", "entries": {}}"#;
        assert!(read("x.json", empty.as_bytes()).expect("empty").marks.is_empty());
    }
}
