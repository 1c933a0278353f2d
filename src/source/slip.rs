//! A known slip of a document.

use serde::Deserialize;

use crate::text::Span;

/// What kind of slip it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipKind {
    /// Another word, a wrong character, a mis-hearing.
    WrongWord,
    /// Words are missing.
    Omission,
    /// A guess became a claim.
    HedgeDropped,
    /// A mark is missing, or divides sentences wrongly.
    Punctuation,
    /// An editor's words or translation among the speaker's.
    Gloss,
    /// Letter case, form of a name, script: clean typography mends it.
    Spelling,
    /// Other words, not wrong ones.
    Variant,
    /// A fact, a paraphrase: nothing a quotation could mend.
    Content,
}

impl SlipKind {
    /// True if a quotation must not have it unmended.
    pub fn must_be_mended(self) -> bool {
        !matches!(self, SlipKind::Spelling | SlipKind::Variant | SlipKind::Content)
    }
}

/// One known slip at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erratum {
    /// Index of the source.
    pub source: usize,
    /// The wrong words in it.
    pub span: Span,
    /// What it reads.
    pub reads: String,
    /// What it should read.
    pub right: String,
    /// What kind of slip.
    pub kind: SlipKind,
    /// How we know.
    pub evidence: String,
    /// True if it is not certain.
    pub weak: bool,
}
