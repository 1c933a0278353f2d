//! Cells: what stands in a column for a card or one of its ways to ask, as plain text.

use super::Input;
use super::column::Column;
use super::profile::{Layout, RowsPer};
use crate::card::{
    Ask, Asked, Attestation, Block, Card, Kind, Mark, Role, ScriptNote, Variant, text,
};
use crate::deck::Recording;
use crate::export::anki::{NoteType, deck_of, guid, parent_deck, tags};
use crate::script::Script;

/// The rows of a table, in the curated order, each made when it is asked for.
pub(super) fn rows<'a>(
    layout: &'a Layout,
    input: &'a Input<'a>,
) -> impl Iterator<Item = Vec<String>> + 'a {
    let cells = Cells::new(layout, input);
    input.cards.iter().flat_map(move |card| {
        let row = |ask| {
            let cell = |column: &Column| cells.cell(card, ask, *column);
            layout.columns.iter().map(cell).collect()
        };
        asks(card, layout).into_iter().map(row).collect::<Vec<_>>()
    })
}

/// The ways to ask that have a row of their own.
fn asks(card: &Card, layout: &Layout) -> Vec<Option<Ask>> {
    match layout.rows {
        RowsPer::Note => vec![card.asks().next()],
        RowsPer::Card => card.asks().map(Some).collect(),
    }
}

/// A card with two sides and nothing else.
pub(super) struct Sides {
    /// Anki's name of its deck.
    pub(super) deck: String,
    /// Anki's identity of its note, and which of the note's cards it is.
    pub(super) id: String,
    pub(super) front: String,
    pub(super) back: String,
}

/// Every card's two sides, for formats that know nothing else.
pub(super) fn sides(layout: &Layout, input: &Input<'_>) -> Vec<Sides> {
    let cells = Cells::new(layout, input);
    let mut found = Vec::new();
    for card in input.cards {
        let templates = NoteType::of(card.kind).templates;
        let place = |ask| templates.iter().position(|template| Some(template.ask) == ask);
        found.extend(asks(card, layout).into_iter().map(|ask| Sides {
            deck: deck_of(card, &cells.parent),
            id: format!(
                "{}c{}",
                guid(&input.deck.id, &card.id),
                place(ask).unwrap_or_default()
            ),
            front: cells.cell(card, ask, Column::Front),
            back: cells.cell(card, ask, Column::Back),
        }));
    }
    found
}

/// What all rows share.
struct Cells<'a> {
    input: &'a Input<'a>,
    script: Option<Script>,
    /// Anki's name of the whole deck.
    parent: String,
}

/// The answer of a card if it is in our own words, and what says so.
fn editors(card: &Card) -> Option<(&Block, (&'static str, &'static str))> {
    let answer = card.answer()?;
    Some((answer, answer.role.label_of_ours()?))
}

/// A text in one script; empty if the card has none of this role.
fn zh(card: &Card, role: Role, script: Script) -> String {
    card.block(role).map(|block| block.text(script)).unwrap_or_default()
}

/// The text of the first of these roles that the card has.
fn first(card: &Card, roles: [Role; 2], script: Script) -> String {
    let block = roles.into_iter().find_map(|role| card.block(role));
    block.map(|block| block.text(script)).unwrap_or_default()
}

/// A text with marks around the words that are asked for.
fn marked(card: &Card, role: Role, script: Script, [open, close]: [&str; 2]) -> String {
    let runs = card.block(role).map(|block| block.runs(script)).unwrap_or_default();
    let run = |run: &crate::card::Run| match run.mark {
        Some(Mark::Recall) => format!("{open}{}{close}", run.text),
        _ => run.text.clone(),
    };
    runs.iter().map(run).collect()
}

/// What a card asks. A card that asks for the other script is the same in both, and what it
/// asks for is in brackets.
fn front(card: &Card, ask: Option<Ask>, script: Script) -> String {
    let phrase = |script| marked(card, Role::Phrase, script, ["【", "】"]);
    match ask {
        Some(Ask::Recall | Ask::Question) => zh(card, Role::Prompt, script),
        Some(Ask::Cloze) => zh(card, Role::Cloze, script),
        Some(Ask::HansHant) => phrase(Script::Hans),
        Some(Ask::HantHans) => phrase(Script::Hant),
        Some(Ask::Production) => english(card),
        Some(Ask::Word) => zh(card, Role::Word, script),
        None => String::new(),
    }
}

/// The quotation with its blank as Anki writes blanks; of a phrase the word it is there for.
fn cloze(card: &Card, script: Script) -> String {
    let role = match card.kind {
        Kind::Quote if card.block(Role::Cloze).is_some() => Role::Quotation,
        Kind::Script | Kind::Word => Role::Phrase,
        Kind::Quote | Kind::Theme | Kind::Production => return String::new(),
    };
    marked(card, role, script, ["{{c1::", "}}"])
}

