//! `yulu harvest`: drafts of new cards.

use std::collections::BTreeMap;

use serde::Serialize;

use super::global::Global;
use super::marks;
use super::options::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, print_lines, to_json};
use super::project::Project;
use super::project_lock::ProjectLock;
use super::sources;
use crate::collate::Index;
use crate::deck::placeholder::{TO_WRITE, placeholder};
use crate::deck::{Deck, harvest};
use crate::diagnostics::has_errors;
use crate::script::Script;
use crate::source::Corpus;

/// What is said when there is no draft at all.
const NOTHING_LEFT: &str = "nothing is left to harvest: every sentence that may be quoted is on a card or parallels one";
/// What is said where there could be none.
const NOBODY: &str = "nothing there may be quoted: no passage has the own words of a speaker whose \
role is `subject`; `yulu passages` shows whose words each has";

/// `yulu harvest`.
#[derive(Debug, clap::Args)]
pub struct HarvestArgs {
    /// Only from these sources
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// At most this many drafts [default: 20; with --marks all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Draft what a reader has marked: an export of Kindle, KOReader, Readwise, 微信读书,
    /// Hypothesis, or Markdown with ==marks==
    #[arg(long, value_name = "FILE")]
    pub marks: Option<std::path::PathBuf>,
    /// Put the drafts at the end of this deck instead of printing them
    #[arg(long, value_name = "DECK", conflicts_with = "format")]
    pub into: Option<String>,
    /// How to print: a draft deck file, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

#[derive(Serialize)]
struct DraftRecord<'a> {
    from: String,
    lines: [usize; 2],
    quote: &'a str,
    basis: &'static str,
    parallels: Vec<String>,
    prompt: Option<&'a str>,
    prompt_line: Option<usize>,
    score: f64,
    /// Characters whose Traditional form a person should read.
    doubts: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// Drafts when no number is asked for.
const LIMIT: usize = 20;

/// `yulu harvest`.
pub fn harvest(
    global: &Global,
    list: &HarvestArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let read = list.marks.as_deref().map(marks::read).transpose()?;
    let mut project = Project::open(global)?;
    let writes = list.into.is_some();
    let _lock = writes.then(|| ProjectLock::acquire(&project, terminal)).transpose()?;
    let region = crate::script::Region::default();
    let (corpus, converter) = project.corpus_and_converter(region)?;
    sources::known_sources(&corpus, &list.sources)?;
    // Whose words a wrong source has is not known.
    if list.into.is_some() && has_errors(&project.diagnostics) {
        let outcome = project.report(terminal);
        terminal.say("nothing was written");
        return Ok(outcome);
    }
    let index = Index::new(&corpus);
    let Some(converter) = converter else {
        return Ok(project.report(terminal));
    };
    // Decks that do not prove yet still say what is used, as far as they do prove; a
    // project without a deck is where harvesting begins.
    let names = project.deck_names(&[]).unwrap_or_default();
    let into = list.into.as_slice();
    let into = if into.is_empty() { None } else { project.deck_names(into)?.pop() };
    let mut target = None;
    let mut decks = Vec::new();
    for name in &names {
        let files = project.deck_files(name)?;
        if Some(name) == into.as_ref() {
            target = files.first().map(|main| Target {
                file: main.file.clone(),
                text: main.text.clone(),
                theme: files
                    .iter()
                    .find_map(|f| f.themes.first())
                    .map(|theme| theme.get_ref().id.get_ref().clone()),
                script: main.head.as_ref().map_or(Script::Hans, |head| head.script.into()),
                quotes: files.iter().map(|f| f.quotes.len()).sum(),
                broken: files.iter().any(|f| f.broken),
            });
        }
        decks.extend(project.prove(&files, &index, &converter, region));
    }
    let wanted: Vec<usize> = list.sources.iter().filter_map(|id| corpus.find(id)).collect();
    let decks: Vec<&Deck> = decks.iter().collect();
    let id = |source: usize| corpus.sources[source].entry.id.as_str();
    let mut left: Vec<String> = Vec::new();
    let limit = list.limit.unwrap_or(if read.is_some() { usize::MAX } else { LIMIT });
    let harvest::Harvest { mut drafts, refused } = match &read {
        None => harvest::harvest(&index, &decks, &wanted, &converter, limit),
        Some(read) => {
            let mut found =
                harvest::marked(&index, &decks, &wanted, &converter, &read.marks.marks);
            let over = found.drafts.len().saturating_sub(limit);
            found.drafts.truncate(limit);
            let json = list.format == ListFormat::Json && target.is_none();
            left = marks::left(read, &found.left, &corpus, json);
            if over > 0 && !json {
                left.push(format!(
                    "{} beyond --limit {limit}",
                    output::count(over, "draft")
                ));
            }
            harvest::Harvest { drafts: found.drafts, ..Default::default() }
        }
    };
    drafts = harvest::doubted(drafts, &corpus, &converter);
    let nothing = drafts.is_empty() && limit > 0;
    let none = match &read {
        Some(read) => format!("no draft from {}", read.file),
        None => none(&corpus, &wanted, &refused),
    };
    if let Some(target) = target {
        if target.script == Script::Hant {
            drafts = harvest::in_traditional(drafts, &corpus, &converter);
        }
        left.iter().for_each(|line| terminal.say(line));
        return match nothing {
            true => {
                terminal.say(&none);
                Ok(Outcome::Done)
            }
            false => put(&mut project, terminal, &drafts, &corpus, &target),
        };
    }
    match list.format {
        ListFormat::Json => print_lines(
            drafts
                .iter()
                .map(|draft| {
                    let record = DraftRecord {
                        from: format!(
                            "{}:{}",
                            id(draft.place.source),
                            draft.place.lines.first
                        ),
                        lines: [draft.place.lines.first, draft.place.lines.last],
                        quote: &draft.quote,
                        basis: draft.place.basis.as_str(),
                        parallels: draft
                            .parallels
                            .iter()
                            .map(|(source, lines)| {
                                format!("{}:{}", id(*source), lines.first)
                            })
                            .collect(),
                        prompt: draft.prompt.as_ref().map(|prompt| prompt.text.as_str()),
                        prompt_line: draft.prompt.as_ref().map(|prompt| prompt.line),
                        score: (draft.score * 100.0).round() / 100.0,
                        doubts: &draft.doubts,
                        mark: draft.mark.as_ref().map(|mark| mark.at.as_str()),
                        note: draft.mark.as_ref().and_then(|mark| mark.note.as_deref()),
                    };
                    to_json(&record)
                })
                .chain(left.drain(..)),
        )?,
        ListFormat::Table if drafts.is_empty() => {}
        ListFormat::Table => {
            print_lines([harvest::to_toml(&drafts, &corpus, "harvest")])?;
        }
    }
    let outcome = project.report(terminal);
    left.iter().for_each(|line| terminal.say(line));
    terminal.say(&match nothing {
        true => none,
        false => told(&drafts, "", Script::Hans),
    });
    Ok(outcome)
}

/// What is said where there is no draft.
fn none(
    corpus: &Corpus,
    wanted: &[usize],
    refused: &BTreeMap<harvest::Refusal, usize>,
) -> String {
    match harvest::has_quotable(corpus, wanted) {
        true if refused.is_empty() => NOTHING_LEFT.to_owned(),
        true => none_chosen(refused),
        false => NOBODY.to_owned(),
    }
}

/// What is said where sentences are left, none of which an editor would choose.
fn none_chosen(refused: &BTreeMap<harvest::Refusal, usize>) -> String {
    let count: usize = refused.values().sum();
    let kinds: Vec<String> =
        refused.iter().map(|(why, count)| format!("{count} {}", why.about())).collect();
    format!(
        "no draft: {} on no card, none of which would stand alone ({}); `yulu passages` lists them",
        output::count(count, "sentence"),
        kinds.join(", ")
    )
}

/// A deck that drafts are put into.
struct Target {
    file: String,
    text: String,
    theme: Option<String>,
    /// In which it is typed.
    script: Script,
    quotes: usize,
    broken: bool,
}

/// Puts drafts at the end of a deck's main file.
fn put(
    project: &mut Project,
    terminal: &mut Terminal,
    drafts: &[harvest::Draft],
    corpus: &Corpus,
    target: &Target,
) -> Result<Outcome, Failure> {
    if target.broken {
        let outcome = project.report(terminal);
        terminal.say("nothing was written");
        return Ok(outcome);
    }
    let file = &target.file;
    let Some(theme) = &target.theme else {
        return Err(Failure::new(format!("{file} has no theme for the drafts"))
            .hint("nothing was written; begin one with [[theme]]"));
    };
    let entries = harvest::entries(drafts, corpus, theme, target.quotes + 1, target.script);
    let text = format!("{}\n{entries}", target.text.trim_end());
    if !drafts.is_empty() {
        output::write_all(&[(project.path(file), text.into_bytes())])?;
    }
    let drafts = told(drafts, &format!(" into {file}, theme `{theme}`"), target.script);
    terminal.say(&format!("put {drafts}"));
    Ok(Outcome::Done)
}

/// How many drafts there are, where they were put, and what is to be done about them.
fn told(drafts: &[harvest::Draft], into: &str, script: Script) -> String {
    format!(
        "{}{into}; texts that read {} or {} have still to be written",
        output::count(drafts.len(), "draft"),
        placeholder(script),
        TO_WRITE.1
    )
}
