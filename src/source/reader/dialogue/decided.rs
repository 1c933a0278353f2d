//! What the manifest decides: about single lines, and whose each name is.

use std::collections::BTreeSet;

use crate::source::evidence::Evidence;
use crate::source::head;
use crate::source::manifest::{Inherit, Speaker};
use crate::source::reader::context::Context;
use crate::source::reason::Reason;
use crate::text::LineRange;

/// What the manifest decides about single lines.
pub(super) struct Decided {
    pub(super) inherit: Inherit,
    /// What stands before a colon and names nobody, folded.
    pub(super) not_labels: BTreeSet<String>,
    /// Turns whose label is lost.
    pub(super) turns: Vec<DecidedTurn>,
    /// Name of the one who answers where no head says it.
    pub(super) speaker: Option<usize>,
}

impl Decided {
    pub(super) fn of(context: &Context<'_>, speakers: &Speakers<'_>) -> Self {
        let turns = context.turns.iter().filter_map(|turn| {
            let speaker = turn.speaker.as_deref()?;
            let name = speakers.name_of(speaker)?;
            Some(DecidedTurn { lines: turn.lines, name, every: turn.every })
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
    pub(super) fn is_no_head(&self, text: &str) -> bool {
        let is_refused = |name: &str| self.not_labels.contains(&head::fold(name));
        !self.not_labels.is_empty()
            && head::readings(text).iter().any(|head| is_refused(&head.name))
    }

    /// True if a turn goes on behind a line of nobody's that else ends it: what a page has at its
    /// foot ends it even where a person has read how far it goes.
    pub(super) fn goes_past(&self, reason: Reason) -> bool {
        let at_foot = matches!(
            reason,
            Reason::Rule | Reason::Notice | Reason::Byline | Reason::Links
        );
        self.inherit == Inherit::All && !at_foot
    }

    /// The turn that is declared for a line.
    pub(super) fn turn(&self, line: usize) -> Option<&DecidedTurn> {
        let after = self.turns.partition_point(|turn| turn.lines.first <= line);
        let turn = self.turns.get(after.checked_sub(1)?)?;
        turn.lines.contains(line).then_some(turn)
    }
}

/// A turn that the manifest gives to somebody.
pub(super) struct DecidedTurn {
    /// Its lines.
    pub(super) lines: LineRange,
    /// Its speaker's name.
    pub(super) name: usize,
    /// One of all lines that begin alike: a head on it says more.
    pub(super) every: bool,
}

/// Whose each name is.
pub(super) struct Speakers<'c> {
    pub(super) by_name: Vec<Option<&'c Speaker>>,
}

impl<'c> Speakers<'c> {
    pub(super) fn of(context: &Context<'c>, evidence: &Evidence) -> Self {
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
    pub(super) fn name_of(&self, id: &str) -> Option<usize> {
        self.by_name.iter().position(|speaker| speaker.is_some_and(|s| s.id == id))
    }

    pub(super) fn get(&self, name: usize) -> Option<&'c Speaker> {
        self.by_name.get(name).copied().flatten()
    }
}
