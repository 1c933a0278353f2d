//! Alignment of a quotation with another text.
//!
//! The longest exact run is the anchor; what stands before and after it is aligned
//! outwards from it by Gotoh's affine-gap method. A long insertion costs little more than
//! a short one, because witnesses drop or add whole clauses; an isolated character after
//! a gap never pays for itself. Most witnesses are equal or nearly so: then the anchor is
//! all, and nothing is left to align.

const MATCH: i32 = 10;
const MISMATCH: i32 = -8;
const GAP_OPEN: i32 = -16;
const GAP_EXTEND: i32 = -1;
const NEVER: i32 = i32::MIN / 4;

/// Two equal characters: the index of one in the quotation, of the other in the text.
pub(super) type Pair = (usize, usize);

/// The aligned pairs, both indices rising. `hits` are places where sequences of the quotation stand.
pub(super) fn from_anchor(quote: &[char], text: &[char], hits: &[Pair]) -> Vec<Pair> {
    let Some((i, j, length)) = anchor(quote, text, hits) else { return Vec::new() };
    let margin = |rest: usize| 2 * rest + 40;
    let before: Vec<char> = quote[..i].iter().rev().copied().collect();
    let from = if i == 0 { j } else { j.saturating_sub(margin(i)) };
    let text_before: Vec<char> = text[from..j].iter().rev().copied().collect();
    let mut pairs: Vec<Pair> = Vec::with_capacity(quote.len());
    let aligned = align(&before, &text_before).into_iter().rev();
    pairs.extend(aligned.map(|(a, b)| (i - 1 - a, j - 1 - b)));
    pairs.extend((0..length).map(|k| (i + k, j + k)));
    let (next_i, next_j) = (i + length, j + length);
    let rest = quote.len() - next_i;
    let to = if rest == 0 { next_j } else { (next_j + margin(rest)).min(text.len()) };
    let after = align(&quote[next_i..], &text[next_j..to]);
    pairs.extend(after.into_iter().map(|(a, b)| (next_i + a, next_j + b)));
    pairs
}

/// The longest exact run through any of the hits: where it begins, and its length.
fn anchor(quote: &[char], text: &[char], hits: &[Pair]) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    // The end of the last run on each diagonal, so that no run is walked twice.
    let mut walked: Vec<(isize, usize)> = Vec::new();
    for (i, j) in hits {
        let diagonal = *j as isize - *i as isize;
        let before = walked.iter_mut().find(|(d, _)| *d == diagonal);
        if before.as_ref().is_some_and(|(_, end)| i < end) {
            continue;
        }
        let equal = |(a, b): &(&char, &char)| a == b;
        let back = quote[..*i].iter().rev().zip(text[..*j].iter().rev());
        let back = back.take_while(equal).count();
        let forward = quote[*i..].iter().zip(&text[*j..]).take_while(equal).count();
        match before {
            Some((_, end)) => *end = i + forward,
            None => walked.push((diagonal, i + forward)),
        }
        let run = (i - back, j - back, back + forward);
        if best.is_none_or(|(_, _, length)| run.2 > length) {
            best = Some(run);
        }
    }
    best
}

/// Pairs of equal characters of a quotation and a text that both begin at an anchor: all
/// of the quotation against any beginning of the text.
fn align(quote: &[char], window: &[char]) -> Vec<Pair> {
    let (n, m) = (quote.len(), window.len());
    if n == 0 || m == 0 {
        return Vec::new();
    }
    // Without gaps first: most of what is left differs in a word or two of equal length.
    let straight = || quote.iter().zip(window).enumerate().filter(|(_, (a, b))| a == b);
    if m >= n && 10 * straight().count() >= 9 * n {
        return straight().map(|(at, _)| (at, at)).collect();
    }
    let width = m + 1;
    // Best score ending in a pair (d), in a gap of the window (q: quotation character
    // alone), in a gap of the quotation (w: window character alone); and where from.
    let gap = |length: usize| GAP_OPEN + GAP_EXTEND * length as i32;
    let mut d = vec![NEVER; width];
    d[0] = 0;
    let mut q = vec![NEVER; width];
    let mut w: Vec<i32> = (0..width).map(|j| if j == 0 { NEVER } else { gap(j) }).collect();
    let mut from = vec![0u8; (n + 1) * width];
    for (j, code) in from.iter_mut().enumerate().take(width).skip(1) {
        *code = if j == 1 { 0 } else { 1 << 4 };
    }
    for i in 1..=n {
        let (mut d_diagonal, mut q_diagonal, mut w_diagonal) = (d[0], q[0], w[0]);
        from[i * width] = if i == 1 { 0 } else { 1 << 2 };
        let (mut d_left, mut q_left, mut w_left) = (NEVER, gap(i), NEVER);
        (d[0], q[0], w[0]) = (d_left, q_left, w_left);
        for j in 1..=m {
            let score = if quote[i - 1] == window[j - 1] { MATCH } else { MISMATCH };
            let (before, code_d) = best3(d_diagonal, q_diagonal, w_diagonal);
            let (q_value, code_q) = best2(d[j] + gap(1), q[j] + GAP_EXTEND);
            let (w_value, code_w) = best2(d_left + gap(1), w_left + GAP_EXTEND);
            let from_q = q_left + gap(1);
            let (w_value, code_w) =
                if from_q > w_value { (from_q, 2) } else { (w_value, code_w) };
            from[i * width + j] = code_d | (code_q << 2) | (code_w << 4);
            (d_diagonal, q_diagonal, w_diagonal) = (d[j], q[j], w[j]);
            (d[j], q[j], w[j]) = (before + score, q_value, w_value);
            (d_left, q_left, w_left) = (d[j], q_value, w_value);
        }
    }
    trace(&d, &q, &from, quote, window)
}

