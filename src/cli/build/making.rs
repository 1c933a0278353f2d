//! What the outputs of a deck are made from, and how each is.

use std::path::{Component, Path};

use super::super::outcome::Failure;
use super::super::{print, tables};
use crate::card::{Card, Ours};
use crate::deck::file::DeckFile;
use crate::deck::{Deck, Recording};
use crate::export::anki::own_words::Kept;
use crate::export::anki::{self, Lock, Note};
use crate::export::csv::Layout;
use crate::export::templates::Templates;
use crate::export::{self, Shown, html};
use crate::source::Corpus;

/// The name of a file and its bytes.
pub type Named = (String, Vec<u8>);

/// What the outputs of a deck are made from.
pub struct Making<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// Its sources.
    pub corpus: &'a Corpus,
    /// For our own words in both scripts.
    pub ours: Ours<'a>,
    /// All cards.
    pub all: &'a [Card],
    /// The cards that are asked for.
    pub cards: &'a [&'a Card],
    /// The same as Anki's notes.
    pub notes: &'a [Note],
    /// With the times of all notes.
    pub lock: &'a Lock,
    /// The notes with a learner's own words, if they are to be kept.
    pub kept: Option<&'a Kept>,
    /// What cards and pages look like.
    pub templates: &'a Templates,
    /// What is shown.
    pub shown: Shown,
    /// The tables that are asked for.
    pub layouts: &'a [Layout],
    /// The way from an output to the project's folder.
    pub back: Option<String>,
}

/// The way from the folder of the outputs back to the project's, if it lies in it.
pub fn way_back(out: &Path) -> Option<String> {
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
    /// The Anki package.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn package(&self) -> Result<Vec<Named>, Failure> {
        let cards = self.cards.iter();
        let media = cards.flat_map(|card| card.audio.iter().chain(&card.prompt_audio));
        let media: Vec<Recording> = media.cloned().collect();
        let input = anki::Input {
            parent: &anki::parent_deck(self.deck),
            description: &description(self.deck, self.corpus),
            notes: self.kept.map_or(self.notes, |kept| &kept.notes),
            lock: self.kept.map_or(self.lock, |kept| &kept.lock),
            media: &media,
            templates: self.templates,
            shown: self.shown,
        };
        let bytes = anki::package(&input).map_err(|error| {
            Failure::new(format!("the Anki package could not be made: {error}")).mendable()
        })?;
        let private = if self.kept.is_some() { ".private" } else { "" };
        Ok(vec![(format!("{}{private}.apkg", self.deck.id), bytes)])
    }

    /// The tables.
    ///
    /// # Errors
    /// If a table cannot hold what is asked of it.
    pub fn tables(&self) -> Result<Vec<Named>, Failure> {
        let input = export::csv::Input {
            deck: self.deck,
            cards: self.cards,
            notes: self.notes,
            ours: self.ours,
        };
        self.layouts.iter().map(|layout| tables::table(layout, &input)).collect()
    }

    /// The reader page.
    pub fn page(&self) -> Vec<Named> {
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

    /// What is taken from each source.
    pub fn attribution(&self) -> Vec<Named> {
        let text = export::attribution::markdown(self.deck, self.corpus, self.all);
        vec![(format!("{}.sources.md", self.deck.id), text.into_bytes())]
    }

    /// What sheets are printed from.
    pub fn sheets(&self, files: &'a [DeckFile]) -> print::Input<'a> {
        print::Input {
            files,
            deck: self.deck,
            corpus: self.corpus,
            ours: self.ours,
            cards: self.cards,
        }
    }
}

/// How to study, for the parent deck's description: in Simplified and in English.
const HOW_TO_STUDY: [&str; 2] = [
    "学法：学这个牌组，先出语录，再出各主题的思考题，各按编者的次序。先自己说出原话，再翻面。\
     卡片右上角的“拼”依次显示拼音、注音，“简 · 繁”切换简体和繁体（键盘上是P和J）。\
     背面最下一行是出处，点开可看别的文稿怎样写。",
    "How to study: study this deck, and quotations come first, then the questions of the themes, both \
     in the curated order. Say the words yourself, then turn the card. At its top right, 拼 sets pinyin \
     over the words, then zhuyin beside them; 简 · 繁 switches between Simplified and Traditional (on a \
     keyboard: P and J). The last line of a back is the source; open it to see what other documents read.",
];

/// How to report an error, before the contact.
const REPORT: [&str; 2] = [
    "发现错误，请把卡片的Id（在“浏览”里看得到）告诉编者",
    "Report an error, with the card's Id (Browse shows it)",
];

/// The parent deck's description in HTML.
fn description(deck: &Deck, corpus: &Corpus) -> String {
    let paragraph =
        |lang: &str, text: &str| format!("<p lang=\"{lang}\">{}</p>", html::escape(text));
    let mut out = paragraph("zh-Hans", &deck.about.hans);
    out += &paragraph("en", &deck.about_english);
    out += &paragraph("zh-Hans", HOW_TO_STUDY[0]);
    out += &paragraph("en", HOW_TO_STUDY[1]);
    let contact = deck.contact.as_deref();
    let told = |to: &str, colon: &str, stop: &str| match contact {
        Some(contact) => format!("{to}{colon}{contact}"),
        None => format!("{to}{stop}"),
    };
    out += &paragraph("zh-Hans", &told(REPORT[0], "：", "。"));
    out += &paragraph("en", &told(REPORT[1], ": ", "."));
    out += &paragraph(
        "en",
        "The quotations remain their authors'. To update, import the newer package over this one: \
         notes you have not edited since are updated, scheduling is kept.",
    );
    out += &paragraph("en", &format!("Version {}. Sources:", deck.version));
    out += "<ul>";
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
    out += "</ul>";
    out
}
