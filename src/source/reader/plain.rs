//! Paragraphs without labels: one passage each.
//!
//! With a `speaker`, the document is presented as that speaker's words; without one it is
//! narration and nothing in it can be quoted.

use super::{Context, Line, passage};
use crate::source::passage::{Kind, Passage};

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let lines = blocks.iter().flatten();
    lines
        .enumerate()
        .map(|(at, line)| match &context.entry.speaker {
            Some(speaker) => {
                let mut next =
                    passage(speaker.clone(), Kind::Quote, context.entry.basis, *line);
                next.number = Some(at + 1);
                next
            }
            None => context.narration(*line),
        })
        .collect()
}
