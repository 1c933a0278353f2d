//! Recordings of quotations and of what is asked: files that a deck names.
//!
//! Reading them is the caller's part ([`paths`], [`Recordings`]); here they are held to what
//! Anki plays on every device and to a size that a package can carry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use toml::Spanned;

use super::file::DeckFile;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::sha256_hex;

/// Bytes of the largest recording: some minutes in a compressed format, and far more than a
/// quotation takes.
pub const LARGEST: u64 = 10 << 20;

/// A file format that Anki plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// MPEG-1 or MPEG-2 layer III.
    Mp3,
    /// AAC in MPEG-4.
    M4a,
    /// Vorbis in Ogg.
    Ogg,
    /// Opus in Ogg.
    Opus,
    /// FLAC.
    Flac,
    /// RIFF WAVE.
    Wav,
}

impl Format {
    /// The format of a file, told by its first bytes; what it is called does not count.
    pub fn of(bytes: &[u8]) -> Option<Format> {
        let at = |from: usize, magic: &[u8]| {
            bytes.get(from..).is_some_and(|rest| rest.starts_with(magic))
        };
        match bytes {
            _ if at(0, b"ID3") => Some(Format::Mp3),
            _ if at(0, b"fLaC") => Some(Format::Flac),
            _ if at(0, b"RIFF") && at(8, b"WAVE") => Some(Format::Wav),
            // The first page of a stream has a header of 28 bytes (RFC 3533).
            _ if at(0, b"OggS") && at(28, b"OpusHead") => Some(Format::Opus),
            _ if at(0, b"OggS") && at(28, b"\x01vorbis") => Some(Format::Ogg),
            _ if at(4, b"ftypM4A ") || at(4, b"ftypM4B ") => Some(Format::M4a),
            // A frame of layer III: eleven bits of synchronisation, the layer, a bit rate and
            // a sampling rate that exist.
            [0xff, second, third, ..]
                if second & 0xe0 == 0xe0
                    && second & 0x06 == 0x02
                    && second & 0x18 != 0x08
                    && third & 0xf0 != 0xf0
                    && third & 0x0c != 0x0c =>
            {
                Some(Format::Mp3)
            }
            _ => None,
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Mp3 => "mp3",
            Format::M4a => "m4a",
            Format::Ogg => "ogg",
            Format::Opus => "opus",
            Format::Flac => "flac",
            Format::Wav => "wav",
        }
    }
}

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Its bytes.
    Bytes(Arc<[u8]>),
    /// There is none.
    Missing,
    /// It is larger than [`LARGEST`]: so many bytes.
    TooLarge(u64),
    /// A link in its path leads out of the project.
    Outside,
    /// It cannot be read, and why.
    Unreadable(String),
}

/// A recording that Anki plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Its path in the project.
    pub path: String,
    /// What it is.
    pub format: Format,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Its SHA-256 in hexadecimal.
    sha256: String,
}

impl Recording {
    /// The name under which a package holds it: by its content, so that the same recording is
    /// there once however often it is imported, and another one never takes its place.
    pub fn media_name(&self) -> String {
        let hash = self.sha256.get(..24).unwrap_or(&self.sha256);
        format!("yulu-{hash}.{}", self.format.ending())
    }
}

impl Serialize for Recording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Recording", 2)?;
        out.serialize_field("file", &self.path)?;
        out.serialize_field("media", &self.media_name())?;
        out.end()
    }
}

/// The files that decks name as recordings, as they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recordings(BTreeMap<String, Read>);

impl Recordings {
    /// Where no file is read.
    pub const NONE: &'static Recordings = &Recordings(BTreeMap::new());

    /// Files by their paths in the project.
    pub fn new(read: BTreeMap<String, Read>) -> Self {
        Self(read)
    }

