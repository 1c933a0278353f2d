//! Printed sheets: what is in the file, and what is refused. How pages look when they are
//! rendered is tested in `tests/print`.

use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object};
use yulu::card::{Card, Ours};
use yulu::export::print::face::{Asks, Contents, Ruby, Scripts};
use yulu::export::print::imposition::{Cut, Flip, Layout, Sides};
use yulu::export::print::length::Um;
use yulu::export::print::pdf::fonts::Fonts;
use yulu::export::print::pdf::{Options, PORTION, Sheets, sheets};
use yulu::export::print::sheet::Sheet;
use yulu::export::templates::Templates;
use yulu::script::Script;

use crate::cli::{edit, run, sample, tree};
use crate::project::{cards, converter, corpus, deck};

pub fn layout(sheet: &str) -> Layout {
    Layout {
        sheet: Sheet::parse(sheet).expect(sheet),
        flip: Flip::Long,
        sides: Sides::Both,
        back_offset: (Um(0), Um(0)),
        cut: Cut::Marks,
    }
}

/// The shipped deck, or so many of its cards, printed in one script.
pub fn print_with(
    layout: &Layout,
    script: Script,
    ruby: Option<Ruby>,
    most: usize,
) -> Sheets {
    printed(layout, Scripts::One(script), ruby, most, PORTION)
}

/// The same in portions of so many faces.
pub fn print_in_portions(layout: &Layout, most: usize, faces: usize) -> Sheets {
    printed(layout, Scripts::One(Script::Hans), None, most, faces)
}

fn print(layout: &Layout, scripts: Scripts, most: usize) -> Sheets {
    printed(layout, scripts, None, most, PORTION)
}

fn printed(
    layout: &Layout,
    scripts: Scripts,
    ruby: Option<Ruby>,
    most: usize,
    portion: usize,
) -> Sheets {
    let contents = Contents {
        ours: Ours { converter: converter(), region: deck().region },
        scripts,
        asks: Asks::Prompt,
        ruby,
    };
    let templates = Templates::default();
    let fonts = Fonts::new(&Default::default(), &[]).expect("built-in fonts");
    let options = Options {
        layout,
        mono: false,
        template: templates.sheets(),
        fonts: &fonts,
        portion,
    };
    let chosen: Vec<&Card> = cards().iter().take(most).collect();
    let made = sheets(deck(), corpus(), &contents, &chosen, &options, &mut |_, _| {});
    made.unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// The whole deck as `yulu build --script hans` prints it, once for all tests.
pub fn whole() -> &'static Sheets {
    static WHOLE: OnceLock<Sheets> = OnceLock::new();
    WHOLE.get_or_init(|| print(&layout("a4-8"), Scripts::One(Script::Hans), usize::MAX))
}

fn catalogue(document: &Document) -> &Dictionary {
    document.catalog().expect("a catalogue")
}

#[test]
fn the_file_says_how_it_is_to_be_printed_and_read() {
    let made = whole();
    assert_eq!(made.volumes.len(), 1);
    let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
    let catalogue = catalogue(&document);
    let preferences = catalogue.get(b"ViewerPreferences").and_then(Object::as_dict);
    let preferences = preferences.expect("viewer preferences");
    let name = |key: &[u8]| preferences.get(key).and_then(Object::as_name).expect("a name");
    assert_eq!(name(b"Duplex"), b"DuplexFlipLongEdge");
    assert_eq!(name(b"PrintScaling"), b"None");
    assert!(preferences.get(b"DisplayDocTitle").and_then(Object::as_bool).expect("set"));
    assert_eq!(
        catalogue.get(b"Lang").and_then(Object::as_str).expect("a language"),
        b"zh-CN"
    );
    assert!(catalogue.has(b"StructTreeRoot"), "tagged");
    // Two pages a sheet, and at least one of sources.
    assert!(document.get_pages().len() > made.sheets * 2);
}

