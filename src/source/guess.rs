//! A first entry for a document that nobody has described yet: what can be seen in its text.
//!
//! Everything here is a guess for a person to look at, and the entry says so. What cannot be
//! seen (who published it, when) is written as unknown, never guessed.

use std::collections::BTreeMap;

use super::manifest::{Manifest, Role, Shape, Speaker, is_id};
use super::reader::label_like;
use crate::script::{Script, typography};

/// How often a label must stand before it counts as one.
const LABEL_AT_LEAST: usize = 2;
/// How many numbered lines make a list.
const ITEMS_AT_LEAST: usize = 3;
/// Labels that ask, whoever stands behind them.
const ASKING: &[&str] =
    &["记者", "記者", "问", "問", "主持人", "采访者", "採訪者", "提问", "Q", "Interviewer"];

/// What could be seen in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Its layout.
    pub shape: Shape,
    /// The script most of its telling characters belong to.
    pub script: Script,
    /// Labels in the order in which they first stand, each with how we would take it.
    pub labels: Vec<(String, Role)>,
    /// The first line, if it is no speaker's: mostly the title.
    pub title: Option<String>,
}

/// Looks at a text.
pub fn guess(text: &str) -> Guess {
    let mut seen: Vec<(String, usize, usize)> = Vec::new();
    let mut items = 0;
    for line in text.lines().map(str::trim) {
        if let Some((label, words)) = label_like(line) {
            let asks = words.trim_end().ends_with(['？', '?']);
            match seen.iter_mut().find(|(known, _, _)| known == label) {
                Some((_, lines, questions)) => {
                    *lines += 1;
                    *questions += usize::from(asks);
                }
                None => seen.push((label.to_owned(), 1, usize::from(asks))),
            }
        }
        let digits =
            line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let numbered =
            digits > 0 && line[digits..].starts_with(['.', '、', ')', '）', '．']);
        items += usize::from(numbered);
    }
    seen.retain(|(label, lines, _)| {
        *lines >= LABEL_AT_LEAST || ASKING.contains(&label.as_str())
    });
    let shape = match (seen.is_empty(), items >= ITEMS_AT_LEAST) {
        (false, _) => Shape::Dialogue,
        (true, true) => Shape::Numbered,
        (true, false) => Shape::Plain,
    };
    let labels: Vec<(String, Role)> = seen
        .into_iter()
        .map(|(label, lines, questions)| {
            let asks = ASKING.contains(&label.as_str()) || questions * 2 > lines;
            (label, if asks { Role::Interviewer } else { Role::Subject })
        })
        .collect();
    let is_label = |label: &str| labels.iter().any(|(known, _)| known == label);
    let traditional = text.chars().filter(|c| typography::is_traditional_only(*c)).count();
    let simplified = text.chars().filter(|c| typography::is_simplified_only(*c)).count();
    let script = if traditional > simplified { Script::Hant } else { Script::Hans };
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    // A title may have a colon; only what is a label elsewhere too is one here.
    let labelled = |line: &str| label_like(line).is_some_and(|(label, _)| is_label(label));
    let title = first.filter(|line| !labelled(line));
    let title = title.map(|line| line.trim_start_matches(['#', ' ']).to_owned());
    Guess { shape, script, labels, title: title.filter(|t| t.chars().count() <= 60) }
}

/// A label of the document that belongs to somebody who is declared already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<'a> {
    /// The label.
    pub label: &'a str,
    /// Whose it is.
    pub speaker: &'a Speaker,
    /// True if it is among the speaker's labels; false if it only is the speaker's name, so
    /// that the reader would not know it.
    pub is_label: bool,
}

/// The labels of the document that somebody has who is declared already.
pub fn known<'a>(guess: &'a Guess, manifest: &'a Manifest) -> Vec<Known<'a>> {
    let owner = |label: &'a str| {
        let speakers = &manifest.speakers;
        let by_label = speakers.iter().find(|s| s.labels.iter().any(|l| l == label));
        let found = by_label.or_else(|| speakers.iter().find(|s| s.name == label));
        found.map(|speaker| Known { label, speaker, is_label: by_label.is_some() })
    };
    guess.labels.iter().filter_map(|(label, _)| owner(label)).collect()
}

/// What a person has said of a document that is being registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The source's id.
    pub id: &'a str,
    /// The file, relative to the project.
    pub file: &'a str,
    /// Its sum.
    pub sha256: &'a str,
    /// The name of the one who may be quoted, if given.
    pub speaker: Option<&'a str>,
}

