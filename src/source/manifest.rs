//! `seeds/sources.toml`: what is known of each document, and how to read it.

use serde::Deserialize;
use toml::Spanned;

use super::passage::Basis;
use crate::diagnostics::{Code, Diagnostic, decode};
use crate::script::Script;
use crate::text::Span;

/// What part a speaker has in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May be quoted.
    Subject,
    /// Asks questions.
    Interviewer,
    /// Wrote, compiled or narrates the page.
    Author,
}

/// Somebody who speaks in the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Permanent id.
    pub id: String,
    /// Name in Simplified.
    pub name: String,
    /// Name in English.
    pub name_english: String,
    /// What part they have.
    pub role: Role,
    /// The labels under which their lines stand, misspellings included.
    pub labels: Vec<String>,
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Labelled lines.
    Dialogue,
    /// A numbered list of one speaker's thoughts.
    Numbered,
    /// Headings and points in a digest's own words.
    Digest,
    /// Paragraphs without labels.
    Plain,
}

impl Shape {
    /// The word used in files and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Dialogue => "dialogue",
            Shape::Numbered => "numbered",
            Shape::Digest => "digest",
            Shape::Plain => "plain",
        }
    }
}

/// An interview or speech to which documents go back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    /// Permanent id.
    pub id: String,
    /// Title in Simplified.
    pub title: String,
    /// Short name in Simplified, as source notes give it.
    pub short: String,
    /// Short name in English.
    pub short_english: String,
    /// When, as far as known.
    pub date: String,
    /// Where that is said.
    pub evidence: String,
}

/// Documents that descend from one another or from one lost copy: one voice, not many.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Permanent id.
    pub id: String,
    /// Why they count as one.
    pub reason: String,
}

/// A declared region before its anchors are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionEntry {
    /// Text that its first line begins with.
    pub from: String,
    /// Where `from` stands.
    pub from_span: Span,
    /// Text that its last line begins with; a single line if absent.
    pub to: Option<(String, Span)>,
    /// First and last line, as a check and to tell equal lines apart.
    pub lines: Option<(usize, usize)>,
    /// Why.
    pub reason: String,
    /// The speaker, for a voice.
    pub speaker: Option<String>,
    /// Where the entry stands.
    pub span: Span,
}

/// A limitation in the document's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// 1-based raw line.
    pub line: usize,
    /// Verbatim.
    pub text: String,
    /// What it means for a reader, in our words; may be empty.
    pub comment: String,
    /// Where the entry stands.
    pub span: Span,
}

/// Everything declared of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceEntry {
    /// Permanent id.
    pub id: String,
    /// Path relative to the project.
    pub file: String,
    /// Where the path stands.
    pub file_span: Span,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Where the sum stands.
    pub sha256_span: Span,
    /// Title as the document gives it, or a description in brackets.
    pub title: String,
    /// Short name in Simplified for source notes.
    pub short: String,
    /// Short name in English.
    pub short_english: String,
    /// Where it was published, as far as the document says.
    pub outlet: String,
    /// Author, editor or compiler, as far as the document says.
    pub author: String,
    /// A date or `undated`.
    pub date: String,
    /// What the date rests on.
    pub date_evidence: String,
    /// Address, if the document gives one.
    pub url: Option<String>,
    /// The script it is printed in.
    pub script: Script,
    /// True if its script is itself a machine's conversion, not to be shown as printed.
    pub machine_script: bool,
    /// How it is laid out.
    pub shape: Shape,
    /// Whose words unlabelled body text is, for the shapes without labels.
    pub speaker: Option<String>,
    /// How we know that, for `plain`.
    pub basis: Basis,
    /// Who speaks in narration.
    pub narrator: Option<String>,
    /// Witness group.
    pub group: Option<String>,
    /// The occasions it goes back to.
    pub occasions: Vec<String>,
    /// True if the document itself names its occasion; otherwise it is our inference.
    pub occasion_stated: bool,
    /// Not article.
    pub cuts: Vec<RegionEntry>,
    /// Somebody else's words.
    pub voices: Vec<RegionEntry>,
    /// What the document says of its own limits.
    pub caveats: Vec<Caveat>,
    /// The one caveat, in our words, that every card from this source carries.
    pub card_caveat: Option<CardCaveat>,
    /// Where the entry stands.
    pub span: Span,
}

/// A caveat short enough for a card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardCaveat {
    /// In Simplified.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The whole of `sources.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Interviews and speeches.
    pub occasions: Vec<Occasion>,
    /// Witness groups.
    pub groups: Vec<Group>,
    /// The documents that are declared well.
    pub sources: Vec<SourceEntry>,
    /// Ids of all documents, those included whose entry is wrong.
    pub declared: Vec<String>,
    /// True if the file could not be parsed, so that nothing is known of what it declares.
    pub broken: bool,
}

