//! Web pages: the article, paragraph by paragraph, and nothing of what stands around it.

mod about;
mod article;
mod blocks;

use std::collections::BTreeMap;

use super::dom::{Dom, ROOT};
use super::headings::Headings;
use super::{About, Derived, Line, LineKind, Place, Unreadable};
use blocks::Block;

/// Reads a page that somebody saved: the blocks of its article.
///
/// # Errors
/// If it is nested deeper than any page that people read, or has no text.
pub fn read(html: &str) -> Result<Derived, Unreadable> {
    let mut dom = Dom::parse(html)?;
    let mut about = about::about(&dom);
    let mut dropped = BTreeMap::new();
    let blocks = article::article(&mut dom, &mut about, &mut dropped);
    Ok(derived(blocks, about, dropped))
}

/// Reads all blocks of a piece of HTML or XHTML that is all content: a chapter of a book, a
/// block in a Markdown text.
///
/// # Errors
/// If it is nested deeper than any page that people read.
pub fn fragment(html: &str) -> Result<Derived, Unreadable> {
    let dom = Dom::parse(html)?;
    let mut dropped = BTreeMap::new();
    let blocks = blocks::blocks(&dom, ROOT, &mut dropped);
    Ok(derived(blocks, About::default(), dropped))
}

/// The encoding that a page declares in its head: `charset=…`, or `encoding="…"` of XML.
pub fn declared_charset(head: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    if !lower.contains('<') {
        return None;
    }
    let xml = lower.find("<?xml").and_then(|at| {
        let end = lower[at..].find("?>")? + at;
        lower[at..end].find("encoding").map(|found| at + found + "encoding".len())
    });
    // The first `charset` inside a tag `<meta`.
    let meta = lower.match_indices("charset").find_map(|(at, word)| {
        let tag = lower[..at].rfind('<')?;
        lower[tag..].starts_with("<meta").then_some(at + word.len())
    });
    let rest = lower[xml.or(meta)?..].trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)))?;
    Some(rest[..end].to_owned()).filter(|name| !name.is_empty())
}

