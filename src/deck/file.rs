//! Deck files as typed.
//!
//! These types mirror the TOML one to one and keep the place of every value. Nothing in
//! them is proven; [`super::prove`] turns them into a [`super::Deck`].

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::decode::{self, in_both};
use crate::script::Script;

/// Chinese text as typed: in the deck's script, as parts with elisions between them, or
/// in both scripts where conversion would be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// One string in the deck's script.
    One(String),
    /// Parts in the deck's script; words are left out between them.
    Parts(Vec<Spanned<String>>),
    /// Both scripts.
    Both {
        /// Simplified.
        hans: Spanned<String>,
        /// Traditional.
        hant: Spanned<String>,
    },
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TypedVisitor;
        impl<'de> Visitor<'de> for TypedVisitor {
            type Value = Typed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a string, an array of parts, or { hans = \"…\", hant = \"…\" }",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Typed, E> {
                Ok(Typed::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Typed, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = seq.next_element::<Spanned<String>>()? {
                    parts.push(part);
                }
                Ok(Typed::Parts(parts))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Typed, A::Error> {
                let (hans, hant) = in_both(map)?;
                Ok(Typed::Both { hans, hant })
            }
        }
        deserializer.deserialize_any(TypedVisitor)
    }
}

/// `[deck]`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Permanent id; the name of the deck's outputs.
    pub id: Spanned<String>,
    /// Name in Anki and on title lines.
    pub title: Spanned<Typed>,
    /// Title in English.
    pub title_english: Spanned<String>,
    /// The script the deck's Chinese is typed in.
    #[serde(default = "default_script")]
    pub script: FileScript,
    /// What the deck is, for its description.
    pub about: Spanned<Typed>,
    /// The same in English.
    pub about_english: Spanned<String>,
    /// Version of the deck's content.
    pub version: Spanned<String>,
    /// Where to report an error.
    pub contact: Option<Spanned<String>>,
    /// True if a card says which of its words Taiwan and Hong Kong have words of their own for.
    #[serde(default)]
    pub regional_words: bool,
    /// Further files with themes and quotes, relative to this file, in order.
    #[serde(default)]
    pub parts: Vec<Spanned<String>>,
}

/// A script as typed in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileScript {
    /// Simplified.
    Hans,
    /// Traditional.
    Hant,
}

impl From<FileScript> for Script {
    fn from(script: FileScript) -> Self {
        match script {
            FileScript::Hans => Script::Hans,
            FileScript::Hant => Script::Hant,
        }
    }
}

fn default_script() -> FileScript {
    FileScript::Hans
}

/// `[[theme]]`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeEntry {
    /// Permanent id.
    pub id: Spanned<String>,
    /// Title.
    pub title: Spanned<Typed>,
    /// Title in English.
    pub title_english: Spanned<String>,
    /// The editor's summary.
    pub summary: Spanned<Typed>,
    /// The summary in English.
    pub summary_english: Spanned<String>,
    /// Study questions.
    #[serde(default)]
    pub question: Vec<QuestionEntry>,
}

/// `[[theme.question]]`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionEntry {
    /// Permanent id, unique in its theme.
    pub id: Spanned<String>,
    /// The question.
    pub ask: Spanned<Typed>,
    /// How the question is read.
    pub pinyin: Option<Spanned<String>>,
    /// The question as it is spoken: a file in the decks' folder.
    pub audio: Option<Spanned<String>>,
    /// The question in English.
    pub english: Spanned<String>,
    /// The answer, in the editor's words.
    pub answer: Option<Spanned<Typed>>,
    /// The answer in English.
    pub answer_english: Option<Spanned<String>>,
    /// Ids of the quotes that carry the answer.
    #[serde(default)]
    pub quotes: Vec<Spanned<String>>,
}

