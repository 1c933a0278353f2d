//! The text of a page, block by block: what a reader sees as a paragraph is a block, and a line
//! break inside it a line.

use std::collections::BTreeMap;

use crate::import::LineKind;
use crate::import::dom::{Data, Dom, Id, Step};
use crate::import::joins::{collapsed, row, trimmed};

/// Consecutive lines of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its lines, none of them empty.
    pub(super) lines: Vec<String>,
    /// What it is.
    pub(super) kind: LineKind,
    /// The element that it stands in.
    pub(super) node: Id,
    /// Characters of its text that are links.
    pub(super) linked: usize,
}

/// Elements that begin and end a block.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

/// Elements of which nothing is read.
pub(super) fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "datalist"
            | "embed"
            | "frame"
            | "frameset"
            | "head"
            | "iframe"
            | "input"
            | "link"
            | "map"
            | "meta"
            | "meter"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "optgroup"
            | "option"
            | "param"
            | "progress"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
}

/// The blocks below an element; what is left out of their words is counted.
pub(super) fn blocks(
    dom: &Dom,
    root: Id,
    dropped: &mut BTreeMap<&'static str, usize>,
) -> Vec<Block> {
    let mut reader = Reader {
        dom,
        dropped,
        blocks: Vec::new(),
        text: String::new(),
        lines: Vec::new(),
        linked: 0,
        links: 0,
        node: root,
        around: Around::default(),
    };
    let mut walk = dom.walk(root);
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => match dom.data(id) {
                Data::Text(text) => reader.text(text),
                Data::Element(name, _) => match reader.enter(id, name) {
                    Inside::Skipped => walk.pass(id),
                    Inside::Read => {}
                },
                _ => {}
            },
            Step::Leave(id) => reader.leave(id, dom.name(id)),
        }
    }
    reader.end();
    reader.blocks
}

#[derive(PartialEq, Eq)]
enum Inside {
    Read,
    Skipped,
}

/// What stands around the present text.
#[derive(Default)]
struct Around {
    quotations: usize,
    captions: usize,
    notes: usize,
    preformatted: usize,
    heading: Option<u8>,
    /// Lists, each with the number of its next item if it is numbered.
    lists: Vec<Option<u64>>,
    /// The number of an item whose first block is still to come.
    item: Option<String>,
    /// Rows of the tables around: the cells of a row of a table of data, `None` in a table
    /// that only arranges the page.
    tables: Vec<Option<Vec<String>>>,
}

struct Reader<'d> {
    dom: &'d Dom,
    dropped: &'d mut BTreeMap<&'static str, usize>,
    blocks: Vec<Block>,
    text: String,
    lines: Vec<String>,
    linked: usize,
    links: usize,
    node: Id,
    around: Around,
}

