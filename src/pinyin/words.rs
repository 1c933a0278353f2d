//! Whether the words of a line are read as the tables have them: 中国 is Zhōngguó, although 中
//! is also zhòng.
//!
//! Which characters are a word is said by the line itself, which is written by word. A word
//! is held to the tables (`draft::lexicon`): as a whole if they have it, else by its longest
//! known parts, and by its single characters where these are read in one way inside words.
//! In a line that has a space after every syllable the longest words of the tables are
//! looked for.

use super::align::Pair;
use super::draft::lexicon::{LEXICON, LONGEST_LISTED, Listed};
use super::legal::Readings;
use super::syllable::{Syllable, Tone};
use super::taiwan;

/// A word that the tables read otherwise than a line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherReading {
    /// The word, or the part of it that is read otherwise.
    pub word: String,
    /// Its syllables in the line, first and one past the last of the pairs.
    pub pairs: (usize, usize),
    /// The word of the line that it is in.
    pub within: String,
    /// How the tables have it; if it has several readings, the first.
    pub known: Vec<Syllable>,
}

/// Characters that a speaker may read in either way in any word; dictionaries have both.
const EITHER: &[(char, &[&str])] = &[
    ('谁', &["shéi", "shuí"]),
    ('这', &["zhè", "zhèi"]),
    ('那', &["nà", "nèi", "nè"]),
    ('哪', &["nǎ", "něi"]),
    ('熟', &["shú", "shóu"]),
];

/// A word written together that is longer than this is no word but a line without spaces: its
/// single characters are not held to their readings inside words.
const LONGEST_WORD: usize = 8;

/// Characters that in the neutral tone are particles after any word: 说明了 is not 明了 liǎo.
const PARTICLES: &str = "了着过的地得";

/// True if a syllable as typed is the known one: a missing or additional neutral tone is no
/// other reading, nor is what a speaker may choose; `begins` and `ends` say whether it is the
/// first or the last one of its word.
fn same(han: char, typed: Syllable, known: Syllable, begins: bool, ends: bool) -> bool {
    if ends && typed.tone() == Tone::Neutral && PARTICLES.contains(han) {
        return true;
    }
    let neutral = [typed.tone(), known.tone()].contains(&Tone::Neutral);
    if typed == known || typed.letters() == known.letters() && neutral {
        return true;
    }
    // huā'er and huā'ér are ways to say 花儿, but 女儿 is not nǚr.
    if han == '儿' && known.is_erhua() {
        return typed.letters() == "er";
    }
    let either = EITHER.iter().find(|(c, _)| *c == han && (begins || "谁熟".contains(han)));
    either.is_some_and(|(_, readings)| {
        [typed, known].iter().all(|s| readings.contains(&s.pinyin().as_str()))
    })
}

/// The words of a line that the tables read otherwise than the line has them. Characters that
/// it has in two words are no word: 不过当 is `bùguò dāng`, not 过当.
pub fn other_readings(line: &str, pairs: &[Pair], whose: Readings) -> Vec<OtherReading> {
    let joined = Joined::new(line, pairs);
    let hans: Vec<char> = pairs.iter().map(|pair| pair.han.0).collect();
    let mut found = Vec::new();
    let mut next = 0;
    while next < pairs.len() {
        let (end, parts) = parts(&joined, &hans, next);
        let mut at = next;
        for mut part in parts {
            let to = at + part.length;
            if whose == Readings::Taiwan {
                let word: String = hans[at..to].iter().collect();
                taiwan::replace(&word, &mut part.readings);
            }
            let right = part.readings.is_empty()
                || part.readings.iter().any(|known| {
                    let mut typed = pairs[at..to].iter().zip(known).enumerate();
                    typed.all(|(n, (typed, known))| {
                        let ends = at + n + 1 == end;
                        same(typed.han.0, typed.syllable, *known, n == 0, ends)
                    })
                });
            if !right {
                found.push(OtherReading {
                    word: hans[at..to].iter().collect(),
                    pairs: (at, to),
                    within: hans[next..end].iter().collect(),
                    known: part.readings.swap_remove(0),
                });
            }
            at = to;
        }
        next = end;
    }
    found
}

/// Where the word of a line that begins at a syllable ends, and its parts.
fn parts(joined: &Joined, hans: &[char], from: usize) -> (usize, Vec<Listed>) {
    // The longest word of the tables that begins and ends where words of the line do.
    let run = joined.run(from).min(LONGEST_LISTED);
    let begins = match hans.get(from..from + run) {
        Some([first, second, ..]) => LEXICON.begins(*first, *second),
        _ => false,
    };
    if begins && !joined.foreign[from].0 {
        for n in (2..=run).rev().filter(|n| joined.is_end(from + n)) {
            let apart = joined.word(from) < n;
            if let Some(listed) = LEXICON.listed(&hans[from..from + n])
                && (!apart || joined.spaced || n > 2 || listed.apart)
            {
                return (from + n, vec![listed]);
            }
        }
    }
    let n = joined.word(from);
    let end = from + n;
    if n == 1 || joined.foreign[from].0 || joined.foreign[end - 1].1 {
        return (end, Vec::new());
    }
    let mut parts = LEXICON.parts(&hans[from..end]);
    if n > LONGEST_WORD {
        for part in parts.iter_mut().filter(|part| part.length == 1) {
            part.readings.clear();
        }
    }
    (end, parts)
}

