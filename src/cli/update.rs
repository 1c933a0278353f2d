//! `yulu update`: a document that changed takes the place of its old version, and every
//! quotation of every deck is found again in it.

use std::path::PathBuf;
use std::sync::Arc;

use super::document::{self, Kept, ReadingArgs};
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count};
use super::project::{ERRATA_FILE, MANIFEST, Project};
use super::project_lock::ProjectLock;
use crate::collate::Index;
use crate::deck::file::DeckFile;
use crate::deck::moved::{self, After, Before, Fate, Moved};
use crate::diagnostics::has_errors;
use crate::source::revision::{self, Revision};
use crate::source::{self, Corpus, LineMap, Origin, Source, SourceEntry, sha256_hex};
use crate::text::{LineRange, SourceText, Span};

/// `yulu update`.
#[derive(Debug, clap::Args)]
pub struct UpdateArgs {
    /// What changed
    #[command(subcommand)]
    pub what: UpdateWhat,
}

/// What can change.
#[derive(Debug, clap::Subcommand)]
pub enum UpdateWhat {
    /// A source: a new version of its document
    ///
    /// The text is replaced, a derived one by what its reader makes of the new document, which is
    /// kept beside it. Quotations get the lines at which they stand now, and so do cuts, caveats
    /// and errata. What is not found any more is listed with the closest passage and ends with
    /// exit status 1; everything else is written all the same.
    Source(UpdateSourceArgs),
}

/// `yulu update source`.
#[derive(Debug, clap::Args)]
pub struct UpdateSourceArgs {
    /// The source
    #[arg(value_name = "ID")]
    pub id: String,
    /// The new version, anywhere; - is standard input. The source's own text in seeds/ is
    /// registered as it was corrected there
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Say what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How it is read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Puts a new version in the place of an old one.
pub fn update(
    global: &Global,
    update: &UpdateArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let UpdateWhat::Source(wanted) = &update.what;
    let mut project = Project::open(global)?;
    let _lock =
        (!wanted.dry_run).then(|| ProjectLock::acquire(&project, terminal)).transpose()?;
    let given = document::read(&wanted.file, &wanted.reading)?;
    let old_manifest = project.manifest_text()?;
    let old = project.corpus()?;
    let Some(entry) = old.manifest.sources.iter().find(|entry| entry.id == wanted.id)
    else {
        // An entry that is wrong has its own diagnostic.
        if old.manifest.may_declare(&wanted.id) {
            return Ok(nothing_written(&mut project, terminal));
        }
        let known: Vec<&str> = old.manifest.declared.iter().map(String::as_str).collect();
        let none = Failure::new(format!("there is no source `{}`", wanted.id));
        let begin = "`yulu new source FILE` registers one";
        return Err(none.not_among("source", &wanted.id, &known, begin));
    };
    let was = Was::find(&project, &old, entry);
    // What was wrong with the old text says nothing of the new one.
    project.diagnostics.clear();
    let kept = given.replace(&project, entry, was.origin.as_deref())?;
    let text = Arc::new(SourceText::new(given.document.text.as_str()));
    let map = was.source(&old).map(|source| LineMap::new(&source.text, &text));
    let sum = given.text_sha256();
    let revision = Revision {
        entry,
        map: map.as_ref(),
        text: &text,
        sha256: &sum,
        apart: given
            .document
            .derived
            .is_some()
            .then(|| document::set_apart(&given.document)),
        regions: was.source(&old).map(regions).unwrap_or_default(),
    };
    let wrong = |file: &str, e: String| Failure::new(format!("{file}: {e}")).mendable();
    let new_manifest = revision::manifest(&old_manifest, &revision);
    let new_manifest = new_manifest.map_err(|e| wrong(MANIFEST, e))?;
    let mut files = vec![project.rewritten(MANIFEST, new_manifest.clone())?];
    let new = corpus_with(&mut project, &old, entry, &new_manifest, &kept, &text)?;
    let Some(at) = new.find(&entry.id) else {
        return Ok(nothing_written(&mut project, terminal));
    };
    if project.path(ERRATA_FILE).exists() {
        let text = project.text(ERRATA_FILE)?;
        let errata =
            revision::errata(&text, &revision).map_err(|e| wrong(ERRATA_FILE, e))?;
        let (_, problems) =
            source::errata::parse(ERRATA_FILE, &errata, &new.manifest, &new.sources);
        if errata != text {
            files.push(project.rewritten(ERRATA_FILE, errata.clone())?);
            project.files.insert(ERRATA_FILE, Arc::new(SourceText::new(errata)));
        }
        project.diagnostics.extend(problems);
    }
    let found = std::mem::take(&mut project.diagnostics);
    let decks = all_files(&mut project)?;
    // A file that cannot be read could have quotations that would not be found again.
    if has_errors(&project.diagnostics) {
        return Ok(nothing_written(&mut project, terminal));
    }
    project.diagnostics = found;
    let index = Index::new(&new);
    let before = was.of(&old).zip(map.as_ref());
    let before = before.map(|((corpus, at), map)| Before::new(corpus, at, map));
    let after = After::new(&index, at);
    let mut result = Counts::default();
    for file in &decks {
        let moved = moved::moved(file, &entry.id, before.as_ref(), &after);
        if let Some(text) = moved::rewritten(file, &moved) {
            files.push(project.rewritten(&file.file, text)?);
        }
        for moved in moved {
            result.count(file, moved, &mut project, terminal);
        }
    }
    files.extend(kept.files);
    // What is there already needs not be written.
    files.retain(|(path, bytes)| !std::fs::read(path).is_ok_and(|old| old == *bytes));
    if !wanted.dry_run {
        output::write_all(&files)?;
    }
    project.report(terminal);
    for said in &kept.said {
        terminal.say(said);
    }
    terminal.say(&summary(&kept.name, map.as_ref(), &text));
    if let Some(said) = was.said(&new.sources[at]) {
        terminal.say(&said);
    }
    for said in decisions(was.source(&old), &new.sources[at]) {
        terminal.say(&said);
    }
    result.say(terminal);
    if wanted.dry_run {
        terminal.say("nothing was written");
    }
    Ok(project.outcome())
}

fn nothing_written(project: &mut Project, terminal: &mut Terminal) -> Outcome {
    let outcome = project.report(terminal);
    terminal.say("nothing was written");
    outcome
}

/// The source as it was registered, as far as that is known.
struct Was {
    origin: Option<Arc<Origin>>,
    /// Its index among the sources as they are.
    at: Option<usize>,
    /// The corpus with its text as its reader gives it, where the file was changed since.
    rederived: Option<Box<(Corpus, usize)>>,
    /// True if the text had been corrected by hand.
    corrected: bool,
}

impl Was {
    fn find(project: &Project, corpus: &Corpus, entry: &SourceEntry) -> Was {
        let at = corpus.find(&entry.id);
        let source = at.map(|at| &corpus.sources[at]);
        let origin = source.and_then(|source| source.origin.clone());
        let corrected = source.is_some_and(Source::is_corrected);
        let as_registered =
            |source: &&Source| sha256_hex(source.text.as_str().as_bytes()) == entry.sha256;
        if source.as_ref().is_some_and(as_registered) {
            return Was { origin, at, rederived: None, corrected };
        }
        // The file was changed where it lies; what it was can be made again.
        let mut rederived = None;
        if let (Some(at), Some(origin)) = (at, &origin)
            && let Ok(again) = document::again(project, origin)
            && let Some(document) = again.same(origin)
            && origin.text_sha256 == entry.sha256
        {
            let bytes = document.text.as_bytes();
            let read = source::read(entry, &corpus.manifest, MANIFEST, bytes).0;
            rederived = read.map(|source| {
                let mut corpus = corpus.clone();
                corpus.sources[at] = source;
                Box::new((corpus, at))
            });
        }
        Was { origin, at: None, rederived, corrected }
    }

