//! The built-in fonts: which face sets which region, and that none lacks what the conversion
//! writes. That Hong Kong's shapes are others than Taiwan's is seen in `tests/print`.

use std::collections::BTreeSet;

use lopdf::{Document, Object};
use yulu::export::print::pdf::fonts::Fonts;
use yulu::script::{Region, from_hans};

use crate::cli::{run, sample};
use crate::project::converter;

fn fonts() -> Fonts {
    Fonts::new(&Default::default(), &[]).expect("built-in fonts")
}

/// The characters of a text that the fonts of a language lack.
fn missing(fonts: &Fonts, lang: &str, text: &str) -> BTreeSet<char> {
    fonts.missing(lang, &text.chars().collect())
}

#[test]
fn every_form_that_the_conversion_writes_has_a_glyph() {
    let fonts = fonts();
    let mut seen = [0, 0];
    let mut lacking = Vec::new();
    for hans in ('一'..='龥').map(String::from) {
        if !missing(&fonts, "zh-Hans", &hans).is_empty() {
            continue;
        }
        let form = |region| from_hans(converter(), &hans, region).hant;
        let (tw, hk) = (form(Region::Tw), form(Region::Hk));
        // Rare characters are in the Simplified face alone; what can be printed for Taiwan
        // can be printed for Hong Kong.
        if !missing(&fonts, "zh-Hant-TW", &tw).is_empty() {
            continue;
        }
        seen[0] += 1;
        seen[1] += usize::from(tw != hk);
        if !missing(&fonts, "zh-Hant-HK", &hk).is_empty() {
            lacking.push(hk);
        }
    }
    assert!(lacking.is_empty(), "to be added to HONG_KONG in subset.py: {lacking:?}");
    assert!(seen[0] > 4000 && seen[1] > 20, "{seen:?}");
}

#[test]
fn each_region_is_set_in_its_own_face() {
    let project = sample("valid/minimal-dialogue");
    let used = |flags: &[&str]| {
        let arguments: Vec<&str> =
            ["build", "--format", "pdf"].iter().chain(flags).copied().collect();
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let bytes = std::fs::read(project.path().join("out/garden.pdf")).expect("a PDF");
        let document = Document::load_mem(&bytes).expect("a PDF");
        let names = document.objects.values().filter_map(|object| match object {
            Object::Dictionary(font) => {
                font.get(b"BaseFont").and_then(Object::as_name).ok()
            }
            _ => None,
        });
        let names = names.map(|name| String::from_utf8_lossy(name).into_owned());
        ["SerifSC-", "SerifTC-", "SerifHK-"]
            .map(|face| names.clone().any(|name| name.contains(face)))
    };
    assert_eq!(used(&["--script", "hans"]), [true, false, false]);
    // The sheet of sources is in the script of the sources.
    assert_eq!(used(&["--script", "hant"]), [true, true, false]);
    assert_eq!(used(&["--script", "hant", "--region", "hk"]), [true, true, true]);
}
