//! Held-out lists in `tests/gold`, made by hand before any engine was asked.

use std::collections::BTreeSet;

use yulu::fold::Folded;
use yulu::pinyin::Reading;
use yulu::script::opencc::{ERRATA, OpenCc};
use yulu::script::{Converter, Form, Region, Script, from_hans, residue};

use crate::project::root;

/// What comes out for the phrases that stay wrong: Simplified, Taiwan, Hong Kong. Exact, so
/// that a change for the better or the worse is looked at.
const WRONG: &[(&str, &str, &str)] = &[
    ("街头发传单", "街頭髮傳單", "街頭髮傳單"), // 头发 + 传; 头发 is hair wherever a noun follows
    ("里头发生的事", "裡頭髮生的事", "裏頭髮生的事"), // 头发生 begins 头发生长, too
    ("奖金发了", "獎金髮了", "獎金髮了"),       // 金发 + 了
    ("漆黑发亮", "漆黑髮亮", "漆黑髮亮"),       // 黑发亮 is said of hair, too
    ("自制饼干", "自制餅乾", "自制餅乾"),       // 自制 is self-control, too
    ("这只会让人误会", "這隻會讓人誤會", "這隻會讓人誤會"), // 这只会说话的鸟 needs 隻
    ("姓于的", "姓於的", "姓於的"),             // a surname
    ("于老师", "於老師", "於老師"),             // a surname
    ("作出了解答", "作出瞭解答", "作出瞭解答"), // 了解答案 needs 瞭
    ("不准进入", "不準進入", "不準進入"),       // 听得不准 needs 準
    ("船上游客", "船上游客", "船上游客"),       // 上游客户 needs 游
    ("余华", "餘華", "餘華"),                   // a surname
    ("范先生", "範先生", "範先生"),             // a surname
];

/// The rows of a list: its columns, and whether they stand below `# opencc-wrong`.
fn rows(name: &str, columns: usize) -> Vec<(Vec<String>, bool)> {
    let path = root().join("tests/gold").join(name);
    let text = std::fs::read_to_string(path).expect("a list");
    let mut wrong = false;
    let mut rows = Vec::new();
    for line in text.lines() {
        wrong |= line == "# opencc-wrong";
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        assert_eq!(row.len(), columns, "{name}: {line}");
        rows.push((row, wrong));
    }
    rows
}

#[test]
fn traditional_is_right_but_for_the_known_phrases() {
    let ours = OpenCc::new(ERRATA).expect("a temporary folder");
    let mut seen = BTreeSet::new();
    let mut right = 0;
    let mut known = Vec::new();
    let mut surprises = Vec::new();
    for (row, wrong) in rows("traditional.tsv", 3) {
        let hans = row[0].as_str();
        assert!(seen.insert(row[0].clone()), "{hans} stands there twice");
        assert_eq!(residue(hans, Script::Hans), None, "{hans}");
        let found =
            [Region::Tw, Region::Hk].map(|region| ours.convert(hans, Form::Hant(region)));
        for expected in &row[1..] {
            assert_eq!(residue(expected, Script::Hant), None, "{expected}");
            assert_eq!(expected.chars().count(), hans.chars().count(), "{expected}");
        }
        if wrong {
            known.push((row[0].clone(), found[0].clone(), found[1].clone()));
            assert!(found != row[1..], "{hans} is right now: move it up");
        } else if found == row[1..] {
            right += 1;
        } else {
            surprises.push(format!(
                "{hans}: {}, not {}",
                found.join(" "),
                row[1..].join(" ")
            ));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert!(right > 390, "{right} phrases");
    let known: Vec<_> = known.iter().map(|(a, b, c)| (&a[..], &b[..], &c[..])).collect();
    assert_eq!(known, WRONG);
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
    for (row, _) in rows("pinyin.tsv", 2) {
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
