//! What tables are made of.

use super::super::anki::Note;
use crate::card::{Card, Ours};
use crate::deck::Deck;

/// Everything a table is made of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The deck, for its name.
    pub deck: &'a Deck,
    /// The cards to write, in the curated order.
    pub cards: &'a [&'a Card],
    /// The same as Anki's notes.
    pub notes: &'a [Note],
    /// For the few words of ours that need both scripts.
    pub ours: Ours<'a>,
}
