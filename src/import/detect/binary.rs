//! Formats that are not text, by their first bytes.

use super::named;
use crate::import::{Format, Unreadable};

const CONVERT: &str = "convert it to EPUB, DOCX or text in the program that made it or in one \
                       that reads it";
const TRANSCRIBE: &str =
    "yulu reads text: transcribe it, or take its subtitles (.srt, .vtt)";
const RECOGNISE: &str = "yulu reads text: let a program for text recognition (OCR) read it, \
                         and proofread what it gives";

/// What the first bytes of files of other programs are, where they begin, and what to say.
const MAGIC: &[(usize, &[u8], &str, &str)] = &[
    (60, b"BOOKMOBI", "a Kindle book (MOBI or AZW)", CONVERT),
    (60, b"TEXtREAd", "a PalmDOC book", CONVERT),
    (0, b"TPZ", "a Kindle book (Topaz)", CONVERT),
    (0, b"\xeaDRMION\xee", "a protected Kindle book (KFX)", CONVERT),
    (0, b"CONT\x02\x00", "a Kindle book (KFX)", CONVERT),
    (0, b"AT&TFORM", "a DjVu document", RECOGNISE),
    (0, b"ITSF", "a Windows help file (CHM)", CONVERT),
    (0, b"CAJ", "a CAJ document of CNKI", "export it as PDF in CAJViewer"),
    (0, b"HN\x00\x00", "a CAJ document of CNKI", "export it as PDF in CAJViewer"),
    (0, b"KDH ", "a KDH document of CNKI", "export it as PDF in CAJViewer"),
    (0, b"L\x00R\x00F\x00", "a Sony Reader book (LRF)", CONVERT),
    (0, b"\x89PNG\r\n\x1a\n", "a picture (PNG)", RECOGNISE),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", RECOGNISE),
    (0, b"GIF8", "a picture (GIF)", RECOGNISE),
    (8, b"WEBP", "a picture (WebP)", RECOGNISE),
    (0, b"II*\x00", "a picture (TIFF)", RECOGNISE),
    (0, b"MM\x00*", "a picture (TIFF)", RECOGNISE),
    (4, b"ftyphei", "a picture (HEIC)", RECOGNISE),
    (4, b"ftypmif1", "a picture (HEIF)", RECOGNISE),
    (4, b"ftypavif", "a picture (AVIF)", RECOGNISE),
    (4, b"ftyp", "a film or recording (MP4)", TRANSCRIBE),
    (0, b"ID3", "a recording (MP3)", TRANSCRIBE),
    (0, b"\xff\xfb", "a recording (MP3)", TRANSCRIBE),
    (0, b"#!AMR", "a recording (AMR)", TRANSCRIBE),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a recording or film (WMA, WMV)", TRANSCRIBE),
    (0, b"FLV\x01", "a film (FLV)", TRANSCRIBE),
    (0, b"\x00\x00\x01\xba", "a film (MPEG)", TRANSCRIBE),
    (0, b"8BPS", "a picture (PSD)", RECOGNISE),
    (0, b"OggS", "a recording (Ogg)", TRANSCRIBE),
    (0, b"fLaC", "a recording (FLAC)", TRANSCRIBE),
    (8, b"WAVE", "a recording (WAV)", TRANSCRIBE),
    (8, b"AVI ", "a film (AVI)", TRANSCRIBE),
    (0, b"\x1aE\xdf\xa3", "a film (Matroska or WebM)", TRANSCRIBE),
    (
        0,
        b"bplist00",
        "an Apple property list or web archive",
        "save the page as HTML instead",
    ),
    (0, b"%!PS", "a PostScript document", "convert it to PDF, for instance with ps2pdf"),
    (0, b"SQLite format 3\x00", "a database (SQLite)", "export the text that you mean"),
    (0, b"\x1f\x8b", "a compressed file (gzip)", UNPACK),
    (0, b"BZh", "a compressed file (bzip2)", UNPACK),
    (0, b"\xfd7zXZ\x00", "a compressed file (xz)", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (0, b"Rar!", "a RAR archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\x7fELF", "a program", "give the document itself"),
    (0, b"MZ\x90\x00", "a program", "give the document itself"),
];
const UNPACK: &str = "unpack it and register the document inside";

/// The format of a document that is not text, by its first bytes.
///
/// # Errors
/// If it is a format that is recognised and has no reader.
pub fn binary(bytes: &[u8]) -> Result<Option<Format>, Unreadable> {
    let head = &bytes[..bytes.len().min(1024)];
    // Some writers put a few bytes before it.
    if find(head, b"%PDF-").is_some() {
        return Ok(Some(Format::Pdf));
    }
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let from = head[start..].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head[start..]);
    if from.starts_with(b"{\\rtf") {
        return Ok(Some(Format::Rtf));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zip(bytes).map(Some);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(compound(bytes));
    }
    // `BM`, the length of the file, four zeros.
    let length =
        bytes.get(2..6).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    if head.starts_with(b"BM") && length.is_some_and(|n| n as usize == bytes.len()) {
        return Err(named("a picture (BMP)", RECOGNISE));
    }
    for (at, magic, what, hint) in MAGIC {
        if head.get(*at..).is_some_and(|rest| rest.starts_with(magic)) {
            return Err(named(what, hint));
        }
    }
    Ok(None)
}

