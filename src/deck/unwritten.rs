//! Texts that only a person can write and has not written yet: what is said of them, and the
//! deck without the cards that have them.

use toml::Spanned;

use super::file::{DeckFile, Head, ThemeEntry};
use super::placeholder::{ALL, is_to_write};
use super::places::{self, Value, plain, typed};
use super::{Deck, Quote, Theme};
use crate::diagnostics::{Code, Diagnostic};
use crate::script::Bitext;
use crate::text::Span;

/// Ids that a message lists.
const LISTED: usize = 5;

/// What one file has still to be written, in one warning: a person who drafts ten cards has
/// thirty such texts, and wants to see what else is wrong.
pub(super) fn warn(file: &DeckFile, out: &mut Vec<Diagnostic>) {
    let mut texts: Vec<Span> = Vec::new();
    let mut what: Vec<String> = Vec::new();
    if file.head.as_ref().is_some_and(|head| add(&mut texts, of_head(head))) {
        what.push("the head of the deck".to_owned());
    }
    let themes = file.themes.iter().map(|theme| theme.get_ref());
    let themes = themes.filter(|theme| add(&mut texts, of_theme(theme)));
    let themes: Vec<&str> = themes.map(|theme| theme.id.get_ref().as_str()).collect();
    what.extend(listed("theme", &themes));
    let quotes = file.quotes.iter().map(|quote| quote.get_ref());
    let quotes = quotes.filter(|quote| add(&mut texts, places::of_quote(quote)));
    let quotes: Vec<&str> = quotes.map(|quote| quote.id.get_ref().as_str()).collect();
    what.extend(listed("quote", &quotes));
    let cards = file.scripts.iter().map(|card| card.get_ref()).filter(|card| {
        let own =
            [typed("reason", &card.reason), plain("reason_english", &card.reason_english)];
        add(&mut texts, own)
    });
    let cards: Vec<&str> = cards.map(|card| card.id.get_ref().as_str()).collect();
    what.extend(listed("script card", &cards));
    let leaves_out = !quotes.is_empty()
        || !cards.is_empty()
        || file.themes.iter().any(leaves_questions_out);
    texts.sort_unstable();
    let Some(first) = texts.first() else { return };
    let there = ALL.into_iter().filter(|placeholder| file.text.contains(placeholder));
    let there: Vec<&str> = there.collect();
    let label = match texts.len() {
        1 => String::new(),
        n => format!("the first of {n} texts"),
    };
    out.push(
        Diagnostic::new(Code::ToWrite, format!("still to be written: {}", what.join("; ")))
            .at(&file.file, *first, label)
            .hint(format!("look for {}", listing(&there)))
            .hint(match leaves_out {
                true => "until then these cards are left out of what is built",
                false => "until then ids and titles stand in their place",
            }),
    );
}

/// `a, b and c`.
fn listing(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// Adds the places of the placeholders among some texts; true if there are any.
fn add(places: &mut Vec<Span>, texts: impl IntoIterator<Item = Value>) -> bool {
    let before = places.len();
    places.extend(texts.into_iter().filter(|text| text.open).map(|text| text.span));
    places.len() > before
}

/// `2 quotes (a, b)`; nothing if there are none.
fn listed(noun: &str, ids: &[&str]) -> Option<String> {
    let few = ids.get(..LISTED).unwrap_or(ids).join(", ");
    match ids.len() {
        0 => None,
        1 => Some(format!("{noun} {few}")),
        n if n <= LISTED => Some(format!("{n} {noun}s ({few})")),
        n => Some(format!("{n} {noun}s ({few}, …)")),
    }
}

fn of_head(head: &Head) -> impl Iterator<Item = Value> {
    let own = [
        typed("title", &head.title),
        plain("title_english", &head.title_english),
        typed("about", &head.about),
        plain("about_english", &head.about_english),
        plain("version", &head.version),
    ];
    own.into_iter().chain(head.contact.iter().map(|text| plain("contact", text)))
}

fn of_theme(theme: &ThemeEntry) -> impl Iterator<Item = Value> {
    let questions = theme.question.iter().flat_map(places::of_question);
    places::of_theme(theme).into_iter().chain(questions)
}

/// True if a question of the theme has nothing to ask yet, or no back. An answer that is still to
/// be written leaves the summary in its place.
fn leaves_questions_out(theme: &Spanned<ThemeEntry>) -> bool {
    let theme = theme.get_ref();
    let [_, _, summary, english] = places::of_theme(theme);
    let bare = summary.open || english.open;
    theme.question.iter().any(|question| {
        let texts = places::of_question(question);
        let open = |key: &str| texts.iter().any(|text| text.key == key && text.open);
        let answered = question.answer.is_some() && !open("answer");
        (bare && !answered) || open("ask") || open("english")
    })
}

/// How many notes a deck has not, because something of them is still to be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Quotes.
    pub quotes: usize,
    /// Study questions.
    pub questions: usize,
    /// Script cards, those of such quotes included.
    pub script_cards: usize,
}

