//! Finding the places that may hold the same words.
//!
//! All quotable and digested passages are laid end to end as words. The three-character
//! sequences of a quotation lead to windows; in each the longest exact run is taken as
//! an anchor and the rest is aligned outwards from it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::align::Pair;
use super::grams::{BREAK, GRAM, Grams};
use super::witness::Place;
use super::{Anywhere, align, clauses};
use crate::fold::Folded;
use crate::parallel;
use crate::source::{Basis, Corpus, Passage};
use crate::text::{CharRange, LineRange, Span};

/// Fewer places than this are not worth a thread.
pub(super) const FEWEST_A_THREAD: usize = 256;

/// A sequence that stands more often than this leads nowhere in particular.
const MOST_HITS: usize = 200;
/// How many places of a very frequent sequence are looked at, if there is no rarer one.
const MOST_LOOKED_AT: usize = 20_000;
/// Sequences of one quotation that are looked up: all of a short one, evenly spread ones
/// of a long one. Looking up is what takes time; a parallel shares many.
const MOST_GRAMS: usize = 16;
/// Windows aligned in one source for one quotation.
const MOST_WINDOWS: usize = 8;
/// A run of words that one window leaves uncovered and that is at least this long is
/// looked for elsewhere in the same source: a quotation may be split over two items.
const SPLIT_RUN: usize = 8;

/// One passage as words, laid in the common stream.
struct Unit {
    source: usize,
    passage: usize,
    digested: bool,
    start: usize,
    words: Folded,
}

/// All words of a corpus, ready to be searched.
pub struct Index<'c> {
    corpus: &'c Corpus,
    units: Vec<Unit>,
    grams: Grams,
    anywhere: OnceLock<Anywhere>,
}

/// What agrees best with a quotation in one source.
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) also: Vec<LineRange>,
    /// Aligned windows in order of the quotation.
    pub(super) segments: Vec<Segment>,
    pub(super) common: usize,
    pub(super) similarity: f64,
}

/// One aligned window.
pub(super) struct Segment {
    unit: usize,
    /// What of the quotation answers to what of the passage.
    pub(super) pairs: Vec<Pair>,
    /// The passage's words that answer to the quotation: from the first pair to the last,
    /// or to the ends of their clauses.
    pub(super) range: CharRange,
}

/// Whether the quotation begins and ends where a clause does. If it does, so do its
/// parallels: 未来硬核创新 answers to 以后硬核创新, not 硬核创新 alone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edges {
    pub(super) start: bool,
    pub(super) end: bool,
}

/// Sequences of the quotation that stand close together in one passage.
struct Window {
    unit: usize,
    /// Index in the quotation and in the passage's words.
    hits: Vec<Pair>,
}

/// A source, and whether its digested or its quotable passages are meant.
type Side = (usize, bool);

impl<'c> Index<'c> {
    /// Indexes every passage of `corpus` that may be quoted or echoed.
    pub fn new(corpus: &'c Corpus) -> Self {
        let mut wanted: Vec<(usize, usize)> = Vec::new();
        for (source, read) in corpus.sources.iter().enumerate() {
            let passages = read.passages.iter().enumerate();
            let subjects = passages.filter(|(_, passage)| is_subject(corpus, passage));
            wanted.extend(subjects.map(|(at, _)| (source, at)));
        }
        let folded = parallel::map(&wanted, FEWEST_A_THREAD, |(source, at)| {
            let read = &corpus.sources[*source];
            read.passages[*at].fold(&read.text).words_only()
        });
        let mut units = Vec::with_capacity(wanted.len());
        let mut stream =
            Vec::with_capacity(folded.iter().map(|words| words.len() + 1).sum());
        for ((source, passage), words) in wanted.into_iter().zip(folded) {
            let read = &corpus.sources[source].passages[passage];
            let digested = !read.basis().may_be_quoted();
            let start = stream.len();
            stream.extend_from_slice(words.chars());
            stream.push(BREAK);
            units.push(Unit { source, passage, digested, start, words });
        }
        Self { corpus, units, grams: Grams::new(stream), anywhere: OnceLock::new() }
    }

