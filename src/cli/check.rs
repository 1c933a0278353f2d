//! `yulu check`: proves everything and writes nothing.

use super::args::{Args, CheckArgs, ListFormat};
use super::document;
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, count, print_lines};
use super::project::Project;
use super::rederive;
use crate::collate::Index;
use crate::deck::doubts::{Doubt, doubts};
use crate::diagnostics;
use crate::pinyin::draft::Drafter;

/// `yulu check`.
pub fn check(
    args: &Args,
    check: &CheckArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(args)?;
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
    let mut words = None;
    for name in &names {
        let files = project.deck_files(name)?;
        project.lock(name)?;
        if let Some(converter) = &converter
            && let Some(deck) = project.prove(&files, &index, converter, region)
        {
            quotes += deck.quotes.len();
            if args.verbose {
                let words = words.get_or_insert_with(Drafter::new);
                undecided.extend(doubts(&deck, converter, words, converter.names()));
            }
        }
    }
    match check.format {
        ListFormat::Json => {
            diagnostics::sort(&mut project.diagnostics, &project.files);
            let list = project.diagnostics.iter();
            print_lines(list.map(|d| diagnostics::json::to_json(d, &project.files)))?;
        }
        ListFormat::Table => {
            project.report(terminal);
        }
    }
    let outcome = project.outcome();
    if outcome == Outcome::Done && check.format == ListFormat::Table {
        say_undecided(&undecided, terminal);
        for said in &again {
            terminal.say(said);
        }
        let sources = count(corpus.sources.len(), "source");
        terminal.say(&format!("{} proven against {sources}", count(quotes, "quote")));
    }
    Ok(outcome)
}

/// With `--verbose`: what a person should read in Traditional.
fn say_undecided(undecided: &[Doubt], terminal: &mut Terminal) {
    if !undecided.is_empty() {
        terminal
            .say("To be read in Traditional, where conversion chose one of several forms:");
    }
    for Doubt { id, key, han, shown, others, around } in undecided {
        let others: Vec<String> = others.chars().map(String::from).collect();
        let others = others.join(", ");
        terminal.say(&format!("  {id}, {key}: {around}: {han} is {shown} (not {others}?)"));
    }
}
