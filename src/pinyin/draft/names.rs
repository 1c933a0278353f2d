//! Names of people that a project declares, as a draft spells them.

use std::collections::BTreeMap;

use super::lexicon::Lexicon;
use super::spelling::{capital, together};
use crate::pinyin::is_read;
use crate::pinyin::legal::readings;
use crate::pinyin::syllable::Syllable;

/// How people are addressed: a word of its own after a surname.
const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "太太", "夫人", "老师", "教授", "师傅", "博士", "医生", "大夫",
    "律师", "记者", "经理", "主任", "校长", "院长", "部长", "市长", "局长", "老板",
];

/// True for a word by which people are addressed, or that begins with one.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.iter().any(|title| word.starts_with(title))
}

/// How a surname is read that is read otherwise than the word.
pub(super) fn surname(c: char) -> Option<Syllable> {
    let (_, reading) = SURNAMES.iter().find(|(surname, _)| *surname == c)?;
    Syllable::parse(reading)
}

/// Surnames that are read otherwise than the word.
const SURNAMES: &[(char, &str)] = &[
    ('单', "shàn"),
    ('解', "xiè"),
    ('曾', "zēng"),
    ('任', "rén"),
    ('仇', "qiú"),
    ('区', "ōu"),
    ('查', "zhā"),
    ('华', "huà"),
    ('朴', "piáo"),
    ('盖', "gě"),
    ('纪', "jǐ"),
    ('宁', "nìng"),
    ('应', "yīng"),
    ('乐', "yuè"),
    ('翟', "zhái"),
    ('缪', "miào"),
    ('燕', "yān"),
    ('葛', "gě"),
    ('召', "shào"),
    ('覃', "qín"),
    ('盛', "shèng"),
    ('卜', "bǔ"),
    ('隗', "wěi"),
    ('冼', "xiǎn"),
    ('佴', "nài"),
    ('宓', "mì"),
];

/// How names are spelt, by their Simplified form.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Of pairs of a name in Simplified and in English; those that can be read from one of
    /// them: 钟鹤年 by "Zhong Henian", 贺师傅 by its title.
    pub(super) fn new<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        lexicon: &Lexicon,
    ) -> Self {
        let named = |(hans, english): (&str, &str)| {
            let chars: Vec<char> = hans.chars().collect();
            if chars.len() < 2 || !chars.iter().all(|c| is_read(*c)) {
                return None;
            }
            let name = by_english(&chars, english).or_else(|| by_title(hans, lexicon))?;
            Some((hans.to_owned(), name))
        };
        Self(pairs.into_iter().filter_map(named).collect())
    }

    pub(super) fn get(&self, word: &str) -> Option<&str> {
        self.0.get(word).map(String::as_str)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The reading that the English name spells, its words and capitals kept; `None` if it is not
/// the pinyin of these characters.
fn by_english(chars: &[char], english: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = chars;
    for word in english.split_whitespace() {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let read = spelling(rest, &letters.to_lowercase().replace('ü', "v"))?;
        rest = &rest[read.len()..];
        let spelt = together(&read);
        words.push(match word.starts_with(char::is_uppercase) {
            true => capital(&spelt),
            false => spelt,
        });
    }
    rest.is_empty().then(|| words.join(" "))
}

/// Readings of the first characters whose letters make up a word.
fn spelling(chars: &[char], letters: &str) -> Option<Vec<Syllable>> {
    if letters.is_empty() {
        return Some(Vec::new());
    }
    let (first, others) = chars.split_first()?;
    readings(*first).iter().filter_map(|reading| Syllable::parse(reading)).find_map(
        |syllable| {
            let plain = syllable.letters().replace('ü', "v");
            let rest = [plain.clone(), plain.replace('v', "u")];
            let rest =
                rest.iter().find_map(|plain| letters.strip_prefix(plain.as_str()))?;
            let mut read = vec![syllable];
            read.extend(spelling(others, rest)?);
            Some(read)
        },
    )
}

/// A surname and a title.
fn by_title(hans: &str, lexicon: &Lexicon) -> Option<String> {
    let title = TITLES.iter().find(|title| hans.ends_with(**title))?;
    let mut surname = hans.strip_suffix(title)?.chars();
    let (surname, None) = (surname.next()?, surname.next()) else { return None };
    let first = self::surname(surname).or_else(|| lexicon.alone(surname))?;
    let title = lexicon.read(title)?.syllables;
    Some(format!("{} {}", capital(&first.pinyin()), together(&title)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_by_their_english_or_their_title() {
        let pairs = [
            ("钟鹤年", "Zhong Henian"),
            ("吕单", "Lü Shan"),
            ("贺师傅", "Master He"),
            ("曾老师", "Mr Zeng"),
            ("记者", "the interviewer"),
            ("西安人", "Xi'an Ren"),
        ];
        let names = Names::new(pairs, &Lexicon::new());
        let spelt = |name: &str| names.get(name);
        assert_eq!(spelt("钟鹤年"), Some("Zhōng Hènián"));
        assert_eq!(spelt("贺师傅"), Some("Hè shīfu"));
        assert_eq!(spelt("曾老师"), Some("Zēng lǎoshī"));
        assert_eq!(spelt("记者"), None);
        assert_eq!(spelt("西安人"), Some("Xī'ān Rén"));
        assert!(spelt("吕单").is_some_and(|spelt| spelt.starts_with("Lǚ Sh")));
    }
}
