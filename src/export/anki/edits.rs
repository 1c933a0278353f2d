//! What was changed in Anki, read back field by field.
//!
//! A field is HTML, which Anki's editor rewrites as it likes. Text is taken from it only if
//! nothing is in it but text, our own marks of language and entities: what is anything else is
//! told and left, never guessed.

use std::collections::BTreeMap;

use super::content_times::Lock;
use super::note::Note;
use super::notetype::OWN;
use super::read::OldNote;
use crate::card::Kind;
use crate::script::letters::nfc;
use crate::text::without_hidden;

/// A field that reads otherwise in Anki than in the deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// Id of the note.
    pub id: &'a str,
    /// Anki's name of the field, or `tags`.
    pub field: &'static str,
    /// What the deck has, as HTML.
    pub deck: String,
    /// What Anki has, as HTML.
    pub anki: String,
    /// The key of `[[quote]]` that it can be taken into, and its text; or why it is left.
    pub taken: Result<(&'static str, String), Left>,
}

/// Why a change is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// No field that can be written back.
    Field,
    /// More than text is in it, or nothing.
    Formatted,
    /// The note has another note type, or its note type has other fields.
    Notetype,
    /// The deck's note has had other contents, so an older one may be what differs.
    Older,
}

impl Left {
    /// Said to people.
    pub fn why(self) -> &'static str {
        match self {
            Left::Field => "this field is not written back: change the deck by hand",
            Left::Formatted => "it is empty or has formatting that no deck file can hold",
            Left::Notetype => "its note type was changed, so no field was compared",
            Left::Older => {
                "the deck's note has changed too, so this may be its older text: --select \
                 takes it nevertheless"
            }
        }
    }
}

/// The keys of `[[quote]]` whose text a field shows unchanged.
const KEYS: [(&str, &str); 2] =
    [("English", "english"), ("PromptEnglish", "prompt_english")];

/// All fields of the deck's notes that differ in `old` although no release had them so, in the
/// deck's order. Notes in `named` are taken even if the deck changed, too.
pub fn changes<'a>(
    notes: &'a [Note],
    lock: &Lock,
    old: &BTreeMap<String, OldNote>,
    named: &[String],
) -> Vec<Change<'a>> {
    let mut found = Vec::new();
    for note in notes {
        let Some(old) = old.get(&note.guid) else { continue };
        if old.notetype != note.notetype().id || old.fields.len() != note.fields.len() {
            // Its fields may mean anything; that they were not compared is said.
            let (deck, anki) = (note.notetype().name.to_owned(), String::new());
            let taken = Err(Left::Notetype);
            found.push(Change { id: &note.id, field: "note type", deck, anki, taken });
            continue;
        }
        let (theirs, ours) = (old.content_hash(&note.guid), note.content_hash());
        let entry = lock.notes.get(&note.id);
        if theirs == ours || entry.is_some_and(|e| e.has_had(&theirs)) {
            continue;
        }
        // With one release, which is the deck's content still, all that differs was changed there.
        let only = entry.is_some_and(|e| e.hash == ours && e.before.is_empty());
        let sure = only || named.contains(&note.id);
        let fields = note.notetype().field_names().into_iter();
        let values = note.fields.iter().map(|own| nfc(own).to_string());
        for ((field, deck), anki) in fields.zip(values).zip(&old.fields) {
            let text = text(anki);
            if field == OWN
                || deck == *anki
                || (text.is_some() && text == self::text(&deck))
            {
                continue;
            }
            let key = KEYS.iter().find(|(name, _)| *name == field);
            let key = key.filter(|_| note.kind == Kind::Quote);
            let taken = match (key, text) {
                (None, _) => Err(Left::Field),
                (_, None) => Err(Left::Formatted),
                _ if !sure => Err(Left::Older),
                (Some((_, key)), Some(text)) => Ok((*key, text)),
            };
            found.push(Change { id: &note.id, field, deck, anki: anki.clone(), taken });
        }
        let mut tags = note.tags.clone();
        tags.sort();
        if tags != old.tags {
            let (deck, anki) = (tags.join(" "), old.tags.join(" "));
            let taken = Err(Left::Field);
            found.push(Change { id: &note.id, field: "tags", deck, anki, taken });
        }
    }
    found
}

/// What a field says, if it is one line of text and nothing else.
fn text(html: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = html;
    let mut open = false;
    while let Some(c) = rest.chars().next() {
        let marks = [
            ("<span lang=\"zh-Hans\">", true),
            ("<span lang=\"zh-Hant\">", true),
            ("</span>", false),
        ];
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&#123;", "{"),
            ("&#125;", "}"),
            ("&#91;", "["),
            ("&amp;", "&"),
        ];
        if let Some((mark, opens)) = marks.iter().find(|mark| rest.starts_with(mark.0)) {
            // Neither one in another, nor one closed that was not opened.
            if *opens == open {
                return None;
            }
            open = *opens;
            rest = &rest[mark.len()..];
        } else if let Some((entity, shown)) =
            entities.iter().find(|entity| rest.starts_with(entity.0))
        {
            out.push_str(shown);
            rest = &rest[entity.len()..];
        } else if matches!(c, '<' | '>' | '&' | '{' | '}' | '[' | '\\' | '\u{a0}')
            || c.is_control()
        {
            return None;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let seen = without_hidden(&out) == out && !out.trim().is_empty();
    (seen && !open).then(|| out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::html::english;

    #[test]
    fn what_the_deck_writes_is_read_back_and_nothing_is_guessed() {
        for said in ["Trees & 树 <b> \"x\" it's {a} [b]", "One 後 is not 后"] {
            assert_eq!(text(&english(said)).as_deref(), Some(said));
        }
        assert_eq!(text(" it's \"so\" ").as_deref(), Some("it's \"so\""));
        for html in [
            "",
            " ",
            "<br>",
            "a<br>b",
            "<div>a</div>",
            "<b>a</b>",
            "a&nbsp;b",
            "a\u{a0}b",
            "a & b",
            "&#60;",
            "{{c1::a}}",
            "[sound:a]",
            "\\(a\\)",
            "<ruby>a</ruby>",
            "</span>",
            "<span lang=\"zh-Hans\">a",
            "a\u{200b}b",
            "<script>a</script>",
            "<span lang=\"zh-Hans\" onclick=\"x\">a</span>",
        ] {
            assert_eq!(text(html), None, "{html:?}");
        }
    }
}
