//! The source note: what is known of a quotation's origin.
//!
//! Composed here and nowhere else, from the manifest and the collation. It says who
//! speaks, on which occasion and whether that is inferred, which document is quoted and
//! where, what that document's limits are, and how many other copies there are. Copies
//! are not confirmations: those that descend from one another are said to.
//!
//! The short form stands on a card, the long one in tables and on the terminal.

use serde::Serialize;

use super::Ours;
use super::copies::Copies;
use crate::deck::{Hant, Quote};
use crate::script::{Bitext, Form, Region, Script, from_either, typography, written_in};
use crate::source::place::{self, Words};
use crate::source::{Basis, Corpus, Source, SourceEntry};
use crate::text::LineRange;

/// A quotation's origin in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceNote {
    /// In both scripts.
    pub zh: Bitext,
    /// In English.
    pub en: String,
}

/// What is said of a card's origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceNotes {
    /// As it stands on a card.
    pub short: SourceNote,
    /// With everything that is known: the occasion's title, outlet, basis, caveat, every
    /// witness and echo with its place.
    pub long: SourceNote,
    /// Who says it and when, in English: how every short note of a quotation begins.
    pub who_and_when: String,
}

impl SourceNotes {
    /// Of a card of which there is no more to say.
    pub(super) fn only(note: SourceNote) -> Self {
        Self { long: note.clone(), short: note, who_and_when: String::new() }
    }
}

/// The source notes of a quotation.
pub(super) fn notes(quote: &Quote, corpus: &Corpus, ours: Ours<'_>) -> SourceNotes {
    SourceNotes {
        short: short(quote, corpus, ours),
        long: long(quote, corpus, ours),
        who_and_when: who_and_when(quote, corpus),
    }
}

/// A sentence under way, in Chinese and English.
#[derive(Default)]
struct Draft {
    zh: Vec<Piece>,
    en: String,
}

/// A part of the Chinese sentence.
enum Piece {
    /// Our own words and what is typed in Simplified; neighbours are converted together.
    Hans(String),
    /// A name or a title that is typed in Traditional.
    Hant(String),
}

impl Draft {
    fn add(&mut self, zh: impl AsRef<str>, en: impl AsRef<str>) {
        match self.zh.last_mut() {
            Some(Piece::Hans(text)) => *text += zh.as_ref(),
            _ => self.zh.push(Piece::Hans(zh.as_ref().to_owned())),
        }
        self.en += en.as_ref();
    }

    /// Adds a name or a title as the manifest has it, in the script of its document.
    fn add_typed(&mut self, zh: &str, script: Script, en: &str) {
        match written_in(zh, script) {
            Script::Hans => self.add(zh, en),
            Script::Hant => {
                self.zh.push(Piece::Hant(zh.to_owned()));
                self.en += en;
            }
        }
    }

    /// The Chinese sentence in both scripts.
    fn bitext(&self, ours: Ours<'_>) -> Bitext {
        let Ours { converter, region } = ours;
        let mut both = Bitext::default();
        for piece in &self.zh {
            let piece = match piece {
                Piece::Hans(text) => Bitext {
                    hans: text.clone(),
                    hant: converter.convert(text, Form::Hant(region)),
                },
                Piece::Hant(text) => from_either(converter, text, Script::Hant, region),
            };
            both.hans += &piece.hans;
            both.hant += &piece.hant;
        }
        // Marks may open in one piece and close in another.
        both.hant = typography::quotes_for_hant(&both.hant);
        both
    }
}

/// Names a document and its lines, as source notes do.
pub(super) fn document(source: &Source, lines: LineRange, ours: Ours<'_>) -> SourceNote {
    let entry = &source.entry;
    let mut draft = Draft::default();
    draft.add_typed(&entry.short, entry.script, &entry.short_english);
    add_places(&mut draft, source, &[lines]);
    SourceNote { zh: draft.bitext(ours), en: draft.en }
}

