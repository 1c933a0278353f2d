//! Collation: where else the same words stand, and how they read there.
//!
//! Two texts are compared by their words only (folded, without punctuation). For every
//! quotation the other sources are searched for windows that share three-character
//! sequences with it, each window is aligned, and what agrees well enough is a *witness*.
//! What a digest has of it is an *echo*: never a witness, because a digest's words are
//! its writer's.

mod align;
mod anywhere;
mod clauses;
mod grams;
mod index;
mod locator;
mod readings;

pub use anywhere::Anywhere;
pub use index::Index;
pub use locator::{Hit, Locator};
pub use readings::{Reading, ReadingKind};

use serde::Serialize;

use crate::fold::Folded;
use crate::parallel;
use crate::source::{Basis, Corpus};
use crate::text::Span;

/// Share of the base's words that a witness must have, in the same order.
///
/// Below it, what is found in our documents is another sentence on the same subject
/// (docs/collation.md).
pub const WITNESS_SIMILARITY: f64 = 0.6;

/// Share of the base's words that a digest's point must have to be called an echo.
pub const ECHO_SIMILARITY: f64 = 0.5;

/// Fewest words in common, so that a short quotation has no witness by chance.
const FEWEST_COMMON: usize = 6;

/// Fewer places than this are not worth a thread.
const FEWEST_A_THREAD: usize = 256;

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
    pub lines: (usize, usize),
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
    pub also: Vec<(usize, usize)>,
    /// How it stands to the base.
    pub relation: Relation,
    /// Share of the base's words it has, from 0 to 1.
    pub similarity: f64,
    /// Where it differs.
    pub readings: Vec<Reading>,
}

impl Witness {
    /// First and last raw line of every place in its source, the best one first.
    pub fn lines(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
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
        let mut ranges: Vec<(usize, usize)> = readings
            .filter(|r| r.kind == ReadingKind::Substantive)
            .map(|reading| reading.at)
            .collect();
        ranges.sort_unstable();
        let mut places = 0;
        let mut end = 0;
        for (from, to) in ranges {
            if places == 0 || from >= end {
                places += 1;
                end = to;
            }
            end = end.max(to);
        }
        places
    }
}

/// Collates the words at `base` with all other sources.
pub fn collate(index: &Index<'_>, base: &Place) -> Collation {
    let corpus = index.corpus();
    let full = base.folded(corpus);
    let words = full.words_only();
    let edges = edges(corpus, base);
    let mut collation = Collation::default();
    for ((_, digested), found) in index.best(&words, edges, base.source) {
        let minimum = if digested { ECHO_SIMILARITY } else { WITNESS_SIMILARITY };
        let enough = found.common >= FEWEST_COMMON.min(words.len());
        if found.similarity < minimum || !enough {
            continue;
        }
        let readings = readings::between(index, base, &words, &found);
        let relation = relation(corpus, base, &found.place, &readings, found.similarity);
        let witness = Witness {
            place: found.place,
            also: found.also,
            relation,
            similarity: found.similarity,
            readings,
        };
        let list = if digested { &mut collation.echoes } else { &mut collation.witnesses };
        list.push(witness);
    }
    collation
}

/// Collates many places. The order of the result is that of the places.
pub fn collate_all(index: &Index<'_>, bases: &[Place]) -> Vec<Collation> {
    parallel::map(bases, FEWEST_A_THREAD, |base| collate(index, base))
}

/// Whether the base begins and ends at a clause's edges in its own source.
fn edges(corpus: &Corpus, base: &Place) -> index::Edges {
    let text = corpus.sources[base.source].text.as_str();
    let (Some(first), Some(last)) = (base.spans.first(), base.spans.last()) else {
        return index::Edges::default();
    };
    let before = text[..first.start].trim_end_matches(' ').chars().next_back();
    let inside = text[..last.end].chars().next_back();
    let after = text[last.end..].trim_start_matches(' ').chars().next();
    let is_edge = |c: Option<char>| {
        c.is_none_or(|c| !crate::fold::is_word_char(c) && !"“‘「『（(".contains(c))
    };
    // A number and its point stand before an item's first word, a label before a line's.
    index::Edges { start: is_edge(before), end: is_edge(inside) || is_edge(after) }
}

/// True if two places have the same raw characters.
fn same_characters(corpus: &Corpus, a: &Place, b: &Place) -> bool {
    let chars = |place: &Place| {
        let text = &corpus.sources[place.source].text;
        place.spans.iter().filter_map(|span| text.slice(*span)).collect::<Vec<_>>()
    };
    chars(a) == chars(b)
}

fn relation(
    corpus: &Corpus,
    base: &Place,
    place: &Place,
    readings: &[Reading],
    similarity: f64,
) -> Relation {
    let substantive = readings.iter().any(|r| r.kind == ReadingKind::Substantive);
    if substantive || similarity < 1.0 {
        Relation::Substantive
    } else if same_characters(corpus, base, place) {
        Relation::Identical
    } else {
        Relation::Orthographic
    }
}
