//! Sheets: which paper, which cards, where they lie on it.
//!
//! A [`Sheet`] can only be made so that all its cards lie on the paper and do not touch
//! each other otherwise than edge to edge.

use super::length::Um;
use crate::diagnostics::suggest;

/// Paper by its size, upright or lying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// As people call it: `A4`, `Letter`, or `200 × 100 mm paper`.
    pub name: String,
    /// From left to right.
    pub width: Um,
    /// From top to bottom.
    pub height: Um,
}

/// A checked sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The preset's name, or the free geometry as typed.
    pub name: String,
    /// What is printed on.
    pub paper: Paper,
    /// Width and height of one side of a card.
    pub card: (Um, Um),
    /// Cards beside each other; on a fold-over sheet, pairs of front and back.
    pub columns: usize,
    /// Cards above each other.
    pub rows: usize,
    /// The left upper corner of the first card, from the paper's left upper corner.
    pub origin: (Um, Um),
    /// From one card's left upper corner to the next one's.
    pub pitch: (Um, Um),
    /// Front and back stand beside each other on one side of the paper and are folded
    /// along their common edge.
    pub fold: bool,
}

/// Every preset with what it is. Sizes of papers and cards are the makers'; the grids of
/// the Avery sheets are those of their templates (origin and pitch as in the glabels
/// template data base).
pub const PRESETS: &[(&str, &str)] = &[
    ("a4-8", "A4, 8 cards of 95 × 66 mm, to be cut"),
    ("letter-8", "Letter, 8 cards of 95 × 60 mm, to be cut"),
    ("avery-5388", "Avery 5388: Letter, 3 cards of 5 × 3 in"),
    ("avery-5371", "Avery 5371, 5871, 8371: Letter, 10 cards of 3.5 × 2 in"),
    ("avery-L7414", "Avery L7414: A4, 10 cards of 90 × 52 mm"),
    ("avery-C32011", "Avery C32011: A4, 10 cards of 85 × 54 mm"),
    ("index-3x5", "index cards of 5 × 3 in, one a page"),
    ("index-4x6", "index cards of 6 × 4 in, one a page"),
    ("a7", "cards of A7 size lying, one a page"),
    ("fold-a4", "A4, 4 cards of 95 × 66 mm, printed on one side and folded"),
];

impl Paper {
    fn new(name: &str, width: Um, height: Um) -> Self {
        Self { name: name.to_owned(), width, height }
    }

    fn a4() -> Self {
        Self::new("A4", Um::mm(210), Um::mm(297))
    }

    fn letter() -> Self {
        Self::new("Letter", Um::inch_100(850), Um::inch_100(1100))
    }

    /// Reads a name, or a size such as `200x100`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "a3" => Self::new("A3", Um::mm(297), Um::mm(420)),
            "a4" => Self::a4(),
            "a5" => Self::new("A5", Um::mm(148), Um::mm(210)),
            "a6" => Self::new("A6", Um::mm(105), Um::mm(148)),
            "letter" => Self::letter(),
            "legal" => Self::new("Legal", Um::inch_100(850), Um::inch_100(1400)),
            other => {
                let (width, height) = Um::parse_pair(other).map_err(|_| {
                    format!(
                        "`{text}` is no paper: a3, a4, a5, a6, letter, legal, or a size such as 200x100"
                    )
                })?;
                Self::new(&format!("{width} × {height} mm paper"), width, height)
            }
        })
    }
}

impl Sheet {
    /// The default, `a4-8`.
    pub fn a4_8() -> Self {
        Self::centred("a4-8", Paper::a4(), (Um::mm(95), Um::mm(66)), (2, 4), false)
    }

    fn centred(
        name: &str,
        paper: Paper,
        card: (Um, Um),
        (columns, rows): (usize, usize),
        fold: bool,
    ) -> Self {
        let cell = cell_width(card.0, fold);
        let origin = (
            (paper.width - cell * columns as i32) / 2,
            (paper.height - card.1 * rows as i32) / 2,
        );
        let name = name.to_owned();
        Self { name, paper, card, columns, rows, origin, pitch: (cell, card.1), fold }
    }

