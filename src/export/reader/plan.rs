//! What the page shows and in which order: themes, the quotations that stand under each,
//! and every quotation's number.

use std::collections::{BTreeMap, BTreeSet};

use crate::deck::{Deck, Question, Theme};
use crate::note::{Note, NoteType};

/// A theme with what is shown under it.
pub(super) struct Section<'a> {
    /// The theme.
    pub(super) theme: &'a Theme,
    /// Quotations whose place is here, as indices of the deck.
    pub(super) quotes: Vec<usize>,
    /// Its quotations that stand under another theme.
    pub(super) elsewhere: Vec<usize>,
    /// Its study questions.
    pub(super) questions: Vec<&'a Question>,
}

/// The order of the page.
pub(super) struct Plan<'a> {
    /// Themes with anything to show, in the deck's order.
    pub(super) sections: Vec<Section<'a>>,
    /// Number of every quotation on the page, the same as on paper, by its index in the deck.
    pub(super) numbers: BTreeMap<usize, usize>,
    /// Index into the notes, by a quotation's index in the deck.
    pub(super) notes: BTreeMap<usize, usize>,
}

impl<'a> Plan<'a> {
    /// Orders what `notes` hold of the deck. A quotation stands once, under the first of
    /// its themes that has a study question among the notes, else under its home theme.
    pub(super) fn new(
        deck: &'a Deck,
        notes: &[Note],
        number_of: &BTreeMap<String, usize>,
    ) -> Self {
        let by_id = |kind: NoteType| -> BTreeMap<&str, usize> {
            let of_kind = notes.iter().enumerate().filter(move |(_, n)| n.notetype == kind);
            of_kind.map(|(at, note)| (note.id.as_str(), at)).collect()
        };
        let (quotes, questions) = (by_id(NoteType::Quote), by_id(NoteType::Theme));
        let asked: Vec<Vec<&Question>> = deck
            .themes
            .iter()
            .map(|theme| {
                let id = |question: &Question| format!("{}.{}", theme.id, question.id);
                let all = theme.questions.iter();
                all.filter(|q| questions.contains_key(id(q).as_str())).collect()
            })
            .collect();
        let mut home: BTreeMap<usize, usize> = BTreeMap::new();
        let mut note_of = BTreeMap::new();
        for (at, quote) in deck.quotes.iter().enumerate() {
            let Some(note) = quotes.get(quote.id.as_str()) else { continue };
            note_of.insert(at, *note);
            let asked_first =
                quote.themes.iter().find(|t| asked.get(**t).is_some_and(|a| !a.is_empty()));
            if let Some(theme) = asked_first.or(quote.themes.first()) {
                home.insert(at, *theme);
            }
        }
        let mut sections = Vec::new();
        let mut numbers = BTreeMap::new();
        for (index, (theme, questions)) in deck.themes.iter().zip(asked).enumerate() {
            let shown =
                theme.quotes.iter().copied().filter(|quote| home.contains_key(quote));
            // Every quote belongs to its own themes' lists; the set guards against a theme
            // that names a quote twice.
            let shown: BTreeSet<usize> = shown.collect();
            let (here, elsewhere): (Vec<usize>, Vec<usize>) =
                shown.into_iter().partition(|quote| home.get(quote) == Some(&index));
            if here.is_empty() && questions.is_empty() {
                continue;
            }
            let number = |quote: &usize| number_of.get(&deck.quotes.get(*quote)?.id);
            numbers.extend(here.iter().filter_map(|quote| Some((*quote, *number(quote)?))));
            sections.push(Section { theme, quotes: here, elsewhere, questions });
        }
        Self { sections, numbers, notes: note_of }
    }
}
