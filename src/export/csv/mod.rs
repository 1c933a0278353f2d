//! Tables: a deck for any program that is not Anki, and for Anki's text import.
//!
//! A [`Profile`] is what one program wants; a [`Layout`] is a profile with the user's
//! wishes, and what cannot be written does not become one. [`write()`] makes the bytes.
//!
//! Every delimited file is plain text, UTF-8, quoted as RFC 4180 says, and inert in a
//! spreadsheet ([`inert`]). The exceptions are `anki`, which holds the notes' HTML exactly
//! (and is inert by the HTML), and `xlsx` and `mochi`, whose texts have a type.

mod anki;
mod column;
pub mod delimited;
pub mod inert;
mod input;
mod mochi;
mod profile;
mod row;
mod xlsx;

pub use column::{Column, FULL};
pub use input::Input;
pub use profile::{Layout, Options, Profile, RowsPer, Unfit};

use super::Error;

/// The file of one layout.
///
/// # Errors
/// If a workbook cannot hold the deck: a cell of more than 32 767 characters or more than
/// 1 048 576 rows. Delimited files hold everything.
pub fn write(layout: &Layout, input: &Input<'_>) -> Result<Vec<u8>, Error> {
    match layout.profile() {
        Profile::Anki => anki::write(input.notes),
        Profile::Mochi => mochi::write(layout, input),
        Profile::Xlsx => xlsx::write(layout, row::rows(layout, input)),
        Profile::Quizlet => delimited::tabbed(row::rows(layout, input)).map_err(Error::new),
        Profile::Full | Profile::Excel | Profile::Notion | Profile::Plain => {
            let header: Vec<&str> = layout.columns.iter().map(|c| c.name()).collect();
            let header = layout.header.then_some(header.as_slice());
            let mark = layout.profile() == Profile::Excel;
            let rows = row::rows(layout, input);
            delimited::csv(Vec::new(), header, rows, mark).map_err(Error::new)
        }
    }
}
