//! The fields of each note type.

use super::emendation;
use super::html::{english, escape, span};
use super::ruby::{Aid, ruby};
use super::script_fields;
use super::source_note::{self, SourceNote, line_numbers};
use crate::collate::{ReadingKind, Witness};
use crate::deck::{Deck, Question, Quote, Theme};
use crate::pinyin::Reading;
use crate::script::letters;
use crate::script::{Bitext, Converter, Form, Script, from_hans};
use crate::source::Corpus;
use crate::text::without_hidden;

pub(super) struct Context<'a> {
    pub(super) deck: &'a Deck,
    pub(super) corpus: &'a Corpus,
    pub(super) converter: &'a dyn Converter,
}

impl Context<'_> {
    pub(super) fn lang(&self, script: Script) -> &'static str {
        match script {
            Script::Hans => Form::Hans.lang(),
            Script::Hant => Form::Hant(self.deck.region).lang(),
        }
    }

    /// Both scripts side by side, for a field that serves both; the stylesheet shows one.
    pub(super) fn both(&self, text: &Bitext) -> String {
        let hans = span(self.lang(Script::Hans), "hans", &text.hans);
        let hant = span(self.lang(Script::Hant), "hant", &text.hant);
        format!("{hans}{hant}")
    }
}

pub(super) fn quote_tags(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut tags = vec![format!("yulu::difficulty::{}", quote.difficulty)];
    let source = &context.corpus.sources[quote.base.source].entry.id;
    tags.push(format!("yulu::source::{source}"));
    tags.extend(theme_tags(context, quote));
    tags
}

pub(super) fn theme_tags(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let themes = quote.themes.iter().filter_map(|at| context.deck.themes.get(*at));
    themes.map(|theme| format!("yulu::theme::{}", theme.id)).collect()
}

/// A line of pinyin and one of zhuyin; both empty if the deck does not say how the text is
/// read.
fn aid_lines(reading: Option<&Reading>) -> [String; 2] {
    reading.map_or([String::new(), String::new()], |reading| {
        [escape(reading.pinyin()), zhuyin_line(reading.zhuyin())]
    })
}

/// A line of zhuyin whose syllables no line end divides. The stylesheet keeps letters and
/// tone marks together; the dot of the neutral tone is no letter to a browser, and needs
/// markup.
pub(super) fn zhuyin_line(line: &str) -> String {
    let syllables = line.split(' ').map(|syllable| match syllable.contains('˙') {
        true => format!("<span class=\"nb\">{}</span>", escape(syllable)),
        false => escape(syllable),
    });
    syllables.collect::<Vec<_>>().join(" ")
}

pub(super) fn quote(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let SourceNote { zh, en } =
        source_note::short(quote, context.deck, context.corpus, context.converter);
    let [pinyin, zhuyin] = aid_lines(quote.reading.as_ref());
    let [prompt_pinyin, prompt_zhuyin] = aid_lines(quote.prompt_reading.as_ref());
    vec![
        escape(&quote.id),
        whole(quote, Script::Hans),
        whole(quote, Script::Hant),
        escape(&quote.prompt.hans),
        escape(&quote.prompt.hant),
        blanked(quote, Script::Hans),
        blanked(quote, Script::Hant),
        english(&quote.english),
        english(&quote.prompt_english),
        pinyin,
        zhuyin,
        over(quote, Script::Hans, Aid::Pinyin),
        over(quote, Script::Hant, Aid::Zhuyin),
        gloss(context, quote, Script::Hans),
        gloss(context, quote, Script::Hant),
        script_fields::notes(context, quote),
        escape(&zh.hans),
        escape(&zh.hant),
        english(&en),
        apparatus(context, quote),
        themes(context, quote),
        prompt_pinyin,
        prompt_zhuyin,
        extra(context, quote),
    ]
}

/// The quote with its reading over each character: pinyin over Simplified, zhuyin over
/// Traditional, whose readers learn it.
fn over(quote: &Quote, script: Script, aid: Aid) -> String {
    let Some(reading) = &quote.reading else { return String::new() };
    let bold = quote.cloze.as_ref().map(|cloze| cloze.chars);
    ruby(quote.text.get(script), reading, aid, bold)
}

/// The quote with the words to recall in bold.
fn whole(quote: &Quote, script: Script) -> String {
    match quote.around_cloze(script) {
        Some([before, blank, after]) => {
            format!("{}<b>{}</b>{}", escape(&before), escape(&blank), escape(&after))
        }
        None => escape(quote.text.get(script)),
    }
}

/// The quote with a blank; its width tells nothing of the answer's length.
fn blanked(quote: &Quote, script: Script) -> String {
    let Some([before, _, after]) = quote.around_cloze(script) else { return String::new() };
    let blank = "<span class=\"blank\">［　　］</span>";
    format!("{}{blank}{}", escape(&before), escape(&after))
}

