//! `yulu sources` and `yulu passages`: the documents, and who says what in them.

use serde::Serialize;

use super::global::Global;
use super::options::{ListArgs, ListFormat};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, to_json, visible};
use super::project::Project;
use crate::source::doubt;
use crate::source::place::{self, PlaceRecord};
use crate::source::{Corpus, Passage, Reason, Source};
use crate::text::LineRange;

/// `yulu passages`.
#[derive(Debug, clap::Args)]
pub struct PassagesArgs {
    /// Only these sources
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Only lines in doubt, each with its reason and the TOML that decides it
    #[arg(long)]
    pub unsure: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

#[derive(Serialize)]
struct CutRecord<'a> {
    lines: [usize; 2],
    reason: &'a str,
}

#[derive(Serialize)]
struct CaveatRecord<'a> {
    text: &'a str,
    line: usize,
    comment: &'a str,
}

#[derive(Serialize)]
struct SourceRecord<'a> {
    id: &'a str,
    file: &'a str,
    sha256: &'a str,
    title: &'a str,
    outlet: &'a str,
    author: &'a str,
    date: &'a str,
    date_evidence: &'a str,
    url: Option<&'a str>,
    script: crate::script::Script,
    shape: &'a str,
    group: Option<&'a str>,
    occasions: &'a [String],
    passages: usize,
    cuts: Vec<CutRecord<'a>>,
    caveats: Vec<CaveatRecord<'a>>,
}

fn source_record(source: &Source) -> SourceRecord<'_> {
    let entry = &source.entry;
    SourceRecord {
        id: &entry.id,
        file: &entry.file,
        sha256: &entry.sha256,
        title: &entry.title,
        outlet: &entry.outlet,
        author: &entry.author,
        date: &entry.date,
        date_evidence: &entry.date_evidence,
        url: entry.url.as_deref(),
        script: entry.script,
        shape: entry.shape.as_str(),
        group: entry.group.as_deref(),
        occasions: &entry.occasions,
        passages: source.passages.len(),
        cuts: source
            .cuts
            .iter()
            .map(|cut| CutRecord {
                lines: [cut.lines.first, cut.lines.last],
                reason: &cut.reason,
            })
            .collect(),
        caveats: entry
            .caveats
            .iter()
            .map(|c| CaveatRecord { text: &c.text, line: c.line, comment: &c.comment })
            .collect(),
    }
}

/// `yulu sources`.
pub fn sources(
    global: &Global,
    list: &ListArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let corpus = project.corpus()?;
    match list.format {
        ListFormat::Json => print_lines(
            corpus.sources.iter().map(|source| to_json(&source_record(source))),
        )?,
        ListFormat::Table => {
            let lines = corpus.sources.iter().flat_map(source_lines);
            print_lines(lines)?;
        }
    }
    Ok(project.report(terminal))
}

fn source_lines(source: &Source) -> Vec<String> {
    let entry = &source.entry;
    let mut lines = vec![
        format!("{}  {}", entry.id, visible(&entry.title)),
        format!("  file     {}  sha256 {}", entry.file, entry.sha256),
        format!("  outlet   {}; {}", visible(&entry.outlet), visible(&entry.author)),
        format!("  date     {} ({})", visible(&entry.date), visible(&entry.date_evidence)),
        format!(
            "  reading  {}, {}, {} passages",
            entry.shape.as_str(),
            entry.script.as_str(),
            source.passages.len()
        ),
    ];
    if let Some(group) = &entry.group {
        lines.push(format!("  group    {group}"));
    }
    for cut in &source.cuts {
        lines.push(format!(
            "  cut      {}–{}: {}",
            cut.lines.first,
            cut.lines.last,
            visible(&cut.reason)
        ));
    }
    for caveat in &entry.caveats {
        lines.push(format!("  caveat   line {}: “{}”", caveat.line, visible(&caveat.text)));
        if !caveat.comment.is_empty() {
            lines.push(format!("           {}", visible(&caveat.comment)));
        }
    }
    lines.push(String::new());
    lines
}

