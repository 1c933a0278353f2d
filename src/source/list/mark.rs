//! The mark of an item: `1.`, `（二）`, `③`, `第四条`, `### 5、`, `**6.**`, `No.7`, `其八`.

use crate::text::is_invisible;

/// In which signs a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numeral {
    /// `1`, full-width `１` and `1️⃣` included.
    Arabic,
    /// `一`.
    Han,
    /// `IV`, `Ⅳ`.
    Roman,
    /// One character that is number and frame at once, by the first of its kind: `①`, `⑴`,
    /// `❶`, `㈠`.
    Sign(char),
}

/// What stands around the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frame {
    /// A mark behind it: `.` `、` `)` `：` `|` and their full-width forms, by the ASCII one.
    After(char),
    /// `（1）`, `【1】`, `[1]`, by the opening bracket.
    Around(char),
    /// White space behind it.
    Space,
    /// Nothing: the number stands alone in its line.
    Alone,
    /// `第一条`, by its unit.
    Ordinal(char),
    /// `其一`.
    Qi,
    /// `#1`, `No.1`, `№1`.
    Sharp,
}

/// How the whole mark is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// As running text.
    Plain,
    /// As a heading of that level: `### 1.`.
    Heading(u8),
    /// The mark in bold: `**1.** …`.
    Bold,
    /// The whole line in bold: `**1. …**`.
    BoldLine,
}

/// How a list marks its items; one list has one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    /// The signs.
    pub numeral: Numeral,
    /// What is around them.
    pub frame: Frame,
    /// How it is set.
    pub setting: Setting,
}

impl Style {
    /// True if an editor may have meant one list by both: `1.` and `2、`.
    pub fn agrees_with(self, other: Style) -> bool {
        let after = |style: Style| matches!(style.frame, Frame::After(_));
        self == other
            || (after(self)
                && after(other)
                && self.numeral == other.numeral
                && self.setting == other.setting)
    }
}

/// The mark at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// How it is written.
    pub style: Style,
    /// Its number.
    pub number: usize,
    /// The byte of the line at which the item's words begin.
    pub start: usize,
    /// The byte at which they end: before the closing `**` of a bold line.
    pub end: usize,
}

/// Largest number of a mark: a greater one is a year, a sum, a page.
const LARGEST: usize = 999;

/// The mark with which a line begins, if it has one.
///
/// Only a list makes an item of it: `1 木头` and `一 人` may be words.
pub fn mark(line: &str) -> Option<Mark> {
    let skip = |c: char| c.is_whitespace() || is_invisible(c);
    let text = line.trim_start_matches(skip);
    let after = text.trim_start_matches('#');
    let level = text.len() - after.len();
    // `#1` is a mark itself.
    let heading = level > 0 && level <= 6 && !(level == 1 && starts_with_digit(after));
    let text = if heading { after.trim_start_matches(skip) } else { text };
    let bold = ["**", "__"].iter().find(|mark| text.starts_with(**mark)).copied();
    let text = bold.map_or(text, |mark| text[mark.len()..].trim_start_matches(skip));
    let (numeral, frame, number, rest) = counted(text)?;
    if number > LARGEST {
        return None;
    }
    let mut rest = rest.trim_start_matches(skip);
    let mut end = line.trim_end_matches(skip).len();
    let mut set_bold = None;
    if let Some(mark) = bold {
        if let Some(after) = rest.strip_prefix(mark) {
            set_bold = Some(Setting::Bold);
            rest = after.trim_start_matches(skip);
        } else if let Some(before) = line[..end].strip_suffix(mark) {
            set_bold = Some(Setting::BoldLine);
            end = before.trim_end_matches(skip).len();
        } else {
            set_bold = Some(Setting::Bold);
        }
    }
    let setting = match (heading, set_bold) {
        (true, _) => Setting::Heading(level as u8),
        (false, Some(bold)) => bold,
        (false, None) => Setting::Plain,
    };
    let start = (line.len() - rest.len()).min(end);
    Some(Mark { style: Style { numeral, frame, setting }, number, start, end })
}

fn starts_with_digit(text: &str) -> bool {
    text.chars().next().is_some_and(|c| digit(c).is_some())
}

