//! Reading packages and exported collections, as far as a plan of an import needs it.
//!
//! They come from strangers. What is unpacked is capped and stays on disk, and SQLite, which
//! runs whatever a database says its schema is, is held to one table that is a real one, without
//! trust in the schema, within limits of memory and of steps.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::schema;
use crate::export::Error;
use crate::import::packed::Packed;
use crate::script::letters::nfc;

/// Bytes of memory that SQLite takes at most, in the whole process. Its cache takes 2 MB when
/// it reads and 16 MB when a package is made.
const HEAP: i64 = 96 << 20;

/// Bytes of one value that is read; Anki's notes have some kB.
const VALUE: i32 = 10 << 20;

/// Bytes of all notes that are read together.
const KEPT: usize = 64 << 20;

/// SQLite's steps between two looks at how many there were.
const STEPS: i32 = 10_000;

/// With what a database begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A note as a package or a collection holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldNote {
    /// Anki's id of its note type.
    pub notetype: i64,
    /// When it last changed, in seconds since 1970.
    pub changed: i64,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// Its fields, in Anki's normal form (NFC).
    pub fields: Vec<String>,
}

/// Those notes of an `.apkg` or `.colpkg` whose guid is `wanted`, by guid.
///
/// # Errors
/// If it is no such file, one whose collection cannot be read, or one that would take more than
/// its size explains.
pub fn notes(
    package: impl Read + Seek,
    wanted: &BTreeSet<String>,
) -> Result<BTreeMap<String, OldNote>, Error> {
    let mut archive = Packed::open(package)
        .map_err(|e| Error::new(format!("not an Anki package: {}", e.message)))?;
    // The newest format first: a package may carry an old collection as a mere notice.
    let name = archive
        .first_of(&["collection.anki21b", "collection.anki21", "collection.anki2"])
        .ok_or_else(|| Error::new("not an Anki package: it has no collection"))?;
    let folder =
        tempfile::Builder::new().prefix("yulu-plan-").tempdir().map_err(Error::new)?;
    let path = folder.path().join("collection.anki2");
    let file = archive.unpack(name).map_err(|e| Error::new(e.message))?;
    let size = if name.ends_with('b') {
        let zstd = file
            .through(ruzstd::decoding::StreamingDecoder::new)
            .map_err(|e| Error::new(format!("the collection is damaged: {e}")))?;
        unpack(zstd, &path)?
    } else {
        unpack(file, &path)?
    };
    let connection = open(&path, size).map_err(no_collection)?;
    real_table(&connection)?;
    select(&connection, wanted)
}

fn no_collection(error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode as Code;
    Error::new(match error.sqlite_error_code() {
        Some(Code::OperationInterrupted | Code::OutOfMemory | Code::TooBig) => {
            "the collection would take more than its size explains".to_owned()
        }
        Some(Code::AuthorizationForStatementDenied) => {
            "the collection's notes are not a table of its own".to_owned()
        }
        _ => format!("not a collection of Anki: {error}"),
    })
}

/// Writes a collection beside nothing else, as if nobody else had it open, and gives its size.
fn unpack(mut from: impl Read, path: &Path) -> Result<u64, Error> {
    let problem =
        |e: std::io::Error| Error::new(format!("the collection cannot be unpacked: {e}"));
    let mut head = Vec::with_capacity(MAGIC.len());
    from.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head).map_err(problem)?;
    if head != MAGIC {
        return Err(Error::new("not a collection of Anki: it is no SQLite database"));
    }
    let mut file = std::fs::File::create_new(path).map_err(problem)?;
    file.write_all(&head).map_err(problem)?;
    let size = std::io::copy(&mut from, &mut file).map_err(problem)?;
    // A log of what is not yet in the file, which a package does not have, is not looked for.
    file.seek(SeekFrom::Start(18)).map_err(problem)?;
    file.write_all(&[1, 1]).map_err(problem)?;
    let size = size + MAGIC.len() as u64;
    let file = std::fs::File::open(path).map_err(problem)?;
    match schema::is_small(std::io::BufReader::new(file), size).map_err(problem)? {
        true => Ok(size),
        false => Err(Error::new("not a collection of Anki: its schema is no collection's")),
    }
}

