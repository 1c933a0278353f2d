//! `yulu new`: a deck to begin with, and an entry for a document nobody has described yet.

use std::path::PathBuf;

use super::document::{self, ReadingArgs};
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal, count};
use super::project::{MANIFEST, Project, load};
use super::project_lock::ProjectLock;
use super::report;
use crate::deck::placeholder::TO_WRITE;
use crate::diagnostics::has_errors;
use crate::script::{
    Bitext, Converter, Form, Region, Script, from_either, from_hans, residue,
};
use crate::source::guess::{self, Known, Taken, Wanted};
use crate::source::manifest::is_id;
use crate::source::{Manifest, Shape, is_colon};
use crate::text::is_invisible;

/// `yulu new`.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// What to begin
    #[command(subcommand)]
    pub what: NewWhat,
}

/// What can be begun.
#[derive(Debug, clap::Subcommand)]
pub enum NewWhat {
    /// A deck: decks/ID.toml with a head and one theme to write
    Deck(NewDeckArgs),
    /// A source: a document for seeds/ and its entry in seeds/sources.toml
    Source(NewSourceArgs),
}

/// `yulu new deck`.
#[derive(Debug, clap::Args)]
pub struct NewDeckArgs {
    /// Its permanent id, which is also the name of its file and its outputs
    #[arg(value_name = "ID")]
    pub id: String,
    /// Its title in Chinese
    #[arg(long, value_name = "TEXT", value_parser = legible)]
    pub title: Option<String>,
    /// Its title in English
    #[arg(long, value_name = "TEXT", value_parser = legible)]
    pub title_english: Option<String>,
}

