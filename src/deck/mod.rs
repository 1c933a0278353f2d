//! Decks: curated quotations and themes, as typed ([`mod@file`]) and as proved ([`Deck`]).
//!
//! [`prove::prove`] is the only way to a [`Deck`]. Whoever holds one needs to check
//! nothing again: every quotation stands in its source, every text exists in both
//! scripts, every id is unique and every reference leads somewhere.

mod aids;
mod answers;
mod asked;
pub mod canonical;
pub mod correct;
pub mod doubts;
pub mod file;
mod find;
pub mod harvest;
pub mod locate;
mod lost;
pub mod missing;
pub mod moved;
mod occurrences;
mod own;
mod parting;
pub mod placeholder;
pub mod places;
mod proof;
pub mod prove;
pub mod recordings;
mod references;
mod script_cards;
mod script_notes;
mod sentences;
mod slips;
mod texts;
pub mod translation;
pub mod unwritten;
mod words;

pub use self::recordings::{Recording, Recordings};

use crate::collate::{Collation, Place};
use crate::pinyin::Reading;
use crate::script::vocabulary::RegionalWord;
use crate::script::{Bitext, Region};
use crate::text::{CharRange, LineRange};

/// A proved deck.
#[derive(Debug, Clone)]
pub struct Deck {
    /// Permanent id.
    pub id: String,
    /// Its name.
    pub title: Bitext,
    /// Its name in English.
    pub title_english: String,
    /// What it is.
    pub about: Bitext,
    /// What it is, in English.
    pub about_english: String,
    /// Version of the content.
    pub version: String,
    /// Where to report an error.
    pub contact: Option<String>,
    /// True if cards say which of their words Taiwan and Hong Kong have words of their own for.
    pub regional_words: bool,
    /// The script it is typed in.
    pub script: crate::script::Script,
    /// Whose Traditional forms it shows.
    pub region: Region,
    /// Themes in the curated order.
    pub themes: Vec<Theme>,
    /// Quotes in the curated order.
    pub quotes: Vec<Quote>,
    /// Script cards in the curated order.
    pub script_cards: Vec<ScriptCard>,
}

/// A theme with the editor's summary and its study questions.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Permanent id.
    pub id: String,
    /// Title.
    pub title: Bitext,
    /// Title in English.
    pub title_english: String,
    /// The editor's words, never the speaker's.
    pub summary: Bitext,
    /// The same in English.
    pub summary_english: String,
    /// One card each.
    pub questions: Vec<Question>,
    /// Indices of the deck's quotes that belong to it, in order.
    pub quotes: Vec<usize>,
}

/// A study question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Permanent id, unique in its theme.
    pub id: String,
    /// The question.
    pub ask: Bitext,
    /// The question in English.
    pub english: String,
    /// How the question is read.
    pub reading: Option<Reading>,
    /// The question as it is spoken.
    pub audio: Option<Recording>,
    /// The answer, if the deck has one; without it the theme's summary stands for it.
    pub answer: Option<Answer>,
    /// Indices of the deck's quotes that carry the answer, in the order given; each once.
    pub quotes: Vec<usize>,
}

/// The answer to a study question: the editor's words, never the speaker's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// A few lines.
    pub text: Bitext,
    /// The same in English.
    pub english: Option<String>,
}

