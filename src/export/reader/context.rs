//! What every part of the reader page is made with.

use super::plan::Plan;
use super::words::Words;
use crate::deck::Deck;
use crate::source::Corpus;

/// What every part of the page is made with.
pub(super) struct Context<'a> {
    pub(super) deck: &'a Deck,
    pub(super) corpus: &'a Corpus,
    pub(super) plan: Plan<'a>,
    pub(super) words: Words<'a>,
    pub(super) project: Option<&'a str>,
}
