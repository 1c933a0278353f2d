//! The Anki package's rows, and what is frozen of its note types.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use rusqlite::Connection;
use yulu::card::Kind;
use yulu::export::Shown;
use yulu::export::anki::import_preview::wanted;
use yulu::export::anki::{
    Input, Lock, Note, NoteType, OWN, guid, notetype_hashes, package, read,
};
use yulu::export::html::to_text;
use yulu::export::templates::Templates;
use yulu::script::{Region, Script};

use crate::project::{deck, notes_of};

const SHOWN: Shown = Shown { first: Script::Hans, region: Region::Tw };

fn templates(notetype: &NoteType) -> Vec<(&'static str, &'static str)> {
    notetype.templates.iter().map(|t| (t.ask.name(), t.needs)).collect()
}

/// Anki tells note types apart by these. A change makes a second note type in every
/// learner's collection: a new field or template needs a new note type with a new id.
#[test]
fn note_types_are_frozen() {
    let quote = NoteType::of(Kind::Quote);
    assert_eq!((quote.id, quote.name), (1_764_000_000_101, "Yulu Quote"));
    assert_eq!(
        quote.field_names(),
        [
            "Words",
            "Hans",
            "Hant",
            "English",
            "TranslationBy",
            "PromptHans",
            "PromptHant",
            "PromptEnglish",
            "ClozeHans",
            "ClozeHant",
            "Pinyin",
            "Zhuyin",
            "RubyHans",
            "RubyHant",
            "PromptPinyin",
            "PromptZhuyin",
            "Audio",
            "PromptAudio",
            "GlossHans",
            "GlossHant",
            "ScriptNotes",
            "Extra",
            "ExtraEnglish",
            "AskedHans",
            "AskedHant",
            "AskedEnglish",
            "Themes",
            "ThemesEnglish",
            "SourceHans",
            "SourceHant",
            "SourceEnglish",
            "Place",
            "SourceUrl",
            "Apparatus",
            "Id",
            "MyNotes"
        ]
    );
    assert_eq!(templates(quote), [("Recall", "PromptHans"), ("Cloze", "ClozeHans")]);
    let theme = NoteType::of(Kind::Theme);
    assert_eq!((theme.id, theme.name), (1_764_000_000_202, "Yulu Theme"));
    assert_eq!(
        theme.field_names(),
        [
            "Words",
            "QuestionHans",
            "QuestionHant",
            "QuestionEnglish",
            "AnswerHans",
            "AnswerHant",
            "AnswerEnglish",
            "QuestionPinyin",
            "QuestionZhuyin",
            "QuestionAudio",
            "TitleHans",
            "TitleHant",
            "TitleEnglish",
            "SummaryHans",
            "SummaryHant",
            "SummaryEnglish",
            "QuotesHans",
            "QuotesHant",
            "FurtherHans",
            "FurtherHant",
            "Extra",
            "ExtraEnglish",
            "SourceHans",
            "SourceHant",
            "SourceEnglish",
            "Id",
            "MyNotes"
        ]
    );
    assert_eq!(templates(theme), [("Question", "QuestionHans")]);
    let script = NoteType::of(Kind::Script);
    assert_eq!((script.id, script.name), (1_764_000_000_303, "Yulu Script"));
    assert_eq!(
        script.field_names(),
        [
            "Words",
            "PhraseHans",
            "PhraseHant",
            "WordHans",
            "WordHant",
            "Pinyin",
            "Zhuyin",
            "Contrast",
            "ReasonHans",
            "ReasonHant",
            "ReasonEnglish",
            "Extra",
            "ExtraEnglish",
            "SourceHans",
            "SourceHant",
            "SourceEnglish",
            "SourceUrl",
            "Id",
            "MyNotes"
        ]
    );
    assert_eq!(
        templates(script),
        [("Hans-Hant", "PhraseHans"), ("Hant-Hans", "PhraseHant")]
    );
    let production = NoteType::of(Kind::Production);
    assert_eq!((production.id, production.name), (1_764_000_000_404, "Yulu Production"));
    assert_eq!(
        production.field_names(),
        [
            "Words",
            "Hans",
            "Hant",
            "English",
            "TranslationBy",
            "PromptHans",
            "PromptHant",
            "PromptEnglish",
            "Pinyin",
            "Zhuyin",
            "RubyHans",
            "RubyHant",
            "Audio",
            "GlossHans",
            "GlossHant",
            "Extra",
            "ExtraEnglish",
            "Themes",
            "ThemesEnglish",
            "SourceHans",
            "SourceHant",
            "SourceEnglish",
            "Place",
            "SourceUrl",
            "Id",
            "MyNotes"
        ]
    );
    assert_eq!(templates(production), [("Production", "English")]);
    let word = NoteType::of(Kind::Word);
    assert_eq!((word.id, word.name), (1_764_000_000_505, "Yulu Word"));
    assert_eq!(
        word.field_names(),
        [
            "Words",
            "Hans",
            "Hant",
            "Pinyin",
            "Zhuyin",
            "Audio",
            "Senses",
            "PhraseHans",
            "PhraseHant",
            "PhraseEnglish",
            "TranslationBy",
            "Quotes",
            "Extra",
            "ExtraEnglish",
            "SourceHans",
            "SourceHant",
            "SourceEnglish",
            "SourceUrl",
            "Id",
            "MyNotes"
        ]
    );
    assert_eq!(templates(word), [("Word", "Hans")]);
    assert_eq!(guid("liang-wenfeng", "gap-is-originality"), "yl3f87c8031d91a172");
}