#[derive(Serialize)]
struct PassageRecord<'a> {
    source: &'a str,
    file: &'a str,
    lines: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceRecord<'a>>,
    speaker: Option<&'a str>,
    basis: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    kind: &'a str,
    number: Option<usize>,
    heading: Option<&'a str>,
    question_lines: Option<[usize; 2]>,
    repeat_of: Option<[usize; 2]>,
    paragraphs: Vec<ParagraphRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translation: Vec<TranslationRecord<'a>>,
    text: String,
}

#[derive(Serialize)]
struct ParagraphRecord<'a> {
    line: usize,
    basis: &'static str,
    text: &'a str,
}

/// A line of the document's own translation.
#[derive(Serialize)]
struct TranslationRecord<'a> {
    line: usize,
    of: usize,
    text: &'a str,
}

fn passage_record<'a>(source: &'a Source, passage: &'a Passage) -> PassageRecord<'a> {
    let pair = |lines: LineRange| [lines.first, lines.last];
    PassageRecord {
        source: &source.entry.id,
        file: &source.entry.file,
        lines: pair(passage.lines()),
        place: place::record(source, passage.lines()),
        speaker: passage.speaker.as_deref(),
        basis: passage.basis().as_str(),
        reason: passage.basis().reason().map(Reason::as_str),
        kind: passage.kind.as_str(),
        number: passage.number,
        heading: passage.heading.as_deref(),
        question_lines: passage.question_lines.map(pair),
        repeat_of: passage.repeat_of.map(|at| pair(source.passages[at].lines())),
        paragraphs: passage
            .paragraphs
            .iter()
            .map(|p| ParagraphRecord {
                line: p.line,
                basis: p.basis.as_str(),
                text: source.text.slice(p.span).unwrap_or_default(),
            })
            .collect(),
        translation: passage
            .paragraphs
            .iter()
            .filter_map(|p| source.translation(p.line))
            .map(|pair| TranslationRecord {
                line: pair.translation,
                of: pair.line,
                text: source.text.slice(pair.span).unwrap_or_default(),
            })
            .collect(),
        text: source.words(passage),
    }
}

/// Refuses ids of sources that are not declared.
pub(super) fn known_sources(corpus: &Corpus, wanted: &[String]) -> Result<(), Failure> {
    let ids: Vec<&str> = corpus.manifest.declared.iter().map(String::as_str).collect();
    if let Some(id) = wanted.iter().find(|id| !ids.contains(&id.as_str())) {
        let none = Failure::new(format!("there is no source `{id}`"));
        let begin = "`yulu new source FILE` registers one";
        return Err(none.not_among("source", id, &ids, begin));
    }
    Ok(())
}

/// `yulu passages`.
pub fn passages(
    global: &Global,
    list: &PassagesArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let corpus = project.corpus()?;
    known_sources(&corpus, &list.sources)?;
    let wanted = |source: &&Source| {
        list.sources.is_empty() || list.sources.contains(&source.entry.id)
    };
    let all =
        corpus.sources.iter().filter(wanted).flat_map(|source| {
            source.passages.iter().map(move |passage| (source, passage))
        });
    if list.unsure && matches!(list.format, ListFormat::Table) {
        let sources = corpus.sources.iter().filter(wanted);
        print_lines(sources.flat_map(doubt::decisions))?;
        return Ok(project.report(terminal));
    }
    let all = all.filter(|(_, passage)| !list.unsure || passage.basis().reason().is_some());
    match list.format {
        ListFormat::Json => print_lines(
            all.map(|(source, passage)| to_json(&passage_record(source, passage))),
        )?,
        ListFormat::Table => print_lines(all.map(|(source, passage)| {
            let LineRange { first, last } = passage.lines();
            let place = format!("{}:{first}–{last}", source.entry.id);
            let number = passage.number.map_or(String::new(), |n| format!(" {n}"));
            visible(&format!(
                "{place:<20} {:<12} {:<9} {:<12} {}",
                passage.speaker.as_deref().unwrap_or("-"),
                passage.basis().as_str(),
                format!("{}{number}", passage.kind.as_str()),
                visible(&source.words(passage).replace('\n', " / "))
            ))
        }))?,
    }
    Ok(project.report(terminal))
}
