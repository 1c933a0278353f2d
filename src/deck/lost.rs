//! What is said of a quotation that cannot be taken from where its `from` points, and where it
//! could be.

use super::find::{Wanted, find, quotable};
use super::parting::parting;
use super::texts::inside;
use crate::collate::{Index, Place};
use crate::diagnostics::alike::tell_apart;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::source::{Corpus, Passage, Reason, Source, label_of};
use crate::text::{CharRange, Span};

/// Share of a quotation's words that a passage must have to be named as the closest.
const NEAR: f64 = 0.5;

/// Passages that are looked at for where a quotation leaves its source.
const MOST_BEGUN: usize = 100;

/// Characters of a passage that a hint gives.
const MOST_SHOWN: usize = 200;

fn at_place(
    diagnostic: Diagnostic,
    source: &Source,
    place: &Place,
    text: &str,
) -> Diagnostic {
    diagnostic.also(&source.entry.file, place.whole(), text)
}

/// Where another source has the quotation as it is typed, and it may be quoted.
fn in_another(wanted: &Wanted<'_>, index: &Index<'_>) -> Option<Place> {
    let others = (0..index.corpus().sources.len()).filter(|at| *at != wanted.source);
    others.into_iter().find_map(|at| quotable(index, at, wanted.parts))
}

/// Says from where the quotation can be taken.
fn take_from(diagnostic: Diagnostic, corpus: &Corpus, place: &Place) -> Diagnostic {
    let source = &corpus.sources[place.source];
    at_place(diagnostic, source, place, "they stand here")
        .hint(format!("from = \"{}:{}\"", source.entry.id, place.lines.first))
}

/// `from` gives a line that its source does not have.
pub(super) fn past_end(
    wanted: &Wanted<'_>,
    corpus: &Corpus,
    index: &Index<'_>,
) -> Diagnostic {
    let source = &corpus.sources[wanted.source];
    let message =
        format!("{} has only {} lines", source.entry.file, source.text.line_count());
    let problem =
        Diagnostic::new(Code::QuoteNotFound, message).at(wanted.file, wanted.from_span, "");
    let place = quotable(index, wanted.source, wanted.parts);
    match place.or_else(|| in_another(wanted, index)) {
        Some(place) => take_from(problem, corpus, &place),
        None => {
            problem.hint("the line in which the words begin, from 1; or no line at all")
        }
    }
}

/// The words stand there as a digest's or in narration.
pub(super) fn basis(wanted: &Wanted<'_>, index: &Index<'_>, place: &Place) -> Diagnostic {
    let corpus = index.corpus();
    let source = &corpus.sources[wanted.source];
    let message = format!(
        "`{}` has these words only as {}: they are not the speaker's own",
        source.entry.id,
        place.basis.as_str()
    );
    let problem =
        Diagnostic::new(Code::QuoteBasis, message).at(wanted.file, wanted.span, "");
    let problem = at_place(problem, source, place, place.basis.as_str());
    match in_another(wanted, index) {
        Some(place) => take_from(problem, corpus, &place),
        None => problem.hint("quote a source in which the speaker says them"),
    }
}

/// Who says what no speaker does.
const NARRATION: &str = "narration";

/// The words stand there, and somebody else says them.
pub(super) fn speaker(
    wanted: &Wanted<'_>,
    index: &Index<'_>,
    (passage, place): &(usize, Place),
) -> Diagnostic {
    let corpus = index.corpus();
    let source = &corpus.sources[wanted.source];
    let passage = &source.passages[*passage];
    let beside = cited(corpus, source, passage, place);
    if let Some(reason) = place.basis.reason() {
        return unsure(wanted, index, place, reason, beside);
    }
    // The page itself narrates where no speaker is declared for it.
    let who = match passage.speaker.as_deref().and_then(|id| corpus.manifest.speaker(id)) {
        Some(speaker) => format!("{} (`{}`)", speaker.name, speaker.id),
        None => NARRATION.to_owned(),
    };
    let problem = Diagnostic::new(
        Code::QuoteNotSpeaker,
        format!("these words stand in `{}`, but are said by {who}", source.entry.id),
    )
    .at(wanted.file, wanted.span, "");
    let problem = at_place(problem, source, place, &format!("said by {who}"));
    match (in_another(wanted, index), beside) {
        (Some(place), _) => take_from(problem, corpus, &place),
        (None, Some(cited)) => problem.hint(cited),
        (None, None) => {
            let problem = problem.hint("a card quotes only those whose role is `subject`");
            problem.hint(format!(
                "`yulu passages {}` shows who is taken to say what; labels and regions of \
                 seeds/sources.toml decide it",
                source.entry.id
            ))
        }
    }
}

