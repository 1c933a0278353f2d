//! The numbers of lists in OpenDocument.

use std::collections::BTreeMap;

use crate::import::numbers::Style;
use crate::import::xml::Tag;

/// How a level of a list is numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    style: Style,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels' numbers are shown.
    shown: usize,
}

/// A list that is open: its style, and the last number of its items.
#[derive(Debug)]
struct Open {
    style: String,
    count: Option<u32>,
}

/// The styles of lists, and the lists that are open.
#[derive(Debug, Default)]
pub struct Numbers {
    styles: BTreeMap<String, BTreeMap<usize, Level>>,
    /// The style that is being read.
    reading: String,
    open: Vec<Open>,
    /// The number of the item that has just begun.
    next: Option<String>,
}

/// Lists in lists whose numbers are counted.
const DEEPEST: usize = 10;

impl Numbers {
    /// Begins to read the style of this name.
    pub fn style(&mut self, name: &str) {
        self.reading = name.to_owned();
    }

    /// Reads a level of that style, an element `text:list-level-style-…`.
    pub fn level(&mut self, name: &str, tag: &Tag) {
        let level =
            tag.attribute("level").and_then(|level| level.parse().ok()).unwrap_or(1);
        let number = |name: &str| tag.attribute(name).and_then(|value| value.parse().ok());
        let text = |name: &str| {
            let value = tag.attribute(name).unwrap_or_default();
            value.chars().take(20).collect::<String>()
        };
        let own = Level {
            style: if name == "list-level-style-number" {
                Style::named(&tag.attribute("num-format").unwrap_or_default())
            } else {
                Style::None
            },
            prefix: text("num-prefix"),
            suffix: text("num-suffix"),
            start: number("start-value").unwrap_or(1),
            shown: number("display-levels").unwrap_or(1) as usize,
        };
        self.styles.entry(self.reading.clone()).or_default().insert(level, own);
    }

    /// Begins a list; one within another has its style.
    pub fn begin(&mut self, style: Option<String>) {
        let style = style.or_else(|| self.open.last().map(|open| open.style.clone()));
        self.open.push(Open { style: style.unwrap_or_default(), count: None });
    }

    /// Ends a list.
    pub fn end(&mut self) {
        self.open.pop();
        self.next = None;
    }

    /// Begins an item.
    pub fn item(&mut self, start: Option<u32>) {
        self.next = None;
        let depth = self.open.len();
        let Some(open) = self.open.last_mut().filter(|_| depth <= DEEPEST) else { return };
        let Some(levels) = self.styles.get(&open.style) else { return };
        let Some(level) = levels.get(&depth) else { return };
        let count =
            start.unwrap_or(open.count.map_or(level.start, |last| last.saturating_add(1)));
        open.count = Some(count);
        if level.style == Style::None {
            return;
        }
        let first = depth.saturating_sub(level.shown.clamp(1, depth));
        let numbers: Vec<String> = (first..depth)
            .filter_map(|at| {
                let style = levels.get(&(at + 1))?.style;
                Some(style.write(self.open[at].count?)).filter(|number| !number.is_empty())
            })
            .collect();
        self.next = Some(format!("{}{}{}", level.prefix, numbers.join("."), level.suffix));
    }

    /// The number of the item whose first paragraph begins.
    pub fn take(&mut self) -> Option<String> {
        self.next.take()
    }
}
