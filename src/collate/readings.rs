//! What a witness reads where it differs from the base.

use super::index::{Found, Index, Segment};
use super::witness::{Place, Reading, ReadingKind};
use crate::fold::Folded;
use crate::script::letters;
use crate::text::{CharRange, SourceText, Span, without_hidden};

/// All differences between the base and what was found, in the base's order.
pub(super) fn between(
    index: &Index<'_>,
    base: &Place,
    words: &Folded,
    found: &Found,
) -> Vec<Reading> {
    let corpus = index.corpus();
    let base_text = &corpus.sources[base.source].text;
    let witness_text = &corpus.sources[found.place.source].text;
    let mut readings = Vec::new();
    let mut next = 0usize;
    let last = found.segments.len().saturating_sub(1);
    for (at, segment) in found.segments.iter().enumerate() {
        let theirs = index.words(segment);
        let side =
            |from: usize, to: usize| slice(witness_text, theirs, CharRange::new(from, to));
        let (Some(first_pair), Some(last_pair)) =
            (segment.pairs.first(), segment.pairs.last())
        else {
            continue;
        };
        // Words before the first pair: the base's and, if its clause begins earlier, the
        // witness's.
        let before =
            if at == 0 { side(segment.range.start, first_pair.1) } else { String::new() };
        let without = CharRange::new(next, first_pair.0);
        push(&mut readings, base_text, words, without, before);
        differences(base_text, witness_text, words, theirs, segment, &mut readings);
        next = last_pair.0 + 1;
        if at == last {
            // What the witness adds at the end is shown with the word before it.
            let adds = next == words.len() && segment.range.end > last_pair.1 + 1;
            let back = usize::from(adds);
            let after = side(last_pair.1 + 1 - back, segment.range.end);
            let without = CharRange::new(next - back, words.len());
            push(&mut readings, base_text, words, without, after);
        }
    }
    readings
}

fn push(
    readings: &mut Vec<Reading>,
    base_text: &SourceText,
    words: &Folded,
    at: CharRange,
    reading: String,
) {
    let lemma = slice(base_text, words, at);
    if !lemma.is_empty() || !reading.is_empty() {
        readings.push(Reading { lemma, reading, kind: ReadingKind::Substantive, at });
    }
}

fn slice(text: &SourceText, words: &Folded, chars: CharRange) -> String {
    let span = if chars.count() > 0 { words.span(chars.start, chars.end) } else { None };
    let raw = span.and_then(|s| text.slice(s)).unwrap_or_default().replace('\n', "");
    // What looks the same is the same, and what shows nothing is not shown.
    letters::standard(&without_hidden(&raw)).into_owned()
}

fn differences(
    base_text: &SourceText,
    witness_text: &SourceText,
    words: &Folded,
    theirs: &Folded,
    segment: &Segment,
    readings: &mut Vec<Reading>,
) {
    let mut runs: Vec<(CharRange, CharRange)> = Vec::new();
    for pair in segment.pairs.windows(2) {
        let [(i, j), (next_i, next_j)] = pair else { continue };
        if *next_i == i + 1 && *next_j == j + 1 {
            if let Some(reading) = division(base_text, witness_text, words, theirs, *i, *j)
            {
                readings.push(reading);
            }
            continue;
        }
        let (base_run, witness_run) = whole_latin_words(
            words.chars(),
            theirs.chars(),
            CharRange::new(i + 1, *next_i),
            CharRange::new(j + 1, *next_j),
        );
        match runs.last_mut() {
            Some((b, w)) if belong_together((*b, *w), (base_run, witness_run)) => {
                b.end = b.end.max(base_run.end);
                w.end = w.end.max(witness_run.end);
            }
            _ => runs.push((base_run, witness_run)),
        }
    }
    for (b, w) in runs {
        let (b, w) = anchored(words.chars(), theirs.chars(), b, w);
        readings.push(Reading {
            lemma: slice(base_text, words, b),
            reading: slice(witness_text, theirs, w),
            kind: ReadingKind::Substantive,
            at: b,
        });
    }
    spellings(base_text, witness_text, words, theirs, segment, readings);
    readings.sort_by_key(|reading| reading.at);
}

