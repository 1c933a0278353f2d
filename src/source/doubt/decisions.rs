//! What a person may decide about the lines in doubt of a document, as TOML ready to paste.
//!
//! One decision for as many lines as one can decide: the keys of the `[[source]]` first, since TOML
//! gives a key behind a table to that table, then the tables.

use std::collections::{BTreeMap, BTreeSet};

use super::warning::{label_of, lines, listed};
use crate::source::manifest::{Inherit, Shape};
use crate::source::passage::Kind;
use crate::source::reason::Reason;
use crate::source::{Source, furniture, list};
use crate::text::{SourceText, Span};

/// Fewest lines that begin alike for which one table is proposed.
const FEWEST_ALIKE: usize = 3;

/// Every line in doubt with its reason, and the TOML that decides it: a comment that shows the
/// line, then what to put into its `[[source]]` once the right one is known.
pub fn decisions(source: &Source) -> Vec<String> {
    let found = lines(&source.passages);
    let mut out = Vec::new();
    if found.is_empty() {
        return out;
    }
    let listing = Listing::of(source);
    let count: usize = found.values().map(Vec::len).sum();
    let entry = &source.entry;
    out.push(format!(
        "# {} ({}): {count} {} in doubt; put what you decide under its [[source]]",
        entry.id,
        entry.file,
        if count == 1 { "line" } else { "lines" }
    ));
    out.extend(listing.keys(&found));
    let told = listing.alike(&found);
    for (reason, lines) in &found {
        let mut tables = Vec::new();
        for alike in told.iter().filter(|alike| alike.reason == *reason) {
            tables.extend(listing.table_for_all(alike));
        }
        let single = lines
            .iter()
            .filter(|(line, _)| !told.iter().any(|alike| alike.lines.contains(line)));
        for (line, span) in single {
            if listing.label(*reason, *line).is_none() && *reason != Reason::SeveralLists {
                tables.extend(listing.table(*reason, *line, *span));
            }
        }
        if !tables.is_empty() {
            out.push(String::new());
            out.push(format!("# {}: {}", reason.as_str(), reason.about()));
            out.append(&mut tables);
        }
    }
    out.push(String::new());
    out
}

type Found = BTreeMap<Reason, Vec<(usize, Span)>>;

/// Lines of one reason that begin alike, as no other line of the document does.
struct Alike {
    reason: Reason,
    from: String,
    lines: BTreeSet<usize>,
    /// They are questions.
    asks: bool,
}

/// The document as far as decisions need it.
struct Listing<'s> {
    source: &'s Source,
    anchors: Anchors<'s>,
    /// Who spoke last before each line, and whether he asked.
    speakers: Vec<(usize, &'s str, bool)>,
    /// Lines of which something may be quoted.
    quotable: BTreeSet<usize>,
}

impl<'s> Listing<'s> {
    fn of(source: &'s Source) -> Self {
        let speakers = source.passages.iter().filter_map(|passage| {
            let asks = passage.kind == Kind::Question;
            Some((passage.lines().first, passage.speaker.as_deref()?, asks))
        });
        let paragraphs = source.passages.iter().flat_map(|passage| &passage.paragraphs);
        let quotable = paragraphs.filter(|paragraph| paragraph.basis.may_be_quoted());
        Self {
            source,
            anchors: Anchors::of(&source.text),
            speakers: speakers.collect(),
            quotable: quotable.map(|paragraph| paragraph.line).collect(),
        }
    }

