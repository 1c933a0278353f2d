//! Why there are no sheets.

use std::collections::{BTreeMap, BTreeSet};

/// Why no sheets were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Characters that no font has, each with the ids of the cards that need it.
    MissingGlyphs(BTreeMap<char, BTreeSet<String>>),
    /// A card's fixed parts leave no room on the sheet's cards.
    NoRoom(String),
    /// The template or the fonts are wrong.
    Template(String),
}
