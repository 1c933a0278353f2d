//! Printed sheets as a screen reader has them: what PDF/UA-1 asks for and can be read from a
//! file. The whole of a file was also checked with programs made for that (CONTRIBUTING.md).

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};
use yulu::export::print::face::Ruby;
use yulu::script::Script;

use crate::print::{layout, print_with, whole};
use crate::project::deck;

/// Glyphs that an operation shows, as the two bytes of each.
fn glyphs(operation: &Operation) -> Vec<[u8; 2]> {
    let strings = operation.operands.iter().flat_map(|operand| match operand {
        Object::Array(list) => list.iter().filter_map(|item| item.as_str().ok()).collect(),
        other => other.as_str().into_iter().collect::<Vec<_>>(),
    });
    strings.flat_map(|text| text.chunks(2).map(|two| [two[0], two[1]])).collect()
}

/// Every mark on the pages, with the names of the marked content it is in.
fn each_mark(document: &Document, mut see: impl FnMut(u32, &[String], &Operation)) {
    for (number, page) in document.get_pages() {
        let content = document.get_page_content(page);
        let mut inside: Vec<String> = Vec::new();
        for operation in Content::decode(&content).expect("operations").operations {
            match operation.operator.as_str() {
                "BMC" | "BDC" => {
                    let tag = operation.operands[0].as_name().expect("a tag");
                    let properties = operation.operands.get(1).map(|o| o.as_dict());
                    let has_id = matches!(properties, Some(Ok(d)) if d.has(b"MCID"));
                    let tag = String::from_utf8_lossy(tag);
                    inside.push(if has_id { format!("{tag} tagged") } else { tag.into() });
                }
                "EMC" => drop(inside.pop().expect("begun")),
                "Tj" | "TJ" | "f" | "F" | "f*" | "S" | "s" | "B" | "b" | "Do" | "sh" => {
                    see(number, &inside, &operation);
                }
                _ => {}
            }
        }
        assert!(inside.is_empty(), "page {number}");
    }
}

#[test]
fn every_mark_is_tagged_or_an_artifact_and_has_a_glyph() {
    let ruby = print_with(&layout("a4-8"), Script::Hant, Some(Ruby::Zhuyin), 24);
    for made in [whole(), &ruby] {
        let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
        let (mut tagged, mut artifacts, mut shown) = (0, 0, 0);
        each_mark(&document, |page, inside, operation| {
            let is_tagged = inside.iter().any(|tag| tag.ends_with(" tagged"));
            let is_artifact = inside.iter().any(|tag| tag == "Artifact");
            assert!(is_tagged != is_artifact, "page {page}: {inside:?} {operation:?}");
            tagged += usize::from(is_tagged);
            artifacts += usize::from(is_artifact);
            for glyph in glyphs(operation) {
                assert_ne!(glyph, [0, 0], "page {page}: a character without a glyph");
                shown += 1;
            }
        });
        assert!(tagged > 500 && artifacts > 50 && shown > 5000);
    }
}

#[test]
fn readings_are_not_copied_with_the_text() {
    let made = print_with(&layout("a4-8"), Script::Hans, Some(Ruby::Pinyin), 24);
    let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
    let mut readings = 0;
    each_mark(&document, |page, inside, operation| {
        if inside.first().is_some_and(|tag| tag == "Artifact")
            && operation.operator.starts_with('T')
        {
            let is_footer = inside.len() == 1;
            readings += usize::from(!is_footer);
            assert!(is_footer || inside == ["Artifact", "Span"], "page {page}: {inside:?}");
        }
    });
    assert!(readings > 200, "{readings}");
}

#[test]
fn every_font_is_in_the_file_and_says_what_its_glyphs_mean() {
    let made = print_with(&layout("a4-8"), Script::Hant, None, 24);
    let document = Document::load_mem(&made.volumes[0]).expect("a PDF");
    let of = |object: &Object| -> Dictionary {
        document
            .dereference(object)
            .expect("there")
            .1
            .as_dict()
            .expect("a dictionary")
            .clone()
    };
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts: Vec<_> = fonts
        .filter(|font| {
            font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0")
        })
        .collect();
    assert!(fonts.len() >= 3, "Latin, Simplified, Traditional");
    for font in fonts {
        assert!(font.has(b"ToUnicode"), "{font:?}");
        let descendants = font.get(b"DescendantFonts").expect("descendants");
        let descendants = document.dereference(descendants).expect("there").1;
        let descendant = of(&descendants.as_array().expect("a list")[0]);
        let descriptor = of(descendant.get(b"FontDescriptor").expect("a descriptor"));
        assert!(
            descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"),
            "{descriptor:?}"
        );
    }
}

#[test]
fn the_file_says_that_it_is_accessible_and_is_in_reading_order() {
    let document = Document::load_mem(&whole().volumes[0]).expect("a PDF");
    let catalogue = document.catalog().expect("a catalogue");
    let of = |object: &Object| -> Object {
        document.dereference(object).expect("there").1.clone()
    };
    let marked = of(catalogue.get(b"MarkInfo").expect("marked"));
    let marked = marked.as_dict().and_then(|info| info.get(b"Marked"));
    assert!(marked.and_then(Object::as_bool).expect("marked"));
    let metadata = of(catalogue.get(b"Metadata").expect("metadata"));
    let metadata =
        metadata.as_stream().expect("a stream").get_plain_content().expect("plain");
    assert!(String::from_utf8_lossy(&metadata).contains("<pdfuaid:part>1<"));
    // The parts of the document are headings and paragraphs; those of a card follow each
    // other as they are read: theme, then quotation, then translation.
    let root = of(catalogue.get(b"StructTreeRoot").expect("tagged"));
    let root = root.as_dict().expect("a dictionary");
    assert!(root.has(b"ParentTree"));
    let mut names = Vec::new();
    let mut wanted = vec![of(root.get(b"K").expect("a tree"))];
    while let Some(object) = wanted.pop() {
        match object {
            Object::Array(list) => wanted.extend(list.iter().rev().map(of)),
            Object::Dictionary(element) if element.has(b"S") => {
                let name = element.get(b"S").and_then(Object::as_name).expect("a name");
                names.push(String::from_utf8_lossy(name).into_owned());
                wanted.extend(element.get(b"K").ok().map(of));
            }
            _ => {}
        }
    }
    let count = |name: &str| names.iter().filter(|found| *found == name).count();
    assert_eq!(count("Document"), 1);
    assert_eq!(count("H1"), deck().themes.len() * 2 + 1, "a bookmark each");
    assert_eq!(count("P") + count("Span") + count("H1") + 1, names.len(), "{names:?}");
    assert!(count("P") > 3 * deck().quotes.len());
}