/// The best of the three states, and its number.
fn best3(d: i32, q: i32, w: i32) -> (i32, u8) {
    if d >= q && d >= w {
        (d, 0)
    } else if q >= w {
        (q, 1)
    } else {
        (w, 2)
    }
}

fn best2(first: i32, second: i32) -> (i32, u8) {
    if first >= second { (first, 0) } else { (second, 1) }
}

/// Drops one or two characters at an end that stand apart from the rest by more than
/// their own number, or by as much if they do not reach the quotation's edge: they agree
/// by chance.
pub(super) fn drop_stray_ends(pairs: &mut Vec<Pair>, quote_length: usize) {
    let apart = |a: &Pair, b: &Pair| a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)) - 1;
    for edge in [0, quote_length.saturating_sub(1)] {
        if edge == 0 {
            pairs.reverse();
        }
        loop {
            let run =
                pairs.windows(2).rev().take_while(|p| apart(&p[0], &p[1]) == 0).count() + 1;
            let gap = pairs
                .len()
                .checked_sub(run + 1)
                .map(|at| apart(&pairs[at], &pairs[at + 1]));
            let reaches = pairs.last().is_some_and(|(i, _)| *i == edge);
            let stray = |gap: usize| gap > run || (gap == run && !reaches);
            if run > 2 || !gap.is_some_and(stray) {
                break;
            }
            pairs.truncate(pairs.len() - run);
        }
        if edge == 0 {
            pairs.reverse();
        }
    }
}

fn trace(d: &[i32], q: &[i32], from: &[u8], quote: &[char], window: &[char]) -> Vec<Pair> {
    let (n, width) = (quote.len(), window.len() + 1);
    let mut best = (NEVER, 0, 0u8);
    for j in 0..width {
        for (state, score) in [(0u8, d[j]), (1, q[j])] {
            if score > best.0 {
                best = (score, j, state);
            }
        }
    }
    let (mut i, mut j, mut state) = (n, best.1, best.2);
    let mut pairs = Vec::new();
    while i > 0 {
        let code = from[i * width + j];
        match state {
            0 if j > 0 => {
                if quote[i - 1] == window[j - 1] {
                    pairs.push((i - 1, j - 1));
                }
                state = code & 3;
                i -= 1;
                j -= 1;
            }
            2 if j > 0 => {
                state = match (code >> 4) & 3 {
                    0 => 0,
                    2 => 1,
                    _ => 2,
                };
                j -= 1;
            }
            _ => {
                state = (code >> 2) & 1;
                i -= 1;
            }
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::grams::GRAM;
    use proptest::prelude::*;

    fn pairs(quote: &[char], text: &[char]) -> Vec<Pair> {
        let mut hits = Vec::new();
        for (j, window) in text.windows(GRAM).enumerate() {
            let same = quote.windows(GRAM).enumerate().filter(|(_, gram)| *gram == window);
            hits.extend(same.map(|(i, _)| (i, j)));
        }
        from_anchor(quote, text, &hits)
    }

    #[track_caller]
    fn common(quote: &str, text: &str) -> String {
        let q: Vec<char> = quote.chars().collect();
        let t: Vec<char> = text.chars().collect();
        pairs(&q, &t).into_iter().map(|(i, _)| q[i]).collect()
    }

    #[test]
    fn finds_the_quotation_inside_a_longer_text() {
        assert_eq!(common("创新首先是敢", "我觉得创新首先是敢为人先"), "创新首先是敢");
    }

    #[test]
    fn other_words_stay_unpaired() {
        assert_eq!(
            common("真实的gap是原创和模仿之差", "但真实的概率是原创和模仿只差如果"),
            "真实的是原创和模仿差"
        );
    }

    #[test]
    fn an_inserted_clause_does_not_end_the_alignment() {
        let text = "更好的硬件和软件scalinglaw也在被如此对待但其实这是西方主导的技术社区";
        let quote = "更好的硬件和软件但其实这是西方主导的技术社区";
        assert_eq!(common(quote, text), quote);
    }

    #[test]
    fn chance_characters_at_the_ends_are_dropped() {
        let mut pairs = vec![(0, 0), (1, 1), (2, 2), (3, 3), (9, 30)];
        drop_stray_ends(&mut pairs, 12);
        assert_eq!(pairs.last(), Some(&(3, 3)));
        let mut pairs = vec![(1, 1), (4, 9), (5, 10), (6, 11), (7, 12)];
        drop_stray_ends(&mut pairs, 8);
        assert_eq!(pairs.first(), Some(&(4, 9)));
    }

    proptest! {
        #[test]
        fn pairs_are_equal_and_rising(q in "[一二三四五]{1,20}", t in "[一二三四五]{0,40}") {
            let q: Vec<char> = q.chars().collect();
            let t: Vec<char> = t.chars().collect();
            let found = pairs(&q, &t);
            prop_assert!(found.windows(2).all(|p| p[0].0 < p[1].0 && p[0].1 < p[1].1));
            prop_assert!(found.iter().all(|(i, j)| q[*i] == t[*j]));
        }

        #[test]
        fn a_part_of_a_text_is_found_whole(t in "[一二三四五六七八九十]{20,40}", at in 0usize..10) {
            let t: Vec<char> = t.chars().collect();
            let q = t[at..at + 10].to_vec();
            prop_assert_eq!(pairs(&q, &t).len(), 10);
        }
    }
}
