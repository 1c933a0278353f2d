//! The lines of a document's body, and what each of them seems to be by itself.

use super::decided::Speakers;
use super::line::{Seems, seems};
use crate::source::evidence::{BodyLine, Evidence, Reading};
use crate::source::reader::context::Line;

/// The lines that are walked.
pub(super) struct Body<'w, 't, 'c> {
    pub(super) lines: &'w [(Line, BodyLine<'t>)],
    pub(super) evidence: &'w Evidence,
    pub(super) speakers: &'w Speakers<'c>,
    pub(super) seems: Vec<Seems>,
}

impl<'w, 't, 'c> Body<'w, 't, 'c> {
    pub(super) fn new(
        lines: &'w [(Line, BodyLine<'t>)],
        evidence: &'w Evidence,
        speakers: &'w Speakers<'c>,
    ) -> Self {
        let seems = lines
            .iter()
            .enumerate()
            .map(|(at, (_, line))| seems(evidence, at, line.text))
            .collect();
        Self { lines, evidence, speakers, seems }
    }

    pub(super) fn text(&self, at: usize) -> &'t str {
        self.lines[at].1.text
    }

    /// The words of a head.
    pub(super) fn words(&self, at: usize, reading: &Reading) -> &'t str {
        let (from, to) = reading.words.unwrap_or((0, 0));
        self.text(at).get(from..to).unwrap_or_default()
    }

    pub(super) fn name_of(&self, reading: &Reading) -> usize {
        match reading.with_aside {
            Some(name) if self.evidence.is_accepted(name) => name,
            _ => reading.name,
        }
    }
}
