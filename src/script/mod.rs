//! Simplified and Traditional: the words for them, and the one way between them.
//!
//! A quotation keeps its words: conversion changes characters, never vocabulary. Which
//! OpenCC configuration serves which [`Form`] is decided in [`opencc`] alone, shown
//! punctuation in [`typography`] alone.

mod cantonese;
mod contexts;
pub mod doubts;
mod forms;
pub mod han;
pub mod letters;
mod misplaced;
pub mod names;
pub mod opencc;
pub mod radicals;
pub mod regional;
pub mod typography;
pub mod vocabulary;
mod words;

use std::cell::LazyCell;

pub use forms::{Bitext, Converter, Form, Region, Script};

/// A Traditional text in Simplified, marks of quotation as they are.
pub fn to_hans(converter: &dyn Converter, hant: &str) -> String {
    without_residue(&converter.convert(hant, Form::Hans))
}

/// What OpenCC leaves Traditional when it converts to Simplified: characters that it does not
/// know (枱), and 著 where it is the particle 着.
fn without_residue(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let one = |(index, c): (usize, &char)| match *c {
        '著' if !is_zhu(&chars, index) => '着',
        c if typography::is_traditional_only(c) => han::simplified_form(c),
        c => c,
    };
    chars.iter().enumerate().map(one).collect()
}

/// A text whose Traditional characters are known, in the forms of a region. The number of
/// characters stays.
pub fn in_region(hant: &str, region: Region) -> String {
    let chars: Vec<char> = hant.chars().collect();
    let one = |(index, c): (usize, &char)| match (*c, region) {
        ('著', Region::Hk) if !is_zhu(&chars, index) => '着',
        (c, _) => han::regional_form(c, region),
    };
    chars.iter().enumerate().map(one).collect()
}

/// True if 著 at this place is the word of 著名, and not the particle 着.
fn is_zhu(chars: &[char], at: usize) -> bool {
    let beside = |index, words| misplaced::is_one_of(chars, index, words);
    let particle = beside(at.checked_sub(1), "大合") && beside(Some(at + 1), NO_ZHU_BEFORE);
    beside(at.checked_sub(1), WITH_ZHU_AFTER) && !particle
        || beside(Some(at + 1), WITH_ZHU_BEFORE)
}

/// After these 著 is read zhù and stays: 名著, 显著, 原著, 执著.
const WITH_ZHU_AFTER: &str = "名显顯卓土编編原专專巨论論译譯昭合遗遺拙新执執所共大";
/// But not here, after 大 and 合: 大着胆子, 大着嗓门, 合着眼.
const NO_ZHU_BEFORE: &str = "胆膽嗓眼";
/// Before these too: 著名, 著作, 著者, 著称.
const WITH_ZHU_BEFORE: &str = "名作者述称稱书書录錄";

/// Both scripts of a Simplified text, quote marks included.
pub fn from_hans(converter: &dyn Converter, hans: &str, region: Region) -> Bitext {
    let hant = converter.convert(hans, Form::Hant(region));
    Bitext { hans: hans.to_owned(), hant: typography::quotes_for_hant(&hant) }
}

/// Both scripts of a Traditional text, quote marks included; it keeps its characters, in the
/// region's forms.
pub fn from_hant(converter: &dyn Converter, hant: &str, region: Region) -> Bitext {
    let hans = to_hans(converter, hant);
    Bitext { hans: typography::quotes_for_hans(&hans), hant: in_region(hant, region) }
}

/// The script in which a name or a title is written: that of its characters, and `document`
/// where they are the same in both.
pub fn written_in(text: &str, document: Script) -> Script {
    match (residue(text, Script::Hans), residue(text, Script::Hant)) {
        (Some(_), _) => Script::Hant,
        (None, Some(_)) => Script::Hans,
        (None, None) => document,
    }
}

/// Both scripts of a name or a title that is typed as its document writes it. A Traditional one
/// keeps its characters, in the region's forms.
pub fn from_either(
    converter: &dyn Converter,
    text: &str,
    document: Script,
    region: Region,
) -> Bitext {
    let hant = || from_hant(converter, text, region);
    match written_in(text, document) {
        Script::Hans => from_hans(converter, text, region),
        // Characters of both scripts: none of the two is its own.
        Script::Hant if residue(text, Script::Hant).is_some() => {
            from_hans(converter, &hant().hans, region)
        }
        Script::Hant => {
            let both = hant();
            Bitext { hant: typography::quotes_for_hant(&both.hant), ..both }
        }
    }
}

/// The characters of `text` that do not belong to `script`, each with its byte offset.
///
/// Simplified text must hold no character that has another Simplified form, and none of those
/// that it has in few words (著 in 著名) in others (意味著); Traditional text none that exists only
/// in Simplified use (it is missing from Big5).
pub fn foreign(text: &str, script: Script) -> Vec<(usize, char)> {
    foreign_in(text, script).collect()
}

/// The first of them.
pub fn residue(text: &str, script: Script) -> Option<(usize, char)> {
    foreign_in(text, script).next()
}

fn foreign_in(text: &str, script: Script) -> impl Iterator<Item = (usize, char)> + '_ {
    // Few texts have a character that only its neighbours can judge.
    let chars = LazyCell::new(|| text.chars().collect::<Vec<char>>());
    let all = text.char_indices().enumerate();
    let foreign = all.filter(move |(at, (_, c))| match script {
        Script::Hans if misplaced::may_be(*c) => misplaced::is_misplaced(&chars, *at),
        Script::Hans => typography::is_traditional_only(*c),
        Script::Hant => typography::is_simplified_only(*c),
    });
    foreign.map(|(_, place)| place)
}
