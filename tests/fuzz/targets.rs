//! What is given inputs, and what must hold of the results.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use yulu::collate::{Index, Place, collate};
use yulu::deck::canonical::canonical;
use yulu::deck::file;
use yulu::deck::prove::{Proof, prove};
use yulu::diagnostics::{Diagnostic, Files, render};
use yulu::export::anki::{Lock, read as package};
use yulu::fold::Folded;
use yulu::import::{self, Told};
use yulu::marks;
use yulu::pinyin::Reading;
use yulu::pinyin::draft::Drafter;
use yulu::pinyin::legal::Readings;
use yulu::script::{Region, Script, from_hans, from_hant, typography};
use yulu::source::{self, Corpus, Manifest, conversions, errata, manifest, origin};
use yulu::text::SourceText;

use crate::project::{converter, root};

pub(super) struct Target {
    pub(super) name: &'static str,
    /// Whole inputs to begin with.
    pub(super) samples: fn() -> Vec<Vec<u8>>,
    pub(super) run: fn(&[u8]),
}

pub(super) const TARGETS: &[Target] = &[
    Target { name: "source", samples: source_samples, run: read_source },
    Target { name: "manifest", samples: manifest_samples, run: read_manifest },
    Target { name: "deck", samples: deck_samples, run: read_deck },
    Target { name: "proof", samples: deck_samples, run: prove_deck },
    Target { name: "content-times", samples: lock_samples, run: read_lock },
    Target { name: "records", samples: record_samples, run: read_records },
    Target { name: "fold", samples: line_samples, run: fold },
    Target { name: "collation", samples: line_samples, run: collate_lines },
    Target { name: "pinyin", samples: pinyin_samples, run: read_pinyin },
    Target { name: "draft", samples: line_samples, run: draft_pinyin },
    Target { name: "script", samples: line_samples, run: convert },
    Target { name: "document", samples: document_samples, run: read_document },
    Target { name: "marks", samples: marks_samples, run: read_marks },
    Target { name: "package", samples: package_samples, run: read_package },
];

/// Files below a folder that a test picks by name, in order.
fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    fn walk(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false => found.push(path),
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found.retain(|path| path.to_str().is_some_and(&wanted));
    let small = |bytes: &Vec<u8>| bytes.len() < 100_000;
    found.into_iter().map(|path| std::fs::read(path).unwrap()).filter(small).collect()
}

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// Every message can be shown, in a narrow terminal too, and has nothing a terminal obeys.
fn shown(file: &str, text: &str, found: &[Diagnostic]) {
    let mut files = Files::default();
    files.insert(file, Arc::new(SourceText::new(text)));
    for diagnostic in found.iter().take(20) {
        let shown = render::render(diagnostic, &files, false, 80);
        let obeyed = |c: char| c.is_control() && c != '\n';
        assert!(!shown.contains(obeyed), "{shown:?}");
    }
}

// Sources and what is declared of them.

const SHAPES: [&str; 5] = ["dialogue", "numbered", "digest", "plain", "quotations"];

fn declared(shape: &str, text: &str, more: &str) -> (Manifest, Vec<Diagnostic>) {
    let toml = format!(
        "[[speaker]]\nid = \"liang\"\nname = \"梁文锋\"\nname_english = \"Liang\"\nrole = \
         \"subject\"\n[[speaker]]\nid = \"asker\"\nname = \"记者\"\nname_english = \"Reporter\"\n\
         role = \"interviewer\"\n[[source]]\nid = \"a\"\nfile = \"seeds/a.txt\"\nsha256 = \"{}\"\n\
         title = \"t\"\nshort = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\n\
         date = \"undated\"\ndate_evidence = \"none\"\nscript = \"hans\"\nshape = \"{shape}\"\n{more}",
        source::sha256_hex(text.as_bytes())
    );
    manifest::parse("seeds/sources.toml", &toml)
}

pub(crate) fn source_samples() -> Vec<Vec<u8>> {
    let mut samples = files("seeds", |name| name.ends_with(".txt"));
    // A part of each: long ones take long.
    for sample in &mut samples {
        sample.truncate(6_000);
    }
    samples.extend(files("tests/sample-decks", |name| {
        name.contains("/seeds/") && name.ends_with(".txt")
    }));
    samples
}

