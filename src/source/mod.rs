//! Sources: documents as received, and the passages that can be read out of them.
//!
//! A [`Source`] is exact bytes plus what `seeds/sources.toml` declares about them. Its
//! lines are divided into *regions*: cuts (not article), voices (somebody else speaks),
//! and the body, which one of the readers turns into [`Passage`]s. Every line with text
//! is in a cut or in a passage, and no passage touches a cut.

mod block;
pub mod conversions;
mod corpus;
pub mod doubt;
pub mod errata;
mod evidence;
pub mod furniture;
pub mod guess;
mod head;
pub mod line_map;
pub mod link;
pub mod list;
pub mod manifest;
mod misplaced;
pub mod origin;
mod passage;
pub mod place;
mod reader;
mod reason;
mod region;
pub mod revision;
mod slip;
pub mod translation;

pub use corpus::{Corpus, Source};
pub(crate) use doubt::label_of;
pub(crate) use head::is_colon;
pub use line_map::LineMap;
pub use manifest::{Manifest, Role, Shape, SourceEntry, Speaker};
pub use misplaced::hint_misplaced;
pub use origin::Origin;
pub use passage::{Basis, Kind, Paragraph, Passage};
pub use reason::Reason;
pub use region::Region;
pub use slip::{Erratum, SlipKind};

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostics::{Code, Diagnostic};
use crate::script::typography::{is_simplified_only, is_traditional_only};
use crate::script::{Script, letters};
use crate::text::{SourceText, Span, is_forbidden_control, without_hidden};

/// True if a line holds these words, however their letters are coded.
fn holds(line: &str, words: &str) -> bool {
    let plain = |text: &str| letters::standard(&without_hidden(text)).into_owned();
    line.contains(words) || plain(line).contains(&plain(words))
}

/// Lower-case hexadecimal SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads one source from its bytes.
///
/// Returns the source unless its bytes cannot be used as text, and everything that is
/// wrong with it. `manifest_file` is the name under which the manifest is reported.
pub fn read(
    entry: &SourceEntry,
    manifest: &Manifest,
    manifest_file: &str,
    bytes: &[u8],
) -> (Option<Source>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let found = sha256_hex(bytes);
    if found != entry.sha256 {
        out.push(
            Diagnostic::new(
                Code::SourceChanged,
                format!("source `{}` is not the file that was registered", entry.id),
            )
            .at(manifest_file, entry.sha256_span, format!("the file has {found}"))
            .hint(
format!(
                "restore the file; or, if the new text is meant: `yulu update source {} {}`",
                entry.id, entry.file
            )
            ),
        );
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Arc::new(SourceText::new(text)),
        Err(error) => {
            let line =
                bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            out.push(
                Diagnostic::new(
                    Code::NotUtf8,
                    format!(
                        "{} is not UTF-8: byte {} (line {line}) begins no character",
                        entry.file,
                        error.valid_up_to()
                    ),
                )
                .in_file(&entry.file)
                .hint(
                    "move it out of seeds/, delete this entry, and register it with `yulu new \
                     source`, which makes a text in UTF-8 of it",
                ),
            );
            return (None, out);
        }
    };
    if bytes.len() > crate::fold::LARGEST_TEXT {
        let message = format!("{} has more than 512 MB", entry.file);
        out.push(Diagnostic::new(Code::TextTooLong, message).in_file(&entry.file));
        return (None, out);
    }
    check_characters(&entry.file, &text, &mut out);
    let before = out.len();
    let cuts = region::resolve(&entry.cuts, &text, entry, manifest_file, &mut out);
    let voices = region::resolve(&entry.voices, &text, entry, manifest_file, &mut out);
    let turns = region::resolve(&entry.turns, &text, entry, manifest_file, &mut out);
    region::check_overlaps(&cuts, &voices, manifest_file, &mut out);
    // Of line numbers that do not agree with the anchors the anchors count.
    let sound =
        entry.sound && out[before..].iter().all(|found| found.code == Code::AnchorLines);
    for caveat in &entry.caveats {
        if !text.line(caveat.line).is_some_and(|line| holds(line, &caveat.text)) {
            let mut problem = Diagnostic::new(
                Code::CaveatNotFound,
                format!("line {} of {} does not hold this caveat", caveat.line, entry.file),
            )
            .at(manifest_file, caveat.span, "");
            let elsewhere =
                text.as_str().find(&caveat.text).filter(|_| !caveat.text.is_empty());
            problem = match (elsewhere, text.line_span(caveat.line)) {
                (Some(at), _) => {
                    let span = Span::new(at, at + caveat.text.len());
                    let line = text.position(at).line;
                    problem
                        .also(&entry.file, span, "it stands here")
                        .hint(format!("write `line = {line}`"))
                }
                (None, Some(span)) => problem
                    .also(&entry.file, span, "this is the line")
                    .hint("a caveat is in the document's own words"),
                (None, None) => {
                    let lines = text.line_count();
                    problem.hint(format!("the document has {lines} lines"))
                }
            };
            out.push(problem);
        }
    }
    let inside =
        |regions: &[Region], line| regions.iter().any(|region| region.lines.contains(line));
    if let Some(layout) = entry.translation
        && translation::speaks_against(&text, layout)
    {
        let message =
            format!("its translation does not stand {} its lines", layout.as_str());
        let problem = Diagnostic::new(Code::WrongValue, message);
        let hint = match layout {
            translation::Layout::Below => "write `translation = \"above\"`",
            translation::Layout::Above => "write `translation = \"below\"`",
        };
        out.push(problem.at(manifest_file, entry.span, "").hint(hint));
    }
    let outside = |line| inside(&cuts, line) || inside(&voices, line);
    let translations = entry
        .translation
        .map_or_else(Vec::new, |layout| translation::pairs(&text, layout, outside));
    let mut found = Vec::new();
    let mut passages = reader::read(
        entry,
        manifest,
        &text,
        &reader::Declared {
            cuts: &cuts,
            voices: &voices,
            turns: &turns,
            translations: &translations,
        },
        &mut found,
    );
    passage::mark_repeats(&mut passages, &text);
    if passages.is_empty() {
        found.push(
            Diagnostic::new(
                Code::SourceEmpty,
                format!("source `{}` has no passage", entry.id),
            )
            .in_file(&entry.file),
        );
    }
    found.extend(doubt::warning(entry, &text, &passages));
    check_script(entry, &text, &passages, manifest_file, &mut found);
    // What is strange in the document may only come of a wrong entry.
    out.extend(found.into_iter().filter(|_| sound));
    let has_repeats = passages.iter().any(|passage| passage.repeat_of.is_some());
    let entry = SourceEntry { sound, ..entry.clone() };
    let origin = None;
    let source = Source { entry, text, cuts, passages, translations, has_repeats, origin };
    (Some(source), out)
}

