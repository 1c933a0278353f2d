//! What stands in the fields of notes, as HTML.

use std::fmt::Write as _;

use super::ruby::{Aid, ruby};
use crate::card::wording::{BUT, usual_in};
use crate::card::{
    Attestation, Block, Card, Lang, Ours, QuoteRef, Role, ScriptNote, Variant, text,
};
use crate::deck::Recording;
use crate::export::html::{english, escape, runs, span};
use crate::script::{Bitext, Form, Script};

/// A text of a card in one script; empty if the card has none of this role.
pub(super) fn zh(card: &Card, role: Role, script: Script) -> String {
    card.block(role).map(|block| runs(block.runs(script))).unwrap_or_default()
}

/// A text in Simplified, without markup.
pub(super) fn plain(card: &Card, role: Role) -> String {
    card.block(role).map(|block| escape(&block.text(Script::Hans))).unwrap_or_default()
}

/// The word of a script card with the words around it: one phrase may have two such words.
pub(super) fn word_and_phrase(card: &Card) -> String {
    format!("{}（{}）", plain(card, Role::Word), plain(card, Role::Phrase))
}

/// The English of a text.
pub(super) fn en(card: &Card, role: Role) -> String {
    card.block(role).map(|block| runs(&block.english)).unwrap_or_default()
}

/// The line of pinyin of a text; empty if the deck does not say how it is read.
pub(super) fn pinyin(card: &Card, role: Role) -> String {
    let reading = card.block(role).and_then(|block| block.reading.as_ref());
    reading.map(|reading| escape(reading.pinyin())).unwrap_or_default()
}

/// The same in zhuyin. No line end divides a syllable: the stylesheet keeps letters and tone
/// marks together; the dot of the neutral tone is no letter to a browser, and needs markup.
pub(super) fn zhuyin(card: &Card, role: Role) -> String {
    let reading = card.block(role).and_then(|block| block.reading.as_ref());
    let Some(reading) = reading else { return String::new() };
    let syllables =
        reading.zhuyin().split(' ').map(|syllable| match syllable.contains('˙') {
            true => format!("<span class=\"nb\">{}</span>", escape(syllable)),
            false => escape(syllable),
        });
    syllables.collect::<Vec<_>>().join(" ")
}

/// The quotation with its reading over each character: pinyin over Simplified, zhuyin over
/// Traditional, whose readers learn it.
pub(super) fn over(card: &Card, script: Script) -> String {
    let aid = match script {
        Script::Hans => Aid::Pinyin,
        Script::Hant => Aid::Zhuyin,
    };
    let block = card.block(Role::Quotation);
    let read = block.and_then(|block| Some((block, block.reading.as_ref()?)));
    read.map(|(block, reading)| ruby(block.runs(script), reading, aid)).unwrap_or_default()
}

/// Rows of a list; nothing at all if there are none.
fn list(rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("<ul>{rows}</ul>") }
}

/// Both scripts side by side, for a field that serves both; the stylesheet shows one.
fn both(ours: Ours<'_>, text: &Bitext) -> String {
    let hans = span(ours.lang(Script::Hans), "hans", &text.hans);
    let hant = span(ours.lang(Script::Hant), "hant", &text.hant);
    format!("{hans}{hant}")
}

pub(super) fn gloss(ours: Ours<'_>, card: &Card, script: Script) -> String {
    let lang = ours.lang(script);
    list(card.gloss.iter().map(|gloss| {
        format!(
            "<li>{} <span class=\"py\" lang=\"zh-Latn-pinyin\">{}</span> <span lang=\"en\">{}</span></li>",
            span(lang, "w", gloss.word.get(script)),
            escape(&gloss.pinyin),
            runs(&gloss.sense)
        )
    }))
}

pub(super) fn themes(ours: Ours<'_>, card: &Card) -> String {
    let titles: Vec<String> =
        card.themes.iter().map(|theme| both(ours, &theme.title)).collect();
    titles.join(" · ")
}

pub(super) fn themes_english(card: &Card) -> String {
    let titles: Vec<String> =
        card.themes.iter().map(|theme| english(&theme.title_english)).collect();
    titles.join(" · ")
}

