//! `yulu plan` and packages that were made to harm: no SQL of theirs runs, nothing fills the
//! memory or the disk, and what is honest is read whatever its size.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use std::path::Path;

use rusqlite::Connection;
use yulu::export::anki::read::{self, OldNote};
use zip::write::SimpleFileOptions;

use crate::cli::{run, sample};

const GUID: &str = "yl0123456789abcdef";

fn wanted() -> BTreeSet<String> {
    BTreeSet::from([GUID.to_owned()])
}

fn zipped(name: &str, file: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file(name, options).unwrap();
    zip.write_all(file).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A collection made by SQL.
fn collection(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collection.anki2");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    std::fs::read(&path).unwrap()
}

fn read_collection(file: &[u8]) -> Result<Vec<OldNote>, String> {
    read::notes(Cursor::new(zipped("collection.anki2", file)), &wanted())
        .map(|notes| notes.into_values().collect())
        .map_err(|error| error.to_string())
}

const NOTES: &str = "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, \
    mod INTEGER, usn INTEGER, tags TEXT, flds TEXT, sfld INTEGER, csum INTEGER, \
    flags INTEGER, data TEXT);";

fn row(guid: &str) -> String {
    format!(
        "INSERT INTO notes (guid, mid, mod, tags, flds) VALUES ('{guid}', 7, 9, ' b a ', \
         'x' || char(31) || 'e' || char(769));"
    )
}

#[test]
fn an_honest_collection_is_read_and_only_what_is_asked_for() {
    let sql = format!("{NOTES}{}{}", row(GUID), row("other"));
    let notes = read_collection(&collection(&sql)).unwrap();
    let tags = vec!["a".to_owned(), "b".to_owned()];
    let fields = vec!["x".to_owned(), "é".to_owned()];
    assert_eq!(notes, [OldNote { notetype: 7, changed: 9, tags, fields }]);
}

#[test]
fn what_its_owner_and_add_ons_keep_beside_the_notes_does_no_harm() {
    let sql = format!(
        "PRAGMA journal_mode = WAL; {NOTES}{}
         CREATE INDEX ix_notes_csum ON notes (csum);
         CREATE VIRTUAL TABLE words USING fts5(word);
         CREATE VIEW more AS SELECT * FROM notes;
         CREATE TRIGGER seen AFTER INSERT ON notes BEGIN SELECT 1; END;",
        row(GUID)
    );
    assert_eq!(read_collection(&collection(&sql)).unwrap().len(), 1);
}

#[test]
fn notes_that_are_no_table_of_their_own_run_nothing() {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    for sql in [
        format!(
            "CREATE VIEW notes AS {endless} SELECT i AS guid, 1 AS mid, 1 AS mod, \
                 '' AS tags, '' AS flds FROM n;"
        ),
        "CREATE VIEW Notes AS SELECT 1 AS guid, 1 AS mid, 1 AS mod, '' AS tags, \
         hex(zeroblob(900000000)) AS flds;"
            .to_owned(),
        "CREATE VIRTUAL TABLE notes USING fts5(guid, mid, mod, tags, flds);".to_owned(),
        format!(
            "CREATE TABLE notes (guid TEXT, mid INTEGER, mod INTEGER, tags TEXT, \
             seed INTEGER, flds TEXT AS (hex(zeroblob(seed))) VIRTUAL);
             INSERT INTO notes (guid, seed) VALUES ('{GUID}', 900);"
        ),
    ] {
        let error = read_collection(&collection(&sql)).unwrap_err();
        assert_eq!(error, "the collection's notes are not a table of its own", "{sql}");
    }
    let error = read_collection(&collection("CREATE TABLE other (a);")).unwrap_err();
    assert_eq!(error, "not a collection of Anki: it has no notes");
}

#[test]
fn a_table_whose_pages_lead_to_each_other_ends() {
    // Every page of the table's inside leads to one leaf: rows without end from 100 kB.
    let rows: String = (0..3_000).map(|_| row("other")).collect();
    let mut file =
        collection(&format!("PRAGMA page_size = 512; {NOTES} BEGIN; {rows} COMMIT;"));
    let page = 512;
    let pages = file.len() / page;
    let start = |number: usize| (number - 1) * page;
    let leaf = (2..=pages).find(|n| file[start(*n)] == 13).unwrap() as u32;
    let inside: Vec<usize> = (2..=pages).filter(|n| file[start(*n)] == 5).collect();
    assert!(inside.len() > 2);
    for (at, number) in inside.iter().enumerate() {
        // Each inner page leads to the next one by every cell; the last to the leaf.
        let child = inside.get(at + 1).map_or(leaf, |next| *next as u32).to_be_bytes();
        let head = start(*number);
        let cells = usize::from(u16::from_be_bytes([file[head + 3], file[head + 4]]));
        for cell in 0..cells {
            let pointer = head + 12 + 2 * cell;
            let offset = u16::from_be_bytes([file[pointer], file[pointer + 1]]);
            let place = head + usize::from(offset);
            file[place..place + 4].copy_from_slice(&child);
        }
        file[head + 8..head + 12].copy_from_slice(&child);
    }
    let error = read_collection(&file).unwrap_err();
    assert!(
        error == "the collection would take more than its size explains"
            || error.contains("malformed"),
        "{error}"
    );
}

#[test]
fn a_schema_of_more_tables_than_a_collection_has_is_not_read() {
    for more in [
        "INSERT INTO sqlite_schema SELECT 'table', 't' || i, 't' || i, 2,
         'CREATE TABLE t' || i || '(a)' FROM n;",
        "INSERT INTO sqlite_schema SELECT 'table', 't' || i, 't' || i, 2,
         'CREATE TABLE t' || i || '(a) /*' || hex(zeroblob(1000)) || '*/' FROM n LIMIT 900;",
    ] {
        let file = collection(&format!(
            "PRAGMA synchronous = OFF; {NOTES} PRAGMA writable_schema = ON;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) {more}"
        ));
        let error = read_collection(&file).unwrap_err();
        assert_eq!(error, "not a collection of Anki: its schema is no collection's");
    }
}

#[test]
fn a_note_that_is_too_large_is_told() {
    let sql = format!(
        "{NOTES} INSERT INTO notes (guid, flds) VALUES ('{GUID}', hex(zeroblob(6000000)));"
    );
    let error = read_collection(&collection(&sql)).unwrap_err();
    assert_eq!(error, "the collection would take more than its size explains");
}

/// Bytes that never end, as `/dev/zero` packed.
fn bomb(bytes: u64) -> Vec<u8> {
    let mut file = collection(NOTES);
    file.resize(file.len() + bytes as usize, 0);
    file
}

#[test]
fn what_unpacks_to_more_than_its_size_explains_is_told() {
    let more = "the collection cannot be unpacked: it unpacks to more than its size in the \
                archive explains";
    assert_eq!(read_collection(&bomb(210 << 20)).unwrap_err(), more);
    let empty = zipped("collection.anki2", &vec![0; 1 << 20]);
    let error = read::notes(Cursor::new(empty), &wanted()).unwrap_err().to_string();
    assert_eq!(error, "not a collection of Anki: it is no SQLite database");
    // 200 MB of the same byte in Zstandard's blocks of one repeated byte.
    let mut zstd = b"\x28\xb5\x2f\xfd\x00\x58".to_vec();
    let raw = collection(NOTES);
    zstd.extend(block(false, 0, raw.len()));
    zstd.extend(&raw);
    for last in 0..=1700 {
        zstd.extend(block(last == 1700, 1, 128 << 10));
        zstd.push(0);
    }
    let package = zipped("collection.anki21b", &zstd);
    assert!(package.len() < 20_000);
    let error = read::notes(Cursor::new(package), &wanted()).unwrap_err().to_string();
    assert_eq!(error, more);
}

/// The head of a block of Zstandard (RFC 8878, 3.1.1.2): kind 0 is raw, 1 one byte repeated.
fn block(last: bool, kind: u32, size: usize) -> [u8; 3] {
    let head = (size as u32) << 3 | kind << 1 | u32::from(last);
    let [a, b, c, _] = head.to_le_bytes();
    [a, b, c]
}

#[test]
fn a_list_of_files_without_end_is_told() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..60_000 {
        zip.start_file(format!("{number:0300}"), options).unwrap();
    }
    let package = zip.finish().unwrap().into_inner();
    let error = read::notes(Cursor::new(package), &wanted()).unwrap_err().to_string();
    assert_eq!(error, "not an Anki package: the archive lists too many files");
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let project = sample("valid/minimal-dialogue");
    let folder = run(project.path(), &["plan", "decks"]);
    assert_eq!(folder.status, 2);
    assert!(folder.err.contains("it is a folder"), "{}", folder.err);
    if Path::new("/dev/zero").exists() {
        let device = run(project.path(), &["plan", "/dev/zero"]);
        assert_eq!(device.status, 2);
        assert!(device.err.contains("it is not a regular file"), "{}", device.err);
    }
}
