//! Shown typography, decided in one place.
//!
//! Decks are typed in clean typography: full-width punctuation between Han characters,
//! “ ” in Simplified and 「」 in Traditional, no spaces beside Han (the stylesheet or the
//! typesetter makes that space). [`lint`] holds deck files to it.

use std::sync::LazyLock;

use super::han::{is_han, simplified_form};

static SIMPLIFIED_ONLY: LazyLock<Vec<char>> = LazyLock::new(|| {
    let data = include_str!("simplified_only.txt").lines().filter(|l| !l.starts_with('#'));
    let mut chars: Vec<char> = data.flat_map(str::chars).collect();
    chars.sort_unstable();
    chars
});

/// True for a character that Traditional text never uses (国, 发, 这).
pub fn is_simplified_only(c: char) -> bool {
    SIMPLIFIED_ONLY.binary_search(&c).is_ok()
}

/// True for a character that Simplified text never uses (國, 發, 這).
///
/// 著, 瞭, 藉, 覆, 乾 and 妳 are left out: Simplified text has them in their own sense
/// (著名, 瞭望, 慰藉, 覆盖, 乾坤).
pub fn is_traditional_only(c: char) -> bool {
    !matches!(c, '著' | '瞭' | '藉' | '覆' | '乾' | '妳' | '鲶' | '於' | '徵' | '麽')
        && simplified_form(c) != c
}

/// Rewrites “ ” as 「 」 and ‘ ’ as 『 』, by nesting level: the outer pair is 「」.
///
/// Taiwan's Ministry of Education and Hong Kong's press agree on this order. An
/// apostrophe inside a Latin word stays.
pub fn quotes_for_hant(text: &str) -> String {
    rewrite_quotes(text, ['“', '”', '‘', '’'], ['「', '」', '『', '』'])
}

/// Rewrites 「 」 as “ ” and 『 』 as ‘ ’, by nesting level: the outer pair is “ ”.
pub fn quotes_for_hans(text: &str) -> String {
    rewrite_quotes(text, ['「', '」', '『', '』'], ['“', '”', '‘', '’'])
}

fn rewrite_quotes(text: &str, from: [char; 4], to: [char; 4]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let latin_before = before.is_some_and(|b| b.is_ascii_alphanumeric());
        let latin_after = chars.peek().is_some_and(char::is_ascii_alphanumeric);
        if c == '’' && latin_before && latin_after {
            out.push(c);
        } else if c == from[0] || c == from[2] {
            out.push(if depth.is_multiple_of(2) { to[0] } else { to[2] });
            depth += 1;
        } else if c == from[1] || c == from[3] {
            depth = depth.saturating_sub(1);
            out.push(if depth.is_multiple_of(2) { to[1] } else { to[3] });
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    out
}

/// A raw text in clean typography: full-width marks beside Han, quote marks of the
/// script, no spaces beside Han. Words are left alone.
pub fn clean(text: &str, script: super::Script) -> String {
    // Straight quote marks open and close by turns.
    let mut open = false;
    let mut out: String = text
        .chars()
        .map(|c| match c {
            '"' => {
                open = !open;
                if open { '“' } else { '”' }
            }
            c => c,
        })
        .collect();
    out = match script {
        super::Script::Hans => quotes_for_hans(&out),
        super::Script::Hant => quotes_for_hant(&out),
    };
    // Each pass mends one breach, so this ends.
    for _ in 0..out.chars().count() {
        let Some(flaw) = lint(&out, script) else { break };
        let instead = if flaw.instead.chars().count() == 1 { flaw.instead } else { "" };
        out.replace_range(flaw.at..flaw.at + flaw.found.len_utf8(), instead);
    }
    out
}

/// One breach of clean typography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Byte offset in the text.
    pub at: usize,
    /// The character.
    pub found: char,
    /// What to write instead; empty means: nothing.
    pub instead: &'static str,
}

/// The first breach of clean typography in a Chinese text.
pub fn lint(text: &str, script: super::Script) -> Option<Flaw> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let wide = |c: Option<&(usize, char)>| {
        c.is_some_and(|(_, c)| {
            is_han(*c) || "，。？！：；、“”‘’「」『』（）《》".contains(*c)
        })
    };
    for (i, (at, c)) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(i + 1);
        let beside_han = wide(before) || wide(after);
        let instead = match (*c, script) {
            (',', _) if beside_han => "，",
            ('.', _) if wide(before) => "。",
            (';', _) if beside_han => "；",
            (':', _) if beside_han => "：",
            ('?', _) if beside_han => "？",
            ('!', _) if beside_han => "！",
            ('(', _) if beside_han => "（",
            (')', _) if beside_han => "）",
            ('"', super::Script::Hans) => "“ or ”",
            ('"', super::Script::Hant) => "「 or 」",
            ('「' | '『', super::Script::Hans) => "“ or ‘",
            ('」' | '』', super::Script::Hans) => "” or ’",
            ('“' | '‘', super::Script::Hant) => "「 or 『",
            ('”', super::Script::Hant) => "」 or 』",
            (c, _)
                if c != '\n'
                    && c.is_whitespace()
                    && (beside_han || after.is_none() || i == 0) =>
            {
                ""
            }
            _ => continue,
        };
        return Some(Flaw { at: *at, found: *c, instead });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Script, residue};

    #[test]
    fn quote_marks_follow_the_script_and_the_nesting() {
        assert_eq!(quotes_for_hant("“拿来‘主义’”"), "「拿来『主义』」");
        assert_eq!(quotes_for_hant("“道德的“自明之理””"), "「道德的『自明之理』」");
        assert_eq!(quotes_for_hans("「暗湧」"), "“暗湧”");
        assert_eq!(quotes_for_hant("Moore’s"), "Moore’s");
    }

    #[test]
    fn lint_finds_half_width_marks_and_spaces_beside_han() {
        assert_eq!(lint("创新,首先", Script::Hans).map(|f| f.instead), Some("，"));
        assert_eq!(lint("中国 AI", Script::Hans).map(|f| f.found), Some(' '));
        assert_eq!(lint("scale up到更大", Script::Hans), None);
        assert_eq!(lint("「暗涌」", Script::Hans).map(|f| f.found), Some('「'));
        assert_eq!(lint("GPT-3.5，OpenAI", Script::Hans), None);
    }

    #[test]
    fn residue_of_the_other_script_is_found() {
        assert_eq!(residue("创新首先是信念問題", Script::Hans).map(|(_, c)| c), Some('問'));
        assert_eq!(residue("創新首先是信念问題", Script::Hant).map(|(_, c)| c), Some('问'));
        assert_eq!(residue("意味着，著名，里面，后来", Script::Hans), None);
        assert_eq!(residue("皇后在公里外的裡面", Script::Hant), None);
    }
}
