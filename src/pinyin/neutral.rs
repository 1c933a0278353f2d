//! Words with a syllable in the neutral tone (`neutral.txt`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words with a syllable in the neutral tone, as (characters, which of them); and whether
/// they always have it.
pub(super) static WORDS: LazyLock<BTreeMap<(String, usize), bool>> = LazyLock::new(|| {
    let mut always = true;
    let mut words = BTreeMap::new();
    for line in include_str!("neutral.txt").lines() {
        if line == BY_CHOICE {
            always = false;
        }
        let listed = line.split_whitespace().filter(|_| !line.starts_with('#'));
        for word in listed {
            let at = word.chars().position(|c| c == '·').unwrap_or(1);
            words.entry((word.replace('·', ""), at)).or_insert(always);
        }
    }
    words
});

/// True if the character belongs to a word in which it always has the neutral tone.
pub(super) fn is_always_neutral(text: &[char], at: usize) -> bool {
    words_around(text, at).any(|word| WORDS.get(&word) == Some(&true))
}

/// The words that may be around a character, each with its place in them.
pub(super) fn words_around(
    text: &[char],
    at: usize,
) -> impl Iterator<Item = (String, usize)> {
    let words = (0..LONGEST).flat_map(|before| (2..=LONGEST).map(move |n| (before, n)));
    let words = words.filter(move |(before, n)| before < n && *before <= at);
    words.filter_map(move |(before, n)| {
        let from = at - before;
        Some((text.get(from..from + n)?.iter().collect(), before))
    })
}

/// What stands in `neutral.txt` before the words that have the neutral tone by choice.
const BY_CHOICE: &str = "# By choice:";

/// Longest word of `neutral.txt`, in characters.
const LONGEST: usize = 4;
