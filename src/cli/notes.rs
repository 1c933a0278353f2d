//! `yulu notes`: notes as they are exported.

use super::decks::with_decks;
use super::global::Global;
use super::options::{DeckListArgs, ListFormat};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, visible};
use crate::card::{self, Ours};
use crate::export::{anki, html};

/// `yulu notes`.
pub fn notes(
    global: &Global,
    list: &DeckListArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let region = list.shown.shown().region;
    with_decks(
        global,
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
