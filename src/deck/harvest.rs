//! From passages not yet used to drafts of quotations, the most quotable first.
//!
//! Everything a draft states is proven: it stands in its source, and its parallels are
//! listed. What only a person can write (prompt, translation) is left to be written.

use super::Deck;
use super::placeholder::{TO_WRITE, placeholder};
use crate::collate::{self, Index, Place};
use crate::fold::Folded;
use crate::script::letters;
use crate::script::{Converter, Region, Script, from_hans, residue, to_hans, typography};
use crate::source::{Basis, Corpus, Passage, Source};
use crate::text::{Span, first_hidden};

/// Shortest and longest quotation proposed, in words.
const LENGTH: (usize, usize) = (12, 80);
/// Lengths that are best to study.
const BEST_LENGTH: (usize, usize) = (18, 48);
/// Openings that lean on what was said before.
const LEANING: &[&str] = &[
    "但", "所以", "而", "因为", "其实", "另外", "同时", "不过", "然后", "当然", "否则",
    "毕竟", "它", "他", "她", "这", "那", "也", "就", "还", "又", "一是", "二是",
];

/// A proposed quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Where it stands.
    pub place: Place,
    /// In clean typography, Simplified.
    pub quote: String,
    /// Where else it stands.
    pub parallels: Vec<(usize, (usize, usize))>,
    /// From 0 to 1: how well it would stand on a card by itself.
    pub score: f64,
}

/// Drafts from the sources wanted (all if none), without what the decks already have, nor
/// its parallels.
pub fn harvest(
    index: &Index<'_>,
    decks: &[&Deck],
    wanted: &[usize],
    converter: &dyn Converter,
) -> Vec<Draft> {
    let corpus = index.corpus();
    let mut used: Vec<(usize, Span)> = Vec::new();
    for quote in decks.iter().flat_map(|deck| &deck.quotes) {
        let witnesses = quote.collation.witnesses.iter().map(|w| &w.place);
        for place in witnesses.chain([&quote.base]) {
            used.extend(place.spans.iter().map(|span| (place.source, *span)));
        }
    }
    let mut places: Vec<Place> = Vec::new();
    for (at, source) in of(corpus, wanted) {
        places.extend(candidates(corpus, at, source));
    }
    let free = |place: &Place, used: &[(usize, Span)]| {
        let mut spans = place.spans.iter();
        !spans.any(|span| used.iter().any(|(s, u)| *s == place.source && u.overlaps(*span)))
    };
    places.retain(|place| free(place, &used));
    let collations = collate::collate_all(index, &places);
    let mut drafts: Vec<Draft> = places
        .into_iter()
        .zip(collations)
        .filter_map(|(place, collation)| {
            let quote = clean(corpus, &place, converter)?;
            let parallels: Vec<_> = collation
                .witnesses
                .iter()
                .map(|witness| (witness.place.source, witness.place.lines))
                .collect();
            let score = score(&quote, parallels.len(), place.basis);
            Some(Draft { place, quote, parallels, score })
        })
        .collect();
    drafts.sort_by(|a, b| {
        let place = |d: &Draft| (d.place.source, d.place.spans.first().map(|s| s.start));
        b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
    });
    // One draft a statement: what overlaps or parallels a better one is left out.
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let parallel = kept.iter().any(|other| {
            other
                .parallels
                .iter()
                .any(|(s, lines)| *s == draft.place.source && *lines == draft.place.lines)
        });
        if free(&draft.place, &used) && !parallel {
            used.extend(draft.place.spans.iter().map(|span| (draft.place.source, *span)));
            kept.push(draft);
        }
    }
    kept
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

/// The texts that may be quoted, each once, with their passages.
fn quotable<'c>(
    corpus: &'c Corpus,
    source: &'c Source,
) -> impl Iterator<Item = (&'c Passage, Span, Basis)> {
    let passages = source.passages.iter();
    let own = passages.filter(|p| corpus.is_subject(p) && p.repeat_of.is_none());
    let texts = own.flat_map(|passage| {
        let texts = passage.texts(source.entry.wrapped).into_iter();
        texts.map(move |(span, basis)| (passage, span, basis))
    });
    texts.filter(|(_, _, basis)| basis.may_be_quoted())
}

