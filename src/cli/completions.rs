//! `yulu completions` and `yulu man`: what shells and `man` know of the command line, made
//! from the one definition of it.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap_complete::Shell;

use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, print_as_is};

/// A parser that takes any word and offers some to shells, where a value may also be another
/// than those, or an unknown one is answered better elsewhere.
#[derive(Clone)]
pub struct Suggested(pub fn() -> Vec<&'static str>);

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

/// `yulu completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
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
pub fn completions(
    list: &CompletionsArgs,
    mut command: clap::Command,
) -> Result<Outcome, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(list.shell, &mut command, "yulu", &mut bytes);
    let script = String::from_utf8_lossy(&bytes).into_owned();
    let more = if list.shell == Shell::Fish { fish_values(&command) } else { Vec::new() };
    print_as_is(script.lines().map(str::to_owned).chain(more))?;
    Ok(Outcome::Done)
}

/// The values of arguments without a flag, which the generator leaves out for fish.
fn fish_values(main: &clap::Command) -> Vec<String> {
    let arguments = main.get_subcommands().flat_map(|sub| {
        sub.get_positionals().map(move |argument| (sub.get_name(), argument))
    });
    let known = arguments.filter_map(|(command, argument)| {
        let values = argument.get_possible_values();
        let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        (!values.is_empty()).then(|| {
            let when = format!("__fish_yulu_using_subcommand {command}");
            format!("complete -c yulu -n \"{when}\" -f -a \"{}\"", values.join(" "))
        })
    });
    known.collect()
}

/// Prints a manual page, or writes all of them.
pub fn man(
    man: &ManArgs,
    command: clap::Command,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let pages = pages(command)?;
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
        return Err(failure.nearest(
            &command,
            &names,
            format!("commands: {}", names.join(", ")),
        ));
    };
    print_as_is(String::from_utf8_lossy(page).lines().map(str::to_owned))?;
    Ok(Outcome::Done)
}

/// The day on which this version was released, from the changelog: the same on every machine.
/// None before the release.
fn released() -> Option<&'static str> {
    const CHANGELOG: &str = include_str!("../../CHANGELOG.md");
    date_of(CHANGELOG, env!("CARGO_PKG_VERSION"))
}

/// The date in a changelog's heading, `## [VERSION] - DATE`.
fn date_of<'a>(changelog: &'a str, version: &str) -> Option<&'a str> {
    let heading = format!("## [{version}] - ");
    changelog.lines().find_map(|line| line.strip_prefix(&heading))
}

/// Every page with its file name, the main one first.
fn pages(command: clap::Command) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    fn walk(
        command: &clap::Command,
        found: &mut Vec<(String, Vec<u8>)>,
    ) -> Result<(), Failure> {
        // A page below the main one has no version of its own.
        let mut page = clap_mangen::Man::new(command.clone())
            .source(concat!("yulu ", env!("CARGO_PKG_VERSION")))
            .manual("yulu");
        if let Some(date) = released() {
            page = page.date(date);
        }
        let mut bytes = Vec::new();
        page.render(&mut bytes)?;
        found.push((page.get_filename(), bytes));
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            walk(inner, found)?;
        }
        Ok(())
    }
    let mut main = command.disable_help_subcommand(true);
    main.build();
    let mut found = Vec::new();
    walk(&main, &mut found)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_page_is_that_of_its_release() {
        let log = "## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n## [1.1.0] - 2026-11-30\n";
        assert_eq!(date_of(log, "1.1.0"), Some("2026-11-30"));
        assert_eq!(date_of(log, "1.2.0"), Some("2026-12-01"));
        assert_eq!(date_of(log, "1.3.0"), None);
    }
}
