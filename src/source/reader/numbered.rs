//! A numbered list of one speaker's thoughts, edited by a compiler: `1.…` to `60.…`.

use super::{Context, Line, passage, rest};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};

pub(super) fn read(
    context: &Context<'_>,
    blocks: &[Vec<Line>],
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut last_number = 0;
    for block in blocks {
        let mut open = false;
        for line in block {
            match item(context.str(*line)) {
                Some((number, bytes)) if number == last_number + 1 => {
                    let words = rest(context, *line, bytes);
                    let speaker = context.entry.speaker.clone().unwrap_or_default();
                    let mut next = passage(speaker, Kind::Thought, Basis::Compiled, words);
                    next.number = Some(number);
                    passages.push(next);
                    last_number = number;
                    open = true;
                }
                Some((number, _)) => {
                    out.push(
                        Diagnostic::new(
                            Code::NumberGap,
                            format!("item {number} follows item {last_number}"),
                        )
                        .at(&context.entry.file, line.span, "")
                        .hint("declare what is not part of the list as a cut or a voice"),
                    );
                    passages.push(context.narration(*line));
                    open = false;
                }
                None if open => {
                    if let Some(last) = passages.last_mut() {
                        last.paragraphs.push(Paragraph {
                            line: line.number,
                            span: line.span,
                            basis: Basis::Compiled,
                        });
                    }
                }
                None => passages.push(context.narration(*line)),
            }
        }
    }
    passages
}

/// The item number at the start of a line, and the bytes it takes.
fn item(text: &str) -> Option<(usize, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: usize = text.get(..digits)?.parse().ok()?;
    let mark = text[digits..].chars().next()?;
    // "2.5倍" is a number, not an item.
    let follows_digit =
        text[digits + mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    let is_mark = matches!(mark, '.' | '．' | '、' | ')' | '）');
    (is_mark && !follows_digit).then_some((number, digits + mark.len_utf8()))
}
