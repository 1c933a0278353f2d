//! Note types: for each kind of card its fields, each with what stands in it, and its
//! templates.
//!
//! Frozen: ids, names, fields and templates never change once released, because Anki tells
//! note types apart by them.

use super::fields::{
    address, apparatus, asked, asked_english, contrasts, en, extra, extra_english, gloss,
    over, pinyin, place, plain, quote_ids, quotes, recording, script_notes, senses, themes,
    themes_english, translation_by, word_and_phrase, zh, zhuyin,
};
use crate::card::{Ask, Card, Kind, Ours, Role};
use crate::export::html::{english, escape};
use crate::script::Script::{Hans, Hant};

/// A field and what stands in it, as HTML.
#[derive(Debug)]
pub struct Field {
    /// Anki's name.
    pub name: &'static str,
    pub(super) value: fn(Ours<'_>, &Card) -> String,
}

/// A template: a way to ask.
#[derive(Debug)]
pub struct Template {
    /// In what way it asks; its name is the template's.
    pub ask: Ask,
    /// The field that must not be empty for a card.
    pub needs: &'static str,
    /// What Anki's browser shows as question and answer, as templates: words, without the card's
    /// buttons.
    pub browser: (&'static str, &'static str),
}

/// A note type.
#[derive(Debug)]
pub struct NoteType {
    /// The cards that become notes of it.
    pub kind: Kind,
    /// Anki's id: a millisecond time chosen once, by hand.
    pub id: i64,
    /// Anki's name.
    pub name: &'static str,
    /// Anki's deck below that of everything.
    pub subdeck: &'static str,
    /// Fields in order. The first has the words in Simplified without markup: the quotation, the
    /// question, the word. Anki sorts by it in its browser, takes two notes with the same one for
    /// duplicates and one without it for empty, and matches a table without guids by it. The last
    /// is the learner's own.
    pub fields: &'static [Field],
    /// Templates in order.
    pub templates: &'static [Template],
}

impl NoteType {
    /// All note types, in the order of the kinds of cards.
    pub const ALL: [&'static NoteType; 5] = [&QUOTE, &THEME, &SCRIPT, &PRODUCTION, &WORD];

    /// The note type of a kind of cards.
    pub fn of(kind: Kind) -> &'static NoteType {
        match kind {
            Kind::Quote => &QUOTE,
            Kind::Theme => &THEME,
            Kind::Script => &SCRIPT,
            Kind::Production => &PRODUCTION,
            Kind::Word => &WORD,
        }
    }

    /// The place of a field.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|own| own.name == field)
    }

    /// Names of the fields in order.
    pub fn field_names(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.name).collect()
    }
}

const fn field(name: &'static str, value: fn(Ours<'_>, &Card) -> String) -> Field {
    Field { name, value }
}

/// The learner's own field: the last one of every note type, so that a row of a table, which
/// gives fields by their position, can leave it out ([`crate::export::csv`]). Nothing is ever
/// written into it but by the learner.
const fn own() -> Field {
    field(OWN, |_, _| String::new())
}

/// Anki's name of the learner's own field.
pub const OWN: &str = "MyNotes";

static QUOTE: NoteType = NoteType {
    kind: Kind::Quote,
    id: 1_764_000_000_101,
    name: "Yulu Quote",
    subdeck: "1 语录 Quotes",
    fields: &[
        field("Words", |_, card| plain(card, Role::Quotation)),
        field("Hans", |_, card| zh(card, Role::Quotation, Hans)),
        field("Hant", |_, card| zh(card, Role::Quotation, Hant)),
        field("English", |_, card| en(card, Role::Quotation)),
        field("TranslationBy", |_, card| translation_by(card)),
        field("PromptHans", |_, card| zh(card, Role::Prompt, Hans)),
        field("PromptHant", |_, card| zh(card, Role::Prompt, Hant)),
        field("PromptEnglish", |_, card| en(card, Role::Prompt)),
        field("ClozeHans", |_, card| zh(card, Role::Cloze, Hans)),
        field("ClozeHant", |_, card| zh(card, Role::Cloze, Hant)),
        field("Pinyin", |_, card| pinyin(card, Role::Quotation)),
        field("Zhuyin", |_, card| zhuyin(card, Role::Quotation)),
        field("RubyHans", |_, card| over(card, Hans)),
        field("RubyHant", |_, card| over(card, Hant)),
        field("PromptPinyin", |_, card| pinyin(card, Role::Prompt)),
        field("PromptZhuyin", |_, card| zhuyin(card, Role::Prompt)),
        field("Audio", |_, card| recording(card.audio.as_ref())),
        field("PromptAudio", |_, card| recording(card.prompt_audio.as_ref())),
        field("GlossHans", |ours, card| gloss(ours, card, Hans)),
        field("GlossHant", |ours, card| gloss(ours, card, Hant)),
        field("ScriptNotes", script_notes),
        field("Extra", extra),
        field("ExtraEnglish", |_, card| extra_english(card)),
        field("AskedHans", |_, card| asked(card, Hans)),
        field("AskedHant", |_, card| asked(card, Hant)),
        field("AskedEnglish", |_, card| asked_english(card)),
        field("Themes", themes),
        field("ThemesEnglish", |_, card| themes_english(card)),
        field("SourceHans", |_, card| escape(&card.source.short.zh.hans)),
        field("SourceHant", |_, card| escape(&card.source.short.zh.hant)),
        field("SourceEnglish", |_, card| english(&card.source.short.en)),
        field("Place", |_, card| place(card)),
        field("SourceUrl", |_, card| address(card)),
        field("Apparatus", |_, card| apparatus(card)),
        field("Id", |_, card| escape(&card.id)),
        own(),
    ],
    templates: &[
        Template {
            ask: Ask::Recall,
            needs: "PromptHans",
            browser: ("{{PromptHans}}", "{{Hans}}"),
        },
        Template {
            ask: Ask::Cloze,
            needs: "ClozeHans",
            browser: ("{{ClozeHans}}", "{{Hans}}"),
        },
    ],
};

