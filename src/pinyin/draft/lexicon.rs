//! What is known of words and characters: for drafts, and to hold typed pinyin to.
//!
//! * `words.txt`: words with a reading or a spelling of their own, names. Our own.
//! * `corrections.txt`: words that the next has wrong or lacks, words with several readings.
//!   Our own.
//! * `phrases.txt`: phrases that are not read as their characters one by one, made from
//!   pypinyin's list (MIT) by `make_phrases.py`.
//! * `usual.txt`: words that are read as their characters one by one, although those are often
//!   read otherwise.
//! * `neutral.txt`: words with a neutral tone. Our own.
//! * `characters.txt`: characters with several readings, inside a word and alone. Our own.
//! * `common.txt`: words that are no names although jieba's dictionary says so. Our own.
//! * `standard.txt`: where the standard dictionaries differ from the next, made from Unihan by
//!   `make_standard.py`.
//! * Everything else has the first reading of the crate `pinyin`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ::pinyin::ToPinyin as _;

use crate::pinyin::align::align;
use crate::pinyin::neutral;
use crate::pinyin::syllable::{Syllable, Tone};
use crate::script::Bitext;

const PHRASES: &str = include_str!("phrases.txt");
const CORRECTIONS: &str = include_str!("corrections.txt");
const USUAL: &str = include_str!("usual.txt");
const STANDARD: &str = include_str!("standard.txt");
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

/// A word, or a part of one, and what is known of its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pinyin) struct Listed {
    /// How many characters it has.
    pub(in crate::pinyin) length: usize,
    /// Its readings, the usual one first; none if the tables do not decide.
    pub(in crate::pinyin) readings: Vec<Vec<Syllable>>,
    /// It is one word even where a line has it in two.
    pub(in crate::pinyin) apart: bool,
}

/// How a table has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// Of `corrections.txt`: readings with `|` between them.
    Correction(&'static str),
    /// Of `phrases.txt`.
    Phrase(&'static str),
    /// Of `usual.txt`: read as its characters.
    Usual,
}

/// Longest word of the tables that is looked for, in characters.
pub(in crate::pinyin) const LONGEST_LISTED: usize = 12;

pub(in crate::pinyin) struct Lexicon {
    words: BTreeMap<&'static str, Known>,
    listed: BTreeMap<&'static str, Entry>,
    characters: BTreeMap<char, Character>,
    /// Characters whose reading inside a word no table has is not certain.
    uncertain: BTreeSet<char>,
    common: BTreeSet<&'static str>,
    /// The first two characters of every word, sorted: most places of a text begin none.
    starts: Vec<(char, char)>,
}

/// One for all: loading it takes a moment.
pub(in crate::pinyin) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// Lines of a table, without comments.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The readings of the standard dictionaries that `standard.txt` has of a character, the
/// usual one first.
pub(in crate::pinyin) fn standard_readings(c: char) -> impl Iterator<Item = &'static str> {
    static TABLE: LazyLock<BTreeMap<char, &'static str>> = LazyLock::new(|| {
        let line = |line: &'static str| {
            let (c, readings) = line.split_once(' ')?;
            Some((c.chars().next()?, readings))
        };
        lines(STANDARD).filter_map(line).collect()
    });
    TABLE.get(&c).into_iter().flat_map(|readings| readings.split(' '))
}

