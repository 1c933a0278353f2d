//! `yulu harvest --marks`: the export is read, and what was not drafted is told.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;

use super::files;
use super::outcome::Failure;
use super::output::{count, short};
use crate::collate::Place;
use crate::deck::harvest::{Left, Why};
use crate::marks::{self, Marks};
use crate::source::Corpus;

/// Characters of a text that a line shows.
const SHOWN: usize = 24;

/// An export and its name.
pub struct Read {
    /// As it was given.
    pub file: String,
    /// What is in it.
    pub marks: Marks,
}

/// Reads an export.
///
/// # Errors
/// If the file cannot be read, or is none that is known.
pub fn read(path: &Path) -> Result<Read, Failure> {
    let file = short(path).to_string();
    let mut bytes = Vec::new();
    files::open(path)?
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read {file}: {error}")))?;
    let marks = marks::read(&file, &bytes).map_err(|unreadable| {
        Failure::new(format!("{file}: {}", unreadable.message)).hint(unreadable.hint)
    })?;
    Ok(Read { file, marks })
}

/// A mark, or another entry, that was not drafted.
#[derive(Serialize)]
struct LeftRecord<'a> {
    mark: String,
    text: &'a str,
    notes: &'a [String],
    book: Option<&'a str>,
    left: &'static str,
    from: Option<String>,
    closest: Option<String>,
    similarity: Option<f64>,
}

/// Every mark that was not drafted and every entry that is none, a line each; a book of which no
/// mark was found has one line.
pub fn left(read: &Read, left: &[Left], corpus: &Corpus, json: bool) -> Vec<String> {
    let at = |place: &Place| {
        format!("{}:{}", corpus.sources[place.source].entry.id, place.lines.first)
    };
    if json {
        return records(read, left, corpus, &at);
    }
    let marks = &read.marks.marks;
    let mut lines = Vec::new();
    let missing: BTreeMap<usize, &Left> = left
        .iter()
        .filter(|left| matches!(left.why, Why::NotFound(_) | Why::Short))
        .map(|left| (left.mark, left))
        .collect();
    // Marks of each book, and how many of them were found nowhere.
    let mut books: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, mark) in marks.iter().enumerate() {
        let (all, lost) =
            books.entry(mark.book.as_deref().unwrap_or_default()).or_default();
        *all += 1;
        *lost += usize::from(missing.contains_key(&index));
    }
    let other = |book: &str| {
        !book.is_empty() && books.get(book).is_some_and(|(all, lost)| all == lost)
    };
    for (book, (all, _)) in books.iter().filter(|(book, _)| other(book)) {
        let own = marks.iter().filter(|mark| mark.book.as_deref() == Some(*book));
        let first = own.map(|mark| mark.at).next();
        lines.push(format!(
            "{book}: {} (from {}), none of which stands in a registered document; `yulu new source \
             FILE` registers one",
            count(*all, "mark"),
            first.map_or_else(String::new, |at| at.to_string()),
        ));
    }
    let mut copies: BTreeMap<usize, usize> = BTreeMap::new();
    for one in left {
        let mark = &marks[one.mark];
        if other(mark.book.as_deref().unwrap_or_default()) {
            continue;
        }
        let why = match &one.why {
            Why::CopyOf(kept) => {
                *copies.entry(*kept).or_default() += 1;
                continue;
            }
            Why::Short => "fewer than three words".to_owned(),
            Why::NotFound(None) => "not found in a registered document".to_owned(),
            Why::NotFound(Some((place, similarity))) => format!(
                "not found; closest passage: {} “{}” ({:.0} % of the words)",
                at(place),
                head(&place.raw_text(corpus)),
                similarity * 100.0
            ),
            Why::NotQuotable(place) => {
                format!(
                    "may not be quoted from {}, whose words are {}",
                    at(place),
                    place.basis.as_str()
                )
            }
            Why::InDoubt(place, other) => format!(
                "stands in {} and in {}, from where it may not be quoted",
                at(place),
                at(other)
            ),
            Why::OnCard(place) => format!("on a card already ({})", at(place)),
            Why::Unproven(place) => {
                format!("cannot be printed as it stands in {}", at(place))
            }
        };
        lines.push(format!(
            "not drafted: {} “{}”{}: {why}",
            mark.at,
            head(&mark.text),
            noted(&mark.notes)
        ));
    }
    for (kept, number) in copies {
        lines.push(format!(
            "{}: {} of the same words taken with it",
            marks[kept].at,
            match number {
                1 => "1 other mark".to_owned(),
                many => format!("{many} other marks"),
            }
        ));
    }
    for other in &read.marks.others {
        lines.push(format!(
            "not drafted: {} “{}”: {}",
            other.at,
            head(&other.text),
            other.why
        ));
    }
    if read.marks.bookmarks > 0 {
        lines.push(format!("{} passed over", count(read.marks.bookmarks, "bookmark")));
    }
    lines.push(format!(
        "{}: {} in {}",
        read.file,
        count(marks.len(), "mark"),
        read.marks.format.called()
    ));
    lines
}

fn records(
    read: &Read,
    left: &[Left],
    corpus: &Corpus,
    at: &impl Fn(&Place) -> String,
) -> Vec<String> {
    let to_json =
        |record: &LeftRecord<'_>| serde_json::to_string(record).unwrap_or_default();
    let marks = left.iter().map(|one| {
        let mark = &read.marks.marks[one.mark];
        let (why, from, closest) = match &one.why {
            Why::Short => ("short", None, None),
            Why::NotFound(closest) => ("not-found", None, closest.as_ref()),
            Why::NotQuotable(place) => ("not-quotable", Some(at(place)), None),
            Why::InDoubt(place, _) => ("in-doubt", Some(at(place)), None),
            Why::OnCard(place) => ("on-card", Some(at(place)), None),
            Why::CopyOf(kept) => {
                ("copy", Some(read.marks.marks[*kept].at.to_string()), None)
            }
            Why::Unproven(place) => ("unproven", Some(at(place)), None),
        };
        to_json(&LeftRecord {
            mark: mark.at.to_string(),
            text: &mark.text,
            notes: &mark.notes,
            book: mark.book.as_deref(),
            left: why,
            from: from.or(closest.map(|(place, _)| at(place))),
            closest: closest.map(|(place, _)| place.raw_text(corpus)),
            similarity: closest.map(|(_, similarity)| (similarity * 100.0).round() / 100.0),
        })
    });
    let others = read.marks.others.iter().map(|other| {
        to_json(&LeftRecord {
            mark: other.at.to_string(),
            text: &other.text,
            notes: &[],
            book: None,
            left: "no-mark",
            from: None,
            closest: None,
            similarity: None,
        })
    });
    marks.chain(others).collect()
}

/// The beginning of a text, on one line.
fn head(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A mark's notes, so that none is lost with it.
fn noted(notes: &[String]) -> String {
    match notes {
        [] => String::new(),
        notes => format!(" (note: {})", notes.join("; ").replace('\n', " ")),
    }
}
