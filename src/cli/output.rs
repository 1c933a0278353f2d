//! Standard output, standard error, and files that are whole or not there.

use std::fs::File;
use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use super::global::{ColorChoice, Global};
use super::interrupt;
use super::outcome::Failure;
use super::progress::Progress;
use crate::diagnostics::wrap::wrapped;
use crate::diagnostics::{self, Diagnostic, Files, Severity, render};
pub use crate::text::{to_json, visible};

/// Width of messages where the terminal does not tell its own.
const DEFAULT_WIDTH: usize = 100;
/// Narrower ones are written to as if they had so many columns.
const LEAST_WIDTH: usize = 40;
/// In wider ones lines end where they would in one of so many columns.
const WIDEST: usize = 200;

/// The width that the environment variable `COLUMNS` asks for, at least 40.
pub fn columns() -> Option<usize> {
    let columns: usize = std::env::var("COLUMNS").ok()?.parse().ok()?;
    (columns > 0).then_some(columns.max(LEAST_WIDTH))
}

/// Columns of messages.
pub fn width() -> usize {
    let own =
        || terminal_size::terminal_size_of(std::io::stderr()).map(|(w, _)| w.0.into());
    columns().or_else(own).unwrap_or(DEFAULT_WIDTH).clamp(LEAST_WIDTH, WIDEST)
}

/// Where words for people go.
pub struct Terminal {
    color: bool,
    stdout_color: bool,
    quiet: bool,
    verbose: bool,
    width: usize,
    progress: Progress,
    /// What was said, without colours, if somebody wants it (`yulu watch`).
    heard: Option<String>,
}

impl Terminal {
    /// Decides on colours and width once.
    pub fn new(global: &Global) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = |is_terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !no_color,
        };
        let stdout_color = color(std::io::stdout().is_terminal());
        let color = color(std::io::stderr().is_terminal());
        Self {
            color,
            stdout_color,
            quiet: global.quiet,
            verbose: global.verbose,
            width: width(),
            progress: Progress::new(!global.quiet && std::io::stderr().is_terminal()),
            heard: None,
        }
    }

    /// Columns of messages.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Begins to remember what is said.
    pub fn listen(&mut self) {
        self.heard = Some(String::new());
    }

    /// What was said since [`listen`](Self::listen), or since this was asked last.
    pub fn heard(&mut self) -> String {
        self.heard.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// What is being done now: shown on a terminal if it takes long, and with `--verbose`.
    pub fn step(&mut self, what: &str) {
        self.progress.step(&visible(what));
        self.detail(what);
    }

    /// How much of the present step is done; a bar on a terminal, nothing elsewhere.
    #[cfg(feature = "pdf")]
    pub fn amount(&mut self, done: usize, all: usize) {
        self.progress.amount(done, all);
    }

    /// Something that only `--verbose` tells.
    pub fn detail(&mut self, what: &str) {
        if self.verbose {
            self.progress.clear();
            detail(what);
        }
    }

    /// Whether standard output should have colours.
    pub fn stdout_color(&self) -> bool {
        self.stdout_color
    }

    /// Says something about progress or results, unless asked to be quiet.
    pub fn say(&mut self, text: &str) {
        self.hear(&visible(text));
        if !self.quiet {
            self.progress.clear();
            // A closed standard error must not end a build.
            let _ = writeln!(std::io::stderr(), "{}", visible(text));
        }
    }

    fn hear(&mut self, text: &str) {
        if let Some(heard) = &mut self.heard {
            heard.push_str(text);
            heard.push('\n');
        }
    }

    /// Prints diagnostics, sorted, and how many there were; and how many quotations were not
    /// looked for because of them.
    pub fn diagnostics(
        &mut self,
        list: &mut Vec<Diagnostic>,
        files: &Files,
        waiting: usize,
    ) {
        diagnostics::sort(list, files);
        self.progress.clear();
        let mut out = String::new();
        for diagnostic in list.iter() {
            out += &render::render(diagnostic, files, self.color, self.width);
            out.push('\n');
            if self.heard.is_some() {
                self.hear(&render::render(diagnostic, files, false, self.width));
            }
        }
        let of = |severity| {
            list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
        };
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        if !list.is_empty() {
            let mut sum =
                format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
            if waiting > 0 {
                let quotes = count(waiting, "quote");
                sum += &format!("; {quotes} not looked for until the sources are mended");
            }
            self.hear(&sum);
            out += &wrapped(&sum, self.width, self.width).join("\n");
            out.push('\n');
            if !self.quiet {
                out += &format!("More: yulu explain {}\n", list[0].code.as_str());
            }
        }
        let _ = std::io::stderr().write_all(out.as_bytes());
    }

    /// Ends a command that could not be carried out.
    pub fn fail(&mut self, failure: &Failure) -> u8 {
        self.progress.clear();
        if failure.broken_pipe {
            return 0;
        }
        let mut out = sentence("error: ", &failure.message, self.width);
        if let Some(hint) = &failure.hint {
            out += &sentence("help: ", hint, self.width);
        }
        let _ = std::io::stderr().write_all(out.as_bytes());
        self.hear(out.trim_end());
        if failure.interrupted { interrupt::STATUS } else { 2 }
    }
}

