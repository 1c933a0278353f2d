//! What is wrong, where it stands, and what to do about it.
//!
//! Readers and checkers return values *and* a list of [`Diagnostic`]s; nothing stops at
//! the first problem. A diagnostic is data; its words for a terminal are made in
//! [`render`], its machine form in [`json`].

pub mod alike;
mod code;
pub mod decode;
pub mod explain;
pub mod json;
pub mod keys;
mod lookalike;
pub mod render;
mod reworded;
mod severity;
pub mod suggest;
pub mod wrap;

pub use code::Code;
pub use severity::Severity;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::{SourceText, Span};

/// A marked place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The file, as named relative to the project.
    pub file: String,
    /// The marked bytes; `None` marks the file as a whole.
    pub span: Option<Span>,
    /// A few words beside the mark; may be empty.
    pub text: String,
}

/// One problem at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// Error, warning or note.
    pub severity: Severity,
    /// One sentence without a final full stop.
    pub message: String,
    /// The place the message is about; absent only if there is no file to point at.
    pub primary: Option<Label>,
    /// Other places that help, for instance the closest passage in a source.
    pub secondary: Vec<Label>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A problem of the given kind, with that kind's own severity.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Points at a place.
    pub fn at(mut self, file: &str, span: Span, text: impl Into<String>) -> Self {
        self.primary =
            Some(Label { file: file.into(), span: Some(span), text: text.into() });
        self
    }

    /// Points at a file as a whole.
    pub fn in_file(mut self, file: &str) -> Self {
        self.primary = Some(Label { file: file.into(), span: None, text: String::new() });
        self
    }

    /// Adds another place.
    pub fn also(mut self, file: &str, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            file: file.into(),
            span: Some(span),
            text: text.into(),
        });
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn sort_key(&self, files: &Files) -> (Severity, usize, Option<&Label>, Code, &str) {
        let read = self.primary.as_ref().map_or(0, |label| files.read_as(&label.file));
        (self.severity, read, self.primary.as_ref(), self.code, &self.message)
    }
}

/// Sorts by severity, file, place and code, and drops exact repeats. Files come in the order in
/// which they were read: what is wrong in one of them may be why a later one seems wrong.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, files: &Files) {
    diagnostics.sort_by(|a, b| a.sort_key(files).cmp(&b.sort_key(files)));
    diagnostics.dedup();
}

/// True if any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The texts that diagnostics point into, by the name under which they are reported.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// With the number of texts that were read before.
    texts: BTreeMap<String, (usize, Arc<SourceText>)>,
}

impl Files {
    /// Remembers a text under a name.
    pub fn insert(&mut self, name: impl Into<String>, text: Arc<SourceText>) {
        let next = self.texts.len();
        let (_, known) = self.texts.entry(name.into()).or_insert((next, Arc::clone(&text)));
        *known = text;
    }

    /// How many texts were read before that of this name; one that was not read comes last.
    fn read_as(&self, name: &str) -> usize {
        self.texts.get(name).map_or(usize::MAX, |(before, _)| *before)
    }

    /// The text of that name.
    pub fn get(&self, name: &str) -> Option<&SourceText> {
        self.texts.get(name).map(|(_, text)| text.as_ref())
    }
}
