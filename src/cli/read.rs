//! Reading decks: `yulu notes`, and what the other commands that read them share.

use super::args::{Args, ListFormat, NotesArgs};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, visible};
use super::project::Project;
use crate::card::{self, Ours};
use crate::collate::Index;
use crate::deck::Deck;
use crate::diagnostics::has_errors;
use crate::export::{anki, html};
use crate::script::Region;
use crate::source::Corpus;

/// Reads, proves and hands over the decks asked for.
pub(super) fn with_decks(
    args: &Args,
    decks: &[String],
    region: Region,
    terminal: &mut Terminal,
    mut each: impl FnMut(
        &mut Project,
        &Deck,
        &Corpus,
        &crate::script::opencc::OpenCc,
        &str,
    ) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
    let names = project.deck_names(decks)?;
    let (corpus, converter) = project.corpus_and_converter(region)?;
    let index = Index::new(&corpus);
    for name in &names {
        let files = project.deck_files(name)?;
        let Some(converter) = &converter else { continue };
        let deck = project.prove(&files, &index, converter, region);
        // What was found while reading counts too: no card of an unproven deck is shown.
        if let Some(deck) = deck.filter(|_| !has_errors(&project.diagnostics)) {
            each(&mut project, &deck, &corpus, converter, name)?;
        }
    }
    Ok(project.report(terminal))
}

/// `yulu notes`.
pub fn notes(
    args: &Args,
    list: &NotesArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let region = list.shown.shown().region;
    with_decks(
        args,
        &list.decks,
        region,
        terminal,
        |project, deck, corpus, converter, name| {
            let lock = project.lock(name)?.unwrap_or_default();
            let (deck, _) = deck.clone().written();
            let mut cards = card::cards(&deck, corpus, converter);
            cards.retain(|card| list.shown.wants(card));
            let notes = anki::notes(&cards, &deck, Ours { converter, region });
            print_lines(notes.iter().map(|note| match list.format {
                ListFormat::Json => anki::to_json(note, lock.note_time(&note.id)),
                ListFormat::Table => format!(
                    "{:<42} {}  {}",
                    note.id,
                    note.guid,
                    visible(&html::to_text(note.words()))
                ),
            }))
        },
    )
}