/// What lets speech in narration be quoted, where the sentence names who speaks.
fn cited(
    corpus: &Corpus,
    source: &Source,
    passage: &Passage,
    place: &Place,
) -> Option<String> {
    let [span] = place.spans.as_slice() else { return None };
    let speaker = source.speaker_beside(&corpus.manifest, passage, *span)?;
    Some(format!(
        "the narration says that they are {}'s: if what it quotes may be quoted, write \
         cited = [\"{}\"] under this [[source]]",
        speaker.name, speaker.id
    ))
}

/// The words stand there, and it is not known whose they are.
fn unsure(
    wanted: &Wanted<'_>,
    index: &Index<'_>,
    place: &Place,
    reason: Reason,
    beside: Option<String>,
) -> Diagnostic {
    let corpus = index.corpus();
    let source = &corpus.sources[wanted.source];
    let id = &source.entry.id;
    let message = format!("it is not known whose words these are in `{id}`");
    let problem =
        Diagnostic::new(Code::QuoteUnsure, message).at(wanted.file, wanted.span, "");
    let line = place.lines.first;
    let problem =
        at_place(problem, source, place, &format!("line {line} {}", reason.about()));
    match (in_another(wanted, index), beside) {
        (Some(place), _) => take_from(problem, corpus, &place),
        (None, Some(cited)) => problem.hint(cited),
        (None, None) => {
            let label = source.text.line(line).and_then(label_of);
            let problem = match label.filter(|_| reason == Reason::UnknownHead) {
                // The warning of it stands below all errors.
                Some(label) => problem.hint(format!(
                    "nobody has the label `{label}`: say in seeds/sources.toml whose it is \
                     (label-unknown)"
                )),
                None => problem,
            };
            problem.hint(format!(
            "`yulu passages {id} --unsure` shows the line of seeds/sources.toml that decides it"
            ))
        }
    }
}

/// The words stand there more than once.
pub(super) fn ambiguous(
    wanted: &Wanted<'_>,
    source: &Source,
    a: &Place,
    b: &Place,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::QuoteAmbiguous,
        format!("these words stand in `{}` more than once", source.entry.id),
    )
    .at(wanted.file, wanted.span, "");
    let diagnostic = at_place(diagnostic, source, a, "here");
    at_place(diagnostic, source, b, "and here").hint(if a.lines.first == b.lines.first {
        format!("quote more of line {}, so that the words stand there once", a.lines.first)
    } else {
        format!("say which: from = \"{}:{}\"", source.entry.id, a.lines.first)
    })
}

