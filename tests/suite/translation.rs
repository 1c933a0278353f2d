//! A document's own translation: taken for whole lines and sentences, never moved to another
//! line, never a speaker's words, and said to be the document's in every output.

use serde_json::Value;

use crate::cli::{edit, json_lines, run, sample};

const PROJECT: &str = "valid/translation-of-the-document";
const LEARNT: &str =
    "In the second year I learnt to watch the weather, and I learnt to wait.";

#[test]
fn a_quote_without_english_has_the_documents_and_every_output_says_so() {
    let project = sample(PROJECT);
    let project = project.path();
    let shown = run(project, &["show", "learnt-to-wait", "no-deceit", "rainy-days"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    for wanted in [
        &format!("{LEARNT} (translation of the document, garden:7)"),
        "Trees do not deceive. (translation of the document, garden:2)",
        "On rainy days I mend hoes indoors. (our translation)",
    ] {
        assert!(shown.out.contains(wanted), "{wanted}: {}", shown.out);
    }
    let notes = json_lines(&run(project, &["notes", "--format", "json"]).out);
    let fields = |id: &str| -> Value {
        let note = notes.iter().find(|note| note["id"] == id).expect("note");
        note["fields"].clone()
    };
    let [own, ours] = ["learnt-to-wait", "rainy-days"].map(fields);
    assert_eq!(own["English"], LEARNT);
    assert_eq!(own["TranslationBy"], "Translation of the document");
    assert_eq!(ours["TranslationBy"], "Our translation");
    let built =
        run(project, &["build", "-q", "--format", "csv,html", "--profile", "full,plain"]);
    assert_eq!(built.status, 0, "{}", built.err);
    let read = |name: &str| {
        std::fs::read_to_string(project.join("out").join(name)).expect("output")
    };
    let page = read("garden.html");
    assert!(page.contains(&format!("<p class=\"english printed\">{LEARNT}</p>")), "{page}");
    assert!(page.contains("<p class=english>On rainy days"), "{page}");
    let plain = read("garden.plain.csv");
    assert!(plain.contains(&format!("{LEARNT} (translation of the document)")), "{plain}");
    assert!(plain.contains("indoors. (our translation)"), "{plain}");
    let full = read("garden.csv");
    let of = |id: &str| {
        let mut rows = csv::Reader::from_reader(full.as_bytes());
        let at = rows.headers().expect("header").iter().position(|h| h == "translation_by");
        let row = rows.records().map(|row| row.expect("row"));
        let row = row.into_iter().find(|row| &row[0] == id).expect("row");
        row[at.expect("column")].to_owned()
    };
    assert_eq!(of("learnt-to-wait"), "translation of the document");
    assert_eq!(of("rainy-days"), "our translation");
}

#[test]
fn translated_lines_are_nobodys_words_and_stand_with_their_lines() {
    let project = sample(PROJECT);
    let ran = run(project.path(), &["passages", "--format", "json"]);
    let passages = json_lines(&ran.out);
    assert_eq!(passages.len(), 3, "{}", ran.out);
    let pairs: Vec<&Value> = passages.iter().map(|p| &p["translation"]).collect();
    assert_eq!((&pairs[0][0]["line"], &pairs[0][0]["of"]), (&2.into(), &1.into()));
    assert!(pairs[1].is_null(), "{}", ran.out);
    assert_eq!((&pairs[2][0]["line"], &pairs[2][0]["of"]), (&7.into(), &6.into()));
    // A translation cannot be quoted.
    edit(&project.path().join("decks/garden.toml"), |deck| {
        deck.replace("quote = \"树不会骗人。\"", "quote = \"Trees do not deceive.\"")
    });
    let checked = run(project.path(), &["check", "--format", "json"]);
    assert!(checked.out.contains("quote-not-found"), "{}", checked.out);
}

#[test]
fn without_a_declaration_english_is_needed() {
    let project = sample(PROJECT);
    edit(&project.path().join("seeds/sources.toml"), |sources| {
        sources.replace("translation = \"below\"\n", "")
    });
    let checked = run(project.path(), &["check", "--format", "json"]);
    let missing =
        json_lines(&checked.out).iter().filter(|f| f["code"] == "missing-key").count();
    assert_eq!((checked.status, missing), (1, 2), "{}", checked.out);
}

#[test]
fn a_new_source_with_a_translation_of_its_lines_is_seen_and_drafts_have_it() {
    let project = sample(PROJECT);
    let project = project.path();
    let text = "春天的时候，先把河边的石头一块一块地搬开。\n\
                In spring the stones at the river are moved away one by one.\n\n\
                夏天水太急，谁也不能下到河里去修那道堤坝。\n\
                In summer the water is too fast for anybody to mend the dam.\n\n\
                秋天要记得给每一条船都重新刷上一遍桐油。\n\
                In autumn remember to give every boat a new coat of tung oil.\n\n\
                冬天没有事情可做的时候，我们就坐着编渔网。\n\
                In winter, when there is nothing to do, we sit and make nets.\n";
    std::fs::write(project.join("river.txt"), text).expect("file");
    let new = run(project, &["new", "source", "river.txt", "--speaker", "老霍"]);
    assert_eq!(new.status, 0, "{}", new.err);
    assert!(new.err.contains("`translation = \"below\"`"), "{}", new.err);
    let drafts = run(project, &["harvest", "river"]);
    assert!(
        drafts.out.contains("# the English is the document's own (line 2)"),
        "{drafts:?}"
    );
    assert!(!drafts.out.contains("\nenglish = "), "{}", drafts.out);
}

#[test]
fn a_translation_declared_on_the_wrong_side_is_an_error() {
    let project = sample(PROJECT);
    let text = "等一等再走。\n\nWait.\n\n水急的时候谁也不能下到河里去修那道堤坝。\n\n\
                When it runs high nobody can go down into the river to mend the dam.\n\n\
                开闸要慢。\n\nOpen it slowly.\n\n秋天要给每一条船重新刷上一遍桐油。\n\n\
                In autumn every boat is given a new coat of tung oil.\n\n冬天编网。\n\n\
                Nets in winter.\n\n春天的时候先把河边的石头一块一块地搬开。\n\n\
                In spring the stones at the river are moved away one by one.\n";
    std::fs::write(project.path().join("river.txt"), text).expect("file");
    let new = run(project.path(), &["new", "source", "river.txt", "--speaker", "老霍"]);
    assert_eq!(new.status, 0, "{}", new.err);
    let sources = project.path().join("seeds/sources.toml");
    edit(&sources, |text| {
        let at = text.rfind("translation = \"below\"").expect("seen");
        format!("{}translation = \"above\"{}", &text[..at], &text[at + 21..])
    });
    let checked = run(project.path(), &["check"]);
    assert_eq!(checked.status, 1, "{}", checked.err);
    assert!(checked.err.contains("write `translation = \"below\"`"), "{}", checked.err);
}
