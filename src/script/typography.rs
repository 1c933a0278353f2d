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
/// 著, 瞭, 藉, 覆, 乾, 彷 and 妳 are left out: Simplified text has them in their own sense
/// (著名, 瞭望, 慰藉, 覆盖, 乾坤, 彷徨).
pub fn is_traditional_only(c: char) -> bool {
    !matches!(c, '著' | '瞭' | '藉' | '覆' | '乾' | '妳' | '鲶' | '於' | '徵' | '麽' | '彷')
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
    clean_traced(text, script).into_iter().map(|(_, c)| c).collect()
}

/// [`clean`], with the index of the character that each one came from, ascending: a place
/// in the raw text can be found again in the clean one.
pub fn clean_traced(text: &str, script: super::Script) -> Vec<(usize, char)> {
    // Straight quote marks open and close by turns.
    let mut open = false;
    let paired: String = text
        .chars()
        .map(|c| match c {
            '"' => {
                open = !open;
                if open { '“' } else { '”' }
            }
            c => c,
        })
        .collect();
    // Up to here one character stands for one.
    let quoted = match script {
        super::Script::Hans => quotes_for_hans(&paired),
        super::Script::Hant => quotes_for_hant(&paired),
    };
    let mut rest: Vec<(usize, char)> = quoted.chars().enumerate().collect();
    rest.reverse();
    let mut out: Vec<(usize, char)> = Vec::with_capacity(rest.len());
    while let Some((at, c)) = rest.pop() {
        let before = out.last().map(|(_, c)| *c);
        let after = rest.last().map(|(_, c)| *c);
        let Some(instead) = flaw(c, before, after, script) else {
            out.push((at, c));
            continue;
        };
        let mut only = instead.chars();
        if let (Some(mended), None) = (only.next(), only.next()) {
            rest.push((at, mended));
        }
        // Only the character before can have become a breach by this.
        rest.extend(out.pop());
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
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, found)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if let Some(instead) = flaw(found, before, after, script) {
            return Some(Flaw { at, found, instead });
        }
        before = Some(found);
    }
    None
}

/// What to write instead of `c` between its neighbours, if it is a breach; empty: nothing.
fn flaw(
    c: char,
    before: Option<char>,
    after: Option<char>,
    script: super::Script,
) -> Option<&'static str> {
    let wide = |c: Option<char>| {
        c.is_some_and(|c| is_han(c) || "，。？！：；、“”‘’「」『』（）《》".contains(c))
    };
    let beside_han = wide(before) || wide(after);
    let instead = match (c, script) {
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
                && (beside_han || after.is_none() || before.is_none()) =>
        {
            ""
        }
        _ => return None,
    };
    Some(instead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Script, residue};
    use proptest::prelude::*;

    /// The definition: the first breach is mended until there is none.
    fn mended_one_by_one(text: &str, script: Script) -> String {
        let mut open = false;
        let paired = text.chars().map(|c| {
            open ^= c == '"';
            match c {
                '"' if open => '“',
                '"' => '”',
                c => c,
            }
        });
        let paired: String = paired.collect();
        let mut out = match script {
            Script::Hans => quotes_for_hans(&paired),
            Script::Hant => quotes_for_hant(&paired),
        };
        while let Some(flaw) = lint(&out, script) {
            let instead = if flaw.instead.chars().count() == 1 { flaw.instead } else { "" };
            out.replace_range(flaw.at..flaw.at + flaw.found.len_utf8(), instead);
        }
        out
    }

    proptest! {
        #[test]
        fn cleaning_mends_every_breach_and_keeps_the_places(
            text in "[创新 a.,:;?!()\"“”‘’「」『』（。]{0,24}"
        ) {
            for script in [Script::Hans, Script::Hant] {
                let traced = clean_traced(&text, script);
                let cleaned: String = traced.iter().map(|(_, c)| *c).collect();
                prop_assert_eq!(&cleaned, &mended_one_by_one(&text, script));
                prop_assert_eq!(lint(&cleaned, script), None);
                prop_assert!(traced.windows(2).all(|pair| pair[0].0 < pair[1].0));
                for (at, c) in traced {
                    let raw = text.chars().nth(at).expect("in the raw text");
                    prop_assert!(raw == c || !is_han(raw) && !is_han(c), "{raw} became {c}");
                }
            }
        }
    }

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
