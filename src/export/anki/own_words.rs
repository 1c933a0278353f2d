//! What a learner wrote into the field that is the learner's own.
//!
//! Anki replaces a note as a whole, that field included, when a newer one comes. Whoever has
//! written there can be told, and can have a package that brings the own words along.

use std::collections::BTreeMap;

use super::content_times::Lock;
use super::import_preview::Fate;
use super::note::{Note, content_hash};
use super::notetype::{NoteType, OWN};
use super::read::OldNote;

impl OldNote {
    /// Its fields without the learner's own, and that one; all of them and nothing if the note is
    /// of no note type of ours as it is now.
    pub(super) fn parted(&self) -> (&[String], &str) {
        let ours = NoteType::ALL.into_iter().find(|notetype| notetype.id == self.notetype);
        let ours = ours.filter(|notetype| notetype.fields.len() == self.fields.len());
        match (ours, self.fields.split_last()) {
            (Some(_), Some((own, fields))) => (fields, own),
            _ => (&self.fields, ""),
        }
    }

    /// What the learner wrote; `None` if there is nothing to be seen in it.
    pub fn own_words(&self) -> Option<&str> {
        let (_, own) = self.parted();
        let seen = without_tags(own).replace("&nbsp;", " ");
        let shows = !seen.trim().is_empty()
            || ["<img", "[sound:"].iter().any(|media| own.contains(media));
        shows.then_some(own)
    }

    /// The hash of what a deck wrote into it, or what a learner made of that.
    pub(super) fn content_hash(&self, guid: &str) -> String {
        content_hash(guid, &self.tags, self.parted().0)
    }
}

/// An HTML text without its tags.
fn without_tags(html: &str) -> String {
    let mut inside = false;
    let seen = |c: &char| {
        inside = (inside || *c == '<') && *c != '>';
        !inside && *c != '>'
    };
    html.chars().filter(seen).collect()
}

/// Ids of the notes whose own words an import would empty.
pub fn emptied<'a>(
    notes: &'a [Note],
    fates: &[(String, Fate)],
    old: &BTreeMap<String, OldNote>,
) -> Vec<&'a str> {
    let replaced: BTreeMap<&str, Fate> =
        fates.iter().map(|(id, fate)| (id.as_str(), *fate)).collect();
    let emptied = notes.iter().filter(|note| {
        let fate = replaced.get(note.id.as_str());
        let written = || old.get(&note.guid).is_some_and(|old| old.own_words().is_some());
        matches!(fate, Some(Fate::Updated | Fate::Conflict)) && written()
    });
    emptied.map(|note| note.id.as_str()).collect()
}

/// Notes with a learner's own words, for a package of that learner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// All notes.
    pub notes: Vec<Note>,
    /// The times to write into them.
    pub lock: Lock,
    /// How many have words of the learner's.
    pub count: usize,
}

/// Puts what the learner wrote into the notes.
///
/// A note to which the learner added nothing but own words counts as changed after that, so that
/// what the deck has changed reaches it, too.
pub fn keep(mut notes: Vec<Note>, mut lock: Lock, old: &BTreeMap<String, OldNote>) -> Kept {
    let mut count = 0;
    for note in &mut notes {
        let Some(old) = old.get(&note.guid) else { continue };
        let (Some(own), Some(at)) = (old.own_words(), note.notetype().position(OWN)) else {
            continue;
        };
        if old.notetype != note.notetype().id {
            continue;
        }
        let hash = note.content_hash();
        own.clone_into(&mut note.fields[at]);
        count += 1;
        let theirs = old.content_hash(&note.guid);
        let Some(entry) = lock.notes.get_mut(&note.id) else { continue };
        if theirs != hash && entry.before.contains(&theirs) {
            entry.changed = entry.changed.max(old.changed + 1);
        }
    }
    Kept { notes, lock, count }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn old(own: &str) -> OldNote {
        let quote = NoteType::ALL[0];
        let mut fields = vec!["x".to_owned(); quote.fields.len()];
        own.clone_into(fields.last_mut().expect("fields"));
        OldNote { notetype: quote.id, changed: 5, tags: Vec::new(), fields }
    }

    #[test]
    fn own_words_are_what_shows_in_the_field() {
        for nothing in ["", " ", "<br>", "<div><br></div>", "&nbsp;<b></b>"] {
            assert_eq!(old(nothing).own_words(), None, "{nothing:?}");
        }
        for own in ["记住", "<b>a</b>", "<img src=\"a.png\">", "[sound:a.mp3]"] {
            assert_eq!(old(own).own_words(), Some(own));
        }
    }

    #[test]
    fn own_words_are_no_change_of_the_deck_and_other_note_types_have_none() {
        assert_eq!(old("a").content_hash("g"), old("").content_hash("g"));
        let mut other = old("a");
        other.fields.pop();
        assert_eq!(other.own_words(), None, "an older form of the note type");
        let foreign = OldNote { notetype: 1, ..old("a") };
        assert_eq!(foreign.own_words(), None);
        assert_ne!(foreign.content_hash("g"), old("a").content_hash("g"));
    }
}
