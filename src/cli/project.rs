//! A project on disk: sources, decks, templates, locks.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal};
use crate::collate::Index;
use crate::deck::Deck;
use crate::deck::file::DeckFile;
use crate::deck::prove::{Proof, prove, waiting};
use crate::deck::recordings::{self, Read, Recordings};
use crate::diagnostics::{Code, Diagnostic, Files, has_errors, suggest};
use crate::export::templates::Templates;
use crate::parallel::start;
use crate::pinyin::legal::Readings;
use crate::script::letters;
use crate::script::opencc::{ERRATA, OpenCc};
use crate::script::{Form, Region};
use crate::source::{self, Corpus, Origin, conversions, manifest};
use crate::text::SourceText;

/// The manifest, relative to the project.
pub const MANIFEST: &str = "seeds/sources.toml";

/// Known slips, relative to the project; optional.
pub(super) const ERRATA_FILE: &str = "seeds/errata.toml";

/// Why a file of the project cannot be used.
pub(super) struct Unreadable(pub(super) Code, pub(super) String);

impl From<Unreadable> for Failure {
    fn from(problem: Unreadable) -> Self {
        Failure::new(problem.1).mendable()
    }
}

/// Where everything is read from, and what was read so far.
pub struct Project {
    root: PathBuf,
    verbose: bool,
    readings: Readings,
    /// Texts that diagnostics point into.
    pub files: Files,
    /// What was found wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    /// Quotations of the decks so far that were not looked for: their sources come first.
    waiting: usize,
}

impl Project {
    /// Opens the project directory of the command line.
    ///
    /// # Errors
    /// If it has no manifest.
    pub fn open(global: &Global) -> Result<Self, Failure> {
        let root = global.project.clone();
        if !root.join(MANIFEST).is_file() {
            return Err(Failure::new(format!(
                "there is no project in {}: {MANIFEST} is missing",
                root.display()
            ))
            .hint(
                "run yulu in a folder with seeds/ and decks/, or name it with --project",
            ));
        }
        let verbose = global.verbose;
        let project = Self {
            root,
            verbose,
            readings: global.readings,
            files: Files::default(),
            diagnostics: Vec::new(),
            waiting: 0,
        };
        if verbose {
            let whole = project.root.canonicalize();
            let whole = whole.as_ref().unwrap_or(&project.root);
            project.detail(|| format!("project {}", whole.display()));
        }
        Ok(project)
    }

    /// Tells something with `--verbose` only.
    fn detail(&self, what: impl FnOnce() -> String) {
        if self.verbose {
            output::detail(&what());
        }
    }

