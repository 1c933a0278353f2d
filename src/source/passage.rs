//! Attributed words: who says them, how we know, and where they stand.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::reason::Reason;
use crate::fold::Folded;
use crate::text::{LineRange, SourceText, Span};

/// How we know whose words they are.
///
/// In the order of their weight: the greatest of several is the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A label on the line names the speaker.
    Labelled,
    /// A following paragraph of a labelled one.
    Inherited,
    /// The page presents the item as the speaker's words, edited by a compiler.
    Compiled,
    /// Words in quotation marks inside narration, which names the speaker beside them.
    Cited,
    /// The speaker's views in a digest's own words.
    Digested,
    /// Retold inside narration.
    Reported,
    /// Not known: these words are nobody's until somebody decides.
    Unsure(Reason),
}

impl Basis {
    /// Only what stands as the speaker's own words may be quoted.
    pub fn may_be_quoted(self) -> bool {
        matches!(self, Basis::Labelled | Basis::Inherited | Basis::Compiled | Basis::Cited)
    }

    /// The word used in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Labelled => "labelled",
            Basis::Inherited => "inherited",
            Basis::Compiled => "compiled",
            Basis::Cited => "cited",
            Basis::Digested => "digested",
            Basis::Reported => "reported",
            Basis::Unsure(_) => "unsure",
        }
    }

    /// Why it is not known whose words they are, if it is not.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Basis::Unsure(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What a passage is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The speaker replies to a question that stands before.
    Answer,
    /// An interviewer asks.
    Question,
    /// An item of a numbered list.
    Thought,
    /// A point of a digest.
    Point,
    /// The speaker's words without their question.
    Quote,
    /// Anything else: narration, a compiler's introduction, a blogger's remarks.
    Other,
}

impl Kind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Answer => "answer",
            Kind::Question => "question",
            Kind::Thought => "thought",
            Kind::Point => "point",
            Kind::Quote => "quote",
            Kind::Other => "other",
        }
    }
}

/// One line of a passage, without label, number or bullet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// 1-based raw line.
    pub line: usize,
    /// Bytes of the words.
    pub span: Span,
    /// How we know whose words this paragraph has.
    pub basis: Basis,
}

/// Consecutive words of one speaker in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its paragraphs; never empty.
    pub paragraphs: Vec<Paragraph>,
    /// A speaker's id from the manifest; `None` exactly where the basis is
    /// [`Basis::Unsure`], so that no words in doubt can be anybody's.
    pub speaker: Option<String>,
    /// What it is in its document.
    pub kind: Kind,
    /// Running number: of the question, the item or the point, from 1.
    pub number: Option<usize>,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// First and last raw line of the question it answers.
    pub question_lines: Option<LineRange>,
    /// An earlier passage of the same source that has the same words.
    pub repeat_of: Option<usize>,
}

impl Passage {
    /// First and last raw line.
    pub fn lines(&self) -> LineRange {
        let first = self.paragraphs.first().map_or(0, |p| p.line);
        LineRange::new(first, self.paragraphs.last().map_or(first, |p| p.line))
    }

    /// The basis of its first paragraph.
    pub fn basis(&self) -> Basis {
        self.paragraphs.first().map_or(Basis::Reported, |p| p.basis)
    }

    /// The raw words, one line a paragraph.
    pub fn raw_text(&self, text: &SourceText) -> String {
        let parts: Vec<&str> =
            self.paragraphs.iter().filter_map(|p| text.slice(p.span)).collect();
        parts.join("\n")
    }

    /// The folded words; paragraphs follow one another without a break, because a
    /// quotation may run over.
    pub fn fold(&self, text: &SourceText) -> Folded {
        let mut folded = Folded::default();
        for paragraph in &self.paragraphs {
            if let Some(words) = text.slice(paragraph.span) {
                folded.push(words, paragraph.span.start);
            }
        }
        folded
    }

    /// What can be divided into sentences: each paragraph or, where sentences run over the ends
    /// of lines, each run of lines; with its weakest basis.
    pub fn texts(&self, wrapped: bool) -> Vec<(Span, Basis)> {
        let mut texts: Vec<(Span, Basis)> = Vec::new();
        let mut before = None;
        for paragraph in &self.paragraphs {
            match texts.last_mut().filter(|_| wrapped && before == Some(paragraph.line - 1))
            {
                Some((span, basis)) => {
                    *span = span.join(paragraph.span);
                    *basis = (*basis).max(paragraph.basis);
                }
                None => texts.push((paragraph.span, paragraph.basis)),
            }
            before = Some(paragraph.line);
        }
        texts
    }

    /// The parts of `span` that are words of this passage, one a paragraph that it touches.
    pub fn clip(&self, span: Span) -> impl Iterator<Item = (&Paragraph, Span)> {
        let touched = self.paragraphs.iter().filter(move |p| p.span.overlaps(span));
        touched.map(move |p| {
            (p, Span::new(p.span.start.max(span.start), p.span.end.min(span.end)))
        })
    }

    /// The weakest basis among the paragraphs that `span` touches.
    pub fn basis_of(&self, span: Span) -> Basis {
        self.clip(span).map(|(p, _)| p.basis).max().unwrap_or(self.basis())
    }
}

/// Notes for each passage whether an earlier one of the same source has the same words.
pub(super) fn mark_repeats(passages: &mut [Passage], text: &SourceText) {
    // By hash first: keeping every folded text would double the memory of a large source.
    let mut seen: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for at in 0..passages.len() {
        if !passages[at].basis().may_be_quoted() {
            continue;
        }
        let folded = passages[at].fold(text);
        let same = seen.entry(hash(folded.chars())).or_default();
        let first =
            same.iter().find(|e| passages[**e].fold(text).chars() == folded.chars());
        match first {
            Some(earlier) => passages[at].repeat_of = Some(*earlier),
            None => same.push(at),
        }
    }
}

fn hash(chars: &[char]) -> u64 {
    // FNV-1a over code points; equal texts are compared afterwards.
    chars.iter().fold(0xcbf2_9ce4_8422_2325, |h, c| {
        (h ^ u64::from(*c as u32)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