/// Opens a database that nothing is believed of (<https://sqlite.org/security.html>).
fn open(path: &Path, size: u64) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    connection.pragma_update(None, "hard_heap_limit", HEAP)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "query_only", true)?;
    // Pages may lead to each other in circles. A row takes 20 bytes or more and 12 steps.
    let mut left = size / STEPS as u64 + 100;
    let spent = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    connection.progress_handler(STEPS, Some(spent))?;
    connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
        AuthAction::Select
        | AuthAction::Read {
            table_name: "notes" | "sqlite_master" | "sqlite_schema",
            ..
        }
        | AuthAction::Pragma { pragma_name: "table_xinfo", .. } => Authorization::Allow,
        _ => Authorization::Deny,
    }))?;
    Ok(connection)
}

/// Holds `notes` to be a table in the file: a view or a virtual table runs what its author
/// wrote, and so does a column that is computed.
fn real_table(connection: &Connection) -> Result<(), Error> {
    let not_real = || Error::new("the collection's notes are not a table of its own");
    let query =
        "SELECT type, rootpage FROM sqlite_schema WHERE name = 'notes' COLLATE NOCASE";
    let mut statement = connection.prepare(query).map_err(no_collection)?;
    let found = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
        .and_then(|rows| rows.collect::<Result<Vec<_>, _>>())
        .map_err(no_collection)?;
    match found.as_slice() {
        [] => return Err(Error::new("not a collection of Anki: it has no notes")),
        [(kind, root)] if kind == "table" && *root > 0 => {}
        _ => return Err(not_real()),
    }
    let mut columns =
        connection.prepare("PRAGMA table_xinfo('notes')").map_err(no_collection)?;
    let hidden = columns
        .query_map([], |row| row.get::<_, i64>("hidden"))
        .and_then(|rows| rows.collect::<Result<Vec<_>, _>>())
        .map_err(no_collection)?;
    if hidden.iter().any(|kind| *kind != 0) {
        return Err(not_real());
    }
    Ok(())
}

fn select(
    connection: &Connection,
    wanted: &BTreeSet<String>,
) -> Result<BTreeMap<String, OldNote>, Error> {
    // An index is what its author made of it: the rows themselves are read.
    let query = "SELECT guid, mid, mod, tags, flds FROM notes NOT INDEXED";
    let mut statement = connection.prepare(query).map_err(no_collection)?;
    let mut rows = statement.query([]).map_err(no_collection)?;
    let mut found = BTreeMap::new();
    let mut kept = 0;
    while let Some(row) = rows.next().map_err(no_collection)? {
        let value = |at: usize| row.get_ref(at).map_err(no_collection);
        // A collection has all notes of its owner; most are none of ours.
        let ValueRef::Text(guid) = value(0)? else { continue };
        let Some(guid) = str::from_utf8(guid).ok().and_then(|guid| wanted.get(guid)) else {
            continue;
        };
        let number = |at: usize| Ok(value(at)?.as_i64().unwrap_or_default());
        let text = |at: usize| {
            Ok(match value(at)? {
                ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                _ => String::new(),
            })
        };
        let (tags, fields): (String, String) = (text(3)?, text(4)?);
        kept += tags.len() + fields.len();
        if kept > KEPT {
            return Err(Error::new("the collection's notes of this deck are too large"));
        }
        let mut tags: Vec<String> = tags.split_whitespace().map(str::to_owned).collect();
        tags.sort();
        let fields = nfc(&fields).split('\u{1f}').map(str::to_owned).collect();
        let note = OldNote { notetype: number(1)?, changed: number(2)?, tags, fields };
        found.insert(guid.clone(), note);
    }
    Ok(found)
}
