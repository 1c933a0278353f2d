//! Each layer imports only from those before it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layers from the inside out; modules of one row do not import each other, except
/// along the arrows given below.
const ROWS: &[&[&str]] = &[
    &["text", "parallel"],
    &["script"],
    &["diagnostics", "fold", "pinyin"],
    &["import"],
    &["marks"],
    &["source"],
    &["collate"],
    &["deck"],
    &["card"],
    &["export"],
    &["cli"],
];

/// Crates that only one place may use, so that there is one place to change.
const HOMES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli/completions.rs"]),
    ("clap_mangen", &["cli/completions.rs"]),
    ("ctrlc", &["cli/interrupt.rs"]),
    ("notify", &["cli/watch/"]),
    ("terminal_size", &["cli/output.rs"]),
    (
        "unicode_width",
        &["cli", "diagnostics/render.rs", "diagnostics/wrap.rs", "source/guess/"],
    ),
    ("genanki_rs", &["export/anki/package.rs"]),
    ("rusqlite", &["export/anki/"]),
    (
        "zip",
        &["export/anki/", "export/csv/mochi.rs", "import/archive.rs", "import/packed.rs"],
    ),
    ("quick_xml", &["import/xml.rs"]),
    ("encoding_rs", &["import/"]),
    ("hayro_interpret", &["import/pdf/"]),
    ("kurbo", &["import/pdf/"]),
    ("flate2", &["import/pdf/bombs.rs"]),
    ("csv", &["export/csv/", "marks/readwise.rs"]),
    ("rust_xlsxwriter", &["export/csv/xlsx.rs"]),
    ("aho_corasick", &["source/furniture/"]),
    ("base64", &["export/reader/template.rs"]),
    ("opencc_rust", &["script/opencc.rs"]),
    ("fst", &["script/words.rs"]),
    ("icu_properties", &["text.rs", "diagnostics/alike.rs"]),
    ("unicode_normalization", &["script/letters.rs"]),
    ("unicode_security", &["diagnostics/alike.rs"]),
    ("typst", &["export/print/"]),
    ("typst_layout", &["export/print/"]),
    ("typst_pdf", &["export/print/file.rs"]),
    ("comemo", &["export/print/pdf.rs"]),
    ("lopdf", &["export/print/file.rs", "export/print/join.rs"]),
    ("fontdb", &["cli/print/fonts.rs"]),
    ("annotate_snippets", &["diagnostics/render.rs"]),
    ("pinyin", &["pinyin/"]),
    ("jieba_rs", &["pinyin/draft/mod.rs", "pinyin/draft/model.rs"]),
    (
        "toml_edit",
        &[
            "source/revision.rs",
            "deck/missing.rs",
            "deck/canonical.rs",
            "cli/document.rs",
            "cli/draft.rs",
            "cli/new.rs",
        ],
    ),
    ("indicatif", &["cli"]),
    ("saphyr_parser", &["import/front_matter.rs"]),
    ("chardetng", &["import/encoding.rs"]),
    ("html5ever", &["import/dom.rs"]),
    ("legible", &["import/html/article.rs"]),
    ("pulldown_cmark", &["import/markdown.rs", "export/markdown.rs"]),
    (
        "toml",
        &[
            "diagnostics",
            "import/front_matter.rs",
            "source",
            "deck",
            "export/anki/content_times.rs",
            "export/print/profile.rs",
        ],
    ),
];

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file by its path under `src/`, without comment lines.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let read = |path: PathBuf| {
        let name =
            path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).expect("source file");
        let code: Vec<&str> =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (name, code.join("\n"))
    };
    // src/shims/ holds crates of their own, which import nothing of ours.
    found.retain(|path| !path.starts_with(root.join("shims")));
    found.into_iter().map(read).collect()
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn imports_point_inwards() {
    let mut seen = 0;
    for (file, code) in sources() {
        let Some(own) = row(module_of(&file)) else {
            assert!(matches!(file.as_str(), "lib.rs" | "main.rs"), "{file} is in no layer");
            continue;
        };
        for (at, _) in code.match_indices("crate::") {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let target: String = code[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let Some(other) = row(&target) else {
                panic!("{file} imports crate::{target}, which is in no layer");
            };
            seen += 1;
            let same_module = target == module_of(&file);
            assert!(other < own || same_module, "{file} imports outwards: crate::{target}");
        }
    }
    assert!(seen > 40, "the test sees imports at all: {seen}");
}

#[test]
fn each_outside_crate_has_its_home() {
    for (file, code) in sources() {
        for (name, homes) in HOMES {
            let uses = code.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            let at_home = homes.iter().any(|home| file.starts_with(home));
            assert!(!uses || at_home, "{file} uses {name}, whose home is {homes:?}");
        }
    }
}

#[test]
fn every_layer_has_files() {
    let sources = sources();
    for module in ROWS.iter().flat_map(|row| row.iter()) {
        assert!(sources.keys().any(|file| module_of(file) == *module), "{module}");
    }
}
