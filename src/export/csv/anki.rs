//! The profile `anki`: a text file that Anki imports onto the notes of the package.
//!
//! Its first lines tell Anki how to read the rest
//! (<https://docs.ankiweb.net/importing/text-files.html>). The note type stands in a column,
//! so fields are matched by position: every row has the fields of its note type in order.
//! They are the notes' own HTML, to the byte, so that a row and the package say the same.

use crate::export::Error;
use crate::export::anki::{Note, OWN};

/// What the importer is told, in this order. The note type comes first, so that no row can
/// begin with a `#` and be taken for one of these lines.
const DIRECTIVES: &str = "#separator:Comma\n\
    #html:true\n\
    #notetype column:1\n\
    #deck column:2\n\
    #tags column:3\n\
    #guid column:4\n\
    #if matches:update current\n";

/// Columns before the fields.
const BEFORE: usize = 4;

/// A row ends before the learner's own field, which is the last one: Anki leaves a field alone for
/// which a row has no column. It counts columns on the first row, and quotations, which come
/// first, have the most fields.
pub(super) fn write(notes: &[Note]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(DIRECTIVES.as_bytes().to_vec());
    for note in notes {
        let tags = note.tags.join(" ");
        let before: [&str; BEFORE] = [note.notetype().name, &note.deck, &tags, &note.guid];
        let fields = note.notetype().fields.iter().zip(&note.fields);
        let fields = fields.filter(|(field, _)| field.name != OWN);
        let fields = fields.map(|(_, value)| value.as_str());
        writer.write_record(before.into_iter().chain(fields)).map_err(Error::new)?;
    }
    writer.into_inner().map_err(Error::new)
}
