//! Drafts of what a reader has marked.
//!
//! A mark chooses; the document decides. The marked words are looked for in the registered
//! documents by words alone (script, width and marks do not count), what is drafted is the
//! document's own text, and it proves. Every mark is drafted, is a copy of one that is, or is listed
//! with its reason.

use std::collections::BTreeMap;

use super::taken::Taken;
use super::{Candidate, Draft, Marking, draft, is_balanced, proves};
use crate::collate::{Hit, Index, Locator, Place};
use crate::deck::Deck;
use crate::fold::Folded;
use crate::marks::Mark;
use crate::script::{Converter, Script, letters, to_hans, typography};
use crate::text::Span;

/// Marks for which the closest passage is looked for, if they are not found: a file of marks of
/// other books has none.
const MOST_CLOSEST: usize = 1_000;

/// Drafts of marks, and the marks without one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marked {
    /// In the order of the documents.
    pub drafts: Vec<Draft>,
    /// In the order of the file.
    pub left: Vec<Left>,
}

/// A mark without a draft of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// Its index among the marks.
    pub mark: usize,
    /// Why.
    pub why: Why,
}

/// Why a mark has no draft of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It has fewer than three words.
    Short,
    /// Its words stand in no registered document; the closest passage and the share of the words
    /// that it has.
    NotFound(Option<(Place, f64)>),
    /// The words stand there, and may not be quoted from there.
    NotQuotable(Place),
    /// The words stand in several places, one of which may not be quoted.
    InDoubt(Place, Place),
    /// A card has them already.
    OnCard(Place),
    /// Another mark has most of the same words, as when a mark was made longer: its index.
    CopyOf(usize),
    /// In clean typography it would not be the same words, or not prove.
    Unproven(Place),
}

/// A mark whose words stand in a document.
struct Located {
    mark: usize,
    hit: Hit,
}

/// Drafts of the marks that stand in the sources wanted (all if none).
pub fn marked(
    index: &Index<'_>,
    decks: &[&Deck],
    wanted: &[usize],
    converter: &dyn Converter,
    marks: &[Mark],
) -> Marked {
    let corpus = index.corpus();
    let locator = Locator::new(corpus, wanted);
    let taken = Taken::of(decks);
    let mut all = Marked::default();
    let mut located: Vec<Located> = Vec::new();
    let mut missing: Vec<usize> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let words = words(&mark.text);
        if words.len() < 3 {
            all.left.push(Left { mark: at, why: Why::Short });
            continue;
        }
        let hits = locator.find(&words);
        let quotable = |hit: &&Hit| {
            let passage = &corpus.sources[hit.place.source].passages[hit.passage];
            corpus.is_subject(passage) && hit.place.basis.may_be_quoted()
        };
        let why = match (hits.iter().find(quotable), hits.iter().find(|hit| !quotable(hit)))
        {
            (Some(hit), None) if taken.is_free(&hit.place) => {
                located.push(Located { mark: at, hit: hit.clone() });
                continue;
            }
            (Some(hit), None) => Why::OnCard(hit.place.clone()),
            (Some(hit), Some(other)) => {
                Why::InDoubt(hit.place.clone(), other.place.clone())
            }
            (None, Some(other)) => Why::NotQuotable(other.place.clone()),
            (None, None) => {
                missing.push(at);
                continue;
            }
        };
        all.left.push(Left { mark: at, why });
    }
    for (count, at) in missing.into_iter().enumerate() {
        let words = words(&marks[at].text);
        let closest = (count < MOST_CLOSEST).then(|| index.nearest(&words)).flatten();
        all.left.push(Left { mark: at, why: Why::NotFound(closest) });
    }
    for group in copies(located) {
        let Some(kept) = group.iter().max_by_key(|located| located.mark) else { continue };
        let notes: BTreeMap<usize, &[String]> =
            group.iter().map(|one| (one.mark, marks[one.mark].notes.as_slice())).collect();
        let notes: Vec<&str> = notes.into_values().flatten().map(String::as_str).collect();
        let copies = group.iter().filter(|other| other.mark != kept.mark);
        match of_mark(kept, &marks[kept.mark], &notes, index, converter) {
            Some(draft) => {
                all.left.extend(
                    copies
                        .map(|copy| Left { mark: copy.mark, why: Why::CopyOf(kept.mark) }),
                );
                all.drafts.push(draft);
            }
            None => all.left.extend(group.iter().map(|one| Left {
                mark: one.mark,
                why: Why::Unproven(one.hit.place.clone()),
            })),
        }
    }
    all.left.sort_by_key(|left| left.mark);
    all
}

