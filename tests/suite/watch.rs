//! `yulu watch`, driven for real: files are saved, pages fetched, Ctrl-C pressed.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{run, sample, tree};

/// Long enough for the slowest machine; nothing waits for it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `yulu watch`.
pub(crate) struct Watch {
    child: Child,
    lines: Receiver<String>,
    stdout: BufReader<ChildStdout>,
    port: u16,
}

impl Watch {
    /// Starts it and waits until it watches.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Watch {
        let mut watch = Self::spawn(folder, arguments);
        if !arguments.contains(&"-q") {
            watch.until("Ctrl-C ends it");
        }
        // The address is all that is printed, and only if there is a page.
        if !arguments.contains(&"--no-page") {
            let mut address = String::new();
            watch.stdout.read_line(&mut address).expect("standard output");
            let port = address.strip_prefix("http://127.0.0.1:");
            let port = port.and_then(|rest| rest.strip_suffix("/\n")?.parse().ok());
            watch.port = port.unwrap_or_else(|| panic!("an address: {address:?}"));
        }
        watch
    }

    fn spawn(folder: &Path, arguments: &[&str]) -> Watch {
        let mut child = Command::new(cargo_bin!("yulu"))
            .current_dir(folder)
            .arg("watch")
            .args(arguments)
            .env("COLUMNS", "100")
            .env_remove("SOURCE_DATE_EPOCH")
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("yulu starts");
        let stderr = BufReader::new(child.stderr.take().expect("piped"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        Watch { child, lines, stdout, port: 0 }
    }

    /// The lines up to one that contains the words.
    fn until(&mut self, words: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    let found = line.contains(words);
                    seen.push(line);
                    if found {
                        return seen;
                    }
                }
                Err(error) => panic!("{error}: no {words:?} in {seen:#?}"),
            }
        }
    }

    /// Presses Ctrl-C; the exit status and the last lines.
    pub(crate) fn stop(mut self) -> (Option<i32>, Vec<String>) {
        let kill =
            Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(kill.expect("kill").success());
        let status = self.child.wait().expect("it ends");
        (status.code(), self.lines.iter().collect())
    }

    fn request(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Head and body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port))
    }

    fn ask(&self, request: &str) -> (String, String) {
        let mut bytes = Vec::new();
        self.request(request).read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    /// The news of builds as they come.
    fn events(&self) -> impl Iterator<Item = Value> + use<> {
        let request =
            format!("GET /events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        let lines = BufReader::new(self.request(&request)).lines();
        lines.map_while(Result::ok).filter_map(|line| {
            Some(serde_json::from_str(line.strip_prefix("data: ")?).expect("JSON"))
        })
    }
}

fn csv(project: &TempDir) -> String {
    std::fs::read_to_string(project.path().join("out/garden.csv")).unwrap()
}

#[test]
fn a_saved_file_is_built_and_a_half_saved_one_is_survived() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    let good = std::fs::read_to_string(&deck).unwrap();
    let watch = Watch::start(project.path(), &["--port", "0"]);
    assert!(project.path().join("out/garden.apkg").is_file(), "it builds at once");
    assert!(!project.path().join("out/garden.pdf").exists(), "but no PDF");
    let mut events = watch.events();
    let first = events.next().unwrap();
    assert_eq!((&first["good"], &first["version"]), (&true.into(), &1.into()));

    // A change is built.
    let changed = good.replace("One plants trees", "People plant trees");
    std::fs::write(&deck, &changed).unwrap();
    // A save empties the file first: a build in between may find it so.
    assert!(events.any(|news| news["good"] == true));
    assert!(csv(&project).contains("People plant trees"));

    // Saved half-way, the file held open: reported, and the outputs stay.
    let before = csv(&project);
    let at = changed.find("prompt = ").unwrap() + 12;
    let at = changed.floor_char_boundary(at);
    let mut file = std::fs::File::create(&deck).unwrap();
    file.write_all(&changed.as_bytes()[..at]).unwrap();
    file.flush().unwrap();
    let said = |news: &Value| news["said"].as_str().unwrap().to_owned();
    let broken = events.find(|news| said(news).contains("error[syntax]")).unwrap();
    assert_eq!(broken["good"], false, "{broken}");
    assert!(said(&broken).contains("decks/garden.toml:"), "{broken}");
    assert_eq!(csv(&project), before);

    // The rest arrives.
    file.write_all(&changed.as_bytes()[at..]).unwrap();
    drop(file);
    let news = events.find(|news| news["good"] == true).expect("a good build");
    assert!(news["version"].as_u64() > broken["version"].as_u64());
    assert_eq!(csv(&project), before);

    // An editor that writes a new file and renames it; and a source.
    let beside = project.path().join("decks/.garden.toml.new");
    std::fs::write(&beside, good.replace("difficulty = 1", "difficulty = 3")).unwrap();
    std::fs::rename(&beside, &deck).unwrap();
    assert!(events.any(|news| news["good"] == true));
    assert!(csv(&project).contains("yulu::difficulty::3"));
    let seed = project.path().join("seeds/garden.txt");
    let text = std::fs::read_to_string(&seed).unwrap();
    std::fs::write(&seed, text.replace("荫凉", "阴凉")).unwrap();
    assert!(events.any(|news| said(&news).contains("error[source-changed]")));
    std::fs::write(&seed, text).unwrap();
    assert!(events.any(|news| news["good"] == true));

    let (status, said) = watch.stop();
    assert_eq!(status, Some(0), "{said:?}");
    assert_eq!(said.last().map(String::as_str), Some("stopped"));
}

