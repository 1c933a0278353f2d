//! What is said of mistakes that people make: each where it is to be mended, once, with what to
//! do.

use serde_json::Value;

use crate::cli::{edit, json_lines, run, sample, tree};

/// What `check` finds, as code and message with all hints.
fn found(project: &tempfile::TempDir) -> Vec<(String, String)> {
    let lines = json_lines(&run(project.path(), &["check", "--format", "json"]).out);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let hints = |line: &Value| {
        let hints = line["hints"].as_array().expect("hints").iter();
        hints.map(|hint| format!("\n{}", text(hint))).collect::<String>()
    };
    lines
        .iter()
        .map(|line| (text(&line["code"]), text(&line["message"]) + &hints(line)))
        .collect()
}

#[test]
fn text_of_the_other_script_is_one_problem_with_all_its_characters() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    edit(&deck, |t| t.replace("种树是为了让后来的人有荫凉", "種樹是為了讓後來的人有蔭涼"));
    let found = found(&project);
    let [(code, said), follows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(code, "script-residue");
    assert!(said.starts_with("種樹為讓後來蔭涼 are Traditional characters"), "{said}");
    assert!(said.contains("in Simplified they are 种树为让后来荫凉"), "{said}");
    assert!(said.contains("script = \"hant\""), "{said}");
    // The cloze was typed in Simplified.
    assert_eq!(follows.0, "cloze-not-in-quote");
}

#[test]
fn wrong_sources_come_first_and_what_follows_is_only_counted() {
    // The speaker of `bees` is nobody; a quote of `garden` and an emendation by `bees`.
    let project = sample("invalid/label-of-unknown-speaker");
    let deck = project.path().join("decks/garden.toml");
    edit(&deck, |t| {
        let emend = "emend = [{ reads = \"让后\", as = \"使后\", by = [\"bees\"] }]";
        let mended = t.replace("让后来的人有荫凉", "使后来的人有荫凉");
        mended.replacen("difficulty = 1", &format!("difficulty = 4\n{emend}"), 1)
    });
    let codes: Vec<String> = found(&project).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["unknown-id", "wrong-value"], "the source's first");
    let said = run(project.path(), &["check"]).err;
    let sum = "2 errors, 0 warnings; 1 quote not looked for until the sources are mended\n";
    assert!(said.contains(sum), "{said}");
    // An erratum of a document whose entry is wrong is no second problem.
    let project = sample("invalid/source-entry-wrong");
    let erratum = "[[erratum]]\nsource = \"garden\"\nlines = [2]\nreads = \"种树\"\n\
                   right = \"植树\"\nkind = \"wrong-word\"\nevidence = \"none\"\n";
    std::fs::write(project.path().join("seeds/errata.toml"), erratum).unwrap();
    let codes: Vec<String> = found(&project).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["unknown-key"]);
    // Nor is anything put into a deck from it.
    let before = tree(project.path());
    let ran = run(project.path(), &["harvest", "--into", "garden"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.starts_with("error[unknown-key]"), "{}", ran.err);
    assert!(ran.err.ends_with("nothing was written\n"), "{}", ran.err);
    assert_eq!(tree(project.path()), before);
}

#[test]
fn a_label_that_nobody_has_is_added_to_the_labels_there_are() {
    let project = sample("valid/labels-of-a-source");
    let garden = project.path().join("seeds/garden.txt");
    let text = std::fs::read_to_string(&garden).unwrap() + "邻居：他连过年都在浇水。\n";
    std::fs::write(&garden, text).unwrap();
    let found = found(&project);
    let label = found.iter().find(|(code, _)| code == "label-unknown").expect("a warning");
    assert!(label.1.contains("add `\"邻居\" = \"ID\"` to the `labels`"), "{}", label.1);
}

#[test]
fn a_quotation_of_a_label_that_nobody_has_is_told_the_cause() {
    let project = sample("valid/labels-of-a-source");
    edit(&project.path().join("seeds/sources.toml"), |t| {
        t.replace("labels = { \"答\" = \"lin\" }\n", "")
    });
    let found = found(&project);
    let (code, said) = &found[0];
    assert_eq!(code, "quote-unsure");
    assert!(said.contains("nobody has the label `答`"), "{said}");
    assert!(found.iter().any(|(code, _)| code == "label-unknown"), "{found:?}");
}

