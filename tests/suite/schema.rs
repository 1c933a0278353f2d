//! The JSON Schemas and the program agree on what a file may hold.

use std::collections::BTreeSet;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use tempfile::TempDir;
use yulu::deck::file;
use yulu::diagnostics::{Code, Diagnostic};
use yulu::source::{errata, manifest};

use crate::cli::{json_lines, root, run, tree};

fn schema(name: &str) -> Value {
    let path = root().join("docs/schema").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("a schema")).expect("JSON")
}

fn validator(name: &str) -> Validator {
    jsonschema::draft7::new(&schema(name)).expect("a sound schema")
}

/// A TOML text as JSON; `None` if it is no TOML.
fn json(text: &str) -> Option<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: toml::Value = toml::from_str(text).ok()?;
    serde_json::to_value(value).ok()
}

/// Which schema describes a file of a project.
fn schema_of(name: &str) -> Option<&'static str> {
    match name {
        "seeds/sources.toml" => Some("sources"),
        "seeds/errata.toml" => Some("errata"),
        name if name.starts_with("decks/") && name.ends_with(".toml") => Some("deck"),
        _ => None,
    }
}

/// What the schemas object to in a project, file by file.
fn objections(project: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in tree(project) {
        let (Some(schema), Some(bytes)) = (schema_of(&name), bytes) else { continue };
        let Some(value) = String::from_utf8(bytes).ok().and_then(|text| json(&text)) else {
            continue;
        };
        let errors = validator(schema);
        let errors = errors.iter_errors(&value);
        found.extend(errors.map(|e| format!("{name}{}: {e:.200}", e.instance_path())));
    }
    found
}

fn samples(kind: &str) -> Vec<std::path::PathBuf> {
    let folder = root().join("tests/sample-decks").join(kind);
    let entries = std::fs::read_dir(folder).expect("samples");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    assert!(paths.len() > 10);
    paths
}

#[test]
fn good_projects_are_accepted() {
    let init = TempDir::new().unwrap();
    assert_eq!(run(init.path(), &["init", "-q"]).status, 0);
    let mut projects = samples("valid");
    projects.extend([root().to_path_buf(), init.path().to_path_buf()]);
    for project in projects {
        let project = if project == root() { shipped() } else { project };
        assert_eq!(objections(&project), Vec::<String>::new(), "{}", project.display());
    }
}

/// The shipped project without what is built and checked out beside it.
fn shipped() -> std::path::PathBuf {
    let copy = crate::cli::shipped();
    copy.keep()
}

/// Bad projects of which a schema cannot know, although their codes are those of structure.
const BEYOND: &[(&str, &str)] = &[
    ("deck-id-not-its-file-name", "a schema does not know the file's name"),
    (
        "missing-deck-table",
        "a part has no [deck], and a schema does not know what is a part",
    ),
    ("part-with-a-head", "a main file has a [deck]"),
    ("translation-of-a-part", "a schema does not know what the document translates"),
];

#[test]
fn projects_with_a_wrong_structure_are_refused_and_others_are_not() {
    let structure =
        ["unknown-key", "missing-key", "wrong-value", "bad-id", "text-too-long"];
    let mut refused = 0;
    for project in samples("invalid") {
        let name = project.file_name().unwrap().to_str().unwrap();
        let found = json_lines(&run(&project, &["check", "--format", "json"]).out);
        let wrong = found.iter().any(|line| {
            let code = line["code"].as_str().unwrap();
            structure.contains(&code)
        });
        let beyond = BEYOND.iter().any(|(other, _)| *other == name);
        let objections = objections(&project);
        assert_eq!(!objections.is_empty(), wrong && !beyond, "{name}: {objections:?}");
        refused += usize::from(!objections.is_empty());
    }
    assert!(refused > 15, "{refused}");
}

/// Files that use every key, one a line, for the schema and the program alike.
const DECK: &str = r#"
[deck]
id = "garden"
title = "种树的话"
title_english = "Words"
script = "hans"
about = ["一位种树人的话", "。"]
about_english = "What a planter said."
version = "1"
contact = "here"
regional_words = true
parts = []

