//! Lines to paragraphs, headings, notes and captions.

use super::glyphs::Page;
use super::layout::TextLine;
use crate::import::LineKind;
use crate::import::joins::{self, is_wide};
use crate::import::lines::Lines;

/// A heading's font is larger than the text's by so much.
const LARGER: f32 = 1.12;

/// A note's font is smaller by so much.
const SMALLER: f32 = 0.93;

/// The narrowest column of running text, in sizes of its font.
const NARROWEST: f32 = 13.0;

/// The longest heading, in characters.
const HEADING: usize = 60;

/// What is measured over the whole document.
struct Measures {
    /// The size of the font of most characters.
    body: f32,
    /// The usual distance between the baselines of a paragraph, in sizes of the font.
    leading: f32,
    /// Where the lines of pages that are not in columns end.
    right: f32,
    /// Sizes of headings, the largest first.
    headings: Vec<f32>,
    /// Paragraphs are set apart by space or by their first lines, not by short last lines.
    apart: bool,
}

/// Writes the pages' paragraphs.
pub fn write(pages: &[Page], lines: &mut Lines) {
    let measures = measure(pages);
    let mut writer =
        Writer { measures, lines, open: None, before: None, right: 0.0, left: 0.0 };
    for page in pages {
        let mut at = 0;
        while at < page.lines.len() {
            let block = page.lines[at].block;
            let end = page.lines[at..].iter().position(|line| line.block != block);
            let end = end.map_or(page.lines.len(), |end| at + end);
            writer.block(page, &page.lines[at..end]);
            at = end;
        }
    }
    writer.close();
}

fn measure(pages: &[Page]) -> Measures {
    let all = || pages.iter().flat_map(|page| &page.lines);
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in all() {
        let size = (line.size * 4.0).round() as i32;
        let count = line.text.chars().count();
        match sizes.binary_search_by_key(&size, |(own, _)| *own) {
            Ok(at) => sizes[at].1 += count,
            Err(at) => sizes.insert(at, (size, count)),
        }
    }
    let body = sizes.iter().max_by_key(|(size, count)| (*count, *size));
    let body = body.map_or(10.0, |(size, _)| *size as f32 / 4.0).max(1.0);
    let mut leadings: Vec<f32> = Vec::new();
    let mut rights: Vec<f32> = Vec::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let gap = pair[1].base - pair[0].base;
            let same = pair[0].block == pair[1].block;
            if same && gap > 0.0 && gap < body * 4.0 && is_body(&pair[1], body) {
                leadings.push(gap / body);
            }
        }
        let own = page.lines.iter().filter(|line| !line.column && is_body(line, body));
        rights.extend(own.map(|line| line.right));
    }
    let total = leadings.len();
    leadings.sort_by(f32::total_cmp);
    rights.sort_by(f32::total_cmp);
    // The closest quarter: the lines of paragraphs, where these are set apart.
    let leading = leadings.get(leadings.len() / 4).copied().unwrap_or(1.5);
    let wide = leadings.iter().filter(|gap| **gap > leading * 1.28).count();
    let mut indented = 0;
    for page in pages {
        for three in page.lines.windows(2) {
            let indent = three[1].left - three[0].left;
            indented += usize::from((body * 0.9..body * 3.0).contains(&indent));
        }
    }
    let apart = wide * 6 > total || indented * 8 > total;
    let right = rights.get(rights.len().saturating_mul(19) / 20).copied().unwrap_or(0.0);
    let mut headings: Vec<f32> = sizes
        .iter()
        .map(|(size, _)| *size as f32 / 4.0)
        .filter(|size| *size > body * LARGER)
        .collect();
    headings.reverse();
    headings.dedup_by(|a, b| (*a - *b).abs() < 0.6);
    Measures { body, leading, right, headings, apart }
}

fn is_body(line: &TextLine, body: f32) -> bool {
    (line.size - body).abs() < body * 0.06
}

struct Paragraph {
    text: String,
    kind: LineKind,
    page: u32,
    label: Option<String>,
    /// All its lines are bold.
    bold: bool,
}

