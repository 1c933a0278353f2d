//! Pages of books: XHTML, block by block.
//!
//! A page of a book has nothing around its text, so every block of it is read; what a
//! reading program does not show, and what stands beside the text, is left out and counted.

use std::collections::BTreeMap;

use super::joins::is_wide;
use super::joins::joined;
use super::lines::{Apart, Lines};
use super::numbers::before;
use super::xml::{Event, Events, Mode, Tag};
use super::{LineKind, Unreadable};

/// Elements that never have an end in HTML.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements within a line; all others end it.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "q", "rb", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "img", "rt", "rtc", "rp", "svg", "math", "image", "picture", "canvas", "audio",
    "video", "object", "embed", "script", "style", "noscript", "template", "button",
    "select",
];

/// What an open element means for what is inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Inline,
    Block,
    Heading(u8),
    Item,
    List,
    Quotation,
    Caption,
    Pre,
    Apart,
    Table,
    Row,
    Cell,
    /// May be the mark of a note: a link or raised characters.
    Mark,
}

/// The state of one page.
struct Page<'a> {
    lines: &'a mut Lines,
    /// Titles of chapters that begin at an element of this id.
    chapters: &'a BTreeMap<String, String>,
    open: Vec<(String, Inside)>,
    /// How many elements of each name are open.
    named: BTreeMap<String, usize>,
    /// The element of which nothing is read, and elements of that name open in it.
    skipped: Option<(String, usize)>,
    text: String,
    /// White space that has been read and not yet put: whether it had a line end.
    space: Option<bool>,
    kinds: Vec<LineKind>,
    /// For each open list the number of its next item, if it is numbered.
    lists: Vec<Option<u32>>,
    /// The number of an item whose first block is still to come.
    number: Option<String>,
    pre: usize,
    /// Where in `text` what may be the mark of a note begins, how deep its element stands,
    /// and whether it is a link and raised.
    mark: Option<Mark>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    depth: usize,
    link: bool,
    raised: bool,
}

/// Reads one page into `lines`; `chapters` has the titles of chapters that begin within it,
/// by the id of their element.
///
/// # Errors
/// Text that is no XHTML however leniently it is taken.
pub fn read(
    text: &str,
    chapters: &BTreeMap<String, String>,
    lines: &mut Lines,
) -> Result<(), Unreadable> {
    let mut page = Page {
        lines,
        chapters,
        open: Vec::new(),
        named: BTreeMap::new(),
        skipped: None,
        text: String::new(),
        space: None,
        kinds: Vec::new(),
        lists: Vec::new(),
        number: None,
        pre: 0,
        mark: None,
    };
    let mut events = Events::new(text, Mode::Lenient);
    while let Some(event) = events.next()? {
        match event {
            Event::Open(tag) => page.open(&tag),
            Event::Close(name) => page.close(&name.to_ascii_lowercase()),
            Event::Text(text) => page.text(&text),
        }
    }
    while let Some((_, inside)) = page.open.pop() {
        page.end(inside);
    }
    page.flush();
    Ok(())
}

