//! Ctrl-C: the work ends between two steps, never in the middle of writing.
//!
//! The first signal asks the command to stop at its next step, so that temporary files are
//! removed by their owners. If it does not get there soon, the process ends by itself, but
//! only while no file is being put in place.

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
static WRITING: Mutex<()> = Mutex::new(());
static SCRATCH: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Takes over Ctrl-C and requests to terminate. In a process that has done so before nothing
/// changes.
pub fn install() {
    // A second handler is refused, which is what is wanted.
    let _ = ctrlc::set_handler(|| {
        REQUESTED.store(true, Ordering::SeqCst);
        std::thread::sleep(PATIENCE);
        let _writing = writing();
        let scratch = SCRATCH.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(folder) = scratch {
            // What cannot be removed is in the system's temporary folder anyway.
            let _ = std::fs::remove_dir_all(folder);
        }
        std::process::exit(i32::from(STATUS));
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
