//! A flag that only one output heeds is refused where that output is not written: it would
//! change nothing, and nobody would be told.

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::args::{Command, Format};
use super::outcome::Failure;

/// Checks the flags of `build` and `watch` that were typed; `main` is the command line that
/// they were read by.
///
/// # Errors
/// If some of them are about an output that is not written.
pub fn check(
    command: &Command,
    matches: &ArgMatches,
    main: &clap::Command,
) -> Result<(), Failure> {
    let (named, written) = match command {
        Command::Build(build) => (&build.format, build.formats()),
        Command::Watch(watch) => (&watch.build.format, watch.formats()),
        _ => return Ok(()),
    };
    let Some((name, matches)) = matches.subcommand() else { return Ok(()) };
    let Some(known) = main.find_subcommand(name) else { return Ok(()) };
    for (format, what) in [
        (Format::Apkg, "no Anki package is written"),
        (Format::Csv, "no table is written"),
        (Format::Pdf, "no sheet is printed"),
    ] {
        if written.contains(&format) {
            continue;
        }
        let own = known.get_arguments().filter(|argument| {
            argument.get_help_heading() == Some(format.heading())
                && matches.value_source(argument.get_id().as_str())
                    == Some(ValueSource::CommandLine)
        });
        let flags: Vec<String> = own
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        if !flags.is_empty() {
            let hint = match named.is_empty() {
                // With all that is written otherwise, whose place what is named takes.
                true => {
                    let mut all: Vec<Format> = written;
                    all.push(format);
                    all.sort_unstable();
                    let all: Vec<String> = all.iter().map(Format::to_string).collect();
                    format!("ask for it: --format {}", all.join(","))
                }
                false => format!("add `{format}` to --format"),
            };
            return Err(Failure::new(format!("{}: {what}", flags.join(", "))).hint(hint));
        }
    }
    Ok(())
}