impl Reader<'_> {
    fn drop(&mut self, what: &'static str) {
        *self.dropped.entry(what).or_default() += 1;
    }

    fn text(&mut self, text: &str) {
        if self.links > 0 {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        self.text.push_str(text);
    }

    fn enter(&mut self, id: Id, name: &str) -> Inside {
        match name {
            "img" | "picture" => {
                self.drop("pictures");
                return Inside::Skipped;
            }
            "br" => {
                self.end_line();
                return Inside::Skipped;
            }
            "rt" | "rtc" => {
                self.drop("ruby text");
                return Inside::Skipped;
            }
            "rp" => return Inside::Skipped,
            "del" | "s" | "strike" => {
                self.drop("deleted text");
                return Inside::Skipped;
            }
            "sup" | "a" if self.is_note_mark(id) => {
                self.drop("note marks");
                return Inside::Skipped;
            }
            "a" => self.links += 1,
            "q" => self.text.push('“'),
            name if is_unread(name) => return Inside::Skipped,
            name if is_block(name) => self.enter_block(id, name),
            _ => {}
        }
        Inside::Read
    }

    fn enter_block(&mut self, id: Id, name: &str) {
        self.end();
        self.node = id;
        let around = &mut self.around;
        match name {
            "blockquote" => around.quotations += 1,
            "figcaption" | "caption" => around.captions += 1,
            "pre" => around.preformatted += 1,
            "ul" | "menu" | "dir" => around.lists.push(None),
            "ol" => {
                let start = self.dom.attr(id, "start").and_then(|n| n.parse().ok());
                around.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => {
                let own: Option<u64> =
                    self.dom.attr(id, "value").and_then(|n| n.parse().ok());
                around.item = Some(match around.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = own.unwrap_or(*next);
                        *next = number.saturating_add(1);
                        format!("{number}. ")
                    }
                    _ => String::new(),
                });
            }
            "table" => {
                let data = is_data(self.dom, id);
                around.tables.push(data.then(Vec::new));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                around.heading = name[1..].parse().ok();
            }
            _ => {}
        }
        if is_notes(self.dom, id) {
            self.around.notes += 1;
        }
    }

    fn leave(&mut self, id: Id, name: &str) {
        match name {
            "a" => self.links = self.links.saturating_sub(1),
            "q" => self.text.push('”'),
            "td" | "th" => {
                // In a table of data a cell is a part of its row.
                if self.in_row() {
                    self.end_line();
                    let cell = std::mem::take(&mut self.lines).join(" ");
                    if let Some(Some(cells)) = self.around.tables.last_mut() {
                        cells.push(cell);
                    }
                }
                self.end();
            }
            "tr" => {
                self.end();
                if let Some(Some(cells)) = self.around.tables.last_mut() {
                    let text = row(&std::mem::take(cells));
                    self.push(vec![text], LineKind::Row);
                }
            }
            name if is_block(name) => {
                self.end();
                self.leave_block(id, name);
                self.node = self.dom.parent(id).unwrap_or(id);
            }
            _ => {}
        }
    }

    fn leave_block(&mut self, id: Id, name: &str) {
        let around = &mut self.around;
        match name {
            "blockquote" => around.quotations = around.quotations.saturating_sub(1),
            "figcaption" | "caption" => around.captions = around.captions.saturating_sub(1),
            "pre" => around.preformatted = around.preformatted.saturating_sub(1),
            "ul" | "menu" | "dir" | "ol" => {
                around.lists.pop();
            }
            "li" => around.item = None,
            "table" => {
                around.tables.pop();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => around.heading = None,
            _ => {}
        }
        if is_notes(self.dom, id) {
            self.around.notes = self.around.notes.saturating_sub(1);
        }
    }

    fn in_row(&self) -> bool {
        matches!(self.around.tables.last(), Some(Some(_)))
    }

    /// Ends a line, as a line break does.
    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.around.preformatted > 0 {
            self.lines.extend(text.lines().map(|line| trimmed(line).to_owned()));
            return;
        }
        self.lines.push(trimmed(&collapsed(&text)).to_owned());
    }

    /// Ends a block.
    fn end(&mut self) {
        // Between the blocks of a cell of data is no block of its own.
        if self.in_row() && self.around.captions == 0 {
            self.text.push('\n');
            return;
        }
        self.end_line();
        let lines = std::mem::take(&mut self.lines);
        let around = &self.around;
        let kind = match around.heading {
            _ if around.notes > 0 => LineKind::Note,
            _ if around.captions > 0 => LineKind::Caption,
            Some(level) => LineKind::Heading(level),
            None if around.quotations > 0 => LineKind::Quotation,
            None => LineKind::Text,
        };
        self.push(lines, kind);
    }

    fn push(&mut self, mut lines: Vec<String>, mut kind: LineKind) {
        let linked = std::mem::take(&mut self.linked);
        lines.retain(|line| !line.is_empty());
        if lines.is_empty() {
            return;
        }
        if kind == LineKind::Text
            && let Some(number) = self.around.item.take()
        {
            kind = LineKind::Item;
            lines[0].insert_str(0, &number);
        }
        if matches!(kind, LineKind::Heading(_)) {
            lines = vec![lines.join(" ")];
        }
        self.blocks.push(Block { lines, kind, node: self.node, linked });
    }

    /// True for a mark that leads to a footnote or back: a link inside the page whose words are
    /// a number, a letter or a sign.
    fn is_note_mark(&self, id: Id) -> bool {
        let text = self.dom.text(id);
        let text = text.trim();
        let short = text.chars().count() <= 6
            && !text.is_empty()
            && text.chars().all(|c| {
                c.is_ascii_alphanumeric() || "[]【】〔〕()（）↑↩︎^†‡*＊注#".contains(c)
            });
        let mut links = self.dom.elements(id).filter(|id| self.dom.name(*id) == "a");
        let inside = |id: Id| {
            let to = self.dom.attr(id, "href").unwrap_or_default();
            to.len() > 1 && to.starts_with('#')
        };
        let is_sup = self.dom.name(id) == "sup";
        let bracketed =
            text.starts_with(['[', '【', '〔']) && text.ends_with([']', '】', '〕']);
        short && (links.any(inside) || is_sup && bracketed)
    }
}

/// True for a list or a section of footnotes.
fn is_notes(dom: &Dom, id: Id) -> bool {
    let named = |what: &str| {
        dom.attr(id, what).is_some_and(|value| {
            value.split_ascii_whitespace().any(|word| {
                matches!(
                    word.to_ascii_lowercase().as_str(),
                    "footnote"
                        | "footnotes"
                        | "endnotes"
                        | "endnote"
                        | "references"
                        | "reflist"
                        | "doc-footnote"
                        | "doc-endnotes"
                        | "doc-footnotes"
                )
            })
        })
    };
    matches!(dom.name(id), "aside" | "section" | "div" | "ol" | "ul" | "li" | "p")
        && (named("class") || named("role") || named("epub:type") || named("id"))
}

/// True for a table whose cells are data: short, without blocks in them, more than one in a row.
/// Other tables arrange the page.
fn is_data(dom: &Dom, table: Id) -> bool {
    const LONGEST_CELL: usize = 120;
    let (mut rows, mut cells) = (0, 0);
    for id in dom.elements(table).filter(|id| *id != table) {
        match dom.name(id) {
            "table" | "p" | "div" | "ul" | "ol" | "blockquote" | "h1" | "h2" | "h3" => {
                return false;
            }
            "tr" => rows += 1,
            "td" | "th" => {
                cells += 1;
                let breaks = dom.elements(id).filter(|id| dom.name(*id) == "br").count();
                if breaks > 1 || dom.length(id) > LONGEST_CELL {
                    return false;
                }
            }
            _ => {}
        }
    }
    rows > 0 && cells > rows
}
