//! The address at which a browser shows lines of a source in their original: the page of a PDF,
//! the time of a recording, the words on a web page.

use std::fmt::Write as _;

use super::Source;
use crate::import::Place;
use crate::text::LineRange;

/// Characters at either end by which longer words are looked for on a page.
const ENDS: usize = 16;

/// Where the original of a source shows 1-based lines that have these words.
///
/// That is the document's address, if it gives one; else the original beside the text, reached
/// by `project`, the way from the page that has the link to the project's folder (`../`). `None`
/// where there is neither, and where a browser would not show the place: a file of Word beside
/// the text.
pub fn link(
    source: &Source,
    lines: LineRange,
    words: &str,
    project: Option<&str>,
) -> Option<String> {
    let origin = source.origin.as_deref();
    let media = origin.map_or("text/html", |origin| origin.media.as_str());
    let places = source.place(lines.first).zip(source.place(lines.last));
    if let Some(address) = source.entry.url.as_deref().and_then(web) {
        return Some(match (media, places) {
            ("application/pdf", Some((first, _))) => at_page(address, first),
            (_, Some((Place { time: Some((start, _)), .. }, last))) => {
                at_time(address, *start, last.time.map(|(_, end)| end))
            }
            _ => at_words(address, words),
        });
    }
    let (origin, project) = (origin?, project?);
    let beside = beside(&origin.file, project);
    match (media, places) {
        ("application/pdf", Some((first, _))) => Some(at_page(&beside, first)),
        ("text/html", _) => Some(at_words(&beside, words)),
        _ => None,
    }
}

/// The way to a file of the project from a page beside which `project` leads to its folder.
pub fn beside(file: &str, project: &str) -> String {
    format!("{project}{}", encoded(file, b"/-"))
}

/// An address on the web without its own fragment; whatever else it may be is not followed.
fn web(address: &str) -> Option<&str> {
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let is_sound = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    (is_web && is_sound).then(|| address.split('#').next().unwrap_or(address))
}

/// The `page` parameter of PDF open parameters (RFC 8118), from 1.
fn at_page(address: &str, place: &Place) -> String {
    match place.page {
        Some(page) => format!("{address}#page={page}"),
        None => address.to_owned(),
    }
}

/// The time of a recording in seconds, as a media fragment (W3C Media Fragments URI 1.0), or as
/// the pages of two players want it.
fn at_time(address: &str, start: u64, end: Option<u64>) -> String {
    let seconds = |time: u64| match time % 1000 {
        0 => (time / 1000).to_string(),
        rest => format!("{}.{rest:03}", time / 1000),
    };
    let host = address.split('/').nth(2).unwrap_or_default();
    let is_on = |site: &str| host == site || host.ends_with(&format!(".{site}"));
    if ["youtube.com", "youtu.be", "bilibili.com"].into_iter().any(is_on) {
        let joint = if address.contains('?') { '&' } else { '?' };
        return format!("{address}{joint}t={}", start / 1000);
    }
    match end.filter(|end| *end > start) {
        Some(end) => format!("{address}#t={},{}", seconds(start), seconds(end)),
        None => format!("{address}#t={}", seconds(start)),
    }
}

/// The words on a page, as a text fragment (WICG): all of them if they are few and on one line,
/// else how they begin and end.
fn at_words(address: &str, words: &str) -> String {
    let words = words.trim();
    let count = words.chars().count();
    let short = |part: String| encoded(part.trim(), b"");
    if words.is_empty() {
        return address.to_owned();
    }
    if count <= 2 * ENDS && !words.contains('\n') {
        return format!("{address}#:~:text={}", encoded(words, b""));
    }
    // An end inside one paragraph: what stands on two is not found as one.
    let first = words.lines().next().unwrap_or_default();
    let last = words.lines().next_back().unwrap_or_default();
    let begin = short(first.chars().take(ENDS).collect());
    let skipped = last.chars().count().saturating_sub(ENDS);
    let end = short(last.chars().skip(skipped).collect());
    format!("{address}#:~:text={begin},{end}")
}

/// Percent-encoded: all but letters, digits, `_`, `.`, `~` and what is kept.
fn encoded(text: &str, kept: &[u8]) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_an_address() {
        assert_eq!(web("https://example.org/a#b"), Some("https://example.org/a"));
        assert_eq!(web("HTTP://example.org"), Some("HTTP://example.org"));
        for other in ["javascript:alert(1)", "example.org", "https://a b", "", "网址"] {
            assert_eq!(web(other), None, "{other}");
        }
    }

    #[test]
    fn pages_times_and_words_are_fragments() {
        let page = |page| Place { page, ..Place::default() };
        assert_eq!(at_page("../a.pdf", &page(Some(14))), "../a.pdf#page=14");
        assert_eq!(at_page("../a.pdf", &page(None)), "../a.pdf");
        let sound = "https://example.org/a.mp3";
        assert_eq!(
            at_time(sound, 751_500, Some(760_000)),
            format!("{sound}#t=751.500,760")
        );
        assert_eq!(at_time(sound, 5000, None), format!("{sound}#t=5"));
        let video = "https://www.youtube.com/watch?v=x";
        assert_eq!(at_time(video, 751_500, Some(1)), format!("{video}&t=751"));
        assert_eq!(
            at_time("https://notyoutu.be/x", 1000, None),
            "https://notyoutu.be/x#t=1"
        );
        assert_eq!(
            at_words("a", "水 是-有"),
            "a#:~:text=%E6%B0%B4%20%E6%98%AF%2D%E6%9C%89"
        );
        let long = "一二三四五六七八九十一二三四五六七八九十\n甲乙丙";
        let begin = encoded("一二三四五六七八九十一二三四五六", b"");
        assert_eq!(
            at_words("a", long),
            format!("a#:~:text={begin},{}", encoded("甲乙丙", b""))
        );
        assert_eq!(encoded("seeds/originals/a b.pdf", b"/-"), "seeds/originals/a%20b.pdf");
    }
}
