//! The command line: all commands, each with the arguments that its own file declares.

use clap::builder::StyledStr;
use clap::{CommandFactory as _, Parser, Subcommand};

use super::build::BuildArgs;
use super::check::CheckArgs;
use super::completions::{CompletionsArgs, ManArgs};
use super::draft::DraftArgs;
use super::explain::ExplainArgs;
use super::fmt::FmtArgs;
use super::global::Global;
use super::harvest::HarvestArgs;
use super::init::InitArgs;
use super::new::NewArgs;
use super::options::{DeckListArgs, ListArgs};
use super::output;
use super::plan::PlanArgs;
use super::print::CalibrateArgs;
use super::pull::PullArgs;
use super::schema::SchemaArgs;
use super::show::ShowArgs;
use super::sources::PassagesArgs;
use super::update::UpdateArgs;
use super::watch::WatchArgs;
use crate::diagnostics::wrap::wrapped;

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
    /// Flags of all commands
    #[command(flatten)]
    pub global: Global,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// All commands, in the order of [`GROUPS`].
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a project: a folder with a tiny deck that builds at once
    Init(InitArgs),
    /// Begin a deck, or register a document as a source
    New(NewArgs),
    /// List the sources, what is cut from them and what they say of their own limits
    Sources(ListArgs),
    /// List the passages of all sources: who says what, how we know, and where it stands
    Passages(PassagesArgs),
    /// Replace a source by a new version of its document, and find its quotations again
    Update(UpdateArgs),
    /// Draft quotations from passages no deck uses yet, the most quotable first
    Harvest(HarvestArgs),
    /// Draft pinyin for the texts that have none, to be reviewed
    Draft(DraftArgs),
    /// Put deck files into canonical form; comments stay and no value changes
    Fmt(FmtArgs),
    /// Prove decks and write nothing
    ///
    /// With --verbose, also list the characters of which conversion to Traditional chose one of
    /// several forms, for a person to read.
    Check(CheckArgs),
    /// Show one card as text: both scripts, readings, and the source lines in context
    Show(ShowArgs),
    /// List where else each quotation of a deck stands, and how it reads there
    Collate(DeckListArgs),
    /// List the notes of decks as they are exported
    Notes(DeckListArgs),
    /// Prove decks and write their outputs
    Build(Box<BuildArgs>),
    /// Build again whenever a file is saved, and show the page in a browser that follows
    Watch(Box<WatchArgs>),
    /// Show what importing a deck's package would do to notes somebody already has
    Plan(PlanArgs),
    /// Bring translations that were corrected in Anki back into the deck files
    Pull(PullArgs),
    /// Print what AnkiWeb asks for when a deck is shared
    Publish(DeckListArgs),
    /// List the profiles of `build --format csv`: which program each is for, how to import it
    Profiles(ListArgs),
    /// Write a sheet that shows how far a printer's backs drift, or save what it showed
    Calibrate(CalibrateArgs),
    /// Explain a code of a message, with an example of it and the example mended
    Explain(ExplainArgs),
    /// Print a JSON Schema of deck files, sources.toml or errata.toml, for editors
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print a manual page, or write all of them
    Man(ManArgs),
}

/// The commands as help shows them: what they are for, and their names.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("Begin", &["init", "new"]),
    ("Read sources", &["sources", "passages", "update"]),
    ("Work on a deck", &["harvest", "draft", "fmt", "check", "show", "collate", "notes"]),
    ("Build", &["build", "watch", "plan", "pull", "publish", "profiles", "calibrate"]),
    ("Reference", &["explain", "schema", "completions", "man", "help"]),
];

/// Columns of a command's name in help, with what is before and behind it.
const NAME: usize = 15;

/// The command line. Help fits the environment variable `COLUMNS`, as messages do, even where
/// the terminal is wider.
pub fn command() -> clap::Command {
    let mut command = Args::command();
    if let Some(columns) = output::columns() {
        command = command.term_width(columns.min(WIDEST));
    }
    let groups = groups(&command, output::width().min(WIDEST));
    command.help_template(StyledStr::from(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{groups}\n\
         Options:\n{{options}}{{after-help}}"
    )))
}

/// The list of commands in groups, in lines of that width.
fn groups(command: &clap::Command, width: usize) -> String {
    let about =
        |name: &str| match command.find_subcommand(name).and_then(|it| it.get_about()) {
            Some(about) => about.to_string(),
            None => "Print this message or the help of a command".to_owned(),
        };
    let mut out = String::new();
    for (heading, names) in GROUPS {
        out += &format!("\n{heading}:\n");
        for name in *names {
            let about = about(name);
            let lines = wrapped(&about, width - NAME, width - NAME);
            let below = format!("\n{}", " ".repeat(NAME));
            let gap = NAME - 2;
            out += &format!("  {name:<gap$}{}\n", lines.join(&below));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_one_group_in_the_order_of_the_list() {
        let all: Vec<String> =
            Args::command().get_subcommands().map(|it| it.get_name().to_owned()).collect();
        let grouped = GROUPS.iter().flat_map(|(_, names)| names.iter().copied());
        let grouped: Vec<&str> = grouped.filter(|name| *name != "help").collect();
        assert_eq!(all, grouped);
    }
}
