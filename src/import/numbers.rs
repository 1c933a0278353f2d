//! The numbers that programs put before the items of a list.

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// 1, 2, 3; also what is written in no way known here.
    #[default]
    Decimal,
    /// 01, 02, 03.
    Padded,
    /// a, b, c.
    Lower,
    /// A, B, C.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// 一, 二, 三.
    Chinese,
    /// ①, ②, ③.
    Ringed,
    /// 甲, 乙, 丙.
    Stems,
    /// A bullet, or nothing.
    None,
}

impl Style {
    /// The style of this name in Word (ISO/IEC 29500-1, 17.18.59) or OpenDocument.
    pub fn named(name: &str) -> Self {
        match name {
            "bullet" | "none" | "" => Self::None,
            "decimalZero" => Self::Padded,
            "lowerLetter" | "a" => Self::Lower,
            "upperLetter" | "A" => Self::Upper,
            "lowerRoman" | "i" => Self::LowerRoman,
            "upperRoman" | "I" => Self::UpperRoman,
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "ideographDigital"
            | "japaneseCounting"
            | "taiwaneseDigital"
            | "一, 二, 三, ..." => Self::Chinese,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "①, ②, ③, ..." => {
                Self::Ringed
            }
            "ideographTraditional" | "甲, 乙, 丙, ..." => Self::Stems,
            _ => Self::Decimal,
        }
    }

    /// A number in this style.
    pub fn write(self, number: u32) -> String {
        let at = number.saturating_sub(1);
        let letter = |first: u8| {
            let letter = char::from(first + (at % 26) as u8).to_string();
            letter.repeat((at as usize / 26 + 1).min(8))
        };
        match self {
            Self::Padded => format!("{number:02}"),
            Self::Lower => letter(b'a'),
            Self::Upper => letter(b'A'),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).to_uppercase(),
            Self::Chinese => chinese(number),
            Self::Ringed => match number {
                1..=20 => {
                    char::from_u32(0x245f + number).map(String::from).unwrap_or_default()
                }
                _ => number.to_string(),
            },
            Self::Stems => "甲乙丙丁戊己庚辛壬癸"
                .chars()
                .nth(at as usize % 10)
                .map(String::from)
                .unwrap_or_default(),
            Self::None => String::new(),
            Self::Decimal => number.to_string(),
        }
    }
}

/// A Roman number in small letters; from 4,000 on there is none.
pub fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// A number in Chinese up to 9,999: 十, 十一, 二十, 一百零五.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9999 {
        return if number == 0 { DIGITS[0].to_owned() } else { number.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push_str(DIGITS[0]);
        }
        if !(out.is_empty() && digit == 1 && unit == 10) {
            out.push_str(DIGITS[digit as usize]);
        }
        out.push_str(name);
    }
    out
}

/// An item's words after its number: with a space, unless the number ends in a full-width mark
/// or has none.
pub fn before(number: &str, text: &str) -> String {
    let number = number.trim();
    if number.is_empty() {
        return text.to_owned();
    }
    let space = if number.ends_with(crate::import::joins::is_wide) { "" } else { " " };
    format!("{number}{space}{}", text.trim_start_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_programs_write_them() {
        let written = |name: &str, number: u32| Style::named(name).write(number);
        assert_eq!(written("decimal", 12), "12");
        assert_eq!(written("decimalZero", 3), "03");
        assert_eq!(written("lowerLetter", 28), "bb");
        assert_eq!(written("upperRoman", 1994), "MCMXCIV");
        assert_eq!(written("decimalEnclosedCircle", 20), "⑳");
        assert_eq!(written("ideographTraditional", 3), "丙");
        assert_eq!(written("bullet", 3), "");
        let chinese: Vec<String> = [1, 10, 11, 20, 21, 100, 105, 110, 1005, 2000]
            .map(|n| written("chineseCounting", n))
            .into();
        assert_eq!(
            chinese,
            [
                "一",
                "十",
                "十一",
                "二十",
                "二十一",
                "一百",
                "一百零五",
                "一百一十",
                "一千零五",
                "二千"
            ]
        );
    }

    #[test]
    fn a_number_stands_before_its_words() {
        assert_eq!(before("1.", "拆"), "1. 拆");
        assert_eq!(before("一、", "拆"), "一、拆");
        assert_eq!(before("", "拆"), "拆");
    }
}
