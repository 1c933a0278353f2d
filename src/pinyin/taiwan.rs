//! How Taiwan reads characters and words otherwise than the Mainland.
//!
//! `taiwan.txt` says where it is from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::syllable::Syllable;

struct Table {
    /// The readings of a character, as the Mainland has them and as Taiwan does.
    characters: BTreeMap<char, Vec<(Syllable, Syllable)>>,
    words: BTreeMap<&'static str, Vec<Syllable>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { characters: BTreeMap::new(), words: BTreeMap::new() };
    let lines = include_str!("taiwan.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((word, read)) = line.split_once('\t') else { continue };
        let mut chars = word.chars();
        match (chars.next(), chars.next(), read.split_once(" > ")) {
            (Some(c), None, Some((from, to))) => {
                if let (Some(from), Some(to)) = (Syllable::parse(from), Syllable::parse(to))
                {
                    table.characters.entry(c).or_default().push((from, to));
                }
            }
            _ => {
                let read = read.split(' ').map(Syllable::parse);
                if let Some(read) = read.collect() {
                    table.words.insert(word, read);
                }
            }
        }
    }
    table
});

/// Characters of the longest word of the table.
const LONGEST: usize = 4;

/// True if Taiwan reads a character so, alone or in a word of the table.
pub(super) fn is_reading(c: char, syllable: Syllable) -> bool {
    static WORDS: LazyLock<BTreeMap<char, Vec<Syllable>>> = LazyLock::new(|| {
        let mut found: BTreeMap<char, Vec<Syllable>> = BTreeMap::new();
        for (word, read) in &TABLE.words {
            for (c, syllable) in word.chars().zip(read) {
                found.entry(c).or_default().push(*syllable);
            }
        }
        found
    });
    let characters = TABLE.characters.get(&c).into_iter().flatten();
    characters.map(|(_, to)| to).any(|to| *to == syllable)
        || WORDS.get(&c).is_some_and(|read| read.contains(&syllable))
}

/// Reads a word as Taiwan does, from how the Mainland does; true if that is otherwise.
pub(super) fn read(word: &str, syllables: &mut [Syllable]) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let before = syllables.to_vec();
    let mut at = 0;
    while at < chars.len().min(syllables.len()) {
        let rest = &chars[at..];
        let known = (1..=LONGEST.min(rest.len())).rev().find_map(|n| {
            let part: String = rest[..n].iter().collect();
            // 和 alone is hàn, 和平 is not.
            TABLE.words.get(part.as_str()).filter(|_| n > 1 || chars.len() == 1)
        });
        if let Some(read) = known {
            for (place, syllable) in syllables[at..].iter_mut().zip(read) {
                *place = *syllable;
            }
            at += read.len();
            continue;
        }
        let rows = TABLE.characters.get(&chars[at]).into_iter().flatten();
        if let Some((_, to)) = rows.into_iter().find(|(from, _)| *from == syllables[at]) {
            syllables[at] = *to;
        }
        at += 1;
    }
    before != syllables
}

/// The same for every reading of a word that is known.
pub(super) fn replace(word: &str, readings: &mut [Vec<Syllable>]) {
    for reading in readings {
        read(word, reading);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_used() {
        let lines = include_str!("taiwan.txt").lines();
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines.clone() {
            let read = line.split_once('\t').expect("a tab").1;
            let mut read = read.split(' ').filter(|part| *part != ">");
            assert!(read.all(|written| Syllable::parse(written).is_some()), "{line}");
        }
        let characters: usize = TABLE.characters.values().map(Vec::len).sum();
        assert_eq!(lines.count(), characters + TABLE.words.len());
        for (word, read) in &TABLE.words {
            assert_eq!(word.chars().count(), read.len(), "{word}");
            assert!(read.len() <= LONGEST, "{word}");
        }
    }
}
