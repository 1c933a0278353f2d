//! Help pages and manual pages are snapshots; completions load in real shells.

use std::process::Command as Process;

use assert_cmd::cargo::cargo_bin;
use clap::CommandFactory as _;
use tempfile::TempDir;

use crate::cli::{root, run, tree};

/// The commands by their words: `build`, `new deck`, …
pub(crate) fn commands() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, words: &[String], found: &mut Vec<Vec<String>>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let words = [words, &[sub.get_name().to_owned()]].concat();
            found.push(words.clone());
            walk(sub, &words, found);
        }
    }
    let mut found = Vec::new();
    walk(&yulu::cli::Args::command(), &[], &mut found);
    assert!(found.len() > 12, "{found:?}");
    found
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, snapshot_path => "snapshots/help" }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn help_pages_are_as_they_were_read() {
    let folder = TempDir::new().unwrap();
    let mut words: Vec<Vec<String>> = commands();
    words.push(Vec::new());
    for words in words {
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.push("--help");
        let ran = run(folder.path(), &arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        let name = ["yulu"].iter().copied().chain(words.iter().map(String::as_str));
        snapshot(&name.collect::<Vec<_>>().join("-"), &ran.out);
        for line in ran.out.lines() {
            assert!(line.chars().count() <= 92, "{arguments:?}: {line}");
        }
    }
}

#[test]
fn help_fits_a_narrow_terminal() {
    let folder = TempDir::new().unwrap();
    for words in commands() {
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.push("--help");
        let mut command = crate::cli::yulu(folder.path(), &arguments);
        command.env("COLUMNS", "40");
        let ran = crate::cli::Ran::of(command);
        // What is typed stands on one line.
        for line in ran.out.lines().filter(|line| !line.starts_with("Usage: ")) {
            assert!(line.chars().count() <= 40, "{arguments:?}: {line}");
        }
    }
}

#[test]
fn the_arguments_are_sound() {
    yulu::cli::Args::command().debug_assert();
}

#[test]
fn manual_pages_are_as_they_were_read_and_man_accepts_them() {
    let folder = TempDir::new().unwrap();
    let main = run(folder.path(), &["man"]);
    assert_eq!((main.status, main.err.as_str()), (0, ""));
    snapshot("man", &main.out.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let ran = run(folder.path(), &["man", "--out", "man1", "-q"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let pages = tree(&folder.path().join("man1"));
    let names: Vec<String> = pages.keys().cloned().collect();
    let mut wanted: Vec<String> = commands()
        .into_iter()
        .map(|words| format!("yulu-{}.1", words.join("-")))
        .chain(["yulu.1".to_owned()])
        .collect();
    wanted.sort();
    assert_eq!(names, wanted);
    for (name, bytes) in &pages {
        let text = String::from_utf8(bytes.clone().unwrap()).unwrap();
        let command = name.strip_prefix("yulu").unwrap().strip_suffix(".1").unwrap();
        let words = command.split('-').filter(|word| !word.is_empty());
        let arguments: Vec<&str> = ["man"].into_iter().chain(words).collect();
        assert_eq!(run(folder.path(), &arguments).out, text, "{name}");
        // groff's own checks, where it is installed (it is on machines that run `make test`).
        let groff = Process::new("groff")
            .args(["-man", "-Tutf8", "-ww", "-z"])
            .arg(folder.path().join("man1").join(name))
            .output();
        if let Ok(output) = groff {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.is_empty(), "{name}: {said}");
        }
    }
    let unknown = run(folder.path(), &["man", "biuld"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("did you mean `build`?"), "{}", unknown.err);
}

/// Runs a shell on a script that knows `yulu`; `None` where the shell is not installed.
fn shell(program: &str, arguments: &[&str], script: &str) -> Option<String> {
    let home = TempDir::new().unwrap();
    let own = cargo_bin!("yulu").parent().unwrap().to_path_buf();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let output = Process::new(program)
        .args(arguments)
        .arg(script)
        .env("PATH", path)
        .env("HOME", home.path())
        .env("TERM", "dumb")
        .current_dir(root())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // On Debian `make test` installs the shells, and says so to this test.
            let needed = std::env::var_os("YULU_SHELLS").is_some_and(|v| !v.is_empty());
            assert!(!needed, "{program} is not installed");
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{program}: {said}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn completions_load_in_bash_zsh_and_fish() {
    let script = r#"
        set -eu
        source <(yulu completions bash)
        complete -p yulu >/dev/null
        COMP_WORDS=(yulu bui); COMP_CWORD=1; _yulu yulu bui yulu
        printf '%s\n' "${COMPREPLY[@]}"
        COMP_WORDS=(yulu build --form); COMP_CWORD=2; _yulu yulu --form build
        printf '%s\n' "${COMPREPLY[@]}"
        COMP_WORDS=(yulu build --sheet a7); COMP_CWORD=3; _yulu yulu a7 --sheet
        printf '%s\n' "${COMPREPLY[@]}"
        COMP_WORDS=(yulu build --profile mo); COMP_CWORD=3; _yulu yulu mo --profile
        printf '%s\n' "${COMPREPLY[@]}"
        COMP_WORDS=(yulu explain quote-nowh quote-not-f); COMP_CWORD=3
        _yulu yulu quote-not-f quote-nowh
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    if let Some(out) = shell("bash", &["--noprofile", "--norc", "-c"], script) {
        assert_eq!(out, "build\n--format\na7\nmochi\nquote-not-found\n");
    }
    let script = r#"
        autoload -Uz compinit && compinit -u -d "$HOME/dump"
        source <(yulu completions zsh)
        print -r -- $_comps[yulu]
        functions _yulu >/dev/null && print loaded
    "#;
    if let Some(out) = shell("zsh", &["-f", "-c"], script) {
        assert_eq!(out, "_yulu\nloaded\n");
    }
    let script = "yulu completions fish | source; complete -C 'yulu bui'; \
        complete -C 'yulu build --form'; complete -C 'yulu build --sheet a7'; \
        complete -C 'yulu build --profile mo'; complete -C 'yulu explain syntax quote-not-f'; \
        complete -C 'yulu schema d'";
    if let Some(out) = shell("fish", &["--no-config", "-c"], script) {
        let words: Vec<&str> = out.lines().filter_map(|l| l.split('\t').next()).collect();
        assert_eq!(words, ["build", "--format", "a7", "mochi", "quote-not-found", "deck"]);
    }
}

#[test]
fn completions_know_every_command_and_flag() {
    let folder = TempDir::new().unwrap();
    for name in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(folder.path(), &["completions", name]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{name}");
        for words in commands() {
            assert!(ran.out.contains(words.last().unwrap().as_str()), "{name}: {words:?}");
        }
        for flag in ["verbose", "region", "limit", "bare"] {
            assert!(ran.out.contains(flag), "{name}: {flag}");
        }
    }
    let ran = run(folder.path(), &["completions", "csh"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
}
