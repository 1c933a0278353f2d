//! Sources: documents as received, and the passages that can be read out of them.
//!
//! A [`Source`] is exact bytes plus what `seeds/sources.toml` declares about them. Its
//! lines are divided into *regions*: cuts (not article), voices (somebody else speaks),
//! and the body, which one of the readers turns into [`Passage`]s. Every line with text
//! is in a cut or in a passage, and no passage touches a cut.

mod block;
pub mod conversions;
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
pub mod origin;
mod passage;
pub mod place;
mod reader;
mod reason;
mod region;
pub mod revision;
pub mod translation;

pub(crate) use doubt::label_of;
pub use errata::{Erratum, SlipKind};
pub(crate) use head::is_colon;
pub use line_map::LineMap;
pub use manifest::{Manifest, Role, Shape, SourceEntry, Speaker};
pub use origin::Origin;
pub use passage::{Basis, Kind, Paragraph, Passage};
pub use reason::Reason;
pub use region::{Region, hint_misplaced};

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostics::{Code, Diagnostic};
use crate::import::Place;
use crate::script::typography::{is_simplified_only, is_traditional_only};
use crate::script::{Script, letters};
use crate::text::{SourceText, Span, is_forbidden_control, without_hidden};

/// A document as received, read.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the manifest declares.
    pub entry: SourceEntry,
    /// The exact text.
    pub text: Arc<SourceText>,
    /// What is not article, in order.
    pub cuts: Vec<Region>,
    /// The passages in order of their first line.
    pub passages: Vec<Passage>,
    /// Lines with their translation in the document, in order; none unless it is declared.
    pub translations: Vec<translation::Pair>,
    /// True if any passage repeats an earlier one.
    pub has_repeats: bool,
    /// The original that the text was derived from, if it was.
    pub origin: Option<Arc<Origin>>,
}

impl Source {
    /// The passages that have words in the 1-based raw line: mostly one, several where a line
    /// holds the words of several. Passages stand in the order of their words, so this does not
    /// look at all of them.
    pub fn passages_at_line(&self, line: usize) -> Range<usize> {
        let first = self.passages.partition_point(|p| p.lines().1 < line);
        let after = self.passages.partition_point(|p| p.lines().0 <= line);
        first..after.max(first)
    }

    /// Where the 1-based line stands in the original that the text was derived from.
    pub fn place(&self, line: usize) -> Option<&Place> {
        self.origin.as_ref()?.place(line)
    }

    /// True if the text was corrected by hand after it was derived.
    pub fn is_corrected(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.text_sha256 != self.entry.sha256)
    }

    /// The translation of a 1-based raw line that the document has beside it.
    pub fn translation(&self, line: usize) -> Option<&translation::Pair> {
        let at = self.translations.binary_search_by_key(&line, |pair| pair.line).ok()?;
        self.translations.get(at)
    }

    /// The raw words of a passage; see [`Source::raw_text`].
    pub fn words(&self, passage: &Passage) -> String {
        let spans: Vec<Span> = passage.paragraphs.iter().map(|p| p.span).collect();
        self.raw_text(&spans)
    }

    /// The raw text of several spans, joined by a line feed where each line is a paragraph, and
    /// as a sentence goes on where the document is wrapped.
    pub fn raw_text(&self, spans: &[Span]) -> String {
        let mut text = String::new();
        for part in spans.iter().filter_map(|span| self.text.slice(*span)) {
            let joint = match self.entry.wrapped {
                _ if text.is_empty() => "",
                true => crate::text::joint(&text, part),
                false => "\n",
            };
            text.push_str(joint);
            text.push_str(part);
        }
        text
    }

    /// The speaker whom narration names beside the quotation in which the words at `span` stand,
    /// where the manifest does not say that his speech in narration may be quoted.
    pub fn speaker_beside<'m>(
        &'m self,
        manifest: &'m Manifest,
        passage: &Passage,
        span: Span,
    ) -> Option<&'m Speaker> {
        let basis = passage.basis_of(span);
        reader::speaker_beside(&self.entry, manifest, &self.text, span, basis)
    }

    /// The cut that holds the 1-based raw line, if any.
    pub fn cut_at_line(&self, line: usize) -> Option<&Region> {
        self.cuts.iter().find(|cut| cut.first <= line && line <= cut.last)
    }
}

/// All sources of a project.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// What `sources.toml` says, speakers included.
    pub manifest: Manifest,
    /// The sources that could be read, in the manifest's order.
    pub sources: Vec<Source>,
    /// Known slips.
    pub errata: Vec<Erratum>,
}

impl Corpus {
    /// The index of the source with that id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.entry.id == id)
    }

    /// True for a passage of somebody who may be quoted.
    pub fn is_subject(&self, passage: &Passage) -> bool {
        let speaker = passage.speaker.as_deref().and_then(|id| self.manifest.speaker(id));
        speaker.is_some_and(|speaker| speaker.role == Role::Subject)
    }

    /// True if what the source with that id says cannot be told, because it or what is declared
    /// of it is wrong; that has a diagnostic of its own.
    pub fn is_doubtful(&self, id: &str) -> bool {
        match self.find(id) {
            Some(at) => !self.sources[at].entry.sound,
            None => self.manifest.may_declare(id),
        }
    }
}

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
    let inside = |regions: &[Region], line| {
        regions.iter().any(|region| region.first <= line && line <= region.last)
    };
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
