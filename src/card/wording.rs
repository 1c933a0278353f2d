//! What we say on cards in our own words, and the one way into both scripts for it.
//!
//! Chinese is typed in Simplified. A label that programs or people show in brackets, in
//! smaller type or at the head of a line is here without these: that is the exporter's part.

use crate::script::{Bitext, Converter, Form, Region, Script, from_hans};

/// Ours in English: the translation is.
pub const OUR_TRANSLATION: &str = "our translation";
/// The English stands in the document beside the words.
pub const TRANSLATION_OF_DOCUMENT: &str = "translation of the document";
/// Stands with a theme's summary, which is no quotation.
pub const EDITORS_SUMMARY: (&str, &str) = ("编者概括", "Editor’s summary");
/// Stands with the answer to a study question, which is no quotation.
pub const EDITORS_ANSWER: (&str, &str) = ("编者作答", "Editor’s answer");
/// Stands before a note of the editor's.
pub const EDITORS_NOTE: (&str, &str) = ("编者按", "Note");
/// The questions of a theme.
pub const STUDY_QUESTIONS: (&str, &str) = ("思考题", "Study questions");
/// The list of documents.
pub const SOURCES: (&str, &str) = ("来源", "Sources");
/// Stands after words that are not in the script of their source.
pub const CONVERTED: &str = "转换";
/// The source note of a theme's card.
pub const SUMMARY_IS_OURS: (&str, &str) = (
    "此为编者概括，并非原话；引文的出处见各自的卡片。",
    "The summary is the editor's; the source of each quotation is on its own card.",
);
/// The source note of a theme's card whose question has an answer of its own.
pub const ANSWER_IS_OURS: (&str, &str) = (
    "此为编者作答，并非原话；引文的出处见各自的卡片。",
    "The answer is the editor's; the source of each quotation is on its own card.",
);

/// The source note of a theme's card on paper, where cards have numbers; `what` is whose words
/// the card has.
pub fn ours_on_paper(what: &str, cards: &str) -> String {
    match cards {
        "" => format!("此为{what}，并非原话。"),
        some => format!("此为{what}，并非原话。引文见卡片{some}。"),
    }
}

/// Stands with a character whose Traditional form nobody has decided.
pub const UNDECIDED: (&str, &str) = ("繁体待定", "Traditional undecided");

/// Between a word and one that is written otherwise.
pub const BUT: (&str, &str) = ("，但", "but");

/// Where another word is usual.
pub fn usual_in(region: Region) -> (&'static str, &'static str) {
    match region {
        Region::Tw => ("；台湾多用", "Taiwan"),
        Region::Hk => ("；香港多用", "Hong Kong"),
    }
}

/// The way into both scripts, and what the region's is called.
#[derive(Clone, Copy)]
pub struct Ours<'a> {
    /// The way between the scripts.
    pub converter: &'a dyn Converter,
    /// Whose Traditional forms are shown.
    pub region: Region,
}

impl Ours<'_> {
    /// Our own words, typed in Simplified, in both scripts.
    pub fn both(&self, hans: &str) -> Bitext {
        from_hans(self.converter, hans, self.region)
    }

    /// What a text of a card is in, in one script.
    pub fn form(&self, script: Script) -> Form {
        match script {
            Script::Hans => Form::Hans,
            Script::Hant => Form::Hant(self.region),
        }
    }

    /// The same as a `lang` attribute.
    pub fn lang(&self, script: Script) -> &'static str {
        self.form(script).lang()
    }
}
