//! The current zip under the version that genanki-rs asks for.

#![forbid(unsafe_code)]

pub use current::{ZipWriter, result};

/// Writing archives.
pub mod write {
    /// How a file is packed. It has parameters now; genanki-rs names none.
    pub use current::write::SimpleFileOptions as FileOptions;
}
