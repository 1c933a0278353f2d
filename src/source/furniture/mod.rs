//! Lines of a page that nobody says: headings, pictures and their captions, rules, tables,
//! footnotes, lists of links, notices, credits.
//!
//! What is decided here is the *form* of one line, without what stands around it. A form may
//! have two uses: `### 老霍：` is a heading and a speaker's label, `### 1.` a heading and the
//! mark of an item, `> …` a quotation or a question. Who knows of labels and items asks for
//! those first; what is left and is furniture is nobody's words. Where a form is in doubt it
//! counts as furniture: rather lose a line than give somebody a page's words.

mod kind;
mod markup;
mod words;

pub use kind::Furniture;

use self::markup::{address, is_links, markup};
use crate::fold::Folded;
use crate::script::han::is_han;
use crate::text::is_invisible;

/// Longest line, in characters, that is taken for a notice, a credit or a caption by its words:
/// in a longer one somebody speaks of such things.
const LONGEST_BY_WORDS: usize = 48;
/// Longest heading without marks (`第三章 …`), in characters.
const LONGEST_HEADING: usize = 24;

/// What the line is, if it is nobody's words by its form.
pub fn classify(line: &str) -> Option<Furniture> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let first = line.chars().next()?;
    by_marks(line, first)
        .or_else(|| bracketed(line, first))
        .or_else(|| chapter(line).then_some(Furniture::Heading))
        .or_else(|| by_words(line))
}

/// True for what reads like a heading where nothing marks one: a short line that ends in no
/// mark and has no sentence in it. Only what stands around it can decide.
pub fn reads_like_heading(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let sentence = ['。', '！', '？', '!', '?', '；', ';', '，', ',', '…', '．'];
    let words = line.chars().filter(|c| c.is_alphanumeric()).count();
    (1..=LONGEST_HEADING).contains(&words)
        && !line.contains(sentence)
        && !line.ends_with(['.', ':', '：', '”', '」', '』', '"'])
}

fn by_marks(line: &str, first: char) -> Option<Furniture> {
    match first {
        '#' if is_heading(line) => Some(Furniture::Heading),
        '>' | '＞' => Some(Furniture::BlockQuotation),
        '|' if line[1..].contains('|') => Some(Furniture::TableRow),
        '!' if line.starts_with("![") => Some(Furniture::Picture),
        '[' if is_footnote(line) => Some(Furniture::Footnote),
        '<' => markup(line),
        '▲' | '△' | '▼' | '▽' | '↑' | '⬆' => Some(Furniture::Caption),
        '`' | '~' if line.starts_with("```") || line.starts_with("~~~") => {
            Some(Furniture::Markup)
        }
        '.' if line.starts_with(".. ") && (line.contains("::") || line.ends_with(':')) => {
            Some(Furniture::Markup)
        }
        '{' if line.ends_with('}') => Some(Furniture::Markup),
        '*' | '_' if is_bold(line) => Some(Furniture::Heading),
        _ if is_rule(line) => Some(Furniture::Rule),
        _ if is_table_rule(line) => Some(Furniture::TableRow),
        _ if is_cue(line) => Some(Furniture::Markup),
        _ if is_links(line) => Some(Furniture::LinkList),
        _ => None,
    }
}

/// `## Heading`, and `##标题` as people write it.
fn is_heading(line: &str) -> bool {
    let after = line.trim_start_matches('#');
    let marks = line.len() - after.len();
    // `#1` may be an item, `#话题#` is a topic.
    marks <= 6
        && (after.is_empty()
            || after.starts_with(char::is_whitespace)
            || (marks > 1 && !after.starts_with(|c: char| c.is_ascii_digit()))
            || (after.starts_with(is_han) && !after.contains('#')))
}

/// A whole line in `**…**` or `__…__`.
fn is_bold(line: &str) -> bool {
    ["**", "__"].iter().any(|mark| {
        let inner = line.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| {
            inner.chars().any(char::is_alphanumeric) && !inner.contains(mark)
        })
    })
}

/// Nothing but strokes, stars or dots in a row.
fn is_rule(line: &str) -> bool {
    let mut marks = 0;
    let strokes = line.chars().filter(|c| !c.is_whitespace()).all(|c| {
        marks += 1;
        matches!(
            c,
            '-' | '*'
                | '_'
                | '='
                | '~'
                | '—'
                | '–'
                | '―'
                | '－'
                | '─'
                | '━'
                | '═'
                | '＝'
                | '＿'
                | '～'
                | '〜'
                | '＊'
                | '※'
                | '◆'
                | '◇'
                | '★'
                | '☆'
                | '●'
                | '○'
                | '■'
                | '□'
                | '◎'
                | '•'
                | '·'
                | '❖'
                | '✦'
                | '+'
                | '#'
        )
    });
    // A single star or dot divides, too; one dash may be somebody's silence.
    strokes
        && (marks >= 3
            || (marks > 0 && !line.contains(['-', '—', '–', '―', '－', '─', '#'])))
}

