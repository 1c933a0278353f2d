//! Compressed data that would fill the memory, found before the interpreter unpacks it.

use flate2::{Decompress, FlushDecompress, Status};

use crate::import::Unreadable;
use crate::import::archive::too_much;

/// Bytes of one unpacked stream.
const ONE: u64 = 128 << 20;

/// Bytes of all streams together; pictures are not unpacked and not counted beyond `ONE`.
const ALL: u64 = 2 << 30;

/// How many objects a stream of objects may say it has, squared and added up: the interpreter
/// reads all their places for each of them. Programs put a few hundred into one stream.
const CROWD: u64 = 250_000_000;

/// What is packed twice or more may not be larger than this after the first unpacking.
const TWICE: u64 = 4 << 20;

/// Refuses a document with a stream that unpacks to more than any page has.
///
/// # Errors
/// If there is one.
pub fn refuse(bytes: &[u8]) -> Result<(), Unreadable> {
    let (mut all, mut crowd) = (0, 0_u64);
    let mut buffer = vec![0; 64 << 10];
    let mut at = 0;
    while let Some(found) = find(bytes, b"stream", at) {
        at = found + 6;
        if bytes[..found].ends_with(b"end") {
            continue;
        }
        let dictionary = &bytes[found.saturating_sub(600)..found];
        let begins = dictionary.windows(3).rposition(|three| three == b"obj");
        let dictionary = &dictionary[begins.unwrap_or_default()..];
        if dictionary.windows(7).any(|seven| seven == b"/ObjStm") {
            let objects = number(dictionary, b"/N ");
            crowd = crowd.saturating_add(objects.saturating_mul(objects));
            if crowd > CROWD {
                return Err(too_much("this PDF keeps too many objects in one stream"));
            }
        }
        // /FlateDecode, or /Fl as it is abbreviated.
        let packed = dictionary.windows(3).filter(|three| *three == b"/Fl").count();
        if packed == 0 {
            continue;
        }
        let start = at + bytes[at..].iter().take(2).filter(|b| b"\r\n".contains(b)).count();
        let (used, size) = unpacked(&bytes[start..], &mut buffer);
        if size > ONE || packed > 1 && size > TWICE {
            return Err(too_much(&format!(
                "a part of this PDF unpacks to more than {} MB",
                if packed > 1 { TWICE >> 20 } else { ONE >> 20 }
            )));
        }
        all += size;
        if all > ALL {
            return Err(too_much("this PDF unpacks to more than 2 GB"));
        }
        at = start + used;
    }
    Ok(())
}

/// The number after a key of a dictionary.
fn number(dictionary: &[u8], key: &[u8]) -> u64 {
    let at = dictionary.windows(key.len()).position(|part| part == key);
    let digits = at.map_or(&[][..], |at| &dictionary[at + key.len()..]);
    let digits = digits.iter().skip_while(|byte| **byte == b' ');
    digits.take_while(|byte| byte.is_ascii_digit()).fold(0_u64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

/// How many bytes a packed stream takes, and how many it becomes, at most a little over `ONE`.
fn unpacked(bytes: &[u8], buffer: &mut [u8]) -> (usize, u64) {
    let mut inflate = Decompress::new(true);
    loop {
        let used = inflate.total_in() as usize;
        let before = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(&bytes[used..], buffer, FlushDecompress::None);
        let after = (inflate.total_in(), inflate.total_out());
        let stuck = before == after;
        if stuck || after.1 > ONE || !matches!(status, Ok(Status::Ok)) {
            return (after.0 as usize, after.1);
        }
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let first = *what.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}
