//! The readers: from the body of a source to its passages.
//!
//! A reader sees *blocks*: runs of lines between regions. Nothing is inherited from one
//! block to the next, because a cut or another voice stands between them.

mod answers;
mod context;
mod dialogue;
mod digest;
mod numbered;
mod plain;
mod quotations;
mod speech;

use std::collections::BTreeSet;

use self::context::{Called, Context, Line, is_passed_over, passage, trimmed, unsure};
pub(super) use speech::speaker_beside;

use super::block;
use super::manifest::{Manifest, Shape, SourceEntry};
use super::passage::{Basis, Kind, Passage};
use super::reason::Reason;
use super::region::Region;
use super::translation::{self, Language, Pair};
use crate::diagnostics::Diagnostic;
use crate::text::SourceText;

/// What is declared of a source's lines.
pub(super) struct Declared<'a> {
    pub(super) cuts: &'a [Region],
    pub(super) voices: &'a [Region],
    pub(super) turns: &'a [Region],
    /// Lines that translate another; they are nobody's words.
    pub(super) translations: &'a [Pair],
}

/// Reads all passages of a source, voices included, in the order of their lines.
pub(super) fn read(
    entry: &SourceEntry,
    manifest: &Manifest,
    text: &SourceText,
    declared: &Declared<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let Declared { cuts, voices, turns, translations } = *declared;
    let mut translating: Vec<usize> =
        translations.iter().map(|pair| pair.translation).collect();
    translating.sort_unstable();
    let mut labels = manifest.labels(entry);
    // Who has a turn without a label may have no label anywhere, nor who answers without one.
    let of_turns = turns.iter().filter_map(|turn| turn.speaker.as_deref());
    let answers = entry.speaker.as_deref().filter(|_| entry.shape == Shape::Dialogue);
    let mut labelled: BTreeSet<&str> = labels
        .iter()
        .filter_map(|(_, speaker)| Some(speaker.as_ref()?.id.as_str()))
        .collect();
    let mut taken: BTreeSet<&str> = labels.iter().map(|(label, _)| *label).collect();
    for speaker in of_turns.chain(answers).filter_map(|id| manifest.speaker(id)) {
        if !labelled.contains(speaker.id.as_str()) && taken.insert(&speaker.name) {
            labels.push((&speaker.name, Some(speaker)));
            labelled.insert(&speaker.id);
        }
    }
    let speaker = entry.speaker.as_deref().and_then(|id| manifest.speaker(id));
    let speakers = &manifest.speakers;
    let called = Called::of(entry, &labels, speakers);
    let context = Context { entry, labels, text, turns, speakers, speaker, called };
    let mut passages = Vec::new();
    let mut blocks: Vec<Vec<Line>> = vec![Vec::new()];
    let mut of_blocks = block::blocks(&entry.blocks, text).into_iter().peekable();
    for (number, span) in text.lines() {
        let of_block = of_blocks.next_if(|(line, ..)| *line == number);
        let inside = |region: &&Region| region.lines.contains(number);
        let line = trimmed(text, number, span);
        if cuts.iter().any(|cut| inside(&cut)) {
            // A picture that is cut away ends a turn no more than one that is left.
            if !is_passed_over(context.str(line)) {
                blocks.push(Vec::new());
            }
        } else if translating.binary_search(&number).is_ok() {
            // It stands with its line.
        } else if let Some(voice) = voices.iter().find(inside) {
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                let speaker = voice.speaker.clone().unwrap_or_else(|| context.narrator());
                passages.push(passage(speaker, Kind::Other, Basis::Reported, line));
            }
        } else if entry.translation.is_some()
            && translation::language(text.slice(line.span).unwrap_or_default())
                == Language::Other
        {
            // A translation of which it is not known what it translates.
            passages.push(unsure(Reason::OtherLanguage, line));
        } else if of_block.is_some_and(|(.., is_sure)| !is_sure) {
            // After 译文：… a line may be more of it, or the words that are translated.
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                passages.push(unsure(Reason::AfterBreak, line));
            }
        } else if let Some((_, words, of_block, _)) = of_block {
            blocks.push(Vec::new());
            let words = trimmed(text, number, words);
            if words.span.start < words.span.end {
                let speaker =
                    of_block.speaker.clone().unwrap_or_else(|| context.narrator());
                let mut said = passage(speaker, Kind::Other, Basis::Reported, words);
                said.heading = Some(of_block.heading.clone());
                passages.push(said);
            }
        } else if entry.shape != Shape::Dialogue
            && !(entry.shape == Shape::Plain && context.asker_at(number).is_some())
            && let Some(speaker) = turns.iter().find(inside).and_then(|t| t.speaker.clone())
        {
            // A person has said whose these lines are.
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                passages.push(passage(speaker, Kind::Quote, Basis::Labelled, line));
            }
        } else if line.span.start < line.span.end
            && let Some(block) = blocks.last_mut()
        {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    let body = match entry.shape {
        Shape::Dialogue => dialogue::read(&context, &blocks),
        Shape::Numbered => numbered::read(&context, &blocks, out),
        Shape::Digest => digest::read(&context, &blocks),
        Shape::Plain => plain::read(&context, &blocks),
        Shape::Quotations => quotations::read(&context, &blocks),
    };
    passages.extend(speech::read(&context, body));
    passages.sort_by_key(|p| p.paragraphs.first().map_or(0, |words| words.span.start));
    passages
}
