//! Runs of dots and of dashes: characters that mean together what none of them means alone; and how
//! far a unit of them, or the marks of a letter, reaches.

use crate::script::letters::{is_dropped, is_mark};

/// What an ellipsis is compared as, however many dots it is written with.
pub(super) const ELLIPSIS: char = '…';
/// What a dash is compared as, however long it is.
const DASH: char = '-';

/// Characters that mean together what none of them means alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Full stops: three are an ellipsis.
    Stop,
    /// Dots on the line, and characters of several: three dots are an ellipsis.
    Point,
    /// Dots at half height: three are an ellipsis.
    Middle,
    /// Any number of dashes is one.
    Dash,
}

impl Run {
    /// The run that a character belongs to, and how many dots it has.
    pub(super) fn of(c: char) -> Option<(Run, usize)> {
        Some(match c {
            '.' | '．' | '․' | '﹒' => (Run::Point, 1),
            '‥' | '︰' => (Run::Point, 2),
            '…' | '⋯' | '︙' => (Run::Point, 3),
            '。' | '｡' | '︒' => (Run::Stop, 1),
            '·' | '•' | '‧' | '・' | '･' | '∙' | '⋅' => (Run::Middle, 1),
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' | '⎯' | '⸺' | '⸻'
            | '︱' | '︲' | '﹘' | '﹣' | '－' => (Run::Dash, 1),
            _ => return None,
        })
    }

    /// What a character of it is compared as that stands alone and has so many dots.
    pub(super) fn compared(self, dots: usize) -> &'static [char] {
        match (self, dots) {
            (Run::Stop, _) => &['。'],
            (Run::Middle, _) => &['·'],
            (Run::Dash, _) => &[DASH],
            (Run::Point, 1) => &['.'],
            (Run::Point, 2) => &['.', '.'],
            (Run::Point, _) => &[ELLIPSIS],
        }
    }
}

/// Fewest dots of an ellipsis.
pub(super) const ELLIPSIS_DOTS: usize = 3;

/// Bytes of the run that goes on at the beginning of `text`; what does not count may stand in it.
/// Dots of all kinds go on with one another.
pub(super) fn run_end(text: &str, kind: Run) -> usize {
    let dash = kind == Run::Dash;
    goes_on(text, |c| Run::of(c).is_some_and(|(run, _)| (run == Run::Dash) == dash))
}

/// Bytes of the marks at the beginning of `text`; what does not count may stand before them.
pub(super) fn marks_end(text: &str) -> usize {
    goes_on(text, is_mark)
}

/// Bytes up to the last character that is one of those wanted and has only such and what does
/// not count before it.
fn goes_on(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_dropped(c) {
            continue;
        }
        if !wanted(c) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}
