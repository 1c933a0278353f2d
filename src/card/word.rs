//! Cards of words: every glossed word of a deck once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Block, Card, Kind, QuoteRef, Role, SourceNotes};
use crate::deck::{Deck, Gloss};
use crate::pinyin::Reading;
use crate::text::CharRange;

/// The cards of all words that the deck explains, in the order in which they come first; `of` are
/// the cards of its quotations.
pub(super) fn cards(number: usize, deck: &Deck, of: &[Card]) -> Vec<Card> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut words: Vec<Vec<(usize, &Gloss)>> = Vec::new();
    for (at, quote) in deck.quotes.iter().enumerate() {
        for gloss in &quote.gloss {
            let place = *places.entry(&gloss.word.hans).or_insert_with(|| {
                words.push(Vec::new());
                words.len() - 1
            });
            words[place].push((at, gloss));
        }
    }
    let card = |(place, glosses): (usize, &Vec<(usize, &Gloss)>)| {
        card(number + place, glosses, deck, of)
    };
    words.iter().enumerate().filter_map(card).collect()
}

/// One word, with every quotation that explains it; the first one is its example.
fn card(
    number: usize,
    glosses: &[(usize, &Gloss)],
    deck: &Deck,
    of: &[Card],
) -> Option<Card> {
    let (first, gloss) = *glosses.first()?;
    let (quote, example) = (deck.quotes.get(first)?, of.get(first)?);
    let word = &gloss.word;
    let from = quote.text.hans.find(&word.hans)?;
    let from = quote.text.hans[..from].chars().count();
    let chars = CharRange::new(from, from + word.hans.chars().count());
    let english = example.block(Role::Quotation)?.english.clone();
    let phrase = Block { english, ..Block::marked(Role::Phrase, &quote.text, chars) };
    let reading = Reading::parse(word, &gloss.pinyin).ok();
    let mut senses: Vec<super::Gloss> = Vec::new();
    for (at, gloss) in glosses {
        let found = of.get(*at)?.gloss.iter().find(|other| other.word.hans == word.hans)?;
        let known = |other: &super::Gloss| {
            other.pinyin == gloss.pinyin && other.sense == found.sense
        };
        if !senses.iter().any(known) {
            senses.push(found.clone());
        }
    }
    let mut quotes: Vec<QuoteRef> = Vec::new();
    for (at, _) in glosses {
        let quote = deck.quotes.get(*at)?;
        if quotes.iter().all(|other| other.id != quote.id) {
            let (number, id, text) = (at + 1, quote.id.clone(), quote.text.clone());
            quotes.push(QuoteRef { number, id, text, speaker: None });
        }
    }
    let id = format!("word/{}", word.hans);
    let source = SourceNotes::only(example.source.short.clone());
    Some(Card {
        front: vec![Block::new(Role::Word, word).read(reading.as_ref())],
        back: vec![phrase],
        gloss: senses,
        quotes: Arc::from(quotes),
        address: example.address.clone(),
        translation: example.translation.clone(),
        ..Card::bare(Kind::Word, id, number, example.themes.clone(), source)
    })
}
