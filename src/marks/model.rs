//! Marked texts and what else an export holds, from whichever program.

use std::fmt;

use crate::text::without_hidden;

/// Whose export a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `My Clippings.txt` of a Kindle, and of KOReader, which writes the same form.
    Clippings,
    /// KOReader's export as JSON.
    KoReader,
    /// A table as Readwise takes and gives it.
    Readwise,
    /// The text that 微信读书 copies out.
    WeRead,
    /// Annotations of Hypothesis as JSON.
    Hypothesis,
    /// Markdown with `==marked text==`.
    Markdown,
}

impl Format {
    /// What a message calls it.
    pub fn called(self) -> &'static str {
        match self {
            Format::Clippings => "clippings",
            Format::KoReader => "KOReader's JSON",
            Format::Readwise => "a Readwise table",
            Format::WeRead => "notes of 微信读书",
            Format::Hypothesis => "Hypothesis annotations",
            Format::Markdown => "Markdown",
        }
    }
}

/// Where something stands in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// A line, from 1.
    Line(usize),
    /// An entry of a file without lines of its own, from 1.
    Entry(usize),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Line(line) => write!(f, "line {line}"),
            At::Entry(entry) => write!(f, "entry {entry}"),
        }
    }
}

/// A marked text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins in the export.
    pub at: At,
    /// The words, as the program gives them.
    pub text: String,
    /// What the reader wrote beside it, in the order of the file.
    pub notes: Vec<String>,
    /// The title of the book or page, as the program gives it.
    pub book: Option<String>,
}

/// An entry that is no marked text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Where it begins in the export.
    pub at: At,
    /// Why it is none.
    pub why: &'static str,
    /// What it says.
    pub text: String,
}

/// An export, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Whose.
    pub format: Format,
    /// The marked texts in the order of the file.
    pub marks: Vec<Mark>,
    /// Everything else.
    pub others: Vec<Other>,
    /// Bookmarks: places without words.
    pub bookmarks: usize,
}

impl Marks {
    pub(super) fn new(format: Format) -> Self {
        Self { format, marks: Vec::new(), others: Vec::new(), bookmarks: 0 }
    }

    /// Puts an entry where it belongs: words with their note, or a note on nothing.
    pub(super) fn add(&mut self, at: At, text: &str, note: &str, book: Option<&str>) {
        let (text, note) = (tidy(text), tidy(note));
        let book = book.map(tidy).filter(|book| !book.is_empty());
        match (text.is_empty(), note.is_empty()) {
            (true, true) => self.bookmarks += 1,
            (true, false) => self.other(at, NOTE_ALONE, &note),
            (false, _) => {
                let notes = if note.is_empty() { Vec::new() } else { vec![note] };
                self.marks.push(Mark { at, text, notes, book });
            }
        }
    }

    pub(super) fn other(&mut self, at: At, why: &'static str, text: &str) {
        self.others.push(Other { at, why, text: tidy(text) });
    }
}

/// Why a note is listed apart.
pub(super) const NOTE_ALONE: &str = "a note without a marked text";

/// Text without what shows nothing and without blanks around its lines.
pub(super) fn tidy(text: &str) -> String {
    let text = without_hidden(text);
    let lines = text.lines().map(|line| line.trim().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let joined = lines.join("\n");
    joined.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
