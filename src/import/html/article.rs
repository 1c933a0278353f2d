//! Which blocks of a page are its article.
//!
//! Three things decide together. Containers that certain sites put their articles in are taken
//! whole. For all other pages Mozilla's rules (the crate `legible`) find the article; they are
//! made for long paragraphs and lose short answers, so a block between two that they found, or
//! beside one, belongs to it too unless it is named as something else or is mostly links. And
//! what pages write before and after every article, in words that no article has, is taken out
//! of it.

use std::collections::{BTreeMap, BTreeSet};

use super::about;
use super::blocks::{Block, blocks, is_unread};
use super::particulars::{self, particulars};
use crate::import::dom::{Data, Dom, Id, ROOT, Step};
use crate::import::joins::collapsed;
use crate::import::{About, LineKind};

/// Containers that hold an article and nothing else, by id or by class.
const CONTAINERS: &[&str] = &[
    "js_content",
    "artibody",
    "cnblogs_post_body",
    "content_views",
    "rwb_zw",
    "Cnt-Main-Article-QQ",
    "endText",
    "TRS_Editor",
    "UCAP-CONTENT",
    "pages_content",
    "vsb_content",
    "wp_articlecontent",
    "artical_real",
    "main_content",
    "articalContent",
    "rich_media_content",
    "post_body",
    "RichText",
    "Post-RichText",
    "articleBody",
    "markdown-body",
    "mw-parser-output",
];

/// Containers that hold an article on some sites, and what stands beside it too on others.
const WRAPPERS: &[&str] = &[
    "article_content",
    "article-content",
    "article-body",
    "article__body",
    "entry-content",
    "post-content",
];

/// Fewest characters of a container that is taken for the article.
const FEWEST: usize = 20;

/// The blocks of a page's article; the rest is counted, and what the page says of itself is
/// completed.
pub(super) fn article(
    dom: &mut Dom,
    about: &mut About,
    dropped: &mut BTreeMap<&'static str, usize>,
) -> Vec<Block> {
    remove_hidden(dom, dropped);
    let mut inner = BTreeMap::new();
    let all = blocks(dom, ROOT, &mut inner);
    let characters = |blocks: &[Block]| -> usize {
        let lines = blocks.iter().flat_map(|block| &block.lines);
        lines.map(|line| line.chars().filter(|c| !c.is_whitespace()).count()).sum()
    };
    let whole = characters(&all);
    let known = container(dom, CONTAINERS);
    let inside = |container: Id| -> Vec<bool> {
        let inside = |id: Id| id == container || dom.ancestors(id).any(|a| a == container);
        all.iter().map(|block| inside(block.node)).collect()
    };
    let wrapper = known.is_none().then(|| container(dom, WRAPPERS)).flatten();
    let article = legible(dom, about);
    let (top, found) = match (known, wrapper, article) {
        (Some(known), ..) => (known, inside(known)),
        (None, Some(wrapper), None) => (wrapper, inside(wrapper)),
        (None, Some(wrapper), Some(article)) => {
            let whole = inside(wrapper);
            let part =
                within(dom, &all, &whole, &matched(&all, &article)).unwrap_or(wrapper);
            (part, inside(part))
        }
        (None, None, Some(article)) => (ROOT, grown(dom, &all, matched(&all, &article))),
        (None, None, None) => (ROOT, vec![true; all.len()]),
    };
    complete(about, &all, &found);
    about::settle(dom, about);
    let mut kept: Vec<Block> = Vec::new();
    for (block, found) in all.into_iter().zip(found) {
        if found && !is_furniture(dom, &block, top) {
            kept.push(block);
        }
    }
    trim(&mut kept);
    let outside = whole.saturating_sub(characters(&kept));
    if outside > 0 {
        dropped.insert("characters of navigation and the like", outside);
    }
    // What is left out inside the words counts for the article alone.
    let mut inner = BTreeMap::new();
    let root = common(dom, &kept).unwrap_or(ROOT);
    blocks(dom, root, &mut inner);
    dropped.extend(inner);
    set_apart(&mut kept);
    kept
}

