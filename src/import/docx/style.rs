//! What the styles of a Word document say of its paragraphs.

use std::collections::BTreeMap;

use crate::import::xml::{Event, Events, Mode};
use crate::import::{LineKind, Unreadable};

/// Styles based on one another; Word itself ends at eleven.
const CHAIN: usize = 20;

/// What a style, or a paragraph's own properties, make of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The level of a heading, 1 to 9.
    pub heading: Option<u8>,
    /// A block quotation.
    pub quotation: bool,
    /// A caption.
    pub caption: bool,
    /// It has a number or a bullet.
    pub item: bool,
    /// The list in which it has that, and the level in it.
    pub list: Option<u32>,
    /// The level in its list, from 0.
    pub depth: u8,
    /// A line of a table of contents.
    pub contents: bool,
    /// It is not printed.
    pub hidden: bool,
}

impl Style {
    /// Takes an outline level as Word writes it, 0 to 8; 9 is running text.
    pub fn level(&mut self, value: &str) {
        if let Ok(level @ 0..=8) = value.parse::<u8>() {
            self.heading = Some(level + 1);
        }
    }

    /// Takes the number of a list as Word writes it; 0 is none.
    pub fn list(&mut self, value: &str) {
        self.list = value.parse().ok().filter(|list| *list > 0);
        self.item = self.list.is_some();
    }

    /// What the paragraph is in the derived text.
    pub fn kind(&self, text: &str) -> LineKind {
        match self.heading {
            Some(level) if may_be_heading(text) => LineKind::Heading(level.min(6)),
            _ if self.caption => LineKind::Caption,
            _ if self.quotation => LineKind::Quotation,
            _ if self.item => LineKind::Item,
            _ => LineKind::Text,
        }
    }

    /// What a name says: the names of Word's own styles are English whatever its language;
    /// those of other programs may be Chinese.
    pub fn named(name: &str) -> Self {
        let name = name.to_lowercase().replace([' ', '_', '-'], "");
        let mut style = Self::default();
        let level = |word: &str| -> Option<u8> {
            name.strip_prefix(word)?.parse().ok().filter(|level| (1..=9).contains(level))
        };
        style.heading = ["heading", "标题", "標題"].iter().find_map(|word| level(word));
        match name.as_str() {
            "title" | "标题" | "標題" => style.heading = Some(1),
            "quote" | "intensequote" | "quotations" | "blocktext" | "blockquote" => {
                style.quotation = true;
            }
            "caption" | "imagecaption" | "tablecaption" | "题注" | "題注" => {
                style.caption = true;
            }
            _ => {}
        }
        style.contents = name == "tocheading" || level("toc").is_some();
        style
    }

    /// This style with what it is based on.
    pub fn over(mut self, base: Self) -> Self {
        // A style of one's own named otherwise is what it is based on.
        self.heading = self.heading.or(base.heading);
        self.quotation |= base.quotation;
        self.caption |= base.caption;
        self.item |= base.item;
        self.depth = if self.list.is_some() { self.depth } else { base.depth };
        self.list = self.list.or(base.list);
        self.contents |= base.contents;
        self.hidden |= base.hidden;
        self
    }
}

/// False for what is no heading whatever its style says: a paragraph of more than a line, or a
/// long sentence with its full stop. People set levels by mistake.
pub fn may_be_heading(text: &str) -> bool {
    const LONGEST: usize = 120;
    const SENTENCE: usize = 30;
    let count = text.chars().count();
    let stops = text.trim_end().ends_with(['。', '；', '，']);
    count <= LONGEST && !(stops && count > SENTENCE)
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub struct Styles {
    all: BTreeMap<String, (Style, Option<String>)>,
    default: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    ///
    /// # Errors
    /// XML that is not well-formed.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut events = Events::new(text, Mode::Strict);
        let mut open: Option<(String, Style, Option<String>)> = None;
        let mut changed = 0_usize;
        while let Some(event) = events.next()? {
            match event {
                Event::Open(tag) if tag.space == "w" => {
                    let value = || tag.attribute("val").unwrap_or_default();
                    if tag.name().ends_with("PrChange") {
                        changed += 1;
                    }
                    if tag.name() == "style" {
                        let id = tag.attribute("styleId").unwrap_or_default();
                        let default = tag.attribute("default");
                        if matches!(default.as_deref(), Some("1" | "true" | "on"))
                            && tag.attribute("type").as_deref() == Some("paragraph")
                        {
                            styles.default = Some(id.clone());
                        }
                        open = Some((id, Style::default(), None));
                    }
                    let Some((_, style, base)) = &mut open else { continue };
                    if changed > 0 {
                        continue;
                    }
                    match tag.name() {
                        "name" => *style = style.over(Style::named(&value())),
                        "basedOn" => *base = Some(value()),
                        "outlineLvl" => style.level(&value()),
                        "numId" => style.list(&value()),
                        "ilvl" => style.depth = value().parse().unwrap_or(0),
                        "vanish" => {
                            style.hidden =
                                !matches!(value().as_str(), "0" | "false" | "off");
                        }
                        _ => {}
                    }
                }
                Event::Close(name) if name.ends_with("PrChange") => {
                    changed = changed.saturating_sub(1);
                }
                Event::Close(name) if name == "style" => {
                    if let Some((id, style, base)) = open.take() {
                        styles.all.insert(id, (style, base));
                    }
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of this id, with all that it is based on. An id that is declared nowhere
    /// is taken for a name.
    pub fn of(&self, id: &str) -> Style {
        let Some((style, base)) = self.all.get(id) else { return Style::named(id) };
        let (mut style, mut base) = (*style, base.as_deref());
        for _ in 0..CHAIN {
            let Some((lower, next)) = base.and_then(|base| self.all.get(base)) else {
                break;
            };
            style = style.over(*lower);
            base = next.as_deref();
        }
        style
    }

    /// The style of paragraphs that name none.
    pub fn default_paragraph(&self) -> Style {
        self.default.as_deref().map(|id| self.of(id)).unwrap_or_default()
    }

    /// True if characters of this style are not printed.
    pub fn hides(&self, id: &str) -> bool {
        self.of(id).hidden
    }
}
