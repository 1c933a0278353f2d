//! Imposition: which card's which side lies where on which page.
//!
//! Backs are mirrored about the edge over which the paper is turned, the white at its
//! edges included, so that after turning every back lies behind its own front. Cells are
//! addressed by number, never packed: a sheet that is only partly filled keeps its blanks
//! where they are.

use super::length::Um;
use super::sheet::Sheet;

/// The edge over which a printer turns the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flip {
    /// The long edge, as the pages of an upright book.
    Long,
    /// The short edge, as a wall calendar.
    Short,
}

/// Front or back of the paper and of the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The question.
    Front,
    /// The quotation.
    Back,
}

/// What is printed, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Front and back of each sheet after one another, for a printer with duplex.
    Both,
    /// Only the fronts.
    Fronts,
    /// Only the backs.
    Backs,
    /// Only the backs, the last sheet's first, for a printer that turns the pile over.
    BacksReversed,
}

/// What shows where to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Short lines in the margin, which the knife takes away.
    Marks,
    /// Dotted lines along every edge.
    Dots,
    /// Nothing.
    None,
}

/// How cards are laid on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Paper and grid.
    pub sheet: Sheet,
    /// How the paper is turned.
    pub flip: Flip,
    /// What is printed.
    pub sides: Sides,
    /// Backs are moved right and down by this much, to make up for the printer's drift.
    pub back_offset: (Um, Um),
    /// What shows where to cut.
    pub cut: Cut,
}

/// A rectangle on a page, from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Left edge.
    pub x: Um,
    /// Upper edge.
    pub y: Um,
    /// Width.
    pub width: Um,
    /// Height.
    pub height: Um,
}

/// One side of one card on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Which card, counted from 0.
    pub card: usize,
    /// Which side of it.
    pub side: Side,
    /// Where it lies.
    pub place: Place,
    /// True if it stands on its head, so that it is upright when the card is turned over
    /// like the page of a book.
    pub turned: bool,
}

/// One side of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which sheet, counted from 0.
    pub sheet: usize,
    /// Which side of the paper.
    pub side: Side,
    /// What lies on it.
    pub cells: Vec<Cell>,
}

/// A card that fills its paper is white this far in; a back may be moved as much.
const INNER_WHITE: Um = Um::mm(3);

impl Layout {
    /// Sheets that so many cards take.
    pub fn sheets(&self, cards: usize) -> usize {
        cards.div_ceil(self.sheet.cards())
    }

    /// All pages in the order in which they are printed.
    pub fn pages(&self, cards: usize) -> Vec<Page> {
        let sheets = 0..self.sheets(cards);
        let page = |sheet, side| self.page(sheet, side, cards);
        if self.sheet.fold {
            return sheets.map(|sheet| page(sheet, Side::Front)).collect();
        }
        match self.sides {
            Sides::Both => sheets
                .flat_map(|sheet| [page(sheet, Side::Front), page(sheet, Side::Back)])
                .collect(),
            Sides::Fronts => sheets.map(|sheet| page(sheet, Side::Front)).collect(),
            Sides::Backs => sheets.map(|sheet| page(sheet, Side::Back)).collect(),
            Sides::BacksReversed => {
                sheets.rev().map(|sheet| page(sheet, Side::Back)).collect()
            }
        }
    }

    fn page(&self, sheet: usize, side: Side, cards: usize) -> Page {
        let each = self.sheet.cards();
        let cells = (0..each).filter(|cell| sheet * each + cell < cards).flat_map(|cell| {
            let (x, y) = self.sheet.corner(cell);
            let (width, height) = self.sheet.card;
            let front = Place { x, y, width, height };
            let card = sheet * each + cell;
            if self.sheet.fold {
                // Folded backwards along the middle, the right half comes to lie behind
                // the left one, upright as it is.
                let back = Place { x: x + width, ..front };
                return vec![
                    Cell { card, side: Side::Front, place: front, turned: false },
                    Cell { card, side: Side::Back, place: back, turned: false },
                ];
            }
            let place = self.on(side, front);
            let turned = side == Side::Back && !self.mirrors_columns();
            vec![Cell { card, side, place, turned }]
        });
        Page { sheet, side, cells: cells.collect() }
    }

    /// True if turning the paper swaps left and right; otherwise it swaps top and bottom.
    ///
    /// On paper that is wider than high the long edge is the upper one.
    pub fn mirrors_columns(&self) -> bool {
        let upright = self.sheet.paper.height >= self.sheet.paper.width;
        upright == (self.flip == Flip::Long)
    }

    /// Where a rectangle of the front lies on the page of a side.
    pub fn on(&self, side: Side, front: Place) -> Place {
        if side == Side::Front || self.sheet.fold {
            return front;
        }
        let (dx, dy) = self.back_offset;
        let paper = &self.sheet.paper;
        if self.mirrors_columns() {
            Place { x: paper.width - front.x - front.width + dx, y: front.y + dy, ..front }
        } else {
            Place {
                x: front.x + dx,
                y: paper.height - front.y - front.height + dy,
                ..front
            }
        }
    }

