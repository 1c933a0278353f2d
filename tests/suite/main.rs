//! All integration tests in one binary: it links once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read files and fail loudly"
)]

mod aids;
mod alike;
mod answers;
mod cli;
mod collation;
mod damage;
mod decisions;
mod deck_editing;
mod docs;
mod draft;
mod explain;
mod faults;
mod fmt;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod gold;
mod harvest;
mod heads;
mod help;
mod hostile_packages;
mod import;
mod inert;
mod init;
mod inserted_heads;
mod layers;
mod layouts;
mod licences;
mod marks;
mod messages;
mod narrow;
mod office;
mod outputs;
mod own_output;
mod package;
#[cfg(feature = "pdf")]
mod pdf;
mod pinyin_sets;
#[cfg(feature = "pdf")]
mod print;
#[cfg(feature = "pdf")]
mod print_accessible;
#[cfg(feature = "pdf")]
mod print_fonts;
#[cfg(feature = "pdf")]
mod print_limits;
#[cfg(feature = "pdf")]
mod print_portions;
mod project;
mod provenance;
mod publish;
mod pull;
mod reader;
mod reading_files;
mod readings;
mod recordings;
mod released;
mod robust;
mod rtf;
mod sample_decks;
mod script;
mod slips;
mod tables;
mod terminal;
mod translation;
mod update;
mod watch;
