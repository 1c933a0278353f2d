//! What is known of words and characters: for drafts, and to hold typed pinyin to.
//!
//! * `words.txt`: words with a reading or a spelling of their own, names. Our own.
//! * `phrases.txt`: phrases that are not read as their characters one by one, made from
//!   pypinyin's list (MIT) by `make_phrases.py`.
//! * `neutral.txt`: words with a neutral tone. Our own.
//! * `characters.txt`: characters with several readings, inside a word and alone. Our own.
//! * `common.txt`: words that are no names although jieba's dictionary says so. Our own.
//! * Everything else has the first reading of the crate `pinyin`.

use std::collections::{BTreeMap, BTreeSet};

use ::pinyin::ToPinyin as _;

use crate::pinyin::align::align;
use crate::pinyin::legal;
use crate::pinyin::syllable::{Syllable, Tone};
use crate::script::Bitext;

const PHRASES: &str = include_str!("phrases.txt");
const WORDS: &str = include_str!("words.txt");
const COMMON: &str = include_str!("common.txt");
const CHARACTERS: &str = include_str!("characters.txt");

/// Simplified characters whose readings Traditional tells apart.
const BY_TRADITIONAL: &[(char, char, &str)] = &[
    ('干', '乾', "gān"),
    ('干', '干', "gān"),
    ('干', '幹', "gàn"),
    ('发', '發', "fā"),
    ('发', '髮', "fà"),
    ('只', '隻', "zhī"),
    ('只', '只', "zhǐ"),
    ('斗', '鬥', "dòu"),
    ('斗', '斗', "dǒu"),
    ('卷', '捲', "juǎn"),
    ('卷', '卷', "juàn"),
    ('划', '劃', "huà"),
    ('划', '划', "huá"),
    ('尽', '儘', "jǐn"),
    ('尽', '盡', "jìn"),
    ('纤', '縴', "qiàn"),
    ('纤', '纖', "xiān"),
    ('佣', '傭', "yōng"),
    ('佣', '佣', "yòng"),
    ('脏', '臟', "zàng"),
    ('脏', '髒', "zāng"),
    ('背', '揹', "bēi"),
    ('了', '瞭', "liǎo"),
    ('别', '彆', "biè"),
    ('吁', '籲', "yù"),
    ('累', '纍', "léi"),
    ('占', '佔', "zhàn"),
    ('几', '几', "jī"),
    ('几', '幾', "jǐ"),
    ('朴', '樸', "pǔ"),
];

/// How a character of several readings is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Character {
    in_word: Syllable,
    alone: Syllable,
    /// True if its reading alone depends on the sentence.
    pub(super) doubtful: bool,
}

/// How a word is read and spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pinyin) struct Known {
    pub(in crate::pinyin) syllables: Vec<Syllable>,
    /// Set if its spelling is not the syllables written together.
    pub(super) spelt: Option<&'static str>,
}

pub(in crate::pinyin) struct Lexicon {
    words: BTreeMap<&'static str, Known>,
    phrases: BTreeMap<&'static str, &'static str>,
    characters: BTreeMap<char, Character>,
    common: BTreeSet<&'static str>,
    /// The first two characters of every word, sorted: most places of a text begin none.
    starts: Vec<(char, char)>,
}

