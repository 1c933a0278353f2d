//! Pinyin of texts, held to their characters.

use toml::Spanned;

use super::texts::Texts;
use crate::diagnostics::{Code, Diagnostic};
use crate::pinyin::legal::{Fit, Readings, fit, other_forms};
use crate::pinyin::words::other_readings;
use crate::pinyin::{Misfit, MisfitKind, Pair, Reading, align};
use crate::script::Bitext;
use crate::text::Span;

/// How a text is read, if its deck says so and it fits.
pub(super) fn reading(
    typed: Option<&Spanned<String>>,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Reading> {
    let typed = typed?;
    let found = out.len();
    texts.english(typed, out);
    if out.len() > found {
        return None;
    }
    let line = Line { typed, texts, chars: text.hans.chars().collect() };
    match align(text, typed.get_ref()) {
        Ok(pairs) => {
            let unlikely: Vec<_> =
                pairs.iter().filter_map(|pair| line.unlikely(pair)).collect();
            // A syllable that is told to be wrong makes its word wrong too.
            if unlikely.is_empty() {
                out.extend(line.other_words(&pairs));
            }
            out.extend(unlikely);
            Some(Reading::from_pairs(text, typed.get_ref(), &pairs))
        }
        Err(misfit) => {
            out.push(line.explain(&misfit));
            None
        }
    }
}

/// A line of pinyin at its place in a deck file.
struct Line<'a> {
    typed: &'a Spanned<String>,
    texts: &'a Texts<'a>,
    /// Of the Simplified text.
    chars: Vec<char>,
}

impl Line<'_> {
    fn place(&self, span: Span) -> Span {
        self.texts.inside(self.typed.span().into(), span.start, span.end - span.start)
    }

    fn shown(&self, span: Span) -> &str {
        self.typed.get_ref().get(span.range()).unwrap_or_default().trim_end()
    }

    /// What is wrong with a syllable that is no reading of its character.
    fn unlikely(&self, pair: &Pair) -> Option<Diagnostic> {
        let shown = self.shown(pair.span);
        let diagnostic = match fit(&self.chars, pair, self.texts.readings) {
            Fit::Known => return None,
            Fit::Toneless => Diagnostic::new(
                Code::PinyinToneless,
                format!("`{shown}` of {} has no tone mark", pair.han.0),
            )
            .hint("only particles, suffixes and some words have the neutral tone"),
            Fit::Otherwise(c, known) => Diagnostic::new(
                Code::PinyinReading,
                format!("`{shown}` is no reading of {c}"),
            )
            .hint(self.otherwise(pair, c, &known)),
        };
        Some(diagnostic.at(self.texts.file, self.place(pair.span), ""))
    }

    /// How a character is read, and why a line may have something else.
    fn otherwise(&self, pair: &Pair, c: char, known: &[String]) -> String {
        let mut hint = format!("{c} is read {}", known.join(", "));
        let in_taiwan = self.texts.readings != Readings::Taiwan
            && fit(&self.chars, pair, Readings::Taiwan) == Fit::Known;
        if in_taiwan {
            hint += "; it is a reading of Taiwan's (`--readings tw`)";
        }
        let (hans, hant) = pair.han;
        let others = match c == hant && c != hans {
            true => other_forms(hant, pair.syllable),
            false => Vec::new(),
        };
        if !others.is_empty() {
            let others: Vec<String> = others.into_iter().map(String::from).collect();
            hint += &format!("; or {hans} is not {hant} here but {}", others.join(" or "));
        }
        hint
    }

    /// Words that the word list reads otherwise.
    fn other_words(&self, pairs: &[Pair]) -> Vec<Diagnostic> {
        let other =
            other_readings(self.typed.get_ref(), pairs, self.texts.readings).into_iter();
        let other = other.filter_map(|other| {
            let typed = pairs.get(other.pairs.0..other.pairs.1)?;
            let span = typed.first()?.span.join(typed.last()?.span);
            let known: Vec<String> = other.known.iter().map(|s| s.pinyin()).collect();
            let shown = self.shown(span);
            let message = format!("`{shown}` is not how {} is read", other.word);
            let hint = match other.word == other.within {
                true => format!(
                    "the word list has {}, if these characters are a word here",
                    known.join(" ")
                ),
                false => format!(
                    "inside a word it is {}, and here it is in {}",
                    known.join(" "),
                    other.within
                ),
            };
            let found = Diagnostic::new(Code::PinyinWord, message);
            Some(found.at(self.texts.file, self.place(span), "").hint(hint))
        });
        other.collect()
    }

    fn explain(&self, misfit: &Misfit) -> Diagnostic {
        let here = self.shown(misfit.span);
        let counted = matches!(misfit.kind, MisfitKind::TooFew(_) | MisfitKind::TooMany);
        let (code, message, hint) = match &misfit.kind {
            MisfitKind::TooFew(left) => (
                Code::PinyinSyllables,
                match left.chars().count() {
                    1 => format!("no syllable is left for {left}"),
                    n => format!("no syllables are left for {n} characters: {left}"),
                },
                "one syllable for each Han character, in the same order".to_owned(),
            ),
            MisfitKind::TooMany => (
                Code::PinyinSyllables,
                format!("no Han character is left for `{here}`"),
                "one syllable for each Han character, in the same order".to_owned(),
            ),
            MisfitKind::UnknownSyllable(meant) => (
                Code::PinyinUnknown,
                format!("`{here}` is no syllable of pinyin"),
                match meant {
                    Some(meant) => format!("write `{meant}`"),
                    None => {
                        "an apostrophe stands before a, o, e inside a word: nǚ'ér".into()
                    }
                },
            ),
            MisfitKind::OtherWord(word) => (
                Code::PinyinWords,
                format!("the text has “{word}” here"),
                "Latin words and figures stand as in the text".to_owned(),
            ),
            MisfitKind::ForeignMark(c) => (
                Code::PinyinWords,
                format!("`{c}` does not belong in pinyin"),
                "punctuation is half-width: , . ? ! : ; “ ” ( ) — …".to_owned(),
            ),
        };
        // What is missing at the end is shown at the last word.
        let span = match misfit.pairs.last() {
            Some(last) if misfit.span.start == misfit.span.end => last.span,
            None if misfit.span.start == misfit.span.end => {
                Span::new(0, self.typed.get_ref().len())
            }
            _ => Span::new(misfit.span.start, misfit.span.start + here.len()),
        };
        let mut diagnostic = Diagnostic::new(code, message)
            .at(self.texts.file, self.place(span), "")
            .hint(hint);
        // Where syllables and characters part is seen by the first that do not fit.
        let parting = misfit.pairs.iter().filter(|_| counted);
        let parting = parting
            .map(|pair| (pair, fit(&self.chars, pair, self.texts.readings)))
            .find_map(|(pair, fit)| matches!(fit, Fit::Otherwise(..)).then_some(pair));
        if let Some(pair) = parting {
            let text =
                format!("`{}` is no reading of {}", self.shown(pair.span), pair.han.0);
            diagnostic = diagnostic.also(self.texts.file, self.place(pair.span), text);
        }
        diagnostic
    }
}
