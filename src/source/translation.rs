//! A document's own translation: lines in another language beside the lines that they translate.
//!
//! A line is taken for the translation of another only where they stand as a pair: one line in
//! Chinese and one in the other language, in the declared order, with nothing between that could
//! belong to either. Where a line is missing on one side, or there is one too many, nothing is
//! paired until the order is certain again: no translation moves to another's words. Whether it
//! says the same is the document's responsibility, and cards name it as the document's.

use serde::Deserialize;

use crate::script::han::is_han;
use crate::text::{SourceText, Span};

/// Where the translation of a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// On the next line with text.
    Below,
    /// On the line with text before it: the document translates into Chinese.
    Above,
}

impl Layout {
    /// The word used in `sources.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Layout::Below => "below",
            Layout::Above => "above",
        }
    }
}

/// A line and its translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The 1-based raw line in Chinese.
    pub line: usize,
    /// The 1-based raw line of the translation.
    pub translation: usize,
    /// Bytes of the translation, without spaces around it.
    pub span: Span,
}

/// What a line is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    Other,
    /// Figures, marks, a single name: either.
    Unclear,
}

/// Fewest letters of a line in another language.
const FEWEST_LETTERS: usize = 2;
/// Most letters of the translation for one Han character, and most characters for ten letters. An
/// English sentence has three to five letters a character; outside these the lines are no pair.
const MOST_LETTERS: usize = 16;
const MOST_CHARACTERS_OF_TEN: usize = 15;
/// Shorter lines say nothing by their length: 好 is “All right, I will.”
const FEWEST_CHARACTERS: usize = 6;

pub(super) fn language(text: &str) -> Language {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let kana = text.chars().filter(|c| ('\u{3041}'..='\u{30fa}').contains(c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic() && !is_han(*c)).count();
    match (han, letters) {
        (0, letters) if letters >= FEWEST_LETTERS => Language::Other,
        (0, _) => Language::Unclear,
        _ if kana > 0 => Language::Unclear,
        _ if han * 6 >= letters => Language::Chinese,
        // A translation may give a name or two in Chinese too.
        _ if han * 20 <= letters => Language::Other,
        _ => Language::Unclear,
    }
}

/// A line with text, trimmed.
struct Text<'t> {
    number: usize,
    span: Span,
    text: &'t str,
    language: Language,
}

/// The pairs of a document in the order of their lines. Lines for which `outside` is true belong
/// to no pair, and no pair reaches over one.
pub(super) fn pairs(
    text: &SourceText,
    layout: Layout,
    outside: impl Fn(usize) -> bool,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    // Lines between two that are outside, then without the blank lines.
    let mut stretch: Vec<Text<'_>> = Vec::new();
    let mut in_code = false;
    for (number, span) in text.lines() {
        let is_fence = is_fence(text.slice(span).unwrap_or_default());
        in_code ^= is_fence;
        if outside(number) || is_fence || in_code {
            of_stretch(&stretch, layout, &mut pairs);
            stretch.clear();
            continue;
        }
        let raw = text.slice(span).unwrap_or_default();
        let start = span.start + (raw.len() - raw.trim_start().len());
        let words = raw.trim();
        if !words.is_empty() {
            let language = language(words);
            let span = Span::new(start, start + words.len());
            stretch.push(Text { number, span, text: words, language });
        }
    }
    of_stretch(&stretch, layout, &mut pairs);
    pairs
}

/// True for what encloses lines of code in Markdown.
fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

