//! How a document is laid out, judged over all its lines.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use crate::fold::Folded;
use crate::source::furniture::{self, Furniture};
use crate::source::list::{self, Mark};
use crate::source::manifest::Shape;

/// How many items make a list, and how many attributions a collection of quotations.
const FEWEST: usize = 3;
/// How many items make a list of a page that has much besides.
const FEWEST_OF_A_PAGE: usize = 5;
/// How many short lines make verse.
const FEWEST_VERSES: usize = 6;

/// What could be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) shape: Shape,
    /// Sentences run over the ends of lines.
    pub(super) wrapped: bool,
    /// Whom attributions name, in the order in which they first stand.
    pub(super) names: Vec<String>,
    /// How many lists stand side by side.
    pub(super) lists: usize,
    /// Headings under which somebody translates or explains (译文, 解析).
    pub(super) commentary: Vec<String>,
}

/// Looks at the layout of a text in which `heads` lines begin with a speaker's head.
pub(super) fn layout(text: &str, heads: usize) -> Layout {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    let (mut names, mut folded) = (Vec::new(), BTreeSet::new());
    let (mut tails, mut words) = (0, 0);
    for (row, line) in lines.iter().enumerate() {
        let line = line.trim_start_matches(['>', ' ', '　']);
        let tail = list::tail(line);
        if let Some(tail) = tail {
            tails += usize::from(!tail.name.is_empty());
            if !tail.name.is_empty() && folded.insert(Folded::new(tail.name, 0).to_text()) {
                names.push(tail.name.to_owned());
            }
        }
        let said = tail.is_none_or(|tail| tail.words_end > 0);
        let mark = list::mark(line).filter(|mark| {
            let words = furniture::classify(&line[mark.start..mark.end]);
            !matches!(words, Some(Furniture::LinkList | Furniture::Picture))
        });
        marks.extend(mark.map(|mark| (row, mark)));
        words +=
            usize::from(said && (mark.is_some() || furniture::classify(line).is_none()));
    }
    let quotations = tails >= FEWEST && tails * 3 >= words && tails > heads;
    let (items, lists, covered, asked) = listed(&lines, &marks);
    // A long list among a page's machinery covers less of it than a short one must.
    let much = covered * 5 >= lines.len() * 2
        || (items >= FEWEST_OF_A_PAGE && covered * 4 >= lines.len());
    let numbered = items >= FEWEST
        && much
        && asked * 2 < items
        && items > heads
        && items > tails
        && !has_gap(&marks);
    let shape = match () {
        () if quotations => Shape::Quotations,
        () if numbered => Shape::Numbered,
        () if heads > 0 => Shape::Dialogue,
        () => Shape::Plain,
    };
    Layout {
        shape,
        wrapped: is_wrapped(text),
        names: if shape == Shape::Quotations { names } else { Vec::new() },
        lists,
        // In a talk an editor's note is a line between turns.
        commentary: match shape {
            Shape::Dialogue => {
                let headings = |line: &&&str| {
                    crate::source::block::heading(line)
                        .is_some_and(|(_, at)| at == line.len())
                };
                let alone: Vec<&str> = lines.iter().filter(headings).copied().collect();
                commentary(&alone)
            }
            _ => commentary(&lines),
        },
    }
}

/// Items of lists that stand by themselves, how many such lists there are, how many lines they
/// cover, and how many items ask.
fn listed(lines: &[&str], marks: &[(usize, Mark)]) -> (usize, usize, usize, usize) {
    let (mut items, mut covered, mut asked, mut count) = (0, 0, 0, 0);
    for list in list::lists_of_several(marks).iter().filter(|l| l.within.is_none()) {
        let (Some((first, _)), Some((last, _))) = (list.items.first(), list.items.last())
        else {
            continue;
        };
        items += list.items.len();
        count += 1;
        // The last item has as much as the others have.
        let length = (last - first) / (list.items.len() - 1).max(1);
        covered += (last - first + length.max(1)).min(lines.len() - first);
        let asks = |row: usize| {
            lines[row].trim_end_matches(['*', '”', '」']).ends_with(['？', '?'])
        };
        asked += list.items.iter().filter(|(row, _)| asks(*row)).count();
    }
    (items, count, covered, asked)
}

/// True if a list seems to go on with items missing, which its reader would report.
fn has_gap(marks: &[(usize, Mark)]) -> bool {
    let lists = list::lists_of_several(marks);
    let items: BTreeSet<usize> =
        lists.iter().flat_map(|list| &list.items).map(|(row, _)| *row).collect();
    marks.iter().any(|(row, mark)| {
        !items.contains(row) && list::lost_before(&lists, *row, mark).is_some()
    })
}

