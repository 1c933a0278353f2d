//! What may have been meant by a word that is not known.

use super::alike::did_you_mean;
use super::{Code, Diagnostic};
use crate::text::Span;

/// Names that a message lists at most.
const LISTED: usize = 5;

/// Longest word that is compared, in characters: ids and keys have at most 60, and comparing takes
/// the square of the length.
const LONGEST_WORD: usize = 64;

/// "Unknown key", with the nearest one that is known there.
pub(super) fn unknown_key(
    file: &str,
    name: &str,
    span: Span,
    known: &[&str],
) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`"))
        .at(file, span, "");
    match closest(name, known) {
        Some(near) => diagnostic.hint(did_you_mean(name, near)),
        None => diagnostic.hint(format!("known here: {}", known.join(", "))),
    }
}

/// The first few of some names, and how many there are if these are not all.
pub fn first_of(names: &[&str]) -> String {
    match names.get(..LISTED) {
        Some(few) if names.len() > LISTED => {
            format!("{}, … ({} in all)", few.join(", "), names.len())
        }
        _ => names.join(", "),
    }
}

/// The known word that is nearest to `word`, if any is near.
pub fn closest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let is_short = |word: &str| word.chars().nth(LONGEST_WORD).is_none();
    if !is_short(word) {
        return None;
    }
    let known = known.iter().filter(|k| is_short(k));
    let scored = known.map(|k| (similar::TextDiff::from_chars(word, *k).ratio(), *k));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.6).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_long_ones_not_compared() {
        assert_eq!(closest("quotte", &["theme", "quote"]), Some("quote"));
        assert_eq!(closest("xyz", &["theme", "quote"]), None);
        let (long, longer) = ("a".repeat(LONGEST_WORD + 1), "a".repeat(LONGEST_WORD + 2));
        assert_eq!(closest(&long, &[&longer]), None);
        assert_eq!(closest(&long[2..], &[&long[1..]]), Some(&long[1..]));
    }
}
