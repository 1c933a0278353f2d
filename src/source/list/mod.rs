//! The lists of a document: which marked lines count on from one another.
//!
//! A list is a run of marks of one style that count on. Several lists are several, however
//! alike they look; a list within an item of another one is part of that item.

pub mod mark;
pub mod tail;

pub use mark::{Mark, mark};
pub use tail::{Tail, tail};

/// A list: the rows of its items, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// How its items are marked.
    pub style: mark::Style,
    /// Its items: the row and the number of each.
    pub items: Vec<(usize, usize)>,
    /// The list, and the index of its item, that it stands in.
    pub within: Option<(usize, usize)>,
    /// Rows at which the count skips a number, though it goes on from there.
    pub skips: Vec<usize>,
}

/// All lists among marked rows, in the order of their first items. A row that counts on from
/// nothing and from which nothing counts on is in none.
pub fn lists(marks: &[(usize, Mark)]) -> Vec<List> {
    let next = next_of_style(marks);
    let mut lists: Vec<List> = Vec::new();
    // Lists that may go on, the inner ones last; of one style at most one.
    let mut open: Vec<usize> = Vec::new();
    for (at, (row, mark)) in marks.iter().enumerate() {
        let (style, number) = (mark.style, mark.number);
        let last = |list: usize| lists[list].items.last().map_or(0, |(_, n)| *n);
        let exact = open.iter().rposition(|list| lists[*list].style == style);
        let goes_on = |depth: &usize| last(open[*depth]) + 1 == number;
        let loose = || {
            let agrees = |list: &usize| lists[*list].style.agrees_with(style);
            open.iter().rposition(agrees).filter(goes_on)
        };
        let counted_on = next[at].is_some_and(|next| marks[next].1.number == number + 1);
        let continued = exact.filter(goes_on).or_else(loose);
        // 3, 5, 6: the count goes on behind a skip; 3, 2023, 4: it does not.
        let skipped = exact.filter(|depth| {
            let last = last(open[*depth]);
            number > last + 1 && number <= last + LARGEST_SKIP && counted_on
        });
        if let Some(depth) = continued.or(skipped) {
            let list = open[depth];
            let item = lists[list].items.len() - 1;
            for inner in open.drain(depth + 1..) {
                lists[inner].within = Some((list, item));
            }
            if continued.is_none() {
                lists[list].skips.push(*row);
            }
            lists[list].items.push((*row, number));
        } else if number == 1
            || (counted_on && exact.is_none_or(|d| last(open[d]) != number))
        {
            // Another list of the same style ends the first and those within it.
            if let Some(depth) = exact {
                open.truncate(depth);
            }
            open.push(lists.len());
            let items = vec![(*row, number)];
            lists.push(List { style, items, within: None, skips: Vec::new() });
        }
    }
    lists
}

/// The lists that have more than one item; those of one item only if there are no others.
pub fn lists_of_several(marks: &[(usize, Mark)]) -> Vec<List> {
    let all = lists(marks);
    if all.iter().all(|list| list.items.len() == 1) {
        return all;
    }
    let mut kept = vec![None; all.len()];
    let mut several: Vec<List> = Vec::new();
    for (at, list) in all.into_iter().enumerate() {
        if list.items.len() > 1 {
            kept[at] = Some(several.len());
            several.push(list);
        }
    }
    for list in &mut several {
        // An inner list stands in one with several items, because that one goes on behind it.
        list.within = list.within.and_then(|(outer, item)| Some((kept[outer]?, item)));
    }
    several
}

/// The number at which a list ended that a mark of its style seems to go on, with items missing
/// between: the row and number of that mark must come behind its last item.
pub fn lost_before(lists: &[List], row: usize, mark: &Mark) -> Option<usize> {
    let lists = lists.iter().filter(|list| list.within.is_none());
    let mut lists = lists.filter(|list| list.style.agrees_with(mark.style));
    lists.find_map(|list| {
        let (last_row, last) = list.items.last()?;
        (*last_row < row && *last < mark.number).then_some(*last)
    })
}

/// Bytes of a bullet and the space after it, with which a line begins.
pub fn bullet(line: &str) -> Option<usize> {
    let text = line.strip_prefix('\\').unwrap_or(line);
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    let spaced = matches!(first, '-' | '*' | '+' | '–' | '·' | '○' | '□' | '|');
    let bare = matches!(
        first,
        '•' | '●'
            | '◆'
            | '◇'
            | '■'
            | '▪'
            | '▶'
            | '►'
            | '★'
            | '☆'
            | '◎'
            | '※'
            | '▲'
            | '‣'
            | '✦'
    );
    let is_bullet = bare || (spaced && after.starts_with(char::is_whitespace));
    (is_bullet && !after.trim().is_empty()).then(|| line.len() - after.trim_start().len())
}

/// How many numbers a list may skip.
const LARGEST_SKIP: usize = 3;

/// For each mark the next one of its style.
fn next_of_style(marks: &[(usize, Mark)]) -> Vec<Option<usize>> {
    let mut seen = std::collections::BTreeMap::new();
    let mut next = vec![None; marks.len()];
    for (at, (_, mark)) in marks.iter().enumerate().rev() {
        next[at] = seen.insert(mark.style, at);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of a list, and the list and item it is in.
    type Expected<'a> = (&'a [usize], Option<(usize, usize)>);

    /// The numbers of each list, with the list it is in.
    #[track_caller]
    fn check(text: &str, expected: &[Expected<'_>]) {
        let rows = text.split(' ').enumerate();
        let marks: Vec<_> =
            rows.filter_map(|(row, line)| Some((row, mark(line)?))).collect();
        let found = lists(&marks);
        let numbers = |list: &List| list.items.iter().map(|(_, n)| *n).collect::<Vec<_>>();
        let found: Vec<_> = found.iter().map(|list| (numbers(list), list.within)).collect();
        let expected: Vec<_> = expected.iter().map(|(n, w)| (n.to_vec(), *w)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn several_lists_are_several_and_inner_ones_belong_to_their_item() {
        check("1.甲 2.乙 3.丙", &[(&[1, 2, 3], None)]);
        check("1.甲 2.乙 1.丙 2.丁", &[(&[1, 2], None), (&[1, 2], None)]);
        check(
            "1.甲 ①子 ②丑 2.乙 ①子 ②丑",
            &[(&[1, 2], None), (&[1, 2], Some((0, 0))), (&[1, 2], None)],
        );
        check(
            "一、甲 （1）子 （2）丑 二、乙 （1）寅 三、丙",
            &[(&[1, 2, 3], None), (&[1, 2], Some((0, 0))), (&[1], Some((0, 1)))],
        );
        check("1.甲 2、乙 3）丙", &[(&[1, 2, 3], None)]);
        check("1.甲 1)子 2)丑 2.乙", &[(&[1, 2], None), (&[1, 2], Some((0, 0)))]);
    }

    #[test]
    fn a_number_that_counts_on_from_nothing_is_no_item() {
        check("7.甲 话 9.乙", &[]);
        check("1.甲 2.乙 30.丙 3.丁", &[(&[1, 2, 3], None)]);
        check("31.甲 32.乙", &[(&[31, 32], None)]);
        check("1.甲 2.乙 4.丁 5.戊", &[(&[1, 2, 4, 5], None)]);
        check("1.甲 2.乙 2.乙 3.丙", &[(&[1, 2, 3], None)]);
    }
}
