//! Whether a syllable is a reading of its character.
//!
//! The readings of single characters are those of the crate `pinyin` (pinyin-data, from
//! Unihan and dictionaries), which knows several for one character, and what the standard
//! dictionaries have besides (`draft/standard.txt`). The two scripts' forms of a character
//! supplement each other unless the Traditional one narrows the reading, as 髮 does. The
//! crate's neutral tones are few, because a neutral tone belongs to words: those are in
//! `neutral.txt`. Rules of our own are few and said here. Whether a reading is the right one
//! of several is decided by words (`words.rs`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ::pinyin::ToPinyinMulti as _;

use super::align::Pair;
use super::draft::lexicon::{standard_readings, word_readings};
use super::is_read;
use super::neutral::{WORDS, words_around};
use super::syllable::{Syllable, Tone};
use super::taiwan;
use crate::script::han::simplified_form;

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

/// Characters that are read in their citation tone wherever they stand; dictionaries write
/// no sandhi, but some have the neutral tone inside a word. 不 has old readings besides.
const CITATION: &[(char, &str, &str)] = &[('一', "yī", "yi"), ('不', "bù", "bu")];

/// What follows the neutral 不 of a complement: 看不见, 差不多, 来不及.
const COMPLEMENTS: &str = "到了住起来去上下开得过着见及定完清好懂透够惯成动掉出进回多少像由行赢准\
                           通是如能止倒断绝尽犯堪消防丁迭禁";

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
    ('嗯', &["ēn", "èn", "en"]),
    ('喂', &["wéi"]),
    ('哦', &["o"]),
    ('哗', &["huā"]),
    ('嘩', &["huā"]),
    ('呐', &["na", "ne", "nè"]),
    ('吶', &["na", "ne", "nè"]),
];

/// Particles, suffixes and complements that are toneless after another word, the last row
/// where usage leaves the choice.
const NEUTRAL: &str = "的地得了着过著過吗嗎呢吧啊呀嘛啦哦呗唄么麼们們子头頭个個\
                       里裡裏上下来來去边邊面儿兒";

/// Whose readings are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Readings {
    /// 普通话.
    #[default]
    Mainland,
    /// 國語: 和 hàn, 研究 yánjiù (`taiwan.txt`). The Mainland's are readings there too, unless a
    /// word has another.
    Taiwan,
}