type Counted<'a> = Option<(Numeral, Frame, usize, &'a str)>;

/// The number with its frame, and what stands behind it.
fn counted(text: &str) -> Counted<'_> {
    let first = text.chars().next()?;
    sign(text, first)
        .or_else(|| ordinal(text, first))
        .or_else(|| sharp(text))
        .or_else(|| bracketed(text, first))
        .or_else(|| followed(text))
}

/// `①`, `⑴`, `❶`, `㈠`, `1️⃣`; a comma or stop behind it belongs to it.
fn sign(text: &str, first: char) -> Counted<'_> {
    if let Some(d) = first.to_digit(10) {
        let rest = text[1..].trim_start_matches('\u{fe0f}').strip_prefix('\u{20e3}')?;
        return Some((Numeral::Arabic, Frame::Around('\u{20e3}'), d as usize, rest));
    }
    const SIGNS: &[(char, char, usize, char)] = &[
        ('①', '⑳', 1, '①'),
        ('㉑', '㉟', 21, '①'),
        ('㊱', '㊿', 36, '①'),
        ('⑴', '⒇', 1, '⑴'),
        ('⒈', '⒛', 1, '⒈'),
        ('❶', '❿', 1, '❶'),
        ('⓫', '⓴', 11, '❶'),
        ('➀', '➉', 1, '➀'),
        ('➊', '➓', 1, '➊'),
        ('㈠', '㈩', 1, '㈠'),
        ('㊀', '㊉', 1, '㊀'),
        ('⓵', '⓾', 1, '⓵'),
    ];
    let (from, _, number, kind) =
        SIGNS.iter().find(|(from, to, _, _)| (*from..=*to).contains(&first))?;
    let number = number + (first as usize - *from as usize);
    let rest = &text[first.len_utf8()..];
    let rest = rest.strip_prefix(['.', '．', '、', ',', '，', ':', '：']).unwrap_or(rest);
    Some((Numeral::Sign(*kind), Frame::Alone, number, rest))
}

/// `第一条 …`, `第 12 則：…`, `其一，…`. What counts chapters is a heading.
fn ordinal(text: &str, first: char) -> Counted<'_> {
    let is_qi = first == '其';
    if !is_qi && first != '第' {
        return None;
    }
    let (numeral, number, rest) = number(text[first.len_utf8()..].trim_start())?;
    let (frame, rest) = if is_qi {
        (Frame::Qi, rest)
    } else {
        let rest = rest.trim_start();
        let unit = rest.chars().next()?;
        let known = "条條则則句点點项項款论論题題问問封日课課".contains(unit);
        if !known {
            return None;
        }
        (Frame::Ordinal(unit), &rest[unit.len_utf8()..])
    };
    // 第一条路 is a road.
    let parts = |c: char| c.is_whitespace() || ":：、，,.．】)）*_|｜丨".contains(c);
    if !rest.is_empty() && !rest.starts_with(parts) {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ':' | '：' | '、' | '，' | ',' | '.' | '．' | '|' | '｜' | '丨')
    });
    Some((numeral, frame, number, rest))
}

/// `#1`, `No.1`, `№ 1`.
fn sharp(text: &str) -> Counted<'_> {
    let word = text.get(..2).filter(|word| word.eq_ignore_ascii_case("no"));
    let rest = match word {
        Some(_) => text[2..].strip_prefix(['.', '．', ' ', '°', 'º'])?.trim_start(),
        None => text.strip_prefix(['#', '＃', '№'])?.trim_start(),
    };
    if !starts_with_digit(rest) {
        return None;
    }
    let (numeral, number, rest) = number(rest)?;
    let ends = |c: char| c.is_whitespace() || ".．、:：)）,，|｜丨*".contains(c);
    if !rest.is_empty() && !rest.starts_with(ends) {
        return None;
    }
    let rest = rest
        .strip_prefix(['.', '．', '、', ':', '：', ')', '）', ',', '，'])
        .unwrap_or(rest);
    Some((numeral, Frame::Sharp, number, rest))
}

