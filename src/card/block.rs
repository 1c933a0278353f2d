//! Blocks: the texts of a card, each with its role, in both scripts and in English.

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use super::wording::{EDITORS_ANSWER, EDITORS_SUMMARY};
use crate::pinyin::Reading;
use crate::script::han::is_han;
use crate::script::{Bitext, Form, Script, residue};
use crate::text::CharRange;

/// What a text is on its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What a front asks: the prompt of a quotation, a study question.
    Prompt,
    /// The quotation with a blank.
    Cloze,
    /// Words of a quotation, with the word marked of which the other script is asked.
    Phrase,
    /// The quotation, with the words to recall marked.
    Quotation,
    /// The editor's answer to a study question; no quotation.
    Answer,
    /// The editor's summary of a theme; no quotation.
    Summary,
    /// The word of a script card.
    Word,
    /// A word in which the same Simplified character is written otherwise in Traditional.
    Contrast,
    /// Why the two scripts of a word differ.
    Reason,
    /// A declared correction of the base witness.
    Emendation,
    /// The editor's note.
    Note,
}

impl Role {
    /// What marks a text of ours that stands where a quotation would, in Simplified and in
    /// English; nothing for the other texts.
    pub fn label_of_ours(self) -> Option<(&'static str, &'static str)> {
        match self {
            Role::Answer => Some(EDITORS_ANSWER),
            Role::Summary => Some(EDITORS_SUMMARY),
            _ => None,
        }
    }
}

/// What is marked in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// The words that are asked for.
    Recall,
    /// The blank in their place.
    Blank,
}

/// The language of Chinese words that are not in the language of the text around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// A form that we show.
    Shown(Form),
    /// Characters as somebody else wrote them: no region is claimed for them.
    Printed(Script),
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Shown(form) => form.lang(),
            Lang::Printed(Script::Hans) => "zh-Hans",
            Lang::Printed(Script::Hant) => "zh-Hant",
        }
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

/// A part of a text with its own mark or language.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Run {
    /// The words, exactly.
    pub text: String,
    /// Their language if it is not that of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// What is marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

impl Run {
    /// Words like those around them.
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), lang: None, mark: None }
    }

    fn marked(text: impl Into<String>, mark: Mark) -> Run {
        Run { mark: Some(mark), ..Run::plain(text) }
    }

    fn of(lang: Lang, text: &str) -> Run {
        Run { lang: Some(lang), ..Run::plain(text) }
    }
}

/// A paragraph of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// In Simplified.
    pub hans: Vec<Run>,
    /// In Traditional.
    pub hant: Vec<Run>,
    /// In English; empty if it is not translated.
    pub english: Vec<Run>,
    /// How it is read, if the deck says so.
    pub reading: Option<Reading>,
}

impl Block {
    /// A text without marks.
    pub fn new(role: Role, text: &Bitext) -> Block {
        let runs = |text: &str| vec![Run::plain(text)];
        let (hans, hant) = (runs(&text.hans), runs(&text.hant));
        Block { role, hans, hant, english: Vec::new(), reading: None }
    }

    /// A text of which some characters are marked, the same in both scripts.
    pub fn marked(role: Role, text: &Bitext, chars: CharRange) -> Block {
        let runs = |text: &str| {
            let [before, marked, after] = chars.apart(text);
            let runs =
                [Run::plain(before), Run::marked(marked, Mark::Recall), Run::plain(after)];
            runs.into_iter().filter(|run| !run.text.is_empty()).collect()
        };
        Block { hans: runs(&text.hans), hant: runs(&text.hant), ..Block::new(role, text) }
    }

    /// A text with a blank in the place of some characters; its width tells nothing of the
    /// answer's length.
    pub fn blanked(role: Role, text: &Bitext, chars: CharRange) -> Block {
        let mut block = Block::marked(role, text, chars);
        for run in block.hans.iter_mut().chain(&mut block.hant) {
            if run.mark == Some(Mark::Recall) {
                *run = Run::marked(BLANK, Mark::Blank);
            }
        }
        block
    }

