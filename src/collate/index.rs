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

/// How far the end of a clause may be from the last pair, in words.
const CLAUSE_REACH: usize = 6;

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
    /// The words of the window that answer to the quotation: from the first pair to the
    /// last, or to the ends of their clauses.
    pub(super) range: (usize, usize),
    source: usize,
    passage: usize,
}

/// Whether the quotation begins and ends where a clause does. If it does, so do its
/// parallels: 未来硬核创新 answers to 以后硬核创新, not 硬核创新 alone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edges {
    pub(super) start: bool,
    pub(super) end: bool,
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
        edges: Edges,
        source: usize,
        digested: bool,
    ) -> Option<Found> {
        let wanted = |unit: &Unit| unit.source == source && unit.digested == digested;
        self.assemble(words, edges, self.search(words.chars(), wanted))
    }

    /// The best place anywhere for these words, for suggestions.
    pub fn nearest(&self, words: &Folded) -> Option<(Place, f64)> {
        let segments = self.search(words.chars(), |unit| !unit.digested);
        let best = segments.into_iter().max_by_key(|s| s.pairs.len())?;
        let found = self.assemble(words, Edges::default(), vec![best])?;
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
                let mut pairs = align::align(quote, words.chars());
                drop_stray_ends(&mut pairs, quote.len());
                let (source, passage) = (unit.source, unit.passage);
                Segment { range: reach(&pairs), pairs, words, source, passage }
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
    fn assemble(
        &self,
        words: &Folded,
        edges: Edges,
        mut candidates: Vec<Segment>,
    ) -> Option<Found> {
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
            if longest_run(words.chars(), &new) >= SPLIT_RUN {
                for (i, _) in &new {
                    covered[*i] = true;
                }
                segments.push(Segment { range: reach(&new), pairs: new, ..candidate });
            } else if is_repeat {
                let place = self.place(std::slice::from_ref(&candidate))?;
                also.push(place.lines);
            }
        }
        segments.sort_by_key(|segment| segment.pairs[0].0);
        if let Some(first) = segments.first_mut().filter(|_| edges.start) {
            first.range.0 = self.clause_start(first);
        }
        if let Some(last) = segments.last_mut().filter(|_| edges.end) {
            last.range.1 = self.clause_end(last);
        }
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
            let whole = segment.words.span(segment.range.0, segment.range.1)?;
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

impl Index<'_> {
    /// The start of the clause in which the segment begins, if it is near.
    fn clause_start(&self, segment: &Segment) -> usize {
        let text = &self.corpus.sources[segment.source].text;
        let from = segment.range.0;
        for at in (from.saturating_sub(CLAUSE_REACH)..=from).rev() {
            let before = at.checked_sub(1).and_then(|b| segment.words.span(b, at));
            let here = segment.words.span(at, at + 1);
            match (before, here) {
                (Some(before), Some(here)) => {
                    let between = text.slice(Span::new(before.end, here.start));
                    if between.is_some_and(ends_clause) {
                        return at;
                    }
                }
                // The window begins with the passage.
                (None, Some(_)) => return at,
                _ => return from,
            }
        }
        from
    }

    /// The end of the clause in which the segment ends, if it is near.
    fn clause_end(&self, segment: &Segment) -> usize {
        let text = &self.corpus.sources[segment.source].text;
        let to = segment.range.1;
        for at in to..=(to + CLAUSE_REACH).min(segment.words.len()) {
            let before = at.checked_sub(1).and_then(|b| segment.words.span(b, at));
            let here = segment.words.span(at, at + 1);
            match (before, here) {
                (Some(before), Some(here)) => {
                    let between = text.slice(Span::new(before.end, here.start));
                    if between.is_some_and(ends_clause) {
                        return at;
                    }
                }
                (Some(_), None) => return at,
                _ => return to,
            }
        }
        to
    }
}

/// True if the characters between two words hold a mark that ends a clause.
pub(super) fn ends_clause(between: &str) -> bool {
    between
        .contains(['，', ',', '。', '？', '?', '！', '!', '；', ';', '：', ':', '\n', '、'])
}

/// The window's words from the first pair to the last.
fn reach(pairs: &[(usize, usize)]) -> (usize, usize) {
    let first = pairs.first().map_or(0, |(_, j)| *j);
    (first, pairs.last().map_or(first, |(_, j)| j + 1))
}

/// Drops one or two characters at an end that stand apart from the rest by more than
/// their own number, or by as much if they do not reach the quotation's edge: they agree
/// by chance.
fn drop_stray_ends(pairs: &mut Vec<(usize, usize)>, quote_length: usize) {
    for at_start in [true, false] {
        loop {
            if at_start {
                pairs.reverse();
            }
            let apart = |a: &(usize, usize), b: &(usize, usize)| {
                a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)) - 1
            };
            let run =
                1 + pairs.windows(2).rev().take_while(|p| apart(&p[0], &p[1]) == 0).count();
            let gap = pairs
                .len()
                .checked_sub(run + 1)
                .map(|at| apart(&pairs[at], &pairs[at + 1]));
            let edge = if at_start { 0 } else { quote_length - 1 };
            let reaches = pairs.last().is_some_and(|(i, _)| *i == edge);
            let stray =
                run <= 2 && gap.is_some_and(|gap| gap > run || (gap == run && !reaches));
            if stray {
                pairs.truncate(pairs.len() - run);
            }
            if at_start {
                pairs.reverse();
            }
            if !stray {
                break;
            }
        }
    }
}

/// Bytes of the sentence mark and closing quote marks that directly follow the words:
/// they belong to the sentence that was found.
fn closing_mark(rest: &str) -> usize {
    let closes = |c: &char| "。？！?!”」』’".contains(*c);
    rest.chars().take_while(closes).map(char::len_utf8).sum()
}

/// The longest run of consecutive pairs, counted in words: a Latin word is one.
fn longest_run(words: &[char], pairs: &[(usize, usize)]) -> usize {
    let mut best = 0;
    let mut run = 0;
    let mut before: Option<(usize, usize)> = None;
    for (i, j) in pairs {
        let inside_latin = |at: usize| words[at].is_ascii_alphanumeric();
        run = match before {
            Some((bi, bj)) if *i == bi + 1 && *j == bj + 1 => {
                run + usize::from(!(inside_latin(bi) && inside_latin(*i)))
            }
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