/// `（一）`, `(1)`, `【1】`, `[1]`.
fn bracketed(text: &str, first: char) -> Counted<'_> {
    let (kind, closing) = match first {
        '（' | '(' => ('(', ['）', ')']),
        '【' => ('【', ['】'; 2]),
        '[' | '［' => ('[', [']', '］']),
        '〔' => ('〔', ['〕'; 2]),
        '〈' => ('〈', ['〉'; 2]),
        _ => return None,
    };
    let (numeral, number, rest) = number(text[first.len_utf8()..].trim_start())?;
    let rest = rest.trim_start().strip_prefix(closing)?;
    let rest = rest.strip_prefix(['.', '．', '、', ':', '：']).unwrap_or(rest);
    Some((numeral, Frame::Around(kind), number, rest))
}

/// `1.`, `一、`, `2)`, `3 …`, `4` alone.
fn followed(text: &str) -> Counted<'_> {
    let (numeral, number, rest) = number(text)?;
    if rest.is_empty() {
        return Some((numeral, Frame::Alone, number, rest));
    }
    let first = rest.chars().next()?;
    let spaced = first.is_whitespace();
    let behind = rest.trim_start();
    let mark = behind.chars().next()?;
    let kind = match mark {
        '.' | '．' | '。' => Some('.'),
        '、' => Some('、'),
        ')' | '）' => Some(')'),
        ':' | '：' => Some(':'),
        '|' | '｜' | '丨' => Some('|'),
        '/' | '／' => Some('/'),
        _ => None,
    };
    if let Some(kind) =
        kind.filter(|kind| !spaced || matches!(kind, '.' | '、' | '|' | '/'))
    {
        let after = &behind[mark.len_utf8()..];
        // "2.5倍" is a number, "10:30" a time, "1、2号" says which; `…` is no stop.
        if starts_with_digit(after) || after.starts_with(['.', '/']) {
            return None;
        }
        return Some((numeral, Frame::After(kind), number, after));
    }
    if !spaced || starts_with_digit(behind) || numeral == Numeral::Roman {
        return None;
    }
    Some((numeral, Frame::Space, number, behind))
}

/// A number in one of the three ways at the beginning of a text.
fn number(text: &str) -> Option<(Numeral, usize, &str)> {
    let end = |is: &dyn Fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    let arabic = end(&|c| digit(c).is_some());
    if arabic > 0 {
        let digits: Vec<usize> = text[..arabic].chars().filter_map(digit).collect();
        if digits.len() > 4 {
            return None;
        }
        let number = digits.iter().fold(0, |number, d| number * 10 + d);
        return Some((Numeral::Arabic, number, &text[arabic..])).filter(|(_, n, _)| *n > 0);
    }
    let han = end(&|c| "一二三四五六七八九十百千〇零两兩廿卅".contains(c));
    if han > 0 {
        return Some((Numeral::Han, han_number(&text[..han])?, &text[han..]));
    }
    let roman = end(&|c| "IVX".contains(c) || ('Ⅰ'..='Ⅻ').contains(&c));
    if roman > 0 {
        return Some((Numeral::Roman, roman_number(&text[..roman])?, &text[roman..]));
    }
    None
}

fn digit(c: char) -> Option<usize> {
    let ascii = match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32)?,
        c => c,
    };
    ascii.to_digit(10).map(|d| d as usize)
}

/// `二十一`, `一百零八`, `廿三`, and digit by digit `一〇八`.
fn han_number(text: &str) -> Option<usize> {
    let value = |c: char| match c {
        '两' | '兩' => Some(2),
        '零' => Some(0),
        c => "〇一二三四五六七八九".chars().position(|d| d == c),
    };
    if text.chars().count() > 7 {
        return None;
    }
    if text.chars().all(|c| value(c).is_some()) {
        let digits: Vec<usize> = text.chars().filter_map(value).collect();
        let number = digits.iter().fold(0, |number, d| number * 10 + d);
        return Some(number).filter(|n| *n > 0 && digits.len() <= 3);
    }
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        match c {
            '十' => total += digit.take().unwrap_or(1) * 10,
            '百' => total += digit.take()? * 100,
            '千' => total += digit.take()? * 1000,
            '廿' => total += 20,
            '卅' => total += 30,
            '零' | '〇' => {}
            c if digit.is_none() => digit = Some(value(c)?),
            _ => return None,
        }
    }
    Some(total + digit.unwrap_or(0)).filter(|n| *n > 0)
}

