//! What a deck is made of: every source, what is taken from it, and whose the rest is.

use std::fmt::Write as _;

use super::markdown::{code, text};
use crate::card::{Card, Kind};
use crate::deck::Deck;
use crate::source::Corpus;

/// The attribution of a deck with all its cards as Markdown, `<deck>.sources.md`.
pub fn markdown(deck: &Deck, corpus: &Corpus, cards: &[Card]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}: sources\n", text(&deck.title.hans));
    let _ =
        writeln!(out, "{}, version {}.\n", text(&deck.title_english), text(&deck.version));
    let _ = writeln!(
        out,
        "The quotations and the documents remain their authors'. Prompts, summaries, \
         translations and glosses are this project's own.\n"
    );
    for (at, source) in corpus.sources.iter().enumerate() {
        let entry = &source.entry;
        let _ = writeln!(out, "## {}\n", entry.id);
        let _ = writeln!(out, "- title: {}", text(&entry.title));
        let _ = writeln!(
            out,
            "- outlet: {}; author: {}",
            text(&entry.outlet),
            text(&entry.author)
        );
        let _ =
            writeln!(out, "- date: {} ({})", text(&entry.date), text(&entry.date_evidence));
        if let Some(url) = &entry.url {
            let _ = writeln!(out, "- address given in the document: {}", text(url));
        }
        let _ = writeln!(out, "- file: {}, sha256 `{}`", code(&entry.file), entry.sha256);
        if let Some(group) = entry.group.as_ref().and_then(|g| corpus.manifest.group(g)) {
            let _ = writeln!(out, "- witness group {}: {}", group.id, text(&group.reason));
        }
        for cut in &source.cuts {
            let _ = writeln!(
                out,
                "- cut: lines {}–{}, {}",
                cut.lines.first,
                cut.lines.last,
                text(&cut.reason)
            );
        }
        for caveat in &entry.caveats {
            let _ = writeln!(
                out,
                "- the document says (line {}): “{}” {}",
                caveat.line,
                text(&caveat.text),
                text(&caveat.comment)
            );
        }
        let is_taken = |card: &&Card| {
            // A production card has the quotation of another one.
            card.kind == Kind::Quote
                && card.apparatus.as_ref().is_some_and(|a| a.base.place.source == at)
        };
        let taken: Vec<&str> =
            cards.iter().filter(is_taken).map(|card| card.id.as_str()).collect();
        let _ = writeln!(out, "- quotations taken from it: {}", taken.len());
        if !taken.is_empty() {
            let _ = writeln!(out, "  {}", taken.join(", "));
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "## Data used to make the deck\n\n\
         - OpenCC dictionaries (Simplified and Traditional): Apache-2.0, BYVoid and \
         contributors; corrections of this project before them\n\
         - no font is embedded in the Anki package or the CSV"
    );
    out
}
