//! XML from strangers, as events.
//!
//! One element after the other and never a tree, so that neither depth nor size costs more
//! than the text itself. Entities of a document type are never expanded, nothing outside the
//! file is ever opened: a reference that is neither XML's own nor HTML's comes out as U+FFFD
//! and is counted.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::reader::Reader;

use super::Unreadable;
use super::archive::too_much;

/// Elements inside one another. Ten thousand tables in tables are forty thousand elements.
const DEEPEST: usize = 100_000;

/// Prefixes that a document may bind to a known vocabulary; two are usual.
const PREFIXES: usize = 256;

/// The vocabularies that the readers know, by the prefix that their specifications use. Word
/// documents saved as “Strict Open XML” have other addresses for the same names.
const VOCABULARIES: &[(&str, &str)] = &[
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("m", "http://purl.oclc.org/ooxml/officeDocument/math"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("r", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("a", "http://purl.oclc.org/ooxml/drawingml/main"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("presentation", "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"),
    ("math", "http://www.w3.org/1998/Math/MathML"),
    ("svgdoc", "http://www.w3.org/2000/svg"),
    ("html", "http://www.w3.org/1999/xhtml"),
    ("epub", "http://www.idpf.org/2007/ops"),
    ("opf", "http://www.idpf.org/2007/opf"),
    ("ncx", "http://www.daisy.org/z3986/2005/ncx/"),
    ("container", "urn:oasis:names:tc:opendocument:xmlns:container"),
    ("enc", "http://www.w3.org/2001/04/xmlenc#"),
];

/// How strictly a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As the specification says: the office formats, whose own programs refuse anything else.
    Strict,
    /// End tags need not match and `&` may stand alone: pages of books, which reading programs
    /// show all the same.
    Lenient,
}

/// What stands next in a file.
#[derive(Debug)]
pub enum Event<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// The element of this local name ends; in [`Mode::Lenient`] it may never have begun.
    Close(Cow<'a, str>),
    /// Characters, with references resolved and line ends as `\n`.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Tag<'a> {
    start: BytesStart<'a>,
    /// The usual prefix of its vocabulary (see `VOCABULARIES`); empty if it is none of them.
    pub space: &'static str,
    /// True for `<a/>`; the matching [`Event::Close`] comes all the same.
    pub empty: bool,
}

impl Tag<'_> {
    /// The name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of the attribute with this local name, references resolved.
    pub fn attribute(&self, local: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all.with_checks(false).flatten().find(|attribute| {
            attribute.key.local_name().into_inner() == local
                && !attribute.key.into_inner().starts_with("xmlns")
        })?;
        Some(unescape(&found.value))
    }
}

/// A value of an attribute with its references resolved; unknown ones stay as they are.
fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name of HTML has 31 letters.
        let end = rest.bytes().take(40).position(|byte| byte == b';');
        let resolved = end.and_then(|end| Some((end, resolve(&rest[1..end])?)));
        match resolved {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What `&name;` stands for.
fn resolve(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let found = char::from_u32(code.ok()?).filter(|c| *c != '\0')?;
        return Some(Cow::Owned(found.to_string()));
    }
    resolve_html5_entity(name).map(Cow::Borrowed)
}

/// The events of one file.
pub struct Events<'a> {
    reader: Reader<&'a [u8]>,
    prefixes: Vec<(String, &'static str)>,
    /// The name of an element `<a/>` that has just begun.
    closing: Option<String>,
    depth: usize,
    /// References for which no character is known; each came out as U+FFFD.
    pub unknown: usize,
}

impl<'a> Events<'a> {
    /// The events of `text`, the decoded file.
    pub fn new(text: &'a str, mode: Mode) -> Self {
        let mut reader = Reader::from_str(text);
        if mode == Mode::Lenient {
            let config = reader.config_mut();
            config.check_end_names = false;
            config.allow_unmatched_ends = true;
            config.allow_dangling_amp = true;
        }
        Self { reader, prefixes: Vec::new(), closing: None, depth: 0, unknown: 0 }
    }

    /// The next event; none at the end of the file.
    ///
    /// # Errors
    /// XML that is not well-formed, and elements nested beyond all measure.
    #[expect(clippy::should_implement_trait, reason = "it can fail")]
    pub fn next(&mut self) -> Result<Option<Event<'a>>, Unreadable> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Event::Close(Cow::Owned(name))));
        }
        loop {
            let at = self.reader.buffer_position();
            let raw = self.reader.read_event().map_err(|error| ill_formed(at, &error))?;
            return Ok(Some(match raw {
                Raw::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(too_much(&format!(
                            "elements are nested more than {DEEPEST} deep"
                        )));
                    }
                    Event::Open(self.tag(start, false))
                }
                Raw::Empty(start) => {
                    let tag = self.tag(start, true);
                    self.closing = Some(tag.name().to_owned());
                    Event::Open(tag)
                }
                Raw::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = end.local_name().into_inner().to_owned();
                    Event::Close(Cow::Owned(name))
                }
                Raw::Text(text) => Event::Text(text.xml10_content()),
                Raw::CData(text) => Event::Text(text.xml10_content()),
                Raw::GeneralRef(reference) => match resolve(&reference) {
                    Some(text) => Event::Text(text),
                    None => {
                        self.unknown += 1;
                        Event::Text(Cow::Borrowed("\u{fffd}"))
                    }
                },
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => continue,
                Raw::Eof => return Ok(None),
            }));
        }
    }

    /// The byte of the file at which the next event begins.
    pub fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    fn tag(&mut self, start: BytesStart<'a>, empty: bool) -> Tag<'a> {
        if start.attributes_raw().contains("xmlns") {
            self.bind(&start);
        }
        let prefix = start.name().prefix().map_or("", |prefix| prefix.into_inner());
        let bound = self.prefixes.iter().rev().find(|(own, _)| own == prefix);
        let space = match bound {
            Some((_, space)) => space,
            // A part of a document without its declarations: as the prefix is always meant.
            None if prefix.is_empty() => "",
            None => VOCABULARIES
                .iter()
                .find(|(usual, _)| *usual == prefix)
                .map_or("", |(usual, _)| usual),
        };
        Tag { start, space, empty }
    }

    /// Notes the prefixes that an element binds. A binding holds from here on, whatever the
    /// element: no document was seen in which one prefix has two meanings that matter.
    fn bind(&mut self, start: &BytesStart) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.into_inner();
            let Some(prefix) = key.strip_prefix("xmlns") else { continue };
            let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
            let space = VOCABULARIES
                .iter()
                .find(|(_, address)| *address == attribute.value.trim())
                .map_or("", |(usual, _)| usual);
            match self.prefixes.iter().position(|(own, _)| own == prefix) {
                Some(at) => self.prefixes[at].1 = space,
                None if self.prefixes.len() < PREFIXES => {
                    self.prefixes.push((prefix.to_owned(), space));
                }
                None => {}
            }
        }
    }
}

/// A file as text: by its byte order mark, else as its declaration says, else UTF-8. The
/// number is that of the bytes that are none in that encoding, each U+FFFD in the text.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = head
        .starts_with("<?xml")
        .then(|| head.split("?>").next())
        .flatten()
        .and_then(|declaration| declaration.split("encoding").nth(1))
        .and_then(|rest| rest.split(['"', '\'']).nth(1));
    let encoding = declared
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .unwrap_or(match bytes {
            [b'<', 0, ..] => encoding_rs::UTF_16LE,
            [0, b'<', ..] => encoding_rs::UTF_16BE,
            _ => encoding_rs::UTF_8,
        });
    let (text, _, faulty) = encoding.decode(bytes);
    let lost = if faulty { text.matches('\u{fffd}').count() } else { 0 };
    (text, lost)
}

fn ill_formed(at: u64, error: &quick_xml::Error) -> Unreadable {
    Unreadable {
        message: format!("the document is damaged: at byte {at} of its XML, {error}"),
        hint: "get the file again, or open it in the program it came from and save it anew"
            .into(),
    }
}
