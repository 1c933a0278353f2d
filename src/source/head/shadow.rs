//! A line as a reader sees its beginning, with the way back to its bytes.

use crate::text::is_invisible;

/// Visible characters of a line that are looked at: longer than any head that anybody writes.
const LONGEST: usize = 160;

/// The beginning of a line without what shows nothing, full-width letters and digits in ASCII.
#[derive(Debug, Clone, Default)]
pub(super) struct Shadow {
    /// The characters that are seen.
    pub(super) chars: Vec<char>,
    /// The byte at which each begins, and one more: where the text after the last one begins.
    at: Vec<usize>,
    /// True if the whole line is here.
    pub(super) whole: bool,
}

impl Shadow {
    /// The shadow of a line.
    pub(super) fn of(line: &str) -> Self {
        let mut shadow = Shadow { whole: true, ..Shadow::default() };
        let mut end = 0;
        for (at, c) in line.char_indices() {
            if shadow.chars.len() == LONGEST {
                shadow.whole = false;
                shadow.at.push(at);
                return shadow;
            }
            // Markdown's escape: \[ is [.
            let escapes =
                c == '\\' && line[at + 1..].starts_with(|c: char| c.is_ascii_punctuation());
            if !is_hidden(c) && !escapes {
                shadow.chars.push(plain(c));
                shadow.at.push(at);
                end = at + c.len_utf8();
            }
        }
        while shadow.chars.last().is_some_and(|c| c.is_whitespace()) {
            shadow.chars.pop();
            end = shadow.at.pop().unwrap_or(end);
        }
        shadow.at.push(end);
        shadow
    }

    /// The byte at which character `at` begins; past the last one, what stands after it.
    pub(super) fn byte(&self, at: usize) -> usize {
        self.at.get(at).or(self.at.last()).copied().unwrap_or(0)
    }
}

/// True for what shows nothing, or only changes the look of the character before it.
pub fn is_hidden(c: char) -> bool {
    is_invisible(c)
        || (c.is_control() && c != '\t')
        || matches!(c, '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}'
            | '\u{2800}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20f0}')
}

/// Full-width letters, digits and spaces as ASCII writes them.
fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '\u{a0}' | '\u{2007}' | '\u{202f}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_skipped_and_every_place_leads_back() {
        let line = "\u{200b}老\u{fe0f}霍\u{2060}：Ａ１\u{feff} ";
        let shadow = Shadow::of(line);
        assert_eq!(shadow.chars.iter().collect::<String>(), "老霍：A1");
        assert!(shadow.whole);
        assert_eq!(&line[shadow.byte(2)..], "：Ａ１\u{feff} ");
        assert_eq!(&line[shadow.byte(5)..], " ");
        let long = "字".repeat(LONGEST + 5);
        let shadow = Shadow::of(&long);
        assert!(!shadow.whole);
        assert_eq!(shadow.byte(LONGEST + 9), LONGEST * 3);
    }
}
