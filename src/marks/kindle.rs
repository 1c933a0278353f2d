//! `My Clippings.txt`: entries of a title, a line of data, a blank line and the text, each ended by
//! a line of equals signs.
//!
//! The form is not documented by its maker; it is as the readers of many such files describe it
//! (`- 您在第 47 页（位置 #708-710）的标注 | 添加于 …`, `- Your Highlight on page 12 | Location
//! 170-172 | Added on …`, `- Highlight Loc. 145-46 |`), and as KOReader writes it
//! (`plugins/exporter.koplugin/target/my_clippings.lua`).
//! The language of the line of data is that of the device when the entry was made, so one file has
//! several; an entry whose kind is not known is taken for a marked text, which is proven later.

use std::collections::BTreeMap;

use super::model::{NOTE_ALONE, tidy};
use super::{At, Format, Marks};

/// True for the line that ends an entry.
pub(super) fn is_divider(line: &str) -> bool {
    line.len() >= 8 && line.bytes().all(|byte| byte == b'=')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Highlight,
    Note,
    Bookmark,
}

/// One entry.
struct Entry<'t> {
    line: usize,
    book: &'t str,
    kind: Kind,
    /// First and last location.
    location: Option<(u64, u64)>,
    page: Option<u64>,
    /// When it was added, as written.
    added: &'t str,
    text: String,
}

pub(super) fn read(text: &str) -> Marks {
    let mut marks = Marks::new(Format::Clippings);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut block: Vec<(usize, &str)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if is_divider(line) {
            entries.extend(entry(&block, &mut marks));
            block.clear();
        } else if !(block.is_empty() && line.is_empty()) {
            block.push((at + 1, line));
        }
    }
    // The last entry of a file that was cut off.
    entries.extend(entry(&block, &mut marks));
    let bound = bind(&entries);
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::Highlight)
    {
        let before = marks.marks.len();
        marks.add(At::Line(entry.line), &entry.text, "", Some(entry.book));
        if marks.marks.len() > before {
            place.insert(at, before);
        }
    }
    for (at, entry) in entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::Note) {
        let mark = bound.get(&at).and_then(|to| place.get(to));
        let note = tidy(&entry.text);
        match mark {
            _ if note.is_empty() => {}
            Some(mark) => marks.marks[*mark].notes.push(note),
            None => marks.other(At::Line(entry.line), NOTE_ALONE, &note),
        }
    }
    marks
}

fn entry<'t>(block: &[(usize, &'t str)], marks: &mut Marks) -> Option<Entry<'t>> {
    let [(line, book), rest @ ..] = block else { return None };
    let [(_, data), text @ ..] = rest else {
        marks.other(At::Line(*line), "an entry of one line", book);
        return None;
    };
    let text: Vec<&str> = text.iter().map(|(_, line)| *line).collect();
    let text = text.join("\n");
    if !data.starts_with(['-', '–', '—']) {
        let all = format!("{book}\n{data}\n{text}");
        marks.other(At::Line(*line), "an entry without its line of data", &all);
        return None;
    }
    let kind = kind(data);
    if kind == Kind::Bookmark && text.trim().is_empty() {
        marks.bookmarks += 1;
        return None;
    }
    // What cannot be a note's or a bookmark's is a marked text, whatever the language.
    let kind = if kind == Kind::Bookmark { Kind::Highlight } else { kind };
    let added = data.rsplit('|').next().filter(|_| data.contains('|')).unwrap_or_default();
    let location = numbers(data, LOCATION);
    let page = numbers(data, PAGE).map(|(first, _)| first);
    Some(Entry { line: *line, book, kind, location, page, added: added.trim(), text })
}

/// Words of the line of data, in small letters.
const BOOKMARK: &[&str] = &[
    "书签",
    "書籤",
    "bookmark",
    "marcador",
    "signet",
    "lesezeichen",
    "segnalibro",
    "ブックマーク",
];
const NOTE: &[&str] = &["笔记", "筆記", "note", "nota", "notiz", "メモ", "заметка"];
const HIGHLIGHT: &[&str] = &[
    "标注",
    "標註",
    "标记",
    "划线",
    "劃線",
    "highlight",
    "clip",
    "subrayado",
    "surlignement",
    "markierung",
    "evidenziazione",
    "destaque",
    "ハイライト",
];
const LOCATION: &[&str] =
    &["位置", "location", "loc.", "posición", "emplacement", "position"];
const PAGE: &[&str] = &["第", "page", "página", "seite"];

fn kind(data: &str) -> Kind {
    let kinds = data.split('|').next().unwrap_or(data).to_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| kinds.find(word)).min();
    if first(HIGHLIGHT).is_some() {
        Kind::Highlight
    } else if first(BOOKMARK).is_some() {
        Kind::Bookmark
    } else if first(NOTE).is_some() {
        Kind::Note
    } else {
        Kind::Highlight
    }
}

/// The number, or the first and the last, that follows one of the words: `145-46` is 145 to 146.
fn numbers(data: &str, words: &[&str]) -> Option<(u64, u64)> {
    let small = data.to_lowercase();
    let after = words.iter().find_map(|word| {
        let rest = &small[small.find(word)? + word.len()..];
        let rest = rest.trim_start_matches([' ', '#', '.', ':', '：', 'n', 'o', '№']);
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
    })?;
    let digits =
        |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (first, rest) = after.split_at(digits(after));
    let rest = rest.strip_prefix(['-', '–', '—']).unwrap_or_default();
    let last = &rest[..digits(rest)];
    let start: u64 = first.parse().ok()?;
    let end = match last.len() {
        0 => start,
        // The last digits alone.
        length if length < first.len() => {
            format!("{}{last}", &first[..first.len() - length]).parse().ok()?
        }
        _ => last.parse().ok()?,
    };
    Some((start, end.max(start)))
}