/// `---|:---:`.
fn is_table_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line.chars().all(|c| matches!(c, '|' | '-' | ':') || c.is_whitespace())
}

/// `00:01:02,000 --> 00:01:05,000`, `WEBVTT`, a number alone, `- 12 -`, `第 12 页`.
fn is_cue(line: &str) -> bool {
    if let Some((from, to)) = line.split_once("-->") {
        return [from, to]
            .iter()
            .all(|t| t.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    }
    if line == "WEBVTT" || line.starts_with("WEBVTT ") {
        return true;
    }
    let number = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.chars().all(char::is_numeric)
    };
    let page = line
        .strip_prefix('第')
        .and_then(|rest| rest.strip_suffix(['页', '頁']))
        .or_else(|| {
            let (word, rest) = line.split_at_checked(5)?;
            word.eq_ignore_ascii_case("page ").then_some(rest)
        });
    let bare = line.trim_matches(['-', '–', '—', '·', ' ', '　']);
    let of = |text: &str| {
        let halves = text.split_once('/').or_else(|| text.split_once(" of "));
        halves.map_or(number(text), |(a, b)| number(a) && number(b))
    };
    page.is_some_and(of) || of(bare)
}

/// `[^1]: …`, `[注1] …`, `[1] http…`.
fn is_footnote(line: &str) -> bool {
    let Some((mark, after)) = line[1..].split_once(']') else { return false };
    let note = mark.starts_with('^')
        || mark.strip_prefix(['注', '註']).is_some_and(|n| n.chars().all(char::is_numeric));
    let reference = mark.chars().all(|c| c.is_ascii_digit())
        && address(after.trim_start_matches([':', '：', ' '])).is_some();
    note || reference
}

/// A whole line in one pair of brackets.
fn bracketed(line: &str, first: char) -> Option<Furniture> {
    let closing = match first {
        '（' | '(' => ['）', ')'],
        '〔' => ['〕'; 2],
        '[' => [']'; 2],
        '［' => ['］'; 2],
        '【' => ['】'; 2],
        _ => return None,
    };
    let inner = line[first.len_utf8()..].strip_suffix(closing)?;
    if inner.is_empty() || inner.contains(first) || inner.contains(closing) {
        return None;
    }
    let said = fold(inner);
    let is = |words: &str| words.split(' ').any(|word| word == said);
    if is(words::ENDS) {
        return Some(Furniture::Rule);
    }
    // `（一）`, `[12]`: the mark of an item or a reference, which is somebody else's matter.
    if inner.chars().all(|c| c.is_numeric() || "一二三四五六七八九十百〇零".contains(c))
    {
        return None;
    }
    Some(match first {
        _ if is(words::PICTURES) => Furniture::Picture,
        _ if words::IN_CAPTIONS.stand_in(&said) || words::CAPTIONS.begin(&said) => {
            Furniture::Caption
        }
        _ if words::NOTICES.stand_in(&said) => Furniture::Notice,
        _ if words::NOTES.begin(&said) => Furniture::Footnote,
        '【' => Furniture::Heading,
        _ => Furniture::Aside,
    })
}

/// `第三章 …`, `第12回`, `Chapter 4`: short and without a sentence. 第一条 counts items.
fn chapter(line: &str) -> bool {
    let numbered = |rest: &str| {
        let number =
            |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千〇零两兩".contains(c);
        let after = rest.trim_start().trim_start_matches(number);
        let unit = after.trim_start();
        (after.len() < rest.trim_start().len())
            && unit.starts_with([
                '章', '节', '節', '回', '篇', '卷', '编', '編', '部', '幕', '场', '場',
                '讲', '講', '课', '課', '辑', '輯', '集',
            ])
    };
    let western =
        ["Chapter ", "CHAPTER ", "Part ", "PART ", "Act ", "ACT ", "Scene ", "SCENE "];
    let counted =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || "IVXLC".contains(c));
    let named = line.strip_prefix('第').is_some_and(numbered)
        || western.iter().any(|word| line.strip_prefix(word).is_some_and(counted));
    named && reads_like_heading(line)
}

