//! Paragraphs without labels: one passage each.
//!
//! With a `speaker`, the document is presented as that speaker's words; without one it is
//! narration and nothing in it can be quoted. Lines that need not be the speaker's are nobody's:
//! questions, what is set apart, the page's furniture; and all of them if somebody else speaks
//! in the document.

use super::{Context, Line, passage, unsure};
use crate::source::evidence::{BodyLine, Evidence, Seen, has_openings};
use crate::source::furniture::{self, Furniture};
use crate::source::head::{self, fold};
use crate::source::passage::{Kind, Passage};
use crate::source::reason::Reason;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 40;

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let lines: Vec<Line> = blocks.iter().flatten().copied().collect();
    let Some(speaker) = &context.entry.speaker else {
        return lines.into_iter().map(|line| context.narration(line)).collect();
    };
    let doubts = doubts(context, &lines);
    let each = lines.iter().zip(doubts).enumerate();
    each.map(|(at, (line, doubt))| match doubt {
        Some(reason) => unsure(reason, *line),
        None => {
            let mut next =
                passage(speaker.clone(), Kind::Quote, context.entry.basis, *line);
            next.number = Some(at + 1);
            next
        }
    })
    .collect()
}

/// Why each line need not be the speaker's, if anything speaks against it.
fn doubts(context: &Context<'_>, lines: &[Line]) -> Vec<Option<Reason>> {
    let body: Vec<BodyLine<'_>> = lines
        .iter()
        .map(|line| BodyLine {
            text: context.str(*line),
            after_gap: false,
            after_region: false,
        })
        .collect();
    let evidence = Evidence::of(&body, &[], &[]);
    let mut others = has_openings(&body);
    let mut found: Vec<Option<Reason>> = Vec::with_capacity(lines.len());
    for (at, line) in body.iter().enumerate() {
        let text = line.text;
        let reason = match evidence.see(at, text) {
            Seen::Head(_) | Seen::Suspect(_) => Some(Reason::UnknownHead),
            Seen::Legend => Some(Reason::Byline),
            Seen::No if tells_speech(text) => Some(Reason::QuotedSpeech),
            Seen::No => None,
        };
        others |= reason.is_some();
        found.push(reason.or_else(|| set_apart(at, text)));
    }
    if others {
        for reason in found.iter_mut().filter(|reason| reason.is_none()) {
            *reason = Some(Reason::NoHeads);
        }
    }
    found
}

/// What sets a line apart from the speaker's words.
fn set_apart(at: usize, text: &str) -> Option<Reason> {
    if at == 0
        && text.chars().count() <= LONGEST_TITLE
        && !text.ends_with(['。', '！', '？', '”', '」', '；', '.', '!', '?'])
    {
        return Some(Reason::Heading);
    }
    let is_name = text.chars().count() <= 8 && text.chars().all(char::is_alphanumeric);
    if at < 3 && is_name {
        return Some(Reason::Byline);
    }
    if text.starts_with("——") || text.starts_with("- ") || text.starts_with("– ") {
        return Some(Reason::SetApart);
    }
    let asks = text
        .trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*".contains(c))
        .ends_with(['？', '?']);
    if asks {
        return Some(Reason::LostHead);
    }
    Some(match furniture::classify(text)? {
        Furniture::Heading => Reason::Heading,
        Furniture::Rule => Reason::Rule,
        Furniture::Picture | Furniture::Caption => Reason::Picture,
        Furniture::TableRow => Reason::Table,
        Furniture::Footnote => Reason::Footnote,
        Furniture::LinkList => Reason::Links,
        Furniture::Notice => Reason::Notice,
        Furniture::Credit => Reason::Byline,
        Furniture::BlockQuotation => Reason::BlockQuotation,
        Furniture::Aside => Reason::StageDirection,
        Furniture::Markup => Reason::Markup,
    })
}

/// `某某说：“…”`, `“…”某某说。`: narration that tells what somebody says.
fn tells_speech(text: &str) -> bool {
    const VERBS: [&str; 8] = ["说", "道", "问", "答", "表示", "指出", "说道", "问道"];
    let ends_with_verb = |words: &str| {
        let words = fold(words);
        let words = words.trim_end_matches([':', ',', '.', '。']);
        let count = words.chars().count();
        (2..=10).contains(&count)
            && VERBS.iter().any(|verb| words.ends_with(verb))
            && !words.starts_with(['我', '你'])
    };
    let before = text.find(['“', '「']).map(|at| &text[..at]);
    let after =
        text.rfind(['”', '」']).map(|at| text[at..].trim_start_matches(['”', '」']));
    let letter = ["寫道", "写道", "wrote"].iter().any(|verb| {
        text.trim_end_matches([':', '：']).ends_with(verb) && text.ends_with([':', '：'])
    });
    letter
        || before.is_some_and(ends_with_verb)
        || after.is_some_and(|after| ends_with_verb(after.trim_end_matches(['。', '，'])))
        || head::is_tail_attribution(text)
}
