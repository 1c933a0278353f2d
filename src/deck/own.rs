//! The characters in which a source prints a quotation.
//!
//! Conversion could only guess those of a Traditional source: 錶 and 表 are one Simplified
//! character. They are taken from the very bytes at which the quotation is proved, character by
//! character, in the forms of the region that is shown ([`in_region`]). And a quotation that is
//! typed in the script of its source has the characters of it, also where the script does not
//! count for finding them (彷徨 is no 仿徨).

use std::cell::LazyCell;

use super::Hant;
use super::file::{QuoteEntry, Typed};
use super::texts::{ELISION, Texts, parts};
use crate::collate::Place;
use crate::diagnostics::alike::tell_apart;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::script::han::{is_han, same_but_for_region, simplified_form};
use crate::script::letters;
use crate::script::{Bitext, Script, foreign, in_region, to_hans, typography};
use crate::source::{Corpus, Source};
use crate::text::Span;

/// A source's own Han characters, each at the place of the typed one that it was proved with.
pub(super) struct Own<'a> {
    source: &'a Source,
    /// For every character of the quotation as typed, parts joined by an ellipsis (of the
    /// Simplified form if both are typed); `None` for what is no Han character, is emended, or
    /// no Traditional text could have.
    quote: Vec<Option<Printed>>,
    /// The same for what each emendation `reads`.
    reads: Vec<Vec<Option<Printed>>>,
}

/// A character of a source.
#[derive(Clone, Copy)]
struct Printed {
    han: char,
    /// Where it stands in the source.
    span: Span,
}

/// Where a character of the text that was found comes from.
#[derive(Clone, Copy)]
enum Origin {
    Quote(usize),
    Reads(usize, usize),
}

/// The source's own characters of a quotation that stands at `place`; `None` if the source has
/// no Traditional ones of its own.
pub(super) fn own<'a>(
    entry: &QuoteEntry,
    place: &Place,
    corpus: &'a Corpus,
) -> Option<Own<'a>> {
    let source = &corpus.sources[place.source];
    if source.entry.script != Script::Hant || source.entry.machine_script {
        return None;
    }
    // Some pages have a stray Simplified character; no Traditional text shows it.
    beside_typed(entry, place, corpus, |c| !typography::is_simplified_only(c))
}

/// Reports where a quotation that is typed in Simplified has another character than its
/// Simplified source, unless the source has a stray Traditional one there (意味著).
pub(super) fn check_simplified(
    entry: &QuoteEntry,
    place: &Place,
    corpus: &Corpus,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let source = &corpus.sources[place.source];
    if texts.script != Script::Hans || source.entry.script != Script::Hans {
        return;
    }
    let Some(own) = beside_typed(entry, place, corpus, |_| true) else { return };
    let typed = entry.quote.get_ref().joined(Script::Hans);
    // What is typed in Traditional is told as such. Few quotations need a look at it.
    let told = LazyCell::new(|| foreign(&typed, Script::Hans));
    let wrong = |(at, ((offset, c), own)): (usize, ((usize, char), &Option<Printed>))| {
        let own = own.filter(|own| own.han != c)?;
        let excused =
            told.contains(&(offset, c)) || is_stray_traditional(source, own, c, texts);
        (!excused).then_some((at, c, own))
    };
    let wrong =
        typed.char_indices().zip(&own.quote).enumerate().filter_map(wrong).collect();
    own.report(entry, wrong, "a card shows what its document prints", texts, out);
}

/// True if the character that a Simplified source prints is a Traditional one among its
/// neighbours, or conversion of the line writes the typed one for it.
fn is_stray_traditional(
    source: &Source,
    printed: Printed,
    typed: char,
    texts: &Texts<'_>,
) -> bool {
    let text = &source.text;
    let line = text.line_span(text.line_of(printed.span.start));
    let Some((line, span)) = line.and_then(|span| Some((text.slice(span)?, span))) else {
        return false;
    };
    let offset = printed.span.start - span.start;
    if foreign(line, Script::Hans).iter().any(|(at, _)| *at == offset) {
        return true;
    }
    let converted = to_hans(texts.converter, line);
    let count = |text: &str| text.chars().count();
    count(&converted) != count(line)
        || converted.chars().nth(count(&line[..offset])) == Some(typed)
}