/// Lines of a table, without comments.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Lexicon {
    pub(in crate::pinyin) fn new() -> Self {
        let character = |line: &str| {
            let mut parts = line.split(' ');
            let c = parts.next()?.chars().next()?;
            let in_word = Syllable::parse(parts.next()?)?;
            let alone = Syllable::parse(parts.next()?)?;
            let doubtful = parts.next() == Some("?");
            Some((c, Character { in_word, alone, doubtful }))
        };
        let word = |line: &'static str| {
            let (word, spelt) = line.split_once('\t')?;
            Some((word, Known { syllables: syllables(word, spelt)?, spelt: Some(spelt) }))
        };
        let words: BTreeMap<_, _> = lines(WORDS).filter_map(word).collect();
        let phrases: BTreeMap<_, _> =
            lines(PHRASES).filter_map(|line| line.split_once('\t')).collect();
        let start = |word: &&str| {
            let mut chars = word.chars();
            Some((chars.next()?, chars.next()?))
        };
        let mut starts: Vec<_> = words
            .keys()
            .filter_map(start)
            .chain(phrases.keys().filter_map(start))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let common = lines(COMMON).flat_map(str::split_whitespace).collect();
        let characters = lines(CHARACTERS).filter_map(character).collect();
        Self { words, phrases, characters, common, starts }
    }

    /// The words that have a reading or a spelling of their own.
    pub(super) fn terms(&self) -> impl Iterator<Item = &'static str> {
        self.words.keys().copied()
    }

    /// True if a known word begins with these two characters.
    pub(in crate::pinyin) fn begins(&self, first: char, second: char) -> bool {
        self.starts.binary_search(&(first, second)).is_ok()
    }

    /// A word that is known as a whole.
    pub(in crate::pinyin) fn word(&self, word: &str) -> Option<Known> {
        if let Some(known) = self.words.get(word) {
            return Some(known.clone());
        }
        let read = self.phrases.get(word)?.split(' ').map(Syllable::parse);
        let syllables = read.collect::<Option<Vec<_>>>()?;
        Some(Known { syllables, spelt: None })
    }

    /// True for a common word that jieba's dictionary has as the name of a place.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// How a Simplified character of several readings is read where the Traditional text has
    /// this one; `None` if that does not tell.
    pub(super) fn by_traditional(hans: char, hant: char) -> Option<Syllable> {
        let known = BY_TRADITIONAL.iter().find(|(s, t, _)| (*s, *t) == (hans, hant));
        known.and_then(|(_, _, reading)| Syllable::parse(reading))
    }

    pub(super) fn character(&self, c: char) -> Option<Character> {
        self.characters.get(&c).copied()
    }

    /// A character inside a word.
    pub(super) fn in_word(&self, c: char) -> Option<Syllable> {
        self.characters.get(&c).map(|known| known.in_word).or_else(|| first_reading(c))
    }

    /// A character that is a word by itself.
    pub(super) fn alone(&self, c: char) -> Option<Syllable> {
        self.characters.get(&c).map(|known| known.alone).or_else(|| first_reading(c))
    }

    /// Any word: known as a whole, else from the longest known parts and its characters.
    pub(super) fn read(&self, word: &str) -> Option<Known> {
        if let Some(known) = self.word(word) {
            return Some(neutral(word, known));
        }
        let chars: Vec<char> = word.chars().collect();
        if let [c] = chars[..] {
            return Some(Known { syllables: vec![self.alone(c)?], spelt: None });
        }
        let mut syllables = Vec::new();
        while syllables.len() < chars.len() {
            let rest = &chars[syllables.len()..];
            let part = (2..=rest.len()).rev().find_map(|n| {
                let part: String = rest[..n].iter().collect();
                self.word(&part)
            });
            match part {
                Some(part) => syllables.extend(part.syllables),
                // 子 begins no suffix: 子公司, 子女.
                None if rest[0] == '子' && syllables.is_empty() => {
                    syllables.push(Syllable::new("zi", Tone::Third)?);
                }
                None => syllables.push(self.in_word(rest[0])?),
            }
        }
        Some(neutral(word, Known { syllables, spelt: None }))
    }
}

/// The first reading that is known of a character.
fn first_reading(c: char) -> Option<Syllable> {
    c.to_pinyin().and_then(|reading| Syllable::parse(reading.with_tone()))
}

/// Puts the syllables that a dictionary has as neutral in that tone.
fn neutral(word: &str, mut known: Known) -> Known {
    if known.spelt.is_none() {
        let chars: Vec<char> = word.chars().collect();
        for (at, syllable) in known.syllables.iter_mut().enumerate() {
            if legal::is_always_neutral(&chars, at) {
                *syllable = syllable.with_tone(Tone::Neutral);
            }
        }
    }
    known
}

/// The syllables of a word as spelt in `words.txt`.
fn syllables(word: &str, spelt: &str) -> Option<Vec<Syllable>> {
    let text = Bitext { hans: word.to_owned(), hant: word.to_owned() };
    let pairs = align(&text, spelt).ok()?;
    Some(pairs.into_iter().map(|pair| pair.syllable).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_used() {
        let lexicon = Lexicon::new();
        for (table, used) in [
            (WORDS, lexicon.words.len()),
            (PHRASES, lexicon.phrases.len()),
            (CHARACTERS, lexicon.characters.len()),
        ] {
            assert_eq!(lines(table).count(), used);
        }
        for (phrase, read) in &lexicon.phrases {
            let parsed: Option<Vec<_>> = read.split(' ').map(Syllable::parse).collect();
            assert_eq!(
                parsed.map(|syllables| syllables.len()),
                Some(phrase.chars().count()),
                "{phrase} {read}"
            );
        }
    }

    #[test]
    fn words_are_read_by_their_longest_known_parts() {
        let lexicon = Lexicon::new();
        let read = |word: &str| -> String {
            let known = lexicon.read(word).expect(word);
            let written: Vec<String> = known.syllables.iter().map(|s| s.pinyin()).collect();
            written.join(" ")
        };
        assert_eq!(read("重新"), "chóng xīn");
        assert_eq!(read("一切"), "yī qiè");
        assert_eq!(read("不断"), "bù duàn");
        assert_eq!(read("时候"), "shí hou");
        assert_eq!(read("电子商务"), "diàn zǐ shāng wù");
        assert_eq!(read("地"), "de");
        assert_eq!(read("地铁"), "dì tiě");
        assert_eq!(read("技术"), "jì shù");
    }
}
