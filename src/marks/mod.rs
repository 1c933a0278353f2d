//! What a reader has marked in another program: the passages, and the notes beside them.
//!
//! Each reader takes the text of one program's export to the same values and decides nothing:
//! whether a marked text stands in a document is proven later (`deck::harvest::marked`). Nothing
//! is passed over in silence; what is no marked text is listed with its reason.

mod annotations;
mod kindle;
mod koreader;
mod markdown;
mod model;
mod readwise;
mod weread;

pub use model::{At, Format, Mark, Marks, Other};

use crate::import::{Unreadable, encoding};

/// Reads an export; `name` is the file's name, whose ending tells Markdown from other text.
///
/// # Errors
/// If it is none of the exports known, or broken so that nothing can be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Marks, Unreadable> {
    let text = encoding::decode(bytes, None, |_| None)?.text;
    // Kindles put byte-order marks inside the file, too.
    let text = text.replace('\u{feff}', "").replace("\r\n", "\n").replace('\r', "\n");
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return json(start);
    }
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let is_markdown = matches!(extension.as_deref(), Some("md" | "markdown"));
    let lines = || text.lines().map(str::trim);
    // In Markdown such a line is under a heading.
    if !is_markdown && lines().any(kindle::is_divider) {
        return Ok(kindle::read(&text));
    }
    if let Some(header) = lines().find(|line| !line.is_empty())
        && readwise::is_header(header)
    {
        return readwise::read(&text);
    }
    if !is_markdown && weread::is_export(&text) {
        return Ok(weread::read(&text));
    }
    if is_markdown || markdown::has_marks(&text) {
        return Ok(markdown::read(&text));
    }
    Err(unknown())
}

fn json(text: &str) -> Result<Marks, Unreadable> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| Unreadable {
            message: format!(
                "broken JSON at line {}, column {}: the file is cut off or was edited",
                error.line(),
                error.column()
            ),
            hint: "export it once more".to_owned(),
        })?;
    koreader::read(&value).or_else(|| annotations::read(&value)).ok_or_else(unknown)
}

fn unknown() -> Unreadable {
    Unreadable {
        message: "not an export of marked texts that yulu knows".to_owned(),
        hint: "known are My Clippings.txt, KOReader's JSON, a table with a column Highlight, the \
               text that 微信读书 copies out, Hypothesis JSON and Markdown with ==marks=="
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_export_is_refused_with_a_sentence() {
        for (name, text) in [
            ("a.txt", ""),
            ("a.txt", "一篇文章，没有标注。"),
            ("a.json", "{\"a\": [1, 2"),
            ("a.json", "[1, 2]"),
            ("a.json", "{}"),
            ("a.csv", "Title,Author\nA,B\n"),
        ] {
            let error = read(name, text.as_bytes()).expect_err(text);
            assert!(!error.message.is_empty() && !error.hint.is_empty());
        }
        let deep = "[".repeat(100_000);
        assert!(read("a.json", deep.as_bytes()).is_err());
    }

    #[test]
    fn damaged_exports_are_read_or_refused() {
        // Cut at every byte, and with bytes changed: each is read or refused.
        for (name, bytes) in SAMPLES {
            assert!(read(name, bytes).is_ok(), "{name}");
            for end in 0..bytes.len() {
                let _ = read(name, &bytes[..end]);
                let mut changed = bytes.to_vec();
                changed[end] ^= 0x15;
                let _ = read(name, &changed);
            }
        }
    }

    const SAMPLES: &[(&str, &[u8])] = &[
        ("My Clippings.txt", include_bytes!("samples/kindle.txt")),
        ("koreader.json", include_bytes!("samples/koreader.json")),
        ("readwise.csv", include_bytes!("samples/readwise.csv")),
        ("weread.txt", include_bytes!("samples/weread.txt")),
        ("hypothesis.json", include_bytes!("samples/hypothesis.json")),
        ("marks.md", include_bytes!("samples/marks.md")),
    ];
}