/// The source's Han characters, of those that may be shown, beside the typed ones.
fn beside_typed<'a>(
    entry: &QuoteEntry,
    place: &Place,
    corpus: &'a Corpus,
    may_be_shown: impl Fn(char) -> bool,
) -> Option<Own<'a>> {
    let source = &corpus.sources[place.source];
    let count = |text: &str| text.chars().count();
    let mut length = 0;
    let mut origins: Vec<Origin> = Vec::new();
    let mut wanted = Folded::default();
    for (part, _) in parts(&entry.quote) {
        let from = length;
        length += count(part) + count(ELISION);
        let mut found: Vec<(char, Origin)> =
            part.chars().enumerate().map(|(at, c)| (c, Origin::Quote(from + at))).collect();
        for (index, emendation) in entry.emend.iter().enumerate() {
            take_back(&mut found, index, emendation.printed.get_ref(), &emendation.reads);
        }
        let text: String = found.iter().map(|(c, _)| *c).collect();
        let folded = Folded::new(&text, 0);
        origins.extend(places(&text, &folded).into_iter().map(|at| found[at].1));
        wanted = wanted.joined(&folded);
    }
    let stands = place.folded(corpus);
    if stands.chars() != wanted.chars() {
        return None;
    }
    let reads = entry.emend.iter().map(|emend| vec![None; count(emend.reads.get_ref())]);
    let quote = vec![None; length.saturating_sub(count(ELISION))];
    let mut own = Own { source, quote, reads: reads.collect() };
    for (at, origin) in origins.into_iter().enumerate() {
        let span = stands.span(at, at + 1)?;
        let han = letters::standard(source.text.slice(span)?).chars().next()?;
        if !is_han(han) || !may_be_shown(han) {
            continue;
        }
        let printed = Some(Printed { han, span });
        match origin {
            Origin::Quote(at) => own.quote[at] = printed,
            Origin::Reads(index, at) => own.reads[index][at] = printed,
        }
    }
    Some(own)
}

/// For every folded character, which character of the text it came from.
fn places(text: &str, folded: &Folded) -> Vec<usize> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let spans = (0..folded.len()).filter_map(|at| folded.span(at, at + 1));
    spans.filter_map(|span| starts.binary_search(&span.start).ok()).collect()
}

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

