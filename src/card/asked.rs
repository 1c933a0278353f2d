//! The interviewer's own question, on the back of a card.

use super::{Locator, Ours, Run, SourceNote, english, source_note};
use crate::deck;
use crate::script::Bitext;
use crate::source::Corpus;

/// The question that a quotation answers, as a source has it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// In clean typography.
    pub text: Bitext,
    /// Our translation; empty if there is none.
    pub english: Vec<Run>,
    /// Where it stands.
    pub locator: Locator,
    /// The same in words.
    pub source: SourceNote,
}

impl Asked {
    pub(super) fn new(asked: &deck::Asked, corpus: &Corpus, ours: Ours<'_>) -> Self {
        let source = &corpus.sources[asked.source];
        let lines = asked.lines;
        Self {
            text: asked.text.clone(),
            english: asked.english.as_deref().map(english).unwrap_or_default(),
            locator: Locator { source: source.entry.id.clone(), lines },
            source: source_note::document(source, lines, ours),
        }
    }
}
