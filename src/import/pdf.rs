//! PDF documents with a text layer.
//!
//! A PDF says where glyphs stand and nothing of lines, columns or paragraphs. hayro, the
//! interpreter that Typst brings, says which characters the glyphs are (`pdf/glyphs.rs`);
//! the lines are found in `pdf/layout.rs`, what the page has around its text in
//! `pdf/furniture.rs`, the paragraphs in `pdf/paragraph.rs`.

use super::{Derived, Unreadable};

#[cfg(feature = "pdf")]
mod bombs;
#[cfg(feature = "pdf")]
mod facts;
#[cfg(feature = "pdf")]
mod fonts;
#[cfg(feature = "pdf")]
mod furniture;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod paragraph;

/// Reads a PDF document.
///
/// # Errors
/// No PDF, a damaged or protected one, a scan, one whose fonts do not say what their glyphs
/// are, and one that takes too much memory or time.
#[cfg(feature = "pdf")]
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    use super::lines::{Lines, settle};

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

/// Says that this program reads no PDF.
///
/// # Errors
/// Always: the program was built without the feature `pdf`.
#[cfg(not(feature = "pdf"))]
pub fn read(_bytes: &[u8]) -> Result<Derived, Unreadable> {
    Err(Unreadable {
        message: "this yulu was built without PDF".into(),
        hint: "build it with its default features, or convert the document to text with \
               another program"
            .into(),
    })
}
