//! Where words stand in a text of the deck, by characters.

use crate::script::han::same_but_for_region;
use crate::script::{Bitext, Script};
use crate::text::CharRange;

/// Every place where `needle` stands in a text of this script; places
/// may overlap, 哈哈 stands twice in 哈哈哈. In Traditional, the forms of either region will do.
pub(super) fn occurrences(text: &str, needle: &str, script: Script) -> Vec<CharRange> {
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
    found.map(|(at, _)| CharRange::new(at, at + needle.len())).collect()
}

/// The only one of them.
pub(super) fn only_occurrence(
    text: &str,
    needle: &str,
    script: Script,
) -> Option<CharRange> {
    match occurrences(text, needle, script)[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The same characters of the other script's text; conversion keeps their number.
pub(super) fn same_chars(text: &Bitext, chars: CharRange) -> Option<Bitext> {
    let equal = text.hans.chars().count() == text.hant.chars().count();
    equal.then(|| Bitext { hans: chars.of(&text.hans), hant: chars.of(&text.hant) })
}