/// A sentence after its label, in lines of the terminal.
fn sentence(label: &str, words: &str, width: usize) -> String {
    let words = visible(words);
    let lines = wrapped(&words, width - label.len(), width - label.len());
    let below = format!("\n{}", " ".repeat(label.len()));
    format!("{label}{}\n", lines.join(&below))
}

/// A line of `--verbose`, with the milliseconds since the first one.
pub fn detail(what: &str) {
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed().as_millis();
    let _ = writeln!(std::io::stderr(), "{elapsed:>6} ms  {}", visible(what));
}

/// A path as it is shown: without the `.` of a project that is the current folder.
pub fn short(path: &Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

/// A number with its noun: `1 quote`, `2 quotes`.
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Writes lines to standard output, whatever is in them made safe for a terminal; a closed pipe
/// ends the writing quietly.
///
/// # Errors
/// If standard output cannot be written for another reason.
pub fn print_lines(lines: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    print_as_is(lines.into_iter().map(|text| {
        let lines: Vec<String> = text.split('\n').map(visible).collect();
        lines.join("\n")
    }))
}

/// Writes lines to standard output that have colours, or nothing in them that is not our own.
///
/// # Errors
/// As [`print_lines`].
pub fn print_as_is(lines: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in lines {
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// What the names of files begin with that are written beside their targets.
const BESIDE: &str = ".yulu-";

/// Writes several files so that each is either wholly new or untouched: all are written and
/// synced beside their targets first and renamed only when every one is complete. A file that
/// exists keeps its mode, and a link to a file stays a link; what a killed run left in the
/// same folders is removed.
///
/// # Errors
/// If a file cannot be written; then no target has been replaced, unless a rename itself
/// fails half-way: the message then names the files that are new and those that are old.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let _writing = interrupt::writing();
    interrupt::check()?;
    let mut written = Vec::new();
    for (path, bytes) in files {
        let problem = |error: std::io::Error| {
            let message = format!("{} cannot be written: {error}", short(path));
            Failure::new(message).hint(match in_the_way(path) {
                Some(file) => format!(
                    "nothing was replaced; {} is a file: name another folder",
                    short(file)
                ),
                None => "nothing was replaced; look at the folder's permissions and free \
                         space"
                    .to_owned(),
            })
        };
        // A link is written through; one that leads nowhere is replaced.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(problem)?;
        if target.is_dir() {
            return Err(problem(std::io::Error::other("a folder has this name")));
        }
        remove_leftovers(folder);
        fault();
        let mut beside = tempfile::Builder::new()
            .prefix(BESIDE)
            .make_in(folder, |path| File::create_new(path))
            .map_err(problem)?;
        // Until it ends, this process holds the file: what nobody holds is left over.
        let _ = beside.as_file().try_lock();
        fault();
        beside.as_file_mut().write_all(bytes).map_err(problem)?;
        fault();
        set_permissions(beside.as_file(), &target).map_err(problem)?;
        beside.as_file().sync_all().map_err(problem)?;
        written.push((beside, target, path));
    }
    let mut new = Vec::new();
    let mut left = written.into_iter();
    while let Some((file, target, path)) = left.next() {
        fault();
        if let Err(error) = file.persist(target) {
            let names = |paths: &[&PathBuf]| {
                let names: Vec<String> =
                    paths.iter().map(|path| short(path).to_string()).collect();
                names.join(", ")
            };
            let mut old = vec![path];
            old.extend(left.map(|(_, _, path)| path));
            let message = format!("{} cannot be replaced: {}", short(path), error.error);
            return Err(Failure::new(message).hint(match new.as_slice() {
                [] => "nothing was replaced".to_owned(),
                new => format!("new: {}; as they were: {}", names(new), names(&old)),
            }));
        }
        new.push(path);
    }
    fault();
    Ok(())
}

/// Where the process may be killed while it writes. The tests (`tests/suite/faults.rs`) have a debug
/// build die at each of these in turn, without a chance to clean up; a release build has none.
fn fault() {
    #[cfg(debug_assertions)]
    {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static PASSED: AtomicUsize = AtomicUsize::new(0);
        let dies = std::env::var("YULU_TEST_DIES_AT").ok().and_then(|at| at.parse().ok());
        if dies == Some(PASSED.fetch_add(1, Ordering::Relaxed)) {
            std::process::abort();
        }
    }
}

/// Removes files in a folder that a killed run has written beside their targets. Those of a run
/// that still works are locked and stay.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(BESIDE)
            && entry.file_type().is_ok_and(|kind| kind.is_file());
        // One that cannot be opened or removed does no harm.
        if is_ours
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The file that stands where a folder of the path should be.
fn in_the_way(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.is_file())
}

/// A file that replaces another has its mode; a new one is an ordinary file, whatever the
/// caller's mask is.
#[cfg(unix)]
fn set_permissions(file: &File, target: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let old = std::fs::metadata(target).map(|old| old.permissions());
    file.set_permissions(old.unwrap_or(std::fs::Permissions::from_mode(0o644)))
}

#[cfg(not(unix))]
fn set_permissions(_file: &File, _target: &Path) -> std::io::Result<()> {
    Ok(())
}