impl Own<'_> {
    /// The quotation with the source's own characters in Traditional. One that is typed in
    /// Traditional keeps the typed ones; those that the source does not have are reported.
    pub(super) fn apply(
        &self,
        entry: &QuoteEntry,
        text: Bitext,
        texts: &Texts<'_>,
        out: &mut Vec<Diagnostic>,
    ) -> (Bitext, Hant) {
        let both = matches!(entry.quote.get_ref(), Typed::Both { .. });
        if !both {
            self.warn_of_strays(entry, &text, texts, out);
        }
        let (hant, stands) = match entry.quote.get_ref() {
            Typed::Both { hans, hant } => {
                let plain = texts.convert_hans(hans.get_ref());
                // Where the source seems to slip, either form says something.
                if self.strays(&plain.hant).next().is_none() {
                    let (plain, _) = put(&plain, &self.quote, texts);
                    texts.check_needed(&entry.quote, &plain, out);
                }
                let own = self.beside(hans.get_ref(), hant.get_ref());
                self.check_printed(entry, hant.get_ref(), &own, texts, out);
                let changed = differs(&text.hant, &own);
                (text.hant, changed)
            }
            _ if texts.script == Script::Hans => put(&text, &self.quote, texts),
            typed => {
                let typed = typed.joined(Script::Hant);
                self.check_printed(entry, &typed, &self.quote, texts, out);
                let changed = differs(&text.hant, &self.quote);
                (text.hant, changed)
            }
        };
        let stands = if stands { Hant::Regional } else { Hant::Own };
        (Bitext { hans: text.hans, hant }, stands)
    }

    /// The source's characters at the places of the Traditional form, where both are typed.
    /// The two may differ in what does not count, such as a space.
    fn beside(&self, hans: &str, hant: &str) -> Vec<Option<Printed>> {
        let mut own = vec![None; hant.chars().count()];
        let folded = |text: &str| places(text, &Folded::new(text, 0));
        let (hans, hant) = (folded(hans), folded(hant));
        if hans.len() == hant.len() {
            for (from, to) in hans.into_iter().zip(hant) {
                own[to] = self.quote.get(from).copied().flatten();
            }
        }
        own
    }

    /// Reports the typed characters that the source does not have, each run of them once.
    fn check_printed(
        &self,
        entry: &QuoteEntry,
        typed: &str,
        own: &[Option<Printed>],
        texts: &Texts<'_>,
        out: &mut Vec<Diagnostic>,
    ) {
        let wrong = |(at, (c, own)): (usize, (char, &Option<Printed>))| {
            let own = own.filter(|own| !same_but_for_region(own.han, c))?;
            (!self.is_stray(own.han, c)).then_some((at, c, own))
        };
        let wrong = typed.chars().zip(own).enumerate().filter_map(wrong).collect();
        self.report(entry, wrong, "type a Traditional source's own characters", texts, out);
    }

    /// Reports each run of typed characters for which the source has others.
    fn report(
        &self,
        entry: &QuoteEntry,
        wrong: Vec<(usize, char, Printed)>,
        hint: &str,
        texts: &Texts<'_>,
        out: &mut Vec<Diagnostic>,
    ) {
        for run in wrong.chunk_by(|a, b| a.0 + 1 == b.0) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let found: String = run.iter().map(|(_, c, _)| *c).collect();
            let printed: String = run.iter().map(|(_, _, own)| own.han).collect();
            let place = texts.place_of(&entry.quote, first.0);
            let place = place.join(texts.place_of(&entry.quote, last.0));
            let told = tell_apart(&found, &printed);
            let told = told.map_or(String::new(), |told| format!("; {told}"));
            let message = format!("the source prints {printed} here, not {found}{told}");
            out.push(
                Diagnostic::new(Code::NotAsPrinted, message)
                    .at(texts.file, place, format!("write {printed}"))
                    .also(
                        &self.source.entry.file,
                        first.2.span.join(last.2.span),
                        "as printed",
                    )
                    .hint(hint),
            );
        }
    }

    /// Warns of characters that the source seems to have in Simplified by mistake, and that
    /// are Traditional ones, too: 以后 in a text that otherwise writes 以後. Nobody is asked who
    /// has typed 後.
    fn warn_of_strays(
        &self,
        entry: &QuoteEntry,
        text: &Bitext,
        texts: &Texts<'_>,
        out: &mut Vec<Diagnostic>,
    ) {
        let converted = texts.convert_hans(&text.hans).hant;
        let typed = (texts.script == Script::Hant).then_some(text.hant.chars());
        let typed: Vec<char> = typed.into_iter().flatten().collect();
        for (at, c, own) in self.strays(&converted) {
            if typed.get(at).is_some_and(|typed| same_but_for_region(*typed, c)) {
                continue;
            }
            let message = format!(
                "the source prints {} here, and {c} elsewhere: is it a Simplified character?",
                own.han
            );
            let both = format!("{{ hans = \"…\", hant = \"…{c}…\" }}");
            let hint = match texts.script {
                Script::Hans => format!("say which is meant: {both}"),
                Script::Hant => format!("type {c}, or both scripts to keep {}", own.han),
            };
            out.push(
                Diagnostic::new(Code::StraySimplified, message)
                    .at(texts.file, texts.place_of(&entry.quote, at), "")
                    .also(&self.source.entry.file, own.span, "as printed")
                    .hint(hint)
                    .hint(format!("without that the card shows {}", own.han)),
            );
        }
    }

    /// The places where the source has a character that conversion would write otherwise, as
    /// the source does elsewhere: what conversion writes, and what is printed.
    fn strays<'s>(
        &'s self,
        converted: &'s str,
    ) -> impl Iterator<Item = (usize, char, Printed)> + 's {
        let equal = converted.chars().count() == self.quote.len();
        let places = converted.chars().zip(&self.quote).enumerate();
        places.filter(move |_| equal).filter_map(|(at, (c, own))| {
            Some((at, c, own.filter(|own| self.is_stray(own.han, c))?))
        })
    }

    /// True if a character that the source prints may stand there in Simplified for another
    /// one, which the source has, too.
    fn is_stray(&self, printed: char, meant: char) -> bool {
        !same_but_for_region(printed, meant)
            && simplified_form(printed) == printed
            && simplified_form(meant) == printed
            && self.source.text.as_str().chars().any(|c| same_but_for_region(c, meant))
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

/// True if a text has another character than the source at any place.
fn differs(hant: &str, own: &[Option<Printed>]) -> bool {
    hant.chars().zip(own).any(|(c, own)| own.is_some_and(|own| own.han != c))
}

/// The converted text with the source's own characters where they are known; and whether the
/// region writes any of them otherwise.
fn put(text: &Bitext, own: &[Option<Printed>], texts: &Texts<'_>) -> (String, bool) {
    let typed: Vec<char> = text.hans.chars().collect();
    let mut hant: Vec<char> = text.hant.chars().collect();
    if hant.len() != typed.len() {
        // A few phrases of OpenCC change the number of characters; single ones never do.
        let single = |c: &char| texts.convert_hans(c.encode_utf8(&mut [0; 4])).hant;
        hant = typography::quotes_for_hant(&typed.iter().map(single).collect::<String>())
            .chars()
            .collect();
    }
    let printed = hant.iter().zip(own).map(|(c, own)| own.map_or(*c, |own| own.han));
    let printed: String = printed.collect();
    let regional: Vec<char> = in_region(&printed, texts.region).chars().collect();
    let mut changed = false;
    for ((shown, own), regional) in hant.iter_mut().zip(own).zip(regional) {
        if let Some(own) = own {
            *shown = regional;
            changed |= *shown != own.han;
        }
    }
    (hant.into_iter().collect(), changed)
}
