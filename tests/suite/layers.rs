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
    ("typst", &["export/print/pdf/"]),
    ("typst_layout", &["export/print/pdf/"]),
    ("typst_pdf", &["export/print/pdf/file.rs"]),
    ("comemo", &["export/print/pdf/sheets.rs"]),
    ("lopdf", &["export/print/pdf/file.rs", "export/print/pdf/join.rs"]),
    ("fontdb", &["cli/print/printer/fonts.rs"]),
    ("annotate_snippets", &["diagnostics/render.rs"]),
    ("pinyin", &["pinyin/"]),
    ("jieba_rs", &["pinyin/draft/mod.rs", "pinyin/draft/model.rs"]),
    (
        "toml_edit",
        &[
            "source/revision.rs",
            "deck/missing.rs",
            "deck/canonical.rs",
            "deck/correct.rs",
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

/// A module by the names on the way to it: `cli::output` is `["cli", "output"]`.
type ModulePath = Vec<String>;

/// One source file: what it is called, and what it names of other files.
struct File {
    name: String,
    module: ModulePath,
    /// Its code without comments and unit tests.
    code: String,
}

fn files_by_module() -> Vec<File> {
    let each =
        sources().into_iter().filter(|(name, _)| name != "lib.rs" && name != "main.rs");
    each.map(|(name, code)| {
        let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
        let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
        let module = path.split('/').map(str::to_owned).collect();
        File { name, module, code }
    })
    .collect()
}

/// The paths of a `use` tree, groups written out and aliases left away.
fn expand(tree: &str, before: &str, out: &mut Vec<String>) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        if !path.is_empty() {
            out.push(format!("{before}{path}"));
        }
        return;
    };
    let before = format!("{before}{}", tree[..open].trim());
    let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&inner[from..at], &before, out);
                from = at + 1;
            }
            _ => {}
        }
    }
    expand(&inner[from..], &before, out);
}

/// The `use` declarations of some code: true for those that pass names on.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let line = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let visibility = rest[line..at].trim();
        rest = &rest[at + "use ".len()..];
        if visibility.is_empty() || visibility.starts_with("pub") {
            let end = rest.find(';').unwrap_or(rest.len());
            let mut paths = Vec::new();
            expand(&rest[..end], "", &mut paths);
            found.extend(paths.into_iter().map(|path| (!visibility.is_empty(), path)));
            rest = &rest[end..];
        }
    }
    found
}

/// Every path in some code that is not part of a longer one, but for those that are brought in
/// or passed on: `output::short`, `super::Card`.
fn paths(code: &str) -> Vec<String> {
    let mut in_use = false;
    let outside = code.lines().filter(|line| {
        let line = line.trim_start();
        let begins = ["use ", "pub use ", "pub(super) use ", "pub(crate) use "];
        in_use |= begins.iter().any(|begin| line.starts_with(begin));
        let outside = !in_use;
        in_use &= !line.ends_with(';');
        outside
    });
    // Who may see an item is no use of the module that is named.
    let outside = outside.map(|line| match line.split_once("pub(in ") {
        Some((before, after)) => {
            format!("{before}{}", after.split_once(')').map_or(after, |(_, item)| item))
        }
        None => line.to_owned(),
    });
    let code = outside.collect::<Vec<_>>().join("\n");
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c| !word(c))
        .filter(|path| {
            path.contains("::") && !path.starts_with(':') && !path.ends_with(':')
        })
        .map(str::to_owned)
        .collect()
}

/// Which files name which, by their places in the list.
fn imports(files: &[File]) -> Vec<Vec<usize>> {
    let index: BTreeMap<&[String], usize> =
        files.iter().enumerate().map(|(at, file)| (file.module.as_slice(), at)).collect();
    // A path from the root of the crate, if it is one of ours.
    let absolute = |own: &[String], path: &str| -> Option<ModulePath> {
        let parts: Vec<&str> = path.split("::").collect();
        let up = parts.iter().take_while(|part| **part == "super").count();
        let (mut base, rest) = match parts[0] {
            "crate" => (Vec::new(), &parts[1..]),
            "self" => (own.to_vec(), &parts[1..]),
            "super" => (own[..own.len().checked_sub(up)?].to_vec(), &parts[up..]),
            first => {
                let child = [own, &[first.to_owned()]].concat();
                index.contains_key(child.as_slice()).then_some(())?;
                (own.to_vec(), &parts[..])
            }
        };
        base.extend(rest.iter().map(|part| (*part).to_owned()));
        Some(base)
    };
    // Names that a module has from another one: its children get them through it.
    let mut passed: BTreeMap<ModulePath, ModulePath> = BTreeMap::new();
    for file in files {
        for (_, path) in uses(&file.code) {
            if let Some(target) = absolute(&file.module, &path) {
                let name = target.last().expect("a path has a name").clone();
                passed.insert([file.module.as_slice(), &[name]].concat(), target);
            }
        }
    }
    let file_of = |mut path: ModulePath| {
        let longest = |path: &ModulePath| {
            (1..=path.len()).rev().find(|n| index.contains_key(&path[..*n]))
        };
        let mut module = longest(&path)?;
        // A name is passed on a few times at most; a module may name itself.
        for _ in 0..8 {
            if path.len() == module {
                break;
            }
            let Some(target) = passed.get(&path[..=module]) else { break };
            path = [target.as_slice(), &path[module + 1..]].concat();
            module = longest(&path)?;
        }
        index.get(&path[..module]).copied()
    };
    let each = files.iter().enumerate().map(|(at, file)| {
        let used = uses(&file.code).into_iter().filter(|(public, _)| !public);
        let named = used.map(|(_, path)| path).chain(paths(&file.code));
        let mut targets: Vec<usize> = named
            .filter_map(|path| file_of(absolute(&file.module, &path)?))
            .filter(|target| *target != at)
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    });
    each.collect()
}

/// The groups of files from each of which all the others of the group are reached.
fn circles(imports: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let reached = |from: usize| {
        let mut seen = vec![false; imports.len()];
        let mut waiting = imports[from].clone();
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                waiting.extend(&imports[at]);
            }
        }
        seen
    };
    let reached: Vec<Vec<bool>> = (0..imports.len()).map(reached).collect();
    let group = |at: usize| -> Vec<usize> {
        (0..imports.len()).filter(|to| reached[at][*to] && reached[*to][at]).collect()
    };
    let all = (0..imports.len()).map(|at| (at, group(at)));
    all.filter(|(at, group)| group.first() == Some(at)).map(|(_, group)| group).collect()
}

/// Everything reads from the top down: who uses a file need not be known to read it.
#[test]
fn files_import_each_other_in_no_circle() {
    let files = files_by_module();
    let imports = imports(&files);
    let seen: usize = imports.iter().map(Vec::len).sum();
    assert!(seen > 500, "the test sees imports at all: {seen}");
    let found: Vec<Vec<&str>> = circles(&imports)
        .into_iter()
        .map(|group| group.into_iter().map(|at| files[at].name.as_str()).collect())
        .collect();
    assert!(found.is_empty(), "these import each other: {found:#?}");
}

#[test]
fn circles_are_seen() {
    assert_eq!(circles(&[vec![1], vec![2], vec![0], vec![0]]), [vec![0, 1, 2]]);
    assert_eq!(circles(&[vec![1, 2], vec![2], vec![]]), Vec::<Vec<usize>>::new());
    let mut paths = Vec::new();
    expand("super::{a::{self, B}, c as d}", "", &mut paths);
    assert_eq!(paths, ["super::a::self", "super::a::B", "super::c"]);
}
