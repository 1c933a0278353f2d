//! `yulu watch`: builds again whenever a file of the project is saved, and shows the page in
//! a browser that follows.
//!
//! A file that is saved half-way, or saved wrong, is reported; the outputs and the page stay
//! those of the last good build.

mod folders;
mod page;
mod server;

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind};

use super::build::{self, BuildArgs, OUTPUTS, Output, When};
use super::decks::deck_id;
use super::global::Global;
use super::interrupt;
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, short};
use super::project::Project;
use folders::Folders;

/// `yulu watch`.
#[derive(Debug, clap::Args)]
pub struct WatchArgs {
    /// The port on this machine (127.0.0.1) under which the page stands
    #[arg(long, value_name = "PORT", default_value_t = 4711)]
    pub port: u16,
    /// Only build; serve no page
    #[arg(long)]
    pub no_page: bool,
    /// What is built: as for `yulu build`, everything but the PDF if no format is given
    #[command(flatten)]
    pub build: BuildArgs,
}

impl WatchArgs {
    /// The formats to write: what is made quickly if none is named.
    pub fn formats(&self) -> Vec<&'static Output> {
        let mut formats = self.build.formats();
        if self.build.format.is_empty() {
            formats.retain(|output| output.when != When::NotWatching);
        }
        formats
    }

    /// Outputs of an earlier build that no build of this watch replaces.
    fn stale(&self, project: &Project) -> Vec<String> {
        let written = self.formats();
        let slow = OUTPUTS.iter().filter(|output| output.when != When::Always);
        let left: Vec<_> = slow.filter(|output| !written.contains(*output)).collect();
        let out = project.path(&self.build.out);
        let decks = project.deck_names(&self.build.decks).unwrap_or_default();
        let old = decks.iter().flat_map(|deck| {
            left.iter().flat_map(|output| (output.old)(&out, deck_id(deck)))
        });
        old.map(|path| short(&path).to_string()).collect()
    }
}

/// An editor writes a file in several steps; a build waits until nothing has happened for
/// this long.
const SETTLE: Duration = Duration::from_millis(25);
/// But not longer than this.
const LONGEST_SETTLE: Duration = Duration::from_millis(150);
/// How often a quiet watch looks whether it should end.
const LOOK: Duration = Duration::from_millis(50);

/// Builds, then builds again after every change, until Ctrl-C.
pub fn watch(
    global: &Global,
    watch: &WatchArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let project = Project::open(global)?;
    let wanted = BuildArgs { format: watch.formats(), ..watch.build.clone() };
    let (events, changes) = channel();
    let mut folders = Folders::watch(&global.project, events)?;
    if let Some(input) = folders.holding(&watch.build.out) {
        let out = watch.build.out.display();
        return Err(Failure::new(format!(
            "--out {out}: `{input}` is watched, so every build would be built again"
        ))
        .hint("name a folder outside of seeds, decks and templates"));
    }
    let pages = project.path(&watch.build.out);
    terminal.listen();
    let served = if watch.no_page { None } else { Some(server::start(watch.port, pages)?) };
    interrupt::expected();
    let first = Built::now(global, &wanted, terminal);
    if let Err(failure) = &first.result {
        // What keeps a command from being carried out at all (a flag, a folder that may not
        // be written) no save will mend; but a project without a deck waits for one.
        if !failure.interrupted && !failure.mendable {
            return first.result;
        }
    }
    first.tell(terminal, served.as_ref());
    let stale = watch.stale(&project);
    if !stale.is_empty() {
        let them = if stale.len() == 1 { "it" } else { "them" };
        terminal.say(&format!(
            "{}: from an earlier build; run `yulu build --format pdf` to rebuild {them}",
            stale.join(", ")
        ));
    }
    match &served {
        _ if interrupt::requested() => {}
        None => terminal.say("watching; Ctrl-C ends it"),
        Some(served) => {
            if ![0, served.port].contains(&watch.port) {
                terminal.say(&format!("port {} is taken", watch.port));
            }
            terminal.say("watching; Ctrl-C ends it; the page is at");
            print_lines([format!("http://127.0.0.1:{}/", served.port)])?;
        }
    }
    while !interrupt::requested() {
        match changes.recv_timeout(LOOK) {
            Ok(event) => {
                if settled(event, &changes) {
                    Built::now(global, &wanted, terminal).tell(terminal, served.as_ref());
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if folders.renew()? {
                    Built::now(global, &wanted, terminal).tell(terminal, served.as_ref());
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    terminal.say("stopped");
    Ok(Outcome::Done)
}

/// Waits until no more changes come; true if any of them concerns the outputs.
fn settled(
    first: notify::Result<Event>,
    changes: &Receiver<notify::Result<Event>>,
) -> bool {
    let mut concerns = matters(&first);
    let began = Instant::now();
    while began.elapsed() < LONGEST_SETTLE {
        match changes.recv_timeout(SETTLE) {
            Ok(event) => concerns |= matters(&event),
            Err(_) => break,
        }
    }
    concerns
}

/// True for a change of a file that outputs are made of. What `yulu` writes itself (locks,
/// temporary files) and what editors leave beside a file does not count. After an error
/// nothing is known, so it counts.
fn matters(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    event.paths.iter().any(|path| is_input(path))
}

fn is_input(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = name.starts_with('.')
        || name.starts_with('#')
        || name.ends_with('~')
        || [".lock", ".swp", ".swx", ".tmp", ".bak"].iter().any(|end| name.ends_with(end))
        || name == "4913";
    !beside
}

/// A build that was tried.
struct Built {
    result: Result<Outcome, Failure>,
    took: Duration,
}

impl Built {
    /// Builds; what was said before is forgotten.
    fn now(global: &Global, wanted: &BuildArgs, terminal: &mut Terminal) -> Self {
        let began = Instant::now();
        let _ = terminal.heard();
        let result = build::build(global, wanted, terminal);
        Self { result, took: began.elapsed() }
    }

    /// Says what came of it, and shows it on the page.
    fn tell(self, terminal: &mut Terminal, served: Option<&server::Server>) {
        let good = match self.result {
            Ok(outcome) => outcome == Outcome::Done,
            Err(failure) if failure.interrupted => return,
            Err(failure) => {
                terminal.fail(&failure);
                false
            }
        };
        let said = terminal.heard();
        let took = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
        if good {
            terminal.say(&format!("built in {took} ms"));
        } else {
            terminal.say("what was built before, if anything, is untouched");
        }
        if let Some(served) = served {
            served.tell(page::News { good, said, took });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_and_builds_leave_beside_a_file_is_no_input() {
        for name in ["garden.toml", "seeds/文档.txt", "templates/anki/card.css"] {
            assert!(is_input(Path::new(name)), "{name}");
        }
        for name in [
            "decks/.garden.toml.swp",
            "garden.lock",
            "garden.toml~",
            "4913",
            ".yulu-x",
            "#a#",
        ] {
            assert!(!is_input(Path::new(name)), "{name}");
        }
    }
}