struct Writer<'a> {
    measures: Measures,
    lines: &'a mut Lines,
    open: Option<Paragraph>,
    /// The line before, where it may be continued.
    before: Option<TextLine>,
    /// Where the lines of the block before end and begin.
    right: f32,
    left: f32,
}

impl Writer<'_> {
    fn block(&mut self, page: &Page, block: &[TextLine]) {
        let size = self.measures.body;
        let mut right = block.iter().map(|line| line.right).fold(0.0, f32::max);
        if block.iter().all(|line| !line.column) && right < self.measures.right + size * 4.0
        {
            right = right.max(self.measures.right);
        }
        let left = block.iter().map(|line| line.left).fold(f32::MAX, f32::min);
        // Where all lines are short, none of them is full: verse, lists, talk.
        right = right.max(left + size * NARROWEST);
        for (at, line) in block.iter().enumerate() {
            let next = block.get(at + 1);
            let kind = self.kind(line, page, block, at);
            let joins = self.joins(line, next, kind, left, at == 0);
            self.right = right;
            self.left = left;
            match &mut self.open {
                Some(open) if joins => {
                    add(&mut open.text, &line.text, self.lines);
                    open.bold &= line.bold;
                }
                _ => {
                    self.close();
                    self.open = Some(Paragraph {
                        text: line.text.clone(),
                        kind,
                        page: page.number,
                        label: page.label.clone(),
                        bold: line.bold,
                    });
                }
            }
            self.before = Some(line.clone());
        }
    }

    /// What a line is by its size and place.
    fn kind(
        &self,
        line: &TextLine,
        page: &Page,
        block: &[TextLine],
        at: usize,
    ) -> LineKind {
        let body = self.measures.body;
        if line.size > body * LARGER && line.text.chars().count() <= HEADING {
            let level = self.measures.headings.iter().position(|own| line.size > own - 0.6);
            return LineKind::Heading(level.unwrap_or_default().min(5) as u8 + 1);
        }
        let open = self.open.as_ref().map(|open| open.kind);
        let low = line.base > page.height * 0.5;
        if low && page.marks.iter().any(|mark| begins_with(&line.text, mark)) {
            return LineKind::Note;
        }
        let small = line.size < body * SMALLER;
        if small && line.base > page.height * 0.4 {
            let goes_on = at > 0 && open == Some(LineKind::Note);
            let to_the_end = block[at..].iter().all(|line| line.size < body * SMALLER);
            if to_the_end && (line.marked || starts_with_mark(&line.text) || goes_on) {
                return LineKind::Note;
            }
        }
        if is_caption(&line.text) && !is_body(line, body) {
            return LineKind::Caption;
        }
        LineKind::Text
    }

    /// True if a line continues the paragraph before it.
    fn joins(
        &self,
        line: &TextLine,
        next: Option<&TextLine>,
        kind: LineKind,
        left: f32,
        first: bool,
    ) -> bool {
        let (Some(open), Some(before)) = (&self.open, &self.before) else { return false };
        if (line.size - before.size).abs() > before.size * 0.08 || line.marked {
            return false;
        }
        let size = line.size;
        if kind != open.kind || kind == LineKind::Note && starts_with_mark(&line.text) {
            return false;
        }
        if matches!(kind, LineKind::Heading(_)) {
            let gap = line.base - before.base;
            return !first && gap > 0.0 && gap < size * 1.8 && !ends_sentence(&before.text);
        }
        let gap = line.base - before.base;
        let leading = self.measures.leading.max(1.0) * self.measures.body.max(size * 0.9);
        if !first && (gap > leading * 1.28 + 0.5 || gap < -size) {
            return false;
        }
        // Where the first word of this line would have found room, it was not moved here.
        let room = self.right - before.right;
        let slack = if self.measures.apart { size * 4.0 } else { size * 0.6 };
        if room > first_word(&line.text, size) + slack {
            return false;
        }
        let indent = line.left - left;
        let hanging = next.is_some_and(|next| {
            (next.left - line.left).abs() < size * 0.3 && next.base > line.base
        });
        let begins = indent > size * 0.9
            && !(hanging && (before.left - line.left).abs() < size * 0.3);
        if begins && (before.left - line.left).abs() > size * 0.5 {
            return false;
        }
        // A line whose indentation ends: the paragraph before it stood apart.
        if !first && before.left - line.left > size * 2.6 {
            return false;
        }
        // In doubt, at the end of a sentence a paragraph ends: before a speaker's label, and at
        // the foot of a page or column if the line does not reach the margin.
        let doubt = starts_with_label(&line.text)
            || starts_with_number(&line.text)
            || first && self.left_alone(before);
        !(doubt && ends_sentence(&before.text))
    }

    /// True if the last line of a page or column might be the last of its paragraph: it does
    /// not reach the margin by a whole character.
    fn left_alone(&self, before: &TextLine) -> bool {
        self.right - before.right > before.size * 0.9
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let count = open.text.chars().count();
        let titled = open.bold
            && open.kind == LineKind::Text
            && count <= 30
            && !open.text.contains(['：', ':'])
            && !ends_sentence(&open.text);
        let kind = if titled {
            LineKind::Heading((self.measures.headings.len() as u8 + 1).min(6))
        } else {
            open.kind
        };
        self.lines.page = Some(open.page);
        self.lines.page_label = open.label;
        self.lines.block(kind, &open.text);
    }
}