    fn preset(name: &str) -> Option<Self> {
        let mm = |w, h| (Um::mm(w), Um::mm(h));
        let inches = |w, h| (Um::inch_100(w), Um::inch_100(h));
        let centred =
            |paper, card, grid, fold| Self::centred(name, paper, card, grid, fold);
        let one = |size: (Um, Um), called: &str| {
            centred(Paper::new(called, size.0, size.1), size, (1, 1), false)
        };
        Some(match name {
            "a4-8" => Self::a4_8(),
            "letter-8" => centred(Paper::letter(), mm(95, 60), (2, 4), false),
            "avery-5388" => centred(Paper::letter(), inches(500, 300), (1, 3), false),
            "avery-5371" => centred(Paper::letter(), inches(350, 200), (2, 5), false),
            "avery-L7414" => centred(Paper::a4(), mm(90, 52), (2, 5), false),
            "avery-C32011" => Self {
                origin: (Um::mm(15), Um(13_500)),
                pitch: mm(95, 54),
                ..centred(Paper::a4(), mm(85, 54), (2, 5), false)
            },
            "index-3x5" => one(inches(500, 300), "index card of 5 × 3 in"),
            "index-4x6" => one(inches(600, 400), "index card of 6 × 4 in"),
            "a7" => one(mm(105, 74), "A7"),
            "fold-a4" => centred(Paper::a4(), mm(95, 66), (1, 4), true),
            _ => return None,
        })
    }

    /// Reads a preset's name, in capitals or not, or a free geometry:
    /// `paper=letter,card=95x66,grid=2x4,gap=0,margin=5,at=10x16.5,fold`.
    ///
    /// `paper`, `card` and `grid` (columns x rows) are needed. Without `at`, the place of
    /// the first card, the grid is centred; `margin` is what must stay white at each edge.
    ///
    /// # Errors
    /// A sentence that says what is missing, unknown, or does not fit and by how much.
    pub fn parse(text: &str) -> Result<Self, String> {
        let names: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
        let known = names.iter().find(|name| name.eq_ignore_ascii_case(text));
        if let Some(preset) = known.and_then(|name| Self::preset(name)) {
            return Ok(preset);
        }
        if !text.contains('=') {
            let near = suggest::closest(text, &names);
            let near = near.map(|near| format!(" (did you mean `{near}`?)"));
            return Err(format!(
                "there is no sheet `{text}`{}; there are {}, or a free one such as \
                 paper=a4,card=95x66,grid=2x4",
                near.unwrap_or_default(),
                names.join(", ")
            ));
        }
        let mut free = Free::default();
        for part in text.split(',') {
            free.set(part.trim())?;
        }
        free.check(text)
    }

    /// Cards that one sheet of paper holds.
    pub fn cards(&self) -> usize {
        self.columns * self.rows
    }

    /// Left upper corner of the cell with this number, counted by rows from the upper
    /// left. On a fold-over sheet it is that of the front; the back is right of it.
    pub fn corner(&self, cell: usize) -> (Um, Um) {
        let (column, row) = (cell % self.columns, cell / self.columns);
        (
            self.origin.0 + self.pitch.0 * column as i32,
            self.origin.1 + self.pitch.1 * row as i32,
        )
    }

    /// Width of a cell: of a card, or of front and back beside each other.
    pub fn cell_width(&self) -> Um {
        cell_width(self.card.0, self.fold)
    }

    /// White between the outermost cards and the paper's edges: left, top, right, bottom.
    pub fn margins(&self) -> [Um; 4] {
        let last = self.corner(self.cards() - 1);
        [
            self.origin.0,
            self.origin.1,
            self.paper.width - last.0 - self.cell_width(),
            self.paper.height - last.1 - self.card.1,
        ]
    }

    /// The smallest of the margins.
    pub fn margin(&self) -> Um {
        self.margins().into_iter().min().unwrap_or_default()
    }
}

pub(super) fn cell_width(card: Um, fold: bool) -> Um {
    if fold { card * 2 } else { card }
}

