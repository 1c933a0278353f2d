//! `yulu fmt`: one form for deck files, no comment lost, no value changed.

use proptest::prelude::*;
use tempfile::TempDir;
use yulu::deck::canonical::canonical;

use crate::cli::{json_lines, root, run, sample, tree};

const UNTIDY: &str = "\u{feff}# On top.\r\n\r\n# Of the deck.\r\n[deck]   # head\r\nversion=\"1\"\r\n\r\n\
    # What it is called.\r\ntitle   =   \"种树的话\"\r\nid = \"garden\"   # permanent\r\n\
    title_english = 'Words on planting trees'\r\nabout = \"一位种树人的话。\"\r\n\
    about_english = \"\"\"What a planter\r\nof trees said.\"\"\"\r\n\r\n\r\n\r\n[[theme]]\r\n\
    summary_english = \"Trees take their time.\"\r\nsummary = \"树要慢慢长。\"\r\ntitle_english = \"Patience\"\r\n\
    title = \"耐心\"\r\nid = \"patience\"\r\n# Not answered yet.\r\n[[theme.question]]\r\nask = \"为什么急也没有用？\"\r\n\
    english = \"Why is haste of no use?\"\r\nid = \"why-wait\"\r\n[[quote]]\r\n\
    gloss = [{ sense = \"shade\", word = \"荫凉\", pinyin = \"yìnliáng\" }, {word=\"后来\",pinyin=\"hòulái\",sense=\"later\"}]\r\n\
    themes=[ \"patience\" ,]\r\ndifficulty = 1\r\nfrom = \"garden:2\"\r\nid = \"shade\"\r\n\
    quote = [\r\n  \"种树是为了让后来的人有荫凉。\", # first\r\n  \"树有树的时间。\"\r\n]\r\n\
    prompt = \"种树为了什么？\"\r\nprompt_english = \"What does one plant trees for?\"\r\n\
    english = \"One plants trees so that those who come later have shade.\"\r\n# The end.\r\n";

/// A file as the project reads it.
fn as_read(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

fn value(text: &str) -> toml::Value {
    toml::from_str(text).expect("TOML")
}

fn comments(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .lines()
        .filter_map(|line| line.split_once('#'))
        .map(|(_, c)| c.trim().to_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn an_untidy_file_is_tidied() {
    let text = canonical(&as_read(UNTIDY)).expect("TOML");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("canonical", text);
    });
    assert_eq!(value(&as_read(UNTIDY)), value(&text));
    assert_eq!(comments(&as_read(UNTIDY)), comments(&text));
    assert_eq!(canonical(&text), Some(text), "once is enough");
}

#[test]
fn the_shipped_deck_and_the_sample_decks_keep_their_values_and_comments() {
    let mut seen = 0;
    for folder in ["decks", "tests/sample-decks", "templates/init/decks"] {
        for (name, bytes) in tree(&root().join(folder)) {
            let Some(Ok(text)) = bytes.map(String::from_utf8) else { continue };
            if !name.ends_with(".toml") || name.ends_with("sources.toml") {
                continue;
            }
            let text = as_read(&text);
            let Ok(before) = toml::from_str::<toml::Value>(&text) else {
                assert_eq!(canonical(&text), None, "{name}");
                continue;
            };
            let after = canonical(&text).expect("TOML");
            assert_eq!(before, value(&after), "{name}");
            assert_eq!(comments(&text), comments(&after), "{name}");
            assert_eq!(canonical(&after).as_ref(), Some(&after), "{name}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn the_shipped_deck_is_in_canonical_form() {
    let ran = run(root(), &["fmt", "--check"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "run yulu fmt: {}", ran.err);
}

#[test]
fn fmt_rewrites_only_what_differs_and_check_writes_nothing() {
    let project = sample("valid/minimal-dialogue");
    std::fs::write(
        project.path().join("decks/untidy.toml"),
        UNTIDY.replace("\"garden\"", "\"untidy\""),
    )
    .unwrap();
    let before = tree(project.path());
    let ran = run(project.path(), &["fmt", "--check"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, "decks/untidy.toml:1\n"));
    assert_eq!(ran.err, "1 of 2 files not in canonical form\n");
    assert_eq!(run(project.path(), &["fmt", "--check", "garden"]).status, 0);
    let lines =
        json_lines(&run(project.path(), &["fmt", "--check", "--format", "json"]).out);
    assert_eq!(lines[0]["file"], "decks/garden.toml");
    assert_eq!(
        (&lines[0]["canonical"], &lines[1]["canonical"]),
        (&true.into(), &false.into())
    );
    assert_eq!(tree(project.path()), before, "--check writes nothing");

    let ran = run(project.path(), &["fmt"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "decks/untidy.toml:1\n"));
    assert_eq!(ran.err, "1 of 2 files rewritten\n");
    let after = tree(project.path());
    assert_eq!(after["decks/garden.toml"], before["decks/garden.toml"]);
    assert_ne!(after["decks/untidy.toml"], before["decks/untidy.toml"]);
    assert_eq!(run(project.path(), &["fmt", "--check", "-q"]).status, 0);
    assert_eq!(run(project.path(), &["fmt"]).err, "0 of 2 files rewritten\n");
}

#[test]
fn a_file_that_is_no_toml_is_reported_and_left_alone() {
    let project = sample("invalid/toml-syntax");
    std::fs::write(project.path().join("decks/untidy.toml"), UNTIDY).unwrap();
    let broken = std::fs::read(project.path().join("decks/garden.toml")).unwrap();
    let ran = run(project.path(), &["fmt"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, "decks/untidy.toml:1\n"));
    assert!(ran.err.contains("error[syntax]"), "{}", ran.err);
    assert_eq!(std::fs::read(project.path().join("decks/garden.toml")).unwrap(), broken);
    // What only proof would find is no matter of form.
    let project = sample("invalid/quote-not-found");
    assert_eq!(run(project.path(), &["fmt", "--check", "-q"]).status, 0);
    let folder = TempDir::new().unwrap();
    assert_eq!(run(folder.path(), &["fmt"]).status, 2, "no project");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever order the keys of an entry have, the form is one.
    #[test]
    fn the_order_of_keys_does_not_matter(order in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle()) {
        let lines = [
            "id = \"shade\" # for ever", "from = \"garden:2\"", "# exact\nquote = \"种树。\"",
            "english = \"Trees.\"", "prompt = \"什么？\"", "prompt_english = \"What?\"",
            "themes = [\"patience\"]", "difficulty = 1", "gloss = [{ word = \"树\", sense = \"tree\", pinyin = \"shù\" }]",
        ];
        let of = |order: &[usize]| {
            let lines: Vec<&str> = order.iter().map(|at| lines[*at]).collect();
            canonical(&format!("[[quote]]\n{}\n", lines.join("\n"))).expect("TOML")
        };
        prop_assert_eq!(of(&order), of(&(0..9).collect::<Vec<_>>()));
    }
}
