//! Reading packages and exported collections, as far as a plan of an import needs it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use rusqlite::{Connection, OpenFlags};

use crate::export::Error;

/// Largest collection that is unpacked, in bytes.
const LARGEST: u64 = 4 << 30;

/// A note as a package or a collection holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldNote {
    /// Anki's id of its note type.
    pub notetype: i64,
    /// When it last changed, in seconds since 1970.
    pub changed: i64,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// Its fields.
    pub fields: Vec<String>,
}

/// The notes of an `.apkg` or `.colpkg`, by guid.
///
/// # Errors
/// If the bytes are no such file, or one whose collection cannot be read.
pub fn notes(bytes: &[u8]) -> Result<BTreeMap<String, OldNote>, Error> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| Error::new(format!("this is no Anki package: {e}")))?;
    // The newest format first: a package may carry an old collection as a mere notice.
    let names = ["collection.anki21b", "collection.anki21", "collection.anki2"];
    let name = names.into_iter().find(|name| archive.index_for_name(name).is_some());
    let name =
        name.ok_or_else(|| Error::new("this is no Anki package: it has no collection"))?;
    let mut packed = Vec::new();
    let file = archive.by_name(name).map_err(Error::new)?;
    file.take(LARGEST).read_to_end(&mut packed).map_err(Error::new)?;
    if name.ends_with('b') {
        let mut unpacked = Vec::new();
        let decoder = ruzstd::decoding::StreamingDecoder::new(packed.as_slice());
        let decoder =
            decoder.map_err(|e| Error::new(format!("the collection is damaged: {e}")))?;
        decoder.take(LARGEST).read_to_end(&mut unpacked).map_err(Error::new)?;
        packed = unpacked;
    }
    let folder =
        tempfile::Builder::new().prefix("yulu-plan-").tempdir().map_err(Error::new)?;
    let path = folder.path().join("collection.anki2");
    std::fs::write(&path, packed).map_err(Error::new)?;
    let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    select(&connection.map_err(Error::new)?)
        .map_err(|e| Error::new(format!("no collection: {e}")))
}

fn select(connection: &Connection) -> rusqlite::Result<BTreeMap<String, OldNote>> {
    let mut statement =
        connection.prepare("SELECT guid, mid, mod, tags, flds FROM notes")?;
    let rows = statement.query_map([], |row| {
        let tags: String = row.get(3)?;
        let mut tags: Vec<String> = tags.split_whitespace().map(str::to_owned).collect();
        tags.sort();
        let fields: String = row.get(4)?;
        let fields = fields.split('\u{1f}').map(str::to_owned).collect();
        let note = OldNote { notetype: row.get(1)?, changed: row.get(2)?, tags, fields };
        Ok((row.get::<_, String>(0)?, note))
    })?;
    rows.collect()
}
