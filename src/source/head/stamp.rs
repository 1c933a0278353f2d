//! Times that stand before or after a speaker's name.

use super::grammar::{CLOSE, OPEN, is_colon};
use super::parser::Parser;

impl Parser<'_> {
    /// `12:30`, `00:12:30.500`.
    pub(super) fn clock(&self, i: usize) -> Option<usize> {
        let digits = |i: usize, most: usize| {
            (i..i + most)
                .take_while(|j| self.at(*j).is_some_and(|c| c.is_ascii_digit()))
                .count()
        };
        let mut j = i + Some(digits(i, 3)).filter(|n| (1..=2).contains(n))?;
        // 12′30″, 12分30秒
        if matches!(self.at(j), Some('′' | '\'' | '’' | '分')) {
            let seconds = digits(j + 1, 3);
            let end = j + 1 + seconds;
            if (1..=2).contains(&seconds)
                && matches!(self.at(end), Some('″' | '"' | '”' | '秒' | '\''))
            {
                return Some(end + 1);
            }
        }
        let mut parts = 0;
        while parts < 2 && self.at(j).is_some_and(is_colon) && digits(j + 1, 3) == 2 {
            j += 3;
            parts += 1;
        }
        if parts == 0 {
            return None;
        }
        if matches!(self.at(j), Some('.' | ',')) && (1..=3).contains(&digits(j + 1, 4)) {
            j += 1 + digits(j + 1, 3);
        }
        Some(j)
    }

    /// `2024-05-06`, `2024年5月6日`.
    pub(super) fn date(&self, i: usize) -> Option<usize> {
        let run = |mut j: usize, least: usize, most: usize| {
            let start = j;
            while j - start < most && self.at(j).is_some_and(|c| c.is_ascii_digit()) {
                j += 1;
            }
            (j - start >= least).then_some(j)
        };
        // 1/5/24, 01.05.2024
        if let Some(j) = run(i, 1, 2)
            && matches!(self.at(j), Some('/' | '.' | '-'))
            && let Some(k) = run(j + 1, 1, 2)
            && self.at(k) == self.at(j)
            && let Some(end) = run(k + 1, 2, 4)
        {
            return Some(end);
        }
        let j = run(i, 4, 4)?;
        if !matches!(self.at(j)?, '-' | '/' | '.' | '年') {
            return None;
        }
        let j = run(j + 1, 1, 2)?;
        if !matches!(self.at(j)?, '-' | '/' | '.' | '月') {
            return None;
        }
        let j = run(j + 1, 1, 2)?;
        Some(if self.at(j) == Some('日') { j + 1 } else { j })
    }

    /// A time, with or without brackets, a date and an end, and nothing that makes it a number.
    pub(super) fn stamp(&self, i: usize) -> Option<usize> {
        let mut j = i;
        if self.at(j).is_some_and(|c| OPEN.contains(&c)) {
            j = self.spaces(j + 1);
        }
        if let Some(after) = self.date(j) {
            j = self.spaces(after);
            if matches!(self.at(j), Some(',' | 'T')) {
                j = self.spaces(j + 1);
            }
        }
        for word in ["上午", "下午", "凌晨", "早上", "中午", "晚上", "AM ", "PM "]
        {
            if self.is(j, word) {
                j = self.spaces(j + word.chars().count());
            }
        }
        j = self.clock(j)?;
        let half = self.spaces(j);
        for word in ["AM", "PM", "am", "pm", "a.m.", "p.m."] {
            if self.is(half, word) {
                j = half + word.chars().count();
            }
        }
        let dash = self.spaces(j);
        let arrow = if self.is(dash, "-->") {
            Some(dash + 3)
        } else {
            matches!(self.at(dash), Some('-' | '–' | '—' | '~' | '～' | '至' | '→'))
                .then_some(dash + 1)
        };
        if let Some(end) = arrow.and_then(|after| self.clock(self.spaces(after))) {
            j = end;
        }
        let close = self.spaces(j);
        if self.at(close).is_some_and(|c| CLOSE.contains(&c)) {
            return Some(close + 1);
        }
        match self.at(j) {
            Some(c)
                if c.is_ascii_digit() || matches!(c, '.' | '年' | '月') || is_colon(c) =>
            {
                None
            }
            _ => Some(j),
        }
    }

    /// `10:30我们出发`: a time that is part of a sentence.
    pub(super) fn is_bare_clock(&self, i: usize, after: usize) -> bool {
        self.at(i).is_some_and(|c| !OPEN.contains(&c))
            && self.date(i).is_none()
            && after - i <= 9
            && self.at(after).is_some_and(|c| {
                !c.is_whitespace()
                    && !CLOSE.contains(&c)
                    && !matches!(c, '-' | '–' | '—' | '|')
            })
    }
}
