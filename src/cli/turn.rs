//! One build at a time in one project: outputs of two builds are never mixed.

use std::fs::{File, TryLockError};
use std::time::Duration;

use super::interrupt;
use super::outcome::Failure;
use super::output::Terminal;
use super::project::Project;

/// How often a waiting build looks again.
const PAUSE: Duration = Duration::from_millis(25);

/// The right to build in a project, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Turn {
    /// The project's folder, locked; nothing if this system cannot lock folders.
    _folder: Option<File>,
}

/// Waits until no other build works in the project.
///
/// # Errors
/// After Ctrl-C.
pub fn take(project: &Project, terminal: &mut Terminal) -> Result<Turn, Failure> {
    let Ok(folder) = File::open(project.path("")) else {
        return Ok(Turn { _folder: None });
    };
    let mut said = false;
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Turn { _folder: Some(folder) }),
            Err(TryLockError::WouldBlock) => {
                if !said {
                    terminal
                        .say("another yulu is building in this project; waiting for it");
                    terminal.step("waiting for the other build");
                    said = true;
                }
                interrupt::check()?;
                std::thread::sleep(PAUSE);
            }
            Err(TryLockError::Error(_)) => return Ok(Turn { _folder: None }),
        }
    }
}
