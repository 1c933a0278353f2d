//! Typst's view of the world: one template, one file of data, the fonts. No disk, no
//! network, no clock.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Label, Selector, Value};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;

use super::fonts::Fonts;

/// The template's name, in messages too.
pub const TEMPLATE: &str = "print/sheets.typ";

/// What all sheets of a deck have in common.
pub(super) struct PrintWorld<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: Source,
    data: FileId,
}

/// The world with the data of some pages.
struct Pages<'a> {
    world: &'a PrintWorld<'a>,
    data: Bytes,
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|_| format!("{name} is no path"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl<'a> PrintWorld<'a> {
    /// A world with this template and these fonts.
    pub(super) fn new(template: &str, fonts: &'a Fonts) -> Result<Self, String> {
        let main = Source::new(file(TEMPLATE)?, template.to_owned());
        let data = file("print/data.json")?;
        Ok(Self { library: LazyHash::new(Library::default()), fonts, main, data })
    }

    /// Lays out the pages of this data.
    ///
    /// # Errors
    /// What the template does wrong, with its line.
    pub(super) fn compile(&self, json: Vec<u8>) -> Result<PagedDocument, String> {
        let pages = Pages { world: self, data: Bytes::new(json) };
        let result = typst::compile::<PagedDocument>(&pages);
        result.output.map_err(|errors| self.explain(errors.first()))
    }

    pub(super) fn explain(&self, error: Option<&SourceDiagnostic>) -> String {
        let Some(error) = error else { return "unknown".to_owned() };
        let pages = Pages { world: self, data: Bytes::new(Vec::new()) };
        let line = pages
            .range(error.span)
            .and_then(|range| self.main.text().get(..range.start))
            .map(|before| before.matches('\n').count() + 1);
        match line {
            Some(line) => format!("templates/{TEMPLATE}:{line}: {}", error.message),
            None => format!("templates/{TEMPLATE}: {}", error.message),
        }
    }
}

impl World for Pages<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.world.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.fonts.book()
    }

    fn main(&self) -> FileId {
        self.world.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.world.main.id() {
            return Ok(self.world.main.clone());
        }
        Err(not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.world.data {
            return Ok(self.data.clone());
        }
        Err(not_there(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_there(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}

/// The values that the template left under a label.
pub(super) fn left_under(document: &PagedDocument, label: &str) -> Vec<Value> {
    let Some(label) = Label::new(PicoStr::intern(label)) else { return Vec::new() };
    let found = document.introspector().query(&Selector::Label(label));
    let values = found.iter().filter_map(|content| content.to_packed::<MetadataElem>());
    values.map(|element| element.value.clone()).collect()
}
