//! The four readers: from the body of a source to its passages.
//!
//! A reader sees *blocks*: runs of lines between regions. Nothing is inherited from one
//! block to the next, because a cut or another voice stands between them.

mod dialogue;
mod digest;
mod numbered;
mod plain;

use super::manifest::{Manifest, Shape, SourceEntry, Speaker};
use super::passage::{Basis, Kind, Paragraph, Passage};
use super::reason::Reason;
use super::region::Region;
use crate::diagnostics::Diagnostic;
use crate::text::{SourceText, Span};

/// A line of a source's body that has text, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    number: usize,
    span: Span,
}

/// What every reader needs.
struct Context<'a> {
    entry: &'a SourceEntry,
    /// What stands before a colon and whose it is, as [`Manifest::labels`] gives it.
    labels: Vec<(&'a str, Option<&'a Speaker>)>,
    text: &'a SourceText,
    /// Turns whose label is lost.
    turns: &'a [Region],
}

/// What is declared of a source's lines.
pub(super) struct Declared<'a> {
    pub(super) cuts: &'a [Region],
    pub(super) voices: &'a [Region],
    pub(super) turns: &'a [Region],
}

impl Context<'_> {
    fn str(&self, line: Line) -> &str {
        self.text.slice(line.span).unwrap_or_default()
    }

    /// Who narrates; a source that names nobody is narrated by its page.
    fn narrator(&self) -> String {
        self.entry.narrator.clone().unwrap_or_else(|| "narrator".to_owned())
    }

    /// Words that are not the speaker's own.
    fn narration(&self, line: Line) -> Passage {
        passage(self.narrator(), Kind::Other, Basis::Reported, line)
    }
}

/// A passage of one paragraph.
fn passage(speaker: String, kind: Kind, basis: Basis, line: Line) -> Passage {
    Passage {
        paragraphs: vec![Paragraph { line: line.number, span: line.span, basis }],
        speaker: Some(speaker),
        kind,
        number: None,
        heading: None,
        question_lines: None,
        repeat_of: None,
    }
}

/// Words that are nobody's until somebody decides.
fn unsure(reason: Reason, line: Line) -> Passage {
    let nobody = passage(String::new(), Kind::Other, Basis::Unsure(reason), line);
    Passage { speaker: None, ..nobody }
}

/// The line without its first `bytes` bytes, trimmed again.
fn rest(context: &Context<'_>, line: Line, bytes: usize) -> Line {
    let cut = Span::new(line.span.start + bytes, line.span.end);
    trimmed(context.text, line.number, cut)
}

fn trimmed(text: &SourceText, number: usize, span: Span) -> Line {
    let raw = text.slice(span).unwrap_or_default();
    let start = span.start + (raw.len() - raw.trim_start().len());
    Line { number, span: Span::new(start, start + raw.trim().len()) }
}

/// Reads all passages of a source, voices included, in the order of their lines.
pub(super) fn read(
    entry: &SourceEntry,
    manifest: &Manifest,
    text: &SourceText,
    declared: &Declared<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let Declared { cuts, voices, turns } = *declared;
    let mut labels = manifest.labels(entry);
    // Who has a turn without a label may have no label anywhere.
    for speaker in
        turns.iter().filter_map(|turn| manifest.speaker(turn.speaker.as_deref()?))
    {
        let has_label = labels
            .iter()
            .any(|(_, other)| other.is_some_and(|other| other.id == speaker.id));
        if !has_label && !labels.iter().any(|(label, _)| *label == speaker.name) {
            labels.push((&speaker.name, Some(speaker)));
        }
    }
    let context = Context { entry, labels, text, turns };
    let mut passages = Vec::new();
    let mut blocks: Vec<Vec<Line>> = vec![Vec::new()];
    for (number, span) in text.lines() {
        let inside = |region: &&Region| region.first <= number && number <= region.last;
        let line = trimmed(text, number, span);
        if cuts.iter().any(|cut| inside(&cut)) {
            blocks.push(Vec::new());
        } else if let Some(voice) = voices.iter().find(inside) {
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                let speaker = voice.speaker.clone().unwrap_or_else(|| context.narrator());
                passages.push(passage(speaker, Kind::Other, Basis::Reported, line));
            }
        } else if line.span.start < line.span.end
            && let Some(block) = blocks.last_mut()
        {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    passages.extend(match entry.shape {
        Shape::Dialogue => dialogue::read(&context, &blocks),
        Shape::Numbered => numbered::read(&context, &blocks, out),
        Shape::Digest => digest::read(&context, &blocks),
        Shape::Plain => plain::read(&context, &blocks),
    });
    passages.sort_by_key(|p| p.paragraphs.first().map_or(0, |words| words.span.start));
    passages
}
