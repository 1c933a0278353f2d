//! The columns a table can have, and their names.

use crate::script::Script;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The curated id.
    Id,
    /// `quote`, `theme` or another kind of note.
    Kind,
    /// Ids of the themes, separated by spaces.
    Themes,
    /// What the front of a recall card asks, Simplified.
    PromptHans,
    /// The same, Traditional.
    PromptHant,
    /// The quotation (of a theme: the editor's summary, marked), Simplified.
    QuoteHans,
    /// The same, Traditional.
    QuoteHant,
    /// The quotation with its blank as `{{c1::…}}`, Simplified.
    ClozeHans,
    /// The same, Traditional.
    ClozeHant,
    /// This project's translation.
    English,
    /// Reading in pinyin.
    Pinyin,
    /// Reading in zhuyin.
    Zhuyin,
    /// The long source note, Simplified.
    SourceHans,
    /// The same, Traditional.
    SourceHant,
    /// The same, English.
    SourceEn,
    /// `source:line`; of a theme the ids of its quotes.
    Locator,
    /// Emendations, repeats in the source itself, and the other sources with their substantive
    /// readings; of a script card why the word differs.
    Apparatus,
    /// Anki's tags, separated by spaces.
    Tags,
    /// The prompt in English.
    PromptEnglish,
    /// The titles of the themes in English.
    ThemesEnglish,
    /// The editor's note, Simplified.
    NoteHans,
    /// The same, Traditional.
    NoteHant,
    /// The same, English.
    NoteEnglish,
    /// The interviewer's own question, Simplified.
    AskedHans,
    /// The same, Traditional.
    AskedHant,
    /// The same, English.
    AskedEnglish,
    /// Where it stands, `source:line`.
    AskedLocator,
    /// Where a quotation stands in the original that its source was derived from, in English:
    /// `p. 14`, `00:12:31`.
    Place,
    /// Where a browser shows the words in their original.
    SourceUrl,
    /// Words whose two scripts are not one-to-one, and the words of the regions.
    ScriptNotes,
    /// The file in the project that has the quotation as it is spoken.
    Audio,
    /// The file that has what is asked.
    PromptAudio,
    /// Whose translation the English of a quotation is.
    TranslationBy,
    /// Anki's identity of the note.
    Guid,
    /// Anki's name of the note type.
    Notetype,
    /// Anki's deck, `A::B`.
    Deck,
    /// The name of the card's template; needs a row per card.
    Card,
    /// What the card asks, in the scripts asked for.
    Front,
    /// The answer, this project's translation and the short source note.
    Back,
    /// What the card asks, Simplified.
    FrontHans,
    /// What the card asks, Traditional.
    FrontHant,
    /// The answer alone, Simplified.
    BackHans,
    /// The answer alone, Traditional.
    BackHant,
    /// 1 easy to 3 hard; empty where there is none.
    Difficulty,
}

/// The columns of the profile `full`, in order; a contract.
pub const FULL: [Column; 33] = match Column::ALL.first_chunk() {
    Some(full) => *full,
    None => panic!("there are more columns than `full` has"),
};

impl Column {
    /// All columns, those of `full` first.
    pub const ALL: [Column; 44] = {
        use Column::*;
        [
            Id,
            Kind,
            Themes,
            PromptHans,
            PromptHant,
            QuoteHans,
            QuoteHant,
            ClozeHans,
            ClozeHant,
            English,
            Pinyin,
            Zhuyin,
            SourceHans,
            SourceHant,
            SourceEn,
            Locator,
            Apparatus,
            Tags,
            PromptEnglish,
            ThemesEnglish,
            NoteHans,
            NoteHant,
            NoteEnglish,
            AskedHans,
            AskedHant,
            AskedEnglish,
            AskedLocator,
            Place,
            SourceUrl,
            ScriptNotes,
            Audio,
            PromptAudio,
            TranslationBy,
            Guid,
            Notetype,
            Deck,
            Card,
            Front,
            Back,
            FrontHans,
            FrontHant,
            BackHans,
            BackHant,
            Difficulty,
        ]
    };

    /// The name, as in the header row and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::Kind => "kind",
            Column::Themes => "themes",
            Column::PromptHans => "prompt_hans",
            Column::PromptHant => "prompt_hant",
            Column::QuoteHans => "quote_hans",
            Column::QuoteHant => "quote_hant",
            Column::ClozeHans => "cloze_hans",
            Column::ClozeHant => "cloze_hant",
            Column::English => "english",
            Column::Pinyin => "pinyin",
            Column::Zhuyin => "zhuyin",
            Column::SourceHans => "source_hans",
            Column::SourceHant => "source_hant",
            Column::SourceEn => "source_en",
            Column::Locator => "locator",
            Column::Apparatus => "apparatus",
            Column::Tags => "tags",
            Column::Guid => "guid",
            Column::Notetype => "notetype",
            Column::Deck => "deck",
            Column::Card => "card",
            Column::Front => "front",
            Column::Back => "back",
            Column::FrontHans => "front_hans",
            Column::FrontHant => "front_hant",
            Column::BackHans => "back_hans",
            Column::BackHant => "back_hant",
            Column::PromptEnglish => "prompt_english",
            Column::ThemesEnglish => "themes_english",
            Column::NoteHans => "note_hans",
            Column::NoteHant => "note_hant",
            Column::NoteEnglish => "note_english",
            Column::AskedHans => "asked_hans",
            Column::AskedHant => "asked_hant",
            Column::AskedEnglish => "asked_english",
            Column::AskedLocator => "asked_locator",
            Column::Place => "place",
            Column::SourceUrl => "source_url",
            Column::ScriptNotes => "script_notes",
            Column::Audio => "audio",
            Column::PromptAudio => "prompt_audio",
            Column::TranslationBy => "translation_by",
            Column::Difficulty => "difficulty",
        }
    }

    /// The column of that name.
    pub fn named(name: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.name() == name)
    }

    /// The script of its text, if it is of one script alone.
    pub fn script(self) -> Option<Script> {
        let name = self.name();
        [Script::Hans, Script::Hant]
            .into_iter()
            .find(|script| name.ends_with(&format!("_{}", script.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_listed_once_and_found_by_its_name() {
        for (at, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(Column::named(column.name()), Some(column));
            assert_eq!(column as usize, at, "{}", column.name());
        }
        assert_eq!(Column::ALL[..FULL.len()], FULL);
        assert_eq!(Column::SourceEn.script(), None);
        assert_eq!(Column::QuoteHant.script(), Some(Script::Hant));
    }
}
