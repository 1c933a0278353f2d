//! Characters whose Traditional form a person should read: two ways of conversion differ, or the
//! form hangs on the sense and neither a word nor its neighbours decide.
//!
//! Measured on Taiwanese news: docs/script.md.

use super::han::{is_han, same_but_for_region};
use super::opencc::OpenCc;
use super::{Bitext, Converter, Form, Region};

/// A Simplified character, the Traditional forms of which any may be wrong where it stands
/// alone, and those that are right where conversion writes them.
///
/// 里, 后, 于, 并 and 当 are left out: alone they are 裡, 後, 於, 並 and 當 but in names.
const SENSES: &[(char, &str, &str)] = &[
    ('干', "幹乾干", ""),
    ('面', "面麵", ""),
    ('钟', "鐘鍾", ""),
    ('准', "準准", ""),
    ('范', "範范", ""),
    ('余', "餘余", ""),
    ('系', "係繫系", ""),
    ('表', "表錶", ""),
    ('谷', "谷穀", ""),
    ('松', "松鬆", ""),
    ('卷', "卷捲", ""),
    ('斗', "鬥斗", ""),
    ('丑', "醜丑", ""),
    ('姜', "姜薑", ""),
    ('冲', "沖衝", ""),
    ('划', "劃划", ""),
    ('制', "制製", ""),
    ('复', "復複覆", ""),
    ('历', "歷曆", ""),
    ('汇', "匯彙", ""),
    ('朴', "樸朴", ""),
    ('板', "板闆", ""),
    ('胡', "胡鬍", ""),
    ('须', "須鬚", ""),
    ('游', "遊游", ""),
    ('获', "獲穫", ""),
    ('尽', "盡儘", ""),
    ('吊', "吊弔", ""),
    ('云', "雲云", ""),
    ('签', "簽籤", ""),
    ('叶', "葉叶", ""),
    ('志', "志誌", ""),
    ('征', "徵征", ""),
    ('舍', "捨舍", ""),
    ('咸', "鹹咸", ""),
    ('仆', "僕仆", ""),
    ('蒙', "蒙濛矇", ""),
    ('台', "臺檯颱", ""),
    ('曲', "曲麴", ""),
    ('郁', "鬱郁", ""),
    ('团', "團糰", ""),
    ('坛', "壇罈", ""),
    ('采', "採采", ""),
    ('杆', "桿杆", ""),
    ('欲', "欲慾", ""),
    ('注', "注註", ""),
    ('借', "借藉", ""),
    ('只', "隻", "只"),
    ('发', "髮", "發"),
    ('背', "揹", "背"),
];

/// Of these, those whose form by default is nearly always right: 云 alone is a cloud, 只 alone is
/// only. They are told on request.
const SELDOM: &str = "云台叶团获只志";

/// Words that mean two things, with the place of the character that is then written otherwise.
const WORDS: &[(&str, usize)] = &[("背着", 0)];

/// Inside words that OpenCC does not know, 背 is the back: 背包, 背心.
const ALONE_ONLY: &str = "背";

/// A character for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Which character of the text, from 0.
    pub at: usize,
    /// In Simplified.
    pub han: char,
    /// What conversion chose.
    pub shown: char,
    /// What else it may be.
    pub others: String,
    /// False for a form that is nearly always right.
    pub likely: bool,
}

/// Characters shown on each side.
const AROUND: usize = 3;

impl Doubt {
    /// What is said of it in one line, with the Traditional text that has it:
    /// `樹下的鬥是: 斗 is 鬥 (not 斗?)`.
    pub fn said(&self, hant: &str) -> String {
        let others: Vec<String> = self.others.chars().map(String::from).collect();
        let (around, others) = (self.around(hant), others.join(", "));
        format!("{around}: {} is {} (not {others}?)", self.han, self.shown)
    }

    /// The words around the character, in a text that has it at the same place.
    pub fn around(&self, text: &str) -> String {
        let from = self.at.saturating_sub(AROUND);
        let around = text.chars().skip(from).take(self.at - from + 1 + AROUND);
        around.filter(|c| !c.is_control()).collect()
    }

    /// The Han characters beside it, in both scripts: enough to tell the place, not a sentence.
    pub fn words(&self, text: &Bitext) -> Bitext {
        let chars: Vec<char> = text.hans.chars().collect();
        let mut from = self.at;
        while from > 0 && self.at - from < BESIDE && is_han(chars[from - 1]) {
            from -= 1;
        }
        let after = chars.iter().skip(self.at + 1).take(BESIDE);
        let to = self.at + 1 + after.take_while(|c| is_han(**c)).count();
        text.map(|text| text.chars().skip(from).take(to - from).collect())
    }
}

/// Characters on each side that a decision names.
const BESIDE: usize = 2;

