//! The command line: the only layer that reads files, the clock and the environment, and
//! that writes anywhere.
#![expect(clippy::disallowed_methods, reason = "I/O at the edge: this layer is the edge")]

mod args;
mod build;
mod calibrate;
mod check;
mod collate;
mod completions;
mod decks;
mod document;
mod draft;
mod explain;
mod files;
mod fmt;
mod fonts;
mod harvest;
mod heed;
mod init;
mod interrupt;
mod made;
mod marks;
mod new;
mod opening;
mod outcome;
mod output;
mod plan;
mod print;
mod progress;
mod project;
mod read;
mod rederive;
mod report;
mod schema;
mod sheets;
mod show;
mod sources;
mod tables;
mod turn;
mod update;
mod volumes;
mod watch;

pub use args::Args;
pub use outcome::Outcome;

use args::Command;
use clap::FromArgMatches as _;

/// Runs the program with the given arguments and returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let mut command = args::command();
    let parsed = command.try_get_matches_from_mut(arguments);
    let parsed =
        parsed.and_then(|matches| Ok((Args::from_arg_matches(&matches)?, matches)));
    let (args, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version are answers, not mistakes.
            let status = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => 2,
                _ => status,
            };
        }
    };
    interrupt::install();
    let _scratch = interrupt::scratch();
    let mut terminal = output::Terminal::new(&args);
    let heeded = heed::check(&args.command, &matches, &command);
    let outcome = heeded.and_then(|()| match &args.command {
        Command::Build(build) => build::build(&args, build, &mut terminal),
        Command::Check(check) => check::check(&args, check, &mut terminal),
        Command::Sources(list) => sources::sources(&args, list, &mut terminal),
        Command::Passages(list) => sources::passages(&args, list, &mut terminal),
        Command::Notes(list) => read::notes(&args, list, &mut terminal),
        Command::Plan(plan) => plan::plan(&args, plan, &mut terminal),
        Command::Show(show) => show::show(&args, show, &mut terminal),
        Command::Harvest(harvest) => harvest::harvest(&args, harvest, &mut terminal),
        Command::Draft(draft) => draft::draft(&args, draft, &mut terminal),
        Command::Calibrate(calibrate) => {
            calibrate::calibrate(&args, calibrate, &mut terminal)
        }
        Command::Collate(list) => collate::collate(&args, list, &mut terminal),
        Command::Profiles(list) => tables::profiles(list),
        Command::Init(init) => init::init(&args, init, &mut terminal),
        Command::New(new) => new::new(&args, new, &mut terminal),
        Command::Update(update) => update::update(&args, update, &mut terminal),
        Command::Watch(watch) => watch::watch(&args, watch, &mut terminal),
        Command::Fmt(list) => fmt::fmt(&args, list, &mut terminal),
        Command::Explain(list) => explain::explain(list, &mut terminal),
        Command::Schema(schema) => schema::schema(schema, &mut terminal),
        Command::Completions(list) => completions::completions(list),
        Command::Man(man) => completions::man(man, &mut terminal),
    });
    match outcome {
        Ok(outcome) => outcome.status(),
        Err(error) => terminal.fail(&error),
    }
}