    fn line(&self, number: usize) -> &'s str {
        self.source.text.line(number).unwrap_or_default().trim()
    }

    fn comment(&self, line: usize, span: Span) -> String {
        let words = self.source.text.slice(span).unwrap_or_default();
        format!("# line {line}: {}", excerpt(words))
    }

    /// Who spoke last before a line, and whether he asked.
    fn before(&self, line: usize) -> Option<(&'s str, bool)> {
        let after = self.speakers.partition_point(|(first, ..)| *first < line);
        let (_, speaker, asks) = self.speakers.get(after.checked_sub(1)?)?;
        Some((speaker, *asks))
    }

    /// The label that decides a line.
    fn label(&self, reason: Reason, line: usize) -> Option<String> {
        let text = self.source.text.line(line)?;
        let name = match (reason, decided_by(reason)) {
            (Reason::Attributed, _) => list::tail(text).map(|tail| tail.name.to_owned()),
            (_, DecidedBy::Label) => label_of(text),
            _ => None,
        };
        name.filter(|name| !name.is_empty())
    }

    /// Keys of the `[[source]]`.
    fn keys(&self, found: &Found) -> Vec<String> {
        let entry = &self.source.entry;
        let mut out = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut comments = Vec::new();
        for (reason, lines) in found {
            let mut of_reason = Vec::new();
            for (line, span) in lines {
                if let Some(name) = self.label(*reason, *line) {
                    of_reason.push(self.comment(*line, *span));
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
            if !of_reason.is_empty() {
                comments.push(String::new());
                comments.push(format!("# {}: {}", reason.as_str(), reason.about()));
                comments.append(&mut of_reason);
            }
        }
        if !names.is_empty() {
            out.append(&mut comments);
            // A key stands once: what the entry has already is part of it.
            let own = entry.labels.iter();
            let own = own.map(|(label, id)| format!("{} = {}", quoted(label), quoted(id)));
            let new = names.iter().map(|name| format!("{} = \"SPEAKER-ID\"", quoted(name)));
            let all: Vec<String> = own.chain(new).collect();
            let refused = entry.not_labels.iter().chain(&names);
            let refused: Vec<String> = refused.map(|name| quoted(name)).collect();
            out.push(format!("labels = {{ {} }}", all.join(", ")));
            let those = if names.len() == 1 { "it names" } else { "some name" };
            out.push(format!(
                "# or, if {those} nobody: not_labels = [{}]",
                refused.join(", ")
            ));
        }
        if found.contains_key(&Reason::SeveralLists) {
            let lines = &found[&Reason::SeveralLists];
            out.push(String::new());
            let reason = Reason::SeveralLists;
            out.push(format!("# {}: {}", reason.as_str(), reason.about()));
            out.extend(lines.iter().map(|(line, span)| self.comment(*line, *span)));
            out.push("all_lists = true".to_owned());
            out.push("# if all lists are the speaker's".to_owned());
        }
        if found.contains_key(&Reason::QuotedSpeech) {
            out.push(String::new());
            out.push("cited = [\"SPEAKER-ID\"]".to_owned());
            out.push(
                "# if what the narration quotes of a speaker, by name, may be quoted"
                    .to_owned(),
            );
        }
        let is_dialogue = entry.shape == Shape::Dialogue;
        let below = |reason: &Reason| {
            matches!(
                reason,
                Reason::PageVoice | Reason::SingleParagraphs | Reason::FarFromHead
            )
        };
        let reaches: Vec<usize> = found
            .iter()
            .filter(|(reason, _)| below(reason))
            .flat_map(|(_, lines)| lines.iter().map(|(line, _)| *line))
            .collect();
        if is_dialogue && entry.inherit == Inherit::Credible && !reaches.is_empty() {
            out.push(String::new());
            out.push(format!(
                "# if all that stands below a head is its speaker's, to the next head, as in {}:",
                numbers(&reaches)
            ));
            out.push("# inherit = \"all\"".to_owned());
        }
        let answers: Vec<usize> = found
            .get(&Reason::LostHead)
            .into_iter()
            .flatten()
            .map(|(line, _)| *line)
            .filter(|line| self.before(*line).is_some_and(|(_, asks)| asks))
            .collect();
        if is_dialogue && entry.speaker.is_none() && !answers.is_empty() {
            out.push(String::new());
            out.push(format!(
                "# if the answers without a head are one speaker's, as in {}:",
                numbers(&answers)
            ));
            out.push("# speaker = \"SPEAKER-ID\"".to_owned());
        }
        out
    }

    /// Groups of lines for which one table does.
    fn alike(&self, found: &Found) -> Vec<Alike> {
        // Lines of the page itself, of which nothing is lost if they are cut.
        let of_page: BTreeSet<usize> = found
            .iter()
            .filter(|(reason, _)| decided_by(**reason) == DecidedBy::Cut)
            .flat_map(|(_, lines)| lines.iter().map(|(line, _)| *line))
            .collect();
        let mut out = Vec::new();
        for (reason, lines) in found {
            let mut marks: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
            for (line, _) in lines {
                let mark = mark(self.line(*line));
                if !mark.is_empty() {
                    marks.entry(mark).or_default().insert(*line);
                }
            }
            for (from, alike) in marks {
                if alike.len() < FEWEST_ALIKE {
                    continue;
                }
                let asks =
                    alike.iter().filter(|line| is_question(self.line(**line))).count();
                let asks = asks * 2 > alike.len();
                let is_cut = decided_by(*reason) == DecidedBy::Cut && !asks;
                let is_alone = self.anchors.lines_with(from).all(|number| {
                    alike.contains(&number)
                        || (is_cut
                            && (of_page.contains(&number) || self.is_furniture(number)))
                });
                if is_alone && (asks || is_cut) {
                    let from = from.to_owned();
                    out.push(Alike { reason: *reason, from, lines: alike, asks });
                }
            }
        }
        out
    }

    /// True for a line that looks like the page's own and is no speaker's.
    fn is_furniture(&self, number: usize) -> bool {
        let text = self.line(number);
        let is_own =
            furniture::classify(text).is_some() || !text.contains(char::is_alphanumeric);
        is_own && !self.quotable.contains(&number)
    }

    fn table_for_all(&self, alike: &Alike) -> Vec<String> {
        let all: Vec<usize> = alike.lines.iter().copied().collect();
        let first = all.first().map_or("", |line| self.line(*line));
        let mut out = vec![format!("# {}: {}", numbers(&all), excerpt(first))];
        let from = format!("from = {}", quoted(&alike.from));
        match alike.asks {
            true => {
                out.push("# if they are somebody's questions:".to_owned());
                out.push("[[source.turn]]".to_owned());
                out.push(from);
                out.push("every = true".to_owned());
                out.push("speaker = \"SPEAKER-ID\"".to_owned());
                out.push("reason = \"questions\"".to_owned());
            }
            false => {
                out.push("[[source.cut]]".to_owned());
                out.push(from);
                out.push("every = true".to_owned());
                out.push(format!("reason = \"{}\"", alike.reason.as_str()));
            }
        }
        out
    }

    fn table(&self, reason: Reason, line: usize, span: Span) -> Vec<String> {
        let mut out = vec![self.comment(line, span)];
        let sentence = reason == Reason::Heading && is_long_sentence(self.line(line));
        if decided_by(reason) == DecidedBy::Cut && !sentence {
            out.push("[[source.cut]]".to_owned());
            out.extend(self.anchors.of_line(line));
            out.push(format!("reason = \"{}\"", reason.as_str()));
            return out;
        }
        // Only a person can say whose: the speaker before is told, not filled in.
        if let Some((speaker, _)) = self.before(line) {
            out.push(format!("# before it speaks {speaker}"));
        }
        out.push("[[source.turn]]".to_owned());
        out.extend(self.anchors.of_line(line));
        out.push("speaker = \"SPEAKER-ID\"".to_owned());
        out.push("reason = \"read beside the document\"".to_owned());
        out
    }
}

/// The marks with which a line begins, or the tag: `![`, `<figure>`, `**`.
fn mark(line: &str) -> &str {
    if let Some(tag) = line.strip_prefix('<') {
        let name = tag.trim_start_matches('/');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        return &line[..1 + (tag.len() - name.len()) + length];
    }
    let end =
        line.find(|c: char| c.is_alphanumeric() || is_opening(c)).unwrap_or(line.len());
    let bracket = line[..end].find(['[', '(']).map(|at| at + 1);
    let end = bracket.unwrap_or(end);
    // A rule is one line, however long.
    let end = line.char_indices().nth(LONGEST_MARK).map_or(end, |(at, _)| end.min(at));
    &line[..end]
}

/// Most characters of such marks.
const LONGEST_MARK: usize = 4;

fn is_opening(c: char) -> bool {
    matches!(c, '“' | '「' | '『' | '《' | '（' | '"' | '‘')
}

fn is_question(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*_#".contains(c))
        .ends_with(['？', '?'])
}

/// True for words that are set as a heading and are said all the same.
fn is_long_sentence(text: &str) -> bool {
    let bare = furniture::without_marks(text);
    bare.chars().count() >= 30 && !furniture::reads_like_heading(bare)
}

fn numbers(lines: &[usize]) -> String {
    match lines {
        [one] => format!("line {one}"),
        several => format!("lines {}", listed(several)),
    }
}

/// What decides a line in doubt.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    sorted: Vec<(&'t str, usize)>,
}

impl<'t> Anchors<'t> {
    fn of(text: &'t SourceText) -> Self {
        let lines = text.lines();
        let lines = lines.filter_map(|(n, span)| Some((text.slice(span)?.trim_start(), n)));
        let mut sorted: Vec<(&str, usize)> = lines.collect();
        sorted.sort_unstable();
        Self { text, sorted }
    }

    /// True if at most one line begins so.
    fn is_unique(&self, part: &str) -> bool {
        self.lines_with(part).nth(1).is_none()
    }

    /// The lines that begin so.
    fn lines_with(&self, part: &str) -> impl Iterator<Item = usize> {
        let first = self.sorted.partition_point(|(line, _)| *line < part);
        let rest = self.sorted.iter().skip(first);
        rest.take_while(move |(line, _)| line.starts_with(part)).map(|(_, number)| *number)
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
