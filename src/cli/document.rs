//! A document as it comes, on its way into a project: read, and made into the files that
//! register it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::files;
use super::outcome::Failure;
use super::output::count;
use super::project::Project;
use crate::import::encoding::named;
use crate::import::{self, About, Document, Format, KnownBy, Told, Unreadable};
use crate::source::origin::{self, Origin};
use crate::source::revision::{APART, Apart};
use crate::source::{LineMap, SourceEntry, sha256_hex};
use crate::text::{LineRange, SourceText};

/// How a document is to be read.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ReadingArgs {
    /// What it is, if its bytes do not tell
    #[arg(long = "as", value_name = "FORMAT", value_parser = formats())]
    pub format: Option<String>,
    /// The encoding of a text that is not UTF-8, for instance gb18030 or big5
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

fn formats() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Format::words())
}

/// The name that stands for standard input.
const STDIN: &str = "-";
/// The most that is read from standard input or a file, in bytes.
const LARGEST: u64 = import::LARGEST as u64;

/// A document that was read and not yet registered.
pub struct Given {
    /// Where it was, if it is a file.
    path: Option<PathBuf>,
    bytes: Vec<u8>,
    /// What it is and its text.
    pub document: Document,
}

/// A document as a project keeps it.
pub struct Kept {
    /// The path of its text in the project.
    pub name: String,
    /// What has to be written: the text, the original and the record, as far as they are not
    /// there.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// What a person should know of how it was read.
    pub said: Vec<String>,
}

