//! One writer at a time in one project: outputs of two builds are never mixed, and of two
//! commands that read, change and write a file neither loses what the other wrote.

use std::fs::{File, TryLockError};
use std::time::Duration;

use super::interrupt;
use super::outcome::Failure;
use super::output::Terminal;
use super::project::Project;

/// How often a waiting command looks again.
const PAUSE: Duration = Duration::from_millis(25);

/// Exclusive write lock for a project, until it is dropped or the process ends.
#[derive(Debug)]
pub struct ProjectLock {
    /// The project's folder, locked; nothing if this system cannot lock folders.
    _folder: Option<File>,
}

impl ProjectLock {
    /// Waits until no other command writes in the project. Whoever changes a file takes the lock
    /// before reading it.
    ///
    /// # Errors
    /// After Ctrl-C.
    pub fn acquire(project: &Project, terminal: &mut Terminal) -> Result<Self, Failure> {
        let Ok(folder) = File::open(project.path("")) else {
            return Ok(Self { _folder: None });
        };
        let mut said = false;
        loop {
            match folder.try_lock() {
                Ok(()) => return Ok(Self { _folder: Some(folder) }),
                Err(TryLockError::WouldBlock) => {
                    if !said {
                        terminal
                            .say("another yulu is writing in this project; waiting for it");
                        terminal.step("waiting for the other command");
                        said = true;
                    }
                    interrupt::check()?;
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(_)) => return Ok(Self { _folder: None }),
            }
        }
    }
}
