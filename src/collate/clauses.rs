//! Where clauses begin and end.

use crate::fold::Folded;
use crate::text::{SourceText, Span};

/// How far the end of a clause may be from the last common word, in words.
const REACH: usize = 6;

/// The start of the clause that holds word `from`, or `from` if it is not near.
pub(super) fn start(words: &Folded, text: &SourceText, from: usize) -> usize {
    let nearest = (from.saturating_sub(REACH)..=from).rev();
    nearest.into_iter().find(|at| is_edge(words, text, *at)).unwrap_or(from)
}

/// One past the last word of the clause that ends at or after `to`, or `to`.
pub(super) fn end(words: &Folded, text: &SourceText, to: usize) -> usize {
    let mut nearest = to..=(to + REACH).min(words.len());
    nearest.find(|at| is_edge(words, text, *at)).unwrap_or(to)
}

/// True if a clause ends before word `at`: at either end of the passage, or at a mark.
fn is_edge(words: &Folded, text: &SourceText, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|b| words.span(b, at)) else {
        return true;
    };
    let Some(after) = words.span(at, at + 1) else { return true };
    text.slice(Span::new(before.end, after.start)).is_some_and(has_mark)
}

/// True if the characters between two words hold a mark that ends a clause.
fn has_mark(between: &str) -> bool {
    between
        .contains(['，', ',', '。', '？', '?', '！', '!', '；', ';', '：', ':', '\n', '、'])
}

/// Bytes of the sentence mark and closing quote marks that directly follow the words:
/// they belong to the sentence that was found.
pub(super) fn closing_mark(rest: &str) -> usize {
    let closes = |c: &char| "。？！?!”」』’".contains(*c);
    rest.chars().take_while(closes).map(char::len_utf8).sum()
}
