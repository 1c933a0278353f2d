//! `yulu pull`: what was corrected in Anki comes back into the deck.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde::Serialize;

use super::files;
use super::global::Global;
use super::options::{ListFormat, ShownArgs};
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count, print_lines, to_json, visible};
use super::project::Project;
use super::project_lock::ProjectLock;
use crate::card::{self, Ours};
use crate::collate::Index;
use crate::deck::correct::Correction;
use crate::deck::file::{self, DeckFile};
use crate::diagnostics::has_errors;
use crate::export::anki::edits::{Left, changes};
use crate::export::anki::import_preview::wanted;
use crate::export::anki::{self, read};
use crate::text::SourceText;

/// `yulu pull`.
#[derive(Debug, clap::Args)]
pub struct PullArgs {
    /// A package or collection exported from Anki (.apkg or .colpkg)
    #[arg(value_name = "FILE")]
    pub file: std::path::PathBuf,
    /// The deck by id or path; the project's only deck if not given
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// Only this note; may be given several times
    #[arg(long, value_name = "ID")]
    pub select: Vec<String>,
    /// Put the changes into the deck files instead of only printing them
    #[arg(long)]
    pub write: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table", conflicts_with = "write")]
    pub format: ListFormat,
    /// Display options
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    field: &'a str,
    deck: &'a str,
    anki: &'a str,
    /// The deck file that it can be put into, with the key and the text.
    file: Option<&'a str>,
    key: Option<&'a str>,
    text: Option<&'a str>,
    /// Why it is left.
    left: Option<Left>,
}

/// Lists what was changed in Anki, and puts it into the deck files if asked.
pub fn pull(
    global: &Global,
    pull: &PullArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let _turn = pull.write.then(|| ProjectLock::acquire(&project, terminal)).transpose()?;
    let name = &project.deck_name(pull.deck.as_ref())?;
    let package = files::open(&pull.file)?;
    let shown = pull.shown.shown();
    let (corpus, converter) = project.corpus_and_converter(shown.region)?;
    let index = Index::new(&corpus);
    let mut deck_files = project.deck_files(name)?;
    let lock = project.lock(name)?;
    let deck = converter
        .as_ref()
        .and_then(|c| project.prove(&deck_files, &index, c, shown.region));
    let (Some(deck), Some(lock), Some(converter)) = (deck, lock, &converter) else {
        return Ok(project.report(terminal));
    };
    let (deck, _) = deck.written();
    let mut cards = card::cards(&deck, &corpus, converter);
    cards.retain(|card| pull.shown.wants(card));
    let notes = anki::notes(&cards, &deck, Ours { converter, region: shown.region });
    let said = pull.file.display();
    let old = read::notes(package, &wanted(&deck.id, &notes, &lock))
        .map_err(|e| Failure::new(format!("{said}: {e}")))?;
    if old.is_empty() {
        return Err(Failure::new(format!(
            "{said}: it has no note of the deck {}",
            deck.id
        )));
    }
    if let Some(id) = pull.select.iter().find(|id| !notes.iter().any(|n| n.id == **id)) {
        return Err(Failure::new(format!(
            "there is no note `{}` in the deck",
            visible(id)
        )));
    }
    let mut found = changes(&notes, &lock, &old, &pull.select);
    found.retain(|it| pull.select.is_empty() || pull.select.iter().any(|id| id == it.id));
    let mut corrections: BTreeMap<usize, Correction> = BTreeMap::new();
    let mut lines = Vec::new();
    let (mut taken, mut left) = (0, 0);
    for change in &found {
        let mut why = change.taken.as_ref().err().copied();
        let mut place = None;
        if let Ok((key, text)) = &change.taken {
            let has = |file: &DeckFile| {
                file.quotes.iter().any(|quote| quote.get_ref().id.get_ref() == change.id)
            };
            if let Some((at, file)) =
                deck_files.iter().enumerate().find(|(_, file)| has(file))
            {
                let correction = match corrections.entry(at) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(free) => free.insert(
                        Correction::of(&file.text)
                            .map_err(|e| Failure::new(format!("{}: {e}", file.file)))?,
                    ),
                };
                if correction.put(change.id, key, text) {
                    place = Some((file.file.as_str(), *key, text.as_str()));
                }
            }
            // A translation that is the document's own is not the deck's to change.
            why = place.is_none().then_some(Left::Field);
        }
        if place.is_some() {
            taken += 1;
        } else {
            left += 1;
        }
        match pull.format {
            ListFormat::Json => lines.push(to_json(&Record {
                id: change.id,
                field: change.field,
                deck: &change.deck,
                anki: &change.anki,
                file: place.map(|(file, _, _)| file),
                key: place.map(|(_, key, _)| key),
                text: place.map(|(_, _, text)| text),
                left: why,
            })),
            ListFormat::Table => {
                let head = match place {
                    Some((file, key, _)) => format!("{}, {key} ({file})", change.id),
                    None => format!("{}, {}", change.id, change.field),
                };
                lines.push(visible(&head));
                lines.push(visible(&format!("- {}", change.deck)));
                lines.push(visible(&format!("+ {}", change.anki)));
                lines.extend(why.map(|why| format!("left: {}", why.why())));
            }
        }
    }
    print_lines(lines)?;
    // What is written is proven first: a text that the deck may not have leaves it untouched.
    if has_errors(&project.diagnostics) {
        return Ok(project.report(terminal));
    }
    let texts = corrections.iter().map(|(at, correction)| (*at, correction.text()));
    let changed = |(at, text): &(usize, String)| deck_files[*at].text != *text;
    let texts: BTreeMap<usize, String> = texts.filter(changed).collect();
    if !texts.is_empty() {
        project.diagnostics.clear();
    }
    for (at, text) in &texts {
        if let Some(old) = deck_files.get_mut(*at) {
            let (new, problems) = file::parse(&old.file, text, *at == 0);
            let shown = Arc::new(SourceText::new(text.clone()));
            project.files.insert(old.file.clone(), shown);
            project.diagnostics.extend(problems);
            *old = new;
        }
    }
    if !texts.is_empty() {
        project.prove(&deck_files, &index, converter, shown.region);
    }
    let proven = !has_errors(&project.diagnostics);
    let mut outputs = Vec::new();
    if pull.write && proven {
        for (at, text) in texts {
            if let Some(file) = deck_files.get(at) {
                outputs.push(project.rewritten(&file.file, text)?);
            }
        }
    }
    let outcome = project.report(terminal);
    if outcome != Outcome::Done {
        return Ok(outcome);
    }
    output::write_all(&outputs)?;
    let end = match (taken, pull.write) {
        (0, _) => "nothing to take into the deck".to_owned(),
        (n, true) => format!("{} put into the deck", count(n, "change")),
        (n, false) => format!("{}; --write puts them into the deck", count(n, "change")),
    };
    let rest =
        if left > 0 { format!("; {} left", count(left, "change")) } else { String::new() };
    terminal.say(&format!("{end}{rest}"));
    Ok(outcome)
}
