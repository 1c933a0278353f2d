//! `==marked text==` in Markdown, as Obsidian and others write it, with a note in a comment behind
//! it: `%%note%%`, or CriticMarkup's `{==text==}{>>note<<}`.

use super::{At, Format, Marks};

/// True if there is such a text.
pub(super) fn has_marks(text: &str) -> bool {
    !read(text).marks.is_empty()
}

pub(super) fn read(text: &str) -> Marks {
    let mut marks = Marks::new(Format::Markdown);
    let mut paragraph = String::new();
    let mut first = 1;
    let mut fence: Option<&str> = None;
    for (at, line) in text.lines().enumerate() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                continue;
            }
            (Some(_), _) => continue,
            (None, Some(mark)) => {
                fence = Some(mark);
                continue;
            }
            (None, None) => {}
        }
        if start.trim().is_empty() {
            marked(&paragraph, first, &mut marks);
            paragraph.clear();
            continue;
        }
        if paragraph.is_empty() {
            first = at + 1;
        }
        paragraph.push_str(line);
        paragraph.push('\n');
    }
    marked(&paragraph, first, &mut marks);
    marks
}

/// The marked texts of a paragraph that begins in line `first`.
fn marked(paragraph: &str, first: usize, marks: &mut Marks) {
    let mut at = 0;
    let (mut line, mut counted) = (first, 0);
    while let Some(start) = sign(paragraph, at) {
        let inside = start + 2;
        let opens = paragraph[inside..].starts_with(|c: char| !c.is_whitespace());
        let end = if opens { closing(paragraph, inside) } else { None };
        let Some(end) = end else {
            // Without an end there is none for a later one either.
            if opens {
                return;
            }
            at = inside;
            continue;
        };
        line += paragraph[counted..start].matches('\n').count();
        counted = start;
        let rest = &paragraph[end + 2..];
        let (note, length) = comment(rest);
        // Marks of a quotation or a list at the beginnings of lines are none of the words.
        let words: Vec<&str> = paragraph[inside..end]
            .lines()
            .enumerate()
            .map(
                |(at, line)| {
                    if at == 0 { line } else { line.trim_start_matches(['>', ' ']) }
                },
            )
            .collect();
        marks.add(At::Line(line), &plain(&words.join("\n")), note, None);
        at = end + 2 + length;
    }
}

/// The next `==` that is no part of a longer run.
fn sign(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = from + text[from..].find("==")?;
        let run = text[at..].bytes().take_while(|byte| *byte == b'=').count();
        if run == 2 {
            return Some(at);
        }
        from = at + run;
    }
}

/// The next `==` that has a word before it.
fn closing(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = sign(text, from)?;
        if text[..at].ends_with(|c: char| !c.is_whitespace()) {
            return Some(at);
        }
        from = at + 2;
    }
}

/// The comment directly behind a marked text, and its length.
fn comment(rest: &str) -> (&str, usize) {
    let critic = rest.strip_prefix('}').unwrap_or(rest);
    let blank = critic.len() - critic.trim_start_matches(' ').len();
    let skipped = rest.len() - critic.len() + blank;
    let here = &rest[skipped..];
    for (open, close) in [("%%", "%%"), ("{>>", "<<}")] {
        if let Some(inside) = here.strip_prefix(open)
            && let Some(end) = inside.find(close)
        {
            return (&inside[..end], skipped + open.len() + end + close.len());
        }
    }
    ("", 0)
}

/// Words without the signs of emphasis.
fn plain(text: &str) -> String {
    text.replace("**", "").replace("__", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn marked_texts_are_read_and_other_equals_signs_are_none() {
        let marks = read("x.md", include_bytes!("samples/marks.md")).expect("Markdown");
        assert_eq!(marks.format, Format::Markdown);
        let read_of: Vec<(&str, &[String], At)> = marks
            .marks
            .iter()
            .map(|m| (m.text.as_str(), m.notes.as_slice(), m.at))
            .collect();
        assert_eq!(
            read_of,
            [
                ("怕的不是黑，是雾。", ["雾".to_owned()].as_slice(), At::Line(4)),
                ("什么都没有\n发生的那一晚", [].as_slice(), At::Line(6)),
                ("总要有一盏灯亮着", ["灯".to_owned()].as_slice(), At::Line(9)),
            ]
        );
    }

    #[test]
    fn many_open_signs_take_time_in_proportion() {
        let text = "==a ".repeat(200_000);
        assert!(read("x.md", text.as_bytes()).expect("Markdown").marks.is_empty());
    }
}
