//! The text that 微信读书 copies out, as programs that read it describe it (its maker documents no
//! form): `《书名》`, the author, `12个笔记`, chapters, `◆ ` before each marked text, `◆
//! 2026/07/21发表想法` before the reader's own words with the marked text behind `原文：`, and
//! `-- 来自微信读书` at the end. Older versions have `◆ ` before chapters and `>> ` before texts.

use super::{At, Format, Marks};

/// The last line.
const END: &str = "-- 来自微信读书";
/// Before the text that a thought is on.
const ORIGINAL: &str = "原文：";

/// True for such a text.
pub(super) fn is_export(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    let is_count = |line: &str| {
        line.strip_suffix("个笔记").is_some_and(|n| {
            let n = n.trim();
            !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())
        })
    };
    lines().any(|line| line == END || line.starts_with(">> ") || is_count(line))
        && lines().any(|line| line.starts_with('◆') || line.starts_with(">> "))
}

/// What is being read.
enum Open {
    Nothing,
    /// A marked text: its lines, and whether it ends at a blank line.
    Text(usize, String),
    /// A thought; the marked text follows.
    Thought(usize, String),
}

pub(super) fn read(text: &str) -> Marks {
    let mut marks = Marks::new(Format::WeRead);
    let mut book: Option<String> = None;
    let mut open = Open::Nothing;
    let mut blanks = 0;
    let old = text.lines().any(|line| line.trim_start().starts_with(">> "));
    // A thought with the text it is on.
    let mut note = String::new();
    for (at, line) in text.lines().enumerate() {
        let (number, line) = (at + 1, line.trim());
        if line.is_empty() {
            blanks += 1;
            continue;
        }
        let after_blank = std::mem::take(&mut blanks) > 0;
        let title = line.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
        if let Some(title) =
            title.filter(|_| book.is_none() || matches!(open, Open::Nothing))
        {
            close(&mut open, &mut note, &mut marks, book.as_deref());
            book = Some(title.to_owned());
            continue;
        }
        let begins = match old {
            true => line.strip_prefix(">>"),
            false => line.strip_prefix('◆'),
        };
        let is_chapter = old && line.starts_with('◆');
        if let Some(rest) = begins {
            close(&mut open, &mut note, &mut marks, book.as_deref());
            let rest = rest.trim();
            open = match is_thought(rest) {
                true => Open::Thought(number, String::new()),
                false => Open::Text(number, rest.to_owned()),
            };
        } else if line == END {
            close(&mut open, &mut note, &mut marks, book.as_deref());
            // Several books may follow one another.
            book = None;
        } else if is_chapter {
            close(&mut open, &mut note, &mut marks, book.as_deref());
        } else if let Open::Thought(_, words) = &mut open {
            match line.strip_prefix(ORIGINAL) {
                Some(original) => {
                    note = std::mem::take(words);
                    open = Open::Text(number, original.to_owned());
                }
                None => push(words, line),
            }
        } else if let Open::Text(_, words) = &mut open {
            // A chapter's heading stands behind a blank line; a text's own lines do not.
            if after_blank {
                close(&mut open, &mut note, &mut marks, book.as_deref());
            } else {
                push(words, line);
            }
        }
    }
    close(&mut open, &mut note, &mut marks, book.as_deref());
    marks
}

fn push(words: &mut String, line: &str) {
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(line);
}

fn close(open: &mut Open, note: &mut String, marks: &mut Marks, book: Option<&str>) {
    let note = std::mem::take(note);
    match std::mem::replace(open, Open::Nothing) {
        Open::Nothing => {}
        Open::Text(line, words) => marks.add(At::Line(line), &words, &note, book),
        Open::Thought(line, words) => marks.add(At::Line(line), "", &words, book),
    }
}

/// True for `2026/07/21发表想法`.
fn is_thought(text: &str) -> bool {
    text.strip_suffix("发表想法").is_some_and(|date| {
        date.trim().bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn texts_thoughts_and_chapters_are_told_apart() {
        let marks = read("x.txt", include_bytes!("samples/weread.txt")).expect("export");
        assert_eq!(marks.format, Format::WeRead);
        let read_of: Vec<(&str, &[String])> =
            marks.marks.iter().map(|m| (m.text.as_str(), m.notes.as_slice())).collect();
        assert_eq!(
            read_of,
            [
                ("头十年我数日子，后来就不数了。\n数日子的人守不长。", [].as_slice()),
                (
                    "怕的不是黑，是雾。",
                    ["想起海边的冬天。\n雾最难。".to_owned()].as_slice()
                ),
                ("总要有一盏灯亮着", [].as_slice()),
            ]
        );
        assert_eq!(marks.marks[0].book.as_deref(), Some("守灯塔的人"));
        assert_eq!(marks.others.len(), 1, "a thought on no text");
    }

    #[test]
    fn the_older_form_is_read() {
        let old = "《书》\n\n作者\n2个笔记\n\n◆ 第一章\n\n>> 第一句。\n\n>> 第二句。\n\n◆ 第二章\n\n>> 第三句。\n";
        let marks = read("x.txt", old.as_bytes()).expect("export");
        let texts: Vec<&str> = marks.marks.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["第一句。", "第二句。", "第三句。"]);
    }
}
