//! Archives that stay on disk: packages and collections of Anki, which hold all pictures and
//! sounds somebody has.
//!
//! As in [`archive`](super::archive), nothing is believed that the archive says of itself: what
//! is read of its list and what is unpacked are counted as they are read.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::ZipArchive;

use super::Unreadable;
use super::archive::{damaged, encrypted_archive, too_much};

/// Bytes that the list of files may take. A file takes 60 of them and some 400 in memory, so these
/// are 300,000 files and some 120 MB.
const LIST: u64 = 18 << 20;

/// Bytes that may be unpacked whatever they are packed in.
const FREE: u64 = 200 << 20;

/// Unpacked bytes for one packed byte, above [`FREE`]. Collections reach 3 to 10.
const RATIO: u64 = 200;

/// An archive in a file, whose list has been read and nothing else.
pub struct Packed<R> {
    zip: ZipArchive<Metered<R>>,
}

impl<R: Read + Seek> Packed<R> {
    /// Reads the list of files.
    ///
    /// # Errors
    /// No archive, a damaged one, or one with too many files.
    pub fn open(inner: R) -> Result<Self, Unreadable> {
        let left = Rc::new(Cell::new(LIST));
        let opened = ZipArchive::new(Metered { inner, left: Rc::clone(&left) });
        // While it looks for the list, it takes an error of reading for one of the list.
        if left.get() == 0 {
            return Err(too_much("the archive lists too many files"));
        }
        left.set(u64::MAX);
        Ok(Self { zip: opened.map_err(|error| damaged(&error))? })
    }

    /// The first of these files that the archive has.
    pub fn first_of(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.zip.index_for_name(name).is_some())
    }

    /// The file `name`, to be unpacked by reading; it ends in an error where it unpacks to more
    /// than its packed size explains. `unpack` is what unpacks it further.
    ///
    /// # Errors
    /// No such file, an encrypted one, or one that cannot be read.
    pub fn unpack(&mut self, name: &str) -> Result<Capped<impl Read>, Unreadable> {
        let at = self.zip.index_for_name(name).unwrap_or(usize::MAX);
        let raw = self.zip.by_index_raw(at).map_err(|error| damaged(&error))?;
        let (packed, encrypted) = (raw.compressed_size(), raw.encrypted());
        drop(raw);
        if encrypted {
            return Err(encrypted_archive());
        }
        let file = self.zip.by_index(at).map_err(|error| damaged(&error))?;
        Ok(Capped { inner: file, left: FREE.max(packed.saturating_mul(RATIO)) })
    }
}

/// A file of which only so many bytes may be read.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other("the list of files is too long"));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.left.set(left - read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Bytes that end in an error where there are too many.
pub struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Capped<R> {
    /// The same cap for what `unpack` makes of the bytes.
    ///
    /// # Errors
    /// Those of `unpack`.
    pub fn through<S: Read, E>(
        self,
        unpack: impl FnOnce(Self) -> Result<S, E>,
    ) -> Result<Capped<S>, E> {
        let left = self.left;
        Ok(Capped { inner: unpack(self)?, left })
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other("it unpacks to more than its size in the archive explains")
        })?;
        Ok(read)
    }
}
