//! Ctrl-C: the work ends between two steps, never in the middle of writing.
//!
//! The first signal asks the command to stop at its next step, so that temporary files are
//! removed by their owners. If it does not get there soon, the process ends by itself, but
//! only while no file is being put in place.

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use super::outcome::Failure;

/// Exit status after Ctrl-C, as shells count it: 128 and the signal's number, 2.
pub const STATUS: u8 = 130;

/// How long a command has to reach its next step.
const PATIENCE: Duration = Duration::from_millis(400);

static REQUESTED: AtomicBool = AtomicBool::new(false);
static EXPECTED: AtomicBool = AtomicBool::new(false);
static WRITING: Mutex<()> = Mutex::new(());
static SCRATCH: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Takes over Ctrl-C and requests to terminate. In a process that has done so before nothing
/// changes.
pub fn install() {
    // A second handler is refused, which is what is wanted.
    let _ = ctrlc::set_handler(|| {
        REQUESTED.store(true, Ordering::SeqCst);
        std::thread::sleep(PATIENCE);
        let status = if EXPECTED.load(Ordering::SeqCst) { 0 } else { STATUS };
        let _writing = writing();
        let scratch = SCRATCH.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(folder) = scratch {
            // What cannot be removed is in the system's temporary folder anyway.
            let _ = std::fs::remove_dir_all(folder);
        }
        if status != 0 {
            // What is being done may still be shown on the line.
            let mut stderr = std::io::stderr();
            let clear = if stderr.is_terminal() { "\r\u{1b}[2K" } else { "" };
            let _ = writeln!(stderr, "{clear}error: interrupted; nothing is half-written");
        }
        std::process::exit(i32::from(status));
    });
}

/// What the names of folders for temporary files begin with.
const FOLDER: &str = ".yulu-run-";

/// The file in such a folder that its process holds until it ends.
const HELD: &str = "held";

/// A private folder for all temporary files of a process.
pub struct Scratch {
    folder: TempDir,
    /// Locked: what nobody holds is left over.
    _held: Option<File>,
}

/// A private folder for all temporary files of this process, which goes with it; `None` where
/// there is no room for one, or there is one already. What a killed process left is removed.
pub fn scratch() -> Option<Scratch> {
    remove_leftovers(&std::env::temp_dir());
    let scratch = begin()?;
    let folder = scratch.folder.path();
    tempfile::env::override_temp_dir(folder).ok()?;
    *SCRATCH.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
    Some(scratch)
}

fn begin() -> Option<Scratch> {
    loop {
        let folder = tempfile::Builder::new().prefix(FOLDER).tempdir().ok()?;
        let path = folder.path().join(HELD);
        // Another process may take the folder for a left one until the file is locked.
        let held = match File::create_new(&path) {
            Ok(held) => held,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(_) => return Some(Scratch { folder, _held: None }),
        };
        // Where files cannot be locked nothing is ever taken for left.
        let _ = held.lock();
        if path.exists() {
            return Some(Scratch { folder, _held: Some(held) });
        }
    }
}

/// Removes folders of processes that were killed. Those of one that still works are locked and
/// stay; so does what has no such file, whoever made it.
fn remove_leftovers(temporary: &Path) {
    let Ok(entries) = std::fs::read_dir(temporary) else { return };
    for entry in entries.flatten() {
        let path = entry.path().join(HELD);
        if entry.file_name().to_string_lossy().starts_with(FOLDER)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            // A pipe would be waited for.
            && path.symlink_metadata().is_ok_and(|held| held.is_file())
            && let Ok(held) = File::open(path)
            && held.try_lock().is_ok()
        {
            // Another user's cannot be removed.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// From now on Ctrl-C is how the command ends, and no failure.
pub fn expected() {
    EXPECTED.store(true, Ordering::SeqCst);
}

/// True after Ctrl-C.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Goes on, unless there was a Ctrl-C.
///
/// # Errors
/// If there was one; the program then ends with [`STATUS`].
pub fn check() -> Result<(), Failure> {
    if requested() { Err(Failure::interrupted()) } else { Ok(()) }
}

/// While this is held the process does not end by Ctrl-C.
pub fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}