impl OpenCc {
    /// The characters of a Simplified text in doubt, in order, of which `shown` is the Traditional;
    /// what a person wrote otherwise than conversion would is decided, and so are names and words
    /// that are known in Traditional.
    pub fn doubts(&self, hans: &str, shown: &str, region: Region) -> Vec<Doubt> {
        let undecided: Vec<char> = self.convert(hans, Form::Hant(region)).chars().collect();
        let other: Vec<char> = self.in_one_piece(hans, region).chars().collect();
        let shown: Vec<char> = shown.chars().collect();
        let chars: Vec<char> = hans.chars().collect();
        let lengths = [undecided.len(), other.len(), shown.len()];
        if lengths.iter().any(|length| *length != chars.len()) {
            return Vec::new();
        }
        let mut doubts = Vec::new();
        let known = self.names().places(hans);
        let mut next = known.iter().peekable();
        let mut at = 0;
        for word in self.words_of(hans) {
            let word_chars = &chars[at..at + word.length];
            for offset in 0..word.length {
                while next.next_if(|place| place.end <= at + offset).is_some() {}
                let place = at + offset;
                if next.peek().is_some_and(|name| name.contains(&place))
                    || shown[place] != undecided[place]
                    || !is_han(chars[place])
                {
                    continue;
                }
                let doubt = |others: String, likely| Doubt {
                    at: place,
                    han: chars[place],
                    shown: shown[place],
                    others,
                    likely,
                };
                if !same_but_for_region(other[place], shown[place]) {
                    doubts.push(doubt(other[place].to_string(), true));
                } else if word.decided.is_none()
                    && let Some(others) = self.by_sense(word_chars, offset, shown[place])
                {
                    let likely = !SELDOM.contains(chars[place]);
                    doubts.push(doubt(others, likely));
                }
            }
            at += word.length;
        }
        doubts
    }

    /// What else a character of a word may be, if that hangs on the sense: it is a word by itself,
    /// or stands in one of which OpenCC knows no part with it.
    fn by_sense(&self, word: &[char], offset: usize, shown: char) -> Option<String> {
        let han = word[offset];
        let (_, doubtful, right) = SENSES.iter().find(|(other, _, _)| *other == han)?;
        if word.len() > 1 {
            let text: String = word.iter().collect();
            let both = WORDS.iter().any(|(other, at)| *at == offset && *other == text);
            if !both && (ALONE_ONLY.contains(han) || self.in_phrases(&text)[offset]) {
                return None;
            }
        }
        if !doubtful.chars().any(|form| same_but_for_region(form, shown)) {
            return None;
        }
        let others = doubtful.chars().chain(right.chars());
        Some(others.filter(|form| !same_but_for_region(*form, shown)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::han::simplified_form;
    use crate::script::names::Names;
    use crate::script::opencc::ERRATA;

    #[test]
    fn every_form_in_the_table_is_one_of_its_character() {
        for (han, doubtful, right) in SENSES {
            let forms: Vec<char> = doubtful.chars().chain(right.chars()).collect();
            assert!(forms.len() > 1, "{han}");
            for form in forms {
                assert_eq!(simplified_form(form), *han, "{form}");
            }
        }
        for (word, at) in WORDS {
            let han = word.chars().nth(*at).expect("in the word");
            assert!(SENSES.iter().any(|(other, _, _)| *other == han), "{word}");
        }
    }

    #[test]
    fn what_hangs_on_the_sense_or_on_the_method_is_named_until_it_is_decided() {
        let converter = OpenCc::new(ERRATA).expect("a temporary folder");
        let doubts = |converter: &OpenCc, hans: &str, shown: Option<&str>| {
            let converted = converter.convert(hans, Form::Hant(Region::Tw));
            let found = converter.doubts(hans, shown.unwrap_or(&converted), Region::Tw);
            found
                .into_iter()
                .map(|d| (d.at, d.shown, d.others, d.likely))
                .collect::<Vec<_>>()
        };
        let seen = doubts(&converter, "先看云，再吃饼干，用这个斗。", None);
        let expected =
            [(2, '雲', "云".to_owned(), false), (12, '鬥', "斗".to_owned(), true)];
        assert_eq!(seen, expected);
        // The two ways differ.
        let seen = doubts(&converter, "粉丝发布", None);
        assert_eq!(seen, [(2, '發', "髮".to_owned(), true)]);
        // A person has written another form, or the words are known.
        assert_eq!(doubts(&converter, "用这个斗。", Some("用這個斗。")), []);
        let pair = ("粉丝发布".to_owned(), "粉絲發布".to_owned());
        let known = converter.with_names(Names::new([pair]));
        assert_eq!(doubts(&known, "粉丝发布", None), []);
    }
}
