//! ZIP archives from strangers: Word, OpenDocument, EPUB, Anki packages.
//!
//! Every archive that yulu opens is opened here, so that the caps are the same: how many
//! files an archive may list, how large one may become and all of them together, and how much
//! smaller the packed data may be. Nothing is written to disk and an archive inside an archive
//! stays packed, so that neither a name with `..` nor a nest of archives does anything.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;

/// How much an archive may ask of the machine.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Files that it may list; a file of the list takes some 300 bytes of memory.
    pub entries: usize,
    /// Bytes of one unpacked file.
    pub one: u64,
    /// Bytes of all files that are unpacked, one after the other.
    pub total: u64,
    /// Unpacked bytes for one packed byte, where a file is larger than `FREE`.
    /// DEFLATE reaches 1,032; text in XML 5 to 40, the emptiest seen 110.
    pub ratio: u64,
}

impl Limits {
    /// Documents: the text of the longest novel is 5 MB.
    pub const DOCUMENT: Self =
        Self { entries: 20_000, one: 64 << 20, total: 256 << 20, ratio: 250 };

    /// Below this many bytes no ratio is looked at.
    const FREE: u64 = 8 << 20;
}

/// An archive whose list of files has been read, and nothing else yet.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limits: Limits,
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Reads the list of files.
    ///
    /// # Errors
    /// No archive, a damaged or truncated one, or one with too many files.
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, Unreadable> {
        if let Some(other) = no_archive(bytes) {
            return Err(other);
        }
        // The list is held in memory as a whole; count it before it is read. The bytes of
        // a heading inside packed data are one in four thousand million.
        let listed = bytes.windows(4).filter(|four| *four == b"PK\x01\x02").count();
        if listed > limits.entries {
            return Err(too_much(&format!(
                "the archive lists {listed} files; at most {} are read",
                limits.entries
            )));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let names = (0..zip.len())
            .map(|at| match zip.name_for_index(at) {
                Some(Ok(name)) => {
                    name.replace('\\', "/").trim_start_matches('/').to_owned()
                }
                _ => String::new(),
            })
            .collect();
        Ok(Self { zip, names, limits, unpacked: 0 })
    }

    /// The names of the files in the order of the archive, with `/` between folders.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// True if the archive lists a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Where `name` stands; in other letter case if it is not there as written, because
    /// archives are packed on machines that do not tell case.
    fn position(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|own| own == name)
            .or_else(|| self.names.iter().position(|own| own.eq_ignore_ascii_case(name)))
    }

    /// The unpacked file `name`; nothing if the archive has none.
    ///
    /// # Errors
    /// A damaged or encrypted file, or one that passes a limit.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(at) = self.position(name) else { return Ok(None) };
        let raw = self.zip.by_index_raw(at).map_err(|error| damaged(&error))?;
        let (packed, size, encrypted) =
            (raw.compressed_size(), raw.size(), raw.encrypted());
        drop(raw);
        if encrypted {
            return Err(encrypted_archive());
        }
        let most = self.limits.one.min(self.limits.total.saturating_sub(self.unpacked));
        let most = most.min(packed.saturating_mul(self.limits.ratio).max(Limits::FREE));
        let mut file = self.zip.by_index(at).map_err(|error| damaged(&error))?;
        // The size that the archive gives is a stranger's word: it may be nothing or all.
        let mut bytes = Vec::with_capacity(size.min(most).min(1 << 20) as usize);
        let read = file.by_ref().take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(too_much(&format!(
                "“{name}” in the archive unpacks to more than {} MB",
                most >> 20
            )));
        }
        read.map_err(|error| damaged(&ZipError::Io(error)))?;
        self.unpacked += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The unpacked file `name` that a document cannot do without.
    ///
    /// # Errors
    /// As [`Archive::read`], and if there is no such file.
    pub fn need(&mut self, name: &str) -> Result<Vec<u8>, Unreadable> {
        self.read(name)?.ok_or_else(|| Unreadable {
            message: format!("the archive has no “{name}”, so it is not a whole document"),
            hint: "open it in the program it came from and save it anew".into(),
        })
    }
}

/// What kind of document an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// Word: `word/document.xml`, under whatever name the relations give it.
    Docx,
    /// OpenDocument text.
    Odt,
    /// A book.
    Epub,
    /// A package of Anki.
    Anki,
    /// A spreadsheet or slides, of either office family.
    OtherOffice,
    /// Any other archive.
    Plain,
}

impl Package {
    /// What an archive holds, by its contents and never by its name.
    pub fn of(archive: &mut Archive) -> Self {
        let declared = match archive.read("mimetype") {
            Ok(Some(bytes)) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            _ => String::new(),
        };
        if archive.has("META-INF/container.xml") || declared == "application/epub+zip" {
            Self::Epub
        } else if declared.starts_with("application/vnd.oasis.opendocument.text") {
            Self::Odt
        } else if declared.starts_with("application/vnd.oasis.opendocument") {
            Self::OtherOffice
        } else if archive.has("[Content_Types].xml") {
            let starts =
                |folder: &str| archive.names().any(|name| name.starts_with(folder));
            if starts("xl/") || starts("ppt/") || starts("visio/") {
                Self::OtherOffice
            } else {
                Self::Docx
            }
        } else if archive.has("content.xml") {
            Self::Odt
        } else if archive.has("collection.anki2") || archive.has("collection.anki21b") {
            Self::Anki
        } else {
            Self::Plain
        }
    }
}

/// Files that people take for archives of documents and that are none.
fn no_archive(bytes: &[u8]) -> Option<Unreadable> {
    // The compound files of Word before 2007; since then the wrapping of protected ones.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let name: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(name.len()).any(|part| part == name);
        return Some(if protected {
            encrypted_archive()
        } else {
            Unreadable {
                message: "this is a document of Word before 2007 (.doc), which is not read"
                    .into(),
                hint: "open it in Word, WPS or LibreOffice and save it as .docx".into(),
            }
        });
    }
    if bytes.is_empty() {
        return Some(Unreadable {
            message: "the file is empty".into(),
            hint: "get the file again".into(),
        });
    }
    None
}

/// The refusal of what would take too much memory or time.
pub(super) fn too_much(message: &str) -> Unreadable {
    Unreadable {
        message: message.into(),
        hint: "such files are made to exhaust a machine; if this one is honest, save its \
               text alone in the program it came from"
            .into(),
    }
}

/// The refusal of what is locked by a password.
pub(super) fn encrypted_archive() -> Unreadable {
    Unreadable {
        message: "the document is protected by a password".into(),
        hint: "open it with its password and save a copy without one".into(),
    }
}

pub(super) fn damaged(error: &ZipError) -> Unreadable {
    let what = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
        | ZipError::InvalidPassword => return encrypted_archive(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            "the archive is packed in a way that is not read".to_owned()
        }
        _ => format!("the archive is damaged or cut off ({error})"),
    };
    Unreadable {
        message: what,
        hint: "get the file again, or open it in the program it came from and save it anew"
            .into(),
    }
}