/// `yulu new source`.
#[derive(Debug, clap::Args)]
pub struct NewSourceArgs {
    /// The document, anywhere: a text, a saved web page, a book, subtitles; - is standard input.
    /// A copy goes into seeds/
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Its permanent id; made of the file's name if not given
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The name of the one who may be quoted, as the document spells it
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub speaker: Option<String>,
    /// How it is read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// A text that goes into a file of the project and from there onto cards: one line in which
/// something can be read, without spaces around it.
fn legible(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        return Err("it has control characters".to_owned());
    }
    let text = text.trim();
    match text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        true => Err("it is empty".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// A name as labels have it: without the colon behind it.
fn name(text: &str) -> Result<String, String> {
    let name = legible(text)?;
    let name = name.trim_end_matches(|c: char| is_colon(c) || c.is_whitespace());
    match name.contains(char::is_alphabetic) {
        true => Ok(name.to_owned()),
        false => Err("a name has letters".to_owned()),
    }
}

/// Begins something.
pub fn new(
    global: &Global,
    new: &NewArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    match &new.what {
        NewWhat::Deck(deck) => new_deck(global, deck, terminal),
        NewWhat::Source(source) => new_source(global, source, terminal),
    }
}

fn check_id(id: &str) -> Result<(), Failure> {
    if is_id(id) {
        return Ok(());
    }
    Err(Failure::new(format!("`{id}` is not an id"))
        .hint("use lower-case letters, digits and single hyphens: `my-deck`"))
}

fn new_deck(
    global: &Global,
    new: &NewDeckArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let project = Project::open(global)?;
    let _lock = ProjectLock::acquire(&project, terminal)?;
    check_id(&new.id)?;
    let name = format!("decks/{}.toml", new.id);
    let path = project.path(&name);
    if path.exists() {
        return Err(Failure::new(format!("{name} exists already"))
            .hint("nothing was written; choose another id"));
    }
    let string = |text: &str| toml_edit::Value::from(text).to_string();
    let (zh, en) = (string(TO_WRITE.0), string(TO_WRITE.1));
    let title = match &new.title {
        None => zh.clone(),
        Some(typed) => match traditional(typed)? {
            None => string(typed),
            Some((both, needed)) => {
                terminal.say(&format!(
                    "the title in Simplified, in which the deck is typed: {}",
                    both.hans
                ));
                match needed {
                    true => {
                        let (hans, hant) = (string(&both.hans), string(&both.hant));
                        format!("{{ hans = {hans}, hant = {hant} }}")
                    }
                    false => string(&both.hans),
                }
            }
        },
    };
    let title_english = new.title_english.as_deref().map_or_else(|| en.clone(), string);
    let schema = match project.path(".schema/deck.json").is_file() {
        true => "#:schema ../.schema/deck.json\n",
        false => "",
    };
    let text = format!(
        "{schema}[deck]\nid = \"{id}\"\ntitle = {title}\ntitle_english = {title_english}\n\
         about = {zh}\nabout_english = {en}\nversion = \"0.1.0\"\n\n[[theme]]\nid = \"first\"\n\
         title = {zh}\ntitle_english = {en}\nsummary = {zh}\nsummary_english = {en}\n",
        id = new.id,
    );
    output::write_all(&[(path, text.into_bytes())])?;
    terminal.say(&format!(
        "made {name}; texts that read {} or {} have still to be written",
        TO_WRITE.0, TO_WRITE.1
    ));
    terminal.say(&format!("Next: yulu harvest --into {}", new.id));
    Ok(Outcome::Done)
}

/// Both scripts of a title that is typed in Traditional, and whether its Traditional must be
/// typed because conversion would not give it back; `None` for any other title.
fn traditional(title: &str) -> Result<Option<(Bitext, bool)>, Failure> {
    if residue(title, Script::Hans).is_none() {
        return Ok(None);
    }
    let region = Region::default();
    let converter = load(region).map_err(Failure::new)?;
    let both = from_either(&converter, title, Script::Hant, region);
    let needed = from_hans(&converter, &both.hans, region).hant != both.hant;
    Ok(Some((both, needed)))
}

fn new_source(
    global: &Global,
    new: &NewSourceArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let mut project = Project::open(global)?;
    let _lock = ProjectLock::acquire(&project, terminal)?;
    let given = document::read(&new.file, &new.reading)?;
    let id = match (&new.id, given.stem()) {
        (Some(id), _) => id.clone(),
        (None, Some(stem)) => guess::id_of_file(&stem).ok_or_else(|| {
            Failure::new(format!("no id can be made of the name of {}", new.file.display()))
                .hint("give one in Latin letters: --id my-talk")
        })?,
        (None, None) => {
            return Err(Failure::new("what comes from standard input has no name")
                .hint("give it an id: --id my-talk"));
        }
    };
    check_id(&id)?;
    let old = project.manifest_text()?;
    let manifest = project.manifest(&old);
    if has_errors(&project.diagnostics) {
        return Ok(project.report(terminal));
    }
    if manifest.declared.contains(&id) {
        return Err(Failure::new(format!("there is a source `{id}` already"))
            .hint("nothing was written; choose another id with --id"));
    }
    let kept = given.keep(&project, &id)?;
    let name = kept.name.as_str();
    let mut seen = guess::guess(&given.document.text);
    if let Some(name) = new.speaker.as_deref().filter(|_| seen.shape == Shape::Quotations) {
        seen.labels.retain(|(label, _)| label == name);
    }
    let (sum, about) = (given.text_sha256(), given.about());
    let mut wanted = Wanted {
        id: &id,
        file: name,
        sha256: &sum,
        speaker: new.speaker.as_deref(),
        local: false,
        about: &about,
    };
    let cut = document::cut_of_notes(&given.document).unwrap_or_default();
    let whole = |wanted: &Wanted<'_>| {
        format!("{}\n{}{cut}", old.trim_end(), guess::to_toml(&seen, wanted, &manifest))
    };
    let mut text = whole(&wanted);
    // A new label must not change who says what in another document.
    let changed = report::changed(&project, &manifest, &text);
    if !changed.is_empty() {
        wanted.local = true;
        text = whole(&wanted);
    }
    let said = format!(
        "registered {name} as `{id}`: taken for {} in {}, {}",
        seen.shape.as_str(),
        seen.script.as_str(),
        match seen.labels.as_slice() {
            [] => "no labels".to_owned(),
            labels => {
                let each = labels.iter().map(|(l, r)| format!("{l} ({})", r.as_str()));
                format!(
                    "{} {}",
                    count(labels.len(), "label"),
                    each.collect::<Vec<_>>().join(", ")
                )
            }
        }
    );
    // The manifest comes last: a run that is killed before leaves no source without its text.
    let mut files = kept.files;
    files.push((project.path(MANIFEST), text.clone().into_bytes()));
    output::write_all(&files)?;
    for said in kept.said.iter().chain([&said]) {
        terminal.say(said);
    }
    for other in &changed {
        terminal.say(&format!(
            "its labels count in this document alone: they would change who says what in `{other}`"
        ));
    }
    for known in guess::known(&seen, &manifest) {
        terminal.say(&whose(&known));
    }
    if let Some(label) = guess::nameless(&seen, &wanted, &manifest) {
        terminal.say(&format!(
            "{label}: names nobody; write the speaker's name in the entry, or use --speaker"
        ));
    }
    if seen.wrapped {
        terminal.say("its sentences run over the ends of lines: `wrapped = true`");
    }
    if let Some(layout) = seen.translation {
        let stands = layout.as_str();
        terminal.say(&format!(
            "its own translation stands {stands} its lines: `translation = \"{stands}\"`"
        ));
    }
    if !seen.commentary.is_empty() {
        terminal.say(&format!(
            "under these headings somebody translates or explains: {}; nothing there may be \
             quoted (`[[source.block]]`)",
            seen.commentary.join(", ")
        ));
    }
    if seen.shape == Shape::Numbered && seen.lists > 1 {
        terminal.say(&format!(
            "{} lists: an item is the speaker's if the heading of its list names him; write \
             `all_lists = true` in the entry if all are",
            seen.lists
        ));
    }
    if guess::is_nobodys(&seen, &wanted, &manifest) {
        let labels: Vec<&str> =
            seen.labels.iter().map(|(label, _)| label.as_str()).collect();
        terminal.say(&format!(
            "{} has no label here, so nobody may be quoted; the labels are {}",
            new.speaker.as_deref().unwrap_or_default(),
            labels.join(", ")
        ));
    }
    for line in report::read(&id, &text, given.document.text.as_bytes()) {
        terminal.say(&line);
    }
    if !matches!(seen.shape, Shape::Dialogue | Shape::Quotations) && new.speaker.is_none() {
        terminal.say(
            "nobody may be quoted yet: name the speaker in the entry, or use --speaker",
        );
    }
    if seen.script == Script::Hans {
        say_doubts(&mut project, &manifest, &given.document.text, terminal)?;
    }
    terminal.say(&format!("Next: read its entry in {MANIFEST}, then yulu passages {id}"));
    Ok(Outcome::Done)
}

/// Most characters that are told one by one.
const MOST_DOUBTS: usize = 5;

/// Says of which characters of a Simplified document the Traditional form should be read, before
/// a card has them.
fn say_doubts(
    project: &mut Project,
    manifest: &Manifest,
    text: &str,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let region = Region::default();
    let converter = load(region).map_err(Failure::new)?;
    let decided = project.conversions(&converter)?;
    let names = manifest.names_and(decided, &converter);
    let converter = converter.with_names(names);
    let mut said = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let hant = converter.convert(line, Form::Hant(region));
        let doubts = converter.doubts(line, &hant, region);
        let likely = doubts.iter().filter(|doubt| doubt.likely);
        said.extend(
            likely.map(|doubt| format!("  line {}: {}", at + 1, doubt.said(&hant))),
        );
    }
    if said.is_empty() {
        return Ok(());
    }
    terminal.say(&format!(
        "{} of it should be read in Traditional where a card has them:",
        count(said.len(), "character")
    ));
    for line in said.iter().take(MOST_DOUBTS) {
        terminal.say(line);
    }
    if let Some(more) = said.len().checked_sub(MOST_DOUBTS).filter(|more| *more > 0) {
        terminal.say(&format!("  and {more} more; yulu check lists those of a deck"));
    }
    Ok(())
}

