//! Glyphs to lines, in the order in which a page is read.

use std::collections::BTreeMap;

use super::glyph::Glyph;
use crate::import::joins::is_wide;
use crate::import::xhtml::is_mark;

/// A line of text on a page; measures in points, from the page's upper left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextLine {
    /// Its text.
    pub text: String,
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// The height of its baseline.
    pub base: f32,
    /// The size of its font.
    pub size: f32,
    /// All of it is bold.
    pub bold: bool,
    /// It began with the mark of a note, which is left out.
    pub marked: bool,
    /// Which block of the page it stands in: a column, or what spans columns.
    pub block: u32,
    /// The block is one of several columns.
    pub column: bool,
}

/// The lines of a page, and what was left out of them.
#[derive(Debug, Default)]
pub struct Lines {
    /// The lines, in the order of reading.
    pub lines: Vec<TextLine>,
    /// What was left out.
    pub dropped: BTreeMap<&'static str, usize>,
    /// The marks of notes that were left out of its lines.
    pub marks: Vec<String>,
}

/// Glyphs that stand next to each other on one baseline.
#[derive(Debug, Clone, Default)]
struct Run {
    text: String,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    bold: bool,
    marked: bool,
}

impl Run {
    fn count(&self) -> usize {
        self.text.chars().count()
    }
}

/// Roughly how many lines glyphs make that are left out.
pub fn count_lines(glyphs: &[Glyph]) -> usize {
    let shown = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let mut bases: Vec<i32> = shown.map(|glyph| (glyph.y / 4.0) as i32).collect();
    bases.sort_unstable();
    bases.dedup();
    bases.len()
}

/// The lines of a page.
pub fn lines(glyphs: Vec<Glyph>, width: f32, height: f32) -> Lines {
    let mut page = Lines::default();
    let count = glyphs.len();
    let (mut glyphs, width) = upright(glyphs, width, height);
    page.drop("rotated text", usize::from(glyphs.len() < count));
    let twice = once(&mut glyphs);
    page.drop("characters printed twice", twice);
    let vertical = is_vertical(&glyphs);
    if vertical {
        // Columns from right to left, each from top to bottom, become lines.
        for glyph in &mut glyphs {
            (glyph.x, glyph.y) = (glyph.y, width - glyph.x);
            glyph.advance = None;
        }
    }
    let mut runs = runs(&glyphs);
    let body = body_size(&runs);
    take_small(&mut runs, body, &mut page);
    let mut blocks = Vec::new();
    split(runs, body, false, 0, &mut blocks);
    for (block, (runs, column)) in blocks.into_iter().enumerate() {
        for row in rows(runs) {
            page.lines.push(TextLine { block: block as u32, column, ..line(row) });
        }
    }
    page.lines.retain(|line| !line.text.trim().is_empty());
    page
}

impl Lines {
    fn drop(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.dropped.entry(what).or_default() += count;
        }
    }
}

/// Turns the page so that most of its text is upright; what then is not is left out: stamps,
/// watermarks, labels of axes. The second value is the width of the page so turned.
fn upright(mut glyphs: Vec<Glyph>, width: f32, height: f32) -> (Vec<Glyph>, f32) {
    let mut turns = [0_usize; 4];
    for glyph in &glyphs {
        if let Some(turn) = glyph.turn {
            turns[usize::from(turn)] += 1;
        }
    }
    let most = (0..4_u8).max_by_key(|turn| (turns[usize::from(*turn)], 4 - turn));
    let most = most.unwrap_or_default();
    glyphs.retain(|glyph| glyph.turn == Some(most));
    for glyph in &mut glyphs {
        (glyph.x, glyph.y) = match most {
            1 => (glyph.y, width - glyph.x),
            2 => (width - glyph.x, height - glyph.y),
            3 => (height - glyph.y, glyph.x),
            _ => (glyph.x, glyph.y),
        };
    }
    (glyphs, if most % 2 == 0 { width } else { height })
}

/// A character and where it has been printed.
type Printed = (f32, f32, String);

