//! What a card says of the two scripts: notes on a quote, and script cards.

use super::fields::{Context, zhuyin_line};
use super::html::{english, escape, mixed, span};
use super::source_note::{self, SourceNote};
use crate::deck::{Quote, ScriptCard, ScriptNote};
use crate::pinyin::align;
use crate::script::{Bitext, Script, from_hans};

/// The script notes of a quote, each a line for readers of either script.
pub(super) fn notes(context: &Context<'_>, quote: &Quote) -> String {
    let rows = quote.script_notes.iter();
    let rows: String =
        rows.map(|note| format!("<li>{}</li>", note_line(context, note))).collect();
    if rows.is_empty() { rows } else { format!("<ul>{rows}</ul>") }
}

fn pair(context: &Context<'_>, word: &Bitext) -> String {
    format!(
        "{} → {}",
        span(context.lang(Script::Hans), "", &word.hans),
        span(context.lang(Script::Hant), "", &word.hant)
    )
}

/// Our own words, in both scripts.
fn ours(context: &Context<'_>, hans: &str) -> String {
    context.both(&from_hans(context.converter, hans, context.deck.region))
}

fn note_line(context: &Context<'_>, note: &ScriptNote) -> String {
    let mut line = pair(context, &note.word);
    if let Some(unlike) = &note.unlike {
        line += &format!("{}{}", ours(context, "，但"), pair(context, unlike));
    }
    for (place, word) in [("台湾", &note.taiwan), ("香港", &note.hong_kong)] {
        let Some(word) = word else { continue };
        let lang = if place == "香港" { "zh-Hant-HK" } else { "zh-Hant-TW" };
        line += &ours(context, &format!("；{place}多用"));
        line += &span(lang, "", word);
    }
    line
}

/// The fields of a script card.
pub(super) fn script(
    context: &Context<'_>,
    card: &ScriptCard,
    quote: &Quote,
    id: &str,
) -> Vec<String> {
    let SourceNote { zh, en } =
        source_note::short(quote, context.deck, context.corpus, context.converter);
    let [pinyin, zhuyin] = word_reading(card, quote);
    let contrasts = card.unlike.iter();
    let contrasts: String =
        contrasts.map(|word| format!("<li>{}</li>", pair(context, word))).collect();
    let contrasts =
        if contrasts.is_empty() { contrasts } else { format!("<ul>{contrasts}</ul>") };
    let hant_lang = context.lang(Script::Hant);
    vec![
        escape(id),
        marked(card, Script::Hans),
        marked(card, Script::Hant),
        escape(&card.word.hans),
        escape(&card.word.hant),
        pinyin,
        zhuyin,
        contrasts,
        mixed(&card.reason.hans, Script::Hans, hant_lang),
        mixed(&card.reason.hant, Script::Hant, hant_lang),
        english(&card.reason_english),
        escape(&zh.hans),
        escape(&zh.hant),
        english(&en),
        String::new(),
    ]
}

/// The phrase with the word in bold.
fn marked(card: &ScriptCard, script: Script) -> String {
    let (from, to) = card.word_chars;
    let chars: Vec<char> = card.phrase.get(script).chars().collect();
    let part = |chars: &[char]| escape(&chars.iter().collect::<String>());
    let (before, rest) = chars.split_at(from.min(chars.len()));
    let (word, after) = rest.split_at((to - from).min(rest.len()));
    format!("{}<b>{}</b>{}", part(before), part(word), part(after))
}

/// How the word is read, spelt as in the quote's own line of pinyin, if the quote says how
/// it is read. The capital that only opens a sentence is not kept.
fn word_reading(card: &ScriptCard, quote: &Quote) -> [String; 2] {
    let none = [String::new(), String::new()];
    let found = quote.reading.as_ref().zip(quote.text.hans.find(&card.phrase.hans));
    let Some((reading, at)) = found else { return none };
    let first = quote.text.hans[..at].chars().count() + card.word_chars.0;
    let length = card.word_chars.1 - card.word_chars.0;
    let line = reading.pinyin();
    let mut pairs = align(&quote.text, line).unwrap_or_default();
    pairs.retain(|pair| (first..first + length).contains(&pair.at));
    let (Some(from), Some(to)) = (pairs.first(), pairs.last()) else { return none };
    let written = line.get(from.span.start..to.span.end).unwrap_or_default();
    let before = line[..from.span.start].trim_end_matches([' ', '“', '‘']);
    let opens = before.is_empty() || before.ends_with(['.', '?', '!', ':', '…']);
    let mut chars = written.chars();
    let written = match chars.next() {
        Some(capital) if opens => capital.to_lowercase().chain(chars).collect(),
        _ => written.to_owned(),
    };
    let zhuyin: Vec<String> = pairs.iter().map(|pair| pair.syllable.zhuyin()).collect();
    [escape(&written), zhuyin_line(&zhuyin.join(" "))]
}