    /// The corpus in which it is, and its index there.
    fn of<'a>(&'a self, corpus: &'a Corpus) -> Option<(&'a Corpus, usize)> {
        match &self.rederived {
            Some(rederived) => Some((&rederived.0, rederived.1)),
            None => Some((corpus, self.at?)),
        }
    }

    fn source<'a>(&'a self, corpus: &'a Corpus) -> Option<&'a Source> {
        let (corpus, at) = self.of(corpus)?;
        corpus.sources.get(at)
    }

    /// What is said of corrections that the new text does not have.
    fn said(&self, new: &Source) -> Option<String> {
        let origin = self.origin.as_ref()?;
        (self.corrected && !new.is_corrected()).then(|| {
            let lines = origin.corrected_lines.map(|lines| count(lines, "line"));
            format!(
                "the old text had been corrected by hand ({}); the new one is as it was read, \
                 without these corrections",
                lines.as_deref().unwrap_or("some lines")
            )
        })
    }
}

/// The lines that each declared region of a source has.
fn regions(source: &Source) -> Vec<(Span, LineRange)> {
    // Voices and turns are not kept apart once passages are read; their own line numbers, where
    // they have any, tell.
    source.cuts.iter().map(|cut| (cut.declared, cut.lines)).collect()
}

/// The corpus with the new text of one source; what is wrong with that is added to the
/// diagnostics.
fn corpus_with(
    project: &mut Project,
    old: &Corpus,
    entry: &SourceEntry,
    manifest_text: &str,
    kept: &Kept,
    text: &Arc<SourceText>,
) -> Result<Corpus, Failure> {
    project.files.insert(MANIFEST, Arc::new(SourceText::new(manifest_text)));
    project.files.insert(entry.file.clone(), Arc::clone(text));
    let manifest = project.manifest(manifest_text);
    let mut corpus = old.clone();
    let declared = manifest.sources.iter().find(|other| other.id == entry.id);
    let read = declared.and_then(|entry| {
        let bytes = text.as_str().as_bytes();
        let (read, found) = source::read(entry, &manifest, MANIFEST, bytes);
        project.diagnostics.extend(found);
        read
    });
    if let Some(mut read) = read {
        read.origin = old.find(&entry.id).and_then(|at| old.sources[at].origin.clone());
        let record = Origin::record_of(&entry.file);
        let path = project.path(&record);
        let written = kept.files.iter().find(|(other, _)| *other == path);
        if let Some((_, bytes)) = written {
            let text = String::from_utf8_lossy(bytes);
            let (origin, found) = source::origin::parse(&record, &text);
            project.files.insert(record, Arc::new(SourceText::new(text)));
            project.diagnostics.extend(found);
            if let Some(origin) = &origin {
                source::origin::check(origin, &entry.id, &mut project.diagnostics);
            }
            read.origin = origin.map(Arc::new);
        }
        match corpus.find(&entry.id) {
            Some(at) => corpus.sources[at] = read,
            None => corpus.sources.push(read),
        }
    } else {
        corpus.sources.retain(|source| source.entry.id != entry.id);
    }
    corpus.manifest = manifest;
    Ok(corpus)
}

