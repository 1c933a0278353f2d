//! What stands on a page.

/// A character, or several that share a glyph, and where it stands: x grows to the right, y
/// downwards, in points.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// Its characters; U+FFFD if the font does not say.
    pub text: String,
    /// Where its baseline begins.
    pub x: f32,
    /// The height of its baseline.
    pub y: f32,
    /// The size of its font.
    pub size: f32,
    /// How far the next glyph stands from it, if the font says.
    pub advance: Option<f32>,
    /// It is in a bold font.
    pub bold: bool,
    /// How often the line is turned by a quarter, clockwise; none if it is askew.
    pub turn: Option<u8>,
}
