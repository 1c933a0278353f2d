//! Advanced SubStation Alpha: subtitles of which each has its style and a speaker's name.

use std::collections::BTreeMap;

use super::cue::{self, Cue};
use super::joins::trimmed;
use super::{About, Derived, Unreadable};

/// The fields of an event, in the order of ASS; SSA has `Marked` for `Layer`.
const FIELDS: [&str; 10] = [
    "layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect",
    "text",
];

/// Reads the lines `Dialogue:`, in the order of their times; comments and drawings are counted.
/// Two of the same time in two languages are one cue.
///
/// # Errors
/// If no cue has words.
pub fn read(text: &str) -> Result<Derived, Unreadable> {
    let mut about = About::default();
    let mut dropped = BTreeMap::new();
    let mut fields: Vec<String> = FIELDS.map(str::to_owned).to_vec();
    let mut events: Vec<Cue> = Vec::new();
    let mut in_events = false;
    for line in text.lines() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.starts_with('[') && line.ends_with(']') {
            in_events = line.eq_ignore_ascii_case("[events]");
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        match key.trim().to_ascii_lowercase().as_str() {
            "title" if !in_events => {
                let title = value.trim();
                let unnamed = title.chars().count() < 2 || title.contains("Aegisub");
                about.title = Some(title.to_owned()).filter(|_| !unnamed);
            }
            "format" if in_events => {
                let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
                fields = names.collect();
            }
            "dialogue" if in_events => match event(value, &fields) {
                Some(cue) => events.push(cue),
                None => *dropped.entry("drawings").or_default() += 1,
            },
            "comment" if in_events => *dropped.entry("comments").or_default() += 1,
            _ => {}
        }
    }
    // Events stand in the order in which they were made.
    events.sort_by_key(|cue| cue.time.map(|(start, _)| start));
    let mut cues: Vec<Cue> = Vec::new();
    for event in events {
        match cues.last_mut() {
            Some(cue) if cue.time == event.time && cue.time.is_some() => {
                // The same words twice are a shadow or an outline.
                let new = event.lines.into_iter().filter(|line| !cue.lines.contains(line));
                let new: Vec<_> = new.collect();
                cue.lines.extend(new);
            }
            _ => cues.push(event),
        }
    }
    cue::derived(cues, about, dropped)
}

/// The cue of an event; `None` for a drawing.
fn event(value: &str, fields: &[String]) -> Option<Cue> {
    // The text is the last field and may have commas.
    let parts: Vec<&str> = value.splitn(fields.len().max(1), ',').collect();
    let field = |name: &str| {
        let at = fields.iter().position(|field| field == name)?;
        parts.get(at).map(|part| part.trim())
    };
    let text = field("text")?;
    if is_drawing(text) {
        return None;
    }
    let time = field("start").and_then(cue::time).zip(field("end").and_then(cue::time));
    let speaker = field("name").or_else(|| field("actor"));
    let speaker = speaker.map(|name| trimmed(name.trim_end_matches([':', '：'])));
    let speaker = speaker.filter(|name| !name.is_empty()).map(str::to_owned);
    let plain = without_overrides(text).replace("\\N", "\n").replace("\\n", "\n");
    let plain = plain.replace("\\h", " ");
    let lines = plain.split('\n').map(|line| (speaker.clone(), line.to_owned()));
    Some(Cue { time, lines: lines.collect() })
}

/// True if an override switches drawing on: `\p1`.
fn is_drawing(text: &str) -> bool {
    let mut found = text.match_indices("\\p");
    found.any(|(at, _)| {
        text[at + 2..].starts_with(|c: char| c.is_ascii_digit() && c != '0')
            && text[..at].rfind('{') > text[..at].rfind('}')
    })
}

/// The text without `{…}`: overrides, and remarks of whoever made the file.
fn without_overrides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let Some(end) = rest[at..].find('}') else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_cues_in_the_order_of_their_times() {
        let read = read(
            "[Script Info]\nTitle: 守闸的人\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n\
             [Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
             Dialogue: 0,0:00:07.50,0:00:09.70,CN,老霍,0,0,0,,{\\fad(200,200)}水急了,\\N只能等。\n\
             Dialogue: 0,0:00:07.50,0:00:09.70,EN,老霍,0,0,0,,Wait, when it runs high.\n\
             Comment: 0,0:00:08.00,0:00:09.70,CN,,0,0,0,,注\n\
             Dialogue: 0,0:00:01.00,0:00:02.00,CN,记者,0,0,0,,难吗？{译者注}\n\
             Dialogue: 0,0:00:02.00,0:00:03.00,CN,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}\n",
        )
        .expect("cues");
        let lines: Vec<_> = read
            .lines
            .iter()
            .map(|l| (l.text.as_str(), l.translation.as_deref()))
            .collect();
        assert_eq!(
            lines,
            [
                ("记者：难吗？", None),
                ("老霍：水急了,只能等。", Some("Wait, when it runs high."))
            ]
        );
        assert_eq!(read.about.title.as_deref(), Some("守闸的人"));
        let counts: Vec<_> = read.dropped.into_iter().collect();
        assert_eq!(counts, [("comments", 1), ("drawings", 1)]);
        assert!(super::read("[Events]\nDialogue: 0\n").is_err());
    }
}
