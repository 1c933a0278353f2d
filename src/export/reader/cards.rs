//! The cards, by theme.

use std::fmt::Write as _;

use super::Context;
use super::plan::Section;
use super::words::{numbers, printed_lang};
use crate::collate::Relation;
use crate::deck::{Quote, ScriptNote};
use crate::note::html::{english, escape};
use crate::note::{Note, readings, source_note};
use crate::script::letters;
use crate::script::{Bitext, Form, Region, Script};
use crate::source::{Corpus, link, place};
use crate::text::{visible, without_hidden};

/// Links to all themes.
pub(super) fn contents(context: &Context<'_>) -> String {
    let row = |section: &Section<'_>| {
        format!(
            "<li><a href=#t-{}>{} <span class=en>{}</span></a></li>\n",
            section.theme.id,
            context.words.both(&section.theme.title),
            english(&section.theme.title_english)
        )
    };
    context.plan.sections.iter().map(row).collect()
}

/// All themes with their cards.
pub(super) fn themes(context: &Context<'_>) -> String {
    context.plan.sections.iter().map(|section| theme(context, section)).collect()
}

fn theme(context: &Context<'_>, section: &Section<'_>) -> String {
    let (theme, words) = (section.theme, &context.words);
    let mut out = format!(
        "<section class=theme id=t-{0} aria-labelledby=t-{0}.title>\n\
         <h3 id=t-{0}.title>{1}<span class=sub>{2}</span></h3>\n\
         <div class=summary><p class=tag>{3} Editor’s summary</p>\n{4}<p class=en>{5}</p>\n",
        theme.id,
        words.both(&theme.title),
        english(&theme.title_english),
        words.ours("编者概括"),
        words.paragraphs(&theme.summary),
        english(&theme.summary_english),
    );
    if !section.questions.is_empty() {
        let label = words.ours("思考题");
        let _ = writeln!(out, "<p class=tag>{label} Study questions</p>\n<ul>");
        for question in &section.questions {
            let _ = writeln!(
                out,
                "<li id=t-{}.{}>{} <span class=en>{}</span></li>",
                theme.id,
                question.id,
                words.both(&question.ask),
                english(&question.english)
            );
        }
        out += "</ul>\n";
    }
    let elsewhere = section.elsewhere.iter().filter_map(|at| {
        let number = context.plan.numbers.get(at)?;
        Some(format!("<a href=#{number}>{number}</a>"))
    });
    let elsewhere: Vec<String> = elsewhere.collect();
    if !elsewhere.is_empty() {
        let _ = writeln!(
            out,
            "<p class=also>{} See also {}</p>",
            words.ours("另见"),
            elsewhere.join(" ")
        );
    }
    out += "</div>\n";
    for at in &section.quotes {
        let note = context.plan.notes.get(at).and_then(|note| context.notes.get(*note));
        if let (Some(number), Some(note)) = (context.plan.numbers.get(at), note) {
            out += &card(context, &context.deck.quotes[*at], *number, note);
        }
    }
    out + "</section>\n"
}

/// The value of a note's field; empty if it has none.
fn field<'n>(note: &'n Note, name: &str) -> &'n str {
    note.field(name).unwrap_or_default()
}

fn card(context: &Context<'_>, quote: &Quote, number: usize, note: &Note) -> String {
    let words = &context.words;
    let mut out = format!(
        "<article id=q-{0}><a id={number} href=#q-{0}>{number}</a>\n\
         <h4>{1}</h4><p class=ask>{2}</p>\n<blockquote class=tri>{3}</blockquote>\n",
        quote.id,
        words.both(&quote.prompt),
        english(&quote.prompt_english),
        words_of(context, quote, note),
    );
    let pinyin = field(note, "Pinyin");
    if !pinyin.is_empty() {
        let _ = writeln!(out, "<p class=pinyin lang=zh-Latn>{pinyin}</p>");
    }
    let _ = writeln!(out, "<p class=english>{}</p>", english(&quote.english));
    out += &gloss(context, quote);
    out += &script_notes(context, quote);
    if !field(note, "Extra").is_empty() {
        let label = words.ours("编者按");
        let _ = writeln!(
            out,
            "<p class=note><span class=tag>{label} Note</span> {}</p>",
            field(note, "Extra")
        );
    }
    out += &origin(context, quote);
    out + "</article>\n"
}

/// The quotation in the three forms. As printed it is the document's own characters, a
/// line for each of its paragraphs; what was left out between two parts is shown as such.
fn words_of(context: &Context<'_>, quote: &Quote, note: &Note) -> String {
    let entry = &context.corpus.sources[quote.base.source].entry;
    let raw = printed_words(quote, context.corpus);
    let (hans, hant) = (field(note, "Hans"), field(note, "Hant"));
    let same = raw == *quote.text.get(entry.script);
    let printed = match entry.script {
        Script::Hans if same => hans.to_owned(),
        Script::Hant if same => hant.to_owned(),
        _ => escape(&raw),
    };
    context.words.three("p", entry.script, [&printed, hans, hant])
}

