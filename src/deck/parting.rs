//! Where a quotation and its source part: what is underlined when it is not found.

use crate::fold::Folded;
use crate::source::Source;
use crate::text::Span;

/// Share of a text that must agree with its source before only the rest is underlined.
const AGREES: usize = 2;

/// The bytes of `typed` at which `source` reads otherwise: from the end of the longest beginning
/// that stands in one of the `passages` to the longest ending that stands after it there. `None`
/// if all of it stands there, or so little that it is another text.
pub(super) fn parting(
    typed: &str,
    source: &Source,
    passages: impl Iterator<Item = usize>,
) -> Option<Span> {
    let folded = Folded::new(typed, 0);
    let wanted = folded.chars();
    // Beginning and ending, in folded characters.
    let mut best = (0, 0);
    for at in passages {
        let passage = source.passages[at].fold(&source.text);
        let stands = passage.chars();
        let starts =
            (0..stands.len()).map(|start| (common(wanted, &stands[start..]), start));
        let (begins, start) = starts.max_by_key(|(length, _)| *length).unwrap_or((0, 0));
        let (rest, after) =
            (&wanted[begins..], &stands[(start + begins).min(stands.len())..]);
        // An ending is looked for behind the beginning; without one, anywhere.
        let after = if begins == 0 { stands } else { after };
        let ends = (1..=after.len()).map(|end| common_end(rest, &after[..end])).max();
        let found = (begins, ends.unwrap_or(0));
        if found.0 + found.1 > best.0 + best.1 {
            best = found;
        }
    }
    let (begins, ends) = best;
    if begins == wanted.len() || (begins + ends) * AGREES < wanted.len() {
        return None;
    }
    // Where the source has words more, what follows them is shown.
    let from = begins.min(wanted.len() - 1);
    folded.span(from, (wanted.len() - ends).max(from + 1))
}

/// Characters that two texts begin with in common.
fn common(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Characters that two texts end with in common.
fn common_end(a: &[char], b: &[char]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}