impl Manifest {
    /// The speaker with that id.
    pub fn speaker(&self, id: &str) -> Option<&Speaker> {
        self.speakers.iter().find(|speaker| speaker.id == id)
    }

    /// The witness group with that id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The occasion with that id.
    pub fn occasion(&self, id: &str) -> Option<&Occasion> {
        self.occasions.iter().find(|occasion| occasion.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpeaker {
    id: Spanned<String>,
    name: String,
    name_english: String,
    role: Role,
    #[serde(default)]
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    from: Spanned<String>,
    to: Option<Spanned<String>>,
    lines: Option<(usize, usize)>,
    reason: String,
    speaker: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCaveat {
    line: usize,
    text: String,
    #[serde(default)]
    comment: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawScript {
    Hans,
    Hant,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawBasis {
    Labelled,
    Compiled,
    Digested,
    Reported,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    id: Spanned<String>,
    file: Spanned<String>,
    sha256: Spanned<String>,
    title: String,
    short: String,
    short_english: String,
    outlet: String,
    author: String,
    date: String,
    date_evidence: String,
    url: Option<String>,
    script: RawScript,
    #[serde(default)]
    machine_script: bool,
    shape: Shape,
    speaker: Option<Spanned<String>>,
    basis: Option<RawBasis>,
    narrator: Option<Spanned<String>>,
    group: Option<Spanned<String>>,
    #[serde(default)]
    occasions: Vec<Spanned<String>>,
    #[serde(default)]
    occasion_stated: bool,
    #[serde(default)]
    cut: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    voice: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    caveat: Vec<Spanned<RawCaveat>>,
    card_caveat: Option<CardCaveat>,
}

/// True for ids: lower-case letters and digits, in parts joined by single hyphens, at
/// most 60 characters.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 60
        && id.split('-').all(|part| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// Reports an id that is malformed or already taken.
pub fn check_id(
    id: &str,
    span: Span,
    file: &str,
    taken: &mut Vec<(String, String, Span)>,
    out: &mut Vec<Diagnostic>,
) {
    if !is_id(id) {
        out.push(
            Diagnostic::new(Code::BadId, format!("`{}` is not an id", id.escape_debug()))
                .at(file, span, "")
                .hint("use lower-case letters, digits and single hyphens: `gap-is-originality`"),
        );
    }
    match taken.iter().find(|(other, _, _)| other == id) {
        Some((_, other_file, other)) => out.push(
            Diagnostic::new(Code::DuplicateId, format!("id `{id}` is used twice"))
                .at(file, span, "second use")
                .also(other_file, *other, "first use"),
        ),
        None => taken.push((id.to_owned(), file.to_owned(), span)),
    }
}

/// Parses `sources.toml`; entries that cannot be used are reported and left out.
pub fn parse(file: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    document.only(&["speaker", "occasion", "group", "source"], &mut out);
    let raw_speakers = document.many::<RawSpeaker>("speaker", &mut out);
    let raw_sources = document.many::<RawSource>("source", &mut out);
    let occasions = document.many::<Occasion>("occasion", &mut out);
    let groups = document.many::<Group>("group", &mut out);
    let mut manifest = Manifest {
        occasions: occasions.into_iter().map(Spanned::into_inner).collect(),
        groups: groups.into_iter().map(Spanned::into_inner).collect(),
        declared: document.ids("source"),
        broken: document.is_broken(),
        ..Manifest::default()
    };
    let mut taken = Vec::new();
    for raw in raw_speakers {
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        manifest.speakers.push(Speaker {
            id: raw.id.into_inner(),
            name: raw.name,
            name_english: raw.name_english,
            role: raw.role,
            labels: raw.labels,
        });
    }
    for (what, ids) in [
        ("occasion", manifest.occasions.iter().map(|o| o.id.as_str()).collect::<Vec<_>>()),
        ("group", manifest.groups.iter().map(|g| g.id.as_str()).collect()),
    ] {
        for (at, id) in ids.iter().enumerate() {
            if !is_id(id) || ids[..at].contains(id) {
                let code = if is_id(id) { Code::DuplicateId } else { Code::BadId };
                let message =
                    format!("`{}` cannot be the id of this {what}", id.escape_debug());
                out.push(Diagnostic::new(code, message).in_file(file));
            }
        }
    }
    let mut taken = Vec::new();
    for raw in raw_sources {
        let span: Span = raw.span().into();
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        check_references(&raw, &manifest, file, &mut out);
        // A path that leads out of the project is not even read.
        if is_inside(raw.file.get_ref()) {
            manifest.sources.push(entry(raw, span));
        }
    }
    (manifest, out)
}

/// True for a relative path that stays inside the project.
fn is_inside(path: &str) -> bool {
    !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|part| part != "..")
}

fn check_references(
    raw: &RawSource,
    manifest: &Manifest,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let speakers: Vec<&str> = manifest.speakers.iter().map(|s| s.id.as_str()).collect();
    let voices = raw.voice.iter().filter_map(|v| v.get_ref().speaker.as_ref());
    for id in raw.speaker.iter().chain(&raw.narrator).chain(voices) {
        known("speaker", id, &speakers, file, out);
    }
    let occasions: Vec<&str> = manifest.occasions.iter().map(|o| o.id.as_str()).collect();
    for id in &raw.occasions {
        known("occasion", id, &occasions, file, out);
    }
    let groups: Vec<&str> = manifest.groups.iter().map(|g| g.id.as_str()).collect();
    if let Some(id) = &raw.group {
        known("group", id, &groups, file, out);
    }
    if !is_inside(raw.file.get_ref()) {
        out.push(
            Diagnostic::new(Code::WrongValue, "a source's file is inside the project")
                .at(file, raw.file.span().into(), "")
                .hint("write a relative path with `/`, such as \"seeds/article.txt\""),
        );
    }
    for cut in raw.cut.iter().filter_map(|cut| cut.get_ref().speaker.as_ref()) {
        out.push(
            Diagnostic::new(Code::UnknownKey, "a cut has no speaker")
                .at(file, cut.span().into(), "")
                .hint("words of somebody else are a [[source.voice]]"),
        );
    }
    if raw.machine_script && matches!(raw.script, RawScript::Hans) {
        let message = "`machine_script` is for sources in Traditional";
        out.push(Diagnostic::new(Code::UnknownKey, message).at(
            file,
            raw.id.span().into(),
            "",
        ));
    }
    if raw.basis.is_some() && raw.shape != Shape::Plain {
        let message =
            format!("`basis` is for plain sources; a {} has its own", raw.shape.as_str());
        out.push(Diagnostic::new(Code::UnknownKey, message).at(
            file,
            raw.id.span().into(),
            "",
        ));
    }
    if matches!(raw.shape, Shape::Numbered | Shape::Digest) && raw.speaker.is_none() {
        out.push(
            Diagnostic::new(
                Code::MissingKey,
                format!("a {} source needs `speaker`", raw.shape.as_str()),
            )
            .at(file, raw.id.span().into(), ""),
        );
    }
}

fn known(
    what: &str,
    id: &Spanned<String>,
    ids: &[&str],
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    if ids.contains(&id.get_ref().as_str()) {
        return;
    }
    let diagnostic = Diagnostic::new(
        Code::UnknownId,
        format!("no {what} has the id `{}`", id.get_ref()),
    )
    .at(file, id.span().into(), "");
    out.push(match decode::closest(id.get_ref(), ids) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() => diagnostic.hint(format!("no {what} is declared")),
        None => diagnostic.hint(format!("declared: {}", ids.join(", "))),
    });
}

fn region(raw: Spanned<RawRegion>) -> RegionEntry {
    let span = raw.span().into();
    let raw = raw.into_inner();
    RegionEntry {
        from_span: raw.from.span().into(),
        from: raw.from.into_inner(),
        to: raw.to.map(|to| (to.get_ref().clone(), to.span().into())),
        lines: raw.lines,
        reason: raw.reason,
        speaker: raw.speaker.map(Spanned::into_inner),
        span,
    }
}

fn entry(raw: RawSource, span: Span) -> SourceEntry {
    let inner = |value: Option<Spanned<String>>| value.map(Spanned::into_inner);
    SourceEntry {
        id: raw.id.into_inner(),
        file_span: raw.file.span().into(),
        file: raw.file.into_inner(),
        sha256_span: raw.sha256.span().into(),
        sha256: raw.sha256.into_inner().to_ascii_lowercase(),
        title: raw.title,
        short: raw.short,
        short_english: raw.short_english,
        outlet: raw.outlet,
        author: raw.author,
        date: raw.date,
        date_evidence: raw.date_evidence,
        url: raw.url,
        script: match raw.script {
            RawScript::Hans => Script::Hans,
            RawScript::Hant => Script::Hant,
        },
        machine_script: raw.machine_script,
        shape: raw.shape,
        basis: match raw.basis {
            Some(RawBasis::Labelled) => Basis::Labelled,
            Some(RawBasis::Digested) => Basis::Digested,
            Some(RawBasis::Reported) => Basis::Reported,
            Some(RawBasis::Compiled) | None => Basis::Compiled,
        },
        speaker: inner(raw.speaker),
        narrator: inner(raw.narrator),
        group: inner(raw.group),
        occasions: raw.occasions.into_iter().map(Spanned::into_inner).collect(),
        occasion_stated: raw.occasion_stated,
        cuts: raw.cut.into_iter().map(region).collect(),
        voices: raw.voice.into_iter().map(region).collect(),
        caveats: raw
            .caveat
            .into_iter()
            .map(|caveat| {
                let span = caveat.span().into();
                let RawCaveat { line, text, comment } = caveat.into_inner();
                Caveat { line, text, comment, span }
            })
            .collect(),
        card_caveat: raw.card_caveat,
        span,
    }
}
