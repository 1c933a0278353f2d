//! Whether every character that is to be printed has a glyph.

use std::collections::{BTreeMap, BTreeSet};

use super::face::{Block, Card};
use super::fonts::Fonts;
use super::pdf::Problem;
use super::sources::Entry;
use crate::script::{Form, Region};

/// Looks every character up before a page is made: a missing one would print as a box.
pub(super) fn check_glyphs(
    cards: &[Card],
    entries: &[Entry],
    titles: [&Block; 2],
    fonts: &Fonts,
) -> Result<(), Problem> {
    // Characters by language, with one card or place that needs each.
    let mut wanted: BTreeMap<&str, BTreeMap<char, BTreeSet<&str>>> = BTreeMap::new();
    for card in cards {
        for face in [&card.front, &card.back] {
            let blocks = std::iter::once(&face.head).chain(&face.body).chain(&face.foot);
            for block in blocks {
                add_block(&mut wanted, block, &card.id);
            }
        }
    }
    for entry in entries {
        for block in std::iter::once(&entry.title).chain(&entry.lines) {
            add_block(&mut wanted, block, "the sheet of sources");
        }
    }
    for title in titles {
        add_block(&mut wanted, title, "the titles");
    }
    let mut missing: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    for (lang, characters) in &wanted {
        let all: BTreeSet<char> = characters.keys().copied().collect();
        for c in fonts.missing(lang, &all) {
            let places =
                characters.get(&c).into_iter().flatten().map(|id| (*id).to_owned());
            missing.entry(c).or_default().extend(places);
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Problem::MissingGlyphs(missing)) }
}

fn add_block<'a>(
    wanted: &mut BTreeMap<&'a str, BTreeMap<char, BTreeSet<&'a str>>>,
    block: &'a Block,
    id: &'a str,
) {
    for run in &block.runs {
        let lang = run.lang.unwrap_or(block.lang);
        let characters = wanted.entry(lang).or_default();
        for c in run.text.chars() {
            characters.entry(c).or_default().insert(id);
        }
        // As the template sets them: zhuyin, tone marks included, in Taiwan's face.
        let aid = run.aid.as_deref().unwrap_or_default();
        let is_zhuyin = aid.contains(|c| ('ㄅ'..='ㄯ').contains(&c));
        let lang = if is_zhuyin { Form::Hant(Region::Tw).lang() } else { "en" };
        let readings = wanted.entry(lang).or_default();
        for c in aid.chars() {
            readings.entry(c).or_default().insert(id);
        }
    }
}