/// Adds a line to its paragraph.
fn add(text: &mut String, line: &str, lines: &mut Lines) {
    let soft = text.ends_with('\u{ad}');
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let mut back = text.chars().rev().skip(1);
    let parted = text.ends_with(['-', '\u{2010}'])
        && lower(back.next())
        && lower(line.chars().next());
    if soft || parted {
        text.pop();
        text.push_str(line);
        lines.changed("hyphens at line ends", 1);
    } else {
        joins::join(text, line);
    }
}

/// How much room the first word of a line takes: a Han character with the punctuation that
/// cannot be parted from it, or a word.
fn first_word(text: &str, size: f32) -> f32 {
    let mut width = 0.0;
    for (at, c) in text.chars().enumerate() {
        let unspaced = is_wide(c);
        let bound = "，。、；：？！”’）》」』…—,.;:?!)".contains(c);
        if at > 0
            && (c == ' '
                || unspaced
                    && !bound
                    && !text.chars().nth(at - 1).is_some_and(|c| "“‘（《「『(".contains(c)))
        {
            break;
        }
        width += if unspaced { size } else { size * 0.5 };
        if at > 40 {
            break;
        }
    }
    width
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .ends_with(['。', '？', '！', '…', '”', '」', '』', '?', '!', '.', '：', ':', '；'])
}

/// True for a line that begins as a speaker's words do.
fn starts_with_label(text: &str) -> bool {
    let head: String = text.chars().take(12).collect();
    head.find(['：', ':']).is_some_and(|at| {
        let label = &head[..at];
        !label.is_empty() && !label.contains(['，', '。', '“', '「', '、', ',', '.'])
    })
}

/// True for a line that begins as an item of a list does.
fn starts_with_number(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < text.len()
        && rest.starts_with(['.', '、', '．', ')', '）'])
        && !rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    numbered || text.starts_with(['•', '●', '■', '◆'])
}

fn starts_with_mark(text: &str) -> bool {
    let text = text.trim_start();
    let first = text.chars().next();
    let mark = first.is_some_and(
        |c| matches!(c, '①'..='⑳' | '*' | '†' | '※' | '⁰'..='⁹' | '¹' | '²' | '³'),
    );
    let bracketed = ['[', '〔', '［', '【'].iter().any(|open| text.starts_with(*open));
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    mark || bracketed
        || (1..=3).contains(&digits)
            && !text.chars().nth(digits).is_some_and(|c| c == '%' || c.is_ascii_digit())
}

/// True for the text of the note whose mark stood on the same page.
fn begins_with(text: &str, mark: &str) -> bool {
    let rest = text.trim_start().strip_prefix(mark);
    rest.is_some_and(|rest| {
        !rest.trim().is_empty()
            && !rest.starts_with(|c: char| c.is_ascii_digit() || "年月日.%".contains(c))
    })
}

fn is_caption(text: &str) -> bool {
    let text = text.trim_start();
    let rest = ["图", "圖", "表", "Figure", "Fig.", "Table"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let numbered = rest.is_some_and(|rest| {
        rest.trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    numbered && text.chars().count() <= 80
}
