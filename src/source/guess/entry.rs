//! From what could be seen in a document to its entry: who speaks in it, and whether that is
//! somebody who is declared already.

use std::collections::{BTreeMap, BTreeSet};

use super::Guess;
use crate::fold::Folded;
use crate::import::About;
use crate::source::head::{self, is_anybodys};
use crate::source::manifest::{Manifest, Role, Shape, Speaker};

/// A label of the document and a declared speaker whom it reminds of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<'a> {
    /// The label.
    pub label: &'a str,
    /// Who has it, or whose name it is.
    pub speaker: &'a Speaker,
    /// What that is taken to mean.
    pub taken: Taken,
}

/// What it means that a label reminds of a declared speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The speaker has the label in all documents: these lines are his.
    HasIt,
    /// It is the speaker's name, or his label in another document only: these lines are his
    /// if this document's own table says so.
    Named,
    /// It is nobody's name (答, Q) and means the speaker elsewhere: here it is somebody else.
    Elsewhere,
}

/// The labels of the document that remind of somebody who is declared already.
pub fn known<'a>(guess: &'a Guess, manifest: &'a Manifest) -> Vec<Known<'a>> {
    let labels = guess.labels.iter();
    let declared = Declared::of(manifest);
    labels.filter_map(|(label, role)| declared.owner(label, *role)).collect()
}

/// Who is declared already, by what they are called.
struct Declared<'a> {
    speakers: &'a [Speaker],
    /// By the labels that count in all documents.
    labels: BTreeMap<&'a str, &'a Speaker>,
    /// By the labels of single documents.
    elsewhere: BTreeMap<&'a str, &'a Speaker>,
    /// By their names, folded.
    names: BTreeMap<String, &'a Speaker>,
}

impl<'a> Declared<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        let mut declared = Declared {
            speakers: &manifest.speakers,
            labels: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for speaker in &manifest.speakers {
            declared.names.entry(head::fold(&speaker.name)).or_insert(speaker);
            for label in &speaker.labels {
                declared.labels.entry(label).or_insert(speaker);
            }
        }
        for (label, id) in manifest.sources.iter().flat_map(|source| &source.labels) {
            if let Some(speaker) = manifest.speaker(id) {
                declared.elsewhere.entry(label).or_insert(speaker);
            }
        }
        declared
    }

    fn owner(&self, label: &'a str, role: Role) -> Option<Known<'a>> {
        if let Some(speaker) = self.labels.get(label).copied() {
            // An interviewer without a name may be anybody's.
            let anybody = role == Role::Interviewer
                && speaker.role == Role::Interviewer
                && is_anybodys(&speaker.name);
            let taken = match is_anybodys(label) && !anybody {
                true => Taken::Elsewhere,
                false => Taken::HasIt,
            };
            return Some(Known { label, speaker, taken });
        }
        if is_anybodys(label) {
            // An interviewer without a name serves for another one.
            let mut speakers = self.speakers.iter();
            let interviewer = |s: &&Speaker| s.role == role && is_anybodys(&s.name);
            let speaker =
                speakers.find(interviewer).filter(|_| role == Role::Interviewer)?;
            return Some(Known { label, speaker, taken: Taken::Named });
        }
        let speaker = self.elsewhere.get(label).copied().or_else(|| self.by_name(label))?;
        Some(Known { label, speaker, taken: Taken::Named })
    }

    /// The speaker of that name, in whichever script it is written.
    fn by_name(&self, name: &str) -> Option<&'a Speaker> {
        self.names.get(&head::fold(name)).copied()
    }
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
    /// True if its labels shall count in this document alone.
    pub local: bool,
    /// What the document says of itself.
    pub about: &'a About,
}

/// A speaker to declare.
struct NewSpeaker {
    id: String,
    name: String,
    name_english: String,
    role: Role,
    label: Option<String>,
}

/// Who speaks in a document.
#[derive(Default)]
struct Cast {
    new: Vec<NewSpeaker>,
    /// Labels that this document gives to somebody, with their ids.
    own: Vec<(String, String)>,
    /// The first who may be quoted.
    subject: Option<String>,
    /// He has no label: his are the answers to labelled questions.
    answers_bare: bool,
}