/// Leaves one of characters that stand at the same place: boldness is made so, and shadows.
fn once(glyphs: &mut Vec<Glyph>) -> usize {
    let before = glyphs.len();
    let mut seen: BTreeMap<(i32, i32), Vec<Printed>> = BTreeMap::new();
    const CELL: f32 = 4.0;
    glyphs.retain(|glyph| {
        if glyph.text.trim().is_empty() {
            return true;
        }
        let near = glyph.size * 0.12;
        let cell = |at: f32| (at / CELL) as i32;
        for column in cell(glyph.x - near)..=cell(glyph.x + near) {
            for row in cell(glyph.y - near)..=cell(glyph.y + near) {
                let Some(here) = seen.get(&(column, row)) else { continue };
                let same = here.iter().any(|(x, y, text)| {
                    *text == glyph.text
                        && (x - glyph.x).abs() < near
                        && (y - glyph.y).abs() < near
                });
                if same {
                    return false;
                }
            }
        }
        let here = seen.entry((cell(glyph.x), cell(glyph.y))).or_default();
        // More than this at one point is no text.
        if here.len() < 64 {
            here.push((glyph.x, glyph.y, glyph.text.clone()));
        }
        true
    });
    before - glyphs.len()
}

/// True if most Han characters have the next one below and not beside them.
fn is_vertical(glyphs: &[Glyph]) -> bool {
    let (mut below, mut beside) = (0, 0);
    for pair in glyphs.windows(2) {
        let han = |glyph: &Glyph| glyph.text.chars().all(is_wide);
        if !han(&pair[0]) || !han(&pair[1]) {
            continue;
        }
        let (x, y) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        let size = pair[0].size;
        if x.abs() < size * 0.6 && y > size * 0.4 && y < size * 2.5 {
            below += 1;
        } else if y.abs() < size * 0.3 && x > size * 0.3 && x < size * 2.5 {
            beside += 1;
        }
    }
    below > 4 && below > beside * 2
}

/// Glyphs that follow each other in the file and on the page.
fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    // A space that has been drawn and is no part of a run yet.
    let mut space = false;
    for (at, glyph) in glyphs.iter().enumerate() {
        let blank = glyph.text.trim_matches([' ', '\u{a0}']).is_empty();
        let advance = glyph.advance.unwrap_or_else(|| {
            let next = glyphs.get(at + 1).map(|next| next.x - glyph.x);
            let usual =
                if glyph.text.chars().all(is_wide) { 1.0 } else { 0.5 } * glyph.size;
            next.filter(|next| *next > 0.0 && *next <= usual * 1.6).unwrap_or(usual)
        });
        let joins = open.as_ref().is_some_and(|run| {
            let gap = glyph.x - run.right;
            let size = run.size.max(glyph.size);
            (glyph.y - run.base).abs() < size * 0.12
                && (glyph.size - run.size).abs() < size * 0.2
                && gap < size
                && gap > -size * 0.6
        });
        if blank {
            if let (true, Some(run)) = (joins, &mut open) {
                run.right = run.right.max(glyph.x + advance);
                space = true;
            }
            continue;
        }
        if !joins {
            runs.extend(open.take());
            space = false;
        }
        let run = open.get_or_insert_with(|| Run {
            left: glyph.x,
            right: glyph.x,
            base: glyph.y,
            size: glyph.size,
            bold: true,
            ..Run::default()
        });
        let gap = glyph.x - run.right;
        let unspaced = run.text.ends_with(is_wide) || glyph.text.starts_with(is_wide);
        if !run.text.is_empty() && (space || !unspaced && gap > run.size * 0.17) {
            run.text.push(' ');
        }
        space = false;
        run.text.push_str(&glyph.text);
        run.right = run.right.max(glyph.x + advance);
        run.bold &= glyph.bold;
    }
    runs.extend(open);
    runs
}

/// The size of the font in which most characters are.
fn body_size(runs: &[Run]) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for run in runs {
        *sizes.entry((run.size * 2.0).round() as i32).or_default() += run.count();
    }
    let most = sizes.iter().max_by_key(|(size, count)| (**count, **size));
    most.map_or(10.0, |(size, _)| *size as f32 / 2.0).max(1.0)
}

