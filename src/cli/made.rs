//! What a build has made, and what it says of it once it is written.

use std::path::{Path, PathBuf};

use super::args::Format;
use super::opening;
use super::output::{count, short};
use super::volumes::sheets_of;
use crate::deck::Deck;
use crate::deck::unwritten::LeftOut;
use crate::note::{Note, html};
use crate::source::Corpus;

/// A path with the bytes that are to stand there.
type Output = (PathBuf, Vec<u8>);

/// What a build is going to write, and to say of it once it is written.
#[derive(Default)]
pub struct Made {
    /// All files of all decks.
    pub outputs: Vec<Output>,
    /// Lines for people.
    pub said: Vec<String>,
}

impl Made {
    /// Adds an output for people, with how to open it.
    pub fn add(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.said.push(opening::line(&path));
        self.outputs.push((path, bytes));
    }

    /// Names packages and sheets that stand in the output folder from an earlier build and were
    /// asked for, but not made now: other volumes, or those of a deck that has no card any more.
    /// They are somebody's files and stay.
    pub fn name_old(&mut self, folder: &Path, deck: &str, asked: &[Format]) {
        let all = asked.iter().flat_map(|format| match format {
            Format::Pdf => sheets_of(folder, deck),
            Format::Apkg => vec![folder.join(format!("{deck}.apkg"))],
            Format::Csv | Format::Html | Format::Sources => Vec::new(),
        });
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

/// The formats that a deck with these notes can have: a package, a table and sheets need a note.
/// What is said of those that it cannot have, if there are any.
pub fn possible(formats: &[Format], notes: &[Note]) -> (Vec<Format>, Option<String>) {
    let bare = |format: &Format| {
        matches!(format, Format::Html | Format::Sources) || !notes.is_empty()
    };
    let (can, cannot): (Vec<Format>, Vec<Format>) = formats.iter().copied().partition(bare);
    let names: Vec<String> = cannot.iter().map(Format::to_string).collect();
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
pub fn summary(deck: &Deck, corpus: &Corpus, notes: &[Note]) -> String {
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
pub fn description(deck: &Deck, corpus: &Corpus) -> String {
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
    out += "</ul><p lang=\"en\">The quotations remain their authors'. To update, import the \
            newer package over this one: notes you have not edited since are updated, \
            scheduling is kept.</p>";
    if let Some(contact) = &deck.contact {
        out += &format!("<p lang=\"en\">Report an error: {}</p>", html::escape(contact));
    }
    out
}
