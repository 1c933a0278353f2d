//! The one folding: what counts as the same character when two texts are compared.
//!
//! Folding hides script, width, punctuation shape, quote-mark style, spaces and letter
//! case, and nothing else. It works character by character, without context, so that a
//! part of a text folds to a part of the folded text; and it keeps, for every folded
//! character, the bytes it came from. We compare folded and print the original.

use crate::script::han::{is_han, simplified_form};
use crate::text::{Span, is_invisible};

/// How one character is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mapped {
    Dropped,
    One(char),
    /// An ellipsis character stands for three dots.
    Dots,
}

fn map(c: char) -> Mapped {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    match c {
        '…' => Mapped::Dots,
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '‘' | '’' | '\''
        | '"' => Mapped::One('"'),
        '—' | '–' | '―' | '‐' | '‑' | '−' => Mapped::One('-'),
        '·' | '•' | '‧' | '・' => Mapped::One('·'),
        '﹐' => Mapped::One(','),
        _ if is_invisible(c) => Mapped::Dropped,
        _ if c.is_whitespace() || c.is_control() => Mapped::Dropped,
        _ if c.is_ascii() => Mapped::One(c.to_ascii_lowercase()),
        _ if is_han(c) => Mapped::One(simplified_form(c)),
        _ => Mapped::One(c.to_lowercase().next().unwrap_or(c)),
    }
}

/// True for what carries words: Han, letters and digits. The rest is punctuation.
pub fn is_word_char(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// A folded text with the way back to the bytes it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    chars: Vec<char>,
    places: Vec<Place>,
}

/// The first byte and the length of the character that a folded one came from, in four
/// bytes: large sources are folded whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place(u32);

/// Largest text whose places fit, in bytes.
pub const LARGEST_TEXT: usize = (1 << 29) - 1;

impl Place {
    fn new(start: usize, length: usize) -> Self {
        // Larger texts are refused when they are read.
        Place(((start.min(LARGEST_TEXT) as u32) << 3) | length as u32)
    }

    fn span(self) -> Span {
        let start = (self.0 >> 3) as usize;
        Span::new(start, start + (self.0 & 7) as usize)
    }
}

impl Folded {
    /// Folds `text`, whose first byte stands at `base` in its file.
    pub fn new(text: &str, base: usize) -> Self {
        let mut folded = Self::default();
        folded.push(text, base);
        folded
    }

    /// Appends another piece of the same file, as when an answer goes on in the next
    /// paragraph.
    pub fn push(&mut self, text: &str, base: usize) {
        // Most characters take three bytes.
        self.chars.reserve(text.len() / 3);
        self.places.reserve(text.len() / 3);
        for (at, c) in text.char_indices() {
            let place = Place::new(base + at, c.len_utf8());
            match map(c) {
                Mapped::Dropped => {}
                Mapped::One(folded) => {
                    self.chars.push(folded);
                    self.places.push(place);
                }
                Mapped::Dots => {
                    for _ in 0..3 {
                        self.chars.push('.');
                        self.places.push(place);
                    }
                }
            }
        }
    }

    /// The folded characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Number of folded characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// True if nothing is left after folding.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The bytes from which the folded characters `start..end` came.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.places.get(start)?.span();
        let last = self.places.get(end.checked_sub(1)?)?.span();
        Some(first.join(last))
    }

    /// Every place where `needle` stands, as ranges of folded characters.
    pub fn find_all(&self, needle: &Folded) -> Vec<(usize, usize)> {
        let (n, Some(first)) = (needle.len(), needle.chars.first()) else {
            return Vec::new();
        };
        if n > self.len() {
            return Vec::new();
        }
        let starts = self.chars[..=self.len() - n].iter().enumerate();
        starts
            .filter(|(at, c)| *c == first && self.chars[*at..*at + n] == needle.chars)
            .map(|(at, _)| (at, at + n))
            .collect()
    }

    /// The same text without punctuation: what is compared when only words count.
    pub fn words_only(&self) -> Folded {
        let mut words = Folded {
            chars: Vec::with_capacity(self.len()),
            places: Vec::with_capacity(self.len()),
        };
        for (c, place) in self.chars.iter().zip(&self.places) {
            if is_word_char(*c) {
                words.chars.push(*c);
                words.places.push(*place);
            }
        }
        words
    }

    /// The folded characters `start..end` with their way back; clipped to the text.
    pub fn slice(&self, start: usize, end: usize) -> Folded {
        let end = end.min(self.len());
        let start = start.min(end);
        Folded {
            chars: self.chars[start..end].to_vec(),
            places: self.places[start..end].to_vec(),
        }
    }

    /// This text and another one after it.
    pub fn joined(mut self, other: &Folded) -> Folded {
        self.chars.extend_from_slice(&other.chars);
        self.places.extend_from_slice(&other.places);
        self
    }

    /// The folded text as a string, for messages and tests.
    pub fn to_text(&self) -> String {
        self.chars.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(Folded::new(a, 0).to_text(), Folded::new(b, 0).to_text());
    }

    #[test]
    fn script_width_quotes_spaces_and_case_do_not_count() {
        same("创新,首先是 一个“信念”问题?", "創新，首先是一個「信念」問題？");
        same("OpenAI 也不是神……", "ＯＰＥＮＡＩ也不是神......");
        same("这意味着", "這意味著");
        same("背后的故事里", "背後的故事裡");
        same("鲶鱼", "鯰魚");
        same("一张台", "一張枱");
    }

    #[test]
    fn other_words_and_other_marks_do_count() {
        assert_ne!(Folded::new("之差", 0), Folded::new("只差", 0));
        assert_ne!(Folded::new("差距。", 0).to_text(), Folded::new("差距，", 0).to_text());
    }

    #[test]
    fn a_folded_match_leads_back_to_its_bytes() {
        let raw = "他说:創新 首先,是敢。";
        let folded = Folded::new(raw, 0);
        let needle = Folded::new("创新首先，是敢", 0);
        let hits = folded.find_all(&needle);
        assert_eq!(hits.len(), 1);
        let span = folded.span(hits[0].0, hits[0].1);
        assert_eq!(span.map(|s| &raw[s.range()]), Some("創新 首先,是敢"));
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,60}") {
            let once = Folded::new(&text, 0).to_text();
            prop_assert_eq!(Folded::new(&once, 0).to_text(), once);
        }

        #[test]
        fn every_span_slices_to_the_character_it_came_from(text in "[一-龥a-z，。 ,…]{0,40}") {
            let folded = Folded::new(&text, 0);
            for at in 0..folded.len() {
                let span = folded.span(at, at + 1).expect("in range");
                let again = Folded::new(&text[span.range()], 0);
                prop_assert!(again.chars().contains(&folded.chars()[at]));
            }
        }
    }
}
