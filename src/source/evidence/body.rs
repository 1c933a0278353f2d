//! The lines in which speakers are looked for.

/// A line of a document's body that has text.
#[derive(Debug, Clone, Copy)]
pub struct BodyLine<'t> {
    /// Its text, trimmed.
    pub text: &'t str,
    /// True if a blank line or a region stands before it.
    pub after_gap: bool,
    /// True if a region stands before it, or if it is the first: nothing is inherited into it.
    pub after_region: bool,
}
