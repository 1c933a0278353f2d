//! The Anki package.
//!
//! genanki-rs makes the note types, the decks and the empty collection. What it cannot do
//! is done here, around it, and only here:
//!
//! * It compiles a regular expression for every field, template and note (5 ms a note)
//!   and clones the model into each: the rows of notes and cards are inserted by us.
//! * It writes one timestamp for everything; Anki then updates all notes or none. Here
//!   every note, note type and deck has its own content time.
//! * It writes `due = 0` for every card, `csum = 0` and `sfld = 0`: curated order,
//!   checksum and sort field are set here.
//! * Its JSON has the order of hash maps, its zip the time of day: both are written
//!   again, sorted and with a fixed time, so that the same deck gives the same bytes.
//! * It decides which cards exist by an approximation of Anki's templates; here the note
//!   says it.
//!
//! SQLite works on a file; a private temporary one is used and removed.

#![expect(
    clippy::disallowed_methods,
    reason = "SQLite works on a file: a private temporary one"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::Shown;
use super::templates::Templates;
use crate::note::html::to_text;
use crate::note::lock::Lock;
use crate::note::{Note, NoteType};

/// Why a package could not be made.
#[derive(Debug)]
pub struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the Anki package could not be made: {}", self.0)
    }
}

impl std::error::Error for Error {}

fn error(what: impl std::fmt::Display) -> Error {
    Error(what.to_string())
}

/// Everything a package is made of.
pub struct Input<'a> {
    /// The deck's permanent id.
    pub deck_id: &'a str,
    /// Name of the deck that holds the others.
    pub parent: &'a str,
    /// Its description, in HTML.
    pub description: &'a str,
    /// In the curated order.
    pub notes: &'a [Note],
    /// Content times.
    pub lock: &'a Lock,
    /// Card templates.
    pub templates: &'a Templates,
    /// The script that shows first, and the region.
    pub shown: Shown,
}

/// A hash of each note type as it would be written, for the lock.
pub fn notetype_hashes(templates: &Templates, shown: Shown) -> BTreeMap<String, String> {
    let hashes = NoteType::ALL.iter().map(|notetype| {
        let mut text = format!("{:?}{}", notetype.fields(), templates.css());
        for (name, _) in notetype.templates() {
            let (front, back) = templates.card(*notetype, name, shown);
            text += &format!("\u{1f}{name}\u{1f}{front}\u{1f}{back}");
        }
        let hash = crate::source::sha256_hex(text.as_bytes());
        (notetype.name().to_owned(), hash[..32].to_owned())
    });
    hashes.collect()
}

/// Makes the package.
///
/// # Errors
/// If the temporary file cannot be written; nothing in a proved deck makes it fail.
pub fn package(input: &Input<'_>) -> Result<Vec<u8>, Error> {
    let folder = tempfile::Builder::new().prefix("yulu-apkg-").tempdir().map_err(error)?;
    let path = folder.path().join("collection.anki2");
    std::fs::write(&path, empty_collection(input)?).map_err(error)?;
    let mut connection = Connection::open(&path).map_err(error)?;
    fill(&mut connection, input).map_err(error)?;
    connection.close().map_err(|(_, e)| error(e))?;
    let collection = std::fs::read(&path).map_err(error)?;
    zip(&[("collection.anki2", &collection), ("media", b"{}")]).map_err(error)
}

fn model(notetype: NoteType, input: &Input<'_>) -> genanki_rs::Model {
    let fields =
        notetype.fields().iter().map(|name| genanki_rs::Field::new(name)).collect();
    let templates = notetype.templates().iter().map(|(name, _)| {
        let (front, back) = input.templates.card(notetype, name, input.shown);
        genanki_rs::Template::new(name).qfmt(&front).afmt(&back)
    });
    genanki_rs::Model::new(notetype.id(), notetype.name(), fields, templates.collect())
        .css(input.templates.css())
        .sort_field_index(notetype.sort_field() as i64)
}

/// Deck ids: the parent's and the subdecks' from their names. Anki assigns its own.
fn deck_ids(input: &Input<'_>) -> BTreeMap<String, i64> {
    let names = input.notes.iter().map(|note| note.deck.clone());
    let names = names.chain(std::iter::once(input.parent.to_owned()));
    names.map(|name| (name.clone(), stable_id(&format!("deck\u{1f}{name}")))).collect()
}

/// A positive id in Anki's range of millisecond times, from a text.
fn stable_id(text: &str) -> i64 {
    const BASE: i64 = 1_500_000_000_000;
    let hash = Sha1::digest(text.as_bytes());
    let mut bytes = [0u8; 8];
    bytes.copy_from_slice(&hash[..8]);
    // A multiple of 8 leaves room for the cards of a note.
    BASE + (u64::from_be_bytes(bytes) % 25_000_000_000) as i64 * 8
}

