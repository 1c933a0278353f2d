//! Lines whose words are nobody's yet: which they are, and what a person may decide about them.

mod decisions;
mod warning;

pub use decisions::decisions;
pub(crate) use warning::label_of;
pub use warning::lines;
pub(super) use warning::warning;
