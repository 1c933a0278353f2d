//! Which lines of a source are not its speaker's: cuts and voices, found by anchors.
//!
//! An anchor is text that a line begins with. Line numbers may stand beside it as a
//! check, never instead of it: a number alone would go on pointing somewhere after the
//! document had changed.

use super::manifest::{RegionEntry, SourceEntry};
use crate::diagnostics::{Code, Diagnostic, suggest};
use crate::text::{LineRange, SourceText, Span};

/// A run of whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its raw lines.
    pub lines: LineRange,
    /// Why it is cut, or whose voice it is.
    pub reason: String,
    /// The speaker, for a voice.
    pub speaker: Option<String>,
    /// Where it is declared.
    pub declared: Span,
    /// One of all lines that begin alike.
    pub every: bool,
}

/// Finds the lines of each declared region; what cannot be found is reported.
pub(super) fn resolve(
    entries: &[RegionEntry],
    text: &SourceText,
    source: &SourceEntry,
    manifest_file: &str,
    out: &mut Vec<Diagnostic>,
) -> Vec<Region> {
    let mut regions: Vec<Region> = entries
        .iter()
        .flat_map(|entry| match entry.every {
            true => resolve_every(entry, text, source, manifest_file, out),
            false => {
                resolve_one(entry, text, source, manifest_file, out).into_iter().collect()
            }
        })
        .collect();
    regions.sort_by_key(|region| region.lines.first);
    regions
}

/// Every line that begins with the anchor, each by itself.
fn resolve_every(
    entry: &RegionEntry,
    text: &SourceText,
    source: &SourceEntry,
    manifest_file: &str,
    out: &mut Vec<Diagnostic>,
) -> Vec<Region> {
    let begins = |span: Span| {
        let line = text.slice(span).unwrap_or_default();
        line.trim_start().starts_with(&entry.from)
    };
    let lines = text.lines().filter(|(_, span)| !entry.from.is_empty() && begins(*span));
    let found: Vec<Region> = lines
        .map(|(line, _)| Region {
            lines: LineRange::one(line),
            reason: entry.reason.clone(),
            speaker: entry.speaker.clone(),
            declared: entry.span,
            every: true,
        })
        .collect();
    if found.is_empty() {
        let message = format!("no line of {} begins with this", source.file);
        let problem = Diagnostic::new(Code::AnchorNotFound, message);
        out.push(problem.at(manifest_file, entry.from_span, ""));
    }
    found
}

