//! OpenDocument text (ISO/IEC 26300), packed (`.odt`) or as one file (`.fodt`).
//!
//! The same decisions as for Word documents: tracked deletions, hidden text, comments and
//! tables of contents are left out and counted, ruby keeps its base, notes, captions and text
//! boxes go to the end.

use std::collections::BTreeMap;

use super::archive::{Archive, Limits, encrypted_archive};
use super::docx::style::may_be_heading;
use super::lines::{Apart, Lines, settle};
use super::metadata::DublinCore;
use super::numbers::before;
use super::xml::{Event, Events, Mode, Tag, decode};
use super::{Derived, LineKind, Unreadable};

mod list;

use list::Numbers;

/// Styles based on one another.
const CHAIN: usize = 20;

/// Reads an OpenDocument text.
///
/// # Errors
/// A damaged, protected or oversized document.
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    let mut lines = Lines::default();
    let mut reader = Reader::default();
    let mut core = DublinCore::default();
    if bytes.starts_with(b"PK") || !bytes.trim_ascii_start().starts_with(b"<") {
        let mut archive = Archive::open(bytes, Limits::DOCUMENT)?;
        if let Some(manifest) = archive.read("META-INF/manifest.xml")?
            && decode(&manifest).0.contains("encryption-data")
        {
            return Err(encrypted_archive());
        }
        if let Some(styles) = archive.read("styles.xml")? {
            reader.part(&decode(&styles).0, &mut lines, None)?;
        }
        let content = archive.need("content.xml")?;
        reader.part(&decode(&content).0, &mut lines, None)?;
        drop(content);
        if let Some(meta) = archive.read("meta.xml")? {
            reader.part(&decode(&meta).0, &mut lines, Some(&mut core))?;
        }
    } else {
        reader.part(&decode(bytes).0, &mut lines, Some(&mut core))?;
    }
    *lines.about() = core.about(false);
    let mut derived = lines.finish()?;
    settle(&mut derived);
    Ok(derived)
}

/// What a style makes of a paragraph or of characters.
#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    level: Option<u8>,
    hidden: bool,
}

/// What an open element means for what is inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Plain,
    /// The characters in it are read if a paragraph is open.
    Read,
    Paragraph,
    Item,
    List,
    Note,
    Box,
    Table,
    Row,
    Style,
    /// A header or footer of a page style.
    Furniture,
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    kind: LineKind,
    hidden: bool,
    /// The number of the item that it begins.
    number: Option<String>,
}

#[derive(Debug, Default)]
struct Reader {
    styles: BTreeMap<String, Style>,
    open: Vec<Inside>,
    skipped: usize,
    paragraphs: Vec<Paragraph>,
    /// The style that is being read.
    style: String,
    numbers: Numbers,
    /// Open list items; paragraphs in them are items of a list.
    items: usize,
    /// Which of headers and footers is open, and whether it has text.
    furniture: Option<(&'static str, bool)>,
}

impl Reader {
    fn part(
        &mut self,
        text: &str,
        lines: &mut Lines,
        mut core: Option<&mut DublinCore>,
    ) -> Result<(), Unreadable> {
        let mut events = Events::new(text, Mode::Strict);
        while let Some(event) = events.next()? {
            if let (Some(core), true) = (&mut core, self.paragraphs.is_empty()) {
                core.event(&event);
            }
            self.event(event, lines);
        }
        Ok(())
    }

    fn event(&mut self, event: Event, lines: &mut Lines) {
        match event {
            Event::Open(tag) => {
                let inside = if self.skipped > 0 { None } else { self.begin(&tag, lines) };
                match inside {
                    Some(inside) => self.open.push(inside),
                    None => self.skipped += 1,
                }
            }
            Event::Close(_) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else if let Some(inside) = self.open.pop() {
                    self.end(inside, lines);
                }
            }
            Event::Text(text) => {
                let read =
                    matches!(self.open.last(), Some(Inside::Read | Inside::Paragraph));
                if self.skipped == 0 && read {
                    self.text(&text);
                }
            }
        }
    }

