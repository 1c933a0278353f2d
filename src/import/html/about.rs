//! What a page says of itself: in its head, for search engines, and in saved pages.

use super::particulars::{day, day_of_seconds, name};
use crate::import::About;
use crate::import::dom::{Data, Dom, Id, ROOT, Step};
use crate::import::joins::{collapsed, trimmed};

/// What the page says of itself; what it does not say stays unknown.
pub(super) fn about(dom: &Dom) -> About {
    let mut about = About {
        title: meta(dom, &["og:title", "twitter:title"]).or_else(|| title(dom)),
        author: meta(dom, &["author", "article:author", "og:article:author", "byl"]),
        date: meta(
            dom,
            &[
                "article:published_time",
                "og:published_time",
                "datepublished",
                "pubdate",
                "publishdate",
                "publish_date",
                "og:release_date",
                "date",
                "dc.date",
                "dcterms.created",
            ],
        ),
        url: meta(dom, &["og:url"]).or_else(|| canonical(dom)).or_else(|| saved_from(dom)),
        outlet: meta(dom, &["og:site_name", "application-name", "mediaid"]),
    };
    about.url = about.url.filter(|url| url.starts_with("http"));
    about.author = about.author.as_deref().and_then(name);
    // Pages of WeChat: the account, and the time, which a script may still have to write.
    if let Some(name) = by_id(dom, "js_name") {
        about.outlet = Some(name);
    }
    // Since when is no date: “yesterday”.
    about.date = about.date.filter(|date| has_year(date));
    if about.date.is_none() {
        let shown = by_id(dom, "publish_time").filter(|date| has_year(date));
        about.date = shown.or_else(|| scripted(dom)).or_else(|| time(dom));
    }
    about
}

/// A site that names itself as the author is where the page was published, not who wrote it.
pub(super) fn settle(dom: &Dom, about: &mut About) {
    if let Some(author) =
        about.author.take_if(|author| is_site_of(dom, author, about.title.as_deref()))
    {
        about.outlet = about.outlet.take().or(Some(author));
    }
}

/// True for a name that stands in the window's name behind the page's title, or is the site's.
fn is_site_of(dom: &Dom, name: &str, title: Option<&str>) -> bool {
    let window = dom.elements(ROOT).find(|id| dom.name(*id) == "title");
    let window = window.map(|id| dom.text(id)).unwrap_or_default();
    let site = title.and_then(|title| window.split_once(title));
    site.is_some_and(|(_, site)| site.contains(name))
        || meta(dom, &["og:site_name"]).is_some_and(|site| site == name)
}

/// True if four digits that may be a year stand in a date.
fn has_year(date: &str) -> bool {
    date.as_bytes()
        .windows(4)
        .any(|four| matches!(four[0], b'1' | b'2') && four.iter().all(u8::is_ascii_digit))
}

/// The time that a script of WeChat's pages writes: `var ct = "1700000000"`, or
/// `createTime = '2024-05-06 08:00'`.
fn scripted(dom: &Dom) -> Option<String> {
    by_id(dom, "js_content")?;
    let mut scripts = dom.elements(ROOT).filter(|id| dom.name(*id) == "script");
    scripts.find_map(|id| {
        let script = dom.text(id);
        let value = |name: &str| {
            script.match_indices(name).find_map(|(at, _)| {
                let rest = script[at + name.len()..].trim_start().strip_prefix('=')?;
                let rest = rest.trim_start().strip_prefix(['"', '\''])?;
                rest.split(['"', '\'']).next().map(str::to_owned)
            })
        };
        let seconds = value("var ct").and_then(|time| time.parse().ok());
        let seconds = seconds.filter(|seconds| *seconds > 1_000_000_000);
        seconds.map(day_of_seconds).or_else(|| {
            value("createTime").or_else(|| value("publish_time")).and_then(|t| day(&t))
        })
    })
}

fn cleaned(text: &str) -> Option<String> {
    let text = collapsed(trimmed(text));
    (!text.is_empty()).then_some(text)
}

fn meta(dom: &Dom, names: &[&str]) -> Option<String> {
    let value = |wanted: &str| {
        let mut elements = dom.elements(ROOT).filter(|id| dom.name(*id) == "meta");
        elements.find_map(|id| {
            let mut keys = ["property", "name", "itemprop"].into_iter();
            let named = keys.any(|key| {
                dom.attr(id, key).is_some_and(|k| k.eq_ignore_ascii_case(wanted))
            });
            named.then(|| dom.attr(id, "content").and_then(cleaned)).flatten()
        })
    };
    names.iter().find_map(|name| value(name))
}

/// What the window is called, without the site's name, or the only first-level heading.
fn title(dom: &Dom) -> Option<String> {
    let mut headings = dom.elements(ROOT).filter(|id| dom.name(*id) == "h1");
    let only = headings.next().filter(|_| headings.next().is_none());
    let heading = only.and_then(|id| cleaned(&dom.text(id)));
    let window = dom.elements(ROOT).find(|id| dom.name(*id) == "title");
    let window = window.and_then(|id| cleaned(&dom.text(id)));
    match (heading, window) {
        (Some(heading), Some(window)) if window.contains(&heading) => Some(heading),
        (heading, Some(window)) => {
            let site = meta(dom, &["og:site_name", "application-name"]);
            let shown = |part: &str| is_shown(dom, part);
            Some(without_site(&window, site.as_deref(), shown)).or(heading)
        }
        (heading, None) => heading,
    }
}

