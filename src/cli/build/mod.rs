//! `yulu build`: prove all decks, look at what was asked for, make, then write everything at
//! once.

mod args;
mod making;
mod outputs;
mod summary;
pub mod unused_flags;

pub use args::BuildArgs;
pub use outputs::{Make, OUTPUTS, Output, When};

use std::collections::BTreeSet;
use std::path::Path;

use making::{Making, way_back};
use summary::Made;

use super::decks::lock_name;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal};
use super::print::Printer;
use super::project::Project;
use super::project_lock::ProjectLock;
use super::{document, files, interrupt};
use crate::card::{self, Card, Ours};
use crate::collate::Index;
use crate::deck::Deck;
use crate::deck::doubts::likely_doubts;
use crate::deck::file::DeckFile;
use crate::deck::unwritten::LeftOut;
use crate::diagnostics::has_errors;
use crate::export::Shown;
use crate::export::anki::own_words::{self, Kept};
use crate::export::anki::{self, Lock, Note, TIMES};
use crate::script::opencc::OpenCc;
use crate::source::Corpus;

/// Writes the outputs of the decks asked for.
pub fn build(
    global: &Global,
    build: &BuildArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let asked = build.formats();
    let layouts = build.tables.layouts(build.shown.script())?;
    let mut project = Project::open(global)?;
    let _lock = ProjectLock::acquire(&project, terminal)?;
    let names = project.deck_names(&build.decks).map_err(|none| build.meant(none))?;
    let templates = build.cards.dress(project.templates()?);
    let printer = match asked.iter().any(|output| matches!(output.make, Make::Sheets)) {
        true => {
            let named = !build.format.is_empty();
            let script = build.shown.script;
            Some(Printer::new(&build.print, script, named, &templates, &project)?)
        }
        false => None,
    };
    terminal.step("reading the sources");
    let shown = build.shown.shown();
    let (corpus, converter) = project.corpus_and_converter(shown.region)?;
    document::check_originals(&mut project, &corpus);
    let marked = asked.iter().any(|output| output.shows_undecided);
    let with = converter.as_ref();
    let decks = prove(&mut project, &names, &corpus, with, shown, marked, terminal)?;
    let Some(converter) = converter.filter(|_| !has_errors(&project.diagnostics)) else {
        return Ok(refused(&mut project, terminal));
    };
    check_choice(build, &decks)?;

    let mut made = Made::default();
    for deck in decks {
        let notetypes = anki::notetype_hashes(&templates, shown);
        let ours = Ours { converter: &converter, region: shown.region };
        let mut notes = anki::notes(&deck.cards, &deck.deck, ours);
        let lock = deck.lock.updated(&notes, &notetypes, content_clock()?);
        let cards: Vec<&Card> = build.chosen(&deck.cards).collect();
        let chosen: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        notes.retain(|note| chosen.contains(note.id.as_str()));
        if cards.is_empty() && !build.theme.is_empty() {
            made.said.push(format!("{}: nothing of these themes", deck.deck.title.hans));
            continue;
        }
        if lock != deck.lock {
            let path = project.path(lock_name(&deck.file));
            made.outputs.push((path, lock.to_text().into_bytes()));
        }
        made.said.push(summary::summary(&deck.deck, &corpus, &cards));
        made.said.extend(summary::left_out(&deck.left_out));
        let kept = match &build.keep {
            Some(path) => Some(keep(path, &deck.deck, &notes, &lock)?),
            None => None,
        };
        made.said.extend(kept.as_ref().map(summary::own_words));
        let (formats, none) = summary::possible(&asked, &cards);
        let making = Making {
            deck: &deck.deck,
            corpus: &corpus,
            ours,
            all: &deck.cards,
            cards: &cards,
            notes: &notes,
            lock: &lock,
            kept: kept.as_ref(),
            templates: &templates,
            shown,
            layouts: &layouts,
            back: way_back(&build.out),
        };
        terminal.step(&format!("making {}", deck.deck.id));
        interrupt::check()?;
        let sheets = || match &printer {
            Some(printer) => {
                let input = making.sheets(&deck.files);
                let sheets = printer.print(&input, &mut project, terminal)?;
                made.said.extend(sheets.said);
                Ok(sheets.files)
            }
            None => Ok(Vec::new()),
        };
        let all = outputs::make(&formats, &making, sheets)?;
        let out = project.path(&build.out);
        for (output, files) in all {
            for (name, bytes) in files {
                made.add(output, &deck.deck.id, out.join(name), bytes);
            }
        }
        made.said.extend(none);
        made.warn_of_old(&out, &deck.deck.id, &asked);
    }
    // A deck may prove and still not be fit for print.
    if has_errors(&project.diagnostics) {
        return Ok(refused(&mut project, terminal));
    }
    project.report(terminal);
    output::write_all(&made.outputs)?;
    for line in made.said {
        terminal.say(&line);
    }
    Ok(Outcome::Done)
}

