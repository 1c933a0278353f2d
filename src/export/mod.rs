//! Exporters: functions from cards to bytes.
//!
//! They check nothing, read nothing and know no clock; what they need is in their
//! arguments. (One exception: SQLite works on files, see [`anki`].)

pub mod anki;
pub mod attribution;
pub mod csv;
mod error;
pub mod html;
pub mod json;
pub mod listing;
mod markdown;
pub mod print;
pub mod reader;
pub mod templates;

pub use error::Error;

use crate::script::{Region, Script};

/// What the user chose to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The script that shows first; both are always present.
    pub first: Script,
    /// Whose Traditional forms.
    pub region: Region,
}