/// The words do not stand there.
pub(super) fn not_found(
    wanted: &Wanted<'_>,
    corpus: &Corpus,
    index: &Index<'_>,
) -> Diagnostic {
    let source = &corpus.sources[wanted.source];
    let id = &source.entry.id;
    let here = quotable(index, wanted.source, wanted.parts);
    let other = || in_another(wanted, index);
    if let (None, Some(cut)) = (&here, in_a_cut(wanted, source, index)) {
        let message = format!("these words stand in `{id}` only in a part that is cut");
        let problem = Diagnostic::new(Code::QuoteFromCut, message)
            .at(wanted.file, wanted.span, "")
            .also(&source.entry.file, cut.0, format!("cut: {}", cut.1));
        return match other() {
            Some(place) => take_from(problem, corpus, &place),
            None => problem.hint("quote what is article; or mend the [[source.cut]]"),
        };
    }
    let at = wanted.line.map_or(String::new(), |line| format!(", line {line}"));
    let mut message = format!("these words do not stand in `{id}`{at}");
    // Words that are typed well stand at another line of the same source, or in another source:
    // then only `from` is wrong.
    if let Some(place) = here.or_else(other) {
        if place.source != wanted.source {
            let there = &corpus.sources[place.source].entry.id;
            message = format!("{message}, but in `{there}`");
        }
        let problem = Diagnostic::new(Code::QuoteNotFound, message);
        let problem = problem.at(wanted.file, wanted.from_span, "");
        return take_from(problem, corpus, &place);
    }
    let problem = Diagnostic::new(Code::QuoteNotFound, message);
    match find(index, wanted.source, wanted.parts).next() {
        Some((at, place)) if corpus.is_subject(&source.passages[at]) => {
            return basis(wanted, index, &place);
        }
        Some(said) => return speaker(wanted, index, &said),
        None => {}
    }
    let (span, label) = match parting_of(wanted, source, index) {
        Some(span) => (span, "the source reads otherwise here"),
        None => (wanted.span, ""),
    };
    let base = problem.at(wanted.file, span, label);
    let mut words = Folded::default();
    for part in wanted.parts {
        words = words.joined(part);
    }
    let words = words.words_only();
    match index.nearest(&words) {
        Some((place, similarity)) if similarity >= NEAR => {
            let near = &corpus.sources[place.source];
            let differ = words.len() - (similarity * words.len() as f64).round() as usize;
            let reads = place.raw_text(corpus).replace('\n', "");
            let stands = Folded::new(&reads, 0).words_only();
            let more = stands.len().saturating_sub(words.len());
            let in_order = wanted.parts.len() < 2;
            let label = match differ {
                _ if !in_order => {
                    "closest passage: the parts do not stand in this order".to_owned()
                }
                0 if more == 0 && stands.chars() == words.chars() => {
                    "closest passage: the same words, other punctuation".to_owned()
                }
                0 if more == 0 => "closest passage: the words stand otherwise".to_owned(),
                0 if more == 1 => "closest passage: 1 character more".to_owned(),
                0 => format!("closest passage: {more} characters more"),
                1 => "closest passage: 1 character differs".to_owned(),
                n => format!("closest passage: {n} characters differ"),
            };
            let (id, line) = (&near.entry.id, place.lines.first);
            let problem = at_place(base, near, &place, &label)
                .hint(format!("{id}:{line} reads: {}", shortened(&reads)));
            let typed: String = wanted.typed.iter().map(|(part, _)| *part).collect();
            let problem = match tell_apart(&typed, &reads) {
                Some(told) => problem.hint(told),
                None => problem,
            };
            match differ {
                0 if place.source != wanted.source => {
                    problem.hint(format!("from = \"{id}:{line}\""))
                }
                _ => problem,
            }
        }
        _ => base.hint("no passage of any source comes near; `yulu passages` lists them"),
    }
}

/// A passage, or its beginning.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The words with which the quotation leaves its source.
fn parting_of(wanted: &Wanted<'_>, source: &Source, index: &Index<'_>) -> Option<Span> {
    let there = wanted.line.map(|line| source.passages_at_line(line));
    let there = there.filter(|there| !there.is_empty());
    wanted.typed.iter().find_map(|(typed, whole)| {
        let passages = match &there {
            Some(there) => there.clone().collect(),
            None => {
                let typed = Folded::new(typed, 0);
                index.anywhere().begun(wanted.source, &typed, MOST_BEGUN)
            }
        };
        let at = parting(typed, source, passages.into_iter())?;
        Some(inside(wanted.deck, *whole, at.start, at.end - at.start))
    })
}

fn in_a_cut(
    wanted: &Wanted<'_>,
    source: &Source,
    index: &Index<'_>,
) -> Option<(Span, String)> {
    let part = wanted.parts.first()?;
    index.anywhere().cuts(wanted.source, part).find_map(|(cut, folded)| {
        let CharRange { start: from, end: to } = *folded.find_all(part).first()?;
        Some((folded.span(from, to)?, source.cuts[cut].reason.clone()))
    })
}
