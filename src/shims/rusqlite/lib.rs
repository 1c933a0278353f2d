//! The current rusqlite under the version that genanki-rs asks for.

#![forbid(unsafe_code)]

pub use current::*;