    /// The same with its English.
    pub fn english(self, text: &str) -> Block {
        Block { english: english(text), ..self }
    }

    /// The same with how it is read.
    pub fn read(self, reading: Option<&Reading>) -> Block {
        Block { reading: reading.cloned(), ..self }
    }

    /// Its words in one script.
    pub fn runs(&self, script: Script) -> &[Run] {
        match script {
            Script::Hans => &self.hans,
            Script::Hant => &self.hant,
        }
    }

    /// Its words in one script, as plain text.
    pub fn text(&self, script: Script) -> String {
        text(self.runs(script))
    }
}

/// What stands in the place of the words to recall.
const BLANK: &str = "［　　］";

/// The words of some runs.
pub fn text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Runs of a text that `is` tells apart from the rest, each with the language that `lang`
/// gives it.
fn apart(text: &str, is: impl Fn(char) -> bool, lang: impl Fn(&str) -> Lang) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let own = rest.find(&is).unwrap_or(rest.len());
        if own > 0 {
            runs.push(Run::plain(&rest[..own]));
        }
        rest = &rest[own..];
        let end = rest.find(|c| !is(c)).unwrap_or(rest.len());
        if end > 0 {
            runs.push(Run::of(lang(&rest[..end]), &rest[..end]));
        }
        rest = &rest[end..];
    }
    runs
}

/// An English text; Chinese words in it get their own language, Traditional if a character
/// of theirs is.
pub fn english(text: &str) -> Vec<Run> {
    apart(text, is_han, |words| {
        Lang::Printed(match residue(words, Script::Hans) {
            Some(_) => Script::Hant,
            None => Script::Hans,
        })
    })
}

/// A text of one script that speaks of characters of the other: those get their own
/// language, `hant` if they are Traditional.
pub fn mixed(text: &str, script: Script, hant: Form) -> Vec<Run> {
    let other = match script {
        Script::Hans => hant,
        Script::Hant => Form::Hans,
    };
    let foreign = |c: char| residue(c.encode_utf8(&mut [0; 4]), script).is_some();
    apart(text, foreign, |_| Lang::Shown(other))
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Block", 6)?;
        out.serialize_field("role", &self.role)?;
        out.serialize_field("hans", &self.hans)?;
        out.serialize_field("hant", &self.hant)?;
        if !self.english.is_empty() {
            out.serialize_field("english", &self.english)?;
        }
        if let Some(reading) = &self.reading {
            out.serialize_field("pinyin", reading.pinyin())?;
            out.serialize_field("zhuyin", reading.zhuyin())?;
        }
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Region;
    use proptest::prelude::*;

    fn langs(runs: &[Run]) -> Vec<(&str, Option<&str>)> {
        runs.iter().map(|run| (run.text.as_str(), run.lang.map(Lang::tag))).collect()
    }

    #[test]
    fn chinese_in_english_has_the_language_of_its_script() {
        assert_eq!(
            langs(&english("the 暗涌 interview, (龜 is a turtle)")),
            [
                ("the ", None),
                ("暗涌", Some("zh-Hans")),
                (" interview, (", None),
                ("龜", Some("zh-Hant")),
                (" is a turtle)", None)
            ]
        );
    }

    #[test]
    fn characters_of_the_other_script_have_their_own_language() {
        let hant = Form::Hant(Region::Tw);
        assert_eq!(
            langs(&mixed("繁体作后，不作後", Script::Hans, hant)),
            [("繁体作后，不作", None), ("後", Some("zh-Hant-TW"))]
        );
        assert_eq!(
            langs(&mixed("簡體作发", Script::Hant, hant)),
            [("簡體作", None), ("发", Some("zh-Hans"))]
        );
    }

    proptest! {
        #[test]
        fn marks_lose_nothing(words in "[a一-三]{0,12}", from in 0usize..14, more in 0usize..6) {
            let both = Bitext { hans: words.clone(), hant: words.clone() };
            let block = Block::marked(Role::Quotation, &both, CharRange::new(from, from + more));
            prop_assert_eq!(text(&english(&words)), words.as_str());
            prop_assert_eq!(block.text(Script::Hans), words);
        }
    }
}
