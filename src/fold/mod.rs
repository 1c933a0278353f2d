//! The one folding: what counts as the same character when two texts are compared.
//!
//! Folding hides script, width, punctuation shape, quote-mark style, spaces, letter case and how
//! a letter is coded, and nothing else. It works unit by unit: a unit is a base character with its
//! marks, or a run of dots or of dashes; what shows nothing, and spaces, count for nothing between
//! units and inside of them. A part of a text that is cut at the borders of units folds to a part
//! of the folded text; and for every folded character the bytes of its unit are kept. We compare
//! folded and print the original.

mod run;

use self::run::{ELLIPSIS, ELLIPSIS_DOTS, Run, marks_end, run_end};
use crate::script::han::{compared_form, is_han};
use crate::script::letters::{compared, is_dropped, is_mark, is_selector};
use crate::script::{Converter, Form, Region, to_hans};
use crate::text::{CharRange, Span};

/// How a composed letter or another mark is compared.
fn shape(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '‘'
        | '’' | '‚' | '‛' | '〝' | '〞' | '〟' | '\'' => '"',
        '〜' => '~',
        _ if is_han(c) => compared_form(c),
        _ => c,
    }
}

/// What a character is compared as that needs no look at its code: Han, ASCII and the commonest
/// marks. `None` for all others, which may be so or not.
fn alone(c: char) -> Option<char> {
    match c {
        '\u{3400}'..='\u{9fff}' => Some(compared_form(c)),
        '.' | '-' | '．' | '－' => None,
        '!'..='~' => Some(shape(c.to_ascii_lowercase())),
        '！'..='～' => {
            let half = char::from_u32(c as u32 - 0xfee0)?;
            Some(shape(half.to_ascii_lowercase()))
        }
        '、' | '〈'..='】' | '“' | '”' | '‘' | '’' => Some(shape(c)),
        _ => None,
    }
}

/// What a unit is compared as that is no run.
fn shapes(unit: &str) -> Vec<char> {
    compared(unit).into_iter().map(shape).collect()
}

/// True if two texts say the same words in Simplified and in Traditional: they fold alike, or
/// conversion makes one of the other (坐标, 座標), or the same of both (想象 and 想像, which are printed
/// in either script).
pub fn same_words(converter: &dyn Converter, hans: &str, hant: &str) -> bool {
    let folded = |text: &str| Folded::new(text, 0).to_text();
    if folded(hans) == folded(hant) {
        return true;
    }
    let back = to_hans(converter, hant);
    let again = |text: &str| folded(&converter.convert(text, Form::Hant(Region::Tw)));
    folded(hans) == folded(&back) || again(hans) == again(&back)
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
    /// The length in bytes of the unit of each folded character whose [`Place`] has no room for
    /// it, by the character's index, rising.
    long: Vec<(u32, u32)>,
}

/// The first byte of the unit that a folded character came from and the unit's length, in four
/// bytes: large sources are folded whole. A length of 0 says that it is kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place(u32);

/// Largest text whose places fit, in bytes.
pub const LARGEST_TEXT: usize = (1 << 29) - 1;

/// Longest unit whose length fits into a [`Place`], in bytes.
const LONGEST_IN_PLACE: usize = 7;

impl Place {
    fn start(self) -> usize {
        (self.0 >> 3) as usize
    }

    fn length(self) -> usize {
        (self.0 & 7) as usize
    }
}

/// The unit that was folded last; marks that follow belong to it.
struct Last {
    /// Its bytes in the text.
    span: Span,
    /// The index of its first folded character.
    at: usize,
    /// True for dots and dashes: what they are compared as is not that of a single one.
    run: bool,
}

impl Folded {
    /// Folds `text`, whose first byte stands at `base` in its file.
    pub fn new(text: &str, base: usize) -> Self {
        let mut folded = Self::default();
        folded.push(text, base);
        folded
    }

