//! What the readers share: a document's lines, who is called what in it, and passages of one line.

use std::collections::BTreeSet;

use crate::fold::Folded;
use crate::script::han::is_han;
use crate::source::furniture;
use crate::source::manifest::{Role, SourceEntry, Speaker};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reason::Reason;
use crate::source::region::Region;
use crate::text::{SourceText, Span};

/// A line of a source's body that has text, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) span: Span,
}

/// What every reader needs.
pub(super) struct Context<'a> {
    pub(super) entry: &'a SourceEntry,
    /// What stands before a colon and whose it is, as [`Manifest::labels`] gives it.
    pub(super) labels: Vec<(&'a str, Option<&'a Speaker>)>,
    pub(super) text: &'a SourceText,
    /// Turns whose label is lost.
    pub(super) turns: &'a [Region],
    /// All who are declared.
    pub(super) speakers: &'a [Speaker],
    /// Whose words unlabelled text is.
    pub(super) speaker: Option<&'a Speaker>,
    pub(super) called: Called<'a>,
}

impl Context<'_> {
    pub(super) fn str(&self, line: Line) -> &str {
        self.text.slice(line.span).unwrap_or_default()
    }

    /// Who asks in a line, if a turn gives it to an interviewer.
    pub(super) fn asker_at(&self, number: usize) -> Option<&Speaker> {
        let turn = self.turns.iter().find(|turn| turn.lines.contains(number))?;
        let id = turn.speaker.as_deref()?;
        let speaker = self.speakers.iter().find(|speaker| speaker.id == id)?;
        (speaker.role == Role::Interviewer).then_some(speaker)
    }

    /// True if two names are the same in either script, however they are spaced.
    pub(super) fn is_same_name(&self, a: &str, b: &str) -> bool {
        Folded::new(a, 0).chars() == Folded::new(b, 0).chars()
    }

    /// True if an attribution leaves words to the speaker: it names him, or a work and nobody.
    pub(super) fn is_speaker(&self, name: &str) -> bool {
        name.is_empty() || self.called.own.contains(&folded(name))
    }

    /// True if words speak of the one whose words they should be, by name.
    pub(super) fn names_speaker(&self, text: &str) -> bool {
        self.called.names_speaker(text, 2)
    }

    /// The head with which words begin that are presented as the speaker's.
    pub(super) fn head(&self, text: &str) -> Option<Head> {
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
    pub(super) fn runs_on(&self, before: usize, line: Line) -> bool {
        self.entry.wrapped && before + 1 == line.number
    }

    /// True for the line that is the document's title.
    pub(super) fn is_title(&self, line: Line) -> bool {
        let text = furniture::without_marks(self.str(line));
        // A document of one sentence has that for its title.
        let is_sentence = text.ends_with(['。', '！', '？', '!', '?']);
        !text.is_empty() && !is_sentence && self.is_same_name(text, &self.entry.title)
    }

    /// Who narrates; a source that names nobody is narrated by its page.
    pub(super) fn narrator(&self) -> String {
        self.entry.narrator.clone().unwrap_or_else(|| "narrator".to_owned())
    }

    /// Words that are not the speaker's own.
    pub(super) fn narration(&self, line: Line) -> Passage {
        passage(self.narrator(), Kind::Other, Basis::Reported, line)
    }
}

/// What people are called in a document, to be looked up for each line.
#[derive(Default)]
pub(super) struct Called<'a> {
    /// Name and labels of the one whose words the text is.
    pub(super) names: BTreeSet<&'a str>,
    /// The lengths that these have, in bytes.
    pub(super) lengths: BTreeSet<usize>,
    /// The same folded.
    pub(super) own: BTreeSet<Vec<char>>,
    /// All names and labels, folded.
    pub(super) all: BTreeSet<Vec<char>>,
}

impl<'a> Called<'a> {
    pub(super) fn of(
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
    pub(super) fn names_speaker(&self, text: &str, least: usize) -> bool {
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

pub(super) fn folded(name: &str) -> Vec<char> {
    Folded::new(name, 0).chars().to_vec()
}

/// Longest name before a colon, in characters.
pub(super) const LONGEST_NAME: usize = 26;

/// What stands before the first colon of a text, if it is short enough for a name, and the byte
/// at which the words behind it begin.
pub(super) fn name_before_colon(text: &str) -> Option<(&str, usize)> {
    let at = text.find([':', '：'])?;
    let name = text[..at].trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let words = text[at..].trim_start_matches([':', '：', '*', '_', ' ', '　']);
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count())
        && !name.contains(['。', '，', ',', '！', '？', '；', '“', '”']);
    (is_name && !text[at..].starts_with("://")).then(|| (name, text.len() - words.len()))
}

/// True if a text tells in a few words before a colon who says what follows: `先生曰：` anywhere,
/// `某某说：` at its beginning. Whoever retells in the first person says it himself.
pub(super) fn tells_who_says(text: &str) -> bool {
    pub(super) const CLASSICAL: [char; 7] = ['曰', '问', '問', '答', '云', '對', '对'];
    pub(super) const MODERN: [&str; 9] =
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
pub(super) const FEWEST_LETTERS: usize = 4;

/// True if one of two texts is written with Han characters and the other in letters alone: a
/// translation stands beside its original.
pub(super) fn is_other_language(a: &str, b: &str) -> bool {
    let han = |text: &str| text.chars().any(is_han);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    han(a) != han(b) && letters(a) >= FEWEST_LETTERS && letters(b) >= FEWEST_LETTERS
}

/// Whose head words begin with.
pub(super) enum Head {
    /// The speaker's own, of so many bytes.
    Own(usize),
    /// Somebody else's.
    Others,
}

/// A passage of one paragraph.
pub(super) fn passage(speaker: String, kind: Kind, basis: Basis, line: Line) -> Passage {
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
pub(super) fn unsure(reason: Reason, line: Line) -> Passage {
    let nobody = passage(String::new(), Kind::Other, Basis::Unsure(reason), line);
    Passage { speaker: None, ..nobody }
}

/// The bytes `start..end` of a line, trimmed again.
pub(super) fn part(context: &Context<'_>, line: Line, start: usize, end: usize) -> Line {
    let span = Span::new(line.span.start + start, line.span.start + end);
    trimmed(context.text, line.number, span)
}

/// The line without its first `bytes` bytes, trimmed again.
pub(super) fn rest(context: &Context<'_>, line: Line, bytes: usize) -> Line {
    let cut = Span::new(line.span.start + bytes, line.span.end);
    trimmed(context.text, line.number, cut)
}

pub(super) fn trimmed(text: &SourceText, number: usize, span: Span) -> Line {
    let raw = text.slice(span).unwrap_or_default();
    let start = span.start + (raw.len() - raw.trim_start().len());
    Line { number, span: Span::new(start, start + raw.trim().len()) }
}

/// True for a line that ends no turn: it is blank, a picture, its caption or markup.
pub(super) fn is_passed_over(text: &str) -> bool {
    use furniture::Furniture::{Caption, Markup, Picture};
    text.is_empty() || matches!(furniture::classify(text), Some(Picture | Caption | Markup))
}
