//! Exact text and positions in it.
//!
//! Every position in yulu is a [`Span`] of bytes into the text of a file as it was
//! received. Nothing that is shown to a reader is cut out of cleaned text, so a position
//! can always be checked against the file.

mod json;

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::props::{
    DefaultIgnorableCodePoint, Emoji, GeneralCategory, PrependedConcatenationMark,
};
use icu_properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
};

pub use json::to_json;

/// A half-open range of bytes in a [`SourceText`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an inverted pair becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// True if the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same range as the standard library writes it.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// Lines of a file, counted from 1: the first and the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineRange {
    /// The first line.
    pub first: usize,
    /// The last line; the first one again if it is the only one.
    pub last: usize,
}

impl LineRange {
    /// From the first to the last line.
    pub fn new(first: usize, last: usize) -> Self {
        Self { first, last }
    }

    /// A single line.
    pub fn one(line: usize) -> Self {
        Self::new(line, line)
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn join(self, other: LineRange) -> Self {
        Self::new(self.first.min(other.first), self.last.max(other.last))
    }

    /// How many lines these are.
    pub fn count(self) -> usize {
        self.last + 1 - self.first
    }

    /// True if the line is one of them.
    pub fn contains(self, line: usize) -> bool {
        (self.first..=self.last).contains(&line)
    }

    /// True if it is a single line.
    pub fn is_one(self) -> bool {
        self.first == self.last
    }
}

/// `35`, or `35–36`: how lines are written wherever people read them.
impl std::fmt::Display for LineRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is_one() {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}–{}", self.first, self.last),
        }
    }
}

/// Characters of a text, counted from 0: the first, and one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharRange {
    /// The first character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl CharRange {
    /// From a character up to another, which is not part of it.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many characters it has.
    pub fn count(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// The characters of a text that it has, as far as the text goes.
    pub fn of(self, text: &str) -> String {
        text.chars().skip(self.start).take(self.count()).collect()
    }

    /// A text before, at and after these characters.
    pub fn apart(self, text: &str) -> [String; 3] {
        let (before, after) = (Self::new(0, self.start), Self::new(self.end, usize::MAX));
        [before, self, after].map(|part| part.of(text))
    }
}

/// A place as people count: both numbers start at 1, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in characters.
    pub column: usize,
}

/// A text as received, with the byte at which each line starts.
///
/// Lines end at `\n`; a `\r` before it belongs to the line and is not part of
/// [`SourceText::line`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Indexes the lines of `text`.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        if line_starts.last() == Some(&text.len()) && !text.is_empty() {
            line_starts.pop();
        }
        Self { text, line_starts }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Number of lines; an empty text has one, a closing `\n` starts no new line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The bytes of 1-based line `number` without its line end, or `None` past the end.
    pub fn line_span(&self, number: usize) -> Option<Span> {
        let start = *self.line_starts.get(number.checked_sub(1)?)?;
        let end = self.line_starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Span::new(start, start + line.len()))
    }

    /// The text of 1-based line `number` without its line end.
    pub fn line(&self, number: usize) -> Option<&str> {
        self.slice(self.line_span(number)?)
    }

    /// 1-based numbers and spans of all lines.
    pub fn lines(&self) -> impl Iterator<Item = (usize, Span)> + '_ {
        (1..=self.line_count()).filter_map(|number| Some((number, self.line_span(number)?)))
    }

    /// The text of a span, or `None` if it does not fall on character boundaries.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text.get(span.range())
    }

    /// The 1-based line that holds byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Line and column of byte `offset`; past the end it is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_of(offset);
        let start = self.line_starts[line - 1];
        let column =
            self.text[start..].char_indices().take_while(|(at, _)| start + at < offset);
        Position { line, column: column.count() + 1 }
    }

    /// First and last line that a span touches.
    pub fn lines_of(&self, span: Span) -> LineRange {
        let last = span.end.saturating_sub(1).max(span.start);
        LineRange::new(self.line_of(span.start), self.line_of(last))
    }
}

/// What stands between two lines of one text whose lines are broken at a width: a space between
/// words of letters, nothing beside a Han character or its punctuation.
pub fn joint(before: &str, after: &str) -> &'static str {
    let is_letter =
        |c: char| c.is_ascii_graphic() || (c.is_alphabetic() && (c as u32) < 0x2e80);
    let ends = before.chars().next_back().is_some_and(is_letter);
    let begins = after.chars().next().is_some_and(is_letter);
    if ends && begins { " " } else { "" }
}

