//! SubRip subtitles: a number, a line of times, words, a blank line.

use std::collections::BTreeMap;

use super::cue::{self, Cue};
use super::{About, Derived, Unreadable};

/// Reads subtitles whose blocks begin with a line `start --> end`. The number before it may be
/// missing, and words may have blank lines between them.
///
/// # Errors
/// If no cue has words.
pub fn read(text: &str) -> Result<Derived, Unreadable> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut pending: Option<&str> = None;
    for line in text.lines() {
        let line = line.trim();
        if line.contains("-->") && line.starts_with(|c: char| c.is_ascii_digit()) {
            // A number before times is the cue's own, not the words of the one before.
            let number =
                pending.take().filter(|line| !line.bytes().all(|b| b.is_ascii_digit()));
            push(&mut cues, number);
            cues.push(Cue { time: cue::timing(line), ..Cue::default() });
            continue;
        }
        push(&mut cues, pending.take());
        pending = Some(line).filter(|line| !line.is_empty());
    }
    push(&mut cues, pending);
    cue::derived(cues, About::default(), BTreeMap::new())
}

fn push(cues: &mut [Cue], line: Option<&str>) {
    if let (Some(cue), Some(line)) = (cues.last_mut(), line) {
        cue.lines.push((None, cue::unescaped(&cue::untagged(line)).replace("\\N", " ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_times_and_tags_are_no_words() {
        let read = read(
            "1\r\n00:00:05,000 --> 00:00:07,200\r\n记者：<i>难</i>吗？\r\n\r\n\
             2\r\n00:00:07,500 --> 00:00:09,700\r\n老霍：三\r\n\r\n十\r\n\r\n\
             00:00:10,000 --> 00:00:11,000 X1:10\r\n1984\r\n\r\n4\r\n00:00:bad --> x\r\n水\r\n",
        )
        .expect("cues");
        let lines: Vec<_> =
            read.lines.iter().map(|l| (l.text.as_str(), l.place.time)).collect();
        assert_eq!(
            lines,
            [
                ("记者：难吗？", Some((5000, 7200))),
                ("老霍：三 十", Some((7500, 9700))),
                ("1984", Some((10000, 11000))),
                ("水", None),
            ]
        );
        assert!(super::read("1\n00:00:05,000 --> 00:00:07,200\n\n").is_err());
        assert!(super::read("").is_err());
    }
}
