//! The columns a table can have, and their names.

use crate::script::Script;

/// Declares the columns, each once: what it has, its variant and its name.
macro_rules! columns {
    ($($(#[$about:meta])+ $column:ident = $name:literal,)+) => {
        /// A column of a table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Column {
            $($(#[$about])+ $column,)+
        }

        impl Column {
            /// All columns, those of `full` first.
            pub const ALL: [Column; [$($name),+].len()] = [$(Column::$column),+];

            /// The name, as in the header row and on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Column::$column => $name,)+
                }
            }
        }
    };
}

columns! {
    /// The curated id.
    Id = "id",
    /// `quote`, `theme` or another kind of note.
    Kind = "kind",
    /// Ids of the themes, separated by spaces.
    Themes = "themes",
    /// What the front of a recall card asks, Simplified.
    PromptHans = "prompt_hans",
    /// The same, Traditional.
    PromptHant = "prompt_hant",
    /// The quotation (of a theme: the editor's summary, marked), Simplified.
    QuoteHans = "quote_hans",
    /// The same, Traditional.
    QuoteHant = "quote_hant",
    /// The quotation with its blank as `{{c1::…}}`, Simplified.
    ClozeHans = "cloze_hans",
    /// The same, Traditional.
    ClozeHant = "cloze_hant",
    /// This project's translation.
    English = "english",
    /// Reading in pinyin.
    Pinyin = "pinyin",
    /// Reading in zhuyin.
    Zhuyin = "zhuyin",
    /// The long source note, Simplified.
    SourceHans = "source_hans",
    /// The same, Traditional.
    SourceHant = "source_hant",
    /// The same, English.
    SourceEn = "source_en",
    /// `source:line`; of a theme the ids of its quotes.
    Locator = "locator",
    /// Emendations, repeats in the source itself, and the other sources with their substantive
    /// readings; of a script card why the word differs.
    Apparatus = "apparatus",
    /// Anki's tags, separated by spaces.
    Tags = "tags",
    /// The prompt in English.
    PromptEnglish = "prompt_english",
    /// The titles of the themes in English.
    ThemesEnglish = "themes_english",
    /// The editor's note, Simplified.
    NoteHans = "note_hans",
    /// The same, Traditional.
    NoteHant = "note_hant",
    /// The same, English.
    NoteEnglish = "note_english",
    /// The interviewer's own question, Simplified.
    AskedHans = "asked_hans",
    /// The same, Traditional.
    AskedHant = "asked_hant",
    /// The same, English.
    AskedEnglish = "asked_english",
    /// Where it stands, `source:line`.
    AskedLocator = "asked_locator",
    /// Where a quotation stands in the original that its source was derived from, in English:
    /// `p. 14`, `00:12:31`.
    Place = "place",
    /// Where a browser shows the words in their original.
    SourceUrl = "source_url",
    /// Words whose two scripts are not one-to-one, and the words of the regions.
    ScriptNotes = "script_notes",
    /// The file in the project that has the quotation as it is spoken.
    Audio = "audio",
    /// The file that has what is asked.
    PromptAudio = "prompt_audio",
    /// Whose translation the English of a quotation is.
    TranslationBy = "translation_by",
    /// Anki's identity of the note.
    Guid = "guid",
    /// Anki's name of the note type.
    Notetype = "notetype",
    /// Anki's deck, `A::B`.
    Deck = "deck",
    /// The name of the card's template; needs a row per card.
    Card = "card",
    /// What the card asks, in the scripts asked for.
    Front = "front",
    /// The answer, this project's translation and the short source note.
    Back = "back",
    /// What the card asks, Simplified.
    FrontHans = "front_hans",
    /// What the card asks, Traditional.
    FrontHant = "front_hant",
    /// The answer alone, Simplified.
    BackHans = "back_hans",
    /// The answer alone, Traditional.
    BackHant = "back_hant",
    /// 1 easy to 3 hard; empty where there is none.
    Difficulty = "difficulty",
}

/// The columns of the profile `full`, in order; a contract.
pub const FULL: [Column; 33] = match Column::ALL.first_chunk() {
    Some(full) => *full,
    None => panic!("there are more columns than `full` has"),
};

impl Column {
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
