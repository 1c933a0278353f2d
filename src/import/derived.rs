//! What a reader of a format makes of a document: lines, with their places in it.

use std::collections::BTreeMap;

/// A document's readable text, with the way back to the original.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Derived {
    /// The text, line by line; an empty text is a blank line between blocks.
    pub lines: Vec<Line>,
    /// What the document says of itself.
    pub about: About,
    /// What was left out of the lines, by what it is (`navigation`, `ruby text`,
    /// `deleted text`, `page numbers`, …).
    pub dropped: BTreeMap<&'static str, usize>,
    /// Characters that the derivation changed, by what it did (`radicals`, `line ends`, …).
    pub changed: BTreeMap<&'static str, usize>,
    /// Glyphs or bytes for which no character is known; each stands in the text as U+FFFD.
    pub unreadable: usize,
}

/// One line of a derived text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its text, without line ends and without the mark of its kind: [`Derived::to_text`] puts
    /// `#`, `>` and `-` before it.
    pub text: String,
    /// What it is in the original.
    pub kind: LineKind,
    /// Where it stands in the original.
    pub place: Place,
    /// The same words in another language, where the document has both at this place: the
    /// second language of a cue.
    pub translation: Option<String>,
}

/// What a line is in its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// A paragraph or anything else that is running text.
    #[default]
    Text,
    /// A heading of the given level, 1 to 6; as many `#` stand before it in the text.
    Heading(u8),
    /// An item of a list. A number belongs to its words; without one `- ` stands before it.
    Item,
    /// A row of a table, cells joined by ` | `.
    Row,
    /// A block quotation; `> ` stands before it.
    Quotation,
    /// A caption of a picture or table: nobody's words, moved to the notes.
    Caption,
    /// A footnote or endnote, moved to the end of the text under a heading of its own.
    Note,
    /// A subtitle's cue.
    Cue,
}

/// A place in the original, as precise as the format allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// 1-based page.
    pub page: Option<u32>,
    /// The label printed on that page, where it differs from the number.
    pub page_label: Option<String>,
    /// Milliseconds from the beginning at which a cue starts and ends.
    pub time: Option<(u64, u64)>,
    /// The chapter's title, or the headings above joined by ` › `.
    pub chapter: Option<String>,
    /// The file inside an archive, for instance `text/a.xhtml`.
    pub item: Option<String>,
    /// 1-based paragraph in that file, or in the document.
    pub paragraph: Option<u32>,
}

/// What a document says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, as it says.
    pub date: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
}

/// Why a document cannot be read, in a sentence, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// What a person can do.
    pub hint: String,
}