/// Which marked text each note is on, by index: the one that was added with it; the one whose
/// location ends where the note stands or holds it; or its neighbour in the file on the same page.
fn bind(entries: &[Entry<'_>]) -> BTreeMap<usize, usize> {
    // By book and last location, the latest of a kind last.
    let mut ends: BTreeMap<(&str, u64, usize), u64> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let (Kind::Highlight, Some((start, end))) = (entry.kind, entry.location) {
            ends.insert((entry.book, end, at), start);
        }
    }
    let mut bound = BTreeMap::new();
    for (at, note) in entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::Note) {
        let before = (0..at).next_back();
        let neighbours =
            before.into_iter().chain((at + 1 < entries.len()).then_some(at + 1));
        let beside = |fits: &dyn Fn(&Entry<'_>) -> bool| {
            neighbours.clone().find(|other| {
                let other = &entries[*other];
                other.kind == Kind::Highlight && other.book == note.book && fits(other)
            })
        };
        // KOReader writes a note right behind its text, with the same time.
        let with = beside(&|other| {
            !note.added.is_empty()
                && other.added == note.added
                && note.location.is_none()
                && other.location.is_none()
        });
        let holding = note.location.and_then(|(_, place)| {
            let from = (note.book, place, 0);
            let later = ends.range(from..=(note.book, u64::MAX, usize::MAX));
            let mut found: Option<(u64, usize)> = None;
            for ((_, end, other), start) in later.take(MOST_HOLDING) {
                if found.is_some_and(|(best, _)| best < *end) {
                    break;
                }
                if *start <= place {
                    found = Some((*end, *other));
                }
            }
            found.map(|(_, other)| other)
        });
        let page = || {
            beside(&|other| {
                note.location.is_none() && note.page.is_some() && other.page == note.page
            })
        };
        if let Some(to) = with.or(holding).or_else(page) {
            bound.insert(at, to);
        }
    }
    bound
}

/// Marked texts that are looked at for one note.
const MOST_HOLDING: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Marks {
        super::super::read("My Clippings.txt", text.as_bytes()).expect("clippings")
    }

    #[test]
    fn entries_in_several_languages_are_read_with_their_notes() {
        let marks = of(include_str!("samples/kindle.txt"));
        let read: Vec<(&str, Vec<&str>)> = marks
            .marks
            .iter()
            .map(|mark| {
                (mark.text.as_str(), mark.notes.iter().map(String::as_str).collect())
            })
            .collect();
        assert_eq!(
            read,
            [
                ("头十年我数日子，后来就不数了。", vec![]),
                ("怕的不是黑，是雾。", vec![]),
                ("怕的不是黑，是雾。黑的时候灯看得远", vec!["雾比黑可怕"]),
                ("什么都没有发生的那一晚。", vec!["我也是"]),
                ("A light for the one night.", vec![]),
                ("总要有一盏灯亮着。", vec![]),
            ]
        );
        assert_eq!(marks.bookmarks, 1);
        let others: Vec<&str> =
            marks.others.iter().map(|other| other.text.as_str()).collect();
        assert_eq!(others, ["没有标注的笔记"]);
        assert!(marks.marks.iter().all(|mark| !mark.text.contains('\u{feff}')));
    }

    #[test]
    fn notes_of_koreader_stay_with_their_own_text() {
        let day = "Added on Friday, May 02, 2026 10:00:";
        let entry = |kind: &str, second: &str, text: &str| {
            format!(
                "灯塔\n- Your {kind} on page 3 | {day}{second} AM\n\n{text}\n==========\n"
            )
        };
        let marks = of(&[
            entry("highlight", "01", "第一句。"),
            entry("highlight", "02", "第二句。"),
            entry("note", "02", "二的笔记"),
            entry("highlight", "03", "第三句。"),
        ]
        .concat());
        let notes: Vec<usize> = marks.marks.iter().map(|mark| mark.notes.len()).collect();
        assert_eq!((notes, marks.others.len()), (vec![0, 1, 0], 0));
    }

    #[test]
    fn locations_are_read() {
        for (data, wanted) in [
            ("- 您在位置 101-104的标注 | 添加于", Some((101, 104))),
            ("- 您在第12页（位置#170-172）的标注 |", Some((170, 172))),
            ("- Your Highlight on Page 12 | Location 170-172 | Added on", Some((170, 172))),
            ("- Highlight Loc. 145-46 |", Some((145, 146))),
            ("- 您在位置 #205 的笔记 |", Some((205, 205))),
            ("- Your Highlight on page 3 |", None),
            ("- 位置 99999999999999999999-1", None),
        ] {
            assert_eq!(numbers(data, LOCATION), wanted, "{data}");
        }
    }

    #[test]
    fn a_hundred_thousand_entries_are_read_and_broken_ones_listed() {
        let one = "书\n- 您在位置 #5-9的标注 | 添加于\n\n一句话。\n==========\n书\n- 您在位置 #9 的笔记 | \
                   添加于\n\n笔记\n==========\n一行\n==========\n书\n没有\n横线\n==========\n";
        let marks = of(&one.repeat(50_000));
        assert_eq!(marks.marks.len(), 50_000);
        assert_eq!(marks.others.len(), 100_000);
        let notes: usize = marks.marks.iter().map(|mark| mark.notes.len()).sum();
        assert_eq!(notes, 50_000);
    }
}