    /// Reads a text file of the project and remembers it for diagnostics.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Unreadable> {
        let bytes = files::read(&self.root, name).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Unreadable(Code::FileMissing, format!("{name} does not exist"))
            }
            std::io::ErrorKind::IsADirectory => {
                Unreadable(Code::FileUnreadable, format!("{name} is a folder"))
            }
            _ => {
                Unreadable(Code::FileUnreadable, format!("{name} cannot be read: {error}"))
            }
        })?;
        self.detail(|| format!("read {name}: {} bytes", bytes.len()));
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line =
                error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
            Unreadable(Code::NotUtf8, format!("{name} is not UTF-8 (line {line})"))
        })?;
        // Line ends of our own files are LF whatever editor wrote them, so that a text over
        // several lines is the same on every machine. Sources are read elsewhere, exactly.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        self.files.insert(name, Arc::new(SourceText::new(text.clone())));
        Ok(text)
    }

    /// The same of a deck file, in standard letters: a radical that was pasted for an ideograph
    /// is read as that one, and `yulu fmt` writes it so.
    pub(super) fn deck_text(&mut self, name: &str) -> Result<String, Unreadable> {
        let text = self.text(name)?;
        let Cow::Owned(standard) = letters::standard(&text) else { return Ok(text) };
        self.files.insert(name, Arc::new(SourceText::new(standard.clone())));
        Ok(standard)
    }

    /// The text of the manifest.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn manifest_text(&mut self) -> Result<String, Failure> {
        Ok(self.text(MANIFEST)?)
    }

    /// What a manifest's text declares; what is wrong with it is added to the diagnostics.
    pub fn manifest(&mut self, text: &str) -> manifest::Manifest {
        let (manifest, out) = manifest::parse(MANIFEST, text);
        self.diagnostics.extend(out);
        manifest
    }

    /// Reads the manifest and all sources.
    ///
    /// # Errors
    /// If the manifest itself cannot be read.
    pub fn corpus(&mut self) -> Result<Corpus, Failure> {
        let text = self.text(MANIFEST)?;
        let (manifest, mut out) = manifest::parse(MANIFEST, &text);
        let mut sources: Vec<source::Source> = Vec::new();
        for entry in &manifest.sources {
            let bytes = match files::read(&self.root, &entry.file) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let missing = error.kind() == std::io::ErrorKind::NotFound;
                    let code =
                        if missing { Code::FileMissing } else { Code::FileUnreadable };
                    let what = match error.kind() {
                        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
                        std::io::ErrorKind::IsADirectory => "is a folder".to_owned(),
                        _ => format!("cannot be read: {error}"),
                    };
                    let problem = Diagnostic::new(code, format!("{} {what}", entry.file))
                        .at(MANIFEST, entry.file_span, "declared here");
                    out.push(match self.near(&entry.file).filter(|_| missing) {
                        Some(near) => problem.hint(format!("did you mean `{near}`?")),
                        None if missing => {
                            problem.hint("put the document there, or correct the path")
                        }
                        None => problem,
                    });
                    continue;
                }
            };
            self.detail(|| format!("read {}: {} bytes", entry.file, bytes.len()));
            let (read, found) = source::read(entry, &manifest, MANIFEST, &bytes);
            out.extend(found);
            if let Some(mut read) = read {
                read.origin = self.origin(&entry.file, &mut out)?.map(Arc::new);
                if let Some(origin) = &read.origin {
                    source::origin::check(origin, &entry.id, &mut out);
                }
                self.files.insert(entry.file.clone(), Arc::clone(&read.text));
                if let Some(twin) = sources.iter().find(|s| s.text == read.text) {
                    out.push(
                        Diagnostic::new(
                            Code::SourceTwice,
                            format!(
                                "`{}` and `{}` are the same document",
                                twin.entry.id, entry.id
                            ),
                        )
                        .at(MANIFEST, entry.span, "")
                        .hint("remove one: copies of one file do not confirm each other"),
                    );
                }
                sources.push(read);
            }
        }
        source::hint_misplaced(&sources, &mut out);
        let mut errata = Vec::new();
        if self.root.join(ERRATA_FILE).exists() {
            let text = self.text(ERRATA_FILE)?;
            let (found, problems) =
                source::errata::parse(ERRATA_FILE, &text, &manifest, &sources);
            errata = found;
            out.extend(problems);
        }
        self.diagnostics.extend(out);
        Ok(Corpus { manifest, sources, errata })
    }

    /// The record of the original that a text was derived from, if it was.
    fn origin(
        &mut self,
        file: &str,
        out: &mut Vec<Diagnostic>,
    ) -> Result<Option<Origin>, Failure> {
        let record = Origin::record_of(file);
        if !self.root.join(&record).exists() {
            return Ok(None);
        }
        let text = self.text(&record)?;
        let (origin, found) = source::origin::parse(&record, &text);
        out.extend(found);
        Ok(origin)
    }

    /// The file in the same folder whose name is most like that of a missing one.
    fn near(&self, name: &str) -> Option<String> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let entries = std::fs::read_dir(self.root.join(folder)).ok()?;
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = suggest::closest(file, &names)?;
        Some(if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") })
    }

    /// Proves a deck; what is wrong is added to the diagnostics.
    pub fn prove(
        &mut self,
        files: &[DeckFile],
        index: &Index<'_>,
        converter: &OpenCc,
        region: Region,
    ) -> Option<Deck> {
        let recordings = self.recordings(&recordings::paths(files));
        let (readings, recordings) = (self.readings, &recordings);
        let proof = Proof { index, converter, region, readings, recordings };
        let (deck, out) = prove(files, &proof);
        let main = files.first().map_or("a deck", |file| file.file.as_str());
        let proven = if deck.is_some() { "proven" } else { "not proven" };
        self.detail(|| format!("{main}: {proven}"));
        self.diagnostics.extend(out);
        self.waiting += waiting(files, index.corpus());
        deck
    }

    /// The files that a deck names as recordings, as far as they can be read.
    fn recordings(&self, paths: &BTreeSet<String>) -> Recordings {
        let read = |path: &String| (path.clone(), self.recording(path));
        Recordings::new(paths.iter().map(read).collect())
    }

    fn recording(&self, name: &str) -> Read {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => Read::Missing,
            _ => Read::Unreadable(error.to_string()),
        };
        let path = self.path(name);
        // A project may come from a stranger: what is not in it does not get into a package.
        let real =
            path.canonicalize().and_then(|file| Ok((file, self.root.canonicalize()?)));
        match real {
            Ok((file, root)) if file.starts_with(&root) => {}
            Ok(_) => return Read::Outside,
            Err(error) => return unreadable(error),
        }
        let size = match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => {
                return Read::Unreadable("it is a folder".to_owned());
            }
            Ok(found) if !found.is_file() => {
                return Read::Unreadable("it is not an ordinary file".to_owned());
            }
            Ok(found) => found.len(),
            Err(error) => return unreadable(error),
        };
        if size > recordings::LARGEST {
            return Read::TooLarge(size);
        }
        match std::fs::read(&path) {
            Ok(bytes) => {
                self.detail(|| format!("read {name}: {} bytes", bytes.len()));
                Read::Bytes(bytes.into())
            }
            Err(error) => unreadable(error),
        }
    }

    /// Shows what was found wrong.
    pub fn report(&mut self, terminal: &mut Terminal) -> Outcome {
        terminal.diagnostics(&mut self.diagnostics, &self.files, self.waiting);
        self.outcome()
    }

    /// How a command ends by what was found wrong.
    pub fn outcome(&self) -> Outcome {
        // Nothing in the project can mend a machine without room for the converter's files.
        if self.diagnostics.iter().any(|found| found.code == Code::ConversionFailed) {
            Outcome::Io
        } else if has_errors(&self.diagnostics) {
            Outcome::Findings
        } else {
            Outcome::Done
        }
    }

    /// All sources, and the converter, ready for the forms a build needs. Its dictionaries
    /// take longer to load than the sources: both are done at the same time.
    ///
    /// # Errors
    /// If the manifest cannot be read. What else is wrong is among the diagnostics.
    pub fn corpus_and_converter(
        &mut self,
        region: Region,
    ) -> Result<(Corpus, Option<OpenCc>), Failure> {
        std::thread::scope(|scope| {
            let loading = start(scope, move || load(region));
            let corpus = self.corpus()?;
            let converter = loading.joined().map_err(|error| {
                self.diagnostics.push(
                    Diagnostic::new(Code::ConversionFailed, error)
                        .hint("is there room in the temporary folder (TMPDIR)?"),
                );
            });
            let Ok(converter) = converter else { return Ok((corpus, None)) };
            let decided = self.conversions(&converter)?;
            let names = corpus.manifest.names_and(decided, &converter);
            Ok((corpus, Some(converter.with_names(names))))
        })
    }

    /// What a person has decided of words whose Traditional form depends on the sense.
    ///
    /// # Errors
    /// If the file cannot be read. What is wrong in it is among the diagnostics.
    pub(super) fn conversions(
        &mut self,
        converter: &OpenCc,
    ) -> Result<Vec<(String, String)>, Failure> {
        if !self.root.join(conversions::FILE).exists() {
            return Ok(Vec::new());
        }
        let text = self.text(conversions::FILE)?;
        let (pairs, out) = conversions::parse(conversions::FILE, &text, converter);
        self.diagnostics.extend(out);
        Ok(pairs)
    }

    /// The templates, with the project's own in place of the built-in ones.
    ///
    /// # Errors
    /// If a template exists and cannot be read.
    pub fn templates(&mut self) -> Result<Templates, Failure> {
        let mut templates = Templates::default();
        for name in Templates::names() {
            let path = format!("templates/{name}");
            if self.root.join(&path).exists() {
                templates.replace(name, self.text(&path)?);
            }
        }
        Ok(templates)
    }

    /// The bytes of a file of the project that is written again, with the line ends and the
    /// byte-order mark that it has.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn rewritten(
        &self,
        name: &str,
        mut text: String,
    ) -> Result<(PathBuf, Vec<u8>), Failure> {
        let path = self.path(name);
        let raw = files::read(&self.root, name)?;
        if raw.windows(2).any(|pair| pair == b"\r\n") {
            text = text.replace('\n', "\r\n");
        }
        if raw.starts_with("\u{feff}".as_bytes()) {
            text.insert(0, '\u{feff}');
        }
        Ok((path, text.into_bytes()))
    }

    /// A path inside the project.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join(name)
    }
}

/// Loads the converter for Simplified and the region's Traditional: no text is converted with
/// one that cannot be loaded.
pub(super) fn load(region: Region) -> Result<OpenCc, String> {
    let converter = OpenCc::new(ERRATA).map_err(|error| error.to_string())?;
    std::thread::scope(|scope| {
        let hans = start(scope, || converter.prepare(Form::Hans));
        converter.prepare(Form::Hant(region))?;
        hans.joined()
    })?;
    Ok(converter)
}