fn roman_number(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    if let (Some(one), None) = (chars.next(), chars.next())
        && ('Ⅰ'..='Ⅻ').contains(&one)
    {
        return Some(one as usize - 'Ⅰ' as usize + 1);
    }
    (1..40).find(|n| roman(*n) == text)
}

fn roman(number: usize) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    "X".repeat(number / 10) + ONES[number % 10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_is_known_in_every_form_and_is_no_part_of_the_words() {
        for (line, number) in [
            ("1. 木头", 1),
            ("1.木头", 1),
            ("1。木头", 1),
            ("２．木头", 2),
            ("3、木头", 3),
            ("4) 木头", 4),
            ("5）木头", 5),
            ("6 木头", 6),
            ("07 | 木头", 7),
            ("8丨木头", 8),
            ("(9) 木头", 9),
            ("（10）木头", 10),
            ("【11】木头", 11),
            ("[12] 木头", 12),
            ("一、木头", 1),
            ("十二、木头", 12),
            ("二十、木头", 20),
            ("廿一、木头", 21),
            ("一百零八、木头", 108),
            ("一〇八、木头", 108),
            ("（三）木头", 3),
            ("(三)、木头", 3),
            ("①木头", 1),
            ("⑳ 木头", 20),
            ("㉑木头", 21),
            ("⑴ 木头", 1),
            ("⒉木头", 2),
            ("❸ 木头", 3),
            ("㈣木头", 4),
            ("1️⃣ 木头", 1),
            ("第一条 木头", 1),
            ("第12則：木头", 12),
            ("第 3 句、木头", 3),
            ("其一，木头", 1),
            ("其二：木头", 2),
            ("#1 木头", 1),
            ("No.2 木头", 2),
            ("№3 木头", 3),
            ("IV. 木头", 4),
            ("Ⅳ、木头", 4),
            ("### 1. 木头", 1),
            ("## 二、木头", 2),
            ("**3.** 木头", 3),
            ("**4. 木头**", 4),
            ("__5.__ 木头", 5),
            ("### **6.** 木头", 6),
            ("\u{200b}7. 木头", 7),
            ("　８、木头　", 8),
            ("\t9.\t木头", 9),
        ] {
            let found = mark(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (found.number, &line[found.start..found.end]),
                (number, "木头"),
                "{line}"
            );
        }
    }

    #[test]
    fn a_number_alone_has_no_words() {
        for line in ["1、", "12", "一", "（二）", "③", "### 4.", "**5.**", "第六条"]
        {
            let found = mark(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(found.start, found.end, "{line}");
        }
    }

    #[test]
    fn what_only_begins_with_a_number_has_no_mark() {
        for line in [
            "2.5倍",
            "10:30开一次",
            "2023年的事",
            "2023. 春",
            "1、2号",
            "一个人",
            "第一条路",
            "第三章 水边",
            "一会儿",
            "十年",
            "#话题",
            "No one",
            "Node.js",
            "It is",
            "Ideas",
            "1/2",
            "3D",
            "",
            "（笑）木头",
            "[老马] 木头",
            "I am",
            "千万、别来",
            "1... 等",
            "**粗** 体",
        ] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn han_numbers_are_read_back(n in 1usize..100) {
            let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
            let tens = match n / 10 { 0 => String::new(), 1 => "十".into(), t => format!("{}十", digits[t]) };
            let ones = if n % 10 == 0 { String::new() } else { digits[n % 10].to_string() };
            prop_assert_eq!(han_number(&format!("{tens}{ones}")), Some(n));
        }

        #[test]
        fn a_mark_stands_on_borders_of_characters(line in "[ 　#*_0-9一二十百第其条、.．)）(（①❶№NoIVX木é\u{200b}️⃣]{0,16}") {
            if let Some(found) = mark(&line) {
                prop_assert!(line.get(found.start..found.end).is_some());
            }
        }
    }
}
