//! Characters of a deck whose Traditional form a person should read
//! ([`script::doubts`](crate::script::doubts)), each at its place in the deck's files.
//!
//! A text in both scripts is decided, and so are a name or words that are known in Traditional and
//! what a Traditional source prints.

use std::collections::BTreeMap;

use toml::Spanned;

use super::file::{DeckFile, Typed};
use super::texts::inside;
use super::{Deck, Hant};
use crate::diagnostics::{Code, Diagnostic};
use crate::script::doubts::Doubt;
use crate::script::opencc::OpenCc;
use crate::script::{Bitext, Script};
use crate::text::Span;

/// The project's file of decisions, for hints.
const DECISIONS: &str = crate::source::conversions::FILE;

/// A character for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Of the quote or the theme (and question), or of the deck.
    pub id: String,
    /// Which text of it: `prompt`, `summary`.
    pub key: &'static str,
    /// The file that has the text.
    pub file: String,
    /// Where in it.
    pub span: Span,
    /// The character.
    pub doubt: Doubt,
    /// What is said of it in one line.
    pub said: String,
    /// A few of them in both scripts, by which it could be decided.
    pub words: Bitext,
}

impl Found {
    /// The same as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let Bitext { hans, hant } = &self.words;
        Diagnostic::new(Code::ConversionDoubt, &*self.said)
            .at(&self.file, self.span, "")
            .hint(format!("decide it by a line of {DECISIONS}: \"{hans}\" = \"{hant}\""))
    }
}

/// The characters of a deck that is typed in Simplified which nobody has decided, in its order.
pub fn doubts(deck: &Deck, files: &[DeckFile], converter: &OpenCc) -> Vec<Found> {
    let mut found = Vec::new();
    if deck.script == Script::Hant {
        return found;
    }
    let mut look = |id: &str, key: &'static str, text: &Bitext, typed: Place<'_>| {
        for doubt in converter.doubts(&text.hans, &text.hant, deck.region) {
            let span = typed.map(|(file, typed)| place(file, typed, doubt.at));
            found.push(Found {
                id: id.to_owned(),
                key,
                file: typed.map_or_else(String::new, |(file, _)| file.file.clone()),
                span: span.unwrap_or(Span::new(0, 0)),
                said: doubt.said(&text.hant),
                words: doubt.words(text),
                doubt,
            });
        }
    };
    if let Some((file, head)) = files.iter().find_map(|f| Some((f, f.head.as_ref()?))) {
        look(&deck.id, "title", &deck.title, Some((file, &head.title)));
        look(&deck.id, "about", &deck.about, Some((file, &head.about)));
    }
    let themes = files.iter().flat_map(|file| file.themes.iter().map(move |t| (file, t)));
    for (theme, (file, entry)) in deck.themes.iter().zip(themes) {
        let entry = entry.get_ref();
        look(&theme.id, "title", &theme.title, Some((file, &entry.title)));
        look(&theme.id, "summary", &theme.summary, Some((file, &entry.summary)));
        for (question, typed) in theme.questions.iter().zip(&entry.question) {
            let id = format!("{}.{}", theme.id, question.id);
            look(&id, "ask", &question.ask, Some((file, &typed.ask)));
            if let Some(answer) = &question.answer {
                let typed = typed.answer.as_ref().map(|typed| (file, typed));
                look(&id, "answer", &answer.text, typed);
            }
        }
    }
    let entries: BTreeMap<&str, _> = files
        .iter()
        .flat_map(|file| file.quotes.iter().map(move |entry| (file, entry.get_ref())))
        .map(|(file, entry)| (entry.id.get_ref().as_str(), (file, entry)))
        .collect();
    for quote in &deck.quotes {
        let entry = entries.get(quote.id.as_str()).copied();
        let of = |key: &str| {
            let (file, entry) = entry?;
            let typed = match key {
                "quote" => &entry.quote,
                "prompt" => &entry.prompt,
                _ => entry.note.as_ref()?,
            };
            Some((file, typed))
        };
        if quote.hant == Hant::NotPrinted {
            look(&quote.id, "quote", &quote.text, of("quote"));
        }
        look(&quote.id, "prompt", &quote.prompt, of("prompt"));
        if let Some(note) = &quote.note {
            look(&quote.id, "note", note, of("note"));
        }
    }
    found
}

/// Those of which the form that is shown is not nearly always right.
pub fn likely_doubts(deck: &Deck, files: &[DeckFile], converter: &OpenCc) -> Vec<Found> {
    let found = doubts(deck, files, converter).into_iter();
    found.filter(|found| found.doubt.likely).collect()
}

type Place<'a> = Option<(&'a DeckFile, &'a Spanned<Typed>)>;

/// The place of a character of a text as typed; of parts, the whole text.
fn place(file: &DeckFile, typed: &Spanned<Typed>, at: usize) -> Span {
    let whole: Span = typed.span().into();
    let (text, span) = match typed.get_ref() {
        Typed::One(text) => (text, whole),
        Typed::Both { hans, .. } => (hans.get_ref(), hans.span().into()),
        Typed::Parts(_) => return whole,
    };
    match text.char_indices().nth(at) {
        Some((byte, c)) => inside(&file.text, span, byte, c.len_utf8()),
        None => whole,
    }
}
