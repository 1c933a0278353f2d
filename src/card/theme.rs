//! The cards of a theme: one for each study question.

use std::sync::Arc;

use super::wording::SUMMARY_IS_OURS;
use super::{
    Block, Card, Kind, Ours, QuoteRef, Role, SourceNote, SourceNotes, ThemeId, source_note,
    theme,
};
use crate::deck::{Deck, Quote};
use crate::source::Corpus;

/// Adds the cards of one theme.
pub(super) fn cards(
    at: ThemeId,
    deck: &Deck,
    corpus: &Corpus,
    ours: Ours<'_>,
    cards: &mut Vec<Card>,
) {
    let of = &deck.themes[at.0];
    if of.questions.is_empty() {
        return;
    }
    let quotes = quotes(at, deck, corpus, ours);
    let (zh, en) = SUMMARY_IS_OURS;
    let note = SourceNote { zh: ours.both(zh), en: en.to_owned() };
    let summary = Block::new(Role::Summary, &of.summary).english(&of.summary_english);
    for question in &of.questions {
        let ask = Block::new(Role::Prompt, &question.ask)
            .english(&question.english)
            .read(question.reading.as_ref());
        cards.push(Card {
            id: format!("{}.{}", of.id, question.id),
            number: cards.len() + 1,
            kind: Kind::Theme,
            themes: vec![theme(deck, at)],
            difficulty: None,
            front: vec![ask],
            back: vec![summary.clone()],
            gloss: Vec::new(),
            script_notes: Vec::new(),
            quotes: Arc::clone(&quotes),
            source: SourceNotes::only(note.clone()),
            apparatus: None,
            converted: Vec::new(),
        });
    }
}

/// The quotations of a theme; each with its speaker if they are not all the same one's.
fn quotes(at: ThemeId, deck: &Deck, corpus: &Corpus, ours: Ours<'_>) -> Arc<[QuoteRef]> {
    let quotes: Vec<(usize, &Quote)> = deck.themes[at.0]
        .quotes
        .iter()
        .filter_map(|at| Some((*at, deck.quotes.get(*at)?)))
        .collect();
    let speaker =
        |quote: &Quote| &corpus.sources[quote.base.source].passages[quote.passage].speaker;
    let several = quotes.windows(2).any(|two| speaker(two[0].1) != speaker(two[1].1));
    let quote = |(at, quote): (usize, &Quote)| QuoteRef {
        number: at + 1,
        id: quote.id.clone(),
        text: quote.text.clone(),
        speaker: several.then(|| source_note::speaker(quote, corpus, ours)),
    };
    quotes.into_iter().map(quote).collect()
}
