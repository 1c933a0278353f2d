//! Tables at scale: `cargo bench --no-default-features --bench tables`.
//!
//! The limit is one `write_all` of the same bytes, made beforehand, to a file in the same
//! folder in the same run. Each figure is the fastest of several turns, taken alternately.
//! A table takes a row when it is made, so the rows are few and come round: what is measured
//! is the writing and not how far away in memory 100,000 rows lie.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use yulu::export::csv::{FULL, delimited};

const ROWS: usize = 100_000;
/// Different rows.
const POOL: usize = 250;
const TURNS: usize = 7;

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

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let pool = rows();
    let rows = || pool.iter().cycle().take(ROWS);
    let header = FULL.map(|column| column.name());
    let bytes = delimited::csv(Vec::new(), Some(&header), rows(), false).expect("bytes");
    let folder = tempfile::tempdir().expect("folder");
    let create = |name: &str| File::create(folder.path().join(name)).expect("file");
    let [mut limit, mut streamed, mut whole] = [Duration::MAX; 3];
    for _ in 0..TURNS {
        limit = limit.min(timed(|| create("limit").write_all(&bytes).expect("written")));
        streamed = streamed.min(timed(|| {
            delimited::csv(create("streamed"), Some(&header), rows(), false).expect("csv");
        }));
        whole = whole.min(timed(|| {
            let made =
                delimited::csv(Vec::new(), Some(&header), rows(), false).expect("csv");
            create("whole").write_all(&made).expect("written");
        }));
    }
    let same = std::fs::read(folder.path().join("streamed")).expect("file") == bytes;
    assert!(same, "the same bytes");
    let ratio = |time: Duration| time.as_secs_f64() / limit.as_secs_f64();
    println!(
        "{ROWS} rows, {:.1} MB: write_all {:.1} ms; CSV {:.1} ms, {:.2} × (goal 1.5); \
         in memory first, as a build does, {:.1} ms, {:.2} ×",
        bytes.len() as f64 / 1e6,
        limit.as_secs_f64() * 1e3,
        streamed.as_secs_f64() * 1e3,
        ratio(streamed),
        whole.as_secs_f64() * 1e3,
        ratio(whole),
    );
}
