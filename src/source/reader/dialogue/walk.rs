//! The walk over the lines: whose each one is.

use std::collections::BTreeMap;

use super::body::Body;
use super::decided::Decided;
use super::line::{
    Seems, begins_with_time, is_bold, is_note, is_numbered_heading, is_question, is_thanks,
    is_third_person,
};
use super::page::Page;
use crate::script::han::is_han;
use crate::source::evidence::{Reading, is_stage_direction};
use crate::source::head::{self, closes_quotation};
use crate::source::manifest::Inherit;
use crate::source::reader::context::Line;
use crate::source::reason::Reason;
use crate::text::Span;

/// How many lines before the first known head somebody else may speak.
const NEAR_FIRST_HEAD: usize = 2;

/// Whose the words of a line are.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    /// A head and its words, which may be in the lines below.
    Head(usize, Span),
    /// The declared speaker's answer, without a head, to a question that has one.
    Answer(usize, Span),
    /// More words of the speaker before.
    Goes(usize, Span),
    /// A head, its words in quotation marks, and the page's own words behind them.
    Quoted(usize, Span, Span),
    /// The words of several, each with whether its head stands there.
    Split(Vec<(usize, Span, bool)>),
    Narration,
    Unsure(Reason),
}

pub(super) struct Walk<'w, 't, 'c> {
    body: Body<'w, 't, 'c>,
    decided: &'w Decided,
    page: Page,
}

impl<'w, 't, 'c> Walk<'w, 't, 'c> {
    pub(super) fn new(body: Body<'w, 't, 'c>, decided: &'w Decided) -> Self {
        let page = Page::of(&body);
        Self { body, decided, page }
    }

    pub(super) fn verdicts(&self) -> Vec<Verdict> {
        let mut out: Vec<Verdict> = Vec::with_capacity(self.body.lines.len());
        let mut turn: Option<Turn> = None;
        let mut since_region = false;
        // Before anybody who is known speaks, somebody else may.
        let mut is_lost = false;
        let heads = self.body.seems.iter().map(|seems| matches!(seems, Seems::Head(_)));
        let first_head =
            heads.enumerate().find(|(_, is_head)| *is_head).map_or(0, |(at, _)| at);
        for (at, (line, body)) in self.body.lines.iter().enumerate() {
            if body.after_region {
                turn = None;
                since_region = false;
                is_lost = false;
            }
            let has_head = matches!(&self.body.seems[at], Seems::Head(reading)
                if self.body.speakers.get(self.body.name_of(reading)).is_some());
            let decided = self.decided.turn(line.number);
            if let Some(decided) = decided.filter(|turn| !(turn.every && has_head)) {
                let (name, begins) = (decided.name, line.number == decided.lines.first);
                // Who goes on by a person's word has lost no head before.
                if begins && turn.as_ref().is_some_and(|turn| turn.name != name) {
                    self.close(turn.as_ref(), name, &mut out);
                }
                since_region = true;
                turn = Some(Turn::decided(name, body.text));
                out.push(match begins {
                    true => Verdict::Head(name, self.behind_label(*line, at)),
                    false => Verdict::Goes(name, line.span),
                });
                continue;
            }
            let verdict = match self.body.seems[at] {
                Seems::Head(reading) => {
                    let name = self.body.name_of(&reading);
                    self.close(turn.as_ref(), name, &mut out);
                    since_region = true;
                    let (verdict, last) = self.head(*line, at, &reading, name);
                    turn = last.map(|last| {
                        Turn::new(last, &reading, self.body.words(at, &reading), body.text)
                    });
                    if let (Verdict::Quoted(..), Some(turn)) = (&verdict, &mut turn) {
                        turn.quotation = Quotation::Closed;
                    }
                    if self.page.is_commentary || self.body.evidence.has_saying {
                        turn = None;
                    }
                    verdict
                }
                Seems::Suspect(Reason::UnknownHead)
                    if !since_region
                        && at + NEAR_FIRST_HEAD >= first_head
                        && is_sentence(body.text) =>
                {
                    is_lost = true;
                    Verdict::Unsure(Reason::UnknownHead)
                }
                // Before anybody speaks everything is the page's.
                Seems::Suspect(_) if !since_region => Verdict::Narration,
                Seems::Suspect(reason) => {
                    turn = None;
                    Verdict::Unsure(reason)
                }
                Seems::Nobody { reason, ends } => {
                    if ends && !self.decided.goes_past(reason) {
                        turn = None;
                    }
                    is_lost &= !ends;
                    match since_region {
                        true => Verdict::Unsure(reason),
                        false => Verdict::Narration,
                    }
                }
                Seems::Text => match &mut turn {
                    None if since_region || is_lost => Verdict::Unsure(Reason::AfterBreak),
                    None => Verdict::Narration,
                    Some(open) => {
                        let (verdict, ends) = self.goes_on(*line, at, open);
                        match &verdict {
                            Verdict::Goes(..) | Verdict::Answer(..) => {
                                open.asked = is_question(body.text);
                                if !open.below {
                                    open.pending.push(at);
                                }
                                open.below = false;
                            }
                            Verdict::Split(parts) => {
                                if let Some((last, _, _)) = parts.last() {
                                    open.name = *last;
                                    open.pending.clear();
                                }
                                open.below = false;
                            }
                            _ => {}
                        }
                        if ends {
                            turn = None;
                        }
                        verdict
                    }
                },
            };
            out.push(verdict);
        }
        self.doubt_shared_surnames(&mut out);
        out
    }

