//! `yulu check --rederive`: every derived text against what its reader makes of the original now.

use std::sync::Arc;

use super::document;
use super::outcome::Failure;
use super::output::count;
use super::project::{MANIFEST, Project};
use super::update::all_files;
use crate::collate::Index;
use crate::deck::moved::{self, After, Before, Fate};
use crate::diagnostics::{Code, Diagnostic};
use crate::import::Document;
use crate::source::{self, Corpus, LineMap, Origin};
use crate::text::SourceText;

/// Runs the readers of all derived texts again. What differs is added to the diagnostics; what
/// does not is said.
///
/// # Errors
/// If a deck cannot be read.
pub fn rederive(project: &mut Project, corpus: &Corpus) -> Result<Vec<String>, Failure> {
    let (mut same, mut said) = (0, Vec::new());
    for (at, source) in corpus.sources.iter().enumerate() {
        let Some(origin) = &source.origin else { continue };
        // A missing original has its own diagnostic.
        let Ok(again) = document::again(project, origin) else { continue };
        let id = &source.entry.id;
        if again.same(origin).is_some() {
            same += 1;
            if source.is_corrected() {
                said.push(format!("`{id}`: derived again, and corrected by hand since"));
            }
            if again.reader != origin.reader {
                said.push(format!(
                    "`{id}`: {} gives the same text as {}",
                    again.reader, origin.reader
                ));
            }
            continue;
        }
        let who = match again.reader == origin.reader {
            true => origin.reader.clone(),
            false => format!("{}, not {} as recorded,", again.reader, origin.reader),
        };
        let problem = match &again.document {
            Err(problem) => {
                let message =
                    format!("the original of source `{id}` is not read any more by {who}");
                let differs = Diagnostic::new(Code::DerivationDiffers, message);
                at_reader(differs, origin, &problem.message)
                    .hint("the registered text is what counts; nothing has to be done")
            }
            Ok(document) => differs(project, corpus, at, origin, (&who, document))?,
        };
        project.diagnostics.push(problem);
    }
    if same > 0 {
        said.push(format!(
            "{} derived again, character for character",
            count(same, "text")
        ));
    }
    Ok(said)
}

fn at_reader(problem: Diagnostic, origin: &Origin, mark: &str) -> Diagnostic {
    problem.at(&origin.record, origin.reader_span, mark)
}

/// What is said of another text: how many lines, and which quotations still stand in it.
fn differs(
    project: &mut Project,
    corpus: &Corpus,
    at: usize,
    origin: &Arc<Origin>,
    (who, document): (&str, &Document),
) -> Result<Diagnostic, Failure> {
    let source = &corpus.sources[at];
    let id = &source.entry.id;
    let text = SourceText::new(document.text.as_str());
    let map = LineMap::new(&source.text, &text);
    let message = format!("{who} makes another text of the original of source `{id}`");
    let mark = format!(
        "{} gone or changed, {} new or changed",
        count(map.gone().len(), "line"),
        count(map.added().len(), "line")
    );
    let mut problem =
        at_reader(Diagnostic::new(Code::DerivationDiffers, message), origin, &mark);
    let mut now = corpus.clone();
    let (read, _) =
        source::read(&source.entry, &corpus.manifest, MANIFEST, document.text.as_bytes());
    let Some(read) = read else { return Ok(problem) };
    now.sources[at] = read;
    // Problems of deck files are reported with the proof.
    let before = std::mem::take(&mut project.diagnostics);
    let files = all_files(project);
    project.diagnostics = before;
    let index = Index::new(&now);
    let (was, after) = (Before::new(corpus, at, &map), After::new(&index, at));
    let (mut stand, mut lost) = (0, Vec::new());
    for file in &files? {
        for found in moved::moved(file, id, Some(&was), &after) {
            match found.fate {
                Fate::Lost(_) => lost.push(found.id.to_owned()),
                Fate::Stays | Fate::Moves(_) => stand += 1,
            }
        }
    }
    let quotes = match (stand, lost.as_slice()) {
        (0, []) => "no deck quotes it".to_owned(),
        (stand, []) => {
            format!("{} of it, all found in the other text", count(stand, "quotation"))
        }
        (stand, lost) => format!(
            "{stand} of its quotations are found in the other text; not: {}",
            lost.join(", ")
        ),
    };
    problem = problem.hint(quotes);
    Ok(problem.hint(format!(
        "the registered text is what counts; `yulu update source {id} {}` takes the other one",
        origin.file
    )))
}
