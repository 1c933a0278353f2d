//! Where a text could stand at all: every passage and every cut, marks included.
//!
//! The [`Index`](super::Index) holds words that may be quoted. What is typed wrong is looked for
//! everywhere, whoever says it; so that this takes the time of the quotation and not that of
//! the sources, everything is folded once, when the first one is looked for.

use std::collections::BTreeSet;

use super::grams::{BREAK, GRAM, Grams};
use crate::fold::Folded;
use crate::source::Corpus;
use crate::text::Span;

/// Sequences of a text of which the rarest is looked for.
const TRIED: usize = 16;

/// Every passage and every cut of a corpus, folded.
pub struct Anywhere {
    units: Vec<Unit>,
    /// For each source where its units begin, and the end of all.
    sources: Vec<usize>,
    grams: Grams,
}

/// A passage, or a line of a cut.
struct Unit {
    start: usize,
    passage: Option<usize>,
    cut: Option<(usize, Span)>,
    folded: Folded,
}

impl Anywhere {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let (mut units, mut stream): (Vec<Unit>, Vec<char>) = Default::default();
        let mut sources = Vec::new();
        let mut add = |passage, cut, folded: Folded| {
            let start = stream.len();
            stream.extend_from_slice(folded.chars());
            stream.push(BREAK);
            units.push(Unit { start, passage, cut, folded });
            start
        };
        let mut count = 0;
        for source in &corpus.sources {
            sources.push(count);
            for (at, passage) in source.passages.iter().enumerate() {
                add(Some(at), None, passage.fold(&source.text));
                count += 1;
            }
            for (at, cut) in source.cuts.iter().enumerate() {
                for number in cut.lines.first..=cut.lines.last {
                    let Some(line) = source.text.line_span(number) else { continue };
                    let text = source.text.slice(line).unwrap_or_default();
                    add(None, Some((at, line)), Folded::new(text, line.start));
                    count += 1;
                }
            }
        }
        sources.push(count);
        Self { units, sources, grams: Grams::new(stream) }
    }

    /// The passages of a source that may hold all of `text`, in order, each folded. None that
    /// holds it is left out.
    pub fn passages(
        &self,
        source: usize,
        text: &Folded,
    ) -> impl Iterator<Item = (usize, &Folded)> {
        let units = self.candidates(source, self.rarest(text.chars()));
        units.filter_map(|unit| Some((unit.passage?, &unit.folded)))
    }

    /// The lines of cuts of a source that may hold all of `text`: the cut and the folded line.
    pub fn cuts(
        &self,
        source: usize,
        text: &Folded,
    ) -> impl Iterator<Item = (usize, &Folded)> {
        let units = self.candidates(source, self.rarest(text.chars()));
        units.filter_map(|unit| Some((unit.cut?.0, &unit.folded)))
    }

    /// The passages of a source that hold the beginning or the ending of `text`, at most `most`.
    pub fn begun(&self, source: usize, text: &Folded, most: usize) -> Vec<usize> {
        let chars = text.chars();
        let mut found = BTreeSet::new();
        for gram in [chars.first_chunk::<GRAM>(), chars.last_chunk::<GRAM>()] {
            let units = self.candidates(source, gram.map(|gram| &gram[..]));
            found.extend(units.filter_map(|unit| unit.passage).take(most));
        }
        found.into_iter().collect()
    }

    /// The sequence of a text that stands least often, if it is long enough for one.
    fn rarest<'t>(&self, text: &'t [char]) -> Option<&'t [char]> {
        let grams = text.windows(GRAM).filter(|gram| !gram.contains(&BREAK));
        let stride = text.len().div_ceil(TRIED).max(1);
        grams.step_by(stride).min_by_key(|gram| self.grams.frequency(gram))
    }

    fn candidates<'s>(
        &'s self,
        source: usize,
        gram: Option<&[char]>,
    ) -> Box<dyn Iterator<Item = &'s Unit> + 's> {
        let units = self.sources[source]..self.sources[source + 1];
        let Some(gram) = gram else { return Box::new(self.units[units].iter()) };
        let found: BTreeSet<usize> = self
            .grams
            .find(gram)
            .map(|at| self.units.partition_point(|unit| unit.start <= at) - 1)
            .filter(|at| units.contains(at))
            .collect();
        Box::new(found.into_iter().map(|at| &self.units[at]))
    }
}
