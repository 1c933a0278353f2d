//! When, where and by whom a page was published, as its own line says:
//! `2019-09-26 12:11 来源：证券时报网 作者：李在山`.

use crate::import::metadata::is_person;

/// What such a line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Particulars {
    /// The day, `2019-09-26`.
    pub(super) date: Option<String>,
    /// Who published it first, after `来源：`.
    pub(super) outlet: Option<String>,
    /// Who wrote it, after `作者：`.
    pub(super) author: Option<String>,
}

/// The longest such line, in characters.
const LONGEST: usize = 100;

/// Words after which an author stands, and after which an outlet.
const AUTHOR: &[&str] = &[
    "作者：",
    "作者:",
    "作者 ：",
    "文／",
    "文/",
    "文｜",
    "文|",
    "撰文：",
    "撰文／",
    "撰文/",
    "记者：",
    "記者：",
];
const OUTLET: &[&str] =
    &["来源：", "來源：", "来源:", "來源:", "来源 ：", "稿源：", "出处：", "出處："];

/// Words with which the next particular begins, or something that is none.
const NEXT: &[&str] = &[
    "发布时间",
    "發布時間",
    "發佈時間",
    "发表时间",
    "发布于",
    "發佈於",
    "时间：",
    "時間：",
    "日期：",
    "责任编辑",
    "責任編輯",
    "责编",
    "責編",
    "编辑",
    "編輯",
    "阅读",
    "閱讀",
    "浏览",
    "瀏覽",
    "点击",
    "點擊",
    "评论",
    "評論",
    "字号",
    "字號",
    "字体",
    "字體",
    "分享",
    "收藏",
    "转载",
    "轉載",
    "审核",
    "校对",
    "举报",
    "舉報",
    "版权",
    "我要",
    "订阅",
    "專題",
    "专题",
];

/// What a line says of the page, if it is such a line.
pub(super) fn particulars(line: &str) -> Particulars {
    let sentence = line.contains(['。', '？', '！', '“', '「']);
    if sentence || line.chars().count() > LONGEST {
        return Particulars::default();
    }
    Particulars {
        date: day(line),
        outlet: after(line, OUTLET).and_then(name),
        author: after(line, AUTHOR).and_then(name),
    }
}

fn after<'t>(line: &'t str, words: &[&str]) -> Option<&'t str> {
    let found = words.iter().filter_map(|word| Some((line.find(word)?, word.len())));
    let (at, length) = found.min()?;
    let rest = line[at + length..].trim_start();
    Some(&rest[..end(rest)])
}

/// Where a name ends: at the next particular, at a date, at several spaces.
fn end(text: &str) -> usize {
    let words = NEXT.iter().chain(AUTHOR).chain(OUTLET);
    let words = words.filter_map(|word| text.find(word));
    let spaces = ["  ", "\u{a0}\u{a0}", "\t", " | ", "丨", "｜"];
    let spaces = spaces.iter().filter_map(|space| text.find(space));
    words.chain(spaces).chain(date_at(text)).min().unwrap_or(text.len())
}

/// A name out of what a page calls its author or outlet, without what is written around names;
/// nothing if it is none.
pub(super) fn name(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    const NONE: &[&str] = &[
        "未知",
        "佚名",
        "匿名",
        "不详",
        "不詳",
        "本站",
        "互联网",
        "网络",
        "網路",
        "转载",
        "原创",
        "原創",
    ];
    const NOTICES: &[&str] =
        &["版权", "版權", "授权", "授權", "总篇数", "当前位置", "關注", "关注"];
    let around = |c: char| c.is_whitespace() || "/／|｜·•●,，:：".contains(c);
    let mut text = text.trim_matches(around);
    for (open, close) in [('[', ']'), ('【', '】'), ('(', ')'), ('（', '）')] {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        text = inner.unwrap_or(text);
    }
    for word in AUTHOR.iter().chain(&["文●", "投稿者", "by ", "By ", "BY "]) {
        text = text.strip_prefix(word).unwrap_or(text).trim_start();
    }
    let text = text[..end(text)].trim_matches(around);
    let letters = text.chars().any(char::is_alphabetic);
    let other = text.contains(['@', '：', '>', '。', '？', '！', '<', '{'])
        || text.starts_with("http")
        || NONE.contains(&text)
        || NOTICES.iter().any(|notice| text.contains(notice));
    let good = letters && !other && is_person(text) && text.chars().count() <= LONGEST;
    good.then(|| text.to_owned())
}