/// Which of the formats that are a zip archive, by the names in it, which stand uncompressed.
fn zip(bytes: &[u8]) -> Result<Format, Unreadable> {
    // The first entry of EPUB and OpenDocument is `mimetype`, not compressed.
    let head = &bytes[..bytes.len().min(256)];
    if find(head, b"mimetypeapplication/epub+zip").is_some() {
        return Ok(Format::Epub);
    }
    if let Some(at) = find(head, b"mimetypeapplication/vnd.oasis.opendocument.") {
        let rest = &head[at + b"mimetypeapplication/vnd.oasis.opendocument.".len()..];
        return match rest.starts_with(b"text") {
            true => Ok(Format::Odt),
            false => Err(named(
                "an OpenDocument file that is no text",
                "copy the text that you mean into a text document",
            )),
        };
    }
    // Names stand at the head of the archive's files and in the list at its end.
    const FIRST: usize = 1 << 20;
    const LAST: usize = 4 << 20;
    let first = &bytes[..bytes.len().min(FIRST)];
    let last = &bytes[bytes.len().saturating_sub(LAST).max(first.len())..];
    let has = |name: &[u8]| find(first, name).or_else(|| find(last, name)).is_some();
    for (name, format) in [
        // Its running text may have another name, which its relations tell.
        (&b"word/document"[..], Format::Docx),
        (b"META-INF/container.xml", Format::Epub),
    ] {
        if has(name) {
            return Ok(format);
        }
    }
    for (name, what) in [
        (&b"xl/workbook"[..], "an Excel workbook"),
        (b"ppt/presentation.xml", "a PowerPoint presentation"),
        (b".iwa", "a Pages, Keynote or Numbers document"),
        (b".kfx", "a Kindle book (KFX)"),
    ] {
        if has(name) {
            return Err(named(
                what,
                "save the text that you mean as DOCX, ODT or plain text",
            ));
        }
    }
    // An OpenDocument file that another program packed anew, without its first entry.
    if has(b"content.xml") && has(b"META-INF/manifest.xml") {
        return Ok(Format::Odt);
    }
    Err(named("a zip archive", UNPACK))
}

/// What a compound file of Microsoft is.
fn compound(bytes: &[u8]) -> Unreadable {
    // Names of its streams are UTF-16.
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    match () {
        () if has("EncryptedPackage") => {
            named("an Office document with a password", "save a copy without the password")
        }
        () if has("WordDocument") => named(
            "a Word document of before 2007 (.doc)",
            "save it as DOCX in Word or LibreOffice (soffice --convert-to docx FILE)",
        ),
        () if has("Workbook") => {
            named("an Excel workbook (.xls)", "save the text that you mean as a document")
        }
        () if has("PowerPoint Document") => named(
            "a PowerPoint presentation (.ppt)",
            "save the text that you mean as a document",
        ),
        () => named("an Office document of before 2007", "save it in a format of today"),
    }
}

/// The first place of `what`.
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_and_other_programs_files_are_told_by_their_bytes() {
        let zip = |names: &str| format!("PK\x03\x04..{names}..").into_bytes();
        for (bytes, format) in [
            (b"%PDF-1.7\n".to_vec(), Format::Pdf),
            (b"\n\n%PDF-1.4".to_vec(), Format::Pdf),
            (b"{\\rtf1\\ansi".to_vec(), Format::Rtf),
            (zip("mimetypeapplication/epub+zip"), Format::Epub),
            (zip("META-INF/container.xml"), Format::Epub),
            (zip("mimetypeapplication/vnd.oasis.opendocument.text"), Format::Odt),
            (zip("[Content_Types].xml word/document.xml"), Format::Docx),
            (zip("[Content_Types].xml word/document2.xml"), Format::Docx),
            (zip("content.xml META-INF/manifest.xml"), Format::Odt),
        ] {
            assert_eq!(binary(&bytes), Ok(Some(format)), "{bytes:?}");
        }
        let mut mobi = vec![0; 60];
        mobi.extend_from_slice(b"BOOKMOBI");
        let mut doc = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        doc.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        for (bytes, word) in [
            (mobi, "Kindle"),
            (doc, ".doc"),
            (locked, "password"),
            (b"AT&TFORM\0\0".to_vec(), "DjVu"),
            (b"CAJ\0".to_vec(), "CAJ"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "PNG"),
            (b"RIFF....WEBPVP8 ".to_vec(), "WebP"),
            (zip("xl/workbook.xml"), "Excel"),
            (zip("Index/Slide.iwa"), "Keynote"),
            (zip("book.kfx"), "Kindle"),
            (b"BM\x0e\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), "BMP"),
            (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6".to_vec(), "WMA"),
            (zip("a.txt"), "zip"),
            (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "no text"),
            (b"\x1f\x8b\x08".to_vec(), "gzip"),
        ] {
            let refused = binary(&bytes).expect_err(word);
            assert!(refused.message.contains(word), "{}", refused.message);
        }
        assert_eq!(binary("记者：难吗？".as_bytes()), Ok(None));
        assert_eq!(binary(b""), Ok(None));
    }
}