/// The notes with what a learner wrote into them.
fn keep(path: &Path, deck: &Deck, notes: &[Note], lock: &Lock) -> Result<Kept, Failure> {
    let wanted = notes.iter().map(|note| note.guid.clone()).collect();
    let old = anki::read::notes(files::open(path)?, &wanted)
        .map_err(|e| Failure::new(format!("--keep: {}: {e}", path.display())))?;
    if old.is_empty() {
        let message = format!("--keep: {} has no note of `{}`", path.display(), deck.id);
        return Err(Failure::new(message).hint("export your collection from Anki"));
    }
    Ok(own_words::keep(notes.to_vec(), lock.clone(), &old))
}

/// Ends a build that found something wrong.
fn refused(project: &mut Project, terminal: &mut Terminal) -> Outcome {
    let outcome = project.report(terminal);
    terminal.say("nothing was written; existing output files were left unchanged");
    outcome
}

/// A deck that is proven, with all its cards.
struct Proven {
    /// Its main file.
    file: String,
    files: Vec<DeckFile>,
    deck: Deck,
    /// What of it is still to be written, and is in none of its outputs.
    left_out: LeftOut,
    /// Every card, wanted or not, in order.
    cards: Vec<Card>,
    /// As it was committed.
    lock: Lock,
}

/// Proves the decks, all of them, so that everything that is wrong is told at once. What is
/// wrong is among the project's diagnostics. If they are to be `marked`, the cards say which of their
/// characters nobody has decided in Traditional.
fn prove(
    project: &mut Project,
    names: &[String],
    corpus: &Corpus,
    converter: Option<&OpenCc>,
    shown: Shown,
    marked: bool,
    terminal: &mut Terminal,
) -> Result<Vec<Proven>, Failure> {
    let index = Index::new(corpus);
    let mut proven = Vec::new();
    for name in names {
        terminal.step(&format!("proving {name}"));
        interrupt::check()?;
        let files = project.deck_files(name)?;
        let lock = project.lock(name)?;
        let Some(converter) = converter else { continue };
        let deck = project.prove(&files, &index, converter, shown.region);
        if let (Some(deck), Some(lock)) = (deck, lock) {
            let undecided = match marked {
                true => likely_doubts(&deck, &files, converter),
                false => Vec::new(),
            };
            let (deck, left_out) = deck.written();
            let mut cards = card::cards(&deck, corpus, converter);
            card::mark_undecided(&mut cards, &undecided);
            proven.push(Proven { file: name.clone(), files, deck, left_out, cards, lock });
        }
    }
    Ok(proven)
}

/// Refuses themes and cards that no deck has, before anything is made.
fn check_choice(build: &BuildArgs, decks: &[Proven]) -> Result<(), Failure> {
    let themes = decks.iter().flat_map(|deck| &deck.deck.themes);
    let mut themes: Vec<&str> = themes.map(|theme| theme.id.as_str()).collect();
    // Decks may have themes of one name, `first` for instance.
    let mut seen = BTreeSet::new();
    themes.retain(|id| seen.insert(*id));
    if let Some(theme) = build.theme.iter().find(|id| !themes.contains(&id.as_str())) {
        return Err(Failure::new(format!("no deck has a theme `{theme}`"))
            .hint(format!("themes: {}", themes.join(", "))));
    }
    let cards = || decks.iter().flat_map(|deck| &deck.cards);
    for id in &build.print.cards {
        let Some(card) = cards().find(|card| card.id == *id) else {
            let ids: Vec<&str> = cards().map(|card| card.id.as_str()).collect();
            return Err(Failure::new(format!("--cards: there is no card `{id}`")).nearest(
                id,
                &ids,
                "`yulu notes` lists all ids",
            ));
        };
        if card.kind.is_optional() {
            let kind = card.kind.name();
            return Err(Failure::new(format!("--cards: `{id}` is a {kind} card")).hint(
                format!("{kind} cards are for Anki and tables; they are not printed"),
            ));
        }
        if !card.is_of(&build.theme) {
            return Err(Failure::new(format!("--cards: `{id}` is left out otherwise"))
                .hint("--theme leaves it out"));
        }
    }
    Ok(())
}

/// Seconds since 1970 to record for content that is new or has changed:
/// `SOURCE_DATE_EPOCH` if set, else the clock.
pub(super) fn content_clock() -> Result<i64, Failure> {
    if let Ok(value) = std::env::var("SOURCE_DATE_EPOCH") {
        return value.parse().ok().filter(|time| TIMES.contains(time)).ok_or_else(|| {
            Failure::new(format!(
                "SOURCE_DATE_EPOCH is not a valid time in seconds: {value:?}"
            ))
        });
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Ok(now.map_or(0, |duration| duration.as_secs() as i64))
}
