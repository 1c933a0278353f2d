//! The last sheet: what is known of every source. What a document says of its own limits,
//! word for word, and which descend from one copy, stands in the attribution
//! (`NAME.sources.md`).

use serde::Serialize;

use super::face::{Block, Contents, Role};
use super::run::{Run, plain, ranges, runs};
use crate::card::{english, wording};
use crate::script::{Form, Region, Script};
use crate::source::{Corpus, Source};

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The document's own title, in its own script.
    pub title: Block,
    /// What is known of it.
    pub lines: Vec<Block>,
}

/// The heading of the sheet.
pub fn heading(contents: &Contents<'_>) -> Block {
    let (zh, en) = wording::SOURCES;
    let words = contents.ours.both(zh);
    let mut heading = contents.label(|script| words.get(script).to_owned());
    heading.runs.push(Run { lang: Some("en"), ..plain(&format!(" {en}")) });
    heading
}

/// All sources of a corpus; `printed` are the numbers of the printed cards with the source
/// each of them quotes.
pub fn entries(region: Region, corpus: &Corpus, printed: &[(usize, usize)]) -> Vec<Entry> {
    let sources = corpus.sources.iter().enumerate();
    sources
        .map(|(at, source)| {
            let cards =
                printed.iter().filter(|(_, from)| *from == at).map(|(card, _)| *card);
            entry(region, corpus, source, &cards.collect::<Vec<_>>())
        })
        .collect()
}

fn entry(region: Region, corpus: &Corpus, source: &Source, cards: &[usize]) -> Entry {
    let entry = &source.entry;
    let lang = match entry.script {
        Script::Hans => Form::Hans.lang(),
        Script::Hant => Form::Hant(region).lang(),
    };
    let own =
        |text: &str| Run { text: text.to_owned(), lang: Some(lang), mark: None, aid: None };
    let line = |text: &str| Block {
        role: Role::Note,
        lang: "en",
        runs: runs(&english(text), region),
    };
    let mut lines = vec![
        line(&format!("{}. Outlet: {}. Author: {}.", entry.id, entry.outlet, entry.author)),
        line(&format!("Date: {} ({}).", entry.date, entry.date_evidence)),
    ];
    for occasion in &entry.occasions {
        let found = corpus.manifest.occasions.iter().find(|o| o.id == *occasion);
        if let Some(found) = found {
            lines.push(line(&format!(
                "Goes back to: {}, 《{}》.",
                found.short_english, found.title
            )));
        }
    }
    if let Some(caveat) = &entry.card_caveat {
        lines.push(line(&format!("Limits: {}; {}.", caveat.zh, caveat.en)));
    }
    if let Some(url) = &entry.url {
        lines.push(line(&format!("Address given in the document: {url}")));
    }
    lines.push(line(&format!("File: {}, sha256 {}.", entry.file, entry.sha256)));
    let cards = ranges(cards.iter().copied(), ", ");
    lines.push(line(&match cards.as_str() {
        "" => "No card printed here quotes it.".to_owned(),
        one if one.parse::<usize>().is_ok() => format!("Quoted on card {one}."),
        some => format!("Quoted on cards {some}."),
    }));
    let runs = vec![own(&entry.title)];
    Entry { title: Block { role: Role::Label, lang, runs }, lines }
}