    /// Appends another piece of the same file, as when an answer goes on in the next
    /// paragraph. No unit reaches from one piece into the next.
    pub fn push(&mut self, text: &str, base: usize) {
        // Most characters take three bytes.
        self.chars.reserve(text.len() / 3);
        self.places.reserve(text.len() / 3);
        let mut last: Option<Last> = None;
        let mut chars = text.char_indices();
        while let Some((start, c)) = chars.next() {
            let mut at = self.chars.len();
            let mut span = Span::new(start, start + c.len_utf8());
            let mut run = false;
            if let Some(folded) = alone(c) {
                self.put(&[folded], span, base);
            } else if let Some((kind, dots)) = Run::of(c) {
                run = true;
                let end = span.end + run_end(&text[span.end..], kind);
                if end == span.end {
                    self.put(kind.compared(dots), span, base);
                } else if kind == Run::Dash {
                    span.end = end;
                    self.put(kind.compared(dots), span, base);
                } else {
                    (at, span) = self.put_dots(&text[..end], start, base);
                }
            } else if is_dropped(c) {
                // A selector belongs to the letter that it gives a shape.
                if let Some(last) = last.as_mut().filter(|_| is_selector(c))
                    && last.span.end == start
                    && self.chars.len() == last.at + 1
                {
                    last.span.end = span.end;
                    self.place_from(last.at, last.span, base);
                }
                continue;
            } else if is_mark(c) {
                span.end += marks_end(&text[span.end..]);
                let marks = span;
                if let Some(last) = last {
                    (at, run, span) = (last.at, last.run, last.span.join(span));
                }
                if run {
                    self.put(&shapes(&text[marks.range()]), span, base);
                    self.place_from(at, span, base);
                } else {
                    self.truncate(at);
                    self.put(&shapes(&text[span.range()]), span, base);
                }
            } else {
                self.put(&shapes(c.encode_utf8(&mut [0; 4])), span, base);
            }
            while chars.offset() < span.end {
                chars.next();
            }
            last = Some(Last { span, at, run });
        }
    }

    /// Appends what the unit at `span` is compared as.
    fn put(&mut self, folded: &[char], span: Span, base: usize) {
        let from = self.chars.len();
        self.chars.extend_from_slice(folded);
        self.place_from(from, span, base);
    }

    /// Says that all folded characters from index `from` come from the unit at `span`.
    fn place_from(&mut self, from: usize, span: Span, base: usize) {
        let start = ((base + span.start).min(LARGEST_TEXT) as u32) << 3;
        let length = span.end - span.start;
        self.places.truncate(from);
        if length <= LONGEST_IN_PLACE {
            self.places.resize(self.chars.len(), Place(start | length as u32));
            return;
        }
        self.places.resize(self.chars.len(), Place(start));
        self.long.truncate(self.long.partition_point(|(at, _)| (*at as usize) < from));
        let indices = from..self.chars.len();
        self.long.extend(indices.map(|at| (at as u32, length as u32)));
    }

    fn truncate(&mut self, length: usize) {
        self.chars.truncate(length);
        self.places.truncate(length);
        self.long.truncate(self.long.partition_point(|(at, _)| (*at as usize) < length));
    }

    /// Appends the dots with which `text` ends, from byte `start` on: those that make an ellipsis
    /// as one unit, others as one each. Returns the index and the span of the last unit.
    fn put_dots(&mut self, text: &str, start: usize, base: usize) -> (usize, Span) {
        let dots: Vec<(Run, usize, Span)> = text[start..]
            .char_indices()
            .filter_map(|(at, c)| {
                let (run, dots) = Run::of(c)?;
                Some((run, dots, Span::new(start + at, start + at + c.len_utf8())))
            })
            .collect();
        let groups: Vec<&[(Run, usize, Span)]> = dots.chunk_by(|a, b| a.0 == b.0).collect();
        let is_ellipsis = |at: Option<usize>| {
            let group = at.and_then(|at| groups.get(at));
            group.is_some_and(|group| {
                group.iter().map(|(_, dots, _)| dots).sum::<usize>() >= ELLIPSIS_DOTS
            })
        };
        let mut last = (self.chars.len(), Span::new(start, start));
        // The ellipsis that has begun.
        let mut open = false;
        for (at, group) in groups.iter().enumerate() {
            // Dots on the line beside an ellipsis are part of it.
            let beside = is_ellipsis(at.checked_sub(1)) || is_ellipsis(Some(at + 1));
            let point = group.iter().any(|(run, _, _)| *run == Run::Point);
            if !(is_ellipsis(Some(at)) || point && beside) {
                open = false;
                for (run, dots, span) in *group {
                    last = (self.chars.len(), *span);
                    self.put(run.compared(*dots), *span, base);
                }
                continue;
            }
            let whole = group.iter().map(|(_, _, span)| *span).reduce(Span::join);
            let whole = whole.unwrap_or(last.1);
            if open {
                last.1 = last.1.join(whole);
                self.place_from(last.0, last.1, base);
            } else {
                last = (self.chars.len(), whole);
                self.put(&[ELLIPSIS], whole, base);
            }
            open = true;
        }
        last
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
        Some(self.unit(start)?.join(self.unit(end.checked_sub(1)?)?))
    }

