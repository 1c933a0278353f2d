//! The card that asks for a quotation by its translation.

use super::{Block, Card, Kind, Role};
use crate::card::text;
use crate::deck::Quote;

/// `of` is the card of the quotation; none if that is not translated.
pub(super) fn card(number: usize, quote: &Quote, of: &Card) -> Option<Card> {
    let words = of.block(Role::Quotation)?;
    if text(&words.english).is_empty() {
        return None;
    }
    // The words to recall are all of them: none is marked.
    let whole = Block::new(Role::Quotation, &quote.text);
    let whole =
        Block { english: words.english.clone(), ..whole }.read(words.reading.as_ref());
    let back = of.back.iter().map(|block| match block.role {
        Role::Quotation => whole.clone(),
        _ => block.clone(),
    });
    Some(Card {
        id: format!("production/{}", of.id),
        number,
        kind: Kind::Production,
        front: of
            .front
            .iter()
            .filter(|block| block.role == Role::Prompt)
            .cloned()
            .collect(),
        back: back.collect(),
        script_notes: Vec::new(),
        asked: None,
        // The prompt's recording is in Chinese.
        prompt_audio: None,
        ..of.clone()
    })
}
