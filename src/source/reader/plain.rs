//! Paragraphs without labels: one passage each.
//!
//! With a `speaker`, the document is presented as that speaker's words; without one it is
//! narration and nothing in it can be quoted. Lines that need not be the speaker's are nobody's:
//! questions, what is set apart, attributed to somebody else or in another language, the page's
//! furniture; and all of them if somebody else speaks in the document.

use std::collections::BTreeSet;

use super::answers::{Answers, Asking};
use super::context::{
    Context, Head, Line, is_other_language, part, passage, rest, tells_who_says, unsure,
};
use crate::script::han::is_han;
use crate::source::block;
use crate::source::evidence::{BodyLine, Evidence, Seen, has_openings};
use crate::source::furniture;
use crate::source::head::{self, fold};
use crate::source::list;
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reason::Reason;
use crate::text::LineRange;

/// How many of ten lines end like sentences where a line that does not is a heading.
const PROSE_OF_TEN: usize = 8;
/// How many of ten lines have a bullet where it is no dash before somebody's turn.
const LISTED_OF_TEN: usize = 8;
/// Longest title, in characters.
const LONGEST_TITLE: usize = 40;

/// What the lines of a document look like as a whole.
struct Look {
    /// Nearly all end like sentences.
    prose: bool,
    /// Nearly all have a bullet.
    listed: bool,
    /// Most of it is written with Han characters.
    han: bool,
}

fn look(context: &Context<'_>, lines: &[Line]) -> Look {
    let (mut all, mut ended, mut listed) = (0, 0, 0);
    let (mut han, mut letters) = (0, 0);
    for line in lines {
        let text = context.str(*line);
        if furniture::classify(text).is_none() && !context.is_title(*line) {
            all += 1;
            ended += usize::from(!furniture::reads_like_heading(text));
            listed += usize::from(list::bullet(text).is_some());
            let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
            han += count(is_han);
            letters += count(|c| c.is_ascii_alphabetic());
        }
    }
    Look {
        prose: all > 1 && ended * 10 >= all * PROSE_OF_TEN,
        listed: listed * 10 >= all * LISTED_OF_TEN,
        // A Latin word has some five letters.
        han: han * 5 > letters,
    }
}

pub(super) fn read(context: &Context<'_>, blocks: &[Vec<Line>]) -> Vec<Passage> {
    let lines: Vec<Line> = blocks.iter().flatten().copied().collect();
    let firsts: BTreeSet<usize> =
        blocks.iter().skip(1).filter_map(|block| Some(block.first()?.number)).collect();
    let Some(speaker) = &context.entry.speaker else {
        return lines.into_iter().map(|line| context.narration(line)).collect();
    };
    let mut passages: Vec<Passage> = Vec::new();
    let mut heading: Option<String> = None;
    let (mut questions, mut question) = (0, None);
    // The line before, if the speaker's words may go on from it.
    let mut before = None;
    for (at, (line, said)) in lines.iter().zip(said(context, &lines, &firsts)).enumerate() {
        if let Some(asker) = context.asker_at(line.number) {
            // A person has said that it is a question.
            questions += 1;
            let words = unset(context, *line);
            let mut next =
                passage(asker.id.clone(), Kind::Question, Basis::Labelled, words);
            next.number = Some(questions);
            passages.push(next);
            question = Some(LineRange::one(line.number));
            (heading, before) = (None, None);
            continue;
        }
        let words = match said {
            Ok(words) => words,
            Err(reason) => {
                if reason == Reason::Heading {
                    let words = furniture::without_marks(context.str(*line));
                    heading = Some(words.to_owned());
                }
                passages.push(unsure(reason, *line));
                before = None;
                continue;
            }
        };
        let basis = context.entry.basis;
        let open = before.is_some_and(|before| runs_on(context, before, *line));
        before = Some(line.number);
        if let Some(last) = passages.last_mut().filter(|_| open) {
            let (line, span) = (words.number, words.span);
            last.paragraphs.push(Paragraph { line, span, basis });
            continue;
        }
        let mut next = passage(speaker.clone(), Kind::Quote, basis, words);
        next.number = Some(at + 1);
        if let Some(asked) = question {
            next.kind = Kind::Answer;
            next.number = Some(questions);
            next.question_lines = Some(asked);
        }
        next.heading = heading.clone();
        passages.push(next);
    }
    passages
}

