//! Profiles: what each program wants of a table, and what of that the user may change.

use super::column::{Column, FULL};
use crate::script::Script;

/// A program, or a kind of programs, that a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Every column, for any program; a contract.
    Full,
    /// Anki's text import: onto the notes of the package.
    Anki,
    /// CSV that Excel opens by a double click.
    Excel,
    /// A workbook with text cells.
    Xlsx,
    /// Two columns to paste into Quizlet.
    Quizlet,
    /// A table for a Notion database.
    Notion,
    /// A package for Mochi.
    Mochi,
    /// Front and back, for other flashcard programs.
    Plain,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsPer {
    /// A note.
    Note,
    /// A card: a note has one or more.
    Card,
}

impl Profile {
    /// All profiles in the order in which they are listed.
    pub const ALL: [Profile; 8] = [
        Profile::Full,
        Profile::Anki,
        Profile::Excel,
        Profile::Xlsx,
        Profile::Quizlet,
        Profile::Notion,
        Profile::Mochi,
        Profile::Plain,
    ];

    /// The name on the command line and in the file's name.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Full => "full",
            Profile::Anki => "anki",
            Profile::Excel => "excel",
            Profile::Xlsx => "xlsx",
            Profile::Quizlet => "quizlet",
            Profile::Notion => "notion",
            Profile::Mochi => "mochi",
            Profile::Plain => "plain",
        }
    }

    /// The profile of that name.
    pub fn named(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// The file's name for a deck.
    pub fn file(self, deck: &str) -> String {
        match self {
            Profile::Full => format!("{deck}.csv"),
            Profile::Xlsx => format!("{deck}.xlsx"),
            Profile::Mochi => format!("{deck}.mochi"),
            Profile::Quizlet => format!("{deck}.quizlet.tsv"),
            Profile::Anki | Profile::Excel | Profile::Notion | Profile::Plain => {
                format!("{deck}.{}.csv", self.name())
            }
        }
    }

    /// How to import it, in one line.
    pub fn import(self) -> &'static str {
        match self {
            Profile::Full => "every column; any program that reads CSV (UTF-8, header row)",
            Profile::Anki => {
                "import the .apkg first, then File > Import this: updates its notes by guid"
            }
            Profile::Excel => "double click it, or Data > From Text/CSV; UTF-8 with a mark",
            Profile::Xlsx => "open it in Excel, LibreOffice or Numbers: every cell is text",
            Profile::Quizlet => {
                "paste into Import: Tab between term and definition, a new line between cards"
            }
            Profile::Notion => "Import > CSV: a database with one page a row",
            Profile::Mochi => "import as a Mochi package: two-sided cards in Markdown",
            Profile::Plain => "front and back, for programs that take two columns",
        }
    }

    /// What its rows are unless asked otherwise.
    pub fn rows(self) -> RowsPer {
        match self {
            Profile::Full
            | Profile::Anki
            | Profile::Excel
            | Profile::Xlsx
            | Profile::Notion => RowsPer::Note,
            Profile::Quizlet | Profile::Mochi | Profile::Plain => RowsPer::Card,
        }
    }

    /// Its columns unless asked otherwise; none if they are not ours to name.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Profile::Full | Profile::Excel | Profile::Xlsx => &FULL,
            Profile::Anki | Profile::Mochi => &[],
            Profile::Quizlet | Profile::Plain => &[Column::Front, Column::Back],
            Profile::Notion => &[
                Column::PromptHans,
                Column::PromptHant,
                Column::QuoteHans,
                Column::QuoteHant,
                Column::English,
                Column::Pinyin,
                Column::Zhuyin,
                Column::Themes,
                Column::SourceHans,
                Column::SourceHant,
                Column::SourceEn,
                Column::Kind,
                Column::Id,
            ],
        }
    }
}

/// What the user asks of tables; one for all profiles of a build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Columns in place of the profile's own; empty if not asked for.
    pub columns: Vec<Column>,
    /// Text in this script only; both if `None`.
    pub script: Option<Script>,
    /// Without the header row.
    pub no_header: bool,
    /// What a row is, if not what it is in the profile.
    pub rows: Option<RowsPer>,
}

/// A wish that a profile cannot fulfil, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What does not fit.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A profile with the user's wishes: what can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub(super) profile: Profile,
    pub(super) columns: Vec<Column>,
    pub(super) script: Option<Script>,
    pub(super) header: bool,
    pub(super) rows: RowsPer,
}

impl Layout {
    /// Unites a profile with the user's wishes.
    ///
    /// # Errors
    /// If the profile leaves no choice where one was made.
    pub fn new(profile: Profile, options: &Options) -> Result<Layout, Unfit> {
        let name = profile.name();
        let unfit =
            |message: String, hint: &str| Err(Unfit { message, hint: hint.to_owned() });
        let rows = options.rows.unwrap_or(profile.rows());
        if profile == Profile::Anki && rows == RowsPer::Card {
            return unfit(
                "the profile `anki` has one row a note".to_owned(),
                "Anki makes the cards of a note itself",
            );
        }
        let asked = &options.columns;
        if !asked.is_empty() && profile.columns().is_empty() {
            return unfit(
                format!("the columns of the profile `{name}` cannot be chosen"),
                "it is what the program expects; `full`, `excel`, `xlsx`, `notion` and \
                 `plain` take --columns",
            );
        }
        if profile == Profile::Quizlet && !asked.is_empty() && asked.len() != 2 {
            return unfit(
                format!("the profile `quizlet` has two columns, not {}", asked.len()),
                "name a term and a definition: --columns prompt_hans,quote_hans",
            );
        }
        if let Some(twice) =
            asked.iter().enumerate().find(|(at, c)| asked[..*at].contains(c))
        {
            return unfit(
                format!("the column `{}` is asked for twice", twice.1.name()),
                "name each column once",
            );
        }
        if asked.contains(&Column::Card) && rows == RowsPer::Note {
            return unfit(
                "the column `card` needs a row for each card".to_owned(),
                "add --one-row-per card",
            );
        }
        let columns = if asked.is_empty() {
            own_columns(profile, rows, options.script)
        } else {
            asked.clone()
        };
        Ok(Layout {
            profile,
            columns,
            script: options.script,
            header: !options.no_header && profile != Profile::Quizlet,
            rows,
        })
    }

    /// The profile.
    pub fn profile(&self) -> Profile {
        self.profile
    }
}

/// A profile's own columns. `full` keeps both scripts whatever is asked for: it is the
/// profile that other programs rely on.
fn own_columns(profile: Profile, rows: RowsPer, script: Option<Script>) -> Vec<Column> {
    let mut columns = profile.columns().to_vec();
    if rows == RowsPer::Card && rows != profile.rows() {
        // Without these the rows of a note would be all the same.
        columns.extend([
            Column::Card,
            Column::FrontHans,
            Column::FrontHant,
            Column::BackHans,
            Column::BackHant,
        ]);
    }
    if profile != Profile::Full {
        let wanted = |column: &Column| {
            column.script().zip(script).is_none_or(|(own, wanted)| own == wanted)
        };
        columns.retain(wanted);
    }
    columns
}
