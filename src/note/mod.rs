//! Notes: a deck as Anki stores it, before any file format.
//!
//! A note's guid comes from its curated id and its content time from the deck's lock, so
//! that a corrected text updates a learner's note and never makes a second one.

mod copies;
pub mod emendation;
mod fields;
pub mod html;
pub mod lock;
mod ruby;
mod script_fields;
pub mod source_note;

pub use fields::readings;

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::deck::Deck;
use crate::parallel;
use crate::script::letters;
use crate::source::Corpus;

/// Fewer quotations than this are not worth a thread.
const FEWEST_A_THREAD: usize = 16;

/// A kind of note, frozen: ids, names and fields never change once released, because
/// Anki tells note types apart by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteType {
    /// One quotation.
    Quote,
    /// One study question of a theme.
    Theme,
    /// One word whose two scripts are not one-to-one.
    Script,
}

impl NoteType {
    /// All note types in order.
    pub const ALL: [NoteType; 3] = [NoteType::Quote, NoteType::Theme, NoteType::Script];

    /// True for a note type that a package has only with notes of it: these notes are made
    /// only if they are asked for.
    pub fn is_optional(self) -> bool {
        self == NoteType::Script
    }

    /// Anki's id: a millisecond time chosen once, by hand.
    pub fn id(self) -> i64 {
        match self {
            NoteType::Quote => 1_764_000_000_101,
            NoteType::Theme => 1_764_000_000_202,
            NoteType::Script => 1_764_000_000_303,
        }
    }

    /// Anki's name.
    pub fn name(self) -> &'static str {
        match self {
            NoteType::Quote => "Yulu Quote",
            NoteType::Theme => "Yulu Theme",
            NoteType::Script => "Yulu Script",
        }
    }

    /// Field names in order; the first identifies the note to people.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            NoteType::Quote => &[
                "Id",
                "Hans",
                "Hant",
                "PromptHans",
                "PromptHant",
                "ClozeHans",
                "ClozeHant",
                "English",
                "PromptEnglish",
                "Pinyin",
                "Zhuyin",
                "RubyHans",
                "RubyHant",
                "GlossHans",
                "GlossHant",
                "ScriptNotes",
                "SourceHans",
                "SourceHant",
                "SourceEnglish",
                "Apparatus",
                "Themes",
                "PromptPinyin",
                "PromptZhuyin",
                "Extra",
            ],
            NoteType::Theme => &[
                "Id",
                "TitleHans",
                "TitleHant",
                "TitleEnglish",
                "QuestionHans",
                "QuestionHant",
                "QuestionEnglish",
                "SummaryHans",
                "SummaryHant",
                "SummaryEnglish",
                "QuotesHans",
                "QuotesHant",
                "SourceHans",
                "SourceHant",
                "SourceEnglish",
                "QuestionPinyin",
                "QuestionZhuyin",
                "Extra",
            ],
            NoteType::Script => &[
                "Id",
                "PhraseHans",
                "PhraseHant",
                "WordHans",
                "WordHant",
                "Pinyin",
                "Zhuyin",
                "Contrast",
                "ReasonHans",
                "ReasonHant",
                "ReasonEnglish",
                "SourceHans",
                "SourceHant",
                "SourceEnglish",
                "Extra",
            ],
        }
    }

    /// The field Anki sorts by in its browser.
    pub fn sort_field(self) -> usize {
        match self {
            NoteType::Quote => 1,
            NoteType::Theme => 4,
            NoteType::Script => 3,
        }
    }

    /// The field of its words in Simplified: the quotation, the question, the phrase.
    pub fn words_field(self) -> usize {
        let name = match self {
            NoteType::Quote => "Hans",
            NoteType::Theme => "QuestionHans",
            NoteType::Script => "PhraseHans",
        };
        self.fields().iter().position(|field| *field == name).unwrap_or_default()
    }

    /// What Anki's browser shows as question and answer of each template: words, without
    /// the card's buttons.
    pub fn browser_columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            NoteType::Quote => &[("PromptHans", "Hans"), ("ClozeHans", "Hans")],
            NoteType::Theme => &[("QuestionHans", "SummaryHans")],
            NoteType::Script => &[("PhraseHans", "WordHant"), ("PhraseHant", "WordHans")],
        }
    }

    /// Template names in order, each with the field that must not be empty for its card.
    pub fn templates(self) -> &'static [(&'static str, &'static str)] {
        match self {
            NoteType::Quote => &[("Recall", "PromptHans"), ("Cloze", "ClozeHans")],
            NoteType::Theme => &[("Question", "QuestionHans")],
            NoteType::Script => &[("Hans-Hant", "PhraseHans"), ("Hant-Hans", "PhraseHant")],
        }
    }
}