/// The collection as genanki-rs makes it, with one sample note of each note type so that
/// it writes all of them.
fn empty_collection(input: &Input<'_>) -> Result<Vec<u8>, Error> {
    let ids = deck_ids(input);
    let mut decks = Vec::new();
    for (name, id) in &ids {
        let description = if name == input.parent { input.description } else { "" };
        let mut deck = genanki_rs::Deck::new(*id, name, description);
        if name == input.parent {
            for notetype in NoteType::ALL {
                let fields = vec!["x"; notetype.fields().len()];
                let note = genanki_rs::Note::new(model(notetype, input), fields);
                deck.add_note(note.map_err(error)?);
            }
        }
        decks.push(deck);
    }
    let mut bytes = Cursor::new(Vec::new());
    let mut package = genanki_rs::Package::new(decks, Vec::new()).map_err(error)?;
    package.write_timestamp(&mut bytes, 1.0).map_err(error)?;
    let mut archive = zip::ZipArchive::new(bytes).map_err(error)?;
    let mut file = archive.by_name("collection.anki2").map_err(error)?;
    let mut collection = Vec::new();
    file.read_to_end(&mut collection).map_err(error)?;
    Ok(collection)
}

fn fill(connection: &mut Connection, input: &Input<'_>) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch("DELETE FROM notes; DELETE FROM cards;")?;
    let newest = newest_time(input);
    let (models, decks): (String, String) =
        transaction.query_row("SELECT models, decks FROM col", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    transaction.execute(
        "UPDATE col SET crt = ?, mod = ?, scm = ?, models = ?, decks = ?",
        params![
            newest,
            newest * 1000,
            newest * 1000,
            models_json(&models, input),
            decks_json(&decks, newest)
        ],
    )?;
    insert_notes(&transaction, input)?;
    transaction.commit()?;
    connection.execute_batch("VACUUM")
}

/// The latest content time of anything in the package.
fn newest_time(input: &Input<'_>) -> i64 {
    let lock = input.lock;
    let times = lock.notes.values().chain(lock.notetypes.values());
    times.map(|entry| entry.changed).max().unwrap_or(0)
}

/// genanki-rs's note types with sorted keys, their own times and exact requirements.
fn models_json(text: &str, input: &Input<'_>) -> String {
    let mut models: BTreeMap<String, Value> =
        serde_json::from_str(text).unwrap_or_default();
    for notetype in NoteType::ALL {
        let Some(model) = models.get_mut(&notetype.id().to_string()) else { continue };
        let changed =
            input.lock.notetypes.get(notetype.name()).map_or(0, |entry| entry.changed);
        let templates = notetype.templates().iter().enumerate();
        let required = templates.map(|(ord, (_, needs))| {
            let field =
                notetype.fields().iter().position(|name| name == needs).unwrap_or(0);
            json!([ord, "all", [field]])
        });
        model["req"] = required.collect();
        model["mod"] = json!(changed);
        model["did"] = Value::Null;
    }
    serde_json::to_string(&models).unwrap_or_default()
}

fn decks_json(text: &str, newest: i64) -> String {
    let mut decks: BTreeMap<String, Value> = serde_json::from_str(text).unwrap_or_default();
    for deck in decks.values_mut() {
        deck["mod"] = json!(newest);
        for today in ["newToday", "revToday", "lrnToday", "timeToday"] {
            deck[today] = json!([0, 0]);
        }
    }
    serde_json::to_string(&decks).unwrap_or_default()
}

fn insert_notes(
    transaction: &rusqlite::Transaction<'_>,
    input: &Input<'_>,
) -> rusqlite::Result<()> {
    let ids = deck_ids(input);
    let mut taken = std::collections::BTreeSet::new();
    let mut insert_note = transaction
        .prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")?;
    let mut insert_card = transaction.prepare(
        "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
    )?;
    for (at, note) in input.notes.iter().enumerate() {
        let mut id = stable_id(&note.guid);
        while !taken.insert(id) {
            id += 8;
        }
        let changed = input.lock.note_time(&note.id);
        let sort = to_text(&note.fields[note.notetype.sort_field()]);
        let tags = if note.tags.is_empty() {
            String::new()
        } else {
            format!(" {} ", note.tags.join(" "))
        };
        insert_note.execute(params![
            id,
            note.guid,
            note.notetype.id(),
            changed,
            tags,
            note.fields.join("\u{1f}"),
            sort,
            checksum(&to_text(&note.fields[0]))
        ])?;
        for ord in note.cards() {
            // Siblings share a position; Anki introduces new cards in that order.
            let did = ids.get(&note.deck).copied().unwrap_or(1);
            insert_card.execute(params![
                id + ord as i64,
                id,
                did,
                ord as i64,
                changed,
                at as i64 + 1
            ])?;
        }
    }
    Ok(())
}

/// Anki's checksum of a note's first field: the first 32 bits of its SHA-1.
fn checksum(text: &str) -> u32 {
    let hash = Sha1::digest(text.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

fn zip(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        writer.start_file(*name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
