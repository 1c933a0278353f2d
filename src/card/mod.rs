//! Cards: what a learner sees, decided once, in no file format.
//!
//! Whoever shows a card (Anki, a table, paper, the reader page, the terminal) reads it from
//! here and asks the deck for nothing: which texts it has, in which order, in whose language,
//! what is ours in them, where the words stand and how other sources read. A new text of a
//! card is a [`Block`] more; exporters that know no place for it of its own show it under its
//! role.

mod apparatus;
mod asked;
mod block;
mod copies;
mod emendation;
mod model;
mod production;
mod quote;
mod script;
mod source_note;
mod theme;
mod word;
pub mod wording;

pub use apparatus::{Apparatus, Attestation, Locator, Variant};
pub use asked::Asked;
pub use block::{Block, Lang, Mark, Role, Run, english, text};
pub use emendation::Emendation;
pub use model::{Ask, Card, Gloss, Kind, QuoteRef, ScriptNote, Theme, ThemeId, Undecided};
pub use source_note::{SourceNote, SourceNotes};
pub use wording::Ours;

use std::collections::BTreeMap;

use crate::deck::Deck;
use crate::deck::doubts::Found;
use crate::parallel;
use crate::script::Converter;
use crate::source::Corpus;

/// Fewer quotations than this are not worth a thread.
const FEWEST_A_THREAD: usize = 16;

/// All cards of a deck in the curated order: quotations, study questions, script cards, production
/// cards, words. Their numbers are their places, whether or not the optional ones are asked for.
pub fn cards(deck: &Deck, corpus: &Corpus, converter: &dyn Converter) -> Vec<Card> {
    let ours = Ours { converter, region: deck.region };
    let quotes = deck.quotes.iter().enumerate();
    let mut cards = parallel::map(quotes, FEWEST_A_THREAD, |(at, quote)| {
        quote::card(at + 1, quote, deck, corpus, ours)
    });
    for theme in 0..deck.themes.len() {
        theme::cards(ThemeId(theme), deck, corpus, ours, &mut cards);
    }
    for card in &deck.script_cards {
        let card = script::card(cards.len() + 1, card, &cards[card.quote], deck, ours);
        cards.push(card);
    }
    for (at, quote) in deck.quotes.iter().enumerate() {
        let card = production::card(cards.len() + 1, quote, &cards[at]);
        cards.extend(card);
    }
    let words = word::cards(cards.len() + 1, deck, &cards[..deck.quotes.len()]);
    cards.extend(words);
    cards
}

/// Puts on every card what a person should read in Traditional.
pub fn mark_undecided(cards: &mut [Card], found: &[Found]) {
    let mut by_card: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for found in found {
        by_card.entry(found.id.as_str()).or_default().push(found);
    }
    for card in cards {
        let found = by_card.get(card.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let undecided = found.iter().map(|found| Undecided {
            words: found.words.clone(),
            shown: found.doubt.shown,
            others: found.doubt.others.clone(),
        });
        card.undecided = undecided.collect();
    }
}
