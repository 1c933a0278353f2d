//! What `yulu new source` read: who speaks, what is in doubt, which lines are no article.

use std::collections::BTreeMap;

use super::files;
use super::output::{count, visible};
use super::project::{MANIFEST, Project};
use crate::source::doubt;
use crate::source::furniture::{self, Furniture};
use crate::source::manifest::{self, Manifest};
use crate::source::{self, Passage, Source};

/// Characters of a sample line.
const SAMPLE: usize = 30;
/// Lines of one kind that are shown.
const LISTED: usize = 5;

/// The other documents in which somebody else would speak if the manifest were `text`.
pub(super) fn changed(project: &Project, before: &Manifest, text: &str) -> Vec<String> {
    let (after, _) = manifest::parse(MANIFEST, text);
    let mut changed = Vec::new();
    for entry in &before.sources {
        let Ok(bytes) = files::read(&project.path(""), &entry.file) else { continue };
        let passages = |manifest: &Manifest| -> Option<Vec<Passage>> {
            let entry = manifest.sources.iter().find(|other| other.id == entry.id)?;
            Some(source::read(entry, manifest, MANIFEST, &bytes).0?.passages)
        };
        if passages(before) != passages(&after) {
            changed.push(entry.id.clone());
        }
    }
    changed
}

/// What is read out of the document with that id.
pub(super) fn read(id: &str, manifest: &str, bytes: &[u8]) -> Vec<String> {
    let (manifest, _) = manifest::parse(MANIFEST, manifest);
    let entry = manifest.sources.iter().find(|entry| entry.id == id);
    let source = entry.and_then(|entry| source::read(entry, &manifest, MANIFEST, bytes).0);
    let Some(source) = source else { return Vec::new() };
    let mut out = speakers(&source, &manifest);
    out.extend(summary(&source));
    out.extend(page_lines(&source));
    if source.passages.iter().any(|passage| passage.basis().reason().is_some()) {
        out.push(format!("  what decides each: yulu passages {id} --unsure"));
    }
    out
}

/// The lines in doubt by reason, one line a reason.
fn summary(source: &Source) -> Vec<String> {
    let doubts = doubt::lines(&source.passages);
    let each = doubts.iter().map(|(reason, found)| {
        let numbers: Vec<usize> = found.iter().map(|(number, _)| *number).collect();
        let lines = count(numbers.len(), "line");
        format!("  {lines} in doubt, {}: {}", reason.as_str(), listed(&numbers))
    });
    each.collect()
}

fn listed(lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(LISTED).map(usize::to_string).collect();
    let more = if lines.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// The beginning of a line as a terminal may show it.
fn shown(source: &Source, number: usize) -> String {
    let line = visible(source.text.line(number).unwrap_or_default().trim());
    let mut short: String = line.chars().take(SAMPLE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// Who speaks: how many passages and characters, and the first words.
fn speakers(source: &Source, manifest: &Manifest) -> Vec<String> {
    let mut order: Vec<&str> = Vec::new();
    let mut found: BTreeMap<&str, (usize, usize, String)> = BTreeMap::new();
    for passage in &source.passages {
        let Some(speaker) = passage.speaker.as_deref() else { continue };
        let words = passage.raw_text(&source.text);
        let characters = words.chars().filter(|c| !c.is_whitespace()).count();
        let entry = found.entry(speaker).or_insert_with(|| {
            order.push(speaker);
            (0, 0, visible(words.trim()).chars().take(SAMPLE).collect())
        });
        entry.0 += 1;
        entry.1 += characters;
    }
    let each = order.into_iter().map(|id| {
        let (passages, characters, sample) = &found[id];
        let size =
            format!("{}, {}", count(*passages, "passage"), count(*characters, "character"));
        let who = match manifest.speaker(id) {
            Some(speaker) => {
                format!("{} (`{id}`, {})", visible(&speaker.name), speaker.role.as_str())
            }
            None => "narration".to_owned(),
        };
        format!("  {who}: {size}: {sample}")
    });
    each.collect()
}

/// Lines that look like the page's own, by kind, and a cut where one line cuts them all.
fn page_lines(source: &Source) -> Vec<String> {
    let mut found: BTreeMap<Furniture, Vec<usize>> = BTreeMap::new();
    for (number, span) in source.text.lines() {
        let mut passages = source.passages_at_line(number);
        let spoken = passages.any(|at| source.passages[at].basis().may_be_quoted());
        if spoken || source.cut_at_line(number).is_some() {
            continue;
        }
        let line = source.text.slice(span).unwrap_or_default().trim();
        if let Some(kind) = furniture::classify(line) {
            found.entry(kind).or_default().push(number);
        }
    }
    let mut out = Vec::new();
    for (kind, numbers) in found {
        let kinds = count(numbers.len(), kind.as_str());
        let first = shown(source, numbers[0]);
        out.push(format!("  {kinds}: {}: {first}", listed(&numbers)));
        let picture = |number: &usize| {
            source
                .text
                .line(*number)
                .is_some_and(|line| line.trim_start().starts_with("!["))
        };
        if kind == Furniture::Picture && numbers.iter().any(picture) {
            out.push(
                "    [[source.cut]] from = \"![\", every = true, reason = \"pictures\""
                    .to_owned(),
            );
        }
    }
    out
}
