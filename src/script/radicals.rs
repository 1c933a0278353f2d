//! Radicals that are coded apart from the characters that they look like.
//!
//! PDF files and fonts often give ⼈ (U+2F08) for 人 (U+4EBA) and ⻔ (U+2ED4) for 门: the same
//! letter to a reader, another code point to a program. Unicode says which is which in its
//! property `Equivalent_Unified_Ideograph` (UAX #44). Normalisation (NFKC) knows the 214 Kangxi
//! radicals and two more, not the rest of the supplement, such as ⻔ and ⻚.

use std::sync::LazyLock;

/// Every radical and stroke with its ideograph, in code point order.
static UNIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let data = include_str!("radicals.txt").lines().filter(|line| !line.starts_with('#'));
    let mut pairs = Vec::new();
    for line in data {
        let mut chars = line.chars();
        while let (Some(radical), Some(ideograph)) = (chars.next(), chars.next()) {
            pairs.push((radical, ideograph));
        }
    }
    pairs
});

/// The unified ideograph that a CJK radical (U+2E80 to U+2FDF) or stroke (U+31C0 to U+31EF)
/// looks like; `None` for every other character and for the few without an equivalent.
pub fn unified(c: char) -> Option<char> {
    if !matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{31c0}'..='\u{31ef}') {
        return None;
    }
    let at = UNIFIED.binary_search_by_key(&c, |(radical, _)| *radical).ok()?;
    Some(UNIFIED[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::han::is_han;

    #[test]
    fn a_radical_is_the_ideograph_that_it_looks_like() {
        for (radical, ideograph) in [
            ('\u{2f08}', '人'),
            ('\u{2f00}', '一'),
            ('\u{2fd5}', '龠'),
            ('\u{2ed4}', '门'),
            ('\u{2eda}', '页'),
            ('\u{2ed3}', '长'),
            ('\u{2ef3}', '龟'),
            ('\u{31d0}', '一'),
        ] {
            assert_eq!(unified(radical), Some(ideograph));
        }
        for other in ['人', 'a', '〇', '\u{2e80}', '\u{2e9a}', '\u{2fd6}', '\u{31e3}'] {
            assert_eq!(unified(other), None, "{other}");
        }
    }

    #[test]
    fn the_table_is_in_order_and_leads_to_ideographs() {
        assert_eq!(UNIFIED.len(), 348);
        assert!(UNIFIED.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (radical, ideograph) in UNIFIED.iter() {
            assert_eq!(unified(*radical), Some(*ideograph));
            assert!(is_han(*ideograph) && !is_han(*radical));
            assert_eq!(unified(*ideograph), None);
        }
    }
}
