//! `seeds/errata.toml`: known slips of the documents, which a deck must not teach.

use serde::Deserialize;
use toml::Spanned;

use super::corpus::Source;
use super::manifest::Manifest;
use super::slip::{Erratum, SlipKind};
use crate::diagnostics::{Code, Diagnostic, decode};
use crate::text::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    source: Spanned<String>,
    lines: Vec<Spanned<usize>>,
    reads: String,
    right: String,
    kind: SlipKind,
    evidence: String,
    #[serde(default)]
    weak: bool,
}

/// Parses the errata; each must stand in the lines it names.
pub fn parse(
    file: &str,
    text: &str,
    manifest: &Manifest,
    sources: &[Source],
) -> (Vec<Erratum>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    document.only(&["erratum"], &[], &mut out);
    let mut errata = Vec::new();
    for entry in document.many::<Entry>("erratum", &mut out) {
        let entry = entry.into_inner();
        let id = entry.source.get_ref();
        let Some(source) = sources.iter().position(|s| s.entry.id == *id) else {
            // A source that is declared, but wrongly, has its own diagnostic.
            if !manifest.may_declare(id) {
                let span = entry.source.span().into();
                out.push(decode::unknown_id("source", id, &manifest.declared, file, span));
            }
            continue;
        };
        for number in &entry.lines {
            let line = sources[source].text.line_span(*number.get_ref());
            let words = line.and_then(|span| sources[source].text.slice(span));
            let at = words.and_then(|words| words.find(&entry.reads));
            let (Some(line), Some(at)) = (line, at) else {
                out.push(
                    Diagnostic::new(
                        Code::ErratumNotFound,
                        format!("this line of `{id}` does not read “{}”", entry.reads),
                    )
                    .at(file, number.span().into(), "")
                    .hint("`reads` is copied from the line, and `lines` counts from 1"),
                );
                continue;
            };
            let start = line.start + at;
            errata.push(Erratum {
                source,
                span: Span::new(start, start + entry.reads.len()),
                reads: entry.reads.clone(),
                right: entry.right.clone(),
                kind: entry.kind,
                evidence: entry.evidence.clone(),
                weak: entry.weak,
            });
        }
    }
    (errata, out)
}
