//! From passages not yet used to drafts of quotations, those first that an editor would choose.
//!
//! Everything a draft states is proven: it stands in its source, and its parallels are
//! listed. What only a person can write (translation, and the prompt where the document asks
//! nothing) is left to be written.

mod entries;
mod marked;
mod taken;
mod topics;
mod traditional;
mod words;
mod worth;

pub use entries::{entries, to_toml};
pub use marked::{Left, Marked, Why, marked};
pub use traditional::in_traditional;
pub use worth::{Refusal, is_balanced};

use std::collections::{BTreeMap, BTreeSet};

use self::taken::Taken;
use self::topics::Topics;
use super::Deck;
use super::file;
use super::placeholder::TO_WRITE;
use super::prove::{Proof, prove};
use super::recordings::Recordings;
use super::sentences::sentences;
use crate::collate::{self, Index, Place};
use crate::diagnostics::has_errors;
use crate::fold::Folded;
use crate::pinyin::legal::Readings;
use crate::script::opencc::OpenCc;
use crate::script::{
    Converter, Region, Script, from_hans, letters, residue, to_hans, typography,
};
use crate::source::{Basis, Corpus, Passage, Role, Source};
use crate::text::{LineRange, Span, first_hidden, joint};

/// Parts of a document that take turns, so that drafts come from all of it.
const PARTS: usize = 8;
/// What the second, third, … draft of one part is worth, as a share of the one before.
const NEXT_OF_PART: f64 = 0.93;
/// Two sentences are worth this share of one that is as good.
const PAIR: f64 = 0.88;
/// What a sentence must be worth to be drafted at all.
const LEAST: f64 = 0.15;
/// A sentence without the word that ties it to the one before is worth this share of it.
const UNTIED: f64 = 0.95;
/// Two drafts that share so many of their pairs of characters, of a hundred, say the same.
const ALIKE: usize = 55;
/// Drafts of which a new one is held to be no repetition.
const COMPARED: usize = 100;
/// Longest question of a document that is drafted as a prompt, in words.
const LONGEST_PROMPT: usize = 60;
/// Shortest, in words: 为什么? asks nothing by itself.
const SHORTEST_PROMPT: usize = 7;
/// Most runs of sentences of a turn that are tried as a prompt.
const MOST_TRIES: usize = 12;

/// A proposed quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Where it stands.
    pub place: Place,
    /// In clean typography, in the script of the deck that it is for.
    pub quote: String,
    /// The document's own question before it, if it can stand alone.
    pub prompt: Option<Prompt>,
    /// Where else it stands.
    pub parallels: Vec<(usize, LineRange)>,
    /// From 0 to 1: how well it would stand on a card by itself, beside the others of its document.
    pub score: f64,
    /// Characters whose Traditional form a person should read, as [`doubted`] finds them.
    pub doubts: Vec<String>,
    /// The reader's mark that chose it, if one did.
    pub mark: Option<Marking>,
}

/// The mark of a reader that chose a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// Where it is in the export, in words.
    pub at: String,
    /// What the reader wrote beside it.
    pub note: Option<String>,
    /// True if the note can stand on a card as it is; else it is given as a comment.
    pub fits: bool,
}

/// The drafts with what a person should read of each in Traditional; what a Traditional document
/// prints needs no reading.
pub fn doubted(drafts: Vec<Draft>, corpus: &Corpus, converter: &OpenCc) -> Vec<Draft> {
    let region = Region::default();
    let with = |draft: Draft| {
        let entry = &corpus.sources[draft.place.source].entry;
        if entry.script == Script::Hant && !entry.machine_script {
            return draft;
        }
        let hant = from_hans(converter, &draft.quote, region).hant;
        let mut doubts = converter.doubts(&draft.quote, &hant, region);
        doubts.retain(|doubt| doubt.likely);
        Draft { doubts: doubts.iter().map(|doubt| doubt.said(&hant)).collect(), ..draft }
    };
    drafts.into_iter().map(with).collect()
}

/// A question as the document asks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// In clean typography.
    pub text: String,
    /// The raw line it stands in.
    pub line: usize,
}

