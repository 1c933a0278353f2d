//! Files that are read: ordinary ones, and of a project only its own.

use std::fs::File;
use std::path::Path;

use super::outcome::Failure;
use super::output::short;

/// Opens a file that is an ordinary one. A pipe or a device would be waited for, perhaps for
/// ever.
///
/// # Errors
/// If there is none, if it is something else, or if it cannot be read.
pub fn open(path: &Path) -> Result<File, Failure> {
    let problem = |error: std::io::Error| {
        Failure::new(format!("{} cannot be read: {error}", short(path)))
    };
    let kind = std::fs::metadata(path).map_err(problem)?.file_type();
    if !kind.is_file() {
        return Err(problem(std::io::Error::other(match kind.is_dir() {
            true => "it is a folder",
            false => "it is not an ordinary file",
        })));
    }
    File::open(path).map_err(problem)
}
