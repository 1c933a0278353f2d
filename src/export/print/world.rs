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

pub(super) struct PrintWorld<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: Source,
    data: (FileId, Bytes),
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|_| format!("{name} is no path"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl<'a> PrintWorld<'a> {
    /// A world with this template and these fonts, and no data yet.
    pub(super) fn new(template: &str, fonts: &'a Fonts) -> Result<Self, String> {
        let main = Source::new(file(TEMPLATE)?, template.to_owned());
        let data = (file("print/data.json")?, Bytes::new(Vec::new()));
        Ok(Self { library: LazyHash::new(Library::default()), fonts, main, data })
    }

    pub(super) fn set_data(&mut self, json: Vec<u8>) {
        self.data.1 = Bytes::new(json);
    }

    /// Lays the pages out.
    ///
    /// # Errors
    /// What the template does wrong, with its line.
    pub(super) fn compile(&self) -> Result<PagedDocument, String> {
        let result = typst::compile::<PagedDocument>(self);
        result.output.map_err(|errors| self.explain(errors.first()))
    }

    pub(super) fn explain(&self, error: Option<&SourceDiagnostic>) -> String {
        let Some(error) = error else { return "unknown".to_owned() };
        let line = self
            .range(error.span)
            .and_then(|range| self.main.text().get(..range.start))
            .map(|before| before.matches('\n').count() + 1);
        match line {
            Some(line) => format!("templates/{TEMPLATE}:{line}: {}", error.message),
            None => format!("templates/{TEMPLATE}: {}", error.message),
        }
    }
}

impl World for PrintWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        Err(not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        Err(not_there(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
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
