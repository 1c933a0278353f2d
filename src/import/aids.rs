//! Readings that a program wrote behind their characters in brackets, because it has no ruby:
//! `闸（zhá）`, `閘（ㄓㄚˊ）`. They are read by nobody aloud and are no part of the words.

use crate::pinyin::legal::readings;
use crate::pinyin::{Syllable, compose};
use crate::script::han::is_han;

/// The most characters that one bracket reads.
const LONGEST: usize = 8;
/// The longest reading in brackets, in bytes.
const LONGEST_READING: usize = 80;

/// The text without the readings in brackets behind its Han characters, and how many there were;
/// `None` if there is none. What is no known reading of exactly these characters stays.
pub fn without_readings(text: &str) -> Option<(String, usize)> {
    let (mut out, mut count) = (String::new(), 0);
    let mut rest = text;
    while let Some(at) = rest.find(['（', '(']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let open = after.chars().next()?;
        let close = if open == '（' { '）' } else { ')' };
        let inside = &after[open.len_utf8()..];
        let end = inside.find(close).filter(|end| *end <= LONGEST_READING);
        match end.filter(|end| reads(&out, &inside[..*end])) {
            Some(end) => {
                count += 1;
                rest = &inside[end + close.len_utf8()..];
            }
            None => {
                out.push(open);
                rest = inside;
            }
        }
    }
    if count == 0 {
        return None;
    }
    out.push_str(rest);
    Some((out, count))
}

/// True if the last characters of a text are read so, one syllable each.
fn reads(text: &str, written: &str) -> bool {
    // A word in Latin letters without a tone mark may be anything: 江 (jiang) is a name.
    if written.is_ascii() || written.is_empty() {
        return false;
    }
    let written = compose(&written.to_lowercase()).replace('ɡ', "g");
    let written: String = written
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let mut han: Vec<char> =
        text.chars().rev().take_while(|c| is_han(*c)).take(LONGEST).collect();
    han.reverse();
    (0..han.len()).any(|from| matches(&han[from..], &written, true))
}

fn matches(han: &[char], written: &str, is_first: bool) -> bool {
    let Some((first, others)) = han.split_first() else { return written.is_empty() };
    let goes_on = |reading: &str| {
        let rest = written.strip_prefix(reading).filter(|_| !reading.is_empty());
        rest.is_some_and(|rest| matches(others, rest, false))
    };
    readings(*first).iter().any(|reading| {
        let syllable = Syllable::parse(reading);
        // The second of a word may have lost its tone.
        let neutral = syllable.filter(|_| !is_first).map(Syllable::letters);
        goes_on(reading)
            || syllable.is_some_and(|syllable| goes_on(&syllable.zhuyin()))
            || neutral.is_some_and(goes_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_in_brackets_are_left_out_and_nothing_else() {
        for (text, wanted) in [
            ("一个字：闸（zhá）。他说", "一个字：闸。他说"),
            ("一個字：閘（ㄓㄚˊ）。", "一個字：閘。"),
            ("糨糊(jiàng hu)要稀，踯躅（zhízhú）不前", "糨糊要稀，踯躅不前"),
            ("龟兹（Qiūcí）", "龟兹"),
        ] {
            let (out, count) = without_readings(text).expect("a reading");
            assert_eq!(out, wanted);
            assert!(count > 0);
        }
        for text in [
            // Another character's reading, a word, a name, a remark.
            "这个字念（zhá）。",
            "水闸（sluice）",
            "江（jiang）先生",
            "他笑了（大笑）。",
            "闸（zhá 或 zhà）",
            "（zhá）",
            "闸（zhá",
            "",
        ] {
            assert_eq!(without_readings(text), None, "{text}");
        }
    }
}