/// True if most lines of a paragraph end within a sentence, all at about the same width or all
/// short.
fn is_wrapped(text: &str) -> bool {
    let mut widths: Vec<usize> = Vec::new();
    let (mut pairs, mut within) = (0, Vec::new());
    let mut before: Option<&str> = None;
    for line in text.lines().map(str::trim_end) {
        let trimmed = line.trim();
        let skipped = trimmed.is_empty() || furniture::classify(trimmed).is_some();
        if skipped || list::mark(trimmed).is_some() || list::bullet(trimmed).is_some() {
            before = None;
            continue;
        }
        widths.push(line.width());
        if let Some(before) = before {
            pairs += 1;
            if !before.ends_with(ENDS) {
                within.push(before.width());
            }
        }
        before = Some(line);
    }
    if pairs < FEWEST || within.len() * 10 < pairs * 4 {
        return false;
    }
    widths.sort_unstable();
    let usual = widths[(widths.len() - 1) * 9 / 10];
    let full = within.iter().filter(|width| **width * 10 >= usual * 8).count();
    let verse = widths.len() >= FEWEST_VERSES && usual <= LONGEST_VERSE;
    verse || (full * 10 >= within.len() * 8 && usual >= SHORTEST_WRAP)
}

/// Marks after which a line may end because a sentence does.
const ENDS: [char; 18] = [
    '。', '！', '？', '”', '」', '』', '…', '!', '?', '.', '：', ':', '；', ';', '）', ')',
    '"', '》',
];
/// Widest verse and narrowest wrapped text, in columns.
const LONGEST_VERSE: usize = 36;
const SHORTEST_WRAP: usize = 40;

/// Headings under which somebody other than the author speaks, each once, as the document
/// writes them; only where such blocks return.
fn commentary(lines: &[&str]) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let (mut original, mut blocks) = (0, 0);
    for line in lines {
        let Some((heading, _)) = crate::source::block::heading(line) else { continue };
        if crate::source::block::is_original(heading) {
            original += 1;
        } else if crate::source::block::is_commentary(heading) {
            blocks += 1;
            if seen.insert(heading.to_owned()) {
                found.push(heading.to_owned());
            }
        }
    }
    if blocks + original < 2 { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, heads: usize, shape: Shape) {
        assert_eq!(layout(text, heads).shape, shape, "{text}");
    }

    #[test]
    fn three_numbered_lines_do_not_make_a_list_of_an_interview() {
        check("1. 慢。\n2、等。\n3）看。\n", 0, Shape::Numbered);
        check("一、慢。\n二、等。\n三、看。\n", 0, Shape::Numbered);
        check(
            "甲：问？\n乙：三条。\n1. 慢。\n2. 等。\n3. 看。\n甲：谢谢。\n乙：不谢。\n",
            4,
            Shape::Dialogue,
        );
        let interview =
            "**1. 您怕什么？**\n怕水。\n**2. 后悔吗？**\n不。\n**3. 还有呢？**\n没有。\n";
        check(interview, 0, Shape::Plain);
        check(
            "一段话。\n又一段话。\n再一段。\n1. 慢。\n2. 等。\n3. 看。\n一段。\n一段。\n",
            0,
            Shape::Plain,
        );
    }

    #[test]
    fn quotations_have_their_attributions() {
        let text = "“木头诚实。”——老马\n“水急。”——玛丽\n“灯亮着。”——老马\n";
        let seen = layout(text, 0);
        assert_eq!(seen.shape, Shape::Quotations);
        assert_eq!(seen.names, ["老马", "玛丽"]);
        check(
            "木头诚实。\n——老马\n水急。\n——老马\n灯亮着。\n——老马\n",
            0,
            Shape::Quotations,
        );
    }

    #[test]
    fn lines_that_end_within_sentences_are_wrapped() {
        let wrapped = "海边的日子//我修船修了二十年，头十年只看见木头，后十年/才看见水。木头坏了可以换，水急了却只能等。\
            /年轻人总问我哪一种木头最好，我说最好的木头/是你等得起的那一种。";
        let talk = "海边的日子/阿光：您修船修了多少年，有什么心得可以告诉年/轻人呢？/老马：二十年。头十年只看见木头，后十年才看见\
            /水。木头坏了可以换，水急了却只能等。年轻人总问/我哪一种木头最好，我说最好的木头是你等得起的那/一种。/阿光：明白了，那您后悔吗？";
        let verse = "静夜//木头在水里睡着，/灯在木头上醒着，/有人走过来，/又走回去。//水不说话，/木头也不说话，";
        for text in [wrapped, talk, verse] {
            assert!(is_wrapped(&text.replace('/', "\n")), "{text}");
        }
        assert!(!is_wrapped(
            "一段话。\n又一段话。\n再一段话。\n还有一段话。\n第五段话。\n第六段话。\n"
        ));
    }
}
