//! Quotations of a source whose text changed: where each stands now.

use super::file::{DeckFile, QuoteEntry};
use super::find::find_folded;
use super::locate::locate;
use super::prove::{folded_parts, wanted};
use crate::collate::{Index, Place};
use crate::diagnostics::Diagnostic;
use crate::fold::Folded;
use crate::source::{Corpus, LineMap, Source};
use crate::text::Span;

/// The text as it was.
pub struct Before<'a> {
    words: Words<'a>,
    map: &'a LineMap,
}

impl<'a> Before<'a> {
    /// A source as it was read, by its index; `map` says where its lines went.
    pub fn new(corpus: &'a Corpus, source: usize, map: &'a LineMap) -> Before<'a> {
        Before { words: Words::of(corpus, source), map }
    }
}

/// The new text.
pub struct After<'a> {
    words: Words<'a>,
    index: &'a Index<'a>,
}

impl<'a> After<'a> {
    /// All sources with the new text of one, by its index.
    pub fn new(index: &'a Index<'a>, source: usize) -> After<'a> {
        After { words: Words::of(index.corpus(), source), index }
    }
}

/// What may be quoted of a source, folded once for all quotations.
struct Words<'a> {
    corpus: &'a Corpus,
    at: usize,
    /// Passages by their index.
    passages: Vec<(usize, Folded)>,
}

/// What becomes of a quotation.
#[derive(Debug)]
pub enum Fate {
    /// Its `from` is right as it is.
    Stays,
    /// It stands at another line: what `from` must be.
    Moves(String),
    /// It cannot be quoted from the new text; why, with the closest passage.
    Lost(Box<Diagnostic>),
}

/// A quotation that was looked for.
#[derive(Debug)]
pub struct Moved<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its `from` as typed.
    pub from: &'a str,
    /// Where the value of `from` stands in the deck file.
    pub span: Span,
    /// What becomes of it.
    pub fate: Fate,
    /// The ids of who said it before and who says it now, where that changed.
    pub speakers: Option<(String, String)>,
}

/// Characters beside a quotation by which two places of the same words are told apart.
const CONTEXT: usize = 60;

/// Finds the quotations that a deck file takes from a source again in its new text.
pub fn moved<'f>(
    file: &'f DeckFile,
    id: &str,
    before: Option<&Before<'_>>,
    after: &After<'_>,
) -> Vec<Moved<'f>> {
    let quotes = file.quotes.iter().map(|quote| quote.get_ref());
    quotes.filter_map(|entry| one(file, entry, id, before, after)).collect()
}

fn one<'f>(
    file: &'f DeckFile,
    entry: &'f QuoteEntry,
    id: &str,
    before: Option<&Before<'_>>,
    after: &After<'_>,
) -> Option<Moved<'f>> {
    let from = entry.from.get_ref();
    let (source, line) = match from.split_once(':') {
        None => (from.as_str(), None),
        // What is no number is reported by the proof.
        Some((source, line)) => (source, Some(line.parse().ok().filter(|line| *line > 0)?)),
    };
    if source != id {
        return None;
    }
    let result = |fate, speakers| Moved {
        id: entry.id.get_ref(),
        from,
        span: entry.from.span().into(),
        fate,
        speakers,
    };
    let mut problems = Vec::new();
    let Some(parts) = folded_parts(entry, &file.file, &mut problems) else {
        return problems.into_iter().next().map(|p| result(Fate::Lost(Box::new(p)), None));
    };
    let corpus = after.index.corpus();
    let look = |line: Option<usize>| {
        let reference = (after.words.at, line);
        let wanted = wanted(entry, (&file.file, &file.text), reference, &parts);
        locate(&wanted, corpus, after.index)
    };
    let old = before.and_then(|before| Old::find(&before.words, line, &parts));
    let all = after.words.find(&parts);
    let chosen = match (all.as_slice(), &old, before) {
        ([only], _, _) => Some(only),
        (several, Some(old), Some(before)) => {
            old.among(several, before, after.words.source())
        }
        _ => None,
    };
    let Some(chosen) = chosen else {
        return match look(None) {
            Err(problem) => Some(result(Fate::Lost(problem), None)),
            // It stands there once for the proof as well.
            Ok(_) => Some(result(Fate::Stays, None)),
        };
    };
    let now = chosen.place.lines.first;
    let speakers = old.as_ref().and_then(|old| {
        let (before, now) = (old.said_by()?, chosen.speaker.clone()?);
        (before != now).then_some((before, now))
    });
    let fate = match look(Some(now)) {
        Err(problem) => Fate::Lost(problem),
        Ok(_) if line == Some(now) => Fate::Stays,
        Ok(_) if line.is_none() && look(None).is_ok() => Fate::Stays,
        Ok(_) => Fate::Moves(format!("{id}:{now}")),
    };
    Some(result(fate, speakers))
}

