//! The readers: from the body of a source to its passages.
//!
//! A reader sees *blocks*: runs of lines between regions. Nothing is inherited from one
//! block to the next, because a cut or another voice stands between them.

mod answers;
mod dialogue;
mod digest;
mod numbered;
mod plain;
mod quotations;
mod speech;

use std::collections::BTreeSet;

pub(super) use speech::{has_narration, speaker_beside};

use super::block;
use super::furniture;
use super::manifest::{Manifest, Role, Shape, SourceEntry, Speaker};
use super::passage::{Basis, Kind, Paragraph, Passage};
use super::reason::Reason;
use super::region::Region;
use super::translation::{self, Language, Pair};
use crate::diagnostics::Diagnostic;
use crate::fold::Folded;
use crate::script::han::is_han;
use crate::text::{SourceText, Span};

/// A line of a source's body that has text, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    number: usize,
    span: Span,
}

/// What every reader needs.
struct Context<'a> {
    entry: &'a SourceEntry,
    /// What stands before a colon and whose it is, as [`Manifest::labels`] gives it.
    labels: Vec<(&'a str, Option<&'a Speaker>)>,
    text: &'a SourceText,
    /// Turns whose label is lost.
    turns: &'a [Region],
    /// All who are declared.
    speakers: &'a [Speaker],
    /// Whose words unlabelled text is.
    speaker: Option<&'a Speaker>,
    called: Called<'a>,
}

/// What is declared of a source's lines.
pub(super) struct Declared<'a> {
    pub(super) cuts: &'a [Region],
    pub(super) voices: &'a [Region],
    pub(super) turns: &'a [Region],
    /// Lines that translate another; they are nobody's words.
    pub(super) translations: &'a [Pair],
}

impl Context<'_> {
    fn str(&self, line: Line) -> &str {
        self.text.slice(line.span).unwrap_or_default()
    }

    /// Who asks in a line, if a turn gives it to an interviewer.
    fn asker_at(&self, number: usize) -> Option<&Speaker> {
        let turn =
            self.turns.iter().find(|turn| turn.first <= number && number <= turn.last)?;
        let id = turn.speaker.as_deref()?;
        let speaker = self.speakers.iter().find(|speaker| speaker.id == id)?;
        (speaker.role == Role::Interviewer).then_some(speaker)
    }

    /// True if two names are the same in either script, however they are spaced.
    fn is_same_name(&self, a: &str, b: &str) -> bool {
        Folded::new(a, 0).chars() == Folded::new(b, 0).chars()
    }

    /// True if an attribution leaves words to the speaker: it names him, or a work and nobody.
    fn is_speaker(&self, name: &str) -> bool {
        name.is_empty() || self.called.own.contains(&folded(name))
    }

    /// True if words speak of the one whose words they should be, by name.
    fn names_speaker(&self, text: &str) -> bool {
        self.called.names_speaker(text, 2)
    }

    /// The head with which words begin that are presented as the speaker's.
    fn head(&self, text: &str) -> Option<Head> {
        let (name, start) = name_before_colon(text)?;
        let name = folded(name);
        if self.called.own.contains(&name) {
            return Some(Head::Own(start));
        }
        // 老马：“…” tells what somebody says, whoever that is.
        let quoted = text[start..].starts_with(['“', '「', '『', '"', '〝']);
        (quoted || self.called.all.contains(&name)).then_some(Head::Others)
    }

    /// True if the line goes on with a paragraph whose last line is `before`, in a document
    /// whose lines are broken at a width.
    fn runs_on(&self, before: usize, line: Line) -> bool {
        self.entry.wrapped && before + 1 == line.number
    }

    /// True for the line that is the document's title.
    fn is_title(&self, line: Line) -> bool {
        let text = furniture::without_marks(self.str(line));
        // A document of one sentence has that for its title.
        let is_sentence = text.ends_with(['。', '！', '？', '!', '?']);
        !text.is_empty() && !is_sentence && self.is_same_name(text, &self.entry.title)
    }

    /// Who narrates; a source that names nobody is narrated by its page.
    fn narrator(&self) -> String {
        self.entry.narrator.clone().unwrap_or_else(|| "narrator".to_owned())
    }

    /// Words that are not the speaker's own.
    fn narration(&self, line: Line) -> Passage {
        passage(self.narrator(), Kind::Other, Basis::Reported, line)
    }
}

/// What people are called in a document, to be looked up for each line.
#[derive(Default)]
struct Called<'a> {
    /// Name and labels of the one whose words the text is.
    names: BTreeSet<&'a str>,
    /// The lengths that these have, in bytes.
    lengths: BTreeSet<usize>,
    /// The same folded.
    own: BTreeSet<Vec<char>>,
    /// All names and labels, folded.
    all: BTreeSet<Vec<char>>,
}

