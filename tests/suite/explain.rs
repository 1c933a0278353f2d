//! `yulu explain`: the excerpts are true. Each wrong one stands in a sample project that has
//! the problem, and with the right one in its place the problem is gone.

use std::path::Path;

use tempfile::TempDir;
use yulu::diagnostics::{Code, explain};
use yulu::source::sha256_hex;

use crate::cli::{json_lines, root, run, sample, tree};

/// The sample project of a code, where it does not have the code's own name.
fn sample_of(code: Code) -> &'static str {
    match code {
        Code::FileMissing => "invalid/part-missing",
        Code::ControlCharacter => "invalid/deck-escaped-control-character",
        Code::Syntax => "invalid/toml-syntax",
        Code::UnknownKey => "invalid/unknown-key-in-sources",
        Code::MissingKey => "invalid/themes-left-empty",
        Code::WrongValue => "invalid/wrong-type",
        Code::UnknownId => "invalid/unknown-theme-id",
        Code::DuplicateId => "invalid/duplicate-quote-id",
        Code::QuoteNotSpeaker => "invalid/quote-of-interviewer",
        Code::QuoteBasis => "invalid/quote-from-digest",
        Code::PinyinSyllables => "invalid/pinyin-too-few-syllables",
        Code::PinyinUnknown => "invalid/pinyin-unknown-syllable",
        Code::PinyinWords => "invalid/pinyin-other-words",
        Code::PinyinReading => "invalid/pinyin-no-reading",
        Code::ScriptCardPhrase => "invalid/script-card-phrase-too-short",
        Code::ConversionDoubt => "valid/conversion-doubt",
        Code::Typography => "invalid/half-width-punctuation",
        _ => "",
    }
}

/// Codes whose excerpts cannot be put into a project, and why.
const TERMINAL: &[(Code, &str)] = &[
    (Code::FileUnreadable, "a folder in place of a file, shown by ls"),
    (Code::NotUtf8, "the bytes cannot be shown"),
    (Code::ByteOrderMark, "the bytes cannot be shown"),
    (Code::CarriageReturn, "the line ends cannot be shown"),
    (Code::ConversionFailed, "no project has it"),
    (Code::TextTooLong, "the text is too long to show"),
    (Code::RecordingTooLarge, "the file is too large to keep; suite::recordings shows it"),
    (Code::DerivationDiffers, "only --rederive finds it; suite::update shows it"),
    (Code::GlyphMissing, "only printing finds it; suite::print shows it"),
    (Code::CardContinued, "only printing finds it; suite::print shows it"),
];

