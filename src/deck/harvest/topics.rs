//! What a document is about: the pairs of characters that return in it.
//!
//! A sentence that names its matter stands on a card by itself more easily than one that does not.

use std::collections::{BTreeMap, BTreeSet};

use crate::fold::Folded;

/// Characters that make sentences and name nothing.
const GRAMMAR: &str = "的了是在有我你他她它们不这那就也都要会可以和跟与说一个到对上下为地得着过\
    去来很还没把被让给从而且但因所其之于等着吧吗呢啊么什怎样时候现如果或想能做出里中后前些种多少大";
/// A pair is a topic if one of so many texts has it.
const ONE_OF: usize = 12;
/// Fewest texts that have it.
const FEWEST: usize = 4;
/// What a sentence is worth that names a topic, and one that names none.
const NAMED: f64 = 1.1;
const UNNAMED: f64 = 0.85;

/// The topics of a document.
pub(super) struct Topics(BTreeSet<(char, char)>);

impl Topics {
    /// The pairs that return in the texts.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut seen: BTreeMap<(char, char), usize> = BTreeMap::new();
        let mut all = 0;
        for text in texts {
            all += 1;
            let own: BTreeSet<(char, char)> = pairs(&Folded::new(text, 0)).collect();
            for pair in own {
                *seen.entry(pair).or_default() += 1;
            }
        }
        let least = FEWEST.max(all / ONE_OF);
        Self(seen.into_iter().filter(|(_, n)| *n >= least).map(|(pair, _)| pair).collect())
    }

    /// The share of its worth that a sentence has; all of it in a document without a topic.
    pub(super) fn share(&self, folded: &Folded) -> f64 {
        match () {
            () if self.0.is_empty() => 1.0,
            () if pairs(folded).any(|pair| self.0.contains(&pair)) => NAMED,
            () => UNNAMED,
        }
    }
}

/// Pairs of Han characters side by side, none of which is grammar.
fn pairs(folded: &Folded) -> impl Iterator<Item = (char, char)> + '_ {
    let chars = folded.chars();
    let names = |c: char| crate::script::han::is_han(c) && !GRAMMAR.contains(c);
    let pairs = chars.iter().copied().zip(chars.iter().copied().skip(1));
    pairs.filter(move |(a, b)| names(*a) && names(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_returns_is_a_topic_and_grammar_is_none() {
        let texts =
            ["灯塔很高。", "我们修灯塔。", "灯塔要亮。", "我们等灯塔。", "我们走了。"];
        let topics = Topics::of(texts.into_iter());
        assert!(topics.share(&Folded::new("没有灯塔。", 0)) > 1.0);
        assert!(topics.share(&Folded::new("我们走了。", 0)) < 1.0);
        assert_eq!(Topics::of(["短。"].into_iter()).share(&Folded::new("短。", 0)), 1.0);
    }
}
