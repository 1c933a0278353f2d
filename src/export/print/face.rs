//! The faces of cards as data: what stands on which side, in which language.
//!
//! How it looks is the template's part; nothing here knows a size or a colour.

use std::collections::BTreeMap;

use serde::Serialize;

use super::run::{Mark, Run, blanked, english, plain, ranges, with_readings};
use crate::deck::{Deck, Question, Quote, Theme};
use crate::note::{emendation, source_note};
use crate::script::{Bitext, Converter, Form, Script, from_hans};
use crate::source::Corpus;

/// Which scripts stand on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// One alone.
    One(Script),
    /// Both, this one first and larger.
    Both(Script),
}

impl Scripts {
    /// The script that comes first.
    pub fn first(self) -> Script {
        match self {
            Scripts::One(script) | Scripts::Both(script) => script,
        }
    }

    /// Each script that is shown, with whether it is the second one.
    fn shown(self) -> impl Iterator<Item = (Script, bool)> {
        let other = match self.first() {
            Script::Hans => Script::Hant,
            Script::Hant => Script::Hans,
        };
        let second = matches!(self, Scripts::Both(_)).then_some((other, true));
        std::iter::once((self.first(), false)).chain(second)
    }
}

/// What a front asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The prompt.
    Prompt,
    /// The quotation with a blank; the prompt where a quotation has none.
    Cloze,
}

/// Readings above characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruby {
    /// Latin letters with tone marks.
    Pinyin,
    /// Zhuyin.
    Zhuyin,
}

/// What the faces are made from.
pub struct Contents<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// Its sources.
    pub corpus: &'a Corpus,
    /// For the source notes.
    pub converter: &'a dyn Converter,
    /// Which scripts are shown.
    pub scripts: Scripts,
    /// What fronts ask.
    pub asks: Asks,
    /// Which readings stand above the characters of quotations.
    pub ruby: Option<Ruby>,
}

/// What a block is; the template has a look for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What a front asks, in the first script.
    Prompt,
    /// The same in the second script.
    PromptSecond,
    /// The same in English.
    PromptEnglish,
    /// The quotation in the first script.
    Quote,
    /// The quotation in the second script.
    QuoteSecond,
    /// The translation.
    English,
    /// A heading of ours on the back of a theme card.
    Label,
    /// The editor's summary.
    Summary,
    /// The summary in the second script.
    SummarySecond,
    /// The editor's note, or an emendation.
    Note,
    /// The source note.
    Source,
}

impl Role {
    /// True for texts that may be continued on a second card; the others are repeated.
    pub fn is_running_text(self) -> bool {
        !matches!(self, Role::Label | Role::Source)
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Its BCP 47 language.
    pub lang: &'static str,
    /// Its words.
    pub runs: Vec<Run>,
}

/// One side of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The line on top: the theme.
    pub head: Block,
    /// What the side is for.
    pub body: Vec<Block>,
    /// What stands below it on every part of the card.
    pub foot: Vec<Block>,
}