#[test]
fn a_source_that_cannot_be_meant_is_no_reason_to_list_them_all() {
    let project = sample("valid/labels-of-a-source");
    let deck = project.path().join("decks/garden.toml");
    let theme = |at: usize| {
        format!(
            "\n[[theme]]\nid = \"of-{at}\"\ntitle = \"耐心\"\ntitle_english = \"P\"\n\
             summary = \"慢。\"\nsummary_english = \"S\"\n"
        )
    };
    edit(&deck, |t| {
        let themes: String = (0..7).map(theme).collect();
        t.replacen("[\"patience\"]", "[\"xyz\"]", 1) + &themes
    });
    let found = found(&project);
    let unknown = found.iter().find(|(code, _)| code == "unknown-id").expect("an error");
    let hint = "declared: patience, of-0, of-1, of-2, of-3, … (8 in all)";
    assert!(unknown.1.ends_with(hint), "{}", unknown.1);
}

#[test]
fn codes_are_explained_in_capitals_too() {
    let project = sample("valid/minimal-dialogue");
    let plain = run(project.path(), &["explain", "quote-not-found"]);
    for name in ["QUOTE-NOT-FOUND", "Error[Quote-Not-Found]"] {
        assert_eq!(run(project.path(), &["explain", name]), plain, "{name}");
    }
    assert_eq!(plain.status, 0);
}

/// A quote whose source and line are parted by a full-width colon.
const QUOTE: &str = "[[quote]]\nid = \"x\"\nfrom = \"garden：2\"\nquote = \"树有树的时间。\"\n\
                     english = \"x\"\nprompt = \"什么？\"\nprompt_english = \"x\"\n\
                     themes = [\"patience\"]\ndifficulty = 1";

#[test]
fn what_stands_at_the_wrong_place_or_in_the_wrong_form_is_told_the_right_one() {
    let wrong = |file: &str, added: &str| {
        let project = sample("valid/minimal-dialogue");
        edit(&project.path().join(file), |text| format!("{text}\n{added}\n"));
        let found = found(&project);
        found.into_iter().next().unwrap_or_else(|| panic!("nothing is wrong with {added}"))
    };
    let (sources, deck) = ("seeds/sources.toml", "decks/garden.toml");
    let cut = "from = \"记者\"\nreason = \"x\"";
    for (file, added, code, hint) in [
        (sources, format!("[[cut]]\n{cut}"), "unknown-key", "write [[source.cut]], below"),
        (sources, format!("[source.cut]\n{cut}"), "wrong-value", "double brackets: [[…]]"),
        (
            deck,
            "gloss = { word = \"树\", pinyin = \"shù\", sense = \"tree\" }".to_owned(),
            "wrong-value",
            "they stand in a list: [{ … }]",
        ),
        (sources, "title2 = 种树".to_owned(), "syntax", "write a text in quotation marks"),
        (deck, "[[question]]\nid = \"x\"".to_owned(), "unknown-key", "[[theme.question]]"),
        (deck, QUOTE.to_owned(), "wrong-value", "from = \"garden:2\""),
        (
            deck,
            QUOTE.replace("[\"patience\"]", "\"patience\""),
            "wrong-value",
            "write a list",
        ),
        (deck, "note = \"他说\"好\"\"".to_owned(), "syntax", "within it write “ ”"),
    ] {
        let (found, said) = wrong(file, &added);
        assert_eq!(found, code, "{added}: {said}");
        assert!(said.contains(hint), "{added}: {said}");
    }
}

#[test]
fn a_label_on_many_lines_is_one_problem() {
    let project = sample("valid/minimal-dialogue");
    let garden = project.path().join("seeds/garden.txt");
    let more = "问者：然后呢？\n林青禾：等。\n问者：还有呢？\n林青禾：浇水。\n";
    edit(&garden, |text| text.replace("记者：", "问者：") + more);
    let found = found(&project);
    let labels: Vec<_> = found.iter().filter(|(code, _)| code == "label-unknown").collect();
    assert_eq!(labels.len(), 1, "{found:?}");
    let said = run(project.path(), &["check"]).err;
    assert!(
        said.contains("not taken as anybody's words, nor are 3 more lines: 3, 6, 8"),
        "{said}"
    );
}

/// A passage that has more words than the quotation has not the same words.
#[test]
fn words_that_were_left_out_are_counted() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("种树是为了让后来的人", "种树为了让后来的人")
            .replace("cloze = \"后来的人\"\n", "")
    });
    let ran = run(project.path(), &["check"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("closest passage: 1 character more"), "{}", ran.err);
    assert!(!ran.err.contains("the same words"), "{}", ran.err);
}