fn derived(
    blocks: Vec<Block>,
    about: About,
    dropped: BTreeMap<&'static str, usize>,
) -> Derived {
    let mut lines: Vec<Line> = Vec::new();
    let mut headings = Headings::default();
    let mut before: Option<LineKind> = None;
    for (at, block) in blocks.into_iter().enumerate() {
        if let LineKind::Heading(level) = block.kind {
            headings.begin(level, &block.lines.join(" "));
        }
        let place = Place {
            chapter: headings.chapter(),
            paragraph: u32::try_from(at + 1).ok(),
            ..Place::default()
        };
        let apart = |kind: LineKind| !matches!(kind, LineKind::Item | LineKind::Row);
        let aside = matches!(block.kind, LineKind::Note | LineKind::Caption);
        if !aside {
            if before.is_some_and(|before| apart(before) || apart(block.kind)) {
                lines.push(Line::default());
            }
            before = Some(block.kind);
        }
        for (at, text) in block.lines.into_iter().enumerate() {
            let kind = match block.kind {
                LineKind::Item if at > 0 => LineKind::Text,
                kind => kind,
            };
            lines.push(Line { text, kind, place: place.clone(), translation: None });
        }
    }
    Derived { lines, about, dropped, ..Derived::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(read: &Derived) -> Vec<&str> {
        let lines = read.lines.iter().filter(|line| !line.text.is_empty());
        lines.map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_piece_of_content_is_read_whole_and_block_by_block() {
        let read = fragment(
            "<h2>水</h2><p>记者：难\n  吗？<br>久吗？</p><div>外<p>内 <b>GPS</b>\n用</p>后</div>\
             <ol start=3><li>慢<li><p>等</p><p>再等</p></ol><ul><li>看</ul>\
             <blockquote><p>宁可</p></blockquote><table><tr><th>甲<th>乙<tr><td>一<td>二</table>\
             <table><tr><td><p>排版</p></td><td>的表</td></tr></table>\
             <p><ruby>闸<rp>（</rp><rt>zhá</rt><rp>）</rp></ruby>是<del>墙</del>门。<sup><a href=\"#n1\">[1]</a></sup></p>\
             <figure><img src=a alt=图><figcaption>图注</figcaption></figure><pre>一\n  二</pre><script>x</script>\
             <section class=footnotes><p>注释</p></section>",
        )
        .expect("content");
        use LineKind::*;
        let lines: Vec<_> = read
            .lines
            .iter()
            .filter(|line| !line.text.is_empty())
            .map(|line| (line.text.as_str(), line.kind))
            .collect();
        assert_eq!(
            lines,
            [
                ("水", Heading(2)),
                ("记者：难吗？", Text),
                ("久吗？", Text),
                ("外", Text),
                ("内 GPS用", Text),
                ("后", Text),
                ("3. 慢", Item),
                ("4. 等", Item),
                ("再等", Text),
                ("看", Item),
                ("宁可", Quotation),
                ("甲 | 乙", Row),
                ("一 | 二", Row),
                ("排版", Text),
                ("的表", Text),
                ("闸是门。", Text),
                ("图注", Caption),
                ("一", Text),
                ("二", Text),
                ("注释", Note),
            ]
        );
        let counts: Vec<_> = read.dropped.into_iter().collect();
        assert_eq!(
            counts,
            [("deleted text", 1), ("note marks", 1), ("pictures", 1), ("ruby text", 1)]
        );
        assert_eq!(read.lines[2].place.chapter.as_deref(), Some("水"));
        assert_eq!(read.lines[2].place.paragraph, Some(2));
    }

    const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>守灯的人_某某网</title>\
        <meta property='og:title' content='守灯的人'><meta name=author content='水边的事'>\
        <meta property='article:published_time' content='2024-05-06'><link rel=canonical href='https://example.org/a'>\
        <style>p{color:red}</style></head><body><header><nav><a href=/>首页</a> <a href=/n>新闻</a></nav></header>\
        <div class=wrap><h1>守灯的人</h1><div class=meta>2024-05-06 08:00 来源：某报</div><div class=text>BODY\
        <div class=share>分享到：<a href=#>微信</a></div><p>（责任编辑：某某）</p></div></div>\
        <div class=related><h3>相关阅读</h3><ul><li><a href=/r1>修船的人</a></ul></div>\
        <div id=comments><p>小舟：写得真好，我父亲也守过灯。</p></div><footer>版权所有</footer></body></html>";

    fn page(body: &str) -> Derived {
        read(&PAGE.replace("BODY", body)).expect("page")
    }

    #[test]
    fn the_article_is_read_and_what_stands_around_it_is_counted() {
        let mut body = String::new();
        let mut words = Vec::new();
        for n in 1..=8 {
            words.push(format!("问：第{n}盏灯您守了多少年？"));
            words.push(if n % 2 == 0 {
                "答：三年。".to_owned()
            } else {
                "答：灯是有脾气的，你不能跟它讲道理，只能等，等它自己亮起来，一夜又一夜。"
                    .to_owned()
            });
        }
        for word in &words {
            body += &format!("<p>{word}</p>\n");
        }
        let read = page(&body);
        let found: Vec<&str> = texts(&read);
        for word in &words {
            assert!(found.contains(&word.as_str()), "{word}: {found:#?}");
        }
        for wrong in ["首页", "分享", "相关", "修船", "小舟", "版权"] {
            assert!(!found.iter().any(|line| line.contains(wrong)), "{wrong}: {found:#?}");
        }
        let editor = read.lines.iter().find(|line| line.text.contains("责任编辑"));
        assert!(editor.is_none_or(|line| line.kind == LineKind::Note));
        assert_eq!(read.about.title.as_deref(), Some("守灯的人"));
        assert_eq!(read.about.author.as_deref(), Some("水边的事"));
        assert_eq!(read.about.date.as_deref(), Some("2024-05-06"));
        assert_eq!(read.about.url.as_deref(), Some("https://example.org/a"));
        assert!(read.dropped.contains_key("characters of navigation and the like"));
    }

    #[test]
    fn an_article_that_a_script_would_show_is_read_and_hidden_text_is_not() {
        let read = read(
            "<html><body><div>登录</div><h1 id=activity-name>守灯</h1><strong id=js_name>水边的事</strong>\
             <div id=js_content style='visibility: hidden; opacity: 0;'><section><span>记者：难吗？</span></section>\
             <section><span>老霍：难。灯是有脾气的，只能等，等它自己亮起来，一夜又一夜。</span></section>\
             <p style='display:none'>看不见</p></div><div>赞 在看</div></body></html>",
        )
        .expect("page");
        assert_eq!(
            texts(&read),
            [
                "记者：难吗？",
                "老霍：难。灯是有脾气的，只能等，等它自己亮起来，一夜又一夜。"
            ]
        );
        assert_eq!(read.about.outlet.as_deref(), Some("水边的事"));
        assert_eq!(read.dropped.get("hidden text"), Some(&1));
    }

    #[test]
    fn a_page_declares_its_encoding_in_its_head() {
        for (head, name) in [
            ("<meta charset=gb2312>", Some("gb2312")),
            ("<META HTTP-EQUIV=x CONTENT='text/html; charset=Big5'>", Some("big5")),
            ("<?xml version=\"1.0\" encoding=\"GBK\"?><html>", Some("gbk")),
            ("<a>charset=x </a>", None),
            ("charset=gbk ", None),
        ] {
            assert_eq!(declared_charset(head).as_deref(), name, "{head}");
        }
    }
}
