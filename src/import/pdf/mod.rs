//! PDF documents with a text layer.
//!
//! A PDF says where glyphs stand and nothing of lines, columns or paragraphs. hayro, the
//! interpreter that Typst brings, says which characters the glyphs are (`glyphs.rs`);
//! the lines are found in `layout.rs`, what the page has around its text in
//! `furniture.rs`, the paragraphs in `paragraph.rs`.

use super::lines::{Lines, settle};
use super::{Derived, Unreadable};

mod bombs;
mod facts;
mod fonts;
mod furniture;
mod glyph;
mod glyphs;
mod layout;
mod paragraph;

/// Reads a PDF document.
///
/// # Errors
/// No PDF, a damaged or protected one, a scan, one whose fonts do not say what their glyphs
/// are, and one that takes too much memory or time.
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    let document = glyphs::Document::read(bytes)?;
    let glyphs::Document { pages, about, dropped, changed } = document;
    let mut lines = Lines::default();
    *lines.about() = about;
    for (what, count) in dropped {
        lines.dropped(what, count);
    }
    for (what, count) in changed {
        lines.changed(what, count);
    }
    let pages = furniture::leave_out(pages, &mut lines);
    paragraph::write(&pages, &mut lines);
    let mut derived = lines.finish()?;
    settle(&mut derived);
    Ok(derived)
}
