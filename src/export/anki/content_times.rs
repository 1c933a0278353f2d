//! The lock: for each note a hash of its content and the time it last changed.
//!
//! Anki updates a note only if the incoming one is newer. A build's clock would overwrite
//! learners' edits at every import, a constant would never update anything; so the time
//! at which the content changed is data, kept beside the deck and committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::note::Note;
use crate::diagnostics::{Code, Diagnostic, decode};

/// Times that a lock may hold: from 1970 to the year 9999.
pub const TIMES: std::ops::RangeInclusive<i64> = 0..=253_402_300_799;

/// The only version of the format.
const VERSION: u32 = 1;

/// What the lock knows of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Hash of the content.
    pub hash: String,
    /// Seconds since 1970 at which the content became what it is.
    pub changed: i64,
    /// Hashes of earlier contents, the latest first: by them a note that a learner edited
    /// is told from one that is merely old.
    #[serde(default)]
    pub before: Vec<String>,
}

impl Entry {
    /// True if this is its content, or an earlier one: nobody but the deck's editor wrote it.
    pub fn has_had(&self, hash: &str) -> bool {
        self.hash == hash || self.before.iter().any(|before| before == hash)
    }
}

/// Earlier contents that are remembered.
const MOST_BEFORE: usize = 8;

/// The whole lock file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// By note id.
    pub notes: BTreeMap<String, Entry>,
    /// By note type name: fields, templates and style.
    pub notetypes: BTreeMap<String, Entry>,
    /// Notes that once were in the deck, with the time they left it.
    pub retired: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
}

impl Lock {
    /// Reads a lock file.
    ///
    /// # Errors
    /// One diagnostic if the text is no lock of this version: damaged, newer, or with
    /// the marks of an unfinished merge.
    pub fn parse(file: &str, text: &str) -> Result<Lock, Box<Diagnostic>> {
        let damaged = |what: &str| {
            Box::new(
                Diagnostic::new(Code::LockDamaged, what.to_owned()).in_file(file).hint(
                    "restore the committed file; if there is none, delete it: the next build \
                     makes a new one, and every note then counts as changed today",
                ),
            )
        };
        if let Some(at) = text.find("<<<<<<<").or_else(|| text.find(">>>>>>>")) {
            let mut diagnostic =
                *damaged("the lock file has the marks of an unfinished merge");
            diagnostic = diagnostic.at(file, crate::text::Span::new(at, at + 7), "");
            diagnostic.hints = vec![
                "keep both sides' lines; where both changed one note, keep the later time"
                    .to_owned(),
            ];
            return Err(Box::new(diagnostic));
        }
        let mut out = Vec::new();
        let document = decode::parse(file, text, &mut out);
        document.only(&["lock", "note", "notetype", "retired"], &[], &mut out);
        let head = document.one::<Head>("lock", &mut out);
        let mut table = |key: &str| -> BTreeMap<String, Entry> {
            if !document.has(key) {
                return BTreeMap::new();
            }
            document
                .one::<BTreeMap<String, Entry>>(key, &mut out)
                .map(toml::Spanned::into_inner)
                .unwrap_or_default()
        };
        let (notes, notetypes, retired) =
            (table("note"), table("notetype"), table("retired"));
        let times = notes.values().chain(notetypes.values()).chain(retired.values());
        if times.into_iter().any(|entry| !TIMES.contains(&entry.changed)) {
            return Err(damaged("a time in the lock file is out of range"));
        }
        if let Some(problem) = out.into_iter().next() {
            let mut diagnostic = *damaged(&format!("not a lock file: {}", problem.message));
            diagnostic.primary = problem.primary;
            return Err(Box::new(diagnostic));
        }
        match head.map(|head| head.into_inner().version) {
            Some(VERSION) => Ok(Lock { notes, notetypes, retired }),
            Some(newer) => {
                let message =
                    format!("the lock file has version {newer}; this yulu knows {VERSION}");
                let mut diagnostic = damaged(&message);
                diagnostic.hints = vec![
                    "use the yulu that made it, or a newer one; deleting it would lose the \
                     times at which notes changed"
                        .to_owned(),
                ];
                Err(diagnostic)
            }
            None => Err(damaged("the lock file has no version")),
        }
    }

    /// The lock as it is after a build at time `now`: unchanged notes keep their time,
    /// new and changed ones get `now`, notes that are gone are remembered as retired.
    pub fn updated(
        &self,
        notes: &[Note],
        notetypes: &BTreeMap<String, String>,
        now: i64,
    ) -> Lock {
        let keep = |old: Option<&Entry>, hash: String| match old {
            Some(entry) if entry.hash == hash => entry.clone(),
            // Never older than before: a clock that went back must not hide a change.
            Some(entry) => {
                let mut before = vec![entry.hash.clone()];
                before.extend(entry.before.iter().filter(|old| **old != hash).cloned());
                before.truncate(MOST_BEFORE);
                let changed = now.max(entry.changed + 1).min(*TIMES.end());
                Entry { hash, changed, before }
            }
            None => Entry { hash, changed: now, before: Vec::new() },
        };
        let mut next = Lock::default();
        for note in notes {
            let old = self.notes.get(&note.id).or_else(|| self.retired.get(&note.id));
            let entry = keep(old, note.content_hash());
            next.notes.insert(note.id.clone(), entry);
        }
        for (name, hash) in notetypes {
            let entry = keep(self.notetypes.get(name), hash.clone());
            next.notetypes.insert(name.clone(), entry);
        }
        next.retired = self.retired.clone();
        for (id, entry) in &self.notes {
            // Not before its last change either: it may come back corrected.
            let changed = now.max(entry.changed);
            next.retired.insert(id.clone(), Entry { changed, ..entry.clone() });
        }
        next.retired.retain(|id, _| !next.notes.contains_key(id));
        next
    }

