//! Templates, styles and scripts of cards and of the reader page: built in, unless the
//! project brings its own.

use std::collections::BTreeMap;

use super::Shown;
use crate::card::Kind;
use crate::script::Form;

const BUILT_IN: &[(&str, &str)] = &[
    ("anki/card.css", include_str!("../../templates/anki/card.css")),
    ("anki/tones.css", include_str!("../../templates/anki/tones.css")),
    ("anki/card.js", include_str!("../../templates/anki/card.js")),
    (
        "anki/quote.recall.front.html",
        include_str!("../../templates/anki/quote.recall.front.html"),
    ),
    (
        "anki/quote.recall.back.html",
        include_str!("../../templates/anki/quote.recall.back.html"),
    ),
    (
        "anki/quote.cloze.front.html",
        include_str!("../../templates/anki/quote.cloze.front.html"),
    ),
    (
        "anki/quote.cloze.back.html",
        include_str!("../../templates/anki/quote.cloze.back.html"),
    ),
    (
        "anki/theme.question.front.html",
        include_str!("../../templates/anki/theme.question.front.html"),
    ),
    (
        "anki/theme.question.back.html",
        include_str!("../../templates/anki/theme.question.back.html"),
    ),
    (
        "anki/script.hans-hant.front.html",
        include_str!("../../templates/anki/script.hans-hant.front.html"),
    ),
    (
        "anki/script.hans-hant.back.html",
        include_str!("../../templates/anki/script.hans-hant.back.html"),
    ),
    (
        "anki/script.hant-hans.front.html",
        include_str!("../../templates/anki/script.hant-hans.front.html"),
    ),
    (
        "anki/script.hant-hans.back.html",
        include_str!("../../templates/anki/script.hant-hans.back.html"),
    ),
    (
        "anki/production.production.front.html",
        include_str!("../../templates/anki/production.production.front.html"),
    ),
    (
        "anki/production.production.back.html",
        include_str!("../../templates/anki/production.production.back.html"),
    ),
    (
        "anki/word.word.front.html",
        include_str!("../../templates/anki/word.word.front.html"),
    ),
    ("anki/word.word.back.html", include_str!("../../templates/anki/word.word.back.html")),
    (
        "anki/part.script-button.html",
        include_str!("../../templates/anki/part.script-button.html"),
    ),
    (
        "anki/part.aids-button.html",
        include_str!("../../templates/anki/part.aids-button.html"),
    ),
    ("anki/part.my-notes.html", include_str!("../../templates/anki/part.my-notes.html")),
    (
        "anki/part.source-line.html",
        include_str!("../../templates/anki/part.source-line.html"),
    ),
    ("reader/page.html", include_str!("../../templates/reader/page.html")),
    ("reader/page.css", include_str!("../../templates/reader/page.css")),
    ("reader/page.js", include_str!("../../templates/reader/page.js")),
    ("print/sheets.typ", include_str!("../../templates/print/sheets.typ")),
];

const SHEETS: &str = "print/sheets.typ";

/// What several card templates have: `%my-notes%` in one is `anki/part.my-notes.html`.
const PARTS: [&str; 4] = ["script-button", "aids-button", "my-notes", "source-line"];

/// All templates by their path under `templates/`.
#[derive(Debug, Clone)]
pub struct Templates {
    texts: BTreeMap<String, String>,
    /// The voice that reads quotations on backs, if one does.
    pub voice: Option<Voice>,
    /// Whether the characters of quotations have the colour of their tone.
    pub tone_colors: bool,
    /// The readings that cards show until the learner chooses.
    pub aid: Option<Aid>,
}

/// Readings of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aid {
    /// Hànyǔ Pīnyīn over them.
    Pinyin,
    /// Zhùyīn Fúhào beside them.
    Zhuyin,
}

impl Aid {
    /// The class of a card that shows them.
    fn class(self) -> &'static str {
        match self {
            Aid::Pinyin => " aid-pinyin",
            Aid::Zhuyin => " aid-zhuyin",
        }
    }
}

/// A language of Anki's text to speech; the device brings the voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Mandarin as in the Mainland; reads the Simplified text.
    Mainland,
    /// Mandarin as in Taiwan; reads the Traditional text.
    Taiwan,
}

impl Voice {
    /// Anki's tag. It reads the plain field: readings over characters would be read out too.
    fn tag(self) -> &'static str {
        match self {
            Voice::Mainland => "{{tts zh_CN:Hans}}",
            Voice::Taiwan => "{{tts zh_TW:Hant}}",
        }
    }
}

impl Default for Templates {
    fn default() -> Self {
        let texts = BUILT_IN.iter().map(|(name, text)| ((*name).into(), (*text).into()));
        Self { texts: texts.collect(), voice: None, tone_colors: false, aid: None }
    }
}

impl Templates {
    /// Paths of the templates a project may replace.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Puts a project's own template in the place of the built-in one.
    pub fn replace(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_owned(), text);
    }

    fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The stylesheet of all cards.
    pub fn css(&self) -> String {
        let tones = if self.tone_colors { self.get("anki/tones.css") } else { "" };
        format!("{}{tones}", self.get("anki/card.css"))
    }

    /// A file of the reader page by its name: `page.html`, `page.css` or `page.js`.
    pub fn reader(&self, name: &str) -> &str {
        self.get(&format!("reader/{name}"))
    }

    /// The layout of printed sheets, in Typst's language.
    pub fn sheets(&self) -> &str {
        self.get(SHEETS)
    }

    /// True if that is the project's own.
    pub fn has_own_sheets(&self) -> bool {
        !BUILT_IN.contains(&(SHEETS, self.sheets()))
    }

    /// Front and back of one template of a kind of cards, ready for Anki.
    pub fn card(&self, kind: Kind, template: &str, shown: Shown) -> (String, String) {
        let kind = kind.name();
        let name = template.to_ascii_lowercase();
        let colored = |text: String| match self.tone_colors {
            // The field that has the tones, where there is one.
            true => ["Hans", "Hant"].into_iter().fold(text, |text, field| {
                let ruby = format!(
                    "{{{{#Ruby{field}}}}}{{{{Ruby{field}}}}}{{{{/Ruby{field}}}}}\
                     {{{{^Ruby{field}}}}}{{{{{field}}}}}{{{{/Ruby{field}}}}}"
                );
                text.replace(&format!("{{{{{field}}}}}"), &ruby)
            }),
            false => text,
        };
        let side = |side: &str| {
            let own = self.get(&format!("anki/{kind}.{name}.{side}.html")).to_owned();
            let whole = PARTS.into_iter().fold(own, |text, part| {
                let words = self.get(&format!("anki/part.{part}.html"));
                text.replace(&format!("%{part}%"), words.trim_end())
            });
            colored(whole)
                .replace("%tts%", self.voice.map_or("", Voice::tag))
                .replace("%script%", shown.first.as_str())
                .replace("%aid%", self.aid.map_or("", Aid::class))
                .replace("%hant%", Form::Hant(shown.region).lang())
                .replace("%script-js%", self.get("anki/card.js").trim())
        };
        (side("front"), side("back"))
    }
}
