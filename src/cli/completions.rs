//! `yulu completions` and `yulu man`: what shells and `man` know of the command line, made
//! from the one definition of it.

use std::path::PathBuf;

use clap::CommandFactory as _;

use super::args::Args;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, print_lines};
use crate::diagnostics::decode;

/// `yulu completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `yulu man`.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// A command, such as `build` or `new deck`; the page of yulu itself if not given
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub command: Vec<String>,
    /// Write the pages of all commands into this folder instead of printing one
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Prints a completion script.
pub fn completions(list: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(list.shell, &mut Args::command(), "yulu", &mut bytes);
    print_lines(String::from_utf8_lossy(&bytes).lines().map(str::to_owned))?;
    Ok(Outcome::Done)
}

/// Prints a manual page, or writes all of them.
pub fn man(man: &ManArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let pages = pages()?;
    if let Some(folder) = &man.out {
        let files: Vec<(PathBuf, Vec<u8>)> =
            pages.into_iter().map(|(name, page)| (folder.join(name), page)).collect();
        output::write_all(&files)?;
        terminal.say(&format!(
            "{} in {}; read one with: man -l {}",
            output::count(files.len(), "page"),
            folder.display(),
            folder.join("yulu.1").display()
        ));
        return Ok(Outcome::Done);
    }
    let words: Vec<&str> =
        std::iter::once("yulu").chain(man.command.iter().map(String::as_str)).collect();
    let wanted = format!("{}.1", words.join("-"));
    let Some((_, page)) = pages.iter().find(|(name, _)| *name == wanted) else {
        let command = man.command.join(" ");
        let failure = Failure::new(format!("there is no command `{command}`"));
        let names: Vec<String> = pages
            .iter()
            .filter_map(|(name, _)| name.strip_prefix("yulu-")?.strip_suffix(".1"))
            .map(|name| name.replace('-', " "))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(match decode::closest(&command, &names) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!("commands: {}", names.join(", "))),
        });
    };
    print_lines(String::from_utf8_lossy(page).lines().map(str::to_owned))?;
    Ok(Outcome::Done)
}

/// Every page with its file name, the main one first.
fn pages() -> Result<Vec<(String, Vec<u8>)>, Failure> {
    fn walk(
        command: &clap::Command,
        found: &mut Vec<(String, Vec<u8>)>,
    ) -> Result<(), Failure> {
        let page = clap_mangen::Man::new(command.clone());
        let mut bytes = Vec::new();
        page.render(&mut bytes)?;
        found.push((page.get_filename(), bytes));
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            walk(inner, found)?;
        }
        Ok(())
    }
    let mut main = Args::command().disable_help_subcommand(true);
    main.build();
    let mut found = Vec::new();
    walk(&main, &mut found)?;
    Ok(found)
}
