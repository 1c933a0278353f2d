//! Printed sheets at their limits: very long texts, very many cards, other fonts, files that
//! are no fonts, a disk that takes no more.

use std::fmt::Write as _;
use std::path::Path;

use lopdf::{Document, Object};
use tempfile::TempDir;

use crate::cli::{edit, root, run, sample, tree};

/// What is quoted in place of the sample deck's quotation: its source gets these lines, each
/// an answer, and its deck a quotation of each.
fn garden(answers: &[String]) -> TempDir {
    let project = sample("valid/minimal-dialogue");
    let source = project.path().join("seeds/garden.txt");
    let mut text = std::fs::read_to_string(&source).expect("a source");
    let first = text.lines().count() + 1;
    let mut quotes = String::new();
    for (at, answer) in answers.iter().enumerate() {
        writeln!(text, "林青禾：{answer}").expect("written");
        write!(
            quotes,
            "\n[[quote]]\nid = \"made-{at}\"\nfrom = \"garden:{}\"\nquote = \"{answer}\"\n\
             english = \"Said {at}.\"\nprompt = \"第{at}问？\"\nprompt_english = \"Question {at}?\"\n\
             themes = [\"patience\"]\ndifficulty = 1\n",
            first + at
        )
        .expect("written");
    }
    std::fs::write(&source, &text).expect("a source");
    let sum = yulu::source::sha256_hex(text.as_bytes());
    edit(&project.path().join("seeds/sources.toml"), |text| {
        let line = text.lines().find(|line| line.starts_with("sha256")).expect("a sum");
        text.replace(line, &format!("sha256 = \"{sum}\""))
    });
    edit(&project.path().join("decks/garden.toml"), |text| format!("{text}{quotes}"));
    project
}

fn pdf(path: &Path) -> Document {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Document::load_mem(&bytes).expect("a PDF")
}

/// The text of some pages without white space.
fn text(document: &Document, pages: impl Iterator<Item = usize>) -> String {
    let page = |page| document.extract_text(&[page as u32]).expect("text");
    pages.map(page).collect::<String>().split_whitespace().collect()
}

/// Names of the fonts in a file, without the prefix of a subset.
fn fonts(document: &Document) -> Vec<String> {
    let names = document.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) => {
            let name = dictionary.get(b"BaseFont").and_then(Object::as_name).ok()?;
            let name = String::from_utf8_lossy(name).into_owned();
            Some(name.split_once('+').map_or(name.clone(), |(_, name)| name.to_owned()))
        }
        _ => None,
    });
    names.collect()
}

/// A number in Chinese digits, so that every made sentence differs.
fn digits(number: usize) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().nth(c as usize - '0' as usize);
    number.to_string().chars().filter_map(digit).collect()
}

#[test]
fn a_quotation_of_two_thousand_characters_is_printed_whole() {
    let long: String =
        (0..200).map(|at| format!("{:〇>3}树慢慢长着呢。", digits(at))).collect();
    assert_eq!(long.chars().count(), 2000);
    let project = garden(std::slice::from_ref(&long));
    let arguments = ["build", "--format", "pdf", "--sheet", "a7", "--cards", "made-0"];
    let ran = run(project.path(), &arguments);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[card-continued]: card 2 `made-0`"), "{}", ran.err);
    let document = pdf(&project.path().join("out/garden.pdf"));
    // A card a page, fronts and backs by turns: what stands between heads and feet is the
    // quotation, in order, nothing left out.
    let pages = document.get_pages().len();
    let backs = text(&document, (2..=pages).step_by(2));
    let mut rest = backs.as_str();
    for sentence in long.split_inclusive('。') {
        let found = rest.find(sentence).unwrap_or_else(|| panic!("{sentence} is missing"));
        rest = &rest[found + sentence.len()..];
    }
}

