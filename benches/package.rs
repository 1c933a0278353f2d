//! The Anki package at scale: `cargo bench --bench package`.
//!
//! The limit is a bare loop of rusqlite and zip that writes the same rows at the same
//! deflate level. If `GENANKI_PYTHON` names a Python with the `genanki` package, the same
//! notes are written by it too (it does not compress).
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use rusqlite::{Connection, params};
use shared::{Reference, Scale, peak_mb, report, report_amount, timed};
use yulu::card::Kind;
use yulu::export::Shown;
use yulu::export::anki::{Input, Lock, Note, NoteType, guid, notetype_hashes, package};
use yulu::export::templates::Templates;
use yulu::script::{Region, Script};

fn notes(count: usize) -> Vec<Note> {
    let sentence = "我们经常说中国AI和美国有一两年差距，但真实的gap是原创和模仿之差。";
    (0..count)
        .map(|at| {
            let mut fields: Vec<String> = NoteType::of(Kind::Quote)
                .fields
                .iter()
                .map(|field| format!("{} {at}", field.name))
                .collect();
            for (field, value) in fields.iter_mut().enumerate().skip(1).take(8) {
                // Texts differ from note to note, as real ones do.
                let turn = (at * 7 + field * 3) % 30;
                let chars: Vec<char> = sentence.chars().collect();
                let turned: String = chars[turn..].iter().chain(&chars[..turn]).collect();
                *value = format!("{turned}{at}");
            }
            let id = format!("note-{at}");
            Note {
                guid: guid("bench", &id),
                id,
                kind: Kind::Quote,
                deck: "Bench::语录 Quotes".to_owned(),
                tags: vec![
                    "yulu::theme::a".to_owned(),
                    format!("yulu::difficulty::{}", at % 3),
                ],
                fields,
            }
        })
        .collect()
}

/// The same rows, nothing else: what SQLite and deflate take by themselves.
fn bare_loop(notes: &[Note]) -> usize {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("bare.anki2");
    let mut connection = Connection::open(&path).expect("open");
    connection
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
             CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer,
               usn integer, tags text, flds text, sfld integer, csum integer, flags integer,
               data text);
             CREATE TABLE cards (id integer primary key, nid integer, did integer,
               ord integer, mod integer, usn integer, type integer, queue integer,
               due integer, ivl integer, factor integer, reps integer, lapses integer,
               left integer, odue integer, odid integer, flags integer, data text);",
        )
        .expect("schema");
    let transaction = connection.transaction().expect("transaction");
    {
        let mut note = transaction
            .prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")
            .expect("prepare");
        let mut card = transaction
            .prepare("INSERT INTO cards VALUES (?, ?, 1, ?, 0, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')")
            .expect("prepare");
        for (at, n) in notes.iter().enumerate() {
            let id = at as i64 * 8;
            note.execute(params![
                id,
                n.guid,
                1,
                0,
                n.tags.join(" "),
                n.fields.join("\u{1f}"),
                n.fields[1],
                at as i64
            ])
            .expect("note");
            for ord in 0..2i64 {
                card.execute(params![id + ord, id, ord, at as i64]).expect("card");
            }
        }
    }
    transaction
        .execute_batch(
            "CREATE INDEX ix_notes_usn on notes (usn); CREATE INDEX ix_cards_usn on cards (usn);
             CREATE INDEX ix_cards_nid on cards (nid); CREATE INDEX ix_notes_csum on notes (csum);
             CREATE INDEX ix_cards_sched on cards (did, queue, due);",
        )
        .expect("indexes");
    transaction.commit().expect("commit");
    connection.close().expect("close");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("collection.anki2", options).expect("file");
    std::io::copy(&mut std::fs::File::open(&path).expect("open"), &mut zip).expect("copy");
    zip.finish().expect("zip").into_inner().len()
}

fn measure(count: usize, goal: f64) {
    let notes = notes(count);
    let templates = Templates::default();
    let shown = Shown { first: Script::Hans, region: Region::Tw };
    let hashes: BTreeMap<String, String> = notetype_hashes(&templates, shown);
    let lock = Lock::default().updated(&notes, &hashes, 1_700_000_000);
    let input = Input {
        parent: "Bench",
        description: "",
        notes: &notes,
        lock: &lock,
        media: &[],
        templates: &templates,
        shown,
    };
    let before = peak_mb("self");
    let (bytes, took) = timed(|| package(&input).expect("package").len());
    let memory = peak_mb("self") - before;
    let (_, limit) = timed(|| bare_loop(&notes));
    let reference = Reference { name: "bare rusqlite and zip", took: limit };
    report(&format!("{count} notes, {:.1} MB", bytes as f64 / 1e6), took, reference, goal);
    report_amount("  memory above the notes", memory, "MB", 60.0);
    if let Ok(python) = std::env::var("GENANKI_PYTHON") {
        genanki(&python, &notes, took);
    }
}

/// Python's genanki on the same notes.
fn genanki(python: &str, notes: &[Note], took: Duration) {
    let folder = tempfile::tempdir().expect("folder");
    let lines = folder.path().join("notes.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&lines).expect("file"));
    for note in notes {
        let row = serde_json::json!([note.guid, note.tags, note.fields]);
        writeln!(file, "{row}").expect("line");
    }
    file.flush().expect("flush");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/genanki_notes.py");
    let output = std::process::Command::new(python)
        .args([
            script,
            &lines.to_string_lossy(),
            &folder.path().join("o.apkg").to_string_lossy(),
        ])
        .output()
        .expect("python runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let seconds: f64 = text.trim().parse().expect("a number of seconds");
    let reference = Reference { name: "genanki", took: Duration::from_secs_f64(seconds) };
    report("  beside genanki", took, reference, 0.7);
}

fn main() {
    let scale = Scale::asked();
    // The small one first: peak memory only rises.
    measure(scale.pick(134, 10), 5.0);
    measure(scale.pick(100_000, 100), 1.2);
}