/// Leaves out ruby and the marks of notes, which are set small beside the line that they
/// belong to.
fn take_small(runs: &mut Vec<Run>, body: f32, page: &mut Lines) {
    // Lines by height, so that only near ones are compared.
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|a, b| runs[*a].base.total_cmp(&runs[*b].base));
    let bases: Vec<f32> = order.iter().map(|at| runs[*at].base).collect();
    let mut gone = vec![false; runs.len()];
    let (mut ruby, mut marks) = (0, Vec::new());
    let mut marked = Vec::new();
    let margin = runs.iter().map(|run| run.left).fold(f32::MAX, f32::min);
    for at in 0..runs.len() {
        let small = &runs[at];
        // Ruby may be as large as the text; then only its tone marks and place tell it.
        let large = small.size > body * 0.8;
        if large && !(is_toned(&small.text) && small.left > margin + body) {
            continue;
        }
        let from = bases.partition_point(|base| *base < small.base - small.size);
        let near = order[from..]
            .iter()
            .take_while(|other| runs[**other].base < small.base + small.size * 4.0);
        for host in near.copied().filter(|host| *host != at) {
            let line = &runs[host];
            if !large && line.size < small.size * 1.3 {
                continue;
            }
            let above = (line.base - small.base) / line.size;
            let over =
                small.left > line.left - line.size && small.right < line.right + line.size;
            if over && (0.55..1.6).contains(&above) && is_reading(&small.text) {
                gone[at] = true;
                ruby += 1;
                break;
            }
            if large {
                continue;
            }
            let beside = small.left > line.left - small.size * 3.0
                && small.left < line.right + small.size;
            if beside && (0.12..0.75).contains(&above) && is_mark(&small.text) {
                let unit = line.text.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && (small.left - line.right).abs() < small.size
                    && small.text.chars().all(|c| c.is_ascii_digit());
                if unit {
                    continue;
                }
                gone[at] = true;
                marks.push(small.text.trim().to_owned());
                if small.right <= line.left + small.size {
                    marked.push(host);
                }
                break;
            }
            // Zhuyin stands to the right of its character.
            if small.text.chars().all(is_zhuyin) && over && (-0.3..1.2).contains(&above) {
                gone[at] = true;
                ruby += 1;
                break;
            }
        }
    }
    for host in marked {
        runs[host].marked = true;
    }
    let mut at = 0;
    runs.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
    page.drop("ruby text", ruby);
    page.drop("note marks", marks.len());
    page.marks = marks;
}

fn is_zhuyin(c: char) -> bool {
    matches!(c, '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙' | ' ')
}

/// True for what is written over characters to say how they sound.
fn is_reading(text: &str) -> bool {
    let sound = |c: char| {
        is_zhuyin(c)
            || matches!(c, '\u{3040}'..='\u{30ff}' | '\u{300}'..='\u{36f}' | '’' | '\'' | '·')
            || c.is_alphabetic() && (c as u32) < 0x250
    };
    !text.is_empty() && text.chars().count() <= 24 && text.chars().all(sound)
}

/// True for a short reading that shows its tone, or is in letters that only tell sounds.
fn is_toned(text: &str) -> bool {
    let toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ";
    text.chars().count() <= 12
        && is_reading(text)
        && text.chars().any(|c| is_zhuyin(c) && c != ' ' || toned.contains(c))
}

/// Columns in columns.
const COLUMNS: usize = 4;

