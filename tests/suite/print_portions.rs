//! A deck that is laid out in portions is the same file, but for its fonts.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};

use crate::print::{layout, print_in_portions};

/// Two cards need a second one here, so that the portions are laid out twice.
const CARDS: usize = 60;

fn both() -> [Document; 2] {
    let sheet = layout("a7");
    [usize::MAX, 16].map(|faces| {
        let made = print_in_portions(&sheet, CARDS, faces);
        assert_eq!(made.volumes.len(), 1);
        Document::load_mem(&made.volumes[0]).expect("a PDF")
    })
}

/// The elements that hold the text, each with its tag and the page it stands on.
fn elements(document: &Document) -> Vec<(String, usize)> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let get = |id| document.get_dictionary(id).expect("a dictionary");
    let catalog = document.catalog().expect("a catalog");
    let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("tags");
    let only = &get(root).get(b"K").and_then(Object::as_array).expect("K")[0];
    let all = get(only.as_reference().expect("Document"));
    let list = all.get(b"K").and_then(Object::as_array).expect("elements");
    let element = |object: &Object| {
        let element = get(object.as_reference().expect("an element"));
        assert_eq!(element.get(b"P").expect("a parent"), only);
        let tag = element.get(b"S").and_then(Object::as_name).expect("a tag");
        let page = element.get(b"Pg").and_then(Object::as_reference).expect("a page");
        let page = pages.iter().position(|p| *p == page).expect("a page of the file");
        (String::from_utf8_lossy(tag).into_owned(), page)
    };
    list.iter().map(element).collect()
}

fn bookmarks(document: &Document) -> Vec<(String, usize)> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let get = |id| document.get_dictionary(id).expect("a dictionary");
    let list = document.catalog().expect("a catalog").get(b"Outlines").expect("bookmarks");
    let list = get(list.as_reference().expect("a list"));
    let mut next = list.get(b"First").and_then(Object::as_reference).ok();
    let mut found = Vec::new();
    let mut before = None;
    while let Some(id) = next {
        let bookmark = get(id);
        assert_eq!(bookmark.get(b"Prev").and_then(Object::as_reference).ok(), before);
        let title = lopdf::decode_text_string(bookmark.get(b"Title").expect("a title"));
        let place = document.dereference(bookmark.get(b"Dest").expect("a place"));
        let place = place.expect("there").1.as_array().expect("a place");
        let page = place[0].as_reference().expect("a page");
        let page = pages.iter().position(|p| *p == page).expect("a page of the file");
        found.push((title.expect("text"), page));
        (before, next) = (next, bookmark.get(b"Next").and_then(Object::as_reference).ok());
    }
    assert_eq!(list.get(b"Last").and_then(Object::as_reference).ok(), before);
    assert_eq!(list.get(b"Count").and_then(Object::as_i64).ok(), Some(found.len() as i64));
    found
}

#[test]
fn pages_bookmarks_and_tags_are_those_of_one_portion() {
    let [whole, joined] = both();
    let pages = whole.get_pages();
    assert_eq!(joined.get_pages().len(), pages.len());
    let text = |document: &Document, page| document.extract_text(&[page]).expect("text");
    for page in pages.keys() {
        let expected = text(&whole, *page);
        assert!(expected.chars().count() > 20, "page {page}");
        assert_eq!(text(&joined, *page), expected, "page {page}");
    }
    assert!(bookmarks(&whole).len() > 3);
    assert_eq!(bookmarks(&joined), bookmarks(&whole));
    assert!(elements(&whole).len() > 4 * CARDS);
    assert_eq!(elements(&joined), elements(&whole));
}

#[test]
fn what_is_said_of_a_file_is_true_of_all_of_it() {
    let [whole, joined] = both();
    let said = |document: &Document| {
        let metadata = document.catalog().expect("a catalog").get(b"Metadata");
        let metadata = metadata.and_then(Object::as_reference).expect("metadata");
        let stream = document.get_object(metadata).and_then(Object::as_stream);
        let stream = stream.expect("a stream");
        let text = stream.decompressed_content().unwrap_or(stream.content.clone());
        String::from_utf8(text).expect("text")
    };
    let pages = joined.get_pages().len();
    assert!(said(&joined).contains(&format!("<xmpTPg:NPages>{pages}</xmpTPg:NPages>")));
    let id = |document: &Document| {
        let ids = document.trailer.get(b"ID").and_then(Object::as_array).expect("ids");
        String::from_utf8(ids[1].as_str().expect("a string").to_vec()).expect("text")
    };
    assert_ne!(id(&whole), id(&joined));
    let instance = format!("<xmpMM:InstanceID>{}</xmpMM:InstanceID>", id(&joined));
    assert!(said(&joined).contains(&instance));
}

#[test]
fn every_page_has_a_list_of_its_own_tagged_elements() {
    let [_, joined] = both();
    let get = |id| joined.get_dictionary(id).expect("a dictionary");
    let root = joined.catalog().expect("a catalog").get(b"StructTreeRoot").expect("tags");
    let root = get(root.as_reference().expect("tags"));
    let tree =
        joined.dereference(root.get(b"ParentTree").expect("a tree")).expect("there").1;
    let pairs = tree.as_dict().and_then(|t| t.get(b"Nums")).and_then(Object::as_array);
    let pairs = pairs.expect("pairs");
    let keys: Vec<i64> =
        pairs.iter().step_by(2).map(|k| k.as_i64().expect("a key")).collect();
    assert!(keys.is_sorted() && keys.len() == keys.iter().collect::<BTreeSet<_>>().len());
    let next = root.get(b"ParentTreeNextKey").and_then(Object::as_i64).expect("a key");
    assert!(keys.iter().all(|key| *key < next));
    for (number, page) in joined.get_pages() {
        let key = get(page).get(b"StructParents").and_then(Object::as_i64).expect("a key");
        let at = keys.iter().position(|k| *k == key).expect("among the keys");
        let list = joined.dereference(&pairs[2 * at + 1]).expect("there").1;
        for element in list.as_array().expect("a list") {
            let element = get(element.as_reference().expect("an element"));
            let on = element.get(b"Pg").and_then(Object::as_reference).expect("a page");
            assert_eq!(on, page, "page {number}");
        }
    }
}
