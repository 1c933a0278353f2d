//! `yulu pull`: what was changed in Anki, and what of it comes back.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use crate::cli::{json_lines, run, sample};

/// The package with one text in all notes' fields replaced by another, as an edit in Anki does.
fn edited(package: &Path, edits: &[(&str, &str)]) {
    let bytes = std::fs::read(package).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut collection = Vec::new();
    archive.by_name("collection.anki2").unwrap().read_to_end(&mut collection).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collection.anki2");
    std::fs::write(&path, collection).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    for (from, to) in edits {
        let changed = database
            .execute(
                "UPDATE notes SET flds = replace(flds, ?1, ?2), mod = mod + 9 \
                 WHERE instr(flds, ?1) > 0",
                [from, to],
            )
            .unwrap();
        assert!(changed > 0, "{from:?} is in no note");
    }
    database.close().unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("collection.anki2", options).unwrap();
    zip.write_all(&std::fs::read(&path).unwrap()).unwrap();
    std::fs::write(package, zip.finish().unwrap().into_inner()).unwrap();
}

const OLD: &str = "One plants trees so that those who come later have shade.";

fn built() -> (tempfile::TempDir, std::path::PathBuf) {
    let project = sample("valid/minimal-dialogue");
    assert_eq!(run(project.path(), &["build", "--format", "apkg"]).status, 0);
    let package = project.path().join("out/garden.apkg");
    (project, package)
}

fn deck(project: &tempfile::TempDir) -> String {
    std::fs::read_to_string(project.path().join("decks/garden.toml")).unwrap()
}

#[test]
fn a_corrected_translation_comes_back_and_then_no_note_differs() {
    let (project, package) = built();
    let before = deck(&project);
    let new = "Trees are planted for the shade of those who come later; it&#39;s so.";
    edited(&package, &[(OLD, new)]);
    let shown = run(project.path(), &["pull", "out/garden.apkg"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("shade, english (decks/garden.toml)\n- One plants"));
    assert_eq!(deck(&project), before, "nothing is written unless asked for");
    let all = json_lines(
        &run(project.path(), &["pull", "out/garden.apkg", "--format", "json"]).out,
    );
    assert_eq!(all.len(), 1, "{all:?}");
    let text = "Trees are planted for the shade of those who come later; it's so.";
    assert_eq!((&all[0]["key"], &all[0]["text"]), (&"english".into(), &text.into()));
    let written = run(project.path(), &["pull", "out/garden.apkg", "--write"]);
    assert_eq!(written.status, 0, "{}", written.err);
    assert_eq!(deck(&project), before.replace(OLD, text));
    assert_eq!(run(project.path(), &["check"]).status, 0);
    let again = run(project.path(), &["pull", "out/garden.apkg"]);
    assert_eq!((again.status, again.out.as_str()), (0, ""), "{}", again.err);
}

#[test]
fn what_cannot_be_taken_is_told_and_left() {
    for (from, to, why) in [
        (OLD, "One <b>plants</b> trees.", "formatted"),
        (OLD, "<script>alert(1)</script>", "formatted"),
        (OLD, "", "formatted"),
        ("种树", "栽树", "field"),
    ] {
        let (project, package) = built();
        let before = deck(&project);
        edited(&package, &[(from, to)]);
        let all = json_lines(
            &run(project.path(), &["pull", "out/garden.apkg", "--format", "json"]).out,
        );
        assert!(!all.is_empty(), "{from} -> {to}");
        assert!(all.iter().all(|line| line["left"] == why), "{all:?}");
        let ran = run(project.path(), &["pull", "out/garden.apkg", "--write"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(deck(&project), before);
    }
}

#[test]
fn a_text_that_differs_because_the_deck_changed_is_taken_only_by_name() {
    let (project, package) = built();
    edited(&package, &[(OLD, "Trees give shade.")]);
    let path = project.path().join("decks/garden.toml");
    crate::cli::edit(&path, |text| text.replace(OLD, "One plants trees for shade."));
    let all = json_lines(
        &run(project.path(), &["pull", "out/garden.apkg", "--format", "json"]).out,
    );
    assert_eq!((all.len(), &all[0]["left"]), (1, &"older".into()));
    let named = ["pull", "out/garden.apkg", "--write", "--select", "shade"];
    assert_eq!(run(project.path(), &named).status, 0);
    assert!(deck(&project).contains("\"Trees give shade.\""));
}

#[test]
fn a_note_of_a_changed_type_is_not_passed_over_in_silence() {
    let (project, package) = built();
    // A field of one's own: the note has one more than the deck's.
    edited(&package, &[(OLD, &format!("{OLD}\u{1f}mine"))]);
    let all = json_lines(
        &run(project.path(), &["pull", "out/garden.apkg", "--format", "json"]).out,
    );
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(
        (&all[0]["field"], &all[0]["left"]),
        (&"note type".into(), &"notetype".into())
    );
}

#[test]
fn other_decks_and_unknown_notes_are_said_and_nothing_is_written() {
    let (project, package) = built();
    let before = deck(&project);
    let ran =
        run(project.path(), &["pull", "out/garden.apkg", "--select", "no-such", "--write"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("there is no note `no-such`"), "{}", ran.err);
    std::fs::write(&package, "no package").unwrap();
    let ran = run(project.path(), &["pull", "out/garden.apkg", "--write"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("not an Anki package"), "{}", ran.err);
    assert_eq!(deck(&project), before);
}