fn cast(guess: &Guess, wanted: &Wanted<'_>, manifest: &Manifest) -> Cast {
    let mut cast = Cast::default();
    let mut taken: BTreeSet<String> =
        manifest.speakers.iter().map(|s| s.id.clone()).collect();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let known = known(guess, manifest);
    let all = Declared::of(manifest);
    let known: BTreeMap<&str, &Known<'_>> =
        known.iter().map(|known| (known.label, known)).collect();
    let of_named = wanted.speaker.and_then(|name| label_of(guess, name));
    let named = wanted.speaker.filter(|_| of_named.is_none());
    // The only one who answers, under a label that names nobody, is the one who is named.
    let mut answers = guess.labels.iter().filter(|(_, role)| *role == Role::Subject);
    let answers = answers.next().filter(|_| answers.next().is_none());
    let answers = answers.map(|(label, _)| label.as_str()).filter(|l| is_anybodys(l));
    let answers = answers.filter(|_| named.is_some());
    let labels = guess.labels.iter().map(|(label, role)| (Some(label.as_str()), *role));
    // Somebody who is named and has no label in the text is the one whose words it is.
    let others_ask = guess.labels.iter().all(|(_, role)| *role == Role::Interviewer);
    let alone = named.filter(|_| answers.is_none() && others_ask);
    cast.answers_bare = alone.is_some() && !guess.labels.is_empty();
    let alone = alone.map(|_| (None, Role::Subject));
    // Whose name each run of initials stands for; nobody's if several have them.
    let mut initials: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (label, role) in labels.chain(alone) {
        // LW after Larry Wall.
        let spelt = label.and_then(|label| initials.get(label)?.as_ref());
        if let (Some(label), Some(id)) = (label, spelt) {
            cast.own.push((label.to_owned(), id.clone()));
            continue;
        }
        let is_wanted = label.is_none() || label == of_named || label == answers;
        let role = match wanted.speaker {
            Some(_) if is_wanted => Role::Subject,
            // Who is not the one named speaks too, and is not quoted.
            Some(_) if role == Role::Subject => Role::Other,
            _ => role,
        };
        let name = match label {
            Some(label) if Some(label) == answers => named,
            Some(label) => Some(label).filter(|label| !is_anybodys(label)),
            None => named,
        };
        let known = label.and_then(|label| known.get(label));
        let declared = match known.map(|known| (known.speaker, known.taken)) {
            Some((speaker, Taken::HasIt | Taken::Named)) => Some(speaker),
            _ => name.and_then(|name| all.by_name(name)),
        };
        let has_it = known.is_some_and(|known| known.taken == Taken::HasIt);
        let id = match declared {
            Some(speaker) => speaker.id.clone(),
            None => free_id(wanted.id, role, &taken, &mut numbers),
        };
        if let Some(short) = label.and_then(head::initials) {
            let whose = initials.entry(short).or_insert_with(|| Some(id.clone()));
            *whose = whose.take().filter(|other| *other == id);
        }
        // A label that names nobody belongs to its document, unless it only asks and is free.
        let free = !wanted.local
            && known.is_none()
            && (role == Role::Interviewer || label == name);
        if let Some(label) = label
            && !has_it
            && !(free && declared.is_none())
        {
            cast.own.push((label.to_owned(), id.clone()));
        }
        if declared.is_none() {
            taken.insert(id.clone());
            let (unnamed, english) = unnamed(label, role);
            cast.new.push(NewSpeaker {
                id: id.clone(),
                name: name.unwrap_or(unnamed).to_owned(),
                name_english: name.unwrap_or(english).to_owned(),
                role,
                label: label.filter(|_| free).map(str::to_owned),
            });
        }
        if role == Role::Subject {
            cast.subject.get_or_insert(id);
        }
    }
    cast
}

/// The label of the one who is named: the name itself, or the only label that holds it or is
/// held by it (蜂农老谭 for 老谭).
fn label_of<'a>(guess: &'a Guess, name: &str) -> Option<&'a str> {
    let folded = |text: &str| Folded::new(text, 0).to_text();
    let name = folded(name);
    let labels = || guess.labels.iter().map(|(label, _)| label.as_str());
    if let Some(same) = labels().find(|label| folded(label) == name) {
        return Some(same);
    }
    let mut near = labels().filter(|label| {
        let label = folded(label);
        let shorter = label.chars().count().min(name.chars().count());
        shorter >= 2 && (label.contains(&name) || name.contains(&label))
    });
    near.next().filter(|_| near.next().is_none())
}

/// True if a name is given and no label of the document can be its.
pub fn is_nobodys(guess: &Guess, wanted: &Wanted<'_>, manifest: &Manifest) -> bool {
    wanted.speaker.is_some()
        && guess.shape == Shape::Dialogue
        && cast(guess, wanted, manifest).subject.is_none()
}

