//! Articles that a page carries as the data of a script, which would write them into the page:
//! `articleBody` for search engines, the state of an application. Only scripts that are JSON
//! are read; none is run.

use serde_json::{Map, Value};

use super::blocks::{Block, blocks};
use super::particulars::{day, name};
use crate::import::dom::{Dom, Id, ROOT};
use crate::import::{About, LineKind};

/// Keys under which an article stands, the surest first.
const KEYS: &[&str] = &["articleBody", "content", "contentHtml", "body", "html", "text"];

/// Fewest characters of an article.
const FEWEST: usize = 60;

/// The article in the page's data with what stands beside it, if there is one.
pub(super) fn article(dom: &Dom, about: &mut About) -> Option<Vec<Block>> {
    let is_json = |id: &Id| {
        dom.name(*id) == "script"
            && dom
                .attr(*id, "type")
                .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"))
    };
    let scripts = dom.elements(ROOT).filter(is_json);
    let values: Vec<Value> =
        scripts.filter_map(|id| serde_json::from_str(dom.text(id).trim()).ok()).collect();
    let (object, text) =
        values.iter().filter_map(longest).max_by_key(|(_, text)| text.len())?;
    let said = |keys: &[&str]| {
        let value = keys.iter().find_map(|key| object.get(*key))?;
        let text = value.as_str().or_else(|| value.get("name")?.as_str())?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    about.title = said(&["headline", "title"]).or(about.title.take());
    let author = said(&["author", "authorName"]).as_deref().and_then(name);
    about.author = about.author.take().or(author);
    let date = said(&["datePublished", "publishTime", "publishDate", "pubDate", "date"]);
    about.date = about.date.take().or(date.as_deref().and_then(day));
    let is_markup = ["</", "<br", "<p>"].iter().any(|tag| text.contains(tag));
    let found = if is_markup {
        blocks(&Dom::parse(text).ok()?, ROOT, &mut Default::default())
    } else {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| Block {
                lines: vec![line.to_owned()],
                kind: LineKind::Text,
                node: ROOT,
                linked: 0,
            })
            .collect()
    };
    Some(found).filter(|found: &Vec<Block>| !found.is_empty())
}

/// The text that is an article by its key and its length, with the object that it stands in.
fn longest(value: &Value) -> Option<(&Map<String, Value>, &str)> {
    let mut best: Option<(usize, usize, &Map<String, Value>, &str)> = None;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(object) => {
                for (at, key) in KEYS.iter().enumerate() {
                    let text = object.get(*key).and_then(Value::as_str).unwrap_or_default();
                    let length = text.chars().count();
                    // The surest key, then the longest text.
                    let rank = usize::from(at == 0);
                    if length >= FEWEST
                        && best.is_none_or(|(r, l, ..)| (rank, length) > (r, l))
                    {
                        best = Some((rank, length, object, text));
                    }
                }
                open.extend(object.values());
            }
            _ => {}
        }
    }
    best.map(|(_, _, object, text)| (object, text))
}
