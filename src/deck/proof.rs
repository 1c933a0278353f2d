//! What decks are proved with.

use super::recordings::Recordings;
use crate::collate::Index;
use crate::pinyin::legal::Readings;
use crate::script::{Converter, Region};

/// What a deck is proved with.
pub struct Proof<'a> {
    /// All sources, indexed.
    pub index: &'a Index<'a>,
    /// Between the scripts.
    pub converter: &'a dyn Converter,
    /// Whose Traditional forms.
    pub region: Region,
    /// Whose readings pinyin is held to.
    pub readings: Readings,
    /// The recordings that the deck names.
    pub recordings: &'a Recordings,
}