/// Every file of every deck, each once.
pub(super) fn all_files(project: &mut Project) -> Result<Vec<DeckFile>, Failure> {
    let mut all: Vec<DeckFile> = Vec::new();
    // A project may have no deck yet.
    for name in project.deck_names(&[]).unwrap_or_default() {
        for file in project.deck_files(&name)? {
            if all.iter().all(|other| other.file != file.file) {
                all.push(file);
            }
        }
    }
    Ok(all)
}

/// What became of the quotations.
#[derive(Default)]
struct Counts {
    stay: usize,
    moved: usize,
    lost: Vec<String>,
    said: Vec<String>,
}

impl Counts {
    fn count(
        &mut self,
        file: &DeckFile,
        moved: Moved<'_>,
        project: &mut Project,
        terminal: &mut Terminal,
    ) {
        if let Some((before, now)) = &moved.speakers {
            self.said.push(format!(
                "`{}` was said by `{before}`, and is said by `{now}` in the new text",
                moved.id
            ));
        }
        match moved.fate {
            Fate::Stays => self.stay += 1,
            Fate::Moves(from) => {
                terminal.detail(&format!(
                    "{}: `{}`: {} is {from} now",
                    file.file, moved.id, moved.from
                ));
                self.moved += 1;
            }
            Fate::Lost(problem) => {
                self.lost.push(format!("`{}` ({})", moved.id, moved.from));
                project.diagnostics.push(*problem);
            }
        }
    }

    fn say(&self, terminal: &mut Terminal) {
        for said in &self.said {
            terminal.say(said);
        }
        let all = self.stay + self.moved + self.lost.len();
        if all == 0 {
            terminal.say("no deck quotes it");
            return;
        }
        terminal.say(&format!(
            "{}: {} at the same place, {} at a new line, {} lost",
            count(all, "quotation"),
            self.stay,
            self.moved,
            self.lost.len()
        ));
        if !self.lost.is_empty() {
            terminal.say(&format!("lost: {}", self.lost.join(", ")));
        }
    }
}

/// What changed in the text.
fn summary(name: &str, map: Option<&LineMap>, text: &SourceText) -> String {
    match map {
        None => {
            format!(
                "{name}: {}; what it read before is not known any more",
                count(text.line_count(), "line")
            )
        }
        Some(map) if map.gone().is_empty() && map.added().is_empty() => {
            format!("{name}: the same lines as before")
        }
        Some(map) => format!(
            "{name}: {} gone or changed, {} new or changed",
            count(map.gone().len(), "line"),
            count(map.added().len(), "line")
        ),
    }
}

/// Decisions that fit the old text and have nothing to do in the new one, and cuts that have
/// other lines than before.
fn decisions(old: Option<&Source>, new: &Source) -> Vec<String> {
    let mut said = Vec::new();
    let entry = &new.entry;
    let has = |source: &Source, words: &str| source.text.as_str().contains(words);
    let gone = |words: &str| old.is_none_or(|old| has(old, words)) && !has(new, words);
    for (label, _) in entry.labels.iter().filter(|(label, _)| gone(label)) {
        said.push(format!("`labels`: no line has {label} any more"));
    }
    for label in entry.not_labels.iter().filter(|label| gone(label)) {
        said.push(format!("`not_labels`: no line has {label} any more"));
    }
    for block in entry.blocks.iter().filter(|block| gone(&block.heading)) {
        said.push(format!("[[source.block]]: no line has {} any more", block.heading));
    }
    let Some(old) = old else { return said };
    for cut in &old.cuts {
        let declared = old.entry.cuts.iter().find(|entry| entry.span == cut.declared);
        let Some(declared) = declared.filter(|declared| !declared.every) else { continue };
        let is_same = |other: &&crate::source::Region| {
            let other = entry.cuts.iter().find(|entry| entry.span == other.declared);
            other
                .is_some_and(|other| other.from == declared.from && other.to == declared.to)
        };
        let Some(now) = new.cuts.iter().find(is_same) else { continue };
        let (before, after) = (cut.lines.count(), now.lines.count());
        if before != after {
            said.push(format!(
                "the cut from {} has {} now, {}–{}; it had {before}",
                declared.from,
                count(after, "line"),
                now.lines.first,
                now.lines.last
            ));
        }
    }
    said
}