fn printed_words(quote: &Quote, corpus: &Corpus) -> String {
    let text = &corpus.sources[quote.base.source].text;
    let mut out = String::new();
    let mut end = None;
    for span in &quote.base.spans {
        if let Some(end) = end {
            let between = text.as_str().get(end..span.start).unwrap_or_default();
            out += if between.trim().is_empty() { "\n" } else { "［……］" };
        }
        out += &visible(&letters::standard(&without_hidden(
            text.slice(*span).unwrap_or_default(),
        )));
        end = Some(span.end);
    }
    out
}

fn gloss(context: &Context<'_>, quote: &Quote) -> String {
    let rows = quote.gloss.iter().map(|gloss| {
        format!(
            "<li>{} <em lang=zh-Latn>{}</em> {}",
            context.words.both(&gloss.word),
            escape(&gloss.pinyin),
            english(&gloss.sense)
        )
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("<ul class=gloss>{rows}</ul>\n") }
}

/// Words whose two scripts are not one-to-one. Both scripts show here, whichever is chosen.
fn script_notes(context: &Context<'_>, quote: &Quote) -> String {
    let words = &context.words;
    let one = |lang: &str, word: &str| format!("<span lang={lang}>{}</span>", escape(word));
    let pair = |word: &Bitext| {
        let hans = one(words.lang(Script::Hans), &word.hans);
        format!("{hans} → {}", one(words.hant(), &word.hant))
    };
    let row = |note: &ScriptNote| {
        let mut row = format!("<li>{}", pair(&note.word));
        if let Some(unlike) = &note.unlike {
            let _ = write!(row, ", but {}", pair(unlike));
        }
        for (place, region, word) in [
            ("Taiwan", Region::Tw, &note.taiwan),
            ("Hong Kong", Region::Hk, &note.hong_kong),
        ] {
            if let Some(word) = word {
                let word = one(Form::Hant(region).lang(), word);
                let _ = write!(row, "; in {place} rather {word}");
            }
        }
        row
    };
    let rows: String = quote.script_notes.iter().map(row).collect();
    if rows.is_empty() { rows } else { format!("<ul class=notes>{rows}</ul>\n") }
}

/// Who says it and when, where the words stand, and on demand how others read.
fn origin(context: &Context<'_>, quote: &Quote) -> String {
    let passage = |source: usize, line: usize| {
        let id = &context.corpus.sources[source].entry.id;
        format!("<a href=#s-{id}.{line}>{id} {line}</a>")
    };
    let mut out = format!(
        "<p class=origin>{}. <span>Source {}</span>",
        english(&source_note::who_and_when(quote, context.corpus)),
        passage(quote.base.source, quote.base.lines.0)
    );
    let base = &context.corpus.sources[quote.base.source];
    let raw = base.raw_text(&quote.base.spans);
    if let Some(address) = link::link(base, quote.base.lines, &raw, context.project) {
        let place = place::words(base, quote.base.lines);
        let place = place.map_or_else(|| "original".to_owned(), |place| place.english());
        let _ = write!(
            out,
            " <a rel=noreferrer href=\"{}\">{}</a>",
            escape(&address),
            english(&place)
        );
    }
    let collation = &quote.collation;
    let places = collation.witnesses.iter().map(|w| (w.place.source, w.place.lines.0));
    let parallels: Vec<String> =
        places.map(|(source, line)| passage(source, line)).collect();
    if !parallels.is_empty() {
        let _ = write!(out, " <span>Parallels {}</span>", parallels.join(" "));
    }
    let places = collation.echoes.iter().map(|e| (e.place.source, e.place.lines.0));
    let echoes: Vec<String> = places.map(|(source, line)| passage(source, line)).collect();
    if !echoes.is_empty() {
        let _ = write!(out, " <span>Paraphrase {}</span>", echoes.join(" "));
    }
    out += "</p>\n";
    let rows = apparatus(context, quote);
    if !rows.is_empty() {
        let _ =
            writeln!(out, "<details><summary>Readings</summary><ul>{rows}</ul></details>");
    }
    out
}

/// A row for each witness: its readings in its own characters.
fn apparatus(context: &Context<'_>, quote: &Quote) -> String {
    let corpus = context.corpus;
    let base = &corpus.sources[quote.base.source].entry;
    let mut rows = String::new();
    for lines in &quote.base_also {
        let _ = write!(rows, "<li>{} {}: repeated", base.id, numbers(*lines));
    }
    for witness in &quote.collation.witnesses {
        let entry = &corpus.sources[witness.place.source].entry;
        let places: Vec<String> = witness.lines().map(numbers).collect();
        let readings = match witness.relation {
            Relation::Identical | Relation::Orthographic => "same words".to_owned(),
            Relation::Substantive => {
                readings(witness, printed_lang(base.script), printed_lang(entry.script))
            }
        };
        let _ = write!(rows, "<li>{} {}: {readings}", entry.id, places.join(", "));
    }
    rows
}
