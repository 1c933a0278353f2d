//! Word documents (Office Open XML, ISO/IEC 29500; both its editions).
//!
//! What a reader of the printed page sees, in its order: insertions are read and deletions
//! are not, a field shows its result and not its code, a text box is read once although it is
//! stored twice, ruby keeps its base. Notes, captions and text boxes go to the end.

use std::collections::BTreeMap;

use super::archive::{Archive, Limits};
use super::lines::{Apart, Lines, settle};
use super::metadata::DublinCore;
use super::xml::{Event, Events, Mode, decode};
use super::{Derived, LineKind, Unreadable};

mod body;
mod numbering;
pub(super) mod style;

use body::{NoteKind, State};
use style::Styles;

/// Reads a Word document.
///
/// # Errors
/// A damaged, protected or oversized document.
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    let mut archive = Archive::open(bytes, Limits::DOCUMENT)?;
    let main = main_part(&mut archive)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let part = |name: &str| {
        if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
    };
    let styles = match archive.read(&part("styles.xml"))? {
        Some(bytes) => Styles::read(&decode(&bytes).0)?,
        None => Styles::default(),
    };
    let mut lines = Lines::default();
    let body = archive.need(&main)?;
    let mut state = State::default();
    if let Some(bytes) = archive.read(&part("numbering.xml"))? {
        state.numbering = numbering::Numbering::read(&decode(&bytes).0)?;
    }
    let text = decode(&body).0;
    let mut events = Events::new(&text, Mode::Strict);
    while let Some(event) = events.next()? {
        state.event(event, &styles, &mut lines);
    }
    state.finish(&mut lines);
    drop(text);
    drop(body);
    let cited = state.cited;
    for (name, kind) in [("footnotes.xml", NoteKind::Foot), ("endnotes.xml", NoteKind::End)]
    {
        if let Some(bytes) = archive.read(&part(name))? {
            let wanted = cited.iter().filter(|(own, _)| *own == kind).map(|(_, id)| id);
            let wanted: Vec<&str> = wanted.map(String::as_str).collect();
            notes(&decode(&bytes).0, &wanted, &styles, &mut lines)?;
        }
    }
    for (name, element, what) in [
        ("comments.xml", "comment", "comments"),
        ("header", "t", "headers"),
        ("footer", "t", "footers"),
    ] {
        let begins = part(name);
        let names: Vec<String> = archive
            .names()
            .filter(|own| own.starts_with(&begins) && own.ends_with(".xml"))
            .map(str::to_owned)
            .collect();
        for own in names {
            let Some(bytes) = archive.read(&own)? else { continue };
            let found = count(&decode(&bytes).0, element)?;
            lines.dropped(what, if element == "t" { found.min(1) } else { found });
        }
    }
    if let Some(bytes) = archive.read("docProps/core.xml")? {
        let text = decode(&bytes).0;
        let mut events = Events::new(&text, Mode::Strict);
        let mut core = DublinCore::default();
        while let Some(event) = events.next()? {
            core.event(&event);
        }
        *lines.about() = core.about(false);
    }
    let mut derived = lines.finish()?;
    settle(&mut derived);
    Ok(derived)
}

/// The file of the running text: what the archive's relations say, else where Word puts it.
fn main_part(archive: &mut Archive) -> Result<String, Unreadable> {
    if let Some(bytes) = archive.read("_rels/.rels")? {
        let (text, _) = decode(&bytes);
        let mut events = Events::new(&text, Mode::Strict);
        while let Some(event) = events.next()? {
            let Event::Open(tag) = event else { continue };
            let kind = tag.attribute("Type").unwrap_or_default();
            if tag.name() == "Relationship" && kind.ends_with("/officeDocument") {
                let target = tag.attribute("Target").unwrap_or_default();
                let target = target.trim_start_matches('/').to_owned();
                if archive.has(&target) {
                    return Ok(target);
                }
            }
        }
    }
    Ok("word/document.xml".to_owned())
}

/// How often an element with text stands in a part that is left out.
fn count(text: &str, element: &str) -> Result<usize, Unreadable> {
    let mut events = Events::new(text, Mode::Strict);
    let mut found = 0;
    while let Some(event) = events.next()? {
        if let Event::Open(tag) = event {
            found += usize::from(tag.space == "w" && tag.name() == element);
        }
    }
    Ok(found)
}

/// Reads the notes that are cited, each once, in the order of their citation.
fn notes(
    text: &str,
    wanted: &[&str],
    styles: &Styles,
    lines: &mut Lines,
) -> Result<(), Unreadable> {
    let mut found = BTreeMap::new();
    let mut events = Events::new(text, Mode::Strict);
    let mut gathered: Option<(String, Lines)> = None;
    let mut reader = State::default();
    while let Some(event) = events.next()? {
        match event {
            Event::Open(tag)
                if tag.space == "w" && matches!(tag.name(), "footnote" | "endnote") =>
            {
                gathered =
                    Some((tag.attribute("id").unwrap_or_default(), Lines::default()));
                reader = State::default();
            }
            Event::Close(name) if matches!(&*name, "footnote" | "endnote") => {
                if let Some((id, mut note)) = gathered.take() {
                    reader.finish(&mut note);
                    let derived = note.finish()?;
                    for (what, count) in &derived.dropped {
                        lines.dropped(what, *count);
                    }
                    found.entry(id).or_insert(derived);
                }
            }
            event => {
                if let Some((_, own)) = &mut gathered {
                    reader.event(event, styles, own);
                }
            }
        }
    }
    lines.begin_apart(Apart::Note);
    for id in wanted {
        for line in found.remove(*id).into_iter().flat_map(|note| note.lines) {
            lines.block(LineKind::Note, &line.text);
        }
    }
    lines.end_apart();
    Ok(())
}
