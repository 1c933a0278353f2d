//! How much schema a database has, read without SQLite.
//!
//! SQLite reads all of a schema before it does anything, and its time goes with the square of the
//! number of tables: two hundred thousand of them, 2 MB packed, take minutes. The tree of pages
//! that holds the schema begins on the first page (<https://sqlite.org/fileformat2.html>).

use std::io::{self, Read, Seek, SeekFrom};

/// Tables, indexes and the like; Anki's collections have some thirty.
const ENTRIES: usize = 2_000;

/// Bytes of all their statements; Anki's take some 8,000.
const BYTES: u64 = 1 << 20;

/// Pages of the tree.
const PAGES: usize = 4_000;

/// True if a database of `size` bytes has no more schema than an honest one could.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn is_small(mut file: impl Read + Seek, size: u64) -> io::Result<bool> {
    let mut head = [0; 100];
    file.seek(SeekFrom::Start(0))?;
    if file.read_exact(&mut head).is_err() {
        return Ok(false);
    }
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    };
    if page_size < 512 {
        return Ok(false);
    }
    let mut page = vec![0; page_size as usize];
    let mut waiting = vec![1_u32];
    let (mut pages, mut entries, mut bytes) = (0, 0, 0_u64);
    while let Some(number) = waiting.pop() {
        pages += 1;
        let start = u64::from(number).saturating_sub(1) * page_size;
        if number == 0 || start + page_size > size || pages > PAGES {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut page)?;
        let at = if number == 1 { 100 } else { 0 };
        let Some(found) = Page::read(&page, at) else { return Ok(false) };
        entries += found.payloads.len();
        bytes = found.payloads.iter().fold(bytes, |sum, more| sum.saturating_add(*more));
        waiting.extend(found.children);
        if entries > ENTRIES || bytes > BYTES || waiting.len() > PAGES {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a page of a table's tree leads to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    /// Pages below.
    children: Vec<u32>,
    /// The bytes of each row.
    payloads: Vec<u64>,
}

impl Page {
    /// Reads a page whose own head begins at `at`; none if it is no page of a table.
    fn read(page: &[u8], at: usize) -> Option<Self> {
        let mut found = Self::default();
        let cells = usize::from(two(page, at + 3)?);
        match *page.get(at)? {
            5 => {
                for cell in 0..cells {
                    let place = usize::from(two(page, at + 12 + 2 * cell)?);
                    found.children.push(four(page, place)?);
                }
                found.children.push(four(page, at + 8)?);
            }
            13 => {
                for cell in 0..cells {
                    let place = usize::from(two(page, at + 8 + 2 * cell)?);
                    found.payloads.push(varint(page.get(place..)?)?);
                }
            }
            _ => return None,
        }
        Some(found)
    }
}

fn two(page: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*page.get(at..)?.first_chunk()?))
}

fn four(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*page.get(at..)?.first_chunk()?))
}

/// A number of one to nine bytes, seven bits in each but the last of nine.
fn varint(bytes: &[u8]) -> Option<u64> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some(number << 8 | u64::from(*byte));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_one_to_nine_bytes() {
        assert_eq!(varint(&[0x7f]), Some(127));
        assert_eq!(varint(&[0x81, 0x00]), Some(128));
        assert_eq!(varint(&[0xff; 9]), Some(u64::MAX));
        assert_eq!(varint(&[0xff; 8]), None);
        assert_eq!(varint(&[]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(mut bytes in prop::collection::vec(any::<u8>(), 101..2_000)) {
            bytes[16..18].copy_from_slice(&512_u16.to_be_bytes());
            bytes[100] = if bytes[100] % 2 == 0 { 5 } else { 13 };
            let size = bytes.len() as u64;
            prop_assert!(is_small(io::Cursor::new(bytes), size).is_ok());
        }
    }
}
