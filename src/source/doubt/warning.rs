//! The lines of a document whose words are nobody's yet, and one warning for all of them.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::manifest::SourceEntry;
use crate::source::passage::Passage;
use crate::source::reason::Reason;
use crate::text::{SourceText, Span};

/// Lines that a message lists.
const LISTED: usize = 5;

/// The lines in doubt of a document, by reason.
pub fn lines(passages: &[Passage]) -> BTreeMap<Reason, Vec<(usize, Span)>> {
    let mut found: BTreeMap<Reason, Vec<(usize, Span)>> = BTreeMap::new();
    for paragraph in passages.iter().flat_map(|passage| &passage.paragraphs) {
        if let Some(reason) = paragraph.basis.reason() {
            found.entry(reason).or_default().push((paragraph.line, paragraph.span));
        }
    }
    found
}

/// One warning for all of them.
pub(in crate::source) fn warning(
    entry: &SourceEntry,
    text: &SourceText,
    passages: &[Passage],
) -> Option<Diagnostic> {
    let found = lines(passages);
    let (first_reason, first) = found.iter().next()?;
    let (first_line, first_span) = first.first()?;
    let (code, message) = match first_reason {
        Reason::UnknownHead => (
            Code::LabelUnknown,
            "this line looks like a speaker's label, but no speaker has it".to_owned(),
        ),
        reason => (Code::LinesUnsure, format!("this line {}", reason.about())),
    };
    let mut others: Vec<usize> = found
        .values()
        .flatten()
        .map(|(line, _)| *line)
        .filter(|n| n != first_line)
        .collect();
    others.sort_unstable();
    let beside = match others.as_slice() {
        [] => "not taken as anybody's words".to_owned(),
        [one] => format!("not taken as anybody's words, nor is line {one}"),
        several => format!(
            "not taken as anybody's words, nor are {} more lines: {}",
            several.len(),
            listed(several)
        ),
    };
    let mut problem = Diagnostic::new(code, message).at(&entry.file, *first_span, beside);
    if found.len() > 1 {
        let each = found.iter().map(|(reason, lines)| {
            let lines: Vec<usize> = lines.iter().map(|(line, _)| *line).collect();
            format!("{}: {}", reason.as_str(), listed(&lines))
        });
        problem = problem.hint(each.collect::<Vec<_>>().join("; "));
    }
    let label = text.line(*first_line).and_then(label_of);
    Some(
        match label.filter(|_| code == Code::LabelUnknown) {
            Some(label) => problem.hint(whose(entry, &label)),
            None => problem,
        }
        .hint(format!(
            "`yulu passages {} --unsure` lists them, with what decides each",
            entry.id
        )),
    )
}

/// The name in the head with which a line begins, if it looks like one.
pub(crate) fn label_of(line: &str) -> Option<String> {
    crate::source::head::readings(line.trim()).into_iter().next().map(|head| head.name)
}

/// The first numbers of a list.
pub(super) fn listed(lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(LISTED).map(usize::to_string).collect();
    let more = if lines.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// How to say whose a label is that nobody has.
fn whose(entry: &SourceEntry, label: &str) -> String {
    let label = label.escape_debug();
    let here = match entry.labels.is_empty() {
        true => format!("labels = {{ \"{label}\" = \"ID\" }} in this [[source]]"),
        false => format!("add `\"{label}\" = \"ID\"` to the `labels` of this [[source]]"),
    };
    format!("say whose it is: {here}, or the `labels` of a [[speaker]] for all documents")
}
