//! What AnkiWeb asks for when a deck is shared, to be pasted into its form by hand.
//!
//! The limits are those of its form as observed in October 2026. AnkiWeb shows sample notes with
//! their HTML taken away, and describes a deck in Markdown.

use std::fmt::Write as _;

use serde::Serialize;

use super::anki::{Note, parent_deck};
use super::html::to_text;
use super::markdown::text;
use crate::card::{Card, Kind};
use crate::deck::Deck;
use crate::source::Corpus;

/// Most characters of a title.
const TITLE: usize = 60;
/// Most characters of all tags with the spaces between them.
const TAGS: usize = 60;
/// Most characters of a support page.
const SUPPORT: usize = 180;
/// Most characters of a description.
const DESCRIPTION: usize = 65_000;
/// How many notes AnkiWeb shows.
const SAMPLES: usize = 3;

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What goes into it.
    pub text: String,
    /// How many characters that is.
    pub length: usize,
    /// How many there may be.
    pub limit: usize,
}

impl Entry {
    fn new(text: String, limit: usize) -> Self {
        Self { length: text.chars().count(), text, limit }
    }

    /// True if the form takes it.
    pub fn fits(&self) -> bool {
        self.length <= self.limit
    }
}

/// A note as AnkiWeb shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Its id in the deck.
    pub id: String,
    /// Its first field, which is the first thing that a visitor reads.
    pub first: String,
}

/// The whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The deck's name in Anki. AnkiWeb takes an update only under the very same name.
    pub deck: String,
    /// The title.
    pub title: Entry,
    /// Tags, divided by spaces.
    pub tags: Entry,
    /// Where people can ask; none if the deck names no contact.
    pub support: Option<Entry>,
    /// The description, in Markdown.
    pub description: Entry,
    /// Notes that it may show.
    pub samples: Vec<Sample>,
}

impl Listing {
    /// The form of a deck with these cards, which are the ones of these notes.
    pub fn new(deck: &Deck, corpus: &Corpus, cards: &[Card], notes: &[Note]) -> Self {
        let samples = notes.iter().take(SAMPLES);
        let sample =
            |note: &Note| Sample { id: note.id.clone(), first: to_text(note.words()) };
        Self {
            deck: parent_deck(deck),
            title: title(deck),
            tags: tags(deck, cards),
            support: deck.contact.clone().map(|contact| Entry::new(contact, SUPPORT)),
            description: Entry::new(description(deck, corpus, cards), DESCRIPTION),
            samples: samples.map(sample).collect(),
        }
    }
}

/// The title in Chinese and in English, as far as there is room.
fn title(deck: &Deck) -> Entry {
    let both = format!("{} {}", deck.title.hans, deck.title_english);
    let both = Entry::new(both.trim().to_owned(), TITLE);
    if both.fits() { both } else { Entry::new(deck.title.hans.clone(), TITLE) }
}

/// What people look for, the most general words first, as many as there is room for.
fn tags(deck: &Deck, cards: &[Card]) -> Entry {
    let has_readings =
        cards.iter().any(|card| card.answer().is_some_and(|a| a.reading.is_some()));
    let pinyin = has_readings.then_some("pinyin");
    let id = Some(deck.id.as_str());
    let words = [Some("chinese"), Some("hanzi"), pinyin, Some("quotes"), id];
    let mut all = String::new();
    for word in words.into_iter().flatten() {
        let with = format!("{all} {word}").trim_start().to_owned();
        if with.chars().count() <= TAGS {
            all = with;
        }
    }
    Entry::new(all, TAGS)
}

fn description(deck: &Deck, corpus: &Corpus, cards: &[Card]) -> String {
    let count = |kind: Kind| cards.iter().filter(|card| card.kind == kind).count();
    let mut out = String::new();
    let mut paragraph = |text: &str| {
        if !text.is_empty() {
            let _ = write!(out, "{text}\n\n");
        }
    };
    paragraph(&text(&deck.about.hans));
    paragraph(&text(&deck.about_english));
    let kinds = [
        (Kind::Quote, "quotation", "quotations"),
        (Kind::Theme, "study question", "study questions"),
        (Kind::Script, "card on the two scripts", "cards on the two scripts"),
        (Kind::Production, "card to say in Chinese", "cards to say in Chinese"),
        (Kind::Word, "word", "words"),
    ];
    let kinds = kinds.into_iter().filter_map(|(kind, one, many)| match count(kind) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    });
    paragraph(&format!(
        "Version {}: {}. Every card has both Simplified and Traditional.",
        text(&deck.version),
        kinds.collect::<Vec<_>>().join(", ")
    ));
    paragraph(
        "Every quotation stands word for word in one of these documents; where others read \
         differently, the card says so.",
    );
    let used = |at: usize| {
        let from = |card: &Card| Some(card.apparatus.as_ref()?.base.place.source);
        cards.iter().any(|card| from(card) == Some(at))
    };
    let mut sources = String::new();
    for (_, source) in corpus.sources.iter().enumerate().filter(|(at, _)| used(*at)) {
        let entry = &source.entry;
        let parts = [&entry.title, &entry.author, &entry.outlet, &entry.date];
        let parts: Vec<String> =
            parts.into_iter().filter(|it| !it.is_empty()).map(|it| text(it)).collect();
        let _ = writeln!(sources, "- {}", parts.join(", "));
    }
    paragraph(sources.trim_end());
    paragraph("The quotations and the documents remain their authors'.");
    let documents = cards.iter().any(|card| card.translation.is_some());
    paragraph(&format!(
        "Prompts, summaries, translations and glosses are the editor's own words{}.",
        if documents {
            ", but for translations that a card says are its document's"
        } else {
            ""
        }
    ));
    out.trim_end().to_owned()
}
