//! A derived text as it is registered: a line each, with the mark of its kind.

use super::{Derived, LineKind};

impl Derived {
    /// The text as it is registered: a line each, with the mark of its kind before it, and LF
    /// line ends.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            if !line.text.is_empty() {
                match line.kind {
                    LineKind::Heading(level) => {
                        out.extend(std::iter::repeat_n(
                            '#',
                            usize::from(level.clamp(1, 6)),
                        ));
                        out.push(' ');
                    }
                    LineKind::Quotation => out.push_str("> "),
                    LineKind::Item if !starts_with_number(&line.text) => out.push_str("- "),
                    _ => {}
                }
            }
            out.push_str(&line.text);
            out.push('\n');
        }
        out
    }
}

/// True for an item that has its number: `1.`, `（二）`, `三、`, `第四条`, `⑤`, `iv)`.
fn starts_with_number(text: &str) -> bool {
    if text.starts_with(|c| matches!(c, '\u{2460}'..='\u{249b}' | '\u{3220}'..='\u{3229}'))
    {
        return true;
    }
    let bracketed = text.starts_with(['(', '（', '第']);
    let inside = text.trim_start_matches(['(', '（', '第']);
    let is_number = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '０'..='９')
            || "〇零一二三四五六七八九十百".contains(c)
    };
    let mut rest = inside.trim_start_matches(is_number);
    if rest.len() == inside.len() {
        rest = inside.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &inside[..inside.len() - rest.len()];
        let roman =
            letters.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x'));
        // A word of Latin letters is no number.
        if letters.len() > 1 && !roman {
            return false;
        }
    }
    let ends: &[char] = &['.', ')', '、', '．', '）'];
    rest.len() < inside.len()
        && (rest.starts_with(ends)
            || bracketed
                && rest.starts_with(['章', '节', '節', '条', '條', '款', '项', '項']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items_are_known() {
        for text in
            ["1. 纸", "12) 纸", "一、纸", "（二）纸", "第四条 纸", "⑤纸", "iv. 纸", "a) 纸"]
        {
            assert!(starts_with_number(text), "{text}");
        }
        for text in ["纸", "一张纸", "3年", "NASA. 纸伞", "第一天", "", "（纸）"]
        {
            assert!(!starts_with_number(text), "{text}");
        }
    }
}