static THEME: NoteType = NoteType {
    kind: Kind::Theme,
    id: 1_764_000_000_202,
    name: "Yulu Theme",
    subdeck: "2 主题 Themes",
    fields: &[
        field("Words", |_, card| plain(card, Role::Prompt)),
        field("QuestionHans", |_, card| zh(card, Role::Prompt, Hans)),
        field("QuestionHant", |_, card| zh(card, Role::Prompt, Hant)),
        field("QuestionEnglish", |_, card| en(card, Role::Prompt)),
        field("AnswerHans", |_, card| zh(card, Role::Answer, Hans)),
        field("AnswerHant", |_, card| zh(card, Role::Answer, Hant)),
        field("AnswerEnglish", |_, card| en(card, Role::Answer)),
        field("QuestionPinyin", |_, card| pinyin(card, Role::Prompt)),
        field("QuestionZhuyin", |_, card| zhuyin(card, Role::Prompt)),
        field("QuestionAudio", |_, card| recording(card.prompt_audio.as_ref())),
        field("TitleHans", |_, card| title(card, |theme| escape(&theme.title.hans))),
        field("TitleHant", |_, card| title(card, |theme| escape(&theme.title.hant))),
        field("TitleEnglish", |_, card| title(card, |theme| english(&theme.title_english))),
        field("SummaryHans", |_, card| zh(card, Role::Summary, Hans)),
        field("SummaryHant", |_, card| zh(card, Role::Summary, Hant)),
        field("SummaryEnglish", |_, card| en(card, Role::Summary)),
        field("QuotesHans", |ours, card| quotes(ours, &card.quotes, Hans)),
        field("QuotesHant", |ours, card| quotes(ours, &card.quotes, Hant)),
        field("FurtherHans", |ours, card| quotes(ours, &card.further, Hans)),
        field("FurtherHant", |ours, card| quotes(ours, &card.further, Hant)),
        field("Extra", extra),
        field("ExtraEnglish", |_, card| extra_english(card)),
        field("SourceHans", |_, card| escape(&card.source.short.zh.hans)),
        field("SourceHant", |_, card| escape(&card.source.short.zh.hant)),
        field("SourceEnglish", |_, card| english(&card.source.short.en)),
        field("Id", |_, card| escape(&card.id)),
        own(),
    ],
    templates: &[Template {
        ask: Ask::Question,
        needs: "QuestionHans",
        browser: (
            "{{QuestionHans}}",
            "{{#AnswerHans}}{{AnswerHans}}{{/AnswerHans}}\
             {{^AnswerHans}}{{SummaryHans}}{{/AnswerHans}}",
        ),
    }],
};

