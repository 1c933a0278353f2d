//! The reader page: everything is in it once, every link leads somewhere, nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use yulu::card::{Card, Kind};
use yulu::export::Shown;
use yulu::export::html::escape;
use yulu::export::reader::{Input, page};
use yulu::export::templates::Templates;
use yulu::script::{Region, Script};

use crate::cli::{edit, run, sample};
use crate::project::{cards, converter, corpus, deck};

/// Largest page of the shipped deck, in bytes.
const LARGEST: usize = 700_000;

fn page_of(cards: &[&Card], templates: &Templates, first: Script) -> String {
    let shown = Shown { first, region: Region::Tw };
    let (deck, corpus, converter) = (deck(), corpus(), converter());
    let input = Input { deck, corpus, cards, converter, templates, shown, project: None };
    String::from_utf8(page(&input)).expect("UTF-8")
}

fn shipped() -> String {
    let cards: Vec<&Card> = cards().iter().collect();
    page_of(&cards, &Templates::default(), Script::Hans)
}

/// The values of an attribute, in order, quoted or not.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let opening = format!(" {attribute}=");
    let tags = html.split('<').filter_map(|tag| tag.split('>').next());
    let found = tags.flat_map(|tag| {
        tag.match_indices(&opening).filter_map(|(at, _)| {
            let rest = &tag[at + opening.len()..];
            match rest.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => rest.split(' ').next(),
            }
        })
    });
    found.collect()
}

fn between<'h>(html: &'h str, from: &str, to: &str) -> &'h str {
    let start = html.find(from).expect("begins") + from.len();
    let length = html[start..].find(to).expect("ends");
    &html[start..start + length]
}

#[test]
fn the_page_is_small_and_the_same_every_time() {
    let html = shipped();
    assert!(html.len() <= LARGEST, "{} bytes", html.len());
    assert_eq!(html, shipped());
}