impl<'a> Called<'a> {
    fn of(
        entry: &SourceEntry,
        labels: &[(&'a str, Option<&'a Speaker>)],
        speakers: &'a [Speaker],
    ) -> Self {
        let mut called = Called::default();
        let names = speakers.iter().map(|speaker| (speaker.name.as_str(), Some(speaker)));
        for (name, speaker) in labels.iter().copied().chain(names) {
            let key = folded(name);
            if speaker.is_some_and(|speaker| Some(&speaker.id) == entry.speaker.as_ref()) {
                called.names.insert(name);
                called.lengths.insert(name.len());
                called.own.insert(key.clone());
            }
            called.all.insert(key);
        }
        called
    }

    /// True if the text has one of the speaker's names of so many characters or more.
    fn names_speaker(&self, text: &str, least: usize) -> bool {
        text.char_indices().any(|(at, _)| {
            self.lengths.iter().any(|length| {
                let part = text.get(at..at + length);
                part.is_some_and(|part| {
                    self.names.contains(part) && part.chars().count() >= least
                })
            })
        })
    }
}

fn folded(name: &str) -> Vec<char> {
    Folded::new(name, 0).chars().to_vec()
}

/// Longest name before a colon, in characters.
const LONGEST_NAME: usize = 26;

/// What stands before the first colon of a text, if it is short enough for a name, and the byte
/// at which the words behind it begin.
fn name_before_colon(text: &str) -> Option<(&str, usize)> {
    let at = text.find([':', '：'])?;
    let name = text[..at].trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let words = text[at..].trim_start_matches([':', '：', '*', '_', ' ', '　']);
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count())
        && !name.contains(['。', '，', ',', '！', '？', '；', '“', '”']);
    (is_name && !text[at..].starts_with("://")).then(|| (name, text.len() - words.len()))
}

