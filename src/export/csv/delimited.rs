//! Rows into delimited text.

use std::io::Write;

use super::inert::inert;

/// Bytes that are collected before they are written: a file takes a few large writes in half
/// the time of many small ones (benches/tables.rs).
const BUFFER: usize = 512 << 10;

/// CSV as RFC 4180 has it: CRLF, quoted where needed; every cell inert in a spreadsheet.
///
/// With `mark` it begins with U+FEFF, by which Excel knows that it is UTF-8.
///
/// # Errors
/// If `out` cannot be written; memory always can.
pub fn csv<W: Write, Row: AsRef<[String]>>(
    mut out: W,
    header: Option<&[&str]>,
    rows: impl IntoIterator<Item = Row>,
    mark: bool,
) -> Result<W, csv::Error> {
    if mark {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(BUFFER)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    if let Some(header) = header {
        writer.write_record(header)?;
    }
    for row in rows {
        for cell in row.as_ref() {
            writer.write_field(inert(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Lines of cells with a tab between them, for a box to paste into that knows no quoting:
/// line feeds inside a cell become ` / `, tabs a space. Every cell is inert.
///
/// # Errors
/// None in practice: memory can be written.
pub fn tabbed<Row: AsRef<[String]>>(
    rows: impl IntoIterator<Item = Row>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(csv::QuoteStyle::Never)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for row in rows {
        for cell in row.as_ref() {
            let lines: Vec<&str> =
                cell.split(['\n', '\r']).filter(|l| !l.is_empty()).collect();
            let line = lines.join(" / ").replace('\t', " ");
            writer.write_field(inert(&line).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::super::inert;
    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec("[=+@\\-',;\"\\r\\n\\t #a一😀|:\\\\]{0,12}|\\PC{0,8}", 3)
    }

    proptest! {
        #[test]
        fn csv_is_read_back_cell_by_cell(rows in proptest::collection::vec(row(), 0..8)) {
            let bytes = csv(Vec::new(), Some(&["a", "b", "c"]), &rows, false).unwrap();
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|r| r.unwrap().iter().map(|cell| inert::text(cell).to_owned()).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn a_tab_parts_cells_and_nothing_else_does(
            rows in proptest::collection::vec(row(), 0..8),
        ) {
            let text = String::from_utf8(tabbed(&rows).unwrap()).unwrap();
            prop_assert_eq!(text.matches('\n').count(), rows.len());
            for line in text.lines() {
                prop_assert_eq!(line.split('\t').count(), 3);
            }
        }
    }

    #[test]
    fn no_row_is_still_a_header_and_the_mark_comes_first() {
        assert_eq!(
            csv::<_, Vec<String>>(Vec::new(), Some(&["a", "b"]), [], true).unwrap(),
            "\u{feff}a,b\r\n".as_bytes()
        );
        assert_eq!(csv::<_, Vec<String>>(Vec::new(), None, [], false).unwrap(), b"");
        let rows = [vec!["一\n二\r\n三".to_owned(), "a\tb".to_owned()]];
        assert_eq!(tabbed(&rows).unwrap(), "一 / 二 / 三\ta b\n".as_bytes());
    }
}
