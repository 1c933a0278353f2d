//! The printers that `yulu calibrate` remembers.

use std::collections::BTreeMap;

use super::super::files;
use super::super::outcome::Failure;
use super::super::project::Project;
use crate::export::print::profile::{self, Profile};

/// The printers of a project, by name; none if it has no file of them.
///
/// # Errors
/// If the file cannot be read or is wrong.
pub(super) fn all(project: &Project) -> Result<BTreeMap<String, Profile>, Failure> {
    let text = files::read(&project.path(""), profile::FILE).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is not UTF-8"))
    });
    match text {
        Ok(text) => profile::parse(&text).map_err(Failure::new),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => {
            Err(Failure::new(format!("{} cannot be read: {error}", profile::FILE)))
        }
    }
}
