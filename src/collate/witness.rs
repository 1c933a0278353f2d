//! Places where the same words stand, and how they stand to each other.

use serde::Serialize;

use crate::fold::Folded;
use crate::source::{Basis, Corpus};
use crate::text::{CharRange, LineRange, Span};

/// How a witness stands to the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same characters.
    Identical,
    /// The same words in another script, width, punctuation, case or spacing.
    Orthographic,
    /// Other words.
    Substantive,
}

/// One place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Index into the corpus.
    pub source: usize,
    /// Bytes, one span a paragraph that is touched, in order.
    pub spans: Vec<Span>,
    /// First and last raw line.
    pub lines: LineRange,
    /// The weakest basis of the paragraphs touched.
    pub basis: Basis,
}

impl Place {
    /// The raw characters, paragraphs and parts joined by a line feed.
    pub fn raw_text(&self, corpus: &Corpus) -> String {
        corpus.sources[self.source].raw_text(&self.spans)
    }

    /// The smallest span that holds all of it.
    pub fn whole(&self) -> Span {
        self.spans.iter().copied().reduce(Span::join).unwrap_or(Span::new(0, 0))
    }

    /// The folded words of the place.
    pub fn folded(&self, corpus: &Corpus) -> Folded {
        let text = &corpus.sources[self.source].text;
        let mut folded = Folded::default();
        for span in &self.spans {
            folded.push(text.slice(*span).unwrap_or_default(), span.start);
        }
        folded
    }
}

/// Another source that attests the words.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// Where they stand; the best place if the source repeats itself.
    pub place: Place,
    /// Other places in the same source: a repeat is no second witness.
    pub also: Vec<LineRange>,
    /// How it stands to the base.
    pub relation: Relation,
    /// Share of the base's words it has, from 0 to 1.
    pub similarity: f64,
    /// Where it differs.
    pub readings: Vec<Reading>,
}

impl Witness {
    /// First and last raw line of every place in its source, the best one first.
    pub fn lines(&self) -> impl Iterator<Item = LineRange> + '_ {
        std::iter::once(self.place.lines).chain(self.also.iter().copied())
    }
}

/// A quotation with its witnesses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collation {
    /// Other sources with the same words, in the corpus's order.
    pub witnesses: Vec<Witness>,
    /// Digests with the same thought in their own words.
    pub echoes: Vec<Witness>,
}

impl Collation {
    /// Number of places of the base at which any witness has other words.
    pub fn places_of_variance(&self) -> usize {
        let readings = self.witnesses.iter().flat_map(|w| &w.readings);
        let mut ranges: Vec<CharRange> = readings
            .filter(|r| r.kind == ReadingKind::Substantive)
            .map(|reading| reading.at)
            .collect();
        ranges.sort_unstable();
        let mut places = 0;
        let mut end = 0;
        for CharRange { start, end: to } in ranges {
            if places == 0 || start >= end {
                places += 1;
                end = to;
            }
            end = end.max(to);
        }
        places
    }
}

/// Whether a reading has other words or only another spelling of the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadingKind {
    /// Script, width, punctuation, letter case, spacing.
    Orthographic,
    /// Other words, more words or fewer.
    Substantive,
}

/// One difference, in each side's own characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the base reads; empty where the witness adds words.
    pub lemma: String,
    /// What the witness reads; empty where it leaves words out.
    pub reading: String,
    /// Other words, or the same in another spelling.
    pub kind: ReadingKind,
    /// The characters of the base's words that it concerns.
    pub at: CharRange,
}
