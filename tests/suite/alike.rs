//! Characters that look alike, end to end: mended, found, named, or kept from cards.

use yulu::text::first_hidden;

use crate::cli::{edit, json_lines, run, sample, tree};

const CODED: &str = "valid/letters-coded-otherwise";

#[test]
fn a_deck_file_is_read_in_standard_letters_and_fmt_writes_them() {
    let project = sample(CODED);
    let deck = project.path().join("decks/garden.toml");
    let typed = std::fs::read_to_string(&deck).unwrap();
    assert!(typed.contains('\u{2f08}') && typed.contains("e\u{301}"));
    assert_eq!(run(project.path(), &["check"]).status, 0);
    assert_eq!(run(project.path(), &["fmt", "--check"]).status, 1);
    assert_eq!(run(project.path(), &["fmt"]).status, 0);
    let written = std::fs::read_to_string(&deck).unwrap();
    assert!(
        written.contains("的人有荫凉——急也没有用") && written.contains("café"),
        "{written}"
    );
    assert_eq!(run(project.path(), &["fmt", "--check"]).status, 0);
    assert_eq!(run(project.path(), &["check"]).status, 0);
}

#[test]
fn no_syllable_is_left_out_for_a_letter_that_is_coded_otherwise() {
    let project = sample(CODED);
    let deck = project.path().join("decks/garden.toml");
    // Without its syllable for ⼈ the line does not fit.
    edit(&deck, |t| t.replacen("hòulái de rén yǒu", "hòulái de yǒu", 1));
    let said = run(project.path(), &["check"]);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("pinyin-syllables"), "{}", said.err);
    // And a draft has it.
    edit(&deck, |t| {
        t.lines()
            .filter(|line| !line.starts_with("pinyin"))
            .map(|l| l.to_owned() + "\n")
            .collect()
    });
    let drafted = run(project.path(), &["draft", "--format", "json"]);
    assert_eq!(drafted.status, 0, "{}", drafted.err);
    let lines = json_lines(&drafted.out);
    let pinyin = lines.iter().find_map(|line| {
        let text = line.to_string();
        text.contains("hòulái de rén yǒu").then_some(text)
    });
    assert!(pinyin.is_some(), "{}", drafted.out);
}

#[test]
fn nothing_that_a_document_hides_reaches_an_output() {
    let project = sample(CODED);
    assert_eq!(run(project.path(), &["build"]).status, 0);
    for (name, bytes) in tree(&project.path().join("out")) {
        let Some(Ok(text)) = bytes.map(String::from_utf8) else { continue };
        let text = text.trim_start_matches('\u{feff}');
        // The page of the documents shows that something stands there.
        assert_eq!(first_hidden(text), None, "{name}");
        assert!(!text.contains('\u{2f08}') || name.ends_with(".html"), "{name}");
    }
}

#[test]
fn a_message_names_the_code_points_of_what_looks_the_same() {
    let project = sample("invalid/quote-with-a-lookalike");
    let said = run(project.path(), &["check", "--format", "json"]).out;
    let found = json_lines(&said);
    let hints = found[0]["hints"].to_string();
    assert!(hints.contains("typed U+0410 (Cyrillic), meant U+0041 (Latin)"), "{hints}");
}

#[test]
fn what_shows_nothing_is_refused_wherever_it_is_typed() {
    for hidden in [
        '\u{61c}',
        '\u{206a}',
        '\u{34f}',
        '\u{180e}',
        '\u{fff9}',
        '\u{3164}',
        '\u{2800}',
        '\u{e0041}',
    ] {
        let project = sample("valid/minimal-dialogue");
        let deck = project.path().join("decks/garden.toml");
        edit(&deck, |t| t.replacen("Trees take", &format!("Trees{hidden} take"), 1));
        let said = run(project.path(), &["check"]);
        assert_eq!(said.status, 1, "U+{:04X}", hidden as u32);
        assert!(said.err.contains(&format!("U+{:04X}", hidden as u32)), "{}", said.err);
    }
}
