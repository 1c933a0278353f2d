//! The formats that have a reader.

/// A format that has a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, kept line by line.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// SubRip subtitles.
    Srt,
    /// WebVTT subtitles.
    WebVtt,
    /// Advanced SubStation Alpha subtitles, or the older SSA.
    Ass,
    /// Word, since 2007.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// EPUB.
    Epub,
    /// PDF.
    Pdf,
}

/// What is fixed of each format.
struct Facts {
    format: Format,
    /// The word of `--as` and of records.
    word: &'static str,
    /// Its media type.
    media: &'static str,
    /// The extension of a kept original without a usable name.
    extension: &'static str,
    /// The version of its derivation rules, raised whenever a change of them or of a crate
    /// changes what they give for any document.
    version: u32,
    /// What it is called.
    called: &'static str,
}

const fn facts(
    format: Format,
    word: &'static str,
    media: &'static str,
    extension: &'static str,
    version: u32,
    called: &'static str,
) -> Facts {
    Facts { format, word, media, extension, version, called }
}

/// All formats.
const ALL: &[Facts] = &[
    facts(Format::Text, "text", "text/plain", "txt", 1, "a text"),
    facts(Format::Markdown, "markdown", "text/markdown", "md", 1, "Markdown"),
    facts(Format::Html, "html", "text/html", "html", 1, "a web page"),
    facts(Format::Srt, "srt", "application/x-subrip", "srt", 1, "SubRip subtitles"),
    facts(Format::WebVtt, "webvtt", "text/vtt", "vtt", 1, "WebVTT subtitles"),
    facts(Format::Ass, "ass", "text/x-ssa", "ass", 1, "ASS subtitles"),
    facts(
        Format::Docx,
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        1,
        "a Word document",
    ),
    facts(
        Format::Odt,
        "odt",
        "application/vnd.oasis.opendocument.text",
        "odt",
        1,
        "an OpenDocument text",
    ),
    facts(Format::Rtf, "rtf", "application/rtf", "rtf", 1, "a Rich Text document"),
    facts(Format::Epub, "epub", "application/epub+zip", "epub", 1, "an EPUB"),
    facts(Format::Pdf, "pdf", "application/pdf", "pdf", 1, "a PDF"),
];

impl Format {
    fn facts(self) -> &'static Facts {
        // Each format has its row; a test holds that.
        ALL.iter().find(|facts| facts.format == self).unwrap_or(&ALL[0])
    }

    /// The word of `--as` and of records.
    pub fn as_str(self) -> &'static str {
        self.facts().word
    }

    /// The format of that word.
    pub fn from_word(word: &str) -> Option<Format> {
        ALL.iter().find(|facts| facts.word == word).map(|facts| facts.format)
    }

    /// All words of `--as`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|facts| facts.word)
    }

    /// The media type, as IANA registers it where it does.
    pub fn media(self) -> &'static str {
        self.facts().media
    }

    /// The usual extension of its files.
    pub fn extension(self) -> &'static str {
        self.facts().extension
    }

    /// What it is called in messages, article included.
    pub fn called(self) -> &'static str {
        self.facts().called
    }

    /// The version of its derivation rules.
    pub fn version(self) -> u32 {
        self.facts().version
    }

    /// The name of its reader in records: `html/1`.
    pub fn reader(self) -> String {
        format!("{}/{}", self.as_str(), self.version())
    }

    /// True for formats that are text in some encoding.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Format::Text
                | Format::Markdown
                | Format::Html
                | Format::Srt
                | Format::WebVtt
                | Format::Ass
        )
    }

    /// True for subtitles, whose lines are cues.
    pub fn is_subtitles(self) -> bool {
        matches!(self, Format::Srt | Format::WebVtt | Format::Ass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_row_and_its_word() {
        for facts in ALL {
            assert_eq!(facts.format.as_str(), facts.word);
            assert_eq!(Format::from_word(facts.word), Some(facts.format));
            assert_eq!(facts.format.reader(), format!("{}/{}", facts.word, facts.version));
        }
        assert_eq!(ALL.len(), Format::Pdf as usize + 1);
        assert_eq!(Format::from_word("mobi"), None);
    }
}