/// Says where lines of a source stand: in its original, as people look them up, or by the line of
/// the document itself.
fn add_places(draft: &mut Draft, source: &Source, places: &[LineRange]) {
    let found: Vec<Words> =
        places.iter().filter_map(|lines| place::words(source, *lines)).collect();
    if found.len() < places.len() || found.is_empty() {
        draft.add(lines_zh(places), lines_en(places));
        return;
    }
    for (at, words) in found.iter().enumerate() {
        draft.add(if at == 0 { "，" } else { "、" }, ", ");
        match words {
            Words::Pages(pages) => draft.add(format!("第{pages}页"), words.english()),
            Words::Time(time) => draft.add(time, time),
            Words::Paragraphs(numbers) => {
                draft.add(format!("第{numbers}段"), words.english());
            }
            Words::Chapter(title) => {
                draft.add("“", "");
                draft.add_typed(title, source.entry.script, "");
                draft.add("”", words.english());
            }
        }
    }
    if source.is_corrected() {
        let lines = source.origin.as_ref().and_then(|origin| origin.corrected_lines);
        match lines {
            Some(n) => {
                let noun = if n == 1 { "line" } else { "lines" };
                draft.add(
                    format!("（文本经手工校正{n}行）"),
                    format!(" (text corrected by hand, {n} {noun})"),
                );
            }
            None => draft.add("（文本经手工校正）", " (text corrected by hand)"),
        }
    }
}

/// 第35行; 第35、81行 where a source repeats itself.
fn lines_zh(places: &[LineRange]) -> String {
    format!("第{}行", lines(places, "、"))
}

/// What follows a source's name: `, line 35`; `, lines 35 and 81`.
fn lines_en(places: &[LineRange]) -> String {
    let one = matches!(places, [only] if only.is_one());
    let noun = if one { "line" } else { "lines" };
    let all = match places.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("{} and {}", lines(rest, ", "), lines(&[*last], ""))
        }
        _ => lines(places, ""),
    };
    format!(", {noun} {all}")
}

fn lines(places: &[LineRange], comma: &str) -> String {
    let places = places.iter().map(LineRange::to_string);
    places.collect::<Vec<_>>().join(comma)
}

/// The note as it stands on a card.
fn short(quote: &Quote, corpus: &Corpus, ours: Ours<'_>) -> SourceNote {
    let source = &corpus.sources[quote.base.source];
    let entry = &source.entry;
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    add_occasion(&mut draft, quote, corpus);
    draft.add("；据", "; from ");
    draft.add_typed(&entry.short, entry.script, &entry.short_english);
    add_places(&mut draft, source, &[quote.base.lines]);
    add_caveat(&mut draft, entry);
    add_copies(&mut draft, quote, corpus);
    finish(draft, quote, corpus, ours)
}

/// The note with everything that is known.
fn long(quote: &Quote, corpus: &Corpus, ours: Ours<'_>) -> SourceNote {
    let source = &corpus.sources[quote.base.source];
    let entry = &source.entry;
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    if let Some(reference) = quote.occasion {
        let occasion = &corpus.manifest.occasions[reference.index];
        draft.add("，", ", ");
        draft.add_typed(&occasion.short, Script::Hans, &occasion.short_english);
        draft.add("《", "");
        draft.add_typed(&occasion.title, Script::Hans, "");
        draft.add("》", "");
        if reference.inferred {
            draft.add("（推定，来源未指明）", " (inferred; the source does not say so)");
        }
    }
    draft.add("；据", "; from ");
    draft.add_typed(&entry.short, entry.script, &entry.short_english);
    if let Some(outlet) = entry.known_outlet() {
        draft.add("（", "");
        draft.add_typed(outlet, entry.script, "");
        draft.add("）", "");
    }
    let places: Vec<LineRange> = quote.base_lines().collect();
    add_places(&mut draft, source, &places);
    let (basis_zh, basis_en) = match quote.base.basis {
        Basis::Labelled => ("，署名为其所说", ", labelled as the speaker's"),
        Basis::Inherited => {
            ("，承上段署名", ", in a paragraph that follows a labelled one")
        }
        Basis::Compiled => ("，由编者整理", ", edited by a compiler"),
        Basis::Cited => ("，为叙述中的引语", ", quoted in narration"),
        Basis::Digested => ("，为摘要", ", digested"),
        Basis::Reported => ("，为转述", ", reported"),
        Basis::Unsure(_) => ("，归属存疑", ", speaker not known"),
    };
    draft.add(basis_zh, basis_en);
    add_caveat(&mut draft, entry);
    add_copies(&mut draft, quote, corpus);
    for (at, witness) in quote.collation.witnesses.iter().enumerate() {
        let source = &corpus.sources[witness.place.source];
        let entry = &source.entry;
        let (comma_zh, comma_en) =
            if at == 0 { ("。转抄：", ". Copies: ") } else { ("、", "; ") };
        let places: Vec<LineRange> = witness.lines().collect();
        draft.add(comma_zh, comma_en);
        draft.add_typed(&entry.short, entry.script, &entry.short_english);
        add_places(&mut draft, source, &places);
    }
    for echo in &quote.collation.echoes {
        let source = &corpus.sources[echo.place.source];
        let entry = &source.entry;
        let places: Vec<LineRange> = echo.lines().collect();
        draft.add("；", "; paraphrased in ");
        draft.add_typed(&entry.short, entry.script, &entry.short_english);
        add_places(&mut draft, source, &places);
        draft.add("有转述", "");
    }
    finish(draft, quote, corpus, ours)
}

