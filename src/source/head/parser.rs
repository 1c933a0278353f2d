//! The cursor of the grammar: characters of a line's shadow, by their places in it.

use super::shadow::Shadow;

/// Longest tail in brackets, in characters.
pub(super) const LONGEST_TAIL: usize = 30;

/// A line that is parsed.
pub(super) struct Parser<'a> {
    pub(super) s: &'a [char],
    pub(super) shadow: &'a Shadow,
    pub(super) line: &'a str,
}

impl Parser<'_> {
    pub(super) fn at(&self, i: usize) -> Option<char> {
        self.s.get(i).copied()
    }

    pub(super) fn is(&self, i: usize, text: &str) -> bool {
        text.chars().enumerate().all(|(n, c)| self.at(i + n) == Some(c))
    }

    pub(super) fn spaces(&self, mut i: usize) -> usize {
        while self.at(i).is_some_and(char::is_whitespace) {
            i += 1;
        }
        i
    }

    /// The end of the line, if all of it is in the shadow.
    pub(super) fn is_end(&self, i: usize) -> bool {
        self.shadow.whole && i >= self.s.len()
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.s.get(from..to.max(from)).unwrap_or_default().iter().collect()
    }

    /// The words from a character on, without marks that close the head's.
    pub(super) fn words(&self, from: usize) -> Option<(usize, usize)> {
        let start = self.shadow.byte(from);
        let text = self.line.get(start..)?;
        let end = start + text.trim_end().len();
        (start < end).then_some((start, end))
    }
}
