//! `yulu draft`: pinyin for the texts that have none.

use std::collections::{BTreeMap, BTreeSet};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::global::Global;
use super::options::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count, print_lines, to_json, visible};
use super::project::Project;
use super::project_lock::ProjectLock;
use crate::collate::Index;
use crate::deck::file::DeckFile;
use crate::deck::missing::{Missing, insert, missing};
use crate::diagnostics::has_errors;
use crate::pinyin::draft::{Draft, Drafter};
use crate::script::to_hans;

/// Texts between two steps of the progress bar.
const STEP: usize = 64;

/// `yulu draft`.
#[derive(Debug, clap::Args)]
pub struct DraftArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Put the lines into the deck files instead of printing them
    #[arg(long)]
    pub write: bool,
    /// How to print: lines for a deck file, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "table", conflicts_with = "write")]
    pub format: ListFormat,
}

/// One line of `--format json`.
#[derive(Serialize)]
struct Record<'a> {
    file: &'a str,
    id: &'a str,
    key: &'static str,
    pinyin: &'a str,
    sure: u8,
    doubts: Vec<DoubtRecord>,
}

#[derive(Serialize)]
struct DoubtRecord {
    character: char,
    at: usize,
    pinyin: String,
    other: Option<String>,
    sure: u8,
}

/// Drafts pinyin and prints it, or puts it into the deck files.
pub fn draft(
    global: &Global,
    draft: &DraftArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let _lock =
        draft.write.then(|| ProjectLock::acquire(&project, terminal)).transpose()?;
    let names = project.deck_names(&draft.decks)?;
    let region = crate::script::Region::default();
    let (corpus, converter) = project.corpus_and_converter(region)?;
    let index = Index::new(&corpus);
    let mut outputs = Vec::new();
    let (mut drafted, mut unread) = (0, 0);
    let mut drafter = None;
    for name in &names {
        let files = project.deck_files(name)?;
        let Some(converter) = &converter else { continue };
        let deck = project.prove(&files, &index, converter, region);
        let Some(deck) = deck.filter(|_| !has_errors(&project.diagnostics)) else {
            continue;
        };
        let missing = missing(&files, &deck);
        if missing.is_empty() {
            continue;
        }
        let drafter = drafter.get_or_insert_with(|| {
            let people = corpus.manifest.speakers.iter();
            let people = people.map(|s| (to_hans(converter, &s.name), &s.name_english));
            let people: Vec<(String, &String)> = people.collect();
            let names =
                people.iter().map(|(hans, english)| (hans.as_str(), english.as_str()));
            Drafter::new().with_readings(global.readings).with_names(names)
        });
        let drafts = drafts(drafter, &missing);
        let (missing, drafts) = doubtful_first(missing, drafts);
        for (missing, draft) in missing.iter().zip(&drafts) {
            match draft {
                Some(draft) => {
                    drafted += 1;
                    say_doubts(terminal, missing, draft);
                }
                None => {
                    unread += 1;
                    let unread = drafter.unread(&missing.text.hans);
                    let unread: Vec<String> =
                        unread.into_iter().map(String::from).collect();
                    terminal.say(&format!(
                        "{}, {}: not drafted, because no reading is known of {}",
                        missing.id,
                        missing.key,
                        unread.join(", ")
                    ));
                }
            }
        }
        if draft.write {
            outputs.extend(written(&project, &files, &missing, &drafts)?);
        } else {
            print_lines(shown(draft.format, &files, &missing, &drafts))?;
        }
    }
    let outcome = project.report(terminal);
    if outcome != Outcome::Done {
        return Ok(outcome);
    }
    output::write_all(&outputs)?;
    terminal.say(&match (drafted, draft.write) {
        (0, _) if unread == 0 => "every text has pinyin".to_owned(),
        (n, true) => format!(
            "{} in {}; read every one before you build",
            count(n, "line"),
            count(outputs.len(), "file")
        ),
        (n, false) => {
            format!(
                "{}; --write puts them into the deck, to be read there",
                count(n, "line")
            )
        }
    });
    Ok(outcome)
}

