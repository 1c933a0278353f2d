//! PDF documents in a program built without the feature `pdf`: it says so.

use super::{Derived, Unreadable};

/// Says that this program reads no PDF.
///
/// # Errors
/// Always: the program was built without the feature `pdf`.
pub fn read(_bytes: &[u8]) -> Result<Derived, Unreadable> {
    Err(Unreadable {
        message: "this yulu was built without PDF".into(),
        hint: "build it with its default features, or convert the document to text with \
               another program"
            .into(),
    })
}