/// The words of a whole page that are known to be its own, in Simplified and lower case.
fn by_words(line: &str) -> Option<Furniture> {
    // An address at the end is as long as it is.
    let before = ["https://", "http://", "www."].iter().find_map(|start| {
        let (before, _) = line.split_once(start)?;
        Some(before.trim_end()).filter(|before| !before.is_empty())
    });
    let line = before.unwrap_or(line);
    let mut chars = line.chars();
    if chars.by_ref().nth(LONGEST_BY_WORDS).is_some() {
        return None;
    }
    let ends_sentence = line.ends_with(['。', '！', '？', '”', '」', '!', '?']);
    let said = fold(line);
    let said =
        said.trim_start_matches(['-', '*', '•', '·', '●', '■', '▶', '☞', '↓', '⬇', '◆']);
    let bare = said.trim_matches(['-', '.', '·', '*']);
    if words::ENDS.split(' ').any(|word| word == bare) {
        return Some(Furniture::Rule);
    }
    if is_date(line) {
        return Some(Furniture::Credit);
    }
    if words::NOTES.begin(said) {
        return Some(Furniture::Footnote);
    }
    if !ends_sentence && (words::CREDITS.begin(said) || is_english_byline(line)) {
        return Some(Furniture::Credit);
    }
    let noticed = words::NOTICE_STARTS.begin(said)
        || (!ends_sentence && words::NOTICES.stand_in(said))
        || words::NOTICES_ALWAYS.stand_in(said);
    if noticed {
        return Some(Furniture::Notice);
    }
    if words::PICTURES.split(' ').any(|word| word == said) {
        return Some(Furniture::Picture);
    }
    let captions =
        words::CAPTIONS.begin(said) || ends_in_caption(said) || is_numbered_figure(line);
    (captions && !ends_sentence).then_some(Furniture::Caption)
}

/// What a caption ends with, mostly in brackets: `（资料图片）`, `新华社记者 某某 摄`.
fn ends_in_caption(said: &str) -> bool {
    let said = said.trim_end_matches([')', ']', '.']);
    words::CAPTION_ENDS.split(' ').any(|word| said.ends_with(word))
        || (said.ends_with('摄') && said.contains(['(', '/', ':', '社']))
}

/// `图1 …`, `圖二：…`, `Fig. 3 …`, `表2`.
fn is_numbered_figure(line: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let word = line.trim_start_matches(['附', '插']);
    let words = ["图", "圖", "表", "Figure", "Fig.", "Table"];
    let mut rests = words.iter().filter_map(|name| word.strip_prefix(name));
    rests.any(|rest| {
        let rest = rest.trim_start();
        let end = rest.trim_start_matches(number);
        let ends =
            |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '、' | '-');
        end.len() < rest.len() && (end.is_empty() || end.starts_with(ends))
    })
}

/// `By Jane Doe`, at most four words of which each has a capital.
fn is_english_byline(line: &str) -> bool {
    let names = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY "));
    names.is_some_and(|names| {
        let words = names.split_whitespace();
        words.clone().count() <= 4
            && words.clone().all(|word| word.starts_with(|c: char| c.is_uppercase()))
            && !names.ends_with('.')
    })
}

/// A date alone, with or without a time: `2021-03-04 10:20`, `2021年3月4日`.
fn is_date(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let parts = line.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let year =
        parts.clone().next().is_some_and(|y| y.len() == 4 && y.starts_with(['1', '2']));
    year && digits <= 14
        && parts.count() >= 3
        && line.chars().all(|c| {
            c.is_ascii_digit()
                || c.is_whitespace()
                || matches!(
                    c,
                    '-' | '/' | '.' | ':' | '：' | '年' | '月' | '日' | '時' | '时' | '分'
                )
        })
}

/// The line as it is compared: Simplified, half-width, lower case, without spaces.
fn fold(line: &str) -> String {
    Folded::new(line, 0).to_text()
}

/// The line without the spaces and the marks of a heading, bold type or a quotation before and
/// after its words.
pub fn without_marks(line: &str) -> &str {
    line.trim_matches(|c: char| {
        c.is_whitespace() || is_invisible(c) || matches!(c, '#' | '*' | '_' | '>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_form_in_both_scripts_and_words_are_none() {
        let (mut kind, mut lines) = ("", 0);
        for line in include_str!("lines.txt").lines().filter(|l| !l.is_empty()).skip(2) {
            let heading = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            if let Some(name) = heading.filter(|name| name.chars().all(is_name)) {
                kind = name;
                continue;
            }
            lines += 1;
            let expected = Some(kind).filter(|kind| *kind != "words");
            let padded = format!("　\u{200b}{line} ");
            for line in [line, padded.as_str()] {
                assert_eq!(classify(line).map(Furniture::as_str), expected, "{line}");
            }
        }
        assert!(lines > 120, "{lines}");
        assert_eq!(classify(""), None);
    }

    fn is_name(c: char) -> bool {
        c.is_ascii_lowercase() || c == ' '
    }

    #[test]
    fn a_line_without_a_sentence_reads_like_a_heading() {
        for line in ["一、论静", "原文", "创新的信心", "Part one", "2. 水边"] {
            assert!(reads_like_heading(line), "{line}");
        }
        for line in ["敲。", "好，我们休息一下", "他说：", "“灯”", "你好！", ""]
        {
            assert!(!reads_like_heading(line), "{line}");
        }
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic() {
        for line in
            ["<", "[", "<é", "#", "第", "page", "pageé 1", "（", "[]", "![", "|", "**"]
        {
            classify(line);
            classify(&format!("{line}é"));
        }
    }
}