/// Says whom a label of the document is taken for, where somebody is declared already: before
/// words are given to the wrong one.
fn whose(known: &Known<'_>) -> String {
    let (label, id, name) = (known.label, &known.speaker.id, &known.speaker.name);
    match known.taken {
        Taken::HasIt => format!(
            "{label}: these lines count as {name}'s (`{id}`), who has that label already; if \
             somebody else speaks here, give it to them in the `labels` of this source"
        ),
        Taken::Named => format!(
            "{label}: taken for {name} (`{id}`); the `labels` of this source say so"
        ),
        Taken::Elsewhere => format!(
            "{label}: means {name} (`{id}`) elsewhere; here it is somebody else, as the \
             `labels` of this source say"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_for_a_file_can_be_read_and_a_name_has_letters() {
        for nothing in ["", " ", "\u{3000}", "\u{200b}\u{feff}", "a\nb", "a\tb"] {
            assert!(legible(nothing).is_err(), "{nothing:?}");
            assert!(name(nothing).is_err(), "{nothing:?}");
        }
        assert_eq!(legible(" 养蜂：一年 ").as_deref(), Ok("养蜂：一年"));
        assert_eq!(name(" 老马： ").as_deref(), Ok("老马"));
        assert_eq!(name("Mary Jones").as_deref(), Ok("Mary Jones"));
        for none in ["：", "——", "007"] {
            assert!(name(none).is_err(), "{none}");
        }
    }
}
