//! `yulu show`: one card for reading.

use super::args::{Args, ListFormat, ShowArgs};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_as_is, print_lines, to_json, visible};
use super::{collate, read};
use crate::collate::{Place, ReadingKind};
use crate::deck::{Deck, Quote, ScriptNote};
use crate::note::source_note;
use crate::pinyin::Reading;
use crate::script::{Bitext, Converter, Script};
use crate::source::Corpus;
use crate::source::place::words;

/// Lines shown before and after a quotation's own.
const CONTEXT: usize = 1;

/// Terminal styles, or nothing.
struct Style {
    on: bool,
}

impl Style {
    fn paint(&self, code: &str, text: &str) -> String {
        let text = visible(text);
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn faint(&self, text: &str) -> String {
        self.paint("2", text)
    }

    fn mark(&self, text: &str) -> String {
        // Without colours a mark must still be seen.
        if self.on { self.paint("1;31", text) } else { format!("【{}】", visible(text)) }
    }
}

/// `yulu show`.
pub fn show(
    args: &Args,
    show: &ShowArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let style = Style { on: terminal.stdout_color() };
    let region = show.shown.shown().region;
    let mut missing: Vec<String> = show.ids.clone();
    let mut known: Vec<String> = Vec::new();
    let outcome =
        read::with_decks(args, &[], region, terminal, |_, deck, corpus, converter, _| {
            known.extend(deck.quotes.iter().map(|quote| quote.id.clone()));
            for quote in deck.quotes.iter().filter(|quote| show.ids.contains(&quote.id)) {
                missing.retain(|id| *id != quote.id);
                match show.format {
                    ListFormat::Json => {
                        let record = collate::collation_record(corpus, quote);
                        print_lines([to_json(&record)])?;
                    }
                    ListFormat::Table => {
                        print_as_is(card(quote, deck, corpus, converter, &style))?;
                    }
                }
            }
            Ok(())
        })?;
    if let Some(id) = missing.first().filter(|_| outcome == Outcome::Done) {
        let ids: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(Failure::new(format!("no deck has a quote `{id}`")).nearest(
            id,
            &ids,
            "`yulu notes` lists all ids",
        ));
    }
    Ok(outcome)
}

fn card(
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    converter: &dyn Converter,
    style: &Style,
) -> Vec<String> {
    let themes: Vec<&str> =
        quote.themes.iter().map(|at| deck.themes[*at].title.hans.as_str()).collect();
    let mut out = vec![
        format!("{}  {}", style.bold(&quote.id), style.faint(&themes.join(" · "))),
        String::new(),
        format!("  {}", visible(&quote.prompt.hans)),
        format!("  {}", visible(&quote.prompt.hant)),
    ];
    out.extend(aids(quote.prompt_reading.as_ref(), style));
    out.push(String::new());
    for script in [Script::Hans, Script::Hant] {
        let text = match quote.around_cloze(script) {
            Some([before, blank, after]) => {
                format!("{}{}{}", visible(&before), style.bold(&blank), visible(&after))
            }
            None => visible(quote.text.get(script)),
        };
        out.push(format!("  {text}"));
    }
    out.extend(aids(quote.reading.as_ref(), style));
    out.push(format!("  {} {}", visible(&quote.english), style.faint("(our translation)")));
    out.push(String::new());
    for gloss in &quote.gloss {
        let line = format!("  {}  {}  {}", gloss.word.hans, gloss.pinyin, gloss.sense);
        out.push(visible(&line));
    }
    for note in &quote.script_notes {
        out.push(visible(&format!("  {}", script_note(note))));
    }
    if let Some(note) = &quote.note {
        out.push(format!("  {} {}", style.faint("编者按"), visible(&note.hans)));
    }
    let note = source_note::long(quote, deck, corpus, converter);
    out.extend([
        String::new(),
        visible(&format!("  {}", note.zh.hans)),
        visible(&format!("  {}", note.en)),
    ]);
    out.push(String::new());
    out.extend(in_context(corpus, &quote.base, &quote.base_also, style));
    for emendation in &quote.emendations {
        out.push(format!(
            "    {} {} ］ {}",
            style.faint("emended:"),
            visible(&emendation.printed.hans),
            style.mark(&emendation.reads.hans)
        ));
    }
    for witness in quote.collation.witnesses.iter().chain(&quote.collation.echoes) {
        out.extend(in_context(corpus, &witness.place, &witness.also, style));
        let readings = witness.readings.iter();
        for reading in readings.filter(|r| r.kind == ReadingKind::Substantive) {
            let or_none =
                |text: &str| if text.is_empty() { "∅".into() } else { visible(text) };
            out.push(format!(
                "    {} ］ {}",
                or_none(&reading.lemma),
                style.mark(&or_none(&reading.reading))
            ));
        }
    }
    out.push(String::new());
    out
}

/// How a text is read, in pinyin and in zhuyin.
fn aids(reading: Option<&Reading>, style: &Style) -> Vec<String> {
    let lines = reading.map(|reading| [reading.pinyin(), reading.zhuyin()]);
    lines.into_iter().flatten().map(|line| format!("  {}", style.faint(line))).collect()
}

/// A script note in one line.
fn script_note(note: &ScriptNote) -> String {
    let pair = |word: &Bitext| format!("{} → {}", word.hans, word.hant);
    let mut line = pair(&note.word);
    if let Some(unlike) = &note.unlike {
        line += &format!("; but {}", pair(unlike));
    }
    for (place, word) in [("Taiwan", &note.taiwan), ("Hong Kong", &note.hong_kong)] {
        if let Some(word) = word {
            line += &format!("; {place}: {word}");
        }
    }
    line
}

/// The lines of a place with one line around it, the words themselves marked; of its repeats
/// in the same document the lines only.
fn in_context(
    corpus: &Corpus,
    place: &Place,
    also: &[(usize, usize)],
    style: &Style,
) -> Vec<String> {
    let source = &corpus.sources[place.source];
    let again: Vec<String> = also.iter().map(|(first, _)| first.to_string()).collect();
    let again = match again.as_slice() {
        [] => String::new(),
        some => format!("; again in line {}", some.join(", ")),
    };
    let stands = words(source, place.lines);
    let stands = stands.map_or_else(String::new, |words| format!(", {}", words.english()));
    let mut out = vec![style.faint(&format!(
        "{}:{}{stands} ({}){again}",
        source.entry.file,
        place.lines.0,
        place.basis.as_str()
    ))];
    let from = place.lines.0.saturating_sub(CONTEXT).max(1);
    let to = (place.lines.1 + CONTEXT).min(source.text.line_count());
    for number in from..=to {
        let Some(line) = source.text.line_span(number) else { continue };
        let marked = place.spans.iter().find(|span| span.overlaps(line));
        let slice = |from: usize, to: usize| {
            let span = crate::text::Span::new(from, to);
            visible(source.text.slice(span).unwrap_or_default())
        };
        let text = match marked {
            None if line.start == line.end => continue,
            None => style.faint(&shortened(&slice(line.start, line.end))),
            Some(span) => {
                let (start, end) = (span.start.max(line.start), span.end.min(line.end));
                format!(
                    "{}{}{}",
                    slice(line.start, start),
                    style.mark(&slice(start, end)),
                    slice(end, line.end)
                )
            }
        };
        out.push(format!("  {number:>4} │ {text}"));
    }
    out
}

/// A line of context is there to be recognised, not read.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
