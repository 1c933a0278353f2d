//! The folders that are watched: those of the project that outputs are made of, whenever they
//! come to be there, and others that take their place.
//!
//! The system tells of changes in a folder, not in a name: after `mv decks old; mv new decks` it
//! goes on telling of `old`. So it is looked now and then whether the folders are still the same.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::outcome::Failure;

/// What outputs are made of, relative to the project.
const INPUTS: [&str; 3] = ["seeds", "decks", "templates"];

/// Which folder stands under a name; `None` if none does.
type Identity = Option<(u64, u64)>;

/// The folders of a project, watched.
pub struct Folders {
    /// The folder that paths of the command line are relative to.
    start: PathBuf,
    /// The project, from the root of the file system.
    root: PathBuf,
    /// The project and its inputs, as they were when the watch on them began.
    known: Vec<Identity>,
    events: Sender<notify::Result<Event>>,
    /// Watches until it is dropped.
    watcher: RecommendedWatcher,
}

impl Folders {
    /// Begins to watch; changes are sent to `events`.
    ///
    /// # Errors
    /// If the system refuses to watch, or has no current folder.
    pub fn watch(
        project: &Path,
        events: Sender<notify::Result<Event>>,
    ) -> Result<Self, Failure> {
        let start = std::env::current_dir()?;
        let root = start.join(project);
        // Known before the watch begins: what is replaced in between is seen then.
        let known = identities(&root);
        let watcher = begin(&root, &events)?;
        Ok(Self { start, root, known, events, watcher })
    }

    /// Looks whether other folders stand under the names now, and if so watches them; true if
    /// there were any.
    ///
    /// # Errors
    /// If the system refuses to watch them.
    pub fn renew(&mut self) -> Result<bool, Failure> {
        let now = identities(&self.root);
        if now == self.known {
            return Ok(false);
        }
        // A process stays in its folder even when another one has taken its name.
        let _ = std::env::set_current_dir(&self.start);
        self.watcher = begin(&self.root, &self.events)?;
        self.known = now;
        Ok(true)
    }

    /// The input folder that a folder for outputs is or lies in: each build would be a change to
    /// be built.
    pub fn holding(&self, out: &Path) -> Option<&'static str> {
        let out = resolved(&self.root.join(out));
        INPUTS.into_iter().find(|name| out.starts_with(resolved(&self.root.join(name))))
    }
}

/// A watch on every input folder that is there.
fn begin(
    root: &Path,
    events: &Sender<notify::Result<Event>>,
) -> Result<RecommendedWatcher, Failure> {
    // The watcher needs a thread, and panics where there is none to be had.
    std::thread::Builder::new().spawn(|| ()).map_err(|error| {
        Failure::new(format!("the project's folders cannot be watched: {error}"))
            .hint("the machine gives no thread; look at the limits of processes and memory")
    })?;
    let events = events.clone();
    let handler = move |event| {
        // The receiver is gone only when the watch ends.
        let _ = events.send(event);
    };
    // A link in an input folder may lead to the outputs, or to the project itself: every build
    // would then be a change. The input folders may be links.
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).map_err(cannot_watch)?;
    for path in INPUTS.map(|name| root.join(name)) {
        match watcher.watch(&path, RecursiveMode::Recursive) {
            Err(error) if path.is_dir() => return Err(cannot_watch(error)),
            // One that is not there, or went away just now, is looked for again.
            _ => {}
        }
    }
    Ok(watcher)
}

fn cannot_watch(error: notify::Error) -> Failure {
    Failure::new(format!("the project's folders cannot be watched: {error}"))
        .hint("on Linux the limit is /proc/sys/fs/inotify/max_user_watches")
}

fn identities(root: &Path) -> Vec<Identity> {
    let inputs = INPUTS.map(|name| identity(&root.join(name)));
    std::iter::once(identity(root)).chain(inputs).collect()
}

#[cfg(unix)]
fn identity(path: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    let found = path.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Identity {
    let found = path.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    let made = found.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((made.as_secs(), u64::from(made.subsec_nanos())))
}

/// A path without links and `..`, of which the end need not be there yet.
fn resolved(path: &Path) -> PathBuf {
    let mut known = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                known.pop();
            }
            Component::CurDir => {}
            other => {
                known.push(other);
                known = known.canonicalize().unwrap_or(known);
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_are_not_there_yet_are_resolved() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let real = folder.path().canonicalize().expect("there");
        let path = |name: &str| resolved(&folder.path().join(name));
        assert_eq!(path("decks/./new/../out"), real.join("decks/out"));
        assert_eq!(path("../x/../.."), *real.parent().and_then(Path::parent).expect("two"));
    }
}