/// Who says it and when, in English: how every short note begins.
fn who_and_when(quote: &Quote, corpus: &Corpus) -> String {
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    add_occasion(&mut draft, quote, corpus);
    draft.en
}

fn add_occasion(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let Some(reference) = quote.occasion else { return };
    let occasion = &corpus.manifest.occasions[reference.index];
    draft.add("，", ", ");
    draft.add_typed(&occasion.short, Script::Hans, &occasion.short_english);
    if reference.inferred {
        draft.add("（推定）", " (inferred)");
    }
}

/// Who speaks, as the source notes call them.
pub(super) fn speaker(quote: &Quote, corpus: &Corpus, ours: Ours<'_>) -> Bitext {
    let mut draft = Draft::default();
    add_speaker(&mut draft, quote, corpus);
    draft.bitext(ours)
}

fn add_speaker(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let passage = &corpus.sources[quote.base.source].passages[quote.passage];
    let id = passage.speaker.as_deref().unwrap_or_default();
    match corpus.manifest.speaker(id) {
        Some(speaker) => {
            draft.add_typed(&speaker.name, Script::Hans, &speaker.name_english);
        }
        None => draft.add(id, id),
    }
}

fn add_caveat(draft: &mut Draft, entry: &SourceEntry) {
    if let Some(caveat) = &entry.card_caveat {
        draft.add("（", "");
        draft.add_typed(&caveat.zh, Script::Hans, "");
        draft.add("）", format!(" ({})", caveat.en));
    }
}

fn add_copies(draft: &mut Draft, quote: &Quote, corpus: &Corpus) {
    let group = |source: usize| corpus.sources[source].entry.group.as_deref();
    let witnesses = quote.collation.witnesses.iter();
    let others: Vec<_> = witnesses.map(|witness| group(witness.place.source)).collect();
    let copies = Copies::count(group(quote.base.source), &others);
    let Some(said) = copies.said() else { return };
    draft.add(format!("；{}", said.zh), format!("; {}", said.en));
    match quote.collation.places_of_variance() {
        0 => draft.add("，文字无异", ", same words"),
        1 => draft.add("，1处异文", ", differing in 1 place"),
        n => draft.add(format!("，{n}处异文"), format!(", differing in {n} places")),
    }
}

/// Says which script was printed and which converted, and gives all three languages.
fn finish(mut draft: Draft, quote: &Quote, corpus: &Corpus, ours: Ours<'_>) -> SourceNote {
    let entry = &corpus.sources[quote.base.source].entry;
    let (hans, hant) = match (entry.script, entry.machine_script) {
        (Script::Hans, _) => {
            draft.en += ". Printed in Simplified; Traditional converted.";
            ("。", "。原文为简体，繁体为转换。")
        }
        (Script::Hant, false) => {
            let (own_zh, own_en) = match (quote.hant, ours.region) {
                (Hant::NotPrinted | Hant::Own, _) => ("。", ""),
                (Hant::Regional, Region::Tw) => {
                    ("。原文为繁体，字形依台湾。", ", shown in Taiwan's forms")
                }
                (Hant::Regional, Region::Hk) => {
                    ("。原文为繁体，字形依香港。", ", shown in Hong Kong's forms")
                }
            };
            draft.en += &format!(". Printed in Traditional{own_en}; Simplified converted.");
            ("。原文为繁体，简体为转换。", own_zh)
        }
        (Script::Hant, true) => {
            draft.en +=
                ". Printed in machine-made Traditional; both scripts here are converted.";
            let both = "。原页为机器转换的繁体，简体与繁体皆经转换。";
            (both, both)
        }
    };
    let Bitext { hans: said_hans, hant: said_hant } = draft.bitext(ours);
    let end = ours.both(hant).hant;
    let zh = Bitext { hans: said_hans + hans, hant: said_hant + &end };
    SourceNote { zh, en: draft.en }
}
