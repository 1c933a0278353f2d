//! What importing a package would do to notes somebody already has.
//!
//! Anki finds a note by its guid and updates it only if the incoming one is newer; it
//! never deletes. The lock knows which contents a note has had, so a note with another
//! content was edited by its learner.

use std::collections::{BTreeMap, BTreeSet};

use super::content_times::Lock;
use super::note::{Note, guid};
use super::read::OldNote;

/// What will happen to one note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It will be added.
    New,
    /// It will get the new content; scheduling and history stay.
    Updated,
    /// It is as it will be.
    Unchanged,
    /// The learner edited it after its content last changed here: the edit stays.
    Kept,
    /// The learner edited it, and its content changed here since: the edit will be lost.
    Conflict,
    /// It belongs to another note type than ours: Anki will not touch it.
    Foreign,
    /// It is no longer in the deck: Anki keeps it.
    Retired,
}

impl Fate {
    /// All fates, in the order in which they are told.
    pub const ALL: [Fate; 7] = [
        Fate::New,
        Fate::Updated,
        Fate::Unchanged,
        Fate::Kept,
        Fate::Conflict,
        Fate::Foreign,
        Fate::Retired,
    ];

    /// The word used in tables and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Updated => "updated",
            Fate::Unchanged => "unchanged",
            Fate::Kept => "kept",
            Fate::Conflict => "conflict",
            Fate::Foreign => "foreign",
            Fate::Retired => "retired",
        }
    }
}

/// The guids of the notes that a plan has to know: the deck's own, and those it has had.
pub fn wanted(deck: &str, notes: &[Note], lock: &Lock) -> BTreeSet<String> {
    let gone = lock.retired.keys().map(|id| guid(deck, id));
    notes.iter().map(|note| note.guid.clone()).chain(gone).collect()
}

/// The fate of every note, by id, in the deck's order; retired notes last.
pub fn plan(
    deck: &str,
    notes: &[Note],
    lock: &Lock,
    old: &BTreeMap<String, OldNote>,
) -> Vec<(String, Fate)> {
    let mut fates: Vec<(String, Fate)> = notes
        .iter()
        .map(|note| {
            let fate = old.get(&note.guid).map_or(Fate::New, |old| fate(note, lock, old));
            (note.id.clone(), fate)
        })
        .collect();
    let retired = lock.retired.keys().filter(|id| old.contains_key(&guid(deck, id)));
    fates.extend(retired.map(|id| (id.clone(), Fate::Retired)));
    fates
}

/// New notes with the words of retired ones that are in `old`, each with the retired one's id: an
/// id was changed, and Anki takes the note for another.
pub fn renamed(
    deck: &str,
    notes: &[Note],
    lock: &Lock,
    old: &BTreeMap<String, OldNote>,
) -> BTreeMap<String, String> {
    let mut gone: BTreeMap<(i64, &str), &String> = BTreeMap::new();
    for id in lock.retired.keys() {
        let Some(old) = old.get(&guid(deck, id)) else { continue };
        if let Some(words) = old.fields.first() {
            gone.entry((old.notetype, words)).or_insert(id);
        }
    }
    let new = notes.iter().filter(|note| !old.contains_key(&note.guid));
    new.filter_map(|note| {
        let id = gone.get(&(note.notetype().id, note.words()))?;
        Some((note.id.clone(), (*id).clone()))
    })
    .collect()
}

fn fate(note: &Note, lock: &Lock, old: &OldNote) -> Fate {
    if old.notetype != note.notetype().id {
        return Fate::Foreign;
    }
    let theirs = old.content_hash(&note.guid);
    let entry = lock.notes.get(&note.id);
    let ours = entry.is_some_and(|e| e.has_had(&theirs));
    let newer = entry.is_some_and(|e| e.changed > old.changed);
    match (newer, ours) {
        (true, true) => Fate::Updated,
        (true, false) => Fate::Conflict,
        (false, _) if theirs == note.content_hash() => Fate::Unchanged,
        (false, _) => Fate::Kept,
    }
}
