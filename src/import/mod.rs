//! Documents as they come, made into readable text: bytes in, lines with their places out.
//!
//! One file a format, no I/O. A reader returns a [`Derived`] text: lines (a paragraph, a
//! cue, a heading each), the place of every line in the original, what the document says of
//! itself, and a count of everything that was left out or changed. The derived text is what
//! is registered as a source and what quotations are proven against; no reader ever runs
//! during a proof.

pub mod archive;
pub mod docx;
pub mod epub;
mod field;
pub mod front_matter;
pub mod lines;
mod metadata;
pub mod odt;
pub mod rtf;
pub mod xhtml;
pub mod xml;

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
    /// Its text, without line ends.
    pub text: String,
    /// What it is in the original.
    pub kind: LineKind,
    /// Where it stands in the original.
    pub place: Place,
}

/// What a line is in its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// A paragraph or anything else that is running text.
    #[default]
    Text,
    /// A heading of the given level, 1 to 6; in the text it keeps as many `#` before it.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table, cells joined by ` | `.
    Row,
    /// A block quotation; in the text `> ` stands before it.
    Quotation,
    /// A caption of a picture or table.
    Caption,
    /// A footnote or endnote; they stand at the end of the text under a heading.
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
