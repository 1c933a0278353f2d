//! What commands say of what they made, did not make, and found standing there.

use std::path::Path;

use tempfile::TempDir;

use crate::cli::{edit, json_lines, run, sample, tree};

fn ok(folder: &Path, arguments: &[&str]) -> String {
    let ran = run(folder, arguments);
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn a_deck_without_a_card_has_no_package_and_no_table() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    ok(project.path(), &["build", "--format", "apkg", "-q"]);
    let package = std::fs::read(project.path().join("out/garden.apkg")).unwrap();
    edit(&deck, |text| {
        let question = text.find("[[theme.question]]").unwrap();
        let quote = text.find("[[quote]]").unwrap();
        let text = format!("{}{}", &text[..question], &text[quote..]);
        text.replace("prompt = \"种树为了什么？\"", "prompt = \"〔待写〕\"")
    });
    let said = ok(project.path(), &["build", "--format", "apkg,csv,html,sources"]);
    assert!(said.contains("\nleft out, still to be written: 1 quote\n"), "{said}");
    assert!(said.contains("\nno card is there yet: apkg, csv not written\n"), "{said}");
    // What an earlier build made stays, and is named.
    let old = "\nstill there from an earlier build: out/garden.apkg\n";
    assert!(said.contains(old), "{said}");
    let out = tree(&project.path().join("out"));
    let names: Vec<&str> = out.keys().map(String::as_str).collect();
    assert_eq!(names, ["garden.apkg", "garden.html", "garden.sources.md"]);
    assert_eq!(out["garden.apkg"].as_ref(), Some(&package));
    assert!(!said.contains("out/garden.csv") && !said.contains("File > Import"), "{said}");
}

#[test]
fn cards_are_json_lines_if_they_are_asked_for() {
    let project = sample("valid/minimal-dialogue");
    ok(project.path(), &["build"]);
    assert!(!project.path().join("out/garden.jsonl").exists(), "only if it is named");
    let said = ok(project.path(), &["build", "--format", "json"]);
    assert!(said.contains("  out/garden.jsonl  "), "{said}");
    let text = std::fs::read_to_string(project.path().join("out/garden.jsonl")).unwrap();
    let cards: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = cards.iter().filter_map(|card| card["kind"].as_str()).collect();
    assert_eq!(kinds, ["quote", "theme"]);
    let quote = &cards[0];
    assert_eq!(quote["number"], 1);
    let words = |runs: &serde_json::Value| -> String {
        let runs = runs.as_array().unwrap().iter();
        runs.filter_map(|run| run["text"].as_str()).collect()
    };
    assert_eq!(quote["back"][0]["role"], "quotation");
    assert_eq!(words(&quote["back"][0]["hans"]), "种树是为了让后来的人有荫凉。");
    assert_eq!(words(&quote["back"][0]["hant"]), "種樹是為了讓後來的人有蔭涼。");
    assert_eq!(quote["apparatus"]["base"]["locators"][0], "garden:2");
}

