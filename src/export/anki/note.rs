//! Notes: cards as Anki stores them.
//!
//! A note's guid comes from its curated id and its content time from the deck's lock, so
//! that a corrected text updates a learner's note and never makes a second one.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::notetype::{NoteType, OWN};
use crate::card::{Card, Kind, Ours};
use crate::deck::Deck;
use crate::export::html;
use crate::parallel;
use crate::script::letters;

/// Fewer cards than this are not worth a thread.
const FEWEST_A_THREAD: usize = 16;

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The id of its card.
    pub id: String,
    /// Anki's identity of the note.
    pub guid: String,
    /// What its card is about.
    pub kind: Kind,
    /// Anki deck, `A::B`.
    pub deck: String,
    /// Tags without spaces.
    pub tags: Vec<String>,
    /// HTML, one for each field of the note type, in order.
    pub fields: Vec<String>,
}

impl Note {
    /// Its note type.
    pub fn notetype(&self) -> &'static NoteType {
        NoteType::of(self.kind)
    }

    /// The value of a field by name.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = self.notetype().position(name)?;
        self.fields.get(at).map(String::as_str)
    }

    /// Its words in Simplified, by which Anki sorts and finds duplicates: the first field.
    pub fn words(&self) -> &str {
        self.fields.first().map_or("", String::as_str)
    }

    /// Which templates make a card of this note.
    pub fn cards(&self) -> Vec<usize> {
        let templates = self.notetype().templates.iter().enumerate();
        let filled = |needs: &str| self.field(needs).is_some_and(|value| !value.is_empty());
        templates.filter(|(_, t)| filled(t.needs)).map(|(ord, _)| ord).collect()
    }

    /// A hash of everything a learner could see change.
    pub fn content_hash(&self) -> String {
        let own = self.notetype().position(OWN).unwrap_or(self.fields.len());
        content_hash(&self.guid, &self.tags, &self.fields[..own])
    }
}

/// The first 16 bytes of a SHA-256 over a note's identity, tags (in any order) and fields but the
/// learner's own, in hexadecimal. The deck is not in it: Anki never moves cards that exist.
pub fn content_hash(guid: &str, tags: &[String], fields: &[String]) -> String {
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    let mut hash = Sha256::new();
    let parts = [guid].into_iter().chain(tags).chain(fields.iter().map(String::as_str));
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The guid of a note: from the deck's id and the note's id, never from its text.
///
/// It begins with letters and holds only hexadecimal digits after them, so that no
/// spreadsheet takes it for a number or a formula.
pub fn guid(deck: &str, note: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("yulu\u{1f}{deck}\u{1f}{note}"));
    let hex: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("yl{hex}")
}

/// Anki deck that holds everything of a deck. Its name stands in a column of a table, where
/// it must not start a formula.
pub fn parent_deck(deck: &Deck) -> String {
    let name = deck.title.hans.replace("::", ":");
    if crate::text::starts_a_formula(&name) { format!("'{name}") } else { name }
}

/// Anki deck of a card, inside that of its whole deck.
pub fn deck_of(card: &Card, parent: &str) -> String {
    format!("{parent}::{}", NoteType::of(card.kind).subdeck)
}

/// Anki's tags of a card.
pub fn tags(card: &Card) -> Vec<String> {
    let mut tags = Vec::new();
    tags.extend(card.difficulty.map(|level| format!("yulu::difficulty::{level}")));
    tags.extend(card.locator().map(|at| format!("yulu::source::{}", at.source)));
    if card.kind.is_optional() {
        tags.push(format!("yulu::{}", card.kind.name()));
    }
    tags.extend(card.themes.iter().map(|theme| format!("yulu::theme::{}", theme.id)));
    tags
}

/// The notes of all cards of a deck, in their order. The lock holds the times of all of
/// them, whether or not a build is asked for script cards: so asking or not asking changes no
/// time and retires nothing.
pub fn notes(cards: &[Card], deck: &Deck, ours: Ours<'_>) -> Vec<Note> {
    let parent = parent_deck(deck);
    parallel::map(cards, FEWEST_A_THREAD, |card| {
        let fields = NoteType::of(card.kind).fields.iter();
        let fields = fields.map(|field| stored((field.value)(ours, card)));
        Note {
            id: card.id.clone(),
            guid: guid(&deck.id, &card.id),
            kind: card.kind,
            deck: deck_of(card, &parent),
            tags: tags(card),
            fields: fields.collect(),
        }
    })
}

/// A field that starts no formula in a spreadsheet, in the form in which Anki stores it (NFC), so
/// that what it has stored is recognised.
fn stored(field: String) -> String {
    html::inert(letters::nfc(&field).into_owned())
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    guid: &'a str,
    notetype: &'static str,
    deck: &'a str,
    tags: &'a [String],
    fields: serde_json::Map<String, serde_json::Value>,
    content_time: i64,
}

/// One note as a JSON object, as `yulu notes --format json` prints it.
pub fn to_json(note: &Note, content_time: i64) -> String {
    let names = note.notetype().fields.iter();
    let fields = names.zip(&note.fields).map(|(field, value)| {
        (field.name.to_owned(), serde_json::Value::String(value.clone()))
    });
    let record = Record {
        id: &note.id,
        guid: &note.guid,
        notetype: note.notetype().name,
        deck: &note.deck,
        tags: &note.tags,
        fields: fields.collect(),
        content_time,
    };
    crate::text::to_json(&record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_depend_on_ids_alone_and_are_no_numbers() {
        let one = guid("liang-wenfeng", "gap-is-originality");
        assert_eq!(one, guid("liang-wenfeng", "gap-is-originality"));
        assert_ne!(one, guid("other", "gap-is-originality"));
        assert!(one.starts_with("yl") && one.len() == 18);
    }
}
