//! Format-specific flags are rejected when that format is not being built: they would change
//! nothing, and nobody would be told.

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::super::args::Command;
use super::super::outcome::Failure;
use super::args::joined;
use super::outputs::OUTPUTS;

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
    for output in OUTPUTS.iter().filter(|output| !written.contains(*output)) {
        let Some(own) = &output.flags else { continue };
        let typed = known.get_arguments().filter(|argument| {
            argument.get_help_heading() == Some(own.heading)
                && matches.value_source(argument.get_id().as_str())
                    == Some(ValueSource::CommandLine)
        });
        let flags: Vec<String> = typed
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        if !flags.is_empty() {
            let hint = match named.is_empty() {
                // With all that is written otherwise, whose place what is named takes.
                true => {
                    let all = [written.as_slice(), &[*output]].concat();
                    format!("ask for it: --format {}", joined(&all))
                }
                false => format!("add `{}` to --format", output.name),
            };
            let not_written = format!("{}: {}", flags.join(", "), own.not_written);
            return Err(Failure::new(not_written).hint(hint));
        }
    }
    Ok(())
}
