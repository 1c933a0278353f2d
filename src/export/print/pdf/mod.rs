//! Type set by Typst: all that needs it is here, and nothing else is.

pub mod calibration;
mod copying;
mod data;
mod file;
mod fit;
pub mod fonts;
mod glyphs;
mod join;
mod problem;
mod sheets;
mod split;
mod world;

pub use problem::Problem;
pub use sheets::{Continued, Options, PORTION, Sheets, sheets};