/// The readings that a character has in the words of `phrases.txt` and `corrections.txt`: 懒洋洋
/// is also lǎnyāngyāng.
pub(in crate::pinyin) fn word_readings(c: char) -> impl Iterator<Item = Syllable> {
    static TABLE: LazyLock<BTreeMap<char, Vec<Syllable>>> = LazyLock::new(|| {
        let mut found: BTreeMap<char, Vec<Syllable>> = BTreeMap::new();
        let lines = lines(PHRASES).chain(lines(CORRECTIONS));
        for (word, read) in lines.filter_map(|line| line.split_once('\t')) {
            for read in read.split(" | ") {
                for (c, written) in word.chars().zip(read.split(' ')) {
                    let known = found.entry(c).or_default();
                    if let Some(syllable) = Syllable::parse(written)
                        && syllable.tone() != Tone::Neutral
                        && !known.contains(&syllable)
                    {
                        known.push(syllable);
                    }
                }
            }
        }
        found
    });
    TABLE.get(&c).into_iter().flatten().copied()
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
        let mut usual = lines(USUAL);
        let uncertain = usual.next().unwrap_or_default().chars().collect();
        let usual = usual.flat_map(|line| line.split(' ')).map(|word| (word, Entry::Usual));
        let phrases = lines(PHRASES).filter_map(|line| line.split_once('\t'));
        let phrases = phrases.map(|(word, read)| (word, Entry::Phrase(read)));
        let corrections = lines(CORRECTIONS).filter_map(|line| line.split_once('\t'));
        let corrections = corrections.map(|(word, read)| (word, Entry::Correction(read)));
        // What comes later decides.
        let listed: BTreeMap<_, _> = usual.chain(phrases).chain(corrections).collect();
        let start = |word: &&str| {
            let mut chars = word.chars();
            Some((chars.next()?, chars.next()?))
        };
        let mut starts: Vec<_> =
            words.keys().filter_map(start).chain(listed.keys().filter_map(start)).collect();
        starts.sort_unstable();
        starts.dedup();
        let common = lines(COMMON).flat_map(str::split_whitespace).collect();
        let characters = lines(CHARACTERS).filter_map(character).collect();
        Self { words, listed, characters, uncertain, common, starts }
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
        let chars: Vec<char> = word.chars().collect();
        let syllables = self.listed(&chars)?.readings.into_iter().next()?;
        Some(Known { syllables, spelt: None })
    }

    /// The readings of a word that is known as a whole.
    pub(in crate::pinyin) fn listed(&self, chars: &[char]) -> Option<Listed> {
        let word: String = chars.iter().collect();
        let of = |readings, apart| Listed { length: chars.len(), readings, apart };
        let readings = |read: &str| -> Option<Vec<Vec<Syllable>>> {
            read.split(" | ").map(|read| one_by_one(chars, read)).collect()
        };
        if let Some(known) = self.words.get(word.as_str()) {
            let mut all = vec![known.syllables.clone()];
            if let Some(Entry::Correction(read)) = self.listed.get(word.as_str()) {
                all.extend(readings(read).into_iter().flatten());
            }
            return Some(of(all, true));
        }
        match self.listed.get(word.as_str())? {
            Entry::Correction(read) => Some(of(readings(read)?, false)),
            Entry::Phrase(read) => Some(of(readings(read)?, true)),
            Entry::Usual => {
                let read: Option<Vec<_>> = chars.iter().map(|c| self.in_word(*c)).collect();
                Some(of(vec![read?], false))
            }
        }
    }

    /// The longest known parts of a word from the left, and its other characters one by one,
    /// with a reading where there is but one inside words.
    pub(in crate::pinyin) fn parts(&self, word: &[char]) -> Vec<Listed> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < word.len() {
            let part = self.part(&word[at..]).unwrap_or_else(|| {
                let c = word[at];
                let read = match self.uncertain.contains(&c) {
                    true => None,
                    false => self.within(word, at),
                };
                let readings = read.map(|syllable| vec![syllable]).into_iter().collect();
                Listed { length: 1, readings, apart: false }
            });
            at += part.length;
            parts.push(part);
        }
        parts
    }

    /// For each character of a word, whether a table or the word itself decides how it is read.
    pub(super) fn decided(&self, word: &str) -> Vec<bool> {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() > 1 && self.word(word).is_some() {
            return vec![true; chars.len()];
        }
        let mut decided = Vec::with_capacity(chars.len());
        while decided.len() < chars.len() {
            let at = decided.len();
            match self.part(&chars[at..]) {
                Some(part) => decided.extend(std::iter::repeat_n(true, part.length)),
                None => decided.push(false),
            }
        }
        decided
    }

    /// The longest known word at the beginning of some characters.
    fn part(&self, rest: &[char]) -> Option<Listed> {
        let [first, second, ..] = rest else { return None };
        if !self.begins(*first, *second) {
            return None;
        }
        (2..=rest.len().min(LONGEST_LISTED)).rev().find_map(|n| self.listed(&rest[..n]))
    }

    /// A character of a word that no table has.
    fn within(&self, word: &[char], at: usize) -> Option<Syllable> {
        /// What stands before 只 that counts: 三只, 几千只.
        const COUNT: &str = "一二两三四五六七八九十百千万几多数半每〇零";
        match (word[at], at.checked_sub(1).map(|at| word[at])) {
            // 子 begins no suffix: 子公司, 子女.
            ('子', None) => Syllable::new("zi", Tone::Third),
            ('只', Some(before)) if COUNT.contains(before) && at + 1 == word.len() => {
                Syllable::new("zhi", Tone::First)
            }
            (c, _) => self.in_word(c),
        }
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
            let at = syllables.len();
            match self.part(&chars[at..]).and_then(|part| part.readings.into_iter().next())
            {
                Some(read) => syllables.extend(read),
                None => syllables.push(self.within(&chars, at)?),
            }
        }
        Some(neutral(word, Known { syllables, spelt: None }))
    }
}

/// The first reading that is known of a character.
fn first_reading(c: char) -> Option<Syllable> {
    if let Some(standard) = standard_readings(c).next() {
        return Syllable::parse(standard);
    }
    c.to_pinyin().and_then(|reading| Syllable::parse(reading.with_tone()))
}

/// Puts the syllables that a dictionary has as neutral in that tone.
fn neutral(word: &str, mut known: Known) -> Known {
    if known.spelt.is_none() {
        let chars: Vec<char> = word.chars().collect();
        for (at, syllable) in known.syllables.iter_mut().enumerate() {
            if neutral::is_always_neutral(&chars, at) {
                *syllable = syllable.with_tone(Tone::Neutral);
            }
        }
    }
    known
}

/// Syllables with spaces between them, one for each character. A neutral er is what 儿 does to
/// the syllable before it.
fn one_by_one(chars: &[char], read: &str) -> Option<Vec<Syllable>> {
    let read = chars.iter().zip(read.split(' ')).map(|(c, written)| match (c, written) {
        ('儿', "er") => Syllable::erhua(),
        _ => Syllable::parse(written),
    });
    let read: Vec<_> = read.collect::<Option<_>>()?;
    (read.len() == chars.len()).then_some(read)
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
        for (table, used) in
            [(WORDS, lexicon.words.len()), (CHARACTERS, lexicon.characters.len())]
        {
            assert_eq!(lines(table).count(), used);
        }
        let of =
            |kind: fn(&Entry) -> bool| lexicon.listed.values().filter(|e| kind(e)).count();
        let corrections = of(|entry| matches!(entry, Entry::Correction(_)));
        assert_eq!(lines(CORRECTIONS).count(), corrections);
        for (word, entry) in &lexicon.listed {
            let chars: Vec<char> = word.chars().collect();
            assert!(chars.len() > 1, "{word}");
            assert!(lexicon.listed(&chars).is_some(), "{word} {entry:?}");
        }
        for line in lines(STANDARD) {
            let (_, readings) = line.split_once(' ').expect("readings");
            for reading in readings.split(' ') {
                assert!(Syllable::parse(reading).is_some(), "{line}");
            }
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