/// True for characters that no text of ours may hold: C0 and C1 controls other than
/// tab, line feed and carriage return. They corrupt terminals, and U+001F is Anki's own
/// field separator.
pub fn is_forbidden_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// True for characters that show nothing and change how a text is read or compared, by Unicode's
/// own properties: what is to be ignored where it is not supported
/// (`Default_Ignorable_Code_Point`: joiners, fillers, variation selectors, tags, the byte-order
/// mark) and format characters, line and paragraph separators (`General_Category`), but for the
/// few format characters that have a shape (`Prepended_Concatenation_Mark`, such as U+0600). No
/// property says that U+2800, a Braille cell without dots, is blank.
pub fn is_invisible(c: char) -> bool {
    // Most characters of a text are in these two ranges, and none of them is invisible.
    if c < '\u{ad}' || matches!(c, '\u{3165}'..='\u{d7ff}') {
        return false;
    }
    let formats = || match GENERAL_CATEGORY.get(c) {
        GeneralCategory::Format => !HAS_A_SHAPE.contains(c),
        GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => true,
        _ => false,
    };
    c == '\u{2800}' || IGNORABLE.contains(c) || formats()
}

const IGNORABLE: CodePointSetDataBorrowed<'static> =
    CodePointSetData::new::<DefaultIgnorableCodePoint>();
const HAS_A_SHAPE: CodePointSetDataBorrowed<'static> =
    CodePointSetData::new::<PrependedConcatenationMark>();
const EMOJI: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<Emoji>();
const GENERAL_CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// The first character of a text that nobody could see: a control or an invisible one. What
/// makes one picture of several characters is none ([`is_hidden`]).
pub fn first_hidden(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(at, c)| is_hidden(text, *at, *c))
}

/// True if the character `c` at byte `at` of a text cannot be seen: a forbidden control or an
/// invisible character. Not so a joiner between two pictures (👩‍👧 is one) nor the selector that
/// gives a picture its form (❤️), because without it others are seen.
pub fn is_hidden(text: &str, at: usize, c: char) -> bool {
    is_forbidden_control(c)
        || is_invisible(c) && !joins_pictures(text, at) && !forms_a_picture(text, at)
}

/// The text without what cannot be seen in it ([`is_hidden`]).
pub fn without_hidden(text: &str) -> Cow<'_, str> {
    if first_hidden(text).is_none() {
        return Cow::Borrowed(text);
    }
    let seen = text.char_indices().filter(|(at, c)| !is_hidden(text, *at, *c));
    Cow::Owned(seen.map(|(_, c)| c).collect())
}

/// True for the joiner U+200D at byte `at` with a picture on both sides.
fn joins_pictures(text: &str, at: usize) -> bool {
    let Some(after) = text[at..].strip_prefix('\u{200d}') else { return false };
    // U+FE0F asks for a picture's coloured form.
    let before = text[..at].strip_suffix('\u{fe0f}').unwrap_or(&text[..at]);
    let before = before.chars().next_back();
    before.is_some_and(is_picture) && after.chars().next().is_some_and(is_picture)
}

/// True for the selector U+FE0E or U+FE0F at byte `at` directly after a character that has a
/// coloured form and one in black; after a digit only if the frame of a key follows (1️⃣).
fn forms_a_picture(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    if !matches!(rest.next(), Some('\u{fe0e}' | '\u{fe0f}')) {
        return false;
    }
    match text[..at].chars().next_back() {
        Some('0'..='9' | '#' | '*') => rest.next() == Some('\u{20e3}'),
        Some(before) => EMOJI.contains(before),
        None => false,
    }
}

/// True for what Unicode's sequences up to Emoji 18 join to one picture: below U+1F300 exactly
/// these characters, from there on the blocks that are all emoji, skin tones included.
fn is_picture(c: char) -> bool {
    matches!(c, '↔' | '↕' | '☠' | '♀' | '♂' | '⚕' | '⚖' | '⚧' | '⛓' | '⛹' | '✈' | '❄' | '❤'
        | '➡' | '⬛' | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f7e0}'..='\u{1f7eb}'
        | '\u{1f900}'..='\u{1f9ff}' | '\u{1fa70}'..='\u{1faff}')
}

/// Text from a document, a deck or a file name, made safe for a terminal: control and
/// invisible characters become U+FFFD, line feeds and tabs spaces.
pub fn visible(text: &str) -> String {
    let shown = |(at, c): (usize, char)| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() || is_hidden(text, at, c) => '\u{fffd}',
        c => c,
    };
    text.char_indices().map(shown).collect()
}

