//! From typed Chinese to both scripts, held to clean typography on the way.

use toml::Spanned;

use super::file::Typed;
use super::placeholder::is_to_write;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::same_words;
use crate::pinyin::legal::Readings;
use crate::script::han::simplified_form;
use crate::script::{
    Bitext, Converter, Region, Script, foreign, from_hans, from_hant, typography,
};
use crate::text::Span;

/// What is shown between two parts of a quotation.
pub(super) const ELISION: &str = "……";

impl Typed {
    /// The text as typed in one script, parts joined by an ellipsis; what is not typed twice is
    /// the same in either.
    pub(super) fn joined(&self, script: Script) -> String {
        match (self, script) {
            (Typed::One(text), _) => text.clone(),
            (Typed::Parts(parts), _) => {
                let parts: Vec<&str> = parts.iter().map(|p| p.get_ref().as_str()).collect();
                parts.join(ELISION)
            }
            (Typed::Both { hans, .. }, Script::Hans) => hans.get_ref().clone(),
            (Typed::Both { hant, .. }, Script::Hant) => hant.get_ref().clone(),
        }
    }
}

/// The parts of a quotation as typed, in Simplified if both scripts are, each with its place.
pub(super) fn parts(typed: &Spanned<Typed>) -> Vec<(&str, Span)> {
    let part = |part| {
        let part: &Spanned<String> = part;
        (part.get_ref().as_str(), part.span().into())
    };
    match typed.get_ref() {
        Typed::One(text) => vec![(text, typed.span().into())],
        Typed::Parts(parts) => parts.iter().map(part).collect(),
        Typed::Both { hans, .. } => vec![part(hans)],
    }
}

/// Longest text a card can show, in characters.
const LONGEST: usize = 5_000;

/// Where typed text is turned into both scripts.
pub(super) struct Texts<'a> {
    pub(super) converter: &'a dyn Converter,
    pub(super) region: Region,
    pub(super) readings: Readings,
    pub(super) script: Script,
    pub(super) file: &'a str,
    pub(super) source: &'a str,
}

