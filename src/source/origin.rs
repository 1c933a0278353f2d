//! Where a derived text comes from: the record beside it, `seeds/ID.origin.toml`.
//!
//! The derived text is what quotations are proven against; the record says which original it
//! was made from, by which reader, what was left out or changed, and where each part of it
//! stands in the original.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use super::LineMap;
use super::manifest::is_inside;
use crate::diagnostics::{Code, Diagnostic, decode};
use crate::import::{KnownBy, Place};
use crate::text::Span;

/// What is recorded of a derived text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The record's own path in the project.
    pub record: String,
    /// The original's path in the project.
    pub file: String,
    /// Where the path stands in the record.
    pub file_span: Span,
    /// SHA-256 of the original's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its media type.
    pub media: String,
    /// The reader and the version of its rules: `html/1`.
    pub reader: String,
    /// Where that stands in the record.
    pub reader_span: Span,
    /// The version of this program that ran it.
    pub yulu: String,
    /// The original's encoding, if its format has one to know.
    pub encoding: Option<String>,
    /// How that is known.
    pub encoding_by: Option<KnownBy>,
    /// Where that stands in the record.
    pub encoding_span: Span,
    /// SHA-256 of the text as the reader gave it; another one in `sources.toml` is a text that
    /// was corrected by hand.
    pub text_sha256: String,
    /// How many lines were corrected by hand, where that was counted.
    pub corrected_lines: Option<usize>,
    /// Characters that could not be read.
    pub unreadable: usize,
    /// Where that stands in the record.
    pub unreadable_span: Span,
    /// True if somebody looked at them and registers the text all the same.
    pub accepted: bool,
    /// What was left out, with counts.
    pub dropped: BTreeMap<String, usize>,
    /// What was changed, with counts.
    pub changed: BTreeMap<String, usize>,
    /// Where the text stands in the original: from each of these 1-based lines on.
    pub places: Vec<(usize, Place)>,
}

impl Origin {
    /// The path of the record of a text: `seeds/talk.origin.toml` of `seeds/talk.txt`.
    pub fn record_of(file: &str) -> String {
        format!("{}.origin.toml", file.strip_suffix(".txt").unwrap_or(file))
    }

    /// Where the 1-based line of the text stands in the original.
    pub fn place(&self, line: usize) -> Option<&Place> {
        let after = self.places.partition_point(|(first, _)| *first <= line);
        self.places.get(after.checked_sub(1)?).map(|(_, place)| place)
    }

    /// The record as it is written: a place for each line at which it changes, with the keys
    /// that change; an empty value ends one.
    pub fn to_toml(&self) -> String {
        let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut out = String::from("[origin]\n");
        let mut key = |name: &str, value: String| {
            let _ = writeln!(out, "{name} = {value}");
        };
        key("file", string(&self.file));
        key("sha256", string(&self.sha256));
        key("media", string(&self.media));
        key("reader", string(&self.reader));
        key("yulu", string(&self.yulu));
        if let (Some(encoding), Some(by)) = (&self.encoding, self.encoding_by) {
            key("encoding", string(encoding));
            key("encoding_by", string(by.as_str()));
        }
        key("text_sha256", string(&self.text_sha256));
        if let Some(lines) = self.corrected_lines {
            key("corrected_lines", lines.to_string());
        }
        key("unreadable", self.unreadable.to_string());
        if self.accepted {
            key("accepted", "true".to_owned());
        }
        for (name, counts) in [("dropped", &self.dropped), ("changed", &self.changed)] {
            if !counts.is_empty() {
                let counts =
                    counts.iter().map(|(what, n)| format!("{} = {n}", string(what)));
                key(name, format!("{{ {} }}", counts.collect::<Vec<_>>().join(", ")));
            }
        }
        if self.places.is_empty() {
            return out;
        }
        out.push_str("places = [\n");
        let mut before = Written::default();
        for (line, place) in &self.places {
            let now = Written::of(place);
            let _ = write!(out, "  {{ line = {line}");
            for (name, value) in now.changed(&before) {
                let _ = write!(out, ", {name} = {value}");
            }
            out.push_str(" },\n");
            before = now;
        }
        out.push_str("]\n");
        out
    }
}

