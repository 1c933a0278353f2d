//! Speaker heads: what stands before a speaker's words and is no part of them.
//!
//! A head is a name in one of the frames that people use to say who speaks: `记者：`,
//! `**李某（店主）**：`, `[00:12:30] Mary Jones:`, `【主持人】`, a name and a time alone on their
//! line. What decorates it (heading marks, bullets, emphasis, tags, numbers, a time, a role in
//! brackets) is no part of the name. [`readings`] gives every way in which a line could be read
//! as a head, by its form alone; whether a name is a speaker's is decided over the whole document
//! by `evidence`.

mod around;
mod decor;
mod grammar;
mod name;
mod parser;
mod shadow;
mod soft;
mod stamp;

pub use around::{
    after_marks, after_time_code, beginnings, begins_another, begins_with_colon,
    begins_with_latin_words, closes_quotation, is_marked_head, is_name_alone, is_odd_head,
    is_tail_attribution,
};
pub use grammar::{is_colon, readings};
use name::question_number;
pub use name::{NameFacts, fold, initials, is_anybodys, is_page_word, tidy};
pub use shadow::is_hidden;

/// How a head is written. Hard frames make a line a head by themselves; soft ones only where a
/// document uses them throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frame {
    /// `名：`
    Colon,
    /// `00:12 名：`
    TimeColon,
    /// `<v 名>`
    Voice,
    /// `| 名 | … |`
    Row,
    /// `00:12 From 名 to …:`
    From,
    /// `00:12⇥名⇥…`
    Tab,
    /// `名 00:12`, the words below or after it.
    NameTime,
    /// `00:12 名`, the words below.
    TimeName,
    /// `【名】`
    Bracket,
    /// `“名”：`, `（名）：`
    Quoted,
    /// A name between marks with which nearly every line of the document begins.
    Opening,
    /// A whole bracket whose content is no name.
    NoName,
    /// `名——`
    Dash,
    /// `名｜`
    Bar,
    /// `名　　`
    Space,
    /// `名（笑）`
    Aside,
    /// `**名**`
    Bold,
    /// `名曰：`
    Said,
    /// `名云：`
    Told,
    /// A name alone on its line.
    Alone,
}

impl Frame {
    /// True for frames that make no head by themselves.
    pub fn is_soft(self) -> bool {
        self >= Frame::Dash
    }

    /// True if the frame is a colon's, with or without a time.
    pub fn has_colon(self) -> bool {
        matches!(self, Frame::Colon | Frame::TimeColon)
    }

    /// True if no prose has it by chance.
    pub fn is_technical(self) -> bool {
        matches!(
            self,
            Frame::TimeColon
                | Frame::Voice
                | Frame::Row
                | Frame::From
                | Frame::Tab
                | Frame::NameTime
                | Frame::TimeName
        )
    }
}

/// What stood before a head and is no part of it, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decor(u8);

impl Decor {
    const HEADING: Decor = Decor(1);
    const QUOTE: Decor = Decor(2);
    const BULLET: Decor = Decor(4);
    const NUMBER: Decor = Decor(8);
    const EMPHASIS: Decor = Decor(16);
    const TAG: Decor = Decor(32);
    const SYMBOL: Decor = Decor(64);
    const ASIDE: Decor = Decor(128);

    fn add(&mut self, other: Decor) {
        self.0 |= other.0;
    }

    /// True if the head is set in bold or the like, or stands in a tag.
    pub fn is_emphasised(self) -> bool {
        self.0 & (Self::EMPHASIS.0 | Self::TAG.0) != 0
    }

    /// True if there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One way to read a line as a speaker's head and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How it is written.
    pub frame: Frame,
    /// The name, without decoration, tails and spaces that only stretch it.
    pub name: String,
    /// The number of a question or an answer, which is no part of the name: 9 of `Q9：`.
    pub number: Option<usize>,
    /// A role or an aside in brackets after the name, without the brackets.
    pub aside: Option<String>,
    /// What stood before it.
    pub decor: Decor,
    /// Bytes of the line that hold the words; `None` if they stand in the lines below.
    pub words: Option<(usize, usize)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::evidence::{BodyLine, Evidence, Seen};

    /// The table of heads in docs/deck-format.md, row by row.
    #[test]
    fn lines_are_read_as_the_table_of_heads_says() {
        let page = include_str!("../../../docs/deck-format.md");
        let (_, table) =
            page.split_once("| line | frame | name |\n|---|---|---|\n").unwrap();
        let rows = table.lines().take_while(|line| line.starts_with('|'));
        let mut count = 0;
        for row in rows {
            let row = row.replace("\\|", "\u{1}");
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let line = cells[1].trim_matches('`').replace('\u{1}', "|");
            let (frame, name) = (cells[2], cells[3]);
            let found: Vec<Head> =
                readings(&line).into_iter().filter(|h| h.frame != Frame::Alone).collect();
            count += 1;
            if frame == "none" {
                assert!(
                    found.iter().all(|h| h.frame == Frame::NoName),
                    "{line}: {found:?}"
                );
                continue;
            }
            if frame == "own form" {
                let lines =
                    [name, "小窦", name, "小窦", name].map(|n| line.replace(name, n));
                let body = lines.iter().map(|text| BodyLine {
                    text,
                    after_gap: false,
                    after_region: false,
                });
                let evidence = Evidence::of(&body.collect::<Vec<_>>(), &[], &[]);
                let Seen::Head(reading) = evidence.see(0, &line) else {
                    panic!("{line} is no head in a form of its own");
                };
                assert_eq!(reading.frame, Frame::Opening, "{line}");
                assert_eq!(evidence.names[reading.name].shown, name, "{line}");
                let words = reading.words.map(|(from, to)| &line[from..to]);
                assert_eq!(words, Some("words"), "{line}");
                continue;
            }
            let is_frame = |head: &&Head| {
                frame
                    == match head.frame {
                        Frame::Colon => "colon",
                        Frame::TimeColon => "time and colon",
                        Frame::NameTime => "name and time",
                        Frame::TimeName => "time and name",
                        Frame::Bracket => "bracket",
                        Frame::Quoted => "quoted name",
                        Frame::Voice => "WebVTT",
                        Frame::Row => "row",
                        Frame::Said => "曰",
                        Frame::Bar => "bar (soft)",
                        Frame::Dash => "dash (soft)",
                        Frame::Aside => "aside (soft)",
                        _ => "",
                    }
            };
            let head = found.iter().find(is_frame);
            let head = head.unwrap_or_else(|| panic!("{line} is no {frame}: {found:?}"));
            assert_eq!(head.name, name, "{line}");
            let words = head.words.map(|(from, to)| &line[from..to]);
            let expected = line.contains("words").then_some("words");
            let words = words.map(|words| words.trim_end_matches(" |"));
            assert_eq!(words, expected, "{line}");
        }
        assert!(count > 30, "{count} rows");
    }
}
