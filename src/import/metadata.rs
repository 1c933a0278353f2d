//! What documents say of themselves in Dublin Core, which Word, OpenDocument and EPUB share.

use super::About;
use super::xml::Event;

/// Names that programs write where no person gave one.
const NOBODY: &[&str] = &[
    "python-docx",
    "microsoft office user",
    "microsoft",
    "user",
    "users",
    "admin",
    "administrator",
    "windows 用户",
    "windows user",
    "微软用户",
    "微軟使用者",
    "unknown",
    "un-named",
    "apache poi",
    "author",
    "作者",
];

/// Gathers `dc:title`, `dc:creator` and the like out of a file's events.
#[derive(Debug, Default)]
pub struct DublinCore {
    open: Option<Vec<String>>,
    values: [Vec<String>; 4],
    into: usize,
}

/// The elements, in the order of `DublinCore::values`.
const ELEMENTS: [&str; 4] = ["title", "creator", "date", "publisher"];

impl DublinCore {
    /// Takes one event; all others than those of Dublin Core pass it by.
    pub fn event(&mut self, event: &Event) {
        match event {
            Event::Open(tag) if tag.space == "dc" => {
                let position = ELEMENTS.iter().position(|name| *name == tag.name());
                self.open = position.map(|_| Vec::new());
                self.into = position.unwrap_or_default();
            }
            Event::Open(_) => {}
            Event::Text(text) => {
                if let Some(open) = &mut self.open {
                    open.push(text.to_string());
                }
            }
            Event::Close(name) => {
                if ELEMENTS.contains(&&**name)
                    && let Some(parts) = self.open.take()
                {
                    let text = parts.concat();
                    let words: Vec<&str> = text.split_whitespace().collect();
                    if !words.is_empty() && self.values[self.into].len() < 8 {
                        self.values[self.into].push(words.join(" "));
                    }
                }
            }
        }
    }

    /// What was found: the first title, all creators, the first date and publisher. Dates
    /// are taken only where they are those of the publication (`dated`): an office file's
    /// are its own.
    pub fn about(self, dated: bool) -> About {
        let [titles, mut creators, dates, publishers] = self.values;
        creators.retain(|name| is_person(name));
        // A time of day is none of a publication.
        let date = dates.into_iter().next().filter(|_| dated);
        let date = date.map(|date| date.split('T').next().unwrap_or_default().to_owned());
        About {
            title: titles.into_iter().next(),
            author: (!creators.is_empty()).then(|| creators.join("、")),
            date,
            url: None,
            outlet: publishers.into_iter().next(),
        }
    }
}

/// False for the names that programs write where no person gave one.
pub fn is_person(name: &str) -> bool {
    !NOBODY.contains(&name.to_lowercase().as_str())
}
