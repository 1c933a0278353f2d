//! Where exact words stand, whoever says them.
//!
//! [`Index`](super::Index) knows what may be quoted; this one knows every passage, so that words
//! which may not be quoted are found, too, and it can be said why not.

use super::clauses;
use super::grams::{BREAK, GRAM, Grams};
use super::witness::Place;
use crate::fold::Folded;
use crate::source::Corpus;
use crate::text::Span;

/// Places looked at for one text. Words that stand more often say nothing in particular.
const MOST_PLACES: usize = 1_000;
/// Sequences of one text of which the rarest is looked up.
const MOST_GRAMS: usize = 16;

/// One passage as words, laid in the common stream.
struct Unit {
    source: usize,
    passage: usize,
    start: usize,
    words: Folded,
}

/// All passages of a corpus, ready to be searched for exact words.
pub struct Locator<'c> {
    corpus: &'c Corpus,
    units: Vec<Unit>,
    grams: Grams,
}

/// A place of exact words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where they stand, with the sentence mark that follows them.
    pub place: Place,
    /// Index of the passage in its source.
    pub passage: usize,
}

impl<'c> Locator<'c> {
    /// Lays out every passage of the sources wanted (all if none).
    pub fn new(corpus: &'c Corpus, wanted: &[usize]) -> Self {
        let mut units = Vec::new();
        let mut stream = Vec::new();
        for (at, source) in corpus.sources.iter().enumerate() {
            if !wanted.is_empty() && !wanted.contains(&at) {
                continue;
            }
            for (passage, read) in source.passages.iter().enumerate() {
                let words = read.fold(&source.text).words_only();
                let start = stream.len();
                stream.extend_from_slice(words.chars());
                stream.push(BREAK);
                units.push(Unit { source: at, passage, start, words });
            }
        }
        Self { corpus, units, grams: Grams::new(stream) }
    }

    /// Every place, in the order of the sources, where exactly these words stand in one passage;
    /// `words` has no punctuation. Nothing is found for fewer than three.
    pub fn find(&self, words: &Folded) -> Vec<Hit> {
        let words = words.chars();
        let count = words.len().saturating_sub(GRAM - 1);
        let stride = count.div_ceil(MOST_GRAMS).max(1);
        let grams = words.windows(GRAM).enumerate().step_by(stride);
        // The rarest sequence leads to the fewest places.
        let rarest = grams
            .map(|(i, gram)| (self.grams.find(gram).take(MOST_PLACES).count(), i))
            .min();
        let Some((_, i)) = rarest else { return Vec::new() };
        let stream = self.grams.stream();
        let starts = self.grams.find(&words[i..i + GRAM]).take(MOST_PLACES);
        let starts = starts.filter_map(|at| at.checked_sub(i));
        let exact = starts.filter(|at| stream[*at..].starts_with(words));
        exact.filter_map(|at| self.hit(at, words.len())).collect()
    }

    fn hit(&self, at: usize, length: usize) -> Option<Hit> {
        let unit = self.units.partition_point(|unit| unit.start <= at).checked_sub(1)?;
        let unit = &self.units[unit];
        let from = at - unit.start;
        let source = &self.corpus.sources[unit.source];
        let passage = &source.passages[unit.passage];
        // No part of a letter's unit is a text.
        let whole = unit.words.span(from, from + length)?;
        let inside = |index: usize| {
            let one = |at: usize| unit.words.span(at, at + 1);
            index > 0 && index < unit.words.len() && one(index - 1) == one(index)
        };
        if inside(from) || inside(from + length) {
            return None;
        }
        let mut spans: Vec<Span> = passage.clip(whole).map(|(_, span)| span).collect();
        let last = spans.last_mut()?;
        let (paragraph, _) = passage.clip(*last).last()?;
        let rest = source.text.slice(Span::new(last.end, paragraph.span.end));
        last.end += clauses::closing_mark(rest.unwrap_or_default());
        let all = spans.iter().copied().reduce(Span::join)?;
        let place = Place {
            source: unit.source,
            lines: source.text.lines_of(all),
            basis: passage.basis_of(all),
            spans,
        };
        Some(Hit { place, passage: unit.passage })
    }
}