/// Sentences, and pairs of them, of all passages that may be quoted.
fn candidates(corpus: &Corpus, at: usize, source: &Source) -> Vec<Place> {
    let mut places = Vec::new();
    for (passage, text, basis) in quotable(corpus, source) {
        let sentences = sentences(source, text);
        let pairs = sentences.windows(2).map(|pair| pair[0].join(pair[1]));
        for span in sentences.iter().copied().chain(pairs) {
            let words = source
                .text
                .slice(span)
                .map_or(0, |text| Folded::new(text, 0).words_only().len());
            // A sentence may run over the end of a line.
            let spans: Vec<Span> = passage.clip(span).map(|(_, span)| span).collect();
            let whole = spans.iter().copied().reduce(Span::join);
            if let Some(whole) = whole.filter(|_| (LENGTH.0..=LENGTH.1).contains(&words)) {
                let lines = source.text.lines_of(whole);
                places.push(Place { source: at, spans, lines, basis });
            }
        }
    }
    places
}

/// The sentences of a span, each with its closing mark.
fn sentences(source: &Source, span: Span) -> Vec<Span> {
    let text = source.text.slice(span).unwrap_or_default();
    let mut spans = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let ends = matches!(c, '。' | '？' | '?' | '！' | '!');
        if ended && !ends && !matches!(c, '”' | '」' | '』' | '’') {
            spans.push(Span::new(span.start + start, span.start + at));
            start = at;
        }
        ended = ends || (ended && matches!(c, '”' | '」' | '』' | '’'));
    }
    if start < text.len() {
        spans.push(Span::new(span.start + start, span.end));
    }
    spans
}

/// The words in clean Simplified typography, if that leaves them the same words.
fn clean(corpus: &Corpus, place: &Place, converter: &dyn Converter) -> Option<String> {
    let raw = place.raw_text(corpus);
    let hans = match corpus.sources[place.source].entry.script {
        Script::Hans => letters::standard(&raw).into_owned(),
        Script::Hant => to_hans(converter, &letters::standard(&raw)),
    };
    let quote = typography::clean(hans.trim(), Script::Hans);
    let same = Folded::new(&quote, 0).chars() == Folded::new(&raw, 0).chars();
    let sound = first_hidden(&quote).is_none()
        && typography::lint(&quote, Script::Hans).is_none()
        && residue(&quote, Script::Hans).is_none();
    (same && sound).then_some(quote)
}

fn score(quote: &str, parallels: usize, basis: Basis) -> f64 {
    let words = Folded::new(quote, 0).words_only().len();
    let length = if words < BEST_LENGTH.0 {
        words as f64 / BEST_LENGTH.0 as f64
    } else if words > BEST_LENGTH.1 {
        BEST_LENGTH.1 as f64 / words as f64
    } else {
        1.0
    };
    let leans = LEANING.iter().any(|opening| quote.starts_with(opening));
    let alone = if leans { 0.4 } else { 1.0 };
    let ends = if quote.ends_with(['。', '！']) { 1.0 } else { 0.5 };
    let attested = 1.0 + parallels.min(3) as f64 / 6.0;
    // Of two witnesses with the same words, the one that was not edited comes first.
    let unedited = if basis == Basis::Compiled { 0.9 } else { 1.0 };
    length * alone * ends * attested * unedited / 1.5
}

/// Drafts as a part of a deck file, ready to paste.
pub fn to_toml(drafts: &[Draft], corpus: &Corpus, theme: &str) -> String {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!(
        "# Drafts from `yulu harvest`: every quotation is proven. Write the prompt and the\n\
         # translation, choose the words to blank out, give it an id that lasts and a theme.\n\n\
         [[theme]]\nid = {}\ntitle = {zh}\ntitle_english = {en}\nsummary = {zh}\n\
         summary_english = {en}\n",
        string(theme),
        zh = string(TO_WRITE.0),
        en = string(TO_WRITE.1),
    );
    out += &entries(drafts, corpus, theme, 1, Script::Hans);
    out
}