/// The file of a recording, in the project.
fn file(recording: Option<&Recording>) -> String {
    recording.map(|recording| recording.path.clone()).unwrap_or_default()
}

/// Something of the interviewer's own question; empty if no source has one.
fn asked(card: &Card, of: impl Fn(&Asked) -> String) -> String {
    card.asked.as_ref().map(of).unwrap_or_default()
}

/// How the words that the card is about are read.
fn reading(card: &Card) -> Option<&crate::pinyin::Reading> {
    let asked = match card.kind {
        Kind::Quote | Kind::Production => Role::Quotation,
        Kind::Theme => Role::Prompt,
        Kind::Script | Kind::Word => Role::Word,
    };
    card.block(asked)?.reading.as_ref()
}

fn joined<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}

impl<'a> Cells<'a> {
    fn new(layout: &Layout, input: &'a Input<'a>) -> Self {
        Cells { input, script: layout.script, parent: parent_deck(input.deck) }
    }

    fn cell(&self, card: &Card, ask: Option<Ask>, column: Column) -> String {
        let source = &card.source.long;
        match column {
            Column::Id => card.id.clone(),
            Column::Kind => card.kind.name().to_owned(),
            Column::Themes => {
                joined(card.themes.iter().map(|theme| theme.id.as_str()), " ")
            }
            Column::PromptHans => first(card, [Role::Prompt, Role::Word], Script::Hans),
            Column::PromptHant => first(card, [Role::Prompt, Role::Word], Script::Hant),
            Column::QuoteHans => self.words(card, Script::Hans),
            Column::QuoteHant => self.words(card, Script::Hant),
            Column::ClozeHans => cloze(card, Script::Hans),
            Column::ClozeHant => cloze(card, Script::Hant),
            Column::English => english(card),
            Column::Pinyin => {
                reading(card).map(|r| r.pinyin().to_owned()).unwrap_or_default()
            }
            Column::Zhuyin => {
                reading(card).map(|r| r.zhuyin().to_owned()).unwrap_or_default()
            }
            Column::SourceHans => source.zh.hans.clone(),
            Column::SourceHant => source.zh.hant.clone(),
            Column::SourceEn => source.en.clone(),
            Column::Locator => match card.locator() {
                Some(locator) => locator.to_string(),
                None => joined(card.quotes.iter().map(|quote| quote.id.as_str()), " "),
            },
            Column::ThemesEnglish => {
                joined(card.themes.iter().map(|theme| theme.title_english.as_str()), "; ")
            }
            Column::NoteHans => zh(card, Role::Note, Script::Hans),
            Column::NoteHant => zh(card, Role::Note, Script::Hant),
            Column::NoteEnglish => {
                card.block(Role::Note).map(|b| text(&b.english)).unwrap_or_default()
            }
            Column::AskedHans => asked(card, |asked| asked.text.hans.clone()),
            Column::AskedHant => asked(card, |asked| asked.text.hant.clone()),
            Column::AskedEnglish => asked(card, |asked| text(&asked.english)),
            Column::AskedLocator => asked(card, |asked| asked.locator.to_string()),
            Column::Place => card.place().unwrap_or_default().to_owned(),
            Column::Audio => file(card.audio.as_ref()),
            Column::PromptAudio => file(card.prompt_audio.as_ref()),
            Column::SourceUrl => card.address.clone().unwrap_or_default(),
            Column::ScriptNotes => {
                let notes: Vec<String> =
                    card.script_notes.iter().map(ScriptNote::line).collect();
                notes.join(" / ")
            }
            Column::TranslationBy if card.kind == Kind::Quote => {
                card.translated_by().to_owned()
            }
            Column::TranslationBy => String::new(),
            Column::Apparatus => apparatus(card),
            Column::Tags => tags(card).join(" "),
            Column::Guid => guid(&self.input.deck.id, &card.id),
            Column::Notetype => NoteType::of(card.kind).name.to_owned(),
            Column::Deck => deck_of(card, &self.parent),
            Column::Card => ask.map(Ask::name).unwrap_or_default().to_owned(),
            Column::Front => self.scripts(|script| front(card, ask, script)),
            Column::Back => self.back(card, ask),
            Column::FrontHans => front(card, ask, Script::Hans),
            Column::FrontHant => front(card, ask, Script::Hant),
            Column::BackHans => self.answer(card, ask, Script::Hans),
            Column::BackHant => self.answer(card, ask, Script::Hant),
            Column::PromptEnglish => {
                card.block(Role::Prompt).map(|b| text(&b.english)).unwrap_or_default()
            }
            Column::Difficulty => {
                card.difficulty.map(|level| level.to_string()).unwrap_or_default()
            }
        }
    }

