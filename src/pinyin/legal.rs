//! Whether a syllable is a reading of its character.
//!
//! The readings of single characters are those of the crate `pinyin` (pinyin-data, from
//! Unihan and dictionaries), which knows several for one character. Its neutral tones are
//! few, because a neutral tone belongs to words: those are in `neutral.txt`. Rules of our
//! own are few and said here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ::pinyin::ToPinyinMulti as _;

use super::align::Pair;
use super::draft::lexicon::Lexicon;
use super::syllable::{Syllable, Tone};

/// How a syllable fits its character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It is a known reading, or nothing is known of the character.
    Known,
    /// Without its tone it is a known reading; but neither the character nor a word around
    /// it is known to have the neutral tone.
    Toneless,
    /// The character, in the script that says so, is read otherwise: these are known.
    Otherwise(char, Vec<String>),
}

/// Characters that are read in their citation tone wherever they stand. Dictionaries write
/// no sandhi; 不 has old readings besides.
const CITATION: &[(char, &str)] = &[('一', "yī"), ('不', "bù")];

/// Readings that the crate lacks. 欸 ế: 现代汉语词典; 嗯 ńg ňg ǹg, 靓 liàng, 么 ma (as 吗): the
/// same; 麼 má (幹麼): 教育部重編國語辭典.
const FURTHER: &[(char, &[&str])] = &[
    ('欸', &["ế", "ê̌", "ề", "ê̄"]),
    ('嗯', &["ńg", "ňg", "ǹg"]),
    ('著', &["zhe"]),
    ('靓', &["liàng"]),
    ('靚', &["liàng"]),
    ('么', &["má", "ma"]),
    ('麼', &["má", "ma"]),
];

/// Particles, suffixes and complements that are toneless after another word, the last row
/// where usage leaves the choice.
const NEUTRAL: &str = "的地得了着过著過吗嗎呢吧啊呀嘛啦哦呗唄么麼们們子头頭个個\
                       里裡裏上下来來去边邊面";

