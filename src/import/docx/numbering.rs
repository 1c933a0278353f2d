//! The numbers that Word puts before paragraphs (`word/numbering.xml`).

use std::collections::BTreeMap;

use crate::import::Unreadable;
use crate::import::numbers::Style;
use crate::import::xml::{Event, Events, Mode};

/// Levels of a list.
const LEVELS: usize = 9;

/// How a level is numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    style: Style,
    /// `%1.%2`: the numbers of the levels and what stands around them.
    text: String,
    start: u32,
}

/// A list: the definition that it follows, and where it begins anew.
#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    starts: BTreeMap<u8, u32>,
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    definitions: BTreeMap<String, Vec<Level>>,
    lists: BTreeMap<u32, List>,
    /// The last number of each level; a list that begins anew counts for itself.
    counts: BTreeMap<String, Vec<Option<u32>>>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    ///
    /// # Errors
    /// XML that is not well-formed.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut numbering = Self::default();
        let mut events = Events::new(text, Mode::Strict);
        let (mut definition, mut list) = (String::new(), None::<u32>);
        let mut level = 0_u8;
        while let Some(event) = events.next()? {
            let Event::Open(tag) = event else { continue };
            if tag.space != "w" {
                continue;
            }
            let value = tag.attribute("val").unwrap_or_default();
            let number =
                |name: &str| tag.attribute(name).and_then(|value| value.parse().ok());
            match tag.name() {
                "abstractNum" => {
                    definition = tag.attribute("abstractNumId").unwrap_or_default();
                    let levels = vec![Level { start: 1, ..Level::default() }; LEVELS];
                    numbering.definitions.insert(definition.clone(), levels);
                    list = None;
                }
                "num" => {
                    list = number("numId");
                    if let Some(id) = list {
                        numbering.lists.insert(id, List::default());
                    }
                }
                "lvl" | "lvlOverride" => {
                    level = number("ilvl").unwrap_or(0).min(LEVELS as u32 - 1) as u8;
                }
                name => {
                    let own = list.and_then(|id| numbering.lists.get_mut(&id));
                    match (name, own) {
                        ("abstractNumId", Some(list)) => list.definition = value,
                        ("startOverride", Some(list)) => {
                            list.starts.insert(level, value.parse().unwrap_or(1));
                        }
                        (_, Some(_)) => {}
                        (name, None) => {
                            let levels = numbering.definitions.get_mut(&definition);
                            let Some(levels) = levels else { continue };
                            let own = &mut levels[usize::from(level)];
                            match name {
                                "numFmt" => own.style = Style::named(&value),
                                "lvlText" => own.text = value.chars().take(40).collect(),
                                "start" => own.start = value.parse().unwrap_or(1),
                                _ => {}
                            }
                        }
                    }
                }
            }
        }
        Ok(numbering)
    }

    /// The number of the next paragraph of a list at a level; empty for a bullet. `None` if the
    /// document has no such list.
    pub fn next(&mut self, list: u32, level: u8) -> Option<String> {
        let own = self.lists.get(&list)?;
        let levels = self.definitions.get(&own.definition)?;
        let key = if own.starts.is_empty() {
            own.definition.clone()
        } else {
            format!("{}/{list}", own.definition)
        };
        let at = usize::from(level).min(LEVELS - 1);
        let start = |which: usize| {
            own.starts.get(&(which as u8)).copied().unwrap_or(levels[which].start)
        };
        let counts = self.counts.entry(key).or_insert_with(|| vec![None; LEVELS]);
        counts[at] = Some(counts[at].map_or(start(at), |count| count.saturating_add(1)));
        counts[at + 1..].fill(None);
        if levels[at].style == Style::None {
            return Some(String::new());
        }
        let mut out = String::new();
        let mut text = levels[at].text.chars();
        while let Some(c) = text.next() {
            let which = (c == '%').then(|| text.clone().next()?.to_digit(10)).flatten();
            match which {
                Some(which @ 1..=9) => {
                    text.next();
                    let which = which as usize - 1;
                    let number = counts[which].unwrap_or_else(|| start(which));
                    out.push_str(&levels[which].style.write(number));
                }
                _ => out.push(c),
            }
        }
        Some(out)
    }
}
