//! A tiny server for this machine only: the watch page, the built pages, and news of builds
//! as server-sent events.
//!
//! It listens on 127.0.0.1, answers only requests that name this machine as their host, and
//! serves nothing but built `.html` files, by the names that stand in the output folder.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::page::{self, News};
use crate::cli::outcome::Failure;

/// Lines that every answer's head has.
const COMMON: &str =
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n";

/// Longest request that is read.
const LONGEST_REQUEST: u64 = 16 * 1024;
/// How long a browser has to send its request.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a quiet stream of events is proven to be alive.
const ALIVE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct State {
    version: u64,
    news: News,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    pages: PathBuf,
    port: u16,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if a request's `Host` is this machine by one of its own names.
    fn is_own(&self, host: Option<&str>) -> bool {
        let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        host.is_some_and(|host| own.iter().any(|own| host.eq_ignore_ascii_case(own)))
    }

    /// What stands at a path.
    fn find(&self, path: &str) -> Answer {
        match path {
            "/" => Answer {
                more: format!("Content-Security-Policy: {}\r\n", page::POLICY),
                ..Answer::good("text/html", page::HTML)
            },
            "/watch.css" => Answer::good("text/css", page::CSS),
            "/watch.js" => Answer::good("text/javascript", page::JS),
            "/events" => Answer::good("text/event-stream", ""),
            _ => {
                let name = unescaped(path.trim_start_matches('/'));
                let mut pages = page::pages(&self.pages).into_iter();
                let found = pages.find(|(own, _)| *own == name);
                match found.and_then(|(_, path)| std::fs::read(path).ok()) {
                    Some(bytes) => Answer::good("text/html", bytes),
                    None => Answer::words("404 Not Found", "no such page\n"),
                }
            }
        }
    }
}

/// A running server; it ends with the process.
pub struct Server {
    shared: Arc<Shared>,
    /// The port it listens on.
    pub port: u16,
}

/// Begins to serve the pages of a folder.
///
/// # Errors
/// If no port can be had: the one asked for is taken, and so is every other.
pub fn start(port: u16, pages: PathBuf) -> Result<Server, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .map_err(|error| {
            Failure::new(format!("no page can be served on 127.0.0.1: {error}"))
                .hint("yulu watch --no-page only builds")
        })?;
    let port = listener.local_addr()?.port();
    let shared =
        Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), pages, port });
    let own = Arc::clone(&shared);
    let serving = move || {
        for stream in listener.incoming().flatten() {
            let shared = Arc::clone(&own);
            // A browser that goes away ends its thread, nothing else; one for which the machine
            // gives no thread is not answered.
            let answering = move || answer(&stream, &shared).ok();
            let _ = std::thread::Builder::new().spawn(answering);
        }
    };
    std::thread::Builder::new().spawn(serving)?;
    Ok(Server { shared, port })
}

impl Server {
    /// Tells every open page what came of a build.
    pub fn tell(&self, news: News) {
        let mut state = self.shared.state();
        state.version += 1;
        state.news = news;
        drop(state);
        self.shared.changed.notify_all();
    }
}

/// A connection whose request must be whole at a given time, however slowly it comes.
struct Patient<'s> {
    stream: &'s TcpStream,
    until: Instant,
}

impl std::io::Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

fn answer(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let request = Patient { stream, until: Instant::now() + PATIENCE };
    let mut lines = BufReader::new(request.take(LONGEST_REQUEST)).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut host = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            host = Some(value.trim().to_owned());
        }
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
    let answer = match method {
        "GET" | "HEAD" if !shared.is_own(host.as_deref()) => {
            // Another site's name that leads here (DNS rebinding) must not read the pages.
            Answer::words("403 Forbidden", "not this host\n")
        }
        "GET" | "HEAD" => {
            let path = target.split(['?', '#']).next().unwrap_or_default();
            if path == "/events" && method == "GET" {
                return events(stream, shared);
            }
            shared.find(path)
        }
        _ => Answer {
            more: "Allow: GET, HEAD\r\n".to_owned(),
            ..Answer::words("405 Method Not Allowed", "only GET and HEAD\n")
        },
    };
    answer.send(stream, method == "HEAD")
}

/// An answer with an end.
struct Answer {
    status: &'static str,
    kind: &'static str,
    /// Further lines of the head, each with its end.
    more: String,
    body: Vec<u8>,
}

impl Answer {
    fn good(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: "200 OK", kind, more: String::new(), body: body.into() }
    }

    fn words(status: &'static str, words: &str) -> Self {
        Self { status, ..Self::good("text/plain", words) }
    }

    /// Sends it, or its head alone.
    fn send(self, mut stream: &TcpStream, head_only: bool) -> std::io::Result<()> {
        let Self { status, kind, more, body } = self;
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: \
             {}\r\n{COMMON}{more}\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        if head_only { Ok(()) } else { stream.write_all(&body) }
    }
}

/// Sends the last news at once, and then all that come.
fn events(mut stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n{COMMON}\r\n\
         retry: 500\n\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut told = 0;
    loop {
        let (state, _) = shared
            .changed
            .wait_timeout_while(shared.state(), ALIVE, |state| state.version == told)
            .unwrap_or_else(PoisonError::into_inner);
        let (version, news) = (state.version, state.news.clone());
        drop(state);
        if version == told {
            stream.write_all(b": still here\n\n")?;
            continue;
        }
        told = version;
        let names: Vec<String> =
            page::pages(&shared.pages).into_iter().map(|(name, _)| name).collect();
        stream.write_all(page::event(version, &news, &names).as_bytes())?;
    }
}

/// A path with its `%` escapes undone; one that is no UTF-8 names nothing.
fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_broken_ones_kept() {
        assert_eq!(unescaped("%E8%AF%AD%e5%bd%95.html"), "语录.html");
        assert_eq!(unescaped("100%.html"), "100%.html");
        assert_eq!(unescaped("%2e%2e%2fx"), "../x");
        assert_eq!(unescaped("%ff"), "");
    }
}
