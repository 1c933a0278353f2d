//! The commands that only read: `sources`, `passages`, `notes`, `collate`.

use serde::Serialize;

use super::args::{Args, ListArgs, ListFormat, NotesArgs, PassagesArgs};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, visible};
use super::project::Project;
use crate::collate::{Index, Reading, Relation, Witness};
use crate::deck::{Deck, Quote};
use crate::diagnostics::has_errors;
use crate::note;
use crate::source::{Corpus, Passage, Source};

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
            .map(|cut| CutRecord { lines: [cut.first, cut.last], reason: &cut.reason })
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
    args: &Args,
    list: &ListArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
    let corpus = project.corpus()?;
    match list.format {
        ListFormat::Json => print_lines(corpus.sources.iter().map(|source| {
            serde_json::to_string(&source_record(source)).unwrap_or_default()
        }))?,
        ListFormat::Table => {
            let lines = corpus.sources.iter().flat_map(source_lines);
            print_lines(lines.map(|line| visible(&line)))?;
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
            cut.first,
            cut.last,
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
    speaker: &'a str,
    basis: &'a str,
    kind: &'a str,
    number: Option<usize>,
    heading: Option<&'a str>,
    question_lines: Option<[usize; 2]>,
    repeat_of: Option<[usize; 2]>,
    paragraphs: Vec<ParagraphRecord>,
    text: String,
}

#[derive(Serialize)]
struct ParagraphRecord {
    line: usize,
    basis: &'static str,
}

fn passage_record<'a>(source: &'a Source, passage: &'a Passage) -> PassageRecord<'a> {
    let pair = |(first, last): (usize, usize)| [first, last];
    PassageRecord {
        source: &source.entry.id,
        file: &source.entry.file,
        lines: pair(passage.lines()),
        speaker: &passage.speaker,
        basis: passage.basis().as_str(),
        kind: passage.kind.as_str(),
        number: passage.number,
        heading: passage.heading.as_deref(),
        question_lines: passage.question_lines.map(pair),
        repeat_of: passage.repeat_of.map(|at| pair(source.passages[at].lines())),
        paragraphs: passage
            .paragraphs
            .iter()
            .map(|p| ParagraphRecord { line: p.line, basis: p.basis.as_str() })
            .collect(),
        text: passage.raw_text(&source.text),
    }
}

/// Refuses ids of sources that are not declared.
pub(super) fn known_sources(corpus: &Corpus, wanted: &[String]) -> Result<(), Failure> {
    let ids: Vec<&str> = corpus.manifest.declared.iter().map(String::as_str).collect();
    if let Some(id) = wanted.iter().find(|id| !ids.contains(&id.as_str())) {
        return Err(Failure::new(format!("there is no source `{id}`")).nearest(
            id,
            &ids,
            format!("sources here: {}", ids.join(", ")),
        ));
    }
    Ok(())
}

/// `yulu passages`.
pub fn passages(
    args: &Args,
    list: &PassagesArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
    let corpus = project.corpus()?;
    known_sources(&corpus, &list.sources)?;
    let wanted = |source: &&Source| {
        list.sources.is_empty() || list.sources.contains(&source.entry.id)
    };
    let all =
        corpus.sources.iter().filter(wanted).flat_map(|source| {
            source.passages.iter().map(move |passage| (source, passage))
        });
    match list.format {
        ListFormat::Json => print_lines(all.map(|(source, passage)| {
            serde_json::to_string(&passage_record(source, passage)).unwrap_or_default()
        }))?,
        ListFormat::Table => print_lines(all.map(|(source, passage)| {
            let (first, last) = passage.lines();
            let place = format!("{}:{first}–{last}", source.entry.id);
            let number = passage.number.map_or(String::new(), |n| format!(" {n}"));
            visible(&format!(
                "{place:<20} {:<12} {:<9} {:<12} {}",
                passage.speaker,
                passage.basis().as_str(),
                format!("{}{number}", passage.kind.as_str()),
                visible(&passage.raw_text(&source.text).replace('\n', " / "))
            ))
        }))?,
    }
    Ok(project.report(terminal))
}

/// Reads, proves and hands over the decks asked for.
pub(super) fn with_decks(
    args: &Args,
    list: &NotesArgs,
    terminal: &mut Terminal,
    mut each: impl FnMut(
        &mut Project,
        &Deck,
        &Corpus,
        &crate::script::opencc::OpenCc,
        &str,
    ) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
    let names = project.deck_names(&list.decks)?;
    let region = list.shown.shown().region;
    let (corpus, converter) = project.corpus_and_converter(region)?;
    let index = Index::new(&corpus);
    for name in &names {
        let files = project.deck_files(name)?;
        let Some(converter) = &converter else { continue };
        let deck = project.prove(&files, &index, converter, region);
        // What was found while reading counts too: no card of an unproven deck is shown.
        if let Some(deck) = deck.filter(|_| !has_errors(&project.diagnostics)) {
            each(&mut project, &deck, &corpus, converter, name)?;
        }
    }
    Ok(project.report(terminal))
}

/// `yulu notes`.
pub fn notes(
    args: &Args,
    list: &NotesArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    with_decks(args, list, terminal, |project, deck, corpus, converter, name| {
        let lock = project.lock(name)?.unwrap_or_default();
        let (deck, _) = deck.clone().written();
        let notes = list.shown.wanted(note::notes(&deck, corpus, converter));
        print_lines(notes.iter().map(|note| match list.format {
            ListFormat::Json => note::to_json(note, lock.note_time(&note.id)),
            ListFormat::Table => format!(
                "{:<42} {}  {}",
                note.id,
                note.guid,
                visible(&note::html::to_text(&note.fields[note.notetype.sort_field()]))
            ),
        }))
    })
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    source: &'a str,
    lines: [usize; 2],
    also: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct WitnessRecord<'a> {
    source: &'a str,
    lines: [usize; 2],
    also: Vec<[usize; 2]>,
    text: String,
    relation: Relation,
    similarity: f64,
}

#[derive(Serialize)]
struct ReadingRecord<'a> {
    source: &'a str,
    lemma: &'a str,
    reading: &'a str,
    kind: crate::collate::ReadingKind,
}