/// What was harvested.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Harvest {
    /// The drafts, best first.
    pub drafts: Vec<Draft>,
    /// How many sentences that are on no card were not drafted, by the reason.
    pub refused: BTreeMap<Refusal, usize>,
}

/// A place that may be drafted.
struct Candidate {
    place: Place,
    passage: usize,
    /// One sentence, not two.
    single: bool,
    score: f64,
}

/// The `limit` best drafts from the sources wanted (all if none), without what the decks already
/// have, nor its parallels.
pub fn harvest(
    index: &Index<'_>,
    decks: &[&Deck],
    wanted: &[usize],
    converter: &dyn Converter,
    limit: usize,
) -> Harvest {
    let corpus = index.corpus();
    let mut taken = Taken::of(decks);
    let mut harvest = Harvest::default();
    let mut all: Vec<Candidate> = Vec::new();
    for (at, source) in of(corpus, wanted) {
        all.extend(candidates(corpus, at, source, &taken, &mut harvest.refused));
    }
    all.sort_by(|a, b| {
        let place = |c: &Candidate| (c.place.source, c.place.whole().start);
        b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
    });
    // One draft a statement: what overlaps, repeats or parallels a better one is left out.
    let mut statements: BTreeSet<String> = BTreeSet::new();
    let mut said: Vec<BTreeSet<(char, char)>> = Vec::new();
    for candidate in all {
        if harvest.drafts.len() == limit {
            break;
        }
        if !taken.is_free(&candidate.place) {
            continue;
        }
        let Some(draft) = draft(&candidate, index, converter) else {
            *harvest.refused.entry(Refusal::Unproven).or_default() +=
                usize::from(candidate.single);
            continue;
        };
        taken.add(&draft.place);
        let folded = Folded::new(&draft.quote, 0);
        if !statements.insert(folded.to_text()) {
            continue;
        }
        let words = pairs(&folded);
        if said.iter().rev().take(COMPARED).any(|other| are_alike(other, &words)) {
            continue;
        }
        said.push(words);
        for witness in collate::collate(index, &draft.place).witnesses {
            taken.add(&witness.place);
        }
        harvest.drafts.push(draft);
    }
    harvest
}

/// The pairs of characters that stand side by side, marks not counted.
fn pairs(folded: &Folded) -> BTreeSet<(char, char)> {
    let words = folded.words_only();
    let words = words.chars();
    words.iter().copied().zip(words.iter().copied().skip(1)).collect()
}

/// True if the shorter of two texts has most of its pairs in the other:院际协商要送到行政院 twice.
fn are_alike(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> bool {
    let shorter = a.len().min(b.len());
    shorter > 0 && a.intersection(b).count() * 100 >= shorter * ALIKE
}

/// True if anything in the sources wanted (all if none) may be quoted, used or not.
pub fn has_quotable(corpus: &Corpus, wanted: &[usize]) -> bool {
    of(corpus, wanted).any(|(_, source)| quotable(corpus, source).next().is_some())
}

fn of<'c>(
    corpus: &'c Corpus,
    wanted: &[usize],
) -> impl Iterator<Item = (usize, &'c Source)> {
    let all = corpus.sources.iter().enumerate();
    all.filter(|(at, _)| wanted.is_empty() || wanted.contains(at))
}

/// The texts that may be quoted, each once, with the index of their passage.
fn quotable<'c>(
    corpus: &'c Corpus,
    source: &'c Source,
) -> impl Iterator<Item = (usize, Span, Basis)> + 'c {
    let passages = source.passages.iter().enumerate();
    let own = passages.filter(|(_, p)| corpus.is_subject(p) && p.repeat_of.is_none());
    let texts = own.flat_map(|(at, passage)| {
        let texts = passage.texts(source.entry.wrapped).into_iter();
        texts.map(move |(span, basis)| (at, span, basis))
    });
    texts.filter(|(_, _, basis)| basis.may_be_quoted())
}

