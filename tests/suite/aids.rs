//! Reading aids of the shipped deck: pinyin, zhuyin, readings over characters, script notes
//! and script cards.

use std::collections::BTreeSet;

use yulu::card::Kind;
use yulu::export::anki::Note;
use yulu::export::html::to_text;
use yulu::pinyin::{Syllable, Tone};
use yulu::script::Script;

use crate::cli::{json_lines, run, sample, shipped, tree};
use crate::project::{deck, notes_of, root};

fn all_notes() -> Vec<Note> {
    notes_of(deck())
}

/// The text of a field without what stands over its characters.
fn without_readings(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<rt>") {
        out += before;
        rest = after.split_once("</rt>").expect("closed").1;
    }
    to_text(&(out + rest))
}

#[test]
fn readings_over_the_characters_leave_the_quote_as_it_is() {
    let notes = all_notes();
    let mut seen = 0;
    for quote in deck().quotes.iter().filter(|quote| quote.reading.is_some()) {
        let note = notes.iter().find(|note| note.id == quote.id).expect("a note");
        for (field, script) in [("RubyHans", Script::Hans), ("RubyHant", Script::Hant)] {
            let html = note.field(field).expect("a field");
            assert_eq!(without_readings(html), quote.text.get(script), "{}", quote.id);
            let read = quote.text.get(script).chars().filter(|c| yulu::pinyin::is_read(*c));
            assert_eq!(html.matches("<rt>").count(), read.count(), "{}", quote.id);
            assert_eq!(html.matches("<b>").count(), html.matches("</b>").count());
        }
        seen += 1;
    }
    assert_eq!(seen, deck().quotes.len(), "every quote of the deck has its reading");
    assert!(deck().quotes.iter().all(|quote| quote.prompt_reading.is_some()));
    let mut questions = deck().themes.iter().flat_map(|theme| &theme.questions);
    assert!(questions.all(|question| question.reading.is_some()));
}

#[test]
fn script_cards_come_only_when_asked_for_and_disturb_no_other_note() {
    let project = sample("valid/reading-aids");
    let lock = || std::fs::read(project.path().join("decks/garden.lock")).unwrap();
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    let (without, first) = (tree(&project.path().join("out")), lock());
    let with = ["build", "-q", "--with", "script-cards"];
    assert_eq!(run(project.path(), &with).status, 0);
    assert_eq!(lock(), first, "the lock knows them either way");
    assert_ne!(tree(&project.path().join("out")), without);
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    assert_eq!(tree(&project.path().join("out")), without, "and back");

    let types = |arguments: &[&str]| -> Vec<String> {
        let lines = json_lines(&run(project.path(), arguments).out);
        let name = |note: &serde_json::Value| note["notetype"].as_str().unwrap().to_owned();
        lines.iter().map(name).collect()
    };
    assert_eq!(types(&["notes", "--format", "json"]), ["Yulu Quote", "Yulu Theme"]);
    assert_eq!(
        types(&["notes", "--format", "json", "--with", "script-cards"]),
        ["Yulu Quote", "Yulu Theme", "Yulu Script"]
    );
    let plan = |arguments: &[&str]| run(project.path(), arguments).out;
    let old = ["plan", "out/garden.apkg"];
    assert_eq!(plan(&old).trim(), "unchanged  2 notes");
    let asked = plan(&["plan", "out/garden.apkg", "--with", "script-cards"]);
    assert!(asked.contains("new        1 note"), "{asked}");
}

