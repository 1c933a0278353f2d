//! Warnings of quotations that would teach a slip of their base witness.

use super::Quote;
use crate::collate::ReadingKind;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::source::Corpus;
use crate::text::Span;

/// Words that make a claim a guess. A witness that drops one says more than was said.
const HEDGES: &[&str] = &["可能", "也许", "或许", "大概", "估计", "似乎", "未必", "不一定"];

/// Warns of known slips in the base that are not emended, and of hedges that the base
/// drops and another witness keeps.
pub(super) fn check(
    quote: &Quote,
    file: &str,
    span: Span,
    corpus: &Corpus,
    out: &mut Vec<Diagnostic>,
) {
    let base = &corpus.sources[quote.base.source].entry;
    let folded = |text: &str| Folded::new(text, 0).to_text();
    let emended = |words: &str| {
        let words = folded(words);
        quote.emendations.iter().any(|emendation| {
            let reads = folded(&emendation.reads.hans);
            words.contains(&reads) || reads.contains(&words)
        })
    };
    for erratum in &corpus.errata {
        let inside = erratum.source == quote.base.source
            && quote
                .base
                .spans
                .iter()
                .any(|s| s.start <= erratum.span.start && erratum.span.end <= s.end);
        let binding = erratum.kind.must_be_mended() && !erratum.weak;
        if inside && binding && !emended(&erratum.reads) {
            out.push(
                Diagnostic::new(
                    Code::ErratumNotEmended,
                    format!("`{}` has a known slip here: {}", base.id, erratum.reads),
                )
                .at(file, span, "")
                .also(&base.file, erratum.span, format!("should be {}", erratum.right))
                .hint(format!(
                    "emend it, or quote another witness (evidence: {})",
                    erratum.evidence
                )),
            );
        }
    }
    for witness in &quote.collation.witnesses {
        let readings = witness.readings.iter();
        for reading in readings.filter(|r| r.kind == ReadingKind::Substantive) {
            let (theirs, ours) = (folded(&reading.reading), folded(&reading.lemma));
            let hedge = HEDGES.iter().find(|h| theirs.contains(**h) && !ours.contains(**h));
            let Some(hedge) = hedge.filter(|_| !emended(&reading.lemma)) else { continue };
            let other = &corpus.sources[witness.place.source].entry;
            out.push(
                Diagnostic::new(
                    Code::HedgeDropped,
                    format!("`{}` drops “{hedge}”, which `{}` keeps", base.id, other.id),
                )
                .at(file, span, "a guess would be taught as a claim")
                .also(&other.file, witness.place.whole(), "")
                .hint(format!("quote `{}` instead, or emend", other.id)),
            );
        }
    }
}
