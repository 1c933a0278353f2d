//! Flags that several commands share.

use clap::ValueEnum;

use crate::card::{Card, Kind};
use crate::export::Shown;
use crate::export::templates::{Aid, Templates, Voice};
use crate::script::{Region, Script};

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For reading
    Table,
    /// JSON Lines: one object a line
    Json,
}

/// Commands that only list.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// Commands that list what is in decks.
#[derive(Debug, clap::Args)]
pub struct DeckListArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Display options
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Display options.
#[derive(Debug, Clone, clap::Args)]
pub struct ShownArgs {
    /// The script that shows first where cards carry both; on paper the script or scripts
    /// that are printed (hans if not given)
    #[arg(long, value_name = "SCRIPT", help_heading = "Options")]
    pub script: Option<ScriptChoice>,
    /// Whose Traditional forms to use
    #[arg(long, value_name = "REGION", default_value = "tw", help_heading = "Options")]
    pub region: Region,
    /// Cards that are left out unless they are asked for
    #[arg(long, value_name = "CARDS", value_delimiter = ',', help_heading = "Options")]
    pub with: Vec<Optional>,
}

/// A script or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScriptChoice {
    /// Simplified first
    Hans,
    /// Traditional first
    Hant,
    /// Both; Simplified first
    Both,
}

impl ScriptChoice {
    /// The script that is chosen alone.
    pub fn one(self) -> Option<Script> {
        match self {
            ScriptChoice::Hans => Some(Script::Hans),
            ScriptChoice::Hant => Some(Script::Hant),
            ScriptChoice::Both => None,
        }
    }
}

/// Cards that are left out unless they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::enum_variant_names, reason = "the names are the flag's values")]
pub enum Optional {
    /// Cards that ask for the other script of a word
    ScriptCards,
    /// Cards that ask for a quotation by its translation
    ProductionCards,
    /// Cards of the words that the deck explains
    WordCards,
}

impl ShownArgs {
    /// True for a card that is asked for; the lock knows them all.
    pub fn wants(&self, card: &Card) -> bool {
        let optional = match card.kind {
            Kind::Quote | Kind::Theme => return true,
            Kind::Script => Optional::ScriptCards,
            Kind::Production => Optional::ProductionCards,
            Kind::Word => Optional::WordCards,
        };
        self.with.contains(&optional)
    }

    /// The script that was chosen, or both.
    pub fn script(&self) -> ScriptChoice {
        self.script.unwrap_or(ScriptChoice::Both)
    }

    /// The choice as the exporters take it.
    pub fn shown(&self) -> Shown {
        Shown { first: self.script().one().unwrap_or(Script::Hans), region: self.region }
    }
}

/// Anki card options.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = CardArgs::HEADING)]
pub struct CardArgs {
    /// Let the device's voice read quotations on the backs of Anki cards
    #[arg(long, value_name = "LANGUAGE")]
    pub tts: Option<Voice>,
    /// Colour the characters of quotations by tone on the backs of Anki cards
    #[arg(long)]
    pub tone_colors: bool,
    /// Show readings on Anki cards until the learner chooses otherwise on a card
    #[arg(long, value_name = "READINGS")]
    pub show_readings: Option<Aid>,
}

impl CardArgs {
    /// Their heading in help.
    pub const HEADING: &str = "Anki cards (apkg)";

    /// The templates as they are asked for.
    pub fn dress(&self, mut templates: Templates) -> Templates {
        templates.voice = self.tts;
        templates.tone_colors = self.tone_colors;
        templates.aid = self.show_readings;
        templates
    }
}
