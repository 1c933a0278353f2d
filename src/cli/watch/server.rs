//! A tiny server for this machine only: the watch page, the built pages, and news of builds
//! as server-sent events.
//!
//! It listens on 127.0.0.1, answers only requests that name this machine as their host, and
//! serves nothing but built `.html` files, by the names that stand in the output folder.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::page;
use crate::cli::outcome::Failure;

/// What came of a build.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Whether outputs were written.
    pub good: bool,
    /// What the build said, for people.
    pub said: String,
    /// Milliseconds it took.
    pub took: u64,
}

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
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let shared = Arc::clone(&own);
            // A browser that goes away ends its thread, nothing else.
            std::thread::spawn(move || answer(&stream, &shared).ok());
        }
    });
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

fn answer(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.take(LONGEST_REQUEST)).lines();
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
            host = Some(value.trim().to_ascii_lowercase());
        }
    }
    let own = [format!("127.0.0.1:{}", shared.port), format!("localhost:{}", shared.port)];
    if !host.is_some_and(|host| own.contains(&host)) {
        // Another site's name that leads here (DNS rebinding) must not read the pages.
        return send(stream, "403 Forbidden", "text/plain", "", b"not this host\n");
    }
    let mut words = first.split(' ');
    let (Some("GET"), Some(target)) = (words.next(), words.next()) else {
        return send(stream, "405 Method Not Allowed", "text/plain", "", b"only GET\n");
    };
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let policy = format!("Content-Security-Policy: {}\r\n", page::POLICY);
    match path {
        "/" => send(stream, "200 OK", "text/html", &policy, page::HTML.as_bytes()),
        "/watch.css" => send(stream, "200 OK", "text/css", "", page::CSS.as_bytes()),
        "/watch.js" => send(stream, "200 OK", "text/javascript", "", page::JS.as_bytes()),
        "/events" => events(stream, shared),
        _ => {
            let name = unescaped(path.trim_start_matches('/'));
            let found =
                super::pages(&shared.pages).into_iter().find(|(own, _)| *own == name);
            match found.and_then(|(_, path)| std::fs::read(path).ok()) {
                Some(bytes) => send(stream, "200 OK", "text/html", "", &bytes),
                None => send(stream, "404 Not Found", "text/plain", "", b"no such page\n"),
            }
        }
    }
}

fn send(
    mut stream: &TcpStream,
    status: &str,
    kind: &str,
    more: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n{more}Connection: \
         close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

/// Sends the last news at once, and then all that come.
fn events(mut stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
          Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n\
          retry: 500\n\n",
    )?;
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
            super::pages(&shared.pages).into_iter().map(|(name, _)| name).collect();
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