    /// What an element means; nothing if it is left out with all that is in it.
    fn begin(&mut self, tag: &Tag, lines: &mut Lines) -> Option<Inside> {
        let mut leave = |what: &'static str| {
            lines.dropped(what, 1);
            None
        };
        let off = |name: &str| {
            matches!(tag.attribute(name).as_deref(), Some("none" | "collapse" | "filter"))
        };
        match (tag.space, tag.name()) {
            ("text", name) => self.begin_text(name, tag, lines),
            ("office", "annotation") => leave("comments"),
            ("office", "annotation-end" | "forms" | "scripts" | "event-listeners") => None,
            ("svg", "title" | "desc") => None,
            ("style", "style") => {
                self.style = tag.attribute("name").unwrap_or_default();
                let level = tag.attribute("default-outline-level");
                let style = Style {
                    parent: tag.attribute("parent-style-name"),
                    level: level.and_then(|level| level.parse().ok()).filter(|l| *l > 0),
                    hidden: false,
                };
                self.styles.insert(self.style.clone(), style);
                Some(Inside::Style)
            }
            ("style", "text-properties") if self.open.contains(&Inside::Style) => {
                if let (Some(style), true) =
                    (self.styles.get_mut(&self.style), off("display"))
                {
                    style.hidden = true;
                }
                Some(Inside::Plain)
            }
            ("style", name @ ("header" | "footer" | "header-left" | "footer-left"))
            | ("style", name @ ("header-first" | "footer-first")) => {
                let what = if name.starts_with('h') { "headers" } else { "footers" };
                self.furniture = Some((what, false));
                Some(Inside::Furniture)
            }
            ("table", "table") => {
                lines.begin_table();
                Some(Inside::Table)
            }
            ("table", "table-row") => {
                if off("visibility") {
                    return leave("hidden text");
                }
                lines.begin_row();
                Some(Inside::Row)
            }
            ("table", "table-cell" | "covered-table-cell") => {
                lines.begin_cell();
                Some(Inside::Plain)
            }
            ("draw", "image") => leave("pictures"),
            ("draw", "object" | "object-ole" | "plugin" | "applet") => {
                leave("embedded documents")
            }
            ("draw", "a" | "frame" | "g" | "page") => Some(Inside::Plain),
            // Everything else that is drawn may have text in it.
            ("draw", _) => {
                lines.begin_apart(Apart::Box);
                Some(Inside::Box)
            }
            ("math", "math") => leave("formulas"),
            _ => Some(Inside::Plain),
        }
    }

    fn begin_text(&mut self, name: &str, tag: &Tag, lines: &mut Lines) -> Option<Inside> {
        let mut leave = |what: &'static str| {
            lines.dropped(what, 1);
            None
        };
        match name {
            "p" | "h" => {
                let style = tag.attribute("style-name").unwrap_or_default();
                let level = tag.attribute("outline-level").and_then(|l| l.parse().ok());
                let kind =
                    self.kind(&style, if name == "h" { level.or(Some(1)) } else { None });
                let paragraph = Paragraph {
                    text: String::new(),
                    kind: if kind == LineKind::Text && self.items > 0 {
                        LineKind::Item
                    } else {
                        kind
                    },
                    hidden: self.is_hidden(&style),
                    number: self.numbers.take(),
                };
                self.paragraphs.push(paragraph);
                Some(Inside::Paragraph)
            }
            "span" | "a" | "ruby-base" | "meta" | "meta-field" | "bookmark-ref"
            | "reference-ref" | "sequence" | "sequence-ref" | "date" | "time"
            | "conditional-text" | "author-name" | "title" | "subject" | "text-input"
            | "variable-get" | "variable-input" | "expression" | "user-field-get"
            | "chapter" | "note-ref" | "user-defined" | "file-name"
            | "database-display" => {
                let style = tag.attribute("style-name").unwrap_or_default();
                if self.is_hidden(&style) {
                    return leave("hidden text");
                }
                Some(Inside::Read)
            }
            "variable-set" | "user-field-input" => {
                let shown = tag.attribute("display").is_none_or(|value| value != "none");
                shown.then_some(Inside::Read)
            }
            "ruby" | "note" => Some(Inside::Plain),
            "ruby-text" => leave("ruby text"),
            "note-citation" => None,
            "note-body" => {
                lines.begin_apart(Apart::Note);
                Some(Inside::Note)
            }
            "s" => {
                let count = tag.attribute("c").and_then(|c| c.parse().ok()).unwrap_or(1);
                // A line of a thousand spaces is nobody's words.
                self.put(&" ".repeat(usize::min(count, 1000)));
                Some(Inside::Plain)
            }
            "tab" => {
                self.put("\t");
                Some(Inside::Plain)
            }
            "line-break" => {
                self.put("\n");
                Some(Inside::Plain)
            }
            "tracked-changes" => Some(Inside::Plain),
            "deletion" => leave("deleted text"),
            "insertion" | "format-change" => None,
            "hidden-text" => leave("hidden text"),
            "hidden-paragraph" => {
                if let Some(own) = self.paragraphs.last_mut() {
                    own.hidden |= tag.attribute("is-hidden").is_some_and(|is| is == "true");
                }
                None
            }
            "section"
                if tag.attribute("display").is_some_and(|display| display == "none") =>
            {
                leave("hidden text")
            }
            "table-of-content" | "alphabetical-index" | "illustration-index"
            | "table-index" | "object-index" | "user-index" => leave("tables of contents"),
            "page-number" | "page-count" | "page-continuation" => leave("page numbers"),
            "placeholder" => leave("placeholders"),
            "script"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "dde-connection-decls" => None,
            "list" => {
                self.numbers.begin(tag.attribute("style-name"));
                Some(Inside::List)
            }
            "list-header" => {
                self.items += 1;
                Some(Inside::Item)
            }
            "list-item" | "numbered-paragraph" => {
                self.items += 1;
                let start = tag.attribute("start-value");
                self.numbers.item(start.and_then(|value| value.parse().ok()));
                Some(Inside::Item)
            }
            name if name.starts_with("list-level-style-") => {
                self.numbers.level(name, tag);
                Some(Inside::Plain)
            }
            "list-style" | "outline-style" => {
                self.numbers.style(&tag.attribute("name").unwrap_or_default());
                Some(Inside::Plain)
            }
            _ => Some(Inside::Plain),
        }
    }

    /// What a paragraph of this style is; `level` is that of a `text:h`.
    fn kind(&self, style: &str, level: Option<u8>) -> LineKind {
        if let Some(level) = level {
            return LineKind::Heading(level.clamp(1, 6));
        }
        let mut name = Some(style);
        for _ in 0..CHAIN {
            let Some(own) = name else { break };
            match own.replace("_20_", " ").to_lowercase().as_str() {
                "title" => return LineKind::Heading(1),
                "quotations" | "block text" | "blockquote" | "quote" => {
                    return LineKind::Quotation;
                }
                "caption" | "table caption" | "figure caption" => return LineKind::Caption,
                _ => {}
            }
            let known = self.styles.get(own);
            if let Some(level) = known.and_then(|style| style.level) {
                return LineKind::Heading(level.clamp(1, 6));
            }
            name = known.and_then(|style| style.parent.as_deref());
        }
        LineKind::Text
    }

    fn is_hidden(&self, style: &str) -> bool {
        let mut name = Some(style);
        for _ in 0..CHAIN {
            let Some(own) = name.and_then(|name| self.styles.get(name)) else { break };
            if own.hidden {
                return true;
            }
            name = own.parent.as_deref();
        }
        false
    }

    /// Characters of the file: runs of white space are one space, and none at the beginning.
    fn text(&mut self, text: &str) {
        let Some(own) = self.paragraphs.last_mut() else { return };
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                if !own.text.is_empty() && !own.text.ends_with([' ', '\n']) {
                    own.text.push(' ');
                }
            } else {
                own.text.push(c);
            }
        }
    }

    /// Characters that an element stands for.
    fn put(&mut self, text: &str) {
        if let Some(own) = self.paragraphs.last_mut() {
            own.text.push_str(text);
        }
    }

    fn end(&mut self, inside: Inside, lines: &mut Lines) {
        match inside {
            Inside::Paragraph => {
                let Some(own) = self.paragraphs.pop() else { return };
                if own.text.trim().is_empty() {
                    return;
                }
                if let Some((_, text)) = &mut self.furniture {
                    *text = true;
                } else if own.hidden {
                    lines.dropped("hidden text", 1);
                } else {
                    let text = match own.number {
                        Some(number) => before(&number, &own.text),
                        None => own.text,
                    };
                    let heading = matches!(own.kind, LineKind::Heading(_));
                    let no_heading = heading && !may_be_heading(&text);
                    let kind = if no_heading { LineKind::Text } else { own.kind };
                    lines.block(kind, &text);
                }
            }
            Inside::Item => self.items = self.items.saturating_sub(1),
            Inside::List => self.numbers.end(),
            Inside::Note | Inside::Box => lines.end_apart(),
            Inside::Table => lines.end_table(),
            Inside::Row => lines.end_row(),
            Inside::Furniture => {
                if let Some((what, true)) = self.furniture.take() {
                    lines.dropped(what, 1);
                }
            }
            Inside::Plain | Inside::Read | Inside::Style => {}
        }
    }
}