fn gloss(context: &Context<'_>, quote: &Quote, script: Script) -> String {
    let lang = context.lang(script);
    let rows = quote.gloss.iter().map(|gloss| {
        format!(
            "<li>{} <span class=\"py\" lang=\"zh-Latn-pinyin\">{}</span> <span lang=\"en\">{}</span></li>",
            span(lang, "w", gloss.word.get(script)),
            escape(&gloss.pinyin),
            english(&gloss.sense)
        )
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("<ul>{rows}</ul>") }
}

fn themes(context: &Context<'_>, quote: &Quote) -> String {
    let titles = quote.themes.iter().filter_map(|at| context.deck.themes.get(*at));
    let titles: Vec<String> = titles.map(|theme| context.both(&theme.title)).collect();
    titles.join(" · ")
}

/// Emendations, which are never folded away, and the editor's note.
fn extra(context: &Context<'_>, quote: &Quote) -> String {
    let emendations = emendation::sentences(quote, context.corpus);
    let mut parts: Vec<String> =
        emendations.iter().map(|text| context.both(text)).collect();
    parts.extend(quote.note.iter().map(|note| context.both(note)));
    parts.join(" ")
}

/// The readings of all witnesses, each in its own characters.
fn apparatus(context: &Context<'_>, quote: &Quote) -> String {
    let mut rows = String::new();
    for witness in &quote.collation.witnesses {
        rows += &witness_row(context, quote, witness);
    }
    for echo in &quote.collation.echoes {
        let entry = &context.corpus.sources[echo.place.source].entry;
        rows += &format!(
            "<li class=\"echo\">{} {}: ≈ {}</li>",
            escape(&entry.id),
            line_numbers(echo.place.lines),
            own_characters(context, echo)
        );
    }
    if rows.is_empty() { rows } else { format!("<ul>{rows}</ul>") }
}

fn source_lang(script: Script) -> &'static str {
    match script {
        Script::Hans => "zh-Hans",
        Script::Hant => "zh-Hant",
    }
}

fn own_characters(context: &Context<'_>, witness: &Witness) -> String {
    let script = context.corpus.sources[witness.place.source].entry.script;
    let raw = witness.place.raw_text(context.corpus).replace('\n', "");
    span(source_lang(script), "", &letters::standard(&without_hidden(&raw)))
}

/// The substantive readings of a witness, each side in its own characters: what the base
/// reads, a bracket, what the witness reads; ∅ for nothing, = if there are none.
pub fn readings(witness: &Witness, base_lang: &str, lang: &str) -> String {
    let readings = witness.readings.iter().filter(|r| r.kind == ReadingKind::Substantive);
    let readings: Vec<String> = readings
        .map(|reading| {
            let side = |lang: &str, text: &str| match text {
                "" => "<i>∅</i>".to_owned(),
                text => span(lang, "", text),
            };
            format!(
                "{} ］ {}",
                side(base_lang, &reading.lemma),
                side(lang, &reading.reading)
            )
        })
        .collect();
    if readings.is_empty() { "=".to_owned() } else { readings.join("; ") }
}

fn witness_row(context: &Context<'_>, quote: &Quote, witness: &Witness) -> String {
    let entry = &context.corpus.sources[witness.place.source].entry;
    let base_lang = source_lang(context.corpus.sources[quote.base.source].entry.script);
    let lang = source_lang(entry.script);
    let readings = readings(witness, base_lang, lang);
    let lines: Vec<String> = witness.lines().map(line_numbers).collect();
    format!("<li>{} {}: {readings}</li>", escape(&entry.id), lines.join(", "))
}

pub(super) fn theme(
    context: &Context<'_>,
    theme: &Theme,
    question: &Question,
    id: &str,
) -> Vec<String> {
    let label = "此为编者概括，并非原话；引文的出处见各自的卡片。";
    let label = from_hans(context.converter, label, context.deck.region);
    let [pinyin, zhuyin] = aid_lines(question.reading.as_ref());
    vec![
        escape(id),
        escape(&theme.title.hans),
        escape(&theme.title.hant),
        english(&theme.title_english),
        escape(&question.ask.hans),
        escape(&question.ask.hant),
        english(&question.english),
        escape(&theme.summary.hans),
        escape(&theme.summary.hant),
        english(&theme.summary_english),
        theme_quotes(context, theme, Script::Hans),
        theme_quotes(context, theme, Script::Hant),
        escape(&label.hans),
        escape(&label.hant),
        escape(
            "The summary is the editor's; the source of each quotation is on its own card.",
        ),
        pinyin,
        zhuyin,
        String::new(),
    ]
}

/// The quotations of a theme; each with its speaker if they are not all the same one's.
fn theme_quotes(context: &Context<'_>, theme: &Theme, script: Script) -> String {
    let (lang, corpus) = (context.lang(script), context.corpus);
    let quotes: Vec<&Quote> =
        theme.quotes.iter().filter_map(|at| context.deck.quotes.get(*at)).collect();
    let speaker =
        |quote: &Quote| &corpus.sources[quote.base.source].passages[quote.passage].speaker;
    let several = quotes.windows(2).any(|two| speaker(two[0]) != speaker(two[1]));
    let rows = quotes.iter().map(|quote| {
        let mut words = escape(quote.text.get(script));
        if several {
            let name = source_note::speaker(quote, context.deck, corpus, context.converter);
            words += &format!(" <small>——{}</small>", escape(name.get(script)));
        }
        format!("<li lang=\"{lang}\">{words}</li>")
    });
    format!("<ul>{}</ul>", rows.collect::<String>())
}
