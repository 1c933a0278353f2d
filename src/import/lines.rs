//! Blocks of a document, gathered into the lines of a derived text.
//!
//! The one place where it is decided what stands between two blocks, how a row of a table is
//! written, what goes to the end of the text, and how long a derived text may become.

use super::archive::too_much;
use super::headings::Headings;
use super::{Derived, Line, LineKind, Place, Unreadable, joins};

/// Lines of a derived text, blank ones included. The longest novels have some 40,000.
const MOST_LINES: usize = 400_000;

/// Bytes of a derived text; the longest novels have 15 MB.
const MOST_BYTES: usize = 64 << 20;

/// Characters of one title in a [`Place::chapter`], which is kept with every line.
const TITLE: usize = 80;

/// Tables in tables that are kept as tables; what lies deeper is read as its paragraphs.
const TABLES: usize = 4;

/// Paragraphs of a cell that still make a row; more of them are a page laid out by a table.
const CELL: usize = 3;

/// The headings under which stands, at the end of a text, what is nobody's words in it.
pub const APART: [&str; 3] = ["Notes", "Captions", "Text boxes"];

/// A part of a document that is one paragraph, heading, item, …; `\n` in it ends a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
}

/// Where a block goes that does not stand in the running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// Footnotes and endnotes.
    Note,
    /// Captions of pictures and tables.
    Caption,
    /// Text boxes and frames.
    Box,
}

/// A derived text in the making.
#[derive(Debug, Default)]
pub struct Lines {
    derived: Derived,
    /// The file inside an archive that is being read.
    pub item: Option<String>,
    /// The title of the chapter that is being read; without one, the headings are it.
    pub chapter: Option<String>,
    /// The page that is being read.
    pub page: Option<u32>,
    /// The label of that page.
    pub page_label: Option<String>,
    headings: Headings,
    paragraph: u32,
    tables: Vec<Table>,
    /// Tables that are open beyond those in `tables`.
    deeper: usize,
    /// What stands apart, with its place: notes, captions, boxes.
    apart: [Vec<Line>; 3],
    /// What is being put apart, innermost last, with the tables that were open around it.
    inside: Vec<(Apart, Vec<Table>, usize)>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Table {
    cells: Vec<Vec<Block>>,
    open: bool,
}

impl Lines {
    /// Puts one block into the text, or into the cell that is open.
    pub fn block(&mut self, kind: LineKind, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(cell) = self.cell() {
            cell.push(Block { kind, text: text.to_owned() });
            return;
        }
        self.write(kind, text);
    }

    fn cell(&mut self) -> Option<&mut Vec<Block>> {
        let table = self.tables.last_mut()?;
        if table.cells.is_empty() {
            table.cells.push(Vec::new());
        }
        table.cells.last_mut()
    }

    fn write(&mut self, kind: LineKind, text: &str) {
        self.bytes += text.len();
        if self.full() {
            return;
        }
        self.paragraph += 1;
        let kind = match self.inside.last() {
            Some((Apart::Note, ..)) => LineKind::Note,
            Some((Apart::Caption, ..)) => LineKind::Caption,
            _ => kind,
        };
        let apart = match (kind, self.inside.last()) {
            (LineKind::Caption, _) => Some(Apart::Caption),
            (LineKind::Note, _) => Some(Apart::Note),
            (_, inside) => inside.map(|(apart, ..)| *apart),
        };
        let before = self.derived.lines.last().map(|line| line.kind);
        let lines: Vec<&str> = text.split('\n').filter_map(bare).collect();
        if let (LineKind::Heading(level), None) = (kind, apart) {
            self.headings.begin(level, &title(&lines.concat()));
        }
        // A heading is one line.
        let joined;
        let lines = if matches!(kind, LineKind::Heading(_)) && lines.len() > 1 {
            joined = joins::joined(lines);
            vec![joined.as_str()]
        } else {
            lines
        };
        let place = self.place();
        let lines = lines.into_iter().map(|line| Line {
            text: line.to_owned(),
            kind,
            place: place.clone(),
            translation: None,
        });
        match apart {
            Some(apart) => self.apart[apart as usize].extend(lines),
            None => {
                let close = matches!(kind, LineKind::Item | LineKind::Row);
                if before.is_some_and(|before| !(close && before == kind)) {
                    let place = place.clone();
                    self.derived.lines.push(Line { place, ..Line::default() });
                }
                self.derived.lines.extend(lines);
            }
        }
    }

    fn full(&self) -> bool {
        let apart: usize = self.apart.iter().map(Vec::len).sum();
        self.bytes > MOST_BYTES || self.derived.lines.len() + apart > MOST_LINES
    }

    fn place(&self) -> Place {
        Place {
            page: self.page,
            page_label: self.page_label.clone(),
            time: None,
            chapter: self.chapter.as_deref().map(title).or_else(|| self.headings.chapter()),
            item: self.item.clone(),
            paragraph: Some(self.paragraph),
        }
    }

    /// Begins a file of an archive: its paragraphs are counted anew and no heading of the
    /// file before stands above them.
    pub fn begin_item(&mut self, item: &str) {
        self.item = Some(item.to_owned());
        self.paragraph = 0;
        self.headings = Headings::default();
    }

