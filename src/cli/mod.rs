//! The command line: the only layer that reads files, the clock and the environment, and
//! that writes anywhere.
#![expect(clippy::disallowed_methods, reason = "I/O at the edge: this layer is the edge")]

mod args;
mod build;
mod calibrate;
mod draft;
mod outcome;
mod output;
mod plan;
mod print;
mod project;
mod read;
mod sheets;
mod show;
mod tables;

pub use args::Args;
pub use outcome::Outcome;

use args::Command;
use clap::Parser as _;

/// Runs the program with the given arguments and returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, not mistakes.
            let status = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => 2,
                _ => status,
            };
        }
    };
    let mut terminal = output::Terminal::new(&args);
    let outcome = match &args.command {
        Command::Build(build) => build::build(&args, build, &mut terminal),
        Command::Check(check) => read::check(&args, check, &mut terminal),
        Command::Sources(list) => read::sources(&args, list, &mut terminal),
        Command::Passages(list) => read::passages(&args, list, &mut terminal),
        Command::Notes(list) => read::notes(&args, list, &mut terminal),
        Command::Plan(plan) => plan::plan(&args, plan, &mut terminal),
        Command::Show(show) => show::show(&args, show, &mut terminal),
        Command::Harvest(harvest) => show::harvest(&args, harvest, &mut terminal),
        Command::Draft(draft) => draft::draft(&args, draft, &mut terminal),
        Command::Calibrate(calibrate) => {
            calibrate::calibrate(&args, calibrate, &mut terminal)
        }
        Command::Collate(list) => read::collate(&args, list, &mut terminal),
        Command::Profiles(list) => tables::profiles(list),
    };
    match outcome {
        Ok(outcome) => outcome.status(),
        Err(error) => terminal.fail(&error),
    }
}
