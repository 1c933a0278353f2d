//! Finding the places that may hold the same words.
//!
//! All quotable and digested passages are laid end to end as words; a sorted list of
//! hashed three-character sequences leads from a quotation to the windows worth aligning.
//! Nothing here is larger than a small multiple of the text.

use super::{Place, align};
use crate::fold::Folded;
use crate::source::{Corpus, Passage};
use crate::text::Span;

/// Characters in a sequence.
const GRAM: usize = 3;
/// A sequence that stands more often than this leads nowhere in particular.
const MOST_HITS: usize = 200;
/// Windows aligned in one source for one quotation.
const MOST_WINDOWS: usize = 8;
/// A run of the quotation that one window leaves uncovered and that is at least this long
/// is looked for elsewhere in the same source: a quotation may be split over two items.
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
    grams: Vec<(u32, u32)>,
}

/// A window that agrees best with a quotation.
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) also: Vec<(usize, usize)>,
    /// Aligned windows in order of the quotation: the window's words and the pairs.
    pub(super) segments: Vec<Segment>,
    pub(super) common: usize,
    pub(super) similarity: f64,
}

/// One aligned window.
pub(super) struct Segment {
    /// Words of the window.
    pub(super) words: Folded,
    /// Pairs of indices: quotation, window.
    pub(super) pairs: Vec<(usize, usize)>,
    source: usize,
    passage: usize,
}

fn hash(gram: &[char]) -> u32 {
    // FNV-1a over code points: stable, and good enough to lead to candidates.
    gram.iter().fold(0x811c_9dc5, |h, c| (h ^ (*c as u32)).wrapping_mul(0x0100_0193))
}

impl<'c> Index<'c> {
    /// Indexes every passage that may be quoted, or echoed, in `corpus`.
    pub fn new(corpus: &'c Corpus) -> Self {
        let mut units = Vec::new();
        let mut grams = Vec::new();
        let mut start = 0usize;
        for (source, read) in corpus.sources.iter().enumerate() {
            for (at, passage) in read.passages.iter().enumerate() {
                if !is_subject(corpus, passage) {
                    continue;
                }
                let words = passage.fold(&read.text).words_only();
                for (offset, gram) in words.chars().windows(GRAM).enumerate() {
                    grams.push((hash(gram), (start + offset) as u32));
                }
                let length = words.len();
                let digested = !passage.basis().may_be_quoted();
                units.push(Unit { source, passage: at, digested, start, words });
                start += length + 1;
            }
        }
        grams.sort_unstable();
        Self { corpus, units, grams }
    }

