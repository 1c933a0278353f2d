//! The documents, a column each, line by line.

use std::fmt::Write as _;

use super::Context;
use super::forms::{Carried, forms};
use super::marks::{Mark, Marks, Piece, Role, marks, pieces};
use super::words::printed_lang;
use crate::export::html::{english, escape};
use crate::script::Script;
use crate::source::{Basis, Paragraph, Passage, Region, Role as Part, Source, Speaker};
use crate::text::{Span, visible};

/// The documents' names, as links to their columns.
pub(super) fn tabs(context: &Context<'_>) -> String {
    let tab = |source: &Source| {
        let name = context.words.typed(&source.entry.short, source.entry.script);
        format!("<li><a href=#s-{}>{name}</a></li>\n", escape(&source.entry.id))
    };
    context.corpus.sources.iter().map(tab).collect()
}

/// All columns in the manifest's order.
pub(super) fn columns(context: &Context<'_>) -> String {
    let marks = marks(context.corpus, &context.plan.quotes);
    let columns = context.corpus.sources.iter().zip(&marks);
    columns.map(|(source, marks)| column(context, source, marks)).collect()
}

fn column(context: &Context<'_>, source: &Source, marks: &Marks) -> String {
    let id = escape(&source.entry.id);
    let mut out = format!(
        "<section class=col id=s-{id} aria-labelledby=s-{id}.name tabindex=0>\n\
         <h3 id=s-{id}.name>{}<span class=sub>{}</span></h3>\n<div class=head>{}</div>\n",
        context.words.typed(&source.entry.short, source.entry.script),
        english(&source.entry.short_english),
        about(context, source),
    );
    let mut speaker = None;
    let mut heading: Option<&str> = None;
    for (number, line) in source.text.lines() {
        if let Some(cut) = source.cut_at_line(number) {
            if cut.lines.first == number {
                out += &cut_note(context, cut);
            }
            continue;
        }
        // A line that holds the words of several is shown once, as the first one's.
        let at = source.passages_at_line(number).next().map(|at| &source.passages[at]);
        let found = at.and_then(|passage| Some((passage, paragraph(passage, number)?)));
        let Some((passage, paragraph)) = found else {
            // A line with text that is in no cut and no passage is a heading; it is shown
            // with the passages that stand under it.
            continue;
        };
        if passage.heading.as_deref() != heading {
            heading = passage.heading.as_deref();
            out +=
                &heading.map_or(String::new(), |text| heading_line(context, source, text));
        }
        let labelled = paragraph.basis == Basis::Labelled;
        if !labelled && passage.speaker.as_deref() != speaker {
            out += &who(context, passage);
        }
        speaker = passage.speaker.as_deref();
        let marks = marks.get(&number).map_or(&[][..], Vec::as_slice);
        out += &text_line(context, source, (number, line), (passage, paragraph), marks);
    }
    out + "</section>\n"
}

fn paragraph(passage: &Passage, line: usize) -> Option<&Paragraph> {
    let at = passage.paragraphs.binary_search_by_key(&line, |p| p.line).ok()?;
    passage.paragraphs.get(at)
}

/// Title, origin, limits: what the manifest says of a document, at the top of its column.
fn about(context: &Context<'_>, source: &Source) -> String {
    let entry = &source.entry;
    let lang = printed_lang(entry.script);
    let is_han = entry.title.contains(crate::script::han::is_han);
    let title = escape(&visible(&entry.title));
    let title = match is_han {
        true => format!("<p class=title><span lang={lang}>{title}</span></p>"),
        false => format!("<p class=title>{title}</p>"),
    };
    let caveat = entry.card_caveat.as_ref().map_or(String::new(), |caveat| {
        format!(
            "<p class=caveat>{} {}</p>\n",
            context.words.typed(&caveat.zh, Script::Hans),
            english(&caveat.en)
        )
    });
    let printed = match (entry.script, entry.machine_script) {
        (Script::Hans, _) => "Simplified",
        (Script::Hant, false) => "Traditional",
        (Script::Hant, true) => "Traditional made by a machine",
    };
    let mut rows = format!(
        "<li>{}; {}</li>\n<li>{} ({})</li>\n<li>Printed in {printed}.</li>\n",
        english(&entry.outlet),
        english(&entry.author),
        english(&entry.date),
        english(&entry.date_evidence),
    );
    if let Some(group) =
        entry.group.as_ref().and_then(|id| context.corpus.manifest.group(id))
    {
        let _ = writeln!(rows, "<li>{}</li>", english(&group.reason));
    }
    for caveat in &entry.caveats {
        let _ = writeln!(
            rows,
            "<li>Line {}: “<span lang={lang}>{}</span>” {}</li>",
            caveat.line,
            escape(&caveat.text),
            english(&caveat.comment)
        );
    }
    let sum: String = entry.sha256.chars().take(16).collect();
    format!(
        "{title}\n{caveat}<details><summary>{} About this document</summary>\n<ul>\n{rows}<li>SHA-256 <code>{}…</code></li>\n</ul></details>\n",
        context.words.ours("关于此文稿"),
        escape(&sum)
    )
}

fn cut_note(context: &Context<'_>, cut: &Region) -> String {
    let lines = cut.lines;
    let noun = if lines.is_one() { "line" } else { "lines" };
    format!(
        "<p class=cut>{} Cut, {noun} {lines}: {}.</p>\n",
        context.words.ours(&format!("略去第{lines}行。")),
        english(&cut.reason)
    )
}

