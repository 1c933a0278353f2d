//! Text in both scripts, each with its language, for the stylesheet to choose from.
//!
//! The page holds every text two or three times, so its markup is as short as HTML
//! allows: no quote marks round a value that needs none.

use crate::card::Ours;
use crate::export::html::escape;
use crate::script::{Bitext, Converter, Region, Script, from_either};

/// Writes text in both scripts.
pub(super) struct Words<'a> {
    ours: Ours<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(ours: Ours<'a>) -> Self {
        Self { ours }
    }

    pub(super) fn converter(&self) -> &'a dyn Converter {
        self.ours.converter
    }

    pub(super) fn region(&self) -> Region {
        self.ours.region
    }

    /// The language of Traditional text.
    pub(super) fn hant(&self) -> &'static str {
        self.lang(Script::Hant)
    }

    /// The language of converted text.
    pub(super) fn lang(&self, script: Script) -> &'static str {
        self.ours.lang(script)
    }

    /// Both scripts in a line of text: `i` elements, of which the stylesheet shows one.
    /// What is written the same in both is there once, as plain Chinese; the stylesheet
    /// chooses the font.
    pub(super) fn both(&self, text: &Bitext) -> String {
        if text.hans == text.hant {
            return format!("<i lang=zh>{}</i>", escape(&text.hans));
        }
        let part = |script: Script| {
            format!("<i lang={}>{}</i>", self.lang(script), escape(text.get(script)))
        };
        part(Script::Hans) + &part(Script::Hant)
    }

    /// Our own words, typed in Simplified, in both scripts.
    pub(super) fn ours(&self, hans: &str) -> String {
        self.both(&self.ours.both(hans))
    }

    /// A name or a title in both scripts, typed as its document writes it.
    pub(super) fn typed(&self, text: &str, document: Script) -> String {
        self.both(&from_either(self.converter(), text, document, self.region()))
    }

    /// Both scripts as a paragraph each.
    pub(super) fn paragraphs(&self, text: &Bitext) -> String {
        let part = |script: Script| {
            format!("<p lang={}>{}</p>\n", self.lang(script), escape(text.get(script)))
        };
        part(Script::Hans) + &part(Script::Hant)
    }

    /// A text in the three forms, each as HTML, one paragraph a form. The printed one and
    /// that of its script are one paragraph if they are the same: class `ho` or `to`; a
    /// printed one of its own has class `o`. A `p` needs no end tag.
    pub(super) fn three(&self, tag: &str, script: Script, forms: [&str; 3]) -> String {
        let [printed, hans, hant] = forms;
        let end = if tag == "p" { String::new() } else { format!("</{tag}>") };
        let mut out = String::new();
        let mut merged = false;
        for (own, text, class) in [(Script::Hans, hans, "ho"), (Script::Hant, hant, "to")] {
            if own == script && text == printed {
                merged = true;
                let lang = printed_lang(script);
                out += &format!("<{tag} class={class} lang={lang}>{text}{end}");
            } else {
                out += &format!("<{tag} lang={}>{text}{end}", self.lang(own));
            }
        }
        if !merged {
            let lang = printed_lang(script);
            out += &format!("<{tag} class=o lang={lang}>{printed}{end}");
        }
        out
    }
}

/// The language of a document's own characters: no region is claimed for them.
pub(super) fn printed_lang(script: Script) -> &'static str {
    match script {
        Script::Hans => "zh-Hans",
        Script::Hant => "zh-Hant",
    }
}
