//! The characters in which a Traditional source prints a quotation.
//!
//! Conversion could only guess them: 錶 and 表 are one Simplified character. They are taken
//! from the very bytes at which the quotation is proved, character by character, in the forms
//! of the region that is shown ([`regional_form`]).

use super::Hant;
use super::file::{QuoteEntry, Typed};
use super::texts::Texts;
use crate::collate::Place;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::script::han::{is_han, regional_form};
use crate::script::{Bitext, Region, Script, typography};
use crate::source::Corpus;

/// A source's own Han characters, each at the place of the typed one that it was proved with.
pub(super) struct Own {
    /// For every character of the quotation as typed, parts joined by an ellipsis; `None` for
    /// what is no Han character, is emended, or no Traditional text could have.
    quote: Vec<Option<char>>,
    /// The same for what each emendation `reads`.
    reads: Vec<Vec<Option<char>>>,
}

/// Where a character of the text that was found comes from.
#[derive(Clone, Copy)]
enum Origin {
    Quote(usize),
    Reads(usize, usize),
}

/// The source's own characters of a quotation that stands at `place`; `None` if the source has
/// no Traditional ones of its own.
pub(super) fn own(entry: &QuoteEntry, place: &Place, corpus: &Corpus) -> Option<Own> {
    let source = &corpus.sources[place.source];
    if source.entry.script != Script::Hant || source.entry.machine_script {
        return None;
    }
    let typed: Vec<&str> = match entry.quote.get_ref() {
        Typed::One(text) => vec![text],
        Typed::Parts(parts) => parts.iter().map(|part| part.get_ref().as_str()).collect(),
        Typed::Both { hans, .. } => vec![hans.get_ref()],
    };
    let mut length = 0;
    let mut origins: Vec<Origin> = Vec::new();
    let mut wanted = Folded::default();
    for part in &typed {
        let from = length;
        length += part.chars().count() + ELISION;
        let mut found: Vec<(char, Origin)> =
            part.chars().enumerate().map(|(at, c)| (c, Origin::Quote(from + at))).collect();
        for (index, emendation) in entry.emend.iter().enumerate() {
            take_back(&mut found, index, emendation.printed.get_ref(), &emendation.reads);
        }
        let text: String = found.iter().map(|(c, _)| *c).collect();
        let folded = Folded::new(&text, 0);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in 0..folded.len() {
            let start = folded.span(at, at + 1)?.start;
            origins.push(found[starts.binary_search(&start).ok()?].1);
        }
        wanted = wanted.joined(&folded);
    }
    let stands = place.folded(corpus);
    if stands.chars() != wanted.chars() {
        return None;
    }
    let count = |text: &str| text.chars().count();
    let reads = entry.emend.iter().map(|emend| vec![None; count(emend.reads.get_ref())]);
    let mut own =
        Own { quote: vec![None; length.saturating_sub(ELISION)], reads: reads.collect() };
    for (at, origin) in origins.into_iter().enumerate() {
        let raw = source.text.slice(stands.span(at, at + 1)?)?.chars().next()?;
        // Some pages have a stray Simplified character; no Traditional text shows it.
        if !is_han(raw) || typography::is_simplified_only(raw) {
            continue;
        }
        match origin {
            Origin::Quote(at) => own.quote[at] = Some(raw),
            Origin::Reads(index, at) => own.reads[index][at] = Some(raw),
        }
    }
    Some(own)
}

/// Characters between two parts as shown: `……`.
const ELISION: usize = 2;

/// Puts what the base reads in the place of what the card prints.
fn take_back(
    found: &mut Vec<(char, Origin)>,
    index: usize,
    printed: &str,
    reads: &toml::Spanned<String>,
) {
    let text: String = found.iter().map(|(c, _)| *c).collect();
    let Some(at) = text.find(printed).filter(|_| !printed.is_empty()) else { return };
    let from = text[..at].chars().count();
    let to = from + printed.chars().count();
    let reads = reads.get_ref().chars().enumerate();
    let reads = reads.map(|(at, c)| (c, Origin::Reads(index, at)));
    found.splice(from..to, reads);
}

impl Own {
    /// The quotation with the source's own characters in Traditional. A quotation that is typed
    /// in Traditional stays as typed; a character in it that the source does not have is
    /// reported.
    pub(super) fn apply(
        &self,
        entry: &QuoteEntry,
        text: Bitext,
        texts: &Texts<'_>,
        out: &mut Vec<Diagnostic>,
    ) -> (Bitext, Hant) {
        let both = matches!(entry.quote.get_ref(), Typed::Both { .. });
        if texts.script == Script::Hans && !both {
            let (hant, changed) = put(&text, &self.quote, texts);
            let stands = if changed { Hant::Regional } else { Hant::Own };
            return (Bitext { hans: text.hans, hant }, stands);
        }
        let typed = text.hant.chars().zip(&self.quote);
        let differ: Vec<(char, char)> =
            typed.filter_map(|(c, own)| Some((c, own.filter(|own| *own != c)?))).collect();
        if let Some((typed, printed)) = differ.iter().find(|(c, own)| !same(*c, *own)) {
            let mut diagnostic = Diagnostic::new(
                Code::NotAsPrinted,
                format!("the source prints {printed} here, not {typed}"),
            );
            diagnostic = diagnostic.at(texts.file, entry.quote.span().into(), "");
            out.push(diagnostic.hint("type a Traditional source's own characters"));
        }
        let stands = if differ.is_empty() { Hant::Own } else { Hant::Regional };
        (text, stands)
    }

    /// What an emendation says that the base reads, in the base's own characters.
    pub(super) fn reads(&self, index: usize, reads: Bitext, texts: &Texts<'_>) -> Bitext {
        match self.reads.get(index) {
            Some(own) if texts.script == Script::Hans => {
                let (hant, _) = put(&reads, own, texts);
                Bitext { hans: reads.hans, hant }
            }
            _ => reads,
        }
    }
}

/// True if two Traditional characters are one in the forms of some region: 裏 and 裡.
pub(super) fn same(a: char, b: char) -> bool {
    let mut regions = [Region::Tw, Region::Hk].into_iter();
    a == b || regions.any(|r| regional_form(a, r) == regional_form(b, r))
}

/// The converted text with the source's own characters where they are known; and whether the
/// region writes any of them otherwise.
fn put(text: &Bitext, own: &[Option<char>], texts: &Texts<'_>) -> (String, bool) {
    let typed: Vec<char> = text.hans.chars().collect();
    let mut hant: Vec<char> = text.hant.chars().collect();
    if hant.len() != typed.len() {
        // A few phrases of OpenCC change the number of characters; single ones never do.
        let single = |c: &char| texts.convert(c.encode_utf8(&mut [0; 4])).hant;
        hant = typography::quotes_for_hant(&typed.iter().map(single).collect::<String>())
            .chars()
            .collect();
    }
    let mut changed = false;
    for (shown, own) in hant.iter_mut().zip(own) {
        if let Some(own) = own {
            *shown = regional_form(*own, texts.region);
            changed |= *shown != *own;
        }
    }
    (hant.into_iter().collect(), changed)
}
