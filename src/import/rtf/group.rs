//! The groups of RTF: what is in braces.

/// What becomes of the text of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Destination {
    /// It is read.
    #[default]
    Text,
    /// It is not, and its groups neither.
    Skipped,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
    /// Code of a field.
    Code,
    /// The number or bullet of a paragraph.
    Number,
    /// A header or footer of the page.
    Furniture(&'static str),
    /// Text for programs that know no Unicode, beside the same in Unicode.
    Doubled,
}

/// What holds until the group ends.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Group {
    pub destination: Destination,
    pub font: i32,
    /// How many characters stand in for one `\u`.
    pub fallback: usize,
    pub hidden: bool,
    pub deleted: bool,
    /// A footnote or text box begins with this group.
    pub apart: bool,
    /// A field begins with this group.
    pub field: bool,
    /// It began with `\*`: unless its word is known, it is not read.
    pub ignorable: bool,
    /// A word has been seen in it.
    pub begun: bool,
}
