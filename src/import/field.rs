//! Fields of Word: a code that is not read and a result that is.

/// The longest code that is kept; longer ones are no table of contents and no ruby.
const LONGEST: usize = 4096;

/// A field between its beginning and its end.
#[derive(Debug, Default)]
pub struct Field {
    code: String,
    separated: bool,
}

/// What a reader sees of a field.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its result, which stands in the text as any other.
    Result,
    /// The base of ruby or the character in a ring: Word's phonetic guide writes
    /// `EQ \* jc2 \o\ad(\s\up 9(zhá),闸)`.
    Base(String),
    /// Lines that repeat headings with their pages.
    Contents,
    /// A formula.
    Formula,
}

impl Field {
    /// More of its code.
    pub fn code(&mut self, text: &str) {
        if self.code.len() + text.len() <= LONGEST {
            self.code.push_str(text);
        }
    }

    /// Its code is complete, its result follows.
    pub fn separate(&mut self) {
        self.separated = true;
    }

    /// True if its code is complete.
    pub fn is_separated(&self) -> bool {
        self.separated
    }

    /// True if text that comes now is read.
    pub fn shows_result(&self) -> bool {
        self.separated && self.shown() != Shown::Contents
    }

    /// What a reader sees of it.
    pub fn shown(&self) -> Shown {
        let code = self.code.trim_start();
        let name = code.split([' ', '\\']).next().unwrap_or_default();
        match name.to_ascii_uppercase().as_str() {
            "TOC" | "TOA" | "INDEX" => Shown::Contents,
            "EQ" => match base(code) {
                Some(base) => Shown::Base(base),
                None => Shown::Formula,
            },
            _ => Shown::Result,
        }
    }
}

/// The last of the things that `\o( , )` prints over one another, if it is plain text.
fn base(code: &str) -> Option<String> {
    let over = code.find("\\o").or_else(|| code.find("\\O"))?;
    let arguments = &code[over..];
    let arguments = &arguments[arguments.find('(')? + 1..];
    let (mut depth, mut last, mut end) = (0_usize, 0, None);
    for (at, c) in arguments.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = Some(at);
                break;
            }
            ')' => depth -= 1,
            ',' | ';' | '，' if depth == 0 => last = at + c.len_utf8(),
            _ => {}
        }
    }
    let base = arguments[last..end?].trim();
    (last > 0 && !base.is_empty() && !base.contains('\\')).then(|| base.to_owned())
}

/// The character that `w:sym` shows; none for the pictures of Wingdings and its like.
pub fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_ascii_lowercase();
    if font.contains("dings") || font.contains("marlett") {
        return None;
    }
    if font == "symbol" {
        return greek(code).or(Some('\u{fffd}'));
    }
    char::from_u32(code).filter(|c| !c.is_control())
}

/// The letters, digits and commonest signs of the font Symbol (Adobe's Symbol encoding).
fn greek(code: u32) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let letter = |letters: &str, first: u32| letters.chars().nth((code - first) as usize);
    match code {
        0x41..=0x5a => letter(UPPER, 0x41),
        0x61..=0x7a => letter(LOWER, 0x61),
        0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2b..=0x2c | 0x2e..=0x3f => {
            char::from_u32(code)
        }
        0x2d => Some('−'),
        0xa3 => Some('≤'),
        0xa5 => Some('∞'),
        0xac => Some('←'),
        0xae => Some('→'),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xb7 => Some('•'),
        0xb8 => Some('÷'),
        0xb9 => Some('≠'),
        0xbb => Some('≈'),
        0xbc => Some('…'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(code: &str) -> Field {
        let mut field = Field::default();
        field.code(code);
        field
    }

    #[test]
    fn ruby_made_of_fields_keeps_its_base() {
        let code = " EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(zhá),闸)";
        assert_eq!(field(code).shown(), Shown::Base("闸".into()));
        assert_eq!(field("eq \\o\\ac(○,字)").shown(), Shown::Base("字".into()));
        assert_eq!(field("EQ \\f(1,2)").shown(), Shown::Formula);
        assert_eq!(field("EQ \\o(闸").shown(), Shown::Formula);
    }

    #[test]
    fn only_tables_of_contents_hide_their_result() {
        assert_eq!(field(" TOC \\o \"1-3\" \\h").shown(), Shown::Contents);
        assert_eq!(field(" HYPERLINK \"x\"").shown(), Shown::Result);
        assert_eq!(field("").shown(), Shown::Result);
    }

    #[test]
    fn symbols_are_letters_or_pictures() {
        assert_eq!(symbol("Symbol", "F061"), Some('α'));
        assert_eq!(symbol("Wingdings", "F0FC"), None);
        assert_eq!(symbol("SimSun", "4E00"), Some('一'));
        assert_eq!(symbol("Symbol", "F0FF"), Some('\u{fffd}'));
    }
}