/// Two differences are one if they share a Latin word, or if both replace words and only
/// one character stands between them: 追随者 and 跟随着 differ once, not twice.
fn belong_together(before: (CharRange, CharRange), next: (CharRange, CharRange)) -> bool {
    let ((b, w), (next_b, next_w)) = (before, next);
    let shares = next_b.start < b.end || next_w.start < w.end;
    let replaces = |b: CharRange, w: CharRange| b.start < b.end && w.start < w.end;
    let near = next_b.start - b.end.min(next_b.start) <= 1
        && next_w.start - w.end.min(next_w.start) <= 1;
    shares || (near && replaces(b, w) && replaces(next_b, next_w))
}

/// An addition is shown with the word it follows, so that a reader sees where it stands.
fn anchored(
    base: &[char],
    witness: &[char],
    mut b: CharRange,
    mut w: CharRange,
) -> (CharRange, CharRange) {
    while b.start == b.end || is_inside_latin(base, b.start) {
        if b.start == 0 || w.start == 0 || base[b.start - 1] != witness[w.start - 1] {
            break;
        }
        b.start -= 1;
        w.start -= 1;
    }
    (b, w)
}

/// True if a cut before `at` would split a Latin word or a number.
fn is_inside_latin(text: &[char], at: usize) -> bool {
    let latin = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
    at > 0 && latin(at) && latin(at - 1)
}

/// Widens a difference inside a Latin word or a number to the whole of it.
fn whole_latin_words(
    base: &[char],
    witness: &[char],
    mut b: CharRange,
    mut w: CharRange,
) -> (CharRange, CharRange) {
    let latin = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inside = |run: CharRange, text: &[char]| {
        latin(text.get(run.start))
            || latin(run.end.checked_sub(1).and_then(|at| text.get(at)))
    };
    while b.start > 0
        && w.start > 0
        && latin(base.get(b.start - 1))
        && latin(witness.get(w.start - 1))
        && (inside(b, base) || inside(w, witness))
    {
        b.start -= 1;
        w.start -= 1;
    }
    while latin(base.get(b.end))
        && latin(witness.get(w.end))
        && (inside(b, base) || inside(w, witness))
    {
        b.end += 1;
        w.end += 1;
    }
    (b, w)
}

/// A sentence that ends in one text and goes on in the other, after word `i`/`j`.
fn division(
    base_text: &SourceText,
    witness_text: &SourceText,
    base: &Folded,
    witness: &Folded,
    i: usize,
    j: usize,
) -> Option<Reading> {
    let base_mark = between_words(base_text, base, i)?;
    let witness_mark = between_words(witness_text, witness, j)?;
    let ends = |mark: &str| mark.contains(['。', '？', '！', '?', '!']);
    if ends(base_mark) == ends(witness_mark) {
        return None;
    }
    let around = |text: &SourceText, words: &Folded, at: usize| {
        words.span(at, at + 2).and_then(|s| text.slice(s)).unwrap_or_default().to_owned()
    };
    Some(Reading {
        lemma: around(base_text, base, i).replace('\n', ""),
        reading: around(witness_text, witness, j).replace('\n', ""),
        kind: ReadingKind::Orthographic,
        at: CharRange::new(i, i + 2),
    })
}

fn between_words<'t>(text: &'t SourceText, words: &Folded, at: usize) -> Option<&'t str> {
    let before = words.span(at, at + 1)?;
    let after = words.span(at + 1, at + 2)?;
    text.slice(Span::new(before.end, after.start))
}

/// Latin words that differ in letter case only.
fn spellings(
    base_text: &SourceText,
    witness_text: &SourceText,
    words: &Folded,
    theirs: &Folded,
    segment: &Segment,
    readings: &mut Vec<Reading>,
) {
    if !words.chars().iter().any(char::is_ascii_alphanumeric) {
        return;
    }
    let mut at = 0;
    while at < segment.pairs.len() {
        let run = segment.pairs[at..]
            .windows(2)
            .take_while(|p| p[1].0 == p[0].0 + 1 && p[1].1 == p[0].1 + 1)
            .map(|p| p[1].0)
            .take_while(|i| words.chars()[*i].is_ascii_alphanumeric())
            .count();
        let (i, j) = segment.pairs[at];
        if !words.chars()[i].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let at_base = CharRange::new(i, i + run + 1);
        let base = slice(base_text, words, at_base);
        let witness = slice(witness_text, theirs, CharRange::new(j, j + run + 1));
        if base != witness {
            readings.push(Reading {
                lemma: base,
                reading: witness,
                kind: ReadingKind::Orthographic,
                at: at_base,
            });
        }
        at += run + 1;
    }
}