    /// A label that is a mere surname stands for whoever was introduced last. Where the page
    /// introduces a second person of that surname between the turns (`叶刘某某如是说：`), the label is
    /// nobody's from there on.
    fn doubt_shared_surnames(&self, out: &mut [Verdict]) {
        let mut labels: BTreeMap<char, Surname> = BTreeMap::new();
        for verdict in out.iter() {
            if let Verdict::Head(name, _) | Verdict::Quoted(name, ..) = verdict {
                let name = &self.body.evidence.names[*name];
                let mut shown = name.shown.chars();
                if let (Some(c), None) = (shown.next(), shown.next())
                    && is_han(c)
                    && !name.facts.is_office
                {
                    labels.entry(c).or_default();
                }
            }
        }
        if labels.is_empty() {
            return;
        }
        // How often the page itself names whom: the surname with the two characters after it.
        for (at, verdict) in out.iter().enumerate() {
            if !matches!(verdict, Verdict::Narration | Verdict::Unsure(_)) {
                continue;
            }
            let chars: Vec<char> = self.body.text(at).chars().collect();
            for part in chars.windows(3).filter(|part| part[1..].iter().all(|c| is_han(*c)))
            {
                if let Some(surname) = labels.get_mut(&part[0]) {
                    *surname.given.entry((part[1], part[2])).or_default() += 1;
                }
            }
        }
        for (at, verdict) in out.iter_mut().enumerate() {
            let text = self.body.text(at);
            let name = match verdict {
                Verdict::Head(name, _)
                | Verdict::Quoted(name, ..)
                | Verdict::Answer(name, _)
                | Verdict::Goes(name, _) => *name,
                Verdict::Narration | Verdict::Unsure(_) => {
                    let introduces = text.ends_with(['：', ':']);
                    let chars: Vec<char> = text.chars().collect();
                    for part in chars.windows(3) {
                        let Some(surname) = labels.get_mut(&part[0]) else { continue };
                        let given = (part[1], part[2]);
                        if surname.given.get(&given).is_none_or(|count| *count < 2) {
                            continue;
                        }
                        match surname.first {
                            None => surname.first = Some(given),
                            Some(first) if first.0 != given.0 && introduces => {
                                surname.is_shared = true;
                            }
                            Some(_) => {}
                        }
                    }
                    continue;
                }
                Verdict::Split(_) => continue,
            };
            let shown = &self.body.evidence.names[name].shown;
            let first = shown.chars().next().filter(|_| shown.chars().nth(1).is_none());
            let shared = first.and_then(|c| labels.get(&c)).is_some_and(|s| s.is_shared);
            if shared {
                *verdict = Verdict::Unsure(Reason::SharedLabel);
            }
        }
    }

    /// A line that is given to somebody, without the label that it has.
    fn behind_label(&self, line: Line, at: usize) -> Span {
        let readings = self.body.evidence.of_line(at).iter();
        let known = readings.filter(|reading| {
            reading.frame.has_colon() && self.body.evidence.is_accepted(reading.name)
        });
        let words = known.filter_map(|reading| reading.words).next();
        words.map_or(line.span, |(from, _)| {
            let rest = self.body.text(at).get(from..).unwrap_or_default();
            trimmed(rest, line.span.start + from)
        })
    }

