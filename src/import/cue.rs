//! What subtitles have in common: times, tags, speakers, two languages in one cue.

use std::collections::BTreeMap;

use super::joins::{join, trimmed};
use super::{About, Derived, Line, LineKind, Place, Unreadable};
use crate::script::han::is_han;

/// A cue as its format has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cue {
    /// Milliseconds at which it starts and ends.
    pub(super) time: Option<(u64, u64)>,
    /// Its lines without tags, each with its speaker if the format names one.
    pub(super) lines: Vec<(Option<String>, String)>,
}

/// Milliseconds of a time: `1:02:03,5`, `02:03.500`.
pub(super) fn time(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut seconds: u64 = 0;
    let mut parts = 0;
    for part in whole.split(':') {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        seconds = seconds * 60 + part.parse::<u64>().ok()?;
        parts += 1;
    }
    if !(2..=3).contains(&parts) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(seconds * 1000 + digits.parse::<u64>().ok()?)
}

/// The two times of a line `start --> end`, whatever settings stand after them.
pub fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((time(start.trim())?, time(end)?))
}

/// The text without tags `<…>` and overrides `{\…}`; an `<` that begins no tag stays.
pub(super) fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let end = match here.as_bytes().get(1) {
            Some(b'\\') if here.starts_with('{') => here.find('}'),
            Some(b'/' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9')
                if here.starts_with('<') =>
            {
                here.find('>')
            }
            _ => None,
        };
        match end {
            Some(end) => rest = &here[end + 1..],
            None => {
                out.push_str(&here[..1]);
                rest = &here[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The few entities that subtitles have.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&lrm;", "")
        .replace("&rlm;", "")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What a line of a cue is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Han,
    /// Kana, Hangul, Latin or any other letters.
    Other,
    /// Figures and marks alone.
    None,
}

fn writing(text: &str) -> Writing {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let kana = text.chars().filter(|c| ('\u{3041}'..='\u{30fa}').contains(c)).count();
    let other = text.chars().filter(|c| c.is_alphabetic() && !is_han(*c)).count();
    match (han, other) {
        (0, 0) => Writing::None,
        // Japanese has kana in every sentence; Chinese with a name in Latin letters is Chinese.
        _ if kana > 0 => Writing::Other,
        (0, _) => Writing::Other,
        // A word of Latin letters counts as much as two characters.
        _ if han * 6 >= other => Writing::Han,
        _ => Writing::Other,
    }
}

/// Words for what is heard and nobody says.
const SOUNDS: &[&str] = &[
    "音乐", "音樂", "掌声", "掌聲", "笑声", "笑聲", "鼓掌", "片头", "片頭", "片尾",
    "music", "applause", "laughter", "laughs", "cheering", "silence",
];

/// True for a line that only says what is heard: `[音乐]`, `♪`.
fn is_sound(text: &str) -> bool {
    let bare =
        text.trim_matches(|c: char| c.is_whitespace() || "[]【】（）()♪♫*".contains(c));
    let marked = bare.len() < text.trim().len();
    marked && (bare.is_empty() || SOUNDS.contains(&bare.to_lowercase().as_str()))
}

/// What begins each line of a cue in which two people speak.
const DASHES: [char; 4] = ['-', '–', '－', '‐'];

/// Cues as lines: one a cue, with its speaker before it where another one begins to speak.
///
/// # Errors
/// If there is no cue with words.
pub(super) fn derived(
    cues: Vec<Cue>,
    about: About,
    mut dropped: BTreeMap<&'static str, usize>,
) -> Result<Derived, Unreadable> {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<(Option<(u64, u64)>, String)> = None;
    let mut speaking: Option<String> = None;
    let is_labelled = has_labels(&cues);
    for cue in cues {
        let mut texts: Vec<(Option<String>, String)> = Vec::new();
        for (speaker, text) in cue.lines {
            let text = trimmed(&text).to_owned();
            if text.is_empty() {
                continue;
            }
            if is_sound(&text) {
                *dropped.entry("sounds").or_default() += 1;
                continue;
            }
            texts.push((speaker, text));
        }
        let Some(last) = texts.last().map(|(_, text)| text.clone()) else { continue };
        // Captions that roll repeat the line before.
        if let Some((time, line)) = &before
            && texts[0].1 == *line
            && (texts.len() > 1 || follows(*time, cue.time))
        {
            texts.remove(0);
            *dropped.entry("repeated lines").or_default() += 1;
        }
        before = Some((cue.time, last));
        let place = Place { time: cue.time, ..Place::default() };
        for (speaker, text, translation) in spoken(texts, is_labelled) {
            let text = match (&speaker, &speaking) {
                (Some(now), Some(other)) if now == other => text,
                (Some(now), _) => format!("{now}：{text}"),
                (None, Some(other)) if other == NAMELESS => text,
                // Words without a name are not those of the one before.
                (None, Some(_)) => format!("{NAMELESS}：{text}"),
                (None, None) => text,
            };
            speaking = match (speaker, speaking.take()) {
                (Some(now), _) => Some(now),
                (None, Some(_)) => Some(NAMELESS.to_owned()),
                (None, None) => None,
            };
            let kind = LineKind::Cue;
            lines.push(Line { text, kind, place: place.clone(), translation });
        }
    }
    if lines.is_empty() {
        return Err(Unreadable {
            message: "these subtitles have no words".to_owned(),
            hint: "is the file complete? --as text registers it line by line".to_owned(),
        });
    }
    Ok(Derived { lines, about, dropped, ..Derived::default() })
}

/// The label of cues without a speaker among cues that have one.
const NAMELESS: &str = "〔无名〕";

/// True for words that begin with a name and a colon.
fn is_label(text: &str) -> bool {
    let Some((name, words)) = text.split_once(['：', ':']) else { return false };
    let name = name.trim();
    (1..=12).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '·' | '（' | '）'))
        && name.chars().any(char::is_alphabetic)
        && !words.trim().is_empty()
        && !words.starts_with("//")
}

/// Cues that begin with a name and a colon, from which on they are labels.
const LABELS: usize = 2;

/// True if speakers are named in the words of the cues.
fn has_labels(cues: &[Cue]) -> bool {
    let lines = cues.iter().flat_map(|cue| &cue.lines);
    lines.filter(|(_, text)| is_label(trimmed(text.trim_start_matches(DASHES)))).count()
        >= LABELS
}

/// True for a cue of a moment that follows at once: the last picture of rolling captions.
fn follows(before: Option<(u64, u64)>, now: Option<(u64, u64)>) -> bool {
    let (Some((_, end)), Some((start, stop))) = (before, now) else { return false };
    start.abs_diff(end) <= 50 && stop.saturating_sub(start) <= 50
}

/// What is said in a cue: one line for each who speaks, with its translation if the cue has both
/// languages.
fn spoken(
    texts: Vec<(Option<String>, String)>,
    is_labelled: bool,
) -> Vec<(Option<String>, String, Option<String>)> {
    let dashed = texts.len() > 1
        && texts.iter().filter(|(_, text)| text.starts_with(DASHES)).count() > 1;
    let mut out: Vec<(Option<String>, String, Option<String>)> = Vec::new();
    let both = texts.iter().any(|(_, text)| writing(text) == Writing::Han)
        && texts.iter().any(|(_, text)| writing(text) == Writing::Other);
    let mut own: Option<Writing> = None;
    for (speaker, text) in texts {
        let written = writing(&text);
        // Where names stand before others' words, who speaks behind a dash is not known.
        let turns = dashed || (is_labelled && text.starts_with(DASHES));
        let bare = trimmed(text.trim_start_matches(DASHES));
        let text = match (turns, written) {
            (true, Writing::Han) if is_labelled && speaker.is_none() && !is_label(bare) => {
                format!("{NAMELESS}：{bare}")
            }
            (true, _) => bare.to_owned(),
            (false, _) => text,
        };
        let other = both
            && match written {
                Writing::Other => true,
                Writing::Han => false,
                Writing::None => own == Some(Writing::Other),
            };
        own = Some(if other { Writing::Other } else { Writing::Han });
        if other {
            // The other language stands below its line, or before it.
            let target = match dashed {
                true => out.iter_mut().find(|(_, _, translation)| translation.is_none()),
                false => out.last_mut(),
            };
            match target {
                Some((_, _, Some(translation))) => join(translation, &text),
                Some((_, _, translation)) => *translation = Some(text),
                None => out.push((speaker, String::new(), Some(text))),
            }
            continue;
        }
        match out.last_mut() {
            Some((who, line, _)) if !dashed && (*who == speaker || line.is_empty()) => {
                *who = who.take().or(speaker);
                join_lines(line, &text);
            }
            _ => out.push((speaker, text, None)),
        }
    }
    out.retain(|(_, line, translation)| !line.is_empty() || translation.is_some());
    for (_, line, translation) in &mut out {
        if line.is_empty() {
            *line = translation.take().unwrap_or_default();
        }
    }
    out
}

/// Joins two lines of a cue. Between two Han characters a line end may stand for a comma, which
/// subtitles leave out: a space keeps it.
fn join_lines(line: &mut String, next: &str) {
    let (before, after) = (line.chars().next_back(), next.chars().next());
    let unmarked = before.is_some_and(is_han) && after.is_some_and(is_han);
    match unmarked {
        true => {
            line.push(' ');
            line.push_str(next);
        }
        false => join(line, next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        assert_eq!(time("00:00:05,000"), Some(5000));
        assert_eq!(time("1:02:03.5"), Some(3_723_500));
        assert_eq!(time("02:03.45"), Some(123_450));
        for wrong in ["", "5", "5,000", "a:b", "1:2:3:4", "00:-1", "99999:00", "1:2,x"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
        assert_eq!(timing("00:05.000 --> 00:07.200 align:start"), Some((5000, 7200)));
        assert_eq!(timing("甲 --> 乙"), None);
    }

    #[test]
    fn tags_go_and_words_stay() {
        assert_eq!(untagged("<i>水</i>{\\an8}<font color=\"#fff\">急</font>"), "水急");
        assert_eq!(untagged("<00:00:01.000><c> 水</c>"), " 水");
        assert_eq!(untagged("1 < 2, {他笑} <水"), "1 < 2, {他笑} <水");
        assert_eq!(unescaped("a&amp;lt; &lt;b&gt;"), "a&lt; <b>");
    }

    fn lines(cues: &[&[(Option<&str>, &str)]]) -> Vec<(String, Option<String>)> {
        let cues = cues.iter().enumerate().map(|(at, lines)| Cue {
            time: Some((at as u64 * 1000, at as u64 * 1000 + 900)),
            lines: lines
                .iter()
                .map(|(s, t)| (s.map(str::to_owned), (*t).to_owned()))
                .collect(),
        });
        let read = derived(cues.collect(), About::default(), BTreeMap::new());
        let read = read.map(|read| read.lines).unwrap_or_default();
        read.into_iter().map(|line| (line.text, line.translation)).collect()
    }

    fn one(text: &str) -> (String, Option<String>) {
        (text.to_owned(), None)
    }

    #[test]
    fn a_cue_is_a_line_and_a_speaker_a_label_where_he_begins() {
        let (he, she) = (Some("老霍"), Some("记者"));
        assert_eq!(
            lines(&[
                &[(she, "难吗？")],
                &[(he, "难。")],
                &[(he, "很"), (he, "难。")],
                &[(None, "水声")],
                &[(None, "响")],
                &[(he, "听。")]
            ]),
            [
                one("记者：难吗？"),
                one("老霍：难。"),
                one("很 难。"),
                one("〔无名〕：水声"),
                one("响"),
                one("老霍：听。")
            ]
        );
        assert_eq!(
            lines(&[&[(None, "- 难吗？"), (None, "- 难。")]]),
            [one("难吗？"), one("难。")]
        );
    }

    #[test]
    fn dashes_among_names_are_nobodys_turns() {
        assert_eq!(
            lines(&[
                &[(None, "老霍：水急了，")],
                &[(None, "只能等。")],
                &[(None, "- 天黑了呢？"), (None, "- 点灯。")],
                &[(None, "- 好。")],
                &[(None, "- 记者：谢谢您。"), (None, "- 不谢。")],
                &[(None, "路上小心。")],
            ]),
            [
                one("老霍：水急了，"),
                one("只能等。"),
                one("〔无名〕：天黑了呢？"),
                one("〔无名〕：点灯。"),
                one("〔无名〕：好。"),
                one("记者：谢谢您。"),
                one("〔无名〕：不谢。"),
                one("路上小心。"),
            ]
        );
    }

    #[test]
    fn two_languages_of_a_cue_are_parallel() {
        let pair = |a: &str, b: &str| (a.to_owned(), Some(b.to_owned()));
        assert_eq!(
            lines(&[
                &[
                    (None, "水急了，"),
                    (None, "只能等。"),
                    (None, "When it runs high,"),
                    (None, "wait.")
                ],
                &[(None, "Open the gate."), (None, "开闸。")],
                &[(None, "GPS"), (None, "我们有了")],
                &[
                    (None, "- 难吗？"),
                    (None, "- 难。"),
                    (None, "- Hard?"),
                    (None, "- Yes.")
                ],
            ]),
            [
                pair("水急了，只能等。", "When it runs high, wait."),
                pair("开闸。", "Open the gate."),
                pair("我们有了", "GPS"),
                pair("难吗？", "Hard?"),
                pair("难。", "Yes."),
            ]
        );
    }

    #[test]
    fn rolling_captions_are_said_once_and_sounds_by_nobody() {
        let roll = vec![
            Cue { time: Some((0, 2000)), lines: vec![(None, "水急了".to_owned())] },
            Cue { time: Some((2000, 2010)), lines: vec![(None, "水急了".to_owned())] },
            Cue {
                time: Some((2010, 4000)),
                lines: vec![(None, "水急了".to_owned()), (None, "只能等".to_owned())],
            },
            Cue { time: Some((4000, 5000)), lines: vec![(None, "[音乐]".to_owned())] },
            // Said twice.
            Cue { time: Some((5000, 6000)), lines: vec![(None, "等。".to_owned())] },
            Cue { time: Some((6000, 7000)), lines: vec![(None, "等。".to_owned())] },
        ];
        let read = derived(roll, About::default(), BTreeMap::new()).expect("cues");
        let texts: Vec<&str> = read.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["水急了", "只能等", "等。", "等。"]);
        let counts: Vec<_> = read.dropped.into_iter().collect();
        assert_eq!(counts, [("repeated lines", 2), ("sounds", 1)]);
        assert!(derived(Vec::new(), About::default(), BTreeMap::new()).is_err());
    }
}