impl Contents<'_> {
    fn lang(&self, script: Script) -> &'static str {
        match script {
            Script::Hans => Form::Hans.lang(),
            Script::Hant => Form::Hant(self.deck.region).lang(),
        }
    }

    pub(super) fn ours(&self, hans: &str) -> Bitext {
        from_hans(self.converter, hans, self.deck.region)
    }

    /// The heading of the sheet of sources.
    #[cfg(feature = "pdf")]
    pub(super) fn sources_heading(&self) -> Block {
        let first = self.scripts.first();
        let words = self.ours("来源");
        let english = Run { lang: Some("en"), ..plain(" Sources") };
        let runs = vec![plain(words.get(first)), english];
        Block { role: Role::Label, lang: self.lang(first), runs }
    }

    /// The deck's title.
    #[cfg(feature = "pdf")]
    pub(super) fn title(&self) -> Block {
        let first = self.scripts.first();
        let runs = vec![plain(self.deck.title.get(first))];
        Block { role: Role::Label, lang: self.lang(first), runs }
    }

    /// The theme, and on a theme card what it is; also the text of the bookmark.
    fn head(&self, theme: &Theme, more: &str) -> Block {
        let first = self.scripts.first();
        let more = self.ours(more);
        let runs = vec![plain(&format!("{}{}", theme.title.get(first), more.get(first)))];
        Block { role: Role::Label, lang: self.lang(first), runs }
    }

    /// A text in every script that is shown.
    fn each(&self, text: &Bitext, roles: (Role, Role)) -> Vec<Block> {
        let blocks = self.scripts.shown().map(|(script, second)| Block {
            role: if second { roles.1 } else { roles.0 },
            lang: self.lang(script),
            runs: vec![plain(text.get(script))],
        });
        blocks.collect()
    }

    fn english_block(&self, role: Role, text: &str) -> Block {
        Block { role, lang: "en", runs: english(text) }
    }

    /// The two sides of a quotation's card.
    pub(super) fn quote(&self, quote: &Quote, theme: &Theme) -> (Face, Face) {
        let head = self.head(theme, "");
        let front = match self.asks {
            Asks::Cloze if quote.cloze.is_some() => self
                .scripts
                .shown()
                .map(|(script, second)| Block {
                    role: if second { Role::PromptSecond } else { Role::Prompt },
                    lang: self.lang(script),
                    runs: blanked(quote, script),
                })
                .collect(),
            Asks::Cloze | Asks::Prompt => {
                let mut body = self.each(&quote.prompt, (Role::Prompt, Role::PromptSecond));
                body.push(self.english_block(Role::PromptEnglish, &quote.prompt_english));
                body
            }
        };
        let mut body: Vec<Block> = self
            .scripts
            .shown()
            .map(|(script, second)| Block {
                role: if second { Role::QuoteSecond } else { Role::Quote },
                lang: self.lang(script),
                runs: self.words(quote, script),
            })
            .collect();
        let mut translation = self.english_block(Role::English, &quote.english);
        let ours = Run { mark: Some(Mark::Quiet), ..plain(" (our\u{a0}translation)") };
        translation.runs.push(ours);
        body.push(translation);
        let first = self.scripts.first();
        let remarks = emendation::sentences(quote, self.corpus);
        let note = quote.note.iter().cloned();
        for remark in remarks.into_iter().chain(note) {
            let label = self.ours("编者按：");
            let runs = vec![plain(&format!("{}{}", label.get(first), remark.get(first)))];
            body.push(Block { role: Role::Note, lang: self.lang(first), runs });
        }
        let note = source_note::short(quote, self.deck, self.corpus, self.converter);
        let face = |body, foot| Face { head: head.clone(), body, foot };
        let entry = &self.corpus.sources[quote.base.source].entry;
        let locator = match quote.base.lines {
            (first, last) if first == last => format!("{}:{first}", entry.id),
            (first, last) => format!("{}:{first}–{last}", entry.id),
        };
        (face(front, Vec::new()), face(body, self.foot(&note.zh, Some(locator))))
    }

    /// The source in Chinese, and where: the id under which the last sheet lists the source
    /// in English too, and the line.
    fn foot(&self, zh: &Bitext, locator: Option<String>) -> Vec<Block> {
        let first = self.scripts.first();
        let mut runs = vec![plain(zh.get(first))];
        let locator =
            locator.map(|at| Run { lang: Some("en"), ..plain(&format!(" {at}")) });
        runs.extend(locator);
        vec![Block { role: Role::Source, lang: self.lang(first), runs }]
    }

    /// The quotation with the words to recall marked, and with a mark at its end if it was
    /// converted from the script of its source.
    fn words(&self, quote: &Quote, script: Script) -> Vec<Run> {
        let mut runs = match quote.around_cloze(script) {
            Some([before, recall, after]) => {
                let recall = Run { mark: Some(Mark::Recall), ..plain(&recall) };
                vec![plain(&before), recall, plain(&after)]
            }
            None => vec![plain(quote.text.get(script))],
        };
        runs.retain(|run| !run.text.is_empty());
        if let (Some(ruby), Some(reading)) = (self.ruby, &quote.reading) {
            runs = with_readings(runs, reading.syllables(), ruby);
        }
        if source_note::is_converted(quote, self.corpus, script) {
            let mark = self.ours("〔转换〕");
            runs.push(Run { mark: Some(Mark::Quiet), ..plain(mark.get(script)) });
        }
        runs
    }

    /// The two sides of a study question's card.
    pub(super) fn theme(
        &self,
        theme: &Theme,
        question: &Question,
        numbers: &BTreeMap<String, usize>,
    ) -> (Face, Face) {
        let head = self.head(theme, " · 思考题");
        let mut front = self.each(&question.ask, (Role::Prompt, Role::PromptSecond));
        front.push(self.english_block(Role::PromptEnglish, &question.english));
        let mut body = self.each(&theme.summary, (Role::Summary, Role::SummarySecond));
        // In Chinese the foot says it.
        let mut english = self.english_block(Role::English, &theme.summary_english);
        let ours = " (editor’s\u{a0}summary)";
        english.runs.push(Run { mark: Some(Mark::Quiet), ..plain(ours) });
        body.push(english);
        let quotes = theme.quotes.iter().filter_map(|at| self.deck.quotes.get(*at));
        let quotes = quotes.filter_map(|quote| numbers.get(&quote.id).copied());
        let zh = match ranges(quotes, "、").as_str() {
            "" => self.ours("此为编者概括，并非原话。"),
            zh => self.ours(&format!("此为编者概括，并非原话。引文见卡片{zh}。")),
        };
        let face = |body, foot| Face { head: head.clone(), body, foot };
        (face(front, Vec::new()), face(body, self.foot(&zh, None)))
    }
}
