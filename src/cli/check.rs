//! `yulu check`: proves everything and writes nothing.

use super::document;
use super::global::Global;
use super::options::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, count, print_lines};
use super::project::Project;
use super::rederive;
use crate::collate::Index;
use crate::deck::doubts::{Found, doubts, likely_doubts};
use crate::diagnostics;
use crate::source::conversions::FILE;

/// `yulu check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Decks by id or path; all decks of the project if none is given
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// Also read every original again, and compare with the registered text
    #[arg(long)]
    pub rederive: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

/// `yulu check`.
pub fn check(
    global: &Global,
    check: &CheckArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let names = project.deck_names(&check.decks)?;
    let region = crate::script::Region::default();
    let (corpus, converter) = project.corpus_and_converter(region)?;
    document::check_originals(&mut project, &corpus);
    let again = match check.rederive {
        true => rederive::rederive(&mut project, &corpus)?,
        false => Vec::new(),
    };
    let index = Index::new(&corpus);
    let mut quotes = 0;
    let mut undecided = Vec::new();
    for name in &names {
        let files = project.deck_files(name)?;
        project.lock(name)?;
        if let Some(converter) = &converter
            && let Some(deck) = project.prove(&files, &index, converter, region)
        {
            quotes += deck.quotes.len();
            undecided.extend(match global.verbose {
                true => doubts(&deck, &files, converter),
                false => likely_doubts(&deck, &files, converter),
            });
        }
    }
    match check.format {
        ListFormat::Json => {
            diagnostics::sort(&mut project.diagnostics, &project.files);
            // What is wrong comes first; a form may be doubted when nothing is.
            let found = undecided.iter().filter(|_| project.outcome() == Outcome::Done);
            let notes: Vec<_> = found.map(Found::diagnostic).collect();
            let list = project.diagnostics.iter().chain(&notes);
            print_lines(list.map(|d| diagnostics::json::to_json(d, &project.files)))?;
        }
        ListFormat::Table => {
            project.report(terminal);
        }
    }
    let outcome = project.outcome();
    if outcome == Outcome::Done && check.format == ListFormat::Table {
        say_undecided(&undecided, &project, terminal);
        for said in &again {
            terminal.say(said);
        }
        let sources = count(corpus.sources.len(), "source");
        terminal.say(&format!("{} proven against {sources}", count(quotes, "quote")));
    }
    Ok(outcome)
}

/// What a person should read in Traditional.
fn say_undecided(undecided: &[Found], project: &Project, terminal: &mut Terminal) {
    if undecided.is_empty() {
        return;
    }
    terminal.say("To be read in Traditional, where conversion chose one of several forms:");
    for found in undecided {
        let text = project.files.get(&found.file);
        let line = text.map_or(0, |text| text.position(found.span.start).line);
        let Found { id, key, file, .. } = found;
        terminal.say(&format!("  {file}:{line}: {id}, {key}: {}", found.said));
    }
    terminal
        .say(&format!("Each is decided by a line of {FILE}, or by giving both scripts."));
}