#[test]
fn what_is_still_to_be_written_says_what_becomes_of_it() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    let good = std::fs::read_to_string(&deck).unwrap();
    let cards = "these cards are left out of what is built";
    for (text, left_out) in [
        ("title_english = \"Patience\"", false),
        ("about_english = \"What a planter of trees said.\"", false),
        ("summary_english = \"Trees take their time.\"", true),
        ("prompt_english = \"What does one plant trees for?\"", true),
    ] {
        let (key, _) = text.split_once(" = ").unwrap();
        assert!(good.contains(text), "{text}");
        std::fs::write(&deck, good.replace(text, &format!("{key} = \"[to write]\"")))
            .unwrap();
        let said = ok(project.path(), &["check"]);
        assert_eq!(said.contains(cards), left_out, "{text}: {said}");
        let stand = said.contains("ids and titles stand in their place");
        assert_eq!(stand, !left_out, "{text}: {said}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn volumes_of_an_earlier_build_are_named_and_what_was_not_written_is_not() {
    let project = sample("valid/minimal-dialogue");
    let out = project.path().join("out");
    std::fs::create_dir(&out).unwrap();
    for name in ["garden.10.pdf", "garden.2.pdf", "garden.a.pdf", "other.1.pdf"] {
        std::fs::write(out.join(name), "old").unwrap();
    }
    let said = ok(project.path(), &["build", "--format", "pdf"]);
    let old = "\nstill there from an earlier build: out/garden.2.pdf, out/garden.10.pdf\n";
    assert!(said.contains(old), "{said}");
    assert!(said.contains("2 printed cards on 1 sheet of A4"), "{said}");
    assert_eq!(std::fs::read(out.join("garden.2.pdf")).unwrap(), b"old");
    // Nothing was printed where nothing could be written.
    std::fs::remove_file(out.join("garden.pdf")).unwrap();
    std::fs::create_dir(out.join("garden.pdf")).unwrap();
    let ran = run(project.path(), &["build", "--format", "pdf"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(!ran.err.contains("printed card"), "{}", ran.err);
}

#[test]
fn an_output_folder_that_is_a_file_is_called_one() {
    let project = sample("valid/minimal-dialogue");
    std::fs::write(project.path().join("cards"), "a file").unwrap();
    for out in ["cards", "cards/of/mine"] {
        let ran = run(project.path(), &["build", "--format", "csv", "--out", out]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        let hint = "help: nothing was replaced; cards is a file: name another folder\n";
        assert!(ran.err.ends_with(hint), "{}", ran.err);
    }
}

#[test]
fn formats_with_a_space_between_them_are_understood() {
    let project = sample("valid/minimal-dialogue");
    for (arguments, all) in [
        (&["--format", "html", "pdf"][..], "html,pdf\n"),
        (&["--format", "html,csv", "apkg", "SOURCES"], "apkg,csv,html,sources\n"),
    ] {
        let ran = run(project.path(), &[&["build"], arguments].concat());
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.starts_with("error: there is no deck `"), "{}", ran.err);
        let hint = format!("help: formats are joined by commas: --format {all}");
        assert!(ran.err.ends_with(&hint), "{}", ran.err);
    }
    // A deck that is not there remains one.
    let ran = run(project.path(), &["build", "--format", "html", "gardn"]);
    assert!(ran.err.ends_with("help: did you mean `garden`?\n"), "{}", ran.err);
}

#[test]
fn a_harvest_that_finds_nothing_says_so() {
    let project = sample("valid/minimal-dialogue");
    ok(project.path(), &["harvest", "--into", "garden"]);
    let deck = project.path().join("decks/garden.toml");
    edit(&deck, |text| text.replace("〔待写〕", "为什么？").replace("[to write]", "x"));
    let before = tree(project.path());
    for arguments in [&["harvest", "--into", "garden"][..], &["harvest"]] {
        let said = ok(project.path(), arguments);
        let reason = "no draft: 2 sentences on no card, none of which would stand alone (2 too \
                      short or too long for a card)";
        assert!(said.contains(reason), "{said}");
        assert!(!said.contains("0 drafts"), "{said}");
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn a_plan_names_what_comes_and_what_changes_and_tells_a_renamed_note() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    let build = |epoch: &str| {
        let mut command = crate::cli::yulu(project.path(), &["build", "--format", "apkg"]);
        command.env("SOURCE_DATE_EPOCH", epoch);
        assert!(command.output().unwrap().status.success());
    };
    build("1700000000");
    let old = TempDir::new().unwrap();
    let old = old.path().join("old.apkg");
    std::fs::create_dir_all(old.parent().unwrap()).unwrap();
    std::fs::copy(project.path().join("out/garden.apkg"), &old).unwrap();
    edit(&deck, |text| {
        text.replace("id = \"shade\"", "id = \"shadow\"")
            .replace("Why is haste of no use?", "Why does haste not help?")
    });
    build("1700001000");
    let plan = ["plan", old.to_str().unwrap()];
    let ran = run(project.path(), &plan);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    for part in [
        "new        1 note\n           shadow\n",
        "updated    1 note\n           patience.why-wait\n",
        "retired    1 note\n",
        "`shadow` has the words of `shade`: an id was changed.",
    ] {
        assert!(ran.out.contains(part), "{part:?} in {}", ran.out);
    }
    let lines =
        json_lines(&run(project.path(), &[&plan[..], &["--format", "json"]].concat()).out);
    let renamed: Vec<_> =
        lines.iter().filter(|line| !line["renamed_from"].is_null()).collect();
    assert_eq!(renamed.len(), 1);
    assert_eq!(
        (&renamed[0]["id"], &renamed[0]["renamed_from"]),
        (&"shadow".into(), &"shade".into())
    );
}
