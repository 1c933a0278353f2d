//! Where words stand in a text of the deck, by characters.

use crate::script::han::same_but_for_region;
use crate::script::{Bitext, Script};

/// Character positions of every place where `needle` stands in a text of this script; places
/// may overlap, 哈哈 stands twice in 哈哈哈. In Traditional, the forms of either region will do.
pub(super) fn occurrences(text: &str, needle: &str, script: Script) -> Vec<(usize, usize)> {
    let text: Vec<char> = text.chars().collect();
    let needle: Vec<char> = needle.chars().collect();
    if needle.is_empty() {
        return Vec::new();
    }
    let same = |(a, b): (&char, &char)| match script {
        Script::Hans => a == b,
        Script::Hant => same_but_for_region(*a, *b),
    };
    let windows = text.windows(needle.len()).enumerate();
    let found = windows.filter(|(_, window)| window.iter().zip(&needle).all(same));
    found.map(|(at, _)| (at, at + needle.len())).collect()
}

/// The only one of them.
pub(super) fn only_occurrence(
    text: &str,
    needle: &str,
    script: Script,
) -> Option<(usize, usize)> {
    match occurrences(text, needle, script)[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The same characters of the other script's text; conversion keeps their number.
pub(super) fn same_chars(text: &Bitext, (from, to): (usize, usize)) -> Option<Bitext> {
    let part = |text: &str| -> String { text.chars().skip(from).take(to - from).collect() };
    let equal = text.hans.chars().count() == text.hant.chars().count();
    equal.then(|| Bitext { hans: part(&text.hans), hant: part(&text.hant) })
}
