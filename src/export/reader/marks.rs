//! Which words of a line are quoted, by which quotations. Quotations may overlap: a line
//! falls into pieces at every place where one begins or ends.

use std::collections::BTreeMap;

use crate::card::Card;
use crate::collate::Place;
use crate::source::Corpus;
use crate::text::Span;

/// In what way words stand for a quotation. The order is that of their weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The card quotes this place.
    Base,
    /// Another document with the same words.
    Witness,
    /// A digest with the same thought in its own words.
    Echo,
}

/// One run of marked bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the document; inside one paragraph.
    pub(super) span: Span,
    /// The number of the quotation.
    pub(super) quote: usize,
    /// In what way.
    pub(super) role: Role,
}

/// A part of a line in which nothing begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the document.
    pub(super) span: Span,
    /// What marks it.
    pub(super) marks: Vec<Mark>,
    /// Those of its marks that end with it.
    pub(super) ends: Vec<Mark>,
}

/// The marks of one document by 1-based line.
pub(super) type Marks = BTreeMap<usize, Vec<Mark>>;

/// The marks of every document, by its index, for these quotations.
pub(super) fn marks(corpus: &Corpus, quotes: &[&Card]) -> Vec<Marks> {
    let mut all: Vec<Marks> = vec![Marks::new(); corpus.sources.len()];
    let mut mark = |place: &Place, quote: usize, role: Role| {
        let text = &corpus.sources[place.source].text;
        for span in &place.spans {
            let line = all[place.source].entry(text.line_of(span.start)).or_default();
            line.push(Mark { span: *span, quote, role });
        }
    };
    for card in quotes {
        let Some(apparatus) = &card.apparatus else { continue };
        mark(&apparatus.base.place, card.number, Role::Base);
        for witness in &apparatus.witnesses {
            mark(&witness.place, card.number, Role::Witness);
        }
        for echo in &apparatus.echoes {
            mark(&echo.place, card.number, Role::Echo);
        }
    }
    all
}

/// Cuts a line at the ends of its marks and at `cuts`; the pieces follow one another and
/// together are the line.
pub(super) fn pieces(line: Span, marks: &[Mark], cuts: &[usize]) -> Vec<Piece> {
    let inside = |at: usize| at.clamp(line.start, line.end);
    let ends = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
    let ends = ends.chain(cuts.iter().copied()).map(inside);
    let mut edges: Vec<usize> = ends.chain([line.start, line.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let piece = |pair: &[usize]| {
        let span = Span::new(pair[0], pair[1]);
        let covering = marks.iter().filter(|mark| mark.span.overlaps(span));
        let marks: Vec<Mark> = covering.copied().collect();
        let last = |mark: &Mark| inside(mark.span.end) == span.end;
        let ends = marks.iter().copied().filter(last).collect();
        Piece { span, marks, ends }
    };
    edges.windows(2).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(start: usize, end: usize, quote: usize) -> Mark {
        Mark { span: Span::new(start, end), quote, role: Role::Base }
    }

    #[test]
    fn overlapping_marks_share_a_piece_and_each_ends_once() {
        let pieces = pieces(Span::new(10, 30), &[mark(12, 20, 0), mark(16, 25, 1)], &[]);
        let seen: Vec<(usize, usize, Vec<usize>, Vec<usize>)> = pieces
            .iter()
            .map(|p| {
                let quotes = |marks: &[Mark]| marks.iter().map(|m| m.quote).collect();
                (p.span.start, p.span.end, quotes(&p.marks), quotes(&p.ends))
            })
            .collect();
        let expected = [
            (10, 12, vec![], vec![]),
            (12, 16, vec![0], vec![]),
            (16, 20, vec![0, 1], vec![0]),
            (20, 25, vec![1], vec![1]),
            (25, 30, vec![], vec![]),
        ];
        assert_eq!(seen, expected);
    }

    proptest! {
        #[test]
        fn pieces_are_the_line_and_every_mark_ends_in_it(
            marks in prop::collection::vec((0usize..40, 1usize..20), 0..8),
            cuts in prop::collection::vec(0usize..60, 0..3),
        ) {
            let line = Span::new(5, 45);
            let marks: Vec<Mark> = marks.iter().enumerate()
                .map(|(quote, (start, length))| mark(start + 5, start + 5 + length, quote))
                .collect();
            let pieces = pieces(line, &marks, &cuts);
            prop_assert_eq!(pieces[0].span.start, line.start);
            prop_assert_eq!(pieces[pieces.len() - 1].span.end, line.end);
            prop_assert!(pieces.windows(2).all(|p| p[0].span.end == p[1].span.start));
            let ends = pieces.iter().map(|piece| piece.ends.len()).sum::<usize>();
            prop_assert_eq!(ends, marks.len());
        }
    }
}
