//! `seeds/sources.toml`: what is known of each document, and how to read it.

mod check;
mod parse;
mod raw;

pub(super) use check::is_inside;
pub use parse::parse;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::passage::Basis;
use super::translation::Layout;
use crate::diagnostics::{Code, Diagnostic};
use crate::script::names::Names;
use crate::script::{Converter, Script, residue, to_hans, written_in};
use crate::text::{LineRange, Span};

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
    /// Speaks too, and is not quoted.
    Other,
}

impl Role {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Subject => "subject",
            Role::Interviewer => "interviewer",
            Role::Author => "author",
            Role::Other => "other",
        }
    }
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
    /// The labels under which their lines stand in every document whose own table does not
    /// give them to somebody else, misspellings included.
    pub labels: Vec<String>,
}

/// How far a label's speaker goes on over lines without a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Inherit {
    /// Not at all: only words behind a label are the speaker's.
    Labelled,
    /// While nothing speaks against it.
    #[default]
    Credible,
    /// Until the next label, whatever the lines look like; somebody has read them.
    All,
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Labelled lines.
    Dialogue,
    /// Numbered lists of one speaker's thoughts.
    Numbered,
    /// Headings and points in a digest's own words.
    Digest,
    /// Paragraphs without labels.
    Plain,
    /// Quotations of many people, each with its attribution behind it.
    Quotations,
}

impl Shape {
    /// The word used in files and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Dialogue => "dialogue",
            Shape::Numbered => "numbered",
            Shape::Digest => "digest",
            Shape::Plain => "plain",
            Shape::Quotations => "quotations",
        }
    }

    /// True if documents of this shape have narration beside what is said.
    pub(in crate::source) fn has_narration(self) -> bool {
        matches!(self, Shape::Dialogue | Shape::Plain | Shape::Numbered)
    }
}

/// An interview or speech to which documents go back.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub lines: Option<LineRange>,
    /// Why.
    pub reason: String,
    /// The speaker, for a voice or a turn.
    pub speaker: Option<String>,
    /// True if every line that begins with `from` is meant, each by itself.
    pub every: bool,
    /// Where the entry stands.
    pub span: Span,
}

/// Whose words stand under a heading that returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockEntry {
    /// The heading, without marks around it.
    pub heading: String,
    /// Who speaks; the narrator if absent.
    pub speaker: Option<String>,
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
    /// Where that is said.
    pub script_span: Span,
    /// True if its script is itself a machine's conversion, not to be shown as printed.
    pub machine_script: bool,
    /// How it is laid out.
    pub shape: Shape,
    /// Whose words unlabelled body text is, for the shapes without labels.
    pub speaker: Option<String>,
    /// How we know that, for `plain`.
    pub basis: Basis,
    /// True if its lines are broken at a width, or are verse, so that a sentence runs over them.
    pub wrapped: bool,
    /// Where the document's own translation of a line stands, if it has one.
    pub translation: Option<Layout>,
    /// True if all its numbered lists are the speaker's.
    pub all_lists: bool,
    /// Who speaks in narration.
    pub narrator: Option<String>,
    /// The speakers whose speech in narration may be quoted: ids.
    pub cited: Vec<String>,
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
    /// Turns of a dialogue whose label is lost, each with its speaker.
    pub turns: Vec<RegionEntry>,
    /// What stands before a colon in this document and is nobody's label.
    pub not_labels: Vec<String>,
    /// How far a label's speaker goes on over lines without one.
    pub inherit: Inherit,
    /// Somebody else's words under a heading that returns.
    pub blocks: Vec<BlockEntry>,
    /// Labels that mean somebody in this document, each with a speaker's id; they come before
    /// the speakers' own. In order.
    pub labels: Vec<(String, String)>,
    /// False if something is wrong with the entry, or with the speakers, because of which its
    /// passages may be given to the wrong one; of a source that was read, also with its regions,
    /// which may hide words. No quotation is held against it until that is mended.
    pub sound: bool,
    /// What the document says of its own limits.
    pub caveats: Vec<Caveat>,
    /// The one caveat, in our words, that every card from this source carries.
    pub card_caveat: Option<CardCaveat>,
    /// Where the entry stands.
    pub span: Span,
}

