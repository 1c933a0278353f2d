//! The cards, by theme.

use std::fmt::Write as _;

use super::Context;
use super::plan::Section;
use crate::card::wording::{
    BUT, EDITORS_ANSWER, EDITORS_NOTE, EDITORS_SUMMARY, STUDY_QUESTIONS, UNDECIDED,
    usual_in,
};
use crate::card::{Apparatus, Attestation, Block, Card, Lang, Role, ScriptNote, Undecided};
use crate::collate::Relation;
use crate::export::anki::variants;
use crate::export::html::{english, escape, runs, span};
use crate::script::letters;
use crate::script::{Bitext, Form, Script};
use crate::source::{Corpus, link};
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
         <div class=summary><p class=tag>{3} {6}</p>\n{4}<p class=en>{5}</p>\n",
        theme.id,
        words.both(&theme.title),
        english(&theme.title_english),
        words.ours(EDITORS_SUMMARY.0),
        words.paragraphs(&theme.summary),
        english(&theme.summary_english),
        EDITORS_SUMMARY.1,
    );
    if !section.questions.is_empty() {
        let (label, english) = (words.ours(STUDY_QUESTIONS.0), STUDY_QUESTIONS.1);
        let _ = writeln!(out, "<p class=tag>{label} {english}</p>\n<ul>");
        for question in &section.questions {
            let (zh, en) = asked(context, question);
            let id = &question.id;
            let _ = write!(out, "<li id=t-{id}>{zh} <span class=en>{en}</span>");
            out += &answer(context, question);
            let undecided = undecided(context, question);
            if !undecided.is_empty() {
                let _ = write!(out, "<ul class=notes>{undecided}</ul>");
            }
            out += "</li>\n";
        }
        out += "</ul>\n";
    }
    let link = |card: &&Card| format!("<a href=#{0}>{0}</a>", card.number);
    let elsewhere: Vec<String> = section.elsewhere.iter().map(link).collect();
    if !elsewhere.is_empty() {
        let _ = writeln!(
            out,
            "<p class=also>{} See also {}</p>",
            words.ours("另见"),
            elsewhere.join(" ")
        );
    }
    out += "</div>\n";
    for quote in &section.quotes {
        out += &card(context, quote);
    }
    out + "</section>\n"
}

/// The answer to a study question, folded, with links to the quotations that carry it.
fn answer(context: &Context<'_>, question: &Card) -> String {
    let Some(answer) = question.block(Role::Answer) else { return String::new() };
    let links = question.quotes.iter();
    let links: Vec<String> =
        links.map(|quote| format!("<a href=#{0}>{0}</a>", quote.number)).collect();
    format!(
        "<details><summary>{} {}</summary><p>{}</p><p class=en>{}</p><p class=also>{}</p></details>",
        context.words.ours(EDITORS_ANSWER.0),
        EDITORS_ANSWER.1,
        both(context, answer),
        runs(&answer.english),
        links.join(" "),
    )
}

/// Both scripts of a text of a card.
fn both(context: &Context<'_>, block: &Block) -> String {
    let (hans, hant) = (block.text(Script::Hans), block.text(Script::Hant));
    context.words.both(&Bitext { hans, hant })
}

/// What a card asks, in both scripts and in English.
fn asked(context: &Context<'_>, card: &Card) -> (String, String) {
    let block = card.block(Role::Prompt);
    let both = block.map(|block| both(context, block)).unwrap_or_default();
    (both, block.map(|block| runs(&block.english)).unwrap_or_default())
}

fn card(context: &Context<'_>, card: &Card) -> String {
    let words = &context.words;
    let (Some(quotation), Some(apparatus)) = (card.answer(), &card.apparatus) else {
        return String::new();
    };
    let (ask, ask_english) = asked(context, card);
    let mut out = format!(
        "<article id=q-{0}><a id={number} href=#q-{0}>{number}</a>\n\
         <h4>{ask}</h4><p class=ask>{ask_english}</p>\n<blockquote class=tri>{1}</blockquote>\n",
        card.id,
        words_of(context, quotation, apparatus),
        number = card.number,
    );
    if let Some(reading) = &quotation.reading {
        let pinyin = escape(reading.pinyin());
        let _ = writeln!(out, "<p class=pinyin lang=zh-Latn>{pinyin}</p>");
    }
    let class = match card.translation {
        Some(_) => "\"english printed\"",
        None => "english",
    };
    let _ = writeln!(out, "<p class={class}>{}</p>", runs(&quotation.english));
    out += &gloss(context, card);
    out += &script_notes(context, card);
    let remarks = card.back.iter().skip(1).map(|block| {
        let part = |script, class: &str| {
            span(context.words.lang(script), class, &block.text(script))
        };
        let english = match runs(&block.english) {
            none if none.is_empty() => none,
            words => format!(" <span class=en>{words}</span>"),
        };
        part(Script::Hans, "hans") + &part(Script::Hant, "hant") + &english
    });
    let remarks: Vec<String> = remarks.collect();
    if !remarks.is_empty() {
        let (label, english) = (words.ours(EDITORS_NOTE.0), EDITORS_NOTE.1);
        let _ = writeln!(
            out,
            "<p class=note><span class=tag>{label} {english}</span> {}</p>",
            remarks.join(" ")
        );
    }
    out += &origin(context, card, apparatus);
    out + "</article>\n"
}

