//! The cards that are printed, in the order in which they lie.

use std::collections::BTreeMap;
use std::ops::Range;

use super::face::{Contents, Face};
use crate::deck::{Question, Quote, Theme};
use crate::note::{Note, NoteType};

/// A card, before it is known whether it takes more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number in the deck, the same in every export: its place among the notes, from 1.
    pub number: usize,
    /// The curated id.
    pub id: String,
    /// Its home theme, as an index into the deck's.
    pub theme: usize,
    /// What kind it is.
    pub kind: NoteType,
    /// The question.
    pub front: Face,
    /// The answer.
    pub back: Face,
}

/// The cards of some notes, one for each quotation and each study question. Each is made when it
/// is asked for: the words of a long deck's cards would take more memory than a volume's pages.
pub struct Cards<'a> {
    contents: &'a Contents<'a>,
    numbers: &'a BTreeMap<String, usize>,
    list: Vec<Entry<'a>>,
}

struct Entry<'a> {
    number: usize,
    id: &'a str,
    theme: (usize, &'a Theme),
    about: About<'a>,
}

enum About<'a> {
    Quote(&'a Quote),
    Question(&'a Question),
}

impl Entry<'_> {
    fn kind(&self) -> NoteType {
        match self.about {
            About::Quote(_) => NoteType::Quote,
            About::Question(_) => NoteType::Theme,
        }
    }
}

impl<'a> Cards<'a> {
    /// The cards of these notes; `numbers` are those of all cards of the deck.
    pub fn new(
        contents: &'a Contents<'a>,
        notes: &'a [Note],
        numbers: &'a BTreeMap<String, usize>,
    ) -> Self {
        let deck = contents.deck;
        let quotes: BTreeMap<&str, &Quote> =
            deck.quotes.iter().map(|quote| (quote.id.as_str(), quote)).collect();
        let questions = deck.themes.iter().enumerate().flat_map(|(at, theme)| {
            let questions = theme.questions.iter();
            questions.map(move |question| {
                (format!("{}.{}", theme.id, question.id), ((at, theme), question))
            })
        });
        let questions: BTreeMap<String, ((usize, &Theme), &Question)> = questions.collect();
        let list = notes.iter().filter_map(|note| {
            let number = *numbers.get(&note.id)?;
            let (theme, about) = match note.notetype {
                NoteType::Quote => {
                    let quote = *quotes.get(note.id.as_str())?;
                    let theme = *quote.themes.first()?;
                    ((theme, deck.themes.get(theme)?), About::Quote(quote))
                }
                NoteType::Script => return None,
                NoteType::Theme => {
                    let (theme, question) = questions.get(&note.id)?;
                    (*theme, About::Question(question))
                }
            };
            Some(Entry { number, id: &note.id, theme, about })
        });
        let mut list: Vec<Entry<'_>> = list.collect();
        // By theme, so that a theme's cards lie together and have one bookmark. Sorting is
        // stable: inside a theme the order is the deck's.
        list.sort_by_key(|entry| (entry.kind(), entry.theme.0));
        Self { contents, numbers, list }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The numbers of the quotations' cards, each with the quotation.
    pub fn quotes(&self) -> impl Iterator<Item = (usize, &'a Quote)> {
        self.list.iter().filter_map(|entry| match entry.about {
            About::Quote(quote) => Some((entry.number, quote)),
            About::Question(_) => None,
        })
    }

    /// Makes some of the cards, by their places in this order.
    pub fn made(&self, places: Range<usize>) -> impl Iterator<Item = Card> {
        self.list.get(places).unwrap_or_default().iter().map(|entry| {
            let (at, theme) = entry.theme;
            let (front, back) = match entry.about {
                About::Quote(quote) => self.contents.quote(quote, theme),
                About::Question(question) => {
                    self.contents.theme(theme, question, self.numbers)
                }
            };
            let (number, id) = (entry.number, entry.id.to_owned());
            Card { number, id, theme: at, kind: entry.kind(), front, back }
        })
    }
}