#[test]
fn every_quote_theme_question_and_passage_is_there_once() {
    let html = shipped();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for id in values(&html, "id") {
        *count.entry(id).or_default() += 1;
    }
    let twice: Vec<_> = count.iter().filter(|(_, n)| **n > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let quotes = deck().quotes.iter().map(|quote| format!("q-{}", quote.id));
    let themes = deck().themes.iter().flat_map(|theme| {
        let questions = theme.questions.iter().map(|q| format!("t-{}.{}", theme.id, q.id));
        questions.chain([format!("t-{}", theme.id)]).collect::<Vec<_>>()
    });
    let lines = corpus().sources.iter().flat_map(|source| {
        let paragraphs = source.passages.iter().flat_map(|passage| &passage.paragraphs);
        paragraphs.map(|p| format!("s-{}.{}", source.entry.id, p.line)).collect::<Vec<_>>()
    });
    let mut seen = 0;
    for id in quotes.chain(themes).chain(lines) {
        assert_eq!(count.get(id.as_str()), Some(&1), "{id}");
        seen += 1;
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn every_link_stays_in_the_page_and_leads_somewhere() {
    let html = shipped();
    let ids: BTreeSet<&str> = values(&html, "id").into_iter().collect();
    let links = values(&html, "href");
    assert!(links.len() > 500, "{}", links.len());
    let mut originals = 0;
    for link in links {
        if link.starts_with("https://") {
            // Only to a document's own address, and it is told nothing.
            let entries = corpus().sources.iter().filter_map(|s| s.entry.url.as_deref());
            let mut entries = entries.map(|url| format!("{}#:~:text=", escape(url)));
            assert!(entries.any(|url| link.starts_with(&url)), "leads out: {link}");
            assert!(
                html.contains(&format!("<a rel=noreferrer href=\"{link}\">")),
                "{link}"
            );
            originals += 1;
            continue;
        }
        let target = link.strip_prefix('#').unwrap_or_else(|| panic!("leads out: {link}"));
        assert!(ids.contains(target), "leads nowhere: {link}");
    }
    assert!(originals > 0);
    assert!(values(&html, "src").is_empty() && values(&html, "style").is_empty());
    // A quote leads to its passage and its parallels, and these lead back to it.
    for quote in &deck().quotes {
        let card = between(&html, &format!("<article id=q-{}>", quote.id), "</article>");
        let number = between(card, "<a id=", " ");
        let witnesses = quote.collation.witnesses.iter().map(|witness| &witness.place);
        for place in witnesses.chain([&quote.base]) {
            let id = &corpus().sources[place.source].entry.id;
            let to = format!("href=#s-{id}.{}>", place.lines.first);
            assert!(card.contains(&to), "{}: {to}", quote.id);
            let line =
                between(&html, &format!(" id=s-{id}.{} ", place.lines.last), "</div>");
            assert!(line.contains(&format!("<a href=#{number}>")), "{}", quote.id);
        }
    }
}

#[test]
fn what_is_cut_is_named_and_not_shown() {
    let html = shipped();
    for source in &corpus().sources {
        for cut in &source.cuts {
            let reason = cut.reason.replace('\'', "&#39;");
            assert!(html.contains(&format!(": {reason}.</p>")), "{reason}");
            for line in cut.lines.first..=cut.lines.last {
                let text = source.text.line(line).unwrap_or_default().trim();
                // Short lines of a site's chrome may be words of the article too.
                assert!(text.chars().count() < 12 || !html.contains(text), "line {line}");
            }
        }
    }
}

#[test]
fn the_policy_allows_this_style_and_this_script_and_no_more() {
    use base64::Engine as _;
    let html = shipped();
    let hash = |text: &str| {
        let digest = Sha256::digest(text.as_bytes());
        base64::engine::general_purpose::STANDARD.encode(digest)
    };
    let policy = between(&html, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let style = hash(between(&html, "<style>", "</style>"));
    let script = hash(between(&html, "<script>", "</script>"));
    let expected = format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    );
    assert_eq!(policy, expected);
    assert_eq!(html.matches("<script").count(), 2, "the script and its data");
    assert_eq!(html.matches("<style").count(), 1);
}

#[test]
fn a_part_of_the_deck_keeps_the_numbers_that_are_on_paper() {
    let theme = &deck().themes[1];
    let of = std::slice::from_ref(&theme.id);
    let some: Vec<&Card> = cards().iter().filter(|card| card.is_of(of)).collect();
    let html = page_of(&some, &Templates::default(), Script::Hans);
    let quotes: Vec<&Card> =
        some.into_iter().filter(|card| card.kind == Kind::Quote).collect();
    assert_eq!(quotes.len(), theme.quotes.len());
    let ids = values(&html, "id").into_iter();
    let shown: Vec<&str> = ids.filter(|id| id.starts_with("q-")).collect();
    let expected = quotes.iter().map(|card| format!("q-{}", card.id));
    assert_eq!(shown, expected.collect::<Vec<_>>());
    let shown = values(&html, "id").into_iter().filter_map(|id| id.parse().ok());
    let expected = quotes.iter().map(|card| card.number);
    assert_eq!(shown.collect::<Vec<usize>>(), expected.collect::<Vec<_>>());
}

#[test]
fn the_script_asked_for_shows_first() {
    let cards: Vec<&Card> = cards().iter().collect();
    for (first, other) in [(Script::Hans, Script::Hant), (Script::Hant, Script::Hans)] {
        let html = page_of(&cards, &Templates::default(), first);
        assert!(html.contains(&format!("id=\"script-{}\" checked", first.as_str())));
        assert!(!html.contains(&format!("id=\"script-{}\" checked", other.as_str())));
        assert!(html.contains(&format!("data-first=\"{}\"", first.as_str())));
    }
}

#[test]
fn a_projects_own_page_wins_and_its_policy_follows() {
    let project = sample("valid/minimal-dialogue");
    let folder = project.path().join("templates/reader");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("page.css"), "body { color: teal; }").unwrap();
    let ran = run(project.path(), &["build", "--format", "html"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let html = std::fs::read_to_string(project.path().join("out/garden.html")).unwrap();
    assert!(html.contains("<style>body { color: teal; }</style>"));
    // The sum of that stylesheet, by another program: openssl dgst -sha256 -binary | base64
    let policy = between(&html, "style-src '", "'");
    assert_eq!(policy, "sha256-jftoxXgYZWgmALUNI7iZqtUCZtOuEgkzUE5kzaV4Hj0=");
}

#[test]
fn hostile_text_stays_text() {
    let hostile =
        "</script><script>alert(1)</script><img src=x onerror=alert(1)>%js%\u{202e}";
    let project = sample("valid/minimal-dialogue");
    let seed = project.path().join("seeds/garden.txt");
    edit(&seed, |text| text.replace("第二年我", &format!("第二年{hostile}我")));
    let sum = yulu::source::sha256_hex(&std::fs::read(&seed).unwrap());
    edit(&project.path().join("seeds/sources.toml"), |text| {
        let line = text.lines().find(|line| line.starts_with("sha256")).unwrap();
        text.replace(line, &format!("sha256 = \"{sum}\""))
            .replace("园丁报", "园丁报</style><script>alert(2)</script>")
            .replace("种树的人", "\\\"><svg onload=alert(3)>")
    });
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("一位种树人的话。", "<a href=javascript:alert(4)>一位种树人的话。</a>")
            .replace("Patience\"", "Patience<iframe src=//example.org>\"")
    });
    let ran = run(project.path(), &["build", "--format", "html"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let html = std::fs::read_to_string(project.path().join("out/garden.html")).unwrap();
    assert!(html.contains("alert(1)") && html.contains("alert(4)"), "the words are kept");
    assert!(html.contains("%js%"), "a placeholder in a document stays its words");
    let body = &html[html.find("<main>").expect("main")..];
    for tag in ["<img", "<svg", "<iframe", "<style", "<a href=j", "\u{202e}"] {
        assert!(!body.contains(tag), "{tag}");
    }
    assert_eq!(html.matches("<script").count(), 2);
}
