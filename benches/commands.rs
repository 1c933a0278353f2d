//! The program as one waits for it: `cargo bench --bench commands`.
//!
//! Each figure is a median of cold processes on the shipped deck, beside the time that was
//! promised for it. The bench fails nothing: what a machine is worth is printed too, as the
//! time of a process that does nothing.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const YULU: &str = env!("CARGO_BIN_EXE_yulu");
const RUNS: usize = 21;

fn copy(from: &Path, to: &Path) {
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

/// The shipped project in a folder of its own.
fn project(folder: &Path) -> PathBuf {
    for part in ["seeds", "decks", "templates"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &folder.join(part));
    }
    folder.to_path_buf()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The median time of a command, and that of `true` beside it.
fn command(folder: &Path, arguments: &[&str]) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        let output = Command::new(YULU).current_dir(folder).args(arguments).output();
        let took = start.elapsed();
        let output = output.expect("yulu runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        took
    });
    median(times.collect())
}

fn report(what: &str, took: Duration, limit: u64) {
    let ratio = took.as_secs_f64() * 1000.0 / limit as f64;
    println!(
        "{what:<44} {:>7.1} ms   {ratio:>5.2} of {limit} ms",
        took.as_secs_f64() * 1000.0
    );
}

/// From a save of a deck file until a browser has read the fresh page; the CSV where no page
/// is built.
fn watched(folder: &Path) -> Duration {
    let mut child = Command::new(YULU)
        .current_dir(folder)
        .args(["watch", "--port", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("yulu runs");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let mut port = 0;
    for line in lines.by_ref().map_while(Result::ok) {
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            port = rest.trim_end_matches('/').parse().expect("a port");
        }
        if line.contains("Ctrl-C ends it") {
            break;
        }
    }
    // Nobody may block on a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("written");
        stream
    };
    let mut events = BufReader::new(ask("/events")).lines().map_while(Result::ok);
    let mut next = || events.find(|line| line.starts_with("data: ")).expect("news");
    next();
    let deck = folder.join("decks/liang-wenfeng/01-originality.toml");
    let text = std::fs::read_to_string(&deck).expect("deck");
    let times = (0..RUNS).map(|at| {
        // What the last save may still cause is over.
        std::thread::sleep(Duration::from_millis(250));
        let text = text.replacen("We often say", &format!("We often say ({at})"), 1);
        let start = Instant::now();
        std::fs::write(&deck, text).expect("saved");
        let news = next();
        let mut page = Vec::new();
        ask("/liang-wenfeng.html").read_to_end(&mut page).expect("page");
        let took = start.elapsed();
        assert!(news.contains("\"good\":true"), "{news}");
        took
    });
    let took = median(times.collect());
    let _ = child.kill();
    let _ = child.wait();
    took
}

fn main() {
    let folder = tempfile::tempdir().expect("folder");
    let project = project(folder.path());
    let nothing = (0..RUNS).map(|_| {
        let start = Instant::now();
        let _ = Command::new("true").output();
        start.elapsed()
    });
    println!(
        "a process that does nothing: {:.1} ms",
        median(nothing.collect()).as_secs_f64() * 1000.0
    );
    report("yulu --help", command(&project, &["--help"]), 20);
    report("yulu check", command(&project, &["check"]), 100);
    let help = Command::new(YULU).args(["build", "--help"]).output().expect("help");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let all = ["apkg", "csv", "html", "sources"];
    let formats: Vec<&str> =
        all.into_iter().filter(|format| help.contains(&format!("- {format}:"))).collect();
    let list = formats.join(",");
    let build = ["build", "--format", &list];
    report(&format!("yulu build --format {list}"), command(&project, &build), 150);
    report("yulu watch: from a save to a fresh page", watched(&project), 300);
}
