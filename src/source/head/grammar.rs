//! The grammar of heads, over the shadow of a line.

use super::decor::is_symbol;
use super::name::tidy;
use super::parser::{LONGEST_TAIL, Parser};
use super::shadow::{Shadow, is_hidden};
use super::{Decor, Frame, Head, NameFacts, question_number};

/// Longest name, in characters.
pub(super) const LONGEST_NAME: usize = 26;
/// Longest run of characters in which a colon's name is looked for.
const LONGEST_RUN: usize = 40;

pub(super) const OPEN: &[char] = &[
    '（', '(', '[', '【', '〔', '［', '〖', '〈', '《', '<', '{', '｛', '「', '『', '“',
    '"', '‘', '＜',
];
pub(super) const CLOSE: &[char] = &[
    '）', ')', ']', '】', '〕', '］', '〗', '〉', '》', '>', '}', '｝', '」', '』', '”',
    '"', '’', '＞',
];

/// True for every colon that people use, and what looks like one.
pub fn is_colon(c: char) -> bool {
    matches!(
        c,
        '：' | ':'
            | '∶'
            | '﹕'
            | '︰'
            | '꞉'
            | 'ː'
            | '︓'
            | '˸'
            | '։'
            | '׃'
            | '⁚'
            | '፡'
            | '︙'
            | '⁝'
    )
}

pub(super) fn is_name_char(c: char) -> bool {
    (c.is_alphanumeric() && !is_colon(c))
        || matches!(
            c,
            '_' | '·'
                | '・'
                | '•'
                | '‧'
                | '-'
                | '.'
                | '\''
                | '’'
                | ' '
                | '　'
                | '/'
                | '&'
                | '《'
                | '》'
                | '〈'
                | '〉'
                | '、'
                | '，'
                | ','
                | '“'
                | '”'
                | '"'
                | '#'
                | '＆'
                | '／'
                | '－'
                | '．'
                | '‐'
                | '‑'
        )
}

/// Every way in which a line can be read as a head and words, the strongest first.
pub fn readings(line: &str) -> Vec<Head> {
    if is_prose(line) {
        return Vec::new();
    }
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    parser.readings()
}

/// Characters among which a long line has a mark that belongs to a frame, if it has a head.
const NEAR: usize = 90;
/// Longest line that may be a name alone, in characters.
const LONGEST_ALONE: usize = 60;

/// True for a long line that begins with a letter and has no mark of any frame near its
/// beginning: most lines are such, and need no further look.
fn is_prose(line: &str) -> bool {
    let mut blank = false;
    let mut count = 0;
    for (at, c) in line.chars().take(NEAR).enumerate() {
        count = at + 1;
        if at == 0 && (!c.is_alphabetic() || is_symbol(c)) {
            return false;
        }
        let is_mark = is_colon(c)
            || OPEN.contains(&c)
            || matches!(
                c,
                '—' | '―'
                    | '–'
                    | '|'
                    | '｜'
                    | '丨'
                    | '│'
                    | '¦'
                    | '曰'
                    | '云'
                    | '\t'
                    | '′'
                    | '分'
                    | '*'
                    | '_'
                    | '<'
            )
            || (c == '-' && blank);
        let is_wide = c == '\u{3000}' || (c.is_whitespace() && blank);
        if is_mark || is_wide || is_hidden(c) {
            return false;
        }
        blank = c.is_whitespace() || c == '-';
    }
    count > LONGEST_ALONE
}