fn of_stretch(lines: &[Text<'_>], layout: Layout, out: &mut Vec<Pair>) {
    let (first, second) = match layout {
        Layout::Below => (Language::Chinese, Language::Other),
        Layout::Above => (Language::Other, Language::Chinese),
    };
    for at in 1..lines.len() {
        let (one, two) = (&lines[at - 1], &lines[at]);
        if (one.language, two.language) != (first, second) {
            continue;
        }
        // A second line of either language: which of the two is meant is not known, unless a
        // blank line sets the pair apart and none stands within it.
        let joined = |a: &Text<'_>, b: &Text<'_>| a.number + 1 == b.number;
        let before = at.checked_sub(2).map(|at| &lines[at]);
        let after = lines.get(at + 1);
        let apart = joined(one, two)
            && before.is_none_or(|before| !joined(before, one))
            && after.is_none_or(|after| !joined(two, after));
        let alternates = before.is_none_or(|before| before.language == second)
            && after.is_none_or(|after| after.language == first);
        if !(apart || alternates) {
            continue;
        }
        let (chinese, other) = match layout {
            Layout::Below => (one, two),
            Layout::Above => (two, one),
        };
        if may_be_its_translation(chinese.text, other.text) {
            let (line, translation) = (chinese.number, other.number);
            out.push(Pair { line, translation, span: other.span });
        }
    }
}

/// True unless the lengths or the ends speak against it: what ends like a sentence in Chinese does
/// not end like a heading or a line of code in the other language. (Subtitles leave out the marks
/// of Chinese, not those of English.)
pub(crate) fn may_be_its_translation(chinese: &str, other: &str) -> bool {
    let han = chinese.chars().filter(|c| is_han(*c)).count();
    let letters = other.chars().filter(|c| c.is_alphabetic()).count();
    let end = |text: &str| {
        text.trim_end_matches(|c: char| {
            c.is_whitespace() || "\"”’」』'*_）)】]".contains(c)
        })
        .chars()
        .next_back()
    };
    let is_sentence = matches!(end(chinese), Some('。' | '！' | '？'));
    let other_is =
        matches!(end(other), Some('.' | '!' | '?' | '…' | ':' | '。' | '！' | '？'));
    (!is_sentence || other_is)
        && (han < FEWEST_CHARACTERS
            || letters <= han * MOST_LETTERS
                && han * 10 <= letters * MOST_CHARACTERS_OF_TEN)
}

/// Fewest pairs by which a document is seen to have its own translation.
const FEWEST_PAIRS: usize = 4;
/// How many of ten lines in Chinese, and of those in another language, must be in a pair.
const PAIRED_OF_TEN: usize = 8;

/// The layout of a document that nearly everywhere has a translation beside its lines.
pub fn seen(text: &SourceText) -> Option<Layout> {
    let mut chinese = 0;
    let mut other = 0;
    let mut in_code = false;
    for (_, span) in text.lines() {
        let line = text.slice(span).unwrap_or_default().trim();
        in_code ^= is_fence(line);
        match language(line) {
            _ if in_code => continue,
            Language::Chinese => chinese += 1,
            Language::Other => other += 1,
            Language::Unclear => {}
        }
    }
    let enough = |found: &[Pair]| {
        let paired = found.len() * 10;
        found.len() >= FEWEST_PAIRS
            && paired >= chinese * PAIRED_OF_TEN
            && paired >= other * PAIRED_OF_TEN
    };
    let below = pairs(text, Layout::Below, |_| false);
    let above = pairs(text, Layout::Above, |_| false);
    match (enough(&below), enough(&above)) {
        (true, false) => Some(Layout::Below),
        (false, true) => Some(Layout::Above),
        (false, false) => None,
        // Where lines alternate throughout, after a title say, each has a neighbour on both
        // sides. What stands together or has the lengths of the same words tells the order.
        (true, true) => match (joined(&below), joined(&above)) {
            (below, 0) if below > 0 => Some(Layout::Below),
            (0, above) if above > 0 => Some(Layout::Above),
            _ => {
                let (below, above) = (scatter(text, &below), scatter(text, &above));
                if below * MUCH < above {
                    Some(Layout::Below)
                } else if above * MUCH < below {
                    Some(Layout::Above)
                } else {
                    None
                }
            }
        },
    }
}

/// True if the lines say that a translation stands on the other side than is declared: pairs of
/// that order are far more alike in their lengths.
pub(super) fn speaks_against(text: &SourceText, declared: Layout) -> bool {
    let other = match declared {
        Layout::Below => Layout::Above,
        Layout::Above => Layout::Below,
    };
    let [own, other] = [declared, other].map(|layout| pairs(text, layout, |_| false));
    other.len() >= FEWEST_PAIRS
        && (own.is_empty() || scatter(text, &other) * MUCH < scatter(text, &own))
        && (joined(&own) == 0 || joined(&other) > 0)
}

/// How many pairs have no blank line between their lines.
fn joined(pairs: &[Pair]) -> usize {
    pairs.iter().filter(|pair| pair.line.abs_diff(pair.translation) == 1).count()
}

/// How much less the lengths of one order must scatter than those of the other.
const MUCH: f64 = 1.5;

/// How far the letters for each Han character scatter about their middle: little where each pair
/// says the same, much where the lines are another's.
fn scatter(text: &SourceText, pairs: &[Pair]) -> f64 {
    let count = |text: &str, is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let ratio = |pair: &Pair| {
        let line = text.line(pair.line).unwrap_or_default();
        let letters = count(text.slice(pair.span).unwrap_or_default(), char::is_alphabetic);
        (letters.max(1) as f64 / count(line, is_han).max(1) as f64).ln()
    };
    let mut ratios: Vec<f64> = pairs.iter().map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let Some(middle) = ratios.get(ratios.len() / 2).copied() else { return 0.0 };
    ratios.iter().map(|ratio| (ratio - middle).abs()).sum::<f64>() / ratios.len() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, layout: Layout) -> Vec<(usize, usize)> {
        let text = SourceText::new(text);
        let pairs = pairs(&text, layout, |_| false);
        pairs.iter().map(|pair| (pair.line, pair.translation)).collect()
    }

    #[test]
    fn lines_that_alternate_are_pairs() {
        let text =
            "水急的时候只能等。\nWhen it runs high, wait.\n\n开闸要慢。\nOpen it slowly.\n";
        assert_eq!(found(text, Layout::Below), [(1, 2), (4, 5)]);
        let text = "When it runs high, wait.\n\n水急的时候只能等。\n\nOpen it slowly.\n\n开闸要慢。\n";
        assert_eq!(found(text, Layout::Above), [(3, 1), (7, 5)]);
    }

    #[test]
    fn a_missing_line_shifts_nothing() {
        // The first has no translation: the line below the second may be of either.
        assert_eq!(
            found("水急。\n开闸要慢。\nOpen it slowly.\n等。\nWait then.\n", Layout::Below),
            [(4, 5)]
        );
        // Unless a blank line sets the pair apart.
        assert_eq!(
            found("水急。\n\n开闸要慢。\nOpen it slowly.\n", Layout::Below),
            [(3, 4)]
        );
        // One too many.
        assert_eq!(
            found("开闸要慢。\nOpen it.\nSlowly, please.\n等。\nWait.\n", Layout::Below),
            [(4, 5)]
        );
        // A line of figures may be a translation's rest.
        assert_eq!(found("开闸要慢。\nOpen it.\n1998\n", Layout::Below), []);
    }

    #[test]
    fn lengths_that_cannot_be_the_same_words_are_no_pair() {
        let text = "水急的时候只能在岸边的屋里等上一天一夜。\nWait.\n";
        assert_eq!(found(text, Layout::Below), []);
        // Nor are a sentence and what is none.
        assert_eq!(
            found("水急的时候只能等。\nwait_for(water, high);\n", Layout::Below),
            []
        );
    }

    #[test]
    fn a_document_is_seen_where_nearly_all_its_lines_are_pairs() {
        let pair = "水急的时候只能等。\nWhen it runs high, wait.\n\n";
        let seen = |text: &str| seen(&SourceText::new(text));
        assert_eq!(seen(&pair.repeat(4)), Some(Layout::Below));
        assert_eq!(seen(&pair.repeat(3)), None);
        let mostly_chinese = format!("{}{}", pair.repeat(4), "水急。\n\n".repeat(4));
        assert_eq!(seen(&mostly_chinese), None);
    }

    #[test]
    fn a_title_does_not_turn_the_order_around() {
        let lines = [
            ("等。", "Wait."),
            (
                "水急的时候谁也不能下到河里去。",
                "When it runs high nobody can go down into the river.",
            ),
            ("开闸要慢。", "Open it slowly."),
            (
                "秋天要给每一条船重新刷上一遍桐油。",
                "In autumn every boat is given a new coat of tung oil.",
            ),
            ("冬天编网。", "Nets in winter."),
        ];
        let above = lines.map(|(zh, en)| format!("{en}\n\n{zh}\n\n")).concat();
        let titled = format!("河边的手艺\n\n{above}");
        assert_eq!(seen(&SourceText::new(&titled)), Some(Layout::Above));
        let below = lines.map(|(zh, en)| format!("{zh}\n\n{en}\n\n")).concat();
        let titled = format!("By the river\n\n{below}");
        assert_eq!(seen(&SourceText::new(&titled)), Some(Layout::Below));
        assert!(speaks_against(&SourceText::new(&titled), Layout::Above));
        assert!(!speaks_against(&SourceText::new(&titled), Layout::Below));
        // Nothing tells the order.
        let alike = "水急的时候只能等。\n\nWhen it runs high, wait.\n\n".repeat(5);
        assert_eq!(seen(&SourceText::new(&alike)), None);
    }

    proptest! {
        // Whatever stands in a document, each line is in one pair at most, and no pair is of two
        // lines in one language.
        #[test]
        fn no_line_is_in_two_pairs(
            lines in prop::collection::vec("|水急的时候只能等。|Wait for it then.|1998", 0..30),
            above in any::<bool>(),
        ) {
            let joined = lines.join("\n");
            let layout = if above { Layout::Above } else { Layout::Below };
            let mut used = Vec::new();
            for (line, translation) in found(&joined, layout) {
                prop_assert_eq!(language(&lines[line - 1]), Language::Chinese);
                prop_assert_eq!(language(&lines[translation - 1]), Language::Other);
                prop_assert_eq!(above, translation < line);
                used.extend([line, translation]);
            }
            let count = used.len();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(used.len(), count);
        }
    }
}