impl Page<'_> {
    fn open(&mut self, tag: &Tag) {
        let name = tag.name().to_ascii_lowercase();
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name && !VOID.contains(&name.as_str()) {
                *depth += 1;
            }
            return;
        }
        if let Some(title) = tag.attribute("id").and_then(|id| self.chapters.get(&id)) {
            let title = title.clone();
            self.flush();
            self.lines.chapter = Some(title);
        }
        if let Some(what) = left_out(&name, tag) {
            if !INLINE.contains(&name.as_str()) {
                self.flush();
            }
            if !what.is_empty() {
                self.lines.dropped(what, 1);
            }
            if !VOID.contains(&name.as_str()) {
                self.skipped = Some((name, 1));
            }
            return;
        }
        match name.as_str() {
            "br" => {
                self.text.push('\n');
                self.space = None;
                return;
            }
            "hr" => return self.flush(),
            _ if VOID.contains(&name.as_str()) => return,
            _ => {}
        }
        let inside = self.begin(&name, tag);
        *self.named.entry(name.clone()).or_default() += 1;
        self.open.push((name, inside));
    }

    fn begin(&mut self, name: &str, tag: &Tag) -> Inside {
        if is_note(name, tag) {
            self.flush();
            self.lines.begin_apart(Apart::Note);
            return Inside::Apart;
        }
        if matches!(name, "a" | "sup") {
            let (link, raised) =
                (name == "a" && tag.attribute("href").is_some(), name == "sup");
            match &mut self.mark {
                Some(mark) => {
                    mark.link |= link;
                    mark.raised |= raised;
                }
                None => {
                    let (start, depth) = (self.text.len(), self.open.len());
                    self.mark = Some(Mark { start, depth, link, raised });
                    return Inside::Mark;
                }
            }
        }
        if INLINE.contains(&name) {
            return Inside::Inline;
        }
        self.flush();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.kinds.push(LineKind::Heading(level));
                Inside::Heading(level)
            }
            "ol" | "ul" => {
                let start = tag.attribute("start").and_then(|start| start.parse().ok());
                self.lists.push((name == "ol").then_some(start.unwrap_or(1)));
                Inside::List
            }
            "li" => {
                if let Some(Some(next)) = self.lists.last_mut() {
                    let own = tag.attribute("value").and_then(|value| value.parse().ok());
                    let number: u32 = own.unwrap_or(*next);
                    *next = number.saturating_add(1);
                    self.number = Some(format!("{number}."));
                }
                self.kinds.push(LineKind::Item);
                Inside::Item
            }
            "blockquote" => {
                self.kinds.push(LineKind::Quotation);
                Inside::Quotation
            }
            "figcaption" | "caption" => {
                self.kinds.push(LineKind::Caption);
                Inside::Caption
            }
            "pre" => {
                self.pre += 1;
                Inside::Pre
            }
            "table" => {
                self.lines.begin_table();
                Inside::Table
            }
            "tr" => {
                self.lines.begin_row();
                Inside::Row
            }
            "td" | "th" => {
                self.lines.begin_cell();
                Inside::Cell
            }
            _ => Inside::Block,
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        // An end that nothing began is nothing; one too early ends what is open in it.
        if self.named.get(name).is_none_or(|open| *open == 0) {
            return;
        }
        while let Some((own, inside)) = self.open.pop() {
            if let Some(open) = self.named.get_mut(&own) {
                *open -= 1;
            }
            self.end(inside);
            if own == name {
                break;
            }
        }
    }

    fn end(&mut self, inside: Inside) {
        match inside {
            Inside::Inline => return,
            Inside::Mark => {
                if let Some(mark) = self.mark
                    && mark.depth >= self.open.len()
                {
                    self.mark = None;
                    self.end_mark(mark);
                }
                return;
            }
            _ => self.flush(),
        }
        match inside {
            Inside::Heading(_) | Inside::Item | Inside::Quotation | Inside::Caption => {
                self.kinds.pop();
                // An item without a word of its own has no number that is read.
                self.number = None;
            }
            Inside::List => {
                self.lists.pop();
            }
            Inside::Pre => self.pre -= 1,
            Inside::Apart => self.lines.end_apart(),
            Inside::Table => self.lines.end_table(),
            Inside::Row => self.lines.end_row(),
            _ => {}
        }
    }

    /// Takes the mark of a note out of the words in which it stands.
    fn end_mark(&mut self, mark: Mark) {
        let Some(text) = self.text.get(mark.start..) else { return };
        let bracketed = text.trim().starts_with(['[', '〔', '［', '【', '(', '（']);
        if is_mark(text)
            && (mark.link && (mark.raised || bracketed) || mark.raised && bracketed)
        {
            self.text.truncate(mark.start);
            self.lines.dropped("note marks", 1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.pre > 0 {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space = Some(self.space == Some(true) || c == '\n');
                continue;
            }
            if let Some(broken) = self.space.take()
                && !self.text.is_empty()
                && !self.text.ends_with('\n')
            {
                // A line end of the file between Han characters is no space.
                let bare = broken && self.text.ends_with(is_wide) && is_wide(c);
                if bare {
                    self.lines.changed("line ends", 1);
                } else {
                    self.text.push(' ');
                }
            }
            self.text.push(c);
        }
    }

    /// Ends a block.
    fn flush(&mut self) {
        self.space = None;
        if let Some(mark) = self.mark.take() {
            self.end_mark(mark);
        }
        if !self.text.trim().is_empty() {
            let kind = self.kinds.last().copied().unwrap_or_default();
            match self.number.take() {
                Some(number) => self.lines.block(kind, &before(&number, &self.text)),
                None => self.lines.block(kind, &self.text),
            }
        }
        self.text.clear();
    }
}

