//! What is said of a document's lines whose words are nobody's yet.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::list;
use super::manifest::SourceEntry;
use super::passage::Passage;
use super::reason::Reason;
use crate::diagnostics::{Code, Diagnostic};
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
pub(super) fn warning(
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
    super::head::readings(line.trim()).into_iter().next().map(|head| head.name)
}

/// Every line in doubt with its reason, and the TOML that decides it: a comment that shows the
/// line, then what to put into its `[[source]]` once the right one is known.
pub fn decisions(source: &Source) -> Vec<String> {
    let found = lines(&source.passages);
    let mut out = Vec::new();
    if found.is_empty() {
        return out;
    }
    let anchors = Anchors::of(&source.text);
    // Who spoke last before each line.
    let speakers = source.passages.iter();
    let speakers: Vec<(usize, &str)> =
        speakers.filter_map(|p| Some((p.lines().0, p.speaker.as_deref()?))).collect();
    let count: usize = found.values().map(Vec::len).sum();
    let entry = &source.entry;
    out.push(format!(
        "# {} ({}): {count} {} in doubt; put what you decide under its [[source]]",
        entry.id,
        entry.file,
        if count == 1 { "line" } else { "lines" }
    ));
    for (reason, lines) in &found {
        out.push(String::new());
        out.push(format!("# {}: {}", reason.as_str(), reason.about()));
        let mut told: BTreeSet<String> = BTreeSet::new();
        for (line, span) in lines {
            let words = source.text.slice(*span).unwrap_or_default();
            out.push(format!("# line {line}: {}", excerpt(words)));
            let text = source.text.line(*line);
            let name = match reason {
                Reason::Attributed => text.and_then(list::tail).map(|t| t.name.to_owned()),
                _ => text.and_then(label_of),
            };
            let name = name.filter(|name| !name.is_empty());
            match (decided_by(*reason), name) {
                (DecidedBy::Label, Some(name)) => {
                    if told.insert(name.clone()) {
                        let name = quoted(&name);
                        out.push(format!("labels = {{ {name} = \"SPEAKER-ID\" }}"));
                        out.push(format!(
                            "# or, if it names nobody: not_labels = [{name}]"
                        ));
                    }
                }
                (DecidedBy::Lists, _) => {
                    if told.insert(String::new()) {
                        out.push("all_lists = true".to_owned());
                        out.push("# if all lists are the speaker's".to_owned());
                    }
                }
                (DecidedBy::Cut, _) => {
                    out.push("[[source.cut]]".to_owned());
                    out.extend(anchors.of_line(*line));
                    out.push(format!("reason = \"{}\"", reason.as_str()));
                }
                (DecidedBy::Label | DecidedBy::Turn, _) => {
                    let after = speakers.partition_point(|(first, _)| first < line);
                    let before = after.checked_sub(1).and_then(|at| speakers.get(at));
                    // Only a person can say whose: the speaker before is told, not filled in.
                    if let Some((_, speaker)) = before {
                        out.push(format!("# before it speaks {speaker}"));
                    }
                    if *reason == Reason::QuotedSpeech && told.insert(String::new()) {
                        out.push("cited = [\"SPEAKER-ID\"]".to_owned());
                        out.push(
                            "# if what the narration quotes of a speaker, by name, may be \
                             quoted; or, for one line:"
                                .to_owned(),
                        );
                    }
                    out.push("[[source.turn]]".to_owned());
                    out.extend(anchors.of_line(*line));
                    out.push("speaker = \"SPEAKER-ID\"".to_owned());
                    out.push("reason = \"read beside the document\"".to_owned());
                }
            }
        }
    }
    out.push(String::new());
    out
}

/// What decides a line in doubt.
enum DecidedBy {
    /// Whose its label is, or that it is none.
    Label,
    /// That it is no article.
    Cut,
    /// Whose turn it is.
    Turn,
    /// Whose the lists are.
    Lists,
}

fn decided_by(reason: Reason) -> DecidedBy {
    match reason {
        Reason::UnknownHead
        | Reason::JointHead
        | Reason::NotAHead
        | Reason::HeadWithoutWords
        | Reason::Attributed => DecidedBy::Label,
        Reason::SeveralLists => DecidedBy::Lists,
        Reason::Heading
        | Reason::Rule
        | Reason::Picture
        | Reason::Table
        | Reason::Footnote
        | Reason::Markup
        | Reason::Links
        | Reason::Notice
        | Reason::Byline
        | Reason::StageDirection
        | Reason::FrontMatter
        | Reason::OutsideList
        | Reason::NotAttributed => DecidedBy::Cut,
        Reason::InnerHead
        | Reason::QuotedSpeech
        | Reason::LostHead
        | Reason::SharedLabel
        | Reason::BlockQuotation
        | Reason::SetApart
        | Reason::OtherLanguage
        | Reason::AfterBreak
        | Reason::AfterQuotation
        | Reason::ThirdPerson
        | Reason::PageVoice
        | Reason::SingleParagraphs
        | Reason::FarFromHead
        | Reason::WithoutHead
        | Reason::NoHeads => DecidedBy::Turn,
    }
}

/// The lines of a text in the order of their letters, in which those that begin alike stand
/// together.
struct Anchors<'t> {
    text: &'t SourceText,
    sorted: Vec<&'t str>,
}

impl<'t> Anchors<'t> {
    fn of(text: &'t SourceText) -> Self {
        let lines = text.lines().filter_map(|(_, span)| text.slice(span));
        let mut sorted: Vec<&str> = lines.map(str::trim_start).collect();
        sorted.sort_unstable();
        Self { text, sorted }
    }

    /// True if at most one line begins so.
    fn is_unique(&self, part: &str) -> bool {
        let first = self.sorted.partition_point(|line| *line < part);
        self.sorted.get(first + 1).is_none_or(|next| !next.starts_with(part))
    }

    /// The beginning of a line that no other line has, as `from`; with the line's number if
    /// others begin with all that is shown of it.
    fn of_line(&self, number: usize) -> Vec<String> {
        let line = self.text.line(number).unwrap_or_default().trim();
        let ends = line.char_indices().map(|(at, c)| at + c.len_utf8());
        let ends: Vec<usize> = ends.take(LONGEST_ANCHOR).collect();
        let part = |end: &usize| line.get(..*end).unwrap_or_default();
        let few = ends.iter().skip(SHORTEST_ANCHOR - 1).map(part);
        let whole = ends.last().map(part).unwrap_or_default();
        match few.into_iter().find(|part| self.is_unique(part)) {
            Some(part) => vec![format!("from = {}", quoted(part))],
            None if self.is_unique(whole) => vec![format!("from = {}", quoted(whole))],
            None => vec![
                format!("from = {}", quoted(whole)),
                format!("lines = [{number}, {number}]"),
            ],
        }
    }
}

/// Fewest and most characters of an anchor.
const SHORTEST_ANCHOR: usize = 8;
const LONGEST_ANCHOR: usize = 48;

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Characters of a line that a listing shows.
const SHOWN: usize = 60;

fn excerpt(words: &str) -> String {
    let short: String = words.chars().take(SHOWN).collect();
    let more = if words.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("{}{more}", short.replace('\n', " "))
}

fn listed(lines: &[usize]) -> String {
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
