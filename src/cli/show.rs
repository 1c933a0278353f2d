//! `yulu show`: one card for reading.

use super::global::Global;
use super::options::{ListFormat, ShownArgs};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_as_is, print_lines, to_json, visible};
use super::{collate, decks};
use crate::card::wording::EDITORS_NOTE;
use crate::card::{self, Attestation, Block, Card, Mark, Role, Run, text};
use crate::script::Script;
use crate::source::Corpus;

/// `yulu show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Ids of quotes
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Display options
    #[command(flatten)]
    pub shown: ShownArgs,
}

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
    global: &Global,
    show: &ShowArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let style = Style { on: terminal.stdout_color() };
    let region = show.shown.shown().region;
    let mut missing: Vec<String> = show.ids.clone();
    let mut known: Vec<String> = Vec::new();
    let outcome = decks::with_decks(
        global,
        &[],
        region,
        terminal,
        |_, deck, corpus, converter, _| {
            known.extend(deck.quotes.iter().map(|quote| quote.id.clone()));
            let asked = |id: &String| show.ids.contains(id);
            for quote in deck.quotes.iter().filter(|quote| asked(&quote.id)) {
                missing.retain(|id| *id != quote.id);
                if show.format == ListFormat::Json {
                    let record = collate::collation_record(corpus, quote);
                    print_lines([to_json(&record)])?;
                }
            }
            if show.format == ListFormat::Table {
                let cards = card::cards(deck, corpus, converter);
                for card in cards.iter().filter(|card| asked(&card.id)) {
                    print_as_is(lines(card, corpus, &style))?;
                }
            }
            Ok(())
        },
    )?;
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

fn lines(card: &Card, corpus: &Corpus, style: &Style) -> Vec<String> {
    let themes: Vec<&str> =
        card.themes.iter().map(|theme| theme.title.hans.as_str()).collect();
    let mut out = vec![
        format!("{}  {}", style.bold(&card.id), style.faint(&themes.join(" · "))),
        String::new(),
    ];
    for block in card.block(Role::Prompt).into_iter().chain(card.answer()) {
        for script in [Script::Hans, Script::Hant] {
            out.push(format!("  {}", words(block.runs(script), style)));
        }
        out.extend(aids(block, style));
        if block.role == Role::Prompt {
            out.push(String::new());
        } else {
            let place = card.translation.as_ref().map(|at| format!(", {at}"));
            let ours = format!("({}{})", card.translated_by(), place.unwrap_or_default());
            let ours = style.faint(&ours);
            out.push(format!("  {} {ours}", visible(&text(&block.english))));
        }
    }
    out.push(String::new());
    for gloss in &card.gloss {
        let sense = text(&gloss.sense);
        out.push(visible(&format!("  {}  {}  {sense}", gloss.word.hans, gloss.pinyin)));
    }
    for note in &card.script_notes {
        out.push(visible(&format!("  {}", note.line())));
    }
    for note in card.back.iter().filter(|block| block.role == Role::Note) {
        let label = style.faint(EDITORS_NOTE.0);
        out.push(format!("  {label} {}", visible(&note.text(Script::Hans))));
    }
    out.extend([
        String::new(),
        visible(&format!("  {}", card.source.long.zh.hans)),
        visible(&format!("  {}", card.source.long.en)),
    ]);
    out.push(String::new());
    let Some(apparatus) = &card.apparatus else { return out };
    out.extend(in_context(corpus, &apparatus.base, style));
    for emendation in &apparatus.emendations {
        out.push(format!(
            "    {} {} ］ {}",
            style.faint("emended:"),
            visible(&emendation.printed.hans),
            style.mark(&emendation.reads.hans)
        ));
    }
    for witness in apparatus.witnesses.iter().chain(&apparatus.echoes) {
        out.extend(in_context(corpus, witness, style));
        let or_none = |text: &str| match text {
            "" => "∅".to_owned(),
            text => visible(text),
        };
        for variant in &witness.variants {
            out.push(format!(
                "    {} ］ {}",
                or_none(&variant.lemma),
                style.mark(&or_none(&variant.reading))
            ));
        }
    }
    out.push(String::new());
    out
}

/// A text with the words to recall in bold.
fn words(runs: &[Run], style: &Style) -> String {
    let run = |run: &Run| match run.mark {
        Some(Mark::Recall) => style.bold(&run.text),
        _ => visible(&run.text),
    };
    runs.iter().map(run).collect()
}

/// How a text is read, in pinyin and in zhuyin.
fn aids(block: &Block, style: &Style) -> Vec<String> {
    let lines = block.reading.iter().flat_map(|r| [r.pinyin(), r.zhuyin()]);
    lines.map(|line| format!("  {}", style.faint(line))).collect()
}

/// A script note in one line.
/// The lines of a place with one line around it, the words themselves marked; of its repeats
/// in the same document the lines only.
fn in_context(corpus: &Corpus, of: &Attestation, style: &Style) -> Vec<String> {
    let place = &of.place;
    let source = &corpus.sources[place.source];
    let again: Vec<String> =
        of.lines().skip(1).map(|lines| lines.first.to_string()).collect();
    let again = match again.as_slice() {
        [] => String::new(),
        some => format!("; again in line {}", some.join(", ")),
    };
    let stands = of.original.as_ref();
    let stands = stands.map_or_else(String::new, |words| format!(", {words}"));
    let mut out = vec![style.faint(&format!(
        "{}:{}{stands} ({}){again}",
        source.entry.file,
        place.lines.first,
        place.basis.as_str()
    ))];
    let from = place.lines.first.saturating_sub(CONTEXT).max(1);
    let to = (place.lines.last + CONTEXT).min(source.text.line_count());
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
