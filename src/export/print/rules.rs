//! Lines on a page: where to cut and where to fold.

use super::imposition::{Cut, Layout, Place, Side};
use super::length::Um;

/// A straight line on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What it is for.
    pub kind: RuleKind,
    /// Where it begins.
    pub from: (Um, Um),
    /// Where it ends.
    pub to: (Um, Um),
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleKind {
    /// A crop mark.
    Mark,
    /// A line to cut along.
    Dots,
    /// A line to fold along.
    Fold,
}

/// How far a crop mark stays from the cards, and how long it is at most.
const MARK: (Um, Um) = (Um(1000), Um(4000));
impl Layout {
    /// The lines of a page: crop marks or dots, and the folds.
    pub fn rules(&self, side: Side) -> Vec<Rule> {
        let sheet = &self.sheet;
        let last = sheet.corner(sheet.cards() - 1);
        let grid = Place {
            x: sheet.origin.0,
            y: sheet.origin.1,
            width: last.0 + sheet.cell_width() - sheet.origin.0,
            height: last.1 + sheet.card.1 - sheet.origin.1,
        };
        let columns = (0..sheet.columns).map(|c| sheet.corner(c).0);
        let rows = (0..sheet.rows).map(|r| sheet.corner(r * sheet.columns).1);
        let mut xs: Vec<Um> = columns.flat_map(|x| [x, x + sheet.cell_width()]).collect();
        let mut ys: Vec<Um> = rows.flat_map(|y| [y, y + sheet.card.1]).collect();
        xs.dedup();
        ys.dedup();
        let mut rules = Vec::new();
        let mut add = |kind, from: (Um, Um), to: (Um, Um)| rules.push((kind, from, to));
        let (right, bottom) = (grid.x + grid.width, grid.y + grid.height);
        match self.cut {
            Cut::None => {}
            Cut::Dots => {
                for x in &xs {
                    add(RuleKind::Dots, (*x, grid.y), (*x, bottom));
                }
                for y in &ys {
                    add(RuleKind::Dots, (grid.x, *y), (right, *y));
                }
            }
            Cut::Marks => {
                let length = |margin: Um| (margin - MARK.0 * 2).min(MARK.1);
                let [left, top, at_right, at_bottom] = sheet.margins().map(length);
                for x in &xs {
                    if top > Um(0) {
                        add(
                            RuleKind::Mark,
                            (*x, grid.y - MARK.0 - top),
                            (*x, grid.y - MARK.0),
                        );
                    }
                    if at_bottom > Um(0) {
                        let from = bottom + MARK.0;
                        add(RuleKind::Mark, (*x, from), (*x, from + at_bottom));
                    }
                }
                for y in &ys {
                    if left > Um(0) {
                        add(
                            RuleKind::Mark,
                            (grid.x - MARK.0 - left, *y),
                            (grid.x - MARK.0, *y),
                        );
                    }
                    if at_right > Um(0) {
                        let from = right + MARK.0;
                        add(RuleKind::Mark, (from, *y), (from + at_right, *y));
                    }
                }
            }
        }
        if sheet.fold {
            for cell in 0..sheet.cards() {
                let (x, y) = sheet.corner(cell);
                let middle = x + sheet.card.0;
                add(RuleKind::Fold, (middle, y), (middle, y + sheet.card.1));
            }
        }
        let point = |(x, y)| {
            let at = Place { x, y, width: Um(0), height: Um(0) };
            let at = self.on(side, at);
            (at.x, at.y)
        };
        let moved = rules.into_iter();
        moved
            .map(|(kind, from, to)| Rule { kind, from: point(from), to: point(to) })
            .collect()
    }
}
