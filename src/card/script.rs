//! The card of a word whose two scripts are not one-to-one.

use super::block::mixed;
use super::{Block, Card, Kind, Ours, Role, SourceNotes};
use crate::deck::{Deck, Quote, ScriptCard};
use crate::pinyin::{Reading, align};
use crate::script::Script;

/// `of` is the card of the quotation that has the word.
pub(super) fn card(
    number: usize,
    card: &ScriptCard,
    of: &Card,
    deck: &Deck,
    ours: Ours<'_>,
) -> Card {
    let quote = &deck.quotes[card.quote];
    let hant = ours.form(Script::Hant);
    let reason = Block {
        hans: mixed(&card.reason.hans, Script::Hans, hant),
        hant: mixed(&card.reason.hant, Script::Hant, hant),
        ..Block::new(Role::Reason, &card.reason)
    };
    let word = Block::new(Role::Word, &card.word);
    let contrasts = card.unlike.iter().map(|word| Block::new(Role::Contrast, word));
    let mut back = vec![word.read(reading(card, quote).as_ref())];
    back.extend(contrasts);
    back.push(reason.english(&card.reason_english));
    // No id of a quote or question has a slash.
    let id = format!("script/{}", card.id);
    let source = SourceNotes::only(of.source.short.clone());
    Card {
        front: vec![Block::marked(Role::Phrase, &card.phrase, card.word_chars)],
        back,
        address: of.address.clone(),
        ..Card::bare(Kind::Script, id, number, of.themes.clone(), source)
    }
}

/// How the word is read, spelt as in the quote's own line of pinyin, if the quote says how
/// it is read. The capital that only opens a sentence is not kept.
fn reading(card: &ScriptCard, quote: &Quote) -> Option<Reading> {
    let reading = quote.reading.as_ref()?;
    let at = quote.text.hans.find(&card.phrase.hans)?;
    let first = quote.text.hans[..at].chars().count() + card.word_chars.start;
    let length = card.word_chars.count();
    let line = reading.pinyin();
    let mut pairs = align(&quote.text, line).ok()?;
    pairs.retain(|pair| (first..first + length).contains(&pair.at));
    let (from, to) = (pairs.first()?, pairs.last()?);
    let written = line.get(from.span.start..to.span.end)?;
    let before = line[..from.span.start].trim_end_matches([' ', '“', '‘']);
    let opens = before.is_empty() || before.ends_with(['.', '?', '!', ':', '…']);
    let mut chars = written.chars();
    let written = match chars.next() {
        Some(capital) if opens => capital.to_lowercase().chain(chars).collect(),
        _ => written.to_owned(),
    };
    Reading::parse(&card.word, &written).ok()
}