/// Why an element is left out with all that is in it; an empty reason is not counted,
/// because nobody would miss it.
fn left_out(name: &str, tag: &Tag) -> Option<&'static str> {
    let style = tag.attribute("style").unwrap_or_default().replace(' ', "");
    if tag.attribute("hidden").is_some() || style.contains("display:none") {
        return Some("hidden text");
    }
    let has = |attribute: &str, word: &str| {
        let value = tag.attribute(attribute).unwrap_or_default();
        value.split_ascii_whitespace().any(|own| own == word)
    };
    match name {
        "head" | "script" | "style" | "template" | "title" | "noscript" | "select"
        | "button" | "textarea" => Some(""),
        "rt" | "rtc" => Some("ruby text"),
        "rp" => Some(""),
        "nav" => Some("navigation"),
        "img" | "svg" | "picture" | "canvas" | "image" => Some("pictures"),
        "audio" | "video" | "iframe" | "object" | "embed" => Some("embedded documents"),
        "math" => Some("formulas"),
        "del" => Some("deleted text"),
        _ if has("type", "noteref") || has("role", "doc-noteref") => Some("note marks"),
        _ if has("type", "pagebreak") || has("role", "doc-pagebreak") => {
            Some("page numbers")
        }
        _ => None,
    }
}

/// True for an element that holds notes: as EPUB says it, or as the class names of
/// reading programs in use do (`duokan-footnote-content`).
fn is_note(name: &str, tag: &Tag) -> bool {
    let kind = tag.attribute("type").unwrap_or_default();
    let role = tag.attribute("role").unwrap_or_default();
    let words = ["footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"];
    let says = |value: &str| {
        let mut all = value.split_ascii_whitespace();
        all.any(|own| words.contains(&own.trim_start_matches("doc-")))
    };
    if says(&kind) || says(&role) {
        return true;
    }
    let class = tag.attribute("class").unwrap_or_default().to_ascii_lowercase();
    matches!(name, "aside" | "ol" | "ul" | "li" | "div" | "section" | "p")
        && class.split_ascii_whitespace().any(|own| {
            words.contains(&own)
                || own.contains("footnote-content")
                || own == "note-content"
        })
}

/// True for what marks a note: a number, letter or sign, in brackets or not.
pub fn is_mark(text: &str) -> bool {
    let bare = text.trim().trim_matches(|c: char| "[]〔〕［］【】()（）".contains(c));
    let bare = bare.trim_start_matches(['注', '註', '校']).trim();
    let count = bare.chars().count();
    count <= 4
        && bare.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(c, '*' | '†' | '‡' | '※' | '①'..='⑳' | '㉑'..='㊿' | '⁰'..='⁹' | '¹' | '²' | '³')
                || (count == 1 && c.is_ascii_lowercase())
                || "一二三四五六七八九十".contains(c)
        })
}

/// The text of what names a chapter, in one line; its ideographic spaces are its own.
pub fn one_line(text: &str) -> String {
    joined(text.split_ascii_whitespace())
}
