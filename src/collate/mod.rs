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
mod witness;

pub use anywhere::Anywhere;
pub use index::Index;
pub use locator::{Hit, Locator};
pub use witness::{Collation, Place, Reading, ReadingKind, Relation, Witness};

use crate::parallel;
use crate::source::Corpus;

/// Share of the base's words that a witness must have, in the same order.
///
/// Below it, what is found in our documents is another sentence on the same subject
/// (docs/collation.md).
pub const WITNESS_SIMILARITY: f64 = 0.6;

/// Share of the base's words that a digest's point must have to be called an echo.
pub const ECHO_SIMILARITY: f64 = 0.5;

/// Fewest words in common, so that a short quotation has no witness by chance.
const FEWEST_COMMON: usize = 6;

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
    parallel::map(bases, index::FEWEST_A_THREAD, |base| collate(index, base))
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
