//! What one line is, by what the whole document tells.

use super::{Evidence, Reading};
use crate::fold::Folded;
use crate::script::han::is_han;
use crate::source::head::{self, Frame, beginnings};

/// What a line is, as far as heads go.
#[derive(Debug, Clone, Copy)]
pub enum Seen {
    /// A speaker's head.
    Head(Reading),
    /// It could be somebody's head, or several people's.
    Suspect(Suspicion),
    /// It says who is called what, or who made the page.
    Legend,
    /// No head.
    No,
}

/// What makes a line suspect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// It looks like the head of somebody who is not known.
    Unknown(usize),
    /// Several speakers together.
    Joint,
    /// It begins with a speaker's name in a form that is no head here.
    Begins,
    /// Somebody says, and what.
    Says,
    /// The label stands for somebody else than before.
    Shared,
}

impl Evidence {
    /// What the line is.
    pub fn see(&self, line: usize, text: &str) -> Seen {
        if self.legends.contains(&line) {
            return Seen::Legend;
        }
        let mut suspect = None;
        let readings = self.of_line(line);
        let is_aside_line = is_stage_direction(text);
        for reading in readings {
            let facts = &self.names[reading.name].facts;
            if reading.frame.is_soft() && !self.soft.contains(&reading.frame) {
                continue;
            }
            if reading.with_aside.is_some_and(|id| self.is_accepted(id))
                || self.is_accepted(reading.name)
            {
                if self.outliers.contains(&line) && reading.number.is_some() {
                    return Seen::Suspect(Suspicion::Unknown(reading.name));
                }
                if self.shared.get(&reading.name).is_some_and(|from| line > *from) {
                    return Seen::Suspect(Suspicion::Shared);
                }
                return Seen::Head(*reading);
            }
            if let Some(name) = self.saying(reading, text) {
                return Seen::Head(Reading { name, with_aside: None, ..*reading });
            }
            if self.is_joint(reading.name) {
                suspect.get_or_insert(Suspicion::Joint);
                break;
            }
            if reading.frame.is_soft() || reading.frame == Frame::NoName {
                continue;
            }
            let unknown = Suspicion::Unknown(reading.name);
            match reading.frame {
                Frame::Bracket | Frame::Quoted if is_aside_line => {}
                Frame::Bracket | Frame::Quoted => {
                    suspect.get_or_insert(unknown);
                }
                Frame::TimeName => {
                    suspect.get_or_insert(unknown);
                }
                Frame::Row => {}
                Frame::Colon if head::is_page_word(&self.names[reading.name].shown) => {
                    suspect.get_or_insert(unknown);
                }
                _ if facts.is_stop => {}
                Frame::Colon | Frame::TimeColon => {
                    let length = self.names[reading.name].shown.chars().count();
                    if self.strict[line] && length <= 20 {
                        suspect.get_or_insert(unknown);
                    } else if facts.saying > 0 {
                        let is_long = length > 14
                            || self.names[reading.name].shown.contains(['，', ',']);
                        if !facts.is_pronoun && !is_long {
                            suspect.get_or_insert(Suspicion::Says);
                        }
                    } else if facts.is_namelike && !facts.is_pronoun {
                        suspect.get_or_insert(unknown);
                    }
                }
                _ if facts.is_namelike => {
                    suspect.get_or_insert(unknown);
                }
                _ => {}
            }
        }
        if suspect.is_none() && self.begins_with_name(text) {
            suspect = Some(Suspicion::Begins);
        }
        if suspect.is_none()
            && !self.firsts.is_empty()
            && let Some(bar) = readings.iter().find(|r| r.frame == Frame::Bar)
            && !self.names[bar.name].facts.is_stop
        {
            suspect = Some(Suspicion::Unknown(bar.name));
        }
        suspect.map_or(Seen::No, Seen::Suspect)
    }

    /// `老霍说：…` where 老霍 is a speaker and the words are not in quotation marks.
    fn saying(&self, reading: &Reading, text: &str) -> Option<usize> {
        let name = &self.names[reading.name];
        if !reading.frame.has_colon() || !(1..=2).contains(&name.facts.saying) {
            return None;
        }
        let (from, to) = reading.words?;
        if text.get(from..to)?.starts_with(['“', '「', '"', '『', '‘']) {
            return None;
        }
        let key = Folded::new(&name.shown, 0);
        let end = key.chars().len().checked_sub(name.facts.saying)?;
        self.accepted_key(key.chars().get(..end)?)
    }

    /// 老马、玛丽: several speakers, each known.
    fn is_joint(&self, name: usize) -> bool {
        let shown = &self.names[name].shown;
        let parts = shown.split(['、', '/', '＆', '&', '／', '和', '与', '與', ',', '，']);
        let parts: Vec<&str> = parts.map(str::trim).collect();
        parts.len() > 1
            && parts
                .iter()
                .all(|part| self.name(part).is_some_and(|id| self.is_accepted(id)))
    }

    /// True if the line, once everything is off that people put before names, begins with a
    /// speaker's name as a word, or with a Han name of two characters or more.
    fn begins_with_name(&self, text: &str) -> bool {
        if self.firsts.is_empty() {
            return false;
        }
        // A line that begins with a letter begins with no mark.
        if let Some(first) = text.chars().next().filter(|c| c.is_alphabetic()) {
            let mut bytes = [0; 4];
            let folded = Folded::new(first.encode_utf8(&mut bytes), 0);
            if !folded.chars().first().is_some_and(|c| self.firsts.contains(c)) {
                return false;
            }
        }
        beginnings(text).into_iter().any(|chars| {
            let shown: String = chars.into_iter().collect();
            let folded = Folded::new(&shown, 0);
            let key = folded.chars();
            if !key.first().is_some_and(|c| self.firsts.contains(c)) {
                return false;
            }
            (1..=key.len()).any(|length| {
                let Some(id) = self.accepted_key(&key[..length]) else { return false };
                let end = folded.span(0, length).map_or(0, |span| span.end);
                let next = shown
                    .get(end..)
                    .and_then(|rest| rest.chars().find(|c| !head::is_hidden(*c)));
                let name = &self.names[id].shown;
                match next {
                    None => true,
                    Some(c) if !c.is_alphanumeric() => true,
                    Some(c) => length >= 2 && name.chars().all(is_han) && is_han(c),
                }
            })
        })
    }
}

/// A whole line in brackets: `（掌声）`.
pub fn is_stage_direction(text: &str) -> bool {
    let text = text.trim();
    let mut chars = text.chars();
    let (first, last) = (chars.next(), chars.next_back());
    let inner = chars.as_str();
    matches!(first, Some('（' | '(' | '[' | '〔' | '【' | '［'))
        && matches!(last, Some('）' | ')' | ']' | '〕' | '】' | '］'))
        && (1..=40).contains(&inner.chars().count())
        && !inner.contains(['）', ')', ']', '〕', '】', '（', '(', '['])
}
