//! Files that are read: regular ones, and of a project only its own.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::outcome::Failure;
use super::output::short;

/// The bytes of a file of the project: a regular file whose place, links followed, is inside the
/// project. A link that leads out of it could bring anything of the machine onto a page.
///
/// # Errors
/// As [`std::fs::read`], and if it is another kind of file.
pub fn read(root: &Path, name: &str) -> io::Result<Vec<u8>> {
    let path = root.join(name);
    let kind = std::fs::metadata(&path)?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let target = std::fs::canonicalize(&path)?;
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    if !target.starts_with(std::fs::canonicalize(root)?) {
        return Err(io::Error::other("it is a link that leads out of the project"));
    }
    let mut bytes = Vec::new();
    File::open(target)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a regular file. A pipe or a device would be waited for, perhaps for
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
            false => "it is not a regular file",
        })));
    }
    File::open(path).map_err(problem)
}
