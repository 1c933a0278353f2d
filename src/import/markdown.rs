//! Markdown: the words without the marks, paragraph by paragraph.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::front_matter::front_matter;
use super::headings::Headings;
use super::joins::{join, row, trimmed};
use super::{Derived, Line, LineKind, Place, Unreadable, html};

/// Reads the blocks of a text in CommonMark with tables and footnotes. Front matter says who
/// wrote it and is no text; ruby keeps its base.
///
/// # Errors
/// If a block of HTML in it is nested too deep.
pub fn read(text: &str) -> Result<Derived, Unreadable> {
    let front = front_matter(text);
    let skipped = front.as_ref().map_or(0, |front| front.lines);
    let body: String = text.split_inclusive('\n').skip(skipped).collect();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(&body, options) {
        reader.event(event)?;
    }
    reader.end_block(LineKind::Text);
    let mut derived =
        Derived { lines: reader.lines, dropped: reader.dropped, ..Derived::default() };
    derived.about = front.map(|front| front.about).unwrap_or_default();
    if derived.about.title.is_none() {
        let mut headings = derived.lines.iter().filter(|l| l.kind == LineKind::Heading(1));
        let first = headings.next().filter(|_| headings.next().is_none());
        derived.about.title = first.map(|line| line.text.clone());
    }
    Ok(derived)
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    dropped: BTreeMap<&'static str, usize>,
    headings: Headings,
    blocks: u32,
    /// The lines of the present block.
    block: Vec<String>,
    /// The lists around, each with the number of its next item if it is numbered.
    lists: Vec<Option<u64>>,
    /// The number or bullet of an item whose first line is still to come.
    item: Option<String>,
    quotations: usize,
    in_note: bool,
    in_code: bool,
    /// Inside a picture, a ruby text, or something else that is not shown.
    hidden: usize,
    /// The elements of inline HTML that are not shown and have not ended.
    hidden_elements: Vec<String>,
    html: String,
    cells: Vec<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => return self.end(tag),
            Event::Text(text) if self.in_code => {
                self.block.extend(text.lines().map(str::to_owned));
            }
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.block.push(String::new()),
            Event::Html(text) => self.html += &text,
            Event::InlineHtml(text) => self.inline_html(&text),
            Event::FootnoteReference(_) => self.drop("note marks"),
            Event::Rule => self.end_block(LineKind::Text),
            Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn drop(&mut self, what: &'static str) {
        *self.dropped.entry(what).or_default() += 1;
    }

    fn push(&mut self, text: &str) {
        if self.hidden > 0 || !self.hidden_elements.is_empty() {
            return;
        }
        if self.block.is_empty() {
            self.block.push(String::new());
        }
        if let Some(line) = self.block.last_mut() {
            match line.strip_suffix('\u{1}') {
                // After a soft break: the same line, or the next one.
                Some(before) => {
                    let before = before.to_owned();
                    if ends_a_sentence(&before) || begins_with_a_label(text) {
                        *line = before;
                        self.block.push(text.to_owned());
                    } else {
                        *line = before;
                        join(line, text);
                    }
                }
                None => line.push_str(text),
            }
        }
    }

    /// A line end inside a paragraph: whether it parts two lines is known when the next begins.
    fn soft_break(&mut self) {
        if let Some(line) = self.block.last_mut()
            && !line.is_empty()
            && !line.ends_with('\u{1}')
        {
            line.push('\u{1}');
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Image { .. } => {
                self.drop("pictures");
                self.hidden += 1;
            }
            Tag::List(first) => {
                self.end_block(LineKind::Text);
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block(LineKind::Text);
                let number = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => String::new(),
                };
                self.item = Some(number);
            }
            Tag::BlockQuote(_) => {
                self.end_block(LineKind::Text);
                self.quotations += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_block(LineKind::Text);
                self.in_code = true;
            }
            Tag::FootnoteDefinition(_) => {
                self.end_block(LineKind::Text);
                self.in_note = true;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) | Tag::HtmlBlock => {
                self.end_block(LineKind::Text);
            }
            Tag::TableCell => self.block.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Unreadable> {
        match tag {
            TagEnd::Image => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Heading(level) => self.end_block(LineKind::Heading(match level {
                HeadingLevel::H1 => 1,
                HeadingLevel::H2 => 2,
                HeadingLevel::H3 => 3,
                HeadingLevel::H4 => 4,
                HeadingLevel::H5 => 5,
                HeadingLevel::H6 => 6,
            })),
            TagEnd::Paragraph => self.end_block(LineKind::Text),
            TagEnd::Item => {
                self.end_block(LineKind::Text);
                self.item = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block(LineKind::Text);
                self.quotations = self.quotations.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.end_block(LineKind::Text);
                self.in_code = false;
            }
            TagEnd::FootnoteDefinition => {
                self.end_block(LineKind::Text);
                self.in_note = false;
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.block).join(" ").replace('\u{1}', " ");
                self.cells.push(unmarked(&cell));
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.block = vec![row(&cells)];
                self.end_block(LineKind::Row);
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                let read = html::fragment(&html)?;
                for (what, n) in read.dropped {
                    *self.dropped.entry(what).or_default() += n;
                }
                for line in read.lines {
                    self.block = vec![line.text];
                    self.end_block(line.kind);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// HTML inside a paragraph: a line break, a ruby text, or tags of no consequence.
    fn inline_html(&mut self, tag: &str) {
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        match name.as_str() {
            "br" => self.block.push(String::new()),
            "rt" | "rp" | "script" | "style" | "del" if tag.starts_with("</") => {
                self.hidden_elements.pop_if(|last| *last == name);
            }
            "rt" | "rp" | "script" | "style" | "del" => {
                match name.as_str() {
                    "rt" => self.drop("ruby text"),
                    "del" => self.drop("deleted text"),
                    _ => {}
                }
                self.hidden_elements.push(name);
            }
            "ruby" if tag.starts_with("</") => self.hidden_elements.clear(),
            _ => {}
        }
    }

    fn end_block(&mut self, kind: LineKind) {
        self.hidden_elements.clear();
        let block = std::mem::take(&mut self.block);
        let texts: Vec<String> = block
            .iter()
            .map(|line| unmarked(line.trim_end_matches('\u{1}')))
            .filter(|line| !line.is_empty())
            .collect();
        if texts.is_empty() {
            return;
        }
        if let LineKind::Heading(level) = kind {
            self.headings.begin(level, &texts.join(" "));
        }
        self.blocks += 1;
        let place = Place {
            chapter: self.headings.chapter(),
            paragraph: Some(self.blocks),
            ..Place::default()
        };
        let kind = match kind {
            LineKind::Text if self.in_note => LineKind::Note,
            LineKind::Text if self.quotations > 0 => LineKind::Quotation,
            kind => kind,
        };
        let apart = !matches!(kind, LineKind::Row) && self.lists.is_empty();
        let row_follows = kind == LineKind::Row
            && self.lines.last().is_some_and(|line| line.kind != LineKind::Row);
        if !self.lines.is_empty() && kind != LineKind::Note && (apart || row_follows) {
            self.lines.push(Line::default());
        }
        for (at, text) in texts.into_iter().enumerate() {
            let item = self.item.take().filter(|_| at == 0 && kind == LineKind::Text);
            let (text, kind) = match item {
                Some(number) => (format!("{number}{text}"), LineKind::Item),
                None => (text, kind),
            };
            self.lines.push(Line { text, kind, place: place.clone(), translation: None });
        }
    }
}

/// Without the marks `**` that CommonMark does not take for marks beside full-width
/// punctuation (`**问：**难吗`), and which their writer meant as such.
fn unmarked(text: &str) -> String {
    let pairs = text.matches("**").count() / 2;
    trimmed(&text.replacen("**", "", pairs * 2)).to_owned()
}

/// True if a sentence ends with this line: its line end parts it from the next.
fn ends_a_sentence(text: &str) -> bool {
    let text =
        text.trim_end().trim_end_matches(['”', '’', '」', '』', '）', '*', '"', ')']);
    text.ends_with(['。', '！', '？', '…', '：', '；', '!', '?'])
}

/// True if a line begins as a speaker's does: a few characters and a colon.
pub(super) fn begins_with_a_label(text: &str) -> bool {
    let text = text.trim_start();
    let at = text.find(['：', ':']);
    at.is_some_and(|at| {
        at > 0 && text[..at].chars().count() <= 20 && !text[at..].starts_with("://")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(String, LineKind)> {
        let read = read(text).map(|read| read.lines).unwrap_or_default();
        let words = read.into_iter().filter(|line| !line.text.is_empty());
        words.map(|line| (line.text, line.kind)).collect()
    }

    fn texts(text: &str) -> Vec<String> {
        lines(text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(
            texts(
                "**记者：**您守*这道*闸`几`年？\n\n**老霍**：[三十七](http://a.b)年。\
                 <ruby>闸<rp>(</rp><rt>zhá</rt><rp>)</rp></ruby>是门。  \n开得了。![图](a.png)\n"
            ),
            ["记者：您守这道闸几年？", "老霍：三十七年。闸是门。", "开得了。"]
        );
    }

    #[test]
    fn a_line_end_joins_a_sentence_and_parts_speakers() {
        assert_eq!(
            texts("水是有脾气的，你不能\n跟它讲道理，over\nthe dam\n"),
            ["水是有脾气的，你不能跟它讲道理，over the dam"]
        );
        assert_eq!(
            texts("记者：难吗？\n老霍：难。\n久了就好，\n记者：多久\n老霍：三年\n"),
            ["记者：难吗？", "老霍：难。", "久了就好，", "记者：多久", "老霍：三年"]
        );
    }

    #[test]
    fn blocks_keep_their_kind_and_chapter() {
        let read = read(
            "---\ntitle: 闸\n---\n# 水\n\n> 宁可水等\n\n3. 慢\n4. 等\n\n- 看\n\n\
             | 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n## 夜\n\n听。[^1]\n\n[^1]: 注释。\n\n<p>网<br>页</p>\n\n<!-- 注 -->\n",
        )
        .expect("markdown");
        assert_eq!(read.about.title.as_deref(), Some("闸"));
        let lines: Vec<_> = read
            .lines
            .iter()
            .filter(|line| !line.text.is_empty())
            .map(|line| (line.text.as_str(), line.kind, line.place.chapter.as_deref()))
            .collect();
        let (water, night) = (Some("水"), Some("水 › 夜"));
        assert_eq!(
            lines,
            [
                ("水", LineKind::Heading(1), water),
                ("宁可水等", LineKind::Quotation, water),
                ("3. 慢", LineKind::Item, water),
                ("4. 等", LineKind::Item, water),
                ("看", LineKind::Item, water),
                ("甲 | 乙", LineKind::Row, water),
                ("一 | 二", LineKind::Row, water),
                ("夜", LineKind::Heading(2), night),
                ("听。", LineKind::Text, night),
                ("注释。", LineKind::Note, night),
                ("网", LineKind::Text, night),
                ("页", LineKind::Text, night),
            ]
        );
        assert_eq!(read.dropped.get("note marks"), Some(&1));
    }
}