    /// The corpus it was made of.
    pub fn corpus(&self) -> &'c Corpus {
        self.corpus
    }

    /// Everything in the corpus, whoever says it, for what is typed wrong.
    pub fn anywhere(&self) -> &Anywhere {
        self.anywhere.get_or_init(|| Anywhere::new(self.corpus))
    }

    /// The words of the passage in which a segment lies.
    pub(super) fn words(&self, segment: &Segment) -> &Folded {
        &self.units[segment.unit].words
    }

    /// The best place in each source but `without`, apart for digested and quotable
    /// passages.
    pub(super) fn best(
        &self,
        words: &Folded,
        edges: Edges,
        without: usize,
    ) -> BTreeMap<Side, Found> {
        let sides = self.search(words.chars(), Some(without)).into_iter();
        sides
            .filter_map(|(side, segments)| {
                Some((side, self.assemble(words, edges, segments)?))
            })
            .collect()
    }

    /// The best place anywhere for these words, for suggestions.
    pub fn nearest(&self, words: &Folded) -> Option<(Place, f64)> {
        let sides = self.search(words.chars(), None).into_iter();
        let segments =
            sides.filter(|((_, digested), _)| !digested).flat_map(|(_, list)| list);
        let mut best =
            segments.max_by_key(|s| (s.pairs.len(), std::cmp::Reverse(s.unit)))?;
        // As many words more at either end as the quotation has there: what differs at an end is
        // what the reader has to see.
        let (first, last) = (*best.pairs.first()?, *best.pairs.last()?);
        let (before, after) = (first.0, words.len().saturating_sub(last.0 + 1));
        let end = self.units[best.unit].words.len();
        best.range.start = best.range.start.min(first.1.saturating_sub(before));
        best.range.end = best.range.end.max((last.1 + 1 + after).min(end));
        let found = self.assemble(words, Edges::default(), vec![best])?;
        Some((found.place, found.similarity))
    }

    /// Aligned windows of each side, best first.
    fn search(
        &self,
        quote: &[char],
        without: Option<usize>,
    ) -> BTreeMap<Side, Vec<Segment>> {
        let mut windows: BTreeMap<Side, Vec<Window>> = BTreeMap::new();
        for window in self.windows(quote) {
            let unit = &self.units[window.unit];
            if Some(unit.source) == without {
                continue;
            }
            windows.entry((unit.source, unit.digested)).or_default().push(window);
        }
        let mut sides = BTreeMap::new();
        for (side, mut list) in windows {
            list.sort_by_key(|window| (std::cmp::Reverse(window.hits.len()), window.unit));
            let segments = list.iter().take(MOST_WINDOWS).map(|w| self.align(quote, w));
            let mut segments: Vec<Segment> =
                segments.filter(|segment| !segment.pairs.is_empty()).collect();
            segments
                .sort_by_key(|s| (std::cmp::Reverse(s.pairs.len()), s.unit, s.range.start));
            if !segments.is_empty() {
                sides.insert(side, segments);
            }
        }
        sides
    }

    /// Hits of the quotation's sequences as (place in the stream, index in the quotation).
    fn hits(&self, quote: &[char]) -> Vec<(usize, usize)> {
        let mut hits: Vec<(usize, usize)> = Vec::with_capacity(128);
        let mut frequent: Option<usize> = None;
        let count = quote.len().saturating_sub(GRAM - 1);
        let stride = count.div_ceil(MOST_GRAMS).max(1);
        for (i, gram) in quote.windows(GRAM).enumerate().step_by(stride) {
            let before = hits.len();
            hits.extend(self.grams.find(gram).take(MOST_HITS + 1).map(|at| (at, i)));
            let count = hits.len() - before;
            if count > MOST_HITS {
                hits.truncate(before);
                frequent.get_or_insert(i);
            }
        }
        if let (true, Some(i)) = (hits.is_empty(), frequent) {
            // Everything is frequent: a few places of each passage's source will do.
            let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
            for at in self.grams.find(&quote[i..i + GRAM]).take(MOST_LOOKED_AT) {
                let source = self.units[self.unit_at(at)].source;
                let count = seen.entry(source).or_default();
                *count += 1;
                if *count <= MOST_WINDOWS {
                    hits.push((at, i));
                }
            }
        }
        hits.sort_unstable();
        hits
    }

    fn unit_at(&self, at: usize) -> usize {
        self.units.partition_point(|unit| unit.start <= at).saturating_sub(1)
    }

    /// Groups hits that stand close together. A window never grows without bound: a
    /// source that is all one line must not make one window.
    fn windows(&self, quote: &[char]) -> Vec<Window> {
        let reach = 2 * quote.len() + 40;
        let mut windows: Vec<Window> = Vec::new();
        let mut unit = 0;
        for (at, i) in self.hits(quote) {
            // Hits rise, so most lie in the passage of the one before.
            let here = &self.units[unit];
            if at < here.start || at >= here.start + here.words.len() {
                unit = self.unit_at(at);
            }
            let j = at - self.units[unit].start;
            match windows.last_mut() {
                Some(window)
                    if window.unit == unit
                        && window.hits.last().is_some_and(|(_, last)| j < last + reach)
                        && window
                            .hits
                            .first()
                            .is_some_and(|(_, first)| j < first + 6 * reach) =>
                {
                    window.hits.push((i, j));
                }
                _ => {
                    let mut hits = Vec::with_capacity(MOST_GRAMS);
                    hits.push((i, j));
                    windows.push(Window { unit, hits });
                }
            }
        }
        windows
    }

    /// The words that a segment reaches over, those between its pairs included.
    fn reached(&self, segment: &Segment) -> &[char] {
        &self.words(segment).chars()[segment.range.start..segment.range.end]
    }

    /// Aligns the quotation with a window, outwards from the longest exact run.
    fn align(&self, quote: &[char], window: &Window) -> Segment {
        let unit = &self.units[window.unit];
        let stream = self.grams.stream();
        let words = &stream[unit.start..unit.start + unit.words.len()];
        let mut pairs = align::from_anchor(quote, words, &window.hits);
        align::drop_stray_ends(&mut pairs, quote.len());
        Segment { unit: window.unit, range: reach(&pairs), pairs }
    }

    /// Puts the best window and, for what it leaves uncovered, further ones together.
    fn assemble(
        &self,
        words: &Folded,
        edges: Edges,
        candidates: Vec<Segment>,
    ) -> Option<Found> {
        let mut candidates = candidates.into_iter();
        let best = candidates.next()?;
        let mut covered = vec![false; words.len()];
        for (i, _) in &best.pairs {
            covered[*i] = true;
        }
        let best_unit = best.unit;
        // A place that has as many of the words but others between them is no repeat: what is
        // said of the best place would not be true of it.
        let best_words = self.reached(&best);
        let mut also = Vec::new();
        let mut segments = vec![best];
        for candidate in candidates {
            let is_repeat =
                candidate.unit != best_unit && self.reached(&candidate) == best_words;
            let new: Vec<Pair> =
                candidate.pairs.iter().copied().filter(|(i, _)| !covered[*i]).collect();
            if longest_run(words.chars(), &new) >= SPLIT_RUN {
                for (i, _) in &new {
                    covered[*i] = true;
                }
                segments.push(Segment { range: reach(&new), pairs: new, ..candidate });
            } else if is_repeat {
                also.push(self.place(std::slice::from_ref(&candidate))?.lines);
            }
        }
        segments.sort_by_key(|segment| segment.pairs[0].0);
        if let Some(first) = segments.first_mut().filter(|_| edges.start) {
            let unit = &self.units[first.unit];
            let text = &self.corpus.sources[unit.source].text;
            first.range.start = clauses::start(&unit.words, text, first.range.start);
        }
        if let Some(last) = segments.last_mut().filter(|_| edges.end) {
            let unit = &self.units[last.unit];
            let text = &self.corpus.sources[unit.source].text;
            last.range.end = clauses::end(&unit.words, text, last.range.end);
        }
        let common = covered.iter().filter(|c| **c).count();
        let similarity = common as f64 / words.len().max(1) as f64;
        let place = self.place(&segments)?;
        Some(Found { place, also, segments, common, similarity })
    }

    fn place(&self, segments: &[Segment]) -> Option<Place> {
        let source = self.units[segments.first()?.unit].source;
        let read = &self.corpus.sources[source];
        let mut spans: Vec<Span> = Vec::new();
        let mut basis = Basis::Labelled;
        for segment in segments {
            let unit = &self.units[segment.unit];
            let whole = unit.words.span(segment.range.start, segment.range.end)?;
            let passage = &read.passages[unit.passage];
            basis = basis.max(passage.basis_of(whole));
            for (paragraph, Span { start, end }) in passage.clip(whole) {
                let rest = read.text.slice(Span::new(end, paragraph.span.end));
                let mark = clauses::closing_mark(rest.unwrap_or_default());
                spans.push(Span::new(start, end + mark));
            }
        }
        let lines = spans.iter().map(|span| read.text.lines_of(*span));
        let lines = lines.reduce(LineRange::join)?;
        Some(Place { source, spans, lines, basis })
    }
}

/// The passage's words from the first pair to the last.
fn reach(pairs: &[Pair]) -> CharRange {
    let first = pairs.first().map_or(0, |(_, j)| *j);
    CharRange::new(first, pairs.last().map_or(first, |(_, j)| j + 1))
}

/// The longest run of consecutive pairs, counted in words: a Latin word is one.
fn longest_run(words: &[char], pairs: &[Pair]) -> usize {
    let latin = |at: usize| words[at].is_ascii_alphanumeric();
    let mut best = 0;
    let mut run = 0;
    let mut before: Option<Pair> = None;
    for (i, j) in pairs {
        run = match before {
            Some((bi, bj)) if *i == bi + 1 && *j == bj + 1 => {
                run + usize::from(!(latin(bi) && latin(*i)))
            }
            _ => 1,
        };
        best = best.max(run);
        before = Some((*i, *j));
    }
    best
}

/// True for passages whose words are presented as those of somebody who may be quoted.
fn is_subject(corpus: &Corpus, passage: &Passage) -> bool {
    // Words in doubt have no speaker.
    passage.basis() != Basis::Reported && corpus.is_subject(passage)
}
