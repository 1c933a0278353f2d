//! Annotations of Hypothesis: `rows` as its interface for programs gives them, `annotations` as its
//! client exports them, or a list. The words are in a `TextQuoteSelector` of the W3C's Web
//! Annotation Data Model, the note is in `text`
//! (<https://h.readthedocs.io/en/latest/api-reference/v1/>).

use serde_json::Value;

use super::{At, Format, Marks};

/// The marks, if it is such an export.
pub(super) fn read(value: &Value) -> Option<Marks> {
    let rows = value.get("rows").or_else(|| value.get("annotations")).unwrap_or(value);
    let rows = rows.as_array()?;
    let is_one = |row: &Value| row.get("target").is_some() || row.get("uri").is_some();
    if rows.is_empty() || !rows.iter().all(is_one) {
        return None;
    }
    let mut marks = Marks::new(Format::Hypothesis);
    for (at, row) in rows.iter().enumerate() {
        let targets = row.get("target").and_then(Value::as_array);
        let selectors = targets
            .into_iter()
            .flatten()
            .filter_map(|target| target.get("selector").and_then(Value::as_array));
        let exact = selectors.flatten().find_map(|selector| {
            let kind = selector.get("type").and_then(Value::as_str);
            let quote = kind == Some("TextQuoteSelector");
            selector.get("exact").and_then(Value::as_str).filter(|_| quote)
        });
        let title = row.pointer("/document/title");
        let title = title.and_then(|t| t.as_str().or_else(|| t.pointer("/0")?.as_str()));
        let book = title.or_else(|| row.get("uri").and_then(Value::as_str));
        let note = row.get("text").and_then(Value::as_str).unwrap_or_default();
        marks.add(At::Entry(at + 1), exact.unwrap_or_default(), note, book);
    }
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn annotations_page_notes_and_lists_are_read() {
        let text = include_str!("samples/hypothesis.json");
        let marks = read("x.json", text.as_bytes()).expect("export");
        assert_eq!(marks.format, Format::Hypothesis);
        let read_of: Vec<(&str, usize)> =
            marks.marks.iter().map(|mark| (mark.text.as_str(), mark.notes.len())).collect();
        assert_eq!(read_of, [("怕的不是黑，是雾。", 1), ("总要有一盏灯亮着。", 0)]);
        assert_eq!(marks.others.len(), 1, "a note on the page");
        assert_eq!(marks.marks[0].book.as_deref(), Some("守灯塔的人"));
    }
}
