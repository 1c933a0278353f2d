//! The file of a document: PDF/UA-1 by Typst, and what Typst does not write.

use typst::diag::SourceResult;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::super::imposition::{Flip, Layout, Sides};
use super::copying::without_readings;
use super::join::{Joined, unreadable};

/// The file of a document: PDF/UA-1, with no time in it.
pub(super) fn file(document: &PagedDocument, ident: String) -> SourceResult<Vec<u8>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default();
    let creator = concat!("yulu ", env!("CARGO_PKG_VERSION")).to_owned();
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(creator)),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(document, &options)
}

/// Adds what a print dialog should be set to (how to turn the paper, and not to scale), and
/// packs the many small objects of a tagged file into compressed ones: less than two thirds
/// of the size. Readings are kept from being copied with the text.
///
/// # Errors
/// If the document has not the shape of Typst's, which would be a mistake of the program.
pub(super) fn finished(
    joined: Joined,
    layout: &Layout,
    has_readings: bool,
) -> Result<Vec<u8>, String> {
    let document = joined.document();
    document.and_then(|all| written(all, layout, has_readings)).map_err(unreadable)
}

fn written(
    mut document: lopdf::Document,
    layout: &Layout,
    has_readings: bool,
) -> Result<Vec<u8>, lopdf::Error> {
    let duplex = match (layout.sides, layout.sheet.fold, layout.flip) {
        (Sides::Both, false, Flip::Long) => "DuplexFlipLongEdge",
        (Sides::Both, false, Flip::Short) => "DuplexFlipShortEdge",
        _ => "Simplex",
    };
    let preferences =
        document.catalog_mut()?.get_mut(b"ViewerPreferences")?.as_dict_mut()?;
    preferences.set("Duplex", lopdf::Object::Name(duplex.into()));
    preferences.set("PrintScaling", lopdf::Object::Name("None".into()));
    preferences.set("PickTrayByPDFSize", true);
    if has_readings {
        let pages: Vec<lopdf::ObjectId> = document.page_iter().collect();
        for page in pages {
            for content in document.get_page_contents(page) {
                let stream = document.get_object_mut(content)?.as_stream_mut()?;
                if let Some(copied) = without_readings(&stream.decompressed_content()?) {
                    stream.set_plain_content(copied);
                    stream.compress()?;
                }
            }
        }
    }
    let options = lopdf::SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(5000)
        .compression_level(9)
        .build();
    let mut out = Vec::new();
    document.save_with_options(&mut out, options)?;
    Ok(with_packed_table(out))
}

/// The file with its table of objects compressed, which lopdf leaves as it is: 8 KB of the
/// shipped deck's sheets. The table is the last object, so nothing else moves.
fn with_packed_table(file: Vec<u8>) -> Vec<u8> {
    packed_table(&file).unwrap_or(file)
}

fn packed_table(file: &[u8]) -> Option<Vec<u8>> {
    const BEFORE: &[u8] = b">>stream\n";
    const AFTER: &[u8] = b"\nendstream";
    let find = |from: usize, what: &[u8]| {
        let found = file.get(from..)?.windows(what.len()).position(|at| at == what)?;
        Some(from + found)
    };
    let trailer = file.len() - file.iter().rev().take(64).count();
    let trailer = find(trailer, b"startxref\n")?;
    let digits = file.get(trailer + 10..)?.split(|c| *c == b'\n').next()?;
    let table: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let head = file.get(table..find(table, BEFORE)?)?;
    let head = std::str::from_utf8(head).ok()?;
    let (dictionary, length) = head.rsplit_once("/Length ")?;
    let length: usize = length.parse().ok()?;
    let start = table + head.len() + BEFORE.len();
    let rest = file.get(start + length..)?;
    if !rest.starts_with(AFTER) || dictionary.contains("/Filter") {
        return None;
    }
    let content = file.get(start..start + length)?.to_vec();
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), content);
    stream.compress().ok()?;
    if stream.content.len() >= length {
        return None;
    }
    let head = format!("{dictionary}/Filter/FlateDecode/Length {}", stream.content.len());
    Some([&file[..table], head.as_bytes(), BEFORE, &stream.content, rest].concat())
}
