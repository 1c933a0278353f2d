//! `yulu build`: prove all decks, look at what was asked for, make, then write everything at
//! once.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::args::{Args, BuildArgs, Format};
use super::decks::lock_name;
use super::document;
use super::files;
use super::interrupt;
use super::made::{self, Made};
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal};
use super::project::Project;
use super::sheets::{self, Printer};
use super::tables;
use super::turn;
use crate::card::{self, Card, Kind, Ours};
use crate::collate::Index;
use crate::deck::Deck;
use crate::deck::file::DeckFile;
use crate::deck::unwritten::LeftOut;
use crate::diagnostics::has_errors;
use crate::export::anki::own_words::{self, Kept};
use crate::export::anki::{self, Lock, Note, TIMES};
use crate::export::csv::Layout;
use crate::export::templates::Templates;
use crate::export::{self, Shown};
use crate::parallel::joined;
use crate::script::opencc::OpenCc;
use crate::source::Corpus;

/// Writes the outputs of the decks asked for.
pub fn build(
    args: &Args,
    build: &BuildArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let asked = build.formats();
    let layouts = build.tables.layouts(build.shown.script())?;
    let mut project = Project::open(args)?;
    let _turn = turn::take(&project, terminal)?;
    let names = project.deck_names(&build.decks).map_err(|none| build.meant(none))?;
    let templates = build.cards.dress(project.templates()?);
    let printer = match asked.contains(&Format::Pdf) {
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
    let decks = prove(&mut project, &names, &corpus, converter.as_ref(), shown, terminal)?;
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
        made.said.push(made::summary(&deck.deck, &corpus, &cards));
        made.said.extend(made::left_out(&deck.left_out));
        let kept = match &build.keep {
            Some(path) => Some(keep(path, &deck.deck, &notes, &lock)?),
            None => None,
        };
        made.said.extend(kept.as_ref().map(made::own_words));
        let (formats, none) = made::possible(&asked, &cards);
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
            back: way_back(&build.out),
        };
        terminal.step(&format!("making {}", deck.deck.id));
        interrupt::check()?;
        let sheets = |making: &Making<'_>| match &printer {
            Some(printer) => {
                let input = making.sheets(&deck.files);
                let sheets = printer.print(&input, &mut project, terminal)?;
                made.said.extend(sheets.said);
                Ok(sheets.files)
            }
            None => Ok(Vec::new()),
        };
        let files = making.all(&formats, &layouts, sheets)?;
        let out = project.path(&build.out);
        for (name, bytes) in files {
            made.add(out.join(name), bytes);
        }
        made.said.extend(none);
        made.name_old(&out, &deck.deck.id, &asked);
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
    terminal.say("nothing was written; what was there before is untouched");
    outcome
}

/// The name of an output and its bytes.
type Named = (String, Vec<u8>);

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
/// wrong is among the project's diagnostics.
fn prove(
    project: &mut Project,
    names: &[String],
    corpus: &Corpus,
    converter: Option<&OpenCc>,
    shown: Shown,
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
            let (deck, left_out) = deck.written();
            let cards = card::cards(&deck, corpus, converter);
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
        if card.kind == Kind::Script {
            return Err(Failure::new(format!("--cards: `{id}` is a script card"))
                .hint("script cards are for Anki and tables; they are not printed"));
        }
        if !card.is_of(&build.theme) {
            return Err(Failure::new(format!("--cards: `{id}` is left out otherwise"))
                .hint("--theme leaves it out"));
        }
    }
    Ok(())
}

/// What the outputs of a deck are made from.
struct Making<'a> {
    deck: &'a Deck,
    corpus: &'a Corpus,
    ours: Ours<'a>,
    /// All cards.
    all: &'a [Card],
    /// The cards that are asked for.
    cards: &'a [&'a Card],
    /// The same as Anki's notes.
    notes: &'a [Note],
    /// With the times of all notes.
    lock: &'a Lock,
    /// The notes with a learner's own words, if they are to be kept.
    kept: Option<&'a Kept>,
    templates: &'a Templates,
    shown: Shown,
    /// The way from an output to the project's folder.
    back: Option<String>,
}

/// The way from the folder of the outputs back to the project's, if it lies in it.
fn way_back(out: &Path) -> Option<String> {
    let mut back = String::new();
    for part in out.components() {
        match part {
            Component::Normal(_) => back.push_str("../"),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(back)
}

impl<'a> Making<'a> {
    /// The outputs of all formats, in their order, made side by side. `sheets` makes the
    /// printed ones here, where the terminal is.
    fn all(
        &self,
        formats: &[Format],
        layouts: &[Layout],
        sheets: impl FnOnce(&Self) -> Result<Vec<Named>, Failure>,
    ) -> Result<Vec<Named>, Failure> {
        std::thread::scope(|scope| {
            let others = formats.iter().map(|format| match format {
                Format::Apkg => Some(scope.spawn(|| self.package())),
                Format::Csv => Some(scope.spawn(|| self.tables(layouts))),
                Format::Html => Some(scope.spawn(|| Ok(self.page()))),
                Format::Sources => Some(scope.spawn(|| Ok(self.attribution()))),
                Format::Pdf => None,
            });
            // Collected, so that all have begun before the first is waited for.
            let others: Vec<_> = others.collect();
            let mut printed = Some(sheets(self)?);
            let mut made = Vec::new();
            for other in others {
                made.extend(match other {
                    Some(thread) => joined(thread)?,
                    None => printed.take().unwrap_or_default(),
                });
            }
            Ok(made)
        })
    }

    fn package(&self) -> Result<Vec<Named>, Failure> {
        let input = anki::Input {
            parent: &anki::parent_deck(self.deck),
            description: &made::description(self.deck, self.corpus),
            notes: self.kept.map_or(self.notes, |kept| &kept.notes),
            lock: self.kept.map_or(self.lock, |kept| &kept.lock),
            templates: self.templates,
            shown: self.shown,
        };
        let bytes = anki::package(&input).map_err(|error| {
            Failure::new(format!("the Anki package could not be made: {error}")).mendable()
        })?;
        let private = if self.kept.is_some() { ".private" } else { "" };
        Ok(vec![(format!("{}{private}.apkg", self.deck.id), bytes)])
    }

    fn tables(&self, layouts: &[Layout]) -> Result<Vec<Named>, Failure> {
        let input = export::csv::Input {
            deck: self.deck,
            cards: self.cards,
            notes: self.notes,
            ours: self.ours,
        };
        layouts.iter().map(|layout| tables::table(layout, &input)).collect()
    }

    fn page(&self) -> Vec<Named> {
        let page = export::reader::page(&export::reader::Input {
            deck: self.deck,
            corpus: self.corpus,
            cards: self.cards,
            converter: self.ours.converter,
            templates: self.templates,
            shown: self.shown,
            project: self.back.as_deref(),
        });
        vec![(format!("{}.html", self.deck.id), page)]
    }

    fn attribution(&self) -> Vec<Named> {
        let text = export::attribution::markdown(self.deck, self.corpus, self.all);
        vec![(format!("{}.sources.md", self.deck.id), text.into_bytes())]
    }

    /// What sheets are printed from.
    fn sheets(&self, files: &'a [DeckFile]) -> sheets::Input<'a> {
        sheets::Input {
            files,
            deck: self.deck,
            corpus: self.corpus,
            ours: self.ours,
            cards: self.cards,
        }
    }
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