/// True if a text tells in a few words before a colon who says what follows: `先生曰：` anywhere,
/// `某某说：` at its beginning. Whoever retells in the first person says it himself.
fn tells_who_says(text: &str) -> bool {
    const CLASSICAL: [char; 7] = ['曰', '问', '問', '答', '云', '對', '对'];
    const MODERN: [&str; 9] =
        ["说", "說", "道", "表示", "指出", "告诉", "告訴", "写道", "寫道"];
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            ':' | '：' => {
                let phrase = text[start..at].trim();
                let own = phrase.starts_with(['我', '你', '您', '咱']);
                let short = phrase.chars().count() <= LONGEST_NAME;
                let says = phrase.ends_with(CLASSICAL)
                    || (start == 0 && MODERN.iter().any(|verb| phrase.ends_with(verb)));
                if short && says && !own {
                    return true;
                }
                start = at + c.len_utf8();
            }
            '。' | '！' | '？' | '；' | '，' | ',' | '”' | '」' | '…' => {
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    false
}

/// How many letters a text must have before its language is told.
const FEWEST_LETTERS: usize = 4;

/// True if one of two texts is written with Han characters and the other in letters alone: a
/// translation stands beside its original.
fn is_other_language(a: &str, b: &str) -> bool {
    let han = |text: &str| text.chars().any(is_han);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    han(a) != han(b) && letters(a) >= FEWEST_LETTERS && letters(b) >= FEWEST_LETTERS
}

/// Whose head words begin with.
enum Head {
    /// The speaker's own, of so many bytes.
    Own(usize),
    /// Somebody else's.
    Others,
}

/// A passage of one paragraph.
fn passage(speaker: String, kind: Kind, basis: Basis, line: Line) -> Passage {
    Passage {
        paragraphs: vec![Paragraph { line: line.number, span: line.span, basis }],
        speaker: Some(speaker),
        kind,
        number: None,
        heading: None,
        question_lines: None,
        repeat_of: None,
    }
}

/// Words that are nobody's until somebody decides.
fn unsure(reason: Reason, line: Line) -> Passage {
    let nobody = passage(String::new(), Kind::Other, Basis::Unsure(reason), line);
    Passage { speaker: None, ..nobody }
}

/// The bytes `start..end` of a line, trimmed again.
fn part(context: &Context<'_>, line: Line, start: usize, end: usize) -> Line {
    let span = Span::new(line.span.start + start, line.span.start + end);
    trimmed(context.text, line.number, span)
}

/// The line without its first `bytes` bytes, trimmed again.
fn rest(context: &Context<'_>, line: Line, bytes: usize) -> Line {
    let cut = Span::new(line.span.start + bytes, line.span.end);
    trimmed(context.text, line.number, cut)
}

fn trimmed(text: &SourceText, number: usize, span: Span) -> Line {
    let raw = text.slice(span).unwrap_or_default();
    let start = span.start + (raw.len() - raw.trim_start().len());
    Line { number, span: Span::new(start, start + raw.trim().len()) }
}

/// True for a line that ends no turn: it is blank, a picture, its caption or markup.
fn is_passed_over(text: &str) -> bool {
    use furniture::Furniture::{Caption, Markup, Picture};
    text.is_empty() || matches!(furniture::classify(text), Some(Picture | Caption | Markup))
}

/// Reads all passages of a source, voices included, in the order of their lines.
pub(super) fn read(
    entry: &SourceEntry,
    manifest: &Manifest,
    text: &SourceText,
    declared: &Declared<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let Declared { cuts, voices, turns, translations } = *declared;
    let mut translating: Vec<usize> =
        translations.iter().map(|pair| pair.translation).collect();
    translating.sort_unstable();
    let mut labels = manifest.labels(entry);
    // Who has a turn without a label may have no label anywhere, nor who answers without one.
    let of_turns = turns.iter().filter_map(|turn| turn.speaker.as_deref());
    let answers = entry.speaker.as_deref().filter(|_| entry.shape == Shape::Dialogue);
    let mut labelled: BTreeSet<&str> = labels
        .iter()
        .filter_map(|(_, speaker)| Some(speaker.as_ref()?.id.as_str()))
        .collect();
    let mut taken: BTreeSet<&str> = labels.iter().map(|(label, _)| *label).collect();
    for speaker in of_turns.chain(answers).filter_map(|id| manifest.speaker(id)) {
        if !labelled.contains(speaker.id.as_str()) && taken.insert(&speaker.name) {
            labels.push((&speaker.name, Some(speaker)));
            labelled.insert(&speaker.id);
        }
    }
    let speaker = entry.speaker.as_deref().and_then(|id| manifest.speaker(id));
    let speakers = &manifest.speakers;
    let called = Called::of(entry, &labels, speakers);
    let context = Context { entry, labels, text, turns, speakers, speaker, called };
    let mut passages = Vec::new();
    let mut blocks: Vec<Vec<Line>> = vec![Vec::new()];
    let mut of_blocks = block::blocks(&entry.blocks, text).into_iter().peekable();
    for (number, span) in text.lines() {
        let of_block = of_blocks.next_if(|(line, ..)| *line == number);
        let inside = |region: &&Region| region.first <= number && number <= region.last;
        let line = trimmed(text, number, span);
        if cuts.iter().any(|cut| inside(&cut)) {
            // A picture that is cut away ends a turn no more than one that is left.
            if !is_passed_over(context.str(line)) {
                blocks.push(Vec::new());
            }
        } else if translating.binary_search(&number).is_ok() {
            // It stands with its line.
        } else if let Some(voice) = voices.iter().find(inside) {
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                let speaker = voice.speaker.clone().unwrap_or_else(|| context.narrator());
                passages.push(passage(speaker, Kind::Other, Basis::Reported, line));
            }
        } else if entry.translation.is_some()
            && translation::language(text.slice(line.span).unwrap_or_default())
                == Language::Other
        {
            // A translation of which it is not known what it translates.
            passages.push(unsure(Reason::OtherLanguage, line));
        } else if of_block.is_some_and(|(.., is_sure)| !is_sure) {
            // After 译文：… a line may be more of it, or the words that are translated.
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                passages.push(unsure(Reason::AfterBreak, line));
            }
        } else if let Some((_, words, of_block, _)) = of_block {
            blocks.push(Vec::new());
            let words = trimmed(text, number, words);
            if words.span.start < words.span.end {
                let speaker =
                    of_block.speaker.clone().unwrap_or_else(|| context.narrator());
                let mut said = passage(speaker, Kind::Other, Basis::Reported, words);
                said.heading = Some(of_block.heading.clone());
                passages.push(said);
            }
        } else if entry.shape != Shape::Dialogue
            && !(entry.shape == Shape::Plain && context.asker_at(number).is_some())
            && let Some(speaker) = turns.iter().find(inside).and_then(|t| t.speaker.clone())
        {
            // A person has said whose these lines are.
            blocks.push(Vec::new());
            if line.span.start < line.span.end {
                passages.push(passage(speaker, Kind::Quote, Basis::Labelled, line));
            }
        } else if line.span.start < line.span.end
            && let Some(block) = blocks.last_mut()
        {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    let body = match entry.shape {
        Shape::Dialogue => dialogue::read(&context, &blocks),
        Shape::Numbered => numbered::read(&context, &blocks, out),
        Shape::Digest => digest::read(&context, &blocks),
        Shape::Plain => plain::read(&context, &blocks),
        Shape::Quotations => quotations::read(&context, &blocks),
    };
    passages.extend(speech::read(&context, body));
    passages.sort_by_key(|p| p.paragraphs.first().map_or(0, |words| words.span.start));
    passages
}
