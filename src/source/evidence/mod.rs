//! Who speaks in a document, decided over the whole of it.
//!
//! By its form alone `差别：` is as good a head as `小陈：`. What makes a name a speaker's is
//! how it is used: it is declared, it is one of the words that ask and answer, it returns before
//! colons, or a document sets all its speakers in one frame that prose does not have. One pass
//! over the lines, and a few over the heads that were seen.

use std::collections::{BTreeMap, BTreeSet};

mod body;
mod inner;
mod legend;
mod openings;
mod see;

pub use body::BodyLine;
pub use openings::has_openings;
pub use see::{Seen, Suspicion, is_stage_direction};

use super::head::{self, Decor, Frame, NameFacts, readings};
use crate::fold::Folded;

/// Heads of one name in hard frames that make it a speaker's.
const REPEATED: usize = 2;
/// Heads in one technical frame that make even a name that stands once a speaker's.
const FRAMED: usize = 4;
/// Heads of accepted names in one decorated frame that make every name in it a speaker's.
const DOMINANT: usize = 6;

/// One way to read a line as a head.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// How it is written.
    pub frame: Frame,
    /// What stood before it.
    pub decor: Decor,
    /// Index into [`Evidence::names`].
    pub name: usize,
    /// The name with its aside, if a document declares that as a label of its own.
    pub with_aside: Option<usize>,
    /// The number of a question or an answer.
    pub number: Option<usize>,
    /// Bytes of the line that hold the words.
    pub words: Option<(usize, usize)>,
}

/// Why a name is a speaker's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The manifest says so.
    Declared,
    /// A word that asks or answers, whoever stands behind it.
    Vocabulary,
    /// It returns in hard frames.
    Repeated,
    /// It stands in a frame that only heads have.
    Framed,
    /// The document's other speakers stand in the same decorated frame.
    Dominant,
    /// The document sets its speakers in a soft frame throughout.
    Soft,
}

/// A name that stands in a head somewhere.
#[derive(Debug, Clone)]
pub struct Name {
    /// As it first stands.
    pub shown: String,
    /// What its letters tell.
    pub facts: NameFacts,
    /// Why it is a speaker's, if it is.
    pub accepted: Option<Why>,
    /// Readings with it in hard frames.
    hard: Vec<usize>,
    /// Readings with it in soft frames.
    soft: Vec<usize>,
}

/// How a name that is not yet a speaker's is used before colons.
#[derive(Debug, Clone, Copy, Default)]
struct Label {
    /// Lines that begin with it.
    heads: usize,
    /// Those that stand where this document begins a turn as a rule.
    strict: usize,
    /// Those beside a head of somebody else.
    beside: usize,
    /// Those with a question.
    asked: usize,
    /// Those that end like a sentence.
    sentences: usize,
    /// Those whose words stand in quotation marks.
    quoted: usize,
}

/// What a document tells of its heads.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// All names that stand in heads.
    pub names: Vec<Name>,
    /// All readings, by line.
    readings: Vec<Reading>,
    /// Where the readings of each line begin, and one more.
    starts: Vec<usize>,
    /// Names by their folded form.
    by_key: BTreeMap<Vec<char>, usize>,
    /// First characters of accepted names.
    firsts: BTreeSet<char>,
    /// Soft frames in which this document sets its speakers.
    soft: BTreeSet<Frame>,
    /// Lines that say who is called what, or who made the page.
    legends: BTreeSet<usize>,
    /// Names whose meaning changes, and the line that changes it: `甲：家长` after `甲：老师`.
    shared: BTreeMap<usize, usize>,
    /// Lines with a numbered question or answer that is out of order: `Q9` between `Q2` and `Q3`,
    /// or among questions without numbers. Somebody may be called so.
    outliers: BTreeSet<usize>,
    /// Its heads are names with verbs of saying: each is only for its own line.
    pub has_saying: bool,
    /// Several people answer in turn under a label that names nobody.
    pub has_several: bool,
    /// Lines at which this document begins a turn as a rule: there everything that looks like a
    /// head counts.
    strict: Vec<bool>,
}