    /// Begins what does not stand in the running text, a footnote for instance.
    pub fn begin_apart(&mut self, apart: Apart) {
        let tables = std::mem::take(&mut self.tables);
        let deeper = std::mem::take(&mut self.deeper);
        self.inside.push((apart, tables, deeper));
    }

    /// Ends what [`Lines::begin_apart`] began.
    pub fn end_apart(&mut self) {
        while !self.tables.is_empty() {
            self.end_table();
        }
        if let Some((_, tables, deeper)) = self.inside.pop() {
            (self.tables, self.deeper) = (tables, deeper);
        }
    }

    /// Begins a table.
    pub fn begin_table(&mut self) {
        if self.tables.len() < TABLES {
            self.tables.push(Table::default());
        } else {
            self.deeper += 1;
        }
    }

    /// Begins a row of the innermost table.
    pub fn begin_row(&mut self) {
        if self.deeper == 0 {
            self.end_row();
        }
    }

    /// Begins a cell of the innermost table.
    pub fn begin_cell(&mut self) {
        if let (0, Some(table)) = (self.deeper, self.tables.last_mut()) {
            if !table.open {
                table.cells.clear();
            }
            table.open = true;
            table.cells.push(Vec::new());
        }
    }

    /// Ends a row: its cells become one line, or, where a single cell has text or a page is
    /// laid out by the table, the blocks that they hold.
    pub fn end_row(&mut self) {
        if self.deeper > 0 {
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        table.open = false;
        let cells = std::mem::take(&mut table.cells);
        let used = cells.iter().filter(|cell| !cell.is_empty()).count();
        let inner = self.tables.pop();
        if used <= 1 || cells.iter().any(|cell| cell.len() > CELL) {
            for block in cells.into_iter().flatten() {
                self.block(block.kind, &block.text);
            }
        } else {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    let lines = cell.iter().flat_map(|block| block.text.split('\n'));
                    lines.filter_map(bare).collect::<Vec<_>>().join(" ")
                })
                .collect();
            self.block(LineKind::Row, &cells.join(" | "));
        }
        self.tables.extend(inner);
    }

    /// Leaves out the row that is open.
    pub fn drop_row(&mut self) {
        if let (0, Some(table)) = (self.deeper, self.tables.last_mut()) {
            table.cells.clear();
            table.open = false;
        }
    }

    /// Ends a table.
    pub fn end_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        self.end_row();
        self.tables.pop();
    }

    /// Counts what is left out.
    pub fn dropped(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.derived.dropped.entry(what).or_default() += count;
        }
    }

    /// Counts what is changed.
    pub fn changed(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.derived.changed.entry(what).or_default() += count;
        }
    }

    /// What the document says of itself.
    pub fn about(&mut self) -> &mut super::About {
        &mut self.derived.about
    }

    /// True if nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.derived.lines.is_empty()
    }

    /// The derived text: what stands apart comes at its end, each kind under a heading.
    ///
    /// # Errors
    /// More text than any document has.
    pub fn finish(mut self) -> Result<Derived, Unreadable> {
        while !self.inside.is_empty() {
            self.end_apart();
        }
        while !self.tables.is_empty() {
            self.end_table();
        }
        if self.full() {
            return Err(too_much(&format!(
                "the text has more than {} MB or {MOST_LINES} lines",
                MOST_BYTES >> 20
            )));
        }
        let mut derived = self.derived;
        let alone = derived.lines.is_empty();
        for (lines, heading) in self.apart.into_iter().zip(APART) {
            let Some(first) = lines.first() else { continue };
            if !alone {
                derived.lines.push(Line::default());
                derived.lines.push(Line {
                    text: heading.to_owned(),
                    kind: LineKind::Heading(1),
                    place: Place { item: first.place.item.clone(), ..Place::default() },
                    translation: None,
                });
                derived.lines.push(Line::default());
            }
            derived.lines.extend(lines);
        }
        Ok(derived)
    }
}

/// A line without spaces around it; nothing if it is blank. The two ideographic spaces that
/// indent a Chinese paragraph are its own.
fn bare(line: &str) -> Option<&str> {
    let line = line.trim_matches([' ', '\t', '\r']);
    (!line.trim().is_empty()).then_some(line)
}

/// A title as it stands in a [`Place`].
fn title(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Parts lines at the characters that end a line in other programs, counted: a vertical tab
/// in a Word document, U+2028 in a page.
pub fn settle(derived: &mut Derived) {
    let end = |c: char| {
        matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut ends = 0;
    let mut lines = Vec::with_capacity(derived.lines.len());
    for line in std::mem::take(&mut derived.lines) {
        if !line.text.contains(end) {
            lines.push(line);
            continue;
        }
        ends += line.text.matches(end).count();
        let parts = line.text.split(end).filter_map(bare);
        lines.extend(parts.map(|part| Line { text: part.to_owned(), ..line.clone() }));
    }
    derived.unreadable =
        lines.iter().map(|line| line.text.matches('\u{fffd}').count()).sum();
    derived.lines = lines;
    if ends > 0 {
        *derived.changed.entry("line ends").or_default() += ends;
    }
}
