//! The flags of `yulu build`.

use std::path::PathBuf;

use clap::ValueEnum as _;

use super::super::options::{CardArgs, ShownArgs};
use super::super::outcome::Failure;
use super::super::print::PrintArgs;
use super::super::tables::TableArgs;
use super::outputs::{OUTPUTS, Output, When};
use crate::card::Card;

/// `yulu build`.
#[derive(Debug, Clone, clap::Args)]
pub struct BuildArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Outputs to write; if not given all but json (`watch`: nor the sheets)
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<&'static Output>,
    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Only notes of these themes
    #[arg(long, value_name = "THEME", value_delimiter = ',')]
    pub theme: Vec<String>,
    /// Anki card options
    #[command(flatten)]
    pub cards: CardArgs,
    /// Write your own words (the field MyNotes) from a collection or deck exported from Anki
    /// into a package of your own, NAME.private.apkg, instead of NAME.apkg
    #[arg(long, value_name = "FILE", help_heading = CardArgs::HEADING)]
    pub keep: Option<PathBuf>,
    /// Table options
    #[command(flatten)]
    pub tables: TableArgs,
    /// Display options
    #[command(flatten)]
    pub shown: ShownArgs,
    /// Print options
    #[command(flatten)]
    pub print: PrintArgs,
}

impl BuildArgs {
    /// The cards that are asked for.
    pub fn chosen<'a>(&self, cards: &'a [Card]) -> impl Iterator<Item = &'a Card> {
        cards.iter().filter(|card| self.shown.wants(card) && card.is_of(&self.theme))
    }

    /// The outputs to write, each once, in the order of the table: those named, or if none is
    /// those that are written by default.
    pub fn formats(&self) -> Vec<&'static Output> {
        match self.format.as_slice() {
            [] => OUTPUTS.iter().copied().filter(|it| it.when != When::Named).collect(),
            named => in_order(named),
        }
    }

    /// What is meant where there is no deck of a name: `--format html pdf` names a format and a
    /// deck.
    pub fn meant(&self, failure: Failure) -> Failure {
        let named = |name: &String| <&Output>::from_str(name, true).ok();
        let mut all: Vec<&Output> = self.decks.iter().filter_map(named).collect();
        if self.format.is_empty() || all.is_empty() {
            return failure;
        }
        all.extend(&self.format);
        failure.hint(format!("formats are joined by commas: --format {}", joined(&all)))
    }
}

fn in_order(outputs: &[&Output]) -> Vec<&'static Output> {
    OUTPUTS.iter().copied().filter(|output| outputs.contains(output)).collect()
}

/// Outputs as they are named in one `--format`.
pub fn joined(outputs: &[&Output]) -> String {
    let names: Vec<&str> = in_order(outputs).iter().map(|output| output.name).collect();
    names.join(",")
}