/// True if a spreadsheet could take a cell with this text for a formula: the first character
/// that is seen is `=`, `+`, `-` or `@`, ASCII or full-width, or the text begins with a tab or
/// a carriage return (CWE-1236). What is not seen before it does not protect: some programs
/// trim it.
pub fn starts_a_formula(text: &str) -> bool {
    // Most cells begin with a letter, a digit or a Han character (U+4000 to U+9FFF), which
    // needs no further look.
    if let Some(b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0xE4..=0xE9) =
        text.as_bytes().first()
    {
        return false;
    }
    let unseen = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    text.starts_with(['\t', '\r']) || text.trim_start_matches(unseen).starts_with(FORMULA)
}

/// Characters with which a formula starts.
pub const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_positions_count_from_one_and_in_characters() {
        let text = SourceText::new("甲乙\r\n丙\n\n丁");
        assert_eq!(text.line_count(), 4);
        assert_eq!(text.line(1), Some("甲乙"));
        assert_eq!(text.line(3), Some(""));
        assert_eq!(text.line(5), None);
        let at = text.as_str().find('丁').unwrap_or_default();
        assert_eq!(text.position(at), Position { line: 4, column: 1 });
        let at = text.as_str().find('乙').unwrap_or_default();
        assert_eq!(text.position(at), Position { line: 1, column: 2 });
    }

    #[test]
    fn a_joiner_is_hidden_but_for_one_between_pictures() {
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        let heart = "\u{2764}\u{fe0f}\u{200d}\u{1f525}";
        let skin = "\u{1f9d1}\u{1f3fd}\u{200d}\u{1f33e}";
        for sound in [family, heart, skin, "种树", ""] {
            assert_eq!(first_hidden(sound), None, "{sound}");
            assert_eq!(visible(sound), sound);
        }
        let joiner = '\u{200d}';
        for (wrong, at) in [
            ("种\u{200d}树", 3),
            ("\u{1f469}\u{200d}", 4),
            ("\u{200d}\u{1f469}", 0),
            ("\u{1f469}\u{200d}\u{200d}\u{1f469}", 4),
            ("a\u{200d}\u{1f469}", 1),
            ("■\u{200d}■", 3),
            ("→\u{200d}①", 3),
        ] {
            assert_eq!(first_hidden(wrong), Some((at, joiner)), "{wrong:?}");
            assert!(visible(wrong).contains('\u{fffd}'), "{wrong:?}");
        }
        assert_eq!(first_hidden("\u{fe0f}\u{200d}\u{1f469}"), Some((0, '\u{fe0f}')));
        assert_eq!(first_hidden("a\u{200b}"), Some((1, '\u{200b}')));
        assert_eq!(first_hidden("a\u{7}\n"), Some((1, '\u{7}')));
    }

    #[test]
    fn what_shows_nothing_is_found_by_its_properties() {
        for c in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{17b4}',
            '\u{180b}',
            '\u{180e}',
            '\u{200b}',
            '\u{2028}',
            '\u{202e}',
            '\u{2060}',
            '\u{2065}',
            '\u{206a}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{1bca0}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e0100}',
        ] {
            let text = format!("种{c}树");
            assert_eq!(first_hidden(&text), Some((3, c)), "U+{:04X}", c as u32);
            assert_eq!(without_hidden(&text), "种树", "U+{:04X}", c as u32);
            assert_eq!(visible(&text), "种\u{fffd}树", "U+{:04X}", c as u32);
        }
        // Format characters with a shape, spaces, marks, what has no shape yet.
        for c in
            ['\u{600}', '\u{6dd}', '\u{a0}', '\u{3000}', '\u{301}', '\u{378}', '\u{e000}']
        {
            assert_eq!(first_hidden(&format!("种{c}树")), None, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn a_selector_is_hidden_but_for_one_that_forms_a_picture() {
        for sound in
            ["\u{2764}\u{fe0f}", "\u{2764}\u{fe0e}", "1\u{fe0f}\u{20e3}", "©\u{fe0f}"]
        {
            assert_eq!(first_hidden(sound), None, "{sound:?}");
            assert_eq!(without_hidden(sound), sound);
        }
        for (wrong, at) in [
            ("葛\u{fe0f}", 3),
            ("葛\u{e0100}", 3),
            ("1\u{fe0f}", 1),
            ("\u{fe0f}", 0),
            ("\u{2764}\u{fe0f}\u{fe0f}", 6),
            ("\u{2764}\u{fe01}", 3),
        ] {
            assert_eq!(first_hidden(wrong).map(|(at, _)| at), Some(at), "{wrong:?}");
        }
    }

    #[test]
    fn a_closing_newline_starts_no_line() {
        assert_eq!(SourceText::new("a\nb\n").line_count(), 2);
        assert_eq!(SourceText::new("").line_count(), 1);
    }
}
