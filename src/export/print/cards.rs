//! The cards that are printed, in the order in which they lie.

use std::ops::Range;

use super::face::{Contents, Face};
use crate::card::{Card, Kind, ThemeId};

/// A card's two faces, before it is known whether it takes more than one piece of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faces {
    /// Its number in the deck, the same in every export.
    pub number: usize,
    /// The curated id.
    pub id: String,
    /// Its home theme.
    pub theme: ThemeId,
    /// What it is about.
    pub kind: Kind,
    /// The question.
    pub front: Face,
    /// The answer.
    pub back: Face,
}

/// The cards that are printed. Their faces are made when they are asked for: those of a long
/// deck would take more memory than a volume's pages.
pub struct Cards<'a> {
    contents: &'a Contents<'a>,
    list: Vec<(ThemeId, &'a Card)>,
}

impl<'a> Cards<'a> {
    /// Those of these cards that paper can have: optional ones are for screens.
    pub fn new(contents: &'a Contents<'a>, cards: &[&'a Card]) -> Self {
        let home = |card: &&'a Card| Some((card.themes.first()?.at, *card));
        let printed = cards.iter().filter(|card| !card.kind.is_optional());
        let mut list: Vec<(ThemeId, &Card)> = printed.filter_map(home).collect();
        // By theme, so that a theme's cards lie together and have one bookmark. Sorting is
        // stable: inside a theme the order is the deck's.
        list.sort_by_key(|(theme, card)| (card.kind, *theme));
        Self { contents, list }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The numbers of the quotations' cards, each with the source that it quotes.
    pub fn quoted(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.list.iter().filter_map(|(_, card)| {
            Some((card.number, card.apparatus.as_ref()?.base.place.source))
        })
    }

    /// The faces of some of the cards, by their places in this order.
    pub fn made(&self, places: Range<usize>) -> impl Iterator<Item = Faces> + '_ {
        self.list.get(places).unwrap_or_default().iter().map(|(theme, card)| {
            let (front, back) = self.contents.faces(card);
            let (number, id) = (card.number, card.id.clone());
            Faces { number, id, theme: *theme, kind: card.kind, front, back }
        })
    }
}