/// Takes out what a browser does not show. A page whose article is hidden until a script has
/// run (WeChat: `visibility: hidden; opacity: 0`) keeps it; only `display: none` hides.
fn remove_hidden(dom: &mut Dom, dropped: &mut BTreeMap<&'static str, usize>) {
    let mut hidden = Vec::new();
    let mut walk = dom.walk(ROOT);
    while let Some(step) = walk.next() {
        let Step::Enter(id) = step else { continue };
        if !matches!(dom.data(id), Data::Element(..)) {
            continue;
        }
        let style = dom.attr(id, "style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        let is_container = CONTAINERS.iter().any(|name| dom.attr(id, "id") == Some(name));
        let gone = style.contains("display:none") || dom.attr(id, "hidden").is_some();
        if gone && !is_container && !is_unread(dom.name(id)) && dom.name(id) != "body" {
            hidden.push(id);
            walk.pass(id);
        }
    }
    for id in hidden {
        if dom.length(id) > 0 {
            *dropped.entry("hidden text").or_default() += 1;
        }
        dom.remove(id);
    }
}

/// Completes what the page says of itself with the lines between its title and its article.
fn complete(about: &mut About, all: &[Block], found: &[bool]) {
    /// How many blocks may stand between them, and how many of the article are looked at.
    const BETWEEN: usize = 12;
    const BEGINNING: usize = 6;
    let Some(first) = found.iter().position(|found| *found) else { return };
    let end = all.len().min(first + BEGINNING);
    let begin = first.saturating_sub(BETWEEN);
    let is_title = |block: &Block| {
        about.title.as_deref().is_some_and(|title| key(&block.lines.concat()) == key(title))
    };
    let title = all[begin..end].iter().rposition(is_title);
    let begin = title.map_or(begin, |at| begin + at);
    for (at, block) in all.iter().enumerate().take(end).skip(begin) {
        // In the article itself a date may be anything's.
        let is_own = |line: &&String| {
            at < first
                || found[at]
                    && (is_dateline(line)
                        || EDITORIAL.iter().any(|words| bare(line).starts_with(words)))
        };
        for line in block.lines.iter().filter(is_own) {
            let said = particulars(line);
            about.date = about.date.take().or(said.date);
            about.outlet = about.outlet.take().or(said.outlet);
            about.author = about.author.take().or(said.author);
        }
    }
}

/// The element inside a wrapper around all that Mozilla's rules found, if most of what the
/// wrapper has besides are links, headings and lists: a column beside the article.
fn within(dom: &Dom, all: &[Block], whole: &[bool], found: &[bool]) -> Option<Id> {
    let both =
        all.iter().zip(whole).zip(found).filter(|((_, whole), found)| **whole && **found);
    let both: Vec<Block> = both.map(|((block, _), _)| block.clone()).collect();
    let part = common(dom, &both)?;
    let is_inside = |block: &Block| {
        block.node == part || dom.ancestors(block.node).any(|above| above == part)
    };
    let (mut besides, mut words) = (0, 0);
    for (block, _) in all.iter().zip(whole).filter(|(_, whole)| **whole) {
        if !is_inside(block) {
            besides += 1;
            words += usize::from(block.kind == LineKind::Text && !is_mostly_links(block));
        }
    }
    (besides > 0 && words * 2 < besides).then_some(part)
}

/// The one element that is known to hold the article.
fn container(dom: &Dom, names: &[&str]) -> Option<Id> {
    let named = |id: Id, name: &str| {
        dom.attr(id, "id") == Some(name)
            || dom.attr(id, "itemprop") == Some(name)
            || dom.attr(id, "class").is_some_and(|class| {
                class.split_ascii_whitespace().any(|word| word == name)
            })
    };
    let all = shown(dom, ROOT);
    names.iter().find_map(|name| {
        let mut found = dom.elements(ROOT).filter(|id| named(*id, name));
        let first = found.next()?;
        // Several of a name are teasers or comments, unless one is inside the other.
        let nested = found.all(|id| dom.ancestors(id).any(|above| above == first));
        let length = shown(dom, first);
        (nested && length >= FEWEST && length * 8 >= all).then_some(first)
    })
}

/// The characters below an element that a browser shows; scripts may be most of a page.
fn shown(dom: &Dom, root: Id) -> usize {
    let (mut length, mut walk) = (0, dom.walk(root));
    while let Some(step) = walk.next() {
        let Step::Enter(id) = step else { continue };
        match dom.data(id) {
            Data::Text(text) => {
                length += text.chars().filter(|c| !c.is_whitespace()).count();
            }
            Data::Element(name, _) if is_unread(name) => walk.pass(id),
            _ => {}
        }
    }
    length
}

/// What Mozilla's rules take for the article, as its lines; what they know of the page completes
/// what it says of itself.
fn legible(dom: &Dom, about: &mut About) -> Option<Vec<String>> {
    let html = serialized(dom);
    let options = legible::Options::new().char_threshold(100);
    let article = legible::parse(&html, None, Some(options)).ok()?;
    let said = |text: &str| Some(collapsed(text.trim())).filter(|text| !text.is_empty());
    about.title = about.title.take().or_else(|| said(&article.title));
    let byline = article.byline.as_deref().and_then(particulars::name);
    about.author = about.author.take().or(byline);
    about.date =
        about.date.take().or_else(|| article.published_time.as_deref().and_then(said));
    about.outlet =
        about.outlet.take().or_else(|| article.site_name.as_deref().and_then(said));
    let content = Dom::parse(&article.content).ok()?;
    let blocks = blocks(&content, ROOT, &mut BTreeMap::new());
    let lines: Vec<String> = blocks.into_iter().flat_map(|block| block.lines).collect();
    (!lines.is_empty()).then_some(lines)
}

/// A text by which two readings of one line are known to be the same.
fn key(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Which blocks have a line of the article.
fn matched(all: &[Block], article: &[String]) -> Vec<bool> {
    let lines: BTreeSet<String> = article.iter().map(|line| key(line)).collect();
    let mut found: Vec<bool> = all
        .iter()
        .map(|block| block.lines.iter().any(|line| lines.contains(&key(line))))
        .collect();
    // A short line (“分享”) may stand elsewhere too: alone and far from the others it counts
    // for nothing.
    const LONG: usize = 12;
    let long = |at: usize| all[at].lines.iter().any(|line| line.chars().count() >= LONG);
    let certain: Vec<usize> = (0..all.len()).filter(|at| found[*at] && long(*at)).collect();
    if let (Some(first), Some(last)) = (certain.first(), certain.last()) {
        for (at, found) in found.iter_mut().enumerate() {
            *found &= at + 40 >= *first && at <= last + 40;
        }
    }
    found
}

/// The article with the blocks that belong to it although no rule found them.
fn grown(dom: &Dom, all: &[Block], mut found: Vec<bool>) -> Vec<bool> {
    let kept = all.iter().zip(&found).filter(|(_, found)| **found);
    let parents: BTreeSet<Option<Id>> =
        kept.map(|(block, _)| dom.parent(block.node)).collect();
    let fits = |block: &Block| {
        parents.contains(&dom.parent(block.node)) && !is_mostly_links(block)
    };
    let first = found.iter().position(|found| *found);
    let last = found.iter().rposition(|found| *found);
    let (Some(first), Some(last)) = (first, last) else { return vec![true; all.len()] };
    for at in first..=last {
        found[at] |= fits(&all[at]);
    }
    // Beside the first and the last one, in the same element.
    let (begin, end) = (dom.parent(all[first].node), dom.parent(all[last].node));
    for at in (0..first).rev().take_while(|at| dom.parent(all[*at].node) == begin) {
        found[at] |= fits(&all[at]);
    }
    for at in (last + 1..all.len()).take_while(|at| dom.parent(all[*at].node) == end) {
        found[at] |= fits(&all[at]);
    }
    found
}

fn is_mostly_links(block: &Block) -> bool {
    let all: usize = block.lines.iter().map(|line| line.chars().count()).sum();
    block.linked * 2 > all
}

/// Parts of names of elements that hold something else than an article.
const FURNITURE: &[&str] = &[
    "advert",
    "breadcrumb",
    "comment",
    "copyright",
    "crumb",
    "disclaimer",
    "follow",
    "footer",
    "login",
    "navbar",
    "paginat",
    "popup",
    "promo",
    "qrcode",
    "recommend",
    "related",
    "reward",
    "share",
    "sidebar",
    "social",
    "sponsor",
    "subscribe",
    "toolbar",
    "hot-list",
    "hotlist",
    "readmore",
    "read-more",
    "next-article",
    "prev-article",
];

/// Words of names that are too short to look for inside others.
const FURNITURE_WORDS: &[&str] = &[
    "ad", "ads", "nav", "menu", "tags", "tag", "like", "likes", "rate", "vote", "top-bar",
    "toc",
];

/// True if an element between the block and the article's own says that it is something else.
fn is_furniture(dom: &Dom, block: &Block, top: Id) -> bool {
    let around = std::iter::once(block.node).chain(dom.ancestors(block.node));
    for id in around.take_while(|id| *id != top) {
        if matches!(dom.name(id), "nav" | "footer") {
            return true;
        }
        if matches!(dom.name(id), "body" | "html" | "article" | "main") {
            continue;
        }
        let names = ["class", "id", "role"].into_iter().filter_map(|key| dom.attr(id, key));
        for name in names.flat_map(str::split_ascii_whitespace) {
            let name = name.to_ascii_lowercase();
            let parted = || name.split(['-', '_']);
            // A container of the whole page may have such a name for another reason.
            if (FURNITURE.iter().any(|part| name.contains(part))
                || parted().any(|word| FURNITURE_WORDS.contains(&word)))
                && !name.contains("content")
                && !name.contains("body")
            {
                return true;
            }
        }
    }
    false
}

/// The innermost element around all blocks.
fn common(dom: &Dom, blocks: &[Block]) -> Option<Id> {
    let path = |id: Id| {
        let mut path: Vec<Id> = std::iter::once(id).chain(dom.ancestors(id)).collect();
        path.reverse();
        path
    };
    let mut shared = path(blocks.first()?.node);
    for block in blocks {
        let other = path(block.node);
        let same = shared.iter().zip(&other).take_while(|(a, b)| a == b).count();
        shared.truncate(same);
    }
    shared.last().copied()
}

/// How lines begin that editors and pages put before and after an article.
const EDITORIAL: &[&str] = &[
    "责任编辑",
    "責任編輯",
    "责编",
    "責編",
    "编辑：",
    "編輯：",
    "编辑:",
    "編輯:",
    "校对：",
    "校對：",
    "排版：",
    "审核：",
    "審核：",
    "监制：",
    "監製：",
    "来源：",
    "來源：",
    "来源:",
    "來源:",
    "本文来源",
    "本文來源",
    "文章来源",
    "文章來源",
    "原标题",
    "原標題",
    "原题",
    "原題",
    "本文原题",
    "本文原标题",
    "本文来自",
    "本文來自",
    "本文转自",
    "本文轉自",
    "图片均",
    "圖片均",
    "图片来自",
    "圖片來自",
    "文中图片",
    "资料来源",
    "資料來源",
    "相关资讯请",
    "更多资讯",
    "更多精彩",
    "文章关键词",
    "实习生",
    "编辑 ",
    "校对 ",
    "【编辑",
    "声明：",
    "聲明：",
    "本文首发",
    "本文首發",
    "本文经授权",
    "本文系",
    "转载请",
    "轉載請",
    "未经授权",
    "未經授權",
    "未经许可",
    "未經許可",
    "版权声明",
    "版權聲明",
    "特别声明",
    "特別聲明",
    "免责声明",
    "免責聲明",
    "图片来源",
    "圖片來源",
    "题图",
    "題圖",
    "封面图",
    "作者：",
    "作者:",
    "撰文：",
    "发布于",
    "發佈於",
    "发布时间",
    "發布時間",
    "發佈時間",
    "发表于",
    "發表於",
    "更新时间",
    "更新時間",
    "阅读 ",
    "閱讀 ",
    "阅读量",
    "閱讀量",
    "字数",
    "字數",
];

/// How such lines end.
const EDITORIAL_ENDS: &[&str] =
    &["对此文亦有贡献）", "对本文亦有贡献）", "图片来自网络", "图片均来自网络", "侵删"];

/// What such lines are when they have nothing to say.
const EMPTY_WORDS: &[&str] = &[
    "阅读原文",
    "閱讀原文",
    "点击上方",
    "點擊上方",
    "点击下方",
    "點擊下方",
    "扫码关注",
    "掃碼關注",
    "长按二维码",
    "長按二維碼",
    "长按识别",
    "長按識別",
    "分享到",
    "收藏",
    "点赞",
    "點讚",
    "在看",
    "举报/反馈",
    "舉報",
    "返回顶部",
    "回到頂部",
    "上一篇",
    "下一篇",
    "展开全文",
    "展開全文",
    "查看更多",
    "加载更多",
    "載入更多",
    "打开APP",
    "相关阅读",
    "相關閱讀",
    "延伸阅读",
    "延伸閱讀",
    "推荐阅读",
    "推薦閱讀",
    "为你推荐",
    "為你推薦",
    "猜你喜欢",
    "猜你喜歡",
    "热门推荐",
    "熱門推薦",
    "相关新闻",
    "相關新聞",
    "相关文章",
    "相關文章",
    "更多>",
    "更多 >",
    "我要反馈",
    "打印】",
    "打印本页",
    "关闭窗口",
    "關閉視窗",
    "END —",
    "END -",
    "微信扫一扫",
    "微信掃一掃",
    "您所在的位置",
    "当前位置",
    "目前位置",
    "您的位置",
    "首页 >",
    "首頁 >",
    "首页>",
    "首頁>",
    "热门评论",
    "网友评论",
    "網友評論",
    "Read more",
    "Share this",
    "Advertisement",
    "广告",
    "廣告",
    "赞助内容",
];

/// How many blocks at each end of an article may be an editor's.
const AT_THE_ENDS: usize = 8;

/// Takes lists of other pages off both ends of an article: links with their dates, and the
/// headings over them.
fn trim(kept: &mut Vec<Block>) {
    /// Short lines that may stand between two links.
    const BETWEEN: usize = 6;
    let length =
        |block: &Block| block.lines.iter().map(|line| line.chars().count()).sum::<usize>();
    let whole: usize = kept.iter().map(length).sum();
    let is_link = |block: &Block| {
        let words =
            EMPTY_WORDS.iter().any(|words| bare(&block.lines[0]).starts_with(words));
        is_mostly_links(block) || words && length(block) <= 30
    };
    let is_short = |block: &Block| {
        length(block) <= 40
            && !block.lines.iter().any(|line| {
                line.contains([
                    '，', '。', '：', '？', '！', '；', '…', '“', '「', '?', '!',
                ])
            })
    };
    // From an end inwards to the last link that only short lines part from the one before.
    let reach = |blocks: &mut dyn Iterator<Item = &Block>, headings: bool| {
        let (mut reached, mut between) = (0, 0);
        for (at, block) in blocks.enumerate() {
            let heading = headings && matches!(block.kind, LineKind::Heading(_));
            if is_link(block) || heading && between == 0 {
                (reached, between) = (at + 1, 0);
            } else if between < BETWEEN && is_short(block) {
                between += 1;
            } else {
                break;
            }
        }
        reached
    };
    let last = reach(&mut kept.iter().rev(), true);
    let first = reach(&mut kept.iter(), false);
    let lost = |blocks: &[Block]| blocks.iter().map(length).sum::<usize>();
    // A page that is all links is what it is.
    if last > 0 && lost(&kept[kept.len() - last..]) * 2 < whole {
        kept.truncate(kept.len() - last);
    }
    if first > 0 && first < kept.len() && lost(&kept[..first]) * 2 < whole {
        kept.drain(..first);
    }
}

/// Takes out of the words what the page's editor says at both ends: notes, not the article.
fn set_apart(kept: &mut Vec<Block>) {
    let count = kept.len();
    let mut at = 0;
    kept.retain(|block| {
        let first = bare(&block.lines[0]);
        let near = at < AT_THE_ENDS || at + AT_THE_ENDS >= count;
        at += 1;
        let short: usize = block.lines.iter().map(|line| line.chars().count()).sum();
        !(near && short <= 30 && EMPTY_WORDS.iter().any(|words| first.starts_with(words)))
    });
    let count = kept.len();
    // At the beginning up to the first block that is nobody's but the article's.
    for (at, block) in kept.iter_mut().enumerate() {
        let near = at < AT_THE_ENDS || at + AT_THE_ENDS >= count;
        if near && block.kind == LineKind::Text && is_editorial(block) {
            block.kind = LineKind::Note;
        }
    }
}

fn is_editorial(block: &Block) -> bool {
    const LONGEST: usize = 120;
    let length: usize = block.lines.iter().map(|line| line.chars().count()).sum();
    length <= LONGEST && is_editorial_line(&block.lines[0])
}

fn is_editorial_line(line: &str) -> bool {
    let first = bare(line);
    EDITORIAL.iter().any(|words| first.starts_with(words))
        || EDITORIAL_ENDS.iter().any(|words| first.ends_with(words))
        || is_dateline(first)
}

/// A line without what editors draw before theirs.
fn bare(line: &str) -> &str {
    line.trim_start_matches([
        '（', '(', '【', '[', '▍', '*', '—', '-', ' ', '　', '■', '●', '▲', '◎', '※', '|',
    ])
}

/// True for a line that is a date, with or without a time, a place and a source.
fn is_dateline(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text.chars().nth(digits);
    let year = digits == 4 && text.starts_with(['1', '2']);
    let figures = text.chars().filter(char::is_ascii_digit).count();
    let sentence = text.contains(['，', '。', '？', '！', ',']);
    year && matches!(after, Some('-' | '/' | '年' | '.'))
        && figures >= 6
        && !sentence
        && text.chars().count() <= 60
}

/// The page as HTML again, without what is not read, for rules that take text.
fn serialized(dom: &Dom) -> String {
    const KEPT: [&str; 14] = [
        "class",
        "id",
        "itemprop",
        "itemtype",
        "itemscope",
        "role",
        "rel",
        "href",
        "datetime",
        "lang",
        "property",
        "name",
        "content",
        "type",
    ];
    let mut out = String::from("<!DOCTYPE html>");
    let mut walk = dom.walk(ROOT);
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => match dom.data(id) {
                Data::Element(name, attrs) => {
                    let is_data = name == "script"
                        && dom.attr(id, "type") == Some("application/ld+json");
                    let is_head =
                        matches!(name.as_str(), "head" | "meta" | "title" | "link");
                    if is_unread(name) && !is_data && !is_head {
                        walk.pass(id);
                        continue;
                    }
                    out.push('<');
                    out.push_str(name);
                    for (key, value) in attrs {
                        if KEPT.contains(&key.as_str()) {
                            out.push(' ');
                            out.push_str(key);
                            out.push_str("=\"");
                            escape(value, true, &mut out);
                            out.push('"');
                        }
                    }
                    out.push('>');
                }
                Data::Text(text) => {
                    let raw = dom.parent(id).is_some_and(|id| dom.name(id) == "script");
                    match raw {
                        true => out.push_str(text),
                        false => escape(text, false, &mut out),
                    }
                }
                _ => {}
            },
            Step::Leave(id) => {
                let name = dom.name(id);
                let is_data =
                    name == "script" && dom.attr(id, "type") == Some("application/ld+json");
                let void =
                    matches!(name, "" | "meta" | "link" | "br" | "hr" | "img" | "wbr");
                let head = matches!(name, "head" | "title");
                if !void && (!is_unread(name) || is_data || head) {
                    out.push_str("</");
                    out.push_str(name);
                    out.push('>');
                }
            }
        }
    }
    out
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
