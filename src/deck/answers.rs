//! Answers to study questions, and the quotes that carry them.

use std::collections::{BTreeMap, BTreeSet};

use super::file::{DeckFile, QuestionEntry};
use super::texts::Texts;
use super::{Answer, Deck};
use crate::diagnostics::decode::unknown_id;
use crate::diagnostics::{Code, Diagnostic};

/// Most quotes that carry an answer: more do not fit beside it on a screen of a phone.
const MOST_QUOTES: usize = 3;

/// The answer to a question, if it has one.
pub(super) fn answer(
    question: &QuestionEntry,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Answer> {
    let english = question.answer_english.as_ref();
    let english_text = english.map(|english| texts.english(english, out));
    match (&question.answer, english) {
        (Some(answer), _) => {
            Some(Answer { text: texts.bitext(answer, out), english: english_text })
        }
        (None, Some(english)) => {
            let message = "`answer_english` without `answer`";
            out.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(texts.file, english.span().into(), "")
                    .hint("write the answer in Chinese as `answer`"),
            );
            None
        }
        (None, None) => None,
    }
}

/// Looks up the quotes that the questions name. `declared` are the ids of all quotes, proved or
/// not; the deck's themes are those of the files, in their order.
pub(super) fn name_quotes(
    files: &[DeckFile],
    declared: &BTreeSet<&str>,
    deck: &mut Deck,
    out: &mut Vec<Diagnostic>,
) {
    // A part that is no TOML may declare any quote.
    let complete = files.iter().all(|file| !file.broken);
    let places: BTreeMap<&str, usize> =
        deck.quotes.iter().enumerate().map(|(at, quote)| (quote.id.as_str(), at)).collect();
    let typed = files.iter().flat_map(|file| file.themes.iter().map(move |t| (file, t)));
    for (theme, (file, entry)) in deck.themes.iter_mut().zip(typed) {
        let questions = theme.questions.iter_mut().zip(&entry.get_ref().question);
        for (question, entry) in questions {
            for named in &entry.quotes {
                let id = named.get_ref().as_str();
                match places.get(id) {
                    Some(at) if question.quotes.contains(at) => {}
                    Some(at) => question.quotes.push(*at),
                    // A quote that is declared, but wrongly, has its own diagnostic.
                    None if !complete || declared.contains(id) => {}
                    None => {
                        let known: Vec<String> =
                            declared.iter().map(|id| (*id).to_owned()).collect();
                        let span = named.span().into();
                        out.push(unknown_id("quote", id, &known, &file.file, span));
                    }
                }
            }
            if let Some(beyond) = entry.quotes.get(MOST_QUOTES) {
                let message = format!(
                    "{} quotes for one answer; at most {MOST_QUOTES} are read",
                    entry.quotes.len()
                );
                out.push(
                    Diagnostic::new(Code::AidsTooMany, message)
                        .at(&file.file, beyond.span().into(), "")
                        .hint("keep those that carry the answer; the others are folded"),
                );
            }
        }
    }
}
