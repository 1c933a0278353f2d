//! `yulu fmt`: deck files in canonical form.

use std::path::PathBuf;

use serde::Serialize;

use super::files;
use super::global::Global;
use super::options::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count, print_lines, to_json};
use super::project::Project;
use super::project_lock::ProjectLock;
use crate::deck::canonical::canonical;

/// `yulu fmt`.
#[derive(Debug, clap::Args)]
pub struct FmtArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Write nothing; end with 1 if a file is not in canonical form
    #[arg(long)]
    pub check: bool,
    /// How to print the names of the files
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

#[derive(Serialize)]
struct Record<'a> {
    file: &'a str,
    canonical: bool,
    line: Option<usize>,
}

/// A file that was looked at.
struct Looked {
    name: String,
    /// The canonical text and the first line that differs, if any does.
    other: Option<(String, usize)>,
}

/// Puts deck files into canonical form, or says which are not.
pub fn fmt(
    global: &Global,
    fmt: &FmtArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let _lock =
        (!fmt.check).then(|| ProjectLock::acquire(&project, terminal)).transpose()?;
    let mut looked: Vec<Looked> = Vec::new();
    for name in project.deck_names(&fmt.decks)? {
        for file in project.deck_files(&name)? {
            // Two decks may share a part.
            if looked.iter().any(|other| other.name == file.file) {
                continue;
            }
            let Some(text) = canonical(&file.text) else { continue };
            let bytes = files::read(&project.path(""), &file.file)?;
            let other = (bytes != text.as_bytes()).then(|| {
                let line = first_difference(&String::from_utf8_lossy(&bytes), &text);
                (text, line)
            });
            looked.push(Looked { name: file.file, other });
        }
    }
    // Only what kept a file from being read as TOML matters here; `check` proves the rest.
    let broken = |d: &crate::diagnostics::Diagnostic| {
        use crate::diagnostics::Code;
        matches!(
            d.code,
            Code::Syntax | Code::FileMissing | Code::FileUnreadable | Code::NotUtf8
        ) || (d.code == Code::ControlCharacter
            && !looked.iter().any(|file| {
                d.primary.as_ref().is_some_and(|place| place.file == file.name)
            }))
    };
    project.diagnostics.retain(broken);
    let failed = project.report(terminal) != Outcome::Done;
    let changed: Vec<&Looked> = looked.iter().filter(|file| file.other.is_some()).collect();
    match fmt.format {
        ListFormat::Json => print_lines(looked.iter().map(|file| {
            let line = file.other.as_ref().map(|(_, line)| *line);
            let record = Record { file: &file.name, canonical: line.is_none(), line };
            to_json(&record)
        }))?,
        ListFormat::Table => print_lines(changed.iter().map(|file| {
            let line = file.other.as_ref().map_or(1, |(_, line)| *line);
            output::visible(&format!("{}:{line}", file.name))
        }))?,
    }
    let files = count(looked.len(), "file");
    if fmt.check {
        terminal.say(&format!("{} of {files} not in canonical form", changed.len()));
        let found = failed || !changed.is_empty();
        return Ok(if found { Outcome::Findings } else { Outcome::Done });
    }
    let texts: Vec<(PathBuf, Vec<u8>)> = changed
        .iter()
        .filter_map(|file| {
            let (text, _) = file.other.as_ref()?;
            Some((project.path(&file.name), text.clone().into_bytes()))
        })
        .collect();
    output::write_all(&texts)?;
    terminal.say(&format!("{} of {files} rewritten", changed.len()));
    Ok(if failed { Outcome::Findings } else { Outcome::Done })
}

/// The 1-based number of the first line in which two texts differ.
fn first_difference(a: &str, b: &str) -> usize {
    let same = a.split('\n').zip(b.split('\n')).take_while(|(a, b)| a == b).count();
    same + 1
}