fn read_source(input: &[u8]) {
    let shape = SHAPES[input.len() % SHAPES.len()];
    let speaker = match (shape, input.len() / SHAPES.len() % 2) {
        (_, 0) if shape != "dialogue" => "speaker = \"liang\"\n",
        _ => "",
    };
    let labels = match shape {
        "dialogue" => {
            "labels = { liang = [\"梁文锋\", \"梁文峰\", \"答\"], asker = [\"记者\", \"问\"] }\n"
        }
        _ => "",
    };
    let (manifest, _) = declared(shape, &text(input), &format!("{speaker}{labels}"));
    let Some(entry) = manifest.sources.first() else { return };
    let (read, found) = source::read(entry, &manifest, "seeds/sources.toml", input);
    shown(&entry.file, &text(input), &found);
    let Some(read) = read else { return };
    let mut before = 0;
    for passage in &read.passages {
        assert!(
            before <= passage.lines().first,
            "passages are in the order of their lines"
        );
        before = passage.lines().first;
        for paragraph in &passage.paragraphs {
            let words = read.text.slice(paragraph.span).expect("between two characters");
            // A label without words is nobody's and has none.
            assert!(
                !paragraph.basis.may_be_quoted() || !words.trim().is_empty(),
                "nothing may be quoted"
            );
        }
        for line in passage.lines().first..=passage.lines().last {
            assert!(read.cut_at_line(line).is_none(), "no passage touches a cut");
        }
    }
}

fn manifest_samples() -> Vec<Vec<u8>> {
    let mut samples =
        files("tests/sample-decks", |name| name.ends_with("seeds/sources.toml"));
    samples.extend(files("seeds", |name| name.ends_with("sources.toml")));
    samples
}

fn read_manifest(input: &[u8]) {
    let text = text(input);
    let (manifest, found) = manifest::parse("seeds/sources.toml", &text);
    shown("seeds/sources.toml", &text, &found);
    let document =
        "### 记者：种树难吗？\n梁文锋：不难。\n\n1. 种树是为了后来的人。\n".as_bytes();
    for entry in manifest.sources.iter().take(5) {
        let _ = source::read(entry, &manifest, "seeds/sources.toml", document);
    }
}

// Decks.

fn deck_samples() -> Vec<Vec<u8>> {
    files("tests/sample-decks", |name| name.contains("/decks/") && name.ends_with(".toml"))
}

fn read_deck(input: &[u8]) {
    let text = text(input);
    let (deck, found) = file::parse("decks/a.toml", &text, true);
    shown("decks/a.toml", &text, &found);
    let Some(written) = canonical(&deck.text) else { return };
    assert_eq!(canonical(&written).as_ref(), Some(&written), "fmt has nothing more to do");
    let (_, again) = file::parse("decks/a.toml", &written, true);
    let codes = |found: &[Diagnostic]| -> Vec<_> { found.iter().map(|d| d.code).collect() };
    assert_eq!(codes(&found), codes(&again), "fmt changes no meaning: {written}");
}

/// The documents of the sample project from which the most others are made.
fn garden() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let folder = root().join("tests/sample-decks/valid/minimal-dialogue");
        let name = "seeds/sources.toml";
        let (manifest, _) =
            manifest::parse(name, &std::fs::read_to_string(folder.join(name)).unwrap());
        let sources = manifest.sources.iter().filter_map(|entry| {
            let bytes = std::fs::read(folder.join(&entry.file)).unwrap();
            source::read(entry, &manifest, name, &bytes).0
        });
        let sources = sources.collect();
        Corpus { manifest, sources, errata: Vec::new() }
    })
}

fn prove_deck(input: &[u8]) {
    let text = text(input);
    let (deck, _) = file::parse("decks/a.toml", &text, true);
    let index = Index::new(garden());
    let proof = Proof {
        index: &index,
        converter: converter(),
        region: Region::Tw,
        readings: Readings::Mainland,
        recordings: yulu::deck::Recordings::NONE,
    };
    let (_, found) = prove(&[deck], &proof);
    shown("decks/a.toml", &text, &found);
}

fn lock_samples() -> Vec<Vec<u8>> {
    files("tests/sample-decks", |name| name.ends_with(".lock"))
}

fn read_lock(input: &[u8]) {
    let text = text(input);
    match Lock::parse("decks/a.lock", &text) {
        Ok(lock) => {
            let again = Lock::parse("decks/a.lock", &lock.to_text());
            assert_eq!(again.ok(), Some(lock), "what is written is read again");
        }
        Err(problem) => shown("decks/a.lock", &text, &[*problem]),
    }
}

