//! What a build has made, and what it says of it once it is written.

use std::path::{Path, PathBuf};

use super::args::Format;
use super::opening;
use super::output::{count, short};
use super::volumes::sheets_of;
use crate::card::Card;
use crate::deck::Deck;
use crate::deck::unwritten::LeftOut;
use crate::export::anki::own_words::Kept;
use crate::export::html;
use crate::source::Corpus;

/// A path with the bytes that are to stand there.
type Output = (PathBuf, Vec<u8>);

/// What a build is going to write, and to say of it once it is written.
#[derive(Default)]
pub struct Made {
    /// All files of all decks.
    pub outputs: Vec<Output>,
    /// Lines for people.
    pub said: Vec<String>,
}

impl Made {
    /// Adds an output for people, with how to open it.
    pub fn add(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.said.push(opening::line(&path));
        self.outputs.push((path, bytes));
    }

    /// Names packages and sheets that stand in the output folder from an earlier build and were
    /// asked for, but not made now: other volumes, or those of a deck that has no card any more.
    /// They are somebody's files and stay.
    pub fn name_old(&mut self, folder: &Path, deck: &str, asked: &[Format]) {
        let all = asked.iter().flat_map(|format| match format {
            Format::Pdf => sheets_of(folder, deck),
            Format::Apkg => vec![folder.join(format!("{deck}.apkg"))],
            Format::Csv | Format::Html | Format::Sources => Vec::new(),
        });
        let old = all.filter(|path| {
            path.is_file() && !self.outputs.iter().any(|(made, _)| made == path)
        });
        let old: Vec<String> = old.map(|path| short(&path).to_string()).collect();
        if !old.is_empty() {
            self.said
                .push(format!("still there from an earlier build: {}", old.join(", ")));
        }
    }
}

/// What is said of a package with a learner's own words.
pub fn own_words(kept: &Kept) -> String {
    match kept.count {
        0 => "no note has words of your own".to_owned(),
        n => format!(
            "{} with words of your own: the package is for you alone",
            count(n, "note")
        ),
    }
}

/// The formats that a deck with these cards can have: a package, a table and sheets need one.
/// What is said of those that it cannot have, if there are any.
pub fn possible(formats: &[Format], cards: &[&Card]) -> (Vec<Format>, Option<String>) {
    let bare = |format: &Format| {
        matches!(format, Format::Html | Format::Sources) || !cards.is_empty()
    };
    let (can, cannot): (Vec<Format>, Vec<Format>) = formats.iter().copied().partition(bare);
    let names: Vec<String> = cannot.iter().map(Format::to_string).collect();
    let said = format!("no card is there yet: {} not written", names.join(", "));
    (can, (!cannot.is_empty()).then_some(said))
}

/// What a build has not, because a text of it is still a placeholder.
pub fn left_out(left: &LeftOut) -> Option<String> {
    let kinds = [
        (left.quotes, "quote"),
        (left.questions, "question"),
        (left.script_cards, "script card"),
    ];
    let some = kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(n, noun));
    let some = some.collect::<Vec<_>>().join(", ");
    (!some.is_empty()).then(|| format!("left out, still to be written: {some}"))
}

/// What a deck has, in one line.
pub fn summary(deck: &Deck, corpus: &Corpus, cards: &[&Card]) -> String {
    let asks: usize = cards.iter().map(|card| card.asks().count()).sum();
    let used: std::collections::BTreeSet<usize> =
        deck.quotes.iter().map(|quote| quote.base.source).collect();
    format!(
        "{}: {} from {} of {}, all proven; {}; {}, {}",
        deck.title.hans,
        count(deck.quotes.len(), "quote"),
        used.len(),
        count(corpus.sources.len(), "source"),
        count(deck.themes.len(), "theme"),
        count(cards.len(), "note"),
        count(asks, "card")
    )
}

/// How to study, for the parent deck's description: in Simplified and in English.
const HOW_TO_STUDY: [&str; 2] = [
    "学法：学这个牌组，先出语录，再出各主题的思考题，各按编者的次序。先自己说出原话，再翻面。\
     卡片右上角的“拼”依次显示拼音、注音，“简 · 繁”切换简体和繁体（键盘上是P和J）。\
     背面最下一行是出处，点开可看别的文稿怎样写。",
    "How to study: study this deck, and quotations come first, then the questions of the themes, both \
     in the curated order. Say the words yourself, then turn the card. At its top right, 拼 sets pinyin \
     over the words, then zhuyin beside them; 简 · 繁 switches between Simplified and Traditional (on a \
     keyboard: P and J). The last line of a back is the source; open it to see what other documents read.",
];

/// How to report an error, before the contact.
const REPORT: [&str; 2] = [
    "发现错误，请把卡片的Id（在“浏览”里看得到）告诉编者",
    "Report an error, with the card's Id (Browse shows it)",
];

/// The parent deck's description in HTML.
pub fn description(deck: &Deck, corpus: &Corpus) -> String {
    let paragraph =
        |lang: &str, text: &str| format!("<p lang=\"{lang}\">{}</p>", html::escape(text));
    let mut out = paragraph("zh-Hans", &deck.about.hans);
    out += &paragraph("en", &deck.about_english);
    out += &paragraph("zh-Hans", HOW_TO_STUDY[0]);
    out += &paragraph("en", HOW_TO_STUDY[1]);
    let contact = deck.contact.as_deref();
    let told = |to: &str, colon: &str, stop: &str| match contact {
        Some(contact) => format!("{to}{colon}{contact}"),
        None => format!("{to}{stop}"),
    };
    out += &paragraph("zh-Hans", &told(REPORT[0], "：", "。"));
    out += &paragraph("en", &told(REPORT[1], ": ", "."));
    out += &paragraph(
        "en",
        "The quotations remain their authors'. To update, import the newer package over this one: \
         notes you have not edited since are updated, scheduling is kept.",
    );
    out += &paragraph("en", &format!("Version {}. Sources:", deck.version));
    out += "<ul>";
    for source in &corpus.sources {
        let entry = &source.entry;
        out += &format!(
            "<li>{}: {}, {} (sha256 {})</li>",
            html::escape(&entry.id),
            html::escape(&entry.outlet),
            html::escape(&entry.date),
            &entry.sha256[..12.min(entry.sha256.len())]
        );
    }
    out += "</ul>";
    out
}