#[test]
fn there_is_a_bookmark_for_every_theme_and_the_sources() {
    let document = Document::load_mem(&whole().volumes[0]).expect("a PDF");
    let toc = document.get_toc().expect("bookmarks");
    let titles: Vec<String> = toc.toc.iter().map(|entry| entry.title.clone()).collect();
    let themes = &deck().themes;
    let wanted = themes.iter().map(|theme| theme.title.hans.clone());
    let questions = themes.iter().map(|theme| format!("{} · 思考题", theme.title.hans));
    let mut wanted: Vec<String> = wanted.chain(questions).collect();
    wanted.push("来源 Sources".to_owned());
    let plain = |text: &String| text.replace('\u{a0}', " ");
    assert_eq!(titles.iter().map(plain).collect::<Vec<_>>(), wanted);
}

#[test]
fn only_backs_carry_the_id_which_may_tell_the_answer() {
    let printed = cards().iter().filter(|card| !card.kind.is_optional());
    let ids: Vec<&str> = printed.map(|card| card.id.as_str()).collect();
    for scripts in [Scripts::One(Script::Hans), Scripts::Both(Script::Hans)] {
        let made;
        let made = match scripts {
            Scripts::One(_) => whole(),
            Scripts::Both(_) => {
                made = print(&layout("a4-8"), scripts, usize::MAX);
                &made
            }
        };
        let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
        let side = |first: usize| {
            let pages = (first..=made.sheets * 2).step_by(2);
            let text = pages.map(|page| text_of_page(&document, page as u32));
            text.collect::<Vec<_>>().join("\n")
        };
        let (fronts, backs) = (side(1), side(2));
        for id in ids.iter().copied() {
            assert!(backs.contains(id), "{id} is on its back");
            assert!(!fronts.contains(id), "{id} is on a front");
        }
    }
}