impl SourceEntry {
    /// Where it was published; `None` if nobody knows.
    pub fn known_outlet(&self) -> Option<&str> {
        Some(self.outlet.as_str()).filter(|outlet| !UNKNOWN.contains(outlet))
    }
}

/// What stands for an outlet that nobody knows.
const UNKNOWN: [&str; 2] = ["unknown", ""];

/// A caveat short enough for a card.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Ids of all occasions, in the same way.
    pub declared_occasions: Vec<String>,
    /// Names and titles that are declared in both scripts: Simplified, Traditional.
    pub in_both: Vec<(String, String)>,
    /// True if the file could not be parsed, so that nothing is known of what it declares.
    pub broken: bool,
    /// Where each speaker stands among the speakers, by id.
    by_id: BTreeMap<String, usize>,
}

impl Manifest {
    /// True if a source with that id is declared, or may be where the file cannot be read.
    pub fn may_declare(&self, id: &str) -> bool {
        self.broken || self.declared.iter().any(|declared| declared == id)
    }

    /// The speaker with that id.
    pub fn speaker(&self, id: &str) -> Option<&Speaker> {
        self.speakers.get(*self.by_id.get(id)?)
    }

    /// Every label that counts in a document, with the one who has it: first the document's
    /// own, then those of the speakers that it does not give to somebody. `None` is a speaker
    /// who is not declared: the lines are nobody's, rather than another one's.
    pub fn labels<'m>(
        &'m self,
        entry: &'m SourceEntry,
    ) -> Vec<(&'m str, Option<&'m Speaker>)> {
        let own = entry.labels.iter();
        let here: BTreeSet<&str> = own.clone().map(|(label, _)| label.as_str()).collect();
        let mut labels: Vec<(&str, Option<&Speaker>)> =
            own.map(|(label, id)| (label.as_str(), self.speaker(id))).collect();
        for speaker in &self.speakers {
            for label in &speaker.labels {
                if !here.contains(label.as_str()) {
                    labels.push((label, Some(speaker)));
                }
            }
        }
        labels
    }

    /// Names and titles whose Traditional form is known: those that are declared in both
    /// scripts, and what speakers are called in Traditional.
    pub fn names(&self, converter: &dyn Converter) -> Names {
        self.names_and(Vec::new(), converter)
    }

    /// The same after what a person has decided of words
    /// ([`conversions`](crate::source::conversions)).
    pub fn names_and(
        &self,
        decided: Vec<(String, String)>,
        converter: &dyn Converter,
    ) -> Names {
        let called = self.speakers.iter();
        let called = called.flat_map(|s| std::iter::once(&s.name).chain(&s.labels));
        let traditional = called.filter(|name| {
            written_in(name, Script::Hans) == Script::Hant
                && residue(name, Script::Hant).is_none()
        });
        let traditional = traditional.map(|name| (to_hans(converter, name), name.clone()));
        let declared = self.in_both.iter().cloned();
        Names::new(decided.into_iter().chain(declared).chain(traditional))
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

/// Ids that are taken, each with the file and the place of its first use.
pub type TakenIds = BTreeMap<String, (String, Span)>;

/// Reports an id that is malformed or already taken.
pub fn check_id(
    id: &str,
    span: Span,
    file: &str,
    taken: &mut TakenIds,
    out: &mut Vec<Diagnostic>,
) {
    if !is_id(id) {
        out.push(
            Diagnostic::new(Code::BadId, format!("`{}` is not an id", id.escape_debug()))
                .at(file, span, "")
                .hint("use lower-case letters, digits and single hyphens: `gap-is-originality`"),
        );
    }
    match taken.get(id) {
        Some((other_file, other)) => out.push(
            Diagnostic::new(Code::DuplicateId, format!("id `{id}` is used twice"))
                .at(file, span, "second use")
                .also(other_file, *other, "first use"),
        ),
        None => {
            taken.insert(id.to_owned(), (file.to_owned(), span));
        }
    }
}
