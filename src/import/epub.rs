//! Books (EPUB 2 and 3), in the order in which they are read, with their chapters.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::{Archive, Limits};
use super::lines::{Lines, settle};
use super::metadata::DublinCore;
use super::xhtml;
use super::xml::{Event, Events, Mode, decode};
use super::{Derived, Unreadable};

/// Reads a book.
///
/// # Errors
/// A damaged, protected or oversized book, and one without a page of text.
pub fn read(bytes: &[u8]) -> Result<Derived, Unreadable> {
    let mut archive = Archive::open(bytes, Limits::DOCUMENT)?;
    protected(&mut archive)?;
    let package = Package::read(&mut archive)?;
    let contents = package.contents(&mut archive)?;
    let mut lines = Lines::default();
    *lines.about() = package.about.clone();
    let mut seen = BTreeSet::new();
    let mut missing = 0;
    for item in &package.spine {
        if !seen.insert(item.path.clone()) {
            continue;
        }
        if package.toc_pages.contains(&item.path) {
            lines.dropped("tables of contents", 1);
            continue;
        }
        if !item.is_page {
            lines.dropped("pictures", 1);
            continue;
        }
        let Some(page) = archive.read(&item.path)? else {
            missing += 1;
            continue;
        };
        lines.begin_item(&item.path);
        let none = BTreeMap::new();
        let begins = contents.get(&item.path).unwrap_or(&none);
        if let Some(title) = begins.get("") {
            lines.chapter = Some(title.clone());
        }
        let text = decode(&page).0;
        xhtml::read(&text, begins, &mut lines).map_err(|error| Unreadable {
            message: format!("“{}” in the book: {}", item.path, error.message),
            ..error
        })?;
    }
    lines.dropped("pages that the book lists and does not have", missing);
    let empty = lines.is_empty();
    let mut derived = lines.finish()?;
    if empty && derived.lines.is_empty() {
        return Err(Unreadable {
            message: "the book has no text, only pictures or nothing at all".into(),
            hint: "find an edition with text, or recognise the pictures' characters with \
                   another program first"
                .into(),
        });
    }
    settle(&mut derived);
    Ok(derived)
}

