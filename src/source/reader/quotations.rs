//! Quotations of many people, each with its attribution: `“…”——老马`, `——老马《船匠手记》` on the
//! line below, `老马：“…”`.
//!
//! The attribution decides whose words a quotation is. One without it is nobody's, and so is one
//! whose attribution names nobody who is declared.

use std::collections::BTreeMap;

use super::context::{Context, Line, name_before_colon, part, passage, rest, unsure};
use crate::fold::Folded;
use crate::source::furniture::{self, Furniture};
use crate::source::list;
use crate::source::list::mark::Frame;
use crate::source::manifest::Speaker;
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reason::Reason;

/// How many quotations a document must have before it is known how many lines they have.
const HABIT_OF: usize = 3;

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let mut names: BTreeMap<String, Option<&Speaker>> = BTreeMap::new();
    for (label, speaker) in &context.labels {
        names.entry(fold(label)).or_insert(*speaker);
    }
    for speaker in context.speakers {
        names.entry(fold(&speaker.name)).or_insert(Some(speaker));
    }
    let mut reading = Reading {
        context,
        names,
        single: single_lines(context, blocks),
        passages: Vec::new(),
        pending: Vec::new(),
        heading: None,
        quotations: 0,
    };
    for block in blocks {
        for line in block {
            reading.line(*line);
        }
        reading.end();
    }
    reading.passages
}

/// True if nearly every quotation of the document has one line.
fn single_lines(context: &Context<'_>, blocks: &[Vec<Line>]) -> bool {
    let (mut single, mut all, mut words) = (0, 0, 0);
    for line in blocks.iter().flatten() {
        match list::tail(context.str(*line)) {
            None if context.is_title(*line) => {}
            None => words += 1,
            Some(tail) => {
                words += usize::from(tail.words_end > 0);
                single += usize::from(words <= 1);
                (all, words) = (all + 1, 0);
            }
        }
    }
    all >= HABIT_OF && single * 10 >= all * 7
}

fn fold(name: &str) -> String {
    Folded::new(name, 0).to_text()
}

/// A line that waits for its attribution.
struct Pending {
    line: Line,
    /// It begins a quotation: a mark, a bullet or a quotation mark stands before it.
    begins: bool,
    /// A blank line, or something that is no quotation, stands before it.
    apart: bool,
}

struct Reading<'a> {
    context: &'a Context<'a>,
    names: BTreeMap<String, Option<&'a Speaker>>,
    single: bool,
    passages: Vec<Passage>,
    pending: Vec<Pending>,
    heading: Option<String>,
    quotations: usize,
}

impl<'a> Reading<'a> {
    fn line(&mut self, line: Line) {
        let line = unquoted(self.context, line);
        let text = self.context.str(line);
        if let Some(tail) = list::tail(text) {
            let speaker = self.names.get(&fold(tail.name)).copied().flatten();
            if tail.words_end > 0 {
                self.wait(part(self.context, line, 0, tail.words_end));
            }
            self.attribute(speaker);
            if tail.words_end == 0 {
                let said = self.context.narration(line);
                self.passages.push(said);
            }
            return;
        }
        let is_mark = list::mark(text).is_some_and(|mark| mark.start >= mark.end);
        if self.context.is_title(line) || is_mark {
            self.end();
            let said = self.context.narration(line);
            self.passages.push(said);
            return;
        }
        match furniture::classify(text) {
            Some(Furniture::Markup) if text.chars().all(char::is_numeric) => {}
            Some(kind) => {
                self.end();
                if kind == Furniture::Heading {
                    self.heading = Some(furniture::without_marks(text).to_owned());
                }
                let said = self.context.narration(line);
                self.passages.push(said);
                return;
            }
            None => {}
        }
        let (words, _) = unmarked(self.context, line);
        let said = self.context.str(words);
        if let Some((name, bytes)) = name_before_colon(said) {
            let after = &said[bytes..];
            // 老马《船匠手记》：… names a work, too.
            let name = name.find('《').map_or(name, |work| name[..work].trim());
            let known = self.names.get(&fold(name)).copied();
            if known.is_some() || after.starts_with(['“', '「', '『', '"']) {
                self.end();
                let words = bare(self.context, rest(self.context, words, bytes));
                match known.flatten() {
                    Some(speaker) => self.quotation(speaker, Basis::Labelled, words),
                    None => self.passages.push(unsure(Reason::UnknownHead, line)),
                }
                return;
            }
        }
        self.wait(line);
    }