impl Texts<'_> {
    /// Both scripts of a text; parts are joined by an ellipsis.
    pub(super) fn bitext(
        &self,
        typed: &Spanned<Typed>,
        out: &mut Vec<Diagnostic>,
    ) -> Bitext {
        let both = self.bitext_as_typed(typed, out);
        if let Typed::Both { hans, .. } = typed.get_ref() {
            let converted = self.convert_hans(hans.get_ref()).hant;
            self.check_needed(typed, &converted, out);
        }
        both
    }

    /// The same for a text of which not conversion alone says what its Traditional form is.
    pub(super) fn bitext_as_typed(
        &self,
        typed: &Spanned<Typed>,
        out: &mut Vec<Diagnostic>,
    ) -> Bitext {
        let span: Span = typed.span().into();
        match typed.get_ref() {
            Typed::One(text) => {
                self.check(text, span, self.script, out);
                self.convert(text)
            }
            Typed::Parts(parts) => {
                if parts.is_empty() {
                    out.push(
                        Diagnostic::new(Code::WrongValue, "there is no part")
                            .at(self.file, span, ""),
                    );
                }
                for part in parts {
                    self.check(part.get_ref(), part.span().into(), self.script, out);
                }
                self.convert(&typed.get_ref().joined(self.script))
            }
            Typed::Both { hans, hant } => {
                self.check(hans.get_ref(), hans.span().into(), Script::Hans, out);
                self.check(hant.get_ref(), hant.span().into(), Script::Hant, out);
                self.check_pair(hans, hant, out);
                Bitext { hans: hans.get_ref().clone(), hant: hant.get_ref().clone() }
            }
        }
    }

    /// English, which only must not be empty, overlong or hold control characters.
    pub(super) fn english(
        &self,
        text: &Spanned<String>,
        out: &mut Vec<Diagnostic>,
    ) -> String {
        self.check_length(text.get_ref(), text.span().into(), out);
        text.get_ref().trim().to_owned()
    }

    /// Both scripts of a text in the deck's script.
    pub(super) fn convert(&self, text: &str) -> Bitext {
        match self.script {
            Script::Hans => self.convert_hans(text),
            Script::Hant => from_hant(self.converter, text, self.region),
        }
    }

    /// Both scripts of a Simplified text.
    pub(super) fn convert_hans(&self, text: &str) -> Bitext {
        from_hans(self.converter, text, self.region)
    }

    fn check_length(&self, text: &str, span: Span, out: &mut Vec<Diagnostic>) {
        if text.trim().is_empty() {
            out.push(
                Diagnostic::new(Code::WrongValue, "this text is empty")
                    .at(self.file, span, ""),
            );
        }
        let length = text.chars().count();
        if length > LONGEST {
            out.push(
                Diagnostic::new(
                    Code::TextTooLong,
                    format!(
                        "this text has {length} characters, a card shows at most {LONGEST}"
                    ),
                )
                .at(self.file, Span::new(span.start, span.start + 1), ""),
            );
        }
    }

    pub(super) fn check(
        &self,
        text: &str,
        span: Span,
        script: Script,
        out: &mut Vec<Diagnostic>,
    ) {
        self.check_but(text, span, script, &[], out);
    }

    /// The same for a text that speaks of some characters of the other script.
    pub(super) fn check_but(
        &self,
        text: &str,
        span: Span,
        script: Script,
        spoken_of: &[char],
        out: &mut Vec<Diagnostic>,
    ) {
        self.check_length(text, span, out);
        // A placeholder is replaced, whatever its script.
        if is_to_write(text) {
            return;
        }
        out.extend(self.residue(text, span, script, spoken_of));
        if let Some(flaw) = typography::lint(text, script) {
            let instead = match flaw.instead {
                "" => {
                    "delete it: the stylesheet makes the space between Han and Latin".into()
                }
                mark => format!("write {mark}"),
            };
            let found = match flaw.found {
                c if c.is_whitespace() => "a space".to_owned(),
                c => format!("`{c}`"),
            };
            out.push(
                Diagnostic::new(Code::Typography, format!("{found} beside Chinese text"))
                    .at(self.file, self.inside(span, flaw.at, flaw.found.len_utf8()), "")
                    .hint(instead),
            );
        }
    }

    /// What is said of a text that holds characters of the other script: one problem, however
    /// many they are.
    fn residue(
        &self,
        text: &str,
        span: Span,
        script: Script,
        spoken_of: &[char],
    ) -> Option<Diagnostic> {
        let mut foreign = foreign(text, script);
        foreign.retain(|(_, c)| !spoken_of.contains(c));
        let ((first, _), (last, c)) = (*foreign.first()?, *foreign.last()?);
        let mut distinct: Vec<char> = Vec::new();
        for (_, c) in &foreign {
            if !distinct.contains(c) {
                distinct.push(*c);
            }
        }
        let (what, other) = match script {
            Script::Hans => ("Traditional", "Simplified"),
            Script::Hant => ("Simplified", "Traditional"),
        };
        let several = distinct.len() > 1;
        let all: String = distinct.iter().collect();
        let message = match several {
            true => format!("{all} are {what} characters in a {other} text"),
            false => format!("{all} is a {what} character in a {other} text"),
        };
        let place = self.inside(span, first, last + c.len_utf8() - first);
        let problem =
            Diagnostic::new(Code::ScriptResidue, message).at(self.file, place, "");
        let simplified =
            || distinct.iter().map(|c| simplified_form(*c)).collect::<String>();
        Some(match script {
            Script::Hans if several => {
                problem.hint(format!("in Simplified they are {}", simplified())).hint(
                    "a deck that is typed in Traditional says script = \"hant\" in [deck]",
                )
            }
            Script::Hans => problem.hint(format!("in Simplified it is {}", simplified())),
            // One Simplified character may have several Traditional ones.
            Script::Hant => problem.hint("type the Traditional form that is meant"),
        })
    }

    /// The typed forms must be the same words.
    fn check_pair(
        &self,
        hans: &Spanned<String>,
        hant: &Spanned<String>,
        out: &mut Vec<Diagnostic>,
    ) {
        if !same_words(self.converter, hans.get_ref(), hant.get_ref()) {
            out.push(
                Diagnostic::new(
                    Code::ScriptMismatch,
                    "the two scripts do not say the same words",
                )
                .at(self.file, hant.span().into(), "")
                .also(self.file, hans.span().into(), ""),
            );
        }
    }

    /// A given Traditional form must be needed: other than the one that would be shown without.
    pub(super) fn check_needed(
        &self,
        typed: &Spanned<Typed>,
        otherwise: &str,
        out: &mut Vec<Diagnostic>,
    ) {
        let Typed::Both { hant, .. } = typed.get_ref() else { return };
        if otherwise == hant.get_ref() {
            out.push(
                Diagnostic::new(
                    Code::OverrideNeedless,
                    "this is exactly what conversion gives",
                )
                .at(self.file, hant.span().into(), "")
                .hint("write the Simplified form alone, as a plain string"),
            );
        }
    }

    /// The place of a character of a text as typed, of the Traditional form if both are; parts
    /// are joined by an ellipsis, whose place is the whole text's.
    pub(super) fn place_of(&self, typed: &Spanned<Typed>, at: usize) -> Span {
        let inside = |text: &str, span: Span, at: usize| {
            let (byte, c) = text.char_indices().nth(at)?;
            Some(self.inside(span, byte, c.len_utf8()))
        };
        let whole: Span = typed.span().into();
        let found = match typed.get_ref() {
            Typed::One(text) => inside(text, whole, at),
            Typed::Both { hant, .. } => inside(hant.get_ref(), hant.span().into(), at),
            Typed::Parts(parts) => {
                let mut start = 0;
                parts.iter().find_map(|part| {
                    let from = start;
                    start += part.get_ref().chars().count() + ELISION.chars().count();
                    inside(part.get_ref(), part.span().into(), at.checked_sub(from)?)
                })
            }
        };
        found.unwrap_or(whole)
    }

    /// The place of bytes of a string's value inside the file.
    pub(super) fn inside(&self, span: Span, at: usize, length: usize) -> Span {
        inside(self.source, span, at, length)
    }
}

/// The place of bytes `at..at + length` of a string's value inside its file, `source`; the
/// whole string if it is written with escapes or over several lines.
pub(super) fn inside(source: &str, span: Span, at: usize, length: usize) -> Span {
    let Some(raw) = source.get(span.range()) else { return span };
    let simple =
        !raw.contains('\\') && !raw.starts_with("\"\"\"") && !raw.starts_with("'''");
    let start = span.start + 1 + at;
    if simple && start + length < span.end {
        Span::new(start, start + length)
    } else {
        span
    }
}
