//! Several files made into one.
//!
//! What Typst needs for a page it keeps until its document is finished: 0.7 MB a card. So a
//! long document is laid out in portions, each a document of its own, and the files are
//! joined: pages, bookmarks and the structure that a screen reader follows, each in one list.

use lopdf::{Dictionary, Document, Error, Object, ObjectId};

/// Documents of Typst that are made into one, in order, each when it is there. Each must have
/// the plain shape of printed sheets: one list of pages, of bookmarks and of tagged elements. The
/// title and all else that a document has once are the first one's.
#[derive(Default)]
pub(super) struct Joined {
    all: Option<Document>,
    files: Vec<Vec<u8>>,
}

impl Joined {
    /// Adds a file at the end.
    ///
    /// # Errors
    /// If it cannot be read or has another shape, which would be a mistake of the program.
    pub(super) fn add(&mut self, file: Vec<u8>) -> Result<(), String> {
        let further = Document::load_mem(&file);
        further.and_then(|further| self.append(further)).map_err(unreadable)?;
        self.files.push(file);
        Ok(())
    }

    fn append(&mut self, further: Document) -> Result<(), Error> {
        match &mut self.all {
            Some(all) => append(all, further)?,
            None => self.all = Some(further),
        }
        Ok(())
    }

    /// The one document.
    ///
    /// # Errors
    /// If nothing was added.
    pub(super) fn document(self) -> Result<Document, Error> {
        let mut all = self.all.ok_or(Error::ObjectNotFound((0, 0)))?;
        if self.files.len() > 1 {
            // What the further documents had once, and nothing leads to any more.
            all.prune_objects();
            let id = crate::source::sha256_hex(&self.files.concat());
            describe(&mut all, &id[..24])?;
        }
        Ok(all)
    }
}

/// In words that a file of Typst's is not what it should be.
pub(super) fn unreadable(error: Error) -> String {
    format!("the PDF cannot be read back: {error}")
}

/// Writes what is said of a whole document: the number of its pages, and an identifier that is
/// another one whenever a byte is.
fn describe(all: &mut Document, id: &str) -> Result<(), Error> {
    let pages = all.page_iter().count().to_string();
    if let Ok(Object::Array(ids)) = all.trailer.get_mut(b"ID")
        && let Some(own) = ids.get_mut(1)
    {
        *own = Object::string_literal(id);
    }
    let metadata = all.catalog()?.get(b"Metadata")?.as_reference()?;
    let stream = all.get_object_mut(metadata)?.as_stream_mut()?;
    let plain = match stream.dict.has(b"Filter") {
        true => stream.decompressed_content()?,
        false => stream.content.clone(),
    };
    let mut text = String::from_utf8_lossy(&plain).into_owned();
    for (name, value) in [("xmpTPg:NPages", pages.as_str()), ("xmpMM:InstanceID", id)] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        if let (Some(from), Some(to)) = (text.find(&open), text.find(&close)) {
            text.replace_range(from + open.len()..to, value);
        }
    }
    stream.set_plain_content(text.into_bytes());
    Ok(())
}

fn append(all: &mut Document, mut further: Document) -> Result<(), Error> {
    further.renumber_objects_with(all.max_id + 1);
    let (parts, others) = (Parts::of(all)?, Parts::of(&further)?);
    let first_key = all.get_dictionary(parts.structure)?.get(NEXT_KEY)?.as_i64()?;
    for object in further.objects.values_mut() {
        if let Some(dictionary) = dictionary_of(object) {
            shift_keys(dictionary, first_key);
        }
    }

    let pages: Vec<ObjectId> = further.page_iter().collect();
    for page in &pages {
        further.get_dictionary_mut(*page)?.set("Parent", parts.pages);
    }
    let count =
        all.get_dictionary(parts.pages)?.get(b"Count")?.as_i64()? + pages.len() as i64;
    let list = all.get_dictionary_mut(parts.pages)?;
    list.get_mut(b"Kids")?.as_array_mut()?.extend(pages.into_iter().map(Object::from));
    list.set("Count", count);

    let elements = further.get_dictionary(others.element)?.get(b"K")?.as_array()?.clone();
    for element in &elements {
        further.get_dictionary_mut(element.as_reference()?)?.set("P", parts.element);
    }
    let own = all.get_dictionary_mut(parts.element)?;
    own.get_mut(b"K")?.as_array_mut()?.extend(elements);

    let keys = numbers(&mut further, others.structure)?
        .chunks_exact(2)
        .map(|pair| Ok([Object::Integer(pair[0].as_i64()? + first_key), pair[1].clone()]))
        .collect::<Result<Vec<_>, Error>>()?;
    let next_key = further.get_dictionary(others.structure)?.get(NEXT_KEY)?.as_i64()?;
    numbers(all, parts.structure)?.extend(keys.into_iter().flatten());
    all.get_dictionary_mut(parts.structure)?.set(NEXT_KEY, first_key + next_key);

    match (parts.bookmarks, others.bookmarks) {
        (Some(own), Some(other)) => append_bookmarks(all, own, &mut further, other)?,
        (None, Some(other)) => all.catalog_mut()?.set("Outlines", other),
        (_, None) => {}
    }

    all.max_id = further.max_id;
    all.objects.extend(further.objects);
    Ok(())
}

