//! Cards to PDF files: which text fits where, in how many parts and volumes.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;

use typst_layout::PagedDocument;

use super::super::cards::{Cards, Faces};
use super::super::face::{Block, Contents, Scripts};
use super::super::imposition::{Layout, Sides};
use super::super::sources::{self, Entry};
use super::data::{self, Data, Footer, PageData, Part, Parts};
use super::file::{file, finished};
use super::fit::divide;
use super::fonts::{Advances, Fonts};
use super::glyphs::check_glyphs;
use super::join::Joined;
use super::problem::Problem;
use super::world::PrintWorld;
use crate::card::Card;
use crate::deck::Deck;
use crate::parallel;
use crate::script::{Region, Script};
use crate::source::Corpus;

/// Smallest size of any text, in points: below it print is hard to read by lamp light.
const SMALLEST: u8 = 7;
/// Most cards in one file.
const VOLUME: usize = 1000;
/// How many faces are laid out at once; two are a card. They take about 0.3 MB each until they are
/// in the file, which is when the next portion is laid out. A deck of up to three times as many is
/// not divided.
pub const PORTION: usize = 128;
/// A text that is not placed after so many attempts, each with more parts, never will be.
const ATTEMPTS: usize = 12;

/// How sheets are made.
pub struct Options<'a> {
    /// Where cards lie.
    pub layout: &'a Layout,
    /// Black ink alone.
    pub mono: bool,
    /// The template.
    pub template: &'a str,
    /// The fonts.
    pub fonts: &'a Fonts,
    /// How many faces are laid out at once, at least a page, unless three times as many are all:
    /// [`PORTION`]. The file holds the same pages however many these are, but each portion has
    /// fonts of its own.
    pub portion: usize,
}

/// A card that takes more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continued {
    /// Its number.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// How many cards it takes.
    pub parts: usize,
}

/// Finished sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// One PDF a volume; a single one as long as no more than 1,000 cards, in whole sheets, are
    /// asked for.
    pub volumes: Vec<Vec<u8>>,
    /// Sheets of paper with cards.
    pub sheets: usize,
    /// Cards, with continuations counted.
    pub cards: usize,
    /// Cards that take more than one.
    pub continued: Vec<Continued>,
}

/// Prints cards. `progress` is told before the first portion and after each about how many
/// cards are done, and of how many.
///
/// # Errors
/// See [`Problem`]; nothing is half made.
pub fn sheets(
    deck: &Deck,
    corpus: &Corpus,
    contents: &Contents<'_>,
    cards: &[&Card],
    options: &Options<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sheets, Problem> {
    let cards = Cards::new(contents, cards);
    let quoted: Vec<(usize, usize)> = cards.quoted().collect();
    let entries = sources::entries(contents.ours.region, corpus, &quoted);
    let title = contents.label(|script| deck.title.get(script).to_owned());
    let heading = sources::heading(contents);
    check_glyphs(
        || cards.made(0..cards.count()),
        &entries,
        [&title, &heading],
        options.fonts,
    )?;
    let printer = Printer {
        deck,
        scripts: contents.scripts,
        has_readings: contents.ruby.is_some(),
        options,
        title: &title,
        heading: &heading,
        fonts: serde_json::to_value(options.fonts.families())
            .map_err(|error| Problem::Template(error.to_string()))?,
        advances: options.fonts.advances(),
        world: PrintWorld::new(options.template, options.fonts)
            .map_err(Problem::Template)?,
    };
    let each = options.layout.sheet.cards();
    let volume = (VOLUME / each).max(1) * each;
    let count = cards.count().div_ceil(volume).max(1);
    let mut made =
        Sheets { volumes: Vec::new(), sheets: 0, cards: 0, continued: Vec::new() };
    progress(0, cards.count());
    for at in 0..count {
        let places = at * volume..cards.count().min((at + 1) * volume);
        let chunk: Vec<Faces> = cards.made(places).collect();
        let number = (count > 1).then_some((at + 1, count));
        let with_sources =
            at + 1 == count && matches!(options.layout.sides, Sides::Both | Sides::Fronts);
        let sources = with_sources.then_some(&entries);
        let mut done = |done| progress(at * volume + done, cards.count());
        printer.volume(&chunk, number, sources, &mut made, &mut done)?;
    }
    Ok(made)
}

struct Printer<'a> {
    deck: &'a Deck,
    scripts: Scripts,
    has_readings: bool,
    options: &'a Options<'a>,
    title: &'a Block,
    heading: &'a Block,
    fonts: serde_json::Value,
    advances: Advances,
    world: PrintWorld<'a>,
}

