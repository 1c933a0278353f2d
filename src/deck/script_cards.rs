//! Script cards: a word in its phrase, held to the quote that has it.

use std::collections::BTreeSet;

use super::file::{DeckFile, ScriptEntry, Typed};
use super::occurrences::{only_occurrence, same_chars};
use super::script_notes::{standing, unlike_word};
use super::texts::Texts;
use super::{Deck, Quote, ScriptCard};
use crate::diagnostics::decode::unknown_id;
use crate::diagnostics::{Code, Diagnostic};
use crate::script::han::is_han;
use crate::script::{Bitext, Script};
use crate::source::manifest::{TakenIds, check_id};
use crate::text::Span;

/// Shortest and longest phrase, in characters: enough to know the word by, and one line.
const PHRASE: (usize, usize) = (4, 16);
/// Most contrasting words.
const MOST_UNLIKE: usize = 2;

/// Proves the script cards of one file and adds them to the deck. `declared` are the ids of
/// all quotes, proved or not.
pub(super) fn prove(
    file: &DeckFile,
    texts: &Texts<'_>,
    declared: &BTreeSet<&str>,
    deck: &mut Deck,
    taken: &mut TakenIds,
    out: &mut Vec<Diagnostic>,
) {
    for entry in &file.scripts {
        let entry = entry.get_ref();
        check_id(entry.id.get_ref(), entry.id.span().into(), &file.file, taken, out);
        let id = entry.quote.get_ref().as_str();
        match deck.quotes.iter().position(|quote| quote.id == id) {
            Some(at) => {
                let card = card(entry, at, &deck.quotes[at], texts, out);
                deck.script_cards.extend(card);
            }
            // A quote that is declared, but wrongly, has its own diagnostic.
            None if declared.contains(id) => {}
            None => {
                let known: Vec<String> =
                    declared.iter().map(|id| (*id).to_owned()).collect();
                let span = entry.quote.span().into();
                out.push(unknown_id("quote", id, &known, &file.file, span));
            }
        }
    }
}

fn card(
    entry: &ScriptEntry,
    at: usize,
    quote: &Quote,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<ScriptCard> {
    let found = out.len();
    let phrase_span: Span = entry.phrase.span().into();
    let problem = |code, message: String, span| {
        Diagnostic::new(code, message).at(texts.file, span, "")
    };
    let typed = entry.phrase.get_ref();
    let length = typed.chars().count();
    if !(PHRASE.0..=PHRASE.1).contains(&length) {
        let message =
            format!("a phrase has {} to {} characters, not {length}", PHRASE.0, PHRASE.1);
        out.push(problem(Code::ScriptCardPhrase, message, phrase_span));
    }
    let phrase = only_occurrence(quote.text.get(texts.script), typed, texts.script)
        .and_then(|chars| same_chars(&quote.text, chars));
    let Some(phrase) = phrase else {
        let message = format!("the phrase does not stand once in the quote `{}`", quote.id);
        out.push(problem(Code::ScriptCardPhrase, message, phrase_span));
        return None;
    };
    let place = (phrase_span, "the phrase");
    let word = standing(&entry.hans, &entry.hant, &phrase, texts, place, out)?;
    let word_chars = only_occurrence(&phrase.hans, &word.hans, Script::Hans);
    if word_chars.is_none() {
        let message = format!("“{}” stands in the phrase more than once", word.hans);
        out.push(problem(Code::ScriptCardPhrase, message, entry.hans.span().into()));
    }
    if let Some(beyond) = entry.unlike.get(MOST_UNLIKE) {
        let message = format!("a script card has at most {MOST_UNLIKE} contrasts");
        out.push(problem(Code::AidsTooMany, message, beyond.hans.span().into()));
    }
    let unlike: Vec<_> = entry
        .unlike
        .iter()
        .filter_map(|pair| unlike_word(pair, &entry.hans, &entry.hant, texts, out))
        .collect();
    let character_span = entry.character.span().into();
    texts.check(entry.character.get_ref(), character_span, Script::Hans, out);
    let character = only_occurrence(&word.hans, entry.character.get_ref(), Script::Hans)
        .filter(|chars| chars.count() == 1)
        .and_then(|chars| same_chars(&word, chars));
    if character.is_none() {
        let message = format!(
            "“{}” is not one character that stands once in “{}”",
            entry.character.get_ref(),
            word.hans
        );
        out.push(problem(Code::ScriptCardPhrase, message, character_span));
    }
    // Without the character it is not known of which characters the reason may speak.
    let reason = character.as_ref().map(|_| reason(entry, texts, out));
    let reason_english = texts.english(&entry.reason_english, out);
    if crate::diagnostics::has_errors(&out[found..]) {
        return None;
    }
    Some(ScriptCard {
        id: entry.id.get_ref().clone(),
        quote: at,
        phrase,
        word_chars: word_chars?,
        word,
        character: character?,
        unlike,
        reason: reason?,
        reason_english,
    })
}

/// What may stand before and after a character that is spoken of by itself: 复制的复是…,
/// 繁体作複. Any other neighbour makes it part of a word.
const BEFORE_LONE: &str = "的作写寫字和与與是";
const AFTER_LONE: &str = "是字写寫作也在表指和与與才";

/// The reason in both scripts. It speaks of characters of both, and those stay as typed;
/// everything else is converted.
fn reason(entry: &ScriptEntry, texts: &Texts<'_>, out: &mut Vec<Diagnostic>) -> Bitext {
    let pairs = entry.unlike.iter().map(|pair| (pair.hans.get_ref(), pair.hant.get_ref()));
    let pairs = pairs.chain([(entry.hans.get_ref(), entry.hant.get_ref())]);
    // The forms in which the character is written, and the character.
    let character = entry.character.get_ref().chars().next().unwrap_or_default();
    let mut spoken_of: Vec<char> = pairs
        .flat_map(|(hans, hant)| hans.chars().zip(hant.chars()))
        .filter(|(hans, _)| *hans == character)
        .map(|(_, hant)| hant)
        .collect();
    spoken_of.push(character);
    let mut check = |text: &str, span: Span, script: Script| {
        texts.check_but(text, span, script, &spoken_of, out);
    };
    let span = entry.reason.span().into();
    let text = match entry.reason.get_ref() {
        Typed::Both { hans, hant } => {
            check(hans.get_ref(), hans.span().into(), Script::Hans);
            check(hant.get_ref(), hant.span().into(), Script::Hant);
            return Bitext { hans: hans.get_ref().clone(), hant: hant.get_ref().clone() };
        }
        Typed::One(text) => text,
        Typed::Parts(_) => {
            let parts = Diagnostic::new(Code::WrongValue, "a reason is one string");
            out.push(parts.at(texts.file, span, ""));
            return Bitext::default();
        }
    };
    check(text, span, texts.script);
    let chars: Vec<char> = text.chars().collect();
    let mut both = Bitext::default();
    let mut run = String::new();
    let flush = |run: &mut String, both: &mut Bitext| {
        let converted = texts.convert(&std::mem::take(run));
        both.hans += &converted.hans;
        both.hant += &converted.hant;
    };
    for (at, c) in chars.iter().enumerate() {
        let beside = |c: Option<&char>, words: &str| {
            c.is_none_or(|c| !is_han(*c) || words.contains(*c))
        };
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let lone = spoken_of.contains(c)
            && beside(before, BEFORE_LONE)
            && beside(chars.get(at + 1), AFTER_LONE);
        if lone {
            flush(&mut run, &mut both);
            both.hans.push(*c);
            both.hant.push(*c);
        } else {
            run.push(*c);
        }
    }
    flush(&mut run, &mut both);
    both
}