/// The quotation in the three forms. As printed it is the document's own characters, a
/// line for each of its paragraphs; what was left out between two parts is shown as such.
fn words_of(context: &Context<'_>, quotation: &Block, apparatus: &Apparatus) -> String {
    let base = &apparatus.base;
    let raw = printed_words(base, context.corpus);
    let (hans, hant) = (runs(&quotation.hans), runs(&quotation.hant));
    let same = raw == quotation.text(base.script);
    let printed = match base.script {
        Script::Hans if same => hans.clone(),
        Script::Hant if same => hant.clone(),
        _ => escape(&raw),
    };
    context.words.three("p", base.script, [&printed, &hans, &hant])
}

fn printed_words(base: &Attestation, corpus: &Corpus) -> String {
    let text = &corpus.sources[base.place.source].text;
    let mut out = String::new();
    let mut end = None;
    for span in &base.place.spans {
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

fn gloss(context: &Context<'_>, card: &Card) -> String {
    let rows = card.gloss.iter().map(|gloss| {
        format!(
            "<li>{} <em lang=zh-Latn>{}</em> {}",
            context.words.both(&gloss.word),
            escape(&gloss.pinyin),
            runs(&gloss.sense)
        )
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("<ul class=gloss>{rows}</ul>\n") }
}

/// Words whose two scripts are not one-to-one. Both scripts show here, whichever is chosen.
fn script_notes(context: &Context<'_>, card: &Card) -> String {
    let words = &context.words;
    let one = |lang: &str, word: &str| format!("<span lang={lang}>{}</span>", escape(word));
    let pair = |word: &Bitext| {
        let hans = one(words.lang(Script::Hans), &word.hans);
        format!("{hans} → {}", one(words.hant(), &word.hant))
    };
    let row = |note: &ScriptNote| {
        let mut row = format!("<li>{}", pair(&note.word));
        if let Some(unlike) = &note.unlike {
            let _ = write!(row, ", {} {}", BUT.1, pair(unlike));
        }
        for (region, word) in &note.usual {
            let word = one(Form::Hant(*region).lang(), word);
            let _ = write!(row, "; in {} rather {word}", usual_in(*region).1);
        }
        row
    };
    let rows: String = card.script_notes.iter().map(row).collect();
    let rows = rows + &undecided(context, card);
    if rows.is_empty() { rows } else { format!("<ul class=notes>{rows}</ul>\n") }
}

/// Characters whose Traditional form nobody has decided, each a line of a list.
fn undecided(context: &Context<'_>, card: &Card) -> String {
    let words = &context.words;
    let row = |undecided: &Undecided| {
        let one = |c: char| span(words.hant(), "", &c.to_string());
        let forms: Vec<String> =
            undecided.others.chars().chain([undecided.shown]).map(one).collect();
        format!(
            "<li class=undecided><span class=tag>{} {}</span> {} → {}: {}?",
            words.ours(UNDECIDED.0),
            UNDECIDED.1,
            span(words.lang(Script::Hans), "", &undecided.words.hans),
            span(words.hant(), "", &undecided.words.hant),
            forms.join(" / "),
        )
    };
    card.undecided.iter().map(row).collect()
}

/// Who says it and when, where the words stand, and on demand how others read.
fn origin(context: &Context<'_>, card: &Card, apparatus: &Apparatus) -> String {
    let passage = |of: &Attestation| {
        let (id, line) = (&of.source, of.first_line());
        format!("<a href=#s-{id}.{line}>{id} {line}</a>")
    };
    let mut out = format!(
        "<p class=origin>{}. <span>Source {}</span>",
        english(&card.source.who_and_when),
        passage(&apparatus.base)
    );
    let place = &apparatus.base.place;
    let base = &context.corpus.sources[place.source];
    let raw = base.raw_text(&place.spans);
    if let Some(address) = link::link(base, place.lines, &raw, context.project) {
        let original = apparatus.base.original.as_deref().unwrap_or("original");
        let _ = write!(
            out,
            " <a rel=noreferrer href=\"{}\">{}</a>",
            escape(&address),
            english(original)
        );
    }
    if let (Some(audio), Some(project)) = (&card.audio, context.project) {
        let address = escape(&link::beside(&audio.path, project));
        let _ = write!(out, " <a href=\"{address}\">Recording</a>");
    }
    if let Some(asked) = &card.asked {
        let (id, line) = (&asked.locator.source, asked.locator.lines.first);
        let _ =
            write!(out, " <span>Question <a href=#s-{id}.{line}>{id} {line}</a></span>");
    }
    let parallels: Vec<String> = apparatus.witnesses.iter().map(passage).collect();
    if !parallels.is_empty() {
        let _ = write!(out, " <span>Parallels {}</span>", parallels.join(" "));
    }
    let echoes: Vec<String> = apparatus.echoes.iter().map(passage).collect();
    if !echoes.is_empty() {
        let _ = write!(out, " <span>Paraphrase {}</span>", echoes.join(" "));
    }
    out += "</p>\n";
    let rows = rows(apparatus);
    if !rows.is_empty() {
        let _ =
            writeln!(out, "<details><summary>Readings</summary><ul>{rows}</ul></details>");
    }
    out
}

/// A row for each witness: its readings in its own characters.
fn rows(apparatus: &Apparatus) -> String {
    let base = &apparatus.base;
    let mut rows = String::new();
    for lines in base.lines().skip(1) {
        let _ = write!(rows, "<li>{} {lines}: repeated", base.source);
    }
    for witness in &apparatus.witnesses {
        let places: Vec<String> = witness.lines().map(|lines| lines.to_string()).collect();
        let readings = match witness.relation {
            Relation::Identical | Relation::Orthographic => "same words".to_owned(),
            Relation::Substantive => variants(
                &witness.variants,
                Lang::Printed(base.script),
                Lang::Printed(witness.script),
            ),
        };
        let _ = write!(rows, "<li>{} {}: {readings}", witness.source, places.join(", "));
    }
    rows
}
