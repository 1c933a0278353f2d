//! What decorates a head and is no part of the name: marks of headings, lists and emphasis,
//! tags, numbers, symbols, brackets after the name.

use super::Decor;
use super::parser::{LONGEST_TAIL, Parser};

impl Parser<'_> {
    /// Skips what decorates a head.
    pub(super) fn decor(&self, mut i: usize) -> (usize, Decor) {
        let mut decor = Decor::default();
        loop {
            i = self.spaces(i);
            let Some(c) = self.at(i) else { return (i, decor) };
            if c == '<'
                && let Some(after) = self.tag(i)
            {
                decor.add(Decor::TAG);
                i = after;
                continue;
            }
            let next = self.at(i + 1);
            match c {
                '#' | '＃' => {
                    let mut j = i;
                    while matches!(self.at(j), Some('#' | '＃')) {
                        j += 1;
                    }
                    decor.add(Decor::HEADING);
                    i = j;
                }
                '>' | '＞' => {
                    decor.add(Decor::QUOTE);
                    i += 1;
                }
                '-' | '–' | '*' | '+' | '•' | '·'
                    if next.is_some_and(char::is_whitespace) =>
                {
                    decor.add(Decor::BULLET);
                    i += 1;
                }
                '*' | '_' | '`' | '~' if next.is_some() => {
                    let mut j = i;
                    while self.at(j) == Some(c) {
                        j += 1;
                    }
                    decor.add(Decor::EMPHASIS);
                    i = j;
                }
                '0'..='9' => match self.number(i) {
                    Some(after) => {
                        decor.add(Decor::NUMBER);
                        i = after;
                    }
                    None => return (i, decor),
                },
                '①'..='⓿' | '㈠'..='㈩' | '❶'..='➓' => {
                    decor.add(Decor::NUMBER);
                    i += 1;
                }
                _ if is_symbol(c) || matches!(c, '…' | '⋯' | '、' | '，' | ',') => {
                    decor.add(Decor::SYMBOL);
                    i += 1;
                }
                _ => return (i, decor),
            }
        }
    }

    /// `1.` `2、` `3)`: a number before a head, not part of another number.
    pub(super) fn number(&self, i: usize) -> Option<usize> {
        let mut j = i;
        while self.at(j).is_some_and(|c| c.is_ascii_digit()) {
            j += 1;
        }
        if j - i > 3 {
            return None;
        }
        // 3楼, 3F: the posts of a forum.
        if self.at(j).is_some_and(|c| matches!(c, '楼' | '樓' | 'F' | 'L'))
            && self.at(j + 1).is_some_and(char::is_whitespace)
            && j > i
        {
            return Some(j + 1);
        }
        j = self.spaces(j);
        let is_mark = matches!(self.at(j)?, '.' | '．' | '、' | ')' | '）');
        let follows = self.at(self.spaces(j + 1));
        (is_mark && !follows.is_some_and(|c| c.is_ascii_digit())).then_some(j + 1)
    }

    /// A tag that sets type: `<b>`, `</strong>`, `<span style="…">`.
    pub(super) fn tag(&self, i: usize) -> Option<usize> {
        const TAGS: &[&str] = &[
            "b",
            "strong",
            "i",
            "em",
            "p",
            "span",
            "div",
            "u",
            "font",
            "big",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "dt",
            "dd",
            "section",
            "ul",
            "ol",
            "mark",
            "small",
            "cite",
            "blockquote",
            "td",
            "th",
            "br",
        ];
        let mut j = i + 1;
        if self.at(j) == Some('/') {
            j += 1;
        }
        let start = j;
        while self.at(j).is_some_and(|c| c.is_ascii_alphanumeric()) {
            j += 1;
        }
        let name = self.text(start, j).to_ascii_lowercase();
        if !TAGS.contains(&name.as_str()) {
            return None;
        }
        while self.at(j).is_some_and(|c| c != '>') {
            j += 1;
        }
        (self.at(j) == Some('>')).then_some(j + 1)
    }

    /// What closes the emphasis and the tags that stand before a head, and spaces; only spaces if
    /// none do: marks that the words begin with are theirs.
    pub(super) fn closed(&self, i: usize, decor: Decor) -> usize {
        if decor.is_emphasised() { self.closers(i) } else { self.spaces(i) }
    }

    /// What closes emphasis and tags, and spaces.
    pub(super) fn closers(&self, mut i: usize) -> usize {
        loop {
            i = self.spaces(i);
            match self.at(i) {
                Some('*' | '_' | '`' | '~') => i += 1,
                Some('<') => match self.tag(i) {
                    Some(after) => i = after,
                    None => return i,
                },
                _ => return i,
            }
        }
    }

    /// A tail in brackets: `（笑）`, `[翻译]`.
    pub(super) fn tail(&self, i: usize) -> Option<usize> {
        if !matches!(self.at(i)?, '（' | '(' | '[' | '【' | '〔' | '［' | '〖' | '<' | '〈')
        {
            return None;
        }
        for j in i + 1..=i + 1 + LONGEST_TAIL {
            match self.at(j)? {
                '）' | ')' | ']' | '】' | '〕' | '］' | '〗' | '>' | '〉' => {
                    return Some(j + 1);
                }
                '（' | '(' | '[' | '【' | '〔' => return None,
                _ => {}
            }
        }
        None
    }
}

pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '●' | '○' | '■' | '□' | '◆' | '◇' | '▲' | '△' | '▶' | '►' | '★' | '☆' | '▌' | '◎' | '※'
        | '▪' | '▫' | '◦' | '‣' | '⁃' | '§' | '→' | '➤' | '➢' | '✦' | '|' | '▎' | '▍' | '▏' | '▼' | '▽' | '◀'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2500}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        && !matches!(c, '丨' | '│' | '|')
}
