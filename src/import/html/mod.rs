//! Web pages: the article, paragraph by paragraph, and nothing of what stands around it.

mod about;
mod article;
mod blocks;
mod data;
mod particulars;

use std::collections::BTreeMap;

use super::dom::{Dom, ROOT};
use super::headings::Headings;
use super::limits::{LONGEST_TEXT, limit};
use super::{About, Derived, Line, LineKind, Place, Unreadable};
use blocks::Block;

/// Reads a page that somebody saved: the blocks of its article.
///
/// # Errors
/// If it is nested deeper than any page that people read, or has no text.
pub fn read(html: &str) -> Result<Derived, Unreadable> {
    let pictures: usize = html.split("data:image/").skip(1).map(picture).sum();
    limit(html.len() - pictures, LONGEST_TEXT, "the page without its pictures has")?;
    let mut dom = Dom::parse(html)?;
    let mut about = about::about(&dom);
    let mut dropped = BTreeMap::new();
    // Where a script writes the page, hardly any text stands in it before.
    const HARDLY: usize = 60;
    let blocks = article::article(&mut dom, &mut about, &mut dropped);
    let lines = blocks.iter().flat_map(|block| &block.lines);
    let shown: usize = lines.map(|line| line.chars().count()).sum();
    if shown < HARDLY
        && let Some(found) = data::article(&dom, &mut about)
    {
        let lines: usize = found.iter().map(|block| block.lines.len()).sum();
        let mut read = derived(found, about, dropped);
        read.changed.insert("lines out of a script's data", lines);
        return Ok(read);
    }
    Ok(derived(blocks, about, dropped))
}

/// The bytes of a picture that is written into a page, given what follows `data:image/`.
fn picture(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || b"+/=;,-_.".contains(b))
        .count()
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

    const WORDS: [&str; 3] = [
        "记者：灯塔上一夜有多长？",
        "老霍：夜有多长，要看你等的是什么。等船，一夜就短；等天亮，一夜就长得没有边。",
        "老霍：我后来什么也不等了，只看灯，灯亮着，夜就不长，也不短，它就是一夜。",
    ];

    fn paragraphs() -> String {
        WORDS.iter().map(|words| format!("<p>{words}</p>")).collect()
    }

    #[test]
    fn scripts_do_not_count_when_an_article_is_weighed() {
        let script = "var a = 1;".repeat(4000);
        let read = read(&format!(
            "<html><body><script>{script}</script><div class=wrap><div id=artibody>{}</div></div>\
             <div><div class=txt>外面的话，很长的一段话，谁也不知道是谁说的，可是它就在这里。</div></div></body></html>",
            paragraphs()
        ))
        .expect("page");
        assert_eq!(texts(&read), WORDS);
    }

    #[test]
    fn a_column_inside_the_wrapper_is_not_the_article() {
        let more: String = (0..6)
            .map(|n| {
                format!(
                    "<h3><a href=/{n}>修船的人第{n}回</a></h3><ul><li>问：好吗</li></ul>"
                )
            })
            .collect();
        let words = "灯塔建在礁石上，离岸三里，潮水退了也走不过去，只能划船，浪大的时候船也靠不住。";
        let read = read(&format!(
            "<html><body><div class=article-content><div class=left><div class=text>{}<p>{words}</p>\
             <p>{words}</p></div></div><div class=right>{more}</div></div></body></html>",
            paragraphs()
        ))
        .expect("page");
        let found = texts(&read);
        assert!(WORDS.iter().all(|words| found.contains(words)), "{found:#?}");
        assert!(!found.iter().any(|line| line.contains("修船")), "{found:#?}");
    }

    #[test]
    fn lists_of_other_pages_at_both_ends_are_not_the_article() {
        let others: String = (0..4)
            .map(|n| {
                format!(
                    "<h4><a href=/{n}>修船的人第{n}回</a></h4><p>2024-05-0{}</p>",
                    n + 1
                )
            })
            .collect();
        let read = read(&format!(
            "<html><body><div id=artibody><p><a href=/>首页</a> &gt; <a href=/n>人物</a></p>{}\
             <h3>大家都在看</h3>{others}</div></body></html>",
            paragraphs()
        ))
        .expect("page");
        assert_eq!(texts(&read), WORDS);
    }

    #[test]
    fn what_stands_between_title_and_article_says_when_and_by_whom() {
        let page = |head: &str, body: &str| {
            let html = format!(
                "<html><head><title>守灯的人-水边网</title>{head}</head><body><p>今天是2031年1月1日</p>\
                 <div class=headline>守灯的人</div>{body}<div id=artibody>{}<p>（2030年1月1日通过）</p></div>\
                 <div>2029-01-01</div></body></html>",
                paragraphs()
            );
            read(&html).expect("page").about
        };
        let said =
            page("", "<div>2024-05-06 08:00　来源：水边日报　作者：霍三　浏览：12</div>");
        assert_eq!(said.title.as_deref(), Some("守灯的人"));
        assert_eq!(said.date.as_deref(), Some("2024-05-06"));
        assert_eq!(said.outlet.as_deref(), Some("水边日报"));
        assert_eq!(said.author.as_deref(), Some("霍三"));
        let said = page("<meta name=author content=水边网>", "");
        assert_eq!((said.author, said.date), (None, None));
        assert_eq!(said.outlet.as_deref(), Some("水边网"));
    }

    #[test]
    fn a_page_of_wechat_has_its_date_in_a_script() {
        let page = |script: &str| {
            let html = format!(
                "<html><body><h1>守灯的人</h1><em id=publish_time>昨天</em><div id=js_content>{}</div>\
                 <script>{script}</script></body></html>",
                paragraphs()
            );
            read(&html).expect("page").about.date
        };
        assert_eq!(page("var ct = \"1714953600\";").as_deref(), Some("2024-05-06"));
        assert_eq!(
            page("var createTime = '2024-05-06 08:00';").as_deref(),
            Some("2024-05-06")
        );
        assert_eq!(page(""), None);
    }

    #[test]
    fn an_article_in_the_data_of_a_script_is_read_where_the_page_has_none() {
        let page = |script: &str, body: &str| {
            let html = format!(
                "<html><head><title>守灯的人-水边网</title></head><body><div id=app>{body}</div>{script}</body></html>"
            );
            read(&html).expect("page")
        };
        let state = serde_json::json!({"props": {"article": {
            "title": "守灯的人", "author": "霍三", "publishTime": "2024-05-06 08:00",
            "content": paragraphs(), "more": [{"title": "修船的人", "content": "短"}],
        }}});
        let state = format!("<script type=application/json>{state}</script>");
        let found = page(&state, "加载中…");
        assert_eq!(texts(&found), WORDS);
        assert_eq!(found.about.author.as_deref(), Some("霍三"));
        assert_eq!(found.about.date.as_deref(), Some("2024-05-06"));
        assert_eq!(found.changed.get("lines out of a script's data"), Some(&3));
        let engines = serde_json::json!({
            "@type": "Article", "headline": "守灯的人", "articleBody": WORDS.join("\n\n"),
            "author": {"name": "霍三"}, "text": "x".repeat(900),
        });
        let engines = format!("<script type=application/ld+json>{engines}</script>");
        assert_eq!(texts(&page(&engines, "")), WORDS);
        // What the page shows counts.
        let shown = page(
            &state,
            &format!("<div id=artibody><p>{}</p></div>", "灯亮了一夜。".repeat(20)),
        );
        assert!(shown.changed.is_empty());
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
