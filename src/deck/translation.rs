//! The English of a quotation: as typed, or what the document has beside its words.

use super::Translation;
use super::file::QuoteEntry;
use super::locate::Located;
use super::sentences::sentences;
use super::texts::Texts;
use crate::collate::Place;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::source::translation::may_be_its_translation;
use crate::source::{Corpus, Paragraph, Source};
use crate::text::{LineRange, Span};

/// The English of a quotation and whose it is; reports a quotation that has none.
pub(super) fn english(
    entry: &QuoteEntry,
    typed: Option<String>,
    located: &Located,
    corpus: &Corpus,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> (String, Translation) {
    if let Some(typed) = typed {
        return (typed, Translation::Ours);
    }
    if let Some((english, lines)) = of_document(&located.place, corpus) {
        return (english, Translation::Document(lines));
    }
    let hint = match corpus.sources[located.place.source].entry.translation {
        Some(_) => {
            "write `english`: the document's translation is taken for whole lines that have one, \
             and for whole sentences where a line and its translation have as many"
        }
        None => "write your translation as `english`",
    };
    let missing = Diagnostic::new(Code::MissingKey, "`english` is missing");
    out.push(missing.at(texts.file, entry.quote.span().into(), "").hint(hint));
    (String::new(), Translation::Ours)
}

/// The translation that the source of a place has of exactly these words, and its first and last
/// line; `None` if it has none, or if it cannot be told which part of it is theirs.
pub fn of_document(place: &Place, corpus: &Corpus) -> Option<(String, LineRange)> {
    let source = &corpus.sources[place.source];
    let holds = |at: &usize| {
        let paragraphs = &source.passages[*at].paragraphs;
        let first = place.spans.first();
        first.is_some_and(|first| paragraphs.iter().any(|p| p.span.overlaps(*first)))
    };
    let passage = source.passages_at_line(place.lines.first).find(holds)?;
    let mut parts = Vec::new();
    let mut lines: Option<LineRange> = None;
    let quoted = |p: &&Paragraph| place.spans.iter().any(|span| p.span.overlaps(*span));
    for paragraph in source.passages.get(passage)?.paragraphs.iter().filter(quoted) {
        let pair = source.translation(paragraph.line)?;
        let span = without_head(source, paragraph, pair.span);
        parts.extend(of_paragraph(source, paragraph, &place.spans, span)?);
        let line = LineRange::one(pair.translation);
        lines = Some(match lines {
            Some(lines) => lines.join(line),
            None => line,
        });
    }
    Some((parts.join(" "), lines?))
}

/// Longest name before the colon of a translated line, in characters.
const LONGEST_NAME: usize = 26;

/// The translation without its speaker's name, where the line that it translates has one.
fn without_head(source: &Source, paragraph: &Paragraph, translation: Span) -> Span {
    let line = source.text.line_span(paragraph.line);
    let before = line.and_then(|line| {
        source.text.slice(Span::new(line.start, paragraph.span.start.max(line.start)))
    });
    let text = source.text.slice(translation).unwrap_or_default();
    let has_head = before.is_some_and(|before| before.contains([':', '：']));
    let colon = text.find([':', '：']).filter(|at| {
        let name = &text[..*at];
        has_head && name.chars().count() <= LONGEST_NAME && !name.contains(['.', ',', '?'])
    });
    let Some(colon) = colon else { return translation };
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '_');
    let words = text[colon..].trim_start_matches(marks);
    match words.is_empty() {
        true => translation,
        false => Span::new(translation.end - words.len(), translation.end),
    }
}

/// What translates the quoted words of a paragraph: all of its translation if they are all of
/// its words, some sentences of it if they are whole sentences.
fn of_paragraph<'s>(
    source: &'s Source,
    paragraph: &Paragraph,
    quoted: &[Span],
    translation: Span,
) -> Option<Vec<&'s str>> {
    let is_quoted = |part: Span| {
        let inside = quoted.iter().filter(|span| span.overlaps(part));
        let spans: Vec<Span> = inside
            .map(|span| Span::new(span.start.max(part.start), span.end.min(part.end)))
            .collect();
        let words = |spans: &[Span]| -> String {
            let texts = spans.iter().filter_map(|span| source.text.slice(*span));
            Folded::new(&texts.collect::<String>(), 0).words_only().to_text()
        };
        let (whole, found) = (words(&[part]), words(&spans));
        if found.is_empty() { Some(false) } else { (found == whole).then_some(true) }
    };
    let all = source.text.slice(translation)?;
    if is_quoted(paragraph.span) == Some(true) {
        return Some(vec![all]);
    }
    if source.entry.wrapped {
        return None;
    }
    let ours = sentences(source, paragraph.span);
    let theirs = english_sentences(all)?;
    if ours.len() != theirs.len() {
        return None;
    }
    let mut taken = Vec::new();
    for (own, their) in ours.iter().zip(theirs) {
        if !may_be_its_translation(source.text.slice(*own)?, their) {
            return None;
        }
        if is_quoted(*own)? {
            taken.push(their);
        }
    }
    Some(taken)
}

/// The sentences of a text in Latin letters; `None` if a full stop may be that of an abbreviation
/// and it is not known how many there are.
fn english_sentences(text: &str) -> Option<Vec<&str>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '?' | '!' | '…') {
            continue;
        }
        let stop = at;
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| ".?!…\"”’')]*_".contains(*c))
        {
            end = at + c.len_utf8();
        }
        let rest = text[end..].trim_start();
        let blank = rest.len() < text[end..].len();
        if rest.is_empty() {
            break;
        }
        if !blank {
            continue;
        }
        let word = text[start..stop].rsplit(char::is_whitespace).next().unwrap_or_default();
        let begins_small = rest.chars().next().is_some_and(char::is_lowercase);
        let short = word.chars().filter(|c| c.is_alphabetic()).count() <= 3;
        let abbreviated = c == '.'
            && (word.contains('.')
                || short && word.chars().any(char::is_uppercase)
                || ["etc", "vs", "al"].contains(&word));
        if abbreviated {
            return None;
        }
        if begins_small {
            continue;
        }
        sentences.push(text[start..end].trim());
        start = end;
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        sentences.push(last);
    }
    Some(sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_english_are_counted_only_where_it_is_certain() {
        assert_eq!(
            english_sentences("It is late. “Wait!” Why 3.5 metres?"),
            Some(vec!["It is late.", "“Wait!”", "Why 3.5 metres?"])
        );
        assert_eq!(
            english_sentences("“Wait!” he said. Go."),
            Some(vec!["“Wait!” he said.", "Go."])
        );
        assert_eq!(english_sentences("He met Mr. Li. They left."), None);
        assert_eq!(english_sentences("Tools, e.g. Hoes."), None);
        assert_eq!(english_sentences("It is late"), Some(vec!["It is late"]));
    }
}
