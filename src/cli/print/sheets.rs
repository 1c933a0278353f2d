//! What goes into a deck's printed sheets, and what comes out.

use crate::card::{Card, Ours};
use crate::deck::Deck;
use crate::deck::file::DeckFile;
use crate::source::Corpus;

/// What a deck's sheets are made from.
pub struct Input<'a> {
    /// The deck's files, the main one first, for messages.
    pub files: &'a [DeckFile],
    /// The deck.
    pub deck: &'a Deck,
    /// Its sources.
    pub corpus: &'a Corpus,
    /// For our own words in both scripts.
    pub ours: Ours<'a>,
    /// The cards that are asked for; flags may choose some of them.
    pub cards: &'a [&'a Card],
}

/// The sheets of a deck, printed.
#[derive(Default)]
pub struct Printed {
    /// The files by name; none if the deck has no card to print, or something is wrong with it.
    pub files: Vec<(String, Vec<u8>)>,
    /// How many cards are on how many sheets.
    pub said: Option<String>,
}
