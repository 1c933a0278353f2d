//! CSV, profile `full`: every column, for any program.
//!
//! Plain text, not HTML: UTF-8, a header row, CRLF, quoted where needed (RFC 4180). A cell
//! that a spreadsheet would take for a formula gets an apostrophe in front.

use crate::collate::ReadingKind;
use crate::deck::{Deck, Quote, Theme};
use crate::note::html::to_text;
use crate::note::{Note, NoteType, source_note};
use crate::script::{Bitext, Converter, Script, from_hans};
use crate::source::Corpus;

/// The columns, in order; a contract.
pub const COLUMNS: [&str; 18] = [
    "id",
    "kind",
    "themes",
    "prompt_hans",
    "prompt_hant",
    "quote_hans",
    "quote_hant",
    "cloze_hans",
    "cloze_hant",
    "english",
    "pinyin",
    "zhuyin",
    "source_hans",
    "source_hant",
    "source_en",
    "locator",
    "apparatus",
    "tags",
];

/// Disarms a cell that a spreadsheet would evaluate.
pub fn inert(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

/// The whole deck, one row a note.
///
/// # Errors
/// Only if the CSV writer fails, which writing to memory does not.
pub fn full(
    deck: &Deck,
    corpus: &Corpus,
    notes: &[Note],
    converter: &dyn Converter,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for note in notes {
        let row = match note.notetype {
            NoteType::Quote => deck
                .quotes
                .iter()
                .find(|quote| quote.id == note.id)
                .map(|quote| quote_row(deck, corpus, note, quote, converter)),
            NoteType::Theme => deck
                .themes
                .iter()
                .find(|theme| note.id.split('.').next() == Some(theme.id.as_str()))
                .map(|theme| theme_row(deck, note, theme, converter)),
        };
        if let Some(row) = row {
            writer.write_record(row.iter().map(|cell| inert(cell)))?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn text(note: &Note, field: &str) -> String {
    to_text(note.field(field).unwrap_or_default())
}

fn quote_row(
    deck: &Deck,
    corpus: &Corpus,
    note: &Note,
    quote: &Quote,
    converter: &dyn Converter,
) -> Vec<String> {
    let source = source_note::long(quote, deck, corpus, converter);
    let themes: Vec<&str> =
        quote.themes.iter().map(|at| deck.themes[*at].id.as_str()).collect();
    let blanked = |script| {
        quote
            .around_cloze(script)
            .map(|[before, blank, after]| format!("{before}{{{{c1::{blank}}}}}{after}"))
            .unwrap_or_default()
    };
    let entry = &corpus.sources[quote.base.source].entry;
    let (first, last) = quote.base.lines;
    let locator = if first == last {
        format!("{}:{first}", entry.id)
    } else {
        format!("{}:{first}-{last}", entry.id)
    };
    vec![
        note.id.clone(),
        "quote".to_owned(),
        themes.join(" "),
        quote.prompt.hans.clone(),
        quote.prompt.hant.clone(),
        quote.text.hans.clone(),
        quote.text.hant.clone(),
        blanked(Script::Hans),
        blanked(Script::Hant),
        quote.english.clone(),
        text(note, "Pinyin"),
        text(note, "Zhuyin"),
        source.zh.hans,
        source.zh.hant,
        source.en,
        locator,
        apparatus(corpus, quote),
        note.tags.join(" "),
    ]
}

/// The readings in one line: `lemma] reading (source:line)`.
fn apparatus(corpus: &Corpus, quote: &Quote) -> String {
    let id = |at: usize| corpus.sources[at].entry.id.as_str();
    let mut parts = Vec::new();
    for emendation in &quote.emendations {
        let by: Vec<&str> = emendation.by.iter().map(|at| id(*at)).collect();
        parts.push(format!(
            "{}] {} ({}; emended from {})",
            emendation.printed.hans,
            emendation.reads.hans,
            id(quote.base.source),
            by.join(", ")
        ));
    }
    for witness in &quote.collation.witnesses {
        let place = format!("{}:{}", id(witness.place.source), witness.place.lines.0);
        let readings =
            witness.readings.iter().filter(|r| r.kind == ReadingKind::Substantive);
        let or_none = |text: &str| if text.is_empty() { "∅" } else { text }.to_owned();
        let readings: Vec<String> = readings
            .map(|r| format!("{}] {}", or_none(&r.lemma), or_none(&r.reading)))
            .collect();
        let readings =
            if readings.is_empty() { "=".to_owned() } else { readings.join("; ") };
        parts.push(format!("{place} {readings}"));
    }
    parts.join(" | ")
}

fn theme_row(
    deck: &Deck,
    note: &Note,
    theme: &Theme,
    converter: &dyn Converter,
) -> Vec<String> {
    // The summary stands where a quotation would, so it says itself that it is none.
    let label: Bitext = from_hans(converter, "〔编者概括〕", deck.region);
    vec![
        note.id.clone(),
        "theme".to_owned(),
        theme.id.clone(),
        text(note, "QuestionHans"),
        text(note, "QuestionHant"),
        format!("{}{}", label.hans, theme.summary.hans),
        format!("{}{}", label.hant, theme.summary.hant),
        String::new(),
        String::new(),
        format!("[Editor's summary] {}", theme.summary_english),
        String::new(),
        String::new(),
        text(note, "SourceHans"),
        text(note, "SourceHant"),
        text(note, "SourceEnglish"),
        theme
            .quotes
            .iter()
            .map(|at| deck.quotes[*at].id.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        String::new(),
        note.tags.join(" "),
    ]
}
