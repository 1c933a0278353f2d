//! `yulu publish`: what AnkiWeb's form asks for.

use serde_json::Value;

use crate::cli::{edit, json_lines, root, run, sample};

fn listing(folder: &std::path::Path) -> Value {
    let ran = run(folder, &["publish", "--format", "json"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let mut all = json_lines(&ran.out);
    assert_eq!(all.len(), 1, "one deck, one line");
    all.remove(0)
}

#[test]
fn the_shipped_deck_fits_the_form_and_its_samples_read_well_without_html() {
    let listing = listing(root());
    for field in ["title", "tags", "description"] {
        let field = &listing[field];
        let length = field["text"].as_str().unwrap().chars().count() as u64;
        assert_eq!(field["length"], length);
        assert!(length > 0 && length <= field["limit"].as_u64().unwrap(), "{field}");
    }
    assert_eq!(listing["title"]["text"], "梁文锋语录 Sayings of Liang Wenfeng");
    assert_eq!(listing["support"], Value::Null, "the deck names no contact");
    let samples = listing["samples"].as_array().unwrap();
    assert_eq!(samples.len(), 3);
    for sample in samples {
        let first = sample["first"].as_str().unwrap();
        assert!(first.chars().count() > 8 && !first.contains('<'), "{first}");
    }
    // Four of the five documents have a quotation of the deck; the fifth is a digest.
    let description = listing["description"]["text"].as_str().unwrap();
    assert_eq!(description.lines().filter(|line| line.starts_with("- ")).count(), 4);
}

#[test]
fn what_a_deck_says_is_inert_in_the_description_and_too_long_a_title_is_said() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    edit(&deck, |text| {
        let about = text.lines().find(|line| line.starts_with("about_english")).unwrap();
        let text = text.replace(about, "about_english = \"<b>x</b> [a](b) *c*\"");
        let title =
            text.lines().find(|line| line.starts_with("title ")).unwrap().to_owned();
        text.replacen(&title, &format!("title = \"{}\"", "园".repeat(61)), 1)
    });
    let description = listing(project.path())["description"]["text"].clone();
    let description = description.as_str().unwrap();
    assert!(description.contains(r"\<b\>x\</b\> \[a\](b) \*c\*"), "{description}");
    let said = run(project.path(), &["publish"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("## Title (61 of 60 characters: too long, shorten it)"));
    edit(&deck, |text| {
        text.replace("version =", "contact = \"me@example.org\"\nversion =")
    });
    assert_eq!(listing(project.path())["support"]["text"], "me@example.org");
}
