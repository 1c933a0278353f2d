//! The sign of what takes long, on a real pseudo-terminal: `script` makes one, `stty` its width.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::sample;

/// Long enough for the slowest machine; nothing waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than the time after which the sign would show. Where nothing may show, a slower
/// machine proves less and fails nothing.
const A_WHILE: Duration = Duration::from_millis(900);
/// What begins a line anew.
const CLEARED: &str = "\r\u{1b}[2K";

/// A program on a terminal of its own.
struct OnTerminal {
    child: Child,
    bytes: Receiver<Vec<u8>>,
    seen: String,
}

impl OnTerminal {
    fn start(folder: &Path, columns: usize, arguments: &str) -> Self {
        Self::run(folder, columns, &format!("exec yulu {arguments}"))
    }

    /// Runs a line of a shell that knows `yulu`.
    fn run(folder: &Path, columns: usize, line: &str) -> Self {
        let program = cargo_bin!("yulu");
        let own = program.parent().expect("a folder").display();
        let path = std::env::var("PATH").expect("a path");
        let line = format!("stty rows 24 cols {columns}; tty; PATH='{own}:{path}'; {line}");
        let mut child = Command::new("script")
            .args(["-qefc", &line, "/dev/null"])
            .current_dir(folder)
            .env_remove("COLUMNS")
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script, of the package bsdutils");
        let mut stdout = child.stdout.take().expect("piped");
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = stdout.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, bytes, seen: String::new() }
    }

    /// Reads until what was seen is as it should be.
    fn until(&mut self, what: &str, good: impl Fn(&str) -> bool) {
        let mut seen = self.seen.clone().into_bytes();
        let began = Instant::now();
        while !good(&self.seen) {
            match self.bytes.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
                Ok(more) => seen.extend(more),
                Err(error) => {
                    let end =
                        self.seen.floor_char_boundary(self.seen.len().saturating_sub(400));
                    panic!("{error}: no {what} at the end: {:?}", &self.seen[end..])
                }
            }
            self.seen = String::from_utf8_lossy(&seen).into_owned();
        }
    }

    /// Reads to the end.
    fn end(mut self) -> (bool, String) {
        let rest: Vec<u8> = self.bytes.iter().flatten().collect();
        self.seen += &String::from_utf8_lossy(&rest);
        let seen = std::mem::take(&mut self.seen);
        (self.child.wait().expect("it ends").success(), seen)
    }
}

impl Drop for OnTerminal {
    fn drop(&mut self) {
        // Only where a test has failed does it still run.
        let _ = self.child.kill();
    }
}

/// A text as it shows: without the sequences for colours.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// The lines that were drawn over one another.
fn drawn(seen: &str) -> Vec<&str> {
    seen.split(CLEARED)
        .skip(1)
        .map(|line| line.lines().next().unwrap_or_default())
        .collect()
}

fn is_sign(line: &str) -> bool {
    line.starts_with(|c| ('\u{2800}'..='\u{28ff}').contains(&c))
}

#[test]
fn what_takes_long_is_shown_and_taken_off_the_terminal() {
    let project = sample("valid/minimal-dialogue");
    // Somebody else builds for as long as this test wishes.
    let held = File::open(project.path()).unwrap();
    held.lock().unwrap();
    let mut build = OnTerminal::start(project.path(), 60, "build --format csv");
    build.until("sign", |seen| drawn(seen).iter().any(|line| is_sign(line)));
    let before = build.seen.clone();
    assert!(before.contains("another yulu is writing in this project"), "{before:?}");
    assert!(drawn(&before).iter().any(|line| line.contains("waiting")), "{before:?}");

    // A terminal that becomes narrower than the words.
    let tty = before.lines().find(|line| line.starts_with("/dev/")).expect("its name");
    let stty =
        Command::new("stty").args(["-F", tty.trim(), "rows", "24", "cols", "16"]).status();
    assert!(stty.unwrap().success());
    build.until("narrow sign", |seen| {
        drawn(seen).last().is_some_and(|line| is_sign(line) && line.width() <= 16)
    });

    held.unlock().unwrap();
    let (good, seen) = build.end();
    assert!(good, "{seen:?}");
    // The sign is gone before anything else is said, and does not come back.
    let lines = drawn(&seen);
    let (last, signs) = lines.split_last().expect("drawn");
    assert!(signs.iter().all(|line| is_sign(line) || line.is_empty()), "{seen:?}");
    assert!(!is_sign(last) && seen.contains("garden.csv"), "{seen:?}");
}

#[test]
fn help_and_messages_fit_the_width_that_is_asked_for_on_a_wider_terminal() {
    let project = sample("invalid/many-problems");
    for (arguments, words) in [("build --help", "Usage:"), ("check", "error[")] {
        let shell =
            OnTerminal::run(project.path(), 100, &format!("COLUMNS=40 yulu {arguments}"));
        let (_, seen) = shell.end();
        assert!(seen.contains(words), "{seen}");
        let too_wide = |line: &&str| line.width() > 40 && !line.contains(" | ");
        let plain = without_styles(&seen);
        let wide: Vec<&str> = plain.lines().skip(1).filter(too_wide).collect();
        assert_eq!(wide, Vec::<&str>::new(), "{arguments}");
    }
}

#[test]
fn neither_a_pipe_nor_a_quiet_terminal_gets_a_sign() {
    let project = sample("valid/minimal-dialogue");
    let held = File::open(project.path()).unwrap();
    held.lock().unwrap();
    let quiet = OnTerminal::start(project.path(), 60, "build -q --format csv");
    let piped = Command::new(cargo_bin!("yulu"))
        .current_dir(project.path())
        .args(["build", "--format", "csv"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(A_WHILE);
    held.unlock().unwrap();
    let (good, seen) = quiet.end();
    assert!(good, "{seen:?}");
    assert_eq!(seen.lines().count(), 1, "the terminal's name: {seen:?}");
    let output = piped.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("another yulu is writing"), "{said}");
    assert!(!said.contains(['\r', '\u{1b}']), "{said:?}");
}
