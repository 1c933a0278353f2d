//! Sentences in lines of a width: words stay whole, Han text may be parted between characters.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！”’』」》）】］…—·";
/// Marks that no line ends with.
const OPENING: &str = "“‘『「《（【［";

/// The lines of a text: the first of at most `first` columns, the others of at most `rest`.
///
/// Lines end at a space, which is left out, or between two characters one of which is wide. A
/// word that is wider than a line has one of its own; nothing else is added or taken away.
pub fn wrapped(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut room) = (0, 0, first);
    // Where the present line may end, and where the next one then begins.
    let mut end: Option<(usize, usize)> = (first < rest).then_some((0, 0));
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == ' ' {
            end = Some((at, at + 1));
        } else if at > start && may_part(before, c) {
            end = Some((at, at));
        }
        used += c.width().unwrap_or(0);
        if used > room
            && c != ' '
            && let Some((stop, next)) = end.take()
        {
            lines.push(text[start..stop].trim_end());
            start = next;
            used = text[start..at + c.len_utf8()].width();
            room = rest;
        }
        before = c;
    }
    lines.push(&text[start..]);
    lines
}

fn may_part(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    (wide(before) || wide(after))
        && before != ' '
        && !CLOSING.contains(after)
        && !OPENING.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_han_text_is_parted() {
        for (text, first, rest, lines) in [
            ("", 10, 10, &[""][..]),
            ("one two three", 7, 7, &["one two", "three"]),
            ("one two three", 3, 9, &["one", "two three"]),
            // No room beside a label: the text begins below it.
            ("words", 2, 9, &["", "words"]),
            ("a longerthanaline b", 6, 6, &["a", "longerthanaline", "b"]),
            ("两  spaces", 20, 20, &["两  spaces"]),
            ("种树是为了让人有荫凉", 9, 9, &["种树是为", "了让人有", "荫凉"]),
            // No line begins with a mark that closes, or ends with one that opens.
            ("读：他说，好。", 8, 8, &["读：他", "说，好。"]),
            ("他说“好”", 6, 6, &["他说", "“好”"]),
            ("reads: 种树为人", 12, 12, &["reads: 种树", "为人"]),
        ] {
            assert_eq!(wrapped(text, first, rest), lines, "{text}");
        }
    }

    #[test]
    fn nothing_but_spaces_at_ends_of_lines_is_lost() {
        let text =
            "these words do not stand in `garden`, line 2: 种树是为了让后来的人有荫凉。";
        for width in 1..80 {
            let lines = wrapped(text, width, width);
            let whole: String = lines.concat();
            assert_eq!(whole.replace(' ', ""), text.replace(' ', ""), "{width}");
        }
    }
}