/// Between the title of a page and the name of its site, the longest first.
const SEPARATORS: &[&str] = &[
    " - ", " | ", " – ", " — ", "---", "--", "__", "——", "_", "|", "｜", "－", "–", "—",
    "-", " :: ",
];

/// The title of a page without the name of its site: `短问短答_某某网` is 短问短答 of 某某网. A
/// part that the page shows as a text of its own is the title; otherwise only what is called
/// like a site goes.
fn without_site(window: &str, site: Option<&str>, shown: impl Fn(&str) -> bool) -> String {
    const LEAST: usize = 4;
    let long = |part: &str| part.chars().count() >= LEAST;
    let mut ends: Vec<usize> = Vec::new();
    for separator in SEPARATORS {
        ends.extend(window.match_indices(separator).map(|(at, _)| at));
    }
    ends.sort_unstable();
    ends.dedup();
    // Titles of pages have few separators; a window's name with many is no title with a site.
    const MOST: usize = 12;
    ends.truncate(MOST);
    for end in ends.iter().rev() {
        let part = window[..*end].trim();
        if long(part) && shown(part) {
            return part.to_owned();
        }
    }
    let mut title = window;
    while let Some((part, name)) =
        SEPARATORS.iter().find_map(|separator| title.rsplit_once(separator))
        && long(part)
        && is_site(name.trim(), site)
    {
        title = part.trim_end();
    }
    for separator in ["_", " - ", " | ", "｜", " – ", " — ", "|"] {
        if let Some((part, name)) = title.rsplit_once(separator)
            && long(part)
            && name.chars().count() <= 12
        {
            title = part;
            break;
        }
    }
    title.trim().to_owned()
}

/// True for what sites, their sections and newspapers are called.
fn is_site(name: &str, site: Option<&str>) -> bool {
    const ENDS: &[&str] = &[
        "网",
        "網",
        "网站",
        "網站",
        "官网",
        "官網",
        "新闻",
        "新聞",
        "日报",
        "日報",
        "晚报",
        "晚報",
        "时报",
        "時報",
        "周刊",
        "週刊",
        "传媒",
        "傳媒",
        "频道",
        "頻道",
        "在线",
        "在線",
        "论坛",
        "論壇",
        "博客",
        "部落格",
        "公众号",
        "客户端",
        "首页",
        "首頁",
        "资讯",
        "資訊",
        "社区",
        "社區",
        "ニュース",
        ".com",
        ".cn",
        ".net",
        ".org",
        "News",
    ];
    const LONGEST: usize = 16;
    site.is_some_and(|site| name == site || name.contains(site))
        || name.chars().count() <= LONGEST && ENDS.iter().any(|end| name.ends_with(end))
}

/// True if an element of the page shows exactly this text.
fn is_shown(dom: &Dom, part: &str) -> bool {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let wanted = bare(part);
    let titled = |id: Id| {
        let name = dom.name(id);
        matches!(name, "h1" | "h2" | "h3")
            || ["class", "id"].iter().any(|key| {
                dom.attr(id, key).is_some_and(|value| {
                    let value = value.to_ascii_lowercase();
                    value.contains("title") || value.contains("headline")
                })
            }) && name != "title"
    };
    dom.elements(ROOT)
        .filter(|id| titled(*id))
        .take(40)
        .any(|id| dom.length(id) == wanted.chars().count() && bare(&dom.text(id)) == wanted)
}

fn canonical(dom: &Dom) -> Option<String> {
    let mut links = dom.elements(ROOT).filter(|id| dom.name(*id) == "link");
    let link = links.find(|id| dom.attr(*id, "rel") == Some("canonical"))?;
    dom.attr(link, "href").and_then(cleaned)
}

/// Browsers that save a page write `saved from url=(0023)http://…` at its head; SingleFile
/// writes `url: …`.
fn saved_from(dom: &Dom) -> Option<String> {
    let comments = dom.walk(ROOT).filter_map(|step| match step {
        Step::Enter(id) => match dom.data(id) {
            Data::Comment(text) => Some(text.as_str()),
            _ => None,
        },
        Step::Leave(_) => None,
    });
    comments.take(20).find_map(|text| {
        let (_, rest) = text.split_once("saved from url=").or_else(|| {
            text.contains("SingleFile").then(|| text.split_once("url:")).flatten()
        })?;
        let rest = rest.trim_start();
        let rest =
            rest.strip_prefix('(').and_then(|r| r.split_once(')')).map_or(rest, |(_, r)| r);
        rest.split_whitespace().next().map(str::to_owned)
    })
}

fn by_id(dom: &Dom, wanted: &str) -> Option<String> {
    let id: Id = dom.elements(ROOT).find(|id| dom.attr(*id, "id") == Some(wanted))?;
    cleaned(&dom.text(id))
}

/// The first `<time>` with a date.
fn time(dom: &Dom) -> Option<String> {
    let mut times = dom.elements(ROOT).filter(|id| dom.name(*id) == "time");
    times.find_map(|id| {
        let machine = dom.attr(id, "datetime").and_then(cleaned);
        machine
            .or_else(|| cleaned(&dom.text(id)))
            .filter(|date| date.starts_with(['1', '2']))
    })
}
