//! `yulu build`: prove, then write everything at once.

use std::path::PathBuf;

use super::args::{Args, BuildArgs, Format};
use super::interrupt;
use super::opening;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count};
use super::project::{Project, lock_name};
use super::sheets::{self, Printer};
use super::turn;
use crate::collate::Index;
use crate::deck::Deck;
use crate::diagnostics::has_errors;
use crate::export;
use crate::export::apkg;
use crate::note::lock::TIMES;
use crate::note::{self, html};
use crate::source::Corpus;

/// Writes the outputs of the decks asked for.
pub fn build(
    args: &Args,
    build: &BuildArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let layouts = build.tables.layouts(&build.format, build.shown.script())?;
    let mut project = Project::open(args)?;
    let _turn = turn::take(&project, terminal)?;
    let names = project.deck_names(&build.decks)?;
    terminal.step("reading the sources");
    let corpus = project.corpus()?;
    let index = Index::new(&corpus);
    let shown = build.shown.shown();
    let converter = project.converter(shown.region);
    let templates = build.cards.dress(project.templates()?);
    let formats = match build.format.as_slice() {
        [] => {
            let mut all = vec![Format::Apkg, Format::Csv, Format::Html, Format::Sources];
            all.extend(Printer::BY_DEFAULT.then_some(Format::Pdf));
            all
        }
        some => some.to_vec(),
    };
    let printer = match formats.contains(&Format::Pdf) {
        true => Some(Printer::new(
            &build.print,
            build.shown.script,
            !build.format.is_empty(),
            &mut project,
        )?),
        false => None,
    };
    let mut outputs: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    let mut known_themes: Vec<String> = Vec::new();
    for name in &names {
        terminal.step(&format!("proving {name}"));
        interrupt::check()?;
        let files = project.deck_files(name)?;
        let lock = project.lock(name)?;
        let Some(converter) = &converter else { continue };
        let deck = project.prove(&files, &index, converter, shown.region);
        let (Some(deck), Some(lock)) = (deck, lock) else { continue };
        if has_errors(&project.diagnostics) {
            continue;
        }
        let notes = note::notes(&deck, &corpus, converter);
        let notetypes = apkg::notetype_hashes(&templates, shown);
        let next = lock.updated(&notes, &notetypes, content_clock()?);
        if next != lock {
            outputs.push((project.path(lock_name(name)), next.to_text().into_bytes()));
        }
        known_themes.extend(deck.themes.iter().map(|theme| theme.id.clone()));
        let all = notes;
        let notes = of_themes(build.shown.wanted(all.clone()), &build.theme);
        said.push(summary(&deck, &corpus, &notes));
        for format in &formats {
            terminal.step(&format!("making {}, {format}", deck.id));
            interrupt::check()?;
            let made = match format {
                Format::Apkg => {
                    let input = apkg::Input {
                        parent: &note::parent_deck(&deck),
                        description: &description(&deck, &corpus),
                        notes: &notes,
                        lock: &next,
                        templates: &templates,
                        shown,
                    };
                    let bytes = apkg::package(&input).map_err(|e| {
                        Failure::new(format!("the Anki package could not be made: {e}"))
                    })?;
                    vec![(format!("{}.apkg", deck.id), bytes)]
                }
                Format::Sources => {
                    let text = export::attribution::markdown(&deck, &corpus);
                    vec![(format!("{}.sources.md", deck.id), text.into_bytes())]
                }
                Format::Html => {
                    let page = export::reader::page(&export::reader::Input {
                        deck: &deck,
                        corpus: &corpus,
                        notes: &notes,
                        converter,
                        templates: &templates,
                        shown,
                    });
                    vec![(format!("{}.html", deck.id), page)]
                }
                Format::Csv => {
                    let input = export::csv::Input {
                        deck: &deck,
                        corpus: &corpus,
                        notes: &notes,
                        converter,
                    };
                    let tables =
                        layouts.iter().map(|layout| super::tables::table(layout, &input));
                    tables.collect::<Result<Vec<_>, _>>()?
                }
                // A theme that this deck does not have; nothing is printed of it.
                Format::Pdf if notes.is_empty() => Vec::new(),
                Format::Pdf => {
                    let input = sheets::Input {
                        file: name,
                        deck: &deck,
                        corpus: &corpus,
                        converter,
                        all: &all,
                        chosen: &notes,
                    };
                    match &printer {
                        Some(printer) => printer.print(&input, &mut project, terminal)?,
                        None => Vec::new(),
                    }
                }
            };
            for (path, bytes) in made {
                let path = project.path(&build.out).join(path);
                said.push(opening::line(&path));
                outputs.push((path, bytes));
            }
        }
    }
    let failed = has_errors(&project.diagnostics);
    terminal.diagnostics(&mut project.diagnostics, &project.files);
    if failed {
        terminal.say("nothing was written; what was there before is untouched");
        return Ok(Outcome::Findings);
    }
    if let Some(theme) = build.theme.iter().find(|theme| !known_themes.contains(theme)) {
        return Err(Failure::new(format!("no deck has a theme `{theme}`"))
            .hint(format!("themes: {}", known_themes.join(", "))));
    }
    output::write_all(&outputs)?;
    for line in said {
        terminal.say(&line);
    }
    Ok(Outcome::Done)
}

