//! `yulu show` and `yulu harvest`: one card for reading, and drafts of new ones.

use serde::Serialize;

use super::args::{Args, HarvestArgs, ListFormat, NotesArgs, ShowArgs};
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, print_lines, visible};
use super::project::Project;
use super::read;
use crate::collate::{Index, Place, ReadingKind};
use crate::deck::harvest;
use crate::deck::unwritten::{TO_WRITE, placeholder};
use crate::deck::{Deck, Quote, ScriptNote};
use crate::diagnostics::has_errors;
use crate::note::source_note;
use crate::pinyin::Reading;
use crate::script::{Bitext, Converter, Script};
use crate::source::Corpus;

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
    let list =
        NotesArgs { decks: Vec::new(), format: show.format, shown: show.shown.clone() };
    let mut missing: Vec<String> = show.ids.clone();
    let mut known: Vec<String> = Vec::new();
    let outcome =
        read::with_decks(args, &list, terminal, |_, deck, corpus, converter, _| {
            known.extend(deck.quotes.iter().map(|quote| quote.id.clone()));
            for quote in deck.quotes.iter().filter(|quote| show.ids.contains(&quote.id)) {
                missing.retain(|id| *id != quote.id);
                match show.format {
                    ListFormat::Json => {
                        let record = read::collation_record(corpus, quote);
                        print_lines([serde_json::to_string(&record).unwrap_or_default()])?;
                    }
                    ListFormat::Table => {
                        print_lines(card(quote, deck, corpus, converter, &style))?;
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
                format!("{before}{}{after}", style.bold(&blank))
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
    let mut out = vec![style.faint(&format!(
        "{}:{} ({}){again}",
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

#[derive(Serialize)]
struct DraftRecord<'a> {
    from: String,
    lines: [usize; 2],
    quote: &'a str,
    basis: &'static str,
    parallels: Vec<String>,
    score: f64,
}

/// `yulu harvest`.
pub fn harvest(
    args: &Args,
    list: &HarvestArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
    let region = crate::script::Region::default();
    let (corpus, converter) = project.corpus_and_converter(region)?;
    read::known_sources(&corpus, &list.sources)?;
    // Whose words a wrong source has is not known.
    if list.into.is_some() && has_errors(&project.diagnostics) {
        let outcome = project.report(terminal);
        terminal.say("nothing was written");
        return Ok(outcome);
    }
    let index = Index::new(&corpus);
    let Some(converter) = converter else {
        return Ok(project.report(terminal));
    };
    // Decks that do not prove yet still say what is used, as far as they do prove; a
    // project without a deck is where harvesting begins.
    let names = project.deck_names(&[]).unwrap_or_default();
    let into = list.into.as_slice();
    let into = if into.is_empty() { None } else { project.deck_names(into)?.pop() };
    let mut target = None;
    let mut decks = Vec::new();
    for name in &names {
        let files = project.deck_files(name)?;
        if Some(name) == into.as_ref() {
            target = files.first().map(|main| Target {
                file: main.file.clone(),
                text: main.text.clone(),
                theme: files
                    .iter()
                    .find_map(|f| f.themes.first())
                    .map(|theme| theme.get_ref().id.get_ref().clone()),
                script: main.head.as_ref().map_or(Script::Hans, |head| head.script.into()),
                quotes: files.iter().map(|f| f.quotes.len()).sum(),
                broken: files.iter().any(|f| f.broken),
            });
        }
        decks.extend(project.prove(&files, &index, &converter, region));
    }
    let wanted: Vec<usize> = list.sources.iter().filter_map(|id| corpus.find(id)).collect();
    let decks: Vec<&Deck> = decks.iter().collect();
    let mut drafts = harvest::harvest(&index, &decks, &wanted, &converter);
    drafts.truncate(list.limit);
    let id = |source: usize| corpus.sources[source].entry.id.as_str();
    if let Some(target) = target {
        if target.script == Script::Hant {
            drafts = harvest::in_traditional(drafts, &corpus, &converter);
        }
        return put(&mut project, terminal, &drafts, &corpus, &target);
    }
    match list.format {
        ListFormat::Json => print_lines(drafts.iter().map(|draft| {
            let record = DraftRecord {
                from: format!("{}:{}", id(draft.place.source), draft.place.lines.0),
                lines: [draft.place.lines.0, draft.place.lines.1],
                quote: &draft.quote,
                basis: draft.place.basis.as_str(),
                parallels: draft
                    .parallels
                    .iter()
                    .map(|(source, lines)| format!("{}:{}", id(*source), lines.0))
                    .collect(),
                score: (draft.score * 100.0).round() / 100.0,
            };
            serde_json::to_string(&record).unwrap_or_default()
        }))?,
        ListFormat::Table if drafts.is_empty() => {}
        ListFormat::Table => {
            print_lines([harvest::to_toml(&drafts, &corpus, "harvest")])?;
        }
    }
    let outcome = project.report(terminal);
    terminal.say(&format!(
        "{}; texts that read {} or {} have still to be written",
        output::count(drafts.len(), "draft"),
        TO_WRITE.0,
        TO_WRITE.1
    ));
    Ok(outcome)
}

/// A deck that drafts are put into.
struct Target {
    file: String,
    text: String,
    theme: Option<String>,
    /// In which it is typed.
    script: Script,
    quotes: usize,
    broken: bool,
}

/// Puts drafts at the end of a deck's main file.
fn put(
    project: &mut Project,
    terminal: &mut Terminal,
    drafts: &[harvest::Draft],
    corpus: &Corpus,
    target: &Target,
) -> Result<Outcome, Failure> {
    if target.broken {
        let outcome = project.report(terminal);
        terminal.say("nothing was written");
        return Ok(outcome);
    }
    let file = &target.file;
    let Some(theme) = &target.theme else {
        return Err(Failure::new(format!("{file} has no theme for the drafts"))
            .hint("nothing was written; begin one with [[theme]]"));
    };
    let entries = harvest::entries(drafts, corpus, theme, target.quotes + 1, target.script);
    let text = format!("{}\n{entries}", target.text.trim_end());
    if !drafts.is_empty() {
        output::write_all(&[(project.path(file), text.into_bytes())])?;
    }
    terminal.say(&format!(
        "put {} into {file}, theme `{theme}`; texts that read {} or {} have still to be written",
        output::count(drafts.len(), "draft"),
        placeholder(target.script),
        TO_WRITE.1
    ));
    Ok(Outcome::Done)
}
