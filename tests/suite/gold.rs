//! Held-out lists in `tests/gold`, made by hand before any engine was asked.

use std::collections::BTreeSet;

use yulu::fold::Folded;
use yulu::pinyin::Reading;
use yulu::script::han::same_but_for_region;
use yulu::script::opencc::{ERRATA, OpenCc};
use yulu::script::{Converter, Form, Region, Script, from_hans, residue};

use crate::project::root;

/// Sentences that come out wrong, with what comes out. Exact, so that a change for the better or
/// the worse is looked at.
const WRONG: &[(&str, &str)] = &[
    // To roll up a picture, or a scroll with a picture.
    ("他把画卷起来放进箱子。", "他把畫卷起來放進箱子。"),
];

/// The rows of a list: its columns.
fn rows(name: &str, columns: usize) -> Vec<Vec<String>> {
    let path = root().join("tests/gold").join(name);
    let text = std::fs::read_to_string(path).expect("a list");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &str| {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        assert_eq!(row.len(), columns, "{name}: {line}");
        row
    };
    lines.map(row).collect()
}

#[test]
fn every_phrase_is_right_in_taiwan_and_in_hong_kong() {
    let ours = OpenCc::new(ERRATA).expect("a temporary folder");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in rows("traditional.tsv", 3) {
        let hans = row[0].as_str();
        assert!(seen.insert(row[0].clone()), "{hans} stands there twice");
        assert_eq!(residue(hans, Script::Hans), None, "{hans}");
        let found =
            [Region::Tw, Region::Hk].map(|region| ours.convert(hans, Form::Hant(region)));
        for expected in &row[1..] {
            assert_eq!(residue(expected, Script::Hant), None, "{expected}");
            assert_eq!(expected.chars().count(), hans.chars().count(), "{expected}");
        }
        if found != row[1..] {
            wrong.push(format!("{hans}: {}, not {}", found.join(" "), row[1..].join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.len() > 400, "{} phrases", seen.len());
}

/// The characters of a pattern, each with what may stand there: `{佈布}告` is 佈告 or 布告.
fn choices(pattern: &str) -> Vec<String> {
    let mut choices = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '{' => choices.push(rest.by_ref().take_while(|c| *c != '}').collect()),
            c => choices.push(c.to_string()),
        }
    }
    choices
}

/// `YULU_SENTENCES` names another list of the same shape to be measured, its last two columns.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are asked for by the variable")]
fn sentences_are_right_but_for_the_known_ones() {
    let ours = OpenCc::new(ERRATA).expect("a temporary folder");
    let convert = |hans: &str| ours.convert(hans, Form::Hant(Region::Tw));
    let right = |hans: &str, pattern: &str| {
        let converted = convert(hans);
        let choices = choices(pattern);
        let same = |(c, choice): (char, &String)| {
            choice.chars().any(|other| same_but_for_region(c, other))
        };
        choices.len() == converted.chars().count()
            && converted.chars().zip(&choices).all(same)
    };
    let mut wrong = Vec::new();
    let all = rows("sentences.tsv", 4);
    for row in &all {
        let (hans, pattern) = (row[2].as_str(), row[3].as_str());
        assert_eq!(residue(hans, Script::Hans), None, "{hans}");
        assert_eq!(choices(pattern).len(), hans.chars().count(), "{hans}");
        if !right(hans, pattern) {
            wrong.push((hans.to_owned(), convert(hans)));
        }
    }
    assert!(all.len() > 100, "{} sentences", all.len());
    let wrong: Vec<_> = wrong.iter().map(|(hans, found)| (&hans[..], &found[..])).collect();
    assert_eq!(wrong, WRONG);
    if let Some(path) = std::env::var_os("YULU_SENTENCES") {
        let text = std::fs::read_to_string(path).expect("a list");
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        let pairs: Vec<(&str, &str)> = rows
            .filter_map(|line| {
                let mut columns = line.rsplit('\t');
                let pattern = columns.next()?;
                Some((columns.next()?, pattern))
            })
            .collect();
        let wrong: Vec<_> = pairs.iter().filter(|(h, p)| !right(h, p)).collect();
        for (hans, _) in &wrong {
            println!("{hans} {}", convert(hans));
        }
        println!("{} of {} sentences right", pairs.len() - wrong.len(), pairs.len());
    }
}

/// The list that drafts of pinyin are measured by is worth something only if it is clean.
#[test]
fn the_sentences_with_pinyin_are_well_formed_and_held_out() {
    let corpus = crate::project::corpus();
    let ours = OpenCc::new(ERRATA).expect("a temporary folder");
    let hans_only =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let documents: String = corpus
        .sources
        .iter()
        .flat_map(|source| {
            source.text.lines().filter_map(|(_, span)| source.text.slice(span))
        })
        .map(|line| hans_only(&ours.convert(line, Form::Hans)))
        .collect();
    let documents = Folded::new(&documents, 0).to_text();
    let mut quotes = Vec::new();
    for file in crate::project::deck_files() {
        for quote in &file.quotes {
            let parts = match quote.get_ref().quote.get_ref() {
                yulu::deck::file::Typed::One(text) => vec![text.clone()],
                yulu::deck::file::Typed::Parts(parts) => {
                    parts.iter().map(|part| part.get_ref().clone()).collect()
                }
                yulu::deck::file::Typed::Both { hans, .. } => vec![hans.get_ref().clone()],
            };
            quotes.extend(
                parts.iter().map(|part| Folded::new(&hans_only(part), 0).to_text()),
            );
        }
    }
    let mut seen = BTreeSet::new();
    let mut han = 0;
    for row in rows("pinyin.tsv", 2) {
        let (hans, pinyin) = (row[0].as_str(), row[1].as_str());
        assert!(seen.insert(row[0].clone()), "{hans} stands there twice");
        assert_eq!(residue(hans, Script::Hans), None, "{hans}");
        let sentence = Folded::new(&hans_only(hans), 0).to_text();
        assert!(documents.contains(&sentence), "in no document: {hans}");
        for quote in &quotes {
            assert!(!quote.contains(&sentence), "a quotation of the deck: {hans}");
        }
        han += hans.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        // A syllable for each character, and everything else as it stands in the text.
        let text = from_hans(&ours, hans, Region::Tw);
        if let Err(misfit) = Reading::parse(&text, pinyin) {
            panic!("{hans}: {misfit:?}");
        }
        assert!(!pinyin.contains("  ") && pinyin.trim() == pinyin, "{pinyin}");
    }
    assert!(seen.len() >= 100 && han > 3_000, "{} sentences, {han} characters", seen.len());
}