[[theme]]
id = "patience"
title = { hans = "耐心", hant = "耐心" }
title_english = "Patience"
summary = "树要慢慢长。"
summary_english = "Trees take their time."

[[theme.question]]
id = "why-wait"
ask = "为什么急也没有用？"
english = "Why is haste of no use?"
pinyin = "Wèi shénme jí yě méiyǒu yòng?"
answer = "荫凉要等树长大。"
answer_english = "Shade waits for the tree."
quotes = ["shade"]

[[quote]]
id = "shade"
from = "garden:2"
quote = "种树是为了让后来的人有荫凉。"
english = "One plants trees for shade."
prompt = "种树为了什么？"
prompt_english = "What for?"
cloze = "后来的人"
themes = ["patience"]
difficulty = 1
occasion = "spring"
note = "编者按。"
pinyin = "Zhòng shù."
prompt_pinyin = "Zhòng shù wèile shénme?"

[[quote.gloss]]
word = "荫凉"
pinyin = "yìnliáng"
sense = "shade"

[[quote.emend]]
reads = "阴凉"
as = "荫凉"
by = ["other"]

[[quote.script_note]]
hans = "后来"
hant = "後來"
unlike = { hans = "皇后", hant = "皇后" }
taiwan = "後來"
hong_kong = "後來"

[[script]]
id = "later"
quote = "shade"
phrase = "让后来的人有荫凉"
hans = "后来"
hant = "後來"
character = "后"
unlike = [{ hans = "皇后", hant = "皇后" }]
reason = "后来的后是以后。"
reason_english = "After."
"#;

const SOURCES: &str = r#"
[[speaker]]
id = "lin"
name = "林青禾"
name_english = "Lin Qinghe"
role = "subject"
labels = ["林青禾"]

[[occasion]]
id = "spring"
title = { hans = "春天的访谈", hant = "春天的訪談" }
short = "春访"
short_english = "the spring interview"
date = "2019-03"
evidence = "the page"

[[group]]
id = "one-visit"
reason = "copies"

[[source]]
id = "garden"
file = "seeds/garden.txt"
sha256 = "6247a63e833ad7525bd84fcca958da7d540760f45a416df4bbf36915215c707a"
title = "种树的人"
short = "园中访谈"
short_english = "the garden interview"
outlet = "园丁报"
author = "unknown"
date = "undated"
date_evidence = "none"
url = "https://example.org/"
script = "hant"
machine_script = true
shape = "plain"
wrapped = true
translation = "below"
speaker = "lin"
basis = "labelled"
narrator = "lin"
group = "one-visit"
occasions = ["spring"]
occasion_stated = true
card_caveat = { zh = "删节", en = "abridged" }

[[source.cut]]
from = "点击"
to = "关注"
lines = [1, 2]
reason = "notice"

[[source.voice]]
from = "编者"
to = "按"
lines = [3, 4]
reason = "the editor"
speaker = "lin"

[[source.block]]
heading = "译文"
speaker = "lin"

[[source.caveat]]
line = 1
text = "删节"
comment = "abridged"

[[source]]
id = "bees"
file = "seeds/bees.txt"
sha256 = "6247a63e833ad7525bd84fcca958da7d540760f45a416df4bbf36915215c707a"
title = "养蜂"
short = "养蜂"
short_english = "the bees"
outlet = "unknown"
author = "unknown"
date = "undated"
date_evidence = "none"
script = "hans"
shape = "dialogue"
labels = { "答" = "lin" }

[[source]]
id = "rules"
file = "seeds/rules.txt"
sha256 = "6247a63e833ad7525bd84fcca958da7d540760f45a416df4bbf36915215c707a"
title = "树规"
short = "树规"
short_english = "the rules"
outlet = "unknown"
author = "unknown"
date = "undated"
date_evidence = "none"
script = "hans"
shape = "numbered"
speaker = "lin"
all_lists = true
cited = ["lin"]
"#;

const ERRATA: &str = r#"
[[erratum]]
source = "garden"
lines = []
reads = "荫凉"
right = "阴凉"
kind = "wrong-word"
evidence = "another print"
weak = true
"#;

