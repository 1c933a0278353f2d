//! The cards of a theme: one for each study question.

use std::sync::Arc;

use super::wording::{ANSWER_IS_OURS, SUMMARY_IS_OURS};
use super::{
    Block, Card, Kind, Ours, QuoteRef, Role, SourceNote, SourceNotes, Theme, ThemeId,
    source_note,
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
    let all: Arc<[QuoteRef]> = quotes(&of.quotes, deck, corpus, ours);
    let note = |(zh, en): (&str, &str)| SourceNote { zh: ours.both(zh), en: en.to_owned() };
    let summary = Block::new(Role::Summary, &of.summary).english(&of.summary_english);
    for question in &of.questions {
        let ask = Block::new(Role::Prompt, &question.ask)
            .english(&question.english)
            .read(question.reading.as_ref());
        let answer = question.answer.as_ref().map(|answer| {
            let english = answer.english.as_deref().unwrap_or_default();
            Block::new(Role::Answer, &answer.text).english(english)
        });
        let (quotes, further) = match (&answer, question.quotes.is_empty()) {
            (Some(_), false) => {
                let rest = of.quotes.iter().filter(|at| !question.quotes.contains(at));
                let rest: Vec<usize> = rest.copied().collect();
                let named = quotes(&question.quotes, deck, corpus, ours);
                (named, quotes(&rest, deck, corpus, ours))
            }
            _ => (Arc::clone(&all), Arc::from([])),
        };
        let source = note(if answer.is_some() { ANSWER_IS_OURS } else { SUMMARY_IS_OURS });
        let id = format!("{}.{}", of.id, question.id);
        let source = SourceNotes::only(source);
        cards.push(Card {
            front: vec![ask],
            back: answer.into_iter().chain([summary.clone()]).collect(),
            quotes,
            further,
            prompt_audio: question.audio.clone(),
            ..Card::bare(
                Kind::Theme,
                id,
                cards.len() + 1,
                vec![Theme::of(deck, at)],
                source,
            )
        });
    }
}

/// Quotations of a theme; each with its speaker if they are not all the same one's.
fn quotes(of: &[usize], deck: &Deck, corpus: &Corpus, ours: Ours<'_>) -> Arc<[QuoteRef]> {
    let quotes: Vec<(usize, &Quote)> =
        of.iter().filter_map(|at| Some((*at, deck.quotes.get(*at)?))).collect();
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