/// Which syllables of a line are written together.
struct Joined {
    /// Whether a syllable goes on with the word of the one before it.
    goes_on: Vec<bool>,
    /// Whether the character of a syllable follows that of the one before it.
    follows: Vec<bool>,
    /// Whether something else is written together with a syllable, before it and after it.
    foreign: Vec<(bool, bool)>,
    /// The line has a space after each syllable.
    spaced: bool,
}

impl Joined {
    fn new(line: &str, pairs: &[Pair]) -> Self {
        let letter = |c: char| c.is_alphabetic() || c == '\'' || c == '’';
        let mut joined = Joined {
            goes_on: Vec::with_capacity(pairs.len()),
            follows: Vec::with_capacity(pairs.len()),
            foreign: Vec::with_capacity(pairs.len()),
            spaced: false,
        };
        let between = |from: usize, to: usize| line.get(from..to).unwrap_or(" ");
        for (at, pair) in pairs.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| pairs.get(at));
            let after = pairs.get(at + 1);
            let gap = between(before.map_or(0, |p| p.span.end), pair.span.start);
            let rest = between(pair.span.end, after.map_or(line.len(), |p| p.span.start));
            let follows = before.is_some_and(|before| before.at + 1 == pair.at);
            let next = after.is_some_and(|after| pair.at + 1 == after.at);
            let goes_on = follows && gap.chars().all(letter);
            let ends = next && rest.chars().all(letter);
            joined.goes_on.push(goes_on);
            joined.follows.push(follows);
            joined.foreign.push((
                !goes_on && gap.ends_with(letter) && !gap.is_empty(),
                !ends && rest.starts_with(letter) && !rest.is_empty(),
            ));
        }
        joined.spaced = pairs.len() > 1 && !joined.goes_on.contains(&true);
        joined
    }

    /// How many characters follow each other from here, as far as a listed word is long.
    fn run(&self, from: usize) -> usize {
        let rest = self.follows[from + 1..].iter().take(LONGEST_LISTED);
        1 + rest.take_while(|follows| **follows).count()
    }

    /// How many syllables the word of the line that begins here has.
    fn word(&self, from: usize) -> usize {
        1 + self.goes_on[from + 1..].iter().take_while(|goes_on| **goes_on).count()
    }

    /// True if a word of the line ends before this syllable.
    fn is_end(&self, at: usize) -> bool {
        !self.goes_on.get(at).copied().unwrap_or(false) && !self.foreign[at - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pinyin::align;
    use crate::script::Bitext;

    fn other(hans: &str, line: &str) -> Vec<String> {
        let text = Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
        let pairs = align(&text, line).expect("aligned");
        let other = other_readings(line, &pairs, Readings::Mainland);
        other.into_iter().map(|other| other.word).collect()
    }

    #[test]
    fn words_of_the_list_are_read_as_wholes() {
        assert_eq!(other("我们重新开始", "wǒmen zhòngxīn kāishǐ"), ["重新"]);
        assert_eq!(other("我们重新开始", "wǒmen chóngxīn kāishǐ"), Vec::<String>::new());
        assert_eq!(other("银，行业", "yín, hángyè"), Vec::<String>::new());
        assert_eq!(other("这个", "zhè gè"), Vec::<String>::new());
        assert_eq!(other("不过当一个", "bùguò dāng yī gè"), Vec::<String>::new());
    }

    #[test]
    fn a_legal_reading_in_the_wrong_word_is_found() {
        for (hans, line, word) in [
            ("他在中国", "tā zài Zhòngguó", "中"),
            ("很重要", "hěn chóngyào", "重要"),
            ("开会议", "kāi kuàiyì", "会"),
            ("银行", "Yín xíng", "银行"),
            ("秘书长", "mìshūcháng", "秘书长"),
            ("照片", "zhàopiān", "照片"),
        ] {
            assert_eq!(other(hans, line), [word], "{line}");
        }
    }

    #[test]
    fn in_taiwan_a_word_is_held_to_its_reading_there() {
        let other = |hans: &str, line: &str, whose| {
            let text = Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
            let pairs = align(&text, line).expect("aligned");
            let other = other_readings(line, &pairs, whose).into_iter();
            other.map(|other| other.word).collect::<Vec<_>>()
        };
        for (hans, taiwan, mainland) in [
            ("研究企业", "yánjiù qìyè", "yánjiū qǐyè"),
            ("星期头发", "xīngqí tóufǎ", "xīngqī tóufà"),
        ] {
            assert_eq!(other(hans, taiwan, Readings::Taiwan), Vec::<String>::new());
            assert_eq!(other(hans, mainland, Readings::Mainland), Vec::<String>::new());
            assert!(!other(hans, mainland, Readings::Taiwan).is_empty(), "{mainland}");
        }
    }

    #[test]
    fn what_dictionaries_leave_open_passes() {
        for (hans, line) in [
            ("下载标识", "xiàzǎi biāoshí"),
            ("结果便宜", "jiēguǒ biànyí"),
            ("这个谁知道", "zhèige shuí zhīdao"),
            ("差不多来不及", "chàbuduō láibují"),
            ("这儿的花儿", "zhèr de huā'ér"),
            ("任小平", "Rén Xiǎopíng"),
            ("吃不了", "chībuliǎo"),
            ("三只猫", "sānzhī māo"),
            ("说明了", "shuōmíngle"),
        ] {
            assert_eq!(other(hans, line), Vec::<String>::new(), "{line}");
        }
    }
}