/// Anki calls a note empty without its first field, takes notes with the same one for duplicates,
/// and shows it in lists: it has words, other ones in every note. The last field is the learner's.
#[test]
fn the_first_field_says_something_and_the_last_is_the_learners() {
    let notes = notes_of(deck());
    let mut seen = BTreeSet::new();
    for note in &notes {
        let words = to_text(note.words());
        assert!(!note.words().contains('<'), "it reads well without HTML");
        assert!(words.chars().any(|c| ('一'..='鿿').contains(&c)), "{words}");
        assert!(seen.insert((note.notetype().id, words)), "{} is told twice", note.id);
        assert_eq!(note.field("Id"), Some(note.id.as_str()));
        assert_eq!(note.field(OWN), Some(""), "yulu writes nothing there");
    }
    let fields = NoteType::ALL.map(|notetype| notetype.field_names());
    for names in &fields {
        assert_eq!(names.last(), Some(&OWN));
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len());
        // Anki counts a table's columns on its first row, and quotations come first.
        assert!(names.len() <= fields[0].len());
    }
}

/// What a card's front shows never has the address or the place of its source.
#[test]
fn fronts_do_not_say_where_the_words_are_from() {
    let templates = Templates::default();
    for notetype in NoteType::ALL {
        for template in notetype.templates {
            let (front, back) = templates.card(notetype.kind, template.ask.name(), SHOWN);
            for field in ["Source", "Place", "Apparatus", "Asked", "MyNotes", "{{Audio}}"] {
                assert!(!front.contains(field), "{}: {field}", template.ask.name());
            }
            assert!(back.contains("{{#MyNotes}}") && back.contains("{{SourceHans}}"));
            // A field that a template names and no note has would be an error in Anki.
            for side in [&front, &back] {
                for part in side.split("{{").skip(1) {
                    let name = part.split("}}").next().unwrap();
                    let name = name.trim_start_matches(['#', '^', '/']);
                    assert!(notetype.position(name).is_some(), "{name}");
                }
            }
        }
    }
}

fn bytes(notes: &[Note], lock: &Lock) -> Vec<u8> {
    let templates = Templates::default();
    let input = Input {
        parent: "Deck",
        description: "<p>About</p>",
        notes,
        lock,
        media: &[],
        templates: &templates,
        shown: SHOWN,
    };
    package(&input).expect("package")
}

