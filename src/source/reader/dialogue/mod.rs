//! Lines with speakers' heads: `记者：`, `**李某（店主）**：`, a name and a time above the words.
//!
//! The walk gives a head's words to its speaker. A line without a head goes on with the speaker
//! before it only while nothing speaks against it; else it is nobody's, with the reason: rather
//! lose a line than give one speaker another's words.

mod emit;
mod line;
mod page;
mod walk;

use std::collections::BTreeSet;

use self::walk::Walk;
use super::{Context, Line};
use crate::source::evidence::{BodyLine, Evidence};
use crate::source::head;
use crate::source::manifest::{Inherit, Speaker};
use crate::source::passage::Passage;
use crate::source::reason::Reason;

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let mut lines: Vec<(Line, BodyLine<'_>)> = Vec::new();
    for block in blocks {
        let mut last = None;
        for line in block {
            let after_region = last.is_none();
            let after_gap = last.is_none_or(|last| line.number > last + 1);
            let text = context.str(*line);
            lines.push((*line, BodyLine { text, after_gap, after_region }));
            last = Some(line.number);
        }
    }
    let front = front_matter(&lines);
    let mut about: Vec<Passage> =
        lines.drain(..front).map(|(line, _)| context.narration(line)).collect();
    if let Some((_, first)) = lines.first_mut() {
        first.after_region = true;
    }
    let body: Vec<BodyLine<'_>> = lines.iter().map(|(_, body)| *body).collect();
    let labels: Vec<&str> = context.labels.iter().map(|(label, _)| *label).collect();
    let evidence = Evidence::of(&body, &labels, &context.entry.not_labels);
    let speakers = Speakers::of(context, &evidence);
    let decided = Decided::of(context, &speakers);
    let verdicts = Walk::new(&lines, &evidence, &speakers, &decided).verdicts();
    about.extend(emit::emit(context, &lines, &verdicts, &speakers));
    about
}

/// Longest front matter, in lines.
const LONGEST_FRONT_MATTER: usize = 60;

/// How many lines at the beginning are front matter.
fn front_matter(lines: &[(Line, BodyLine<'_>)]) -> usize {
    let fence = |line: &(Line, BodyLine<'_>)| line.1.text == "---";
    if !lines.first().is_some_and(fence) {
        return 0;
    }
    let rest = lines.iter().skip(1).take(LONGEST_FRONT_MATTER);
    rest.into_iter().position(fence).map_or(0, |at| at + 2)
}

/// What the manifest decides about single lines.
struct Decided {
    inherit: Inherit,
    /// What stands before a colon and names nobody, folded.
    not_labels: BTreeSet<String>,
    /// Turns whose label is lost.
    turns: Vec<DecidedTurn>,
    /// Name of the one who answers where no head says it.
    speaker: Option<usize>,
}

impl Decided {
    fn of(context: &Context<'_>, speakers: &Speakers<'_>) -> Self {
        let turns = context.turns.iter().filter_map(|turn| {
            let speaker = turn.speaker.as_deref()?;
            let name = speakers.name_of(speaker)?;
            Some(DecidedTurn {
                first: turn.first,
                last: turn.last,
                name,
                every: turn.every,
            })
        });
        let not_labels = context.entry.not_labels.iter().map(|label| head::fold(label));
        Self {
            inherit: context.entry.inherit,
            not_labels: not_labels.collect(),
            turns: turns.collect(),
            speaker: context.speaker.and_then(|speaker| speakers.name_of(&speaker.id)),
        }
    }

    /// True for a line whose head, if it looks like one, is said to be none.
    fn is_no_head(&self, text: &str) -> bool {
        let is_refused = |name: &str| self.not_labels.contains(&head::fold(name));
        !self.not_labels.is_empty()
            && head::readings(text).iter().any(|head| is_refused(&head.name))
    }

    /// True if a turn goes on behind a line of nobody's that else ends it: what a page has at its
    /// foot ends it even where a person has read how far it goes.
    fn goes_past(&self, reason: Reason) -> bool {
        let at_foot = matches!(
            reason,
            Reason::Rule | Reason::Notice | Reason::Byline | Reason::Links
        );
        self.inherit == Inherit::All && !at_foot
    }

    /// The turn that is declared for a line.
    fn turn(&self, line: usize) -> Option<&DecidedTurn> {
        let after = self.turns.partition_point(|turn| turn.first <= line);
        let turn = self.turns.get(after.checked_sub(1)?)?;
        (line <= turn.last).then_some(turn)
    }
}

/// A turn that the manifest gives to somebody.
struct DecidedTurn {
    /// Its first and last line.
    first: usize,
    last: usize,
    /// Its speaker's name.
    name: usize,
    /// One of all lines that begin alike: a head on it says more.
    every: bool,
}

/// Whose each name is.
struct Speakers<'c> {
    by_name: Vec<Option<&'c Speaker>>,
}

impl<'c> Speakers<'c> {
    fn of(context: &Context<'c>, evidence: &Evidence) -> Self {
        let mut by_name: Vec<Option<(bool, Option<&'c Speaker>)>> =
            vec![None; evidence.names.len()];
        let here: BTreeSet<&str> =
            context.entry.labels.iter().map(|(label, _)| label.as_str()).collect();
        for (label, speaker) in &context.labels {
            let Some(id) = evidence.name(&head::tidy(label)) else { continue };
            let own = here.contains(label);
            by_name[id] = match by_name[id] {
                None => Some((own, *speaker)),
                Some((true, first)) if !own => Some((true, first)),
                // Two labels that are one to a reader and two people's: nobody's.
                Some((before, first)) if first.map(|s| &s.id) != speaker.map(|s| &s.id) => {
                    Some((before, None))
                }
                same => same,
            };
        }
        Self {
            by_name: by_name
                .into_iter()
                .map(|found| found.and_then(|(_, speaker)| speaker))
                .collect(),
        }
    }

    /// A name of the speaker with that id.
    fn name_of(&self, id: &str) -> Option<usize> {
        self.by_name.iter().position(|speaker| speaker.is_some_and(|s| s.id == id))
    }

    fn get(&self, name: usize) -> Option<&'c Speaker> {
        self.by_name.get(name).copied().flatten()
    }
}