fn record_samples() -> Vec<Vec<u8>> {
    let mut samples = files("tests/sample-decks", |name| {
        ["errata.toml", "conversions.toml", ".origin.toml"]
            .iter()
            .any(|end| name.ends_with(end))
    });
    samples.extend(files("tests/readers", |name| name.ends_with(".record")));
    samples
}

fn read_records(input: &[u8]) {
    let text = text(input);
    let corpus = garden();
    let (_, found) = errata::parse("e.toml", &text, &corpus.manifest, &corpus.sources);
    shown("e.toml", &text, &found);
    let (_, found) = conversions::parse("c.toml", &text, converter());
    shown("c.toml", &text, &found);
    let (origin, found) = origin::parse("o.toml", &text);
    shown("o.toml", &text, &found);
    if let Some(origin) = origin {
        let (again, _) = origin::parse("o.toml", &origin.to_toml());
        assert!(again.is_some(), "what is written is read again: {}", origin.to_toml());
    }
}

// Words.

fn line_samples() -> Vec<Vec<u8>> {
    let mut samples = source_samples();
    for sample in &mut samples {
        sample.truncate(900);
    }
    samples
}

fn fold(input: &[u8]) {
    let text = text(input);
    let folded = Folded::new(&text, 0);
    for at in 0..folded.len() {
        let span = folded.span(at, at + 1).expect("every unit has its bytes");
        assert!(text.get(span.range()).is_some_and(|unit| !unit.is_empty()));
    }
    let words = folded.words_only();
    assert!(words.chars().iter().all(|c| folded.chars().contains(c)));
    // A part that is cut at the borders of units folds to a part.
    let border = |at: usize| {
        let (before, after) = (folded.span(at - 1, at), folded.span(at, at + 1));
        before.zip(after).is_some_and(|(before, after)| before.end <= after.start)
    };
    let third = folded.len() / 3;
    let borders: Vec<usize> = (1..folded.len()).filter(|at| border(*at)).collect();
    let from = borders.iter().find(|at| **at >= third);
    let to = borders.iter().find(|at| **at >= 2 * third);
    if let Some((from, to)) = from.zip(to).filter(|(from, to)| from < to) {
        let span = folded.span(*from, *to).expect("a part");
        let part = Folded::new(&text[span.range()], 0);
        assert_eq!(part.chars(), &folded.chars()[*from..*to]);
    }
    // What is compared is compared as itself.
    let again = Folded::new(&folded.to_text(), 0);
    assert_eq!(again.to_text(), folded.to_text());
}

fn collate_lines(input: &[u8]) {
    let text = text(input);
    let half = text.floor_char_boundary(text.len() / 2);
    let (first, second) = text.split_at(half);
    let mut corpus = Corpus::default();
    for (id, half) in [("a", first), ("b", second)] {
        let (manifest, _) = declared("plain", half, "speaker = \"liang\"\n");
        let Some(mut entry) = manifest.sources.first().cloned() else { return };
        entry.id = id.to_owned();
        let Some(read) = source::read(&entry, &manifest, "s", half.as_bytes()).0 else {
            return;
        };
        corpus.manifest = manifest;
        corpus.sources.push(read);
    }
    let index = Index::new(&corpus);
    for passage in corpus.sources[0].passages.iter().take(3) {
        let place = Place {
            source: 0,
            spans: passage.paragraphs.iter().map(|paragraph| paragraph.span).collect(),
            lines: passage.lines(),
            basis: passage.paragraphs[0].basis,
        };
        let length = place.folded(&corpus).words_only().len();
        let collation = collate(&index, &place);
        for witness in collation.witnesses.iter().chain(&collation.echoes) {
            assert_eq!(witness.place.source, 1);
            assert!(!witness.place.raw_text(&corpus).is_empty());
            assert!((0.0..=1.0).contains(&witness.similarity));
            for reading in &witness.readings {
                assert!(
                    reading.at.start <= reading.at.end && reading.at.end <= length.max(1)
                );
            }
        }
    }
}

