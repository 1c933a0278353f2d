//! The Anki package.
//!
//! genanki-rs makes the note types, the decks and the empty collection. What it cannot do
//! is done here, around it, and only here:
//!
//! * It compiles a regular expression for every field, template and note (5 ms a note)
//!   and clones the model into each: the rows of notes and cards are inserted by us, and
//!   it is given the first field of each note type, after which we make the others.
//! * It writes one timestamp for everything; Anki then updates all notes or none. Here
//!   every note, note type and deck has its own content time.
//! * It writes `due = 0` for every card, `csum = 0` and `sfld = 0`: curated order,
//!   checksum and sort field are set here.
//! * Its JSON has the order of hash maps, its zip the time of day: both are written
//!   again, sorted and with a fixed time, so that the same deck gives the same bytes.
//! * It decides which cards exist by an approximation of Anki's templates; here the note
//!   says it.
//!
//! SQLite works on files; private temporary ones are used and removed.

#![expect(
    clippy::disallowed_methods,
    reason = "SQLite works on files: private temporary ones"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};

use super::collection::{self, Input};
use super::notetype::NoteType;
use crate::deck::Recording;
use crate::deck::recordings::Format;
use crate::export::templates::Templates;
use crate::export::{Error, Shown};

/// A hash of each note type as it would be written, for the lock.
pub fn notetype_hashes(templates: &Templates, shown: Shown) -> BTreeMap<String, String> {
    let hashes = NoteType::ALL.iter().map(|notetype| {
        let mut text = format!("{:?}{}", notetype.field_names(), templates.css());
        let browser: Vec<_> = notetype.templates.iter().map(|t| t.browser).collect();
        text += &format!("{browser:?}");
        for template in notetype.templates {
            let name = template.ask.name();
            let (front, back) = templates.card(notetype.kind, name, shown);
            text += &format!("\u{1f}{name}\u{1f}{front}\u{1f}{back}");
        }
        let hash = crate::source::sha256_hex(text.as_bytes());
        (notetype.name.to_owned(), hash[..32].to_owned())
    });
    hashes.collect()
}

/// Makes the package.
///
/// # Errors
/// If the temporary files cannot be written; nothing in a proved deck makes it fail.
pub fn package(input: &Input<'_>) -> Result<Vec<u8>, Error> {
    let folder =
        tempfile::Builder::new().prefix("yulu-apkg-").tempdir().map_err(Error::new)?;
    let sample = folder.path().join("sample.anki2");
    std::fs::write(&sample, sample_collection(input)?).map_err(Error::new)?;
    let path = folder.path().join("collection.anki2");
    collection::write(&sample, &path, input).map_err(Error::new)?;
    // Streamed: the collection of a large deck never stands in memory whole.
    let mut file = std::fs::File::open(&path).map_err(Error::new)?;
    zip(&mut file, input.media).map_err(Error::new)
}

fn model(notetype: &NoteType, input: &Input<'_>) -> genanki_rs::Model {
    let fields = notetype.fields.iter().take(1);
    let fields = fields.map(|field| genanki_rs::Field::new(field.name)).collect();
    let templates = notetype.templates.iter().map(|template| {
        let name = template.ask.name();
        let (front, back) = input.templates.card(notetype.kind, name, input.shown);
        genanki_rs::Template::new(name).qfmt(&front).afmt(&back)
    });
    genanki_rs::Model::new(notetype.id, notetype.name, fields, templates.collect())
        .css(input.templates.css())
        // For a cloze type genanki-rs does not look for required fields in every note; the
        // type is set right, and the requirements are, when the collection is written.
        .model_type(genanki_rs::ModelType::Cloze)
        .sort_field_index(0)
}

/// The collection as genanki-rs makes it, with one sample note of each note type so that
/// it writes all of them.
fn sample_collection(input: &Input<'_>) -> Result<Vec<u8>, Error> {
    let ids = collection::deck_ids(input);
    let mut decks = Vec::new();
    for (name, id) in &ids {
        let description = if name == input.parent { input.description } else { "" };
        let mut deck = genanki_rs::Deck::new(*id, name, description);
        if name == input.parent {
            for notetype in NoteType::ALL.into_iter().filter(|t| input.has(t)) {
                let note = genanki_rs::Note::new(model(notetype, input), vec!["x"]);
                deck.add_note(note.map_err(Error::new)?);
            }
        }
        decks.push(deck);
    }
    let mut bytes = Cursor::new(Vec::new());
    let mut package = genanki_rs::Package::new(decks, Vec::new()).map_err(Error::new)?;
    package.write_timestamp(&mut bytes, 1.0).map_err(Error::new)?;
    let mut archive = zip::ZipArchive::new(bytes).map_err(Error::new)?;
    let mut file = archive.by_name("collection.anki2").map_err(Error::new)?;
    let mut collection = Vec::new();
    file.read_to_end(&mut collection).map_err(Error::new)?;
    Ok(collection)
}

/// A package has its media under numbers, and a list of their names. The same file is there once.
fn zip(collection: &mut impl Read, media: &[Recording]) -> Result<Vec<u8>, Error> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    writer.start_file("collection.anki2", options).map_err(Error::new)?;
    std::io::copy(collection, &mut writer).map_err(Error::new)?;
    writer.start_file("media", options).map_err(Error::new)?;
    let media: BTreeMap<String, &Recording> =
        media.iter().map(|one| (one.media_name(), one)).collect();
    let names = media.keys().enumerate().map(|(at, name)| (at.to_string(), name));
    let names: serde_json::Map<String, serde_json::Value> =
        names.map(|(at, name)| (at, name.clone().into())).collect();
    let names = serde_json::Value::from(names).to_string();
    writer.write_all(names.as_bytes()).map_err(Error::new)?;
    for (at, recording) in media.values().enumerate() {
        let method = match recording.format {
            Format::Wav => zip::CompressionMethod::Deflated,
            // The others are compressed already.
            _ => zip::CompressionMethod::Stored,
        };
        let options = options.compression_method(method);
        writer.start_file(at.to_string(), options).map_err(Error::new)?;
        writer.write_all(&recording.bytes).map_err(Error::new)?;
    }
    Ok(writer.finish().map_err(Error::new)?.into_inner())
}
