//! Where a card's texts stand in the files of its deck: for what is found only when a card is
//! made, after the deck was proven.

use toml::Spanned;

use super::file::{DeckFile, QuestionEntry, QuoteEntry, ThemeEntry};
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

/// A value with its key.
type Value = (&'static str, Span);

/// The id of a card: that of its quote, or of its question (`theme.question`).
pub fn card<'a>(files: &'a [DeckFile], id: &str) -> Option<Place<'a>> {
    let (file, values) = values(files, id)?;
    let (key, span) = *values.first()?;
    Some(Place { file: &file.file, span, key })
}

/// Where a character of a card stands. One that is there only as the other script's form of
/// another character is found at the first text of the card.
pub fn character<'a>(files: &'a [DeckFile], id: &str, c: char) -> Option<Place<'a>> {
    let (file, values) = values(files, id)?;
    let text = |span: Span| file.text.get(span.range()).unwrap_or_default();
    let typed = values.iter().find_map(|(key, span)| {
        let at = span.start + text(*span).find(c)?;
        Some((*key, Span::new(at, at + c.len_utf8())))
    });
    // The first value is the id.
    let (key, span) = typed.or_else(|| values.get(1).copied())?;
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
        Some((file, of_question(theme, question)))
    })
}

fn value<T>(key: &'static str, typed: &Spanned<T>) -> Value {
    (key, typed.span().into())
}

fn of_quote(quote: &QuoteEntry) -> Vec<Value> {
    let mut values = vec![value("id", &quote.id), value("quote", &quote.quote)];
    values.extend(quote.pinyin.iter().map(|v| value("pinyin", v)));
    values.push(value("english", &quote.english));
    values.push(value("prompt", &quote.prompt));
    values.push(value("prompt_english", &quote.prompt_english));
    values.extend(quote.cloze.iter().map(|v| value("cloze", v)));
    for gloss in &quote.gloss {
        values.push(value("word", &gloss.word));
        values.push(value("pinyin", &gloss.pinyin));
        values.push(value("sense", &gloss.sense));
    }
    for emended in &quote.emend {
        values.push(value("reads", &emended.reads));
        values.push(value("as", &emended.printed));
    }
    values.extend(quote.note.iter().map(|v| value("note", v)));
    values
}

fn of_question(theme: &ThemeEntry, question: &QuestionEntry) -> Vec<Value> {
    let mut values = vec![value("id", &question.id), value("ask", &question.ask)];
    values.extend(question.pinyin.iter().map(|v| value("pinyin", v)));
    values.push(value("english", &question.english));
    // The back of a question is its theme's.
    values.push(value("title", &theme.title));
    values.push(value("title_english", &theme.title_english));
    values.push(value("summary", &theme.summary));
    values.push(value("summary_english", &theme.summary_english));
    values
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
