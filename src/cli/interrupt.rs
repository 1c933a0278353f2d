//! Ctrl-C: the work ends between two steps, never in the middle of writing.
//!
//! The first signal asks the command to stop at its next step, so that temporary files are
//! removed by their owners. If it does not get there soon, the process ends by itself, but
//! only while no file is being put in place.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
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

/// A private folder for all temporary files of this process, which goes with it, however it
/// ends; `None` where there is no room for one, or there is one already.
pub fn scratch() -> Option<TempDir> {
    let folder = tempfile::Builder::new().prefix("yulu-").tempdir().ok()?;
    tempfile::env::override_temp_dir(folder.path()).ok()?;
    *SCRATCH.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(folder.path().to_owned());
    Some(folder)
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
