//! Printed sheets in a program built without the feature `pdf`: it says so.

use super::args::PrintArgs;
use super::sheets::{Input, Printed};
use crate::cli::options::ScriptChoice;
use crate::cli::outcome::Failure;
use crate::cli::output::Terminal;
use crate::cli::project::Project;
use crate::export::print::imposition::Layout;
use crate::export::templates::Templates;

/// Never made: this build has no Typst.
pub enum Printer {}

impl Printer {
    /// Whether sheets are among the outputs that are written when none is named.
    pub const BY_DEFAULT: bool = false;

    /// Says what is missing.
    pub fn new(
        _args: &PrintArgs,
        _script: Option<ScriptChoice>,
        _asked: bool,
        _templates: &Templates,
        _project: &Project,
    ) -> Result<Self, Failure> {
        Err(missing())
    }

    /// Never called.
    pub fn print(
        &self,
        _input: &Input<'_>,
        _project: &mut Project,
        _terminal: &mut Terminal,
    ) -> Result<Printed, Failure> {
        match *self {}
    }
}

/// There is no calibration sheet either.
pub(super) fn calibration(_layout: &Layout) -> Result<Vec<u8>, Failure> {
    Err(missing())
}

fn missing() -> Failure {
    Failure::new("this yulu was built without printed sheets")
        .hint("build it with the feature `pdf`, which is on by default")
}