/// The smallest card: one line of a quotation with its source still fits.
const SMALLEST: (Um, Um) = (Um::mm(45), Um::mm(30));
/// The largest paper: wider than A0.
const LARGEST: Um = Um::mm(1200);
/// White that a free sheet keeps at each edge unless told otherwise: what printers cannot
/// reach.
const MARGIN: Um = Um::mm(5);
/// Most cards beside or above each other.
const MOST: usize = 20;

/// A free geometry as typed.
#[derive(Default)]
struct Free {
    paper: Option<Paper>,
    card: Option<(Um, Um)>,
    grid: Option<(usize, usize)>,
    gap: (Um, Um),
    margin: Option<Um>,
    at: Option<(Um, Um)>,
    fold: bool,
}

impl Free {
    fn set(&mut self, part: &str) -> Result<(), String> {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key.trim() {
            "paper" => self.paper = Some(Paper::parse(value.trim())?),
            "card" => self.card = Some(Um::parse_pair(value)?),
            "grid" => self.grid = Some(grid(value)?),
            "gap" => {
                self.gap = match value.contains(['x', '×']) {
                    true => Um::parse_pair(value)?,
                    false => (Um::parse(value)?, Um::parse(value)?),
                }
            }
            "margin" => self.margin = Some(Um::parse(value)?),
            "at" => self.at = Some(Um::parse_pair(value)?),
            "fold" if value.is_empty() => self.fold = true,
            other => {
                return Err(format!(
                    "`{other}` is nothing of a sheet; it has paper, card, grid, gap, margin, at, fold"
                ));
            }
        }
        Ok(())
    }

    fn check(self, name: &str) -> Result<Sheet, String> {
        let missing = |what: &str, example: &str| {
            format!("the sheet has no {what}; add for instance {what}={example}")
        };
        let paper = self.paper.ok_or_else(|| missing("paper", "a4"))?;
        let card = self.card.ok_or_else(|| missing("card", "95x66"))?;
        let (columns, rows) = self.grid.ok_or_else(|| missing("grid", "2x4"))?;
        if paper.width <= Um(0) || paper.height <= Um(0) {
            return Err(format!(
                "paper of {} × {} mm cannot be printed on",
                paper.width, paper.height
            ));
        }
        if paper.width > LARGEST || paper.height > LARGEST {
            return Err(format!("paper is at most {LARGEST} mm wide and high"));
        }
        if card.0 < SMALLEST.0 || card.1 < SMALLEST.1 {
            return Err(format!(
                "a card of {} × {} mm is too small: at least {} × {} mm are needed for a \
                 quotation with its source",
                card.0, card.1, SMALLEST.0, SMALLEST.1
            ));
        }
        if self.gap.0 < Um(0) || self.gap.1 < Um(0) {
            return Err("a gap between cards is not negative".to_owned());
        }
        let margin = self.margin.unwrap_or(if self.at.is_some() { Um(0) } else { MARGIN });
        if margin < Um(0) {
            return Err("a margin is not negative".to_owned());
        }
        let cell = cell_width(card.0, self.fold);
        let across = Fit {
            noun: if self.fold { "pair" } else { "column" },
            count: columns,
            size: cell,
            gap: self.gap.0,
            paper: (&paper.name, paper.width, "wide"),
        };
        let down = Fit {
            noun: "row",
            count: rows,
            size: card.1,
            gap: self.gap.1,
            paper: (&paper.name, paper.height, "high"),
        };
        let origin = match self.at {
            None => (across.centred(margin)?, down.centred(margin)?),
            Some((x, y)) => (across.from(x, margin)?, down.from(y, margin)?),
        };
        let pitch = (cell + self.gap.0, card.1 + self.gap.1);
        let name = name.to_owned();
        Ok(Sheet { name, paper, card, columns, rows, origin, pitch, fold: self.fold })
    }
}

fn grid(text: &str) -> Result<(usize, usize), String> {
    let both = text.split_once(['x', '×']);
    let both =
        both.and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    match both {
        Some((columns, rows))
            if (1..=MOST).contains(&columns) && (1..=MOST).contains(&rows) =>
        {
            Ok((columns, rows))
        }
        _ => Err(format!(
            "`{text}` is no grid: columns x rows, each from 1 to {MOST}, for instance 2x4"
        )),
    }
}

