//! Frames that only a document which uses them throughout makes heads.

use super::grammar::{is_colon, is_name_char};
use super::parser::Parser;
use super::{Decor, Frame, Head, NameFacts};

impl Parser<'_> {
    /// `名曰：…`, `名又云「…`.
    pub(super) fn said(&self, i: usize, decor: Decor) -> Option<Head> {
        let verb = (i + 1..i + 11).find(|j| matches!(self.at(*j), Some('曰' | '云')))?;
        let clear = |c: &char| {
            !c.is_whitespace() && !is_colon(*c) && !matches!(c, '，' | '。' | '“' | '「')
        };
        if !self.s[i..verb].iter().all(clear) {
            return None;
        }
        let mut j = self.spaces(verb + 1);
        if !self.at(j).is_some_and(|c| is_colon(c) || matches!(c, '「' | '“')) {
            return None;
        }
        if self.at(j).is_some_and(is_colon) {
            j = self.spaces(j + 1);
        }
        const BEFORE: &str = "因乃遂又复復对對亦答叹嘆歎笑喜怒泣咸皆";
        let mut end = verb;
        while end > i && BEFORE.contains(self.s[end - 1]) {
            end -= 1;
        }
        if end == i {
            return None;
        }
        let frame = if self.s[verb] == '曰' { Frame::Said } else { Frame::Told };
        Some(self.head(frame, &self.text(i, end), decor, self.words(j)))
    }

    /// Frames that only a document that uses them throughout makes heads.
    pub(super) fn soft(&self, i: usize, decor: Decor) -> Option<Head> {
        let namelike = |head: &Head| NameFacts::of(&head.name).is_namelike;
        let run = |most: usize, stop: &dyn Fn(char) -> bool| {
            let mut j = i;
            while j - i < most && self.at(j).is_some_and(|c| !stop(c)) {
                j += 1;
            }
            j
        };
        // 名——
        let end = run(12, &|c| {
            c.is_whitespace()
                || is_colon(c)
                || matches!(
                    c,
                    '—' | '―' | '–' | '，' | '。' | '？' | '！' | '“' | '”' | '、'
                )
        });
        let dash = self.spaces(end);
        let after = (dash..dash + 3)
            .take_while(|j| matches!(self.at(*j), Some('—' | '―' | '–' | '-')))
            .count();
        let is_dash = after > 1 || (after == 1 && matches!(self.at(dash), Some('—' | '―')));
        if end > i && is_dash {
            let words = self.words(self.closed(dash + after, decor));
            let head = self.head(Frame::Dash, &self.text(i, end), decor, words);
            if words.is_some() && namelike(&head) {
                return Some(head);
            }
        }
        // 名｜
        let is_bar = |c: char| matches!(c, '|' | '｜' | '丨' | '│' | '¦');
        let end = run(20, &|c| {
            is_bar(c) || is_colon(c) || matches!(c, '，' | '。' | '？' | '！')
        });
        if end > i && self.at(end).is_some_and(is_bar) {
            let words = self.words(self.closed(end + 1, decor));
            let head = self.head(Frame::Bar, &self.text(i, end), decor, words);
            if words.is_some() && namelike(&head) {
                return Some(head);
            }
        }
        // 名
        if let Some(head) = self.spaced(i, decor).filter(namelike) {
            return Some(head);
        }
        // 名（笑）
        let end = run(12, &|c| !is_name_char(c));
        if let Some(after) = self.tail(self.spaces(end)).filter(|_| end > i) {
            let words = self.words(self.closed(after, decor));
            let mut head = self.head(Frame::Aside, &self.text(i, end), decor, words);
            head.aside = Some(self.text(self.spaces(end) + 1, after - 1));
            if words.is_some() && namelike(&head) {
                return Some(head);
            }
        }
        // **名**
        if decor.is_emphasised() {
            let end = run(20, &|c| matches!(c, '*' | '_' | '<'));
            let after = self.closers(end);
            if end > i && after > end {
                let words = self.words(after);
                let head = self.head(Frame::Bold, &self.text(i, end), decor, words);
                if namelike(&head) {
                    return Some(head);
                }
            }
        }
        // A name alone.
        let mut end = self.s.len();
        while end > i && matches!(self.s[end - 1], '*' | '_' | '`' | ' ') {
            end -= 1;
        }
        let head = self.head(Frame::Alone, &self.text(i, end), decor, None);
        let alone = self.shadow.whole
            && end - i <= 14
            && !self.s[i..end].iter().any(|c| {
                is_colon(*c)
                    || matches!(
                        c,
                        '，' | '。'
                            | '！'
                            | '？'
                            | '；'
                            | '、'
                            | '…'
                            | ','
                            | '.'
                            | '!'
                            | '?'
                            | ';'
                            | '”'
                            | '』'
                            | '」'
                    )
            });
        (alone && namelike(&head)).then_some(head)
    }

    /// A name before a wide space, as plays set it: `老　霍　　你听见了吗？`.
    pub(super) fn spaced(&self, i: usize, decor: Decor) -> Option<Head> {
        // One character, space, one character: a name stretched to the width of others.
        let mut end = i;
        let stretched = self.at(i + 1).is_some_and(char::is_whitespace);
        let mut count = 0;
        while count < 8 && self.at(end).is_some_and(|c| !c.is_whitespace()) {
            end += 1;
            count += 1;
            if stretched && count < 4 {
                let next = self.spaces(end);
                let single = self.at(next + 1).is_none_or(char::is_whitespace);
                if next > end && next - end <= 2 && single && self.at(next).is_some() {
                    end = next;
                } else {
                    break;
                }
            }
        }
        let after = self.spaces(end);
        let gap = &self.s[end..after];
        let is_wide = gap.contains(&'\t') || gap.len() >= 2;
        let words = self.words(after)?;
        (is_wide && end > i && self.at(after).is_some())
            .then(|| self.head(Frame::Space, &self.text(i, end), decor, Some(words)))
    }
}
