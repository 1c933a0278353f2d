//! Printed sheets at scale: `cargo bench --bench print`.
//!
//! Each figure is of a cold process, `yulu build --format pdf`, as a ratio to a build of the
//! same deck's other outputs in the same run; beside it its greatest memory (Linux alone tells
//! it), and for the shipped deck the size of the file.
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

use shared::{
    Reference, Scale, cold, copy, median, peak_mb, report, report_amount, shipped,
};

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

/// How long a build of the sheets takes, and the megabytes of memory that it needs.
fn build(folder: &Path) -> (Duration, f64) {
    let mut memory = 0.0;
    let arguments = ["build", "--quiet", "--format", "pdf", "--out", "printed"];
    let took = cold(folder, &arguments, |child| {
        while child.try_wait().expect("status").is_none() {
            memory = peak_mb(&child.id().to_string()).max(memory);
            std::thread::sleep(LOOK);
        }
    });
    (took, memory)
}

/// Builds so often and reports the median time and the greatest memory.
fn measure(name: &str, folder: &Path, runs: usize, goal: f64, mb: f64) {
    let others = ["build", "--quiet", "--format", "apkg,csv,html,sources"];
    let pairs = (0..runs).map(|_| (cold(folder, &others, |_| ()), build(folder)));
    let (others, made): (Vec<Duration>, Vec<_>) = pairs.unzip();
    let (times, memory): (Vec<Duration>, Vec<f64>) = made.into_iter().unzip();
    let reference = Reference { name: "the other outputs", took: median(others) };
    report(&format!("sheets of {name}"), median(times), reference, goal);
    report_amount("  memory", memory.into_iter().fold(0.0, f64::max), "MB", mb);
}

fn main() {
    let scale = Scale::asked();
    let folder = tempfile::tempdir().expect("folder");
    if scale == Scale::Full {
        let project = folder.path().join("shipped");
        shipped(&project);
        measure("the shipped deck", &project, 7, 5.0, 250.0);
        let files = std::fs::read_dir(project.join("printed")).expect("outputs");
        let sizes = files.map(|file| file.expect("file").metadata().expect("size").len());
        report_amount("  its PDF", sizes.sum::<u64>() as f64 / 1e3, "KB", 450.0);
    }
    let decks = [(1_000, 3, 10.0, 250.0), (10_000, 1, 15.0, 300.0)];
    for (cards, runs, goal, mb) in scale.pick(&decks[..], &[(4, 1, 10.0, 250.0)]) {
        let project = folder.path().join(cards.to_string());
        // Two cards are the sample's own.
        generated(&project, cards - 2);
        measure(&format!("{cards} cards"), &project, *runs, *goal, *mb);
    }
}