/// What somebody is called whose name is not known, in Simplified and English.
fn unnamed(label: Option<&str>, role: Role) -> (&'static str, &'static str) {
    match (label, role) {
        (Some("记者" | "記者"), _) => ("记者", "the interviewer"),
        (Some("主持人"), _) => ("主持人", "the host"),
        (_, Role::Interviewer) => ("采访者", "the interviewer"),
        (_, Role::Subject) => ("受访者", "the interviewee"),
        (_, Role::Author) => ("作者", "the author"),
        (_, Role::Other) => ("另一人", "somebody else"),
    }
}

/// The label of somebody who may be quoted and whose name is not known.
pub fn nameless<'a>(
    guess: &'a Guess,
    wanted: &Wanted<'_>,
    manifest: &Manifest,
) -> Option<&'a str> {
    let cast = cast(guess, wanted, manifest);
    let (nobody, _) = unnamed(None, Role::Subject);
    let new = cast.new.iter().find(|s| s.role == Role::Subject && s.name == nobody)?;
    let own = cast.own.iter().find(|(_, id)| *id == new.id)?;
    guess.labels.iter().map(|(label, _)| label.as_str()).find(|label| *label == own.0)
}

/// The entry as text to put at the end of `sources.toml`, speakers that are not declared yet
/// included.
pub fn to_toml(guess: &Guess, wanted: &Wanted<'_>, manifest: &Manifest) -> String {
    let mut out = String::new();
    let cast = cast(guess, wanted, manifest);
    for speaker in &cast.new {
        let labels = speaker.label.as_deref().map(string).unwrap_or_default();
        out += &format!(
            "\n[[speaker]]\nid = {}\nname = {}\nname_english = {}\nrole = {}\n\
             labels = [{labels}]\n",
            string(&speaker.id),
            string(&speaker.name),
            string(&speaker.name_english),
            string(speaker.role.as_str()),
        );
    }
    let about = wanted.about;
    let title = about.title.as_ref().or(guess.title.as_ref());
    let said = |value: &Option<String>, unknown: &str| {
        string(value.as_deref().filter(|text| !text.is_empty()).unwrap_or(unknown))
    };
    let date = about.date.as_deref().map(day);
    let evidence = match date {
        Some(_) => "the document's own particulars",
        None => "not looked for yet",
    };
    out += &format!(
        "\n[[source]]\nid = {id}\nfile = {}\nsha256 = {}\ntitle = {}\nshort = {}\n\
         short_english = {}\noutlet = {}\nauthor = {}\ndate = {}\n\
         date_evidence = {}\n{}script = {}\nshape = {}\n",
        string(wanted.file),
        string(wanted.sha256),
        string(title.map_or("[no title]", String::as_str)),
        string(title.map_or(wanted.id, String::as_str)),
        string(&wanted.id.replace('-', " ")),
        said(&about.outlet, "unknown"),
        said(&about.author, "unknown"),
        string(date.unwrap_or("undated")),
        string(evidence),
        about
            .url
            .as_ref()
            .map(|url| format!("url = {}\n", string(url)))
            .unwrap_or_default(),
        string(guess.script.as_str()),
        string(guess.shape.as_str()),
        id = string(wanted.id),
    );
    if !cast.own.is_empty() {
        let own = cast.own.iter().map(|(l, id)| format!("{} = {}", string(l), string(id)));
        out += &format!("labels = {{ {} }}\n", own.collect::<Vec<_>>().join(", "));
    }
    if guess.wrapped {
        out += "wrapped = true\n";
    }
    if let Some(layout) = guess.translation {
        out += &format!("translation = {}\n", string(layout.as_str()));
    }
    if (!matches!(guess.shape, Shape::Dialogue | Shape::Quotations) || cast.answers_bare)
        && let Some(subject) = cast.subject
    {
        out += &format!("speaker = {}\n", string(&subject));
    }
    for heading in &guess.commentary {
        out += &format!("\n[[source.block]]\nheading = {}\n", string(heading));
    }
    out
}

/// An id for a speaker that is not taken: `interviewer`, or the source's own with a number.
/// `numbers` are the next ones to try.
fn free_id(
    source: &str,
    role: Role,
    taken: &BTreeSet<String>,
    numbers: &mut BTreeMap<String, usize>,
) -> String {
    let base = match role {
        Role::Interviewer => "interviewer".to_owned(),
        Role::Other => format!("{source}-other"),
        Role::Subject | Role::Author => format!("{source}-speaker"),
    };
    let next = numbers.entry(base.clone()).or_insert(1);
    loop {
        let id = match *next {
            1 => base.clone(),
            n => format!("{base}-{n}"),
        };
        *next += 1;
        if !taken.contains(&id) {
            return id;
        }
    }
}

