//! Interrupted, doubled, forbidden: what a build leaves behind is whole or untouched.
#![cfg(unix)]

use std::fs::Permissions;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use crate::cli::{Ran, copy, edit, run, sample, shipped, tree, yulu};

/// Files that only a process which was cut short would leave.
fn litter(folder: &Path) -> Vec<String> {
    tree(folder)
        .into_keys()
        .filter(|name| name.contains(".yulu-") || name.contains("yulu-"))
        .collect()
}

#[test]
fn ctrl_c_leaves_old_outputs_or_new_ones() {
    let project = shipped();
    let folder = project.path();
    assert_eq!(run(folder, &["build", "-q"]).status, 0);
    let old = tree(folder);
    // The same deck with one text changed, so that old and new outputs differ.
    edit(&folder.join("decks/liang-wenfeng/01-originality.toml"), |text| {
        text.replacen("We often say", "One often says", 1)
    });
    let changed = tree(folder);
    let temporary = TempDir::new().unwrap();
    let mut statuses = Vec::new();
    for delay in [0, 1, 2, 5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 500, 800, 1200, 2000]
    {
        let again = TempDir::new().unwrap();
        for (name, bytes) in &changed {
            let path = again.path().join(name);
            match bytes {
                None => std::fs::create_dir_all(path).unwrap(),
                Some(bytes) => std::fs::write(path, bytes).unwrap(),
            }
        }
        let mut child = Command::new(cargo_bin!("yulu"))
            .current_dir(again.path())
            .args(["build", "-q"])
            .env("TMPDIR", temporary.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        // It may have ended by itself.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).output();
        let status = child.wait().unwrap();
        // Before the handler is there, the signal ends the process as it always does.
        let code = status.code().unwrap_or(130);
        assert!(code == 0 || code == 130, "after {delay} ms: {status}");
        statuses.push(code);
        assert_eq!(litter(again.path()), Vec::<String>::new(), "after {delay} ms");
        let made = tree(&again.path().join("out"));
        let fresh = made["liang-wenfeng.csv"] != old["out/liang-wenfeng.csv"];
        if code == 0 {
            assert!(fresh, "a build that ended well wrote its outputs");
        }
        for (name, bytes) in &made {
            let same = *bytes == old[&format!("out/{name}")];
            // What has no quotation's text in it is the same in both builds.
            assert!(!same || !fresh || name.ends_with(".sources.md"), "{name}, {delay} ms");
            assert!(fresh || same, "{name} after {delay} ms: old and new are mixed");
        }
    }
    assert!(statuses.contains(&130), "some were interrupted: {statuses:?}");
    assert_eq!(litter(temporary.path()), Vec::<String>::new(), "nothing in TMPDIR");
}

#[test]
fn builds_at_once_in_one_project_take_turns() {
    let project = sample("valid/minimal-dialogue");
    let alone = sample("valid/minimal-dialogue");
    let build = |folder: &Path| {
        let mut command = Command::new(cargo_bin!("yulu"));
        command.current_dir(folder).arg("build").env("SOURCE_DATE_EPOCH", "1700000000");
        command.stderr(Stdio::piped()).stdout(Stdio::piped());
        command
    };
    assert!(build(alone.path()).output().unwrap().status.success());
    let children: Vec<_> = (0..4).map(|_| build(project.path()).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(tree(project.path()) == tree(alone.path()), "as if there had been one build");

    // While somebody else builds, it says so and waits; then it goes on.
    let held = std::fs::File::open(project.path()).unwrap();
    held.lock().unwrap();
    let mut child = build(project.path()).spawn().unwrap();
    let mut first = [0; 72];
    let mut stderr = child.stderr.take().unwrap();
    std::io::Read::read_exact(&mut stderr, &mut first[..23]).unwrap();
    assert_eq!(&first[..23], b"another yulu is writing");
    assert_eq!(child.try_wait().unwrap(), None, "it waits");
    held.unlock().unwrap();
    std::io::Read::read_to_end(&mut stderr, &mut Vec::new()).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn ctrl_c_ends_a_build_that_waits_and_a_watch_that_builds() {
    let project = sample("valid/minimal-dialogue");
    let held = std::fs::File::open(project.path()).unwrap();
    held.lock().unwrap();
    let before = tree(project.path());
    for (arguments, status, last) in [
        (&["build"][..], 130, "error: interrupted; nothing was written"),
        (&["watch", "--port", "0"], 0, "stopped"),
    ] {
        let mut child = Command::new(cargo_bin!("yulu"))
            .current_dir(project.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        stderr.read_line(&mut said).unwrap();
        assert!(said.starts_with("another yulu is writing"), "{said}");
        let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        said.clear();
        stderr.read_to_string(&mut said).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), output.stdout.as_slice()),
            (Some(status), &b""[..])
        );
        assert_eq!(said.lines().last(), Some(last), "{said}");
        assert_eq!(tree(project.path()), before);
    }
}

/// Runs yulu as somebody whom the modes of files bind: root without the right to pass over
/// them, or whoever runs the tests.
fn as_somebody(folder: &Path, arguments: &[&str]) -> Output {
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set", "-dac_override,-dac_read_search", "--"]);
        command.arg(cargo_bin!("yulu"));
        command
    } else {
        Command::new(cargo_bin!("yulu"))
    };
    command.current_dir(folder).args(arguments).env("COLUMNS", "100").output().unwrap()
}

