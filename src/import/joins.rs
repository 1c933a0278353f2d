//! How pieces of one paragraph are put together: Chinese has no space between words, and a line
//! end in a file is none of its words.

use crate::script::han::is_han;

/// True for characters that take no space beside them: Han and the radicals that programs put
/// for it, kana, bopomofo, full-width marks.
pub fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
            | '\u{31a0}'..='\u{31bf}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '\u{fe30}'..='\u{fe4f}')
}

/// True for white space of markup: what a browser shows as one space.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Puts the next piece of a paragraph after what is there: without a space beside Han or
/// full-width marks, with one otherwise.
pub fn join(text: &mut String, next: &str) {
    let next = next.trim_start_matches(is_blank);
    let kept = text.trim_end_matches(is_blank).len();
    text.truncate(kept);
    let (Some(before), Some(after)) = (text.chars().next_back(), next.chars().next())
    else {
        text.push_str(next);
        return;
    };
    if !is_wide(before) && !is_wide(after) {
        text.push(' ');
    }
    text.push_str(next);
}

/// The lines of one paragraph as one.
pub fn joined<'l>(lines: impl IntoIterator<Item = &'l str>) -> String {
    let mut out = String::new();
    for line in lines {
        join(&mut out, line);
    }
    out
}

/// White space of markup as it is read: runs become one space, and a line end beside Han or
/// full-width marks nothing. White space at both ends stays one space each.
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_blank) {
        out.push_str(&rest[..at]);
        let run = &rest[at..];
        let length = run.find(|c| !is_blank(c)).unwrap_or(run.len());
        let (blank, after) = run.split_at(length);
        let wide = |c: Option<char>| c.is_some_and(is_wide);
        let beside = wide(out.chars().next_back()) || wide(after.chars().next());
        if !(blank.contains(['\n', '\r']) && beside) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text without white space at its ends, ideographic and no-break spaces included: an
/// indented paragraph is the same paragraph.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

/// Cells of a row as a line.
pub(super) fn row(cells: &[String]) -> String {
    let cells: Vec<&str> = cells.iter().map(|cell| trimmed(cell)).collect();
    let filled = cells.iter().any(|cell| !cell.is_empty());
    if filled { cells.join(" | ") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_paragraph_join_without_a_space_beside_han() {
        for (first, second, whole) in [
            ("水是有", "脾气的", "水是有脾气的"),
            ("水是 ", "\n 有", "水是有"),
            ("over the", "dam", "over the dam"),
            ("用 GPS", "和", "用 GPS和"),
            ("他说：", "Go", "他说：Go"),
            ("", "水", "水"),
            ("水", "", "水"),
        ] {
            let mut text = first.to_owned();
            join(&mut text, second);
            assert_eq!(text, whole);
        }
    }

    #[test]
    fn white_space_of_markup_is_one_space_or_none() {
        assert_eq!(collapsed("水\n  是\tGPS  on\n it"), "水是 GPS on it");
        assert_eq!(collapsed("水 是"), "水 是");
        assert_eq!(collapsed(" a "), " a ");
        assert_eq!(trimmed("\u{3000}\u{3000}水\u{a0}\n"), "水");
    }
}