/// The words of a question without the marks that set it apart: `**…？**`, `## …？`, `> …？`.
fn unset(context: &Context<'_>, line: Line) -> Line {
    let text = context.str(line);
    let bare = text.trim_start_matches(['#', '>', '＞', '*', '_', '—', '-', ' ', '　']);
    let start = text.len() - bare.len();
    let end = start + bare.trim_end_matches(['*', '_', '#', ' ', '　']).len();
    if start < end { part(context, line, start, end) } else { line }
}

/// What of each line is the speaker's, or why nothing is.
/// `firsts` are the lines before which something is cut away or somebody else speaks.
fn said(
    context: &Context<'_>,
    lines: &[Line],
    firsts: &BTreeSet<usize>,
) -> Vec<Result<Line, Reason>> {
    let body: Vec<BodyLine<'_>> = lines
        .iter()
        .map(|line| BodyLine {
            text: context.str(*line),
            after_gap: false,
            after_region: false,
        })
        .collect();
    let evidence = Evidence::of(&body, &[], &[]);
    let look = look(context, lines);
    let others_speech = |at: usize| {
        let text = body[at].text;
        let own = list::tail(text).is_some_and(|tail| context.is_speaker(tail.name))
            || matches!(context.head(text), Some(Head::Own(_)));
        let page = furniture::classify(text).filter(|kind| !kind.may_be_a_head());
        match evidence.see(at, text) {
            _ if page.is_some() || own || list::mark(text).is_some() => None,
            Seen::Head(_) | Seen::Suspect(_) => Some(Reason::UnknownHead),
            Seen::Legend => Some(Reason::Byline),
            Seen::No if tells_speech(text) => Some(Reason::QuotedSpeech),
            Seen::No => None,
        }
    };
    if let Some(asking) = Asking::of(&body).filter(|_| !evidence.has_speakers()) {
        let mut answers = Answers::new(asking);
        return (0..lines.len())
            .map(|at| {
                if firsts.contains(&lines[at].number) {
                    answers.break_off();
                }
                let suspect = others_speech(at);
                let line = match asking {
                    Asking::Bare => {
                        let text = body[at].text;
                        let bare = text.trim_start_matches(['>', '＞', ' ', '　']);
                        rest(context, lines[at], text.len() - bare.len())
                    }
                    _ => lines[at],
                };
                answers.next(body[at].text, suspect, || words(context, &look, false, line))
            })
            .collect();
    }
    let mut others = has_openings(&body) || is_indented_in_turns(context, lines);
    let mut found: Vec<Result<Line, Reason>> = Vec::with_capacity(lines.len());
    for at in 0..lines.len() {
        if context.asker_at(lines[at].number).is_some() {
            found.push(Err(Reason::LostHead));
            continue;
        }
        let reason = others_speech(at);
        others |= reason.is_some();
        found.push(match reason {
            Some(reason) => Err(reason),
            None => {
                // The first line of wrapped text ends within its sentence.
                let next = lines.get(at + 1);
                let runs_on = next.is_some_and(|n| context.runs_on(lines[at].number, *n));
                words(context, &look, at == 0 && !runs_on, lines[at])
            }
        });
    }
    // Where the page speaks of the speaker, the lines around that may be its own.
    let ends =
        |said: &Result<Line, Reason>| matches!(said, Err(Reason::Heading | Reason::Rule));
    for part in found.split_mut(ends) {
        if part.iter().any(|said| matches!(said, Err(Reason::ThirdPerson))) {
            for said in part.iter_mut().filter(|said| said.is_ok()) {
                *said = Err(Reason::PageVoice);
            }
        }
    }
    if others {
        for said in found.iter_mut().filter(|said| said.is_ok()) {
            *said = Err(Reason::NoHeads);
        }
    }
    found
}