#[test]
fn a_watch_may_begin_with_a_broken_deck() {
    let project = sample("invalid/quote-not-found");
    let watch = Watch::start(project.path(), &["--port", "0", "--format", "csv"]);
    assert!(!project.path().join("out/garden.csv").exists());
    let mut events = watch.events();
    let news = events.next().unwrap();
    assert!(news["said"].as_str().unwrap().contains("error[quote-not-found]"), "{news}");
    crate::cli::edit(&project.path().join("decks/garden.toml"), |t| {
        t.replace("阴凉", "荫凉")
    });
    assert!(events.any(|news| news["good"] == true));
    assert!(project.path().join("out/garden.csv").is_file());
    assert!(!project.path().join("out/garden.apkg").exists(), "only what was asked for");
    assert_eq!(watch.stop().0, Some(0));
}

/// Where nothing was built yet, no good build is spoken of.
#[test]
fn a_watch_may_begin_without_a_deck() {
    let folder = TempDir::new().unwrap();
    assert_eq!(run(folder.path(), &["init", "--bare"]).status, 0);
    let mut watch = Watch::spawn(folder.path(), &["--no-page"]);
    let said = watch.until("Ctrl-C ends it");
    assert!(said.iter().any(|line| line.contains("there is no deck in ")), "{said:#?}");
    let untouched = "what was built before, if anything, is untouched";
    assert!(said.iter().any(|line| line == untouched), "{said:#?}");
    assert_eq!(watch.stop().0, Some(0));
}

