//! Cards to PDF files: which text fits where, in how many parts and volumes.

use std::collections::{BTreeMap, BTreeSet};

use typst::foundations::Value;
use typst_layout::PagedDocument;

use super::data::{self, Data, Footer, PageData, Part, Parts};
use super::face::{Block, Card, Contents, Scripts};
use super::file::{file, finished};
use super::fonts::Fonts;
use super::glyphs::check_glyphs;
use super::imposition::{Layout, Sides};
use super::join::joined;
use super::sources::{self, Entry};
use super::world::{PrintWorld, left_under};
use crate::deck::Deck;
use crate::note::Note;
use crate::script::{Region, Script};

/// Smallest size of any text, in points: below it print is hard to read by lamp light.
const SMALLEST: u8 = 7;
/// Most cards in one file.
const VOLUME: usize = 1000;
/// How many faces are laid out at once; two are a card. They take about 0.3 MB each, which is
/// freed before the next portion. A deck of up to three times as many is not divided.
pub const PORTION: usize = 128;
/// A text that is not placed after so many attempts, each with more parts, never will be.
const ATTEMPTS: usize = 12;
/// Height for the body of a card, in points, below which a sheet is refused: two lines.
const LEAST_ROOM: f64 = 20.0;

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

/// Why no sheets were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Characters that no font has, each with the ids of the cards that need it.
    MissingGlyphs(BTreeMap<char, BTreeSet<String>>),
    /// A card's fixed parts leave no room on the sheet's cards.
    NoRoom(String),
    /// The template or the fonts are wrong.
    Template(String),
}

