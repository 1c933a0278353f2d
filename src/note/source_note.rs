//! The source note: what is known of a quotation's origin.
//!
//! Composed here and nowhere else, from the manifest and the collation. It says who
//! speaks, on which occasion and whether that is inferred, which document is quoted and
//! where, what that document's limits are, and how many other copies there are. Copies
//! are not confirmations: those that descend from one another are said to.
//!
//! The short form stands on a card, the long one in the CSV.

use std::collections::BTreeSet;

use crate::deck::{Deck, Quote};
use crate::script::{Bitext, Converter, Script, from_hans};
use crate::source::{Basis, Corpus};

/// A quotation's origin in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// In both scripts.
    pub zh: Bitext,
    /// In English.
    pub en: String,
}

/// A sentence under way, in Chinese (Simplified) and English.
#[derive(Default)]
struct Draft {
    zh: String,
    en: String,
}

impl Draft {
    fn add(&mut self, zh: impl AsRef<str>, en: impl AsRef<str>) {
        self.zh += zh.as_ref();
        self.en += en.as_ref();
    }
}

/// Other copies of a quotation.
struct Copies {
    /// Other sources with the words.
    others: usize,
    /// Sources, the base included, that share an ancestor with another of them.
    related: usize,
    /// Places at which they differ in words.
    places: usize,
}

fn copies(quote: &Quote, corpus: &Corpus) -> Copies {
    let others = quote.collation.witnesses.iter().map(|w| w.place.source);
    let all = std::iter::once(quote.base.source).chain(others);
    let groups: Vec<&String> =
        all.filter_map(|source| corpus.sources[source].entry.group.as_ref()).collect();
    let distinct: BTreeSet<&&String> = groups.iter().collect();
    let sizes =
        distinct.into_iter().map(|g| groups.iter().filter(|other| *other == g).count());
    Copies {
        others: quote.collation.witnesses.len(),
        related: sizes.filter(|size| *size > 1).sum(),
        places: quote.collation.places_of_variance(),
    }
}

fn lines_zh((first, last): (usize, usize)) -> String {
    if first == last { format!("第{first}行") } else { format!("第{first}–{last}行") }
}

fn lines_en((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}–{last}") }
}

