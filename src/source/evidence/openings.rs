//! Words that return at the beginnings of lines: labels in a form that no grammar lists.

use std::collections::BTreeMap;

use super::body::BodyLine;
use crate::script::han::is_han;
use crate::source::furniture;
use crate::source::head::{NameFacts, beginnings, fold, is_colon, is_hidden};

/// Longest such word, in characters.
const LONGEST: usize = 10;

/// True if most lines begin with one of a few short words and a mark or space after it: `记者,`,
/// `Q. `, `speaker: `. Somebody speaks there, and it cannot be told who.
pub fn has_openings(lines: &[BodyLine<'_>]) -> bool {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut words = 0;
    for line in lines {
        let Some(first) = beginnings(line.text).into_iter().next() else { continue };
        words += 1;
        let length = first.iter().take_while(|c| c.is_alphanumeric()).count();
        let word: String = first[..length].iter().collect();
        let is_word = (1..=LONGEST).contains(&length)
            && length < first.len()
            && word.chars().any(char::is_alphabetic);
        if is_word {
            *seen.entry(fold(&word)).or_default() += 1;
        }
    }
    let returning: Vec<usize> =
        seen.values().filter(|count| **count >= 2).copied().collect();
    let lines: usize = returning.iter().sum();
    lines >= 4 && returning.len() <= 12 && lines * 5 >= words * 2
}

/// A short word at the beginning of a line, between marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// The line.
    pub(super) line: usize,
    /// The word.
    pub(super) name: String,
    /// Bytes of the line that hold what stands behind the marks.
    pub(super) words: (usize, usize),
    /// True if the word is a speaker's by the frame alone, even if it stands once.
    pub(super) accepted: bool,
}

/// Longest run of marks and figures before a word or after it, in characters.
const LONGEST_MARKS: usize = 30;
/// Most characters of such a name.
const LONGEST_NAME: usize = 12;