fn open(text: &Bitext) -> bool {
    is_to_write(&text.hans) || is_to_write(&text.hant)
}

fn is_written(quote: &Quote) -> bool {
    !open(&quote.prompt)
        && !is_to_write(&quote.prompt_english)
        && !is_to_write(&quote.english)
        && !quote.note.as_ref().is_some_and(open)
        && !quote.gloss.iter().any(|gloss| is_to_write(&gloss.sense))
}

/// The title that stands for one which is not written: the id.
fn named(title: &mut Bitext, english: &mut String, id: &str) {
    if open(title) {
        *title = Bitext { hans: id.to_owned(), hant: id.to_owned() };
    }
    if is_to_write(english) {
        id.clone_into(english);
    }
}

/// The title again where the longer text is not written.
fn described(text: &mut Bitext, english: &mut String, title: (&Bitext, &str)) -> bool {
    let (zh, en) = (open(text), is_to_write(english));
    if zh {
        *text = title.0.clone();
    }
    if en {
        title.1.clone_into(english);
    }
    zh || en
}

impl Deck {
    /// The deck as it can be passed on: without the cards that have a text still to be written.
    /// A deck or a theme without a title goes by its id, a deck without a version is a draft.
    pub fn written(mut self) -> (Deck, LeftOut) {
        let mut left = LeftOut::default();
        named(&mut self.title, &mut self.title_english, &self.id);
        let title = (&self.title, self.title_english.as_str());
        described(&mut self.about, &mut self.about_english, title);
        if is_to_write(&self.version) {
            "draft".clone_into(&mut self.version);
        }
        self.contact = self.contact.filter(|contact| !is_to_write(contact));
        // Where each quote stands among those that are left.
        let mut place: Vec<Option<usize>> = Vec::new();
        for quote in &self.quotes {
            let kept = place.len() - left.quotes;
            place.push(is_written(quote).then_some(kept));
            left.quotes += usize::from(!is_written(quote));
        }
        self.quotes.retain(is_written);
        for quote in &mut self.quotes {
            quote.note_english.take_if(|english| is_to_write(english));
            if let Some(asked) = &mut quote.asked {
                asked.english.take_if(|english| is_to_write(english));
            }
        }
        for theme in &mut self.themes {
            let Theme { id, title, title_english, summary, summary_english, .. } = theme;
            named(title, title_english, id);
            let title = (&*title, title_english.as_str());
            let bare = described(summary, summary_english, title);
            let before = theme.questions.len();
            for question in &mut theme.questions {
                question.answer.take_if(|answer| open(&answer.text));
                if let Some(answer) = &mut question.answer {
                    answer.english.take_if(|english| is_to_write(english));
                }
            }
            theme.questions.retain(|q| {
                (!bare || q.answer.is_some()) && !open(&q.ask) && !is_to_write(&q.english)
            });
            for question in &mut theme.questions {
                question.quotes =
                    question.quotes.iter().filter_map(|at| place[*at]).collect();
            }
            left.questions += before - theme.questions.len();
            theme.quotes = theme.quotes.iter().filter_map(|at| place[*at]).collect();
        }
        let before = self.script_cards.len();
        self.script_cards.retain_mut(|card| {
            let quote = place[card.quote];
            card.quote = quote.unwrap_or_default();
            quote.is_some() && !open(&card.reason) && !is_to_write(&card.reason_english)
        });
        left.script_cards = before - self.script_cards.len();
        (self, left)
    }
}
