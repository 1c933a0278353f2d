//! Where lines of a derived text stand in their original, in words and as data.

use serde::Serialize;

use super::Source;
use super::origin::clock;
use crate::import::Place;
use crate::text::LineRange;

/// A place in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Pages: `14`, `14–15`, `xv`.
    Pages(String),
    /// A time or two: `00:12:31`, `00:12:31–00:12:40`.
    Time(String),
    /// A chapter's title as the document has it.
    Chapter(String),
    /// Paragraphs of the document, counted from 1.
    Paragraphs(String),
}

impl Words {
    /// In English: `p. 14`, `00:12:31`, `“夜”`, `¶ 6`.
    pub fn english(&self) -> String {
        match self {
            Words::Pages(pages) if pages.contains('–') => format!("pp. {pages}"),
            Words::Pages(page) => format!("p. {page}"),
            Words::Time(time) => time.clone(),
            Words::Chapter(title) => format!("“{title}”"),
            Words::Paragraphs(numbers) => format!("¶ {numbers}"),
        }
    }
}

/// Longest title of a chapter that a note gives, in characters.
const TITLE: usize = 30;

/// Where 1-based lines of a source stand in its original, as precise as people look it up: the
/// page, else the time, else the chapter, else the paragraph. `None` where the source is its
/// own original, or its format has no places.
pub fn words(source: &Source, lines: LineRange) -> Option<Words> {
    let (first, last) = (source.place(lines.first)?, source.place(lines.last)?);
    let range = |from: String, to: String| {
        if from == to { from } else { format!("{from}–{to}") }
    };
    let page = |place: &Place| {
        let label = place.page_label.clone();
        label.or_else(|| place.page.map(|page| page.to_string()))
    };
    if let (Some(from), Some(to)) = (page(first), page(last)) {
        return Some(Words::Pages(range(from, to)));
    }
    if let (Some((start, _)), Some((_, end))) = (first.time, last.time) {
        let short = |time: u64| clock(time).chars().take(8).collect::<String>();
        // One cue is looked up by its beginning.
        let same = first.time == last.time;
        return Some(Words::Time(if same {
            short(start)
        } else {
            range(short(start), short(end))
        }));
    }
    if let Some(chapter) = &first.chapter {
        let title = chapter.rsplit(" › ").next().unwrap_or(chapter);
        let short: String = title.chars().take(TITLE).collect();
        let cut = if short.len() < title.len() { "…" } else { "" };
        return Some(Words::Chapter(format!("{short}{cut}")));
    }
    let (from, to) = (first.paragraph?, last.paragraph?);
    Some(Words::Paragraphs(range(from.to_string(), to.to_string())))
}

/// A place as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRecord<'a> {
    /// First and last page, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<[u32; 2]>,
    /// The printed label of the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<&'a str>,
    /// When the words begin and end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<[String; 2]>,
    /// The chapter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chapter: Option<&'a str>,
    /// The file inside an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<&'a str>,
    /// First and last paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraphs: Option<[u32; 2]>,
}

/// Where 1-based lines of a source stand in its original, as data.
pub fn record(source: &Source, lines: LineRange) -> Option<PlaceRecord<'_>> {
    let (first, last) = (source.place(lines.first)?, source.place(lines.last)?);
    let both = |from: Option<u32>, to: Option<u32>| Some([from?, to?]);
    Some(PlaceRecord {
        pages: both(first.page, last.page),
        label: first.page_label.as_deref(),
        time: first
            .time
            .zip(last.time)
            .map(|((start, _), (_, end))| [clock(start), clock(end)]),
        chapter: first.chapter.as_deref(),
        item: first.item.as_deref(),
        paragraphs: both(first.paragraph, last.paragraph),
    })
}
