//! Printed sheets at scale: `cargo bench --bench print`.
//!
//! Each figure is of a cold process, `yulu build --format pdf`, as a ratio to what was
//! promised for it: time, greatest memory (Linux alone tells it), and for the shipped deck
//! the size of the file. The bench fails nothing.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use shared::{cold, copy, shipped};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// How often memory is read; it only grows within a volume.
const LOOK: Duration = Duration::from_millis(10);

/// The sample deck with so many quotations more, each as long as the shipped ones are.
fn generated(folder: &Path, quotes: usize) {
    copy(&Path::new(ROOT).join("tests/sample-decks/valid/minimal-dialogue"), folder);
    let source = folder.join("seeds/garden.txt");
    let mut text = std::fs::read_to_string(&source).expect("source");
    let old = yulu::source::sha256_hex(text.as_bytes());
    let first = text.lines().count() + 1;
    let mut deck = std::fs::read_to_string(folder.join("decks/garden.toml")).expect("deck");
    for at in 0..quotes {
        let number: String = at
            .to_string()
            .bytes()
            .filter_map(|digit| "〇一二三四五六七八九".chars().nth((digit - b'0') as usize))
            .collect();
        let said = format!(
            "第{number}棵树要等很多年才有荫凉，种树的人多半自己等不到，可是后来的人会坐在下面，\
             会说这里从前也有人肯花时间。"
        );
        writeln!(text, "林青禾：{said}").expect("line");
        write!(
            deck,
            "\n[[quote]]\nid = \"made-{at}\"\nfrom = \"garden:{}\"\nquote = \"{said}\"\n\
             english = \"Tree {at} takes many years until it gives shade, and whoever plants it \
             mostly does not live to see it; but those who come later will sit under it.\"\n\
             prompt = \"第{number}棵树要等多久？\"\nprompt_english = \"How long does tree {at} take?\"\n\
             cloze = \"很多年\"\nthemes = [\"patience\"]\ndifficulty = 1\n",
            first + at
        )
        .expect("lines");
    }
    std::fs::write(&source, &text).expect("source");
    std::fs::write(folder.join("decks/garden.toml"), deck).expect("deck");
    let manifest = folder.join("seeds/sources.toml");
    let new = yulu::source::sha256_hex(text.as_bytes());
    let sources = std::fs::read_to_string(&manifest).expect("manifest").replace(&old, &new);
    std::fs::write(manifest, sources).expect("manifest");
}

/// Greatest memory of a process so far, in MB; 0 where nobody tells it.
fn peak_mb(process: u32) -> f64 {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Seconds, megabytes of memory and bytes written of a build.
fn build(folder: &Path) -> (f64, f64, u64) {
    let mut memory = 0.0;
    let arguments = ["build", "--quiet", "--format", "pdf", "--out", "printed"];
    let took = cold(folder, &arguments, |child| {
        while child.try_wait().expect("status").is_none() {
            memory = peak_mb(child.id()).max(memory);
            std::thread::sleep(LOOK);
        }
    });
    let took = took.as_secs_f64();
    let files = std::fs::read_dir(folder.join("printed")).expect("outputs");
    let sizes = files.map(|file| file.expect("file").metadata().expect("size").len());
    (took, memory, sizes.sum())
}

/// Builds so often and prints the median time beside the goals.
fn measure(name: &str, folder: &Path, runs: usize, seconds: f64, mb: Option<f64>) -> u64 {
    let mut made: Vec<(f64, f64, u64)> = (0..runs).map(|_| build(folder)).collect();
    made.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (took, _, bytes) = made[runs / 2];
    let memory = made.iter().map(|made| made.1).fold(0.0, f64::max);
    let of = |mb: f64| format!(", {:.2} of {mb:.0} MB", memory / mb);
    println!(
        "{name:>13} {took:>7.2} s, {:.2} of {seconds} s   {memory:>4.0} MB{}   {bytes} bytes",
        took / seconds,
        mb.map(of).unwrap_or_default(),
    );
    bytes
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let project = folder.path().join("shipped");
    shipped(&project);
    let bytes = measure("shipped deck", &project, 7, 0.6, None);
    println!("{:>13} {bytes} bytes, {:.2} of 400000", "its PDF", bytes as f64 / 4e5);
    for (cards, runs, seconds, mb) in [(1_000, 3, 2.5, 250.0), (10_000, 1, 25.0, 300.0)] {
        let project = folder.path().join(cards.to_string());
        // Two cards are the sample's own.
        generated(&project, cards - 2);
        measure(&format!("{cards} cards"), &project, runs, seconds, Some(mb));
    }
}
