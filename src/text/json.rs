//! JSON on a line, inert on a terminal.

use std::fmt::Write as _;

use serde::Serialize;

use super::is_invisible;

/// A value as JSON without a line end, in which every character that acts on a terminal or shows
/// nothing is written by its number: U+007F and the C1 controls, which JSON allows as they are,
/// bidirectional marks, tags, joiners. It is the same JSON; only its spelling is another.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> String {
    // What is written here has strings for keys and no map that fails.
    inert(serde_json::to_string(value).unwrap_or_default())
}

fn inert(json: String) -> String {
    let acts = |c: char| c.is_control() || is_invisible(c);
    let Some(first) = json.find(acts) else { return json };
    let mut out = String::with_capacity(json.len() + 16);
    let (before, rest) = json.split_at(first);
    out.push_str(before);
    for c in rest.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_acts_or_shows_nothing_is_written_by_its_number() {
        assert_eq!(
            to_json("种\u{9b}31m\u{202e}树\u{7f}\u{e0041}"),
            "\"种\\u009b31m\\u202e树\\u007f\\udb40\\udc41\""
        );
        assert_eq!(to_json("种树 \"\\"), "\"种树 \\\"\\\\\"");
    }

    proptest! {
        #[test]
        fn it_is_the_same_json(text in "[\\PC\\pC一]{0,20}") {
            let json = to_json(&text);
            prop_assert!(!json.contains(|c: char| c.is_control() || is_invisible(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }
}
