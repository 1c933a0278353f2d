//! The collection: genanki-rs's schema, note types and decks, with our rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, Transaction, params};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::content_times::Lock;
use super::note::Note;
use super::notetype::NoteType;
use crate::deck::Recording;
use crate::export::Shown;
use crate::export::html::to_text;
use crate::export::templates::Templates;

/// Everything a package is made of.
pub struct Input<'a> {
    /// Name of the deck that holds the others.
    pub parent: &'a str,
    /// Its description, in HTML.
    pub description: &'a str,
    /// In the curated order.
    pub notes: &'a [Note],
    /// Content times.
    pub lock: &'a Lock,
    /// The recordings that the notes name.
    pub media: &'a [Recording],
    /// Card templates.
    pub templates: &'a Templates,
    /// The script that shows first, and the region.
    pub shown: Shown,
}

impl Input<'_> {
    /// True if the package has this note type.
    pub(super) fn has(&self, notetype: &NoteType) -> bool {
        let of = |note: &Note| note.kind == notetype.kind;
        !notetype.kind.is_optional() || self.notes.iter().any(of)
    }
}

/// Writes a new collection at `path`: tables and settings as in `sample`, without its
/// rows. A new file rather than the sample's, because SQLite leaves deleted bytes behind.
pub(super) fn write(sample: &Path, path: &Path, input: &Input<'_>) -> rusqlite::Result<()> {
    let sample = Connection::open(sample)?;
    let mut connection = Connection::open(path)?;
    // The file is private until it is packed. Large pages and a cache of 16 MB spare
    // reading back what was just written; nothing of it shows in a package's meaning.
    connection.execute_batch(
        "PRAGMA page_size = 16384; PRAGMA cache_size = -16000;
         PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;",
    )?;
    let transaction = connection.transaction()?;
    let mut schema =
        sample.prepare("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL")?;
    let schema = schema.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let schema: Vec<(String, String)> = schema.collect::<Result<_, _>>()?;
    for (_, sql) in schema.iter().filter(|(kind, _)| kind == "table") {
        transaction.execute_batch(sql)?;
    }
    copy_settings(&sample, &transaction, input)?;
    insert_notes(&transaction, input)?;
    // Indexes are quicker to make at the end than to keep up to date.
    for (_, sql) in schema.iter().filter(|(kind, _)| kind == "index") {
        transaction.execute_batch(sql)?;
    }
    transaction.commit()
}

/// The one row of settings, with its JSON in a fixed order and the times of the content.
fn copy_settings(
    sample: &Connection,
    transaction: &Transaction<'_>,
    input: &Input<'_>,
) -> rusqlite::Result<()> {
    let newest = newest_time(input);
    sample.query_row(
        "SELECT ver, dty, usn, ls, conf, models, decks, dconf, tags FROM col",
        [],
        |row| {
            let text = |at: usize| row.get::<_, String>(at);
            transaction.execute(
                "INSERT INTO col VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    newest,
                    newest * 1000,
                    newest * 1000,
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?,
                    text(4)?,
                    models_json(&text(5)?, input),
                    decks_json(&text(6)?, newest),
                    text(7)?,
                    text(8)?
                ],
            )
        },
    )?;
    Ok(())
}

/// The latest content time of anything in the package.
fn newest_time(input: &Input<'_>) -> i64 {
    let lock = input.lock;
    let times = lock.notes.values().chain(lock.notetypes.values());
    times.map(|entry| entry.changed).max().unwrap_or(0)
}

/// genanki-rs's note types with sorted keys, their own times, exact requirements, and
/// permanent ids of fields and templates, by which Anki follows them through renames.
fn models_json(text: &str, input: &Input<'_>) -> String {
    let mut models: BTreeMap<String, Value> =
        serde_json::from_str(text).unwrap_or_default();
    for notetype in NoteType::ALL {
        let Some(model) = models.get_mut(&notetype.id.to_string()) else { continue };
        let changed = input.lock.notetypes.get(notetype.name);
        let templates = notetype.templates.iter().enumerate();
        let required = templates.map(|(ord, template)| {
            let field = notetype.position(template.needs).unwrap_or_default();
            json!([ord, "all", [field]])
        });
        model["flds"] = fields_json(&model["flds"][0], notetype);
        model["type"] = json!(0);
        model["req"] = required.collect();
        model["mod"] = json!(changed.map_or(0, |entry| entry.changed));
        model["did"] = Value::Null;
        for (at, template) in notetype.templates.iter().enumerate() {
            let (question, answer) = template.browser;
            model["tmpls"][at]["bqfmt"] = json!(question);
            model["tmpls"][at]["bafmt"] = json!(answer);
        }
        for (list, base) in [("flds", 1), ("tmpls", 1_001)] {
            let parts = model[list].as_array_mut().into_iter().flatten();
            for (at, part) in parts.enumerate() {
                part["id"] = json!(notetype.id * 10_000 + base + at as i64);
            }
        }
    }
    serde_json::to_string(&models).unwrap_or_default()
}

/// Every field of a note type, each as genanki-rs makes its `first`.
fn fields_json(first: &Value, notetype: &NoteType) -> Value {
    let fields = notetype.field_names().into_iter().enumerate();
    let fields = fields.map(|(ord, name)| {
        let mut field = first.clone();
        field["name"] = json!(name);
        field["ord"] = json!(ord);
        field
    });
    fields.collect()
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

fn insert_notes(transaction: &Transaction<'_>, input: &Input<'_>) -> rusqlite::Result<()> {
    let ids = deck_ids(input);
    let mut insert_note = transaction
        .prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")?;
    let mut insert_card = transaction.prepare(
        "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
    )?;
    // Ids rise in the curated order: SQLite appends instead of searching, and neighbours,
    // which share words, are packed together. They are no identity: that is the guid.
    let first = stable_id(&format!("notes\u{1f}{}", input.parent));
    for (at, note) in input.notes.iter().enumerate() {
        let id = first + at as i64 * 8;
        let changed = input.lock.note_time(&note.id);
        let sort = to_text(note.words());
        let tags = if note.tags.is_empty() {
            String::new()
        } else {
            format!(" {} ", note.tags.join(" "))
        };
        insert_note.execute(params![
            id,
            note.guid,
            note.notetype().id,
            changed,
            tags,
            note.fields.join("\u{1f}"),
            sort,
            checksum(&sort)
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

/// Deck ids: the parent's and the subdecks' from their names. Anki assigns its own.
pub(super) fn deck_ids(input: &Input<'_>) -> BTreeMap<String, i64> {
    let names = input.notes.iter().map(|note| note.deck.as_str());
    let names: BTreeSet<&str> = names.chain([input.parent]).collect();
    let ids = names.into_iter().map(|name| (name, stable_id(&format!("deck\u{1f}{name}"))));
    ids.map(|(name, id)| (name.to_owned(), id)).collect()
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

/// Anki's checksum of a note's first field: the first 32 bits of its SHA-1.
fn checksum(text: &str) -> u32 {
    let hash = Sha1::digest(text.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}