/// One note, ready for any exporter that speaks Anki's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The curated id; of a study question `theme.question`.
    pub id: String,
    /// Anki's identity of the note.
    pub guid: String,
    /// What kind it is.
    pub notetype: NoteType,
    /// Anki deck, `A::B`.
    pub deck: String,
    /// Tags without spaces.
    pub tags: Vec<String>,
    /// HTML, one for each field of the note type, in order.
    pub fields: Vec<String>,
}

impl Note {
    /// The value of a field by name.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = self.notetype.fields().iter().position(|field| *field == name)?;
        self.fields.get(at).map(String::as_str)
    }

    /// Which templates make a card of this note.
    pub fn cards(&self) -> Vec<usize> {
        let templates = self.notetype.templates().iter().enumerate();
        templates
            .filter(|(_, (_, needs))| {
                self.field(needs).is_some_and(|value| !value.is_empty())
            })
            .map(|(ord, _)| ord)
            .collect()
    }

    /// A hash of everything a learner could see change.
    pub fn content_hash(&self) -> String {
        content_hash(&self.guid, &self.tags, &self.fields)
    }
}

/// The first 16 bytes of a SHA-256 over a note's identity, tags (in any order) and fields,
/// in hexadecimal. The deck is not in it: Anki never moves cards that exist.
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

/// The same fields, of which none starts a formula in a spreadsheet, in the form in which Anki
/// stores them (NFC), so that what it has stored is recognised.
fn inert(fields: Vec<String>) -> Vec<String> {
    fields.into_iter().map(|field| html::inert(letters::nfc(&field).into_owned())).collect()
}

/// All notes of a deck in the curated order: quotes, study questions, script cards. The
/// lock holds the times of all of them, whether or not a build is asked for script cards:
/// so asking or not asking changes no time and retires nothing.
pub fn notes(
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn crate::script::Converter,
) -> Vec<Note> {
    let context = fields::Context { deck, corpus, converter };
    let mut notes = parallel::map(&deck.quotes, FEWEST_A_THREAD, |quote| Note {
        id: quote.id.clone(),
        guid: guid(&deck.id, &quote.id),
        notetype: NoteType::Quote,
        deck: format!("{}::语录 Quotes", parent_deck(deck)),
        tags: fields::quote_tags(&context, quote),
        fields: inert(fields::quote(&context, quote)),
    });
    for theme in &deck.themes {
        for question in &theme.questions {
            let id = format!("{}.{}", theme.id, question.id);
            notes.push(Note {
                guid: guid(&deck.id, &id),
                notetype: NoteType::Theme,
                deck: format!("{}::主题 Themes", parent_deck(deck)),
                tags: vec![format!("yulu::theme::{}", theme.id)],
                fields: inert(fields::theme(&context, theme, question, &id)),
                id,
            });
        }
    }
    for card in &deck.script_cards {
        // No id of a quote or question has a slash.
        let id = format!("script/{}", card.id);
        let quote = &deck.quotes[card.quote];
        let mut tags = vec!["yulu::script".to_owned()];
        tags.extend(fields::theme_tags(&context, quote));
        notes.push(Note {
            guid: guid(&deck.id, &id),
            notetype: NoteType::Script,
            deck: format!("{}::简繁 Scripts", parent_deck(deck)),
            tags,
            fields: inert(script_fields::script(&context, card, quote, &id)),
            id,
        });
    }
    notes
}

/// The number of every note, by its id, from every note of the deck in order: its place, from 1,
/// which printed cards and the reader page show. A part of a deck keeps the numbers of the whole.
pub fn numbers(notes: &[Note]) -> BTreeMap<String, usize> {
    notes.iter().enumerate().map(|(at, note)| (note.id.clone(), at + 1)).collect()
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
    let names = note.notetype.fields().iter();
    let fields = names.zip(&note.fields).map(|(name, value)| {
        ((*name).to_owned(), serde_json::Value::String(value.clone()))
    });
    let record = Record {
        id: &note.id,
        guid: &note.guid,
        notetype: note.notetype.name(),
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