/// A place from which the words may be quoted.
struct Candidate {
    place: Place,
    speaker: Option<String>,
}

impl<'a> Words<'a> {
    fn of(corpus: &'a Corpus, at: usize) -> Words<'a> {
        let source = &corpus.sources[at];
        let passages = source.passages.iter().enumerate();
        let own = passages.filter(|(_, passage)| corpus.is_subject(passage));
        let passages = own.map(|(n, passage)| (n, passage.fold(&source.text))).collect();
        Words { corpus, at, passages }
    }

    fn source(&self) -> &'a Source {
        &self.corpus.sources[self.at]
    }

    /// Every place from which the parts may be quoted.
    fn find(&self, parts: &[Folded]) -> Vec<Candidate> {
        let source = self.source();
        let found = self.passages.iter().flat_map(|(passage, folded)| {
            let speaker = &source.passages[*passage].speaker;
            let places = find_folded(source, self.at, *passage, folded, parts).into_iter();
            places.map(|place| Candidate { place, speaker: speaker.clone() })
        });
        found.filter(|found| found.place.basis.may_be_quoted()).collect()
    }
}

/// Where a quotation stood.
struct Old {
    /// All places of its words in the old text.
    all: Vec<Candidate>,
    /// Which of them was meant.
    meant: usize,
}

impl Old {
    fn find(words: &Words<'_>, line: Option<usize>, parts: &[Folded]) -> Option<Old> {
        let all = words.find(parts);
        let is_meant =
            |found: &Candidate| line.is_none_or(|line| found.place.lines.first == line);
        let mut meant = all.iter().enumerate().filter(|(_, found)| is_meant(found));
        let (only, _) = meant.next()?;
        if meant.next().is_some() {
            return None;
        }
        Some(Old { meant: only, all })
    }

    fn said_by(&self) -> Option<String> {
        self.all.get(self.meant)?.speaker.clone()
    }

    /// Which of several places is the one that was meant: the same line; else the one with the
    /// same words around it; else the one of the same number among as many.
    fn among<'a>(
        &self,
        several: &'a [Candidate],
        before: &Before<'_>,
        now: &Source,
    ) -> Option<&'a Candidate> {
        let own = self.all.get(self.meant)?;
        let line = before.map.line(own.place.lines.first);
        let mut there =
            several.iter().filter(|found| Some(found.place.lines.first) == line);
        if let (Some(only), None) = (there.next(), there.next()) {
            return Some(only);
        }
        let scored = several.iter().filter(|found| found.speaker == own.speaker);
        let around = Around::of(before.words.source(), own.place.whole());
        let mut scored: Vec<(usize, &Candidate)> = scored
            .map(|found| (around.common(&Around::of(now, found.place.whole())), found))
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        match scored.as_slice() {
            [(_, only)] => return Some(only),
            [(best, found), (second, _), ..] if best > second => return Some(found),
            _ => {}
        }
        (several.len() == self.all.len()).then(|| &several[self.meant])
    }
}

/// The characters beside a place, blanks left out, nearest first.
struct Around {
    above: Vec<char>,
    below: Vec<char>,
}

impl Around {
    fn of(source: &Source, span: Span) -> Around {
        let text = source.text.as_str();
        let shown = |c: &char| !c.is_whitespace();
        let above = text.get(..span.start).unwrap_or_default();
        let below = text.get(span.end..).unwrap_or_default();
        Around {
            above: above.chars().rev().filter(shown).take(CONTEXT).collect(),
            below: below.chars().filter(shown).take(CONTEXT).collect(),
        }
    }

    fn common(&self, other: &Around) -> usize {
        let same =
            |a: &[char], b: &[char]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
        same(&self.above, &other.above) + same(&self.below, &other.below)
    }
}

/// The text of a deck file with the new `from` of the quotations that moved; nothing else
/// changes. `None` if none did.
pub fn rewritten(file: &DeckFile, moved: &[Moved<'_>]) -> Option<String> {
    let mut edits: Vec<(Span, &str)> = Vec::new();
    for found in moved {
        if let Fate::Moves(from) = &found.fate {
            edits.push((found.span, from));
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(span, _)| span.start);
    let mut text = file.text.clone();
    for (span, from) in edits.into_iter().rev() {
        // An id and a number need no escape.
        text.get(span.range())?;
        text.replace_range(span.range(), &format!("\"{from}\""));
    }
    Some(text)
}
