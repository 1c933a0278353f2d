//! Anki: cards as notes, in a package that Anki imports.
//!
//! Note types with their fields and templates ([`NoteType`]), notes ([`Note`]), the times at
//! which their content last changed ([`Lock`]), the package itself ([`package()`]), and what
//! importing it would do ([`import_preview`]).

mod collection;
mod content_times;
pub mod edits;
mod fields;
pub mod import_preview;
mod note;
mod notetype;
pub mod own_words;
mod package;
pub mod read;
mod ruby;
mod schema;

pub use collection::Input;
pub use content_times::{Entry, Lock, TIMES};
pub use fields::variants;
pub use note::{Note, content_hash, deck_of, guid, notes, parent_deck, tags, to_json};
pub use notetype::{Field, NoteType, OWN, Template};
pub use package::{notetype_hashes, package};
