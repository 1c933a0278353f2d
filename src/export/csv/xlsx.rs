//! The profile `xlsx`: a workbook whose every cell is text, so that nothing is guessed,
//! reckoned or evaluated.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

use super::column::Column;
use super::profile::{Layout, RowsPer};
use crate::export::Error;
use crate::text::starts_a_formula;

/// The most characters that a cell holds, in UTF-16 as Excel counts: its "specifications and
/// limits".
const LONGEST: usize = 32_767;

/// The height of a line of the sheet's font, and of the highest row that Excel allows; in
/// points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

pub(super) fn write(
    layout: &Layout,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    // The time of day would make each file another one; 1980 is the zip's own beginning.
    let fixed = ExcelDateTime::from_ymd(1980, 1, 1).map_err(Error::new)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let text =
        Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    // A cell that is edited stays text only with this mark, the workbook's own apostrophe.
    let quoted = text.clone().set_quote_prefix();
    let bold = text.clone().set_bold();
    let sheet = workbook.add_worksheet();
    let name = match layout.rows {
        RowsPer::Note => "notes",
        RowsPer::Card => "cards",
    };
    sheet.set_name(name).map_err(Error::new)?;
    let mut at = 0;
    for (index, column) in layout.columns.iter().enumerate() {
        let index = index_u16(index)?;
        sheet.set_column_width(index, width(*column)).map_err(Error::new)?;
        if layout.header {
            sheet
                .write_string_with_format(0, index, column.name(), &bold)
                .map_err(Error::new)?;
        }
    }
    if layout.header {
        sheet.set_freeze_panes(1, 0).map_err(Error::new)?;
        at = 1;
    }
    for row in rows {
        // Not every program makes rows as high as their text when it opens a file.
        let cells = layout.columns.iter().zip(&row);
        let high = cells.map(|(column, cell)| lines(cell, width(*column))).max();
        let height = (high.unwrap_or(1).max(1) as f64 * LINE).min(HIGHEST);
        sheet.set_row_height(at, height).map_err(Error::new)?;
        for (index, cell) in row.iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            if cell.encode_utf16().count() > LONGEST {
                let column = layout.columns[index].name();
                return Err(Error::new(format!(
                    "row {at} has more than {LONGEST} characters in the column `{column}`, \
                     which no cell of a workbook can hold"
                )));
            }
            let format = if starts_a_formula(cell) { &quoted } else { &text };
            let index = index_u16(index)?;
            sheet.write_string_with_format(at, index, cell, format).map_err(Error::new)?;
        }
        at += 1;
    }
    workbook.save_to_buffer().map_err(Error::new)
}

fn index_u16(index: usize) -> Result<u16, Error> {
    u16::try_from(index).map_err(Error::new)
}

/// About how many lines a text takes in a column: a character beyond Latin is two wide.
fn lines(text: &str, width: f64) -> usize {
    let wide = |line: &str| line.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum();
    let rows = |line: &str| -> usize {
        let wide: usize = wide(line);
        // Words and punctuation do not break anywhere.
        (wide as f64 * 1.1 / width).ceil().max(1.0) as usize
    };
    text.lines().map(rows).sum()
}

/// In characters of the sheet's font; texts wrap.
fn width(column: Column) -> f64 {
    match column {
        Column::Id | Column::Themes | Column::Tags | Column::Locator => 22.0,
        Column::Kind | Column::Card | Column::Difficulty => 9.0,
        Column::Guid | Column::Notetype | Column::Deck => 20.0,
        Column::SourceHans | Column::SourceHant | Column::SourceEn => 70.0,
        Column::Apparatus | Column::Back => 70.0,
        _ => 44.0,
    }
}
