//! What all benches share: how large they run, how a figure is reported, and how long a cold
//! process takes.
//!
//! A figure is a ratio to a *reference* of the same run: a bare loop over the same bytes, a
//! process that does nothing, a write of the same file. A busy machine slows both, so a goal
//! that is a ratio holds on any.
#![allow(dead_code, reason = "each bench uses what it needs")]

use std::hint::black_box;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program, as it is measured.
pub const YULU: &str = env!("CARGO_BIN_EXE_yulu");

/// How large a bench runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As the goals mean it: `cargo bench`.
    Full,
    /// Small and unoptimised, only so that no bench is broken unseen: `cargo test`.
    Small,
}

impl Scale {
    /// What cargo asks for: it passes `--bench` when it measures.
    pub fn asked() -> Self {
        match std::env::args().any(|argument| argument == "--bench") {
            true => Scale::Full,
            false => Scale::Small,
        }
    }

    /// One of two sizes.
    pub fn pick<T>(self, full: T, small: T) -> T {
        match self {
            Scale::Full => full,
            Scale::Small => small,
        }
    }
}

/// What a figure is held against.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// What was done, for instance `folding the same words`.
    pub name: &'a str,
    /// How long it took in this run.
    pub took: Duration,
}

/// Prints a figure as a ratio to its reference, beside the ratio that is the goal.
pub fn report(what: &str, took: Duration, reference: Reference<'_>, goal: f64) {
    let ratio = took.as_secs_f64() / reference.took.as_secs_f64().max(1e-9);
    let verdict = verdict(ratio <= goal);
    println!(
        "{what:<52} {:>9.1} ms {ratio:>8.2} × {} ({:.1} ms), goal {goal}{verdict}",
        took.as_secs_f64() * 1e3,
        reference.name,
        reference.took.as_secs_f64() * 1e3,
    );
}

/// What is said of a goal: nothing where it is met, or where a small run cannot tell.
fn verdict(met: bool) -> &'static str {
    match (Scale::asked(), met) {
        (Scale::Small, _) => " at full scale",
        (Scale::Full, true) => "",
        (Scale::Full, false) => "  OVER",
    }
}

/// Prints an amount beside the amount that is the goal.
pub fn report_amount(what: &str, amount: f64, unit: &str, goal: f64) {
    let verdict = verdict(amount <= goal);
    println!(
        "{what:<52} {amount:>9.1} {unit}, {:.2} of {goal} {unit}{verdict}",
        amount / goal
    );
}

/// What a piece of work makes, and how long it takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = black_box(work());
    (value, start.elapsed())
}

/// The median of some times; of an even number the greater of the two in the middle.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Greatest memory of a process so far, in MB; 0 where nobody tells it.
pub fn peak_mb(process: &str) -> f64 {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("file");
        }
    }
}

/// Copies the shipped project, without its outputs.
pub fn shipped(to: &Path) {
    for part in ["seeds", "decks", "templates"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &to.join(part));
    }
}

/// How long a process of `yulu` takes from its start to its end. What it says is thrown away;
/// `during` is called while it runs, until it has ended.
pub fn cold(
    folder: &Path,
    arguments: &[&str],
    during: impl FnOnce(&mut Child),
) -> Duration {
    let mut command = Command::new(YULU);
    command.current_dir(folder).args(arguments);
    process(command, during)
}

/// How long a process takes that does nothing: what starting any process costs here.
pub fn empty_process() -> Duration {
    process(Command::new("true"), |_| ())
}

/// How long any process takes; it must end well.
pub fn process(mut command: Command, during: impl FnOnce(&mut Child)) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("it starts");
    during(&mut child);
    let status = child.wait().expect("status");
    let took = start.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
}