fn failure(problem: Unreadable, what: &str) -> Failure {
    Failure::new(format!("{what}: {}", problem.message)).hint(problem.hint)
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// If it cannot be read, or is no document, with what to do.
pub fn read(file: &Path, reading: &ReadingArgs) -> Result<Given, Failure> {
    let is_stdin = file.as_os_str() == STDIN;
    let what =
        if is_stdin { "standard input".to_owned() } else { file.display().to_string() };
    let cannot = |e: std::io::Error| Failure::new(format!("{what} cannot be read: {e}"));
    let too_large = || {
        Failure::new(format!("{what} has more than {} MB", LARGEST >> 20))
            .hint("split it, or save the part that you mean; the longest novels have 15 MB")
    };
    let mut bytes = Vec::new();
    if is_stdin {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(cannot)?;
    } else {
        let mut file = files::open(file).map_err(|failure| {
            match file.is_file() || file.is_dir() || !file.exists() {
                true => failure,
                false => {
                    failure.hint("`-` reads standard input: … | yulu new source - --id ID")
                }
            }
        })?;
        if file.metadata().map_err(cannot)?.len() > LARGEST {
            return Err(too_large());
        }
        (&mut file).take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
        if bytes.len() as u64 <= LARGEST
            && file.metadata().map_err(cannot)?.len() != bytes.len() as u64
        {
            return Err(Failure::new(format!("{what} changed while it was read"))
                .hint("register it when the program that writes it has finished"));
        }
    }
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    let extension = match is_stdin {
        // What is pasted is text unless it looks like something else.
        true => String::new(),
        false => file.extension().unwrap_or_default().to_string_lossy().to_lowercase(),
    };
    let document = derive(&bytes, reading, &extension).map_err(|e| failure(e, &what))?;
    let path = (!is_stdin).then(|| file.to_owned());
    Ok(Given { path, bytes, document })
}

/// Reads the bytes of a document.
///
/// # Errors
/// If they are no document, with what to do.
pub fn derive(
    bytes: &[u8],
    reading: &ReadingArgs,
    extension: &str,
) -> Result<Document, Unreadable> {
    let encoding = reading.encoding.as_deref().map(named).transpose()?;
    let format = reading.format.as_deref().and_then(Format::from_word);
    import::read(bytes, Told { format, encoding, extension })
}

/// True if something is in the place of a new file that is not this file already: a run that was
/// killed leaves some of what it wrote.
fn is_other(path: &Path, bytes: &[u8]) -> bool {
    let same = || path.is_file() && std::fs::read(path).is_ok_and(|old| old == bytes);
    path.exists() && !same()
}

impl Given {
    /// The name of the file without its extension; nothing for standard input.
    pub fn stem(&self) -> Option<String> {
        let stem = self.path.as_ref()?.file_stem()?;
        Some(stem.to_string_lossy().into_owned())
    }

    /// What the document says of itself.
    pub fn about(&self) -> About {
        self.document
            .derived
            .as_ref()
            .map(|derived| derived.about.clone())
            .unwrap_or_default()
    }

    /// SHA-256 of its text.
    pub fn text_sha256(&self) -> String {
        sha256_hex(self.document.text.as_bytes())
    }

    /// How a project keeps the document under an id. A text that needs no change and lies in
    /// the project already stays where it is.
    ///
    /// # Errors
    /// If a file of that name is there.
    pub fn keep(&self, project: &Project, id: &str) -> Result<Kept, Failure> {
        let inside = self.inside(project)?;
        let text = self.document.text.clone().into_bytes();
        let taken = |name: &str| {
            Failure::new(format!("{name} exists already"))
                .hint("nothing was written; choose another id with --id")
        };
        let Some(derived) = &self.document.derived else {
            let said = self.looks();
            if let Some(name) = inside {
                return Ok(Kept { name, files: Vec::new(), said });
            }
            let name = format!("seeds/{id}.txt");
            let path = project.path(&name);
            if is_other(&path, &text) {
                return Err(taken(&name));
            }
            return Ok(Kept { name, files: vec![(path, text)], said });
        };
        let name = format!("seeds/{id}.txt");
        let record = Origin::record_of(&name);
        if inside.as_ref() == Some(&name) {
            return Err(Failure::new(format!(
                "{name} cannot be both the document as it came and its text"
            ))
            .hint("move it out of seeds/, or choose another id with --id"));
        }
        let mut files = Vec::new();
        let original = match inside {
            Some(inside) => inside,
            None => {
                let original = format!("seeds/originals/{id}.{}", self.extension());
                files.push((project.path(&original), self.bytes.clone()));
                original
            }
        };
        let origin = self.origin(&record, original);
        files.push((project.path(&name), text));
        files.push((project.path(&record), origin.to_toml().into_bytes()));
        for (path, bytes) in &files {
            if is_other(path, bytes) {
                let path = path.strip_prefix(project.path("")).unwrap_or(path);
                return Err(taken(&path.display().to_string().replace('\\', "/")));
            }
        }
        let mut said = vec![self.how_read(derived)];
        said.extend(self.guessed(id, &origin));
        said.extend(self.looks());
        Ok(Kept { name, files, said })
    }

    /// How a project keeps the document as the new version of a source. The text keeps its
    /// path; `old` is the record of the text as it was, if it was derived.
    ///
    /// # Errors
    /// If a file that belongs to something else is in the way.
    pub fn replace(
        &self,
        project: &Project,
        entry: &SourceEntry,
        old: Option<&Origin>,
    ) -> Result<Kept, Failure> {
        let name = entry.file.clone();
        let inside = self.inside(project)?;
        let text = self.document.text.clone().into_bytes();
        let mut said = Vec::new();
        if let Some(derived) = &self.document.derived {
            said.push(self.how_read(derived));
        }
        if inside.as_ref() == Some(&name) {
            if self.document.derived.is_some() {
                return Err(Failure::new(format!(
                    "{name} cannot be both the document as it came and its text"
                ))
                .hint("move it out of seeds/"));
            }
            // The text was corrected where it lies.
            let mut files = Vec::new();
            if let Some(old) = old {
                let origin = self.corrected(project, old);
                if let Some(lines) = origin.corrected_lines {
                    said.push(format!("corrected by hand: {}", count(lines, "line")));
                }
                files.push((project.path(&origin.record), origin.to_toml().into_bytes()));
            }
            said.extend(self.looks());
            return Ok(Kept { name, files, said });
        }
        let mut files = vec![(project.path(&name), text)];
        if self.document.derived.is_some() || old.is_some() {
            let original = match inside {
                Some(inside) => inside,
                None => {
                    let original =
                        format!("seeds/originals/{}.{}", entry.id, self.extension());
                    let path = project.path(&original);
                    if path.exists() && old.is_none_or(|old| old.file != original) {
                        return Err(Failure::new(format!("{original} exists already"))
                            .hint(
                                "nothing was written; is it the original of another text?",
                            ));
                    }
                    files.push((path, self.bytes.clone()));
                    original
                }
            };
            let record = Origin::record_of(&name);
            let mut origin = self.origin(&record, original);
            if let Some(old) = old {
                // What a person confirmed of the encoding holds for the next version, too.
                if old.encoding_by == Some(KnownBy::Confirmed)
                    && origin.encoding_by == Some(KnownBy::Guessed)
                    && old.encoding == origin.encoding
                {
                    origin.encoding_by = Some(KnownBy::Confirmed);
                }
                if old.file != origin.file {
                    said.push(format!(
                        "{} stays and is not used any more; {} is the original now",
                        old.file, origin.file
                    ));
                }
            }
            if origin.encoding_by == Some(KnownBy::Guessed) {
                said.extend(self.guessed(&entry.id, &origin));
            }
            files.push((project.path(&record), origin.to_toml().into_bytes()));
        }
        said.extend(self.looks());
        Ok(Kept { name, files, said })
    }

    /// The record of a text that was corrected by hand: what its reader gives, read again, says
    /// how many lines were and where each stands.
    fn corrected(&self, project: &Project, old: &Origin) -> Origin {
        let text = &self.document.text;
        let mut origin = old.clone();
        origin.unreadable = text.matches(char::REPLACEMENT_CHARACTER).count();
        let again = again(project, old).ok();
        if let Some(derived) = again.as_ref().and_then(|again| again.same(old)) {
            let before = SourceText::new(derived.text.as_str());
            let now = SourceText::new(text.as_str());
            let map = LineMap::new(&before, &now);
            let corrected = map.added().len().max(map.gone().len());
            origin.corrected_lines = Some(corrected).filter(|lines| *lines > 0);
            let places = origin::runs(&derived.places);
            origin.places = origin::carried(&places, &map, now.line_count());
        }
        origin
    }

    /// The record of a derived text.
    pub fn origin(&self, record: &str, original: String) -> Origin {
        let document = &self.document;
        let counts = |counts: &std::collections::BTreeMap<&'static str, usize>| {
            counts.iter().map(|(what, n)| ((*what).to_owned(), *n)).collect()
        };
        let derived = document.derived.clone().unwrap_or_default();
        Origin {
            record: record.to_owned(),
            file: original,
            sha256: sha256_hex(&self.bytes),
            media: document.format.media().to_owned(),
            reader: document.format.reader(),
            yulu: env!("CARGO_PKG_VERSION").to_owned(),
            encoding: document.encoding.map(|(name, _)| name.to_owned()),
            encoding_by: document.encoding.map(|(_, by)| by),
            text_sha256: self.text_sha256(),
            unreadable: derived.unreadable,
            dropped: counts(&derived.dropped),
            changed: counts(&derived.changed),
            places: origin::runs(&document.places),
            ..Origin::default()
        }
    }

    /// The path inside the project's `seeds/`, if the file lies there.
    fn inside(&self, project: &Project) -> Result<Option<String>, Failure> {
        let Some(path) = &self.path else { return Ok(None) };
        let seeds = project.path("seeds").canonicalize()?;
        let own = path.canonicalize()?;
        let inside = own.strip_prefix(&seeds).ok().and_then(Path::to_str);
        Ok(inside.map(|inside| format!("seeds/{}", inside.replace('\\', "/"))))
    }

    /// The extension of the kept original: its own, if it is one.
    fn extension(&self) -> String {
        let own = self.path.as_ref().and_then(|path| path.extension());
        let own = own.map(|own| own.to_string_lossy().to_lowercase());
        own.filter(|own| {
            (1..=8).contains(&own.len()) && own.bytes().all(|b| b.is_ascii_alphanumeric())
        })
        .unwrap_or_else(|| self.document.format.extension().to_owned())
    }

    fn how_read(&self, derived: &import::Derived) -> String {
        let said = |counts: &std::collections::BTreeMap<&'static str, usize>| {
            let each = counts.iter().map(|(what, n)| format!("{n} {what}"));
            each.collect::<Vec<_>>().join(", ")
        };
        let mut out = format!("read as {}", self.document.format.called());
        if let Some((encoding, by)) = self.document.encoding
            && by != KnownBy::Utf8
        {
            out += &format!(" in {encoding}");
        }
        if !derived.dropped.is_empty() {
            out += &format!("; left out: {}", said(&derived.dropped));
        }
        if !derived.changed.is_empty() {
            out += &format!("; changed: {}", said(&derived.changed));
        }
        if derived.unreadable > 0 {
            out +=
                &format!("; {} could not be read", count(derived.unreadable, "character"));
        }
        out
    }

    /// What is said of an encoding that was guessed: three lines to look at.
    fn guessed(&self, id: &str, origin: &Origin) -> Vec<String> {
        let (record, original) = (&origin.record, &origin.file);
        let Some((encoding, KnownBy::Guessed)) = self.document.encoding else {
            return Vec::new();
        };
        let mut said = vec![format!("its encoding is a guess ({encoding}); it reads:")];
        let lines = self.document.text.lines().filter(|line| !line.is_ascii());
        said.extend(lines.take(3).map(|line| {
            let short: String = line.chars().take(40).collect();
            format!("  {short}")
        }));
        said.push(format!(
            "If that is wrong: yulu update source {id} {original} --encoding NAME; if it is right, \
             write encoding_by = \"confirmed\" in {record}."
        ));
        said
    }

    /// What is said of a text that was kept line by line and looks like something else.
    fn looks(&self) -> Vec<String> {
        let text = &self.document.text;
        let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
        // Of a derived text the record says it, and it is an error.
        let lost = (lost > 0 && self.document.derived.is_none()).then(|| {
            format!(
                "{} U+FFFD (�): what stood there was lost before; quote nothing that has one",
                count(lost, "character")
            )
        });
        let looks = self.document.looks.iter();
        let said = looks.map(|format| {
            format!(
                "it looks like {} and was kept line by line; --as {} reads it as that",
                format.called(),
                format.as_str()
            )
        });
        said.chain(lost).collect()
    }
}

