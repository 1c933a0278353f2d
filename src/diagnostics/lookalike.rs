//! Characters of a Chinese keyboard where TOML has ASCII ones: a syntax error that is theirs is
//! told at them, with what to write.

use super::{Code, Diagnostic};
use crate::text::Span;

/// What TOML has in the place of a character.
fn meant(c: char) -> Option<char> {
    Some(match c {
        '“' | '”' | '„' | '‟' | '＂' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' | '‚' | '‛' | '＇' => '\'',
        '＝' | '：' => '=',
        '［' | '【' | '〔' => '[',
        '］' | '】' | '〕' => ']',
        '｛' => '{',
        '｝' => '}',
        '，' | '、' => ',',
        '＃' => '#',
        '．' => '.',
        '　' => ' ',
        _ => return None,
    })
}

/// What is wrong at a syntax error at byte `at` of `text`, if a character of its line that is in
/// no string is taken for one of TOML's.
pub(super) fn find(file: &str, text: &str, at: usize) -> Option<Diagnostic> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let (offset, c) = outside_strings(line)?;
    let (shown, wanted, hint) = match meant(c)? {
        ' ' => (
            "a full-width space".to_owned(),
            "an ordinary one".to_owned(),
            "delete it".into(),
        ),
        mark @ ('"' | '\'') => (
            c.to_string(),
            "a straight quotation mark".to_owned(),
            format!("write the straight {mark} before and after a text"),
        ),
        ascii => {
            (c.to_string(), format!("`{ascii}`"), format!("write `{ascii}`, half-width"))
        }
    };
    let span = Span::new(start + offset, start + offset + c.len_utf8());
    let message = format!("{shown} stands where TOML has {wanted}");
    Some(Diagnostic::new(Code::Syntax, message).at(file, span, "").hint(hint))
}

/// The first character of the line that is taken for one of TOML's; in strings and comments all
/// are text. A string that does not end is ended by its last mark that has no opening one.
fn outside_strings(line: &str) -> Option<(usize, char)> {
    let mut string: Option<(char, usize)> = None;
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match string {
            Some(_) if escaped => escaped = false,
            Some(('"', _)) if c == '\\' => escaped = true,
            Some((mark, _)) if c == mark => string = None,
            Some(_) => {}
            None if c == '#' => return None,
            None if matches!(c, '"' | '\'') => string = Some((c, at + 1)),
            // Marks behind the end of a string are part of a text that has straight ones in it.
            None if matches!(meant(c), Some('"' | '\''))
                && matches!(before, '"' | '\'') =>
            {
                return None;
            }
            // A colon behind a key; any other one is that of a sentence.
            None if c == '：' && !line[..at].is_ascii() => return None,
            None if meant(c).is_some() => return Some((at, c)),
            None => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    let (_, from) = string?;
    let marks = |list: &[char]| line[from..].matches(list).count();
    let last = line[from..].char_indices().rfind(|(_, c)| CLOSING.contains(c))?;
    (marks(&CLOSING) > marks(&OPENING)).then_some((from + last.0, last.1))
}

/// Marks that open a quotation within a text, and those that close it.
const OPENING: [char; 4] = ['“', '‘', '「', '『'];
const CLOSING: [char; 5] = ['”', '’', '」', '』', '＂'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_for_toml_is_found() {
        for (line, found) in [
            ("title = “种树”", Some('“')),
            ("title = “种\"树\"”", Some('“')),
            ("title = ‘种树’", Some('‘')),
            ("title = 「种树」", Some('「')),
            ("title ＝ \"种树\"", Some('＝')),
            ("title：\"种树\"", Some('：')),
            ("[[quote］］", Some('］')),
            ("g = [{ a = \"一\"， b = \"二\" }]", Some('，')),
            ("g = [{ a = \"一，\\\"二\" ｝]", Some('｝')),
            ("　title = \"种树\"", Some('　')),
            ("title = \"种树”", Some('”')),
            ("title = \"他说“种树””", Some('”')),
            // Marks of a text, and of a comment.
            ("title = \"他说“种树”", None),
            ("title = \"他说\"“种树”\"", None),
            ("title = \"他说：“种树，”\" x", None),
            ("title = '他说“种树”' x", None),
            ("title # “种树”", None),
            ("title = 种树", None),
            ("他说：“种树”", None),
        ] {
            assert_eq!(outside_strings(line).map(|(_, c)| c), found, "{line}");
        }
    }
}