#[derive(Serialize)]
pub(super) struct CollationRecord<'a> {
    id: &'a str,
    base: PlaceRecord<'a>,
    text: String,
    witnesses: Vec<WitnessRecord<'a>>,
    readings: Vec<ReadingRecord<'a>>,
    echoes: Vec<WitnessRecord<'a>>,
}

pub(super) fn collation_record<'a>(
    corpus: &'a Corpus,
    quote: &'a Quote,
) -> CollationRecord<'a> {
    let pair = |lines: &(usize, usize)| [lines.0, lines.1];
    let id = |source: usize| corpus.sources[source].entry.id.as_str();
    let witness = |w: &'a Witness| WitnessRecord {
        source: id(w.place.source),
        lines: pair(&w.place.lines),
        also: w.also.iter().map(pair).collect(),
        text: w.place.raw_text(corpus),
        relation: w.relation,
        similarity: (w.similarity * 1000.0).round() / 1000.0,
    };
    let reading = |w: &'a Witness, r: &'a Reading| ReadingRecord {
        source: id(w.place.source),
        lemma: &r.lemma,
        reading: &r.reading,
        kind: r.kind,
    };
    CollationRecord {
        id: &quote.id,
        base: PlaceRecord {
            source: id(quote.base.source),
            lines: pair(&quote.base.lines),
            also: quote.base_also.iter().map(pair).collect(),
        },
        text: quote.base.raw_text(corpus),
        witnesses: quote.collation.witnesses.iter().map(witness).collect(),
        readings: quote
            .collation
            .witnesses
            .iter()
            .flat_map(|w| w.readings.iter().map(move |r| reading(w, r)))
            .collect(),
        echoes: quote.collation.echoes.iter().map(witness).collect(),
    }
}

/// `yulu collate`.
pub fn collate(
    args: &Args,
    list: &NotesArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    with_decks(args, list, terminal, |_, deck, corpus, _, _| {
        print_lines(deck.quotes.iter().flat_map(|quote| {
            let record = collation_record(corpus, quote);
            match list.format {
                ListFormat::Json => {
                    vec![serde_json::to_string(&record).unwrap_or_default()]
                }
                ListFormat::Table => collation_lines(&record),
            }
        }))
    })
}

fn collation_lines(record: &CollationRecord<'_>) -> Vec<String> {
    let place =
        |source: &str, lines: [usize; 2]| format!("{source}:{}–{}", lines[0], lines[1]);
    let one_line = |text: &str| visible(&text.replace('\n', " / "));
    let mut lines = vec![
        record.id.to_owned(),
        format!(
            "  {:<18} {}",
            place(record.base.source, record.base.lines),
            one_line(&record.text)
        ),
    ];
    for witness in &record.witnesses {
        lines.push(format!(
            "  {:<18} {}",
            place(witness.source, witness.lines),
            one_line(&witness.text)
        ));
        for reading in record.readings.iter().filter(|r| r.source == witness.source) {
            let none =
                |text: &str| if text.is_empty() { "∅".to_owned() } else { visible(text) };
            let kind = match reading.kind {
                crate::collate::ReadingKind::Orthographic => " (orthographic)",
                crate::collate::ReadingKind::Substantive => "",
            };
            lines.push(format!(
                "      {} ］ {}{kind}",
                none(reading.lemma),
                none(reading.reading)
            ));
        }
    }
    for echo in &record.echoes {
        lines.push(format!(
            "  {:<18} ≈ {}",
            place(echo.source, echo.lines),
            one_line(&echo.text)
        ));
    }
    lines.push(String::new());
    lines
}