/// Refuses a book that is locked.
fn protected(archive: &mut Archive) -> Result<(), Unreadable> {
    let by = if archive.has("META-INF/license.lcpl") {
        Some("Readium LCP")
    } else if archive.has("META-INF/sinf.xml") {
        Some("Apple FairPlay")
    } else if archive.has("META-INF/rights.xml") {
        Some("Adobe ADEPT")
    } else {
        None
    };
    let Some(bytes) = archive.read("META-INF/encryption.xml")? else { return Ok(()) };
    let text = decode(&bytes).0;
    let mut events = Events::new(&text, Mode::Strict);
    // Fonts are scrambled in open books too; what else is encrypted is the book itself.
    let mut scrambled = false;
    while let Some(event) = events.next()? {
        let Event::Open(tag) = event else { continue };
        match tag.name() {
            "EncryptedData" => scrambled = false,
            "EncryptionMethod" => {
                let method = tag.attribute("Algorithm").unwrap_or_default();
                scrambled = method == "http://www.idpf.org/2008/embedding"
                    || method == "http://ns.adobe.com/pdf/enc#RC";
            }
            "CipherReference" if !scrambled => {
                return Err(Unreadable {
                    message: format!(
                        "the book is protected against copying ({})",
                        by.unwrap_or("DRM")
                    ),
                    hint: "get an edition without protection from its publisher".into(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// A page of the book, or a picture in its place.
#[derive(Debug)]
struct Item {
    path: String,
    is_page: bool,
}

/// What the package file says.
#[derive(Debug, Default)]
struct Package {
    about: super::About,
    spine: Vec<Item>,
    /// The navigation document of EPUB 3.
    nav: Option<String>,
    /// The table of contents of EPUB 2.
    ncx: Option<String>,
    /// Pages that are tables of contents.
    toc_pages: BTreeSet<String>,
}

#[derive(Debug, Default, Clone)]
struct Listed {
    path: String,
    media: String,
    fallback: Option<String>,
}

impl Listed {
    fn is_page(&self) -> bool {
        matches!(
            self.media.as_str(),
            "application/xhtml+xml"
                | "text/html"
                | "text/x-oeb1-document"
                | "application/html"
        )
    }
}

impl Package {
    fn read(archive: &mut Archive) -> Result<Self, Unreadable> {
        let file = package_file(archive)?;
        let bytes = archive.need(&file)?;
        let text = decode(&bytes).0;
        let mut package = Self::default();
        let mut core = DublinCore::default();
        let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
        let mut order: Vec<(String, bool)> = Vec::new();
        let mut events = Events::new(&text, Mode::Lenient);
        while let Some(event) = events.next()? {
            core.event(&event);
            let Event::Open(tag) = event else { continue };
            match tag.name() {
                "item" => {
                    let Some(id) = tag.attribute("id") else { continue };
                    let item = Listed {
                        path: resolve(&file, &tag.attribute("href").unwrap_or_default()).0,
                        media: tag.attribute("media-type").unwrap_or_default(),
                        fallback: tag.attribute("fallback"),
                    };
                    let properties = tag.attribute("properties").unwrap_or_default();
                    if properties.split_ascii_whitespace().any(|own| own == "nav") {
                        package.nav = Some(item.path.clone());
                        package.toc_pages.insert(item.path.clone());
                    }
                    if item.media == "application/x-dtbncx+xml" {
                        package.ncx = Some(item.path.clone());
                    }
                    listed.insert(id, item);
                }
                "itemref" => {
                    let linear =
                        tag.attribute("linear").is_none_or(|linear| linear != "no");
                    order.push((tag.attribute("idref").unwrap_or_default(), linear));
                }
                "reference" if tag.attribute("type").as_deref() == Some("toc") => {
                    let href = tag.attribute("href").unwrap_or_default();
                    let (path, fragment) = resolve(&file, &href);
                    // With a fragment it is a part of a page that may have more.
                    if fragment.is_empty() {
                        package.toc_pages.insert(path);
                    }
                }
                _ => {}
            }
        }
        // What stands beside the order of reading comes after it.
        order.sort_by_key(|(_, linear)| !linear);
        for (id, _) in &order {
            let Some(mut item) = listed.get(id) else { continue };
            for _ in 0..8 {
                let fallback = item.fallback.as_ref().and_then(|id| listed.get(id));
                match fallback {
                    Some(other) if !item.is_page() => item = other,
                    _ => break,
                }
            }
            package.spine.push(Item { path: item.path.clone(), is_page: item.is_page() });
        }
        package.about = core.about(true);
        Ok(package)
    }

    /// Titles of chapters: for each page, by the id at which each begins; "" is its top.
    fn contents(
        &self,
        archive: &mut Archive,
    ) -> Result<BTreeMap<String, BTreeMap<String, String>>, Unreadable> {
        let mut contents: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (path, read) in [
            (&self.nav, nav as fn(&str, &mut Outline) -> Result<(), Unreadable>),
            (&self.ncx, ncx),
        ] {
            let Some(path) = path else { continue };
            let Some(bytes) = archive.read(path)? else { continue };
            let mut outline = Outline::default();
            // A broken table of contents is no reason to refuse a book.
            if read(&decode(&bytes).0, &mut outline).is_err() && outline.entries.is_empty()
            {
                continue;
            }
            for (href, title) in outline.entries {
                let (file, fragment) = resolve(path, &href);
                contents.entry(file).or_default().entry(fragment).or_insert(title);
            }
            if !contents.is_empty() {
                break;
            }
        }
        Ok(contents)
    }
}

/// Where the package file is.
fn package_file(archive: &mut Archive) -> Result<String, Unreadable> {
    if let Some(bytes) = archive.read("META-INF/container.xml")? {
        let text = decode(&bytes).0;
        let mut events = Events::new(&text, Mode::Strict);
        while let Some(event) = events.next()? {
            if let Event::Open(tag) = event
                && tag.name() == "rootfile"
                && let Some(path) = tag.attribute("full-path")
                && archive.has(&path)
            {
                return Ok(path);
            }
        }
    }
    archive.names().find(|name| name.ends_with(".opf")).map(str::to_owned).ok_or_else(
        || Unreadable {
            message: "the book does not say where its pages are (no package file)".into(),
            hint: "get the file again; a folder of pages that somebody packed is no book"
                .into(),
        },
    )
}

/// Entries of a table of contents as they are gathered.
#[derive(Debug, Default)]
struct Outline {
    entries: Vec<(String, String)>,
    /// Titles of the entries around the one that is being read.
    above: Vec<String>,
}

/// Levels of a table of contents that a chapter's title tells.
const LEVELS: usize = 4;

impl Outline {
    fn add(&mut self, href: &str, title: &str) {
        let mut titles: Vec<&str> =
            self.above.iter().map(String::as_str).filter(|own| !own.is_empty()).collect();
        titles.truncate(LEVELS - 1);
        if !title.is_empty() {
            titles.push(title);
        }
        if !titles.is_empty() && !href.is_empty() {
            self.entries.push((href.to_owned(), titles.join(" › ")));
        }
    }
}

/// The navigation document of EPUB 3: lists of links in `nav epub:type="toc"`.
fn nav(text: &str, outline: &mut Outline) -> Result<(), Unreadable> {
    let mut events = Events::new(text, Mode::Lenient);
    let (mut inside, mut label) = (false, None::<String>);
    let (mut href, mut last) = (String::new(), String::new());
    while let Some(event) = events.next()? {
        match event {
            Event::Open(tag) => match tag.name() {
                "nav" => {
                    let kind = tag.attribute("type").unwrap_or_default();
                    inside = kind.split_ascii_whitespace().any(|own| own == "toc");
                }
                "ol" if inside => outline.above.push(std::mem::take(&mut last)),
                "a" | "span" if inside && label.is_none() => {
                    label = Some(String::new());
                    href = tag.attribute("href").unwrap_or_default();
                }
                _ => {}
            },
            Event::Close(name) => match &*name {
                "nav" => inside = false,
                "ol" if inside => {
                    outline.above.pop();
                }
                "a" | "span" if inside => {
                    if let Some(title) = label.take() {
                        last = xhtml::one_line(&title);
                        outline.add(&href, &last);
                    }
                }
                "li" => last.clear(),
                _ => {}
            },
            Event::Text(text) => {
                if let Some(label) = &mut label {
                    label.push_str(&text);
                }
            }
        }
    }
    Ok(())
}

/// The table of contents of EPUB 2.
fn ncx(text: &str, outline: &mut Outline) -> Result<(), Unreadable> {
    let mut events = Events::new(text, Mode::Lenient);
    let (mut inside, mut label, mut last) = (0_usize, None::<String>, String::new());
    while let Some(event) = events.next()? {
        match event {
            Event::Open(tag) => match tag.name() {
                "navPoint" => {
                    if inside > 0 {
                        outline.above.push(std::mem::take(&mut last));
                    }
                    inside += 1;
                }
                "text" if inside > 0 => label = Some(String::new()),
                "content" if inside > 0 => {
                    let title = last.clone();
                    outline.add(&tag.attribute("src").unwrap_or_default(), &title);
                }
                _ => {}
            },
            Event::Close(name) => match &*name {
                "navPoint" if inside > 0 => {
                    inside -= 1;
                    last = outline.above.pop().unwrap_or_default();
                }
                "text" => {
                    if let Some(title) = label.take() {
                        last = xhtml::one_line(&title);
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(label) = &mut label {
                    label.push_str(&text);
                }
            }
        }
    }
    Ok(())
}

/// The file and the fragment that `href` in the file `base` points to, both without `%20`
/// and the like. What points out of the book, or to the net, points to nothing in it.
fn resolve(base: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let path = unescape(path);
    let mut parts: Vec<&str> = match (path.is_empty(), path.starts_with('/')) {
        (true, _) => return (base.to_owned(), unescape(fragment)),
        (_, true) => Vec::new(),
        _ => base
            .rsplit_once('/')
            .map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (parts.join("/"), unescape(fragment))
}

/// Text with its `%` escapes resolved, as UTF-8.
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hrefs_are_resolved_within_the_book() {
        let at = |href: &str| resolve("OEBPS/text/a.xhtml", href);
        assert_eq!(at("b%20c.xhtml#x"), ("OEBPS/text/b c.xhtml".into(), "x".into()));
        assert_eq!(at("../../../etc/passwd"), ("etc/passwd".into(), String::new()));
        assert_eq!(at("#n%C3%A9"), ("OEBPS/text/a.xhtml".into(), "né".into()));
        assert_eq!(at("/root.xhtml").0, "root.xhtml");
        assert_eq!(at("100%.xhtml").0, "OEBPS/text/100%.xhtml");
    }
}
