//! Blocks under a heading of their own: 原文, 译文, 解析.
//!
//! A text with commentary changes its voice at such headings, over and over. Who speaks under
//! them is declared once, by the heading's words (`[[source.block]]`).

use super::furniture;
use super::list;
use super::manifest::BlockEntry;
use crate::text::{SourceText, Span};

/// Headings of the words that are explained.
const ORIGINALS: &[&str] = &[
    "原文",
    "原典",
    "经文",
    "經文",
    "本文",
    "正文",
    "原句",
    "原诗",
    "原詩",
    "白文",
    "古文",
    "文言",
    "文言文",
    "原作",
    "诗文",
    "詩文",
];
/// Headings of what somebody else says of them.
const COMMENTARY: &[&str] = &[
    "译文",
    "譯文",
    "翻译",
    "翻譯",
    "今译",
    "现代文",
    "現代文",
    "今文",
    "现代汉语",
    "現代漢語",
    "大意",
    "文意",
    "串讲",
    "串講",
    "集解",
    "疏",
    "今譯",
    "白话",
    "白話",
    "白话译文",
    "白話譯文",
    "语译",
    "語譯",
    "白话文",
    "白話文",
    "意译",
    "意譯",
    "直译",
    "直譯",
    "英译",
    "英譯",
    "解析",
    "解读",
    "解讀",
    "解说",
    "解說",
    "解释",
    "解釋",
    "评析",
    "評析",
    "评点",
    "評點",
    "点评",
    "點評",
    "评论",
    "評論",
    "评注",
    "評注",
    "注释",
    "注釋",
    "註釋",
    "注解",
    "註解",
    "校注",
    "校註",
    "集注",
    "集註",
    "笺注",
    "箋注",
    "注",
    "赏析",
    "賞析",
    "简析",
    "簡析",
    "浅析",
    "析义",
    "导读",
    "導讀",
    "题解",
    "題解",
    "按语",
    "按語",
    "按",
    "案语",
    "编者按",
    "編者按",
    "译者按",
    "感悟",
    "启示",
    "啟示",
    "心得",
    "札记",
    "札記",
    "背景",
    "创作背景",
    "作者简介",
    "translation",
    "commentary",
    "notes",
    "note",
    "analysis",
    "explanation",
    "annotation",
    "annotations",
];

/// A heading that could open a block, and the byte at which words begin that stand on its line.
///
/// `译文`, `## 译文`, `【译文】…`, `**译文：**…`, `译文：…`.
pub(crate) fn heading(line: &str) -> Option<(&str, usize)> {
    let text = line.trim_start_matches(['#', '*', '_', ' ', '　', '■', '◆', '●', '▶', '•']);
    let at = line.len() - text.len();
    let bracketed =
        [('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('「', '」'), ('〖', '〗')];
    for (open, close) in bracketed {
        if let Some(rest) = text.strip_prefix(open) {
            let (heading, after) = rest.split_once(close)?;
            let words = after
                .trim_start_matches(|c: char| c.is_whitespace() || ":：*_".contains(c));
            return is_short(heading).then(|| (heading.trim(), line.len() - words.len()));
        }
    }
    let end = text.find([':', '：']).unwrap_or(text.len());
    let heading = text[..end].trim_matches(['*', '_', '#', ' ', '　']);
    let words =
        text[end..].trim_start_matches(|c: char| c.is_whitespace() || ":：*_".contains(c));
    let _ = at;
    is_short(heading).then(|| (heading, line.len() - words.len()))
}

fn is_short(heading: &str) -> bool {
    (1..=24).contains(&heading.trim().chars().count())
        && !heading.contains(['。', '，', ',', '！', '？', '“', '”'])
}

/// True for the heading of the words that are explained.
pub(crate) fn is_original(heading: &str) -> bool {
    ORIGINALS.contains(&heading)
}

/// True for the heading of a translation or an explanation.
pub(crate) fn is_commentary(heading: &str) -> bool {
    COMMENTARY.contains(&heading)
        || COMMENTARY.contains(&heading.to_ascii_lowercase().as_str())
}

/// For each line of a document the declared block that it is in, with its words: the heading's
/// own line has those that stand behind the heading. A block ends at the next heading. Where the
/// words that are explained have no heading of their own, it is not known how far a block goes
/// whose words stand on the heading's line: what follows is told from it (`false`).
pub(super) fn blocks<'e>(
    entries: &'e [BlockEntry],
    text: &SourceText,
) -> Vec<(usize, Span, &'e BlockEntry, bool)> {
    let mut found = Vec::new();
    if entries.is_empty() {
        return found;
    }
    let has_original = text.lines().any(|(_, span)| {
        let line = text.slice(span).unwrap_or_default().trim();
        heading(line).is_some_and(|(heading, _)| is_original(heading))
    });
    let mut open: Option<(&BlockEntry, bool)> = None;
    for (number, span) in text.lines() {
        let line = text.slice(span).unwrap_or_default();
        let trimmed = line.trim();
        let named = heading(trimmed);
        let declared = named.and_then(|(heading, words)| {
            let entry = entries.iter().find(|entry| entry.heading == heading)?;
            Some((entry, words))
        });
        if let Some((entry, words)) = declared {
            open = Some((entry, has_original || words >= trimmed.len()));
            let start = span.start + (line.len() - line.trim_start().len()) + words;
            found.push((number, Span::new(start, span.end), entry, true));
            continue;
        }
        let other = named.is_some_and(|(heading, words)| {
            let alone =
                words == trimmed.len() || trimmed.starts_with(['【', '［', '〔', '〖']);
            (is_original(heading) || is_commentary(heading)) && alone
        });
        if other || ends_block(trimmed) {
            open = None;
        }
        if let Some((entry, is_alone)) = open {
            found.push((number, span, entry, is_alone));
        }
    }
    found
}

/// True for a line that begins another part of the text: a heading by its marks or, if it is
/// numbered, by its words.
fn ends_block(line: &str) -> bool {
    if matches!(
        furniture::classify(line),
        Some(furniture::Furniture::Heading | furniture::Furniture::Rule)
    ) {
        return true;
    }
    list::mark(line).is_some_and(|mark| {
        let words = &line[mark.start..mark.end];
        words.is_empty() || furniture::reads_like_heading(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_with_and_without_marks() {
        for (line, name, words) in [
            ("译文", "译文", ""),
            ("## 譯文", "譯文", ""),
            ("【译文】只要不忘记就可以了。", "译文", "只要不忘记就可以了。"),
            ("**解析：**这是后人的看法。", "解析", "这是后人的看法。"),
            ("注释：闸即水门。", "注释", "闸即水门。"),
            ("Translation: Do not forget.", "Translation", "Do not forget."),
        ] {
            let (found, at) = heading(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found, &line[at..]), (name, words), "{line}");
            assert!(is_commentary(found), "{line}");
        }
        assert_eq!(heading("只要不忘记，就可以了。"), None);
        assert!(is_original("原文") && !is_commentary("原文"));
    }
}
