//! Text into Markdown: the one place where it is escaped.

use crate::text::without_hidden;

/// Text of a document or a deck on one line, inert wherever it stands in it: no link, image,
/// HTML, emphasis, heading, list or formula, and none of what Mochi and other note-takers add
/// (tags, blanks, mentions). Line ends become spaces; what shows nothing is dropped.
pub fn text(raw: &str) -> String {
    let seen = without_hidden(raw);
    // A tab within a line is a space to Markdown, and stays as it is.
    let other = |c: char| c.is_control() && c != '\t';
    let line: String = seen.chars().map(|c| if other(c) { ' ' } else { c }).collect();
    // Four spaces at the start would be a block of code.
    let line = line.trim_start();
    let mut out = String::with_capacity(line.len() + 16);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        let always = matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '$'
                | '|'
                | '~'
                | '^'
                | '='
                | '@'
                | '&'
                | '!'
        );
        let first = at == 0 && matches!(c, '-' | '+');
        let numbered = digits > 0 && at == digits && matches!(c, '.' | ')');
        // An address becomes a link without any mark.
        let address = c == ':' && line[at..].starts_with("://")
            || c == '.'
                && line.as_bytes()[..at]
                    .last_chunk::<3>()
                    .is_some_and(|three| three.eq_ignore_ascii_case(b"www"));
        if always || first || numbered || address {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text of several lines, a paragraph a line.
pub fn paragraphs(raw: &str) -> String {
    let paragraphs: Vec<String> = raw.lines().map(text).collect();
    paragraphs.join("\n\n")
}

/// The name of a file as code, which takes no escapes: it is closed by more marks than it holds.
pub fn code(raw: &str) -> String {
    let name = crate::text::visible(raw);
    let mut run = 0;
    let mut longest = 0;
    for c in name.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let marks = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{marks}{gap}{name}{gap}{marks}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn text_of_a_source_is_inert() {
        assert_eq!(text("[x](y) <b>`\n"), "\\[x\\](y) \\<b\\>\\` ");
        assert_eq!(
            paragraphs("---\n#tag [[x]] {{1::y}} <b> *z*\n1. a-b"),
            "\\---\n\n\\#tag \\[\\[x\\]\\] \\{\\{1::y\\}\\} \\<b\\> \\*z\\*\n\n1\\. a-b"
        );
        assert_eq!(text("https://a www.b"), "https\\://a www\\.b");
        assert_eq!(text("a\u{202e}b"), "ab");
        assert_eq!(text("\t- a\tb"), "\\- a\tb");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }

    /// All but the one that makes other quotation marks of these.
    const EXTENSIONS: Options =
        Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);

    /// The text of a document that has nothing but one paragraph of text.
    fn plain(markdown: &str) -> Option<String> {
        let mut out = String::new();
        for event in Parser::new_ext(markdown, EXTENSIONS) {
            match event {
                Event::Text(text) => out += &text,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(out)
    }

    proptest! {
        #[test]
        fn a_reader_of_markdown_sees_the_same_text(
            raw in "[-+=*_#$|~^@&!<>()\\[\\]{}\\\\`'.:;/a1一w ]{1,12}"
        ) {
            prop_assert_eq!(plain(&text(&raw)), Some(raw.trim().to_owned()));
        }
    }
}
