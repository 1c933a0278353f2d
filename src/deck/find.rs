//! Every place of a source where the words of a quotation stand, whoever says them.

use crate::collate::{Index, Place};
use crate::fold::Folded;
use crate::source::Source;
use crate::text::{CharRange, Span};

/// A quotation as it must stand in its source.
pub struct Wanted<'a> {
    /// Index of the source.
    pub source: usize,
    /// The raw line it begins in, if given.
    pub line: Option<usize>,
    /// Folded parts in order.
    pub parts: &'a [Folded],
    /// The deck file.
    pub file: &'a str,
    /// Where the quotation is typed.
    pub span: Span,
    /// Its parts as typed and where each stands; empty if they are not what must be found,
    /// because of emendations.
    pub typed: Vec<(&'a str, Span)>,
    /// The text of the deck file.
    pub deck: &'a str,
    /// Where `from` is typed.
    pub from_span: Span,
}

/// The first place of a source, in the order of its passages, from which the parts could be
/// quoted.
pub(super) fn quotable(
    index: &Index<'_>,
    source_at: usize,
    parts: &[Folded],
) -> Option<Place> {
    let corpus = index.corpus();
    let passages = &corpus.sources[source_at].passages;
    find(index, source_at, parts)
        .find(|(at, place)| {
            corpus.is_subject(&passages[*at]) && place.basis.may_be_quoted()
        })
        .map(|(_, place)| place)
}

/// Every place of a source where all parts stand in order, with its passage.
pub(super) fn find(
    index: &Index<'_>,
    source_at: usize,
    parts: &[Folded],
) -> impl Iterator<Item = (usize, Place)> {
    let source = &index.corpus().sources[source_at];
    // The longest part is the rarest.
    let longest = parts.iter().max_by_key(|part| part.len()).into_iter();
    let passages = longest.flat_map(move |part| index.anywhere().passages(source_at, part));
    passages.flat_map(move |(at, folded)| {
        let found = find_folded(source, source_at, at, folded, parts);
        found.into_iter().map(move |place| (at, place))
    })
}

/// Every place in one passage where all parts stand in order.
pub(super) fn find_in(
    source: &Source,
    source_at: usize,
    at: usize,
    parts: &[Folded],
) -> Vec<Place> {
    find_folded(source, source_at, at, &source.passages[at].fold(&source.text), parts)
}

/// The same where the passage is folded already.
pub(super) fn find_folded(
    source: &Source,
    source_at: usize,
    at: usize,
    folded: &Folded,
    parts: &[Folded],
) -> Vec<Place> {
    let passage = &source.passages[at];
    let Some((first, others)) = parts.split_first() else { return Vec::new() };
    let mut places = Vec::new();
    for start in folded.find_all(first) {
        let mut ranges = vec![start];
        for part in others {
            let after = ranges.last().map_or(0, |range: &CharRange| range.end);
            match folded.find_all(part).into_iter().find(|range| range.start >= after) {
                Some(range) => ranges.push(range),
                None => break,
            }
        }
        if ranges.len() != parts.len() {
            continue;
        }
        let mut spans = Vec::new();
        for CharRange { start: from, end: to } in ranges {
            let Some(whole) = folded.span(from, to) else { continue };
            spans.extend(passage.clip(whole).map(|(_, span)| span));
        }
        let Some(all) = spans.iter().copied().reduce(Span::join) else { continue };
        places.push(Place {
            source: source_at,
            lines: source.text.lines_of(all),
            basis: passage.basis_of(all),
            spans,
        });
    }
    places
}
