//! Where every sequence of three characters stands.
//!
//! A hash table without keys: positions are sorted into buckets by the hash of their
//! sequence, and compared with the text itself when they are looked up. It takes four
//! bytes a character and four a bucket.

/// Characters in a sequence.
pub(super) const GRAM: usize = 3;

/// All sequences of a stream of words.
pub(super) struct Grams {
    stream: Vec<char>,
    /// Where each bucket begins in `positions`; one more than there are buckets.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

/// Stands between passages in the stream; it is in no text.
pub(super) const BREAK: char = '\u{0}';

fn hash(gram: &[char], buckets: usize) -> usize {
    let mixed = gram.iter().fold(0u64, |h, c| {
        (h ^ *c as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
    });
    (mixed >> 20) as usize & (buckets - 1)
}

impl Grams {
    /// Indexes a stream in which passages are divided by [`BREAK`].
    pub(super) fn new(stream: Vec<char>) -> Self {
        let buckets = stream.len().next_power_of_two().clamp(1 << 8, 1 << 24);
        let grams = || {
            let windows = stream.windows(GRAM).enumerate();
            windows.filter(|(_, gram)| !gram.contains(&BREAK))
        };
        // Two passes over the same buckets: the second need not hash again.
        let hashes: Vec<u32> =
            grams().map(|(_, gram)| hash(gram, buckets) as u32).collect();
        let mut starts = vec![0u32; buckets + 1];
        for bucket in &hashes {
            starts[*bucket as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut positions = vec![0u32; starts.last().map_or(0, |n| *n as usize)];
        for ((at, _), bucket) in grams().zip(&hashes) {
            let slot = &mut next[*bucket as usize];
            positions[*slot as usize] = at as u32;
            *slot += 1;
        }
        Self { stream, starts, positions }
    }

    /// The stream.
    pub(super) fn stream(&self) -> &[char] {
        &self.stream
    }

    /// How often a sequence stands at most: others share its bucket.
    pub(super) fn frequency(&self, gram: &[char]) -> usize {
        let bucket = hash(gram, self.starts.len() - 1);
        (self.starts[bucket + 1] - self.starts[bucket]) as usize
    }

    /// Positions of a sequence, rising.
    pub(super) fn find<'s>(&'s self, gram: &'s [char]) -> impl Iterator<Item = usize> + 's {
        let bucket = hash(gram, self.starts.len() - 1);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let positions = self.positions[range].iter().map(|at| *at as usize);
        positions.filter(move |at| self.stream[*at..*at + GRAM] == *gram)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_exactly_where_a_sequence_stands(text in "[一二三\u{0}]{0,60}", gram in "[一二三]{3}") {
            let stream: Vec<char> = text.chars().collect();
            let gram: Vec<char> = gram.chars().collect();
            let expected: Vec<usize> = stream
                .windows(GRAM)
                .enumerate()
                .filter(|(_, window)| *window == gram.as_slice())
                .map(|(at, _)| at)
                .collect();
            let grams = Grams::new(stream);
            prop_assert_eq!(grams.find(&gram).collect::<Vec<_>>(), expected);
        }
    }
}
