//! Text into HTML: the one place where it is escaped.

use std::fmt::Write as _;

use crate::card::{self, Mark, Run};
use crate::text::{FORMULA, starts_a_formula, without_hidden};

/// Escapes text for an HTML element in an Anki field.
///
/// Besides HTML's own characters it disarms every construct that Anki reads in a field, by the
/// character that it begins with and whatever follows, because fields are put together from
/// pieces and Anki itself drops characters before it looks:
///
/// * `{`: replacements and clozes, `{{c1::…}}`, `{{type:…}}`;
/// * `[`: `[sound:…]`, `[anki:tts …]`, `[latex]`, `[$]`, `[$$]`, readings in brackets;
/// * `\`: MathJax, `\(…\)` and `\[…\]`. It looks at the text of the page, where an entity is
///   the character again, but not across elements: so the backslash stands in one of its own.
///
/// Line feeds become `<br>`, tabs a space; what shows nothing is dropped
/// ([`without_hidden`]).
pub fn escape(text: &str) -> String {
    let text = without_hidden(text);
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '{' | '}' => {
                let _ = write!(out, "&#{};", c as u32);
            }
            '[' => out.push_str("&#91;"),
            '\\' => out.push_str("<span>&#92;</span>"),
            '\n' => out.push_str("<br>"),
            '\t' => out.push(' '),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// A field that no spreadsheet takes for a formula: the first character of one is written by
/// its number. In HTML that is the same text, so the Anki package and the CSV that goes onto
/// its notes can hold the same field.
pub fn inert(field: String) -> String {
    let at = field.find(FORMULA);
    match at.filter(|_| starts_a_formula(&field)) {
        Some(at) => {
            let mut rest = field[at..].chars();
            let number = rest.next().map_or(0, u32::from);
            format!("{}&#{number};{}", &field[..at], rest.as_str())
        }
        None => field,
    }
}

/// A span of Chinese text with its language.
pub fn span(lang: &str, class: &str, text: &str) -> String {
    let class =
        if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<span{class} lang=\"{lang}\">{}</span>", escape(text))
}

/// The runs of a text: words to recall in bold, other languages with their tag.
pub fn runs(runs: &[Run]) -> String {
    let run = |run: &Run| match (run.mark, run.lang) {
        (Some(Mark::Recall), _) => format!("<b>{}</b>", escape(&run.text)),
        (Some(Mark::Blank), _) => {
            format!("<span class=\"blank\">{}</span>", escape(&run.text))
        }
        (None, Some(lang)) => span(lang.tag(), "", &run.text),
        (None, None) => escape(&run.text),
    };
    runs.iter().map(run).collect()
}

/// Escapes English text; runs of Chinese in it get their own language.
pub fn english(text: &str) -> String {
    runs(&card::english(text))
}

/// Entities that [`escape`] and [`inert`] write, and what they stand for.
const ENTITIES: [(&str, char); 17] = [
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&#123;", '{'),
    ("&#125;", '}'),
    ("&#91;", '['),
    ("&#92;", '\\'),
    ("&#61;", '='),
    ("&#43;", '+'),
    ("&#45;", '-'),
    ("&#64;", '@'),
    ("&#65309;", '＝'),
    ("&#65291;", '＋'),
    ("&#65293;", '－'),
    ("&#65312;", '＠'),
    ("&amp;", '&'),
];

/// The visible text of an HTML field: tags dropped, our own entities resolved.
pub fn to_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (shown, length) = match entity {
            Some((entity, c)) => (Some(*c), entity.len()),
            None if rest.starts_with("<br>") => (Some(' '), "<br>".len()),
            None if rest.starts_with('&') => (Some('&'), 1),
            // A tag, or the rest of the text if it is never closed.
            None => (None, rest.find('>').map_or(rest.len(), |end| end + 1)),
        };
        out.extend(shown);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::first_hidden;
    use proptest::prelude::*;

    #[test]
    fn hostile_text_is_inert() {
        assert_eq!(
            escape("<script>{{x}}[sound:a.mp3]\u{1f}\n"),
            "&lt;script&gt;&#123;&#123;x&#125;&#125;&#91;sound:a.mp3]<br>"
        );
        assert_eq!(
            escape("[\rsou\u{200b}nd:x] \\(a\\) \u{202e}👩\u{200d}👧\u{200d}"),
            "&#91;sound:x] <span>&#92;</span>(a<span>&#92;</span>) 👩\u{200d}👧"
        );
    }

    #[test]
    fn runs_have_their_marks_and_languages() {
        assert_eq!(
            english("後 is < 后"),
            "<span lang=\"zh-Hant\">後</span> is &lt; <span lang=\"zh-Hans\">后</span>"
        );
        let marked = |mark| Run { mark: Some(mark), ..Run::plain("<一>") };
        assert_eq!(
            runs(&[Run::plain("a"), marked(Mark::Recall), marked(Mark::Blank)]),
            "a<b>&lt;一&gt;</b><span class=\"blank\">&lt;一&gt;</span>"
        );
    }

    proptest! {
        #[test]
        fn escaping_loses_nothing_visible(text in "[a-z<>&\"'{}\\[\\]\\\\一-三 ]{0,40}") {
            prop_assert_eq!(to_text(&escape(&text)), text);
        }

        #[test]
        fn an_inert_field_is_the_same_text(text in "[-=+@＝＋－＠ \u{200b}a<'一]{0,8}") {
            let field = inert(escape(&text));
            prop_assert!(!starts_a_formula(&field), "{}", field);
            prop_assert_eq!(to_text(&field), without_hidden(&text));
        }

        #[test]
        fn nothing_escaped_opens_a_tag_or_a_field(text in "[\\PC\\pC<{\\[\\\\]{0,60}") {
            let html = escape(&text);
            let html = html.replace("<br>", "").replace("<span>&#92;</span>", "");
            let active = html.contains(['<', '>', '{', '"', '\'', '[', '\\']);
            prop_assert!(!active);
            prop_assert_eq!(first_hidden(&html), None);
        }
    }
}
