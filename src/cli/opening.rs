//! What a build says of each file it wrote: where it is and how to open it.

use std::path::Path;

use super::output;

/// Columns for the path, so that the words beside several paths stand below each other.
const PATH: usize = 34;

/// One line about an output.
pub fn line(path: &Path) -> String {
    let short = output::short(path).to_string();
    match how(path) {
        Some(how) => {
            let missing =
                PATH.saturating_sub(unicode_width::UnicodeWidthStr::width(&*short));
            format!("  {short}{}  {how}", " ".repeat(missing))
        }
        None => format!("  {short}"),
    }
}

/// How a file of this kind is opened.
fn how(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?;
    let (_, kind) = name.split_once('.')?;
    Some(match kind {
        "apkg" => "Anki: File > Import, keep the dialog's defaults",
        "html" => "any browser; it needs no network",
        kind if kind.ends_with("pdf") => "print it at 100 %",
        "sources.md" => "what is known of each source",
        "csv" => "a spreadsheet, or any program that reads CSV",
        kind if kind.ends_with("csv") || kind.ends_with("tsv") => {
            "for import into another program"
        }
        "mochi" => "Mochi",
        kind if kind.ends_with("xlsx") => "a spreadsheet",
        _ => return None,
    })
}
