//! The source note: what is known of a quotation's origin, in a line.
//!
//! Composed here and nowhere else, from the manifest and the collation. It says who
//! speaks, on which occasion and whether that is inferred, which document is quoted and
//! where, what that document's limits are, and how many other copies there are. Copies
//! are not confirmations: those that descend from one another are said to.

use std::collections::BTreeSet;

use crate::deck::{Deck, Quote};
use crate::script::{Bitext, Converter, Script, from_hans};
use crate::source::Corpus;

/// A quotation's origin in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// In both scripts.
    pub zh: Bitext,
    /// In English.
    pub en: String,
}

/// Numbers a source note speaks of.
struct Counts {
    /// Other sources with the words.
    copies: usize,
    /// Copies, the base included, that share an ancestor with another of them.
    related: usize,
    /// Places at which they differ in words.
    readings: usize,
}

fn counts(quote: &Quote, corpus: &Corpus) -> Counts {
    let group = |source: usize| corpus.sources[source].entry.group.clone();
    let others: Vec<usize> =
        quote.collation.witnesses.iter().map(|w| w.place.source).collect();
    let all: Vec<Option<String>> = std::iter::once(quote.base.source)
        .chain(others.iter().copied())
        .map(group)
        .collect();
    let groups: BTreeSet<&String> = all.iter().flatten().collect();
    let related = groups
        .into_iter()
        .map(|g| all.iter().flatten().filter(|other| *other == g).count())
        .filter(|count| *count > 1)
        .sum();
    Counts { copies: others.len(), related, readings: quote.collation.places_of_variance() }
}

fn lines_zh((first, last): (usize, usize)) -> String {
    if first == last { format!("第{first}行") } else { format!("第{first}–{last}行") }
}

fn lines_en((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}–{last}") }
}

/// The note as it stands on a card.
pub(super) fn short(
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> SourceNote {
    let source = &corpus.sources[quote.base.source];
    let passage = &source.passages[quote.passage];
    let speaker = corpus.manifest.speaker(&passage.speaker);
    let (mut zh, mut en) = match speaker {
        Some(speaker) => (speaker.name.clone(), speaker.name_english.clone()),
        None => (passage.speaker.clone(), passage.speaker.clone()),
    };
    if let Some(reference) = quote.occasion {
        let occasion = &corpus.manifest.occasions[reference.index];
        let (mark_zh, mark_en) =
            if reference.inferred { ("（推定）", " (inferred)") } else { ("", "") };
        zh += &format!("，{}{mark_zh}", occasion.short);
        en += &format!(", {}{mark_en}", occasion.short_english);
    }
    zh += &format!("；据{}{}", source.entry.short, lines_zh(quote.base.lines));
    en += &format!("; from {}, {}", source.entry.short_english, lines_en(quote.base.lines));
    if let Some(caveat) = &source.entry.card_caveat {
        zh += &format!("（{}）", caveat.zh);
        en += &format!(" ({})", caveat.en);
    }
    let counts = counts(quote, corpus);
    if counts.copies > 0 {
        zh += &format!("；另见{}处抄录", counts.copies);
        let copies = if counts.copies == 1 { "copy" } else { "copies" };
        en += &format!("; {} other {copies}", counts.copies);
        if counts.related > 0 {
            zh += &format!("（其中{}处同源）", counts.related);
            en += &format!(" ({} of one ancestor)", counts.related);
        }
        match counts.readings {
            0 => {
                zh += "，文字无异";
                en += ", same words";
            }
            n => {
                zh += &format!("，{n}处异文");
                en += &format!(", differing in {n} place{}", if n == 1 { "" } else { "s" });
            }
        }
    }
    let mut bitext = from_hans(converter, &zh, deck.region);
    match source.entry.script {
        Script::Hans => {
            bitext.hant += "。原文簡體，繁體為轉換";
            en += ". Printed in Simplified; Traditional converted";
        }
        Script::Hant => {
            bitext.hans += "。原页为机器转换的繁体，简体与繁体皆经转换";
            bitext.hant += "。原頁為機器轉換的繁體，簡體與繁體皆經轉換";
            en += ". Printed in machine-made Traditional; both scripts here are converted";
        }
    }
    bitext.hans += "。";
    bitext.hant += "。";
    en += ".";
    SourceNote { zh: bitext, en }
}
