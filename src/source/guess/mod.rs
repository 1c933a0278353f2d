//! A first entry for a document that nobody has described yet: what can be seen in its text.
//!
//! Everything here is a guess for a person to look at, and the entry says so. What cannot be
//! seen (who published it, when) is written as unknown, never guessed.

mod entry;
mod layout;

pub use entry::{Known, Taken, Wanted, is_nobodys, known, nameless, to_toml};

use std::collections::BTreeMap;

use super::block;
use super::evidence::{BodyLine, Evidence, Seen};
use super::manifest::{Role, Shape, is_id};
use super::translation::{self, Layout};
use crate::script::{Script, typography};
use crate::text::SourceText;

/// What could be seen in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Its layout.
    pub shape: Shape,
    /// Sentences run over the ends of its lines.
    pub wrapped: bool,
    /// Where its own translation stands, if nearly every line has one.
    pub translation: Option<Layout>,
    /// How many numbered lists stand side by side.
    pub lists: usize,
    /// Headings under which somebody translates or explains its words.
    pub commentary: Vec<String>,
    /// The script most of its telling characters belong to.
    pub script: Script,
    /// Labels in the order in which they first stand, each with how we would take it.
    pub labels: Vec<(String, Role)>,
    /// The first line, if it is no speaker's: mostly the title.
    pub title: Option<String>,
}

/// Looks at a text.
pub fn guess(text: &str) -> Guess {
    let lines = body(text);
    let evidence = Evidence::of(&lines, &[], &[]);
    // Names in the order in which they first speak: heads, and heads before a question.
    let mut seen: Vec<(usize, usize, usize)> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    let mut first_is_head = false;
    for (at, line) in lines.iter().enumerate() {
        if let Seen::Head(reading) = evidence.see(at, line.text) {
            first_is_head |= at == 0;
            let words = match reading.words {
                Some((from, to)) => line.text.get(from..to).unwrap_or_default(),
                None => lines.get(at + 1).map_or("", |next| next.text),
            };
            let asks = usize::from(is_question(words));
            let at = *place.entry(reading.name).or_insert(seen.len());
            if at == seen.len() {
                seen.push((reading.name, 0, 0));
            }
            seen[at].1 += 1;
            seen[at].2 += asks;
        }
    }
    // 古文：, 现代文： and their like head blocks of a text with commentary, not turns.
    seen.retain(|(name, _, _)| {
        let shown = evidence.names[*name].shown.as_str();
        !block::is_original(shown) && !block::is_commentary(shown)
    });
    let layout = layout::layout(text, seen.iter().map(|(_, heads, _)| heads).sum());
    if layout.shape != Shape::Dialogue {
        seen.clear();
    }
    let labels: Vec<(String, Role)> = seen
        .into_iter()
        .map(|(name, heads, questions)| {
            let name = &evidence.names[name];
            let asks = name.facts.asks || questions * 2 > heads;
            let role = if asks { Role::Interviewer } else { Role::Subject };
            (name.shown.clone(), role)
        })
        .collect();
    let attributed = layout.names.into_iter().map(|name| (name, Role::Subject));
    let labels: Vec<(String, Role)> = labels.into_iter().chain(attributed).collect();
    let traditional = text.chars().filter(|c| typography::is_traditional_only(*c)).count();
    let simplified = text.chars().filter(|c| typography::is_simplified_only(*c)).count();
    let script = if traditional > simplified { Script::Hant } else { Script::Hans };
    // A title may have a colon; only what is a label elsewhere too is one here.
    let title = lines.first().map(|line| line.text).filter(|_| !first_is_head);
    // What shows nothing is no part of a title.
    let title = title.map(|line| {
        let seen = |c: &char| !crate::source::head::is_hidden(*c);
        let title: String = line.chars().filter(seen).collect();
        title.trim_matches(|c: char| c == '#' || c.is_whitespace()).to_owned()
    });
    Guess {
        shape: layout.shape,
        wrapped: layout.wrapped,
        translation: translation::seen(&SourceText::new(text)),
        lists: layout.lists,
        commentary: layout.commentary,
        script,
        labels,
        title: title.filter(|t| (1..=60).contains(&t.chars().count())),
    }
}

/// The lines of a text that have text, without front matter.
fn body(text: &str) -> Vec<BodyLine<'_>> {
    let mut lines = Vec::new();
    let mut gap = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            gap = true;
            continue;
        }
        let after_region = lines.is_empty();
        lines.push(BodyLine { text: line, after_gap: gap, after_region });
        gap = false;
    }
    let rest = lines.iter().skip(1).take(60);
    if lines.first().is_some_and(|line| line.text == "---")
        && let Some(end) = rest.into_iter().position(|line| line.text == "---")
    {
        lines.drain(..end + 2);
    }
    lines
}

fn is_question(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*".contains(c))
        .ends_with(['？', '?'])
}

/// An id made of a file's name: `My Talk.txt` gives `my-talk`; `None` if nothing is left.
pub fn id_of_file(stem: &str) -> Option<String> {
    let lower = stem.to_lowercase();
    let parts = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
    let id = parts.collect::<Vec<_>>().join("-");
    is_id(&id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shape: Shape, labels: &[(&str, Role)]) {
        let seen = guess(text);
        let labels: Vec<_> = labels.iter().map(|(l, r)| ((*l).to_owned(), *r)).collect();
        assert_eq!((seen.shape, seen.labels), (shape, labels), "{text}");
    }

    #[test]
    fn labels_are_what_stands_twice_before_a_colon() {
        check(
            "养蜂\n记者：难吗？\n方师傅：难。\n记者:久吗？\n**方师傅**：久。\n注意：小心。\n",
            Shape::Dialogue,
            &[("记者", Role::Interviewer), ("方师傅", Role::Subject)],
        );
        check(
            "甲：真的吗？\n乙：真的。\n甲：为什么？\n乙：我看见了。\n",
            Shape::Dialogue,
            &[("甲", Role::Interviewer), ("乙", Role::Subject)],
        );
    }

    #[test]
    fn lists_and_plain_texts_have_no_labels() {
        check("1. 慢。\n2、等。\n3）看。\n", Shape::Numbered, &[]);
        check("一段话。\n又一段话。\n2023年的事。\n", Shape::Plain, &[]);
        check("", Shape::Plain, &[]);
        check("见 https://a.b 与\n见 https://c.d\n", Shape::Plain, &[]);
    }

    #[test]
    fn the_script_is_that_of_most_telling_characters() {
        assert_eq!(guess("記者：養蜂難嗎？").script, Script::Hant);
        assert_eq!(guess("记者：养蜂难吗？").script, Script::Hans);
        assert_eq!(guess("人在山中").script, Script::Hans);
    }

    #[test]
    fn a_title_may_have_a_colon() {
        let text = "修表四十年：访钟表匠\n问：难吗？\n答：难。\n问：久吗？\n答：久。\n";
        assert_eq!(guess(text).title.as_deref(), Some("修表四十年：访钟表匠"));
        assert_eq!(guess("问：难吗？\n答：难。\n答：久。\n").title, None);
    }

    #[test]
    fn ids_come_from_file_names_where_they_can() {
        assert_eq!(id_of_file("My Talk (2)").as_deref(), Some("my-talk-2"));
        assert_eq!(id_of_file("养蜂"), None);
    }
}
