//! Drafting pinyin for a large deck: `cargo bench --bench draft`.
//!
//! The texts are sentences of `seeds/`, joined in pairs until there are 10,000 quotations,
//! each with a prompt. Each line names what was done, how long it took, and the ratio to a
//! reference of the same run, for instance cutting the same texts into words with nothing after.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::hint::black_box;

use shared::{Reference, Scale, report, timed};
use yulu::deck::file;
use yulu::deck::missing::{Entry, insert};
use yulu::pinyin::align;
use yulu::pinyin::draft::Drafter;
use yulu::pinyin::legal::{Readings, fit};
use yulu::pinyin::words::other_readings;
use yulu::script::Bitext;

/// Sentences of the documents, 12 to 60 characters.
fn sentences() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("seeds")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(path).expect("a document");
        let parts = text.split(['。', '？', '！', '\n', ':', '：']);
        found.extend(
            parts
                .map(str::trim)
                .filter(|s| (12..=60).contains(&s.chars().count()))
                .map(str::to_owned),
        );
    }
    found
}

fn main() {
    let count = Scale::asked().pick(10_000, 20);
    let sentences = sentences();
    let pick = |n: usize| sentences[n % sentences.len()].as_str();
    // Steps that share no factor, so that the pairs differ.
    let quotes: Vec<String> = (0..count)
        .map(|n| format!("{}，{}。", pick(n * 7), pick(n * 11 + n / 97)))
        .collect();
    let prompts: Vec<String> =
        (0..count).map(|n| format!("{}？", pick(n * 13 + 5))).collect();
    let characters: usize = quotes.iter().chain(&prompts).map(|t| t.chars().count()).sum();
    println!("{count} quotations with prompts, {characters} characters");

    let (drafter, loading) = timed(Drafter::new);
    println!(
        "{:<52} {:>9.1} ms",
        "loading dictionary and tables",
        loading.as_secs_f64() * 1e3
    );
    let jieba = jieba_rs::Jieba::new();
    let (_, limit) = timed(|| {
        for text in quotes.iter().chain(&prompts) {
            black_box(jieba.tag(text, false));
        }
    });
    let (lines, took) = timed(|| {
        let draft = |text: &String| drafter.draft(text, None).map(|draft| draft.line);
        let lines = |texts: &[String]| texts.iter().map(draft).collect::<Vec<_>>();
        (lines(&quotes), lines(&prompts))
    });
    let reference = Reference { name: "cutting words", took: limit };
    report("drafting, with loading", loading + took, reference, 4.0);

    // What a check does with the lines: each beside its text, each syllable a reading of its
    // character, each word as the list has it.
    let pairs = || quotes.iter().zip(&lines.0).chain(prompts.iter().zip(&lines.1));
    let bitext = |hans: &str| Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
    let aligned =
        |hans: &str, line: &str| align(&bitext(hans), line).expect("a draft fits");
    let (_, limit) = timed(|| {
        for (hans, line) in pairs() {
            black_box(aligned(hans, line.as_deref().unwrap_or_default()));
        }
    });
    let (_, took) = timed(|| {
        for (hans, line) in pairs() {
            let line = line.as_deref().unwrap_or_default();
            let pairs = aligned(hans, line);
            let chars: Vec<char> = hans.chars().collect();
            black_box(
                pairs
                    .iter()
                    .map(|pair| fit(&chars, pair, Readings::Mainland))
                    .collect::<Vec<_>>(),
            );
            black_box(other_readings(line, &pairs, Readings::Mainland));
        }
    });
    let reference = Reference { name: "setting them beside", took: limit };
    report("holding the lines to their texts", took, reference, 12.0);

    let mut text = String::new();
    for (n, (quote, prompt)) in quotes.iter().zip(&prompts).enumerate() {
        let quote = quote.replace(['"', '\\'], "");
        let prompt = prompt.replace(['"', '\\'], "");
        text += &format!(
            "[[quote]]\nid = \"q{n}\"\nfrom = \"s\"\nquote = \"{quote}\"\nenglish = \"E\"\n\
             prompt = \"{prompt}\"\nprompt_english = \"P\"\nthemes = [\"t\"]\ndifficulty = 1\n\n"
        );
    }
    let (_, limit) = timed(|| black_box(file::parse("d.toml", &text, false)));
    let put: Vec<_> = (0..count)
        .flat_map(|n| {
            let line = |lines: &'_ [Option<String>]| lines[n].clone().unwrap_or_default();
            [
                (Entry::Quote(n), "pinyin", line(&lines.0)),
                (Entry::Quote(n), "prompt_pinyin", line(&lines.1)),
            ]
        })
        .collect();
    let put: Vec<_> =
        put.iter().map(|(at, key, line)| (*at, *key, line.as_str())).collect();
    let (new, took) = timed(|| insert(&text, &put).expect("a deck file"));
    let reference = Reference { name: "reading the deck file", took: limit };
    report("putting the lines into the deck file", took, reference, 4.0);
    assert_eq!(new.lines().count(), text.lines().count() + 2 * count);
}