/// Sentences, and pairs of them, of all passages that may be quoted and are on no card, each with
/// what it is worth among those of its part of the document.
fn candidates(
    corpus: &Corpus,
    at: usize,
    source: &Source,
    taken: &Taken,
    refused: &mut BTreeMap<Refusal, usize>,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let texts = quotable(corpus, source)
        .map(|(_, span, _)| source.text.slice(span).unwrap_or_default());
    let topics = Topics::of(texts);
    for (passage, text, basis) in quotable(corpus, source) {
        let sentences = sentences(source, text);
        let pairs = sentences.windows(2).map(|pair| (pair[0].join(pair[1]), false));
        let alone = sentences.iter().map(|span| (*span, true));
        for (span, single) in alone.chain(pairs) {
            let share = if single { 1.0 } else { PAIR };
            // A sentence may run over the end of a line.
            let clip = source.passages[passage].clip(span);
            let spans: Vec<Span> = clip.map(|(_, span)| span).collect();
            let Some(whole) = spans.iter().copied().reduce(Span::join) else { continue };
            let place = Place {
                source: at,
                spans: spans.clone(),
                lines: source.text.lines_of(whole),
                basis,
            };
            if !taken.is_free(&place) {
                continue;
            }
            let raw = place.raw_text(corpus);
            let folded = Folded::new(&raw, 0);
            let words = folded.words_only().len();
            match worth::worth(&raw, &folded.to_text(), words) {
                Ok(score) if score * topics.share(&folded) < LEAST => {
                    *refused.entry(Refusal::Weak).or_default() += usize::from(single);
                }
                Ok(score) => {
                    let score = score * share * topics.share(&folded);
                    found.push(Candidate { place, passage, single, score });
                }
                Err(Refusal::Leaning) if single && spans.len() == 1 => {
                    match untied(source, &place, &raw) {
                        Some((_, score)) if score * topics.share(&folded) < LEAST => {
                            *refused.entry(Refusal::Weak).or_default() += 1;
                        }
                        Some((place, score)) => {
                            let score = score * UNTIED * topics.share(&folded);
                            found.push(Candidate { place, passage, single, score });
                        }
                        None => *refused.entry(Refusal::Leaning).or_default() += 1,
                    }
                }
                Err(why) if single && words > 0 => {
                    *refused.entry(why).or_default() += 1;
                }
                Err(_) => {}
            }
        }
    }
    spread(&mut found, source.text.as_str().len());
    found
}

/// The place without the word that ties its sentence to the one before, and what that is worth:
/// 所以人才是关键。 is quoted from its second word on.
fn untied(source: &Source, place: &Place, raw: &str) -> Option<(Place, f64)> {
    let rest = worth::untied(raw)?;
    let whole = place.whole();
    let span = Span::new(whole.start + (raw.len() - rest.len()), whole.end);
    let folded = Folded::new(rest, 0);
    let words = folded.words_only().len();
    let score = worth::worth(rest, &folded.to_text(), words).ok()?;
    let lines = source.text.lines_of(span);
    Some((Place { spans: vec![span], lines, ..place.clone() }, score))
}

/// Lowers the worth of what stands behind better ones of the same part of its document.
fn spread(found: &mut [Candidate], length: usize) {
    let part = |c: &Candidate| c.place.whole().start * PARTS / length.max(1);
    found.sort_by(|a, b| {
        let start = |c: &Candidate| c.place.whole().start;
        let order = part(a).cmp(&part(b));
        order.then(b.score.total_cmp(&a.score)).then(start(a).cmp(&start(b)))
    });
    for group in found.chunk_by_mut(|a, b| part(a) == part(b)) {
        let mut share = 1.0;
        let mut better = Taken::default();
        for candidate in group {
            candidate.score *= share;
            // A sentence and the pairs it is in compete for one draft.
            if better.is_free(&candidate.place) {
                better.add(&candidate.place);
                share *= NEXT_OF_PART;
            }
        }
    }
}

