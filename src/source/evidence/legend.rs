//! Lines that say who is called what, or who made the page: they look like heads and are none.

use std::collections::BTreeSet;

use super::{BodyLine, Evidence, REPEATED};
use crate::source::head::is_colon;

impl Evidence {
    pub(super) fn find_legends(&mut self, lines: &[BodyLine<'_>]) {
        let returns = |key: &str| {
            self.name(key).is_some_and(|id| self.names[id].hard.len() >= REPEATED)
        };
        let mut legends = BTreeSet::new();
        let several_offices = self
            .names
            .iter()
            .filter(|name| name.facts.is_office && name.hard.len() >= REPEATED)
            .count();
        for name in self.names.iter().filter(|name| name.facts.is_office) {
            for at in &name.hard {
                let line = self.line_of(*at);
                let words = self.words(lines, line, &self.readings[*at]);
                let first = words
                    .split(['，', ',', '；', ';', '（', '(', ' ', '　'])
                    .next()
                    .unwrap_or_default();
                let is_short = words.chars().count() <= 30
                    && !words.contains(['。', '？', '！', '?', '!']);
                // 采访者：李明, where 李明 speaks.
                if is_short && !first.is_empty() && returns(first) {
                    legends.insert(line);
                }
                // 记者：王某, once, and nothing that is said.
                let bare: String =
                    words.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
                let is_name = (1..=16).contains(&bare.chars().count())
                    && !bare.contains([
                        '。', '？', '！', '?', '!', '…', '，', ',', '；', ';', '：', ':',
                        '吗', '嗎', '呢', '吧', '啊', '的', '了', '是',
                    ]);
                let others = several_offices - usize::from(name.hard.len() >= REPEATED);
                if name.hard.len() == 1 && is_name && others == 0 {
                    legends.insert(line);
                }
            }
        }
        for (at, line) in lines.iter().enumerate() {
            if self.is_glossary(line.text) {
                legends.insert(at);
            }
        }
        self.legends = legends;
    }

    /// `问：记者；莊：莊耀洸`, `以下W为《水边》，H为老霍`: several short forms and what they stand for.
    pub(super) fn is_glossary(&self, text: &str) -> bool {
        if text.len() > 320 || text.contains(['。', '？', '！']) {
            return false;
        }
        if text.chars().count() >= 80 {
            return false;
        }
        let mut pairs = 0;
        let text: String = joined_colons(text);
        for piece in
            text.split(['；', ';', '，', ',', '、', ' ', '　', '（', '(', '）', ')', '*'])
        {
            let piece = piece.trim_start_matches("以下").trim_start_matches("其中");
            let Some(at) =
                piece.find(|c| is_colon(c) || matches!(c, '=' | '＝' | '为' | '為'))
            else {
                continue;
            };
            let short = piece[..at].trim();
            let long = piece[at..].chars().skip(1).count();
            if short.is_empty() || short.chars().count() > 8 || !(1..=16).contains(&long) {
                continue;
            }
            if self.name(short).is_none_or(|id| self.names[id].hard.is_empty()) {
                return false;
            }
            pairs += 1;
        }
        pairs >= 2
    }
}

/// The text without spaces after colons: `黃： 傷者黃小姐`.
fn joined_colons(text: &str) -> String {
    let mut after_colon = false;
    let keep = |c: &char| {
        let dropped = after_colon && c.is_whitespace();
        after_colon = is_colon(*c) || dropped;
        !dropped
    };
    text.chars().filter(keep).collect()
}