/// Prints cards. `progress` is told before the first portion and after each about how many
/// cards are done, and of how many.
///
/// # Errors
/// See [`Problem`]; nothing is half made.
pub fn sheets(
    contents: &Contents<'_>,
    notes: &[Note],
    numbers: &BTreeMap<String, usize>,
    options: &Options<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sheets, Problem> {
    let cards = super::face::cards(contents, notes, numbers);
    let deck = contents.deck;
    let from: BTreeMap<&str, usize> =
        deck.quotes.iter().map(|quote| (quote.id.as_str(), quote.base.source)).collect();
    let printed: Vec<(usize, usize)> =
        cards.iter().filter_map(|c| Some((c.number, *from.get(c.id.as_str())?))).collect();
    let entries = sources::entries(deck, contents.corpus, &printed);
    let title = contents.title();
    let heading = contents.sources_heading();
    check_glyphs(&cards, &entries, [&title, &heading], options.fonts)?;
    let mut printer = Printer {
        deck,
        scripts: contents.scripts,
        has_readings: contents.ruby.is_some(),
        options,
        title: &title,
        heading: &heading,
        fonts: serde_json::to_value(options.fonts.families())
            .map_err(|error| Problem::Template(error.to_string()))?,
        world: PrintWorld::new(options.template, options.fonts)
            .map_err(Problem::Template)?,
    };
    let each = options.layout.sheet.cards();
    let volume = (VOLUME / each).max(1) * each;
    let count = cards.len().div_ceil(volume).max(1);
    let mut made =
        Sheets { volumes: Vec::new(), sheets: 0, cards: 0, continued: Vec::new() };
    progress(0, cards.len());
    for at in 0..count {
        let chunk = &cards[at * volume..cards.len().min((at + 1) * volume)];
        let number = (count > 1).then_some((at + 1, count));
        let with_sources =
            at + 1 == count && matches!(options.layout.sides, Sides::Both | Sides::Fronts);
        let sources = with_sources.then_some(&entries);
        let mut done = |done| progress(at * volume + done, cards.len());
        printer.volume(chunk, number, sources, &mut made, &mut done)?;
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
    world: PrintWorld<'a>,
}

impl Printer<'_> {
    /// Lays out one volume, in more parts where a text does not fit, until all fit.
    fn volume(
        &mut self,
        cards: &[Card],
        number: Option<(usize, usize)>,
        sources: Option<&Vec<Entry>>,
        made: &mut Sheets,
        done: &mut dyn FnMut(usize),
    ) -> Result<(), Problem> {
        let mut parts = vec![Parts { front: 1, back: 1 }; cards.len()];
        for _ in 0..ATTEMPTS {
            let footer = Footer { deck: self.title, script: self.script(), volume: number };
            let pages = data::pages(self.options.layout, cards, &parts, &footer);
            let Some(files) =
                self.portions(cards, &pages, &mut parts, number, sources, done)?
            else {
                continue;
            };
            let all: Vec<Part> = data::expanded(&parts);
            made.sheets += self.options.layout.sheets(all.len());
            made.cards += all.len();
            for (card, parts) in cards.iter().zip(&parts).filter(|(_, p)| p.total() > 1) {
                let (number, id) = (card.number, card.id.clone());
                made.continued.push(Continued { number, id, parts: parts.total() });
            }
            made.volumes.push(self.joined(&files)?);
            return Ok(());
        }
        Err(Problem::NoRoom("a text does not fit, in however many parts".to_owned()))
    }

    /// A file of each portion of the pages; `None` if some text did not fit, and then the
    /// parts say in how many it is to be divided.
    fn portions(
        &mut self,
        cards: &[Card],
        pages: &[PageData],
        parts: &mut [Parts],
        number: Option<(usize, usize)>,
        sources: Option<&Vec<Entry>>,
        done: &mut dyn FnMut(usize),
    ) -> Result<Option<Vec<Vec<u8>>>, Problem> {
        let portions = data::portions(pages, self.options.portion);
        let laid_out = parts.to_vec();
        let mut files = Some(Vec::new());
        let mut set = 0;
        for (at, portion) in portions.iter().enumerate() {
            let last = at + 1 == portions.len();
            self.world.set_data(self.data(portion, number, sources.filter(|_| last))?);
            let document = self.world.compile().map_err(Problem::Template)?;
            if self.divide(&document, cards, &laid_out, parts)? {
                files = None;
            }
            if let Some(files) = &mut files {
                files.push(self.file(&document, number)?);
            }
            // What Typst remembers helps when the same pages are laid out once more, but not
            // with other ones.
            if portions.len() > 1 || files.is_some() {
                drop(document);
                comemo::evict(0);
            }
            set += portion.len();
            if files.is_some() {
                done(cards.len() * set / pages.len().max(1));
            }
        }
        Ok(files)
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

    /// Reads how each face fitted, in the parts in which it was laid out; true if some are to
    /// have more.
    fn divide(
        &self,
        document: &PagedDocument,
        cards: &[Card],
        laid_out: &[Parts],
        parts: &mut [Parts],
    ) -> Result<bool, Problem> {
        let mut more: BTreeMap<(usize, bool), f64> = BTreeMap::new();
        for fit in left_under(document, "fit").iter().filter_map(Fit::read) {
            let Some(card) = cards.get(fit.card) else { continue };
            if fit.used <= fit.room + 0.01 {
                continue;
            }
            if fit.room < LEAST_ROOM {
                let sheet = &self.options.layout.sheet;
                return Err(Problem::NoRoom(format!(
                    "cards of {} × {} mm have no room for the text of card {} `{}` beside its source note",
                    sheet.card.0, sheet.card.1, card.number, card.id
                )));
            }
            let ratio = more.entry((fit.card, fit.front)).or_default();
            *ratio = ratio.max(fit.used / fit.room);
        }
        for ((card, front), ratio) in &more {
            let of = |parts: &Parts| if *front { parts.front } else { parts.back };
            let count = of(&laid_out[*card]);
            // At least one more; as many as the excess asks for, up to what a text of the
            // greatest length a deck may have could need.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a ratio of a few dozen at most, clamped"
            )]
            let asked = (count as f64 * ratio).ceil().clamp(0.0, 500.0) as usize;
            let asked = asked.max(count + 1).max(of(&parts[*card]));
            let parts = &mut parts[*card];
            *(if *front { &mut parts.front } else { &mut parts.back }) = asked;
        }
        Ok(!more.is_empty())
    }

    fn file(
        &self,
        document: &PagedDocument,
        number: Option<(usize, usize)>,
    ) -> Result<Vec<u8>, Problem> {
        let ident = format!(
            "yulu {} {:?} {}",
            self.deck.id, number, self.options.layout.sheet.name
        );
        file(document, ident)
            .map_err(|errors| Problem::Template(self.world.explain(errors.first())))
    }

    fn joined(&self, files: &[Vec<u8>]) -> Result<Vec<u8>, Problem> {
        let document = joined(files);
        let bytes =
            document.and_then(|all| finished(all, self.options.layout, self.has_readings));
        bytes.map_err(|error| {
            Problem::Template(format!("the PDF cannot be read back: {error}"))
        })
    }
}

/// What the template reports of a face: heights in points.
struct Fit {
    card: usize,
    front: bool,
    used: f64,
    room: f64,
}

impl Fit {
    fn read(value: &Value) -> Option<Self> {
        let Value::Array(array) = value else { return None };
        let number = |at: usize| match array.as_slice().get(at)? {
            Value::Int(n) => Some(*n as f64),
            Value::Float(n) => Some(*n),
            _ => None,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let card = number(0)? as usize;
        Some(Self { card, front: number(1)? == 0.0, used: number(2)?, room: number(3)? })
    }
}
