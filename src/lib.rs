//! yulu turns source documents into study decks in which every quotation is proven
//! against its source, in Simplified and Traditional Chinese.
//!
//! The way of the data, one layer a module; each imports only from those above it
//! (`tests/suite/layers.rs` enforces it):
//!
//! ```text
//! text, script        exact text and spans; Simplified, Traditional and the way between
//! parallel            the same work on many items at once
//! diagnostics, fold,  problems at their places; what counts as the same character;
//! pinyin              how Han characters are read
//! import              a document as it came -> readable text, and where each part of it stood
//! marks               what a reader has marked in another program
//! source              seeds/*.txt + sources.toml -> Source -> Passage (attributed words)
//! collate             where else the same words stand, and how they read there
//! deck                decks/*.toml -> DeckFile (as typed) -> Deck (as proved)
//! card                Deck -> Card: what a learner sees, decided once, in no file format
//! export              cards to bytes: Anki package, tables, printed sheets, reader page,
//!                     attribution, JSON Lines
//! cli                 files, clock, environment, terminal
//! ```

pub mod parallel;
pub mod text;

pub mod script;

pub mod diagnostics;
pub mod fold;
pub mod pinyin;

pub mod import;

pub mod marks;

pub mod source;

pub mod collate;

pub mod deck;

pub mod card;

pub mod export;

pub mod cli;
