//! The program as one waits for it: `cargo bench --bench commands`.
//!
//! Each figure is a median of cold processes on the shipped deck, and its ratio to a process
//! that does nothing, started in turn with it.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shared::{Reference, Scale, YULU, cold, empty_process, median, report, shipped};

/// Runs a command and an empty process in turn, and reports the ratio of their medians.
fn command(runs: usize, what: &str, folder: &Path, arguments: &[&str], goal: f64) {
    let pairs = (0..runs).map(|_| (empty_process(), cold(folder, arguments, |_| ())));
    let (empty, times) = pairs.unzip();
    report(what, median(times), reference(median(empty)), goal);
}

fn reference(took: Duration) -> Reference<'static> {
    Reference { name: "an empty process", took }
}

/// From a save of a deck file until a browser has read the fresh page; the CSV where no page
/// is built.
fn watched(runs: usize, folder: &Path) -> Duration {
    let mut child = Command::new(YULU)
        .current_dir(folder)
        .args(["watch", "--quiet", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("yulu runs");
    // The address is all that it prints.
    let mut address = String::new();
    let mut printed = BufReader::new(child.stdout.take().expect("piped"));
    printed.read_line(&mut address).expect("an address");
    let port = address.trim_end().strip_prefix("http://127.0.0.1:");
    let port = port.and_then(|rest| rest.trim_end_matches('/').parse().ok());
    let port: u16 = port.expect("a port");
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
    let times = (0..runs).map(|at| {
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
    let project = folder.path();
    shipped(project);
    let runs = Scale::asked().pick(21, 1);
    command(runs, "yulu --help", project, &["--help"], 10.0);
    command(runs, "yulu check", project, &["check"], 80.0);
    let build = ["build", "--format", "apkg,csv,html,sources"];
    command(runs, "yulu build, all but printed sheets", project, &build, 150.0);
    let empty = median((0..runs).map(|_| empty_process()).collect());
    let took = watched(runs, project);
    report("yulu watch: from a save to a fresh page", took, reference(empty), 250.0);
}
