//! What stands where a person has still to write.

use crate::script::Script;

/// Words that stand where a person has still to write, in a deck typed in Simplified and in
/// English: `yulu check` warns of them.
pub const TO_WRITE: (&str, &str) = ("〔待写〕", "[to write]");
/// The Chinese one in a deck that is typed in Traditional.
const TO_WRITE_HANT: &str = "〔待寫〕";

/// The Chinese placeholder in a deck that is typed in this script.
pub fn placeholder(script: Script) -> &'static str {
    match script {
        Script::Hans => TO_WRITE.0,
        Script::Hant => TO_WRITE_HANT,
    }
}

/// Every placeholder, in either script and in English.
pub(super) const ALL: [&str; 3] = [TO_WRITE.0, TO_WRITE_HANT, TO_WRITE.1];

/// True for a text that has a placeholder: it may stand beside words that are written already.
pub fn is_to_write(text: &str) -> bool {
    ALL.iter().any(|placeholder| text.contains(placeholder))
}