    /// The bytes of the unit that a folded character came from.
    fn unit(&self, at: usize) -> Option<Span> {
        let place = self.places.get(at)?;
        let length = match place.length() {
            0 => {
                let long =
                    self.long.binary_search_by_key(&(at as u32), |(at, _)| *at).ok()?;
                self.long[long].1 as usize
            }
            length => length,
        };
        Some(Span::new(place.start(), place.start() + length))
    }

    /// True if a unit begins at a folded character, or the text ends there.
    fn is_border(&self, at: usize) -> bool {
        let place = |at: usize| self.places.get(at).map(|place| place.start());
        at == 0 || place(at) != place(at - 1)
    }

    /// Every place where `needle` stands, as ranges of folded characters that begin and end with
    /// a unit.
    pub fn find_all(&self, needle: &Folded) -> Vec<CharRange> {
        let (n, Some(first)) = (needle.len(), needle.chars.first()) else {
            return Vec::new();
        };
        if n > self.len() {
            return Vec::new();
        }
        let starts = self.chars[..=self.len() - n].iter().enumerate();
        starts
            .filter(|(at, c)| *c == first && self.chars[*at..*at + n] == needle.chars)
            .filter(|(at, _)| self.is_border(*at) && self.is_border(*at + n))
            .map(|(at, _)| CharRange::new(at, at + n))
            .collect()
    }

    /// The same text without punctuation: what is compared when only words count.
    pub fn words_only(&self) -> Folded {
        let mut words = Folded {
            chars: Vec::with_capacity(self.len()),
            places: Vec::with_capacity(self.len()),
            long: Vec::new(),
        };
        for (at, (c, place)) in self.chars.iter().zip(&self.places).enumerate() {
            if !is_word_char(*c) {
                continue;
            }
            if place.length() == 0
                && let Some(unit) = self.unit(at)
            {
                let length = unit.end - unit.start;
                words.long.push((words.chars.len() as u32, length as u32));
            }
            words.chars.push(*c);
            words.places.push(*place);
        }
        words
    }

    /// The folded characters `start..end` with their way back; clipped to the text.
    pub fn slice(&self, start: usize, end: usize) -> Folded {
        let end = end.min(self.len());
        let start = start.min(end);
        let long =
            self.long.iter().filter(|(at, _)| (start..end).contains(&(*at as usize)));
        Folded {
            chars: self.chars[start..end].to_vec(),
            places: self.places[start..end].to_vec(),
            long: long.map(|(at, length)| (at - start as u32, *length)).collect(),
        }
    }

