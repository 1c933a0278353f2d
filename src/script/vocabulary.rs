//! Words for which the regions have words of their own: 软件 is 軟體 in Taiwan and 軟件 in Hong Kong.
//!
//! They are for a note beside a text. Conversion changes characters, never words, and a quotation
//! least of all. `vocabulary.txt` is the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Bitext;
use super::han::simplified_form;
use super::words::Words;

/// What the regions say, by the mainland's word.
static TABLE: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let lines = include_str!("vocabulary.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut columns = line.split('\t');
        Some((columns.next()?, [columns.next()?, columns.next()?]))
    };
    lines.filter_map(row).collect()
});

/// Cuts text so that the words of the table are words.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::new(TABLE.keys().map(|word| (*word, false))));

/// Longest word of the table, in characters.
const LONGEST: usize = 6;

/// A word of a text for which a region has a word of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionalWord {
    /// As the text has it.
    pub word: Bitext,
    /// What Taiwan says, in its characters.
    pub taiwan: &'static str,
    /// What Hong Kong says, in its characters.
    pub hong_kong: &'static str,
}

/// The words of a text, each once, in the order in which they come. None is found across two
/// words: 多数据此 has no 数据.
pub fn regional_words(text: &Bitext) -> Vec<RegionalWord> {
    let hant: Vec<char> = text.hant.chars().collect();
    let mut found: Vec<RegionalWord> = Vec::new();
    let mut before = 0;
    for range in WORDS.cut(&text.hans) {
        let chars: Vec<char> = text.hans[range].chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let Some((hans, [taiwan, hong_kong])) = longest(&chars[at..]) else {
                at += 1;
                continue;
            };
            let length = hans.chars().count();
            let same = |word: &str| word.chars().map(simplified_form).eq(hans.chars());
            if !(same(taiwan) && same(hong_kong))
                && found.iter().all(|known| known.word.hans != hans)
            {
                let shown = hant.iter().skip(before + at).take(length).collect();
                let word = Bitext { hans, hant: shown };
                found.push(RegionalWord { word, taiwan, hong_kong });
            }
            at += length;
        }
        before += chars.len();
    }
    found
}

/// The longest word of the table with which these characters begin.
fn longest(chars: &[char]) -> Option<(String, [&'static str; 2])> {
    (2..=chars.len().min(LONGEST)).rev().find_map(|length| {
        let word: String = chars[..length].iter().collect();
        let forms = *TABLE.get(word.as_str())?;
        Some((word, forms))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::opencc::{ERRATA, OpenCc};
    use crate::script::{Region, Script, from_hans, residue};

    #[test]
    fn every_row_has_each_word_in_its_script() {
        for (hans, forms) in TABLE.iter() {
            assert_eq!(residue(hans, Script::Hans), None, "{hans}");
            assert!((2..=LONGEST).contains(&hans.chars().count()), "{hans}");
            for form in forms {
                assert_eq!(residue(form, Script::Hant), None, "{form}");
                assert!(!form.is_empty() && !form.contains(' '), "{hans}");
            }
        }
        assert!(TABLE.len() >= 80, "{} words", TABLE.len());
    }

    #[test]
    fn words_are_found_once_and_whole() {
        let converter = OpenCc::new(ERRATA).expect("a temporary folder");
        let found = |hans: &str| {
            let text = from_hans(&converter, hans, Region::Tw);
            let words = regional_words(&text).into_iter();
            let words = words.map(|w| (w.word.hans, w.word.hant, w.taiwan, w.hong_kong));
            words.collect::<Vec<_>>()
        };
        let row = |hans: &str, hant: &str, taiwan, hong_kong| {
            (hans.to_owned(), hant.to_owned(), taiwan, hong_kong)
        };
        assert_eq!(
            found("软件、硬件和软件工程师"),
            [row("软件", "軟件", "軟體", "軟件"), row("硬件", "硬件", "硬體", "硬件")]
        );
        assert_eq!(
            found("程序员做人工智能"),
            [
                row("程序员", "程序員", "程式設計師", "程式員"),
                row("人工智能", "人工智能", "人工智慧", "人工智能"),
            ]
        );
        // Not across words, and not inside a word that is the same everywhere.
        for hans in ["多数据此认为", "大数据", "相信息息相关", ""] {
            assert_eq!(found(hans), [], "{hans}");
        }
    }
}
