//! What a quote says, apart from where it stands: its texts, its blank, its glosses.

use super::file::{QuoteEntry, Typed};
use super::occurrences::{occurrences, same_chars};
use super::own::Own;
use super::references::{Themes, theme_indices};
use super::texts::Texts;
use super::{Cloze, Gloss, Hant, ScriptNote, aids, script_notes};
use crate::diagnostics::{Code, Diagnostic};
use crate::pinyin::Reading;
use crate::script::vocabulary::{RegionalWord, regional_words};
use crate::script::{Bitext, Script};
use crate::text::Span;

/// Most words that a card explains: a reader takes in no more.
const MOST_GLOSSES: usize = 4;

/// What a quote says, apart from where it stands.
pub(super) struct QuoteTexts {
    pub(super) text: Bitext,
    pub(super) hant: Hant,
    pub(super) prompt: Bitext,
    pub(super) prompt_english: String,
    pub(super) english: Option<String>,
    pub(super) cloze: Option<Cloze>,
    pub(super) gloss: Vec<Gloss>,
    pub(super) note: Option<Bitext>,
    pub(super) note_english: Option<String>,
    pub(super) themes: Vec<usize>,
    pub(super) reading: Option<Reading>,
    pub(super) prompt_reading: Option<Reading>,
    pub(super) script_notes: Vec<ScriptNote>,
    pub(super) regional: Vec<RegionalWord>,
}

pub(super) fn quote_texts(
    entry: &QuoteEntry,
    texts: &Texts<'_>,
    themes: &Themes<'_>,
    own: Option<&Own<'_>>,
    out: &mut Vec<Diagnostic>,
) -> QuoteTexts {
    let (text, hant) = match own {
        Some(own) => {
            let text = texts.bitext_as_typed(&entry.quote, out);
            own.apply(entry, text, texts, out)
        }
        None => (texts.bitext(&entry.quote, out), Hant::NotPrinted),
    };
    let prompt = texts.bitext(&entry.prompt, out);
    for (text, span) in [(&text, entry.quote.span()), (&prompt, entry.prompt.span())] {
        if text.hans.contains('\n') {
            out.push(
                Diagnostic::new(Code::Typography, "a quotation or prompt is one line")
                    .at(texts.file, span.into(), "")
                    .hint("words left out between two parts are an array: [\"…\", \"…\"]"),
            );
        }
    }
    let cloze = cloze(entry, &text, texts, out);
    if let Some(cloze) = &cloze
        && prompt.hans.contains(&cloze.text.hans)
    {
        out.push(
            Diagnostic::new(
                Code::PromptGivesAway,
                "the prompt contains the words to recall",
            )
            .at(texts.file, entry.prompt.span().into(), "")
            .hint("ask for them without saying them"),
        );
    }
    if !(1..=3).contains(entry.difficulty.get_ref()) {
        let span = entry.difficulty.span().into();
        out.push(
            Diagnostic::new(Code::WrongValue, "difficulty is 1 (easy), 2 or 3 (hard)")
                .at(texts.file, span, ""),
        );
    }
    QuoteTexts {
        themes: theme_indices(entry, themes, texts.file, out),
        reading: aids::reading(entry.pinyin.as_ref(), &text, texts, out),
        prompt_reading: aids::reading(entry.prompt_pinyin.as_ref(), &prompt, texts, out),
        script_notes: script_notes::script_notes(entry, &text, texts, out),
        gloss: gloss(entry, &text, texts, out),
        regional: regional_words(&text),
        prompt_english: texts.english(&entry.prompt_english, out),
        english: entry.english.as_ref().map(|english| texts.english(english, out)),
        note: entry.note.as_ref().map(|note| texts.bitext(note, out)),
        note_english: note_english(entry, texts, out),
        text,
        hant,
        prompt,
        cloze,
    }
}

/// The editor's note in English, which needs the note itself.
fn note_english(
    entry: &QuoteEntry,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<String> {
    let typed = entry.note_english.as_ref()?;
    if entry.note.is_none() {
        out.push(
            Diagnostic::new(Code::MissingKey, "`note_english` without `note`")
                .at(texts.file, typed.span().into(), "")
                .hint("write the note in Chinese as `note`"),
        );
    }
    Some(texts.english(typed, out))
}

pub(super) fn cloze(
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Cloze> {
    let typed = entry.cloze.as_ref()?;
    let span: Span = typed.span().into();
    let needle = match typed.get_ref() {
        Typed::One(text) => text.as_str(),
        Typed::Both { hans, .. } if texts.script == Script::Hans => hans.get_ref(),
        Typed::Both { hant, .. } => hant.get_ref(),
        Typed::Parts(_) => {
            out.push(
                Diagnostic::new(Code::WrongValue, "a cloze is one string")
                    .at(texts.file, span, ""),
            );
            return None;
        }
    };
    if needle.is_empty() {
        let empty = Diagnostic::new(Code::WrongValue, "a cloze needs words");
        out.push(empty.at(texts.file, span, ""));
        return None;
    }
    let places = occurrences(text.get(texts.script), needle, texts.script);
    let found = match places[..] {
        [chars] => same_chars(text, chars).map(|text| Cloze { chars, text }),
        _ => None,
    };
    if found.is_none() {
        let count = places.len();
        out.push(
            Diagnostic::new(
                Code::ClozeNotInQuote,
                format!("these words stand {count} times in the quote, not once"),
            )
            .at(texts.file, span, "")
            .also(texts.file, entry.quote.span().into(), "the quote"),
        );
    }
    found
}

pub(super) fn gloss(
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Gloss> {
    let mut glosses = Vec::new();
    if let Some(beyond) = entry.gloss.get(MOST_GLOSSES) {
        let message =
            format!("{} glosses, a quote has at most {MOST_GLOSSES}", entry.gloss.len());
        out.push(
            Diagnostic::new(Code::AidsTooMany, message)
                .at(texts.file, beyond.word.span().into(), "one too many")
                .hint("keep the words that a reader is least likely to know"),
        );
    }
    for gloss in &entry.gloss {
        let word = gloss.word.get_ref();
        let places = occurrences(text.get(texts.script), word, texts.script);
        let Some(&chars) = places.first() else {
            out.push(
                Diagnostic::new(
                    Code::GlossNotInQuote,
                    format!("“{word}” does not stand in the quote"),
                )
                .at(texts.file, gloss.word.span().into(), "")
                .also(texts.file, entry.quote.span().into(), "the quote"),
            );
            continue;
        };
        let word = same_chars(text, chars).unwrap_or_else(|| texts.convert(word));
        // A gloss shows its pinyin as typed; it is held to the word all the same.
        aids::reading(Some(&gloss.pinyin), &word, texts, out);
        glosses.push(Gloss {
            word,
            pinyin: gloss.pinyin.get_ref().trim().to_owned(),
            sense: texts.english(&gloss.sense, out),
        });
    }
    glosses
}
