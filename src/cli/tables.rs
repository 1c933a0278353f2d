//! Tables on the command line: the flags of `yulu build --format csv`, and `yulu profiles`.

use serde::Serialize;

use super::options::{ListArgs, ListFormat, ScriptChoice};
use super::outcome::{Failure, Outcome};
use super::output::{self, to_json};
use crate::export::csv::{Column, Input, Layout, Options, Profile, RowsPer, write};

/// Flags for tables.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = TableArgs::HEADING)]
pub struct TableArgs {
    /// What programs the tables are for; `yulu profiles` says more
    #[arg(long, value_name = "PROFILE", value_delimiter = ',', default_value = "full")]
    pub profile: Vec<Profile>,
    /// These columns in place of the profile's own
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', hide_possible_values = true)]
    pub columns: Vec<Column>,
    /// Without the row of column names
    #[arg(long)]
    pub no_header: bool,
    /// What a row is [default: as the profile has it]
    #[arg(long, value_name = "WHAT")]
    pub one_row_per: Option<RowsPer>,
}

impl TableArgs {
    /// Their heading in help.
    pub const HEADING: &str = "Tables (csv)";

    /// The tables asked for, each once.
    ///
    /// # Errors
    /// If a profile cannot have what is asked for.
    pub fn layouts(&self, script: ScriptChoice) -> Result<Vec<Layout>, Failure> {
        let options = Options {
            columns: self.columns.clone(),
            script: script.one(),
            no_header: self.no_header,
            rows: self.one_row_per,
        };
        let mut profiles = self.profile.clone();
        profiles.sort_unstable();
        profiles.dedup();
        let layout = |profile| {
            Layout::new(profile, &options)
                .map_err(|unfit| Failure::new(unfit.message).hint(unfit.hint))
        };
        profiles.into_iter().map(layout).collect()
    }
}

/// The name and the bytes of one table.
pub(super) fn table(
    layout: &Layout,
    input: &Input<'_>,
) -> Result<(String, Vec<u8>), Failure> {
    let profile = layout.profile();
    let bytes = write(layout, input).map_err(|problem| {
        Failure::new(format!("the table `{}` cannot be made: {problem}", profile.name()))
            .hint("nothing was written; the profile `full` holds everything")
            .mendable()
    })?;
    Ok((profile.file(&input.deck.id), bytes))
}

#[derive(Serialize)]
struct Record {
    name: &'static str,
    file: String,
    rows: &'static str,
    columns: Vec<&'static str>,
    import: &'static str,
}

/// `yulu profiles`: needs no project.
pub(super) fn profiles(list: &ListArgs) -> Result<Outcome, Failure> {
    let columns = |columns: &[Column]| -> Vec<&'static str> {
        columns.iter().map(|column| column.name()).collect()
    };
    let lines: Vec<String> = match list.format {
        ListFormat::Json => Profile::ALL
            .iter()
            .map(|profile| {
                let record = Record {
                    name: profile.name(),
                    file: profile.file("<deck>"),
                    rows: match profile.rows() {
                        RowsPer::Note => "note",
                        RowsPer::Card => "card",
                    },
                    columns: columns(profile.columns()),
                    import: profile.import(),
                };
                to_json(&record)
            })
            .collect(),
        ListFormat::Table => {
            let mut lines: Vec<String> = Profile::ALL
                .iter()
                .map(|profile| {
                    let file = profile.file("<deck>");
                    format!("{:<8} {:<19} {}", profile.name(), file, profile.import())
                })
                .collect();
            lines.push(String::new());
            lines.push(
                "yulu build --format csv --profile NAME[,NAME] writes them.".to_owned(),
            );
            lines.push(format!("--columns takes: {}", columns(&Column::ALL).join(", ")));
            lines
        }
    };
    output::print_lines(lines)?;
    Ok(Outcome::Done)
}

/// How a table with that ending is opened.
pub(super) fn how_to_open(ending: &str) -> &'static str {
    match ending {
        "csv" => "a spreadsheet, or any program that reads CSV",
        "mochi" => "Mochi",
        _ if ending.ends_with("xlsx") => "a spreadsheet",
        _ => "for import into another program",
    }
}