    /// The quotation; of a study question the answer, or without one the summary, which say
    /// themselves that they are none.
    fn words(&self, card: &Card, script: Script) -> String {
        match card.kind {
            Kind::Quote | Kind::Production => zh(card, Role::Quotation, script),
            Kind::Theme => {
                let Some((answer, (label, _))) = editors(card) else {
                    return String::new();
                };
                let label = self.input.ours.both(&format!("〔{label}〕"));
                format!("{}{}", label.get(script), answer.text(script))
            }
            Kind::Script | Kind::Word => zh(card, Role::Phrase, script),
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

    /// What answers a card; one that asks for the other script has the word in that.
    fn answer(&self, card: &Card, ask: Option<Ask>, script: Script) -> String {
        match ask {
            Some(Ask::HansHant) => zh(card, Role::Word, Script::Hant),
            Some(Ask::HantHans) => zh(card, Role::Word, Script::Hans),
            // The reading and the sense come first, then the example.
            Some(Ask::Word) => {
                let pinyin = reading(card).map(|r| r.pinyin()).unwrap_or_default();
                format!("{pinyin}\n{}", self.words(card, script)).trim().to_owned()
            }
            _ => self.words(card, script),
        }
    }

    /// The answer, this project's English, and of a quotation the source as it stands on the
    /// card. (A theme's note speaks of the quotations below it, which are not here.)
    fn back(&self, card: &Card, ask: Option<Ask>) -> String {
        let english = match english(card) {
            none if none.is_empty() => none,
            // The front of a production card has it.
            _ if card.kind == Kind::Production => String::new(),
            english if card.kind == Kind::Quote => {
                format!("{english} ({})", card.translated_by())
            }
            english => english,
        };
        let lines = [
            self.scripts(|script| self.answer(card, ask, script)),
            english,
            match card.kind {
                Kind::Theme => String::new(),
                Kind::Quote | Kind::Script | Kind::Production | Kind::Word => {
                    self.scripts(|script| card.source.short.zh.get(script).to_owned())
                }
            },
        ];
        let lines: Vec<String> =
            lines.into_iter().filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}

/// Emendations, repeats in the base, then the readings of each witness at all its places, in
/// one line: `printed] reads (base; emended from source) | base:81 = | source:35, source:81
/// lemma] reading`. Of a script card, why the word differs.
fn apparatus(card: &Card) -> String {
    let Some(apparatus) = &card.apparatus else {
        return zh(card, Role::Reason, Script::Hans);
    };
    let base = &apparatus.base;
    let emendations = apparatus.emendations.iter().map(|emendation| {
        format!(
            "{}] {} ({}; emended from {})",
            emendation.printed.hans,
            emendation.reads.hans,
            base.source,
            emendation.by.join(", ")
        )
    });
    let repeats = base.places.iter().skip(1).map(|place| format!("{place} ="));
    let witness = |witness: &Attestation| {
        let places: Vec<String> = witness.places.iter().map(ToString::to_string).collect();
        let or_none = |text: &'_ str| if text.is_empty() { "∅" } else { text }.to_owned();
        let variant =
            |v: &Variant| format!("{}] {}", or_none(&v.lemma), or_none(&v.reading));
        let variants: Vec<String> = witness.variants.iter().map(variant).collect();
        let variants =
            if variants.is_empty() { "=".to_owned() } else { variants.join("; ") };
        format!("{} {variants}", places.join(", "))
    };
    let witnesses = apparatus.witnesses.iter().map(witness);
    emendations.chain(repeats).chain(witnesses).collect::<Vec<_>>().join(" | ")
}

/// The senses of a word.
fn senses(card: &Card) -> String {
    let senses: Vec<String> = card.gloss.iter().map(|gloss| text(&gloss.sense)).collect();
    senses.join("; ")
}

/// This project's English; of a theme it says itself whose words it is.
fn english(card: &Card) -> String {
    let of = |role| card.block(role).map(|block| text(&block.english)).unwrap_or_default();
    match card.kind {
        Kind::Quote | Kind::Production => of(Role::Quotation),
        Kind::Theme => {
            let Some((answer, (_, label))) = editors(card) else { return String::new() };
            match text(&answer.english) {
                none if none.is_empty() => none,
                words => format!("[{}] {words}", label.replace('’', "'")),
            }
        }
        Kind::Script => of(Role::Reason),
        Kind::Word => senses(card),
    }
}
