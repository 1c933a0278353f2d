//! Whether every character that is to be printed has a glyph.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cards::Faces;
use super::super::face::Block;
use super::super::sources::Entry;
use super::fonts::Fonts;
use super::problem::Problem;
use crate::script::{Form, Region};

/// Looks every character up before a page is made: a missing one would print as a box. The cards
/// are made twice if there is one, to name those that need it.
pub(super) fn check_glyphs<I: Iterator<Item = Faces>>(
    cards: impl Fn() -> I,
    entries: &[Entry],
    titles: [&Block; 2],
    fonts: &Fonts,
) -> Result<(), Problem> {
    let others = || {
        let entries = entries.iter();
        let lines =
            entries.flat_map(|entry| std::iter::once(&entry.title).chain(&entry.lines));
        let lines = lines.map(|line| (line, "the sheet of sources"));
        lines.chain(titles.map(|title| (title, "the titles")))
    };
    let mut used: BTreeMap<&'static str, BTreeSet<char>> = BTreeMap::new();
    let mut collect = |block: &Block| {
        each_text(block, |lang, text| used.entry(lang).or_default().extend(text.chars()));
    };
    for card in cards() {
        blocks(&card).for_each(&mut collect);
    }
    others().for_each(|(block, _)| collect(block));
    for (lang, characters) in &mut used {
        *characters = fonts.missing(lang, characters);
    }
    if used.values().all(BTreeSet::is_empty) {
        return Ok(());
    }
    let mut missing: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    let mut name = |block: &Block, place: &str| {
        each_text(block, |lang, text| {
            let lacks = used.get(lang);
            for c in text.chars().filter(|c| lacks.is_some_and(|lacks| lacks.contains(c))) {
                missing.entry(c).or_default().insert(place.to_owned());
            }
        });
    };
    for card in cards() {
        blocks(&card).for_each(|block| name(block, &card.id));
    }
    others().for_each(|(block, place)| name(block, place));
    Err(Problem::MissingGlyphs(missing))
}

fn blocks(card: &Faces) -> impl Iterator<Item = &Block> {
    let faces = [&card.front, &card.back].into_iter();
    faces.flat_map(|face| std::iter::once(&face.head).chain(&face.body).chain(&face.foot))
}

/// The texts of a block, each with the language of the face in which the template sets it:
/// zhuyin, tone marks included, in Taiwan's.
fn each_text(block: &Block, mut take: impl FnMut(&'static str, &str)) {
    for run in &block.runs {
        take(run.lang.unwrap_or(block.lang), &run.text);
        let aid = run.aid.as_deref().unwrap_or_default();
        let is_zhuyin = aid.contains(|c| ('ㄅ'..='ㄯ').contains(&c));
        take(if is_zhuyin { Form::Hant(Region::Tw).lang() } else { "en" }, aid);
    }
}