#[test]
fn script_cards_of_the_deck_say_what_their_words_are() {
    let notes = all_notes();
    let cards: Vec<&Note> = notes.iter().filter(|note| note.kind == Kind::Script).collect();
    assert_eq!(cards.len(), deck().script_cards.len());
    assert!(cards.len() >= 60, "{}", cards.len());
    let ids: BTreeSet<&str> = cards.iter().map(|note| note.id.as_str()).collect();
    assert_eq!(ids.len(), cards.len());
    for (note, card) in cards.iter().zip(&deck().script_cards) {
        for (field, word) in
            [("PhraseHans", &card.word.hans), ("PhraseHant", &card.word.hant)]
        {
            let html = note.field(field).expect("a field");
            assert!(html.contains(&format!("<b>{word}</b>")), "{}: {html}", note.id);
        }
        assert_eq!(note.cards(), [0, 1], "{}", note.id);
        let contrast = to_text(note.field("Contrast").expect("a field"));
        for word in &card.unlike {
            let pair = format!("{} → {}", word.hans, word.hant);
            assert!(contrast.contains(&pair), "{}: {contrast}", note.id);
        }
    }
    let project = shipped();
    let ran = run(project.path(), &["notes", "--format", "json", "--with", "script-cards"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let asked = notes.iter().filter(|n| !n.kind.is_optional() || n.kind == Kind::Script);
    assert_eq!(json_lines(&ran.out).len(), asked.count());
}

#[test]
fn zhuyin_of_every_syllable_is_that_of_an_independent_list() {
    let table = std::fs::read_to_string(root().join("tests/gold/zhuyin.tsv")).unwrap();
    let mut seen = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (numbered, zhuyin) = line.split_once('\t').expect("a tab");
        let (letters, tone) = numbered.split_at(numbered.len() - 1);
        let tone = Tone::ALL.into_iter().find(|t| t.number().to_string() == tone);
        match Syllable::new(letters, tone.expect("a tone")) {
            Some(syllable) => {
                assert_eq!(syllable.zhuyin(), zhuyin, "{numbered}");
                assert_eq!(Syllable::parse(&syllable.pinyin()), Some(syllable));
                seen.insert(letters);
            }
            None => {
                unknown.insert(letters);
            }
        }
    }
    // Syllables of dialects, which 现代汉语词典 does not have.
    assert_eq!(Vec::from_iter(unknown), ["bong", "din", "len", "wong"]);
    let own: BTreeSet<&str> = Syllable::all().map(Syllable::letters).collect();
    // Ours alone: interjections without a vowel, which the list leaves out.
    let only_own: Vec<&&str> = own.difference(&seen).collect();
    assert_eq!(only_own, [&"hm", &"hng", &"m", &"n", &"ng"]);
    assert!(seen.len() > 400, "{}", seen.len());
}

/// The collection in a package, as text: SQLite keeps the templates readable.
fn collection(path: &std::path::Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut file = archive.by_name("collection.anki2").unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn voices_and_tone_colours_are_there_when_asked_for() {
    let project = sample("valid/reading-aids");
    let built = |arguments: &[&str]| {
        let mut all = vec!["build", "-q", "--format", "apkg"];
        all.extend(arguments);
        let ran = run(project.path(), &all);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        collection(&project.path().join("out/garden.apkg"))
    };
    let plain = built(&[]);
    assert!(
        !plain.contains("{{tts") && !plain.contains("--tone1") && !plain.contains("%tts%")
    );
    let mainland = built(&["--tts", "zh_CN"]);
    assert_eq!(mainland.matches("{{tts zh_CN:Hans}}").count(), 2, "both backs of a quote");
    let taiwan = built(&["--tts", "zh_TW", "--tone-colors"]);
    assert_eq!(taiwan.matches("{{tts zh_TW:Hant}}").count(), 2);
    assert!(taiwan.contains("--tone1") && taiwan.contains("{{^RubyHans}}{{Hans}}"));
    assert_eq!(run(project.path(), &["build", "--tts", "zh"]).status, 2);
}

#[test]
fn words_of_the_regions_come_from_the_table_unless_the_deck_says_them() {
    let project = shipped();
    let note = |id: &str| -> String {
        let shown = run(project.path(), &["show", id]).out;
        let lines =
            shown.lines().filter(|line| line.contains("Taiwan: ") || line.contains(" → "));
        lines.map(str::trim).collect::<Vec<_>>().join("\n")
    };
    // The deck says what is said in Taiwan, the table what is said in Hong Kong.
    let both = "硅谷 → 硅谷; but 稻谷 → 稻穀; Taiwan: 矽谷; Hong Kong: 矽谷";
    assert_eq!(note("first-of-all-daring"), both);
    // A word that no note of the deck has, and one whose Hong Kong word is the same.
    let part = project.path().join("decks/liang-wenfeng/12-compute.toml");
    let typed = std::fs::read_to_string(&part).unwrap();
    let own = "  { hans = \"数据\", hant = \"數據\", taiwan = \"資料\" },\n";
    assert_eq!(typed.matches(own).count(), 2, "both cards with 数据 have a note");
    let without = typed.replace(&format!("script_note = [\n{own}]\n"), "");
    std::fs::write(&part, without).unwrap();
    assert_eq!(note("model-data-compute"), "数据 → 數據; Taiwan: 資料");
    // Off, a card has what the deck says and no more.
    let main = project.path().join("decks/liang-wenfeng.toml");
    let head = std::fs::read_to_string(&main).unwrap();
    assert!(head.contains("regional_words = true\n"));
    std::fs::write(&main, head.replace("regional_words = true\n", "")).unwrap();
    assert_eq!(note("model-data-compute"), "");
    assert_eq!(note("first-of-all-daring"), "硅谷 → 硅谷; but 稻谷 → 稻穀; Taiwan: 矽谷");
}

#[test]
fn the_page_marks_what_nobody_has_decided_in_traditional() {
    let project = sample("valid/conversion-doubt");
    assert_eq!(run(project.path(), &["build", "-q", "--format", "html,json"]).status, 0);
    let made = |name: &str| {
        std::fs::read_to_string(project.path().join("out").join(name)).unwrap()
    };
    let page = made("garden.html");
    let checked = json_lines(&run(project.path(), &["check", "--format", "json"]).out);
    let doubts = checked.iter().filter(|found| found["code"] == "conversion-doubt");
    let doubts = doubts.count();
    assert!(doubts > 0, "the sample has doubts");
    assert_eq!(page.matches("<li class=undecided>").count(), doubts, "{checked:?}");
    assert!(made("garden.jsonl").contains("\"undecided\":[{\"words\""));
    // Decided, nothing is left of it.
    let shipped = shipped();
    assert_eq!(run(shipped.path(), &["build", "-q", "--format", "html"]).status, 0);
    let page =
        std::fs::read_to_string(shipped.path().join("out/liang-wenfeng.html")).unwrap();
    assert!(!page.contains("class=undecided"));
}
