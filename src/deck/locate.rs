//! Finding a quotation in the source it names. What is said when it cannot be quoted from there
//! is in `lost.rs`.

pub use super::find::Wanted;
use super::find::{find, find_in};
use super::lost;
use crate::collate::{Index, Place};
use crate::diagnostics::Diagnostic;
use crate::fold::Folded;
use crate::source::{Corpus, Source};
use crate::text::LineRange;

/// Where a quotation stands.
pub struct Located {
    /// The place.
    pub place: Place,
    /// Its passage in the source.
    pub passage: usize,
    /// Other lines of the source with the same words.
    pub also: Vec<LineRange>,
}

/// Finds the quotation, or says why it cannot be quoted from there.
///
/// # Errors
/// The diagnostic that says what is wrong, at its place in the deck and in the source.
pub fn locate(
    wanted: &Wanted<'_>,
    corpus: &Corpus,
    index: &Index<'_>,
) -> Result<Located, Box<Diagnostic>> {
    let source = &corpus.sources[wanted.source];
    if let Some(line) = wanted.line
        && line > source.text.line_count()
    {
        return Err(Box::new(lost::past_end(wanted, corpus, index)));
    }
    // With a line given only its passage can be meant; this is also what keeps the proof of
    // a large deck over large sources quick.
    let hits: Vec<(usize, Place)> = match wanted.line {
        Some(line) => {
            let there = source.passages_at_line(line).flat_map(|at| {
                let found = find_in(source, wanted.source, at, wanted.parts);
                found.into_iter().map(move |place| (at, place))
            });
            there.filter(|(_, place)| place.lines.first == line).collect()
        }
        None => find(index, wanted.source, wanted.parts).collect(),
    };
    let own: Vec<&(usize, Place)> =
        hits.iter().filter(|(at, _)| corpus.is_subject(&source.passages[*at])).collect();
    let quotable: Vec<&&(usize, Place)> =
        own.iter().filter(|(_, place)| place.basis.may_be_quoted()).collect();
    match quotable.as_slice() {
        [(at, place)] => Ok(Located {
            place: place.clone(),
            passage: *at,
            also: repeats(source, wanted.source, *at, wanted.parts),
        }),
        [] if !own.is_empty() => Err(Box::new(lost::basis(wanted, index, &own[0].1))),
        [] if !hits.is_empty() => Err(Box::new(lost::speaker(wanted, index, &hits[0]))),
        [] => Err(Box::new(lost::not_found(wanted, corpus, index))),
        [first, second, ..] => {
            Err(Box::new(lost::ambiguous(wanted, source, &first.1, &second.1)))
        }
    }
}

/// Lines of other quotable passages of the source with the same words.
fn repeats(
    source: &Source,
    source_at: usize,
    passage: usize,
    parts: &[Folded],
) -> Vec<LineRange> {
    let original = source.passages[passage].repeat_of.unwrap_or(passage);
    if !source.has_repeats {
        return Vec::new();
    }
    let same = source.passages.iter().enumerate().filter(|(at, p)| {
        *at != passage && (p.repeat_of == Some(original) || *at == original)
    });
    same.flat_map(|(at, _)| find_in(source, source_at, at, parts))
        .map(|place| place.lines)
        .collect()
}