/// The least certain drafts first, those without a doubt as they are in the deck; before them
/// the texts that could not be drafted.
fn doubtful_first<'a>(
    missing: Vec<Missing<'a>>,
    drafts: Vec<Option<Draft>>,
) -> (Vec<Missing<'a>>, Vec<Option<Draft>>) {
    let mut both: Vec<_> = missing.into_iter().zip(drafts).collect();
    both.sort_by_key(|(_, draft)| draft.as_ref().map(|draft| draft.sure));
    both.into_iter().unzip()
}

fn drafts(drafter: &Drafter, missing: &[Missing<'_>]) -> Vec<Option<Draft>> {
    // Nothing is drawn unless standard error is a terminal.
    let bar = ProgressBar::with_draw_target(
        Some(missing.len() as u64),
        ProgressDrawTarget::stderr(),
    );
    if let Ok(style) = ProgressStyle::with_template("drafting {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    let drafts = missing.iter().enumerate().map(|(at, missing)| {
        if at.is_multiple_of(STEP) {
            bar.set_position(at as u64);
        }
        drafter.draft_beside(missing.text, missing.known)
    });
    let drafts = drafts.collect();
    bar.finish_and_clear();
    drafts
}

/// Readings that depend on the sentence, each character once a text.
fn say_doubts(terminal: &mut Terminal, missing: &Missing<'_>, draft: &Draft) {
    let doubts: BTreeSet<String> = draft
        .doubts
        .iter()
        .map(|doubt| {
            let read = format!("{} {}", doubt.han, doubt.syllable.pinyin());
            match doubt.other {
                Some(other) => format!("{read} (or {})", other.pinyin()),
                None => read,
            }
        })
        .collect();
    if !doubts.is_empty() {
        let doubts: Vec<String> = doubts.into_iter().collect();
        let text =
            format!("{}, {}: look at {}", missing.id, missing.key, doubts.join(", "));
        terminal.say(&text);
    }
}

fn shown(
    format: ListFormat,
    files: &[DeckFile],
    missing: &[Missing<'_>],
    drafts: &[Option<Draft>],
) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut file, mut id) = (None, "");
    for (missing, draft) in missing.iter().zip(drafts) {
        let Some(draft) = draft else { continue };
        let name = files.get(missing.file).map_or("", |file| file.file.as_str());
        match format {
            ListFormat::Json => {
                let doubts = draft.doubts.iter().map(|doubt| DoubtRecord {
                    character: doubt.han,
                    at: doubt.at,
                    pinyin: doubt.syllable.pinyin(),
                    other: doubt.other.map(|other| other.pinyin()),
                    sure: doubt.sure,
                });
                let record = Record {
                    file: name,
                    id: &missing.id,
                    key: missing.key,
                    pinyin: &draft.line,
                    sure: draft.sure,
                    doubts: doubts.collect(),
                };
                lines.push(to_json(&record));
            }
            ListFormat::Table => {
                if file != Some(missing.file) {
                    lines.push(format!("# {}", visible(name)));
                }
                if id != missing.id {
                    lines.push(format!("# {}", missing.id));
                }
                let value = toml_edit::Value::from(draft.line.as_str());
                lines.push(visible(&format!("{} = {value}", missing.key)));
            }
        }
        (file, id) = (Some(missing.file), &missing.id);
    }
    lines
}

/// The deck files with the lines in them, line ends and byte-order mark as they were.
fn written(
    project: &Project,
    files: &[DeckFile],
    missing: &[Missing<'_>],
    drafts: &[Option<Draft>],
) -> Result<Vec<(std::path::PathBuf, Vec<u8>)>, Failure> {
    let mut by_file: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (missing, draft) in missing.iter().zip(drafts) {
        if let Some(draft) = draft {
            let lines = by_file.entry(missing.file).or_default();
            lines.push((missing.of, missing.key, draft.line.as_str()));
        }
    }
    let mut outputs = Vec::new();
    for (at, mut lines) in by_file {
        // In the order of the file, whatever the order of the listing.
        lines.sort_by_key(|(of, key, _)| (*of, *key));
        let Some(file) = files.get(at) else { continue };
        let text = insert(&file.text, &lines)
            .map_err(|e| Failure::new(format!("{}: {e}", file.file)))?;
        outputs.push(project.rewritten(&file.file, text)?);
    }
    Ok(outputs)
}