    /// This text and another one after it.
    pub fn joined(mut self, other: &Folded) -> Folded {
        let length = self.len() as u32;
        self.chars.extend_from_slice(&other.chars);
        self.places.extend_from_slice(&other.places);
        self.long.extend(other.long.iter().map(|(at, bytes)| (at + length, *bytes)));
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
    fn how_a_letter_or_a_mark_is_coded_does_not_count() {
        // Radicals, compatibility ideographs, selectors, composition, width.
        same("人工智能的⻔⻚", "\u{2f08}\u{2f2f}智能的门页");
        same("第六章", "第\u{f9d1}章");
        same("葛城", "葛\u{e0100}城");
        same("café nǚ", "cafe\u{301} nu\u{308}\u{30c}");
        same("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}");
        same("ガ１Ａ￥", "ｶﾞ1A¥");
        same("ﬁnally Ⅲ", "finally III");
        // Ellipses, dashes and quotation marks.
        for dots in [
            "……",
            "...",
            "......",
            "⋯⋯",
            "。。。",
            "．．．",
            "・・・",
            "···",
            ". . .",
            "︙",
            "....。。。",
        ] {
            same("他想了想…走了", &format!("他想了想{dots}走了"));
        }
        for dash in ["──", "—", "――", "--", "－－", "–", "— —", "━━", "⸺", "︱"]
        {
            same("他——走了", &format!("他{dash}走了"));
        }
        for (open, close) in [
            ('〝', '〞'),
            ('"', '"'),
            ('「', '」'),
            ('﹃', '﹄'),
            ('‹', '›'),
            ('＂', '＂'),
            ('｢', '｣'),
        ] {
            same("“走”", &format!("{open}走{close}"));
        }
        // What shows nothing, also inside a letter or a run.
        same(
            "种树",
            "种\u{34f}\u{61c}\u{206a}\u{180e}\u{fe0f}\u{fff9}\u{3164}\u{2800}\u{e0041}树",
        );
        same("é……", "e\u{200b}\u{301}…\u{200b}…");
    }

    #[test]
    fn other_letters_and_figures_do_count() {
        let differ = |a: &str, b: &str| {
            assert_ne!(Folded::new(a, 0).to_text(), Folded::new(b, 0).to_text(), "{a} {b}");
        };
        differ("102", "10²");
        differ("1", "①");
        differ("½", "1/2");
        differ("nú", "nu");
        differ("好。", "好……");
        differ("好。。", "好……");
        differ("已", "己");
        differ("\u{430}", "a");
    }

    #[test]
    fn a_match_begins_and_ends_with_a_unit() {
        let found = |text: &str, part: &str| {
            Folded::new(text, 0).find_all(&Folded::new(part, 0)).len()
        };
        assert_eq!(found("进入第Ⅲ期", "第Ⅱ"), 0);
        assert_eq!(found("进入第Ⅲ期", "第III"), 1);
        assert_eq!(found("n\u{308}x", "n"), 0);
        assert_eq!(found("好……走", "好…"), 1);
        assert_eq!(found("好……走", "好."), 0);
        let text = "甲————————乙";
        let folded = Folded::new(text, 7);
        assert_eq!(folded.span(1, 2), Some(Span::new(10, 10 + 8 * 3)));
        assert_eq!(folded.slice(1, 3).span(0, 1), folded.span(1, 2));
        assert_eq!(Folded::new("甲", 0).joined(&folded).span(2, 3), folded.span(1, 2));
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
        let span = folded.span(hits[0].start, hits[0].end);
        assert_eq!(span.map(|s| &raw[s.range()]), Some("創新 首先,是敢"));
    }

    /// Text in which everything occurs that makes units, in every order.
    const UNITS: &str = "[人门国國e\u{301}\u{308}\u{323}\u{200b}\u{fe00} 　.。…‥·・—─ -ᄒ\u{1161}\u{11ab}ｶﾞⅢ\u{2f08}\u{f9d1}\u{3164}]{0,16}";

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,60}", units in UNITS) {
            for text in [text, units] {
                let once = Folded::new(&text, 0).to_text();
                prop_assert_eq!(Folded::new(&once, 0).to_text(), once);
            }
        }

        #[test]
        fn a_part_cut_at_the_borders_of_units_folds_to_a_part(
            text in "\\PC{0,20}", units in UNITS
        ) {
            for text in [text, units] {
                let folded = Folded::new(&text, 0);
                let borders: Vec<usize> =
                    (0..=folded.len()).filter(|at| folded.is_border(*at)).collect();
                for (i, from) in borders.iter().enumerate() {
                    for to in &borders[i + 1..] {
                        let span = folded.span(*from, *to).expect("in the text");
                        let part = Folded::new(&text[span.range()], span.start);
                        prop_assert_eq!(&part, &folded.slice(*from, *to), "{:?}", span);
                        prop_assert!(folded.find_all(&part).contains(&CharRange::new(*from, *to)));
                    }
                }
            }
        }

        #[test]
        fn what_is_dropped_counts_for_nothing_anywhere(units in UNITS, at in 0usize..16) {
            let mut other: Vec<char> = units.chars().collect();
            other.insert(at.min(other.len()), '\u{200b}');
            let other: String = other.into_iter().collect();
            prop_assert_eq!(Folded::new(&other, 0).to_text(), Folded::new(&units, 0).to_text());
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