/// `[[quote]]`. The order of its keys here is their canonical order ([`super::canonical`]).
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteEntry {
    /// Permanent id.
    pub id: Spanned<String>,
    /// `source` or `source:line`.
    pub from: Spanned<String>,
    /// The words.
    pub quote: Spanned<Typed>,
    /// How the quotation is read.
    pub pinyin: Option<Spanned<String>>,
    /// The quotation as it is spoken: a file in the decks' folder.
    pub audio: Option<Spanned<String>>,
    /// This project's translation; the document's own if absent.
    pub english: Option<Spanned<String>>,
    /// What the front asks.
    pub prompt: Spanned<Typed>,
    /// How the prompt is read.
    pub prompt_pinyin: Option<Spanned<String>>,
    /// The prompt as it is spoken.
    pub prompt_audio: Option<Spanned<String>>,
    /// The prompt in English.
    pub prompt_english: Spanned<String>,
    /// The words to blank out.
    pub cloze: Option<Spanned<Typed>>,
    /// Theme ids, the home theme first.
    pub themes: Vec<Spanned<String>>,
    /// How hard the language is, 1 easy to 3 hard.
    pub difficulty: Spanned<u8>,
    /// The occasion it was said on, where the sources let it be inferred.
    pub occasion: Option<Spanned<String>>,
    /// Hand-chosen words with their sense here.
    #[serde(default)]
    pub gloss: Vec<GlossEntry>,
    /// Corrections of the base witness's slips.
    #[serde(default)]
    pub emend: Vec<EmendEntry>,
    /// Words of the quotation whose two scripts are not one-to-one.
    #[serde(default)]
    pub script_note: Vec<ScriptNoteEntry>,
    /// An editor's note for the back.
    pub note: Option<Spanned<Typed>>,
    /// The note in English.
    pub note_english: Option<Spanned<String>>,
    /// The interviewer's question, which stands in the source, in English.
    pub asked_english: Option<Spanned<String>>,
}

/// One entry of `gloss`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlossEntry {
    /// The word as it stands in the quote.
    pub word: Spanned<String>,
    /// Its pinyin with tone marks.
    pub pinyin: Spanned<String>,
    /// Its sense here, in our words.
    pub sense: Spanned<String>,
}

/// One entry of `emend`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmendEntry {
    /// What the base witness reads.
    pub reads: Spanned<String>,
    /// What the card prints.
    #[serde(rename = "as")]
    pub printed: Spanned<String>,
    /// Sources that print it so.
    pub by: Vec<Spanned<String>>,
}

/// A word in both scripts.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordPair {
    /// Simplified.
    pub hans: Spanned<String>,
    /// Traditional, as in Taiwan.
    pub hant: Spanned<String>,
}

/// One entry of `script_note`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptNoteEntry {
    /// The word as it stands in the Simplified quotation.
    pub hans: Spanned<String>,
    /// What stands for it in the Traditional one.
    pub hant: Spanned<String>,
    /// A word in which the same Simplified character is written otherwise.
    pub unlike: Option<WordPair>,
    /// The usual word in Taiwan.
    pub taiwan: Option<Spanned<String>>,
    /// The usual word in Hong Kong.
    pub hong_kong: Option<Spanned<String>>,
}

/// `[[script]]`: a script card.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptEntry {
    /// Permanent id.
    pub id: Spanned<String>,
    /// The quote that has the phrase.
    pub quote: Spanned<String>,
    /// Words of that quote, in the deck's script, with the word once among them.
    pub phrase: Spanned<String>,
    /// The word that is asked for, Simplified.
    pub hans: Spanned<String>,
    /// The word, Traditional.
    pub hant: Spanned<String>,
    /// The Simplified character it is about.
    pub character: Spanned<String>,
    /// Words in which that character is written otherwise.
    #[serde(default)]
    pub unlike: Vec<WordPair>,
    /// Why, in our words.
    pub reason: Spanned<Typed>,
    /// The same in English.
    pub reason_english: Spanned<String>,
}

/// One file of a deck.
#[derive(Debug, Clone)]
pub struct DeckFile {
    /// The name under which it is reported.
    pub file: String,
    /// Its text.
    pub text: String,
    /// `[deck]`, in the main file.
    pub head: Option<Head>,
    /// `[[theme]]` in order.
    pub themes: Vec<Spanned<ThemeEntry>>,
    /// `[[quote]]` in order.
    pub quotes: Vec<Spanned<QuoteEntry>>,
    /// `[[script]]` in order.
    pub scripts: Vec<Spanned<ScriptEntry>>,
    /// True if the file is no TOML, so that nothing is known of what it declares.
    pub broken: bool,
}

/// Parses one deck file; `main` says whether it must have a `[deck]` table.
pub fn parse(file: &str, text: &str, main: bool) -> (DeckFile, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    let known: &[&str] = if main {
        &["deck", "theme", "quote", "script"]
    } else {
        &["theme", "quote", "script"]
    };
    let inner = ["theme.question", "quote.gloss", "quote.emend", "quote.script_note"];
    document.only(known, &inner, &mut out);
    let head = if main { document.one::<Head>("deck", &mut out) } else { None };
    let deck_file = DeckFile {
        file: file.to_owned(),
        text: text.to_owned(),
        head: head.map(Spanned::into_inner),
        themes: document.many("theme", &mut out),
        quotes: document.many("quote", &mut out),
        scripts: document.many("script", &mut out),
        broken: document.is_broken(),
    };
    (deck_file, out)
}
