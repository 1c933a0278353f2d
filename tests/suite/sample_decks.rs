//! Small complete projects, good and bad: `tests/sample-decks/`. The name of each says
//! what it shows; here it is held to that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use yulu::diagnostics::Code;
use yulu::export::html::to_text;

use crate::cli::{acts_on_a_terminal, copy, json_lines, outputs, root, run, sample, tree};

/// Exit status of `check` and `build` for each bad project, and the codes of everything
/// that is wrong with it, sorted. No code: it ends before there are findings.
const INVALID: &[(&str, i32, &[&str])] = &[
    ("anchor-ambiguous", 1, &["anchor-ambiguous"]),
    ("anchor-lines", 1, &["anchor-lines"]),
    ("anchor-not-found", 1, &["anchor-not-found"]),
    ("anchor-to-before-from", 1, &["anchor-not-found"]),
    ("answer-english-alone", 1, &["missing-key"]),
    ("answer-of-unknown-quote", 1, &["unknown-id"]),
    ("bad-id", 1, &["bad-id"]),
    ("basis-of-a-dialogue", 1, &["unknown-key"]),
    ("caveat-not-found", 1, &["caveat-not-found"]),
    ("cited-in-quotations", 1, &["unknown-key"]),
    ("cloze-empty", 1, &["wrong-value"]),
    ("cloze-in-parts", 1, &["wrong-value"]),
    ("cloze-not-in-quote", 1, &["cloze-not-in-quote"]),
    ("cloze-overlapping", 1, &["cloze-not-in-quote"]),
    ("cloze-twice", 1, &["cloze-not-in-quote"]),
    ("crlf-deck-file-with-problems", 1, &["cloze-not-in-quote", "script-residue"]),
    ("cut-of-another-source", 1, &["anchor-not-found"]),
    ("cut-with-speaker", 1, &["unknown-key"]),
    ("deck-control-character", 1, &["control-character"]),
    ("deck-escaped-control-character", 1, &["control-character"]),
    ("deck-id-not-its-file-name", 1, &["wrong-value"]),
    ("deck-is-a-folder", 1, &["file-unreadable"]),
    ("deck-misplaced-quote-mark", 1, &["syntax"]),
    ("difficulty-out-of-range", 1, &["wrong-value"]),
    ("duplicate-occasion-id", 1, &["duplicate-id"]),
    ("duplicate-quote-id", 1, &["duplicate-id"]),
    ("duplicate-source-id", 1, &["duplicate-id"]),
    ("emendation-by-digest", 1, &["emendation-unsupported"]),
    ("emendation-by-unknown-source", 1, &["unknown-id"]),
    ("emendation-unsupported", 1, &["emendation-unsupported"]),
    ("emendation-unused", 1, &["emendation-unused"]),
    ("emendation-without-witness", 1, &["emendation-unsupported"]),
    ("empty-quote", 1, &["empty-quote"]),
    ("erratum-not-found", 1, &["erratum-not-found"]),
    ("from-without-line-number", 1, &["wrong-value"]),
    ("gloss-not-in-quote", 1, &["gloss-not-in-quote"]),
    ("half-width-punctuation", 1, &["typography"]),
    ("label-of-unknown-speaker", 1, &["unknown-id"]),
    ("label-twice", 1, &["label-twice"]),
    ("label-with-colon", 1, &["wrong-value", "wrong-value"]),
    ("labels-of-a-list", 1, &["unknown-key"]),
    ("lock-damaged", 1, &["lock-damaged"]),
    ("lock-empty", 1, &["lock-damaged"]),
    ("lock-merge-conflict", 1, &["lock-damaged"]),
    ("lock-newer", 1, &["lock-damaged"]),
    ("lock-time-out-of-range", 1, &["lock-damaged"]),
    ("machine-script-of-simplified", 1, &["unknown-key"]),
    (
        "many-problems",
        1,
        &[
            "caveat-not-found",
            "cloze-not-in-quote",
            "duplicate-id",
            "quote-not-found",
            "script-residue",
            "source-changed",
            "unknown-id",
            "unknown-id",
            "wrong-value",
        ],
    ),
    ("missing-deck-table", 1, &["missing-key"]),
    ("missing-key", 1, &["missing-key"]),
    ("missing-speaker-of-a-digest", 1, &["missing-key"]),
    ("name-in-other-words", 1, &["script-mismatch"]),
    ("no-deck", 2, &[]),
    ("not-as-printed", 1, &["not-as-printed"]),
    ("not-as-printed-simplified", 1, &["lines-unsure", "not-as-printed"]),
    ("number-gap", 1, &["number-gap"]),
    ("origin-changed", 1, &["origin-changed"]),
    ("part-is-a-folder", 1, &["file-unreadable"]),
    ("part-misplaced-quote-mark", 1, &["syntax"]),
    ("part-missing", 1, &["file-missing"]),
    ("part-outside", 1, &["wrong-value"]),
    ("part-with-a-head", 1, &["unknown-key"]),
    ("pinyin-full-width-mark", 1, &["pinyin-words"]),
    ("pinyin-no-reading", 1, &["pinyin-reading"]),
    ("pinyin-of-a-gloss", 1, &["pinyin-syllables"]),
    ("pinyin-of-a-question", 1, &["pinyin-syllables"]),
    ("pinyin-other-words", 1, &["pinyin-words"]),
    ("pinyin-too-few-syllables", 1, &["pinyin-syllables"]),
    ("pinyin-too-many-syllables", 1, &["pinyin-syllables"]),
    ("pinyin-unknown-syllable", 1, &["pinyin-unknown"]),
    ("pinyin-without-apostrophe", 1, &["pinyin-unknown"]),
    ("prompt-without-parts", 1, &["wrong-value"]),
    ("quote-ambiguous", 1, &["quote-ambiguous"]),
    ("quote-ambiguous-in-one-line", 1, &["quote-ambiguous"]),
    ("quote-from-cut", 1, &["quote-from-cut"]),
    ("quote-from-digest", 1, &["quote-basis"]),
    ("quote-in-another-source", 1, &["quote-not-found"]),
    ("quote-joined-by-elision-out-of-order", 1, &["quote-not-found"]),
    ("quote-not-found", 1, &["quote-not-found"]),
    ("quote-nowhere-near", 1, &["quote-not-found"]),
    ("quote-of-interviewer", 1, &["quote-not-speaker"]),
    ("quote-of-narration", 1, &["quote-not-speaker"]),
    ("quote-of-speech-in-narration", 1, &["quote-not-speaker"]),
    ("quote-past-the-end", 1, &["quote-not-found"]),
    ("quote-unsure", 1, &["label-unknown", "quote-unsure"]),
    ("quote-with-a-lookalike", 1, &["quote-not-found"]),
    (
        "quote-with-hidden-characters",
        1,
        &["control-character", "control-character", "typography", "typography"],
    ),
    ("quote-with-line-break", 1, &["typography"]),
    ("quote-wrong-line", 1, &["quote-not-found"]),
    ("recording-format", 1, &["recording-format"]),
    ("regions-overlap", 1, &["regions-overlap"]),
    ("script-card-character", 1, &["script-card-phrase"]),
    ("script-card-of-unknown-quote", 1, &["unknown-id"]),
    ("script-card-phrase-not-in-quote", 1, &["script-card-phrase"]),
    ("script-card-phrase-too-short", 1, &["script-card-phrase"]),
    ("script-card-wrong", 1, &["script-note-wrong"]),
    ("script-mismatch", 1, &["script-mismatch"]),
    ("script-note-contrast-wrong", 1, &["script-note-wrong"]),
    ("script-note-no-contrast", 1, &["script-note-wrong"]),
    ("script-note-not-in-quote", 1, &["script-note-not-in-quote"]),
    ("script-note-wrong", 1, &["script-note-wrong"]),
    ("script-residue", 1, &["script-residue"]),
    ("script-residue-in-traditional", 1, &["script-residue"]),
    ("source-bom", 1, &["byte-order-mark"]),
    ("source-c1-control-character", 1, &["control-character"]),
    ("source-changed", 1, &["source-changed"]),
    ("source-control-character", 1, &["control-character"]),
    ("source-crlf", 1, &["carriage-return"]),
    ("source-entry-wrong", 1, &["unknown-key"]),
    ("source-is-a-folder", 1, &["file-unreadable"]),
    ("source-missing", 1, &["file-missing"]),
    ("source-not-utf8", 1, &["not-utf8"]),
    ("source-nul", 1, &["control-character"]),
    ("source-outside-project", 1, &["wrong-value"]),
    ("source-script", 1, &["source-script"]),
    ("source-texts-empty", 1, &["wrong-value", "wrong-value"]),
    ("sources-control-character", 1, &["control-character"]),
    ("sources-escaped-control-character", 1, &["control-character"]),
    ("space-beside-han", 1, &["typography"]),
    ("speaker-entry-wrong", 1, &["unknown-key"]),
    ("straight-quote-marks", 1, &["typography"]),
    ("text-empty", 1, &["wrong-value"]),
    ("text-too-long", 1, &["text-too-long"]),
    ("text-unreadable", 1, &["text-unreadable"]),
    ("themes-left-empty", 1, &["missing-key"]),
    ("toml-bracket-missing", 1, &["syntax"]),
    ("toml-chinese-marks", 1, &["syntax"]),
    ("toml-syntax", 1, &["syntax"]),
    ("toml-syntax-in-sources", 1, &["syntax"]),
    ("translation-of-a-part", 1, &["missing-key"]),
    ("unknown-key-in-deck", 1, &["unknown-key"]),
    ("unknown-key-in-sources", 1, &["unknown-key"]),
    ("unknown-occasion", 1, &["unknown-id"]),
    ("unknown-source-id", 1, &["unknown-id"]),
    ("unknown-speaker-id", 1, &["unknown-id"]),
    ("unknown-table-in-deck", 1, &["unknown-key"]),
    ("unknown-theme-id", 1, &["unknown-id"]),
    ("wrong-shape", 1, &["wrong-value"]),
    ("wrong-type", 1, &["wrong-value"]),
];

