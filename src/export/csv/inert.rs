//! Cells that a spreadsheet would evaluate, disarmed so that the text can be had back.
//!
//! Quoting does not help: a spreadsheet looks at a cell after it has removed the quotes.
//! An apostrophe in front does. The rule is reversible: [`text`] gives back what
//! [`inert`] was given, whatever that was.

use std::borrow::Cow;

use crate::text::starts_a_formula;

/// The cell, with an apostrophe in front if a spreadsheet would evaluate it.
///
/// Apostrophes that are there already are looked through, so that `'=1` becomes `''=1` and
/// no two texts become the same cell.
pub fn inert(cell: &str) -> Cow<'_, str> {
    if is_active(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The text that [`inert`] made the cell from.
pub fn text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_active(rest) => rest,
        _ => cell,
    }
}

fn is_active(cell: &str) -> bool {
    starts_a_formula(cell.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_disarmed_and_other_text_is_left_alone() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\u{200b}=1", "＝1"] {
            assert_eq!(inert(cell), format!("'{cell}"));
        }
        assert_eq!(inert("'=1"), "''=1");
        for cell in ["", "'", "''", "1-2", "'tis", "#1", "——他说", "《=》"] {
            assert_eq!(inert(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(cell in "['=+\\-@\\t\\r\\n a＝#\u{200b}\u{1F600}一]{0,8}") {
            let made = inert(&cell);
            prop_assert_eq!(text(&made), cell.as_str());
            prop_assert!(!starts_a_formula(&made));
        }
    }
}