/// What is compared of a marked text: its words.
fn words(text: &str) -> Folded {
    Folded::new(&letters::standard(text), 0).words_only()
}

/// Marks that have at least half of the shorter one's text in common, in the order of the documents:
/// a reader who makes a mark longer or shorter leaves the old one in the file.
fn copies(mut located: Vec<Located>) -> Vec<Vec<Located>> {
    let key = |one: &Located| {
        let whole = one.hit.place.whole();
        (one.hit.place.source, whole.start, whole.end, one.mark)
    };
    located.sort_by_key(key);
    let mut groups: Vec<Vec<Located>> = Vec::new();
    // The source and the text of the group's latest mark.
    let mut kept: Option<(usize, Span, usize)> = None;
    for one in located {
        let (source, whole) = (one.hit.place.source, one.hit.place.whole());
        let same = kept.is_some_and(|(of, span, _)| of == source && share(span, whole));
        match groups.last_mut().filter(|_| same) {
            Some(group) => {
                if kept.is_some_and(|(_, _, latest)| one.mark > latest) {
                    kept = Some((source, whole, one.mark));
                }
                group.push(one);
            }
            None => {
                kept = Some((source, whole, one.mark));
                groups.push(vec![one]);
            }
        }
    }
    groups
}

/// True if two spans have at least half of the shorter one in common.
fn share(a: Span, b: Span) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let shorter = (a.end - a.start).min(b.end - b.start);
    common > 0 && 2 * common >= shorter
}

fn of_mark(
    located: &Located,
    mark: &Mark,
    notes: &[&str],
    index: &Index<'_>,
    converter: &dyn Converter,
) -> Option<Draft> {
    let corpus = index.corpus();
    let mut draft = shapes(&located.hit, corpus).into_iter().find_map(|place| {
        let candidate =
            Candidate { place, passage: located.hit.passage, single: true, score: 1.0 };
        draft(&candidate, index, converter)
    })?;
    let note = notes.iter().flat_map(|note| note.lines()).collect::<Vec<&str>>().join(" ");
    draft.mark = Some(Marking {
        at: mark.at.to_string(),
        note: Some(note).filter(|note| !note.is_empty()),
        fits: false,
    });
    let Some(note) = draft.mark.as_ref().and_then(|mark| mark.note.clone()) else {
        return Some(draft);
    };
    // What is typed on a card is Simplified in clean typography; where that is not enough, the note
    // is given beside the draft as it is.
    let hans = to_hans(converter, &letters::standard(&note));
    let clean = typography::clean(&hans, Script::Hans);
    let fitting = Draft {
        mark: draft.mark.clone().map(|mark| Marking {
            note: Some(clean),
            fits: true,
            ..mark
        }),
        ..draft.clone()
    };
    Some(if proves(&fitting, index, converter) { fitting } else { draft })
}

/// The ways to take the marked words out of their text: with the marks that close them and those
/// that open them, or without.
fn shapes(hit: &Hit, corpus: &crate::source::Corpus) -> Vec<Place> {
    let source = &corpus.sources[hit.place.source];
    let passage = &source.passages[hit.passage];
    let mut shapes = Vec::new();
    let mut push = |place: Place| {
        if is_balanced(&place.raw_text(corpus)) && !shapes.contains(&place) {
            shapes.push(place);
        }
    };
    push(hit.place.clone());
    // With the opening marks before the words.
    let mut opened = hit.place.clone();
    if let Some(first) = opened.spans.first_mut()
        && let Some((paragraph, _)) = passage.clip(*first).next()
    {
        let before = source.text.slice(Span::new(paragraph.span.start, first.start));
        let opening = before.unwrap_or_default().chars().rev();
        let opening = opening.take_while(|c| "“‘「『（《〈\"(".contains(*c));
        first.start -= opening.map(char::len_utf8).sum::<usize>();
    }
    push(opened);
    // Without what closes.
    let mut bare = hit.place.clone();
    if let Some(last) = bare.spans.last_mut() {
        let text = source.text.slice(*last).unwrap_or_default();
        last.end = last.start
            + text.trim_end_matches(['”', '’', '」', '』', '"', '）', ')']).len();
    }
    push(bare);
    if shapes.is_empty() {
        shapes.push(hit.place.clone());
    }
    shapes
}