    /// The recording that a value names; what is wrong with it is added to the diagnostics.
    pub(super) fn get(
        &self,
        typed: Option<&Spanned<String>>,
        file: &str,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Recording> {
        let typed = typed?;
        let name = typed.get_ref();
        let mut problem = |code: Code, message: String, hint: &str| {
            out.push(
                Diagnostic::new(code, message).at(file, typed.span().into(), "").hint(hint),
            );
            None
        };
        let outside = "a recording is inside the decks folder";
        let inside = "write a path in `decks/` with `/`, such as \"audio/shade.mp3\"";
        let Some(path) = path(name) else {
            return problem(Code::WrongValue, outside.to_owned(), inside);
        };
        let bytes = match self.0.get(&path) {
            Some(Read::Bytes(bytes)) => bytes,
            Some(Read::Outside) => {
                return problem(Code::WrongValue, outside.to_owned(), inside);
            }
            Some(Read::TooLarge(size)) => {
                let message =
                    format!("{path} has {size} bytes; a recording has at most {LARGEST}");
                let hint = "cut it to the words of the card, or save it as MP3";
                return problem(Code::RecordingTooLarge, message, hint);
            }
            Some(Read::Unreadable(why)) => {
                let message = format!("{path} cannot be read: {why}");
                return problem(Code::FileUnreadable, message, "a recording is a file");
            }
            Some(Read::Missing) | None => {
                let message = format!("{path} does not exist");
                let hint = "put the recording there, or correct the path";
                return problem(Code::FileMissing, message, hint);
            }
        };
        let Some(format) = Format::of(bytes) else {
            let message = match bytes.is_empty() {
                true => format!("{path} is empty"),
                false => format!("{path} is not a recording that Anki plays everywhere"),
            };
            let hint = "save it as MP3; M4A, Ogg Vorbis, Opus, FLAC and WAV will do, too";
            return problem(Code::RecordingFormat, message, hint);
        };
        let sha256 = sha256_hex(bytes);
        Some(Recording { path, format, bytes: Arc::clone(bytes), sha256 })
    }
}

/// The path in the project of a recording as a deck file names it; `None` if it leads out of the
/// decks' folder.
fn path(typed: &str) -> Option<String> {
    let inside = !typed.starts_with('/')
        && !typed.contains(['\\', '\0'])
        && !typed.trim().is_empty()
        && typed.split('/').all(|part| part != "..");
    inside.then(|| format!("decks/{typed}"))
}

/// The paths in the project of all recordings that files of a deck name.
pub fn paths(files: &[DeckFile]) -> BTreeSet<String> {
    let quotes = files.iter().flat_map(|file| &file.quotes).map(|quote| quote.get_ref());
    let of_quotes = quotes.flat_map(|quote| [&quote.audio, &quote.prompt_audio]);
    let themes = files.iter().flat_map(|file| &file.themes).map(|theme| theme.get_ref());
    let of_questions = themes.flat_map(|theme| theme.question.iter().map(|q| &q.audio));
    let named = of_quotes.chain(of_questions).flatten();
    named.filter_map(|typed| path(typed.get_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        let mut ogg = b"OggS".to_vec();
        ogg.resize(28, 0);
        let opus = [&ogg[..], b"OpusHead"].concat();
        let vorbis = [&ogg[..], b"\x01vorbis"].concat();
        for (bytes, format) in [
            (&b"ID3\x04"[..], Some(Format::Mp3)),
            (b"\xff\xfb\x90\x64", Some(Format::Mp3)),
            (b"\xff\xf3\x40\xc0", Some(Format::Mp3)),
            (b"fLaC", Some(Format::Flac)),
            (b"RIFF\0\0\0\0WAVEfmt ", Some(Format::Wav)),
            (b"\0\0\0\x20ftypM4A \0", Some(Format::M4a)),
            (&opus, Some(Format::Opus)),
            (&vorbis, Some(Format::Ogg)),
            // AAC without a container, a film, speech of a telephone, AIFF, a page.
            (b"\xff\xf1\x50\x80", None),
            (b"\0\0\0\x20ftypmp42", None),
            (b"#!AMR\n", None),
            (b"FORM\0\0\0\0AIFF", None),
            (b"<!doctype html>", None),
            (b"RIFF\0\0\0\0AVI ", None),
            (b"", None),
        ] {
            assert_eq!(Format::of(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn paths_stay_in_the_decks_folder() {
        assert_eq!(path("audio/a.mp3").as_deref(), Some("decks/audio/a.mp3"));
        for other in ["/etc/passwd", "../a.mp3", "a/../../b.mp3", "a\\b.mp3", "", " "] {
            assert_eq!(path(other), None, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let format = Format::of(&bytes);
            prop_assert!(format.is_none_or(|format| !format.ending().is_empty()));
        }
    }
}