    /// The corpus it was made of.
    pub fn corpus(&self) -> &'c Corpus {
        self.corpus
    }

    /// The best place in one source for these words, in digested or in quotable passages.
    pub(super) fn best(
        &self,
        words: &Folded,
        source: usize,
        digested: bool,
    ) -> Option<Found> {
        let found = self.search(words.chars(), |unit| {
            unit.source == source && unit.digested == digested
        });
        self.assemble(words, found)
    }

    /// The best place anywhere for these words, for suggestions.
    pub fn nearest(&self, words: &Folded) -> Option<(Place, f64)> {
        let segments = self.search(words.chars(), |unit| !unit.digested);
        let best = segments.into_iter().max_by_key(|s| s.pairs.len())?;
        let found = self.assemble(words, vec![best])?;
        Some((found.place, found.similarity))
    }

    /// Aligned windows, best first.
    fn search(&self, quote: &[char], wanted: impl Fn(&Unit) -> bool) -> Vec<Segment> {
        let mut hits: Vec<usize> = Vec::new();
        let grams: Vec<&[char]> =
            if quote.len() < GRAM { Vec::new() } else { quote.windows(GRAM).collect() };
        for gram in grams {
            let key = hash(gram);
            let first = self.grams.partition_point(|(h, _)| *h < key);
            let these = self.grams[first..].iter().take_while(|(h, _)| *h == key);
            let these: Vec<usize> =
                these.take(MOST_HITS + 1).map(|(_, at)| *at as usize).collect();
            if these.len() <= MOST_HITS {
                hits.extend(these);
            }
        }
        hits.sort_unstable();
        hits.dedup();
        let mut windows = self.windows(&hits, quote.len(), wanted);
        windows.sort_by_key(|(count, unit, from, _)| {
            (std::cmp::Reverse(*count), *unit, *from)
        });
        windows.truncate(MOST_WINDOWS);
        let mut segments: Vec<Segment> = windows
            .into_iter()
            .map(|(_, unit, from, to)| {
                let unit = &self.units[unit];
                let words = unit.words.slice(from, to);
                let pairs = align::align(quote, words.chars());
                Segment { pairs, words, source: unit.source, passage: unit.passage }
            })
            .filter(|segment| !segment.pairs.is_empty())
            .collect();
        segments.sort_by_key(|s| {
            (std::cmp::Reverse(s.pairs.len()), s.source, s.passage, s.pairs[0].1)
        });
        segments
    }

    /// Groups hits that stand close together into windows: (hits, unit, from, to).
    fn windows(
        &self,
        hits: &[usize],
        length: usize,
        wanted: impl Fn(&Unit) -> bool,
    ) -> Vec<(usize, usize, usize, usize)> {
        let mut windows: Vec<(usize, usize, usize, usize)> = Vec::new();
        let reach = 2 * length + 40;
        for hit in hits {
            let unit_at = self.units.partition_point(|u| u.start <= *hit).saturating_sub(1);
            let Some(unit) = self.units.get(unit_at).filter(|unit| wanted(unit)) else {
                continue;
            };
            let offset = hit - unit.start;
            match windows.last_mut() {
                // A window grows while hits follow closely, but never without bound: a
                // source that is all one line must not make one window.
                Some((count, last_unit, from, to))
                    if *last_unit == unit_at
                        && offset < *to + reach
                        && offset < *from + 6 * reach =>
                {
                    *count += 1;
                    *to = offset + GRAM;
                }
                _ => windows.push((1, unit_at, offset, offset + GRAM)),
            }
        }
        for (_, unit, from, to) in &mut windows {
            *from = from.saturating_sub(length + 10);
            *to = (*to + length + 10).min(self.units[*unit].words.len());
        }
        windows
    }

    /// Puts the best window and, for what it leaves uncovered, further ones together.
    fn assemble(&self, words: &Folded, mut candidates: Vec<Segment>) -> Option<Found> {
        if candidates.is_empty() {
            return None;
        }
        let mut covered = vec![false; words.len()];
        let best = candidates.remove(0);
        for (i, _) in &best.pairs {
            covered[*i] = true;
        }
        let best_count = best.pairs.len();
        let best_passage = (best.source, best.passage);
        let mut also = Vec::new();
        let mut segments = vec![best];
        for candidate in candidates {
            let new: Vec<(usize, usize)> =
                candidate.pairs.iter().copied().filter(|(i, _)| !covered[*i]).collect();
            let is_repeat = candidate.pairs.len() == best_count
                && (candidate.source, candidate.passage) != best_passage;
            if longest_run(&new) >= SPLIT_RUN {
                for (i, _) in &new {
                    covered[*i] = true;
                }
                segments.push(Segment { pairs: new, ..candidate });
            } else if is_repeat {
                let place = self.place(std::slice::from_ref(&candidate))?;
                also.push(place.lines);
            }
        }
        segments.sort_by_key(|segment| segment.pairs[0].0);
        let common = covered.iter().filter(|c| **c).count();
        let similarity = common as f64 / words.len().max(1) as f64;
        let place = self.place(&segments)?;
        Some(Found { place, also, segments, common, similarity })
    }

    fn place(&self, segments: &[Segment]) -> Option<Place> {
        let source = segments.first()?.source;
        let read = &self.corpus.sources[source];
        let mut spans: Vec<Span> = Vec::new();
        let mut basis = crate::source::Basis::Labelled;
        for segment in segments {
            let first = segment.pairs.first()?.1;
            let last = segment.pairs.last()?.1;
            let whole = segment.words.span(first, last + 1)?;
            let passage = &read.passages[segment.passage];
            basis = basis.max(passage.basis_of(whole));
            for paragraph in &passage.paragraphs {
                if paragraph.span.overlaps(whole) {
                    let start = paragraph.span.start.max(whole.start);
                    let end = paragraph.span.end.min(whole.end);
                    let rest = read.text.slice(Span::new(end, paragraph.span.end));
                    let mark = closing_mark(rest.unwrap_or_default());
                    spans.push(Span::new(start, end + mark));
                }
            }
        }
        let lines = spans.iter().map(|span| read.text.lines_of(*span));
        let lines = lines.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(Place { source, spans, lines, basis })
    }
}

/// Bytes of the sentence mark and closing quote marks that directly follow the words:
/// they belong to the sentence that was found.
fn closing_mark(rest: &str) -> usize {
    let closes = |c: &char| "。？！?!”」』’".contains(*c);
    rest.chars().take_while(closes).map(char::len_utf8).sum()
}

/// The longest run of consecutive quotation characters among the pairs.
fn longest_run(pairs: &[(usize, usize)]) -> usize {
    let mut best = 0;
    let mut run = 0;
    let mut before: Option<(usize, usize)> = None;
    for (i, j) in pairs {
        run = match before {
            Some((bi, bj)) if *i == bi + 1 && *j == bj + 1 => run + 1,
            _ => 1,
        };
        best = best.max(run);
        before = Some((*i, *j));
    }
    best
}

fn is_subject(corpus: &Corpus, passage: &Passage) -> bool {
    use crate::source::{Basis, Role};
    passage.basis() != Basis::Reported
        && corpus
            .manifest
            .speaker(&passage.speaker)
            .is_some_and(|s| s.role == Role::Subject)
}