/// Where the first date of a text begins.
fn date_at(text: &str) -> Option<usize> {
    text.match_indices(['1', '2']).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_ascii_digit()) && date(&text[*at..]).is_some()
    })
}

/// The first day in a text, `2019-09-26`, however it is written.
pub(super) fn day(text: &str) -> Option<String> {
    let (year, month, day) = date(&text[date_at(text)?..])?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The date with which a text begins: `2019-09-26`, `2019年9月26日`, `2019/9/26`, `2019.09.26`.
fn date(text: &str) -> Option<(u32, u32, u32)> {
    let number = |text: &str, most: usize| -> Option<(u32, usize)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let found = (1..=most).contains(&digits).then(|| text[..digits].parse().ok());
        Some((found??, digits))
    };
    let (year, digits) = number(text, 4)?;
    let rest = text[digits..].trim_start();
    let first = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    let rest = rest[first.len_utf8()..].trim_start();
    let (month, digits) = number(rest, 2)?;
    let rest = rest[digits..].trim_start();
    let wanted = if first == '年' { '月' } else { first };
    let rest = rest.strip_prefix(wanted)?.trim_start();
    let (day, _) = number(rest, 2)?;
    let right = (1900..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day);
    right.then_some((year, month, day))
}

/// The day, in China, of a time in seconds since 1970.
pub(super) fn day_of_seconds(seconds: u64) -> String {
    const CHINA: u64 = 8 * 60 * 60;
    // Days from civil, the other way round (Howard Hinnant's algorithm), for years after 1970.
    let days = (seconds + CHINA) / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> [Option<String>; 3] {
        let Particulars { date, outlet, author } = particulars(line);
        [date, outlet, author]
    }

    fn some(words: [&str; 3]) -> [Option<String>; 3] {
        words.map(|word| Some(word.to_owned()).filter(|word| !word.is_empty()))
    }

    #[test]
    fn a_line_says_when_where_and_by_whom_a_page_was_published() {
        for (line, words) in [
            (
                "2024-05-06 12:11来源：水边日报作者：霍三",
                ["2024-05-06", "水边日报", "霍三"],
            ),
            (
                "时间：2024年5月6日　来源：水边日报　浏览：12",
                ["2024-05-06", "水边日报", ""],
            ),
            ("水边周刊 2024/5/6 文／霍三", ["2024-05-06", "", "霍三"]),
            ("作者：未知 责任编辑：周海", ["", "", ""]),
            ("來源：水邊日報 2024.05.06", ["2024-05-06", "水邊日報", ""]),
            ("2024-13-06 18:00", ["", "", ""]),
            ("他在2024年5月6日说：水急了，只能等。", ["", "", ""]),
        ] {
            assert_eq!(said(line), some(words), "{line}");
        }
    }

    #[test]
    fn a_name_is_freed_of_what_stands_around_it_or_is_none() {
        for (text, wanted) in [
            ("作者：霍三", Some("霍三")),
            ("水边的事发布时间：10-0812:00优质作者", Some("水边的事")),
            ("霍三2019-12", Some("霍三2019-12")),
            ("霍三2019-12-01 08:00", Some("霍三")),
            ("[霍三，水边日报]", Some("霍三，水边日报")),
            ("By Jane Doe", Some("Jane Doe")),
            ("name, name@example.org", None),
            ("104363", None),
            ("[责任编辑：周海]", None),
            ("当前位置 : 首页 > 新闻", None),
            ("版权声明 来源：水边日报", None),
            ("admin", None),
        ] {
            assert_eq!(name(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_time_of_a_script_is_a_day_in_china() {
        assert_eq!(day_of_seconds(0), "1970-01-01");
        assert_eq!(day_of_seconds(951_782_400), "2000-02-29");
        assert_eq!(day_of_seconds(1_735_660_800), "2025-01-01");
    }
}
