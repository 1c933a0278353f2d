//! Cells: what stands in a column for a note or one of its cards, as plain text.
//!
//! Where the deck has a text, it is taken from there, line feeds and all; everything else
//! comes from the note's fields, by name, so that a new note type needs nothing here.

use std::collections::BTreeMap;

use super::Input;
use super::column::Column;
use super::profile::{Layout, RowsPer};
use crate::collate::ReadingKind;
use crate::deck::{Quote, Theme};
use crate::note::html::to_text;
use crate::note::source_note::{self, SourceNote};
use crate::note::{Note, NoteType};
use crate::script::{Bitext, Script, from_hans};

/// The rows of a table, in the curated order, each made when it is asked for.
pub(super) fn rows<'a>(
    layout: &'a Layout,
    input: &'a Input<'a>,
) -> impl Iterator<Item = Vec<String>> + 'a {
    let cells = Cells::new(layout, input);
    input.notes.iter().flat_map(move |note| {
        let subject = cells.subject(note);
        let row = |card| {
            let cell = |column: &Column| cells.cell(&subject, card, *column);
            layout.columns.iter().map(cell).collect()
        };
        cards(note, layout).into_iter().map(row).collect::<Vec<_>>()
    })
}

/// The cards of a note that have a row.
fn cards(note: &Note, layout: &Layout) -> Vec<usize> {
    match layout.rows {
        RowsPer::Note => vec![note.cards().first().copied().unwrap_or(0)],
        RowsPer::Card => note.cards(),
    }
}

/// A card with two sides and nothing else.
pub(super) struct Sides<'a> {
    /// Anki's name of its deck.
    pub(super) deck: &'a str,
    /// Anki's identity of its note, and which of the note's cards it is.
    pub(super) id: String,
    pub(super) front: String,
    pub(super) back: String,
}

/// Every card's two sides, for formats that know nothing else.
pub(super) fn sides<'a>(layout: &Layout, input: &'a Input<'a>) -> Vec<Sides<'a>> {
    let cells = Cells::new(layout, input);
    let mut found = Vec::new();
    for note in input.notes {
        let subject = cells.subject(note);
        found.extend(cards(note, layout).into_iter().map(|card| Sides {
            deck: &note.deck,
            id: format!("{}c{card}", note.guid),
            front: cells.cell(&subject, card, Column::Front),
            back: cells.cell(&subject, card, Column::Back),
        }));
    }
    found
}

/// What all rows share.
struct Cells<'a> {
    input: &'a Input<'a>,
    script: Option<Script>,
    long_notes: bool,
    quotes: BTreeMap<&'a str, &'a Quote>,
    themes: BTreeMap<&'a str, &'a Theme>,
    /// Stands before a summary: it is where a quotation would be.
    label: Bitext,
}

/// What a row is about.
struct Subject<'a> {
    note: &'a Note,
    quote: Option<&'a Quote>,
    theme: Option<&'a Theme>,
    source: Option<SourceNote>,
}

/// The text of the first of these fields that the note has.
fn text(note: &Note, fields: &[&str]) -> String {
    fields.iter().find_map(|field| note.field(field)).map(to_text).unwrap_or_default()
}

/// The text of a field or of its Traditional twin; of the field itself if it has none.
fn twin(note: &Note, field: &str, script: Script) -> String {
    match (script, field.strip_suffix("Hans")) {
        (Script::Hant, Some(stem)) => text(note, &[&format!("{stem}Hant"), field]),
        _ => text(note, &[field]),
    }
}

/// The text of a field with other marks around what it prints bold.
fn marked(note: &Note, field: &str, [open, close]: [&str; 2]) -> String {
    let html = note.field(field).unwrap_or_default();
    to_text(&html.replace("<b>", open).replace("</b>", close))
}

/// What a card asks and what answers it: the fields that Anki's browser shows for it. A card
/// that asks for the other script is the same in both, and what it asks for is in brackets.
fn side(note: &Note, card: usize, script: Script, answer: bool) -> String {
    let Some((question, words)) = note.notetype.browser_columns().get(card) else {
        return String::new();
    };
    let of = |field: &str| ["Hans", "Hant"].into_iter().find(|name| field.ends_with(name));
    let field = if answer { words } else { question };
    if of(question) == of(words) {
        twin(note, field, script)
    } else {
        marked(note, field, ["【", "】"])
    }
}

