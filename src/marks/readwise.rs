//! A table with a column `Highlight`, as Readwise takes it (`Highlight`, and if wanted `Title`,
//! `Author`, `URL`, `Note`, `Location`; marks doubled inside marks) and gives it (`Highlight`, `Book
//! Title`, `Book Author`, …, `Note`).

use super::{At, Format, Marks};
use crate::import::Unreadable;

/// True for the first line of such a table.
pub(super) fn is_header(line: &str) -> bool {
    line.split(',')
        .any(|name| name.trim().trim_matches('"').eq_ignore_ascii_case("highlight"))
}

pub(super) fn read(text: &str) -> Result<Marks, Unreadable> {
    let mut marks = Marks::new(Format::Readwise);
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let broken = |error: csv::Error| Unreadable {
        message: format!("broken table: {error}"),
        hint: "export it once more".to_owned(),
    };
    let header = table.headers().map_err(broken)?.clone();
    let column = |names: &[&str]| {
        header
            .iter()
            .position(|name| names.iter().any(|n| name.trim().eq_ignore_ascii_case(n)))
    };
    let (words, note) = (column(&["highlight"]), column(&["note"]));
    let title = column(&["book title", "title"]);
    for record in table.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let of = |column: Option<usize>| {
            column.and_then(|at| record.get(at)).unwrap_or_default()
        };
        marks.add(At::Line(line), of(words), of(note), Some(of(title)));
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn both_forms_are_read_with_quotes_and_line_ends_inside() {
        let text = include_str!("samples/readwise.csv");
        let marks = read("x.csv", text.as_bytes()).expect("table");
        assert_eq!(marks.format, Format::Readwise);
        let read_of: Vec<(&str, &[String])> =
            marks.marks.iter().map(|m| (m.text.as_str(), m.notes.as_slice())).collect();
        assert_eq!(
            read_of[0],
            ("怕的不是黑，是雾。", ["他说“雾”\n第二行".to_owned()].as_slice())
        );
        assert_eq!(read_of[1], ("总要有一盏\"灯\"亮着。", [].as_slice()));
        assert_eq!(marks.marks[0].at, At::Line(2));
        let import = "highlight,title\n一句话。,书\n";
        assert_eq!(read("x.csv", import.as_bytes()).expect("import").marks.len(), 1);
    }
}