    /// Checks that the moved backs stay on the paper.
    ///
    /// # Errors
    /// A sentence that says how far they may be moved.
    pub fn check_offset(&self) -> Result<(), String> {
        let margin = self.sheet.margin();
        let most = if margin == Um(0) { INNER_WHITE } else { margin };
        let (dx, dy) = self.back_offset;
        for (offset, direction) in [(dx, "sideways"), (dy, "up or down")] {
            if offset.0.abs() > most.0 {
                return Err(format!(
                    "backs moved {direction} by {} mm would leave the paper: on {} the \
                     smallest margin is {margin} mm, so that {most} mm is the most",
                    Um(offset.0.abs()),
                    self.sheet.name
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::PRESETS;
    use super::*;
    use proptest::prelude::*;

    fn layout(sheet: Sheet, flip: Flip) -> Layout {
        let back_offset = (Um(0), Um(0));
        Layout { sheet, flip, sides: Sides::Both, back_offset, cut: Cut::Marks }
    }

    /// Where a point of a page's back is, seen through the paper from the front, when the
    /// paper is turned over the given edge by hand. Written from the hands' point of view,
    /// not from the code above.
    fn through((x, y): (i32, i32), sheet: &Sheet, flip: Flip) -> (i32, i32) {
        let (w, h) = (sheet.paper.width.0, sheet.paper.height.0);
        // The edge that stays in place while the paper turns.
        let vertical_edge = match flip {
            Flip::Long => h >= w,
            Flip::Short => h < w,
        };
        if vertical_edge { (w - x, y) } else { (x, h - y) }
    }

    fn centre(place: Place) -> (i32, i32) {
        (place.x.0 + place.width.0 / 2, place.y.0 + place.height.0 / 2)
    }

    fn holds(layout: &Layout, cards: usize) {
        let pages = layout.pages(cards);
        let find = |card: usize, side: Side| {
            let all =
                pages.iter().flat_map(|page| page.cells.iter().map(move |c| (page, c)));
            let mut all = all.filter(|(_, cell)| cell.card == card && cell.side == side);
            let found = all.next().expect("every side of every card is printed");
            assert!(all.next().is_none(), "and only once");
            found
        };
        for card in 0..cards {
            let (front_page, front) = find(card, Side::Front);
            let (back_page, back) = find(card, Side::Back);
            assert_eq!(front_page.sheet, back_page.sheet);
            if layout.sheet.fold {
                let middle = front.place.x.0 + front.place.width.0;
                let (x, y) = centre(back.place);
                assert_eq!((2 * middle - x, y), centre(front.place));
                assert!(!back.turned);
                continue;
            }
            let seen = through(centre(back.place), &layout.sheet, layout.flip);
            assert_eq!(seen, centre(front.place));
            // Turned over its own upright edge, a card's back is upright.
            let over_upper = !layout.mirrors_columns();
            assert_eq!(back.turned, over_upper);
            assert!(!front.turned);
        }
        for page in &pages {
            for (at, cell) in page.cells.iter().enumerate() {
                let Place { x, y, width, height } = cell.place;
                assert!(x.0 >= 0 && y.0 >= 0);
                assert!((x + width).0 <= layout.sheet.paper.width.0);
                assert!((y + height).0 <= layout.sheet.paper.height.0);
                for other in &page.cells[at + 1..] {
                    let o = other.place;
                    let apart = x + width <= o.x
                        || o.x + o.width <= x
                        || y + height <= o.y
                        || o.y + o.height <= y;
                    assert!(apart, "{cell:?} lies on {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_preset_backs_every_front_on_both_edges() {
        for (name, _) in PRESETS {
            for flip in [Flip::Long, Flip::Short] {
                let layout = layout(Sheet::parse(name).expect(name), flip);
                for cards in [0, 1, 3, layout.sheet.cards(), layout.sheet.cards() * 2 + 1] {
                    holds(&layout, cards);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn free_sheets_with_uneven_margins_too(
            columns in 1..5usize, rows in 1..6usize, width in 45..100i32, height in 30..80i32,
            gap in (0..9i32, 0..9i32), at in (0..40i32, 0..40i32), room in (0..30i32, 0..30i32),
            fold: bool, long: bool, cards in 0..40usize,
        ) {
            let cell = if fold { 2 * width } else { width };
            let across = at.0 + columns as i32 * (cell + gap.0) - gap.0 + room.0;
            let down = at.1 + rows as i32 * (height + gap.1) - gap.1 + room.1;
            let fold = if fold { ",fold" } else { "" };
            let text = format!(
                "paper={across}x{down},card={width}x{height},grid={columns}x{rows},\
                 gap={}x{},at={}x{}{fold}", gap.0, gap.1, at.0, at.1
            );
            let sheet = Sheet::parse(&text).expect(&text);
            holds(&layout(sheet, if long { Flip::Long } else { Flip::Short }), cards);
        }
    }

    #[test]
    fn backs_alone_can_be_printed_from_the_last() {
        let mut layout = layout(Sheet::a4_8(), Flip::Long);
        layout.sides = Sides::BacksReversed;
        let pages: Vec<_> =
            layout.pages(17).iter().map(|p| (p.sheet, p.cells.len())).collect();
        assert_eq!(pages, [(2, 1), (1, 8), (0, 8)]);
        layout.sides = Sides::Fronts;
        assert!(layout.pages(17).iter().all(|page| page.side == Side::Front));
    }

    #[test]
    fn a_back_is_moved_no_further_than_the_margin() {
        let mut layout = layout(Sheet::a4_8(), Flip::Long);
        layout.back_offset = (Um(1500), Um(-800));
        assert!(layout.check_offset().is_ok());
        let front =
            Place { x: Um::mm(10), y: Um::mm(20), width: Um::mm(95), height: Um::mm(66) };
        let back = layout.on(Side::Back, front);
        assert_eq!((back.x, back.y), (Um(106_500), Um(19_200)));
        layout.back_offset = (Um::mm(11), Um(0));
        let error = layout.check_offset().expect_err("too far");
        assert!(error.contains("11 mm") && error.contains("10 mm is the most"), "{error}");
    }
}
