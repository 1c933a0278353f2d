//! Notes on words whose two scripts are not one-to-one, held to the conversion.

use toml::Spanned;

use super::ScriptNote;
use super::file::{QuoteEntry, ScriptNoteEntry, WordPair};
use super::occurrences::{occurrences, same_chars};
use super::texts::Texts;
use crate::diagnostics::{Code, Diagnostic};
use crate::script::han::same_but_for_region;
use crate::script::regional::same_in_some_region;
use crate::script::{Bitext, Region, Script, from_hans};

/// Most notes that a quote has: more than two distract from the words.
const MOST: usize = 2;

pub(super) fn script_notes(
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<ScriptNote> {
    if let Some(beyond) = entry.script_note.get(MOST) {
        let message =
            format!("{} script notes, a quote has at most {MOST}", entry.script_note.len());
        out.push(
            Diagnostic::new(Code::AidsTooMany, message)
                .at(texts.file, beyond.hans.span().into(), "one too many")
                .hint("keep what a reader of the other script would get wrong"),
        );
    }
    let notes = entry.script_note.iter();
    notes.filter_map(|note| script_note(note, entry, text, texts, out)).collect()
}

/// True for the same Traditional word in the forms of whichever region: a deck is typed in the
/// forms of one, and built in those of each.
fn alike(a: &str, b: &str) -> bool {
    let mut pairs = a.chars().zip(b.chars());
    let alike = a.chars().count() == b.chars().count()
        && pairs.all(|(a, b)| same_but_for_region(a, b));
    alike || same_in_some_region(a, b)
}

fn script_note(
    note: &ScriptNoteEntry,
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<ScriptNote> {
    let found = out.len();
    let quote = (entry.quote.span().into(), "the quote");
    let word = standing(&note.hans, &note.hant, text, texts, quote, out);
    let unlike = note
        .unlike
        .as_ref()
        .filter(|_| word.is_some())
        .and_then(|unlike| unlike_word(unlike, &note.hans, &note.hant, texts, out));
    for usual in [&note.taiwan, &note.hong_kong].into_iter().flatten() {
        texts.check(usual.get_ref(), usual.span().into(), Script::Hant, out);
    }
    let teaches = note.unlike.is_some()
        || note.taiwan.is_some()
        || note.hong_kong.is_some()
        || note.hans.get_ref() != note.hant.get_ref();
    if !teaches {
        out.push(
            Diagnostic::new(
                Code::ScriptNoteNeedless,
                format!("“{}” is the same in both scripts", note.hans.get_ref()),
            )
            .at(texts.file, note.hant.span().into(), "")
            .hint("give `unlike`, `taiwan` or `hong_kong`, or delete the note"),
        );
    }
    if out[found..].iter().any(|d| d.severity == crate::diagnostics::Severity::Error) {
        return None;
    }
    let owned =
        |usual: &Option<Spanned<String>>| usual.as_ref().map(|u| u.get_ref().clone());
    Some(ScriptNote {
        word: word?,
        unlike,
        taiwan: owned(&note.taiwan),
        hong_kong: owned(&note.hong_kong),
    })
}

/// A word that stands in a text with the given Traditional form, in the forms of whichever
/// region, as the text shows it.
pub(super) fn standing(
    hans: &Spanned<String>,
    hant: &Spanned<String>,
    text: &Bitext,
    texts: &Texts<'_>,
    (whole, what): (crate::text::Span, &str),
    out: &mut Vec<Diagnostic>,
) -> Option<Bitext> {
    let found = out.len();
    texts.check(hans.get_ref(), hans.span().into(), Script::Hans, out);
    texts.check(hant.get_ref(), hant.span().into(), Script::Hant, out);
    if out.len() > found {
        return None;
    }
    let word = hans.get_ref().as_str();
    let places = occurrences(&text.hans, word, Script::Hans);
    if places.is_empty() {
        out.push(
            Diagnostic::new(
                Code::ScriptNoteNotInQuote,
                format!("“{word}” does not stand in the Simplified text"),
            )
            .at(texts.file, hans.span().into(), "")
            .also(texts.file, whole, what),
        );
        return None;
    }
    let shown = |chars| same_chars(text, chars).map(|word| word.hant);
    let is = |chars| shown(chars).is_some_and(|stands| alike(&stands, hant.get_ref()));
    let place = places.iter().find(|chars| is(**chars));
    let Some(place) = place else {
        let stands = places.first().and_then(|chars| shown(*chars)).unwrap_or_default();
        out.push(
            Diagnostic::new(
                Code::ScriptNoteWrong,
                format!("the Traditional text has “{stands}” here"),
            )
            .at(texts.file, hant.span().into(), "")
            .also(texts.file, whole, what)
            .hint(format!("write hant = \"{stands}\", or correct the conversion")),
        );
        return None;
    };
    same_chars(text, *place)
}

/// A contrasting word: conversion must give its Traditional form, and a Simplified
/// character that it shares with the word must be written otherwise there.
pub(super) fn unlike_word(
    pair: &WordPair,
    hans: &Spanned<String>,
    hant: &Spanned<String>,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Bitext> {
    let found = out.len();
    texts.check(pair.hans.get_ref(), pair.hans.span().into(), Script::Hans, out);
    texts.check(pair.hant.get_ref(), pair.hant.span().into(), Script::Hant, out);
    if out.len() > found {
        return None;
    }
    let converted = from_hans(texts.converter, pair.hans.get_ref(), Region::Tw).hant;
    if !alike(&converted, pair.hant.get_ref()) {
        out.push(
            Diagnostic::new(
                Code::ScriptNoteWrong,
                format!("conversion writes “{}” as “{converted}”", pair.hans.get_ref()),
            )
            .at(texts.file, pair.hant.span().into(), "")
            .hint("a contrast must be true where it is shown too; take another word"),
        );
        return None;
    }
    let forms = |hans: &str, hant: &str| -> Vec<(char, char)> {
        hans.chars().zip(hant.chars()).collect()
    };
    let here = forms(hans.get_ref(), hant.get_ref());
    let there = forms(pair.hans.get_ref(), pair.hant.get_ref());
    let differs = |(s, t): &(char, char), (other, u): &(char, char)| {
        other == s && !same_but_for_region(*u, *t)
    };
    let contrasts = here.iter().any(|here| there.iter().any(|there| differs(here, there)));
    if !contrasts {
        out.push(
            Diagnostic::new(
                Code::ScriptNoteWrong,
                format!(
                    "no character of “{}” is written otherwise in “{}”",
                    hans.get_ref(),
                    pair.hans.get_ref()
                ),
            )
            .at(texts.file, pair.hans.span().into(), "")
            .also(texts.file, hans.span().into(), ""),
        );
        return None;
    }
    Some(from_hans(texts.converter, pair.hans.get_ref(), texts.region))
}