/// Places of lines, one for each line at which they change. Blank lines have none of their own.
pub fn runs(places: &[Place]) -> Vec<(usize, Place)> {
    let mut runs: Vec<(usize, Place)> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let same = runs.last().is_some_and(|(_, last)| last == place);
        if *place != Place::default() && !same {
            runs.push((at + 1, place.clone()));
        }
    }
    runs
}

/// The places of a text whose lines went where `map` says. Where as many lines were changed as
/// there were, each keeps its place; a line that is new stands where the one before it does.
pub fn carried(
    places: &[(usize, Place)],
    map: &LineMap,
    lines: usize,
) -> Vec<(usize, Place)> {
    let place = |old: usize| {
        let after = places.partition_point(|(first, _)| *first <= old);
        after.checked_sub(1).map(|at| places[at].1.clone())
    };
    // Both texts begin and end with lines that are the same, so to speak.
    let mut known = vec![(0, 0)];
    let mut found: Vec<(usize, usize)> =
        (1..=map.lines()).filter_map(|old| Some((map.line(old)?, old))).collect();
    found.sort_unstable();
    known.extend(found);
    known.push((lines + 1, map.lines() + 1));
    let mut now: Vec<Place> = Vec::with_capacity(lines);
    for pair in known.windows(2) {
        let [(above, old_above), (below, old_below)] = *pair else { continue };
        let changed = old_below.checked_sub(old_above) == Some(below - above);
        for line in above..below {
            let old = if changed { old_above + (line - above) } else { old_above };
            let own = place(old);
            match line {
                0 => {}
                _ => now.push(own.or_else(|| now.last().cloned()).unwrap_or_default()),
            }
        }
    }
    runs(&now)
}

/// A place as its record has it.
#[derive(Default)]
struct Written([Option<String>; 6]);

impl Written {
    const KEYS: [&str; 6] = ["page", "label", "time", "item", "chapter", "paragraph"];

    fn of(place: &Place) -> Written {
        let string = |text: &String| toml::Value::String(text.clone()).to_string();
        Written([
            place.page.map(|page| page.to_string()),
            place.page_label.as_ref().map(string),
            place
                .time
                .map(|(start, end)| format!("\"{} --> {}\"", clock(start), clock(end))),
            place.item.as_ref().map(string),
            place.chapter.as_ref().map(string),
            place.paragraph.map(|paragraph| paragraph.to_string()),
        ])
    }

    fn changed(&self, before: &Written) -> impl Iterator<Item = (&'static str, &str)> {
        let both = self.0.iter().zip(&before.0).zip(Self::KEYS);
        both.filter(|((now, before), _)| now != before).map(|((now, _), key)| {
            let none = if matches!(key, "page" | "paragraph") { "0" } else { "\"\"" };
            (key, now.as_deref().unwrap_or(none))
        })
    }
}

/// Milliseconds as `00:12:31.500`.
pub fn clock(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{rest:03}", seconds % 60)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    file: Spanned<String>,
    sha256: String,
    media: String,
    reader: Spanned<String>,
    yulu: String,
    encoding: Option<String>,
    encoding_by: Option<Spanned<String>>,
    text_sha256: String,
    corrected_lines: Option<usize>,
    unreadable: Spanned<usize>,
    #[serde(default)]
    accepted: bool,
    #[serde(default)]
    dropped: BTreeMap<String, usize>,
    #[serde(default)]
    changed: BTreeMap<String, usize>,
    #[serde(default)]
    places: Vec<Spanned<RawPlace>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    line: usize,
    page: Option<u32>,
    label: Option<String>,
    time: Option<String>,
    item: Option<String>,
    chapter: Option<String>,
    paragraph: Option<u32>,
}

