//! Speakers' heads and quoted speech inside a line.

use super::Evidence;
use crate::fold::Folded;
use crate::source::head::{self, begins_with_colon, is_colon};

/// A speaker's head inside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InnerHead {
    /// Byte at which the text before it ends.
    pub start: usize,
    /// Byte at which its words begin.
    pub words: usize,
    /// Whose it is.
    pub name: usize,
    /// True if a sentence ends before it.
    pub after_sentence: bool,
}

impl Evidence {
    /// Heads of speakers inside a text, after the byte `from`: where the name begins, where the
    /// words after it do, whose it is, and whether it follows the end of a sentence.
    pub fn inner_heads(&self, text: &str) -> Vec<InnerHead> {
        let mut out: Vec<InnerHead> = Vec::new();
        if self.firsts.is_empty() {
            return out;
        }
        let mut done = 0;
        for (colon, _) in text.match_indices(is_colon) {
            let before = text.get(..colon).unwrap_or_default();
            let window =
                before.char_indices().rev().take(70).last().map_or(0, |(at, _)| at);
            let window = window.max(done);
            let near = text.get(window..colon).unwrap_or_default();
            let Some((name, start)) = self.name_at_end(near) else { continue };
            let start = window + start;
            let lead = text.get(..start).unwrap_or_default();
            let lead = lead.trim_end_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, '*' | '_' | '【' | '[' | '（' | '(')
                    || head::is_hidden(c)
            });
            let last = lead.chars().next_back();
            // （記者：…） inside an answer ends where the bracket does.
            let in_brackets = text
                .get(lead.len()..start)
                .is_some_and(|marks| marks.contains(['（', '(', '【', '[']));
            let spaced = lead.len() < start;
            let after_sentence = match last {
                _ if in_brackets => false,
                None => false,
                Some('.') => spaced,
                Some(c) => matches!(
                    c,
                    '。' | '？'
                        | '！'
                        | '?'
                        | '!'
                        | '”'
                        | '」'
                        | '』'
                        | '…'
                        | '）'
                        | ')'
                        | '；'
                        | '~'
                        | '～'
                ),
            };
            let words =
                begins_with_colon(&text[colon..]).map_or(colon, |bytes| colon + bytes);
            // A name inside a word is none: 我问老霍：
            let is_word = last.is_none_or(|c| !c.is_alphanumeric()) || spaced;
            let long = self.names[name].shown.chars().count() >= 2;
            if last.is_some() && (after_sentence || (is_word && long)) {
                out.push(InnerHead { start: lead.len(), words, name, after_sentence });
                done = words.max(colon + 1);
            }
        }
        out
    }

    /// True if a speaker's quoted speech is told in the words: `老霍问：“…”`.
    pub fn quotes_speech(&self, text: &str) -> bool {
        const VERBS: [&str; 8] = ["问", "問", "曰", "答", "说", "說", "道", "云"];
        if self.firsts.is_empty() {
            return false;
        }
        if text.match_indices('曰').any(|(at, yue)| {
            text[at + yue.len()..]
                .trim_start()
                .starts_with(|c: char| is_colon(c) || matches!(c, '“' | '「'))
        }) {
            return true;
        }
        text.match_indices(['“', '「']).any(|(quote, _)| {
            let before = text[..quote].trim_end();
            let Some(before) = before.strip_suffix(is_colon) else { return false };
            let before = before.trim_end();
            let Some(told) = VERBS.iter().find_map(|verb| before.strip_suffix(verb)) else {
                return false;
            };
            let told = told
                .trim_end_matches(['又', '对', '對', '便', '就', '则', '則', '还', '還']);
            let window = told.char_indices().rev().take(40).last().map_or(0, |(at, _)| at);
            self.name_at_end(&told[window..]).is_some()
        })
    }

    /// The longest accepted name with which a text ends, tails in brackets not counted, and the
    /// byte at which it begins.
    fn name_at_end(&self, text: &str) -> Option<(usize, usize)> {
        let mut text = text;
        for _ in 0..3 {
            text = text.trim_end_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, '*' | '_' | '】' | ']')
                    || head::is_hidden(c)
            });
            let Some(inner) = text.strip_suffix(['）', ')']) else { break };
            let Some(open) = inner.rfind(['（', '(']) else { break };
            text = &inner[..open];
        }
        let folded = Folded::new(text, 0);
        let key = folded.chars();
        let ending = |end: usize| {
            (1..=end.min(26)).rev().find_map(|length| {
                let id = self.accepted_key(&key[end - length..end])?;
                Some((id, folded.span(end - length, end)?.start))
            })
        };
        // 先生曰：
        let verb = matches!(key.last(), Some('曰' | '云'));
        ending(key.len()).or_else(|| ending(key.len().checked_sub(1).filter(|_| verb)?))
    }
}