/// The quotation with its blank as Anki writes blanks; of a phrase the word it is there for.
fn cloze(subject: &Subject<'_>, script: Script) -> String {
    let phrase = match script {
        Script::Hans => "PhraseHans",
        Script::Hant => "PhraseHant",
    };
    match subject.quote {
        Some(quote) => quote
            .around_cloze(script)
            .map(|[before, blank, after]| format!("{before}{{{{c1::{blank}}}}}{after}"))
            .unwrap_or_default(),
        None => marked(subject.note, phrase, ["{{c1::", "}}"]),
    }
}

impl<'a> Cells<'a> {
    fn new(layout: &Layout, input: &'a Input<'a>) -> Self {
        let deck = input.deck;
        let long = [Column::SourceHans, Column::SourceHant, Column::SourceEn];
        Cells {
            input,
            script: layout.script,
            long_notes: layout.columns.iter().any(|column| long.contains(column)),
            quotes: deck.quotes.iter().map(|q| (q.id.as_str(), q)).collect(),
            themes: deck.themes.iter().map(|t| (t.id.as_str(), t)).collect(),
            label: from_hans(input.converter, "〔编者概括〕", deck.region),
        }
    }

    fn subject(&self, note: &'a Note) -> Subject<'a> {
        let Input { deck, corpus, converter, .. } = *self.input;
        let id = note.id.as_str();
        let is = |kind| note.notetype == kind;
        let quote = self.quotes.get(id).filter(|_| is(NoteType::Quote)).copied();
        let theme = self.themes.get(id.split('.').next().unwrap_or(id));
        let theme = theme.filter(|_| is(NoteType::Theme)).copied();
        let source = quote
            .filter(|_| self.long_notes)
            .map(|quote| source_note::long(quote, deck, corpus, converter));
        Subject { note, quote, theme, source }
    }

    fn cell(&self, subject: &Subject<'_>, card: usize, column: Column) -> String {
        let Subject { note, quote, theme, source } = subject;
        match column {
            Column::Id => note.id.clone(),
            Column::Kind => {
                let name = note.notetype.name();
                name.rsplit(' ').next().unwrap_or(name).to_lowercase()
            }
            Column::Themes => match (quote, theme) {
                (Some(quote), _) => {
                    let all = &self.input.deck.themes;
                    let ids = quote.themes.iter().map(|at| all[*at].id.as_str());
                    ids.collect::<Vec<_>>().join(" ")
                }
                (None, Some(theme)) => theme.id.clone(),
                (None, None) => {
                    let tags = note.tags.iter();
                    let ids = tags.filter_map(|tag| tag.strip_prefix("yulu::theme::"));
                    ids.collect::<Vec<_>>().join(" ")
                }
            },
            Column::PromptHans => text(note, &["PromptHans", "QuestionHans", "WordHans"]),
            Column::PromptHant => text(note, &["PromptHant", "QuestionHant", "WordHant"]),
            Column::QuoteHans => self.words(subject, Script::Hans),
            Column::QuoteHant => self.words(subject, Script::Hant),
            Column::ClozeHans => cloze(subject, Script::Hans),
            Column::ClozeHant => cloze(subject, Script::Hant),
            Column::English => english(subject),
            Column::Pinyin => text(note, &["Pinyin", "QuestionPinyin"]),
            Column::Zhuyin => text(note, &["Zhuyin", "QuestionZhuyin"]),
            Column::SourceHans => match source {
                Some(source) => source.zh.hans.clone(),
                None => text(note, &["SourceHans"]),
            },
            Column::SourceHant => match source {
                Some(source) => source.zh.hant.clone(),
                None => text(note, &["SourceHant"]),
            },
            Column::SourceEn => match source {
                Some(source) => source.en.clone(),
                None => text(note, &["SourceEnglish"]),
            },
            Column::Locator => self.locator(subject),
            Column::Place => quote.map_or_else(String::new, |quote| {
                let source = &self.input.corpus.sources[quote.base.source];
                let words = crate::source::place::words(source, quote.base.lines);
                words.map(|words| words.english()).unwrap_or_default()
            }),
            Column::Apparatus => match quote {
                Some(quote) => self.apparatus(quote),
                None => text(note, &["ReasonHans"]),
            },
            Column::Tags => note.tags.join(" "),
            Column::Guid => note.guid.clone(),
            Column::Notetype => note.notetype.name().to_owned(),
            Column::Deck => note.deck.clone(),
            Column::Card => {
                let template = note.notetype.templates().get(card);
                template.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
            }
            Column::Front => self.scripts(|script| side(note, card, script, false)),
            Column::Back => self.back(subject, card),
            Column::FrontHans => side(note, card, Script::Hans, false),
            Column::FrontHant => side(note, card, Script::Hant, false),
            Column::BackHans => self.answer(subject, card, Script::Hans),
            Column::BackHant => self.answer(subject, card, Script::Hant),
            Column::PromptEnglish => text(note, &["PromptEnglish", "QuestionEnglish"]),
            Column::Difficulty => {
                quote.map(|quote| quote.difficulty.to_string()).unwrap_or_default()
            }
        }
    }

    /// The quotation; of a theme the summary, which says itself that it is none.
    fn words(&self, subject: &Subject<'_>, script: Script) -> String {
        match (subject.quote, subject.theme) {
            (Some(quote), _) => quote.text.get(script).to_owned(),
            (None, Some(theme)) => {
                format!("{}{}", self.label.get(script), theme.summary.get(script))
            }
            (None, None) => twin(subject.note, "PhraseHans", script),
        }
    }

    /// A text in the scripts asked for, one below the other; once if they are the same.
    fn scripts(&self, of: impl Fn(Script) -> String) -> String {
        match self.script {
            Some(script) => of(script),
            None => {
                let (hans, hant) = (of(Script::Hans), of(Script::Hant));
                if hans == hant { hans } else { format!("{hans}\n{hant}") }
            }
        }
    }

    fn answer(&self, subject: &Subject<'_>, card: usize, script: Script) -> String {
        match (subject.quote, subject.theme) {
            (None, None) => side(subject.note, card, script, true),
            _ => self.words(subject, script),
        }
    }

    /// The answer, this project's English, and of a quotation the source as it stands on the
    /// card. (A theme's note speaks of the quotations below it, which are not here.)
    fn back(&self, subject: &Subject<'_>, card: usize) -> String {
        let english = match english(subject) {
            none if none.is_empty() => none,
            english if subject.quote.is_some() => format!("{english} (our translation)"),
            english => english,
        };
        let lines = [
            self.scripts(|script| self.answer(subject, card, script)),
            english,
            match subject.theme {
                Some(_) => String::new(),
                None => self.scripts(|script| twin(subject.note, "SourceHans", script)),
            },
        ];
        let lines: Vec<String> =
            lines.into_iter().filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    fn locator(&self, subject: &Subject<'_>) -> String {
        let Input { deck, corpus, .. } = *self.input;
        match (subject.quote, subject.theme) {
            (Some(quote), _) => {
                locator(&corpus.sources[quote.base.source].entry.id, quote.base.lines)
            }
            (None, Some(theme)) => {
                let ids = theme.quotes.iter().map(|at| deck.quotes[*at].id.as_str());
                ids.collect::<Vec<_>>().join(" ")
            }
            (None, None) => String::new(),
        }
    }

    /// Emendations, repeats in the base, then the readings of each witness at all its places, in
    /// one line: `printed] reads (base; emended from source) | base:81 = | source:35, source:81
    /// lemma] reading`.
    fn apparatus(&self, quote: &Quote) -> String {
        let id = |at: usize| self.input.corpus.sources[at].entry.id.as_str();
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
        for lines in &quote.base_also {
            parts.push(format!("{} =", locator(id(quote.base.source), *lines)));
        }
        for witness in &quote.collation.witnesses {
            let places =
                witness.lines().map(|lines| locator(id(witness.place.source), lines));
            let place = places.collect::<Vec<_>>().join(", ");
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
}

/// `source:35`, or `source:35-36` for words that run over lines.
fn locator(id: &str, (first, last): (usize, usize)) -> String {
    if first == last { format!("{id}:{first}") } else { format!("{id}:{first}-{last}") }
}

/// This project's English; of a theme it says itself whose words it is.
fn english(subject: &Subject<'_>) -> String {
    match (subject.quote, subject.theme) {
        (Some(quote), _) => quote.english.clone(),
        (None, Some(theme)) => format!("[Editor's summary] {}", theme.summary_english),
        (None, None) => text(subject.note, &["ReasonEnglish"]),
    }
}