impl Printer<'_> {
    /// Lays out one volume, in more parts where a text does not fit, until all fit.
    fn volume(
        &self,
        cards: &[Faces],
        number: Option<(usize, usize)>,
        sources: Option<&Vec<Entry>>,
        made: &mut Sheets,
        done: &mut dyn FnMut(usize),
    ) -> Result<(), Problem> {
        let mut parts = vec![Parts { front: 1, back: 1 }; cards.len()];
        for _ in 0..ATTEMPTS {
            let footer = Footer { deck: self.title, script: self.script(), volume: number };
            let pages =
                data::pages(self.options.layout, cards, &parts, &footer, &self.advances);
            let file = self.portions(cards, &pages, &mut parts, number, sources, done)?;
            let Some(file) = file else { continue };
            let all: Vec<Part> = data::expanded(&parts);
            made.sheets += self.options.layout.sheets(all.len());
            made.cards += all.len();
            for (card, parts) in cards.iter().zip(&parts).filter(|(_, p)| p.total() > 1) {
                let (number, id) = (card.number, card.id.clone());
                made.continued.push(Continued { number, id, parts: parts.total() });
            }
            made.volumes.push(file);
            return Ok(());
        }
        Err(Problem::NoRoom("a text does not fit, in however many parts".to_owned()))
    }

    /// The file of the pages, which are laid out portion by portion; `None` if some text did not
    /// fit, and then the parts say in how many it is to be divided. While a portion is laid out,
    /// the one before it is made a file and joined to what there is.
    fn portions(
        &self,
        cards: &[Faces],
        pages: &[PageData],
        parts: &mut [Parts],
        number: Option<(usize, usize)>,
        sources: Option<&Vec<Entry>>,
        done: &mut dyn FnMut(usize),
    ) -> Result<Option<Vec<u8>>, Problem> {
        let portions = data::portions(pages, self.options.portion);
        let laid_out = parts.to_vec();
        std::thread::scope(|scope| {
            let (sender, documents) = sync_channel(0);
            let joining = move || self.joined(documents, number);
            let joined = Builder::new().spawn_scoped(scope, joining).map_err(|error| {
                Problem::Template(format!("the machine gives no thread: {error}"))
            })?;
            let mut fits = true;
            let mut set = 0;
            for (at, portion) in portions.iter().enumerate() {
                let last = at + 1 == portions.len();
                let data = self.data(portion, number, sources.filter(|_| last))?;
                let document = self.world.compile(data).map_err(Problem::Template)?;
                fits &= !divide(&document, cards, self.options.layout, &laid_out, parts)?;
                // What Typst remembers helps when the same pages are laid out once more, but
                // not with other ones.
                if portions.len() > 1 || fits {
                    comemo::evict(0);
                }
                set += portion.len();
                // The file of pages of which some do not fit is not wanted. Nobody takes a
                // document any more if there was an error, which the thread then says.
                if fits {
                    if sender.send(document).is_err() {
                        break;
                    }
                    done(cards.len() * set / pages.len().max(1));
                }
            }
            drop(sender);
            let joined = parallel::joined(joined)?;
            if !fits {
                return Ok(None);
            }
            let file = finished(joined, self.options.layout, self.has_readings);
            file.map(Some).map_err(Problem::Template)
        })
    }

    /// The script of the cards, in words for the footer.
    fn script(&self) -> &'static str {
        match self.scripts {
            Scripts::One(Script::Hans) => "Simplified",
            Scripts::One(Script::Hant) => "Traditional",
            Scripts::Both(_) => "Simplified and Traditional",
        }
    }

    fn data(
        &self,
        pages: &[PageData],
        number: Option<(usize, usize)>,
        sources: Option<&Vec<Entry>>,
    ) -> Result<Vec<u8>, Problem> {
        let first = self.scripts.first();
        let title = match number {
            Some((at, of)) => format!("{} ({at}/{of})", self.deck.title.get(first)),
            None => self.deck.title.get(first).to_owned(),
        };
        let data = Data {
            title: &title,
            author: concat!("yulu ", env!("CARGO_PKG_VERSION")),
            about: self.deck.about.get(first),
            lang: "zh",
            region: match (first, self.deck.region) {
                (Script::Hans, _) => "cn",
                (Script::Hant, Region::Tw) => "tw",
                (Script::Hant, Region::Hk) => "hk",
            },
            mono: self.options.mono,
            smallest: SMALLEST,
            fonts: &self.fonts,
            pages,
            sources: sources
                .map(|entries| data::sources(self.options.layout, self.heading, entries)),
        };
        serde_json::to_vec(&data).map_err(|error| Problem::Template(error.to_string()))
    }

    /// All the documents that come, as one.
    fn joined(
        &self,
        documents: Receiver<PagedDocument>,
        number: Option<(usize, usize)>,
    ) -> Result<Joined, Problem> {
        let mut joined = Joined::default();
        for document in documents {
            let ident = format!(
                "yulu {} {:?} {}",
                self.deck.id, number, self.options.layout.sheet.name
            );
            let file = file(&document, ident)
                .map_err(|errors| Problem::Template(self.world.explain(errors.first())))?;
            drop(document);
            joined.add(file).map_err(Problem::Template)?;
        }
        Ok(joined)
    }
}