/// Cards in one direction of the paper.
struct Fit<'a> {
    noun: &'static str,
    count: usize,
    size: Um,
    gap: Um,
    paper: (&'a str, Um, &'static str),
}

impl Fit<'_> {
    fn extent(&self) -> Um {
        self.size * self.count as i32 + self.gap * (self.count as i32 - 1)
    }

    fn counted(&self) -> String {
        let plural = if self.count == 1 { "" } else { "s" };
        let gaps = match (self.count, self.gap) {
            (1, _) | (_, Um(0)) => String::new(),
            (2, gap) => format!(", a gap of {gap} mm"),
            (n, gap) => format!(", {} gaps of {gap} mm", n - 1),
        };
        format!("{} {}{plural} of {} mm{gaps}", self.count, self.noun, self.size)
    }

    fn centred(&self, margin: Um) -> Result<Um, String> {
        let (paper, room, direction) = self.paper;
        let over = self.extent() + margin * 2 - room;
        if over > Um(0) {
            return Err(format!(
                "{} and 2 margins of {margin} mm do not fit {paper} ({room} mm {direction}) by {over} mm",
                self.counted()
            ));
        }
        Ok((room - self.extent()) / 2)
    }

    fn from(&self, at: Um, margin: Um) -> Result<Um, String> {
        let (paper, room, direction) = self.paper;
        if at < margin {
            return Err(format!(
                "the first card begins at {at} mm, and a margin of {margin} mm is to stay white"
            ));
        }
        let over = at + self.extent() + margin - room;
        if over > Um(0) {
            return Err(format!(
                "{} from {at} mm on, with a margin of {margin} mm, do not fit {paper} ({room} mm {direction}) by {over} mm",
                self.counted()
            ));
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_exists_and_lies_on_its_paper() {
        for (name, _) in PRESETS {
            let sheet = Sheet::parse(name).expect(name);
            assert_eq!(sheet.name, *name);
            assert_eq!(Sheet::parse(&name.to_uppercase()).as_ref(), Ok(&sheet));
            assert!(sheet.margin() >= Um(0), "{name}: {:?}", sheet.margins());
        }
    }

    #[test]
    fn a_sheet_that_does_not_fit_says_by_how_much() {
        for (text, sentence) in [
            (
                "paper=letter,card=95x66,grid=2x4,margin=9.2",
                "4 rows of 66 mm and 2 margins of 9.2 mm do not fit Letter (279.4 mm high) by 3 mm",
            ),
            (
                "paper=a4,card=100x66,grid=2x4,gap=4x0",
                "2 columns of 100 mm, a gap of 4 mm and 2 margins of 5 mm do not fit A4 (210 mm wide) by 4 mm",
            ),
            (
                "paper=a4,card=95x66,grid=2x4,at=25x16.5",
                "2 columns of 95 mm from 25 mm on, with a margin of 0 mm, do not fit A4 (210 mm wide) by 5 mm",
            ),
        ] {
            assert_eq!(Sheet::parse(text), Err(sentence.to_owned()));
        }
        assert!(Sheet::parse("paper=a4,card=95x66,grid=2x4,at=20x16.5").is_ok());
        let unknown = Sheet::parse("avery-5188").expect_err("no such sheet");
        assert!(unknown.contains("(did you mean `avery-5388`?)"), "{unknown}");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "a5-8",
            "",
            "paper=a4",
            "paper=a4,card=0x0,grid=2x4",
            "paper=0x0,card=95x66,grid=1x1",
            "paper=a4,card=95x66,grid=0x4",
            "paper=a4,card=95x66,grid=2x4,gap=-1",
            "paper=a4,card=95x66,grid=2x4,margin=-5",
            "paper=a4,card=95x66,grid=99999999999x4",
            "paper=9999x9999,card=95x66,grid=1x1",
            "paper=a4,card=95x66,grid=2x4,fold=yes",
            "paper=a4,card=95x66,grid=2x4,colour=red",
            "paper=a4,card=-95x-66,grid=2x4",
        ] {
            assert!(Sheet::parse(text).is_err(), "{text}");
        }
    }
}