/// A quotation, proved.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Permanent id.
    pub id: String,
    /// The words in clean typography, elisions shown as ……, emendations applied.
    pub text: Bitext,
    /// How the Traditional words stand to what the base prints.
    pub hant: Hant,
    /// Where they stand.
    pub base: Place,
    /// The passage of the base source.
    pub passage: usize,
    /// Other lines of the base source with the same words.
    pub base_also: Vec<LineRange>,
    /// Where else they stand.
    pub collation: Collation,
    /// Declared corrections.
    pub emendations: Vec<Emendation>,
    /// The occasion, as an index into the manifest, and whether it is inferred.
    pub occasion: Option<OccasionRef>,
    /// What the front asks.
    pub prompt: Bitext,
    /// The prompt in English.
    pub prompt_english: String,
    /// The blank.
    pub cloze: Option<Cloze>,
    /// The translation.
    pub english: String,
    /// Whose it is.
    pub translation: Translation,
    /// Indices of its themes, the home theme first; never empty.
    pub themes: Vec<usize>,
    /// How hard the language is, 1 easy to 3 hard (docs/deck-format.md).
    pub difficulty: u8,
    /// Words explained.
    pub gloss: Vec<Gloss>,
    /// The editor's note.
    pub note: Option<Bitext>,
    /// The note in English.
    pub note_english: Option<String>,
    /// The question that the words answer, as a source has it.
    pub asked: Option<Asked>,
    /// How the words are read.
    pub reading: Option<Reading>,
    /// How the prompt is read.
    pub prompt_reading: Option<Reading>,
    /// The words as they are spoken.
    pub audio: Option<Recording>,
    /// The prompt as it is spoken.
    pub prompt_audio: Option<Recording>,
    /// Words whose two scripts are not one-to-one.
    pub script_notes: Vec<ScriptNote>,
    /// Words of the quotation for which Taiwan or Hong Kong has a word of its own.
    pub regional: Vec<RegionalWord>,
}

/// Whose translation the English of a quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Translation {
    /// This project's.
    #[default]
    Ours,
    /// The base source's own; first and last raw line of it.
    Document(LineRange),
}

/// The interviewer's own question, as a source prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// In clean typography.
    pub text: Bitext,
    /// Our translation.
    pub english: Option<String>,
    /// Index of the source.
    pub source: usize,
    /// First and last raw line.
    pub lines: LineRange,
}

/// How the Traditional form of a quotation stands to what its base prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hant {
    /// The base has no Traditional of its own: it is Simplified, or a machine converted it.
    NotPrinted,
    /// The base's own characters.
    Own,
    /// The base's own characters, of which the region shown writes some otherwise (裏 as 裡).
    Regional,
}

/// When something was said, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OccasionRef {
    /// Index into the manifest's occasions.
    pub index: usize,
    /// True if no source says it of these very words.
    pub inferred: bool,
}

/// The words of a quote that its cloze card blanks out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloze {
    /// Its characters in the quote, equal in both scripts.
    pub chars: CharRange,
    /// The words.
    pub text: Bitext,
}

/// A word with its sense here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    /// As it stands in the quote.
    pub word: Bitext,
    /// With tone marks.
    pub pinyin: String,
    /// In our words.
    pub sense: String,
}

/// What the two scripts of a word do not tell of one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptNote {
    /// The word as it stands in the quote.
    pub word: Bitext,
    /// Another word, in which the same Simplified character is written otherwise in
    /// Traditional; it need not stand in the quote.
    pub unlike: Option<Bitext>,
    /// The usual word in Taiwan, in Traditional; never put into the quotation.
    pub taiwan: Option<String>,
    /// The usual word in Hong Kong, in Traditional; never put into the quotation.
    pub hong_kong: Option<String>,
}

/// A card that asks for the other script of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptCard {
    /// Permanent id, unique among script cards.
    pub id: String,
    /// Index of the quote that has the phrase.
    pub quote: usize,
    /// Words of that quote.
    pub phrase: Bitext,
    /// The word's characters in the phrase, equal in both scripts.
    pub word_chars: CharRange,
    /// The word that is asked for.
    pub word: Bitext,
    /// The character it is about.
    pub character: Bitext,
    /// Words in which the Simplified character is written otherwise; at most two.
    pub unlike: Vec<Bitext>,
    /// Why, in our words.
    pub reason: Bitext,
    /// The same in English.
    pub reason_english: String,
}

/// A correction that the card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emendation {
    /// What the base witness reads.
    pub reads: Bitext,
    /// What the card prints.
    pub printed: Bitext,
    /// Sources that print it so.
    pub by: Vec<usize>,
}

impl Quote {
    /// First and last raw line of every place in the base source, the proven one first.
    pub fn base_lines(&self) -> impl Iterator<Item = LineRange> + '_ {
        std::iter::once(self.base.lines).chain(self.base_also.iter().copied())
    }

    /// The quote in one script, cut at the blank: before, blank, after.
    pub fn around_cloze(&self, script: crate::script::Script) -> Option<[String; 3]> {
        let blank = self.cloze.as_ref()?.chars;
        Some(blank.apart(self.text.get(script)))
    }
}
