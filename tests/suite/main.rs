//! All integration tests in one binary: it links once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read files and fail loudly"
)]

mod aids;
mod cli;
mod collation;
mod docs;
mod draft;
mod gold;
mod harvest;
mod inert;
mod layers;
mod licences;
mod package;
#[cfg(feature = "pdf")]
mod print;
mod project;
mod reader;
mod readings;
mod sample_decks;
mod script;
mod slips;
mod tables;