fn set_modes(folder: &Path, directory: u32, file: u32) {
    for (name, bytes) in tree(folder) {
        let mode = if bytes.is_some() { file } else { directory };
        std::fs::set_permissions(folder.join(name), Permissions::from_mode(mode)).unwrap();
    }
    std::fs::set_permissions(folder, Permissions::from_mode(directory)).unwrap();
}

#[test]
fn a_project_that_may_not_be_written_is_read_and_says_what_it_cannot_do() {
    let project = sample("valid/minimal-dialogue");
    set_modes(project.path(), 0o555, 0o444);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for command in ["check", "sources", "passages", "notes", "collate", "harvest"] {
        let ran = as_somebody(project.path(), &[command]);
        assert_eq!(ran.status.code(), Some(0), "{command}: {}", text(&ran.stderr));
    }
    for arguments in [
        &["build"][..],
        &["watch", "--port", "0"],
        &["init", "below"],
        &["new", "deck", "other"],
    ] {
        let ran = as_somebody(project.path(), arguments);
        let said = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cannot be written: Permission denied"), "{said}");
        assert!(!said.contains(".yulu-"), "no name of ours: {said}");
        assert!(said.contains("help: nothing was replaced"), "{said}");
    }
    set_modes(project.path(), 0o755, 0o644);
    let untouched = sample("valid/minimal-dialogue");
    assert!(tree(project.path()) == tree(untouched.path()));
}