/// How the syllable of `pair` fits its character in a Simplified text.
pub fn fit(text: &[char], pair: &Pair, whose: Readings) -> Fit {
    let written = pair.syllable.pinyin();
    let (hans, hant) = pair.han;
    let before = pair.at.checked_sub(1).and_then(|at| text.get(at)).copied();
    let after = text.get(pair.at + 1).copied();
    if pair.syllable.is_erhua() {
        return match before.is_some_and(is_read) {
            true => Fit::Known,
            false => Fit::Otherwise(hans, readings(hans)),
        };
    }
    if let Some((_, only, neutral)) = CITATION.iter().find(|(c, _, _)| *c == hans) {
        // 看一看, 好不好, 看不见.
        let inside = before.is_some_and(is_read)
            && (before == after
                || hans == '不' && before == Some('可')
                || hans == '不' && after.is_some_and(|c| COMPLEMENTS.contains(c)));
        return match written == *only || inside && written == *neutral {
            true => Fit::Known,
            false => Fit::Otherwise(hans, vec![(*only).to_owned()]),
        };
    }
    if whose == Readings::Taiwan && taiwan::is_reading(hans, pair.syllable) {
        return Fit::Known;
    }
    let mut toneless = false;
    for (c, other) in [(hans, hant), (hant, hans)] {
        if is_reading(c, &written) || supplements(c, other, &written) {
            continue;
        }
        let known = readings(c);
        if known.is_empty() {
            continue;
        }
        let neutral = pair.syllable.tone() == Tone::Neutral
            && known.iter().chain(&readings(other)).any(|reading| {
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

/// Simplified characters that are characters of Traditional texts as well, with readings that
/// the Traditional form beside them does not have: 只 zhǐ is no reading of 隻. From OpenCC's
/// table of characters (STCharacters, Apache-2.0), held to the readings of each.
const IN_BOTH: &str = "万了于亘仇价伙余佛俊凌划卜占卷厂厘只台叶吁吃合咸咽哄唇夫夸奸它家巨帘干幸广庵御戚才\
                       扎折抵据搜斗昆曲朱朴杆杠柜栗核沈沾泛注涂涌游熏症系背胜腊腌膻致舍芸苔苹蒙虫蚝蜡\
                       蝎谷辟适采里";

/// True if a form lacks a reading that its other script's form has, and nothing speaks
/// against it: 績 lacks the jì of 绩, and no other Traditional form of 绩 has it. 髮 does not
/// have the fā of 发, because 發 has it; 发 has what 髮 has.
fn supplements(form: char, other: char, written: &str) -> bool {
    if form == other || !is_reading(other, written) {
        return false;
    }
    let hans = simplified_form(form);
    if hans == form {
        return simplified_form(other) == form;
    }
    if hans != other || IN_BOTH.contains(hans) {
        return false;
    }
    let usual = readings(form).into_iter().next().unwrap_or_default();
    let forms = FORMS.get(&hans).map(Vec::as_slice).unwrap_or_default();
    // 説 is another shape of 說, 發 is not one of 髮.
    !forms.iter().any(|c| is_reading(*c, written) && !is_reading(*c, &usual))
}

/// The other Traditional forms of the same Simplified character that are read so: 噁 has been
/// written for 恶, and the line has è.
pub fn other_forms(form: char, syllable: Syllable) -> Vec<char> {
    let hans = simplified_form(form);
    let written = syllable.pinyin();
    let itself = IN_BOTH.contains(hans).then_some(hans);
    let forms = FORMS.get(&hans).into_iter().flatten().copied().chain(itself);
    let other = |c: &char| *c != form && is_reading(*c, &written);
    // Variants that nobody writes are no hint.
    let common = |c: &char| !matches!(*c, '\u{3400}'..='\u{4dbf}');
    forms.filter(|c| other(c) && common(c)).collect()
}

/// The Traditional forms of a Simplified character that has another form.
static FORMS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for form in '\u{3400}'..'\u{a000}' {
        let hans = simplified_form(form);
        if hans != form {
            forms.entry(hans).or_default().push(form);
        }
    }
    forms
});

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

/// True if it is one of [`readings`]; nothing is allocated for the usual answer.
fn is_reading(c: char, written: &str) -> bool {
    let further = || FURTHER.iter().any(|(of, all)| *of == c && all.contains(&written));
    c.to_pinyin_multi().into_iter().flatten().any(|known| known.with_tone() == written)
        || further()
        || standard_readings(c).any(|known| known == written)
        || word_readings(c).any(|known| known.pinyin() == written)
}

/// All known readings of a character, with tone marks.
pub fn readings(c: char) -> Vec<String> {
    let listed = c.to_pinyin_multi().into_iter().flatten();
    let mut known: Vec<String> = listed.map(|p| p.with_tone().to_owned()).collect();
    let further = FURTHER.iter().filter(|(of, _)| *of == c).flat_map(|(_, all)| *all);
    known.extend(further.map(|reading| (*reading).to_owned()));
    for reading in standard_readings(c) {
        if !known.iter().any(|known| known == reading) {
            known.push(reading.to_owned());
        }
    }
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
        let fits = pairs.iter().map(|pair| fit(&chars, pair, Readings::Mainland));
        fits.filter(|f| *f != Fit::Known).collect()
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
    fn what_the_standard_dictionaries_have_is_a_reading() {
        for (hans, hant, line) in [
            ("成绩", "成績", "chéngjì"),
            ("游说", "遊說", "yóushuì"),
            ("淹没", "淹沒", "yānmò"),
            ("骄横", "驕橫", "jiāohèng"),
            ("鸭绿江", "鴨綠江", "Yālù Jiāng"),
            ("挣钱", "掙錢", "zhèngqián"),
            ("剥皮", "剝皮", "bāopí"),
            ("古迹", "古蹟", "gǔjì"),
            ("从容", "從容", "cōngróng"),
            ("一帧", "一幀", "yī zhēn"),
            ("这儿的花儿", "這兒的花兒", "zhèr de huār"),
            ("花儿", "花兒", "huā'er"),
            ("差不多", "差不多", "chàbuduō"),
            ("看一看，好不好", "看一看，好不好", "kànyikàn, hǎobuhǎo"),
            ("谁的", "誰的", "shuí de"),
        ] {
            assert_eq!(fits(hans, hant, line), [], "{line}");
        }
        assert!(matches!(fits("理发", "理髮", "lǐfā")[..], [Fit::Otherwise('髮', _)]));
        assert!(matches!(fits("不去", "不去", "bu qù")[..], [Fit::Otherwise('不', _)]));
    }

    #[test]
    fn taiwan_reads_some_characters_otherwise() {
        let text = Bitext { hans: "企期".to_owned(), hant: "企期".to_owned() };
        let pairs = align(&text, "qìqí").expect("aligned");
        let chars: Vec<char> = text.hans.chars().collect();
        for pair in &pairs {
            assert!(matches!(fit(&chars, pair, Readings::Mainland), Fit::Otherwise(..)));
            assert_eq!(fit(&chars, pair, Readings::Taiwan), Fit::Known);
        }
    }

    #[test]
    fn one_and_not_keep_their_citation_tones() {
        assert!(matches!(fits("一个", "一個", "yí gè")[..], [Fit::Otherwise('一', _)]));
        assert!(matches!(fits("不会", "不會", "bú huì")[..], [Fit::Otherwise('不', _)]));
    }
}
