//! The question that a quotation answers, as a source has it.

use super::Asked;
use super::file::QuoteEntry;
use super::texts::Texts;
use crate::collate::{Collation, Place};
use crate::diagnostics::{Code, Diagnostic};
use crate::script::{Bitext, Script, from_either, from_hans, letters, to_hans, typography};
use crate::source::{Corpus, Kind, Role, SourceEntry};
use crate::text::{LineRange, without_hidden};

/// The interviewer's question before the words: of the source that is quoted and of the witnesses
/// the first that has it with the fewest known slips. One that a card would have to mend is not
/// shown.
pub(super) fn asked(
    entry: &QuoteEntry,
    base: &Place,
    collation: &Collation,
    corpus: &Corpus,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Asked> {
    let typed = entry.asked_english.as_ref();
    let english = typed.map(|english| texts.english(english, out));
    let witnesses = collation.witnesses.iter().map(|witness| &witness.place);
    let places = std::iter::once(base).chain(witnesses);
    let questions = places.filter_map(|place| question(place, corpus, texts));
    let slips = |asked: &Asked| {
        let slips = corpus.errata.iter().filter(|slip| {
            let line = corpus.sources[slip.source].text.line_of(slip.span.start);
            slip.source == asked.source && asked.lines.contains(line)
        });
        slips.fold((0, 0), |(binding, all), slip| {
            (binding + usize::from(slip.kind.must_be_mended() && !slip.weak), all + 1)
        })
    };
    let counted = questions.map(|asked| (slips(&asked), asked));
    let best = counted.min_by_key(|(slips, _)| *slips);
    let found = best.filter(|((binding, _), _)| *binding == 0).map(|(_, asked)| asked);
    if let (None, Some(typed)) = (&found, typed) {
        let message = "no source has a question before these words";
        out.push(
            Diagnostic::new(Code::WrongValue, message)
                .at(texts.file, typed.span().into(), "")
                .hint("delete `asked_english`: it translates the interviewer's question"),
        );
    }
    found.map(|asked| Asked { english, ..asked })
}

/// The question that the passage at a place answers.
fn question(place: &Place, corpus: &Corpus, texts: &Texts<'_>) -> Option<Asked> {
    let source = &corpus.sources[place.source];
    let mut passages =
        source.passages.get(source.passages_at_line(place.lines.first))?.iter();
    let answer = passages.find(|passage| passage.lines().last >= place.lines.last)?;
    if answer.kind != Kind::Answer {
        return None;
    }
    let LineRange { first, last } = answer.question_lines?;
    let between = source.passages_at_line(first).start..source.passages_at_line(last).end;
    let asks = |id: &str| {
        let speaker = corpus.manifest.speaker(id);
        speaker.is_some_and(|speaker| speaker.role == Role::Interviewer)
    };
    let asked = source.passages.get(between)?.iter();
    let asked = asked.filter(|passage| passage.speaker.as_deref().is_some_and(asks));
    let paragraphs = asked.flat_map(|passage| &passage.paragraphs);
    let paragraphs = paragraphs.filter(|paragraph| {
        (first..=last).contains(&paragraph.line) && paragraph.basis.may_be_quoted()
    });
    let words: Vec<&str> =
        paragraphs.filter_map(|paragraph| source.text.slice(paragraph.span)).collect();
    let raw = words.join("");
    let raw = without_hidden(raw.trim());
    let text = both(&letters::standard(&raw), &source.entry, texts);
    let lines = LineRange { first, last };
    (!raw.is_empty()).then_some(Asked { text, english: None, source: place.source, lines })
}

/// A text of a document in both scripts and in clean typography.
fn both(raw: &str, entry: &SourceEntry, texts: &Texts<'_>) -> Bitext {
    let Texts { converter, region, .. } = *texts;
    let clean = typography::clean(raw, entry.script);
    match (entry.script, entry.machine_script) {
        // What a machine made Traditional is brought back first.
        (Script::Hant, true) => from_hans(converter, &to_hans(converter, &clean), region),
        (script, _) => from_either(converter, &clean, script, region),
    }
}
