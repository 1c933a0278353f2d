//! The flags of all commands.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::pinyin::legal::Readings;

/// Flags that every command takes.
#[derive(Debug, clap::Args)]
pub struct Global {
    /// Work in this project directory instead of the current one
    #[arg(long, short = 'C', global = true, value_name = "DIR", default_value = ".")]
    pub project: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Only print errors and warnings
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print which files are read and written, with timings
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Whose readings pinyin is checked against and drafted in
    #[arg(long, global = true, value_name = "WHOSE", default_value = "cn")]
    pub readings: Readings,
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
