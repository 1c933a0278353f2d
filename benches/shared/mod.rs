//! What the benches of whole processes share: a copy of the project, and how long a cold
//! process takes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program, as it is measured.
pub const YULU: &str = env!("CARGO_BIN_EXE_yulu");

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("file");
        }
    }
}

/// Copies the shipped project, without its outputs.
pub fn shipped(to: &Path) {
    for part in ["seeds", "decks", "templates"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &to.join(part));
    }
}

/// How long a process of `yulu` takes from its start to its end. What it says is thrown away;
/// `during` is called while it runs, until it has ended.
pub fn cold(
    folder: &Path,
    arguments: &[&str],
    during: impl FnOnce(&mut Child),
) -> Duration {
    let mut command = Command::new(YULU);
    command.current_dir(folder).args(arguments);
    timed(command, during)
}

/// How long any process takes; it must end well.
pub fn timed(mut command: Command, during: impl FnOnce(&mut Child)) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("it starts");
    during(&mut child);
    let status = child.wait().expect("status");
    let took = start.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
}
