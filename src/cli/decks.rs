//! The decks of a project on disk: which there are, their files, their locks.

use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::Terminal;
use super::project::{Project, Unreadable};
use crate::collate::Index;
use crate::deck::Deck;
use crate::deck::file::{self, DeckFile};
use crate::diagnostics::{Code, Diagnostic, has_errors};
use crate::export::anki::Lock;
use crate::script::Region;
use crate::script::opencc::OpenCc;
use crate::source::Corpus;

impl Project {
    /// The main files of the decks asked for, each once, or of all decks, relative to the
    /// project.
    ///
    /// # Errors
    /// If a deck does not exist.
    pub fn deck_names(&self, wanted: &[String]) -> Result<Vec<String>, Failure> {
        let mut all: Vec<String> = Vec::new();
        let folder = self.path("decks");
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            Failure::new(format!("{} cannot be read: {error}", folder.display()))
                .hint("a project has its decks in decks/")
                .mendable()
        })?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Editors and file systems keep side files whose names begin with a dot.
            if name.ends_with(".toml") && !name.starts_with('.') {
                all.push(format!("decks/{name}"));
            }
        }
        all.sort();
        if wanted.is_empty() {
            if all.is_empty() {
                return Err(Failure::new(format!(
                    "there is no deck in {}",
                    folder.display()
                ))
                .hint("`yulu new deck my-deck` begins one")
                .mendable());
            }
            return Ok(all);
        }
        let mut found: Vec<String> = Vec::new();
        let known = wanted.iter().map(|name| {
            let stem = deck_id(name.strip_prefix("./").unwrap_or(name));
            let file = format!("decks/{stem}.toml");
            if all.contains(&file) {
                return Ok(file);
            }
            let ids: Vec<&str> = all.iter().map(|file| deck_id(file)).collect();
            let none = Failure::new(format!("there is no deck `{name}`"));
            Err(none.not_among("deck", stem, &ids, "`yulu new deck my-deck` begins one"))
        });
        for name in known {
            let name = name?;
            if !found.contains(&name) {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// The main file of the deck asked for, or of the project's only deck.
    ///
    /// # Errors
    /// If the deck does not exist, or none is named and there are several.
    pub fn deck_name(&self, wanted: Option<&String>) -> Result<String, Failure> {
        let names =
            self.deck_names(wanted.map(std::slice::from_ref).unwrap_or_default())?;
        match <[String; 1]>::try_from(names) {
            Ok([name]) => Ok(name),
            Err(names) => Err(Failure::new("the project has several decks")
                .hint(format!("name one of them: {}", names.join(", ")))),
        }
    }

    /// Reads a deck's main file and its parts.
    ///
    /// # Errors
    /// If the main file cannot be read.
    pub fn deck_files(&mut self, name: &str) -> Result<Vec<DeckFile>, Failure> {
        let text = match self.deck_text(name) {
            Ok(text) => text,
            Err(Unreadable(code, message)) => {
                self.diagnostics.push(
                    Diagnostic::new(code, message)
                        .in_file(name)
                        .hint("a deck is a UTF-8 text file in decks/"),
                );
                return Ok(Vec::new());
            }
        };
        let (main, out) = file::parse(name, &text, true);
        self.diagnostics.extend(out);
        let parts = main.head.as_ref().map(|head| head.parts.clone()).unwrap_or_default();
        let mut files = vec![main];
        for part in parts {
            let span = part.span().into();
            let path = part.get_ref();
            if path.starts_with('/') || path.split(['/', '\\']).any(|p| p == "..") {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongValue, "a part is inside the decks folder")
                        .at(name, span, ""),
                );
                continue;
            }
            let file_name = format!("decks/{path}");
            match self.deck_text(&file_name) {
                Ok(text) => {
                    let (part, out) = file::parse(&file_name, &text, false);
                    self.diagnostics.extend(out);
                    files.push(part);
                }
                Err(Unreadable(code, message)) => {
                    let problem = Diagnostic::new(code, message).at(name, span, "");
                    self.diagnostics.push(problem);
                }
            }
        }
        Ok(files)
    }

    /// The lock beside a deck, or an empty one.
    ///
    /// # Errors
    /// If it exists and cannot be read as a file; damage is a diagnostic.
    pub fn lock(&mut self, deck: &str) -> Result<Option<Lock>, Failure> {
        let name = lock_name(deck);
        if !self.path(&name).exists() {
            return Ok(Some(Lock::default()));
        }
        let text = match self.text(&name) {
            Ok(text) => text,
            Err(Unreadable(_, message)) => {
                let problem = Diagnostic::new(Code::LockDamaged, message).in_file(&name);
                self.diagnostics.push(problem.hint("restore the committed file"));
                return Ok(None);
            }
        };
        match Lock::parse(&name, &text) {
            Ok(lock) => Ok(Some(lock)),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                Ok(None)
            }
        }
    }
}

/// Reads, proves and hands over the decks asked for.
pub(super) fn with_decks(
    global: &Global,
    decks: &[String],
    region: Region,
    terminal: &mut Terminal,
    mut each: impl FnMut(&mut Project, &Deck, &Corpus, &OpenCc, &str) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let names = project.deck_names(decks)?;
    let (corpus, converter) = project.corpus_and_converter(region)?;
    let index = Index::new(&corpus);
    for name in &names {
        let files = project.deck_files(name)?;
        let Some(converter) = &converter else { continue };
        let deck = project.prove(&files, &index, converter, region);
        // What was found while reading counts too: no card of an unproven deck is shown.
        if let Some(deck) = deck.filter(|_| !has_errors(&project.diagnostics)) {
            each(&mut project, &deck, &corpus, converter, name)?;
        }
    }
    Ok(project.report(terminal))
}

/// The id of the deck `decks/x.toml`, which is the name of its file.
pub fn deck_id(deck: &str) -> &str {
    let name = deck.strip_prefix("decks/").unwrap_or(deck);
    name.strip_suffix(".toml").unwrap_or(name)
}

/// `decks/x.toml` has its lock in `decks/x.lock`.
pub fn lock_name(deck: &str) -> String {
    format!("{}.lock", deck.strip_suffix(".toml").unwrap_or(deck))
}
