//! The faces of cards as data: what stands on which side, in which language.
//!
//! How it looks is the template's part; nothing here knows a size or a colour.

use serde::Serialize;

pub use super::run::Ruby;
use super::run::{Mark, Run, plain, ranges, runs, with_readings};
use crate::card::wording::{CONVERTED, EDITORS_NOTE, STUDY_QUESTIONS, ours_on_paper};
use crate::card::{self, Card, Kind, Ours};
use crate::script::Script;

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

/// How the faces of cards are made.
pub struct Contents<'a> {
    /// For our own words, and the region's forms.
    pub ours: Ours<'a>,
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

/// A remark of ours inside a text; no line ends in it.
fn quiet(words: &str) -> Run {
    let words = words.replace(' ', "\u{a0}");
    Run { mark: Some(Mark::Quiet), ..plain(&format!(" ({words})")) }
}

/// The label of a text in the middle of a line.
fn lowered(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

impl Contents<'_> {
    /// A heading of ours.
    pub(super) fn label(&self, of: impl Fn(Script) -> String) -> Block {
        let first = self.scripts.first();
        let runs = vec![plain(&of(first))];
        Block { role: Role::Label, lang: self.ours.lang(first), runs }
    }

    /// A text of a card in one script.
    fn block(&self, of: &card::Block, script: Script, role: Role) -> Block {
        let runs = runs(of.runs(script), self.ours.region);
        Block { role, lang: self.ours.lang(script), runs }
    }

    /// A text of a card in every script that is shown.
    fn each(&self, of: &card::Block, roles: (Role, Role)) -> Vec<Block> {
        let shown = self.scripts.shown();
        shown
            .map(|(script, second)| {
                self.block(of, script, if second { roles.1 } else { roles.0 })
            })
            .collect()
    }

    /// The English of a text of a card, if it has any.
    fn english(&self, of: &card::Block, role: Role) -> Option<Block> {
        let runs = runs(&of.english, self.ours.region);
        (!runs.is_empty()).then_some(Block { role, lang: "en", runs })
    }

    /// The theme, and on a theme card what it is; also the text of the bookmark.
    fn head(&self, card: &Card) -> Block {
        let more = match card.kind {
            Kind::Theme => self.ours.both(&format!(" · {}", STUDY_QUESTIONS.0)),
            _ => Default::default(),
        };
        let title = card.themes.first().map(|theme| &theme.title);
        self.label(|script| {
            let title = title.map(|title| title.get(script)).unwrap_or_default();
            format!("{title}{}", more.get(script))
        })
    }

    /// The two sides of a card.
    pub(super) fn faces(&self, card: &Card) -> (Face, Face) {
        let head = self.head(card);
        let cloze = card.block(card::Role::Cloze).filter(|_| self.asks == Asks::Cloze);
        let mut front = Vec::new();
        if let Some(asked) = cloze.or(card.front.first()) {
            front.extend(self.each(asked, (Role::Prompt, Role::PromptSecond)));
            front.extend(self.english(asked, Role::PromptEnglish));
        }
        // On paper nothing is folded: an answer stands for the summary of its theme.
        let answered = card.block(card::Role::Answer).is_some();
        let shown = |block: &&card::Block| !answered || block.role != card::Role::Summary;
        let back = card
            .back
            .iter()
            .filter(shown)
            .flat_map(|block| self.back(card, block))
            .collect();
        let face = |body, foot| Face { head: head.clone(), body, foot };
        (face(front, Vec::new()), face(back, vec![self.foot(card)]))
    }

    /// A text of the back.
    fn back(&self, card: &Card, block: &card::Block) -> Vec<Block> {
        match block.role {
            card::Role::Quotation => {
                let roles = (Role::Quote, Role::QuoteSecond);
                let mut blocks = self.each(block, roles);
                for ((script, _), shown) in self.scripts.shown().zip(&mut blocks) {
                    self.finish(card, block, script, &mut shown.runs);
                }
                let mut english = self.english(block, Role::English);
                if let Some(english) = &mut english {
                    english.runs.push(quiet(card.translated_by()));
                }
                blocks.into_iter().chain(english).collect()
            }
            card::Role::Answer | card::Role::Summary => {
                let mut blocks = self.each(block, (Role::Summary, Role::SummarySecond));
                // In Chinese the foot says it.
                let mut english = self.english(block, Role::English);
                if let (Some(english), Some((_, label))) =
                    (&mut english, block.role.label_of_ours())
                {
                    english.runs.push(quiet(&lowered(label)));
                }
                blocks.extend(english);
                blocks
            }
            _ => {
                let first = self.scripts.first();
                let label = self.ours.both(&format!("{}：", EDITORS_NOTE.0));
                let mut block = self.block(block, first, Role::Note);
                match block.runs.first_mut() {
                    Some(run) if run.lang.is_none() && run.mark.is_none() => {
                        run.text.insert_str(0, label.get(first));
                    }
                    _ => block.runs.insert(0, plain(label.get(first))),
                }
                vec![block]
            }
        }
    }

    /// Readings over the characters of a quotation, if they are asked for, and a mark at its
    /// end if it was converted from the script of its source.
    fn finish(
        &self,
        card: &Card,
        block: &card::Block,
        script: Script,
        runs: &mut Vec<Run>,
    ) {
        if let (Some(ruby), Some(reading)) = (self.ruby, &block.reading) {
            *runs = with_readings(std::mem::take(runs), reading.syllables(), ruby);
        }
        if card.converted.contains(&script) {
            let mark = self.ours.both(&format!("〔{CONVERTED}〕"));
            runs.push(Run { mark: Some(Mark::Quiet), ..plain(mark.get(script)) });
        }
    }

    /// The source in Chinese, and where: the id under which the last sheet lists the source
    /// in English too, and the line. On a theme card, the numbers of its quotations' cards.
    fn foot(&self, card: &Card) -> Block {
        let first = self.scripts.first();
        let zh = match card.kind {
            Kind::Theme => {
                let numbers = card.quotes.iter().map(|quote| quote.number);
                let ours = card.answer().and_then(|answer| answer.role.label_of_ours());
                let (what, _) = ours.unwrap_or_default();
                self.ours.both(&ours_on_paper(what, &ranges(numbers, "、")))
            }
            _ => card.source.short.zh.clone(),
        };
        let mut runs = vec![plain(zh.get(first))];
        let locator = card.locator();
        runs.extend(locator.map(|at| Run { lang: Some("en"), ..plain(&format!(" {at}")) }));
        Block { role: Role::Source, lang: self.ours.lang(first), runs }
    }
}