fn heading_line(context: &Context<'_>, source: &Source, text: &str) -> String {
    let shown = visible(text);
    let forms = forms(&shown, &[0, shown.chars().count()], &source.entry, &context.words);
    let [printed, hans, hant] =
        [&forms.printed, &forms.hans, &forms.hant].map(|form| escape(&form.piece(0)));
    let three = context.words.three("i", source.entry.script, [&printed, &hans, &hant]);
    format!("<h4 class=tri>{three}</h4>\n")
}

/// Who speaks where no label on the line says it.
fn who(context: &Context<'_>, passage: &Passage) -> String {
    let words = &context.words;
    let (zh, en) = match speaker(context, passage) {
        Some(speaker) => {
            (words.typed(&speaker.name, Script::Hans), english(&speaker.name_english))
        }
        None => (String::new(), escape(passage.speaker.as_deref().unwrap_or_default())),
    };
    let (how_zh, how_en) = match passage.basis() {
        Basis::Labelled | Basis::Inherited => ("", ""),
        Basis::Compiled => ("（编者整理）", ", compiled"),
        Basis::Cited => ("（叙述中的引语）", ", quoted in narration"),
        Basis::Digested => ("（摘要，非原话）", ", in the digest’s own words"),
        Basis::Reported => ("（叙述）", ", narrating"),
        Basis::Unsure(_) => ("（归属存疑）", "speaker not known"),
    };
    format!(
        "<p class=who>{zh}{} {en}{how_en}</p>\n",
        if how_zh.is_empty() { String::new() } else { words.ours(how_zh) }
    )
}

fn speaker<'a>(context: &'a Context<'_>, passage: &Passage) -> Option<&'a Speaker> {
    passage.speaker.as_deref().and_then(|id| context.corpus.manifest.speaker(id))
}

/// One line of a document with its marks, in the three forms.
fn text_line(
    context: &Context<'_>,
    source: &Source,
    (number, line): (usize, Span),
    (passage, paragraph): (&Passage, &Paragraph),
    marks: &[Mark],
) -> String {
    let raw = source.text.slice(line).unwrap_or_default();
    // Markdown's signs of a heading are shown only as printed.
    let signs = line.start + raw.len() - raw.trim_start_matches(['#', ' ', '\t']).len();
    let signs = if raw.trim_start().starts_with('#') { signs } else { line.start };
    let pieces = pieces(line, marks, &[signs, paragraph.span.start]);
    let mut cuts: Vec<usize> = vec![0];
    let mut length = 0;
    for piece in &pieces {
        length += source.text.slice(piece.span).unwrap_or_default().chars().count();
        cuts.push(length);
    }
    let forms = forms(&visible(raw), &cuts, &source.entry, &context.words);
    let write = |form: &Carried, is_printed: bool| {
        let mut out = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            if piece.span.end <= signs && !is_printed {
                continue;
            }
            let text = escape(&form.piece(at));
            let is_label = piece.span.end <= paragraph.span.start;
            out += &write_piece(piece, &text, is_label);
        }
        out
    };
    let part = speaker(context, passage).map(|s| s.role);
    let class = match part {
        Some(Part::Subject) => "l s",
        Some(Part::Interviewer) => "l q",
        Some(Part::Author | Part::Other) | None => "l",
    };
    let repeats = match passage.repeat_of.map(|at| source.passages[at].lines().first) {
        Some(first) if passage.lines().first == number => format!(
            "<div class=again><a href=#s-{0}.{first}>{1} as in line {first}</a></div>",
            source.entry.id,
            context.words.ours(&format!("同第{first}行"))
        ),
        _ => String::new(),
    };
    let (printed, hans, hant) =
        (write(&forms.printed, true), write(&forms.hans, false), write(&forms.hant, false));
    format!(
        "<div class=\"{class}\" id=s-{}.{number} data-l={number}>{}{repeats}</div>\n",
        source.entry.id,
        context.words.three("p", source.entry.script, [&printed, &hans, &hant])
    )
}

fn write_piece(piece: &Piece, text: &str, is_label: bool) -> String {
    let mut out = String::new();
    if is_label && !text.is_empty() {
        let _ = write!(out, "<b>{text}</b>");
    } else if let Some(weight) = piece.marks.iter().map(|mark| mark.role).min() {
        let mut quotes: Vec<usize> = piece.marks.iter().map(|mark| mark.quote).collect();
        quotes.sort_unstable();
        quotes.dedup();
        let bases = piece.marks.iter().filter(|mark| mark.role == Role::Base).count();
        let class = match weight {
            Role::Base if bases > 1 => " class=twice",
            Role::Base => "",
            Role::Witness => " class=w",
            Role::Echo => " class=e",
        };
        let quotes: Vec<String> = quotes.iter().map(usize::to_string).collect();
        let _ = write!(out, "<mark{class} data-q=\"{}\">{text}</mark>", quotes.join(" "));
    } else {
        out += text;
    }
    let mut ends: Vec<&Mark> = piece.ends.iter().collect();
    ends.sort_by_key(|mark| (mark.quote, mark.role));
    ends.dedup_by_key(|mark| mark.quote);
    for mark in ends {
        let number = mark.quote;
        let _ = write!(out, "<a href=#{number}>{number}</a>");
    }
    out
}