/// An original, read again.
pub struct Again {
    /// The reader that read it; another one than is recorded where this program does not have
    /// that version any more.
    pub reader: String,
    /// What it makes of it now.
    pub document: Result<Document, Unreadable>,
}

impl Again {
    /// The document, if its text is the recorded one.
    pub fn same(&self, origin: &Origin) -> Option<&Document> {
        let document = self.document.as_ref().ok()?;
        (sha256_hex(document.text.as_bytes()) == origin.text_sha256).then_some(document)
    }
}

/// Runs the recorded reader again.
///
/// # Errors
/// If the original cannot be read from disk.
pub fn again(project: &Project, origin: &Origin) -> std::io::Result<Again> {
    let bytes = files::read(&project.path(""), &origin.file)?;
    let format = Format::from_word(origin.reader.split('/').next().unwrap_or_default());
    // What the bytes say themselves needs not be told.
    let encoding = match origin.encoding_by {
        Some(KnownBy::Mark | KnownBy::Utf8) | None => None,
        Some(_) => origin.encoding.as_deref().and_then(|name| named(name).ok()),
    };
    let extension = origin.file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let document = import::read(&bytes, Told { format, encoding, extension });
    let reader = match &document {
        Ok(document) => document.format.reader(),
        Err(_) => format.map_or_else(|| origin.reader.clone(), Format::reader),
    };
    Ok(Again { reader, document })
}

/// What the reader set apart at the end of the text.
pub fn set_apart(document: &Document) -> Option<Apart> {
    Apart::of(&document.text, document.notes?)
}

/// The cut of it, as `sources.toml` has it.
pub fn cut_of_notes(document: &Document) -> Option<String> {
    let Apart { lines: LineRange { first, last }, from, to } = set_apart(document)?;
    let string = |text: &str| toml_edit::Value::from(text).to_string();
    let to = to.map_or_else(String::new, |to| format!("to = {}\n", string(&to)));
    Some(format!(
        "\n[[source.cut]]\nfrom = {}\n{to}lines = [{first}, {last}]\nreason = {}\n",
        string(&from),
        string(APART),
    ))
}

/// Compares the originals of all derived texts with what is registered of them.
pub fn check_originals(project: &mut Project, corpus: &crate::source::Corpus) {
    for source in &corpus.sources {
        let Some(origin) = &source.origin else { continue };
        let bytes = files::read(&project.path(""), &origin.file).ok();
        let sum = bytes.map(|bytes| sha256_hex(&bytes));
        let id = &source.entry.id;
        origin::check_original(origin, id, sum.as_deref(), &mut project.diagnostics);
    }
}