fn pinyin_samples() -> Vec<Vec<u8>> {
    [
        "吕女士绿了\nLǚ nǚshì lǜ le",
        "2024年,不怕黑\n2024 nián, bù pà hēi",
        "西安的花儿\nXī'ān de huār",
        "Anki 的卡片\nAnki de kǎpiàn",
        "人人都说：“一个。”\nrénrén dōu shuō: “yí gè.”",
    ]
    .map(|sample| sample.as_bytes().to_vec())
    .to_vec()
}

fn read_pinyin(input: &[u8]) {
    let text = text(input);
    let (hans, line) = text.split_once('\n').unwrap_or((&text, ""));
    let both = from_hans(converter(), hans, Region::Tw);
    if let Ok(reading) = Reading::parse(&both, line) {
        assert_eq!(reading.syllables().len(), hans.chars().count());
        let again = Reading::parse(&both, reading.pinyin());
        assert!(again.is_ok(), "{:?}", reading.pinyin());
    }
}

fn draft_pinyin(input: &[u8]) {
    static DRAFTER: OnceLock<Drafter> = OnceLock::new();
    let drafter = DRAFTER.get_or_init(Drafter::new);
    for line in text(input).lines().take(4) {
        // As a deck's text is read: without what shows nothing, in the usual letters. Control
        // characters are refused.
        let line = line.replace(yulu::text::is_forbidden_control, "");
        let line = yulu::text::without_hidden(&line);
        let line = yulu::script::letters::standard(&line);
        let line = typography::clean(&line, Script::Hans);
        let both = from_hans(converter(), &line, Region::Tw);
        let Some(draft) = drafter.draft_beside(&both, false) else { continue };
        let read = Reading::parse(&both, &draft.line);
        assert!(read.is_ok(), "{line:?} {:?}", draft.line);
    }
}

fn convert(input: &[u8]) {
    let text = text(input);
    for region in [Region::Tw, Region::Hk] {
        let _ = from_hans(converter(), &text, region);
        let _ = from_hant(converter(), &text, region);
    }
    for script in [Script::Hans, Script::Hant] {
        let clean = typography::clean(&text, script);
        assert_eq!(typography::clean(&clean, script), clean, "clean stays clean");
    }
}

// Documents and what other programs write.

fn document_samples() -> Vec<Vec<u8>> {
    files("tests/readers", |name| !name.ends_with(".text") && !name.ends_with(".record"))
}

fn read_document(input: &[u8]) {
    for extension in ["", "txt", "md"] {
        let told = Told { extension, ..Told::default() };
        match import::read(input, told) {
            Ok(document) => {
                let lines = document.text.lines().count();
                if document.derived.is_some() {
                    assert_eq!(document.places.len(), lines, "every line has its place");
                    let whole = SourceText::new(document.text.as_str());
                    assert!(!whole.as_str().contains('\0'));
                }
            }
            Err(told) => assert!(!told.message.is_empty() && !told.hint.is_empty()),
        }
    }
}

fn marks_samples() -> Vec<Vec<u8>> {
    files("src/marks/samples", |_| true)
}

fn read_marks(input: &[u8]) {
    for name in ["marks.txt", "marks.md"] {
        match marks::read(name, input) {
            Ok(marks) => assert!(marks.marks.iter().all(|mark| !mark.text.is_empty())),
            Err(told) => assert!(!told.message.is_empty()),
        }
    }
}

fn package_samples() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collection.anki2");
    let sql = "PRAGMA page_size = 512; CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, \
        mod INTEGER, usn INTEGER, tags TEXT, flds TEXT, sfld INTEGER, csum INTEGER, flags INTEGER, \
        data TEXT); CREATE INDEX ix_notes_csum ON notes (csum); CREATE TABLE cards (id INTEGER PRIMARY KEY);
        INSERT INTO notes (guid, mid, mod, tags, flds) VALUES ('g', 7, 9, ' b a ', 'x' || char(31) || 'y');
        INSERT INTO notes (guid, mid, mod, tags, flds) VALUES ('h', 7, 9, '', hex(zeroblob(2000)));";
    rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let collection = std::fs::read(&path).unwrap();
    ["collection.anki2", "collection.anki21", "collection.anki21b"]
        .map(|name| {
            use std::io::Write as _;
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&collection).unwrap();
            zip.finish().unwrap().into_inner()
        })
        .to_vec()
}

fn read_package(input: &[u8]) {
    let wanted = BTreeSet::from(["g".to_owned()]);
    if let Err(told) = package::notes(Cursor::new(input), &wanted) {
        assert!(!told.to_string().is_empty());
    }
}
