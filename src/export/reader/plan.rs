//! What the page shows and in which order: themes, and the cards that stand under each.

use crate::card::{Card, Kind};
use crate::deck::{Deck, Theme};

/// A theme with what is shown under it.
pub(super) struct Section<'a> {
    /// The theme.
    pub(super) theme: &'a Theme,
    /// Quotations whose place is here.
    pub(super) quotes: Vec<&'a Card>,
    /// Its quotations that stand under another theme.
    pub(super) elsewhere: Vec<&'a Card>,
    /// Its study questions.
    pub(super) questions: Vec<&'a Card>,
}

/// The order of the page.
pub(super) struct Plan<'a> {
    /// Themes with anything to show, in the deck's order.
    pub(super) sections: Vec<Section<'a>>,
    /// All quotations on the page, in the deck's order.
    pub(super) quotes: Vec<&'a Card>,
}

impl<'a> Plan<'a> {
    /// Orders cards of a deck. A quotation stands once, under the first of its themes that has
    /// a study question among the cards, else under its home theme.
    pub(super) fn new(deck: &'a Deck, cards: &[&'a Card]) -> Self {
        let empty = |theme| Section {
            theme,
            quotes: Vec::new(),
            elsewhere: Vec::new(),
            questions: Vec::new(),
        };
        let mut sections: Vec<Section<'_>> = deck.themes.iter().map(empty).collect();
        for card in cards.iter().filter(|card| card.kind == Kind::Theme) {
            for theme in &card.themes {
                sections[theme.at.0].questions.push(card);
            }
        }
        let quotes = cards.iter().copied().filter(|card| card.kind == Kind::Quote);
        let quotes: Vec<&Card> = quotes.collect();
        for card in &quotes {
            let themes = || card.themes.iter().map(|theme| theme.at);
            let asked = themes().find(|at| !sections[at.0].questions.is_empty());
            let home = asked.or(themes().next());
            for at in themes() {
                let section = &mut sections[at.0];
                let list = if home == Some(at) {
                    &mut section.quotes
                } else {
                    &mut section.elsewhere
                };
                list.push(card);
            }
        }
        sections.retain(|of| !of.quotes.is_empty() || !of.questions.is_empty());
        Self { sections, quotes }
    }
}