static SCRIPT: NoteType = NoteType {
    kind: Kind::Script,
    id: 1_764_000_000_303,
    name: "Yulu Script",
    subdeck: "3 简繁 Scripts",
    fields: &[
        field("Words", |_, card| word_and_phrase(card)),
        field("PhraseHans", |_, card| zh(card, Role::Phrase, Hans)),
        field("PhraseHant", |_, card| zh(card, Role::Phrase, Hant)),
        field("WordHans", |_, card| zh(card, Role::Word, Hans)),
        field("WordHant", |_, card| zh(card, Role::Word, Hant)),
        field("Pinyin", |_, card| pinyin(card, Role::Word)),
        field("Zhuyin", |_, card| zhuyin(card, Role::Word)),
        field("Contrast", contrasts),
        field("ReasonHans", |_, card| zh(card, Role::Reason, Hans)),
        field("ReasonHant", |_, card| zh(card, Role::Reason, Hant)),
        field("ReasonEnglish", |_, card| en(card, Role::Reason)),
        field("Extra", extra),
        field("ExtraEnglish", |_, card| extra_english(card)),
        field("SourceHans", |_, card| escape(&card.source.short.zh.hans)),
        field("SourceHant", |_, card| escape(&card.source.short.zh.hant)),
        field("SourceEnglish", |_, card| english(&card.source.short.en)),
        field("SourceUrl", |_, card| address(card)),
        field("Id", |_, card| escape(&card.id)),
        own(),
    ],
    templates: &[
        Template {
            ask: Ask::HansHant,
            needs: "PhraseHans",
            browser: ("{{PhraseHans}}", "{{WordHant}}"),
        },
        Template {
            ask: Ask::HantHans,
            needs: "PhraseHant",
            browser: ("{{PhraseHant}}", "{{WordHans}}"),
        },
    ],
};

static PRODUCTION: NoteType = NoteType {
    kind: Kind::Production,
    id: 1_764_000_000_404,
    name: "Yulu Production",
    subdeck: "4 英译中 Into Chinese",
    fields: &[
        field("Words", |_, card| plain(card, Role::Quotation)),
        field("Hans", |_, card| zh(card, Role::Quotation, Hans)),
        field("Hant", |_, card| zh(card, Role::Quotation, Hant)),
        field("English", |_, card| en(card, Role::Quotation)),
        field("TranslationBy", |_, card| translation_by(card)),
        field("PromptHans", |_, card| zh(card, Role::Prompt, Hans)),
        field("PromptHant", |_, card| zh(card, Role::Prompt, Hant)),
        field("PromptEnglish", |_, card| en(card, Role::Prompt)),
        field("Pinyin", |_, card| pinyin(card, Role::Quotation)),
        field("Zhuyin", |_, card| zhuyin(card, Role::Quotation)),
        field("RubyHans", |_, card| over(card, Hans)),
        field("RubyHant", |_, card| over(card, Hant)),
        field("Audio", |_, card| recording(card.audio.as_ref())),
        field("GlossHans", |ours, card| gloss(ours, card, Hans)),
        field("GlossHant", |ours, card| gloss(ours, card, Hant)),
        field("Extra", extra),
        field("ExtraEnglish", |_, card| extra_english(card)),
        field("Themes", themes),
        field("ThemesEnglish", |_, card| themes_english(card)),
        field("SourceHans", |_, card| escape(&card.source.short.zh.hans)),
        field("SourceHant", |_, card| escape(&card.source.short.zh.hant)),
        field("SourceEnglish", |_, card| english(&card.source.short.en)),
        field("Place", |_, card| place(card)),
        field("SourceUrl", |_, card| address(card)),
        field("Id", |_, card| escape(&card.id)),
        own(),
    ],
    templates: &[Template {
        ask: Ask::Production,
        needs: "English",
        browser: ("{{English}}", "{{Hans}}"),
    }],
};

static WORD: NoteType = NoteType {
    kind: Kind::Word,
    id: 1_764_000_000_505,
    name: "Yulu Word",
    subdeck: "5 词语 Words",
    fields: &[
        field("Words", |_, card| plain(card, Role::Word)),
        field("Hans", |_, card| zh(card, Role::Word, Hans)),
        field("Hant", |_, card| zh(card, Role::Word, Hant)),
        field("Pinyin", |_, card| pinyin(card, Role::Word)),
        field("Zhuyin", |_, card| zhuyin(card, Role::Word)),
        field("Audio", |_, _| String::new()),
        field("Senses", |_, card| senses(card)),
        field("PhraseHans", |_, card| zh(card, Role::Phrase, Hans)),
        field("PhraseHant", |_, card| zh(card, Role::Phrase, Hant)),
        field("PhraseEnglish", |_, card| en(card, Role::Phrase)),
        field("TranslationBy", |_, card| translation_by(card)),
        field("Quotes", |_, card| quote_ids(card)),
        field("Extra", extra),
        field("ExtraEnglish", |_, card| extra_english(card)),
        field("SourceHans", |_, card| escape(&card.source.short.zh.hans)),
        field("SourceHant", |_, card| escape(&card.source.short.zh.hant)),
        field("SourceEnglish", |_, card| english(&card.source.short.en)),
        field("SourceUrl", |_, card| address(card)),
        field("Id", |_, card| escape(&card.id)),
        own(),
    ],
    templates: &[Template {
        ask: Ask::Word,
        needs: "Hans",
        browser: ("{{Hans}}", "{{Pinyin}} {{Senses}}"),
    }],
};

fn title(card: &Card, of: impl Fn(&crate::card::Theme) -> String) -> String {
    card.themes.first().map(of).unwrap_or_default()
}
