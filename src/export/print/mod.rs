//! Printed cards: sheets with fronts and backs that line up, as a PDF.
//!
//! A deck becomes cards ([`cards`]) with faces ([`face`]), a sheet says where cards lie
//! ([`sheet`]), imposition puts one on the other ([`imposition`]), and Typst sets the type and
//! writes the file after the template `templates/print/sheets.typ` (`pdf/`). Texts reach Typst
//! as data, never as markup; its view of the world is one template, one file of data and the
//! fonts.

pub mod cards;
pub mod face;
pub mod imposition;
pub mod length;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod profile;
pub mod rules;
pub mod run;
pub mod sheet;
pub mod sources;
