//! Words that return at the beginnings of lines: labels in a form that no grammar lists.

use std::collections::BTreeMap;

use super::BodyLine;
use crate::source::head::{beginnings, fold};

/// Longest such word, in characters.
const LONGEST: usize = 10;

/// True if most lines begin with one of a few short words and a mark or space after it: `记者,`,
/// `Q. `, `speaker: `. Somebody speaks there, and it cannot be told who.
pub fn has_openings(lines: &[BodyLine<'_>]) -> bool {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut words = 0;
    for line in lines {
        let Some(first) = beginnings(line.text).into_iter().next() else { continue };
        words += 1;
        let length = first.iter().take_while(|c| c.is_alphanumeric()).count();
        let word: String = first[..length].iter().collect();
        let is_word = (1..=LONGEST).contains(&length)
            && length < first.len()
            && word.chars().any(char::is_alphabetic);
        if is_word {
            *seen.entry(fold(&word)).or_default() += 1;
        }
    }
    let returning: Vec<usize> =
        seen.values().filter(|count| **count >= 2).copied().collect();
    let lines: usize = returning.iter().sum();
    lines >= 4 && returning.len() <= 12 && lines * 5 >= words * 2
}