/// The note as it stands on a card.
pub fn short(
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> SourceNote {
    let entry = &corpus.sources[quote.base.source].entry;
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    add_occasion(&mut draft, quote, corpus);
    draft.add(
        format!("；据{}{}", entry.short, lines_zh(quote.base.lines)),
        format!("; from {}, {}", entry.short_english, lines_en(quote.base.lines)),
    );
    if let Some(caveat) = &entry.card_caveat {
        draft.add(format!("（{}）", caveat.zh), format!(" ({})", caveat.en));
    }
    add_copies(&mut draft, quote, corpus);
    finish(draft, quote, deck, corpus, converter)
}

/// The note with everything that is known: the occasion's title, outlet, basis, caveat,
/// every witness and echo with its place.
pub fn long(
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> SourceNote {
    let source = &corpus.sources[quote.base.source];
    let entry = &source.entry;
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    if let Some(reference) = quote.occasion {
        let occasion = &corpus.manifest.occasions[reference.index];
        draft.add(
            format!("，{}《{}》", occasion.short, occasion.title),
            format!(", {}", occasion.short_english),
        );
        if reference.inferred {
            draft.add("（推定，来源未指明）", " (inferred; the source does not say so)");
        }
    }
    draft.add(
        format!("；据{}（{}）{}", entry.short, entry.outlet, lines_zh(quote.base.lines)),
        format!("; from {}, {}", entry.short_english, lines_en(quote.base.lines)),
    );
    let (basis_zh, basis_en) = match quote.base.basis {
        Basis::Labelled => ("，署名为其所说", ", labelled as the speaker's"),
        Basis::Inherited => {
            ("，承上段署名", ", in a paragraph that follows a labelled one")
        }
        Basis::Compiled => ("，由编者整理", ", edited by a compiler"),
        Basis::Digested => ("，为摘要", ", digested"),
        Basis::Reported => ("，为转述", ", reported"),
    };
    draft.add(basis_zh, basis_en);
    if let Some(caveat) = &entry.card_caveat {
        draft.add(format!("（{}）", caveat.zh), format!(" ({})", caveat.en));
    }
    add_copies(&mut draft, quote, corpus);
    for (at, witness) in quote.collation.witnesses.iter().enumerate() {
        let entry = &corpus.sources[witness.place.source].entry;
        let (comma_zh, comma_en) =
            if at == 0 { ("。抄录：", ". Copies: ") } else { ("、", "; ") };
        draft.add(
            format!("{comma_zh}{}{}", entry.short, lines_zh(witness.place.lines)),
            format!("{comma_en}{}, {}", entry.short_english, lines_en(witness.place.lines)),
        );
    }
    for echo in &quote.collation.echoes {
        let entry = &corpus.sources[echo.place.source].entry;
        draft.add(
            format!("；{}{}有转述", entry.short, lines_zh(echo.place.lines)),
            format!(
                "; paraphrased in {}, {}",
                entry.short_english,
                lines_en(echo.place.lines)
            ),
        );
    }
    finish(draft, quote, deck, corpus, converter)
}

/// Who says it and when, in English: how every short note begins.
pub fn who_and_when(quote: &Quote, corpus: &Corpus) -> String {
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    add_occasion(&mut draft, quote, corpus);
    draft.en
}

fn add_occasion(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let Some(reference) = quote.occasion else { return };
    let occasion = &corpus.manifest.occasions[reference.index];
    draft.add(format!("，{}", occasion.short), format!(", {}", occasion.short_english));
    if reference.inferred {
        draft.add("（推定）", " (inferred)");
    }
}

fn add_speaker(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let passage = &corpus.sources[quote.base.source].passages[quote.passage];
    match corpus.manifest.speaker(&passage.speaker) {
        Some(speaker) => draft.add(&speaker.name, &speaker.name_english),
        None => draft.add(&passage.speaker, &passage.speaker),
    }
}

fn add_copies(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let copies = copies(quote, corpus);
    if copies.others == 0 {
        return;
    }
    let noun = if copies.others == 1 { "copy" } else { "copies" };
    draft.add(
        format!("；另见{}处抄录", copies.others),
        format!("; {} other {noun}", copies.others),
    );
    if copies.related > 0 {
        draft.add(
            format!("（其中{}处同源）", copies.related),
            format!(" ({} of one ancestor)", copies.related),
        );
    }
    match copies.places {
        0 => draft.add("，文字无异", ", same words"),
        1 => draft.add("，1处异文", ", differing in 1 place"),
        n => draft.add(format!("，{n}处异文"), format!(", differing in {n} places")),
    }
}

/// True if the words that a card shows in this script are not as the base prints them, but
/// converted.
pub fn is_converted(quote: &Quote, deck: &Deck, corpus: &Corpus, script: Script) -> bool {
    let entry = &corpus.sources[quote.base.source].entry;
    match (entry.script, entry.machine_script) {
        (Script::Hans, _) => script == Script::Hant,
        (Script::Hant, true) => true,
        (Script::Hant, false) => deck.script == Script::Hans || script == Script::Hans,
    }
}

/// Says which script was printed and which converted, and gives all three languages.
fn finish(
    mut draft: Draft,
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> SourceNote {
    let entry = &corpus.sources[quote.base.source].entry;
    let (hans, hant) = match (entry.script, entry.machine_script) {
        (Script::Hans, _) => {
            draft.en += ". Printed in Simplified; Traditional converted.";
            ("。", "。原文为简体，繁体为转换。")
        }
        (Script::Hant, false) if deck.script == Script::Hans => {
            draft.en += ". Printed in Traditional; both scripts here are converted.";
            let both = "。原文为繁体，此处简体与繁体皆经转换。";
            (both, both)
        }
        (Script::Hant, false) => {
            draft.en += ". Printed in Traditional; Simplified converted.";
            ("。原文为繁体，简体为转换。", "。")
        }
        (Script::Hant, true) => {
            draft.en +=
                ". Printed in machine-made Traditional; both scripts here are converted.";
            let both = "。原页为机器转换的繁体，简体与繁体皆经转换。";
            (both, both)
        }
    };
    let converted =
        |end: &str| from_hans(converter, &format!("{}{end}", draft.zh), deck.region);
    let zh = Bitext { hans: converted(hans).hans, hant: converted(hant).hant };
    SourceNote { zh, en: draft.en }
}
