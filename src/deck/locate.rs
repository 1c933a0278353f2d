//! Finding a quotation in the source it names, and saying why when it is not there.

use super::parting::parting;
use super::texts::inside;
use crate::collate::{Index, Place};
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::source::{Corpus, Role, Source};
use crate::text::Span;

/// A quotation as it must stand in its source.
pub struct Wanted<'a> {
    /// Index of the source.
    pub source: usize,
    /// The raw line it begins in, if given.
    pub line: Option<usize>,
    /// Folded parts in order.
    pub parts: &'a [Folded],
    /// The deck file.
    pub file: &'a str,
    /// Where the quotation is typed.
    pub span: Span,
    /// Its parts as typed and where each stands; empty if they are not what must be found,
    /// because of emendations.
    pub typed: Vec<(&'a str, Span)>,
    /// The text of the deck file.
    pub deck: &'a str,
    /// Where `from` is typed.
    pub from_span: Span,
}

/// Where a quotation stands.
pub struct Located {
    /// The place.
    pub place: Place,
    /// Its passage in the source.
    pub passage: usize,
    /// Other lines of the source with the same words.
    pub also: Vec<(usize, usize)>,
}

/// Finds the quotation, or says why it cannot be quoted from there.
///
/// # Errors
/// The diagnostic that says what is wrong, at its place in the deck and in the source.
pub fn locate(
    wanted: &Wanted<'_>,
    corpus: &Corpus,
    index: &Index<'_>,
) -> Result<Located, Box<Diagnostic>> {
    let source = &corpus.sources[wanted.source];
    if let Some(line) = wanted.line
        && line > source.text.line_count()
    {
        return Err(Box::new(
            Diagnostic::new(
                Code::QuoteNotFound,
                format!(
                    "{} has only {} lines",
                    source.entry.file,
                    source.text.line_count()
                ),
            )
            .at(wanted.file, wanted.from_span, ""),
        ));
    }
    // With a line given only its passage can be meant; this is also what keeps the proof of
    // a large deck over large sources quick.
    let candidates = match wanted.line {
        Some(line) => source.passage_at_line(line).map_or(0..0, |at| at..at + 1),
        None => 0..source.passages.len(),
    };
    let mut hits: Vec<(usize, Place)> = Vec::new();
    for at in candidates {
        for place in find_in(source, wanted.source, at, wanted.parts) {
            if wanted.line.is_none_or(|line| place.lines.0 == line) {
                hits.push((at, place));
            }
        }
    }
    let subject = |at: usize| {
        let speaker = corpus.manifest.speaker(&source.passages[at].speaker);
        speaker.is_some_and(|s| s.role == Role::Subject)
    };
    let own: Vec<&(usize, Place)> = hits.iter().filter(|(at, _)| subject(*at)).collect();
    let quotable: Vec<&&(usize, Place)> =
        own.iter().filter(|(_, place)| place.basis.may_be_quoted()).collect();
    match quotable.as_slice() {
        [(at, place)] => Ok(Located {
            place: place.clone(),
            passage: *at,
            also: repeats(source, wanted.source, *at, wanted.parts),
        }),
        [] if !own.is_empty() => Err(Box::new(basis_error(wanted, source, &own[0].1))),
        [] if !hits.is_empty() => Err(Box::new(speaker_error(wanted, source, &hits[0]))),
        [] => Err(Box::new(not_found(wanted, corpus, index))),
        [first, second, ..] => {
            Err(Box::new(ambiguous(wanted, source, &first.1, &second.1)))
        }
    }
}

/// Every place in one passage where all parts stand in order.
fn find_in(source: &Source, source_at: usize, at: usize, parts: &[Folded]) -> Vec<Place> {
    let passage = &source.passages[at];
    let folded = passage.fold(&source.text);
    let Some((first, others)) = parts.split_first() else { return Vec::new() };
    let mut places = Vec::new();
    for start in folded.find_all(first) {
        let mut ranges = vec![start];
        for part in others {
            let after = ranges.last().map_or(0, |(_, end)| *end);
            match folded.find_all(part).into_iter().find(|(from, _)| *from >= after) {
                Some(range) => ranges.push(range),
                None => break,
            }
        }
        if ranges.len() != parts.len() {
            continue;
        }
        let mut spans = Vec::new();
        for (from, to) in ranges {
            let Some(whole) = folded.span(from, to) else { continue };
            spans.extend(passage.clip(whole).map(|(_, span)| span));
        }
        let Some(all) = spans.iter().copied().reduce(Span::join) else { continue };
        places.push(Place {
            source: source_at,
            lines: source.text.lines_of(all),
            basis: passage.basis_of(all),
            spans,
        });
    }
    places
}

/// Lines of other quotable passages of the source with the same words.
fn repeats(
    source: &Source,
    source_at: usize,
    passage: usize,
    parts: &[Folded],
) -> Vec<(usize, usize)> {
    let original = source.passages[passage].repeat_of.unwrap_or(passage);
    if !source.has_repeats {
        return Vec::new();
    }
    let same = source.passages.iter().enumerate().filter(|(at, p)| {
        *at != passage && (p.repeat_of == Some(original) || *at == original)
    });
    same.flat_map(|(at, _)| find_in(source, source_at, at, parts))
        .map(|place| place.lines)
        .collect()
}