/// Codes that `check` finds in a folder, sorted.
fn codes(project: &Path) -> Vec<String> {
    let found = json_lines(&run(project, &["check", "--format", "json"]).out);
    let mut codes: Vec<String> =
        found.iter().map(|line| line["code"].as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes
}

/// Puts the mended excerpts in the place of the others; true if they stand in one file.
fn mend(project: &Path, wrong: &str, right: &str) -> bool {
    let pairs: Vec<(&str, &str)> = wrong.split("\n…\n").zip(right.split("\n…\n")).collect();
    for (name, bytes) in tree(project) {
        let Some(Ok(mut text)) = bytes.map(String::from_utf8) else { continue };
        let mut from = 0;
        let all = pairs.iter().all(|(wrong, right)| {
            // A whole line at least, so that `line = 2` is not found in `line = 21`.
            let lined = format!("\n{text}\n");
            let Some(at) = lined[from..].find(&format!("\n{wrong}\n")) else {
                return false;
            };
            let at = from + at;
            text.replace_range(at..at + wrong.len(), right);
            from = at + right.len();
            true
        });
        if all {
            std::fs::write(project.join(name), text).unwrap();
            return true;
        }
    }
    // Two uses of one id may stand in two files.
    if let [(first, _), (second, right)] = pairs.as_slice() {
        assert_eq!(first, second, "excerpts of two files are equal");
        let files: Vec<String> = tree(project)
            .into_iter()
            .filter(|(_, bytes)| {
                let text = bytes.as_deref().and_then(|b| std::str::from_utf8(b).ok());
                text.is_some_and(|text| text.lines().any(|line| line == *first))
            })
            .map(|(name, _)| name)
            .collect();
        if let [.., last] = files.as_slice() {
            let path = project.join(last);
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(path, text.replacen(second, right, 1)).unwrap();
            return files.len() > 1;
        }
    }
    false
}

/// Registers the sums that the documents have now.
fn register(project: &Path, before: &TempDir) {
    let path = project.join("seeds/sources.toml");
    let mut text = std::fs::read_to_string(&path).unwrap();
    for (name, bytes) in tree(&project.join("seeds")) {
        let old = std::fs::read(before.path().join("seeds").join(name));
        if let (Some(new), Ok(old)) = (bytes, old) {
            text = text.replace(&sha256_hex(&old), &sha256_hex(&new));
        }
    }
    std::fs::write(path, text).unwrap();
}

#[test]
fn the_excerpts_are_true() {
    // Told of all that fail, not of the first only.
    let failed: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| std::panic::catch_unwind(|| is_true(**code)).is_err())
        .map(|code| code.as_str())
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

fn is_true(code: Code) {
    let name = code.as_str();
    let text = explain::explanation(code).expect("explained");
    if TERMINAL.iter().any(|(other, _)| *other == code) {
        return;
    }
    let folder = match sample_of(code) {
        "" if root().join("tests/sample-decks/invalid").join(name).is_dir() => {
            format!("invalid/{name}")
        }
        "" => format!("valid/warning-{name}"),
        other => other.to_owned(),
    };
    let (project, before) = (sample(&folder), sample(&folder));
    let found = codes(project.path());
    assert!(found.contains(&name.to_owned()), "{folder} has {name}: {found:?}");
    let mended = mend(project.path(), text.wrong, text.right);
    assert!(mended, "{name}: no file of {folder} has the wrong excerpt:\n{}", text.wrong);
    register(project.path(), &before);
    let left = codes(project.path());
    let wanted: Vec<String> = found.into_iter().filter(|other| other != name).collect();
    assert_eq!(left, wanted, "{name}: after mending {folder}");
}

#[test]
fn explain_prints_a_code_or_all() {
    let folder = TempDir::new().unwrap();
    let list = run(folder.path(), &["explain"]);
    assert_eq!((list.status, list.err.as_str()), (0, ""));
    assert_eq!(list.out.lines().count(), Code::ALL.len());
    let one = run(folder.path(), &["explain", "cloze-not-in-quote"]);
    assert_eq!((one.status, one.err.as_str()), (0, ""));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("explain", one.out);
    });
    assert!(one.out.lines().all(|line| line.chars().count() <= 92), "{}", one.out);
    // As a message prints it.
    assert_eq!(run(folder.path(), &["explain", "error[cloze-not-in-quote]"]), one);
    let both = run(folder.path(), &["explain", "syntax", "cloze-not-in-quote"]);
    assert!(both.out.starts_with("syntax (error)\n") && both.out.ends_with(&one.out));
    let json = json_lines(&run(folder.path(), &["explain", "--format", "json"]).out);
    let codes: Vec<&str> = json.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert_eq!(codes, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    for line in &json {
        for key in ["severity", "about", "why", "wrong", "right"] {
            assert_ne!(line[key].as_str().unwrap(), "", "{line}");
        }
    }
}

#[test]
fn an_unknown_code_is_two_with_the_nearest() {
    let folder = TempDir::new().unwrap();
    for (asked, help) in [
        ("cloze-not-in-quot", "did you mean `cloze-not-in-quote`?"),
        ("zzzzzz", "`yulu explain` lists all codes"),
    ] {
        let ran = run(folder.path(), &["explain", asked]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(ran.err, format!("error: there is no code `{asked}`\nhelp: {help}\n"));
    }
}

#[test]
fn among_several_the_known_codes_are_explained_and_the_others_named() {
    let folder = TempDir::new().unwrap();
    let known = run(folder.path(), &["explain", "syntax", "typography"]);
    let asked = ["explain", "syntax", "typografy", "typography", "zzz"];
    let ran = run(folder.path(), &asked);
    assert_eq!((ran.status, &ran.out), (2, &known.out));
    let said = "error: there is no code `typografy`\nhelp: did you mean `typography`?\n\
                error: there is no code `zzz`\nhelp: `yulu explain` lists all codes\n";
    assert_eq!(ran.err, said);
    let ran = run(folder.path(), &[&asked[..], &["--format", "json"]].concat());
    assert_eq!((ran.status, json_lines(&ran.out).len()), (2, 2));
}

#[test]
fn a_run_with_findings_names_a_code_to_explain() {
    let project = sample("invalid/quote-not-found");
    let said = run(project.path(), &["check"]).err;
    assert!(said.ends_with("\nMore: yulu explain quote-not-found\n"), "{said}");
    assert_eq!(run(project.path(), &["explain", "quote-not-found"]).status, 0);
    let quiet = run(project.path(), &["check", "-q"]).err;
    assert!(!quiet.contains("yulu explain"), "{quiet}");
}
