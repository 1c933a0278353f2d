//! What a page says of itself: in its head, for search engines, and in saved pages.

use crate::import::About;
use crate::import::dom::{Data, Dom, Id, ROOT};
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
    // An address is no name.
    about.author = about.author.filter(|name| !name.starts_with("http"));
    // Pages of WeChat: the account and, after scripts ran, the time.
    if let Some(name) = by_id(dom, "js_name") {
        about.outlet = Some(name);
    }
    if about.date.is_none() {
        about.date = by_id(dom, "publish_time").or_else(|| time(dom));
    }
    about
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

/// The only first-level heading, or what the window is called, without the site's name.
fn title(dom: &Dom) -> Option<String> {
    let mut headings = dom.elements(ROOT).filter(|id| dom.name(*id) == "h1");
    let only = headings.next().filter(|_| headings.next().is_none());
    let heading = only.and_then(|id| cleaned(&dom.text(id)));
    let window = dom.elements(ROOT).find(|id| dom.name(*id) == "title");
    let window = window.and_then(|id| cleaned(&dom.text(id)));
    match (heading, window) {
        (Some(heading), Some(window)) if window.contains(&heading) => Some(heading),
        (heading, Some(window)) => Some(without_site(&window)).or(heading),
        (heading, None) => heading,
    }
}

/// `短问短答_某某网` is 短问短答 of 某某网.
fn without_site(window: &str) -> String {
    for separator in ["_", " - ", " | ", "｜", " – ", " — ", "|"] {
        if let Some((title, site)) = window.rsplit_once(separator)
            && title.chars().count() >= 4
            && site.chars().count() <= 12
        {
            return title.trim().to_owned();
        }
    }
    window.to_owned()
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
        crate::import::dom::Step::Enter(id) => match dom.data(id) {
            Data::Comment(text) => Some(text.as_str()),
            _ => None,
        },
        crate::import::dom::Step::Leave(_) => None,
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