fn at_place(
    diagnostic: Diagnostic,
    source: &Source,
    place: &Place,
    text: &str,
) -> Diagnostic {
    let whole = place.whole();
    diagnostic.also(&source.entry.file, whole, text)
}

fn basis_error(wanted: &Wanted<'_>, source: &Source, place: &Place) -> Diagnostic {
    let message = format!(
        "`{}` has these words only as {}: they are not the speaker's own",
        source.entry.id,
        place.basis.as_str()
    );
    let diagnostic =
        Diagnostic::new(Code::QuoteBasis, message).at(wanted.file, wanted.span, "");
    at_place(diagnostic, source, place, place.basis.as_str())
        .hint("quote a source in which the speaker says them")
}

fn speaker_error(wanted: &Wanted<'_>, source: &Source, hit: &(usize, Place)) -> Diagnostic {
    let speaker = &source.passages[hit.0].speaker;
    let diagnostic = Diagnostic::new(
        Code::QuoteNotSpeaker,
        format!("these words stand in `{}`, but `{speaker}` says them", source.entry.id),
    )
    .at(wanted.file, wanted.span, "");
    at_place(diagnostic, source, &hit.1, &format!("said by `{speaker}`"))
}

fn ambiguous(wanted: &Wanted<'_>, source: &Source, a: &Place, b: &Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::QuoteAmbiguous,
        format!("these words stand in `{}` more than once", source.entry.id),
    )
    .at(wanted.file, wanted.span, "");
    let diagnostic = at_place(diagnostic, source, a, "here");
    at_place(diagnostic, source, b, "and here").hint(if a.lines.0 == b.lines.0 {
        format!("quote more of line {}, so that the words stand there once", a.lines.0)
    } else {
        format!("say which: from = \"{}:{}\"", source.entry.id, a.lines.0)
    })
}

fn not_found(wanted: &Wanted<'_>, corpus: &Corpus, index: &Index<'_>) -> Diagnostic {
    let source = &corpus.sources[wanted.source];
    let at = wanted.line.map_or(String::new(), |line| format!(", line {line}"));
    let message = format!("these words do not stand in `{}`{at}", source.entry.id);
    let (span, label) = match parting_of(wanted, source) {
        Some(span) => (span, "the source reads otherwise here"),
        None => (wanted.span, ""),
    };
    let base = Diagnostic::new(Code::QuoteNotFound, message).at(wanted.file, span, label);
    if let Some(cut) = in_a_cut(wanted, source) {
        return Diagnostic::new(
            Code::QuoteFromCut,
            format!(
                "these words stand in `{}` only in a part that is cut",
                source.entry.id
            ),
        )
        .at(wanted.file, wanted.span, "")
        .also(&source.entry.file, cut.0, format!("cut: {}", cut.1));
    }
    // The same words at another line of the same source.
    let elsewhere = (0..source.passages.len())
        .flat_map(|at| find_in(source, wanted.source, at, wanted.parts))
        .next();
    if let Some(place) = elsewhere {
        let line = place.lines.0;
        return at_place(base, source, &place, "they begin here")
            .hint(format!("from = \"{}:{line}\"", source.entry.id));
    }
    let mut words = Folded::default();
    for part in wanted.parts {
        words = words.joined(part);
    }
    let words = words.words_only();
    match index.nearest(&words) {
        Some((place, similarity)) if similarity >= 0.5 => {
            let near = &corpus.sources[place.source];
            let differ = words.len() - (similarity * words.len() as f64).round() as usize;
            let in_order = wanted.parts.len() < 2;
            let label = match differ {
                _ if !in_order => {
                    "closest passage: the parts do not stand in this order".to_owned()
                }
                0 => "closest passage: the same words, other punctuation".to_owned(),
                1 => "closest passage: 1 character differs".to_owned(),
                n => format!("closest passage: {n} characters differ"),
            };
            at_place(base, near, &place, &label).hint(format!(
                "{}:{} reads: {}",
                near.entry.id,
                place.lines.0,
                place.raw_text(corpus).replace('\n', "")
            ))
        }
        _ => base.hint("no passage of any source comes near; `yulu passages` lists them"),
    }
}

/// The words with which the quotation leaves its source.
fn parting_of(wanted: &Wanted<'_>, source: &Source) -> Option<Span> {
    let all = 0..source.passages.len();
    let passages = match wanted.line.and_then(|line| source.passage_at_line(line)) {
        Some(at) => at..at + 1,
        None => all,
    };
    wanted.typed.iter().find_map(|(typed, whole)| {
        let at = parting(typed, source, passages.clone())?;
        Some(inside(wanted.deck, *whole, at.start, at.end - at.start))
    })
}

fn in_a_cut(wanted: &Wanted<'_>, source: &Source) -> Option<(Span, String)> {
    let part = wanted.parts.first()?;
    for cut in &source.cuts {
        for number in cut.first..=cut.last {
            let Some(line) = source.text.line_span(number) else { continue };
            let folded = Folded::new(source.text.slice(line)?, line.start);
            if let Some((from, to)) = folded.find_all(part).first() {
                return Some((folded.span(*from, *to)?, cut.reason.clone()));
            }
        }
    }
    None
}
