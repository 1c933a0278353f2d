//! Rich Text Format (Microsoft's specification 1.9.1).
//!
//! A reader of its own, because what matters here is what others pass over without a word:
//! deleted and hidden text, text boxes, numbers that a program put before paragraphs, notes.
//! Bytes are read in the code page of their font, `\u` characters without their replacements.

use std::collections::BTreeMap;

use super::archive::too_much;
use super::docx::style::Style;
use super::field::{Field, Shown};
use super::lines::{Lines, settle};
use super::numbers::before;
use super::{Derived, Unreadable};

mod codepage;
mod destinations;
mod group;
mod token;

use codepage::CodePage;
use group::{Destination, Group};
use token::{Token, Tokens};

/// Groups in groups.
const DEEPEST: usize = 100_000;

/// Reads an RTF document.
///
/// # Errors
/// Bytes that are no RTF, or RTF that is cut off or oversized.
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    let start = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\r' | b'\n' | 0));
    let start = start.unwrap_or_default();
    let bytes =
        bytes[start..].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes[start..]);
    if !bytes.starts_with(b"{\\rtf") && !bytes.starts_with(b"{\\urtf") {
        return Err(Unreadable {
            message: "this is no RTF document: it does not begin with {\\rtf".into(),
            hint: "say which format it is with --as".into(),
        });
    }
    let mut reader =
        Reader { utf8: std::str::from_utf8(bytes).is_ok(), ..Reader::default() };
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        reader.token(token)?;
        if reader.groups.is_empty() {
            break;
        }
    }
    if !reader.groups.is_empty() {
        return Err(Unreadable {
            message: format!(
                "the document is cut off: at its end {} of its groups are still open",
                reader.groups.len()
            ),
            hint: "get the file again, or open it in the program it came from and save it \
                   anew"
                .into(),
        });
    }
    reader.end_paragraph();
    reader.lines.about().title = tidy(&reader.title);
    reader.lines.about().author =
        tidy(&reader.author).filter(|name| super::metadata::is_person(name));
    let mut derived = reader.lines.finish()?;
    settle(&mut derived);
    Ok(derived)
}

fn tidy(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A paragraph in the making, with what `\pard` resets.
#[derive(Debug, Clone, Default)]
struct Paragraph {
    text: String,
    number: String,
    style: Style,
    in_table: bool,
    contents: bool,
}

/// Where in a table the text stands; RTF tells it by its paragraphs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Table {
    #[default]
    None,
    /// No cell is open.
    Row,
    Cell,
}

#[derive(Debug, Default)]
struct Reader {
    lines: Lines,
    groups: Vec<Group>,
    paragraph: Paragraph,
    /// Paragraphs around the note or box that is being read, and whether a table was open.
    around: Vec<(Paragraph, Table)>,
    fields: Vec<Field>,
    fonts: BTreeMap<i32, CodePage>,
    font: i32,
    default_font: i32,
    styles: BTreeMap<i32, Style>,
    style: (i32, Style, String),
    page: Option<CodePage>,
    /// Bytes that wait for their code page.
    bytes: Vec<u8>,
    /// Characters still to be passed over after a `\u`.
    skip: usize,
    surrogate: Option<u32>,
    utf8: bool,
    table: Table,
    furniture: bool,
    title: String,
    author: String,
    counted: Option<&'static str>,
}