fn resolve_one(
    entry: &RegionEntry,
    text: &SourceText,
    source: &SourceEntry,
    manifest_file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Region> {
    let first =
        find(&entry.from, entry.from_span, entry.lines.map(|lines| lines.first), 1, text)
            .map_err(|problem| out.push(problem.report(&source.file, manifest_file)))
            .ok()?;
    let last = match &entry.to {
        None => first,
        Some((to, span)) => {
            find(to, *span, entry.lines.map(|lines| lines.last), first, text)
                .map_err(|problem| out.push(problem.report(&source.file, manifest_file)))
                .ok()?
        }
    };
    let lines = LineRange::new(first, last);
    if let Some(declared) = entry.lines
        && declared != lines
    {
        out.push(
            Diagnostic::new(
                Code::AnchorLines,
                format!(
                    "the anchors mark lines {first}–{last}, not {}–{}",
                    declared.first, declared.last
                ),
            )
            .at(manifest_file, entry.span, "")
            .hint(format!("write `lines = [{first}, {last}]`, or correct the anchors")),
        );
    }
    Some(Region {
        lines,
        reason: entry.reason.clone(),
        speaker: entry.speaker.clone(),
        declared: entry.span,
        every: false,
    })
}

struct Problem {
    code: Code,
    anchor: String,
    span: Span,
    from_line: usize,
    lines: Vec<usize>,
    /// The line whose beginning is most like the anchor, and where that beginning stands.
    near: Option<(usize, Span)>,
}

impl Problem {
    fn report(self, source_file: &str, manifest_file: &str) -> Diagnostic {
        let lines: Vec<String> = self.lines.iter().take(5).map(usize::to_string).collect();
        if self.code == Code::AnchorAmbiguous {
            let message = format!(
                "“{}” begins several lines of {source_file}: {}",
                self.anchor,
                lines.join(", ")
            );
            return Diagnostic::new(self.code, message)
                .at(manifest_file, self.span, "")
                .hint("give more of the line, or say which with `lines = [first, last]`");
        }
        let after = match self.from_line {
            0 | 1 => String::new(),
            line => format!(" at or after line {line}"),
        };
        let diagnostic = Diagnostic::new(
            self.code,
            format!("no line of {source_file}{after} begins with “{}”", self.anchor),
        )
        .at(manifest_file, self.span, "");
        match self.near {
            Some((line, span)) => diagnostic
                .also(source_file, span, "does this line begin it?")
                .hint(format!(
                    "an anchor is copied from the line; line {line} is the nearest"
                )),
            None => diagnostic.hint(
                "copy the first words of the line, exactly as they stand in the document",
            ),
        }
    }
}

/// The line at or after `from_line` that begins with `anchor`.
fn find(
    anchor: &str,
    span: Span,
    expected: Option<usize>,
    from_line: usize,
    text: &SourceText,
) -> Result<usize, Problem> {
    let hits: Vec<usize> =
        beginning(anchor, from_line, text).map(|(number, _)| number).collect();
    let problem = |code| {
        let near = if hits.is_empty() { nearest(anchor, from_line, text) } else { None };
        let (anchor, lines) = (anchor.to_owned(), hits.clone());
        Problem { code, anchor, span, from_line, lines, near }
    };
    match (hits.as_slice(), expected) {
        ([], _) => Err(problem(Code::AnchorNotFound)),
        ([only], _) => Ok(*only),
        (several, Some(line)) if several.contains(&line) => Ok(line),
        _ => Err(problem(Code::AnchorAmbiguous)),
    }
}

/// The first and last line of a region in a new text, and whether its anchors alone tell them.
/// Of several lines that begin alike the expected one is meant.
pub(super) fn found(
    entry: &RegionEntry,
    expected: (Option<usize>, Option<usize>),
    text: &SourceText,
) -> Option<(LineRange, bool)> {
    let one = |anchor: &str, from_line: usize, expected: Option<usize>| {
        let mut hits = beginning(anchor, from_line, text).map(|(number, _)| number);
        let (first, second) = (hits.next()?, hits.next());
        match (second, expected) {
            (None, _) => Some((first, true)),
            (Some(_), Some(line)) => {
                let mut hits = beginning(anchor, from_line, text);
                hits.any(|(number, _)| number == line).then_some((line, false))
            }
            (Some(_), None) => None,
        }
    };
    let (first, first_alone) = one(&entry.from, 1, expected.0)?;
    let (last, last_alone) = match &entry.to {
        None => (first, true),
        Some((to, _)) => one(to, first, expected.1)?,
    };
    Some((LineRange::new(first, last), first_alone && last_alone))
}

/// The line at or after `from_line` whose beginning is most like `anchor`.
fn nearest(anchor: &str, from_line: usize, text: &SourceText) -> Option<(usize, Span)> {
    let length = anchor.chars().count();
    let starts: Vec<(usize, Span)> = beginning("", from_line, text)
        .filter_map(|(number, span)| {
            let line = text.slice(span)?;
            let end = line.char_indices().nth(length).map_or(line.len(), |(at, _)| at);
            Some((number, Span::new(span.start, span.start + end)))
        })
        .collect();
    let words: Vec<&str> =
        starts.iter().filter_map(|(_, span)| text.slice(*span)).collect();
    let near = suggest::closest(anchor, &words)?;
    starts.iter().find(|(_, span)| text.slice(*span) == Some(near)).copied()
}

/// Lines at or after a line that begin with the anchor, with their places without what is
/// blank at their beginning.
pub(super) fn beginning(
    anchor: &str,
    from_line: usize,
    text: &SourceText,
) -> impl Iterator<Item = (usize, Span)> {
    text.lines().filter(move |(number, _)| *number >= from_line).filter_map(
        move |(number, span)| {
            let line = text.slice(span)?;
            let start = span.end - line.trim_start().len();
            line.trim_start()
                .starts_with(anchor)
                .then_some((number, Span::new(start, span.end)))
        },
    )
}

/// Reports regions that share a line.
pub(super) fn check_overlaps(
    cuts: &[Region],
    voices: &[Region],
    manifest_file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let mut all: Vec<&Region> = cuts.iter().chain(voices).collect();
    all.sort_by_key(|region| region.lines);
    for pair in all.windows(2) {
        if let [a, b] = pair
            && b.lines.first <= a.lines.last
        {
            out.push(
                Diagnostic::new(
                    Code::RegionsOverlap,
                    match (b.lines.first, a.lines.last.min(b.lines.last)) {
                        (one, other) if one == other => {
                            format!("line {one} belongs to two regions")
                        }
                        (first, last) => {
                            format!("lines {first}–{last} belong to two regions")
                        }
                    },
                )
                .at(manifest_file, b.declared, "this one")
                .also(manifest_file, a.declared, "and this one"),
            );
        }
    }
}
