//! Which bytes of the sources are on a card or in a draft already.

use std::collections::BTreeMap;

use crate::collate::Place;
use crate::deck::Deck;
use crate::text::Span;

/// Bytes that are taken, by source: the start of each run and its end. Runs do not touch.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<usize, BTreeMap<usize, usize>>);

impl Taken {
    /// What the decks have, in every witness.
    pub(super) fn of(decks: &[&Deck]) -> Self {
        let mut taken = Taken::default();
        for quote in decks.iter().flat_map(|deck| &deck.quotes) {
            let witnesses = quote.collation.witnesses.iter().map(|w| &w.place);
            for place in witnesses.chain([&quote.base]) {
                taken.add(place);
            }
        }
        taken
    }

    /// Takes a place.
    pub(super) fn add(&mut self, place: &Place) {
        let runs = self.0.entry(place.source).or_default();
        for span in &place.spans {
            let mut run = *span;
            while let Some((start, end)) =
                last_before(runs, run.end).filter(|(_, end)| *end >= run.start)
            {
                runs.remove(&start);
                run = run.join(Span::new(start, end));
            }
            runs.insert(run.start, run.end);
        }
    }

    /// True if no byte of a place is taken.
    pub(super) fn is_free(&self, place: &Place) -> bool {
        let Some(runs) = self.0.get(&place.source) else { return true };
        place.spans.iter().all(|span| {
            last_before(runs, span.end.saturating_sub(1))
                .is_none_or(|(_, end)| end <= span.start)
        })
    }
}

/// The last run that begins at or before a byte.
fn last_before(runs: &BTreeMap<usize, usize>, at: usize) -> Option<(usize, usize)> {
    runs.range(..=at).next_back().map(|(start, end)| (*start, *end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Basis;
    use crate::text::LineRange;

    fn place((start, length): (usize, usize)) -> Place {
        let spans = vec![Span::new(start, start + length)];
        Place { source: 0, spans, lines: LineRange::one(1), basis: Basis::Labelled }
    }

    proptest! {
        #[test]
        fn what_is_taken_is_not_free(
            added in prop::collection::vec((0usize..40, 1usize..9), 0..8), asked in (0usize..40, 1usize..9)
        ) {
            let mut taken = Taken::default();
            added.iter().for_each(|one| taken.add(&place(*one)));
            let overlaps = added.iter().any(|one| place(*one).whole().overlaps(place(asked).whole()));
            prop_assert_eq!(taken.is_free(&place(asked)), !overlaps);
        }
    }
}
