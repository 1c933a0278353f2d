//! How much is read.

use super::derived::Unreadable;

/// The largest document that is read, in bytes: pictures count, too.
pub const LARGEST: usize = 64 << 20;

/// The longest text that a document may have, in bytes; the longest novels have 15 MB. To read
/// who says what in it takes a second for each few megabytes.
pub const LONGEST_TEXT: usize = 20 << 20;

/// Refuses what has more than so many bytes.
pub(super) fn limit(bytes: usize, most: usize, what: &str) -> Result<(), Unreadable> {
    if bytes <= most {
        return Ok(());
    }
    Err(Unreadable {
        message: format!("{what} {} MB; at most {} MB are read", bytes >> 20, most >> 20),
        hint: "split it, or save the part that you mean".to_owned(),
    })
}