fn lock(notes: &[Note], now: i64) -> Lock {
    Lock::default().updated(notes, &notetype_hashes(&Templates::default(), SHOWN), now)
}

/// The collection inside a package.
fn open(bytes: &[u8]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("folder");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("zip");
    let mut file = archive.by_name("collection.anki2").expect("collection");
    let path = folder.path().join("c.anki2");
    std::io::copy(&mut file, &mut std::fs::File::create(&path).expect("file"))
        .expect("copy");
    let connection = Connection::open(path).expect("open");
    (folder, connection)
}

#[test]
fn rows_are_right_in_the_file_itself() {
    let notes = notes_of(deck());
    let lock = lock(&notes, 1_700_000_000);
    let (_folder, collection) = open(&bytes(&notes, &lock));
    let integrity: String =
        collection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    let mut rows = collection
        .prepare("SELECT guid, mod, flds, sfld, csum, tags FROM notes ORDER BY id")
        .unwrap();
    let rows: Vec<(String, i64, String, String, u32, String)> = rows
        .query_map([], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), notes.len());
    for (note, (guid, changed, fields, sort, checksum, tags)) in notes.iter().zip(&rows) {
        assert_eq!((guid, *changed), (&note.guid, 1_700_000_000));
        assert_eq!(fields.split('\u{1f}').collect::<Vec<_>>(), note.fields);
        assert!(!sort.contains('<') && !sort.is_empty());
        assert_ne!(*checksum, 0);
        assert_eq!(tags.trim(), note.tags.join(" "));
    }
    // SHA-1 of the first quotation, without its markup, begins with these 32 bits.
    assert_eq!(rows[0].4, 0x9fa2_c37b, "{:x}", rows[0].4);
    assert_eq!(
        rows[0].3,
        "我们经常说中国AI和美国有一两年差距，但真实的gap是原创和模仿之差。"
    );
    let mut cards =
        collection.prepare("SELECT nid, due, ord FROM cards ORDER BY id").unwrap();
    let cards: Vec<(i64, i64, i64)> = cards
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let expected: usize = notes.iter().map(|note| note.cards().len()).sum();
    assert_eq!(cards.len(), expected);
    let mut due_of: BTreeMap<i64, i64> = BTreeMap::new();
    for (note, due, _) in &cards {
        assert_eq!(*due_of.entry(*note).or_insert(*due), *due, "siblings stay together");
    }
    assert_eq!(
        due_of.values().copied().collect::<Vec<_>>(),
        (1..=notes.len() as i64).collect::<Vec<_>>()
    );
}

#[test]
fn a_note_without_a_cloze_has_no_cloze_card() {
    let mut all = notes_of(deck());
    let note = &mut all[0];
    assert_eq!(note.cards(), [0, 1]);
    for name in ["ClozeHans", "ClozeHant"] {
        let at = NoteType::of(Kind::Quote).position(name).unwrap();
        note.fields[at].clear();
    }
    assert_eq!(note.cards(), [0]);
}

#[test]
fn what_is_written_can_be_read_again_for_a_plan() {
    let notes = notes_of(deck());
    let lock = lock(&notes, 1_700_000_000);
    let wanted = wanted("liang-wenfeng", &notes, &lock);
    let package = bytes(&notes, &lock);
    let old = read::notes(Cursor::new(&package), &wanted).expect("our own package");
    assert_eq!(old.len(), notes.len());
    for note in &notes {
        let read = &old[&note.guid];
        assert_eq!(read.fields, note.fields);
        assert_eq!(read.notetype, note.notetype().id);
    }
    for bad in [&b""[..], b"PK", b"no zip at all", &package[..200]] {
        assert!(read::notes(Cursor::new(bad), &wanted).is_err());
    }
}
