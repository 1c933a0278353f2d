//! How the faces of a laid-out document fitted, and in how many parts a card is to be.

use std::collections::BTreeMap;

use typst::foundations::Value;
use typst_layout::PagedDocument;

use super::super::cards::Faces;
use super::super::imposition::Layout;
use super::data::Parts;
use super::problem::Problem;
use super::world::left_under;

/// Height for the body of a card, in points, below which a sheet is refused: two lines.
const LEAST_ROOM: f64 = 20.0;

/// Reads how each face fitted, in the parts in which it was laid out; true if some are to
/// have more.
pub(super) fn divide(
    document: &PagedDocument,
    cards: &[Faces],
    layout: &Layout,
    laid_out: &[Parts],
    parts: &mut [Parts],
) -> Result<bool, Problem> {
    let mut more: BTreeMap<(usize, bool), f64> = BTreeMap::new();
    for fit in left_under(document, "fit").iter().filter_map(Fit::read) {
        let Some(card) = cards.get(fit.card) else { continue };
        if fit.used <= fit.room + 0.01 {
            continue;
        }
        if fit.room < LEAST_ROOM {
            let sheet = &layout.sheet;
            return Err(Problem::NoRoom(format!(
                "cards of {} × {} mm have no room for the text of card {} `{}` beside its source note",
                sheet.card.0, sheet.card.1, card.number, card.id
            )));
        }
        let ratio = more.entry((fit.card, fit.front)).or_default();
        *ratio = ratio.max(fit.used / fit.room);
    }
    for ((card, front), ratio) in &more {
        let of = |parts: &Parts| if *front { parts.front } else { parts.back };
        let count = of(&laid_out[*card]);
        // At least one more; as many as the excess asks for, up to what a text of the
        // greatest length a deck may have could need.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a ratio of a few dozen at most, clamped"
        )]
        let asked = (count as f64 * ratio).ceil().clamp(0.0, 500.0) as usize;
        let asked = asked.max(count + 1).max(of(&parts[*card]));
        let parts = &mut parts[*card];
        *(if *front { &mut parts.front } else { &mut parts.back }) = asked;
    }
    Ok(!more.is_empty())
}

/// What the template reports of a face: heights in points.
struct Fit {
    card: usize,
    front: bool,
    used: f64,
    room: f64,
}

impl Fit {
    fn read(value: &Value) -> Option<Self> {
        let Value::Array(array) = value else { return None };
        let number = |at: usize| match array.as_slice().get(at)? {
            Value::Int(n) => Some(*n as f64),
            Value::Float(n) => Some(*n),
            _ => None,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let card = number(0)? as usize;
        Some(Self { card, front: number(1)? == 0.0, used: number(2)?, room: number(3)? })
    }
}
