//! `yulu schema`: what editors need to complete and check deck files, `sources.toml` and
//! `errata.toml`. The schemas are those of `docs/schema/`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, print_as_is};

/// `yulu schema`.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct SchemaArgs {
    /// Which files it describes
    #[arg(value_name = "FILE")]
    pub file: Option<SchemaOf>,
    /// Write all schemas into this folder instead of printing one
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// A kind of file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// decks/*.toml and the parts of decks
    Deck,
    /// seeds/sources.toml
    Sources,
    /// seeds/errata.toml
    Errata,
}

const ALL: &[(SchemaOf, &str, &str)] = &[
    (SchemaOf::Deck, "deck.json", include_str!("../../docs/schema/deck.json")),
    (SchemaOf::Sources, "sources.json", include_str!("../../docs/schema/sources.json")),
    (SchemaOf::Errata, "errata.json", include_str!("../../docs/schema/errata.json")),
];

/// All schemas as files of a folder.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    ALL.iter()
        .map(|(_, name, text)| (folder.join(name), text.as_bytes().to_vec()))
        .collect()
}

/// Prints a schema, or writes all of them.
pub fn schema(schema: &SchemaArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if let Some(folder) = &schema.out {
        let files = files(folder);
        output::write_all(&files)?;
        for (path, _) in files {
            terminal.say(&format!("  {}", path.display()));
        }
    }
    for (_, _, text) in ALL.iter().filter(|(of, _, _)| Some(*of) == schema.file) {
        print_as_is(text.lines().map(str::to_owned))?;
    }
    Ok(Outcome::Done)
}