    fn wait(&mut self, line: Line) {
        let (_, begins) = unmarked(self.context, line);
        let before = self.passages.last().map_or(0, |p| p.lines().last);
        let before = self.pending.last().map_or(before, |pending| pending.line.number);
        let apart = before == 0
            || before + 1 < line.number
            || (self.pending.is_empty()
                && self.passages.last().is_some_and(|p| {
                    let said = self.context.text.line(p.lines().last).unwrap_or_default();
                    list::tail(said).is_none()
                }));
        self.pending.push(Pending { line, begins, apart });
    }

    /// Gives what waits to the one whom an attribution names, as far as it is one quotation.
    fn attribute(&mut self, speaker: Option<&'a Speaker>) {
        let from = self.first_line();
        let pending = self.pending.split_off(from);
        self.end();
        let Some((first, others)) = pending.split_first() else { return };
        let (start, _) = unmarked(self.context, first.line);
        let Some(speaker) = speaker else {
            for line in std::iter::once(start).chain(others.iter().map(|p| p.line)) {
                self.passages.push(unsure(Reason::Attributed, line));
            }
            return;
        };
        let start = if others.is_empty() { bare(self.context, start) } else { start };
        self.quotation(speaker, Basis::Compiled, start);
        let Some(quotation) = self.passages.last_mut() else { return };
        for Pending { line, .. } in others {
            let basis = Basis::Compiled;
            quotation.paragraphs.push(Paragraph {
                line: line.number,
                span: line.span,
                basis,
            });
        }
    }

    /// The index among the waiting lines at which the quotation begins that ends with them.
    fn first_line(&self) -> usize {
        let last = self.pending.len().saturating_sub(1);
        if let Some(begins) = self.pending.iter().rposition(|p| p.begins) {
            // What stands behind a blank line is its own.
            let apart = self.pending[begins + 1..].iter().rposition(|p| p.apart);
            return match apart {
                Some(after) => begins + 1 + after,
                None => begins,
            };
        }
        match self.pending.iter().rposition(|p| p.apart) {
            Some(at) if at == last || !self.single => at,
            _ => last,
        }
    }

    fn quotation(&mut self, speaker: &Speaker, basis: Basis, words: Line) {
        self.quotations += 1;
        let mut next = passage(speaker.id.clone(), Kind::Quote, basis, words);
        next.number = Some(self.quotations);
        next.heading = self.heading.clone();
        self.passages.push(next);
    }

    /// Lines without an attribution are nobody's.
    fn not_attributed(&mut self, lines: Vec<Pending>) {
        for Pending { line, .. } in lines {
            let text = self.context.str(line);
            let title = self.passages.is_empty() && furniture::reads_like_heading(text);
            self.passages.push(match title {
                true => self.context.narration(line),
                false => unsure(Reason::NotAttributed, line),
            });
        }
    }

    fn end(&mut self) {
        let waiting = std::mem::take(&mut self.pending);
        self.not_attributed(waiting);
    }
}

/// The line without the marks of a block quotation.
fn unquoted(context: &Context<'_>, line: Line) -> Line {
    let text = context.str(line);
    let words = text.trim_start_matches(['>', '＞', ' ', '　']);
    rest(context, line, text.len() - words.len())
}

/// The line without the mark or the bullet of an item, and whether a quotation begins with it.
fn unmarked(context: &Context<'_>, line: Line) -> (Line, bool) {
    let text = context.str(line);
    let quoted = |text: &str| text.starts_with(['“', '「', '『', '"', '〝']);
    let mark = list::mark(text).filter(|mark| mark.style.frame != Frame::Space);
    if let Some(mark) = mark {
        return (part(context, line, mark.start, mark.end), true);
    }
    match list::bullet(text) {
        Some(bytes) => (rest(context, line, bytes), true),
        None => (line, quoted(text)),
    }
}

/// The words without the quotation marks around all of them.
fn bare(context: &Context<'_>, line: Line) -> Line {
    let text = context.str(line);
    for (open, close) in [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"'), ('〝', '〞')]
    {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            let start = open.len_utf8();
            return part(context, line, start, start + inner.len());
        }
    }
    line
}
