//! RTF cut into its tokens.

/// A part of an RTF file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\*`
    Ignorable,
    /// A control word without its backslash, with its number; a symbol is a word of one sign.
    Word(&'a str, Option<i32>),
    /// A byte of text, written as itself or as `\'hh`.
    Byte(u8),
}

/// The tokens of a file.
#[derive(Debug)]
pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next token; none at the end.
    pub fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\\' => match self.escape() {
                    Some(token) => token,
                    None => continue,
                },
                byte => Token::Byte(byte),
            });
        }
    }

    fn escape(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let byte = *self.bytes.get(start)?;
        if byte.is_ascii_alphabetic() {
            return self.word();
        }
        self.at += 1;
        match byte {
            b'\'' => {
                let hex = self.bytes.get(self.at..self.at + 2);
                let hex = hex.and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(value) => {
                        self.at += 2;
                        Some(Token::Byte(value))
                    }
                    // What is no number is no text either.
                    None => None,
                }
            }
            b'\\' | b'{' | b'}' => Some(Token::Byte(byte)),
            b'*' => Some(Token::Ignorable),
            b'\n' => Some(Token::Word("par", None)),
            b'\r' => {
                self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                Some(Token::Word("par", None))
            }
            b'\t' => Some(Token::Word("tab", None)),
            b'~' => Some(Token::Word("~", None)),
            b'_' => Some(Token::Word("_", None)),
            _ => None,
        }
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = &self.bytes[start..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let minus = usize::from(rest.get(letters) == Some(&b'-'));
        let after = &rest[letters + minus..];
        let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let name = std::str::from_utf8(&rest[..letters]).ok()?;
        let end = if digits == 0 { letters } else { letters + minus + digits };
        let value = std::str::from_utf8(&rest[letters..end]).ok();
        let value = value.and_then(|value| value.parse::<i32>().ok());
        self.at = start + end;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        if name == "bin" {
            let count = usize::try_from(value.unwrap_or_default()).unwrap_or_default();
            self.at = self.at.saturating_add(count).min(self.bytes.len());
            return None;
        }
        Some(Token::Word(name, value))
    }
}