#[test]
fn folders_with_spaces_and_chinese_names_are_like_others() {
    let outside = TempDir::new().unwrap();
    let folder = outside.path().join("语录 与 空格/項目");
    let plain = sample("valid/minimal-dialogue");
    copy(plain.path(), &folder);
    let epoch = |folder: &Path, out: &str| {
        let ran = Command::new(cargo_bin!("yulu"))
            .current_dir(folder)
            .args(["build", "-q", "--out", out])
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .status();
        assert!(ran.unwrap().success());
        tree(&folder.join(out))
    };
    assert!(epoch(&folder, "出 品") == epoch(plain.path(), "out"), "the same bytes");
    let ran = run(outside.path(), &["-C", "语录 与 空格/項目", "check"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ran = run(&folder, &["build", "--format", "csv", "--out", "出 品"]);
    assert!(ran.err.contains("  出 品/garden.csv  "), "{}", ran.err);
}

/// OpenCC reads its dictionaries from files in the temporary folder, and ends the process when
/// one of them is cut short.
#[test]
fn a_machine_without_room_for_temporary_files_is_told_so() {
    let project = sample("valid/deck-in-traditional");
    // A file of that name: whatever is to be made below it cannot be.
    let nowhere = project.path().join("full");
    std::fs::write(&nowhere, "").unwrap();
    let before = tree(project.path());
    for (command, json) in [("check", false), ("check", true), ("build", false)] {
        let arguments: &[&str] = if json { &["--format", "json"] } else { &[] };
        let mut ran = yulu(project.path(), &[&[command], arguments].concat());
        ran.env("TMPDIR", nowhere.join("below"));
        let ran = Ran::of(ran);
        assert_eq!(ran.status, 2, "{command}: {}", ran.err);
        let said = if json { &ran.out } else { &ran.err };
        assert!(said.contains("conversion-failed"), "{said}");
        assert!(said.contains("is there room in the temporary folder (TMPDIR)?"), "{said}");
        assert_eq!(tree(project.path()), before);
    }
}

/// The same where files can only be written in part, as on a full disk: never a wrong text or a
/// process that dies.
#[test]
fn dictionaries_that_are_cut_short_are_told() {
    let project = sample("valid/deck-in-traditional");
    let wanted = run(project.path(), &["notes", "--format", "json"]);
    let yulu = cargo_bin!("yulu").display().to_string();
    // In blocks of 512 bytes.
    for limit in ["4", "16", "90", "100", "400", "1600", "1900", "unlimited"] {
        let script =
            format!("trap '' XFSZ; ulimit -f {limit}; exec '{yulu}' notes --format json");
        let ran =
            Command::new("sh").args(["-c", &script]).current_dir(project.path()).output();
        let ran = ran.unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        if limit == "unlimited" {
            assert_eq!((ran.status.code(), said.as_ref()), (Some(0), ""));
            assert_eq!(String::from_utf8_lossy(&ran.stdout), wanted.out);
            continue;
        }
        assert_eq!(ran.status.code(), Some(2), "{limit}: {said}");
        assert!(said.contains("error[conversion-failed]"), "{limit}: {said}");
        assert!(ran.stdout.is_empty(), "{limit}");
    }
}

#[test]
fn commands_that_change_one_file_at_once_lose_nothing() {
    let project = sample("valid/minimal-dialogue");
    let texts = TempDir::new().unwrap();
    let children: Vec<_> = (0..6)
        .map(|at| {
            let file = texts.path().join(format!("talk-{at}.txt"));
            std::fs::write(&file, format!("记者：第{at}问？\n林青禾：第{at}答。\n"))
                .unwrap();
            Command::new(cargo_bin!("yulu"))
                .current_dir(project.path())
                .args(["new", "source"])
                .arg(file)
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let manifest =
        std::fs::read_to_string(project.path().join("seeds/sources.toml")).unwrap();
    for at in 0..6 {
        assert_eq!(manifest.matches(&format!("id = \"talk-{at}\"")).count(), 1, "{at}");
    }
}

#[cfg(unix)]
#[test]
fn a_rewritten_file_keeps_its_mode_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = sample("valid/minimal-dialogue");
    let decks = project.path().join("decks");
    let real = decks.join("garden.toml");
    let text = std::fs::read_to_string(&real).unwrap().replacen("id =", "id   =", 1);
    std::fs::write(project.path().join("kept.toml"), text).unwrap();
    std::fs::remove_file(&real).unwrap();
    symlink("../kept.toml", &real).unwrap();
    std::fs::set_permissions(&real, Permissions::from_mode(0o600)).unwrap();
    let ran = run(project.path(), &["fmt"]);
    assert!(ran.err.contains("1 of 1 file rewritten"), "{}", ran.err);
    assert!(std::fs::symlink_metadata(&real).unwrap().is_symlink());
    let kept = std::fs::metadata(project.path().join("kept.toml")).unwrap();
    assert_eq!(kept.permissions().mode() & 0o777, 0o600);
}

#[test]
fn side_files_of_editors_are_no_decks_and_what_a_killed_run_left_goes() {
    let project = sample("valid/minimal-dialogue");
    let decks = project.path().join("decks");
    std::fs::write(decks.join("._garden.toml"), "not a deck").unwrap();
    std::fs::create_dir_all(project.path().join("out")).unwrap();
    let left = project.path().join("out/.yulu-a1b2c3");
    std::fs::write(&left, "half").unwrap();
    // Somebody still writes this one.
    let held = project.path().join("out/.yulu-d4e5f6");
    std::fs::write(&held, "half").unwrap();
    let lock = std::fs::File::open(&held).unwrap();
    lock.lock().unwrap();
    let ran = run(project.path(), &["build", "-q", "--format", "csv"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!left.exists() && held.exists());
}

/// A limit of processes or of memory refuses threads: the work is done without them.
#[cfg(target_os = "linux")]
#[test]
fn a_machine_that_gives_no_thread_makes_the_same_outputs() {
    let outputs = ["out/garden.apkg", "out/garden.csv", "out/garden.html"];
    let build = |alone: bool| {
        let project = sample("valid/minimal-dialogue");
        let mut command = yulu(
            project.path(),
            &["build", "--format", "apkg", "--format", "csv", "--format", "html"],
        );
        command.env("SOURCE_DATE_EPOCH", "1700000000");
        if alone {
            // No address space has room for such a stack, so that no thread starts.
            command.env("RUST_MIN_STACK", (1u64 << 48).to_string());
        }
        let ran = Ran::of(command);
        assert_eq!(ran.status, 0, "{}", ran.err);
        outputs.map(|name| std::fs::read(project.path().join(name)).unwrap())
    };
    assert_eq!(build(true), build(false));
}

#[cfg(target_os = "linux")]
#[test]
fn watch_says_that_the_machine_gives_no_thread() {
    let project = sample("valid/minimal-dialogue");
    let mut command = yulu(project.path(), &["watch", "--port", "0"]);
    command.env("RUST_MIN_STACK", (1u64 << 48).to_string());
    command.timeout(std::time::Duration::from_secs(60));
    let ran = Ran::of(command);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("gives no thread"), "{}", ran.err);
}

#[test]
fn a_printer_of_any_name_breaks_no_file() {
    let project = sample("valid/minimal-dialogue");
    let file = project.path().join("templates/print/printers.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let typed = "[\"HP Laser\"]\nflip = \"long\"\nback-offset = [\"0\", \"0\"]\n";
    std::fs::write(&file, typed).unwrap();
    let ran =
        run(project.path(), &["calibrate", "--save", "office", "--back-offset", "1,1"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("`HP Laser` is not a valid printer name"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), typed);
}