    /// A head's own line, and who speaks after it.
    fn head(
        &self,
        line: Line,
        at: usize,
        reading: &Reading,
        name: usize,
    ) -> (Verdict, Option<usize>) {
        let start = line.span.start;
        if self.body.speakers.get(name).is_none() {
            return (Verdict::Unsure(Reason::UnknownHead), None);
        }
        let facts = &self.body.evidence.names[name].facts;
        if self.page.has_several && facts.is_office && !self.asks(name) {
            return (Verdict::Unsure(Reason::SharedLabel), None);
        }
        let Some((from, to)) = reading.words else {
            return (
                Verdict::Head(name, Span::new(line.span.end, line.span.end)),
                Some(name),
            );
        };
        let words = self.body.text(at).get(from..to).unwrap_or_default();
        // <附件已略去>
        if words.starts_with('<') && words.ends_with('>') && !words[1..].contains('<') {
            return (Verdict::Unsure(Reason::Markup), Some(name));
        }
        // （丢失）, （掌声）: no words of anybody's.
        if is_stage_direction(words) {
            return (Verdict::Unsure(Reason::StageDirection), Some(name));
        }
        if self.page.quotes.get(name).copied().unwrap_or(false)
            && let Some(end) = quoted_sentence(words)
        {
            let said = trimmed(&words[..end], start + from);
            let rest = trimmed(&words[end..], start + from + end);
            return (Verdict::Quoted(name, said, rest), Some(name));
        }
        match self.parts(words, start + from, name, true) {
            Parts::One => (Verdict::Head(name, trimmed(words, start + from)), Some(name)),
            Parts::Several(parts, last) => (Verdict::Split(parts), last),
            Parts::Unsure(reason) => (Verdict::Unsure(reason), None),
        }
    }

    /// A line without a head inside a turn: its verdict, and whether it ends the turn.
    fn goes_on(&self, line: Line, at: usize, turn: &mut Turn) -> (Verdict, bool) {
        let text = self.body.text(at);
        let doubt = |reason, ends| (Verdict::Unsure(reason), ends);
        let page = &self.page;
        let name = &self.body.evidence.names[turn.name];
        match self.decided.inherit {
            // The words of a head that stands alone are below it.
            Inherit::Labelled if !turn.below => return doubt(Reason::WithoutHead, false),
            Inherit::All => {
                if is_note(text) {
                    return doubt(Reason::Footnote, false);
                }
                // Behind a question stands no more of who asked it.
                let is_answer = turn.asked || (turn.is_bold && !is_bold(text));
                if !turn.below && self.asks(turn.name) && is_answer {
                    return self.after_question(line, at, turn);
                }
                return self.goes_on_undivided(line, at, turn);
            }
            Inherit::Labelled | Inherit::Credible => {}
        }
        if page.is_stamped && !turn.below && begins_with_time(text) {
            return doubt(Reason::SetApart, true);
        }
        if page.is_sparse {
            return doubt(Reason::FarFromHead, true);
        }
        if page.has_openings {
            return doubt(Reason::WithoutHead, true);
        }
        if page.is_timed && text.starts_with(['-', '–']) {
            return doubt(Reason::SetApart, true);
        }
        if head::is_tail_attribution(text) {
            return doubt(Reason::QuotedSpeech, false);
        }
        if !turn.below {
            let after_sentence =
                at > 0 && self.body.text(at - 1).ends_with(['。', '！', '？', '”', '」']);
            let is_odd =
                head::is_odd_head(text) || (after_sentence && head::is_name_alone(text));
            if is_odd && !self.decided.is_no_head(text) {
                return doubt(Reason::UnknownHead, true);
            }
            if is_numbered_heading(text) {
                return doubt(Reason::Heading, true);
            }
            if is_note(text) {
                return doubt(Reason::Footnote, false);
            }
            // Somebody asked, and what follows the question is no part of it.
            if self.asks(turn.name) && (turn.asked || (turn.is_bold && !is_bold(text))) {
                return self.after_question(line, at, turn);
            }
            if turn.quotation == Quotation::Closed {
                return doubt(Reason::AfterQuotation, false);
            }
            if turn.quotation == Quotation::Open && closes_quotation(text) {
                turn.quotation = Quotation::Closed;
            }
            if is_thanks(text) && !self.asks(turn.name) {
                return doubt(Reason::LostHead, true);
            }
            if page.has_voice && !turn.answers {
                return doubt(Reason::PageVoice, false);
            }
            if is_third_person(text) {
                return doubt(Reason::ThirdPerson, false);
            }
            if page.has_few_heads && !turn.answers {
                return doubt(Reason::FarFromHead, false);
            }
            turn.run += 1;
            if page.is_single && !turn.answers {
                return doubt(Reason::SingleParagraphs, false);
            }
            if turn.run > (page.longest * 3).max(8) && page.longest < turn.run {
                return doubt(Reason::FarFromHead, false);
            }
            if is_bold(text) != turn.is_bold && is_bold(text) {
                return doubt(Reason::SetApart, true);
            }
            if text.starts_with("——") || text.starts_with("--") {
                return doubt(Reason::SetApart, true);
            }
            let han = |text: &str| text.contains(is_han);
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            if turn.is_han && !han(text) && letters >= 8 {
                return doubt(Reason::OtherLanguage, false);
            }
            if name.shown.chars().filter(|c| is_han(*c)).count() >= 2
                && text.contains(&name.shown)
                && !name.facts.is_office
            {
                return doubt(Reason::ThirdPerson, false);
            }
        } else {
            // The head stands alone above, and here is another.
            if head::is_marked_head(text) && !self.decided.is_no_head(text) {
                return doubt(Reason::UnknownHead, true);
            }
            turn.quotation = Quotation::of(text);
            turn.is_bold = is_bold(text);
            turn.is_han = text.contains(is_han);
        }
        let quoted = |text: &str| text.starts_with(['>', '＞']);
        if quoted(text) != turn.is_block_quotation {
            return doubt(Reason::BlockQuotation, true);
        }
        self.goes_on_undivided(line, at, turn)
    }

