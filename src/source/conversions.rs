//! `seeds/conversions.toml`: what a person has decided of words whose Traditional form depends on
//! the sense. It holds wherever the words stand.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::diagnostics::{Code, Diagnostic, decode};
use crate::fold::same_words;
use crate::script::{Converter, Script, residue};

/// The file, relative to the project; optional.
pub const FILE: &str = "seeds/conversions.toml";

/// Parses the decisions: pairs of Simplified and Traditional, in the order of the file's keys.
pub fn parse(
    file: &str,
    text: &str,
    converter: &dyn Converter,
) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    document.only(&["words"], &[], &mut out);
    let mut pairs = Vec::new();
    let Some(words) = document
        .has("words")
        .then(|| {
            document.one::<BTreeMap<Spanned<String>, Spanned<String>>>("words", &mut out)
        })
        .flatten()
    else {
        return (pairs, out);
    };
    let mut words: Vec<_> = words.into_inner().into_iter().collect();
    words.sort_by_key(|(hans, _)| hans.span().start);
    for (hans, hant) in words {
        let (hans_span, hant_span) = (hans.span().into(), hant.span().into());
        let (hans, hant) = (hans.into_inner(), hant.into_inner());
        let count = |text: &str| text.chars().count();
        let problem = if count(&hans) < 2 {
            let message = "a decision is of a word of two characters or more";
            Diagnostic::new(Code::WrongValue, message)
                .at(file, hans_span, "")
                .hint("take in a neighbour: a single character would be decided everywhere")
        } else if let Some((_, c)) = residue(&hans, Script::Hans) {
            let message = format!("{c} is a Traditional character in a Simplified text");
            Diagnostic::new(Code::ScriptResidue, message).at(file, hans_span, "")
        } else if let Some((_, c)) = residue(&hant, Script::Hant) {
            let message = format!("{c} is a Simplified character in a Traditional text");
            Diagnostic::new(Code::ScriptResidue, message).at(file, hant_span, "")
        } else if count(&hans) != count(&hant) || !same_words(converter, &hans, &hant) {
            let message = "the two scripts do not say the same words";
            Diagnostic::new(Code::ScriptMismatch, message)
                .at(file, hant_span, "")
                .also(file, hans_span, "")
        } else {
            pairs.push((hans, hant));
            continue;
        };
        out.push(problem);
    }
    (pairs, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::opencc::{ERRATA, OpenCc};

    fn parsed(text: &str) -> (Vec<(String, String)>, Vec<Code>) {
        let converter = OpenCc::new(ERRATA).expect("a temporary folder");
        let (pairs, out) = parse(FILE, text, &converter);
        (pairs, out.into_iter().map(|found| found.code).collect())
    }

    #[test]
    fn decisions_are_pairs_of_the_same_words() {
        let pair = |hans: &str, hant: &str| (hans.to_owned(), hant.to_owned());
        let text = "[words]\n\"画卷起来\" = \"畫捲起來\"\n\"计划去\" = \"計劃去\"\n\"想象\" = \"想像\"\n";
        let expected = vec![
            pair("画卷起来", "畫捲起來"),
            pair("计划去", "計劃去"),
            pair("想象", "想像"),
        ];
        assert_eq!(parsed(text), (expected, Vec::new()));
        assert_eq!(parsed(""), (Vec::new(), Vec::new()));
        for (line, code) in [
            ("\"卷\" = \"捲\"", Code::WrongValue),
            ("\"畫卷\" = \"畫捲\"", Code::ScriptResidue),
            ("\"画卷\" = \"画捲\"", Code::ScriptResidue),
            ("\"画卷\" = \"畫捲起\"", Code::ScriptMismatch),
            ("\"画卷\" = \"畫布\"", Code::ScriptMismatch),
            ("\"画卷\" = 3", Code::WrongValue),
            ("\"画卷\" \"畫捲\"", Code::Syntax),
        ] {
            assert_eq!(parsed(&format!("[words]\n{line}\n")), (Vec::new(), vec![code]));
        }
        assert_eq!(parsed("[word]\n"), (Vec::new(), vec![Code::UnknownKey]));
    }
}