/// Fewest characters of the other script that speak against the declared one.
const FEWEST_FOREIGN: usize = 3;

/// Reports a source whose passages are written in the other script than is declared: more
/// characters that only that one has than such of its own.
fn check_script(
    entry: &SourceEntry,
    text: &SourceText,
    passages: &[Passage],
    manifest_file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let (mut own, mut foreign, mut first) = (0, 0, None);
    for paragraph in passages.iter().flat_map(|passage| &passage.paragraphs) {
        let words = text.slice(paragraph.span).unwrap_or_default();
        for (at, c) in words.char_indices() {
            let written = match (is_simplified_only(c), is_traditional_only(c)) {
                (true, _) => Script::Hans,
                (_, true) => Script::Hant,
                _ => continue,
            };
            if written == entry.script {
                own += 1;
                continue;
            }
            foreign += 1;
            let start = paragraph.span.start + at;
            first.get_or_insert(Span::new(start, start + c.len_utf8()));
        }
    }
    let Some(first) = first.filter(|_| foreign > own && foreign >= FEWEST_FOREIGN) else {
        return;
    };
    let (declared, written, key) = match entry.script {
        Script::Hans => ("Simplified", "Traditional", "hant"),
        Script::Hant => ("Traditional", "Simplified", "hans"),
    };
    out.push(
        Diagnostic::new(
            Code::SourceScript,
            format!(
                "source `{}` is declared {declared} and written in {written}",
                entry.id
            ),
        )
        .at(
            manifest_file,
            entry.script_span,
            format!("{foreign} characters are {written}, {own} {declared}"),
        )
        .also(&entry.file, first, "the first one")
        .hint(format!("write script = \"{key}\"")),
    );
}

fn check_characters(file: &str, text: &SourceText, out: &mut Vec<Diagnostic>) {
    let raw = text.as_str();
    if raw.starts_with('\u{feff}') {
        out.push(
            Diagnostic::new(
                Code::ByteOrderMark,
                "the source begins with a byte-order mark",
            )
            .at(file, Span::new(0, '\u{feff}'.len_utf8()), "U+FEFF")
            .hint("remove the first three bytes and register the sha256 of the result"),
        );
    }
    if let Some(at) = raw.find('\r') {
        out.push(
            Diagnostic::new(Code::CarriageReturn, "the source has carriage returns")
                .at(file, Span::new(at, at + 1), "the first one")
                .hint("turn CRLF into LF, for instance with `sed -i 's/\\r$//'`, and register the sha256 of the result"),
        );
    }
    if let Some((at, c)) = raw.char_indices().find(|(_, c)| is_forbidden_control(*c)) {
        out.push(
            Diagnostic::new(
                Code::ControlCharacter,
                format!("control character U+{:04X} in a source", c as u32),
            )
            .at(file, Span::new(at, at + c.len_utf8()), "the first one")
            .hint("a text document has none; remove them and register the sha256 of the result"),
        );
    }
}
