//! How much a diagnostic weighs.

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input is wrong: no output is written.
    Error,
    /// The input can be used, and something in it deserves a look.
    Warning,
    /// Nothing is known to be wrong; a person may know better.
    Note,
}

impl Severity {
    /// The word used in messages and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}
