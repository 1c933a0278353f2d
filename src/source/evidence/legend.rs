//! Lines that say who is called what, or who made the page: they look like heads and are none.

use std::collections::{BTreeMap, BTreeSet};

use super::{BodyLine, Evidence, REPEATED};
use crate::source::head::{self, NameFacts, is_colon};

impl Evidence {
    pub(super) fn find_legends(&mut self, lines: &[BodyLine<'_>]) {
        let returns = |key: &str| {
            self.name(key).is_some_and(|id| self.names[id].hard.len() >= REPEATED)
        };
        let mut legends = BTreeSet::new();
        // What each office is said to be: 受访者：老王, and 受访者：老李 further on.
        let mut offices: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
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
                if is_short && is_bare_name(words) {
                    offices.entry(&name.shown).or_default().insert(head::fold(words));
                }
                // 记者：王某, once, and nothing that is said.
                let is_name = is_bare_name(words);
                let others = several_offices - usize::from(name.hard.len() >= REPEATED);
                if name.hard.len() == 1 && is_name && others == 0 {
                    legends.insert(line);
                }
            }
        }
        let several = offices
            .iter()
            .any(|(name, values)| values.len() > 1 && !NameFacts::of(name).asks);
        // What each short form stands for; one that stands for somebody else further on is
        // from there on nobody's.
        let mut meanings: BTreeMap<usize, String> = BTreeMap::new();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            let pairs = self.glossary(line.text);
            if !pairs.is_empty() || is_cast(line.text) {
                legends.insert(at);
            }
            for (name, meaning) in pairs {
                let first = meanings.entry(name).or_insert_with(|| meaning.clone());
                if *first != meaning {
                    shared.entry(name).or_insert(at);
                }
            }
        }
        self.legends = legends;
        self.has_several = several;
        self.shared = shared;
    }

    /// `问：记者；莊：莊耀洸`, `以下W为《水边》，H为老霍`: several short forms and what they stand for.
    fn glossary(&self, text: &str) -> Vec<(usize, String)> {
        if text.len() > 320 || text.contains(['。', '？', '！']) {
            return Vec::new();
        }
        if text.chars().count() >= 80 {
            return Vec::new();
        }
        let mut pairs = Vec::new();
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
            let long: String = piece[at..].chars().skip(1).collect();
            let is_meaning = (1..=16).contains(&long.chars().count());
            if short.is_empty() || short.chars().count() > 8 || !is_meaning {
                continue;
            }
            let Some(id) = self.name(short).filter(|id| !self.names[*id].hard.is_empty())
            else {
                return Vec::new();
            };
            pairs.push((id, head::fold(&long)));
        }
        if pairs.len() < 2 {
            return Vec::new();
        }
        pairs
    }
}

/// `嘉宾：老马（以下简称“马”）、玛丽；主持：阿灯`: who takes part, and what they are called.
fn is_cast(text: &str) -> bool {
    const CALLED: [&str; 6] = ["以下简称", "以下簡稱", "下称", "下稱", "简称“", "簡稱「"];
    if text.chars().count() > 160 || text.contains(['。', '？', '！', '?', '!']) {
        return false;
    }
    let office = |part: &str| {
        let name = part.find(is_colon).map(|at| part[..at].trim());
        name.is_some_and(|name| !name.is_empty() && NameFacts::of(name).is_office)
    };
    let parts = text.split(['；', ';', '｜', '|', '／']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (parts.len() >= 2 && parts.iter().all(|part| office(part)))
        || (office(text) && CALLED.iter().any(|word| text.contains(word)))
}

/// True for words that are a name and nothing that is said.
fn is_bare_name(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    (1..=16).contains(&bare.chars().count())
        && !bare.contains([
            '。', '？', '！', '?', '!', '…', '，', ',', '；', ';', '：', ':', '吗', '嗎',
            '呢', '吧', '啊', '的', '了', '是',
        ])
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
