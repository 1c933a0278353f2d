//! How drafts and the check of typed pinyin do on public sets, which stay outside the
//! repository: `YULU_PINYIN_SETS=FOLDER cargo test --test suite pinyin_sets -- --ignored
//! --nocapture`. docs/reading-aids.md says where the sets are from and what came out.
//!
//! In the folder, each file if it is there:
//!
//! * `NAME/test.sent` and `NAME/test.lb`: sentences with ▁ before and after one character, and
//!   the reading of that character (`zhang3`);
//! * `words.tsv`: a word in Simplified, in Traditional, and its readings (`zhōng guó`), several
//!   with ` | ` between them;
//! * `lines.tsv`: a text in Simplified, in Traditional, and its pinyin by word.
#![allow(clippy::print_stdout, reason = "what is measured is printed")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use yulu::pinyin::draft::Drafter;
use yulu::pinyin::legal::{Fit, Readings, fit, readings};
use yulu::pinyin::words::other_readings;
use yulu::pinyin::{Syllable, Tone, align};
use yulu::script::Bitext;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("YULU_PINYIN_SETS").map(PathBuf::from);
    if folder.is_none() {
        println!("YULU_PINYIN_SETS is not set: nothing is measured");
    }
    folder
}

/// `zhang3` or `lv4` for a syllable.
fn numbered(syllable: Syllable) -> String {
    format!("{}{}", syllable.letters().replace('ü', "v"), syllable.tone().number())
}

#[test]
#[ignore = "needs public sets; see the file's documentation"]
fn drafts_of_polyphones() {
    let Some(folder) = folder() else { return };
    let drafter = Drafter::new();
    let mut measured = 0;
    for name in ["cpp", "g2pl"] {
        let of = |file: &str| std::fs::read_to_string(folder.join(name).join(file));
        let (Ok(sentences), Ok(labels)) = (of("test.sent"), of("test.lb")) else {
            continue;
        };
        let (mut all, mut right) = (0, 0);
        let mut wrong: BTreeMap<(char, String, String), usize> = BTreeMap::new();
        for (sentence, label) in sentences.lines().zip(labels.lines()) {
            let Some(at) = sentence.chars().position(|c| c == '▁') else { continue };
            let text: String = sentence.chars().filter(|c| *c != '▁').collect();
            let label = label.trim().replace("u:", "v");
            let Some(draft) = drafter.draft(&text, None) else {
                all += 1;
                println!("{name}: not drafted: {text}");
                continue;
            };
            let both = Bitext { hans: text.clone(), hant: text.clone() };
            let pairs = align(&both, &draft.line).expect("a draft fits its text");
            let pair = pairs.iter().find(|pair| pair.at == at).expect("a syllable");
            let got = numbered(pair.syllable);
            all += 1;
            // The r of 儿 is its er.
            if got == label || got == "r5" && label == "er5" {
                right += 1;
            } else {
                *wrong.entry((pair.han.0, label, got)).or_default() += 1;
            }
        }
        println!("{name}: {right} of {all} ({:.2} %)", right as f64 / all as f64 * 100.0);
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        for ((c, label, got), n) in wrong.into_iter().take(40) {
            println!("  {c} {label} drafted {got}: {n}");
        }
        measured += 1;
    }
    assert!(measured > 0, "no set in {}", folder.display());
}

/// What the check says of a word typed so, in one of three styles.
fn refusal(hans: &str, hant: &str, syllables: &[Syllable]) -> Option<String> {
    let mut line = String::new();
    for syllable in syllables {
        if !line.is_empty() && syllable.letters().starts_with(['a', 'o', 'e']) {
            line.push('\'');
        }
        line += &syllable.pinyin();
    }
    let text = Bitext { hans: hans.to_owned(), hant: hant.to_owned() };
    let pairs = match align(&text, &line) {
        Ok(pairs) => pairs,
        Err(misfit) => return Some(format!("{:?}", misfit.kind)),
    };
    let chars: Vec<char> = hans.chars().collect();
    let unfit = pairs.iter().map(|pair| fit(&chars, pair, Readings::Mainland));
    if let Some(unfit) = unfit.into_iter().find(|fit| *fit != Fit::Known) {
        return Some(format!("{unfit:?}"));
    }
    let other = other_readings(&line, &pairs, Readings::Mainland).into_iter().next()?;
    let known: Vec<String> = other.known.iter().map(|s| s.pinyin()).collect();
    Some(format!("{} is {}", other.word, known.join(" ")))
}

