//! A process that is killed at any point of its writing, a disk that is full: every output is the old
//! one or the new one, the next run puts all right, and nothing is left over.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use crate::cli::{copy, edit, run, sample, tree};

type Tree = BTreeMap<String, Option<Vec<u8>>>;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("yulu"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1700000000");
    command
}

fn output(mut command: Command) -> Output {
    command.output().unwrap()
}

fn twin(folder: &Path) -> TempDir {
    let other = TempDir::new().unwrap();
    copy(folder, other.path());
    other
}

/// What is there besides what a killed run left beside its targets.
fn settled(folder: &Path) -> Tree {
    let mut tree = tree(folder);
    tree.retain(|name, _| !name.contains(".yulu-"));
    tree
}

/// Each file of the old or the new tree is one of the two.
fn old_or_new(now: &Tree, old: &Tree, new: &Tree, about: &str) {
    for name in old.keys().chain(new.keys()).chain(now.keys()) {
        let is = now.get(name);
        assert!(is == old.get(name) || is == new.get(name), "{about}: {name} is neither");
    }
}

/// Runs a command in copies of a project, killed at each point of its writing in turn. Whatever is
/// left, `again` makes of it what an undisturbed run makes.
fn killed_at_every_point(project: &Path, arguments: &[&str], again: &[&[&str]]) -> usize {
    let old = tree(project);
    let whole = twin(project);
    let ran = output(command(whole.path(), arguments));
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let new = tree(whole.path());
    assert_ne!(old, new, "{arguments:?} writes something");
    for point in 0.. {
        let about = format!("{arguments:?} killed at {point}");
        let killed = twin(project);
        let mut dying = command(killed.path(), arguments);
        dying.env("YULU_TEST_DIES_AT", point.to_string());
        let ran = output(dying);
        if ran.status.code().is_some() {
            assert!(ran.status.success(), "{about}");
            return point;
        }
        old_or_new(&settled(killed.path()), &old, &new, &about);
        // Killed when all was done: there is nothing to put right.
        let again = if tree(killed.path()) == new { &[] } else { again };
        for arguments in again {
            let ran = output(command(killed.path(), arguments));
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(ran.status.success(), "{about}, then {arguments:?}: {said}");
        }
        assert!(tree(killed.path()) == new, "{about}: {again:?} does not put it right");
    }
    unreachable!("a command ends")
}

/// A project that was built once and has changed since.
fn changed_deck() -> TempDir {
    let project = sample("valid/minimal-dialogue");
    let built = output(command(project.path(), &BUILD));
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    edit(&project.path().join("decks/garden.toml"), |text| {
        let at = text.find("prompt = \"").unwrap() + "prompt = \"".len();
        format!("{}再问一次：{}", &text[..at], &text[at..])
    });
    project
}

const BUILD: [&str; 4] = ["build", "--quiet", "--format", "apkg,csv,html"];

#[test]
fn a_build_killed_at_any_point_leaves_old_outputs_or_new_ones() {
    let project = changed_deck();
    let points = killed_at_every_point(project.path(), &BUILD, &[&BUILD]);
    // The content times and three outputs, each with four points.
    assert!(points >= 16, "{points}");
}

#[test]
fn a_document_registered_by_a_killed_run_is_registered_by_the_next() {
    let project = sample("valid/minimal-dialogue");
    let page = "<html><body><article><h1>夜班</h1><p>记者：难吗？</p><p>老周：不难。</p><p>记者：怕                吗？</p><p>老周：不怕黑，怕雾。</p></article></body></html>";
    std::fs::write(project.path().join("night.html"), page).unwrap();
    let new = ["new", "source", "night.html", "--id", "night"];
    assert!(killed_at_every_point(project.path(), &new, &[&new]) >= 8);
}

#[test]
fn files_rewritten_by_a_killed_run_are_whole() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("decks/garden.toml"), |text| text.replace(" = ", "   =  "));
    let fmt = ["fmt"];
    assert!(killed_at_every_point(project.path(), &fmt, &[&fmt, &["check"]]) >= 4);
}

/// A file may have no more than some bytes, as on a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_replaces_nothing_and_is_told() {
    let project = changed_deck();
    let old = tree(project.path());
    let mut refused = 0;
    for blocks in [0, 1, 4, 16, 64, 256, 1024] {
        let full = twin(project.path());
        let mut limited = Command::new("sh");
        // Without the signal that ends a process at the limit, a write fails as on a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        limited.current_dir(full.path()).args(["-c", &script]).arg(cargo_bin!("yulu"));
        limited.args(BUILD).env("SOURCE_DATE_EPOCH", "1700000000");
        let ran = limited.output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!said.contains("panicked"), "{blocks}: {said}");
        if ran.status.success() {
            continue;
        }
        refused += 1;
        assert!(
            matches!(ran.status.code(), Some(1 | 2)),
            "{blocks}: {:?} {said}",
            ran.status
        );
        assert!(said.contains("error"), "{blocks}: {said}");
        assert_eq!(tree(full.path()), old, "{blocks}: nothing was replaced: {said}");
        assert!(run(full.path(), &["build", "--quiet", "--format", "csv"]).status == 0);
    }
    assert!(refused >= 3, "{refused}");
}

#[test]
fn temporary_files_of_killed_runs_go_with_the_next_run() {
    let project = changed_deck();
    let temporary = TempDir::new().unwrap();
    let build = |dies_at: Option<&str>| {
        let mut command = command(project.path(), &BUILD);
        command.env("TMPDIR", temporary.path());
        if let Some(point) = dies_at {
            command.env("YULU_TEST_DIES_AT", point);
        }
        output(command)
    };
    let left = || tree(temporary.path()).len();
    for _ in 0..3 {
        assert!(build(Some("2")).status.code().is_none(), "killed");
        assert_ne!(left(), 0, "which leaves its folder");
    }
    // Nobody knows whose this is, and a process still works with that.
    let own = temporary.path().join(".yulu-run-own");
    std::fs::create_dir(&own).unwrap();
    let working = temporary.path().join(".yulu-run-working");
    std::fs::create_dir(&working).unwrap();
    let held = std::fs::File::create_new(working.join("held")).unwrap();
    held.lock().unwrap();
    assert!(build(None).status.success());
    let names: Vec<String> = tree(temporary.path()).into_keys().collect();
    assert_eq!(names, [".yulu-run-own", ".yulu-run-working", ".yulu-run-working/held"]);
    drop(held);
    assert!(build(None).status.success());
    assert_eq!(left(), 1);
}
