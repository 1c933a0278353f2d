//! Which of its readings a character has where no word decides: a linear model for each
//! character, over the characters and words around it.
//!
//! `model.txt` is made by `make_model.py`, which says from what.

use std::collections::BTreeMap;

use jieba_rs::Tag;

use crate::pinyin::syllable::Syllable;

const MODEL: &str = include_str!("model.txt");

/// The weights in the file are in twentieths.
const SCALE: f32 = 20.0;

/// What the model says of a character in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guess {
    pub(super) syllable: Syllable,
    /// The reading that comes next.
    pub(super) other: Option<Syllable>,
    /// How far it is before the next, in logits; infinite if there is no other.
    pub(super) margin: f32,
}

/// One character's model.
struct Character {
    classes: Vec<Syllable>,
    bias: &'static str,
    /// Sorted by feature.
    features: Vec<(&'static str, &'static str)>,
}

pub(super) struct Model(BTreeMap<char, Character>);

impl Model {
    pub(super) fn new() -> Self {
        let mut found = BTreeMap::new();
        let mut current: Option<(char, Character)> = None;
        for line in MODEL.lines().filter(|line| !line.starts_with('#')) {
            if let Some(head) = line.strip_prefix("@ ") {
                found.extend(current.take());
                let mut parts = head.split(' ');
                let c = parts.next().and_then(|c| c.chars().next());
                let classes = parts.filter_map(Syllable::parse).collect();
                let character = Character { classes, bias: "", features: Vec::new() };
                current = c.map(|c| (c, character));
            } else if let Some((_, character)) = &mut current {
                match (line.strip_prefix("= "), line.split_once('\t')) {
                    (Some(bias), _) => character.bias = bias,
                    (None, Some(feature)) => character.features.push(feature),
                    (None, None) => {}
                }
            }
        }
        found.extend(current);
        for character in found.values_mut() {
            character.features.sort_unstable();
        }
        Self(found)
    }

    /// The likeliest reading of the character at `at` of `text`, in the token `number`.
    pub(super) fn guess(
        &self,
        text: &[char],
        tags: &[Tag<'_>],
        number: usize,
        at: usize,
    ) -> Option<Guess> {
        let character = self.0.get(text.get(at)?)?;
        if let [syllable] = character.classes[..] {
            return Some(Guess { syllable, other: None, margin: f32::INFINITY });
        }
        let mut scores = vec![0.0; character.classes.len()];
        add(&mut scores, character.bias);
        features(text, tags, number, at, |feature| {
            let found = character.features.binary_search_by(|(f, _)| (*f).cmp(feature));
            if let Ok(found) = found {
                add(&mut scores, character.features[found].1);
            }
        });
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        let (best, next) = (*order.first()?, *order.get(1)?);
        Some(Guess {
            syllable: character.classes[best],
            other: Some(character.classes[next]),
            margin: scores[best] - scores[next],
        })
    }
}

/// Adds the weights of a line: one for the second of two classes, else one for each.
fn add(scores: &mut [f32], weights: &str) {
    let from = usize::from(scores.len() == 2);
    for (score, weight) in scores[from..].iter_mut().zip(weights.split(' ')) {
        *score += weight.parse::<f32>().unwrap_or(0.0) / SCALE;
    }
}

/// The features of a character in its place, as `make_model.py` writes them.
fn features(
    text: &[char],
    tags: &[Tag<'_>],
    number: usize,
    at: usize,
    mut each: impl FnMut(&str),
) {
    let near = |offset: isize| {
        let at = at.checked_add_signed(offset);
        at.and_then(|at| text.get(at)).copied().unwrap_or('#')
    };
    for offset in [-4, -3, -2, -1, 1, 2, 3, 4] {
        each(&format!("u{offset}{}", near(offset)));
    }
    for (name, a, b) in
        [("b-2", -2, -1), ("b1", 1, 2), ("b-1", -1, 1), ("b-3", -3, -2), ("b2", 2, 3)]
    {
        each(&format!("{name}{}{}", near(a), near(b)));
    }
    each(&format!("t-3{}{}{}", near(-3), near(-2), near(-1)));
    each(&format!("t1{}{}{}", near(1), near(2), near(3)));
    let of = |number: Option<usize>| match number.and_then(|number| tags.get(number)) {
        Some(tag) if tag.tag.is_empty() => (tag.word, "x"),
        Some(tag) => (tag.word, tag.tag),
        None => ("#", "#"),
    };
    let Some(token) = tags.get(number) else { return };
    let (word, tag) = of(Some(number));
    let (before, tag_before) = of(number.checked_sub(1));
    let (after, tag_after) = of(Some(number + 1));
    let inside = at.saturating_sub(token.start);
    each(&format!("w{inside}{word}"));
    each(&format!("l{inside}/{}", token.end - token.start));
    each(&format!("tg{tag}"));
    each(&format!("pt{tag_before}"));
    each(&format!("nt{tag_after}"));
    each(&format!("pn{tag_before}/{tag_after}"));
    each(&format!("tt{tag}/{tag_after}"));
    each(&format!("tp{tag_before}/{tag}"));
    each(&format!("pw{before}"));
    each(&format!("nw{after}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_model_is_used() {
        let model = Model::new();
        let lines = MODEL.lines().filter(|line| !line.starts_with('#'));
        let mut used = model.0.len();
        for (c, character) in &model.0 {
            let several = character.classes.len() > 1;
            assert_eq!(several, !character.bias.is_empty(), "{c}");
            used += usize::from(several) + character.features.len();
            let width =
                if character.classes.len() == 2 { 1 } else { character.classes.len() };
            for (feature, weights) in &character.features {
                assert_eq!(weights.split(' ').count(), width, "{c} {feature}");
                assert!(
                    weights.split(' ').all(|w| w.parse::<i16>().is_ok()),
                    "{c} {feature}"
                );
            }
        }
        assert_eq!(lines.count(), used);
        assert!(MODEL.len() < 200_000, "{}", MODEL.len());
    }
}