/// Codes that no project can cause, and why.
const NOT_OF_A_PROJECT: &[(Code, &str)] = &[
    (Code::ConversionFailed, "only a machine without a temporary folder has it"),
    (Code::DerivationDiffers, "only --rederive finds it; suite::update shows it"),
    (Code::GlyphMissing, "depends on the fonts; suite::print shows it"),
    (Code::CardContinued, "depends on the sheet; suite::print shows it"),
    (Code::RecordingTooLarge, "the file is too large to keep; suite::recordings shows it"),
];

/// The projects of a folder, by name.
fn projects(kind: &str) -> Vec<String> {
    let folder = root().join("tests/sample-decks").join(kind);
    let entries = std::fs::read_dir(folder).expect("samples");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("entry").file_name().into_string().expect("UTF-8")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Runs a check of each project and tells of all that fail, not of the first only.
fn each(kind: &str, check: impl Fn(&str) + std::panic::RefUnwindSafe) {
    let names = projects(kind);
    let failed: Vec<&String> = names
        .iter()
        .filter(|name| std::panic::catch_unwind(|| check(name)).is_err())
        .collect();
    assert!(failed.is_empty(), "{kind}: {failed:?}");
}

/// Ids of the project's decks.
fn decks(project: &Path) -> Vec<String> {
    let names = tree(&project.join("decks")).into_keys();
    let ids = names.filter_map(|name| name.strip_suffix(".toml").map(str::to_owned));
    ids.filter(|id| !id.contains('/')).collect()
}

/// Codes of what `check` finds wrong, sorted; what it only doubts is no finding.
fn codes(project: &Path) -> Vec<String> {
    let mut found = json_lines(&run(project, &["check", "--format", "json"]).out);
    found.retain(|finding| finding["severity"] != "note");
    let code = |finding: &Value| finding["code"].as_str().expect("code").to_owned();
    let mut codes: Vec<String> = found.iter().map(code).collect();
    codes.sort();
    codes
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

// ------------------------------------------------------------------ bad projects

#[test]
fn bad_projects_are_the_listed_ones() {
    let listed: Vec<&str> = INVALID.iter().map(|(name, _, _)| *name).collect();
    assert_eq!(projects("invalid"), listed);
}

#[test]
fn bad_projects_end_with_their_findings() {
    each("invalid", |name| {
        let (_, status, wanted) =
            INVALID.iter().find(|(listed, _, _)| *listed == name).expect("listed");
        let project = sample(&format!("invalid/{name}"));
        let checked = run(project.path(), &["check"]);
        assert_eq!(checked.status, *status, "{name}: {}", checked.err);
        assert_eq!(checked.out, "", "{name}");
        assert_eq!(codes(project.path()), *wanted, "{name}");
        snapshot(&format!("invalid-{name}"), &checked.err);
    });
}

#[test]
fn bad_projects_replace_no_file() {
    each("invalid", |name| {
        let (_, status, _) =
            INVALID.iter().find(|(listed, _, _)| *listed == name).expect("listed");
        let project = sample(&format!("invalid/{name}"));
        let path = |name: String| project.path().join(name);
        std::fs::create_dir(path("out".to_owned())).unwrap();
        for deck in decks(project.path()).iter().chain([&"garden".to_owned()]) {
            for kind in ["apkg", "csv"] {
                let old = format!("the {kind} of the last build");
                std::fs::write(path(format!("out/{deck}.{kind}")), old).unwrap();
            }
            let lock = path(format!("decks/{deck}.lock"));
            if !lock.exists() {
                std::fs::write(lock, "[lock]\nversion = 1\n").unwrap();
            }
        }
        let before = tree(project.path());
        let checked = run(project.path(), &["check"]);
        let built = run(project.path(), &["build"]);
        assert_eq!(built.status, *status, "{name}: {}", built.err);
        assert_eq!(built.out, "", "{name}");
        let untouched = "nothing was written; existing output files were left unchanged\n";
        let said = built.err.strip_suffix(untouched).unwrap_or(&built.err);
        assert_eq!(said, checked.err, "{name}: build and check find the same");
        assert_eq!(said.len() < built.err.len(), *status == 1, "{name}: {}", built.err);
        for command in ["sources", "passages", "notes", "collate", "harvest"] {
            let ran = run(project.path(), &[command, "--format", "json"]);
            assert!((0..=2).contains(&ran.status), "{name}, {command}: {}", ran.err);
            assert!(ran.status == 0 || ran.err.contains("error"), "{name}, {command}");
            json_lines(&ran.out);
        }
        assert_eq!(tree(project.path()), before, "{name}");
    });
}

#[test]
fn bad_projects_cannot_write_to_the_terminal() {
    each("invalid", |name| {
        let project = sample(&format!("invalid/{name}"));
        for command in ["check", "sources", "passages", "notes"] {
            let ran = run(project.path(), &[command]);
            for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
                let bad = text.find(acts_on_a_terminal);
                assert_eq!(bad.map(|at| &text[at..]), None, "{name}, {command}, {stream}");
            }
        }
    });
}

#[test]
fn a_broken_document_or_deck_never_yields_cards() {
    // Reading commands show what could be read; the notes of a deck that is not proved
    // are never shown.
    for name in ["quote-not-found", "emendation-unsupported", "script-mismatch"] {
        let project = sample(&format!("invalid/{name}"));
        for command in ["notes", "collate"] {
            let ran = run(project.path(), &[command, "--format", "json"]);
            assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{name}, {command}");
        }
        assert_eq!(run(project.path(), &["sources"]).status, 0, "the sources are good");
    }
}

// ------------------------------------------------------------------ good projects

#[test]
fn good_projects_build() {
    each("valid", |name| {
        let project = sample(&format!("valid/{name}"));
        let out = TempDir::new().unwrap();
        let checked = run(project.path(), &["check"]);
        assert_eq!((checked.status, checked.out.as_str()), (0, ""), "{}", checked.err);
        let build = ["build", "--out", out.path().to_str().unwrap()];
        let built = run(project.path(), &build);
        assert_eq!((built.status, built.out.as_str()), (0, ""), "{}", built.err);
        let names = decks(project.path());
        // No font has an emoji and a character beyond the Basic Multilingual Plane.
        let printed = |file: &String| name != "hostile-cells" || !file.ends_with(".pdf");
        let files = names.iter().flat_map(|deck| outputs(deck)).filter(printed);
        let made = tree(out.path());
        assert_eq!(made.keys().cloned().collect::<Vec<_>>(), files.collect::<Vec<_>>());
        for (file, bytes) in &made {
            let bytes = bytes.as_ref().expect("a file");
            if file.ends_with(".apkg") {
                assert!(bytes.starts_with(b"PK"), "{file} is a ZIP file");
            } else if file.ends_with(".pdf") {
                assert!(bytes.starts_with(b"%PDF-1.7"), "{file} is a PDF");
            } else if file.ends_with(".md") {
                let text = std::str::from_utf8(bytes).unwrap();
                assert!(text.contains("sha256 `"), "{file} names its sources");
            } else if file.ends_with(".html") {
                let text = std::str::from_utf8(bytes).unwrap();
                assert!(text.contains("<article id=q-"), "{file} has cards");
                assert!(text.contains("<section class=col id=s-"), "{file} has documents");
            } else {
                let mut reader = csv::Reader::from_reader(bytes.as_slice());
                let columns = yulu::export::csv::FULL.map(yulu::export::csv::Column::name);
                assert_eq!(reader.headers().unwrap(), &columns[..]);
                assert!(reader.records().map(Result::unwrap).count() > 0, "{file}");
            }
        }
        let locks: Vec<String> = names.iter().map(|deck| format!("{deck}.lock")).collect();
        let decks_folder = tree(&project.path().join("decks"));
        assert!(locks.iter().all(|lock| decks_folder.contains_key(lock)));
        assert_eq!(run(project.path(), &build).status, 0);
        assert_eq!(tree(out.path()), made, "{name}: a second build makes the same bytes");
        assert_eq!(tree(&project.path().join("decks")), decks_folder, "{name}");
    });
}

#[test]
fn good_projects_have_no_warnings_but_those_in_their_names() {
    each("valid", |name| {
        let project = sample(&format!("valid/{name}"));
        match name.strip_prefix("warning-") {
            Some(code) => {
                let mut found = codes(project.path());
                found.dedup();
                assert_eq!(found, [code]);
                let err = run(project.path(), &["check", "-q"]).err;
                snapshot(&format!("valid-{name}"), &err);
            }
            None => assert_eq!(run(project.path(), &["check", "-q"]).err, "", "{name}"),
        }
    });
}

/// A good project with what the program makes of it.
struct Shown {
    project: TempDir,
}

impl Shown {
    fn lines(&self, command: &str) -> Vec<Value> {
        let ran = run(self.project.path(), &[command, "--format", "json"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        json_lines(&ran.out)
    }

    /// Some keys of each line, in order.
    fn table(&self, command: &str, keys: &[&str]) -> Vec<Value> {
        let row = |line: &Value| keys.iter().map(|key| line[key].clone()).collect();
        self.lines(command).iter().map(row).collect()
    }

    /// The rows of a deck's CSV.
    fn rows(&self, deck: &str) -> Vec<BTreeMap<String, String>> {
        assert_eq!(run(self.project.path(), &["build", "-q"]).status, 0);
        let path = self.project.path().join("out").join(format!("{deck}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// The outputs after a change of one file.
    fn outputs_with(
        &self,
        file: &str,
        change: impl Fn(&str) -> String,
    ) -> BTreeMap<String, Option<Vec<u8>>> {
        let other = TempDir::new().unwrap();
        copy(self.project.path(), other.path());
        let path = other.path().join(file);
        let old = std::fs::read_to_string(&path).unwrap();
        let new = change(&old);
        assert_ne!(old, new, "the file is what the sample's name says");
        std::fs::write(path, new).unwrap();
        let ran = run(other.path(), &["build", "-q"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        tree(&other.path().join("out"))
    }
}

fn json(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("JSON in a test")
}

#[test]
fn good_projects_show_what_their_names_say() {
    each("valid", |name| {
        if name.starts_with("warning-") {
            return;
        }
        shows(name, &Shown { project: sample(&format!("valid/{name}")) });
    });
}

fn shows(name: &str, shown: &Shown) {
    match name {
        "minimal-dialogue" => {
            assert_eq!(
                shown.table(
                    "passages",
                    &["lines", "speaker", "basis", "kind", "question_lines"]
                ),
                json(
                    r#"[
                        [[1, 1], "interviewer", "labelled", "question", null],
                        [[2, 2], "lin", "labelled", "answer", [1, 1]],
                        [[3, 3], "interviewer", "labelled", "question", null],
                        [[4, 5], "lin", "labelled", "answer", [3, 3]]
                    ]"#
                )
            );
            let row = &shown.rows("garden")[0];
            assert_eq!(row["quote_hant"], "種樹是為了讓後來的人有蔭涼。");
            assert_eq!(row["cloze_hans"], "种树是为了让{{c1::后来的人}}有荫凉。");
            assert_eq!(row["locator"], "garden:2");
        }
        "reading-aids" => {
            let fields = &shown.lines("notes")[0]["fields"];
            assert_eq!(
                fields["Pinyin"],
                "Zhòng shù shì wèile ràng hòulái de rén yǒu yìnliáng."
            );
            assert_eq!(
                to_text(fields["Zhuyin"].as_str().unwrap()),
                "ㄓㄨㄥˋ ㄕㄨˋ ㄕˋ ㄨㄟˋ ˙ㄌㄜ ㄖㄤˋ ㄏㄡˋ ㄌㄞˊ ˙ㄉㄜ ㄖㄣˊ ㄧㄡˇ ㄧㄣˋ ㄌㄧㄤˊ。"
            );
            assert_eq!(fields["PromptPinyin"], "Zhòng shù wèile shénme?");
            assert_eq!(
                to_text(fields["ScriptNotes"].as_str().unwrap()),
                "后来 → 後來，但，但皇后 → 皇后"
            );
            let question = &shown.lines("notes")[1]["fields"];
            assert_eq!(question["QuestionPinyin"], "Wèi shénme jí yě méiyǒu yòng?");
            let row = &shown.rows("garden")[0];
            assert_eq!(row["pinyin"], fields["Pinyin"].as_str().unwrap());
            assert_eq!(row["zhuyin"], to_text(fields["Zhuyin"].as_str().unwrap()));
        }
        "answers" => {
            let notes = shown.lines("notes");
            let ids: Vec<&str> =
                notes.iter().map(|note| note["id"].as_str().unwrap()).collect();
            assert_eq!(ids, ["shade", "patience.why-wait"]);
        }
        "labels-of-a-source" => {
            assert_eq!(
                shown.table("passages", &["source", "speaker", "kind"]),
                json(
                    r#"[
                        ["garden", "interviewer", "question"],
                        ["garden", "lin", "answer"],
                        ["bees", "interviewer", "question"],
                        ["bees", "fang", "answer"]
                    ]"#
                )
            );
            let rows = shown.rows("garden");
            let speaker = |row: usize| rows[row]["source_hans"].split('；').next().unwrap();
            assert_eq!((speaker(0), speaker(1)), ("林青禾", "方师傅"));
            // A card that quotes both says who says what.
            let notes = shown.lines("notes");
            let fields = &notes.last().unwrap()["fields"];
            assert_eq!(
                fields["QuotesHant"].as_str().unwrap(),
                "<ul><li lang=\"zh-Hant-TW\">種樹是為了讓後來的人有蔭涼。 <small>——林青禾</small></li>\
                 <li lang=\"zh-Hant-TW\">蜂是自己的，我只是看著它們。 <small>——方師傅</small></li></ul>"
            );
        }
        "numbered" => {
            assert_eq!(
                shown.table("passages", &["lines", "kind", "basis", "number", "text"]),
                json(
                    r#"[
                        [[1, 1], "thought", "compiled", 1, "树不会因为你急就长得快。"],
                        [[3, 4], "thought", "compiled", 2,
                         "选苗要看根，不要看叶。\n根好的苗，冬天过得去。"],
                        [[5, 5], "thought", "compiled", 3,
                         "一亩地种2.5倍的苗，并不会多一片荫凉。"]
                    ]"#
                )
            );
        }
        "plain-speaker" => assert_eq!(
            shown.table("passages", &["lines", "speaker", "kind", "basis"]),
            json(
                r#"[[[1, 1], "lin", "quote", "labelled"], [[3, 3], "lin", "quote", "labelled"]]"#
            )
        ),
        "speech-in-narration" => {
            assert_eq!(
                shown.table("passages", &["lines", "speaker", "basis", "text"]),
                json(
                    r#"[
                        [[1, 1], "narrator", "reported", "林青禾在山脚下种了三十年的树。"],
                        [[3, 3], "narrator", "reported", "去年冬天，林青禾对来访的学生说："],
                        [[3, 3], "lin", "cited", "种树是为了让后来的人有荫凉。"],
                        [[3, 3], "narrator", "reported", "学生记了下来。"],
                        [[5, 5], "lin", "cited", "急也没有用，"],
                        [[5, 5], "narrator", "reported", "林青禾笑着说，"],
                        [[5, 5], "lin", "cited", "树有树的时间。"],
                        [[7, 7], "narrator", "reported", "他说：“水要浇在根上。”"],
                        [[9, 9], "narrator", "reported", "林青禾的儿子说：“父亲连过年都在浇水。”"]
                    ]"#
                )
            );
            let row = &shown.rows("feature")[0];
            assert!(
                row["source_hans"].contains("，为叙述中的引语"),
                "{}",
                row["source_hans"]
            );
            assert!(
                row["source_en"].contains(", quoted in narration"),
                "{}",
                row["source_en"]
            );
        }
        "digest-beside-dialogue" => {
            let quote = &shown.lines("collate")[0];
            let sources = |list: &Value| -> Vec<String> {
                let list = list.as_array().unwrap().iter();
                list.map(|w| w["source"].as_str().unwrap().to_owned()).collect()
            };
            assert_eq!(sources(&quote["witnesses"]), ["printed"], "no digest is a witness");
            assert_eq!(sources(&quote["echoes"]), ["digest"]);
            assert_eq!(quote["readings"][0]["lemma"], "留");
            assert_eq!(quote["readings"][0]["reading"], "流");
            let row = &shown.rows("nursery")[0];
            assert!(row["quote_hans"].contains("轮流"), "the emended words are printed");
            let emended = "轮流] 轮留 (spoken; emended from printed)";
            assert!(row["apparatus"].starts_with(emended), "{}", row["apparatus"]);
        }
        "traditional-source" => {
            assert_eq!(shown.lines("sources")[0]["script"], "hant");
            let quote = &shown.lines("collate")[0];
            assert_eq!(quote["text"], "種樹是為了讓後來的人有「蔭涼」。");
            let row = &shown.rows("garden")[0];
            assert_eq!(row["quote_hans"], "种树是为了让后来的人有“荫凉”。");
            assert_eq!(row["quote_hant"], "種樹是為了讓後來的人有「蔭涼」。");
        }
        "traditional-characters-kept" => {
            let rows = shown.rows("clocks");
            let row = &rows[0];
            // The source's own 錶 and 乾; 裏 and 着 in Taiwan's forms, as the note says.
            let hant =
                "修錶的人心裡要靜，著急不得；錶停了，先看發條乾不乾淨，然後才看「零件」。";
            assert_eq!(row["quote_hant"], hant);
            assert_eq!(
                row["cloze_hant"],
                hant.replace("發條乾不乾淨", "{{c1::發條乾不乾淨}}")
            );
            assert!(row["source_hans"].starts_with("贺师傅；据访钟表匠第3行，"));
            assert!(row["source_hant"].starts_with("賀師傅；據訪鐘錶匠第3行，"));
            assert!(row["source_hans"].ends_with("。原文为繁体，简体为转换。"));
            assert!(row["source_hant"].ends_with("。原文為繁體，字形依台灣。"));
            let english = "Printed in Traditional, shown in Taiwan's forms; \
                           Simplified converted.";
            assert!(row["source_en"].ends_with(english), "{}", row["source_en"]);
            assert_eq!(rows[1]["quote_hant"], "我寫過一本講鐘錶的著作……沒有一句話教人快。");
            assert!(!rows[1]["source_hant"].contains("原文"), "{}", rows[1]["source_hant"]);
            let hk = ["notes", "--region", "hk", "--format", "json"];
            let notes = json_lines(&run(shown.project.path(), &hk).out);
            let fields = &notes[0]["fields"];
            let own = "修錶的人心裏要靜，着急不得；錶停了，先看<b>發條乾不乾淨</b>，然後才看「零件」。";
            assert_eq!(fields["Hant"], own, "as printed");
            assert!(fields["SourceHant"].as_str().unwrap().ends_with("第3行。"));
        }
        "warning-stray-simplified" => {
            let rows = shown.rows("clocks");
            assert_eq!(rows[0]["quote_hant"], "著急不得，學會以后也不得。", "as printed");
            assert_eq!(rows[1]["quote_hant"], "皇后的錶也一樣。");
        }
        "deck-in-hong-kong-forms" => {
            let rows = shown.rows("tax");
            let row = &rows[0];
            let taiwan =
                "稅表裡面沒有秘密，我說給他們聽：溫和一點，脫下大衣，坐在檯邊慢慢填。";
            assert_eq!(row["quote_hant"], taiwan);
            assert_eq!(
                row["quote_hans"],
                "税表里面没有秘密，我说给他们听：温和一点，脱下大衣，坐在台边慢慢填。"
            );
            assert_eq!(row["prompt_hant"], "稅表裡面有什麼？");
            assert!(row["source_hant"].starts_with("何先生；據訪報稅員第3行"));
            assert!(row["source_hant"].ends_with("。原文為繁體，字形依台灣。"));
            assert_eq!(rows[1]["quote_hant"], "麵包店……群眾都一樣。");
            // Notes are typed in Hong Kong's forms and hold in Taiwan's.
            let notes = shown.lines("notes")[0]["fields"]["ScriptNotes"].to_string();
            assert!(notes.contains("裡面") && notes.contains("檯邊"), "{notes}");
            let hk = ["notes", "--region", "hk", "--format", "json"];
            let notes = json_lines(&run(shown.project.path(), &hk).out);
            let fields = &notes[0]["fields"];
            let own = "税表裏面沒有秘密，我<b>説給他們聽</b>：温和一點，脱下大衣，坐在枱邊慢慢填。";
            assert_eq!(fields["Hant"], own, "as printed");
            assert_eq!(fields["PromptHant"], "税表裏面有什麼？");
            let note = fields["SourceHant"].as_str().unwrap();
            assert!(note.contains("據訪報税員") && !note.contains("字形"), "{note}");
        }
        "names-in-both-scripts" => {
            let row = &shown.rows("clocks")[0];
            assert_eq!(row["quote_hant"], "我師父范先生說過，時鐘是不會騙人的。");
            assert_eq!(row["prompt_hant"], "鍾鶴年的師父怎麼說時鐘？");
            assert!(row["source_hans"].starts_with("钟鹤年；据时钟访谈第3行"));
            assert!(row["source_hant"].starts_with("鍾鶴年；據時鐘訪談第3行"));
            let question = &shown.lines("notes")[1]["fields"]["QuestionHant"];
            assert_eq!(question, "于先生問了鍾鶴年什麼？");
        }
        "deck-in-traditional" => {
            let row = &shown.rows("garden")[0];
            assert_eq!(row["quote_hans"], "种树是为了让后来的人有荫凉。");
            assert_eq!(row["quote_hant"], "種樹是為了讓後來的人有蔭涼。");
            assert_eq!(row["prompt_hans"], "种树为了什么？");
        }
        "deck-in-parts" => assert_eq!(
            shown.table("notes", &["id"]),
            json(r#"[["shade"], ["learnt-to-wait"], ["patience.why-wait"]]"#)
        ),
        "letters-coded-otherwise" => {
            let row = &shown.rows("garden")[0];
            let quote = "种树是为了让后来的人有荫凉——急也没有用……葛藤会爬上门窗，来看的人越来越多。";
            assert_eq!(row["quote_hans"], quote, "in standard letters");
            assert!(row["pinyin"].contains("hòulái de rén yǒu"), "{}", row["pinyin"]);
            assert!(shown.rows("garden")[1]["quote_hans"].starts_with("café门口"));
        }
        "elision" => {
            let row = &shown.rows("garden")[0];
            assert_eq!(row["quote_hans"], "种树是为了让后来的人有荫凉。……树有树的时间。");
            let raw = "种树是为了让后来的人有荫凉。\n树有树的时间。";
            assert_eq!(
                shown.lines("collate")[0]["text"],
                raw,
                "what is left out is not there"
            );
        }
        "quote-over-two-paragraphs" => {
            let base = &shown.lines("collate")[0]["base"];
            assert_eq!(base["lines"], serde_json::json!([4, 5]));
            assert_eq!(shown.rows("garden")[0]["locator"], "garden:4–5");
        }
        "crlf-deck-file" => {
            let outputs = shown.rows("garden");
            assert_eq!(outputs.len(), 2);
            let lf = shown.outputs_with("decks/garden.toml", |t| t.replace("\r\n", "\n"));
            assert!(
                lf == tree(&shown.project.path().join("out")),
                "line ends make no difference"
            );
        }
        "bom-deck-file" => {
            shown.rows("garden");
            let without =
                shown.outputs_with("decks/garden.toml", |t| t.replacen('\u{feff}', "", 1));
            assert!(without == tree(&shown.project.path().join("out")));
        }
        "markdown-labels" => assert_eq!(
            shown.table("passages", &["lines", "speaker", "text"]),
            json(
                r##"[
                    [[1, 1], "narrator", "# 种树的人"],
                    [[3, 3], "interviewer", "您为什么种树？"],
                    [[5, 5], "lin", "种树是为了让后来的人有荫凉。"],
                    [[7, 7], "interviewer", "急吗？"],
                    [[9, 9], "lin", "急也没有用，树有树的时间。"],
                    [[11, 11], "interviewer", "累吗？"],
                    [[13, 13], "lin", "累了就在树下坐一会儿。"]
                ]"##
            )
        ),
        "repeated-passage" => {
            let quote = &shown.lines("collate")[0];
            assert_eq!(quote["base"]["lines"], serde_json::json!([4, 4]));
            assert_eq!(quote["base"]["also"], serde_json::json!([[2, 2]]));
            assert_eq!(quote["witnesses"], serde_json::json!([]), "a repeat is no witness");
            assert_eq!(shown.lines("passages")[3]["repeat_of"], serde_json::json!([2, 2]));
            // Every place is named wherever places are.
            let row = &shown.rows("garden")[0];
            assert_eq!(row["apparatus"], "garden:2 =");
            assert!(row["source_hans"].contains("第4、2行，"), "{}", row["source_hans"]);
            assert!(row["source_en"].contains(", lines 4 and 2, "), "{}", row["source_en"]);
            let id = quote["id"].as_str().unwrap();
            let card = run(shown.project.path(), &["show", id]).out;
            assert!(card.contains("garden.txt:4 (labelled); again in line 2\n"), "{card}");
        }
        "deck-with-override" => {
            let row = &shown.rows("garden")[0];
            assert_eq!(row["quote_hans"], "我师傅姓丰，他只教我种树。");
            assert_eq!(row["quote_hant"], "我師傅姓丰，他只教我種樹。");
            let plain = shown.outputs_with("decks/garden.toml", |text| {
                let both = text.lines().find(|line| line.starts_with("quote = {")).unwrap();
                text.replace(both, "quote = \"我师傅姓丰，他只教我种树。\"")
            });
            let csv = String::from_utf8(plain["garden.csv"].clone().unwrap()).unwrap();
            assert!(csv.contains("姓豐"), "conversion alone gets the name wrong: {csv}");
        }
        "cuts-and-voices" => {
            let source = &shown.lines("sources")[0];
            let cuts = r#"[[{ "lines": [1, 2], "reason": "the site's navigation" }]]"#;
            assert_eq!(vec![source["cuts"].clone()], json(cuts));
            assert_eq!(source["caveats"][0]["line"], 3);
            assert_eq!(source["group"], "one-visit");
            assert_eq!(source["occasions"], serde_json::json!(["spring-visit"]));
            assert_eq!(
                shown.table("passages", &["lines", "speaker", "basis"]),
                json(
                    r#"[
                        [[3, 3], "author", "reported"],
                        [[4, 4], "interviewer", "labelled"],
                        [[5, 5], "lin", "labelled"]
                    ]"#
                )
            );
            let note = &shown.rows("garden")[0]["source_en"];
            assert!(note.contains("the spring interview;"), "stated, not inferred: {note}");
            assert!(note.contains("(taken down in haste)"), "{note}");
        }
        "conversion-doubt" => {
            let found = &shown.lines("check")[..];
            let [doubt] = found else { panic!("{found:?}") };
            assert_eq!(doubt["code"], Code::ConversionDoubt.as_str());
            assert_eq!((&doubt["severity"], &doubt["line"]), (&"note".into(), &26.into()));
            assert_eq!(doubt["message"], "樹下的鬥是誰的: 斗 is 鬥 (not 斗?)");
            // Deciding it is one line.
            let file = shown.project.path().join("seeds/conversions.toml");
            std::fs::write(file, "[words]\n\"下的斗\" = \"下的斗\"\n").unwrap();
            assert_eq!(shown.lines("check"), Vec::<Value>::new());
            assert_eq!(shown.rows("garden")[0]["prompt_hant"], "樹下的斗是誰的？");
        }
        "two-decks" => {
            assert_eq!(shown.rows("garden")[0]["id"], "shade");
            assert_eq!(shown.rows("weather")[0]["id"], "learnt-to-wait");
        }
        "hostile-cells" => {
            let row = &shown.rows("cells")[0];
            assert_eq!(row["quote_hans"], "'=1+1，等于二。", "no formula in a spreadsheet");
            let fields = &shown.lines("notes")[0]["fields"];
            assert_eq!(fields["Hant"], "&#61;1+1，<b>等於二</b>。", "nor in a field");
        }
        "hostile-anki" => {
            for note in shown.lines("notes") {
                for (name, field) in note["fields"].as_object().unwrap() {
                    let live = field.as_str().unwrap().contains(['[', '{', '\\']);
                    assert!(!live, "{name}: {field}");
                }
            }
        }
        // The rest in suite::translation.
        "translation-of-the-document" => {
            let rows = shown.rows("garden");
            let row = |id: &str| rows.iter().find(|row| row["id"] == id).expect("a row");
            assert_eq!(row("no-deceit")["english"], "Trees do not deceive.");
            assert_eq!(row("no-deceit")["translation_by"], "translation of the document");
            assert_eq!(row("rainy-days")["translation_by"], "our translation");
        }
        // The rest in suite::recordings.
        "recordings" => {
            let row = &shown.rows("garden")[0];
            assert_eq!(row["audio"], "decks/audio/shade.mp3");
            assert_eq!(row["note_english"], "These are the opening words.");
            assert_eq!(row["asked_hans"], "您为什么一直种树？");
            assert_eq!(row["asked_hant"], "您為什麼一直種樹？");
            assert_eq!(row["asked_english"], "Why have you always planted trees?");
            assert_eq!(row["asked_locator"], "garden:1");
        }
        other => panic!("say here what {other} shows"),
    }
}

// ------------------------------------------------------------------ completeness

#[test]
fn every_code_that_a_project_can_cause_is_shown() {
    // The tests above hold both lists to what the program finds.
    let valid = projects("valid");
    let warnings = valid.iter().filter_map(|name| name.strip_prefix("warning-"));
    let errors = INVALID.iter().flat_map(|(_, _, codes)| codes.iter().copied());
    let notes = [Code::ConversionDoubt.as_str()];
    let shown: BTreeSet<&str> = warnings.chain(errors).chain(notes).collect();
    for code in Code::ALL {
        let excepted = NOT_OF_A_PROJECT.iter().find(|(other, _)| other == code);
        match (excepted, shown.contains(code.as_str())) {
            (None, true) | (Some(_), false) => {}
            (None, false) => panic!("no sample shows {}", code.as_str()),
            (Some((_, why)), true) => {
                panic!("a sample shows {}; so not: {why}", code.as_str())
            }
        }
    }
}

#[test]
fn every_snapshot_belongs_to_a_sample() {
    let folder = root().join("tests/suite/snapshots");
    let samples: BTreeSet<String> = ["valid", "invalid"]
        .iter()
        .flat_map(|kind| {
            projects(kind).into_iter().map(move |name| format!("{kind}-{name}"))
        })
        .collect();
    let mut seen = 0;
    for file in tree(&folder).into_keys() {
        let name = file.strip_prefix("suite__sample_decks__");
        if let Some(name) = name.and_then(|name| name.strip_suffix(".snap")) {
            assert!(samples.contains(name), "{file} has no sample");
            seen += 1;
        }
    }
    assert!(seen > 50, "the snapshots are where this test looks: {seen}");
}
