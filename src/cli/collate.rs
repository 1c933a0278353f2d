//! `yulu collate`: where else each quotation stands, and how it reads there.

use serde::Serialize;

use super::decks::with_decks;
use super::global::Global;
use super::options::{DeckListArgs, ListFormat};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, to_json, visible};
use crate::collate::{Reading, ReadingKind, Relation, Witness};
use crate::deck::Quote;
use crate::source::{Corpus, place};
use crate::text::LineRange;

#[derive(Serialize)]
struct PlaceRecord<'a> {
    source: &'a str,
    lines: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<place::PlaceRecord<'a>>,
    also: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct WitnessRecord<'a> {
    source: &'a str,
    lines: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<place::PlaceRecord<'a>>,
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
    kind: ReadingKind,
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
    let pair = |lines: &LineRange| [lines.first, lines.last];
    let id = |source: usize| corpus.sources[source].entry.id.as_str();
    let stands = |source: usize, lines| place::record(&corpus.sources[source], lines);
    let witness = |w: &'a Witness| WitnessRecord {
        source: id(w.place.source),
        lines: pair(&w.place.lines),
        place: stands(w.place.source, w.place.lines),
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
            place: stands(quote.base.source, quote.base.lines),
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
    global: &Global,
    list: &DeckListArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let region = list.shown.shown().region;
    with_decks(global, &list.decks, region, terminal, |_, deck, corpus, _, _| {
        print_lines(deck.quotes.iter().flat_map(|quote| {
            let record = collation_record(corpus, quote);
            match list.format {
                ListFormat::Json => {
                    vec![to_json(&record)]
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
                ReadingKind::Orthographic => " (orthographic)",
                ReadingKind::Substantive => "",
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