    /// A line without a head behind a question: the answer of the one whose the answers are,
    /// if that is declared.
    fn after_question(&self, line: Line, at: usize, turn: &mut Turn) -> (Verdict, bool) {
        let text = self.body.text(at);
        let quoted = text.starts_with(['>', '＞']) != turn.is_block_quotation;
        let answers = self.decided.speaker.filter(|_| !is_bold(text) && !quoted);
        let Some(name) = answers else {
            return (Verdict::Unsure(Reason::LostHead), false);
        };
        let (verdict, ends) = self.goes_on_undivided(line, at, &Turn::decided(name, text));
        if let Verdict::Goes(name, span) = verdict {
            *turn = Turn { answers: true, ..Turn::decided(name, text) };
            return (Verdict::Answer(name, span), false);
        }
        (verdict, ends)
    }

    /// A line of the speaker before, unless heads inside it divide it.
    fn goes_on_undivided(&self, line: Line, at: usize, turn: &Turn) -> (Verdict, bool) {
        let text = self.body.text(at);
        let quoted = |text: &str| text.starts_with(['>', '＞']);
        let words = if quoted(text) {
            head::after_marks(text)
        } else {
            head::after_time_code(text)
        };
        let from = line.span.start + (text.len() - words.len());
        match self.parts(words, from, turn.name, false) {
            Parts::One => (Verdict::Goes(turn.name, trimmed(words, from)), false),
            Parts::Several(parts, last) => (Verdict::Split(parts), last.is_none()),
            Parts::Unsure(reason) => (Verdict::Unsure(reason), true),
        }
    }

    /// The next head is here: what the turn before it has without heads may be another's.
    fn close(&self, turn: Option<&Turn>, next: usize, out: &mut [Verdict]) {
        let Some(turn) = turn.filter(|_| self.decided.inherit == Inherit::Credible) else {
            return;
        };
        if turn.name == next {
            // The same speaker again: a head is missing between, unless that is a habit.
            for at in &turn.pending {
                if !self.page.repeats || is_question(self.body.text(*at)) {
                    out[*at] = Verdict::Unsure(Reason::LostHead);
                }
            }
        } else if let Some(last) = turn.pending.last()
            && !self.asks(turn.name)
            && !self.asks(next)
            && is_question(self.body.text(*last))
        {
            out[*last] = Verdict::Unsure(Reason::LostHead);
        }
    }

    fn asks(&self, name: usize) -> bool {
        self.page.asks.get(name).copied().unwrap_or(false)
    }