/// Cuts a page into its columns and what spans them, in the order of reading.
fn split(
    runs: Vec<Run>,
    body: f32,
    column: bool,
    depth: usize,
    blocks: &mut Vec<(Vec<Run>, bool)>,
) {
    let gutter = (depth < COLUMNS).then(|| gutter(&runs, body)).flatten();
    let Some(gutter) = gutter else {
        blocks.push((runs, column));
        return;
    };
    // What crosses the gutter parts what stands beside it above from that below.
    let mut bands: Vec<(bool, Vec<Run>)> = Vec::new();
    for row in rows(runs) {
        let crosses = row.iter().any(|run| crosses(run, gutter, body));
        match bands.last_mut() {
            Some((own, band)) if *own == crosses => band.extend(row),
            _ => bands.push((crosses, row)),
        }
    }
    for (spanning, band) in bands {
        if spanning {
            blocks.push((band, column));
            continue;
        }
        let (left, right): (Vec<Run>, Vec<Run>) =
            band.into_iter().partition(|run| (run.left + run.right) / 2.0 < gutter);
        for side in [left, right] {
            if !side.is_empty() {
                split(side, body, true, depth + 1, blocks);
            }
        }
    }
}

fn crosses(run: &Run, gutter: f32, body: f32) -> bool {
    run.left < gutter - body * 0.2 && run.right > gutter + body * 0.2
}

/// Where two columns of running text are parted, if they are. A table's columns are not: their
/// lines are short, and what stands in one row belongs together.
fn gutter(runs: &[Run], body: f32) -> Option<f32> {
    const LEAST: usize = 4;
    if runs.len() < LEAST * 2 {
        return None;
    }
    let step = (body * 0.4).max(1.0);
    let left = runs.iter().map(|run| run.left).fold(f32::MAX, f32::min);
    let right = runs.iter().map(|run| run.right).fold(f32::MIN, f32::max);
    let steps = (((right - left) / step) as usize).min(2_000);
    let mut best: Option<(usize, f32)> = None;
    for at in 1..steps {
        let x = left + at as f32 * step;
        let crossing = runs.iter().filter(|run| crosses(run, x, body)).count();
        if crossing * 3 > runs.len() {
            continue;
        }
        let near = |run: &&Run| !crosses(run, x, body);
        let side = |is_left: bool| -> Option<(f32, f32)> {
            let mut widths: Vec<f32> = runs
                .iter()
                .filter(near)
                .filter(|run| ((run.left + run.right) / 2.0 < x) == is_left)
                .map(|run| run.right - run.left)
                .collect();
            if widths.len() < LEAST {
                return None;
            }
            widths.sort_by(f32::total_cmp);
            Some((widths[widths.len() / 2], widths[widths.len() - 1]))
        };
        let (Some(before), Some(after)) = (side(true), side(false)) else { continue };
        let full =
            |(middle, longest): (f32, f32)| middle > body * 8.0 && middle > longest * 0.55;
        if full(before) && full(after) && best.is_none_or(|(fewest, _)| crossing < fewest) {
            best = Some((crossing, x));
        }
    }
    best.map(|(_, x)| x)
}

/// Runs by their baselines, from the top, each row from the left.
fn rows(mut runs: Vec<Run>) -> Vec<Vec<Run>> {
    runs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let joins = rows.last().and_then(|row| row.last()).is_some_and(|last| {
            (run.base - last.base).abs() < run.size.min(last.size) * 0.4
        });
        match rows.last_mut() {
            Some(row) if joins => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows
}

/// One line of a row.
fn line(row: Vec<Run>) -> TextLine {
    let largest = row.iter().map(|run| run.size).fold(0.0, f32::max);
    let mut line = TextLine {
        bold: true,
        size: largest,
        left: f32::MAX,
        right: f32::MIN,
        ..TextLine::default()
    };
    let mut weight = 0;
    for run in row {
        let gap = run.left - line.right;
        if !line.text.is_empty() {
            let unspaced = line.text.ends_with(is_wide) || run.text.starts_with(is_wide);
            let limit = if unspaced { 1.5 } else { 0.17 };
            if gap > run.size * limit {
                line.text.push(' ');
            }
        }
        // The line stands where most of it does.
        if run.count() > weight {
            weight = run.count();
            line.base = run.base;
            line.size = run.size;
        }
        line.marked |= run.marked;
        line.bold &= run.bold;
        line.left = line.left.min(run.left);
        line.right = line.right.max(run.right);
        line.text.push_str(&run.text);
    }
    line
}