/// The key that the next page would have in the list of tagged pages.
const NEXT_KEY: &[u8] = b"ParentTreeNextKey";

/// Where the lists of a document are.
struct Parts {
    pages: ObjectId,
    structure: ObjectId,
    /// The element `Document`, which holds all others.
    element: ObjectId,
    bookmarks: Option<ObjectId>,
}

impl Parts {
    fn of(document: &Document) -> Result<Self, Error> {
        let catalog = document.catalog()?;
        let structure = catalog.get(b"StructTreeRoot")?.as_reference()?;
        let element = match document.get_dictionary(structure)?.get(b"K")? {
            Object::Array(only) => only.first().ok_or(Error::ObjectNotFound(structure))?,
            element => element,
        };
        Ok(Self {
            pages: catalog.get(b"Pages")?.as_reference()?,
            structure,
            element: element.as_reference()?,
            bookmarks: catalog.get(b"Outlines").and_then(Object::as_reference).ok(),
        })
    }
}

fn dictionary_of(object: &mut Object) -> Option<&mut Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    }
}

/// Pages and what stands on them name their list of tagged elements by a number.
fn shift_keys(dictionary: &mut Dictionary, by: i64) {
    for key in ["StructParents", "StructParent"] {
        if let Ok(Object::Integer(number)) = dictionary.get_mut(key.as_bytes()) {
            *number += by;
        }
    }
}

/// The pairs of such numbers and lists; the tree that holds them has one leaf.
fn numbers(
    document: &mut Document,
    structure: ObjectId,
) -> Result<&mut Vec<Object>, Error> {
    let tree = document.get_dictionary(structure)?.get(b"ParentTree")?;
    let tree = match tree.as_reference() {
        Ok(id) => document.get_dictionary_mut(id)?,
        Err(_) => {
            document.get_dictionary_mut(structure)?.get_mut(b"ParentTree")?.as_dict_mut()?
        }
    };
    tree.get_mut(b"Nums")?.as_array_mut()
}

/// Puts the bookmarks of `further` after those of `all`: a chain of one level.
fn append_bookmarks(
    all: &mut Document,
    own: ObjectId,
    further: &mut Document,
    other: ObjectId,
) -> Result<(), Error> {
    let list = further.get_dictionary(other)?;
    // Without a bookmark the list is there and has no first one.
    let Ok(first) = list.get(b"First").and_then(Object::as_reference) else {
        return Ok(());
    };
    let (last, count) = (list.get(b"Last")?.clone(), list.get(b"Count")?.as_i64()?);
    let mut next = Some(first);
    while let Some(id) = next {
        let bookmark = further.get_dictionary_mut(id)?;
        bookmark.set("Parent", own);
        next = bookmark.get(b"Next").and_then(Object::as_reference).ok();
    }
    let list = all.get_dictionary_mut(own)?;
    let before = list.get(b"Last").and_then(Object::as_reference).ok();
    let count = list.get(b"Count").and_then(Object::as_i64).unwrap_or(0) + count;
    list.set("Count", count);
    list.set("Last", last);
    match before {
        Some(before) => {
            all.get_dictionary_mut(before)?.set("Next", first);
            further.get_dictionary_mut(first)?.set("Prev", before);
        }
        None => list.set("First", first),
    }
    Ok(())
}
