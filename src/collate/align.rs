//! Alignment of a quotation with a window of another text.
//!
//! Gotoh's affine-gap alignment: all of the quotation against any part of the window. A
//! long insertion costs little more than a short one, because witnesses drop or add whole
//! clauses; an isolated character after a gap never pays for itself.

const MATCH: i32 = 10;
const MISMATCH: i32 = -8;
const GAP_OPEN: i32 = -16;
const GAP_EXTEND: i32 = -1;
const NEVER: i32 = i32::MIN / 4;

/// Pairs of equal characters, as (index in the quotation, index in the window), both
/// rising.
pub(super) fn align(quote: &[char], window: &[char]) -> Vec<(usize, usize)> {
    let (n, m) = (quote.len(), window.len());
    if n == 0 || m == 0 {
        return Vec::new();
    }
    let width = m + 1;
    // Best score ending in a pair (d), in a gap of the window (q: quotation character
    // alone), in a gap of the quotation (w: window character alone); and where from.
    let mut d = vec![0i32; width];
    let mut q = vec![NEVER; width];
    let mut w = vec![NEVER; width];
    let mut from = vec![0u8; (n + 1) * width];
    for i in 1..=n {
        let (mut d_diagonal, mut q_diagonal, mut w_diagonal) = (d[0], q[0], w[0]);
        let gap = GAP_OPEN + GAP_EXTEND * i as i32;
        let (mut d_left, mut q_left, mut w_left) = (NEVER, gap, NEVER);
        let (d_above, q_above) = (d[0], q[0]);
        from[i * width] = if d_above + GAP_OPEN >= q_above { 0 } else { 1 << 2 };
        (d[0], q[0], w[0]) = (d_left, q_left, w_left);
        for j in 1..=m {
            let score = if quote[i - 1] == window[j - 1] { MATCH } else { MISMATCH };
            // A pair may begin after anything; before the first quotation character the
            // window may be skipped for nothing (row 0 of d is all zeros).
            let (before, code_d) = best3(d_diagonal, q_diagonal, w_diagonal);
            let pair = before + score;
            let (q_value, code_q) = best2(d[j] + GAP_OPEN + GAP_EXTEND, q[j] + GAP_EXTEND);
            let (w_value, code_w) =
                best2(d_left + GAP_OPEN + GAP_EXTEND, w_left + GAP_EXTEND);
            let w_from_q = q_left + GAP_OPEN + GAP_EXTEND;
            let (w_value, code_w) =
                if w_from_q > w_value { (w_from_q, 2) } else { (w_value, code_w) };
            from[i * width + j] = code_d | (code_q << 2) | (code_w << 4);
            (d_diagonal, q_diagonal, w_diagonal) = (d[j], q[j], w[j]);
            (d[j], q[j], w[j]) = (pair, q_value, w_value);
            (d_left, q_left, w_left) = (pair, q_value, w_value);
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

fn trace(
    d: &[i32],
    q: &[i32],
    from: &[u8],
    quote: &[char],
    window: &[char],
) -> Vec<(usize, usize)> {
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
    use proptest::prelude::*;

    #[track_caller]
    fn common(quote: &str, window: &str) -> String {
        let q: Vec<char> = quote.chars().collect();
        let w: Vec<char> = window.chars().collect();
        align(&q, &w).into_iter().map(|(i, _)| q[i]).collect()
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
        let window = "更好的硬件和软件scalinglaw也在被如此对待但其实这是西方主导的技术社区";
        let quote = "更好的硬件和软件但其实这是西方主导的技术社区";
        assert_eq!(common(quote, window), quote);
    }

    proptest! {
        #[test]
        fn pairs_are_equal_and_rising(q in "[一二三四五]{1,20}", w in "[一二三四五]{0,40}") {
            let q: Vec<char> = q.chars().collect();
            let w: Vec<char> = w.chars().collect();
            let pairs = align(&q, &w);
            prop_assert!(pairs.windows(2).all(|p| p[0].0 < p[1].0 && p[0].1 < p[1].1));
            prop_assert!(pairs.iter().all(|(i, j)| q[*i] == w[*j]));
        }

        #[test]
        fn a_part_of_a_text_is_found_whole(w in "[一二三四五六七八九十]{20,40}", at in 0usize..10) {
            let w: Vec<char> = w.chars().collect();
            let q = w[at..at + 10].to_vec();
            prop_assert_eq!(align(&q, &w).len(), 10);
        }
    }
}
