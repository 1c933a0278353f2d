//! Lines with speakers' heads: `记者：`, `**李某（店主）**：`, a name and a time above the words.
//!
//! The walk gives a head's words to its speaker. A line without a head goes on with the speaker
//! before it only while nothing speaks against it; else it is nobody's, with the reason: rather
//! lose a line than give one speaker another's words.

mod body;
mod decided;
mod emit;
mod line;
mod page;
mod walk;

use self::body::Body;
use self::decided::{Decided, Speakers};
use self::walk::Walk;
use super::context::{Context, Line};
use crate::source::evidence::{BodyLine, Evidence};
use crate::source::passage::Passage;

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
    let verdicts = Walk::new(Body::new(&lines, &evidence, &speakers), &decided).verdicts();
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
