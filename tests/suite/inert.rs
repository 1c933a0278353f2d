//! Nothing that a document, a deck or a file name holds can act on a terminal; no card of
//! an unproven deck is shown.

use crate::cli::{acts_on_a_terminal, edit, run, sample};
use tempfile::TempDir;

/// Changes the source of a sample and registers it.
fn change_source(project: &TempDir, change: &dyn Fn(&str) -> String) {
    let source = project.path().join("seeds/garden.txt");
    edit(&source, change);
    let sum = yulu::source::sha256_hex(&std::fs::read(&source).unwrap());
    edit(&project.path().join("seeds/sources.toml"), |text| {
        let line = text.lines().find(|line| line.starts_with("sha256")).unwrap();
        text.replace(line, &format!("sha256 = \"{sum}\""))
    });
}

#[track_caller]
fn inert(project: &TempDir, arguments: &[&str]) {
    let ran = run(project.path(), arguments);
    for text in [&ran.out, &ran.err] {
        let bad = text.find(acts_on_a_terminal);
        assert_eq!(bad.map(|at| &text[at..]), None, "{arguments:?}");
    }
}

// 1. render.rs passes hints and labels on as they are; annotate-snippets makes only titles
//    and source lines inert.

#[test]
fn a_hint_with_a_hostile_id_is_inert() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("seeds/sources.toml"), |text| {
        text.replace("id = \"garden\"", "id = \"\\u001b[31mgarden\"")
    });
    inert(&project, &["check"]);
}

#[test]
fn a_hint_with_a_hostile_theme_is_inert() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("id = \"patience\"", "id = \"\\u001b[31mpatience\"")
    });
    inert(&project, &["check"]);
}

#[test]
fn the_closest_passage_in_a_hint_is_inert() {
    for hostile in ["\u{1b}[31m", "\u{202e}"] {
        let project = sample("valid/minimal-dialogue");
        change_source(&project, &|text| {
            text.replace("后来的人", &format!("后来{hostile}的人"))
        });
        edit(&project.path().join("decks/garden.toml"), |text| {
            text.replace("种树是为了让", "种树是为了叫")
                .replace("cloze = \"后来的人\"\n", "")
        });
        inert(&project, &["check"]);
    }
}

#[test]
fn a_label_with_the_reason_of_a_cut_is_inert() {
    let project = sample("invalid/quote-from-cut");
    edit(&project.path().join("seeds/sources.toml"), |text| {
        text.replace("reason = \"", "reason = \"\\u001b[31m\\u202e")
    });
    inert(&project, &["check"]);
}

#[test]
fn a_label_and_a_hint_with_an_erratum_are_inert() {
    let project = sample("valid/warning-erratum-not-emended");
    edit(&project.path().join("seeds/errata.toml"), |text| {
        text.replace("right = \"", "right = \"\\u001b[31m")
            .replace("evidence = \"", "evidence = \"\\u202e")
    });
    inert(&project, &["check"]);
}

#[test]
fn a_hostile_file_name_is_inert() {
    let project = sample("valid/minimal-dialogue");
    let decks = project.path().join("decks");
    let name = decks.join("\u{1b}[31m\u{202e}garden.toml");
    std::fs::rename(decks.join("garden.toml"), name).unwrap();
    inert(&project, &["check"]);
}

// 2. harvest prints a source's characters to standard output.

#[test]
fn harvest_makes_hostile_source_text_inert() {
    for hostile in ["\u{9b}31m", "\u{202e}"] {
        let project = sample("valid/minimal-dialogue");
        change_source(&project, &|text| {
            text.replace("第二年我", &format!("第二年{hostile}我"))
        });
        inert(&project, &["harvest"]);
        inert(&project, &["harvest", "--format", "json"]);
    }
}

// 3. Problems found while a deck file is decoded do not keep its cards from being shown.

#[test]
fn a_deck_that_is_not_proved_yields_no_card() {
    let broken = sample("valid/deck-in-parts");
    edit(&broken.path().join("decks/garden/second.toml"), |text| {
        text.replacen("prompt = \"", "prompt = 他问\"", 1)
    });
    let control = sample("invalid/deck-escaped-control-character");
    for project in [&broken, &control] {
        for arguments in [&["notes"][..], &["collate"], &["show", "shade"]] {
            let ran = run(project.path(), arguments);
            assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{arguments:?}");
        }
    }
}

#[test]
fn show_of_a_hostile_deck_is_inert() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("prompt = \"种树", "prompt = \"种树\\u001b[31m\\u202e")
    });
    inert(&project, &["show", "shade"]);
}

#[test]
fn show_of_a_hostile_manifest_is_inert() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("seeds/sources.toml"), |text| {
        text.replace("outlet = \"", "outlet = \"\\u001b[31m")
            .replace("short = \"", "short = \"\\u202e")
    });
    inert(&project, &["show", "shade"]);
}

// 4. A source that is declared badly is said not to be there, and why it is bad is not said.

#[test]
fn a_source_declared_badly_is_not_unknown() {
    let project = sample("invalid/source-outside-project");
    for command in ["passages", "harvest"] {
        let ran = run(project.path(), &[command, "garden"]);
        assert_eq!((ran.status, ran.out.contains("[[quote]]")), (1, false), "{command}");
        assert!(ran.err.contains("error[wrong-value]"), "{command}: {}", ran.err);
    }
}

// 5. Wrong words.

#[test]
fn overlapping_cloze_words_are_counted() {
    let project = sample("invalid/cloze-overlapping");
    let ran = run(project.path(), &["check"]);
    assert!(!ran.err.contains("stand 1 times in the quote, not once"), "{}", ran.err);
}
