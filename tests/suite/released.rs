//! Readers as they were released: `tests/readers/FORMAT-VERSION/` has small originals, the text
//! that this version of the reader made of each (`NAME.text`) and its record (`NAME.record`).
//!
//! A reader whose output changes for any of them gets a new version in `src/import/format.rs` and a
//! folder of its own: texts that were made by the old one stand in people's projects. The files of a
//! new folder are written by `cargo test --test suite released -- --ignored`, which never writes
//! over one that is there; they are read before they are committed.

use std::path::PathBuf;

use tempfile::TempDir;
use yulu::import::Format;

use crate::cli::{root, run};

/// An original of a reader.
struct Original {
    /// `html/1`.
    reader: String,
    path: PathBuf,
}

impl Original {
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }
}

/// The originals of the readers that this program has, in their present versions.
fn originals() -> Vec<Original> {
    let mut all = Vec::new();
    for format in Format::words().filter_map(Format::from_word) {
        if format == Format::Pdf && !cfg!(feature = "pdf") {
            continue;
        }
        let reader = format.reader();
        let folder = root().join("tests/readers").join(reader.replace('/', "-"));
        let entries = std::fs::read_dir(&folder)
            .unwrap_or_else(|e| panic!("{reader} has no originals in {folder:?}: {e}"));
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| is_original(path))
            .collect();
        assert!(!files.is_empty(), "{reader} has no original in {folder:?}");
        files.sort();
        all.extend(files.into_iter().map(|path| Original { reader: reader.clone(), path }));
    }
    all
}

fn is_original(path: &std::path::Path) -> bool {
    path.extension().is_none_or(|extension| extension != "text" && extension != "record")
}

/// What the reader makes of an original: its text and its record, without the version of yulu.
fn derived(original: &Original) -> (String, String) {
    let folder = TempDir::new().unwrap();
    assert_eq!(run(folder.path(), &["init", "--bare"]).status, 0);
    let path = original.path.to_str().unwrap();
    let ran = run(folder.path(), &["new", "source", path, "--id", "talk"]);
    assert_eq!(ran.status, 0, "{path}: {}", ran.err);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let record = read("seeds/talk.origin.toml");
    let lines = record.lines().filter(|line| !line.starts_with("yulu = "));
    let record: String = lines.flat_map(|line| [line, "\n"]).collect();
    (read("seeds/talk.txt"), record)
}

#[test]
fn readers_make_what_their_version_made_when_it_was_released() {
    let all = originals();
    assert!(all.len() > 12, "{}", all.len());
    for original in all {
        let (text, record) = derived(&original);
        let name = original.path.strip_prefix(root()).unwrap().display();
        let reader = format!("reader = \"{}\"\n", original.reader);
        assert!(record.contains(&reader), "{name} is read by another reader: {record}");
        for (ending, now) in [(".text", text), (".record", record)] {
            let released = std::fs::read_to_string(original.beside(ending)).unwrap();
            assert_eq!(
                now, released,
                "{name}{ending}: the reader gives another output: raise its version in \
                 src/import/format.rs and add the folder of that"
            );
        }
    }
}

#[test]
#[ignore = "writes the texts of originals that have none"]
fn write_what_is_missing() {
    for original in originals() {
        let (text, record) = derived(&original);
        for (ending, now) in [(".text", text), (".record", record)] {
            let path = original.beside(ending);
            if !path.exists() {
                std::fs::write(path, now).unwrap();
            }
        }
    }
}