/// The day of a date that a machine wrote: `2024-05-06` of `2024-05-06T08:00:00+08:00`.
fn day(date: &str) -> &str {
    let day = date.split(['T', ' ']).next().unwrap_or(date);
    let is_day = day.len() >= 8 && day.starts_with(|c: char| c.is_ascii_digit());
    if is_day && day.is_ascii() { day } else { date }
}

fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::guess;
    use super::*;

    const HE: &str = "[[speaker]]\nid = \"he\"\nname = \"贺师傅\"\nname_english = \"He\"\n\
                      role = \"subject\"\nlabels = [\"答\", \"老贺\"]\n\n\
                      [[speaker]]\nid = \"interviewer\"\nname = \"采访者\"\n\
                      name_english = \"the interviewer\"\nrole = \"interviewer\"\n\
                      labels = [\"问\"]\n";

    #[test]
    fn a_label_that_is_somebodys_is_told_from_a_mere_name() {
        let (manifest, _) = crate::source::manifest::parse("sources.toml", HE);
        let whose = |text: &str| {
            let seen = guess(text);
            let known = known(&seen, &manifest).into_iter();
            known.map(|k| (k.label.to_owned(), k.taken)).collect::<Vec<_>>()
        };
        let named = |label: &str, taken| (label.to_owned(), taken);
        assert_eq!(
            whose("问：难吗？\n答：难。\n答：久。\n"),
            [named("问", Taken::HasIt), named("答", Taken::Elsewhere)]
        );
        assert_eq!(
            whose("記者：難嗎？\n賀師傅：難。\n賀師傅：久。\n"),
            [named("記者", Taken::Named), named("賀師傅", Taken::Named)]
        );
        assert_eq!(
            whose("甲：难吗？\n老贺：难。\n甲：久？\n老贺：久。\n"),
            [named("老贺", Taken::HasIt)]
        );
    }

    /// The tables that an entry for `text` has, without what every entry has.
    #[track_caller]
    fn entry(text: &str, speaker: Option<&str>, wanted: &[&str]) {
        let (manifest, _) = crate::source::manifest::parse("sources.toml", HE);
        let toml = to_toml(
            &guess(text),
            &Wanted {
                id: "bees",
                file: "seeds/bees.txt",
                sha256: "00",
                speaker,
                local: false,
                about: &About::default(),
            },
            &manifest,
        );
        let (whole, found) =
            crate::source::manifest::parse("sources.toml", &format!("{HE}{toml}"));
        assert_eq!(found, [], "{toml}");
        let new = whole.speakers.iter().skip(manifest.speakers.len());
        let new = new.map(|s| format!("{} {} {:?}", s.id, s.name, s.labels));
        let own = whole.sources[0].labels.iter().map(|(l, id)| format!("{l} = {id}"));
        assert_eq!(new.chain(own).collect::<Vec<_>>(), wanted, "{toml}");
    }

    #[test]
    fn a_label_that_names_nobody_belongs_to_its_document() {
        let text = "问：难吗？\n答：难。\n问：久吗？\n答：久。\n";
        entry(text, None, &["bees-speaker 受访者 []", "答 = bees-speaker"]);
        entry(text, Some("林先生"), &["bees-speaker 林先生 []", "答 = bees-speaker"]);
        entry(text, Some("贺师傅"), &["答 = he"]);
        let other = "Q：难吗？\nA：难。\nQ：久吗？\nA：久。\n";
        let new = ["bees-speaker 受访者 []", "A = bees-speaker", "Q = interviewer"];
        entry(other, None, &new);
    }

    #[test]
    fn a_name_is_the_speakers_in_either_script_and_a_new_one_is_declared() {
        let text = "問：難嗎？\n賀師傅：難。\n問：久嗎？\n賀師傅：久。\n";
        entry(text, None, &["問 = interviewer", "賀師傅 = he"]);
        let text = "问：难吗？\n江师傅：难。\n问：久吗？\n江师傅：久。\n";
        entry(text, None, &["bees-speaker 江师傅 [\"江师傅\"]"]);
        entry("一段话。\n又一段话。\n", Some("江师傅"), &["bees-speaker 江师傅 []"]);
        entry("一段话。\n又一段话。\n", Some("贺师傅"), &[]);
    }
}
