//! What pages have around their text: headers, footers, numbers.

use std::collections::BTreeMap;

use super::glyphs::Page;
use super::layout::TextLine;
use crate::import::lines::Lines;

/// Lines at the top and at the bottom of a page that may be furniture.
const DEEP: usize = 3;

/// The part of the page at its top and at its bottom in which furniture stands.
const ZONE: f32 = 0.14;

/// Pages on which the same must stand at the same place.
const LEAST: usize = 3;

/// A line near the edge of a page: its page, its place in the page, and whether at the top.
#[derive(Debug, Clone, Copy)]
struct Edge {
    page: usize,
    line: usize,
    top: bool,
}

/// Takes headers, footers and page numbers away, counted; a printed number that differs from
/// the place of its page becomes the page's label, unless the document says one itself.
pub fn leave_out(mut pages: Vec<Page>, lines: &mut Lines) -> Vec<Page> {
    let edges = edges(&pages);
    let mut gone: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    numbers(&mut pages, &edges, &mut gone, lines);
    repeated(&pages, &edges, &mut gone, lines);
    for (page, gone) in pages.iter_mut().zip(gone) {
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    pages
}

/// The outermost lines of the pages.
fn edges(pages: &[Page]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (page, own) in pages.iter().enumerate() {
        let mut order: Vec<usize> = (0..own.lines.len()).collect();
        order.sort_by(|a, b| own.lines[*a].base.total_cmp(&own.lines[*b].base));
        let mut push = |line: usize, top: bool| edges.push(Edge { page, line, top });
        for &line in order.iter().take(DEEP) {
            if own.lines[line].base < own.height * ZONE {
                push(line, true);
            }
        }
        for &line in order.iter().rev().take(DEEP) {
            if own.lines[line].base > own.height * (1.0 - ZONE) {
                push(line, false);
            }
        }
    }
    edges
}

fn at<'a>(pages: &'a [Page], edge: &Edge) -> &'a TextLine {
    &pages[edge.page].lines[edge.line]
}

/// Takes the numbers of pages away.
fn numbers(pages: &mut [Page], edges: &[Edge], gone: &mut [Vec<usize>], lines: &mut Lines) {
    // By how much printed numbers differ from the pages' places.
    let mut shifts: BTreeMap<i64, usize> = BTreeMap::new();
    let found: Vec<(Edge, i64, bool)> = edges
        .iter()
        .filter_map(|edge| {
            let (number, plain) = page_number(&at(pages, edge).text)?;
            Some((*edge, number - edge.page as i64, plain))
        })
        .collect();
    for (_, shift, _) in &found {
        *shifts.entry(*shift).or_default() += 1;
    }
    for (edge, shift, plain) in found {
        let often = shifts.get(&shift).copied().unwrap_or_default();
        // A number alone at the foot of a single page is its number too, and so is “第 3 页”.
        let alone = pages.len() == 1 && !edge.top && (shift == 1 || !plain);
        if often >= 2 || !plain || alone {
            gone[edge.page].push(edge.line);
            lines.dropped("page numbers", 1);
            let page = &mut pages[edge.page];
            if shift != 1 && often >= 2 && page.label.is_none() {
                page.label = Some((shift + edge.page as i64).to_string());
            }
        }
    }
}

/// The number of a page that a line is, and whether it is nothing but the number.
fn page_number(text: &str) -> Option<(i64, bool)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_matches(|c: char| "-–—·•~～|—―[]()（）【】".contains(c));
    let lower = bare.to_lowercase();
    let named = lower
        .strip_prefix("第")
        .and_then(|rest| rest.split(['页', '頁']).next())
        .or_else(|| lower.strip_prefix("page"))
        .or_else(|| lower.strip_prefix("p."));
    if let Some(named) = named {
        let rest = lower.trim_start_matches("page").trim_start_matches("p.");
        let known = |c: char| c.is_ascii_digit() || "第页頁共/of总總,，".contains(c);
        if !rest.chars().all(known) {
            return None;
        }
        let digits: String = named.chars().take_while(char::is_ascii_digit).collect();
        return Some((digits.parse().ok()?, false));
    }
    let (first, of) = match bare.split_once('/') {
        Some((first, all)) => (first, all.parse::<u32>().ok().map(|_| ())),
        None => (bare, None),
    };
    if bare.contains('/') && of.is_none() {
        return None;
    }
    if let Ok(number) = first.parse::<u32>() {
        return (number < 10_000).then_some((i64::from(number), of.is_none()));
    }
    roman(first).map(|number| (number, true))
}

/// The value of a small Roman number.
fn roman(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let value = |c: char| {
        Some(match c.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        })
    };
    let values: Vec<i64> = text.chars().map(value).collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(at, own)| {
        if values.get(at + 1).is_some_and(|next| next > own) { -own } else { *own }
    });
    Some(signed.sum())
}

/// Takes away what stands at the same place with the same words, numbers aside, on three
/// pages or more that follow each other, or follow each other on one side of the sheet.
fn repeated(pages: &[Page], edges: &[Edge], gone: &mut [Vec<usize>], lines: &mut Lines) {
    let mut groups: BTreeMap<(bool, String), Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        if gone[edge.page].contains(&edge.line) {
            continue;
        }
        let text = at(pages, edge).text.chars().filter(|c| !c.is_whitespace());
        let text: String = text.map(|c| if is_digit(c) { '#' } else { c }).collect();
        groups.entry((edge.top, text)).or_default().push(*edge);
    }
    for ((top, _), group) in groups {
        let least = LEAST.min(pages.len().max(2));
        if group.len() < least {
            continue;
        }
        for edge in &group {
            let base = at(pages, edge).base;
            let same = group.iter().filter(|other| {
                let near = other.page.abs_diff(edge.page) <= 2 * LEAST;
                near && (at(pages, other).base - base).abs() < 4.0
            });
            if same.count() >= least {
                gone[edge.page].push(edge.line);
                lines.dropped(if top { "headers" } else { "footers" }, 1);
            }
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(c)
}