/// Drafts for a deck that is typed in Traditional: a Traditional source's own characters where it
/// has them, converted ones otherwise. A draft that would not be found in its source so is left
/// out.
pub fn in_traditional(
    drafts: Vec<Draft>,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> Vec<Draft> {
    let change = |draft: Draft| {
        let quote = traditional(&draft, corpus, converter)?;
        Some(Draft { quote, ..draft })
    };
    drafts.into_iter().filter_map(change).collect()
}

fn traditional(
    draft: &Draft,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> Option<String> {
    let entry = &corpus.sources[draft.place.source].entry;
    let raw = draft.place.raw_text(corpus);
    let printed = entry.script == Script::Hant && !entry.machine_script;
    let converted = from_hans(converter, &draft.quote, Region::default()).hant;
    let own = printed.then(|| {
        let own = typography::clean(letters::standard(raw.trim()).as_ref(), Script::Hant);
        // A stray Simplified character is converted.
        let instead = |(c, converted)| match typography::is_simplified_only(c) {
            true => converted,
            false => c,
        };
        match own.chars().count() == converted.chars().count() {
            true => own.chars().zip(converted.chars()).map(instead).collect(),
            false => own,
        }
    });
    // A phrase may get characters that are not compared as those of the source (坐标, 座標):
    // there the source's own stay if Traditional has them, too.
    let one_by_one = || {
        let folded = |c: char| Folded::new(c.encode_utf8(&mut [0; 4]), 0);
        let alone = |c: char| {
            let hant = from_hans(converter, c.encode_utf8(&mut [0; 4]), Region::default());
            hant.hant.chars().next().unwrap_or(c)
        };
        let one = |(hans, hant): (char, char)| match () {
            () if folded(hans).chars() == folded(hant).chars() => hant,
            () if typography::is_simplified_only(hans) => alone(hans),
            () => hans,
        };
        draft.quote.chars().zip(converted.chars()).map(one).collect()
    };
    let proves = |quote: &String| {
        Folded::new(quote, 0).chars() == Folded::new(&raw, 0).chars()
            && residue(quote, Script::Hant).is_none()
            && typography::lint(quote, Script::Hant).is_none()
    };
    own.filter(proves).or_else(|| Some(converted.clone()).filter(proves)).or_else(|| {
        let length = |text: &str| text.chars().count();
        let equal = length(&converted) == length(&draft.quote);
        equal.then(one_by_one).filter(proves)
    })
}

/// Drafts as entries of a deck file that is typed in `script`, as their quotations must be,
/// without a theme; ranks in their ids begin with `rank`.
pub fn entries(
    drafts: &[Draft],
    corpus: &Corpus,
    theme: &str,
    rank: usize,
    script: Script,
) -> String {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = String::new();
    for (at, draft) in drafts.iter().enumerate() {
        let id = &corpus.sources[draft.place.source].entry.id;
        let line = draft.place.lines.0;
        let parallels: Vec<String> = draft
            .parallels
            .iter()
            .map(|(source, lines)| {
                format!("{}:{}", corpus.sources[*source].entry.id, lines.0)
            })
            .collect();
        let parallels = match parallels.as_slice() {
            [] => "no other witness".to_owned(),
            some => format!("also {}", some.join(", ")),
        };
        out += &format!(
            "\n# {:.2}; {}; {parallels}\n[[quote]]\nid = \"{id}-{line}-{}\"\n\
             from = \"{id}:{line}\"\nquote = {}\nenglish = {en}\nprompt = {zh}\n\
             prompt_english = {en}\nthemes = [{}]\ndifficulty = 2\n",
            draft.score,
            draft.place.basis.as_str(),
            at + rank,
            string(&draft.quote),
            string(theme),
            zh = string(placeholder(script)),
            en = string(TO_WRITE.1),
        );
    }
    out
}
