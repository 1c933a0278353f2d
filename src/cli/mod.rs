//! The command line: the only layer that reads files, the clock and the environment, and
//! that writes anywhere.
#![expect(clippy::disallowed_methods, reason = "I/O at the edge: this layer is the edge")]

mod args;
mod build;
mod check;
mod collate;
mod completions;
mod decks;
mod document;
mod draft;
mod explain;
mod files;
mod fmt;
mod global;
mod harvest;
mod init;
mod interrupt;
mod marks;
mod new;
mod notes;
mod options;
mod outcome;
mod output;
mod plan;
mod print;
mod progress;
mod project;
mod project_lock;
mod publish;
mod pull;
mod rederive;
mod report;
mod schema;
mod show;
mod sources;
mod tables;
mod update;
mod values;
mod watch;

pub use args::Args;
pub use outcome::Outcome;

use args::Command;
use build::unused_flags;
use clap::{CommandFactory as _, FromArgMatches as _};

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
    let Args { global, command: asked } = args;
    interrupt::install();
    let _scratch = interrupt::scratch();
    let mut terminal = output::Terminal::new(&global);
    let unused = unused_flags::check(&asked, &matches, &command);
    let outcome = unused.and_then(|()| match &asked {
        Command::Init(init) => init::init(&global, init, &mut terminal),
        Command::New(new) => new::new(&global, new, &mut terminal),
        Command::Sources(list) => sources::sources(&global, list, &mut terminal),
        Command::Passages(list) => sources::passages(&global, list, &mut terminal),
        Command::Update(update) => update::update(&global, update, &mut terminal),
        Command::Harvest(harvest) => harvest::harvest(&global, harvest, &mut terminal),
        Command::Draft(draft) => draft::draft(&global, draft, &mut terminal),
        Command::Fmt(list) => fmt::fmt(&global, list, &mut terminal),
        Command::Check(check) => check::check(&global, check, &mut terminal),
        Command::Show(show) => show::show(&global, show, &mut terminal),
        Command::Collate(list) => collate::collate(&global, list, &mut terminal),
        Command::Notes(list) => notes::notes(&global, list, &mut terminal),
        Command::Build(build) => build::build(&global, build, &mut terminal),
        Command::Watch(watch) => watch::watch(&global, watch, &mut terminal),
        Command::Plan(plan) => plan::plan(&global, plan, &mut terminal),
        Command::Pull(pull) => pull::pull(&global, pull, &mut terminal),
        Command::Publish(list) => publish::publish(&global, list, &mut terminal),
        Command::Profiles(list) => tables::profiles(list),
        Command::Calibrate(calibrate) => {
            print::calibrate(&global, calibrate, &mut terminal)
        }
        Command::Explain(list) => explain::explain(list, &mut terminal),
        Command::Schema(schema) => schema::schema(schema, &mut terminal),
        Command::Completions(list) => completions::completions(list, Args::command()),
        Command::Man(man) => completions::man(man, Args::command(), &mut terminal),
    });
    match outcome {
        Ok(outcome) => outcome.status(),
        Err(error) => terminal.fail(&error),
    }
}
