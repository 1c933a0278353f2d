//! Answers under questions that are set apart and name nobody: in bold, as headings, in a block
//! quotation, behind dashes.
//!
//! Who answers is declared. From a question on the lines are the answerer's until something that
//! is no answer: a heading of another kind, a rule, a notice, somebody else's head.

use super::context::Line;
use crate::source::evidence::BodyLine;
use crate::source::furniture;
use crate::source::reason::Reason;

/// Fewest questions of one form.
const FEWEST: usize = 3;

/// How questions are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// `**…？**`
    Bold,
    /// `## …？`, with so many marks.
    Heading(usize),
    /// `> …？`
    Quoted,
    /// `——…？`
    Dashed,
    /// The questions are bare, and every answer is a block quotation.
    Bare,
}

impl Asking {
    /// The form of a line.
    fn of_line(text: &str) -> Option<Asking> {
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        let is_bold = ["**", "__"].iter().any(|mark| {
            let inner = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
            inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
        });
        let marks = text.len() - text.trim_start_matches('#').len();
        match () {
            () if is_bold => Some(Asking::Bold),
            () if (1..=6).contains(&marks) => Some(Asking::Heading(marks)),
            () if text.starts_with(['>', '＞']) => Some(Asking::Quoted),
            () if text.starts_with("——") || text.starts_with("--") => {
                Some(Asking::Dashed)
            }
            () => None,
        }
    }

    /// The form in which a document asks throughout: most of its lines are questions, and lines
    /// of no form follow.
    pub(super) fn of(lines: &[BodyLine<'_>]) -> Option<Asking> {
        let forms: Vec<Option<Asking>> =
            lines.iter().map(|line| Asking::of_line(line.text)).collect();
        let candidates = [Asking::Bold, Asking::Quoted, Asking::Dashed]
            .into_iter()
            .chain((1..=6).map(Asking::Heading));
        for form in candidates {
            let of_form = || (0..lines.len()).filter(|at| forms[*at] == Some(form));
            let asked = of_form().filter(|at| asks(lines[*at].text)).count();
            let bare = forms.iter().filter(|form| form.is_none()).count();
            if asked >= FEWEST && asked * 10 >= of_form().count() * 6 && bare >= FEWEST {
                return Some(form);
            }
        }
        let quoted = || (0..lines.len()).filter(|at| forms[*at] == Some(Asking::Quoted));
        let bare: Vec<&BodyLine<'_>> = (0..lines.len())
            .filter(|at| forms[*at].is_none() && *at > 0)
            .map(|at| &lines[at])
            .filter(|line| furniture::classify(line.text).is_none())
            .collect();
        let answers = quoted().filter(|at| !asks(lines[*at].text)).count();
        let is_bare = bare.len() >= FEWEST
            && bare.iter().all(|line| asks(line.text))
            && answers >= FEWEST
            && answers == quoted().count();
        is_bare.then_some(Asking::Bare)
    }
}

/// True for a question, whatever marks close it.
fn asks(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”' | '」' | '』' | ')' | '）')
    });
    text.contains(['？', '?']) || text.ends_with(['吗', '嗎', '呢'])
}

/// Where the walk over the lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody has asked yet.
    Before,
    /// In an answer.
    Answer,
    /// Something else stands between the question and here.
    Lost,
    /// In a fence of code.
    Code,
}

/// The walk over the lines of such a document.
pub(super) struct Answers {
    asking: Asking,
    state: State,
}

impl Answers {
    pub(super) fn new(asking: Asking) -> Self {
        Self { asking, state: State::Before }
    }

    /// Something stands between that is cut away, or in which somebody else speaks.
    pub(super) fn break_off(&mut self) {
        if self.state == State::Answer {
            self.state = State::Lost;
        }
    }

    /// Whose the next line is. `suspect` is the reason for which it could be somebody else's,
    /// `words` what would be the answerer's, or why nothing is.
    pub(super) fn next(
        &mut self,
        text: &str,
        suspect: Option<Reason>,
        words: impl FnOnce() -> Result<Line, Reason>,
    ) -> Result<Line, Reason> {
        let fence = text.starts_with("```") || text.starts_with("~~~");
        if self.state == State::Code || fence {
            self.state = match (self.state, fence) {
                (State::Code, true) => State::Answer,
                (State::Answer, true) => State::Code,
                (state, _) => state,
            };
            return Err(Reason::Markup);
        }
        let form = Asking::of_line(text);
        let asked = match self.asking {
            Asking::Bare => form.is_none() && asks(text),
            asking => {
                let reads = furniture::reads_like_heading(furniture::without_marks(text));
                form == Some(asking)
                    && (asks(text) || (!matches!(asking, Asking::Heading(_)) && !reads))
            }
        };
        if asked {
            self.state = State::Answer;
            return Err(match self.asking {
                Asking::Bold | Asking::Heading(_) => Reason::Heading,
                Asking::Quoted => Reason::BlockQuotation,
                Asking::Dashed => Reason::SetApart,
                Asking::Bare => Reason::LostHead,
            });
        }
        let ends = match furniture::classify(text) {
            _ if form.is_some() && self.asking != Asking::Bare => {
                form != Some(Asking::Quoted)
            }
            Some(kind) => !matches!(
                kind,
                furniture::Furniture::Picture
                    | furniture::Furniture::Caption
                    | furniture::Furniture::Markup
                    | furniture::Furniture::Aside
                    | furniture::Furniture::BlockQuotation
            ),
            None => self.asking == Asking::Bare,
        };
        let before = self.state;
        let words = match suspect {
            Some(reason) => Err(reason),
            None => words(),
        };
        let breaks = matches!(words, Err(Reason::UnknownHead | Reason::ThirdPerson));
        if (ends || breaks) && before == State::Answer {
            self.state = State::Lost;
        }
        match before {
            State::Answer => words,
            State::Before => words.and(Err(Reason::PageVoice)),
            State::Lost | State::Code => words.and(Err(Reason::AfterBreak)),
        }
    }
}