impl Evidence {
    /// Reads the heads of a document and decides who speaks. `declared` are names that are known
    /// to be speakers', `refused` such as are known to be none.
    pub fn of(lines: &[BodyLine<'_>], declared: &[&str], refused: &[String]) -> Self {
        let mut evidence = Evidence::default();
        let mut raw: BTreeMap<String, usize> = BTreeMap::new();
        for name in declared {
            let id = evidence.intern(&head::tidy(name), &mut raw);
            evidence.names[id].accepted = Some(Why::Declared);
        }
        let refused: BTreeSet<String> =
            refused.iter().map(|name| head::fold(name)).collect();
        for line in lines {
            evidence.starts.push(evidence.readings.len());
            for found in readings(line.text) {
                let with_aside = found.aside.as_ref().and_then(|aside| {
                    let key = Folded::new(&format!("{}({aside})", found.name), 0);
                    evidence.by_key.get(key.chars()).copied()
                });
                let name = evidence.intern(&found.name, &mut raw);
                if !refused.is_empty() && refused.contains(&head::fold(&found.name)) {
                    continue;
                }
                evidence.readings.push(Reading {
                    frame: found.frame,
                    decor: found.decor,
                    name,
                    with_aside,
                    number: found.number,
                    words: found.words,
                });
            }
        }
        evidence.starts.push(evidence.readings.len());
        evidence.index();
        evidence.find_legends(lines);
        evidence.find_outliers(lines.len());
        evidence.find_strict(lines);
        evidence.accept(lines);
        evidence.accept_saying(lines, &mut raw);
        evidence.accept_openings(lines, &mut raw);
        if evidence.is_a_lone_head(declared) {
            for name in &mut evidence.names {
                name.accepted = None;
            }
        }
        let accepted = evidence.by_key.iter().filter(|(_, id)| evidence.is_accepted(**id));
        evidence.firsts = accepted.filter_map(|(key, _)| key.first().copied()).collect();
        evidence
    }

    fn intern(&mut self, shown: &str, raw: &mut BTreeMap<String, usize>) -> usize {
        if let Some(id) = raw.get(shown) {
            return *id;
        }
        let key = Folded::new(shown, 0).chars().to_vec();
        let next = self.names.len();
        let id = *self.by_key.entry(key).or_insert(next);
        if id == next {
            self.names.push(Name {
                shown: shown.to_owned(),
                facts: NameFacts::of(shown),
                accepted: None,
                hard: Vec::new(),
                soft: Vec::new(),
            });
        }
        raw.insert(shown.to_owned(), id);
        id
    }

    fn index(&mut self) {
        for (at, reading) in self.readings.iter().enumerate() {
            let name = &mut self.names[reading.name];
            if reading.frame.is_soft() { &mut name.soft } else { &mut name.hard }.push(at);
        }
    }

    /// The readings of a line, the strongest first.
    pub fn of_line(&self, line: usize) -> &[Reading] {
        let (from, to) = (self.starts[line], self.starts[line + 1]);
        &self.readings[from..to]
    }

    fn line_of(&self, reading: usize) -> usize {
        self.starts.partition_point(|start| *start <= reading) - 1
    }

    /// True if the name is a speaker's.
    pub fn is_accepted(&self, name: usize) -> bool {
        self.names[name].accepted.is_some()
    }

    /// True if anybody's name is a speaker's.
    pub fn has_speakers(&self) -> bool {
        self.names.iter().any(|name| name.accepted.is_some())
    }

    /// The name with that folded form, if it is a speaker's.
    fn accepted_key(&self, key: &[char]) -> Option<usize> {
        self.by_key.get(key).copied().filter(|id| self.is_accepted(*id))
    }

    /// The name with that form, in whichever script.
    pub fn name(&self, shown: &str) -> Option<usize> {
        self.by_key.get(Folded::new(shown, 0).chars()).copied()
    }

    /// The words of a reading of a line.
    fn words<'t>(&self, lines: &[BodyLine<'t>], line: usize, reading: &Reading) -> &'t str {
        let span = reading.words.unwrap_or((0, 0));
        lines[line].text.get(span.0..span.1).unwrap_or_default().trim()
    }

    /// Numbered questions and answers that do not count on.
    fn find_outliers(&mut self, lines: usize) {
        // Of each word in order: the line and the number, if it has one.
        let mut heads: BTreeMap<usize, Vec<(usize, Option<usize>)>> = BTreeMap::new();
        for line in 0..lines {
            let office = |reading: &&Reading| self.names[reading.name].facts.is_office;
            if let Some(reading) = self.of_line(line).iter().find(office) {
                heads.entry(reading.name).or_default().push((line, reading.number));
            }
        }
        for heads in heads.values() {
            let numbered = heads.iter().filter(|(_, number)| number.is_some()).count();
            for (at, (line, number)) in heads.iter().enumerate() {
                let Some(number) = *number else { continue };
                let before = heads[..at].iter().rev().find_map(|(_, number)| *number);
                let after = heads[at + 1..].iter().find_map(|(_, number)| *number);
                let counts = |a: usize, b: usize| a <= b && b - a <= 1;
                let is_alone = numbered * 4 < heads.len() || (numbered == 1 && number > 1);
                let from_before = before.is_none_or(|before| counts(before, number));
                let to_after =
                    after.is_none_or(|after| counts(number, after) || after == 1);
                let without = match (before, after) {
                    (Some(before), Some(after)) => counts(before, after),
                    // Only one side to judge by: it must count on from there.
                    (Some(_), None) => numbered > 2,
                    (None, Some(after)) => numbered > 2 && after == 1,
                    (None, None) => false,
                };
                if is_alone || (number != 1 && !(from_before && to_after) && without) {
                    self.outliers.insert(*line);
                }
            }
        }
    }

    fn accept(&mut self, lines: &[BodyLine<'_>]) {
        // How many lines have a reading in each technical frame.
        let mut framed: BTreeMap<Frame, usize> = BTreeMap::new();
        for line in 0..lines.len() {
            let frames: BTreeSet<Frame> =
                self.of_line(line).iter().map(|reading| reading.frame).collect();
            for frame in frames {
                *framed.entry(frame).or_default() += 1;
            }
        }
        for id in 0..self.names.len() {
            let name = &self.names[id];
            let heads = name.hard.iter().filter(|at| {
                let line = self.line_of(**at);
                !self.legends.contains(&line) && !self.outliers.contains(&line)
            });
            let heads: Vec<usize> = heads.copied().collect();
            if heads.is_empty() || name.accepted.is_some() || !name.facts.may_be_speaker() {
                continue;
            }
            let beside = name.soft.iter().filter(|at| {
                matches!(
                    self.readings[**at].frame,
                    Frame::Aside | Frame::Space | Frame::Bold
                )
            });
            let technical = heads.iter().any(|at| {
                let frame = self.readings[*at].frame;
                frame.is_technical() && framed.get(&frame).is_some_and(|n| *n >= FRAMED)
            });
            // A line may be read in several hard frames.
            let mut on: Vec<usize> = heads.iter().map(|at| self.line_of(*at)).collect();
            on.dedup();
            if !name.facts.is_office && self.is_a_field(lines, &heads) {
                continue;
            }
            let why = if name.facts.is_office {
                Some(Why::Vocabulary)
            } else if on.len() + beside.count() >= REPEATED {
                Some(Why::Repeated)
            } else if technical {
                Some(Why::Framed)
            } else {
                None
            };
            self.names[id].accepted = why;
        }
        self.accept_initials();
        self.accept_returning(lines);
        if self.is_word_list(lines) {
            for name in &mut self.names {
                name.accepted = name.accepted.filter(|why| *why != Why::Repeated);
            }
        }
        self.accept_dominant();
        self.accept_soft(lines);
    }

    /// Where no line has a head in a form that is known, nearly all may have one in another form.
    fn accept_openings(
        &mut self,
        lines: &[BodyLine<'_>],
        raw: &mut BTreeMap<String, usize>,
    ) {
        let has_head = |line: usize| {
            self.of_line(line).iter().any(|reading| {
                self.is_accepted(reading.name)
                    && (!reading.frame.is_soft() || self.soft.contains(&reading.frame))
            })
        };
        if (0..lines.len()).any(has_head) {
            return;
        }
        let found = openings::openings(lines);
        if found.is_empty() {
            return;
        }
        let mut by_line: BTreeMap<usize, Reading> = BTreeMap::new();
        for opening in found {
            let name = self.intern(&head::tidy(&opening.name), raw);
            if opening.accepted {
                self.names[name].accepted.get_or_insert(Why::Repeated);
            }
            by_line.insert(
                opening.line,
                Reading {
                    frame: Frame::Opening,
                    decor: Decor::default(),
                    name,
                    with_aside: None,
                    number: None,
                    words: Some(opening.words),
                },
            );
        }
        let (mut readings, mut starts) = (Vec::new(), Vec::new());
        for line in 0..lines.len() {
            starts.push(readings.len());
            match by_line.get(&line) {
                Some(reading) => readings.push(*reading),
                None => readings.extend_from_slice(self.of_line(line)),
            }
        }
        starts.push(readings.len());
        self.readings = readings;
        self.starts = starts;
        for name in &mut self.names {
            name.hard.clear();
            name.soft.clear();
        }
        self.index();
    }

    /// `检察官问：`, `证人答：`: names with verbs of saying, of which at least two return before
    /// words that are in no quotation marks.
    fn accept_saying(&mut self, lines: &[BodyLine<'_>], raw: &mut BTreeMap<String, usize>) {
        let mut bases: BTreeMap<String, usize> = BTreeMap::new();
        for line in 0..lines.len() {
            let Some(reading) =
                self.of_line(line).iter().find(|reading| reading.frame.has_colon())
            else {
                continue;
            };
            let name = &self.names[reading.name];
            let verb = name.facts.saying;
            let count = name.shown.chars().count();
            if !(1..=2).contains(&verb) || name.facts.is_pronoun || count < verb + 2 {
                continue;
            }
            let words = self.words(lines, line, reading);
            if words.is_empty() || words.starts_with(['“', '「', '"', '『', '‘']) {
                return;
            }
            let base: String = name.shown.chars().take(count - verb).collect();
            let facts = NameFacts::of(&base);
            if facts.may_be_speaker() && base.chars().count() <= 6 {
                *bases.entry(base).or_default() += 1;
            }
        }
        bases.retain(|_, heads| *heads >= REPEATED);
        if bases.len() < 2 {
            return;
        }
        for base in bases.keys() {
            let id = self.intern(base, raw);
            self.names[id].accepted.get_or_insert(Why::Repeated);
        }
        self.has_saying = true;
    }

    /// `Larry Wall：` once, and `LW：` from there on: a name and its initials.
    fn accept_initials(&mut self) {
        let returning =
            |name: &Name| name.accepted.is_some() && name.hard.len() >= REPEATED;
        let short: BTreeSet<String> = self
            .names
            .iter()
            .filter(|name| returning(name))
            .map(|name| name.shown.clone())
            .collect();
        for name in &mut self.names {
            let facts = &name.facts;
            let is_spelt = head::initials(&name.shown).is_some_and(|i| short.contains(&i));
            if name.accepted.is_none()
                && !name.hard.is_empty()
                && facts.is_namelike
                && !facts.is_stop
                && is_spelt
            {
                name.accepted = Some(Why::Repeated);
            }
        }
    }

    /// A name that returns is a label whatever its letters (我, 时间, 众, a nickname that is a
    /// phrase), where it takes turns with others: where nearly every line has a head, or where it
    /// asks, or often enough.
    fn accept_returning(&mut self, lines: &[BodyLine<'_>]) {
        if !self.names.iter().any(|name| name.accepted.is_some()) {
            return;
        }
        // The heads in the order of the lines, for who stands beside whom.
        let mut order: Vec<(usize, usize)> = Vec::new();
        for line in 0..lines.len() {
            let found = self.of_line(line).iter().find(|reading| reading.frame.has_colon());
            if let Some(reading) = found.filter(|_| !self.legends.contains(&line)) {
                order.push((line, reading.name));
            }
        }
        let mut found: BTreeMap<usize, Label> = BTreeMap::new();
        for (at, (line, name)) in order.iter().enumerate() {
            let of_name = &self.names[*name];
            if of_name.accepted.is_some() {
                continue;
            }
            let near = |other: Option<&(usize, usize)>| {
                other.is_some_and(|(_, other)| {
                    other != name && self.names[*other].accepted.is_some()
                })
            };
            let reading = self.of_line(*line).iter().find(|r| r.name == *name);
            let words = reading.map_or("", |reading| self.words(lines, *line, reading));
            let bare = words.trim_end_matches(['*', '_', '”', '」', '"', ')', '）', ' ']);
            let label = found.entry(*name).or_default();
            label.heads += 1;
            label.strict += usize::from(self.strict[*line]);
            label.beside += usize::from(
                near(order.get(at + 1))
                    || near(at.checked_sub(1).and_then(|b| order.get(b))),
            );
            label.asked += usize::from(bare.ends_with(['？', '?']));
            label.sentences +=
                usize::from(bare.ends_with(['。', '？', '！', '…', '～', '.', '?', '!']));
            label.quoted += usize::from(words.starts_with(['“', '「', '『', '"']));
        }
        for (id, label) in found {
            let name = &mut self.names[id];
            let facts = &name.facts;
            let count = name.shown.chars().count();
            let is_speech = label.heads >= REPEATED
                && label.beside * 3 >= label.heads * 2
                && label.sentences * 5 >= label.heads * 4
                && facts.saying == 0;
            let is_label = if facts.is_group {
                // Who asks is one, whatever he is called.
                label.asked * 2 > label.heads
            } else if facts.is_stop || !facts.is_namelike || facts.is_pronoun {
                let strict = label.strict == label.heads && label.quoted == 0;
                let is_short_pronoun = facts.is_pronoun && count == 1 && label.heads >= 3;
                (strict && count <= 10 && !head::is_page_word(&name.shown))
                    || is_short_pronoun
            } else {
                false
            };
            if is_speech && is_label {
                name.accepted = Some(Why::Repeated);
            }
        }
    }

    /// `姓名：谷某`: a name that always stands before a mere word or two, or before a place to sign.
    fn is_a_field(&self, lines: &[BodyLine<'_>], heads: &[usize]) -> bool {
        let is_filled = |at: &usize| self.readings[*at].words.is_some();
        heads.len() <= 3
            && heads.iter().any(is_filled)
            && heads.iter().all(|at| {
                let reading = &self.readings[*at];
                let words = self.words(lines, self.line_of(*at), reading);
                reading.frame == Frame::Colon
                    && words.chars().count() <= 6
                    && words.chars().all(char::is_alphanumeric)
            })
    }

    /// `落雨：下雨。` `落车：下车。`: words and what they mean. Most stand once, and nobody asks.
    fn is_word_list(&self, lines: &[BodyLine<'_>]) -> bool {
        let (mut heads, mut names) = (0, BTreeSet::new());
        for line in 0..lines.len() {
            let mut colons = self.of_line(line).iter();
            let Some(reading) = colons.find(|reading| reading.frame == Frame::Colon) else {
                continue;
            };
            let facts = &self.names[reading.name].facts;
            let words = self.words(lines, line, reading);
            let asks = words.trim_end_matches(['”', '」']).ends_with(['？', '?']);
            if facts.is_office || asks || self.names[reading.name].hard.len() > REPEATED {
                return false;
            }
            heads += usize::from(facts.is_namelike);
            names.insert(reading.name);
        }
        heads >= 4 && names.len() * 3 >= heads * 2
    }

    /// A decorated frame in which the accepted speakers stand makes every name in it a speaker's.
    fn accept_dominant(&mut self) {
        let mut signatures: BTreeMap<(Frame, Decor, bool), BTreeMap<usize, usize>> =
            BTreeMap::new();
        for (at, reading) in self.readings.iter().enumerate() {
            let own = reading.words.is_none();
            let decorated = (!reading.decor.is_empty() && !reading.decor.is_emphasised())
                || own
                || matches!(reading.frame, Frame::Bracket)
                || reading.frame.is_technical();
            if reading.frame.is_soft()
                || matches!(reading.frame, Frame::Row | Frame::NoName)
                || !decorated
                || self.legends.contains(&self.line_of(at))
            {
                continue;
            }
            let names = signatures.entry((reading.frame, reading.decor, own)).or_default();
            *names.entry(reading.name).or_default() += 1;
        }
        for names in signatures.values() {
            let known: Vec<usize> = names
                .iter()
                .filter(|(name, _)| self.is_accepted(**name))
                .map(|(_, heads)| *heads)
                .collect();
            if known.len() < 2 || known.iter().sum::<usize>() < DOMINANT {
                continue;
            }
            for id in names.keys() {
                let name = &mut self.names[*id];
                let facts = &name.facts;
                if name.accepted.is_none()
                    && facts.is_namelike
                    && !facts.is_stop
                    && !facts.is_group
                {
                    name.accepted = Some(Why::Dominant);
                }
            }
        }
    }

    /// Soft frames count where at least two names alternate in them and no colon is used.
    fn accept_soft(&mut self, lines: &[BodyLine<'_>]) {
        let has_hard = self
            .names
            .iter()
            .any(|name| matches!(name.accepted, Some(Why::Vocabulary | Why::Repeated)));
        let mut frames: BTreeMap<Frame, BTreeMap<usize, usize>> = BTreeMap::new();
        for reading in self.readings.iter().filter(|reading| reading.frame.is_soft()) {
            *frames.entry(reading.frame).or_default().entry(reading.name).or_default() += 1;
        }
        for (frame, names) in &frames {
            let said = matches!(frame, Frame::Said | Frame::Told);
            let usable = |id: &usize| {
                let facts = &self.names[*id].facts;
                facts.is_namelike
                    && !facts.is_stop
                    && !facts.is_group
                    && (facts.is_office || !facts.is_pronoun)
                    && (said || facts.saying == 0 || facts.is_office)
            };
            let returning: BTreeSet<usize> = names
                .iter()
                .filter(|(id, heads)| **heads >= REPEATED && usable(id))
                .map(|(id, _)| *id)
                .collect();
            let total: usize = returning.iter().map(|id| names[id]).sum();
            let mut speakers = returning.clone();
            if said {
                if total < 3 {
                    continue;
                }
                if names.values().sum::<usize>() >= 5 {
                    let short = names.keys().filter(|id| {
                        usable(id) && self.names[**id].shown.chars().count() <= 5
                    });
                    speakers.extend(short);
                }
            } else {
                let body = lines.len();
                let sparse = *frame == Frame::Alone && total * 5 < body;
                if returning.len() < 2 || total < 4 || sparse || has_hard {
                    continue;
                }
                speakers.extend(names.keys().filter(|id| self.names[**id].facts.is_office));
            }
            self.soft.insert(*frame);
            for id in speakers {
                self.names[id].accepted.get_or_insert(Why::Soft);
            }
        }
        for frame in [Frame::Aside, Frame::Space, Frame::Bold] {
            if frames.get(&frame).is_some_and(|n| n.keys().any(|id| self.is_accepted(*id)))
            {
                self.soft.insert(frame);
            }
        }
    }

    /// Where nearly every block or every line begins with a colon's head, whatever looks like one
    /// counts, clauses and pronouns included: nicknames are phrases.
    fn find_strict(&mut self, lines: &[BodyLine<'_>]) {
        let colon = |line: usize| {
            self.of_line(line).iter().any(|reading| {
                reading.frame.has_colon()
                    || matches!(reading.frame, Frame::Bracket | Frame::Quoted)
            })
        };
        let starts: Vec<usize> =
            (0..lines.len()).filter(|at| *at == 0 || lines[*at].after_gap).collect();
        let mut strict = vec![false; lines.len()];
        let share = |lines: &[usize]| lines.iter().filter(|at| colon(**at)).count();
        if starts.len() >= 5
            && lines.len() * 2 >= starts.len() * 3
            && share(&starts) * 100 >= starts.len() * 85
        {
            for at in starts {
                strict[at] = true;
            }
        }
        let all: Vec<usize> = (0..lines.len()).collect();
        if all.len() >= 10 && share(&all) * 100 >= all.len() * 90 {
            strict = vec![true; lines.len()];
        }
        self.strict = strict;
    }

    /// A single label that stands once makes no dialogue.
    fn is_a_lone_head(&self, declared: &[&str]) -> bool {
        let accepted: Vec<&Name> =
            self.names.iter().filter(|name| name.accepted.is_some()).collect();
        declared.is_empty()
            && accepted.len() == 1
            && accepted[0].hard.len() + accepted[0].soft.len() < REPEATED
    }
}
