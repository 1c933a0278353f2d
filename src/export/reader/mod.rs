//! The reader page: a deck and its documents in one HTML file.
//!
//! The file needs nothing else: it works from disk, offline, and for reading without
//! scripts. It holds every card by theme, and every document as a column in its own
//! characters with the quotations marked where they stand. A quotation leads to its
//! passage and to its parallels, a passage to its cards.
//!
//! Three written forms stand side by side in the page and the stylesheet shows one:
//! Simplified, Traditional, and *as printed*, which is the document's own bytes. Nothing
//! from a document can run: text is escaped ([`super::html`]), and the page's
//! Content-Security-Policy allows one stylesheet and one script by their hashes, and
//! nothing else.

mod cards;
mod columns;
mod context;
mod forms;
mod marks;
mod plan;
mod search;
mod template;
mod words;

use super::Shown;
use super::html::{english, escape};
use super::templates::Templates;
use crate::card::{Card, Ours};
use crate::deck::Deck;
use crate::script::Converter;
use crate::source::Corpus;
use context::Context;
use plan::Plan;
use words::Words;

/// What a reader page is made of.
pub struct Input<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// The documents that it quotes.
    pub corpus: &'a Corpus,
    /// The cards to show, of this deck.
    pub cards: &'a [&'a Card],
    /// The way between the scripts.
    pub converter: &'a dyn Converter,
    /// The page's template, stylesheet and script.
    pub templates: &'a Templates,
    /// Which script shows first, and whose Traditional forms.
    pub shown: Shown,
    /// The way from the page to the project's folder, `../`, where the page stays in it: then
    /// cards lead to originals that lie beside their texts.
    pub project: Option<&'a str>,
}

/// The page as the bytes of one UTF-8 HTML file.
pub fn page(input: &Input<'_>) -> Vec<u8> {
    let (deck, corpus, converter) = (input.deck, input.corpus, input.converter);
    let words = Words::new(Ours { converter, region: input.shown.region });
    let plan = Plan::new(deck, input.cards);
    let project = input.project;
    let context = Context { deck, corpus, plan, words, project };
    let title = format!(
        "<title lang=\"zh-Hans\">{} · {}</title>",
        escape(&deck.title.hans),
        escape(&deck.title_english)
    );
    let cards = cards::themes(&context);
    let columns = columns::columns(&context);
    let shown = [&cards, &columns].into_iter().flat_map(|html| html.chars());
    let fold = search::table(shown);
    let css = input.templates.reader("page.css");
    let js = input.templates.reader("page.js");
    let checked = |script| if input.shown.first == script { " checked" } else { "" };
    let parts = [
        ("csp", template::policy(css, js)),
        ("title", title),
        ("first", input.shown.first.as_str().to_owned()),
        ("hant", context.words.hant().to_owned()),
        ("hans-checked", checked(crate::script::Script::Hans).to_owned()),
        ("hant-checked", checked(crate::script::Script::Hant).to_owned()),
        ("css", css.to_owned()),
        ("js", js.to_owned()),
        ("opening", opening(&context)),
        ("contents", cards::contents(&context)),
        ("cards", cards),
        ("tabs", columns::tabs(&context)),
        ("columns", columns),
        ("colophon", colophon(&context)),
        ("fold", fold),
    ];
    template::fill(input.templates.reader("page.html"), &parts).into_bytes()
}

/// The title, what the deck is, and how much there is.
fn opening(context: &Context<'_>) -> String {
    let Context { deck, corpus, plan, words, .. } = context;
    let quotes = plan.quotes.len();
    let themes = plan.sections.len();
    let count = words
        .ours(&format!("{quotes}条语录，{themes}个主题，{}份文稿", corpus.sources.len()));
    let noun = |n: usize, noun: &str| match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    };
    format!(
        "<h1>{}<span class=sub>{}</span></h1>\n<div class=about>{}</div><p class=en>{}</p>\n\
         <p class=count>{count} {}, {}, {}</p>",
        words.both(&deck.title),
        english(&deck.title_english),
        words.paragraphs(&deck.about),
        english(&deck.about_english),
        noun(quotes, "quotation"),
        noun(themes, "theme"),
        noun(corpus.sources.len(), "document"),
    )
}

/// Whose words are whose, version, where to report an error.
fn colophon(context: &Context<'_>) -> String {
    let Context { deck, words, .. } = context;
    let whose = words.ours(
        "引文与文稿属原作者。提示、主题概括、英译、词注与编者按为本项目所写；凡经转换的字形，“原”中可见原样。",
    );
    let contact = deck.contact.as_deref().map_or(String::new(), |contact| {
        format!(" Report an error: {}.", english(contact))
    });
    format!(
        "<p>{whose}</p>\n<p>The quotations and the documents remain their authors’. \
         Prompts, summaries, translations, glosses and notes are this project’s own. Where \
         characters were converted, “as printed” shows the original ones.</p>\n\
         <p>{}, version {}. Made with yulu.{contact}</p>",
        english(&deck.title_english),
        escape(&deck.version),
    )
}
