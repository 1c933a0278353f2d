//! From verdicts to passages.

use super::decided::Speakers;
use super::walk::Verdict;
use crate::source::evidence::BodyLine;
use crate::source::manifest::{Role, Speaker};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reader::context::{Context, Line, passage, unsure};
use crate::source::reason::Reason;
use crate::text::{LineRange, Span};

/// The passages that the verdicts make.
pub(super) fn emit(
    context: &Context<'_>,
    lines: &[(Line, BodyLine<'_>)],
    verdicts: &[Verdict],
    speakers: &Speakers<'_>,
) -> Vec<Passage> {
    let mut out = Emitter::default();
    for ((line, body), verdict) in lines.iter().zip(verdicts) {
        if body.after_region {
            out.question = None;
            out.open = false;
        }
        let at = |span: Span| Line { number: line.number, span };
        match verdict {
            Verdict::Head(name, span) => out.begin(speakers.get(*name), at(*span)),
            Verdict::Answer(name, span) => out.answer(speakers.get(*name), at(*span)),
            Verdict::Goes(name, span) => out.go_on(speakers.get(*name), at(*span)),
            Verdict::Quoted(name, said, rest) => {
                out.begin(speakers.get(*name), at(*said));
                out.doubt(Reason::ThirdPerson, at(*rest));
            }
            Verdict::Split(parts) => {
                for (name, span, head) in parts {
                    match (speakers.get(*name), head) {
                        (None, _) => out.doubt(Reason::UnknownHead, at(*span)),
                        (speaker, true) => out.begin(speaker, at(*span)),
                        (speaker, false) => out.go_on(speaker, at(*span)),
                    }
                }
            }
            Verdict::Narration => {
                out.passages.push(context.narration(*line));
                out.open = false;
                out.question = None;
            }
            Verdict::Unsure(reason) => out.doubt(*reason, *line),
        }
    }
    out.passages
}

#[derive(Default)]
struct Emitter {
    passages: Vec<Passage>,
    questions: usize,
    answers: usize,
    question: Option<LineRange>,
    /// The last passage is a speaker's, and more of it may follow.
    open: bool,
    /// The last passage of a speaker, for what goes on after a line of nobody's.
    last: Option<usize>,
}

impl Emitter {
    fn begin(&mut self, speaker: Option<&Speaker>, words: Line) {
        let Some(speaker) = speaker else {
            return self.doubt(Reason::UnknownHead, words);
        };
        let kind = match (speaker.role, self.question) {
            (Role::Interviewer, _) => Kind::Question,
            (Role::Author | Role::Other, _) => Kind::Other,
            (Role::Subject, Some(_)) => Kind::Answer,
            (Role::Subject, None) => Kind::Quote,
        };
        let mut next = passage(speaker.id.clone(), kind, Basis::Labelled, words);
        match kind {
            Kind::Question => {
                self.questions += 1;
                next.number = Some(self.questions);
                self.question = Some(LineRange::one(words.number));
            }
            Kind::Answer => {
                next.number = Some(self.questions);
                next.question_lines = self.question.take();
            }
            Kind::Quote => {
                self.answers += 1;
                next.number = Some(self.answers);
            }
            _ => {}
        }
        self.passages.push(next);
        self.open = true;
        self.last = Some(self.passages.len() - 1);
    }

    /// Words without a head of their own, which the manifest gives to the speaker.
    fn answer(&mut self, speaker: Option<&Speaker>, words: Line) {
        self.begin(speaker, words);
        let last = self.passages.last_mut().filter(|passage| passage.speaker.is_some());
        for paragraph in last.into_iter().flat_map(|passage| &mut passage.paragraphs) {
            paragraph.basis = Basis::Inherited;
        }
    }

    fn go_on(&mut self, speaker: Option<&Speaker>, words: Line) {
        let Some(speaker) = speaker else {
            return self.doubt(Reason::UnknownHead, words);
        };
        if !self.open {
            // Something that is nobody's stands between: the same turn in a passage of its own.
            let before = self.last.and_then(|at| self.passages.get(at));
            let before =
                before.filter(|p| p.speaker.as_deref() == Some(speaker.id.as_str()));
            let mut next = match before {
                Some(before) => Passage { paragraphs: Vec::new(), ..before.clone() },
                None => passage(speaker.id.clone(), Kind::Other, Basis::Inherited, words),
            };
            next.paragraphs.clear();
            self.passages.push(next);
            self.open = true;
            self.last = Some(self.passages.len() - 1);
        }
        if let Some(last) = self.passages.last_mut() {
            last.paragraphs.push(Paragraph {
                line: words.number,
                span: words.span,
                basis: Basis::Inherited,
            });
            if last.kind == Kind::Question {
                self.question = Some(last.lines());
            }
        }
    }

    fn doubt(&mut self, reason: Reason, line: Line) {
        self.passages.push(unsure(reason, line));
        self.open = false;
    }
}