/// Reads a record; what is wrong with it is reported under its own name.
pub fn parse(record: &str, text: &str) -> (Option<Origin>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(record, text, &mut out);
    document.only(&["origin"], &[], &mut out);
    let Some(raw) = document.one::<Raw>("origin", &mut out) else { return (None, out) };
    let raw = raw.into_inner();
    let file_span = raw.file.span().into();
    if !is_inside(raw.file.get_ref()) {
        let problem =
            Diagnostic::new(Code::WrongValue, "an original is inside the project");
        out.push(
            problem.at(record, file_span, "").hint(
                "write a relative path with `/`, such as \"seeds/originals/talk.pdf\"",
            ),
        );
        return (None, out);
    }
    let encoding_span = raw.encoding_by.as_ref().map_or(file_span, |by| by.span().into());
    let encoding_by = raw.encoding_by.as_ref().and_then(|by| {
        let known = KnownBy::from_word(by.get_ref());
        if known.is_none() {
            let message = format!("`{}` is no way to know an encoding", by.get_ref());
            out.push(
                Diagnostic::new(Code::WrongValue, message)
                    .at(record, encoding_span, "")
                    .hint("write told, mark, utf-8, declared, guessed or confirmed"),
            );
        }
        known
    });
    let mut places = Vec::new();
    let mut place = Place::default();
    let mut last = 0;
    for raw in raw.places {
        let span = raw.span().into();
        let raw = raw.into_inner();
        if raw.line <= last {
            let problem =
                Diagnostic::new(Code::WrongValue, "places stand in order of lines");
            out.push(problem.at(record, span, ""));
            continue;
        }
        last = raw.line;
        if let Err(wrong) = raw.change(&mut place) {
            let message = format!("`{}` is not a time", wrong.escape_debug());
            out.push(
                Diagnostic::new(Code::WrongValue, message)
                    .at(record, span, "")
                    .hint("write time = \"00:12:31.500 --> 00:12:33.000\""),
            );
        }
        places.push((last, place.clone()));
    }
    let origin = Origin {
        record: record.to_owned(),
        file: raw.file.into_inner(),
        file_span,
        sha256: raw.sha256.to_ascii_lowercase(),
        media: raw.media,
        reader_span: raw.reader.span().into(),
        reader: raw.reader.into_inner(),
        yulu: raw.yulu,
        encoding: raw.encoding,
        encoding_by,
        encoding_span,
        text_sha256: raw.text_sha256.to_ascii_lowercase(),
        corrected_lines: raw.corrected_lines,
        unreadable_span: raw.unreadable.span().into(),
        unreadable: raw.unreadable.into_inner(),
        accepted: raw.accepted,
        dropped: raw.dropped,
        changed: raw.changed,
        places,
    };
    (Some(origin), out)
}

impl RawPlace {
    /// Changes the place by the keys that stand here; gives back a time that is none.
    fn change(self, place: &mut Place) -> Result<(), String> {
        let number = |new: u32| Some(new).filter(|new| *new > 0);
        let text = |new: String| Some(new).filter(|new| !new.is_empty());
        if let Some(page) = self.page {
            place.page = number(page);
        }
        if let Some(paragraph) = self.paragraph {
            place.paragraph = number(paragraph);
        }
        if let Some(label) = self.label {
            place.page_label = text(label);
        }
        if let Some(item) = self.item {
            place.item = text(item);
        }
        if let Some(chapter) = self.chapter {
            place.chapter = text(chapter);
        }
        match self.time {
            None => {}
            Some(time) if time.is_empty() => place.time = None,
            Some(time) => match crate::import::timing(&time) {
                Some(both) => place.time = Some(both),
                None => return Err(time),
            },
        }
        Ok(())
    }
}

/// Reports what a person has to look at in a record.
pub fn check(origin: &Origin, id: &str, out: &mut Vec<Diagnostic>) {
    if origin.encoding_by == Some(KnownBy::Guessed) {
        let encoding = origin.encoding.as_deref().unwrap_or("unknown");
        out.push(
            Diagnostic::new(
                Code::EncodingGuessed,
                format!("the encoding of source `{id}` is a guess: {encoding}"),
            )
            .at(&origin.record, origin.encoding_span, "")
            .hint(format!(
                "read a few lines of its text; if they are right, write \
                 encoding_by = \"confirmed\"; if not: `yulu update source {id} {} --encoding NAME`",
                origin.file
            )),
        );
    }
    if origin.unreadable > 0 && !origin.accepted {
        out.push(
            Diagnostic::new(
                Code::TextUnreadable,
                format!(
                    "{} of source `{id}` could not be read",
                    match origin.unreadable {
                        1 => "1 character".to_owned(),
                        n => format!("{n} characters"),
                    }
                ),
            )
            .at(&origin.record, origin.unreadable_span, "")
            .hint(
                "each stands as U+FFFD (�) in the text: correct them there beside the \
                 original, or write accepted = true",
            ),
        );
    }
}

