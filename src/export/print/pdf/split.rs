//! Cards whose text takes more than one: where it is divided.
//!
//! Nothing is left out and nothing is said twice: the parts of a text, put together, are
//! the text.

use super::super::face::{Block, Face};
use super::super::run::Run;
use crate::script::han::is_han;

/// A side of a card in `count` parts of about equal length. Running texts are divided,
/// each at the best place near its share; what labels or sources them is repeated.
pub fn face(face: &Face, count: usize) -> Vec<Face> {
    let mut parts: Vec<Face> =
        vec![
            Face { head: face.head.clone(), body: Vec::new(), foot: face.foot.clone() };
            count
        ];
    for block in &face.body {
        if !block.role.is_running_text() {
            parts.iter_mut().for_each(|part| part.body.push(block.clone()));
            continue;
        }
        for (part, runs) in parts.iter_mut().zip(runs(&block.runs, count)) {
            if !runs.is_empty() {
                part.body.push(Block { runs, ..block.clone() });
            }
        }
    }
    parts
}

/// How good a place to divide is: after a sentence, after a clause, between words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Sentence,
    Clause,
    Word,
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〕' | '］' | '】')
}

fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '〔' | '［' | '【')
}

/// What the place before `chars[at]` is good for; `None` if no line may end there.
fn break_before(chars: &[char], at: usize) -> Option<Break> {
    let (before, after) = (*chars.get(at.checked_sub(1)?)?, *chars.get(at)?);
    let hangs = |c: char| {
        is_closing(c)
            || matches!(
                c,
                '。' | '，'
                    | '、'
                    | '；'
                    | '：'
                    | '！'
                    | '？'
                    | '…'
                    | '—'
                    | '·'
                    | '.'
                    | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
            )
    };
    if hangs(after) || is_opening(before) {
        return None;
    }
    let mark = chars[..at].iter().rev().find(|c| !is_closing(**c) && !c.is_whitespace());
    let spaced = before.is_whitespace();
    match mark {
        Some('。' | '！' | '？' | '…') => Some(Break::Sentence),
        Some('.' | '!' | '?') if spaced => Some(Break::Sentence),
        Some('，' | '；' | '：') => Some(Break::Clause),
        Some(',' | ';' | ':') if spaced => Some(Break::Clause),
        _ if spaced => Some(Break::Word),
        _ if is_han(before) && is_han(after) => Some(Break::Word),
        _ => None,
    }
}

/// Room that a character takes: a Han character twice that of a letter.
fn units(c: char) -> usize {
    if (c as u32) < 0x2000 { 1 } else { 2 }
}

/// Where to divide: `count - 1` rising places, in characters.
fn places(chars: &[char], count: usize) -> Vec<usize> {
    let mut upto = Vec::with_capacity(chars.len() + 1);
    let mut sum = 0;
    for c in chars {
        upto.push(sum);
        sum += units(*c);
    }
    upto.push(sum);
    let mut found: Vec<usize> = Vec::new();
    for part in 1..count {
        let target = sum * part / count;
        let reach = sum / count / 3;
        let least = found.last().map_or(1, |last| last + 1);
        let near = (least..chars.len()).filter(|at| upto[*at].abs_diff(target) <= reach);
        let best = near
            .filter_map(|at| {
                Some((break_before(chars, at)?, upto[at].abs_diff(target), at))
            })
            .min();
        // Words without any place to divide are divided anyway: they are longer than a card.
        let at = best
            .map(|(_, _, at)| at)
            .or_else(|| (least..chars.len()).min_by_key(|at| upto[*at].abs_diff(target)));
        found.extend(at);
    }
    found
}

fn runs(runs: &[Run], count: usize) -> Vec<Vec<Run>> {
    let chars: Vec<char> = runs.iter().flat_map(|run| run.text.chars()).collect();
    let places = places(&chars, count);
    let mut parts: Vec<Vec<Run>> = vec![Vec::new(); count];
    let mut at = 0;
    for run in runs {
        let mut text = String::new();
        let mut part = places.iter().filter(|place| **place <= at).count();
        for c in run.text.chars() {
            let now = places.iter().filter(|place| **place <= at).count();
            if now != part && !text.is_empty() {
                let text = std::mem::take(&mut text);
                parts[part].push(Run { text, ..run.clone() });
            }
            part = now;
            text.push(c);
            at += 1;
        }
        if !text.is_empty() {
            parts[part].push(Run { text, ..run.clone() });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), lang: None, mark: None, aid: None }
    }

    fn texts(parts: &[Vec<Run>]) -> Vec<String> {
        parts
            .iter()
            .map(|part| part.iter().map(|run| run.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn sentences_are_kept_whole_where_they_can_be() {
        let text = run("创新首先是一个信念问题。为什么硅谷那么有创新精神？首先是敢。");
        assert_eq!(
            texts(&runs(&[text], 2)),
            ["创新首先是一个信念问题。", "为什么硅谷那么有创新精神？首先是敢。"]
        );
        let text = run("It is a matter of belief. Why is it so? They dare. ");
        assert_eq!(
            texts(&runs(&[text], 2)),
            ["It is a matter of belief. ", "Why is it so? They dare. "]
        );
    }

    #[test]
    fn no_part_begins_with_what_closes() {
        let text =
            run("他说“我们要做的不是生成式AI，而是通用人工智能”。大家都笑了，很久很久。");
        for part in texts(&runs(&[text], 3)) {
            assert!(!part.starts_with(['”', '。', '，']), "{part}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_are_the_text(
            texts_in in proptest::collection::vec("[一-十ab .,，。“”]{0,30}", 0..4),
            count in 1..6usize,
        ) {
            let all: Vec<Run> = texts_in.iter().map(|text| run(text)).collect();
            let parts = runs(&all, count);
            prop_assert_eq!(parts.len(), count);
            prop_assert_eq!(texts(&parts).concat(), texts_in.concat());
        }
    }
}