    /// Divides words at heads inside them; `head` says whether the first part has its own.
    fn parts(&self, words: &str, base: usize, name: usize, head: bool) -> Parts {
        let inner = self.body.evidence.inner_heads(words);
        if inner.is_empty() {
            return match self.body.evidence.quotes_speech(words) {
                true => Parts::Unsure(Reason::QuotedSpeech),
                false => Parts::One,
            };
        }
        if inner.iter().any(|head| !head.after_sentence) {
            return Parts::Unsure(Reason::InnerHead);
        }
        let mut told = 0;
        for head in &inner {
            if self
                .body
                .evidence
                .quotes_speech(words.get(told..head.start).unwrap_or_default())
            {
                return Parts::Unsure(Reason::QuotedSpeech);
            }
            told = head.words;
        }
        if self.body.evidence.quotes_speech(words.get(told..).unwrap_or_default()) {
            return Parts::Unsure(Reason::QuotedSpeech);
        }
        let mut parts = Vec::new();
        let mut add = |name: usize, from: usize, to: usize, head: bool| {
            let span = trimmed(words.get(from..to).unwrap_or_default(), base + from);
            if span.start < span.end {
                parts.push((name, span, head));
            }
        };
        let (mut whose, mut from, mut has_head) = (name, 0, head);
        for head in inner {
            add(whose, from, head.start.max(from), has_head);
            (whose, from, has_head) = (head.name, head.words.max(from), true);
        }
        add(whose, from, words.len(), has_head);
        let last = Some(whose).filter(|name| self.body.speakers.get(*name).is_some());
        Parts::Several(parts, last)
    }
}

/// True if the line ends as a sentence does, whatever closes it.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*）)".contains(c))
        .ends_with(['。', '？', '！', '?', '!', '…'])
}

/// Bytes of a sentence in quotation marks with which words begin, if more stands behind it:
/// `“追过。”他笑了。`
fn quoted_sentence(words: &str) -> Option<usize> {
    let (open, close) = [('“', '”'), ('「', '」'), ('『', '』')]
        .into_iter()
        .find(|(open, _)| words.starts_with(*open))?;
    let mut depth = 0_usize;
    let mut before = open;
    for (at, c) in words.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                let end = at + c.len_utf8();
                let rest = words[end..].chars().filter(|c| c.is_alphanumeric()).count();
                let is_sentence = matches!(before, '。' | '！' | '？' | '…' | '!' | '?');
                return (is_sentence && rest >= 2).then_some(end);
            }
        }
        before = c;
    }
    None
}

enum Parts {
    One,
    Several(Vec<(usize, Span, bool)>, Option<usize>),
    Unsure(Reason),
}

/// Who has a surname that is a label.
#[derive(Default)]
struct Surname {
    /// How often the page names each of them, by the two characters after the surname.
    given: BTreeMap<(char, char), usize>,
    /// The first of them.
    first: Option<(char, char)>,
    /// Another one has been introduced.
    is_shared: bool,
}

/// Who speaks now.
struct Turn {
    name: usize,
    /// The head stands alone: the next line has its words.
    below: bool,
    /// Lines without a head so far.
    run: usize,
    /// Those of them that were taken for the speaker's.
    pending: Vec<usize>,
    quotation: Quotation,
    is_block_quotation: bool,
    is_bold: bool,
    is_han: bool,
    /// The line before ended with a question mark.
    asked: bool,
    /// The declared speaker answers a question, without a head.
    answers: bool,
}

impl Turn {
    /// A turn that the manifest gives to somebody, in these words.
    fn decided(name: usize, words: &str) -> Self {
        Self {
            name,
            below: false,
            run: 0,
            pending: Vec::new(),
            quotation: Quotation::of(words),
            is_block_quotation: words.starts_with(['>', '＞']),
            is_bold: is_bold(words),
            is_han: words.contains(is_han),
            asked: is_question(words),
            answers: false,
        }
    }

    fn new(name: usize, reading: &Reading, words: &str, line: &str) -> Self {
        Self {
            name,
            below: reading.words.is_none(),
            run: 0,
            pending: Vec::new(),
            quotation: Quotation::of(words),
            is_block_quotation: line.starts_with(['>', '＞']),
            is_bold: is_bold(line) || is_bold(words),
            is_han: words.contains(is_han),
            asked: is_question(words),
            answers: false,
        }
    }
}

/// A turn that opens with a quotation mark ends with the closing one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotation {
    No,
    Open,
    Closed,
}

impl Quotation {
    fn of(words: &str) -> Self {
        let words = words.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        if !words.starts_with(['「', '“', '"', '『']) {
            return Quotation::No;
        }
        if closes_quotation(words) { Quotation::Closed } else { Quotation::Open }
    }
}

fn trimmed(words: &str, base: usize) -> Span {
    let start = base + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}
