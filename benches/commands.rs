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

mod shared;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shared::{YULU, cold, shipped, timed};

const RUNS: usize = 21;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The median time of a command.
fn command(folder: &Path, arguments: &[&str]) -> Duration {
    median((0..RUNS).map(|_| cold(folder, arguments, |_| ())).collect())
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
    let project = folder.path();
    shipped(project);
    let nothing = (0..RUNS).map(|_| timed(Command::new("true"), |_| ()));
    println!(
        "a process that does nothing: {:.1} ms",
        median(nothing.collect()).as_secs_f64() * 1000.0
    );
    report("yulu --help", command(project, &["--help"]), 20);
    report("yulu check", command(project, &["check"]), 100);
    let help = Command::new(YULU).args(["build", "--help"]).output().expect("help");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let all = ["apkg", "csv", "html", "sources"];
    let formats: Vec<&str> =
        all.into_iter().filter(|format| help.contains(&format!("- {format}:"))).collect();
    let list = formats.join(",");
    let build = ["build", "--format", &list];
    report(&format!("yulu build --format {list}"), command(project, &build), 150);
    report("yulu watch: from a save to a fresh page", watched(project), 300);
}
