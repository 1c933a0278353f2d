//! Commands and flags.

use std::path::PathBuf;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use super::completions::{CompletionsArgs, ManArgs};
use super::explain::ExplainArgs;
use super::fmt::FmtArgs;
use super::init::InitArgs;
use super::new::NewArgs;
use super::outcome::Failure;
use super::schema::SchemaArgs;
use super::sheets::Printer;
use super::update::UpdateArgs;
use super::watch::WatchArgs;
use crate::card::Card;
use crate::export::Shown;
use crate::export::templates::{Templates, Voice};
use crate::pinyin::legal::Readings;
use crate::script::{Region, Script};

/// Most columns that help takes.
const WIDEST: usize = 92;

/// Study decks in which every quotation is proven against its source.
#[derive(Debug, Parser)]
#[command(name = "yulu", version, about, long_about = None, max_term_width = WIDEST)]
#[command(
    after_help = "Exit status: 0 done, 1 the deck or a source is wrong (nothing was \
written), 2 usage or I/O."
)]
pub struct Args {
    /// Work in this project directory instead of the current one
    #[arg(long, short = 'C', global = true, value_name = "DIR", default_value = ".")]
    pub project: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Say only what is wrong
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say which files are read and written, and when
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Whose readings pinyin is held to and drafted in
    #[arg(long, global = true, value_name = "WHOSE", default_value = "cn")]
    pub readings: ReadingsChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The command line. Help fits the environment variable `COLUMNS`, as messages do, even where
/// the terminal is wider.
pub fn command() -> clap::Command {
    let command = Args::command();
    match super::output::columns() {
        Some(columns) => command.term_width(columns.min(WIDEST)),
        None => command,
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whose readings of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReadingsChoice {
    /// The Mainland's
    Cn,
    /// Taiwan's
    Tw,
}

impl From<ReadingsChoice> for Readings {
    fn from(choice: ReadingsChoice) -> Self {
        match choice {
            ReadingsChoice::Cn => Readings::Mainland,
            ReadingsChoice::Tw => Readings::Taiwan,
        }
    }
}

/// All commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prove decks and write their outputs
    Build(Box<BuildArgs>),
    /// Prove decks and write nothing
    ///
    /// With --verbose, also list the characters of which conversion to Traditional chose one of
    /// several forms, for a person to read.
    Check(CheckArgs),
    /// List the sources, what is cut from them and what they say of their own limits
    Sources(ListArgs),
    /// List the passages of all sources: who says what, how we know, and where it stands
    Passages(PassagesArgs),
    /// List the notes of decks as they are exported
    Notes(NotesArgs),
    /// Say what importing a deck's package would do to notes somebody already has
    Plan(PlanArgs),
    /// Show one card as text: both scripts, readings, and the source lines in context
    Show(ShowArgs),
    /// Draft quotations from passages no deck uses yet, the most quotable first
    Harvest(HarvestArgs),
    /// Draft pinyin for the texts that have none, to be reviewed
    Draft(DraftArgs),
    /// List where else each quotation of a deck stands, and how it reads there
    Collate(NotesArgs),
    /// Write a sheet that shows how far a printer's backs drift, or save what it showed
    Calibrate(super::calibrate::CalibrateArgs),
    /// List the profiles of `build --format csv`: which program each is for, how to import it
    Profiles(ListArgs),
    /// Begin a project: a folder with a tiny deck that builds at once
    Init(InitArgs),
    /// Begin a deck, or register a document as a source
    New(NewArgs),
    /// Put a new version of a document in the place of a source, and find its quotations again
    Update(UpdateArgs),
    /// Build again whenever a file is saved, and show the page in a browser that follows
    Watch(Box<WatchArgs>),
    /// Put deck files into canonical form; comments stay and no value changes
    Fmt(FmtArgs),
    /// Say what a code of a message means, with an example of it and the example mended
    Explain(ExplainArgs),
    /// Print a JSON Schema of deck files, sources.toml or errata.toml, for editors
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print a manual page, or write all of them
    Man(ManArgs),
}

/// What is shown.
#[derive(Debug, Clone, clap::Args)]
pub struct ShownArgs {
    /// The script that shows first where cards carry both; on paper the script or scripts
    /// that are printed (hans if not given)
    #[arg(long, value_name = "SCRIPT", help_heading = "Options")]
    pub script: Option<ScriptChoice>,
    /// Whose Traditional forms to use
    #[arg(long, value_name = "REGION", default_value = "tw", help_heading = "Options")]
    pub region: RegionChoice,
    /// Cards that are left out unless they are asked for
    #[arg(long, value_name = "CARDS", value_delimiter = ',', help_heading = "Options")]
    pub with: Vec<Optional>,
}

/// What Anki cards are like.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = Format::Apkg.heading())]
pub struct CardArgs {
    /// Let the device's voice read quotations on the backs of Anki cards
    #[arg(long, value_name = "LANGUAGE")]
    pub tts: Option<VoiceChoice>,
    /// Colour the characters of quotations by tone on the backs of Anki cards
    #[arg(long)]
    pub tone_colors: bool,
}

impl CardArgs {
    /// The templates as they are asked for.
    pub fn dress(&self, mut templates: Templates) -> Templates {
        templates.voice = self.tts.map(|voice| match voice {
            VoiceChoice::ZhCn => Voice::Mainland,
            VoiceChoice::ZhTw => Voice::Taiwan,
        });
        templates.tone_colors = self.tone_colors;
        templates
    }
}

/// A language of text to speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VoiceChoice {
    /// Mandarin as in the Mainland
    #[value(name = "zh_CN")]
    ZhCn,
    /// Mandarin as in Taiwan
    #[value(name = "zh_TW")]
    ZhTw,
}

/// Cards that are left out unless they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Optional {
    /// Cards that ask for the other script of a word
    ScriptCards,
}