impl Parser<'_> {
    fn readings(&self) -> Vec<Head> {
        let mut out: Vec<Head> = Vec::new();
        let (mut i, mut decor) = self.decor(0);
        if i >= self.s.len() {
            return out;
        }
        if self.is(i, "<v") && self.at(i + 2).is_some_and(|c| c.is_whitespace() || c == '.')
        {
            out.extend(self.voice(i, decor));
            return out;
        }
        if matches!(self.at(i), Some('|' | '｜')) {
            out.extend(self.row(i, decor));
            return out;
        }
        let mut stamped = false;
        if let Some(after) = self.stamp(i)
            && !self.is_bare_clock(i, after)
        {
            stamped = true;
            let tab = self.at(after) == Some('\t');
            i = after;
            while self.at(i).is_some_and(|c| {
                c.is_whitespace()
                    || matches!(c, '-' | '–' | '—' | ']' | '】' | ',' | '，' | '|')
            }) {
                i += 1;
            }
            if self.is(i, "From ") {
                out.extend(self.from(i + 5, decor));
                if !out.is_empty() {
                    return out;
                }
            }
            if tab && let Some(head) = self.tabbed(i, decor) {
                return vec![head];
            }
            let (after, more) = self.decor(i);
            i = after;
            decor.add(more);
            if i >= self.s.len() {
                return out;
            }
            if self.is(i, "<v") && self.at(i + 2).is_some_and(char::is_whitespace) {
                out.extend(self.voice(i, decor));
                return out;
            }
        }
        // A quotation mark that the line does not close: “记者：
        if self.at(i).is_some_and(|c| OPEN.contains(&c) && !matches!(c, '《' | '〈')) {
            let mut more = decor;
            more.add(Decor::ASIDE);
            out.extend(self.colon(self.spaces(i + 1), more, stamped));
        }
        // An aside before the name: （插话）记者：
        if let Some(after) = self.tail(i)
            && matches!(self.at(i), Some('（' | '(' | '[' | '【' | '〔' | '［'))
            && !self.at(self.spaces(after)).is_some_and(is_colon)
        {
            let (name, _) = self.decor(self.spaces(after));
            let mut more = decor;
            more.add(Decor::ASIDE);
            out.extend(self.colon(name, more, stamped));
        }
        if !stamped {
            out.extend(self.name_time(i, decor));
        } else {
            out.extend(self.time_name(i, decor));
        }
        out.extend(self.bracket(i, decor));
        out.extend(self.said(i, decor));
        out.extend(self.colon(i, decor, stamped));
        if out.is_empty() {
            out.extend(self.soft(i, decor));
        }
        out
    }

    pub(super) fn head(
        &self,
        frame: Frame,
        raw: &str,
        decor: Decor,
        words: Option<(usize, usize)>,
    ) -> Head {
        let number = question_number(raw);
        Head { frame, name: tidy(raw), number, aside: None, decor, words }
    }

    fn voice(&self, i: usize, decor: Decor) -> Option<Head> {
        let mut j = i + 2;
        while self.at(j).is_some_and(|c| !c.is_whitespace() && c != '>') {
            j += 1;
        }
        let start = self.spaces(j);
        let end = (start..self.s.len()).find(|j| self.at(*j) == Some('>'))?;
        let words = self.words(end + 1).map(|(from, to)| {
            let text = self.line.get(from..to).unwrap_or_default();
            let text = text.strip_suffix("</v>").unwrap_or(text).trim_end();
            (from, from + text.len())
        });
        let words = words.filter(|(from, to)| from < to);
        Some(self.head(Frame::Voice, &self.text(start, end), decor, words))
    }

    fn row(&self, i: usize, decor: Decor) -> Option<Head> {
        let start = self.closers(i + 1);
        let bar = |j: &usize| matches!(self.at(*j), Some('|' | '｜'));
        let end = (start..self.s.len().min(start + LONGEST_RUN)).find(bar)?;
        let raw = self.text(start, end);
        let raw = raw.trim_end_matches(|c: char| {
            is_colon(c) || c.is_whitespace() || matches!(c, '*' | '_' | '`')
        });
        let (from, to) = self.words(end + 1)?;
        let text = self.line.get(from..to).unwrap_or_default();
        let lead = text.len() - text.trim_start().len();
        let text = text.strip_suffix(['|', '｜']).unwrap_or(text).trim_end();
        // A row of more cells is a table, not a speaker and words.
        let is_speech = !text.trim_start().is_empty() && !text.contains(['|', '｜']);
        let words = Some((from + lead, from + text.len())).filter(|(a, b)| a < b);
        is_speech.then(|| self.head(Frame::Row, raw, decor, words))
    }

    /// `From 名 to Everyone: …` of meeting programs.
    fn from(&self, i: usize, decor: Decor) -> Option<Head> {
        let start = self.spaces(i);
        let to = (start..start + LONGEST_RUN).find(|j| {
            self.at(*j).is_some_and(char::is_whitespace) && self.is(self.spaces(*j), "to ")
        })?;
        let colon = (to..to + LONGEST_RUN).find(|j| self.at(*j).is_some_and(is_colon))?;
        Some(self.head(Frame::From, &self.text(start, to), decor, self.words(colon + 1)))
    }

    fn tabbed(&self, i: usize, decor: Decor) -> Option<Head> {
        let end = (i..i + LONGEST_NAME).find(|j| self.at(*j) == Some('\t'))?;
        let words = self.words(end + 1)?;
        let head = self.head(Frame::Tab, &self.text(i, end), decor, Some(words));
        NameFacts::of(&head.name).is_namelike.then_some(head)
    }

    /// A name, then a time: alone on the line, or before words.
    fn name_time(&self, i: usize, decor: Decor) -> Option<Head> {
        for k in i + 1..=i + LONGEST_RUN {
            let c = self.at(k)?;
            if is_colon(c) || matches!(c, '。' | '！' | '？' | '，' | '；') {
                return None;
            }
            let before = self.at(k - 1)?;
            let begins = (c.is_ascii_digit() && before.is_whitespace())
                || (OPEN.contains(&c) && !OPEN.contains(&before));
            if !begins {
                continue;
            }
            let Some(after) = self.stamp(k) else { continue };
            let name = self.without_tail(i, k);
            let head = self.head(Frame::NameTime, &name, decor, None);
            if !NameFacts::of(&head.name).is_namelike {
                return None;
            }
            let mut rest = self.closed(after, decor);
            // 张三(00:12): is a colon's head; here the time is no tail.
            if self.at(rest).is_some_and(is_colon) {
                rest = self.closed(rest + 1, decor);
            } else if after == rest && !self.is_end(rest) {
                return None;
            }
            // 一棵葱 2024-05-06 20:31 广东: where it was written, no words.
            let place = self.s.len().saturating_sub(rest) <= 8
                && self.date(k).is_some()
                && self.s.get(rest..).is_some_and(|place| {
                    place.iter().all(|c| c.is_alphanumeric() || c.is_whitespace())
                });
            let words = if place { None } else { self.words(rest) };
            return Some(Head { words, ..head });
        }
        None
    }

    /// A time, then a name alone: the words stand below.
    fn time_name(&self, i: usize, decor: Decor) -> Option<Head> {
        if !self.shadow.whole || self.s.len() - i > LONGEST_RUN {
            return None;
        }
        let mut end = self.s.len();
        while end > i
            && self.at(end - 1).is_some_and(|c| {
                is_colon(c) || c.is_whitespace() || matches!(c, '*' | '_' | '`')
            })
        {
            end -= 1;
        }
        let raw = self.without_tail(i, end);
        if raw.contains(is_colon) || raw.ends_with(['的', '了', '吗', '呢', '吧', '嗎'])
        {
            return None;
        }
        let head = self.head(Frame::TimeName, &raw, decor, None);
        let count = head.name.chars().count();
        (NameFacts::of(&head.name).is_namelike && count <= 20).then_some(head)
    }

    /// Text without a bracket at its end: `老霍(10001)`.
    fn without_tail(&self, from: usize, to: usize) -> String {
        let to =
            (from..to).rev().find(|j| !self.s[*j].is_whitespace()).map_or(from, |j| j + 1);
        let closes = to > from && self.at(to - 1).is_some_and(|c| CLOSE.contains(&c));
        let open = (from + 1..to).rev().take(LONGEST_TAIL + 1).find(|j| {
            matches!(self.at(*j), Some('（' | '(' | '[' | '【' | '〔' | '［' | '<' | '〈'))
        });
        match open.filter(|_| closes) {
            Some(open) => self.text(from, open),
            None => self.text(from, to),
        }
    }

    /// `【名】…`, `“名”：…`.
    fn bracket(&self, i: usize, decor: Decor) -> Option<Head> {
        let open = self.at(i).filter(|c| OPEN.contains(c))?;
        let start = self.closers(i + 1);
        let mut j = start;
        while j - start <= LONGEST_RUN
            && self.at(j).is_some_and(|c| {
                is_name_char(c) && (!CLOSE.contains(&c) || matches!(c, '》' | '〉'))
            })
        {
            j += 1;
        }
        let end = j;
        let mut aside = None;
        if let Some(after) = self.tail(j) {
            aside = Some(self.text(j + 1, after - 1));
            j = self.spaces(after);
        }
        // A colon inside: 【记者：】
        let mut colon = false;
        let inside = self.closers(j);
        if self.at(inside).is_some_and(is_colon) {
            colon = true;
            j = self.closers(inside + 1);
        } else {
            j = inside;
        }
        self.at(j).filter(|c| CLOSE.contains(c))?;
        j = self.closed(j + 1, decor);
        if let Some(after) = self.tail(j)
            && self.at(self.closers(after)).is_some_and(is_colon)
        {
            aside = aside.or_else(|| Some(self.text(j + 1, after - 1)));
            j = self.closers(after);
        }
        if self.at(j).is_some_and(is_colon) {
            colon = true;
            j = self.closed(j + 1, decor);
        }
        let hard = matches!(open, '【' | '[' | '〔' | '［' | '〖');
        if !hard && !colon {
            return None;
        }
        let head = self.head(Frame::Bracket, &self.text(start, end), decor, self.words(j));
        if head.name.is_empty() {
            return None;
        }
        let frame = match NameFacts::of(&head.name).is_namelike {
            false => Frame::NoName,
            // [text](link), [mark]: link
            true if hard && self.is_reference(open, end, j) => return None,
            true if hard => Frame::Bracket,
            true => Frame::Quoted,
        };
        Some(Head { frame, aside, ..head })
    }

    /// True for a link or the mark of one: `[text](link)`, `[mark]: link`.
    fn is_reference(&self, open: char, end: usize, after: usize) -> bool {
        if open != '[' {
            return false;
        }
        let close = (end..after).find(|j| self.at(*j) == Some(']'));
        close.is_some_and(|close| self.at(close + 1) == Some('('))
            || ["http", "/", "#", "www.", "<http"].iter().any(|link| self.is(after, link))
    }

    /// `名：…`, with tails in brackets before the colon.
    fn colon(&self, i: usize, decor: Decor, stamped: bool) -> Option<Head> {
        let mut j = i;
        while j - i <= LONGEST_RUN && self.at(j).is_some_and(is_name_char) {
            j += 1;
        }
        if j == i || j - i > LONGEST_RUN {
            return None;
        }
        let end = j;
        let mut aside = None;
        // Emphasis that ends before the colon does not end after it again: **记者**：*星*。
        j = self.closers(j);
        let closed = self.spaces(end) < j;
        for _ in 0..2 {
            if let Some(after) = self.tail(j) {
                aside.get_or_insert_with(|| self.text(j + 1, after - 1));
                j = self.closers(after);
            }
        }
        self.at(j).filter(|c| is_colon(*c))?;
        let after = j + 1;
        let head = self.head(Frame::Colon, &self.text(i, end), decor, None);
        let is_ratio = self.at(j.wrapping_sub(1)).is_some_and(|c| c.is_ascii_digit())
            && self.at(after).is_some_and(|c| c.is_ascii_digit())
            && self.at(after + 1).is_some_and(|c| c.is_ascii_digit())
            && !self.at(after + 2).is_some_and(|c| c.is_ascii_digit())
            && !NameFacts::of(&head.name).is_office;
        if is_ratio || self.is(after, "//") || head.name.is_empty() {
            return None;
        }
        let frame = if stamped { Frame::TimeColon } else { Frame::Colon };
        let after = if closed { self.spaces(after) } else { self.closed(after, decor) };
        // Speaker 0: 00:00:15
        if !stamped
            && self.stamp(after).is_some_and(|after| self.is_end(self.spaces(after)))
        {
            return Some(Head { frame: Frame::NameTime, aside, ..head });
        }
        Some(Head { frame, aside, words: self.words(after), ..head })
    }
}
