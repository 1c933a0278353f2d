//! Questions about a line that readers ask besides whether it has a head.

use super::NameFacts;
use super::grammar::{CLOSE, LONGEST_NAME, LONGEST_TAIL, OPEN, Parser, is_colon};
use super::shadow::Shadow;

/// The places at which a speaker's name could begin a line, once everything that people put
/// before names is off: byte offsets of the line with the text from there, a few characters each.
pub fn beginnings(line: &str) -> Vec<Vec<char>> {
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let mut out = Vec::new();
    let mut i = 0;
    for _ in 0..6 {
        while parser.at(i).is_some_and(|c| !c.is_alphanumeric()) {
            if let Some(after) = parser.tag(i).filter(|_| parser.at(i) == Some('<')) {
                i = after;
            } else {
                i += 1;
            }
        }
        let Some(c) = parser.at(i) else { break };
        out.push(parser.s[i..].iter().take(LONGEST_NAME + 14).copied().collect());
        // Times and numbers stand before names.
        if c.is_ascii_digit() {
            while parser.at(i).is_some_and(|c| {
                c.is_ascii_digit()
                    || is_colon(c)
                    || c.is_whitespace()
                    || !c.is_alphanumeric()
                    || matches!(c, '年' | '月' | '日' | '时' | '分' | '秒' | '時')
            }) {
                i += 1;
            }
            continue;
        }
        // What a bracket before the name holds: （插话）老霍；
        let opened = i > 0 && OPEN.contains(&parser.s[i - 1]);
        let close = (i..i + LONGEST_TAIL)
            .find(|j| parser.at(*j).is_some_and(|c| CLOSE.contains(&c)));
        match close.filter(|_| opened) {
            Some(close) => i = close + 1,
            None => break,
        }
    }
    out
}

/// The text of a line after everything that decorates its beginning.
pub fn after_marks(line: &str) -> &str {
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let (i, _) = parser.decor(0);
    line.get(shadow.byte(i)..).unwrap_or_default()
}

/// Bytes of closing marks, brackets with a role or an aside, and a colon at the beginning of a
/// text that follows a name; `None` if no colon stands there.
pub fn begins_with_colon(text: &str) -> Option<usize> {
    let shadow = Shadow::of(text);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line: text };
    let mut j = parser.closers(0);
    let closed = parser.spaces(0) < j;
    for _ in 0..2 {
        if let Some(after) = parser.tail(j) {
            j = parser.closers(after);
        }
    }
    parser.at(j).filter(|c| is_colon(*c))?;
    let words = if closed { parser.closers(j + 1) } else { parser.spaces(j + 1) };
    Some(shadow.byte(words))
}

/// True if the words end with a closing quotation mark, an aside after it not counted.
pub fn closes_quotation(words: &str) -> bool {
    let words = words
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '。'));
    let words = match words.strip_suffix(['）', ')']) {
        Some(inner) => match inner.rfind(['（', '(']) {
            Some(open) => inner[..open].trim_end(),
            None => words,
        },
        None => words,
    };
    words.trim_end_matches('。').ends_with(['」', '”', '"', '』'])
}

/// `…。——某某`: somebody's words and who said them.
pub fn is_tail_attribution(text: &str) -> bool {
    let Some(at) = text.rfind("——") else { return false };
    let name = text[at..].trim_start_matches('—').trim();
    let name = name.split(['《', '〈']).next().unwrap_or_default();
    let before = text[..at].trim_end();
    before.ends_with(['”', '」', '。', '！', '？', '』', '"'])
        && (1..=10).contains(&name.chars().count())
        && NameFacts::of(name).is_namelike
}
