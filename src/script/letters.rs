//! What is the same letter to a reader, whatever its code points.
//!
//! One letter may be coded in several ways: é is one code point or two (Unicode's normalisation
//! forms NFC and NFD), 人 may be the radical ⼈ and 六 a compatibility ideograph, 葛 may have a
//! selector behind it that asks for one of its shapes. [`standard`] writes each letter in the one
//! way in which it is typed.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::han::is_han;
use super::radicals;
use crate::text::is_invisible;

/// True for a character that is part of the letter before it: a combining mark, and what
/// normalisation composes with the letter before (Hangul vowels and final consonants).
pub fn is_mark(c: char) -> bool {
    // Nearly every character of a text is below, or Han or one of its punctuation marks.
    if c < '\u{300}' || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{3029}') {
        return false;
    }
    is_combining_mark(c)
        || is_half_width_voicing(c)
        || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
}

/// The marks of half-width katakana (ｶﾞ is ガ).
fn is_half_width_voicing(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// A text in Unicode's Normalization Form C, in which Anki stores every field.
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// A text in which every letter is written in the one way in which it is typed: composed (NFC,
/// which knows the compatibility ideographs, too), no radical in the place of an ideograph, no
/// variation selector behind one.
pub fn standard(text: &str) -> Cow<'_, str> {
    if !text.contains(may_be_written_otherwise) {
        return Cow::Borrowed(text);
    }
    let mut after_han = false;
    let kept = text.chars().filter_map(|c| {
        let c = radicals::unified(c).unwrap_or(c);
        let selects = after_han && is_selector(c);
        after_han = is_han(c) || selects;
        (!selects).then_some(c)
    });
    Cow::Owned(kept.nfc().collect())
}

/// False for nearly every character of a text: for it [`standard`] has nothing to do.
fn may_be_written_otherwise(c: char) -> bool {
    if c < '\u{300}' || matches!(c, '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{9fff}') {
        return false;
    }
    radicals::unified(c).is_some()
        || is_selector(c)
        || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
}

/// True for the variation selectors, which ask for one of several shapes of the letter before.
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// True for what does not count beside letters: spaces, controls, what is invisible.
pub fn is_dropped(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Characters that are another one in another width or set for another direction of writing, and
/// letters that are set as one: full and half width, upright and small forms of punctuation,
/// ﬁ and ﬂ, Roman numerals.
fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffe6}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe6b}' | '\u{fb00}'..='\u{fb06}' | '\u{2160}'..='\u{217f}')
}

/// The letter of `unit`, a base with its marks, in lower case and in the one way in which it is
/// compared: standard, full width and half width alike. What does not count in it
/// is left out.
pub(crate) fn compared(unit: &str) -> Vec<char> {
    let plain = |c: char| -> Vec<char> {
        let c = radicals::unified(c).unwrap_or(c);
        if is_presentation_form(c) {
            let wide: Vec<char> = std::iter::once(c).nfkc().collect();
            // An overline that stands alone is a mark on a space.
            if !wide.contains(&' ') {
                return wide;
            }
        }
        vec![c]
    };
    let shown = unit.chars().filter(|c| !is_dropped(*c));
    let letters = shown.flat_map(plain).nfc().flat_map(char::to_lowercase);
    letters.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_letter_is_written_in_one_way() {
        for (text, written) in [
            ("\u{2f08}\u{2ed4}", "人门"),
            ("\u{f9d1}\u{2f80f}", "六兔"),
            ("葛\u{e0100}城", "葛城"),
            ("辻\u{fe00}", "辻"),
            ("\u{2f08}\u{fe00}", "人"),
            ("cafe\u{301}", "café"),
            ("nu\u{308}\u{30c}", "nǚ"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("\u{2764}\u{fe0f}", "\u{2764}\u{fe0f}"),
            ("ＡＢ，①²…", "ＡＢ，①²…"),
        ] {
            assert_eq!(standard(text), written, "{text:?}");
        }
        assert!(matches!(standard("创新，OK。"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn what_is_standard_stays(text in "\\PC{0,40}") {
            let once = standard(&text).into_owned();
            prop_assert_eq!(standard(&once).into_owned(), once);
        }
    }
}