/// Seconds since 1970 to record for content that is new or has changed:
/// `SOURCE_DATE_EPOCH` if set, else the clock.
pub(super) fn content_clock() -> Result<i64, Failure> {
    if let Ok(value) = std::env::var("SOURCE_DATE_EPOCH") {
        return value.parse().ok().filter(|time| TIMES.contains(time)).ok_or_else(|| {
            Failure::new(format!("SOURCE_DATE_EPOCH is no time in seconds: {value:?}"))
        });
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Ok(now.map_or(0, |duration| duration.as_secs() as i64))
}

/// The notes of the themes asked for; all if none is.
fn of_themes(notes: Vec<note::Note>, themes: &[String]) -> Vec<note::Note> {
    if themes.is_empty() {
        return notes;
    }
    let wanted: Vec<String> = themes.iter().map(|t| format!("yulu::theme::{t}")).collect();
    notes.into_iter().filter(|n| n.tags.iter().any(|t| wanted.contains(t))).collect()
}

fn summary(deck: &Deck, corpus: &Corpus, notes: &[note::Note]) -> String {
    let cards: usize = notes.iter().map(|note| note.cards().len()).sum();
    let used: std::collections::BTreeSet<usize> =
        deck.quotes.iter().map(|quote| quote.base.source).collect();
    format!(
        "{}: {} from {} of {}, all proven; {}; {}, {}",
        deck.title.hans,
        count(deck.quotes.len(), "quote"),
        used.len(),
        count(corpus.sources.len(), "source"),
        count(deck.themes.len(), "theme"),
        count(notes.len(), "note"),
        count(cards, "card")
    )
}

/// The parent deck's description in HTML.
fn description(deck: &Deck, corpus: &Corpus) -> String {
    let mut out = format!(
        "<p lang=\"zh-Hans\">{}</p><p lang=\"en\">{}</p>",
        html::escape(&deck.about.hans),
        html::escape(&deck.about_english)
    );
    out += &format!(
        "<p lang=\"en\">Version {}. Sources:</p><ul>",
        html::escape(&deck.version)
    );
    for source in &corpus.sources {
        let entry = &source.entry;
        out += &format!(
            "<li>{}: {}, {} (sha256 {})</li>",
            html::escape(&entry.id),
            html::escape(&entry.outlet),
            html::escape(&entry.date),
            &entry.sha256[..12.min(entry.sha256.len())]
        );
    }
    out += "</ul><p lang=\"en\">The quotations remain their authors'; this project's own texts \
            are under MIT or Apache-2.0, as you like. To update, import the \
            newer package over this one: notes you have not edited since are updated, \
            scheduling is kept.</p>";
    let contact = deck.contact.as_deref().unwrap_or("where you got this deck");
    out += &format!("<p lang=\"en\">Report an error: {}</p>", html::escape(contact));
    out
}
