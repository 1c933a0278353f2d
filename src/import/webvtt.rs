//! WebVTT subtitles: the W3C's format, with speakers as `<v Name>`, as the web has them.

use std::collections::BTreeMap;

use super::cue::{self, Cue};
use super::joins::trimmed;
use super::{About, Derived, Unreadable};

/// Reads the cues; notes, styles and regions are counted.
///
/// # Errors
/// If no cue has words.
pub fn read(text: &str) -> Result<Derived, Unreadable> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = text.split("\n\n");
    let mut cues = Vec::new();
    let mut dropped = BTreeMap::new();
    let mut about = About::default();
    let header = blocks.next().unwrap_or_default();
    let title = header.lines().next().and_then(|line| line.strip_prefix("WEBVTT"));
    let title = title.map(|title| title.trim_matches([' ', '\t', '-']));
    about.title = title.filter(|title| title.chars().count() > 1).map(str::to_owned);
    // A first cue may follow the header at once.
    let first = header.find("-->").map(|_| header);
    let mut in_cue = false;
    for block in first.into_iter().chain(blocks) {
        let lines: Vec<&str> = block.lines().collect();
        let Some(at) = lines.iter().position(|line| cue::timing(line).is_some()) else {
            let kind = lines.iter().find(|line| !line.trim().is_empty());
            let Some(kind) = kind else { continue };
            let is = |word: &str| {
                let rest = kind.strip_prefix(word);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            };
            if is("NOTE") {
                *dropped.entry("notes of the file").or_default() += 1;
                in_cue = false;
            } else if is("STYLE") || is("REGION") {
                *dropped.entry("styles").or_default() += 1;
                in_cue = false;
            } else if in_cue && let Some(cue) = cues.last_mut() {
                // The standard ends a cue at a blank line; words after it would be lost.
                voices(cue, &lines.join("\n"));
            }
            continue;
        };
        let mut cue = Cue { time: cue::timing(lines[at]), lines: Vec::new() };
        voices(&mut cue, &lines[at + 1..].join("\n"));
        cues.push(cue);
        in_cue = true;
    }
    cue::derived(cues, about, dropped)
}

/// Puts the words of a cue into it, each line with the voice that it stands in.
fn voices(cue: &mut Cue, words: &str) {
    let mut voice: Option<String> = None;
    let mut rest = words;
    loop {
        // Everything up to the next voice is said by this one.
        let next = find_voice(rest);
        let part = next.as_ref().map_or(rest, |(at, _, _)| &rest[..*at]);
        for line in part.lines() {
            // A voice ends with its tag; what stands after it is nobody's.
            let (said, after) = line.split_once("</v>").unwrap_or((line, ""));
            let plain = |text: &str| cue::unescaped(&cue::untagged(text));
            let said = plain(said);
            if !trimmed(&said).is_empty() {
                cue.lines.push((voice.clone(), said));
            }
            if line.contains("</v>") {
                voice = None;
            }
            let after = plain(after);
            if !trimmed(&after).is_empty() {
                cue.lines.push((None, after));
            }
        }
        let Some((_, end, name)) = next else { return };
        voice = Some(name).filter(|name| !name.is_empty());
        rest = &rest[end..];
    }
}

/// The first tag `<v Name>`: where it begins and ends, and the name.
fn find_voice(text: &str) -> Option<(usize, usize, String)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("<v")?;
        let rest = &text[at + 2..];
        let end = rest.find('>')?;
        if rest.starts_with([' ', '\t', '.', '\n', '>']) {
            // Classes stand between: `<v.loud Name>`.
            let name =
                rest[..end].split_once([' ', '\t', '\n']).map_or("", |(_, name)| name);
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = cue::unescaped(name.trim_end_matches([':', '：']));
            return Some((at, at + 2 + end + 1, name));
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let read = read(text).map(|read| read.lines).unwrap_or_default();
        read.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn cues_with_voices_settings_and_names_are_read() {
        let read = read(
            "\u{feff}WEBVTT - 守闸的人\nKind: captions\n\nNOTE 说明\n不是字幕\n\nSTYLE\n::cue {color:red}\n\n\
             00:05.000 --> 00:07.200 align:start position:0%\n<v 记者>难&amp;吗？</v>\n\n\
             c1\n00:00:07.500 --> 00:00:09.700\n<v.loud 老霍>三十<00:00:08.000><c>七</c>年。\n水<i>急</i>。\n\n\
             00:00:10.000 --> 00:00:11.000\n<v 老霍>等。</v>\n"
                .trim_start_matches('\u{feff}'),
        )
        .expect("cues");
        assert_eq!(read.about.title.as_deref(), Some("守闸的人"));
        let texts: Vec<&str> = read.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["记者：难&吗？", "老霍：三十七年。水急。", "等。"]);
        assert_eq!(read.lines[0].place.time, Some((5000, 7200)));
        let counts: Vec<_> = read.dropped.into_iter().collect();
        assert_eq!(counts, [("notes of the file", 1), ("styles", 1)]);
    }

    #[test]
    fn voices_take_turns_in_a_cue_and_end_with_their_tag() {
        assert_eq!(
            texts(
                "WEBVTT\n\n00:00.000 --> 00:02.000\n<v 甲>难吗？</v> <v 乙>难。</v>\n\n00:02.000 --> 00:03.000\n水声\n"
            ),
            ["甲：难吗？", "乙：难。", "〔无名〕：水声"]
        );
        assert_eq!(texts("WEBVTT\n00:00.000 --> 00:02.000\n水\n\n声\n"), ["水 声"]);
        assert_eq!(texts("WEBVTT\n\n00:00.000 --> 00:02.000\n<video> <v\n"), ["<v"]);
    }
}
