//! What a build has made, and what it says of it once it is written.

use std::path::{Path, PathBuf};

use super::super::output::{count, short};
use super::outputs::Output;
use crate::card::Card;
use crate::deck::Deck;
use crate::deck::unwritten::LeftOut;
use crate::export::anki::own_words::Kept;
use crate::source::Corpus;

/// Columns for the path, so that the words beside several paths stand below each other.
const PATH: usize = 34;

/// A path with the bytes that are to stand there.
type Written = (PathBuf, Vec<u8>);

/// What a build is going to write, and to say of it once it is written.
#[derive(Default)]
pub struct Made {
    /// All files of all decks.
    pub outputs: Vec<Written>,
    /// Lines for people.
    pub said: Vec<String>,
}

impl Made {
    /// Adds a file of an output of the deck with that id, with how to open it.
    pub fn add(&mut self, output: &Output, deck: &str, path: PathBuf, bytes: Vec<u8>) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = name.strip_prefix(deck).unwrap_or(&name).trim_start_matches('.');
        let (short, how) = (short(&path).to_string(), (output.how_to_open)(ending));
        let gap = PATH.saturating_sub(unicode_width::UnicodeWidthStr::width(&*short));
        self.said.push(format!("  {short}{}  {how}", " ".repeat(gap)));
        self.outputs.push((path, bytes));
    }

    /// Names the files that stand in the output folder from an earlier build and were asked for,
    /// but not made now: other volumes, or those of a deck that has no card any more. They are
    /// somebody's files and stay.
    pub fn warn_of_old(&mut self, folder: &Path, deck: &str, asked: &[&Output]) {
        let all = asked.iter().flat_map(|output| (output.old)(folder, deck));
        let old = all.filter(|path| {
            path.is_file() && !self.outputs.iter().any(|(made, _)| made == path)
        });
        let old: Vec<String> = old.map(|path| short(&path).to_string()).collect();
        if !old.is_empty() {
            self.said
                .push(format!("still there from an earlier build: {}", old.join(", ")));
        }
    }
}

/// What is said of a package with a learner's own words.
pub fn own_words(kept: &Kept) -> String {
    match kept.count {
        0 => "no note has words of your own".to_owned(),
        n => format!(
            "{} with words of your own: the package is for you alone",
            count(n, "note")
        ),
    }
}

/// The outputs that a deck with these cards can have, and what is said of the others, if there
/// are any.
pub fn possible<'a>(
    outputs: &[&'a Output],
    cards: &[&Card],
) -> (Vec<&'a Output>, Option<String>) {
    let can = |output: &&Output| !output.needs_cards || !cards.is_empty();
    let (can, cannot): (Vec<&Output>, Vec<&Output>) =
        outputs.iter().partition(|it| can(it));
    let names: Vec<&str> = cannot.iter().map(|output| output.name).collect();
    let said = format!("no card is there yet: {} not written", names.join(", "));
    (can, (!cannot.is_empty()).then_some(said))
}

/// What a build has not, because a text of it is still a placeholder.
pub fn left_out(left: &LeftOut) -> Option<String> {
    let kinds = [
        (left.quotes, "quote"),
        (left.questions, "question"),
        (left.script_cards, "script card"),
    ];
    let some = kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(n, noun));
    let some = some.collect::<Vec<_>>().join(", ");
    (!some.is_empty()).then(|| format!("left out, still to be written: {some}"))
}

/// What a deck has, in one line.
pub fn summary(deck: &Deck, corpus: &Corpus, cards: &[&Card]) -> String {
    let asks: usize = cards.iter().map(|card| card.asks().count()).sum();
    let used: std::collections::BTreeSet<usize> =
        deck.quotes.iter().map(|quote| quote.base.source).collect();
    format!(
        "{}: {} from {} of {}, all proven; {}; {}, {}",
        deck.title.hans,
        count(deck.quotes.len(), "quote"),
        used.len(),
        count(corpus.sources.len(), "source"),
        count(deck.themes.len(), "theme"),
        count(cards.len(), "note"),
        count(asks, "card")
    )
}