/// What the program finds wrong with a file's structure when it reads it alone.
fn program(name: &str, text: &str) -> Vec<Diagnostic> {
    let (_, found) = match name {
        "deck" => {
            let (_, found) = file::parse("f", text, true);
            ((), found)
        }
        "sources" => {
            let (_, found) = manifest::parse("f", text);
            ((), found)
        }
        _ => {
            let (_, found) = errata::parse("f", text, &manifest::Manifest::default(), &[]);
            ((), found)
        }
    };
    let structure = [Code::UnknownKey, Code::MissingKey, Code::WrongValue];
    found.into_iter().filter(|d| structure.contains(&d.code)).collect()
}

#[test]
fn every_key_may_stand_and_must_stand_alike() {
    for (name, base) in [("deck", DECK), ("sources", SOURCES), ("errata", ERRATA)] {
        let validator = validator(name);
        let accepts = |text: &str| validator.is_valid(&json(text).expect(text));
        let found = program(name, base);
        assert!(found.is_empty() && accepts(base), "{name}: {found:#?}");
        let lines: Vec<&str> = base.lines().collect();
        let mut seen = BTreeSet::new();
        for (at, line) in lines.iter().enumerate() {
            let Some((key, _)) = line.split_once(" = ") else { continue };
            seen.insert(key.to_owned());
            // Without this key, and with it misspelt.
            for change in ["", "zzzzzz = 1"] {
                let mut other = lines.clone();
                other[at] = change;
                let text = other.join("\n");
                let (program, schema) = (program(name, &text).is_empty(), accepts(&text));
                assert_eq!(program, schema, "{name}: {line:?} -> {change:?}");
                assert!(!program || change.is_empty(), "{name}: {line:?} -> {change:?}");
            }
        }
        // Every key of the schema stands above, so that all were tried.
        let mut known = BTreeSet::new();
        properties(&schema(name), &mut known);
        let tables =
            ["deck", "theme", "question", "quote", "gloss", "emend", "script_note"];
        let more =
            ["speaker", "occasion", "group", "source", "cut", "voice", "caveat", "erratum"];
        let inline = ["hans", "hant", "zh", "en"];
        for key in tables.iter().chain(&more).chain(&inline) {
            if !seen.contains(*key) {
                known.remove(*key);
            }
        }
        assert_eq!(known, seen, "{name}: keys of the schema, and those tried");
    }
}

/// The names of all properties in a schema.
fn properties(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                // Conditions name keys that are declared elsewhere.
                if key == "if" || key == "then" {
                    continue;
                }
                if key == "properties"
                    && let Value::Object(names) = inner
                {
                    found.extend(names.keys().cloned());
                }
                properties(inner, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|inner| properties(inner, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_described_for_editors() {
    fn walk(value: &Value, path: &str, bare: &mut Vec<String>) {
        let Value::Object(map) = value else { return };
        if let Some(Value::Object(names)) = map.get("properties") {
            for (key, inner) in names {
                let words = inner["description"].as_str().unwrap_or_default();
                if !words.ends_with('.') && !path.contains("then") && !path.contains("if") {
                    bare.push(format!("{path}/{key}"));
                }
            }
        }
        for (key, inner) in map {
            walk(inner, &format!("{path}/{key}"), bare);
        }
    }
    for name in ["deck", "sources", "errata"] {
        let mut bare = Vec::new();
        walk(&schema(name), name, &mut bare);
        assert!(bare.is_empty(), "without a description: {bare:?}");
    }
}

#[test]
fn schema_prints_what_docs_has_and_writes_all() {
    let folder = TempDir::new().unwrap();
    for name in ["deck", "sources", "errata"] {
        let ran = run(folder.path(), &["schema", name]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let file = root().join(format!("docs/schema/{name}.json"));
        assert_eq!(ran.out, std::fs::read_to_string(file).unwrap());
    }
    assert_eq!(run(folder.path(), &["schema", "--out", "s", "-q"]).status, 0);
    let made = tree(&folder.path().join("s"));
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        ["deck.json", "errata.json", "sources.json"]
    );
    for wrong in [&["schema"][..], &["schema", "lock"], &["schema", "deck", "--out", "s"]] {
        assert_eq!(run(folder.path(), wrong).status, 2, "{wrong:?}");
    }
}
