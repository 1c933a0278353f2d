//! Sheets as they are typed: a free geometry, and whether it fits its paper.

use super::length::Um;
use super::sheet::{Paper, Sheet, cell_width};

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
pub(super) struct Free {
    paper: Option<Paper>,
    card: Option<(Um, Um)>,
    grid: Option<(usize, usize)>,
    gap: (Um, Um),
    margin: Option<Um>,
    at: Option<(Um, Um)>,
    fold: bool,
}

impl Free {
    pub(super) fn set(&mut self, part: &str) -> Result<(), String> {
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

    pub(super) fn check(self, name: &str) -> Result<Sheet, String> {
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
