//! Headings and points in a digest writer's own words.
//!
//! A line without any sentence mark is a heading. A heading directly followed by bullets
//! is a sub-heading of theirs alone: the points after the bullets stand under the heading
//! before it.

use super::context::{Context, Line, passage, rest};
use crate::source::passage::{Basis, Kind, Passage};

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut points = 0;
    for block in blocks {
        let mut heading: Option<String> = None;
        for (at, line) in block.iter().enumerate() {
            let text = context.str(*line);
            if is_heading(text) {
                let before_bullets = block
                    .get(at + 1)
                    .is_some_and(|next| bullet(context.str(*next)).is_some());
                if !before_bullets || heading.is_none() {
                    heading = Some(text.to_owned());
                }
                continue;
            }
            let words = match bullet(text) {
                Some(bytes) => rest(context, *line, bytes),
                None => *line,
            };
            points += 1;
            let speaker = context.entry.speaker.clone().unwrap_or_default();
            let mut point = passage(speaker, Kind::Point, Basis::Digested, words);
            point.number = Some(points);
            point.heading = heading.clone();
            passages.push(point);
        }
    }
    passages
}

fn is_heading(text: &str) -> bool {
    bullet(text).is_none()
        && !text.contains(['。', '！', '？', '!', '?', '：', ':', '；', ';', '，', ','])
}

/// Bytes of a list bullet and the space after it.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    let is_bullet = matches!(first, '-' | '•' | '·' | '*' | '–');
    (is_bullet && after.starts_with(char::is_whitespace))
        .then(|| text.len() - after.trim_start().len())
}
