//! Links and tags: what Markdown and HTML leave of a page's machinery.

use super::Furniture;

/// Links alone: Markdown's, bare addresses, with a bullet or bars between them.
pub(super) fn is_links(line: &str) -> bool {
    let mut rest = line.trim_start_matches(['-', '*', '•', '·', '+', '●', ' ', '　']);
    let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if let Some(after) =
        numbered.strip_prefix(['.', '、', ')', '）']).filter(|_| numbered != rest)
    {
        rest = after.trim_start();
    }
    let mut links = 0;
    while !rest.is_empty() {
        let after = markdown_link(rest).or_else(|| address(rest));
        match after {
            Some(after) => {
                links += 1;
                rest = after.trim_start_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '|' | '｜' | '·' | '/' | '、' | ',' | '，' | ';' | '；'
                        )
                });
            }
            None => return false,
        }
    }
    links > 0
}

/// What follows a link in Markdown's way, `[…](…)`, or in reStructuredText's.
fn markdown_link(text: &str) -> Option<&str> {
    // reStructuredText: `text <address>`_ or __.
    if let Some(quoted) = text.strip_prefix('`') {
        let (inner, after) = quoted.split_once("`_")?;
        return inner.contains("<http").then(|| after.trim_start_matches('_'));
    }
    let text = text.strip_prefix('[')?;
    let (label, after) = text.split_once("](")?;
    if label.contains(['[', ']']) {
        return None;
    }
    Some(after.split_once(')')?.1)
}

/// What follows an address, angle brackets around it included.
pub(super) fn address(text: &str) -> Option<&str> {
    let bare = text.strip_prefix('<').unwrap_or(text);
    let after =
        ["https://", "http://", "www."].iter().find_map(|p| bare.strip_prefix(p))?;
    let end = after
        .find(|c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '>' | '|'))
        .unwrap_or(after.len());
    let rest = &after[end..];
    Some(rest.strip_prefix('>').unwrap_or(rest))
}

/// A line that begins with a tag.
pub(super) fn markup(line: &str) -> Option<Furniture> {
    let lower = |name: &str| {
        line.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name))
            && !line[name.len() + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    if (1..=6).any(|n| lower(["h1", "h2", "h3", "h4", "h5", "h6"][n - 1])) {
        return Some(Furniture::Heading);
    }
    if ["figcaption", "caption"].iter().any(|tag| lower(tag)) {
        return Some(Furniture::Caption);
    }
    if ["img", "figure", "picture", "svg", "video", "audio"].iter().any(|tag| lower(tag)) {
        return Some(Furniture::Picture);
    }
    if ["tr", "td", "th", "table"].iter().any(|tag| lower(tag)) {
        return Some(Furniture::TableRow);
    }
    if lower("hr") {
        return Some(Furniture::Rule);
    }
    if lower("blockquote") {
        return Some(Furniture::BlockQuotation);
    }
    if lower("a") && line.ends_with("</a>") {
        return Some(Furniture::LinkList);
    }
    if address(line).is_some_and(str::is_empty) {
        return Some(Furniture::LinkList);
    }
    // Tags and nothing between them; words in `<p>` are words.
    let mut inside = false;
    let words = line.chars().any(|c| {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ => return !inside && c.is_alphanumeric(),
        }
        false
    });
    (!words || line.starts_with("<!--")).then_some(Furniture::Markup)
}