#[test]
fn more_than_a_thousand_cards_are_volumes_of_one_deck() {
    let made = 1100;
    let answers: Vec<String> =
        (0..made).map(|at| format!("第{}棵树也要等。", digits(at))).collect();
    let project = garden(&answers);
    let ran = run(project.path(), &["build", "--format", "pdf"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let out = project.path().join("out");
    let names: Vec<String> = tree(&out).into_keys().collect();
    assert_eq!(names, ["garden.1.pdf", "garden.2.pdf"]);
    // Read back: 125 sheets in the first volume, and every card once, on the back of its
    // number's place.
    let (first, second) = (pdf(&out.join(&names[0])), pdf(&out.join(&names[1])));
    assert_eq!(first.get_pages().len(), 250);
    let (cards, sheets) = (made + 2, (made + 2usize - 1000).div_ceil(8));
    assert!(ran.err.contains(&format!("{cards} printed cards on {} sheets", 125 + sheets)));
    let backs = |document: &Document, sheets: usize| {
        (1..=sheets)
            .map(|sheet| text(document, [sheet * 2].into_iter()))
            .collect::<Vec<_>>()
    };
    let pages: Vec<String> =
        backs(&first, 125).into_iter().chain(backs(&second, sheets)).collect();
    for (at, answer) in answers.iter().enumerate() {
        let found: Vec<usize> = (0..pages.len())
            .filter(|page| pages[*page].contains(answer.as_str()))
            .collect();
        // The sample's own quotation is the first card.
        assert_eq!(found, [(at + 1) / 8], "{answer}");
    }
    assert!(pages[0].contains("volume1/2") && pages[125].contains("volume2/2"));
    // The sources stand once, at the end.
    let last = |document: &Document| {
        let pages = document.get_pages().len();
        text(document, pages..=pages)
    };
    assert!(last(&second).contains("来源Sources") && !last(&first).contains("来源Sources"));
}

#[test]
fn a_font_of_the_users_comes_before_the_built_in_ones() {
    let project = sample("valid/minimal-dialogue");
    let out = project.path().join("out/garden.pdf");
    assert_eq!(run(project.path(), &["build", "--format", "pdf"]).status, 0);
    let before = fonts(&pdf(&out));
    assert!(before.iter().any(|name| name.contains("YuluSerifSC")), "{before:?}");
    assert!(!before.iter().any(|name| name.contains("YuluSerifTC")), "{before:?}");
    // Taiwan's face has the characters of this deck that both scripts share; the others come
    // from the built-in one.
    let font = root().join("templates/fonts/YuluSerifTC-Regular.otf");
    let font = font.to_string_lossy();
    let ran = run(project.path(), &["build", "--format", "pdf", "--font", &font]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let after = fonts(&pdf(&out));
    assert!(after.iter().any(|name| name.contains("YuluSerifTC")), "{after:?}");
    assert!(after.iter().any(|name| name.contains("YuluSerifSC")), "{after:?}");
}

#[test]
fn the_machines_fonts_are_used_or_said_to_be_missing() {
    let project = sample("valid/minimal-dialogue");
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let noto = database
        .faces()
        .any(|face| face.families.iter().any(|(name, _)| name == "Noto Serif CJK SC"));
    let ran = run(project.path(), &["build", "--format", "pdf", "--system-fonts"]);
    if ran.status == 2 {
        assert!(!noto, "{}", ran.err);
        assert!(ran.err.contains("--system-fonts: this machine has no Chinese serif font"));
        return;
    }
    assert_eq!(ran.status, 0, "{}", ran.err);
    let used = fonts(&pdf(&project.path().join("out/garden.pdf")));
    if noto {
        assert!(used.iter().any(|name| name.contains("NotoSerifCJK")), "{used:?}");
        assert!(!used.iter().any(|name| name.contains("YuluSerifSC")), "{used:?}");
    }
}

#[test]
fn a_broken_font_is_refused_or_does_no_harm() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    let whole = std::fs::read(root().join("templates/fonts/YuluSerifSC-Regular.otf"));
    let whole = whole.expect("a font");
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("broken.otf");
    let name = path.to_string_lossy().into_owned();
    // Cut short anywhere: no font, or one without the tables that are gone.
    for length in [0, 4, 12, 1000, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..length]).expect("written");
        let ran = run(project.path(), &["build", "--format", "pdf", "--font", &name]);
        assert!(matches!(ran.status, 0 | 2), "{length}: {} {}", ran.status, ran.err);
        assert!(!ran.err.contains("panicked"), "{length}: {}", ran.err);
        if length <= 1000 {
            assert_eq!(ran.status, 2, "{length}: {}", ran.err);
            assert!(
                ran.err.contains("broken.otf is no font that can be read"),
                "{}",
                ran.err
            );
        }
        if ran.status == 2 {
            assert_eq!(tree(project.path()), before, "{length}: nothing is written");
        }
        let _ = std::fs::remove_dir_all(project.path().join("out"));
        let _ = std::fs::remove_file(project.path().join("decks/garden.lock"));
    }
    // The same in the project's own fonts.
    let own = project.path().join("templates/fonts");
    std::fs::create_dir_all(&own).expect("a folder");
    std::fs::write(own.join("YuluSerifSC-Regular.otf"), b"no font").expect("written");
    let ran = run(project.path(), &["build", "--format", "pdf"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(
        ran.err.contains(
            "templates/fonts/YuluSerifSC-Regular.otf is no font that can be read"
        ),
        "{}",
        ran.err
    );
}

/// On a file system of 16 KB, which a user other than root may mount only in a name space of
/// their own; where the machine does not allow that, there is nothing to be seen here.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_sheets() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    let script = "mkdir out && mount -t tmpfs -o size=16k none out || exit 77
        \"$0\" build --format pdf; status=$?; ls -A out; exit $status";
    let output = std::process::Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .arg(assert_cmd::cargo::cargo_bin!("yulu"))
        .current_dir(project.path())
        .output();
    let Ok(output) = output else { return };
    let err = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) || err.starts_with("unshare: ") {
        return;
    }
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("error: ") && err.contains("No space left"), "{err}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "nothing half-written");
    let mut after = tree(project.path());
    after.remove("out");
    assert_eq!(after, before, "nothing else either");
}

#[test]
fn a_script_card_is_never_printed_and_asking_for_it_leaves_the_sheets() {
    let project = sample("valid/reading-aids");
    let with = ["build", "-q", "--format", "pdf", "--with", "script-cards"];
    assert_eq!(run(project.path(), &with).status, 0);
    let sheets = || std::fs::read(project.path().join("out/garden.pdf")).expect("sheets");
    let before = sheets();
    let asked: Vec<&str> = with.into_iter().chain(["--cards", "script/later"]).collect();
    for sides in [&[][..], &["--backs-only"]] {
        let ran = run(project.path(), &[&asked, sides].concat());
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.contains("`script/later` is a script card"), "{}", ran.err);
        assert_eq!(sheets(), before);
    }
}