/// The entry as text to put at the end of `sources.toml`, speakers that are not declared yet
/// included.
pub fn to_toml(guess: &Guess, wanted: &Wanted<'_>, manifest: &Manifest) -> String {
    let mut out = String::new();
    let mut subject: Option<String> = None;
    let mut declared: BTreeMap<String, String> = BTreeMap::new();
    for speaker in &manifest.speakers {
        for label in speaker.labels.iter().chain([&speaker.name]) {
            declared.insert(label.clone(), speaker.id.clone());
        }
    }
    let mut taken: Vec<String> = manifest.speakers.iter().map(|s| s.id.clone()).collect();
    let named = wanted.speaker.filter(|name| guess.labels.iter().all(|(l, _)| l != name));
    let labels = guess.labels.iter().map(|(label, role)| (label.as_str(), *role, true));
    // Somebody who is named and has no label in the text is the one whose words it is.
    let named = named.map(|name| (name, Role::Subject, false));
    for (label, role, is_label) in labels.chain(named) {
        let role = if Some(label) == wanted.speaker { Role::Subject } else { role };
        if let Some(id) = declared.get(label) {
            subject = subject.or_else(|| (role == Role::Subject).then(|| id.clone()));
            continue;
        }
        let id = free_id(wanted.id, role, &taken);
        taken.push(id.clone());
        if role == Role::Subject {
            subject.get_or_insert_with(|| id.clone());
        }
        let labels =
            if is_label { format!("[{}]", string(label)) } else { "[]".to_owned() };
        out += &format!(
            "\n[[speaker]]\nid = {}\nname = {}\nname_english = {}\nrole = {}\nlabels = {labels}\n",
            string(&id),
            string(label),
            string(label),
            string(role.as_str()),
        );
    }
    let title = match &guess.title {
        Some(title) => title.clone(),
        None => "[no title]".to_owned(),
    };
    out += &format!(
        "\n[[source]]\nid = {id}\nfile = {}\nsha256 = {}\ntitle = {}\nshort = {}\n\
         short_english = {}\noutlet = \"unknown\"\nauthor = \"unknown\"\ndate = \"undated\"\n\
         date_evidence = \"not looked for yet\"\nscript = {}\nshape = {}\n",
        string(wanted.file),
        string(wanted.sha256),
        string(&title),
        string(guess.title.as_deref().unwrap_or(wanted.id)),
        string(&wanted.id.replace('-', " ")),
        string(guess.script.as_str()),
        string(guess.shape.as_str()),
        id = string(wanted.id),
    );
    if guess.shape != Shape::Dialogue
        && let Some(subject) = subject
    {
        out += &format!("speaker = {}\n", string(&subject));
    }
    out
}

/// An id for a speaker that is not taken: `interviewer`, or the source's own with a number.
fn free_id(source: &str, role: Role, taken: &[String]) -> String {
    let base = match role {
        Role::Interviewer => "interviewer".to_owned(),
        Role::Subject | Role::Author => format!("{source}-speaker"),
    };
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    let mut ids = std::iter::once(base.clone()).chain(numbered);
    ids.find(|id| !taken.contains(id)).unwrap_or(base)
}

/// An id made of a file's name: `My Talk.txt` gives `my-talk`; `None` if nothing is left.
pub fn id_of_file(stem: &str) -> Option<String> {
    let lower = stem.to_lowercase();
    let parts = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
    let id = parts.collect::<Vec<_>>().join("-");
    is_id(&id).then_some(id)
}

fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
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
    fn a_label_that_is_somebodys_is_told_from_a_mere_name() {
        let toml = "[[speaker]]\nid = \"he\"\nname = \"贺师傅\"\nname_english = \"He\"\n\
                    role = \"subject\"\nlabels = [\"答\"]\n";
        let (manifest, _) = crate::source::manifest::parse("sources.toml", toml);
        let whose = |text: &str| {
            let seen = guess(text);
            let known = known(&seen, &manifest);
            let known = known.iter().map(|k| (k.label.to_owned(), k.is_label));
            known.collect::<Vec<_>>()
        };
        assert_eq!(whose("问：难吗？\n答：难。\n答：久。\n"), [("答".to_owned(), true)]);
        assert_eq!(
            whose("问：难吗？\n贺师傅：难。\n贺师傅：久。\n"),
            [("贺师傅".to_owned(), false)]
        );
    }

    #[test]
    fn ids_come_from_file_names_where_they_can() {
        assert_eq!(id_of_file("My Talk (2)").as_deref(), Some("my-talk-2"));
        assert_eq!(id_of_file("养蜂"), None);
    }
}