#[test]
fn the_page_is_served_as_built_and_nothing_else_is() {
    let project = sample("valid/minimal-dialogue");
    let watch = Watch::start(project.path(), &["--port", "0"]);
    let page = "<!doctype html><title>语录</title>";
    std::fs::write(project.path().join("out/语录.html"), page).unwrap();
    let (head, body) = watch.get("/");
    assert!(head.starts_with("HTTP/1.1 200 OK") && body.contains("<iframe"), "{head}");
    let policy = "Content-Security-Policy: default-src 'none'; script-src 'self';";
    assert!(head.contains(policy), "{head}");
    assert!(watch.get("/watch.js").1.contains("EventSource"));
    assert!(watch.get("/watch.css").0.contains("text/css"));
    assert_eq!(watch.get("/%E8%AF%AD%E5%BD%95.html").1, page);
    for path in [
        "/garden.csv",
        "/../seeds/sources.toml",
        "/%2e%2e/decks/garden.toml",
        "/decks",
        "//etc/passwd",
        "/garden.apkg",
        "/x.html",
    ] {
        let (head, _) = watch.get(path);
        assert!(head.starts_with("HTTP/1.1 404"), "{path}: {head}");
    }
    let port = watch.port;
    // Another name that leads here, no name, another method, rubbish, and nothing at all.
    let forbidden =
        watch.ask(&format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"));
    assert!(forbidden.0.starts_with("HTTP/1.1 403"), "{}", forbidden.0);
    assert!(watch.ask("GET / HTTP/1.0\r\n\r\n").0.starts_with("HTTP/1.1 403"));
    let post = format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    let (refused, _) = watch.ask(&post);
    assert!(refused.starts_with("HTTP/1.1 405"), "{refused}");
    assert!(refused.contains("\r\nAllow: GET, HEAD"), "{refused}");
    // A HEAD has the same head as a GET, and no body; an endless stream ends.
    for path in ["/", "/watch.js", "/%E8%AF%AD%E5%BD%95.html", "/nowhere.html"] {
        let head = format!("HEAD {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        let (head, body) = watch.ask(&head);
        assert_eq!((&head, body.as_str()), (&watch.get(path).0, ""), "{path}");
    }
    let head =
        watch.ask(&format!("HEAD /events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
    assert!(head.0.contains("text/event-stream"), "{}", head.0);
    drop(watch.request("\u{1}\u{2}\r\n\r\n"));
    drop(watch.request(""));
    assert!(watch.get("/").0.starts_with("HTTP/1.1 200"), "it still answers");
    assert_eq!(watch.stop().0, Some(0));
}

#[test]
fn a_port_that_is_taken_gives_way_to_another() {
    let project = sample("valid/minimal-dialogue");
    let first = Watch::start(project.path(), &["--port", "0", "--format", "csv"]);
    let taken = first.port.to_string();
    // Quiet, it says nothing but the address, which is what one needs.
    let second = Watch::start(project.path(), &["-q", "--port", &taken, "--format", "csv"]);
    assert!(second.port != first.port && second.port != 0);
    let mut third = Watch::spawn(project.path(), &["--port", &taken, "--format", "csv"]);
    third.until(&format!("port {taken} is taken"));
    assert_eq!(first.stop().0, Some(0));
    assert_eq!(second.stop(), (Some(0), Vec::new()));
    third.until("the page is at");
    assert_eq!(third.stop().0, Some(0));
    let alone = Watch::start(project.path(), &["--no-page", "--format", "csv"]);
    assert_eq!(alone.port, 0, "no page");
    assert_eq!(alone.stop().0, Some(0));
    let nowhere = TempDir::new().unwrap();
    assert_eq!(run(nowhere.path(), &["watch"]).status, 2, "no project, no watch");
}

#[test]
fn folders_that_come_or_are_replaced_are_watched() {
    let outside = TempDir::new().unwrap();
    let path = |name: &str| outside.path().join(name);
    let garden = path("garden");
    crate::cli::copy(
        &crate::cli::root().join("tests/sample-decks/valid/minimal-dialogue"),
        &garden,
    );
    let watch = Watch::start(&garden, &["--port", "0", "--format", "csv"]);
    let mut events = watch.events();
    let mut good = || assert!(events.any(|news| news["good"] == true));
    good();
    let csv = || std::fs::read_to_string(garden.join("out/garden.csv")).unwrap();
    let save = |folder: &Path, words: &str| {
        let deck = folder.join("decks/garden.toml");
        let text = std::fs::read_to_string(&deck).unwrap();
        let line = text.lines().find(|line| line.starts_with("english = \"One")).unwrap();
        std::fs::write(&deck, text.replace(line, &format!("english = \"One {words}\"")))
            .unwrap();
    };
    // A folder that was not there.
    std::fs::create_dir(garden.join("templates")).unwrap();
    good();
    std::fs::create_dir(garden.join("templates/anki")).unwrap();
    std::fs::write(garden.join("templates/anki/card.css"), ".card { color: black }")
        .unwrap();
    good();
    // Another one under the same name, as after a change of branches; and what is saved in it.
    crate::cli::copy(&garden.join("decks"), &path("new"));
    std::fs::rename(garden.join("decks"), path("old")).unwrap();
    std::fs::rename(path("new"), garden.join("decks")).unwrap();
    good();
    save(&garden, "replaced the decks.");
    good();
    assert!(csv().contains("One replaced the decks."));
    // The project itself.
    crate::cli::copy(&garden, &path("again"));
    save(&path("again"), "replaced the project.");
    std::fs::rename(&garden, path("gone")).unwrap();
    std::fs::rename(path("again"), &garden).unwrap();
    good();
    assert!(csv().contains("One replaced the project."));
    save(&garden, "goes on.");
    good();
    assert!(csv().contains("One goes on."));
    assert_eq!(watch.stop().0, Some(0));
}

#[test]
fn outputs_among_the_inputs_would_be_built_for_ever() {
    let project = sample("valid/minimal-dialogue");
    std::os::unix::fs::symlink("decks", project.path().join("link")).unwrap();
    let before = tree(project.path());
    for (out, input) in [
        ("decks/out", "decks"),
        ("seeds", "seeds"),
        ("link/x/../y", "decks"),
        ("templates", "templates"),
    ] {
        let ran = run(project.path(), &["watch", "--port", "0", "--out", out]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{out}: {}", ran.err);
        let said = format!("error: --out {out}: `{input}` is watched");
        assert!(ran.err.starts_with(&said), "{}", ran.err);
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn sheets_that_are_not_made_anew_are_named() {
    let project = sample("valid/minimal-dialogue");
    std::fs::create_dir(project.path().join("out")).unwrap();
    for name in ["garden.pdf", "garden.2.pdf", "other.pdf"] {
        std::fs::write(project.path().join("out").join(name), "old").unwrap();
    }
    let mut watch = Watch::spawn(project.path(), &["--port", "0", "--format", "csv"]);
    let said = watch.until("Ctrl-C ends it").join("\n");
    let named = "\nout/garden.pdf, out/garden.2.pdf: from an earlier build; run `yulu build \
                 --format pdf` to rebuild them\n";
    assert!(said.contains(named), "{said}");
    assert_eq!(watch.stop().0, Some(0));
}

#[test]
fn a_template_that_cannot_be_used_is_waited_for() {
    let project = sample("valid/minimal-dialogue");
    let template = project.path().join("templates/anki/card.css");
    std::fs::create_dir_all(&template).unwrap();
    let mut watch = Watch::start(project.path(), &["--port", "0", "--format", "csv"]);
    assert!(!project.path().join("out/garden.csv").exists());
    let news = watch.events().next().unwrap();
    assert!(news["said"].as_str().unwrap().contains("templates/anki/card.css is a folder"));
    std::fs::remove_dir(&template).unwrap();
    watch.until("built in");
    assert!(project.path().join("out/garden.csv").is_file());
    assert_eq!(watch.stop().0, Some(0));
}

#[test]
fn what_no_save_can_mend_ends_the_watch() {
    let project = sample("valid/minimal-dialogue");
    std::fs::write(project.path().join("file"), "").unwrap();
    let before = tree(project.path());
    for (arguments, said) in [
        (&["--out", "file/out"][..], "file/out/"),
        (&["--theme", "patiance"], "no deck has a theme `patiance`"),
        (&["gardn"], "there is no deck `gardn`"),
        (&["--sheet", "a7"], "--sheet: no sheet is printed"),
    ] {
        let ran = run(project.path(), &[&["watch", "--port", "0"], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with(&format!("error: {said}")), "{}", ran.err);
        assert!(!ran.err.contains("watching"), "{}", ran.err);
    }
    let after = tree(project.path());
    assert!(before.keys().all(|name| after.get(name) == before.get(name)));
    // A project without a deck waits for one.
    let bare = TempDir::new().unwrap();
    assert_eq!(run(bare.path(), &["init", "--bare", "-q"]).status, 0);
    let mut watch = Watch::start(bare.path(), &["--port", "0", "--format", "csv"]);
    crate::cli::copy(project.path(), bare.path());
    watch.until("built in");
    assert!(bare.path().join("out/garden.csv").is_file());
    assert_eq!(watch.stop().0, Some(0));
}

/// A link in an input folder that leads to the project makes outputs look like inputs.
#[cfg(unix)]
#[test]
fn a_link_to_the_project_does_not_make_every_build_a_change() {
    let project = sample("valid/minimal-dialogue");
    std::os::unix::fs::symlink("..", project.path().join("seeds/loop")).unwrap();
    let deck = project.path().join("decks/garden.toml");
    let good = std::fs::read_to_string(&deck).unwrap();
    let watch = Watch::start(project.path(), &["--port", "0"]);
    let mut events = watch.events();
    assert_eq!(events.next().unwrap()["version"], 1);
    let mut version = 1;
    for saved in 1..=5 {
        let words = format!("{saved} people plant trees");
        std::fs::write(&deck, good.replace("One plants trees", &words)).unwrap();
        // A save is emptying and writing: two builds at most.
        while !csv(&project).contains(&words) {
            let news = events.next().unwrap();
            version = news["version"].as_u64().unwrap();
        }
    }
    assert!(version <= 11, "{version} builds of five saves");
    watch.stop();
}

/// A request that comes byte by byte for ever holds no thread for ever.
#[test]
fn a_request_must_be_whole_after_some_seconds() {
    let project = sample("valid/minimal-dialogue");
    let watch = Watch::start(project.path(), &["--port", "0"]);
    let mut slow = watch.request("GET / HTTP/1.1\r\n");
    let mut other = slow.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        // Longer than any machine is slow: it ends when the connection is closed.
        for _ in 0..3_000 {
            if slow.write_all(b"a").is_err() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    });
    let mut answer = Vec::new();
    // Closed or reset; nothing is answered.
    let _ = other.read_to_end(&mut answer);
    assert!(answer.is_empty());
    assert!(dripping.join().unwrap(), "the connection was closed while bytes still came");
    watch.stop();
}