/// Words with a syllable in the neutral tone, as (characters, which of them); and whether
/// they always have it.
static WORDS: LazyLock<BTreeMap<(String, usize), bool>> = LazyLock::new(|| {
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

/// What stands in `neutral.txt` before the words that have the neutral tone by choice.
const BY_CHOICE: &str = "# By choice:";

/// Longest word of the word list that is looked for, in characters.
const LONGEST_LISTED: usize = 8;

/// Longest word of `neutral.txt`, in characters.
const LONGEST: usize = 4;

/// How the syllable of `pair` fits its character in a Simplified text.
pub fn fit(text: &[char], pair: &Pair) -> Fit {
    let written = pair.syllable.pinyin();
    let (hans, hant) = pair.han;
    if let Some((_, only)) = CITATION.iter().find(|(c, _)| *c == hans) {
        return match written == *only {
            true => Fit::Known,
            false => Fit::Otherwise(hans, vec![(*only).to_owned()]),
        };
    }
    let mut toneless = false;
    for c in [hans, hant] {
        if is_reading(c, &written) {
            continue;
        }
        let known = readings(c);
        if known.is_empty() {
            continue;
        }
        let neutral = pair.syllable.tone() == Tone::Neutral
            && known.iter().any(|reading| {
                Syllable::parse(reading)
                    .is_some_and(|known| known.letters() == pair.syllable.letters())
            });
        if !neutral {
            return Fit::Otherwise(c, known);
        }
        toneless = true;
    }
    match toneless && !may_be_neutral(text, pair) {
        true => Fit::Toneless,
        false => Fit::Known,
    }
}

fn may_be_neutral(text: &[char], pair: &Pair) -> bool {
    if NEUTRAL.contains(pair.han.0) && pair.at > 0 {
        return true;
    }
    // Reduplicated: 爸爸, 看看.
    if pair.at > 0 && text.get(pair.at - 1) == text.get(pair.at) {
        return true;
    }
    words_around(text, pair.at).any(|word| WORDS.contains_key(&word))
}

/// True if the character belongs to a word in which it always has the neutral tone.
pub(super) fn is_always_neutral(text: &[char], at: usize) -> bool {
    words_around(text, at).any(|word| WORDS.get(&word) == Some(&true))
}

/// The words that may be around a character, each with its place in them.
fn words_around(text: &[char], at: usize) -> impl Iterator<Item = (String, usize)> {
    let words = (0..LONGEST).flat_map(|before| (2..=LONGEST).map(move |n| (before, n)));
    let words = words.filter(move |(before, n)| before < n && *before <= at);
    words.filter_map(move |(before, n)| {
        let from = at - before;
        Some((text.get(from..from + n)?.iter().collect(), before))
    })
}

/// A word of the list that is read otherwise than a line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherReading {
    /// The word.
    pub word: String,
    /// Its syllables in the line, first and one past the last of the pairs.
    pub pairs: (usize, usize),
    /// How the list has it.
    pub known: Vec<Syllable>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// The words of a Simplified text, longest first from the left, that the word list reads
/// otherwise. A missing or additional neutral tone is no other reading; and characters that
/// the line has in two words, or in a longer one, are no word of the list: 不过当 is
/// `bùguò dāng`, not 过当.
pub fn other_readings(text: &[char], line: &str, pairs: &[Pair]) -> Vec<OtherReading> {
    let letter = |c: char| c.is_alphabetic() || c == '\'';
    let whole = |first: &Pair, last: &Pair| {
        !line[..first.span.start].ends_with(letter)
            && !line[last.span.end..].starts_with(letter)
    };
    let mut found = Vec::new();
    let mut next = 0;
    while next < pairs.len() {
        let from = pairs[next].at;
        // Characters that are read, without a mark or a Latin word between them.
        let run = pairs[next..].iter().zip(from..).take_while(|(pair, at)| pair.at == *at);
        let run = run.count().min(LONGEST_LISTED);
        let begins = match text.get(from..from + run) {
            Some([first, second, ..]) => LEXICON.begins(*first, *second),
            _ => false,
        };
        let run = if begins { run } else { 0 };
        let known = (2..=run).rev().find_map(|n| {
            let word: String = text.get(from..from + n)?.iter().collect();
            LEXICON.word(&word).map(|known| (word, known.syllables))
        });
        let Some((word, known)) = known else {
            next += 1;
            continue;
        };
        let end = next + known.len();
        let same = |typed: &Syllable, known: &Syllable| {
            typed == known
                || typed.letters() == known.letters()
                    && [typed.tone(), known.tone()].contains(&Tone::Neutral)
        };
        let typed = pairs[next..end].iter().map(|pair| pair.syllable);
        if whole(&pairs[next], &pairs[end - 1])
            && !typed.zip(&known).all(|(typed, known)| same(&typed, known))
        {
            found.push(OtherReading { word, pairs: (next, end), known });
        }
        next = end;
    }
    found
}

/// True if it is one of [`readings`]; nothing is allocated for the usual answer.
fn is_reading(c: char, written: &str) -> bool {
    let further = || FURTHER.iter().any(|(of, all)| *of == c && all.contains(&written));
    c.to_pinyin_multi().into_iter().flatten().any(|known| known.with_tone() == written)
        || further()
}

/// All known readings of a character, with tone marks.
pub fn readings(c: char) -> Vec<String> {
    let listed = c.to_pinyin_multi().into_iter().flatten();
    let mut known: Vec<String> = listed.map(|p| p.with_tone().to_owned()).collect();
    let further = FURTHER.iter().filter(|(of, _)| *of == c).flat_map(|(_, all)| *all);
    known.extend(further.map(|reading| (*reading).to_owned()));
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pinyin::align;
    use crate::script::Bitext;

    fn fits(hans: &str, hant: &str, line: &str) -> Vec<Fit> {
        let text = Bitext { hans: hans.to_owned(), hant: hant.to_owned() };
        let chars: Vec<char> = hans.chars().collect();
        let pairs = align(&text, line).expect("aligned");
        pairs.iter().map(|pair| fit(&chars, pair)).filter(|f| *f != Fit::Known).collect()
    }

    #[test]
    fn known_readings_pass_and_others_do_not() {
        assert_eq!(fits("重新长大", "重新長大", "chóngxīn zhǎngdà"), []);
        assert_eq!(fits("我们的朋友觉得", "我們的朋友覺得", "wǒmen de péngyou juéde"), []);
        assert_eq!(fits("爸爸什么时候", "爸爸什麼時候", "bàba shénme shíhou"), []);
        assert_eq!(fits("靓丽", "靚麗", "liànglì"), []);
        assert_eq!(fits("你干么", "你幹麼", "nǐ gànmá"), []);
        assert_eq!(fits("是么", "是麼", "shì ma"), []);
        assert!(matches!(
            fits("方案", "方案", "fāngàn")[..],
            [Fit::Otherwise('方', _), ..]
        ));
        assert_eq!(fits("技术", "技術", "jìshu"), [Fit::Toneless]);
    }

    #[test]
    fn the_traditional_character_narrows_the_reading() {
        assert_eq!(fits("头发", "頭髮", "tóufa"), []);
        assert!(matches!(fits("理发", "理髮", "lǐfā")[..], [Fit::Otherwise('髮', _)]));
        assert!(matches!(fits("一只", "一隻", "yī zhǐ")[..], [Fit::Otherwise('隻', _)]));
        assert_eq!(fits("意味着", "意味著", "yìwèizhe"), []);
    }

    #[test]
    fn words_of_the_list_are_read_as_wholes() {
        let other = |hans: &str, line: &str| -> Vec<String> {
            let text = Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
            let chars: Vec<char> = hans.chars().collect();
            let pairs = align(&text, line).expect("aligned");
            other_readings(&chars, line, &pairs)
                .into_iter()
                .map(|other| other.word)
                .collect()
        };
        assert_eq!(other("我们重新开始", "wǒmen zhòngxīn kāishǐ"), ["重新"]);
        assert_eq!(other("我们重新开始", "wǒmen chóngxīn kāishǐ"), Vec::<String>::new());
        assert_eq!(other("银，行业", "yín, hángyè"), Vec::<String>::new());
        assert_eq!(other("这个", "zhè gè"), Vec::<String>::new());
        assert_eq!(other("不过当一个", "bùguò dāng yī gè"), Vec::<String>::new());
    }

    #[test]
    fn one_and_not_keep_their_citation_tones() {
        assert!(matches!(fits("一个", "一個", "yí gè")[..], [Fit::Otherwise('一', _)]));
        assert!(matches!(fits("不会", "不會", "bú huì")[..], [Fit::Otherwise('不', _)]));
    }
}
