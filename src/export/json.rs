//! Cards as JSON Lines, for other programs: one object a line, with everything that a card has.

use crate::card::Card;

/// The cards, one a line.
///
/// # Errors
/// If one cannot be written.
pub fn lines(cards: &[&Card]) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::new();
    for card in cards {
        serde_json::to_writer(&mut out, card)?;
        out.push(b'\n');
    }
    Ok(out)
}
