//! The outputs of a build, one row each. The command line, the build, its summary and its hints
//! read this table; how an output is made is in [`Making`].

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::super::options::CardArgs;
use super::super::outcome::Failure;
use super::super::print::{PrintArgs, Printer, sheets_of};
use super::super::tables::{self, TableArgs};
use super::making::{Making, Named};
use crate::export::json;
use crate::parallel::start;

/// One kind of output.
pub struct Output {
    /// Its name, as in `--format`.
    pub name: &'static str,
    /// What it is, for help.
    pub about: &'static str,
    /// Its own flags, if it has any.
    pub flags: Option<Flags>,
    /// When it is written.
    pub when: When,
    /// True if a deck without cards has none.
    pub needs_cards: bool,
    /// True if it says which characters of a card nobody has decided in Traditional.
    pub shows_undecided: bool,
    /// How a file of it is opened, by what its name has after the deck's id and a dot.
    pub how_to_open: fn(&str) -> &'static str,
    /// The files of it in a folder, by the deck's id, that a later build would leave behind.
    pub old: fn(&Path, &str) -> Vec<PathBuf>,
    /// How it is made.
    pub make: Make,
}

/// The flags that one output alone has.
pub struct Flags {
    /// Their heading in help.
    pub heading: &'static str,
    /// What is said where they are given, and the output is not asked for.
    pub not_written: &'static str,
}

/// When an output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Unless others are named.
    Always,
    /// The same, but not while watching: it takes too long.
    NotWatching,
    /// If it is named.
    Named,
}

/// How an output is made.
pub enum Make {
    /// All its files, beside other outputs.
    Files(fn(&Making<'_>) -> Result<Vec<Named>, Failure>),
    /// By the [`Printer`], where the terminal is.
    Sheets,
}

/// All outputs in the order in which they are listed.
pub static OUTPUTS: &[&Output] = &[
    &Output {
        name: "apkg",
        about: "Anki package",
        flags: Some(Flags {
            heading: CardArgs::HEADING,
            not_written: "no Anki package is written",
        }),
        when: When::Always,
        needs_cards: true,
        shows_undecided: false,
        how_to_open: |_| "Anki: File > Import, keep the dialog's defaults",
        old: |folder, deck| vec![folder.join(format!("{deck}.apkg"))],
        make: Make::Files(|making| making.package()),
    },
    &Output {
        name: "csv",
        about: "Tables for other programs: `yulu profiles` lists them",
        flags: Some(Flags {
            heading: TableArgs::HEADING,
            not_written: "no table is written",
        }),
        when: When::Always,
        needs_cards: true,
        shows_undecided: false,
        how_to_open: tables::how_to_open,
        old: |_, _| Vec::new(),
        make: Make::Files(|making| making.tables()),
    },
    &Output {
        name: "html",
        about: "Reader page: cards and documents in one HTML file",
        flags: None,
        when: When::Always,
        needs_cards: false,
        shows_undecided: true,
        how_to_open: |_| "any browser; it needs no network",
        old: |_, _| Vec::new(),
        make: Make::Files(|making| Ok(making.page())),
    },
    &Output {
        name: "sources",
        about: "Attribution in Markdown: every source and what is taken from it",
        flags: None,
        when: When::Always,
        needs_cards: false,
        shows_undecided: false,
        how_to_open: |_| "what is known of each source",
        old: |_, _| Vec::new(),
        make: Make::Files(|making| Ok(making.attribution())),
    },
    &Output {
        name: "pdf",
        about: "Printed sheets of cards",
        flags: Some(Flags {
            heading: PrintArgs::HEADING,
            not_written: "no sheet is printed",
        }),
        when: if Printer::BY_DEFAULT { When::NotWatching } else { When::Named },
        needs_cards: true,
        shows_undecided: false,
        how_to_open: |_| "print it at 100 %",
        old: sheets_of,
        make: Make::Sheets,
    },
    &Output {
        name: "json",
        about: "Cards as JSON Lines, for other programs",
        flags: None,
        when: When::Named,
        needs_cards: true,
        shows_undecided: true,
        how_to_open: |_| "one card a line, for other programs",
        old: |_, _| Vec::new(),
        make: Make::Files(|making| {
            let lines = json::lines(making.cards).map_err(|error| {
                Failure::new(format!("the cards could not be written as JSON: {error}"))
            })?;
            Ok(vec![(format!("{}.jsonl", making.deck.id), lines)])
        }),
    },
];

impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl ValueEnum for &'static Output {
    fn value_variants<'a>() -> &'a [Self] {
        OUTPUTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name).help(self.about))
    }
}

/// Makes outputs of a deck side by side; they come in their order. `sheets` makes the printed
/// ones here, where the terminal is.
///
/// # Errors
/// If one of them cannot be made.
pub fn make<'o>(
    outputs: &[&'o Output],
    making: &Making<'_>,
    sheets: impl FnOnce() -> Result<Vec<Named>, Failure>,
) -> Result<Vec<(&'o Output, Vec<Named>)>, Failure> {
    std::thread::scope(|scope| {
        let threads = outputs.iter().map(|output| match output.make {
            Make::Files(files) => Some(start(scope, move || files(making))),
            Make::Sheets => None,
        });
        // Collected, so that all have begun before the first is waited for.
        let threads: Vec<_> = threads.collect();
        let mut printed = Some(sheets()?);
        let mut made = Vec::new();
        for (output, thread) in outputs.iter().zip(threads) {
            let files = match thread {
                Some(work) => work.joined()?,
                None => printed.take().unwrap_or_default(),
            };
            made.push((*output, files));
        }
        Ok(made)
    })
}
