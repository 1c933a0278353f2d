//! Why an output could not be made.

/// What an exporter or a reader of packages could not do, in a sentence.
///
/// Nothing in a proved deck makes an exporter fail; what does is named where it is returned.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// From anything that says what went wrong.
    pub fn new(what: impl std::fmt::Display) -> Self {
        Error(what.to_string())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
