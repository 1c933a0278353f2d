//! `yulu publish`: what AnkiWeb asks for when a deck is shared.

use super::decks::with_decks;
use super::global::Global;
use super::options::{DeckListArgs, ListFormat};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, to_json, visible};
use crate::card::{self, Ours};
use crate::export::anki;
use crate::export::listing::{Entry, Listing};

/// What a person decides before sharing, and what AnkiWeb expects.
const REMINDER: &str = "\
Before you share it:
- The quotations are other people's words. AnkiWeb asks you to declare that you may share
  them; a licence of your own covers prompts, summaries, translations and glosses only.
- An update keeps its place, its reviews and its learners only under the very same deck name.
- Share it by hand, in Anki: AnkiWeb does not allow uploads by other programs.";

/// `yulu publish`.
pub fn publish(
    global: &Global,
    list: &DeckListArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let region = list.shown.shown().region;
    with_decks(global, &list.decks, region, terminal, |_, deck, corpus, converter, _| {
        let (deck, _) = deck.clone().written();
        let mut cards = card::cards(&deck, corpus, converter);
        cards.retain(|card| list.shown.wants(card));
        let notes = anki::notes(&cards, &deck, Ours { converter, region });
        let listing = Listing::new(&deck, corpus, &cards, &notes);
        match list.format {
            ListFormat::Json => print_lines([to_json(&listing)]),
            ListFormat::Table => print_lines(lines(&listing)),
        }
    })
}

/// The form as text, a field after the other.
fn lines(listing: &Listing) -> Vec<String> {
    let mut out = vec![format!("# {}", visible(&listing.deck))];
    let mut field = |name: &str, entry: Option<&Entry>, none: &str| {
        out.push(String::new());
        let counted = entry.map(|it| {
            let long = if it.fits() { "" } else { ": too long, shorten it" };
            format!(" ({} of {} characters{long})", it.length, it.limit)
        });
        out.push(format!("## {name}{}", counted.unwrap_or_default()));
        out.push(String::new());
        let text = entry.map_or(none, |it| it.text.as_str());
        out.extend(text.lines().map(visible));
    };
    field("Title", Some(&listing.title), "");
    field("Tags", Some(&listing.tags), "");
    let none = "None: `contact` in `[deck]` says where people can report an error.";
    field("Support page", listing.support.as_ref(), none);
    field("Description", Some(&listing.description), "");
    out.extend([String::new(), "## Sample notes".to_owned(), String::new()]);
    let samples = listing.samples.iter();
    out.extend(samples.map(|sample| format!("- {}", visible(&sample.first))));
    out.push(String::new());
    out.extend(REMINDER.lines().map(str::to_owned));
    out
}