impl ShownArgs {
    /// True for a card that is asked for; the lock knows them all.
    pub fn wants(&self, card: &Card) -> bool {
        !card.kind.is_optional() || self.with.contains(&Optional::ScriptCards)
    }

    /// The script that was chosen, or both.
    pub fn script(&self) -> ScriptChoice {
        self.script.unwrap_or(ScriptChoice::Both)
    }

    /// The choice as the exporters take it.
    pub fn shown(&self) -> Shown {
        Shown {
            first: match self.script() {
                ScriptChoice::Hans | ScriptChoice::Both => Script::Hans,
                ScriptChoice::Hant => Script::Hant,
            },
            region: match self.region {
                RegionChoice::Tw => Region::Tw,
                RegionChoice::Hk => Region::Hk,
            },
        }
    }
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

/// A region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RegionChoice {
    /// Taiwan
    Tw,
    /// Hong Kong
    Hk,
}

/// `yulu plan`.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// An older package, or a collection exported from Anki (.apkg or .colpkg)
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The deck by id or path; the project's only deck if not given
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// What Anki cards are like
    #[command(flatten)]
    pub cards: CardArgs,
    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// `yulu show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Ids of quotes
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// `yulu harvest`.
#[derive(Debug, clap::Args)]
pub struct HarvestArgs {
    /// Only from these sources
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// At most this many drafts [default: 20; with --marks all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Draft what a reader has marked: an export of Kindle, KOReader, Readwise, 微信读书,
    /// Hypothesis, or Markdown with ==marks==
    #[arg(long, value_name = "FILE")]
    pub marks: Option<PathBuf>,
    /// Put the drafts at the end of this deck instead of printing them
    #[arg(long, value_name = "DECK", conflicts_with = "format")]
    pub into: Option<String>,
    /// How to print: a draft deck file, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// `yulu draft`.
#[derive(Debug, clap::Args)]
pub struct DraftArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Put the lines into the deck files instead of printing them
    #[arg(long)]
    pub write: bool,
    /// How to print: lines for a deck file, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "table", conflicts_with = "write")]
    pub format: ListFormat,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// Anki package
    Apkg,
    /// Tables for other programs: `yulu profiles` lists them
    Csv,
    /// Reader page: cards and documents in one HTML file
    Html,
    /// Attribution in Markdown: every source and what is taken from it
    Sources,
    /// Printed sheets of cards
    Pdf,
}

impl Format {
    /// The heading in help of the flags that this format alone heeds; see
    /// `heed.rs`. The others have no flags of their own.
    pub const fn heading(self) -> &'static str {
        match self {
            Format::Apkg => "Anki cards (apkg)",
            Format::Csv => "Tables (csv)",
            Format::Pdf => "Printed sheets (pdf)",
            Format::Html | Format::Sources => "Options",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For reading
    Table,
    /// JSON Lines: one object a line
    Json,
}

/// `yulu build`.
#[derive(Debug, Clone, clap::Args)]
pub struct BuildArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Outputs to write; all if not given (`watch`: all but the sheets)
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<Format>,
    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Only notes of these themes
    #[arg(long, value_name = "THEME", value_delimiter = ',')]
    pub theme: Vec<String>,
    /// What Anki cards are like
    #[command(flatten)]
    pub cards: CardArgs,
    /// Write your own words (the field MyNotes) from a collection or deck exported from Anki
    /// into a package of your own, NAME.private.apkg, instead of NAME.apkg
    #[arg(long, value_name = "FILE", help_heading = Format::Apkg.heading())]
    pub keep: Option<PathBuf>,
    /// What tables are like
    #[command(flatten)]
    pub tables: super::tables::TableArgs,
    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
    /// How cards are printed
    #[command(flatten)]
    pub print: super::print::PrintArgs,
}

impl BuildArgs {
    /// The cards that are asked for.
    pub fn chosen<'a>(&self, cards: &'a [Card]) -> impl Iterator<Item = &'a Card> {
        cards.iter().filter(|card| self.shown.wants(card) && card.is_of(&self.theme))
    }

    /// The formats to write, each once: all that this program can make if none is named.
    pub fn formats(&self) -> Vec<Format> {
        let all = Format::value_variants().iter().copied();
        let wanted = |format: &Format| match self.format.as_slice() {
            [] => *format != Format::Pdf || Printer::BY_DEFAULT,
            named => named.contains(format),
        };
        all.filter(wanted).collect()
    }

    /// What is meant where there is no deck of a name: `--format html pdf` names a format and a
    /// deck.
    pub fn meant(&self, failure: Failure) -> Failure {
        let named = |name: &String| Format::from_str(name, true).ok();
        let mut all: Vec<Format> = self.decks.iter().filter_map(named).collect();
        if self.format.is_empty() || all.is_empty() {
            return failure;
        }
        all.extend(&self.format);
        all.sort_unstable();
        all.dedup();
        let all: Vec<String> = all.iter().map(Format::to_string).collect();
        failure.hint(format!("formats are joined by commas: --format {}", all.join(",")))
    }
}

/// `yulu check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Also read every original again, and compare with the registered text
    #[arg(long)]
    pub rederive: bool,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// Commands that only list.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// `yulu passages`.
#[derive(Debug, clap::Args)]
pub struct PassagesArgs {
    /// Only these sources
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Only lines in doubt, each with its reason and the TOML that decides it
    #[arg(long)]
    pub unsure: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// Commands that list what is in decks.
#[derive(Debug, clap::Args)]
pub struct NotesArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}
