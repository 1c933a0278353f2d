//! Where a card's texts stand in the files of its deck: for what is found only when a card is
//! made, after the deck was proven, and for what is still to be written ([`super::unwritten`]).

use toml::Spanned;

use super::file::{DeckFile, QuestionEntry, QuoteEntry, ThemeEntry, Typed};
use super::placeholder::is_to_write;
use crate::text::Span;

/// A value of a deck file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file, as it is reported.
    pub file: &'a str,
    /// The value, or a character in it.
    pub span: Span,
    /// The value's key.
    pub key: &'static str,
}

/// A value of an entry.
pub(super) struct Value {
    pub(super) key: &'static str,
    pub(super) span: Span,
    /// True if it has a placeholder.
    pub(super) open: bool,
}

/// The id of a card: that of its quote, or of its question (`theme.question`).
pub fn card<'a>(files: &'a [DeckFile], id: &str) -> Option<Place<'a>> {
    let (file, values) = values(files, id)?;
    let Value { key, span, .. } = *values.first()?;
    Some(Place { file: &file.file, span, key })
}

/// Where a character of a card stands. One that is there only as the other script's form of
/// another character is found at the first text of the card.
pub fn character<'a>(files: &'a [DeckFile], id: &str, c: char) -> Option<Place<'a>> {
    let (file, values) = values(files, id)?;
    let text = |span: Span| file.text.get(span.range()).unwrap_or_default();
    let typed = values.iter().find_map(|value| {
        let at = value.span.start + text(value.span).find(c)?;
        Some((value.key, Span::new(at, at + c.len_utf8())))
    });
    // The first value is the id.
    let (key, span) = typed.or_else(|| values.get(1).map(|text| (text.key, text.span)))?;
    Some(Place { file: &file.file, span, key })
}

/// The values of a card, its id first, then its texts in the order in which they are typed.
fn values<'a>(files: &'a [DeckFile], id: &str) -> Option<(&'a DeckFile, Vec<Value>)> {
    let quotes = files.iter().flat_map(|file| file.quotes.iter().map(move |q| (file, q)));
    if let Some((file, quote)) =
        quotes.map(|(file, q)| (file, q.get_ref())).find(|(_, q)| q.id.get_ref() == id)
    {
        return Some((file, of_quote(quote)));
    }
    let themes = files.iter().flat_map(|file| file.themes.iter().map(move |t| (file, t)));
    themes.map(|(file, theme)| (file, theme.get_ref())).find_map(|(file, theme)| {
        let question = id.strip_prefix(theme.id.get_ref().as_str())?.strip_prefix('.')?;
        let question = theme.question.iter().find(|q| q.id.get_ref() == question)?;
        let values = of_question(question).into_iter().chain(of_theme(theme));
        Some((file, values.collect()))
    })
}

pub(super) fn plain(key: &'static str, text: &Spanned<String>) -> Value {
    Value { key, span: text.span().into(), open: is_to_write(text.get_ref()) }
}

pub(super) fn typed(key: &'static str, text: &Spanned<Typed>) -> Value {
    let open = match text.get_ref() {
        Typed::One(text) => is_to_write(text),
        Typed::Parts(parts) => parts.iter().any(|part| is_to_write(part.get_ref())),
        Typed::Both { hans, hant } => {
            is_to_write(hans.get_ref()) || is_to_write(hant.get_ref())
        }
    };
    Value { key, span: text.span().into(), open }
}

/// The id of a quote and all its texts, in the order in which they are typed.
pub(super) fn of_quote(quote: &QuoteEntry) -> Vec<Value> {
    let mut values = vec![plain("id", &quote.id), typed("quote", &quote.quote)];
    values.extend(quote.pinyin.iter().map(|v| plain("pinyin", v)));
    values.extend(quote.english.iter().map(|v| plain("english", v)));
    values.push(typed("prompt", &quote.prompt));
    values.push(plain("prompt_english", &quote.prompt_english));
    values.extend(quote.cloze.iter().map(|v| typed("cloze", v)));
    for gloss in &quote.gloss {
        values.push(plain("word", &gloss.word));
        values.push(plain("pinyin", &gloss.pinyin));
        values.push(plain("sense", &gloss.sense));
    }
    for emended in &quote.emend {
        values.push(plain("reads", &emended.reads));
        values.push(plain("as", &emended.printed));
    }
    values.extend(quote.note.iter().map(|v| typed("note", v)));
    values.extend(quote.note_english.iter().map(|v| plain("note_english", v)));
    values.extend(quote.asked_english.iter().map(|v| plain("asked_english", v)));
    values
}

/// The id of a question and its texts.
pub(super) fn of_question(question: &QuestionEntry) -> Vec<Value> {
    let mut values = vec![plain("id", &question.id), typed("ask", &question.ask)];
    values.extend(question.pinyin.iter().map(|v| plain("pinyin", v)));
    values.push(plain("english", &question.english));
    values.extend(question.answer.iter().map(|v| typed("answer", v)));
    values.extend(question.answer_english.iter().map(|v| plain("answer_english", v)));
    values
}

/// The texts of a theme: they are on the backs of its questions.
pub(super) fn of_theme(theme: &ThemeEntry) -> [Value; 4] {
    [
        typed("title", &theme.title),
        plain("title_english", &theme.title_english),
        typed("summary", &theme.summary),
        plain("summary_english", &theme.summary_english),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::file::parse;
    use super::*;

    const DECK: &str = r#"[[theme]]
id = "patience"
title = "耐心"
title_english = "Patience"
summary = "树要慢慢长🌳。"
summary_english = "Trees take time."
[[theme.question]]
id = "why"
ask = "为什么？"
english = "Why?"

[[quote]]
id = "shade"
from = "garden"
quote = "种树"
english = "Trees"
prompt = "为了什么🌳？"
prompt_english = "What for?"
themes = ["patience"]
difficulty = 1
"#;

    #[test]
    fn a_character_is_found_in_the_value_that_has_it() {
        let (file, out) = parse("decks/a.toml", DECK, false);
        assert!(out.is_empty(), "{out:?}");
        let files = [file];
        let found = |id, c| {
            let place = character(&files, id, c)?;
            Some((place.key, &DECK[place.span.range()]))
        };
        assert_eq!(found("shade", '🌳'), Some(("prompt", "🌳")));
        assert_eq!(found("patience.why", '🌳'), Some(("summary", "🌳")));
        // The Traditional form is nowhere typed.
        assert_eq!(found("shade", '種'), Some(("quote", "\"种树\"")));
        assert_eq!(found("elsewhere", '种'), None);
        let card = card(&files, "patience.why").expect("there");
        assert_eq!((card.key, &DECK[card.span.range()]), ("id", "\"why\""));
    }
}
