//! `yulu plan`: what an import would do, before it is done.

use serde::Serialize;

use super::build::content_clock;
use super::files;
use super::global::Global;
use super::options::{CardArgs, ListFormat, ShownArgs};
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, count, print_lines, to_json};
use super::project::Project;
use crate::card::{self, Ours};
use crate::collate::Index;
use crate::export::anki::import_preview::{Fate, plan as fates, renamed, wanted};
use crate::export::anki::own_words::emptied;
use crate::export::anki::{self, read};

/// `yulu plan`.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// An older package, or a collection exported from Anki (.apkg or .colpkg)
    #[arg(value_name = "OLD")]
    pub old: std::path::PathBuf,
    /// The deck by id or path; the project's only deck if not given
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// Anki card options
    #[command(flatten)]
    pub cards: CardArgs,
    /// Display options
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    fate: Fate,
    search: String,
    /// Of a new note, the retired one with the same words.
    renamed_from: Option<&'a str>,
    /// True if the learner's own words in it would be emptied.
    empties_own_words: bool,
}

/// Ids that are listed of notes about which there is nothing to decide.
const LISTED: usize = 12;

const ABOUT_OWN_WORDS: &str = "what you wrote into their field MyNotes would be emptied: \
    `yulu build --keep` with your collection makes a package that has it";

/// Anki's search for one note by its id.
fn search(id: &str) -> String {
    format!("Id:{id}")
}

/// Compares a package or collection with the deck as it is now.
pub fn plan(
    global: &Global,
    plan: &PlanArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let name = &project.deck_name(plan.deck.as_ref())?;
    let package = files::open(&plan.old)?;
    let shown = plan.shown.shown();
    let (corpus, converter) = project.corpus_and_converter(shown.region)?;
    let index = Index::new(&corpus);
    let templates = plan.cards.dress(project.templates()?);
    let files = project.deck_files(name)?;
    let lock = project.lock(name)?;
    let deck =
        converter.as_ref().and_then(|c| project.prove(&files, &index, c, shown.region));
    let (Some(deck), Some(lock), Some(converter)) = (deck, lock, &converter) else {
        return Ok(project.report(terminal));
    };
    let (deck, _) = deck.written();
    let mut cards = card::cards(&deck, &corpus, converter);
    let ours = Ours { converter, region: shown.region };
    let notetypes = anki::notetype_hashes(&templates, shown);
    let all = anki::notes(&cards, &deck, ours);
    let lock = lock.updated(&all, &notetypes, content_clock()?);
    cards.retain(|card| plan.shown.wants(card));
    let notes = anki::notes(&cards, &deck, ours);
    let old = read::notes(package, &wanted(&deck.id, &notes, &lock))
        .map_err(|e| Failure::new(format!("{}: {e}", plan.old.display())))?;
    let renamed = renamed(&deck.id, &notes, &lock, &old);
    let fates = fates(&deck.id, &notes, &lock, &old);
    let emptied = emptied(&notes, &fates, &old);
    let of = |fate: Fate| -> Vec<&str> {
        fates.iter().filter(|(_, f)| *f == fate).map(|(id, _)| id.as_str()).collect()
    };
    match plan.format {
        ListFormat::Json => print_lines(fates.iter().map(|(id, fate)| {
            let renamed_from = renamed.get(id).map(String::as_str);
            to_json(&Record {
                id,
                fate: *fate,
                search: search(id),
                renamed_from,
                empties_own_words: emptied.contains(&id.as_str()),
            })
        }))?,
        ListFormat::Table => {
            let mut lines = Vec::new();
            for fate in Fate::ALL {
                let ids = of(fate);
                if ids.is_empty() {
                    continue;
                }
                lines.push(format!("{:<10} {}", fate.as_str(), count(ids.len(), "note")));
                match fate {
                    Fate::Unchanged => {}
                    Fate::New | Fate::Updated => {
                        let few = ids.get(..LISTED).unwrap_or(&ids).join(", ");
                        let more = if ids.len() > LISTED { ", …" } else { "" };
                        lines.push(format!("           {few}{more}"));
                    }
                    // What needs a decision is told, with how to find all of it.
                    Fate::Kept | Fate::Conflict | Fate::Foreign | Fate::Retired => {
                        lines.push(format!("           {}", about(fate)));
                        let searches: Vec<String> =
                            ids.iter().map(|id| search(id)).collect();
                        lines.push(format!("           search: {}", searches.join(" OR ")));
                    }
                }
            }
            if !emptied.is_empty() {
                lines.push(format!("{:<10} {}", "own words", count(emptied.len(), "note")));
                lines.push(format!("           {ABOUT_OWN_WORDS}"));
                let searches: Vec<String> = emptied.iter().map(|id| search(id)).collect();
                lines.push(format!("           search: {}", searches.join(" OR ")));
            }
            for (new, old) in &renamed {
                lines.push(format!(
                    "`{new}` has the words of `{old}`: an id was changed. With the old id \
                     back, what was learnt goes on; else it stays with the retired note."
                ));
            }
            print_lines(lines)?;
        }
    }
    Ok(project.report(terminal))
}

fn about(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => {
            "edited by you (or from before the lock), and as new as the deck: they stay"
        }
        Fate::Conflict => {
            "edited by you (or from before the lock), and the deck changed since: they are replaced"
        }

        Fate::Foreign => "they have another note type and will not be touched",
        Fate::Retired => "no longer in the deck; Anki keeps them until you delete them",
        Fate::New | Fate::Updated | Fate::Unchanged => "",
    }
}
