//! Where the sentences of a document's words begin and end.

use crate::source::Source;
use crate::text::Span;

/// The sentences of a span, each with its closing mark, without what is blank around it.
pub(super) fn sentences(source: &Source, span: Span) -> Vec<Span> {
    let text = source.text.slice(span).unwrap_or_default();
    let mut ends: Vec<usize> = Vec::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let closes = matches!(c, '”' | '」' | '』' | '’' | '）' | ')');
        let ends_here = matches!(c, '。' | '？' | '?' | '！' | '!');
        if ended && !ends_here && !closes {
            ends.push(at);
        }
        ended = ends_here || ended && closes;
    }
    ends.push(text.len());
    let mut start = 0;
    let mut spans = Vec::with_capacity(ends.len());
    for end in ends {
        let sentence = &text[start..end];
        let from = start + sentence.len() - sentence.trim_start().len();
        let to = start + sentence.trim_end().len();
        if from < to {
            spans.push(Span::new(span.start + from, span.start + to));
        }
        start = end;
    }
    spans
}