/// Whose translation the English is; empty where there is none.
pub(super) fn translation_by(card: &Card) -> String {
    let translated = |role| card.block(role).is_some_and(|block| !block.english.is_empty());
    if [Role::Quotation, Role::Phrase].into_iter().any(translated) {
        capitalised(card.translated_by())
    } else {
        String::new()
    }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The interviewer's own question, and where it stands.
pub(super) fn asked(card: &Card, script: Script) -> String {
    let Some(asked) = &card.asked else { return String::new() };
    format!(
        "{} <small>（{}）</small>",
        escape(asked.text.get(script)),
        escape(asked.source.zh.get(script))
    )
}

/// A recording, as Anki plays it.
pub(super) fn recording(of: Option<&Recording>) -> String {
    // The name is of letters and digits: nothing in it has to be escaped.
    of.map(|recording| format!("[sound:{}]", recording.media_name())).unwrap_or_default()
}

/// The senses of a word; each with its reading if they are not all read alike.
pub(super) fn senses(card: &Card) -> String {
    let alike = card.gloss.windows(2).all(|two| two[0].pinyin == two[1].pinyin);
    let rows = card.gloss.iter().map(|gloss| {
        let pinyin = match alike {
            true => String::new(),
            false => format!(
                "<span class=\"py\" lang=\"zh-Latn-pinyin\">{}</span> ",
                escape(&gloss.pinyin)
            ),
        };
        format!("<li>{pinyin}<span lang=\"en\">{}</span></li>", runs(&gloss.sense))
    });
    list(rows)
}

/// Ids of the quotations that a card is from.
pub(super) fn quote_ids(card: &Card) -> String {
    let ids: Vec<String> = card.quotes.iter().map(|quote| escape(&quote.id)).collect();
    ids.join(" ")
}

/// Our translation of it.
pub(super) fn asked_english(card: &Card) -> String {
    card.asked.as_ref().map(|asked| runs(&asked.english)).unwrap_or_default()
}

/// An address as it may stand in an attribute of HTML: what could end it or mean something to
/// Anki is percent-encoded.
pub(super) fn address(card: &Card) -> String {
    let mut out = String::new();
    for c in card.address.iter().flat_map(|address| address.chars()) {
        match c {
            '&' => out += "&amp;",
            c if c.is_ascii_graphic() && !"\"'<>[]{}\\^`|".contains(c) => out.push(c),
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}

/// Where the words stand in the original of their source.
pub(super) fn place(card: &Card) -> String {
    card.place().map(english).unwrap_or_default()
}

/// Emendations, which are never folded away, and the editor's note.
pub(super) fn extra(ours: Ours<'_>, card: &Card) -> String {
    let remarks = card.back.iter();
    let remarks = remarks.filter(|b| matches!(b.role, Role::Emendation | Role::Note));
    let both = |block: &Block| {
        let (hans, hant) = (block.text(Script::Hans), block.text(Script::Hant));
        both(ours, &Bitext { hans, hant })
    };
    remarks.map(both).collect::<Vec<_>>().join(" ")
}

/// The same in English.
pub(super) fn extra_english(card: &Card) -> String {
    let remarks = card.back.iter();
    let remarks = remarks.filter(|b| matches!(b.role, Role::Emendation | Role::Note));
    let english = remarks.map(|block| runs(&block.english));
    english.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn places(attestation: &Attestation) -> String {
    attestation.lines().map(|lines| lines.to_string()).collect::<Vec<_>>().join(", ")
}

/// The readings of all witnesses, each in its own characters.
pub(super) fn apparatus(card: &Card) -> String {
    let Some(apparatus) = &card.apparatus else { return String::new() };
    let base = Lang::Printed(apparatus.base.script);
    let witnesses = apparatus.witnesses.iter().map(|witness| {
        let lang = Lang::Printed(witness.script);
        let variants = variants(&witness.variants, base, lang);
        format!("<li>{} {}: {variants}</li>", escape(&witness.source), places(witness))
    });
    let echoes = apparatus.echoes.iter().map(|echo| {
        let lines = echo.lines().next().map(|lines| lines.to_string()).unwrap_or_default();
        let words = span(Lang::Printed(echo.script).tag(), "", &echo.words);
        format!("<li class=\"echo\">{} {lines}: ≈ {words}</li>", escape(&echo.source))
    });
    list(witnesses.chain(echoes))
}

/// The readings of a witness, each side in its own characters: what the base reads, a
/// bracket, what the witness reads; ∅ for nothing, = if there are none.
pub fn variants(variants: &[Variant], base: Lang, lang: Lang) -> String {
    let side = |lang: Lang, text: &str| match text {
        "" => "<i>∅</i>".to_owned(),
        text => span(lang.tag(), "", text),
    };
    let variants: Vec<String> = variants
        .iter()
        .map(|variant| {
            format!("{} ］ {}", side(base, &variant.lemma), side(lang, &variant.reading))
        })
        .collect();
    if variants.is_empty() { "=".to_owned() } else { variants.join("; ") }
}

/// The quotations of a theme; each with its speaker if they are not all the same one's.
pub(super) fn quotes(ours: Ours<'_>, quotes: &[QuoteRef], script: Script) -> String {
    let lang = ours.lang(script);
    if quotes.is_empty() {
        return String::new();
    }
    let rows = quotes.iter().map(|quote| {
        let mut words = escape(quote.text.get(script));
        if let Some(name) = &quote.speaker {
            words += &format!(" <small>——{}</small>", escape(name.get(script)));
        }
        format!("<li lang=\"{lang}\">{words}</li>")
    });
    format!("<ul>{}</ul>", rows.collect::<String>())
}

fn pair(ours: Ours<'_>, hans: &str, hant: &str) -> String {
    format!(
        "{} → {}",
        span(ours.lang(Script::Hans), "", hans),
        span(ours.lang(Script::Hant), "", hant)
    )
}

/// The script notes of a quotation, each a line for readers of either script.
pub(super) fn script_notes(ours: Ours<'_>, card: &Card) -> String {
    let line = |note: &ScriptNote| {
        let mut line = pair(ours, &note.word.hans, &note.word.hant);
        if let Some(unlike) = &note.unlike {
            let but = both(ours, &ours.both(BUT.0));
            line += &format!("{but}{}", pair(ours, &unlike.hans, &unlike.hant));
        }
        for (region, word) in &note.usual {
            line += &both(ours, &ours.both(usual_in(*region).0));
            line += &span(Form::Hant(*region).lang(), "", word);
        }
        format!("<li>{line}</li>")
    };
    list(card.script_notes.iter().map(line))
}

/// Words in which the character of a script card is written otherwise.
pub(super) fn contrasts(ours: Ours<'_>, card: &Card) -> String {
    let contrasts = card.back.iter().filter(|block| block.role == Role::Contrast);
    list(contrasts.map(|block| {
        format!("<li>{}</li>", pair(ours, &text(&block.hans), &text(&block.hant)))
    }))
}
