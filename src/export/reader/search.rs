//! The folding that the page's search compares with, as data for its script.
//!
//! Whoever types 創新 finds 创新 and the other way round, because the page folds what is
//! typed and what it holds as yulu itself does. The table is made by asking the one
//! folding ([`crate::fold`]) about every character that could matter on this page.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::fold::Folded;
use crate::text::is_invisible;

/// Characters whose folding may differ from themselves: all of the basic plane but its
/// surrogates and its private use. Letter case of ASCII is left to the script.
const CANDIDATES: [std::ops::RangeInclusive<u32>; 2] = [0x80..=0xd7ff, 0xf900..=0xffef];

/// The table as the script reads it.
#[derive(Serialize)]
struct Table {
    /// A character and what it is compared as, by turns.
    pairs: String,
    /// Characters that do not count.
    dropped: String,
}

/// The folding of every character that may be typed to find one of `shown`, as JSON fit
/// for an HTML `script` element.
pub(super) fn table(shown: impl Iterator<Item = char>) -> String {
    let shown: BTreeSet<char> = shown.collect();
    let shown: String = shown.into_iter().collect();
    let wanted: BTreeSet<char> = Folded::new(&shown, 0).chars().iter().copied().collect();
    let mut table = Table { pairs: String::new(), dropped: String::new() };
    let mut buffer = [0; 4];
    for c in CANDIDATES.into_iter().flatten().filter_map(char::from_u32) {
        let folded = Folded::new(c.encode_utf8(&mut buffer), 0);
        match folded.chars() {
            [] => table.dropped.push(c),
            [f] if *f != c && wanted.contains(f) => {
                table.pairs.push(c);
                table.pairs.push(*f);
            }
            // The same character, one that this page does not hold, or an ellipsis,
            // which carries no words.
            _ => {}
        }
    }
    let json = serde_json::to_string(&table).unwrap_or_default();
    // Nothing in it may end the element, begin a comment in it, or be unseen in a file.
    let escaped = |c: char| match c {
        '<' => format!("\\u{:04x}", c as u32),
        c if c.is_control() || is_invisible(c) => format!("\\u{:04x}", c as u32),
        c => c.to_string(),
    };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_script_leads_to_the_simplified_form() {
        let table = table("创新里".chars());
        for pair in ["創创", "裡里", "裏里"] {
            assert!(table.contains(pair), "{pair} in {table}");
        }
        assert!(!table.contains('發'), "發 finds nothing here: {table}");
    }

    #[test]
    fn nothing_in_the_table_ends_its_element() {
        // A full-width ＜ is compared as <.
        assert!(!table("<".chars()).contains('<'));
        assert!(table("<".chars()).contains("＜\\u003c"));
    }
}