/// The draft of a place, if it is in clean typography the same words, and proves.
fn draft(
    candidate: &Candidate,
    index: &Index<'_>,
    converter: &dyn Converter,
) -> Option<Draft> {
    let corpus = index.corpus();
    let place = candidate.place.clone();
    let source = &corpus.sources[place.source];
    let raw = place.raw_text(corpus);
    let quote = clean(&raw, source.entry.script, converter)?;
    let collation = collate::collate(index, &place);
    let parallels = collation.witnesses.iter().map(|w| (w.place.source, w.place.lines));
    let draft = Draft {
        quote,
        prompt: prompt(corpus, source, &source.passages[candidate.passage], converter),
        parallels: parallels.collect(),
        score: candidate.score,
        doubts: Vec::new(),
        mark: None,
        place,
    };
    proves(&draft, index, converter).then_some(draft)
}

/// Words in clean Simplified typography, if that leaves them the same words.
fn clean(raw: &str, script: Script, converter: &dyn Converter) -> Option<String> {
    // Words may run over the end of a line, or into the next paragraph.
    let mut lines = raw.lines().map(str::trim);
    let first = lines.next().unwrap_or_default().to_owned();
    let whole = lines.fold(first, |text, line| {
        let joint = joint(&text, line);
        text + joint + line
    });
    let standard = letters::standard(&whole);
    let hans = match script {
        Script::Hans => standard.into_owned(),
        Script::Hant => to_hans(converter, &standard),
    };
    let quote = typography::clean(hans.trim(), Script::Hans);
    let same = Folded::new(&quote, 0).chars() == Folded::new(raw, 0).chars();
    let sound = first_hidden(&quote).is_none()
        && typography::lint(&quote, Script::Hans).is_none()
        && residue(&quote, Script::Hans).is_none();
    (same && sound).then_some(quote)
}

/// True if a deck with this draft proves.
fn proves(draft: &Draft, index: &Index<'_>, converter: &dyn Converter) -> bool {
    const DECK: &str = "[deck]\nid = \"d\"\ntitle = \"一\"\ntitle_english = \"a\"\nabout = \"一\"\n\
                        about_english = \"a\"\nversion = \"1\"\n";
    let text = to_toml(std::slice::from_ref(draft), index.corpus(), "d");
    let text = format!("{DECK}{}", text.replace(TO_WRITE.0, "一").replace(TO_WRITE.1, "a"));
    let (file, problems) = file::parse("decks/d.toml", &text, true);
    let proof = Proof {
        index,
        converter,
        region: Region::default(),
        readings: Readings::default(),
        recordings: Recordings::NONE,
    };
    !has_errors(&problems) && !has_errors(&prove(&[file], &proof).1)
}

/// The question that a passage answers, in clean words: its last one that is short and stands
/// alone, with the sentences before it if it needs them, without 但 or the like before it.
fn prompt(
    corpus: &Corpus,
    source: &Source,
    passage: &Passage,
    converter: &dyn Converter,
) -> Option<Prompt> {
    let LineRange { first, last } = passage.question_lines?;
    let asks = |passage: &&Passage| {
        let who = passage.speaker.as_deref().and_then(|id| corpus.manifest.speaker(id));
        who.is_some_and(|who| who.role == Role::Interviewer)
    };
    let lines = source.passages_at_line(first).start..source.passages_at_line(last).end;
    let asked = source.passages.get(lines)?.iter().rev().find(asks)?;
    let texts = asked.texts(source.entry.wrapped);
    let (text, _) = texts.iter().rev().find(|(_, basis)| basis.may_be_quoted())?;
    let sentences = sentences(source, *text);
    // A question that leans on the sentence before it may be asked with it.
    let ends = (0..sentences.len()).rev();
    let mut runs = ends
        .flat_map(|end| (end.saturating_sub(2)..=end).rev().map(move |from| (from, end)));
    runs.by_ref().take(MOST_TRIES).find_map(|(from, end)| {
        let span = sentences[from].join(sentences[end]);
        let raw = worth::without_tie(source.text.slice(span)?);
        let folded = Folded::new(raw, 0);
        let words = folded.words_only().len();
        let sound = worth::is_question(raw, &folded.to_text())
            && (SHORTEST_PROMPT..=LONGEST_PROMPT).contains(&words);
        let text = clean(raw, source.entry.script, converter).filter(|_| sound)?;
        Some(Prompt { text, line: source.text.line_of(span.start) })
    })
}