#[test]
#[ignore = "needs public sets; see the file's documentation"]
fn typed_readings_of_words() {
    let Some(folder) = folder() else { return };
    let path = folder.join("words.tsv");
    let table = std::fs::read_to_string(&path).expect("words.tsv");
    let (mut standard, mut refused, mut wrong, mut accepted) = (0, 0, 0, 0);
    let mut shown = Vec::new();
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [hans, hant, all] = columns[..] else { panic!("three columns: {line}") };
        let parse = |read: &str| read.split(' ').map(Syllable::parse).collect();
        let all: Vec<Vec<Syllable>> = all.split(" | ").filter_map(parse).collect();
        for read in &all {
            standard += 1;
            if let Some(why) = refusal(hans, hant, read) {
                refused += 1;
                let read: Vec<String> = read.iter().map(|s| s.pinyin()).collect();
                shown.push(format!("refused {hans} {hant} {}: {why}", read.join(" ")));
            }
        }
        let Some(first) = all.first() else { continue };
        for (at, c) in hans.chars().enumerate() {
            for other in readings(c) {
                let Some(other) = Syllable::parse(&other) else { continue };
                let is_known = all.iter().any(|read| {
                    read[at].letters() == other.letters()
                        && [read[at].tone(), Tone::Neutral].contains(&other.tone())
                });
                if is_known || other.tone() == Tone::Neutral {
                    continue;
                }
                let mut typed = first.clone();
                typed[at] = other;
                wrong += 1;
                if refusal(hans, hans, &typed).is_none() {
                    accepted += 1;
                    let typed: Vec<String> = typed.iter().map(|s| s.pinyin()).collect();
                    shown.push(format!("accepted {hans} {}", typed.join(" ")));
                }
            }
        }
    }
    println!(
        "{refused} of {standard} standard readings refused ({:.2} %)",
        refused as f64 / standard as f64 * 100.0
    );
    println!(
        "{accepted} of {wrong} other readings accepted ({:.2} %)",
        accepted as f64 / wrong as f64 * 100.0
    );
    let out = folder.join("typed.out");
    std::fs::write(&out, shown.join("\n")).expect("written");
    println!("each in {}", out.display());
    assert!(standard > 0, "{}", path.display());
}

#[test]
#[ignore = "needs public sets; see the file's documentation"]
fn typed_lines() {
    let Some(folder) = folder() else { return };
    let path = folder.join("lines.tsv");
    let table = std::fs::read_to_string(&path).expect("lines.tsv");
    let (mut lines, mut syllables, mut found) = (0, 0, Vec::new());
    for row in table.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let [hans, hant, line] = columns[..] else { panic!("three columns: {row}") };
        lines += 1;
        let text = Bitext { hans: hans.to_owned(), hant: hant.to_owned() };
        let pairs = match align(&text, line) {
            Ok(pairs) => pairs,
            Err(misfit) => {
                found.push(format!("{hans}\t{line}\t{:?}", misfit.kind));
                continue;
            }
        };
        syllables += pairs.len();
        let chars: Vec<char> = hans.chars().collect();
        for pair in &pairs {
            let fit = fit(&chars, pair, Readings::Mainland);
            if fit != Fit::Known {
                let typed = pair.syllable.pinyin();
                found.push(format!("{hans}\t{} {typed}\t{fit:?}", pair.han.0));
            }
        }
        for other in other_readings(line, &pairs, Readings::Mainland) {
            let known: Vec<String> = other.known.iter().map(|s| s.pinyin()).collect();
            found.push(format!(
                "{hans}\t{} in {}\t{}",
                other.word,
                other.within,
                known.join(" ")
            ));
        }
    }
    let out = folder.join("lines.out");
    std::fs::write(&out, found.join("\n")).expect("written");
    println!("{} findings in {lines} lines of {syllables} syllables", found.len());
    println!("each in {}", out.display());
    assert!(lines > 0, "{}", path.display());
}
