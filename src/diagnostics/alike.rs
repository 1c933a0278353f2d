//! Characters that look the same and are not: a message that shows two texts names the code
//! points by which they differ.

use std::collections::BTreeSet;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};
use unicode_security::confusable_detection::skeleton;

use crate::script::letters::compared;

/// Pairs of characters that a message names at most.
const NAMED: usize = 3;

/// A sentence that names the characters by which `typed` differs from `meant` without looking so
/// (Unicode Technical Standard 39, confusable characters); `None` if there are none.
pub fn tell_apart(typed: &str, meant: &str) -> Option<String> {
    let distinct = |text: &str| text.chars().collect::<BTreeSet<char>>();
    let (typed, meant) = (distinct(typed), distinct(meant));
    let pairs = typed.iter().flat_map(|t| meant.iter().map(move |m| (*t, *m)));
    // A character that both texts have is no difference by itself.
    let differ = pairs.filter(|(t, m)| !meant.contains(t) || !typed.contains(m));
    let named = differ.filter(|(t, m)| look_the_same(*t, *m)).take(NAMED);
    let named: Vec<String> =
        named.map(|(t, m)| format!("typed {}, meant {}", name(t), name(m))).collect();
    (!named.is_empty()).then(|| format!("they look the same: {}", named.join("; ")))
}

/// "Did you mean", with the code points if the two look the same.
pub fn did_you_mean(typed: &str, meant: &str) -> String {
    match tell_apart(typed, meant) {
        Some(told) => format!("did you mean `{meant}`? {told}"),
        None => format!("did you mean `{meant}`?"),
    }
}

/// True for two characters, one of them a letter or a digit, that are not compared as the same
/// one and that a reader takes for it.
fn look_the_same(a: char, b: char) -> bool {
    let text = |c: char| c.to_string();
    (a.is_alphanumeric() || b.is_alphanumeric())
        && compared(&text(a)) != compared(&text(b))
        && skeleton(&text(a)).eq(skeleton(&text(b)))
}

/// A character's code point and the script that it belongs to.
fn name(c: char) -> String {
    let script = CodePointMapData::<Script>::new().get(c);
    let code = format!("U+{:04X}", c as u32);
    match PropertyNamesLong::<Script>::new().get(script) {
        Some(script) if !matches!(script, "Common" | "Inherited" | "Unknown") => {
            format!("{code} ({script})")
        }
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_named_by_its_code_points() {
        let told = tell_apart("用\u{410}I", "用AI").unwrap_or_default();
        assert_eq!(
            told,
            "they look the same: typed U+0410 (Cyrillic), meant U+0041 (Latin)"
        );
        assert_eq!(
            did_you_mean("g\u{430}rden", "garden"),
            "did you mean `garden`? they look the same: typed U+0430 (Cyrillic), meant \
             U+0061 (Latin)"
        );
        for (typed, meant) in [("种树", "种花"), ("ＡＩ", "AI"), ("AI", "AI"), ("，", ",")]
        {
            assert_eq!(tell_apart(typed, meant), None, "{typed} {meant}");
        }
    }
}