/// Reports an original that is not the one that was registered; `None` if it does not exist.
pub fn check_original(
    origin: &Origin,
    id: &str,
    found: Option<&str>,
    out: &mut Vec<Diagnostic>,
) {
    let message = match found {
        Some(found) if found == origin.sha256 => return,
        Some(_) => {
            format!("the original of source `{id}` is not the file that was registered")
        }
        None => format!("the original of source `{id}` does not exist"),
    };
    let mark = found.map_or_else(String::new, |found| format!("the file has {found}"));
    out.push(
        Diagnostic::new(Code::OriginChanged, message)
            .at(&origin.record, origin.file_span, mark)
            .hint(format!(
                "restore {}; or, if a new version is meant: `yulu update source {id} FILE`",
                origin.file
            )),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Origin {
        let place = |line: usize, place: Place| (line, place);
        let chapter = Some("第二章".to_owned());
        Origin {
            record: "seeds/talk.origin.toml".to_owned(),
            file: "seeds/originals/talk.srt".to_owned(),
            sha256: "ab".to_owned(),
            media: "application/x-subrip".to_owned(),
            reader: "srt/1".to_owned(),
            yulu: "0.1.0".to_owned(),
            encoding: Some("GB18030".to_owned()),
            encoding_by: Some(KnownBy::Guessed),
            text_sha256: "cd".to_owned(),
            unreadable: 2,
            dropped: BTreeMap::from([("ruby text".to_owned(), 3)]),
            places: vec![
                place(1, Place { time: Some((5000, 7200)), ..Place::default() }),
                place(
                    2,
                    Place { page: Some(3), chapter: chapter.clone(), ..Place::default() },
                ),
                place(
                    4,
                    Place {
                        page: Some(4),
                        page_label: Some("xv".to_owned()),
                        chapter,
                        ..Place::default()
                    },
                ),
                place(
                    9,
                    Place {
                        item: Some("a.xhtml".to_owned()),
                        paragraph: Some(2),
                        ..Place::default()
                    },
                ),
            ],
            ..Origin::default()
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let origin = sample();
        let text = origin.to_toml();
        let (read, out) = parse(&origin.record, &text);
        assert_eq!(out, [], "{text}");
        let read = read.expect("record");
        assert_eq!(read.to_toml(), text);
        assert_eq!(read.places, origin.places);
        assert_eq!(read.place(3), Some(&origin.places[1].1));
        assert_eq!(read.place(100), Some(&origin.places[3].1));
        assert!(text.contains("time = \"00:00:05.000 --> 00:00:07.200\" },\n"), "{text}");
        assert!(text.contains("{ line = 4, page = 4, label = \"xv\" },\n"), "{text}");
    }

    #[test]
    fn a_guess_and_what_is_unreadable_are_reported_until_somebody_looked() {
        let mut out = Vec::new();
        let mut origin = sample();
        check(&origin, "talk", &mut out);
        let codes: Vec<Code> = out.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::EncodingGuessed, Code::TextUnreadable]);
        out.clear();
        origin.encoding_by = Some(KnownBy::Confirmed);
        origin.accepted = true;
        check(&origin, "talk", &mut out);
        check_original(&origin, "talk", Some("ab"), &mut out);
        assert_eq!(out, []);
        check_original(&origin, "talk", None, &mut out);
        check_original(&origin, "talk", Some("ef"), &mut out);
        let codes: Vec<Code> = out.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::OriginChanged, Code::OriginChanged]);
    }

    #[test]
    fn what_is_wrong_in_a_record_is_told_at_its_place() {
        let text = sample().to_toml();
        for (from, to, message) in [
            ("\"seeds/originals", "\"../originals", "an original is inside the project"),
            ("\"guessed\"", "\"dreamt\"", "`dreamt` is no way to know an encoding"),
            ("{ line = 4", "{ line = 2", "places stand in order of lines"),
            ("00:00:05.000 -->", "5 s -->", "`5 s --> 00:00:07.200` is not a time"),
            ("[origin]", "[orign]", "unknown key `orign`"),
        ] {
            let (_, out) = parse("r", &text.replace(from, to));
            assert!(out.iter().any(|p| p.message == message), "{to}: {out:?}");
        }
    }

    #[test]
    fn places_are_written_where_they_change() {
        let at = |page| Place { page: Some(page), ..Place::default() };
        let places = [at(1), Place::default(), at(1), at(2), at(2)];
        assert_eq!(runs(&places), [(1, at(1)), (4, at(2))]);
    }
}
