//! The attribution behind a quotation: `“…”——老马《船匠手记》`, or on the line after it.

use crate::script::han::is_han;
use crate::text::is_invisible;

/// Longest name in an attribution, in characters.
const LONGEST_NAME: usize = 26;

/// What stands behind a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail<'a> {
    /// Whose words they are; empty if only a work is named.
    pub name: &'a str,
    /// The byte of the line at which the quotation ends; 0 if the line is the attribution alone.
    pub words_end: usize,
}

/// The attribution with which a line ends, or that is all of it.
pub fn tail(line: &str) -> Option<Tail<'_>> {
    let skip = |c: char| c.is_whitespace() || is_invisible(c);
    let line = line.trim_end_matches(skip);
    let start = line.len() - line.trim_start_matches(skip).len();
    let (at, dash) = last_dash(line)?;
    let before = line[start..at].trim_end_matches(skip);
    // `（——老马）`, `> —— 老马`.
    let before = before.trim_end_matches(['（', '(', '*', '_', '[', '【', '~']);
    let alone = !before.contains(char::is_alphanumeric);
    let after = line[at + dash..].trim_start_matches(skip);
    let name = name(after)?;
    let spaced = line[..at].ends_with(skip);
    let ends = before.ends_with([
        '”', '」', '』', '"', '’', '。', '！', '？', '…', '!', '?', '.', '》', '）', ')',
        '；', '*', '_',
    ]);
    match (alone, ends, spaced) {
        // A single hyphen before one line is a bullet.
        (true, _, _) if dash == 1 => None,
        (true, _, _) => Some(Tail { name, words_end: 0 }),
        // Without a mark or a space before it the dash belongs to the sentence.
        (false, true, _) => Some(Tail { name, words_end: start + before.len() }),
        (false, false, true) if dash > 1 => {
            Some(Tail { name, words_end: start + before.len() })
        }
        _ => None,
    }
}

/// The last run of dashes of a line and its length in bytes; a single hyphen needs spaces around
/// it.
fn last_dash(line: &str) -> Option<(usize, usize)> {
    let is =
        |c: char| matches!(c, '—' | '–' | '―' | '─' | '－' | '⸺' | '-' | '﹣' | '~' | '～');
    let mut end = None;
    // From the end, so that a dash in the quotation is not taken.
    for (at, c) in line.char_indices().rev() {
        match (is(c), end) {
            (true, None) => end = Some(at + c.len_utf8()),
            (false, Some(end)) => {
                let start = at + c.len_utf8();
                let dashes = &line[start..end];
                let hyphen = dashes == "-" || dashes == "~" || dashes == "～";
                let spaced =
                    c.is_whitespace() && line[end..].starts_with(char::is_whitespace);
                // Jean-Paul, 1912-1954, and a hyphen elsewhere in a name.
                if hyphen && !spaced {
                    return last_dash(&line[..start])
                        .filter(|(at, len)| *at + *len < start);
                }
                // A range of years has no name.
                if line[end..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                    return last_dash(&line[..start])
                        .filter(|(at, len)| *at + *len < start);
                }
                return Some((start, end - start));
            }
            _ => {}
        }
    }
    end.map(|end| (0, end))
}

/// The name in what follows the dash: up to a work, a bracket or a comma; `None` if that is no
/// attribution.
fn name(after: &str) -> Option<&str> {
    let text = after.trim_end_matches(['）', ')', '*', '_', ']', '】', ' ', '　']);
    let bare =
        text.trim_start_matches(['[', '*', '_', '【', '(', '（', '〔', '［', ' ', '　']);
    let opened = bare.len() < text.len();
    // [英]玛丽·琼斯, （法）雨果: where somebody comes from.
    let text = match bare.find([']', '】', '）', ')', '］', '〕']) {
        Some(at) if opened && bare[..at].chars().count() <= 4 => {
            bare[at..].trim_start_matches(|c: char| !c.is_alphanumeric())
        }
        _ => bare,
    };
    let end = text
        .find([
            '《', '〈', '（', '(', '，', ',', '[', '：', ':', '“', '「', '"', '｜', '|',
            '【', '*', '/',
        ])
        .unwrap_or(text.len());
    let name = text[..end].trim_end().trim_end_matches(['·', '・', ';', '；', '、']);
    let rest = &text[end..];
    if name.is_empty() {
        // A work alone says no name: `——《船匠手记》`.
        return rest.starts_with(['《', '〈']).then_some("");
    }
    let letters = name.chars().count();
    let clause = |c: char| "。！？；!?;…我你的了是不就着这那".contains(c);
    let words = name.split_whitespace().count();
    let rest_is_short = rest.chars().count() <= 60 && !rest.contains(['。', '！', '？']);
    (letters <= LONGEST_NAME
        && !name.contains(clause)
        && (words <= 5 || name.contains(is_han))
        && name.chars().any(char::is_alphabetic)
        && rest_is_short)
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_ends_the_line_or_is_all_of_it() {
        for (line, name, words) in [
            ("“木头比人诚实。”——老马", "老马", "“木头比人诚实。”"),
            ("「木頭比人誠實。」—— 老馬", "老馬", "「木頭比人誠實。」"),
            ("木头比人诚实。——老马《船匠手记》", "老马", "木头比人诚实。"),
            ("木头比人诚实。 -- 老马", "老马", "木头比人诚实。"),
            ("木头比人诚实 ——老马", "老马", "木头比人诚实"),
            (
                "木头——我说的是老木头——比人诚实。——老马",
                "老马",
                "木头——我说的是老木头——比人诚实。",
            ),
            (
                "“Wood is honest.” — Mary-Ann Jones, *Boats*",
                "Mary-Ann Jones",
                "“Wood is honest.”",
            ),
            ("Wood is honest. - Old Ma", "Old Ma", "Wood is honest."),
            (
                "Wood is honest. -- Martha Lowell (1912-1954)",
                "Martha Lowell",
                "Wood is honest.",
            ),
            ("木头比人诚实。（——老马）", "老马", "木头比人诚实。"),
            ("木头比人诚实。——[英]玛丽·琼斯", "玛丽·琼斯", "木头比人诚实。"),
            ("——老马", "老马", ""),
            ("　　—— 老马《船匠手记》", "老马", ""),
            ("> — Mary Jones", "Mary Jones", ""),
            ("-- 老马", "老马", ""),
            ("——《船匠手记》", "", ""),
            ("*— Martha Lowell*", "Martha Lowell", ""),
        ] {
            let found = tail(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (found.name, line[..found.words_end].trim()),
                (name, words),
                "{line}"
            );
        }
    }

    #[test]
    fn a_dash_in_a_sentence_attributes_nothing() {
        for line in [
            "人生只有走出来的美丽——没有等出来的辉煌",
            "——您為什麼種茶？",
            "- 木头比人诚实，你骗它它就漏水。",
            "- 木头",
            "我去看看——一盏灯的工夫。",
            "他等了很久——很久",
            "1912-1954",
            "well-known",
            "————",
            "",
        ] {
            assert_eq!(tail(line), None, "{line}");
        }
    }
}