#[test]
fn the_same_deck_gives_the_same_bytes() {
    let once = print(&layout("a4-8"), Scripts::Both(Script::Hans), 24);
    assert_eq!(once, print(&layout("a4-8"), Scripts::Both(Script::Hans), 24));
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_cards() {
    for (c, code) in [('🌳', "U+1F333"), ('𠮷', "U+20BB7")] {
        let project = sample("valid/minimal-dialogue");
        edit(&project.path().join("decks/garden.toml"), |text| {
            text.replace("种树为了什么？", &format!("种树为了什么{c}？"))
        });
        let before = tree(project.path());
        let ran = run(project.path(), &["build", "--format", "csv,pdf"]);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let sentence = format!("no font has {c} ({code}), which is needed for `shade`");
        assert!(ran.err.contains("error[glyph-missing]"), "{}", ran.err);
        assert!(ran.err.contains(&sentence), "{}", ran.err);
        assert!(ran.err.contains("--> decks/garden.toml:26:17\n"), "{}", ran.err);
        assert!(ran.err.contains("^^ in `prompt`"), "{}", ran.err);
        assert_eq!(tree(project.path()), before, "nothing is written");
        // Not asked for, the sheets are left out; the other outputs can show it.
        let ran = run(project.path(), &["build"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let sentence = format!("warning[glyph-missing]: {sentence}; no sheets are written");
        assert!(ran.err.contains(&sentence), "{}", ran.err);
        let made: Vec<String> = tree(&project.path().join("out")).into_keys().collect();
        assert_eq!(made, ["garden.apkg", "garden.csv", "garden.html", "garden.sources.md"]);
    }
}

#[test]
fn a_text_that_is_too_long_is_continued_whole_on_further_cards() {
    let project = sample("valid/minimal-dialogue");
    let long = "树要慢慢长，急也没有用。".repeat(80);
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("summary = \"树要慢慢长。\"", &format!("summary = \"{long}\""))
    });
    let ran = run(project.path(), &["build", "--format", "pdf", "--script", "hans"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[card-continued]: card 2 `patience.why-wait`"));
    let pdf = std::fs::read(project.path().join("out/garden.pdf")).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-1.7"));
}

#[test]
fn what_cannot_be_printed_is_refused_with_a_sentence() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    for (flags, sentence) in [
        (
            &["--sheet", "paper=letter,card=95x66,grid=2x4,margin=9.2"][..],
            "4 rows of 66 mm and 2 margins of 9.2 mm do not fit Letter (279.4 mm high) by 3 mm",
        ),
        (&["--sheet", "paper=a4,card=0x0,grid=2x4"], "a card of 0 × 0 mm is too small"),
        (&["--sheet", "a5-8"], "there is no sheet `a5-8`"),
        (&["--back-offset", "11,0"], "backs moved sideways by 11 mm would leave the paper"),
        (&["--back-offset", "x"], "`x` is not two lengths"),
        (&["--cards", "shad"], "--cards: there is no card `shad`"),
        (&["--font", "decks/garden.toml"], "decks/garden.toml is no font that can be read"),
        (&["--font", "nowhere.otf"], "nowhere.otf cannot be read"),
        (&["--sheet", "fold-a4", "--fronts-only"], "has both sides on one page"),
    ] {
        let arguments: Vec<&str> =
            ["build", "--format", "pdf"].iter().chain(flags).copied().collect();
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 2, "{flags:?}: {}", ran.err);
        assert!(ran.err.contains(sentence), "{flags:?}: {}", ran.err);
        assert_eq!(tree(project.path()), before, "{flags:?}: nothing is written");
    }
}

#[test]
fn a_project_with_a_template_of_its_own_is_told_its_mistakes_by_line() {
    let project = sample("valid/minimal-dialogue");
    let folder = project.path().join("templates/print");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("sheets.typ"), "= One\n#nothing\n").expect("written");
    let ran = run(project.path(), &["build", "--format", "pdf"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("templates/print/sheets.typ:2: unknown variable: nothing"));
    // Nor can it read anything but its data.
    std::fs::write(folder.join("sheets.typ"), "#read(\"/etc/hostname\")").expect("written");
    let ran = run(project.path(), &["build", "--format", "pdf"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("sheets.typ:1: file not found"), "{}", ran.err);
}

/// All text of a page, letters only.
fn text_of_page(document: &Document, page: u32) -> String {
    document.extract_text(&[page]).expect("text").split_whitespace().collect()
}

#[test]
fn no_page_of_any_preset_is_empty_on_either_edge() {
    for (name, _) in yulu::export::print::sheet::PRESETS {
        for flip in [Flip::Long, Flip::Short] {
            let layout = Layout { flip, ..layout(name) };
            let made = print(&layout, Scripts::One(Script::Hans), layout.sheet.cards() + 1);
            let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
            assert_eq!(made.sheets, 2, "{name}");
            let pages = if layout.sheet.fold { 2 } else { 4 };
            for page in 1..=pages {
                assert!(!text_of_page(&document, page).is_empty(), "{name} {page}");
            }
        }
    }
}

#[test]
fn a_printer_that_drifts_is_measured_and_remembered() {
    let project = sample("valid/minimal-dialogue");
    let ran = run(project.path(), &["calibrate", "--flip", "short"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let sheet = std::fs::read(project.path().join("out/calibration.pdf")).expect("a sheet");
    assert_eq!(Document::load_mem(&sheet).expect("a PDF").get_pages().len(), 2);
    for (flags, sentence) in [
        (
            &["--save", "My Printer", "--back-offset", "1,0"][..],
            "is not a valid printer name",
        ),
        (&["--save", "kitchen", "--back-offset", "12,0"], "would leave the paper"),
    ] {
        let arguments: Vec<&str> = ["calibrate"].iter().chain(flags).copied().collect();
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains(sentence), "{}", ran.err);
    }
    let save =
        ["calibrate", "--save", "kitchen", "--back-offset", "0.8,-0.5", "--flip", "short"];
    assert_eq!(run(project.path(), &save).status, 0);
    let pdf = |flags: &[&str]| {
        let arguments: Vec<&str> =
            ["build", "--format", "pdf"].iter().chain(flags).copied().collect();
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        std::fs::read(project.path().join("out/garden.pdf")).expect("a PDF")
    };
    let typed = pdf(&["--flip", "short", "--back-offset", "0.8,-0.5"]);
    assert_eq!(pdf(&["--printer", "kitchen"]), typed);
    assert_ne!(pdf(&[]), typed);
    let ran = run(project.path(), &["build", "--format", "pdf", "--printer", "kitchn"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean `kitchen`?"), "{}", ran.err);
}

#[test]
fn the_shipped_deck_is_a_small_file() {
    // Fonts are most of it.
    let size = whole().volumes[0].len();
    assert!(size <= 400_000, "{size} bytes");
    // The table of objects is compressed too.
    let tail = String::from_utf8_lossy(&whole().volumes[0][size - 4500..]).into_owned();
    assert!(tail.contains("/Type/XRef") && tail.contains("/Filter/FlateDecode"));
}
