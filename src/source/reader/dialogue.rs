//! Labelled lines: `记者:` / `梁文锋：`, optionally behind a Markdown heading.
//!
//! A paragraph without a label belongs to the speaker before it, until another label, a
//! declared region, or a line that looks like the label of somebody unknown: rather lose
//! a line than give one speaker another's words.

use std::collections::BTreeMap;

use super::{Context, Line, passage, rest};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::manifest::{Role, Speaker};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};

/// Longest label that an unknown speaker may have, in characters.
const LONGEST_LABEL: usize = 8;
/// Further lines with one such label that a message lists.
const LISTED: usize = 5;

pub(super) fn read(
    context: &Context<'_>,
    blocks: &[Vec<Line>],
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut questions = 0;
    let mut answers = 0;
    // Lines that begin with a label which nobody has, by label.
    let mut unknown: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for block in blocks {
        let mut open = false;
        let mut question: Option<(usize, usize)> = None;
        for line in block {
            match label(context, *line) {
                Some((None, _)) => {
                    passages.push(context.narration(*line));
                    open = false;
                    question = None;
                }
                Some((Some(speaker), words)) => {
                    let kind = match (speaker.role, question) {
                        (Role::Interviewer, _) => Kind::Question,
                        (Role::Author, _) => Kind::Other,
                        (Role::Subject, Some(_)) => Kind::Answer,
                        (Role::Subject, None) => Kind::Quote,
                    };
                    let mut next =
                        passage(speaker.id.clone(), kind, Basis::Labelled, words);
                    match kind {
                        Kind::Question => {
                            questions += 1;
                            next.number = Some(questions);
                            question = Some((line.number, line.number));
                        }
                        Kind::Answer => {
                            next.number = Some(questions);
                            next.question_lines = question.take();
                        }
                        Kind::Quote => {
                            answers += 1;
                            next.number = Some(answers);
                        }
                        _ => {}
                    }
                    passages.push(next);
                    open = true;
                }
                None if open && label_like(context.str(*line)).is_some() => {
                    let label =
                        label_like(context.str(*line)).map_or("", |(label, _)| label);
                    unknown.entry(label).or_default().push(*line);
                    passages.push(context.narration(*line));
                    open = false;
                    question = None;
                }
                None if open => {
                    if let Some(last) = passages.last_mut() {
                        last.paragraphs.push(Paragraph {
                            line: line.number,
                            span: line.span,
                            basis: Basis::Inherited,
                        });
                        if last.kind == Kind::Question {
                            question = Some(last.lines());
                        }
                    }
                }
                None => passages.push(context.narration(*line)),
            }
        }
    }
    let told = unknown.iter();
    out.extend(told.filter_map(|(label, lines)| unknown_label(context, label, lines)));
    passages
}

/// The speaker whose label the line begins with (`None` if the label is an undeclared one's),
/// and the words after it.
fn label<'c>(context: &Context<'c>, line: Line) -> Option<(Option<&'c Speaker>, Line)> {
    let whole = context.str(line);
    let text = strip_markdown(whole);
    let found = context
        .labels
        .iter()
        .filter_map(|(label, speaker)| {
            let after = text.strip_prefix(label)?;
            let after = after.strip_prefix("**").unwrap_or(after).trim_start();
            let words = after.strip_prefix([':', '：'])?;
            let words = words.strip_prefix("**").unwrap_or(words);
            Some((label.len(), *speaker, words))
        })
        // The longest label wins: 梁文锋 before 梁.
        .max_by_key(|(length, _, _)| *length)?;
    let (_, speaker, words) = found;
    Some((speaker, rest(context, line, whole.len() - words.len())))
}

/// What is said of a label that nobody has, once for all lines with it.
fn unknown_label(context: &Context<'_>, label: &str, lines: &[Line]) -> Option<Diagnostic> {
    let (first, others) = lines.split_first()?;
    let numbers: Vec<String> =
        others.iter().take(LISTED).map(|line| line.number.to_string()).collect();
    let more = if others.len() > LISTED { ", …" } else { "" };
    let beside = match others.len() {
        0 => "not taken as anybody's words".to_owned(),
        1 => format!("not taken as anybody's words, nor is line {}", numbers.join(", ")),
        n => format!(
            "not taken as anybody's words, nor are {n} more lines: {}{more}",
            numbers.join(", ")
        ),
    };
    let message = "this line looks like a speaker's label, but no speaker has it";
    let problem = Diagnostic::new(Code::LabelUnknown, message)
        .at(&context.entry.file, first.span, beside)
        .hint(whose(context, label))
        .hint(
            "what somebody else tells is a [[source.voice]], what is no article a \
             [[source.cut]]",
        );
    Some(problem)
}

/// How to say whose a label is that nobody has.
fn whose(context: &Context<'_>, label: &str) -> String {
    let here = match context.entry.labels.is_empty() {
        true => format!("labels = {{ \"{label}\" = \"ID\" }} in this [[source]]"),
        false => format!("add `\"{label}\" = \"ID\"` to the `labels` of this [[source]]"),
    };
    format!("say whose it is: {here}, or the `labels` of a [[speaker]] for all documents")
}

/// Drops heading marks, quote marks, list bullets and bold before a label.
fn strip_markdown(text: &str) -> &str {
    let text = text.trim_start_matches('#').trim_start();
    let text = text.trim_start_matches('>').trim_start();
    text.strip_prefix("**").unwrap_or(text)
}

/// What looks like a speaker's label at the start of a line, and the words after it.
///
/// A label is a short run of letters before a colon, not a number and not the beginning of
/// an address.
pub(crate) fn label_like(line: &str) -> Option<(&str, &str)> {
    let text = strip_markdown(line);
    let colon = text.find([':', '：'])?;
    let head = text[..colon].trim();
    let head = head.strip_suffix("**").unwrap_or(head);
    let words = text[colon..].trim_start_matches([':', '：']);
    let looks = (1..=LONGEST_LABEL).contains(&head.chars().count())
        && head.chars().all(char::is_alphanumeric)
        && !head.chars().all(|c| c.is_ascii_digit())
        && !text[colon..].starts_with("://");
    looks.then_some((head, words.strip_prefix("**").unwrap_or(words).trim_start()))
}