    /// The lock's text: one line an entry, sorted, so that merges stay small.
    pub fn to_text(&self) -> String {
        let mut out = String::from(
            "# Made by yulu: when each note's content last changed. Commit it with the deck.\n",
        );
        let _ = write!(out, "[lock]\nversion = {VERSION}\n");
        let mut table = |name: &str, entries: &BTreeMap<String, Entry>| {
            if entries.is_empty() {
                return;
            }
            let _ = write!(out, "\n[{name}]\n");
            for (id, entry) in entries {
                let (key, hash) = (quoted(id), quoted(&entry.hash));
                let before: Vec<String> =
                    entry.before.iter().map(|hash| quoted(hash)).collect();
                let before = match before.as_slice() {
                    [] => String::new(),
                    some => format!(", before = [{}]", some.join(", ")),
                };
                let _ = writeln!(
                    out,
                    "{key} = {{ hash = {hash}, changed = {}{before} }}",
                    entry.changed
                );
            }
        };
        table("notetype", &self.notetypes);
        table("note", &self.notes);
        table("retired", &self.retired);
        out
    }

    /// The time to write into a note: when its content changed.
    pub fn note_time(&self, id: &str) -> i64 {
        self.notes.get(id).map_or(0, |entry| entry.changed)
    }
}

/// A key or a value in quotation marks on one line, whatever is in it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::note::guid;
    use super::super::notetype::NoteType;
    use super::*;
    use crate::card::Kind;

    fn note(id: &str, text: &str) -> Note {
        let mut fields = vec![String::new(); NoteType::of(Kind::Quote).fields.len()];
        fields[1] = text.to_owned();
        Note {
            id: id.to_owned(),
            guid: guid("d", id),
            kind: Kind::Quote,
            deck: "D".to_owned(),
            tags: Vec::new(),
            fields,
        }
    }

    fn build(old: &Lock, notes: &[Note], now: i64) -> Lock {
        old.updated(notes, &BTreeMap::new(), now)
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_again(
            ids in proptest::collection::btree_set("[\\PC\\pC\"'\\\\\n=.]{0,8}", 0..5),
            hash in "[0-9a-f\"\\\\]{0,6}",
            changed in TIMES,
        ) {
            let entry = Entry { hash: hash.clone(), changed, before: vec![hash] };
            let table: BTreeMap<String, Entry> =
                ids.into_iter().map(|id| (id, entry.clone())).collect();
            let lock = Lock {
                notes: table.clone(),
                notetypes: table.clone(),
                retired: table,
            };
            let text = lock.to_text();
            proptest::prop_assert_eq!(Lock::parse("x.lock", &text).ok(), Some(lock), "{}", text);
        }
    }

    #[test]
    fn only_changed_notes_get_a_new_time() {
        let first = build(&Lock::default(), &[note("a", "1"), note("b", "1")], 100);
        let second = build(&first, &[note("a", "1"), note("b", "2")], 200);
        assert_eq!((second.note_time("a"), second.note_time("b")), (100, 200));
        assert_eq!(build(&second, &[note("a", "1"), note("b", "2")], 300), second);
    }

    #[test]
    fn a_clock_that_went_back_hides_no_change() {
        let first = build(&Lock::default(), &[note("a", "1")], 100);
        let second = build(&first, &[note("a", "2")], 50);
        assert_eq!(second.note_time("a"), 101);
    }

    #[test]
    fn removed_notes_are_remembered_and_may_return() {
        let first = build(&Lock::default(), &[note("a", "1"), note("b", "1")], 100);
        let second = build(&first, &[note("a", "1")], 200);
        assert_eq!(second.retired.get("b").map(|e| e.changed), Some(200));
        let third = build(&second, &[note("a", "1"), note("b", "1")], 300);
        assert!(third.retired.is_empty());
    }

    #[test]
    fn a_note_that_returns_corrected_is_newer_than_it_was_whatever_the_clock_did() {
        let first = build(&Lock::default(), &[note("a", "1"), note("b", "1")], 100);
        let without = build(&first, &[note("a", "1")], 50);
        let back = build(&without, &[note("a", "1"), note("b", "2")], 60);
        assert!(back.note_time("b") > first.note_time("b"), "{back:?}");
    }

    #[test]
    fn no_time_leaves_the_range_that_a_lock_may_hold() {
        let last = *TIMES.end();
        let first = build(&Lock::default(), &[note("a", "1")], last);
        let text = build(&first, &[note("a", "2")], last).to_text();
        assert!(Lock::parse("d.lock", &text).is_ok(), "{text}");
    }

    #[test]
    fn text_round_trips_and_damage_is_refused() {
        let lock = build(&Lock::default(), &[note("a.b", "1")], 100);
        let text = lock.to_text();
        assert_eq!(Lock::parse("d.lock", &text).expect("own text"), lock);
        for bad in
            ["", "[lock]\nversion = 2\n", "<<<<<<< ours\n", "[note]\nx = 1\n", "\u{0}"]
        {
            assert!(Lock::parse("d.lock", bad).is_err(), "{bad:?}");
        }
    }
}
