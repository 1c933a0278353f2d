//! Which line of a text is which line of its new version.

use std::collections::BTreeMap;

use crate::text::SourceText;

/// The lines of an old text in a new one.
///
/// A line that stands once in both is the same line, wherever it went; equal lines beside the
/// same line are the same too. What is left was changed, or is not told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineMap {
    /// Of each old line, from 0, the 1-based new one.
    new_of: Vec<Option<usize>>,
    gone: Vec<usize>,
    added: Vec<usize>,
}

impl LineMap {
    /// Compares two texts, in time proportional to their lines.
    pub fn new(old: &SourceText, new: &SourceText) -> LineMap {
        let (before, after) = (lines(old), lines(new));
        let (once_before, once_after) = (once(&before), once(&after));
        let mut new_of: Vec<Option<usize>> = vec![None; before.len()];
        let mut taken = vec![false; after.len()];
        for (words, at) in &once_before {
            if let Some(there) = once_after.get(words) {
                new_of[*at] = Some(there + 1);
                taken[*there] = true;
            }
        }
        // Downwards from each line that is known, then upwards.
        for at in 1..before.len() {
            let Some(there) = new_of[at - 1].filter(|_| new_of[at].is_none()) else {
                continue;
            };
            if after.get(there) == Some(&before[at]) && !taken[there] {
                new_of[at] = Some(there + 1);
                taken[there] = true;
            }
        }
        for at in (1..before.len()).rev() {
            let Some(there) = new_of[at].filter(|_| new_of[at - 1].is_none()) else {
                continue;
            };
            let Some(above) = there.checked_sub(2) else { continue };
            if after[above] == before[at - 1] && !taken[above] {
                new_of[at - 1] = Some(above + 1);
                taken[above] = true;
            }
        }
        // What begins and ends a text has no neighbour on one side.
        if let (Some(first), Some(there)) = (before.first(), after.first())
            && first == there
            && new_of[0].is_none()
            && !taken[0]
        {
            (new_of[0], taken[0]) = (Some(1), true);
        }
        let with_words = |lines: &[&str], at: usize| !lines[at].is_empty();
        let gone = (0..before.len())
            .filter(|at| new_of[*at].is_none() && with_words(&before, *at))
            .map(|at| at + 1)
            .collect();
        let added = (0..after.len())
            .filter(|at| !taken[*at] && with_words(&after, *at))
            .map(|at| at + 1)
            .collect();
        LineMap { new_of, gone, added }
    }

    /// The 1-based line of the new text that is the 1-based line of the old one.
    pub fn line(&self, old: usize) -> Option<usize> {
        *self.new_of.get(old.checked_sub(1)?)?
    }

    /// How many lines the old text has.
    pub fn lines(&self) -> usize {
        self.new_of.len()
    }

    /// Lines of the old text that the new one does not have, 1-based; blank ones do not count.
    pub fn gone(&self) -> &[usize] {
        &self.gone
    }

    /// Lines that only the new text has, 1-based; blank ones do not count.
    pub fn added(&self) -> &[usize] {
        &self.added
    }
}

fn lines(text: &SourceText) -> Vec<&str> {
    text.lines().map(|(_, span)| text.slice(span).unwrap_or_default().trim()).collect()
}

/// The lines that stand once, with their index.
fn once<'t>(lines: &[&'t str]) -> BTreeMap<&'t str, usize> {
    let mut found: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        found.entry(line).and_modify(|at| *at = None).or_insert(Some(at));
    }
    found.into_iter().filter_map(|(line, at)| Some((line, at?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(old: &str, new: &str) -> LineMap {
        LineMap::new(&SourceText::new(old), &SourceText::new(new))
    }

    #[test]
    fn lines_are_followed_by_themselves_and_by_their_neighbours() {
        let found =
            map("题\n\n甲\n乙\n好\n丙\n好\n", "前言\n题\n\n甲\n新\n乙\n好\n丁\n好\n丙\n");
        let all: Vec<Option<usize>> = (1..=7).map(|line| found.line(line)).collect();
        // The first 好 stands behind 乙 as before; of the second nothing tells which it is.
        let wanted = [Some(2), Some(3), Some(4), Some(6), Some(7), Some(10), None];
        assert_eq!(all, wanted);
        assert_eq!(found.gone(), [7]);
        assert_eq!(found.added(), [1, 5, 8, 9]);
        assert_eq!(found.line(0), None);
        assert_eq!(found.line(99), None);
    }

    #[test]
    fn the_same_text_is_the_same_line_by_line() {
        let text = "好\n好\n甲\n\n好\n好\n";
        let found = map(text, text);
        let all: Vec<Option<usize>> = (1..=6).map(|line| found.line(line)).collect();
        assert_eq!(all, (1..=6).map(Some).collect::<Vec<_>>());
        assert!(found.gone().is_empty() && found.added().is_empty());
        assert!(map("", "甲\n").line(1).is_none());
    }
}