/// The openings of a document whose lines begin, nearly all of them, with one of a few words
/// between the same marks: `<nick> …`, `记者, …`, `Q. …`, `◆老马◆ …`, `00:12 - 老马 - …`. At least
/// two of the words return, and each could be somebody's name.
pub(super) fn openings(lines: &[BodyLine<'_>]) -> Vec<Opening> {
    let mut frames: BTreeMap<(String, String), Vec<Opening>> = BTreeMap::new();
    let mut body = 0;
    for (line, text) in lines.iter().map(|line| line.text).enumerate() {
        let found = opening(line, text);
        // The first line may be a title.
        let counts = line > 0 || found.is_some();
        let is_text = furniture::classify(text).is_none_or(|kind| kind.may_be_a_head());
        body += usize::from(counts && is_text);
        if let Some((lead, tail, opening)) = found {
            frames.entry((lead, tail)).or_default().push(opening);
        }
    }
    let Some(((lead, tail), mut found)) =
        frames.into_iter().max_by_key(|(_, found)| found.len())
    else {
        return Vec::new();
    };
    let is_strong = is_strong(&lead, &tail);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for opening in &found {
        *counts.entry(fold(&opening.name)).or_default() += 1;
    }
    let returning: Vec<usize> = counts.values().copied().filter(|n| *n >= 2).collect();
    let heads: usize = returning.iter().sum();
    // How many of a hundred lines must begin so.
    let share = if is_strong { 60 } else { 80 };
    let few = is_strong || (returning.len() <= 6 && heads * 10 >= found.len() * 9);
    let is_frame = returning.len() >= 2
        && heads >= 4
        && found.len() * 100 >= body * share
        && few
        && found.iter().all(|opening| may_speak(&opening.name));
    if !is_frame {
        return Vec::new();
    }
    for opening in &mut found {
        let returns = counts.get(&fold(&opening.name)).is_some_and(|n| *n >= 2);
        opening.accepted = returns || is_strong;
    }
    found
}

fn may_speak(name: &str) -> bool {
    let facts = NameFacts::of(name);
    facts.may_be_speaker() && !crate::source::head::is_page_word(name)
}

/// True for marks that no prose has around its first word.
fn is_strong(lead: &str, tail: &str) -> bool {
    let marks = |text: &str| {
        text.chars().any(|c| {
            !c.is_whitespace()
                && !c.is_alphanumeric()
                && !matches!(
                    c,
                    ',' | '，'
                        | '、'
                        | '.'
                        | '。'
                        | '-'
                        | '–'
                        | '—'
                        | '?'
                        | '？'
                        | '!'
                        | '！'
                        | ';'
                        | '；'
                        | '#'
                        | '*'
                        | '_'
                        | '>'
                        | '…'
                        | '·'
                        | ':'
                        | '：'
                )
        })
    };
    let closes = tail.contains(['>', '】', ']', '〉', '》', '）', ')', '」', '』', '”']);
    let opens = lead.contains(['<', '【', '[', '〈', '《', '（', '(', '「', '『', '“']);
    if closes { opens } else { marks(tail) }
}

/// The word with which a line begins, and the marks before and after it, figures as `0`.
fn opening(line: usize, text: &str) -> Option<(String, String, Opening)> {
    let mut chars = text
        .char_indices()
        .filter(|(_, c)| !is_hidden(*c))
        .take(LONGEST_MARKS * 2 + LONGEST_NAME + 1)
        .peekable();
    let push = |marks: &mut String, c: char| {
        let c = match c {
            c if c.is_ascii_digit() => '0',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        // A run of figures or of spaces counts as one.
        if !(matches!(c, '0' | ' ') && marks.ends_with(c)) {
            marks.push(c);
        }
    };
    let mut lead = String::new();
    while let Some((_, c)) = chars.next_if(|(_, c)| !c.is_alphabetic()) {
        push(&mut lead, c);
        if lead.len() > LONGEST_MARKS {
            return None;
        }
    }
    let mut name = String::new();
    while let Some((_, c)) = chars.next_if(|(at, c)| {
        let dot = matches!(c, '·' | '・')
            && text[at + c.len_utf8()..].starts_with(char::is_alphabetic);
        (c.is_alphanumeric() && !is_colon(*c)) || *c == '_' || dot
    }) {
        name.push(c);
        if name.chars().count() > LONGEST_NAME {
            return None;
        }
    }
    let mut tail = String::new();
    let is_open = |c: char| matches!(c, '“' | '「' | '『' | '《' | '（' | '(' | '"' | '‘');
    let is_mark = |c: char| !c.is_alphanumeric() && !is_open(c);
    let timed = lead.contains(['【', '[', '〔']);
    let mut start = text.len();
    while let Some((at, c)) = chars.peek().copied() {
        // A time may stand behind the name, within the same bracket: 【老马·12:30】.
        let in_bracket = timed && c.is_ascii_digit() && !tail.contains(['】', ']', '〕']);
        if !is_mark(c) && !in_bracket {
            start = at;
            break;
        }
        push(&mut tail, c);
        chars.next();
        if tail.len() > LONGEST_MARKS {
            return None;
        }
    }
    let words = text.get(start..).unwrap_or_default().trim_end();
    if name.is_empty() || tail.is_empty() || words.is_empty() {
        return None;
    }
    // One space divides Latin words everywhere.
    if tail == " " && !name.chars().all(is_han) {
        return None;
    }
    let words = (start, start + words.len());
    Some((lead, tail, Opening { line, name, words, accepted: false }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let lines = text.lines().map(|text| BodyLine {
            text,
            after_gap: false,
            after_region: false,
        });
        let lines: Vec<BodyLine<'_>> = lines.collect();
        openings(&lines).into_iter().map(|opening| opening.name).collect()
    }

    #[test]
    fn words_between_the_same_marks_at_nearly_every_line_are_labels() {
        for (before, after) in [
            ("<", "> "),
            ("[20:01] <", "> "),
            ("◆", "◆ "),
            ("", "／ "),
            ("", ","),
            ("", " → "),
            ("", " "),
            ("00:12 - ", " - "),
            ("【", "·12:30】"),
        ] {
            let line = |name: &str, words: &str| format!("{before}{name}{after}{words}");
            let text = [
                "夜班".to_owned(),
                line("老姚", "锅炉还烧吗？"),
                line("小窦", "烧着呢。"),
                line("老姚", "水够不够？"),
                line("小窦", "够到天亮。"),
                line("老姚", "那就好。"),
            ];
            assert_eq!(
                names(&text.join("\n")),
                ["老姚", "小窦", "老姚", "小窦", "老姚"],
                "{before}…{after}"
            );
        }
        assert_eq!(names("Q. 深吗？\nA. 深。\nQ. 冷吗？\nA. 冷。\n"), ["Q", "A", "Q", "A"]);
    }

    #[test]
    fn prose_has_no_openings() {
        for text in [
            "首先，木头要干。\n其次，刀要快。\n首先，人要静。\n其次，手要稳。\n",
            "我们，是修船的。\n他们，是坐船的。\n我们，不走。\n他们，不留。\n",
            "The sea was calm.\nThe boat was old.\nA man came.\nA man left.\n",
            "修船，要看木头。\n等船，要看水。\n修船，不能急。\n等船，也不能急。\n船来了就走。\n船不来就等。\n",
        ] {
            assert_eq!(names(text), [] as [&str; 0], "{text}");
        }
    }
}