/// The words of a line, if they are the speaker's.
fn words(
    context: &Context<'_>,
    look: &Look,
    first: bool,
    line: Line,
) -> Result<Line, Reason> {
    let text = context.str(line);
    let is_title = first
        && text.chars().count() <= LONGEST_TITLE
        && !text.ends_with(['。', '！', '？', '”', '」', '；', '.', '!', '?', '，', ',']);
    if is_title
        || context.is_title(line)
        || (look.prose && furniture::reads_like_heading(text))
    {
        // A line that would be a heading and names the speaker may tell of him.
        let unmarked = !is_title && furniture::classify(text).is_none();
        let tells = unmarked && !context.is_title(line) && context.names_speaker(text);
        return Err(if tells { Reason::ThirdPerson } else { Reason::Heading });
    }
    let named = block::heading(text).filter(|(_, words)| *words == text.len());
    let marked = list::mark(text)
        .is_some_and(|mark| furniture::reads_like_heading(&text[mark.start..mark.end]));
    if marked
        || named
            .is_some_and(|(name, _)| block::is_original(name) || block::is_commentary(name))
    {
        return Err(Reason::Heading);
    }
    if let Some((name, start)) = block::heading(text).filter(|(_, at)| *at < text.len()) {
        let foreign = is_other_language(
            &text[start..],
            if look.han { "汉字文本" } else { "letters" },
        );
        match () {
            () if block::is_commentary(name) => return Err(Reason::SetApart),
            () if block::is_original(name) && foreign => return Err(Reason::OtherLanguage),
            () => {}
        }
    }
    let foreign = is_other_language(text, if look.han { "汉字文本" } else { "letters" });
    if foreign {
        return Err(Reason::OtherLanguage);
    }
    if list::mark(text).is_some_and(|mark| mark.start >= mark.end) {
        return Err(Reason::OutsideList);
    }
    if let Some(kind) = furniture::classify(text) {
        return Err(kind.reason());
    }
    if !text.contains(char::is_alphanumeric) {
        return Err(Reason::Markup);
    }
    let said = head::after_time_code(text);
    let line = rest(context, line, text.len() - said.len());
    let text = said;
    // An interviewer's turns, without a label: behind dashes, or questions.
    let dashed = text.starts_with("——") || text.starts_with("--");
    let bulleted = text.starts_with("- ") || text.starts_with("– ");
    if (dashed && list::tail(text).is_none()) || (bulleted && !look.listed) {
        return Err(Reason::SetApart);
    }
    let asks = text
        .trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*".contains(c))
        .ends_with(['？', '?']);
    if asks {
        return Err(Reason::LostHead);
    }
    let line = match list::tail(text) {
        Some(tail) => {
            let is_own = context.is_speaker(tail.name);
            match (is_own, tail.words_end) {
                (false, _) => return Err(Reason::Attributed),
                (true, 0) => return Err(Reason::Byline),
                (true, end) => part(context, line, 0, end),
            }
        }
        None => line,
    };
    let line = match list::bullet(context.str(line)) {
        Some(bytes) => {
            let item = rest(context, line, bytes);
            let words = furniture::without_marks(context.str(item));
            let set =
                context.str(item).starts_with("**") && context.str(item).ends_with("**");
            if set { part(context, item, 2, 2 + words.len()) } else { item }
        }
        None => line,
    };
    match context.head(context.str(line)) {
        Some(Head::Own(bytes)) => Ok(rest(context, line, bytes)),
        Some(Head::Others) => Err(Reason::QuotedSpeech),
        None if tells_who_says(context.str(line)) => Err(Reason::QuotedSpeech),
        None if context.names_speaker(context.str(line)) => Err(Reason::ThirdPerson),
        None if head::is_odd_head(text) && !head::begins_with_latin_words(text) => {
            Err(Reason::UnknownHead)
        }
        None => Ok(line),
    }
}

/// True if two people take turns that only their indentation tells apart: some lines of both
/// kinds, of which one asks.
fn is_indented_in_turns(context: &Context<'_>, lines: &[Line]) -> bool {
    let (mut indented, mut asks) = (0, false);
    for line in lines {
        indented += usize::from(indent(context, line.number) >= 2);
        asks |= context.str(*line).ends_with(['？', '?']);
    }
    let least = indented.min(lines.len() - indented);
    asks && least >= 2 && least * 4 >= lines.len()
}

/// White space before a line, in characters.
fn indent(context: &Context<'_>, number: usize) -> usize {
    let raw = context.text.line_span(number).and_then(|raw| context.text.slice(raw));
    raw.map_or(0, |raw| raw.chars().take_while(|c| c.is_whitespace()).count())
}

/// True if the line goes on with the paragraph before: it is the next one and not indented.
fn runs_on(context: &Context<'_>, before: usize, line: Line) -> bool {
    context.runs_on(before, line) && indent(context, line.number) < 2
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
