//! The sources of a project as they were read.

use std::ops::Range;
use std::sync::Arc;

use super::manifest::{Manifest, Role, SourceEntry, Speaker};
use super::origin::Origin;
use super::passage::Passage;
use super::region::Region;
use super::slip::Erratum;
use super::{reader, translation};
use crate::import::Place;
use crate::text::{SourceText, Span};

/// A document as received, read.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the manifest declares.
    pub entry: SourceEntry,
    /// The exact text.
    pub text: Arc<SourceText>,
    /// What is not article, in order.
    pub cuts: Vec<Region>,
    /// The passages in order of their first line.
    pub passages: Vec<Passage>,
    /// Lines with their translation in the document, in order; none unless it is declared.
    pub translations: Vec<translation::Pair>,
    /// True if any passage repeats an earlier one.
    pub has_repeats: bool,
    /// The original that the text was derived from, if it was.
    pub origin: Option<Arc<Origin>>,
}

impl Source {
    /// The passages that have words in the 1-based raw line: mostly one, several where a line
    /// holds the words of several. Passages stand in the order of their words, so this does not
    /// look at all of them.
    pub fn passages_at_line(&self, line: usize) -> Range<usize> {
        let first = self.passages.partition_point(|p| p.lines().last < line);
        let after = self.passages.partition_point(|p| p.lines().first <= line);
        first..after.max(first)
    }

    /// Where the 1-based line stands in the original that the text was derived from.
    pub fn place(&self, line: usize) -> Option<&Place> {
        self.origin.as_ref()?.place(line)
    }

    /// True if the text was corrected by hand after it was derived.
    pub fn is_corrected(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.text_sha256 != self.entry.sha256)
    }

    /// The translation of a 1-based raw line that the document has beside it.
    pub fn translation(&self, line: usize) -> Option<&translation::Pair> {
        let at = self.translations.binary_search_by_key(&line, |pair| pair.line).ok()?;
        self.translations.get(at)
    }

    /// The raw words of a passage; see [`Source::raw_text`].
    pub fn words(&self, passage: &Passage) -> String {
        let spans: Vec<Span> = passage.paragraphs.iter().map(|p| p.span).collect();
        self.raw_text(&spans)
    }

    /// The raw text of several spans, joined by a line feed where each line is a paragraph, and
    /// as a sentence goes on where the document is wrapped.
    pub fn raw_text(&self, spans: &[Span]) -> String {
        let mut text = String::new();
        for part in spans.iter().filter_map(|span| self.text.slice(*span)) {
            let joint = match self.entry.wrapped {
                _ if text.is_empty() => "",
                true => crate::text::joint(&text, part),
                false => "\n",
            };
            text.push_str(joint);
            text.push_str(part);
        }
        text
    }

    /// The speaker whom narration names beside the quotation in which the words at `span` stand,
    /// where the manifest does not say that his speech in narration may be quoted.
    pub fn speaker_beside<'m>(
        &'m self,
        manifest: &'m Manifest,
        passage: &Passage,
        span: Span,
    ) -> Option<&'m Speaker> {
        let basis = passage.basis_of(span);
        reader::speaker_beside(&self.entry, manifest, &self.text, span, basis)
    }

    /// The cut that holds the 1-based raw line, if any.
    pub fn cut_at_line(&self, line: usize) -> Option<&Region> {
        self.cuts.iter().find(|cut| cut.lines.contains(line))
    }
}

/// All sources of a project.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// What `sources.toml` says, speakers included.
    pub manifest: Manifest,
    /// The sources that could be read, in the manifest's order.
    pub sources: Vec<Source>,
    /// Known slips.
    pub errata: Vec<Erratum>,
}

impl Corpus {
    /// The index of the source with that id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.entry.id == id)
    }

    /// True for a passage of somebody who may be quoted.
    pub fn is_subject(&self, passage: &Passage) -> bool {
        let speaker = passage.speaker.as_deref().and_then(|id| self.manifest.speaker(id));
        speaker.is_some_and(|speaker| speaker.role == Role::Subject)
    }

    /// True if what the source with that id says cannot be told, because it or what is declared
    /// of it is wrong; that has a diagnostic of its own.
    pub fn is_doubtful(&self, id: &str) -> bool {
        match self.find(id) {
            Some(at) => !self.sources[at].entry.sound,
            None => self.manifest.may_declare(id),
        }
    }
}