impl Reader {
    fn token(&mut self, token: Token) -> Result<(), Unreadable> {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                let mut group = self
                    .groups
                    .last()
                    .copied()
                    .unwrap_or(Group { fallback: 1, ..Group::default() });
                group = Group {
                    apart: false,
                    field: false,
                    ignorable: false,
                    begun: false,
                    ..group
                };
                self.groups.push(group);
                if self.groups.len() > DEEPEST {
                    return Err(too_much(&format!(
                        "groups are nested more than {DEEPEST} deep"
                    )));
                }
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                if let Some(group) = self.groups.pop() {
                    self.end_group(group);
                }
            }
            Token::Byte(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.bytes.push(byte);
                }
                self.begin();
            }
            Token::Ignorable => {
                self.flush();
                if let Some(group) = self.groups.last_mut() {
                    group.ignorable = true;
                }
            }
            Token::Word(word, value) => {
                // A word may stand in for a character too.
                if self.skip > 0 && word != "u" {
                    self.skip -= 1;
                    return Ok(());
                }
                if word != "u" {
                    self.flush();
                }
                self.word(word, value);
            }
        }
        Ok(())
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    /// The first thing of a group decides whether an ignorable one is read.
    fn begin(&mut self) {
        self.set(|group| {
            if !group.begun && group.ignorable {
                group.destination = Destination::Skipped;
            }
            group.begun = true;
        });
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        let group = self.group();
        if group.destination == Destination::Skipped {
            return;
        }
        let on = value != Some(0);
        let number = value.unwrap_or_default();
        let first = !group.begun;
        if first && self.destination(word, group) {
            self.set(|group| group.begun = true);
            return;
        }
        if first && group.ignorable {
            self.set(|group| group.destination = Destination::Skipped);
            return;
        }
        self.set(|group| group.begun = true);
        match word {
            "ansicpg" => self.page = Some(CodePage::of(number)),
            "mac" => self.page = Some(CodePage::of(10000)),
            "pc" | "pca" => self.page = Some(CodePage::Unknown),
            "deff" => {
                self.default_font = number;
                self.set(|group| group.font = number);
            }
            "f" if group.destination == Destination::Fonts => self.font = number,
            "fcharset" => {
                if let Some(page) = CodePage::of_charset(number) {
                    self.fonts.insert(self.font, page);
                }
            }
            "cpg" if group.destination == Destination::Fonts => {
                self.fonts.insert(self.font, CodePage::of(number));
            }
            "f" => self.set(|group| group.font = number),
            "s" if group.destination == Destination::Styles => self.style.0 = number,
            "s" => {
                self.paragraph.style =
                    self.styles.get(&number).copied().unwrap_or_default();
            }
            "sbasedon" if group.destination == Destination::Styles => {
                if let Some(base) = self.styles.get(&number) {
                    self.style.1 = self.style.1.over(*base);
                }
            }
            "outlinelevel" => {
                let style = if group.destination == Destination::Styles {
                    &mut self.style.1
                } else {
                    &mut self.paragraph.style
                };
                style.level(&number.to_string());
            }
            "ls" if group.destination == Destination::Text => {
                self.paragraph.style.item = number != 0;
            }
            "plain" => {
                let font = self.default_font;
                self.set(|group| {
                    (group.hidden, group.deleted, group.font) = (false, false, font);
                });
            }
            "pard" => {
                let text = std::mem::take(&mut self.paragraph.text);
                let number = std::mem::take(&mut self.paragraph.number);
                self.paragraph = Paragraph { text, number, ..Paragraph::default() };
            }
            "v" => self.set(|group| group.hidden = on),
            "deleted" => self.set(|group| group.deleted = on),
            // More than a handful of bytes stand in for no character.
            "uc" => self.set(|group| {
                group.fallback = usize::try_from(number).unwrap_or(1).min(8);
            }),
            "u" if value.is_some() => self.unicode(number),
            "intbl" => self.paragraph.in_table = true,
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "nestcell" | "par" | "sect" => self.end_paragraph(),
            "line" | "lbr" | "page" | "column" => self.put("\n"),
            "tab" => self.put("\t"),
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "bullet" => self.put("•"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "emspace" | "enspace" | "qmspace" => self.put(" "),
            "~" => self.put("\u{a0}"),
            "_" => self.put("\u{2011}"),
            "zwj" => self.put("\u{200d}"),
            "zwnj" => self.put("\u{200c}"),
            "chpgn" if group.destination == Destination::Text => {
                self.lines.dropped("page numbers", 1);
            }
            _ => {}
        }
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.surrogate.take().is_some() {
            self.put("\u{fffd}");
        }
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let text = match (self.utf8, std::str::from_utf8(&bytes)) {
            // Escaped bytes are in the font's code page, those of a UTF-8 file are not.
            (_, Ok(text)) if bytes.is_ascii() => text.to_owned(),
            (true, Ok(text)) => text.to_owned(),
            _ => self.code_page().decode(&bytes),
        };
        let text = if bytes.is_ascii() && self.code_page() == CodePage::Symbol {
            CodePage::Symbol.decode(&bytes)
        } else {
            text
        };
        self.put(&text);
    }

    fn code_page(&self) -> CodePage {
        let own = match self.group().destination {
            Destination::Text
            | Destination::Number
            | Destination::Furniture(_)
            | Destination::Code => self.fonts.get(&self.group().font).copied(),
            Destination::Fonts => self.fonts.get(&self.font).copied(),
            _ => None,
        };
        own.or(self.page).unwrap_or(CodePage::of(1252))
    }

    fn unicode(&mut self, value: i32) {
        let code = if value < 0 { value + 65_536 } else { value };
        let code = u32::try_from(code).unwrap_or(0xfffd);
        let before = self.surrogate.take();
        if !self.bytes.is_empty() {
            self.flush();
        }
        let found = match (before, code) {
            (None, 0xd800..=0xdbff) => {
                self.surrogate = Some(code);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00))
            }
            // Symbol's places are told as private characters.
            (_, 0xf020..=0xf0ff) if self.code_page() == CodePage::Symbol => {
                codepage::symbol(code - 0xf000)
            }
            _ => Some(char::from_u32(code).unwrap_or('\u{fffd}')),
        };
        if let Some(found) = found {
            self.put(found.encode_utf8(&mut [0; 4]));
        }
        self.skip = self.group().fallback;
    }

    /// Puts characters where the group says.
    fn put(&mut self, text: &str) {
        let group = self.group();
        match group.destination {
            Destination::Text => {}
            Destination::Title => return self.title.push_str(text),
            Destination::Author => return self.author.push_str(text),
            Destination::Code => {
                if let Some(field) = self.fields.last_mut() {
                    field.code(text);
                }
                return;
            }
            Destination::Number => return self.paragraph.number.push_str(text),
            Destination::Styles => return self.style.2.push_str(text),
            Destination::Furniture(_) => {
                self.furniture |= !text.trim().is_empty();
                return;
            }
            _ => return,
        }
        let unseen = match (group.deleted, group.hidden) {
            (true, _) => Some("deleted text"),
            (_, true) => Some("hidden text"),
            _ => None,
        };
        if let Some(what) = unseen {
            if self.counted != Some(what) && !text.trim().is_empty() {
                self.lines.dropped(what, 1);
                self.counted = Some(what);
            }
            return;
        }
        let contents = |field: &Field| field.shown() == Shown::Contents;
        if self.fields.iter().rev().take(32).any(contents) {
            self.paragraph.contents |= !text.trim().is_empty();
            return;
        }
        self.paragraph.text.push_str(text);
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group().destination != Destination::Text && !self.groups.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.paragraph.text);
        let style = self.paragraph.style;
        if std::mem::take(&mut self.paragraph.contents)
            || style.contents && !text.is_empty()
        {
            self.lines.dropped("lines of a table of contents", 1);
        }
        if style.contents {
            return;
        }
        if self.paragraph.in_table && self.table == Table::None {
            self.lines.begin_table();
            self.table = Table::Row;
        } else if !self.paragraph.in_table && self.table != Table::None {
            self.lines.end_table();
            self.table = Table::None;
        }
        if self.table == Table::Row {
            self.lines.begin_cell();
            self.table = Table::Cell;
        }
        // A bullet is a sign of its font, and no part of the words.
        let number = std::mem::take(&mut self.paragraph.number);
        if text.trim().is_empty() {
            return;
        }
        let text = if number.contains(char::is_alphanumeric) {
            before(&number, &text)
        } else {
            text
        };
        self.lines.block(style.kind(&text), &text);
    }

    fn end_cell(&mut self) {
        self.paragraph.in_table = true;
        self.end_paragraph();
        if self.table == Table::Cell {
            self.table = Table::Row;
        }
    }

    fn end_row(&mut self) {
        if self.table != Table::None {
            self.lines.end_row();
            self.table = Table::Row;
        }
    }
}
