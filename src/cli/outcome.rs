//! How a run ends.

use crate::diagnostics::suggest;

/// The end of a command that could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; there may have been warnings.
    Done,
    /// Something in the deck or a source is wrong; nothing was written.
    Findings,
    /// A file that was asked for could not be read or written.
    Io,
}

impl Outcome {
    /// The exit status: 0 done, 1 findings, 2 usage or I/O.
    pub fn status(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Findings => 1,
            Outcome::Io => 2,
        }
    }
}

/// A command that could not be carried out: usage or I/O, exit status 2.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// True if the reader of a pipe went away, which is no failure.
    pub broken_pipe: bool,
    /// True after Ctrl-C.
    pub interrupted: bool,
    /// True if it lies in a file of the project, so that the next save may mend it.
    pub mendable: bool,
}

impl Failure {
    /// A failure with its message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            broken_pipe: false,
            interrupted: false,
            mendable: false,
        }
    }

    /// Says that it lies in a file of the project.
    pub fn mendable(mut self) -> Self {
        self.mendable = true;
        self
    }

    /// The end after Ctrl-C.
    pub fn interrupted() -> Self {
        Self { interrupted: true, ..Self::new("interrupted; nothing was written") }
    }

    /// Hints at the known name that is most like an unknown one; where none is, `otherwise`.
    pub fn nearest(self, name: &str, known: &[&str], otherwise: impl Into<String>) -> Self {
        match suggest::closest(name, known) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self.hint(otherwise),
        }
    }

    /// With the hint of [`Failure::nearest`]; otherwise all that there are of what was asked for,
    /// or how the first one is begun.
    pub fn not_among(self, what: &str, name: &str, known: &[&str], begin: &str) -> Self {
        let otherwise = match known {
            [] => format!("there is none yet; {begin}"),
            all => format!("{what}s here: {}", all.join(", ")),
        };
        self.nearest(name, known, otherwise)
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self {
            broken_pipe: error.kind() == std::io::ErrorKind::BrokenPipe,
            ..Self::new(error.to_string())
        }
    }
}
