//! From deck files as typed to a deck as proved.

use super::file::{DeckFile, Head, QuoteEntry, ThemeEntry, Typed};
use super::locate::{self, Located, Wanted};
use super::slips;
use super::texts::Texts;
use super::{Cloze, Deck, Emendation, Gloss, OccasionRef, Question, Quote, Theme};
use crate::collate::{self, Collation, Index, Place};
use crate::diagnostics::{Code, Diagnostic, decode};
use crate::fold::Folded;
use crate::script::{Bitext, Converter, Region, Script};
use crate::source::manifest::check_id;
use crate::text::Span;

type Taken = Vec<(String, String, Span)>;

/// What a deck is proved with.
pub struct Proof<'a> {
    /// All sources, indexed.
    pub index: &'a Index<'a>,
    /// Between the scripts.
    pub converter: &'a dyn Converter,
    /// Whose Traditional forms.
    pub region: Region,
}

/// Proves a deck. The main file comes first.
///
/// Returns the deck only if nothing in it is wrong; warnings do not count. Everything
/// that was found is in the list either way.
pub fn prove(files: &[DeckFile], proof: &Proof<'_>) -> (Option<Deck>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let Some(main) = files.first() else { return (None, out) };
    let Some(head) = &main.head else { return (None, out) };
    let mut deck = deck_head(head, main, proof, &mut out);
    let script = head.script.into();
    let mut theme_ids: Taken = Vec::new();
    for file in files {
        let texts = texts(file, proof, script);
        for entry in &file.themes {
            let theme = theme(entry.get_ref(), &texts, &mut theme_ids, &mut out);
            deck.themes.push(theme);
        }
    }
    // Where each quotation stands comes first, so that all can be collated together.
    // A part that is no TOML may declare any theme.
    let themes = Themes { list: &deck.themes, complete: files.iter().all(|f| !f.broken) };
    let mut quote_ids: Taken = Vec::new();
    let mut drafts: Vec<(&DeckFile, &QuoteEntry, Located)> = Vec::new();
    for file in files {
        for entry in &file.quotes {
            let entry = entry.get_ref();
            let id_span = entry.id.span().into();
            check_id(entry.id.get_ref(), id_span, &file.file, &mut quote_ids, &mut out);
            match located(entry, &file.file, proof, &mut out) {
                Some(located) => drafts.push((file, entry, located)),
                // What does not depend on the source is checked all the same.
                None => {
                    let texts = texts(file, proof, script);
                    quote_texts(entry, &texts, &themes, &mut out);
                }
            }
        }
    }
    let places: Vec<Place> = drafts.iter().map(|(_, _, l)| l.place.clone()).collect();
    let collations = collate::collate_all(proof.index, &places);
    for ((file, entry, located), collation) in drafts.into_iter().zip(collations) {
        let texts = texts(file, proof, script);
        let quote = quote(entry, &texts, proof, &themes, located, collation, &mut out);
        let span = entry.quote.span().into();
        slips::check(&quote, &file.file, span, proof.index.corpus(), &mut out);
        deck.quotes.push(quote);
    }
    let failed = crate::diagnostics::has_errors(&out);
    let corpus = proof.index.corpus();
    let incomplete = corpus.sources.len() != corpus.manifest.declared.len()
        || corpus.manifest.broken
        || files.iter().any(|file| file.broken);
    for (at, theme) in deck.themes.iter_mut().enumerate() {
        let of_theme =
            deck.quotes.iter().enumerate().filter(|(_, q)| q.themes.contains(&at));
        theme.quotes = of_theme.map(|(quote, _)| quote).collect();
        // After an error a theme may only seem empty.
        if theme.quotes.is_empty()
            && !failed
            && !incomplete
            && let Some((_, file, span)) =
                theme_ids.iter().find(|(id, _, _)| *id == theme.id)
        {
            out.push(
                Diagnostic::new(
                    Code::ThemeEmpty,
                    format!("no quote belongs to `{}`", theme.id),
                )
                .at(file, *span, ""),
            );
        }
    }
    let proved = (!crate::diagnostics::has_errors(&out)).then_some(deck);
    (proved, out)
}

fn texts<'a>(file: &'a DeckFile, proof: &Proof<'a>, script: Script) -> Texts<'a> {
    Texts {
        converter: proof.converter,
        region: proof.region,
        script,
        file: &file.file,
        source: &file.text,
    }
}

fn deck_head(
    head: &Head,
    main: &DeckFile,
    proof: &Proof<'_>,
    out: &mut Vec<Diagnostic>,
) -> Deck {
    let texts = texts(main, proof, head.script.into());
    check_id(head.id.get_ref(), head.id.span().into(), &main.file, &mut Vec::new(), out);
    let stem = main.file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml"));
    if stem.is_some_and(|stem| stem != head.id.get_ref()) {
        out.push(
            Diagnostic::new(Code::WrongValue, "a deck's id is the name of its file")
                .at(&main.file, head.id.span().into(), "")
                .hint(format!("write id = \"{}\"", stem.unwrap_or_default())),
        );
    }
    Deck {
        id: head.id.get_ref().clone(),
        title: texts.bitext(&head.title, out),
        title_english: texts.english(&head.title_english, out),
        about: texts.bitext(&head.about, out),
        about_english: texts.english(&head.about_english, out),
        version: texts.english(&head.version, out),
        contact: head.contact.as_ref().map(|contact| texts.english(contact, out)),
        script: head.script.into(),
        region: proof.region,
        themes: Vec::new(),
        quotes: Vec::new(),
    }
}

fn theme(
    entry: &ThemeEntry,
    texts: &Texts<'_>,
    taken: &mut Taken,
    out: &mut Vec<Diagnostic>,
) -> Theme {
    check_id(entry.id.get_ref(), entry.id.span().into(), texts.file, taken, out);
    let mut question_ids = Vec::new();
    let questions = entry.question.iter().map(|question| {
        let span = question.id.span().into();
        check_id(question.id.get_ref(), span, texts.file, &mut question_ids, out);
        Question {
            id: question.id.get_ref().clone(),
            ask: texts.bitext(&question.ask, out),
            english: texts.english(&question.english, out),
        }
    });
    let questions = questions.collect();
    Theme {
        id: entry.id.get_ref().clone(),
        title: texts.bitext(&entry.title, out),
        title_english: texts.english(&entry.title_english, out),
        summary: texts.bitext(&entry.summary, out),
        summary_english: texts.english(&entry.summary_english, out),
        questions,
        quotes: Vec::new(),
    }
}

/// Finds the quotation in the source it names.
fn located(
    entry: &QuoteEntry,
    file: &str,
    proof: &Proof<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Located> {
    let corpus = proof.index.corpus();
    let parts = folded_parts(entry, file, out);
    let reference = witness_reference(entry, corpus, file, out);
    let (parts, (source, line)) = (parts?, reference?);
    let wanted = Wanted {
        source,
        line,
        parts: &parts,
        file,
        span: entry.quote.span().into(),
        from_span: entry.from.span().into(),
    };
    match locate::locate(&wanted, corpus, proof.index) {
        Ok(located) => Some(located),
        Err(diagnostic) => {
            out.push(*diagnostic);
            None
        }
    }
}

/// The themes of a deck, and whether these are all.
struct Themes<'a> {
    list: &'a [Theme],
    complete: bool,
}

/// What a quote says, apart from where it stands.
struct QuoteTexts {
    text: Bitext,
    prompt: Bitext,
    prompt_english: String,
    english: String,
    cloze: Option<Cloze>,
    gloss: Vec<Gloss>,
    note: Option<Bitext>,
    themes: Vec<usize>,
}

fn quote_texts(
    entry: &QuoteEntry,
    texts: &Texts<'_>,
    themes: &Themes<'_>,
    out: &mut Vec<Diagnostic>,
) -> QuoteTexts {
    let text = texts.bitext(&entry.quote, out);
    let prompt = texts.bitext(&entry.prompt, out);
    for (text, span) in [(&text, entry.quote.span()), (&prompt, entry.prompt.span())] {
        if text.hans.contains('\n') {
            out.push(
                Diagnostic::new(Code::Typography, "a quotation or prompt is one line")
                    .at(texts.file, span.into(), "")
                    .hint("words left out between two parts are an array: [\"…\", \"…\"]"),
            );
        }
    }
    let cloze = cloze(entry, &text, texts, out);
    if let Some(cloze) = &cloze
        && prompt.hans.contains(&cloze.text.hans)
    {
        out.push(
            Diagnostic::new(
                Code::PromptGivesAway,
                "the prompt contains the words to recall",
            )
            .at(texts.file, entry.prompt.span().into(), ""),
        );
    }
    if !(1..=3).contains(entry.difficulty.get_ref()) {
        let span = entry.difficulty.span().into();
        out.push(
            Diagnostic::new(Code::WrongValue, "difficulty is 1 (easy), 2 or 3 (hard)")
                .at(texts.file, span, ""),
        );
    }
    QuoteTexts {
        themes: theme_indices(entry, themes, texts.file, out),
        gloss: gloss(entry, &text, texts, out),
        prompt_english: texts.english(&entry.prompt_english, out),
        english: texts.english(&entry.english, out),
        note: entry.note.as_ref().map(|note| texts.bitext(note, out)),
        text,
        prompt,
        cloze,
    }
}

fn quote(
    entry: &QuoteEntry,
    texts: &Texts<'_>,
    proof: &Proof<'_>,
    themes: &Themes<'_>,
    located: Located,
    collation: Collation,
    out: &mut Vec<Diagnostic>,
) -> Quote {
    let said = quote_texts(entry, texts, themes, out);
    let emendations = emendations(entry, &collation, texts, proof, out);
    let occasion =
        occasion(entry, located.place.source, &collation, proof, texts.file, out);
    Quote {
        id: entry.id.get_ref().clone(),
        text: said.text,
        base: located.place,
        passage: located.passage,
        base_also: located.also,
        collation,
        emendations,
        occasion,
        prompt: said.prompt,
        prompt_english: said.prompt_english,
        cloze: said.cloze,
        english: said.english,
        themes: said.themes,
        difficulty: *entry.difficulty.get_ref(),
        gloss: said.gloss,
        note: said.note,
    }
}

/// The folded parts as they must stand in the base witness: emendations taken back.
fn folded_parts(
    entry: &QuoteEntry,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<Folded>> {
    let typed: Vec<&str> = match entry.quote.get_ref() {
        Typed::One(text) => vec![text],
        Typed::Parts(parts) => parts.iter().map(|part| part.get_ref().as_str()).collect(),
        Typed::Both { hans, .. } => vec![hans.get_ref()],
    };
    let mut typed: Vec<String> = typed.into_iter().map(str::to_owned).collect();
    for emendation in &entry.emend {
        let printed = emendation.printed.get_ref();
        let count: usize =
            typed.iter().map(|part| part.matches(printed.as_str()).count()).sum();
        if count != 1 {
            out.push(
                Diagnostic::new(
                    Code::EmendationUnused,
                    format!("“{printed}” stands {count} times in the quote, not once"),
                )
                .at(file, emendation.printed.span().into(), "")
                .hint(match count {
                    0 => "`as` is what the card prints: write the quote with it",
                    _ => "give enough of the words around it",
                }),
            );
            return None;
        }
        for part in &mut typed {
            *part = part.replace(printed.as_str(), emendation.reads.get_ref());
        }
    }
    let parts: Vec<Folded> = typed.iter().map(|part| Folded::new(part, 0)).collect();
    if parts.is_empty() || parts.iter().any(|part| part.words_only().is_empty()) {
        out.push(Diagnostic::new(Code::EmptyQuote, "a quotation needs words").at(
            file,
            entry.quote.span().into(),
            "",
        ));
        return None;
    }
    Some(parts)
}

/// `source` or `source:line`.
fn witness_reference(
    entry: &QuoteEntry,
    corpus: &crate::source::Corpus,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<(usize, Option<usize>)> {
    let from = entry.from.get_ref();
    let span: Span = entry.from.span().into();
    let (id, line) = match from.split_once(':') {
        None => (from.as_str(), None),
        Some((id, line)) => match line.parse::<usize>() {
            Ok(line) if line > 0 => (id, Some(line)),
            _ => {
                out.push(
                    Diagnostic::new(
                        Code::WrongValue,
                        format!("`{line}` is no line number"),
                    )
                    .at(file, span, "")
                    .hint("write from = \"source\" or from = \"source:line\""),
                );
                return None;
            }
        },
    };
    match corpus.find(id) {
        Some(source) => Some((source, line)),
        None => {
            // A source that is declared, but wrongly, has its own diagnostic.
            let manifest = &corpus.manifest;
            if !manifest.broken && !manifest.declared.iter().any(|source| source == id) {
                out.push(unknown_id("source", id, &manifest.declared, file, span));
            }
            None
        }
    }
}

/// "No … has this id", with the nearest id or all of them.
fn unknown_id(
    what: &str,
    id: &str,
    known: &[String],
    file: &str,
    span: Span,
) -> Diagnostic {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let diagnostic =
        Diagnostic::new(Code::UnknownId, format!("no {what} has the id `{id}`"))
            .at(file, span, "");
    match decode::closest(id, &known) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => diagnostic.hint(format!("no {what} is declared")),
        None => diagnostic.hint(format!("declared: {}", known.join(", "))),
    }
}

fn theme_indices(
    entry: &QuoteEntry,
    themes: &Themes<'_>,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut indices = Vec::new();
    for id in &entry.themes {
        match themes.list.iter().position(|theme| theme.id == *id.get_ref()) {
            Some(index) if indices.contains(&index) => {}
            Some(index) => indices.push(index),
            None if !themes.complete => {}
            None => {
                let ids: Vec<String> = themes.list.iter().map(|t| t.id.clone()).collect();
                out.push(unknown_id("theme", id.get_ref(), &ids, file, id.span().into()));
            }
        }
    }
    if entry.themes.is_empty() {
        out.push(
            Diagnostic::new(Code::MissingKey, "a quote belongs to at least one theme").at(
                file,
                entry.id.span().into(),
                "",
            ),
        );
    }
    indices
}

/// Character positions of the only occurrence of `needle` in `text`.
fn only_occurrence(text: &str, needle: &str) -> Option<(usize, usize)> {
    let at = text.find(needle)?;
    // One character on, not one match: 哈哈 stands twice in 哈哈哈.
    let next = at + needle.chars().next()?.len_utf8();
    if text[next..].contains(needle) {
        return None;
    }
    let from = text[..at].chars().count();
    Some((from, from + needle.chars().count()))
}

/// The same characters of the other script's text; conversion keeps their number.
fn same_chars(text: &Bitext, (from, to): (usize, usize)) -> Option<Bitext> {
    let part = |text: &str| -> String { text.chars().skip(from).take(to - from).collect() };
    let equal = text.hans.chars().count() == text.hant.chars().count();
    equal.then(|| Bitext { hans: part(&text.hans), hant: part(&text.hant) })
}

fn cloze(
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Cloze> {
    let typed = entry.cloze.as_ref()?;
    let span: Span = typed.span().into();
    let needle = match typed.get_ref() {
        Typed::One(text) => text.as_str(),
        Typed::Both { hans, .. } if texts.script == Script::Hans => hans.get_ref(),
        Typed::Both { hant, .. } => hant.get_ref(),
        Typed::Parts(_) => {
            out.push(
                Diagnostic::new(Code::WrongValue, "a cloze is one string")
                    .at(texts.file, span, ""),
            );
            return None;
        }
    };
    if needle.is_empty() {
        let empty = Diagnostic::new(Code::WrongValue, "a cloze needs words");
        out.push(empty.at(texts.file, span, ""));
        return None;
    }
    let found = only_occurrence(text.get(texts.script), needle)
        .and_then(|chars| Some(Cloze { chars, text: same_chars(text, chars)? }));
    if found.is_none() {
        let count = text.get(texts.script).matches(needle).count();
        out.push(
            Diagnostic::new(
                Code::ClozeNotInQuote,
                format!("these words stand {count} times in the quote, not once"),
            )
            .at(texts.file, span, "")
            .also(texts.file, entry.quote.span().into(), "the quote"),
        );
    }
    found
}

fn gloss(
    entry: &QuoteEntry,
    text: &Bitext,
    texts: &Texts<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Gloss> {
    let mut glosses = Vec::new();
    for gloss in &entry.gloss {
        let word = gloss.word.get_ref();
        let shown = text.get(texts.script);
        let Some(at) = shown.find(word.as_str()).filter(|_| !word.is_empty()) else {
            out.push(
                Diagnostic::new(
                    Code::GlossNotInQuote,
                    format!("“{word}” does not stand in the quote"),
                )
                .at(texts.file, gloss.word.span().into(), "")
                .also(texts.file, entry.quote.span().into(), "the quote"),
            );
            continue;
        };
        let from = shown[..at].chars().count();
        let chars = (from, from + word.chars().count());
        glosses.push(Gloss {
            word: same_chars(text, chars).unwrap_or_else(|| texts.convert(word)),
            pinyin: texts.english(&gloss.pinyin, out),
            sense: texts.english(&gloss.sense, out),
        });
    }
    glosses
}

fn emendations(
    entry: &QuoteEntry,
    collation: &Collation,
    texts: &Texts<'_>,
    proof: &Proof<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Emendation> {
    let corpus = proof.index.corpus();
    let mut emendations = Vec::new();
    for emend in &entry.emend {
        let printed = Folded::new(emend.printed.get_ref(), 0).words_only();
        let mut by = Vec::new();
        if emend.by.is_empty() {
            out.push(
                Diagnostic::new(
                    Code::EmendationUnsupported,
                    "an emendation needs a witness",
                )
                .at(texts.file, emend.printed.span().into(), "")
                .hint("name the sources that print it so: by = [\"…\"]"),
            );
        }
        for id in &emend.by {
            let Some(source) = corpus.find(id.get_ref()) else {
                let declared = &corpus.manifest.declared;
                let span = id.span().into();
                out.push(unknown_id("source", id.get_ref(), declared, texts.file, span));
                continue;
            };
            // The support must stand in the parallel itself, not anywhere in the source.
            // A digest is no witness: its words are its writer's.
            let parallel = collation.witnesses.iter().filter(|w| w.place.source == source);
            let supported = parallel.clone().any(|w| {
                !w.place.folded(corpus).words_only().find_all(&printed).is_empty()
            });
            if supported {
                by.push(source);
                continue;
            }
            let mut diagnostic = Diagnostic::new(
                Code::EmendationUnsupported,
                format!(
                    "`{}` does not read “{}” here",
                    id.get_ref(),
                    emend.printed.get_ref()
                ),
            )
            .at(texts.file, id.span().into(), "");
            if let Some(witness) = parallel.clone().next()
                && let Some(whole) = witness.place.spans.iter().copied().reduce(Span::join)
            {
                let file = &corpus.sources[source].entry.file;
                diagnostic = diagnostic.also(file, whole, "its parallel");
            }
            out.push(diagnostic);
        }
        emendations.push(Emendation {
            reads: texts.convert(emend.reads.get_ref()),
            printed: texts.convert(emend.printed.get_ref()),
            by,
        });
    }
    emendations
}

/// The occasion: what the deck says; or the base source's only one; or that of a witness
/// that goes back to a single one. It is inferred unless the base source itself says so.
fn occasion(
    entry: &QuoteEntry,
    source: usize,
    collation: &Collation,
    proof: &Proof<'_>,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<OccasionRef> {
    let corpus = proof.index.corpus();
    let index = |id: &str| corpus.manifest.occasions.iter().position(|o| o.id == id);
    let only = |source: usize| match corpus.sources[source].entry.occasions.as_slice() {
        [only] => index(only),
        _ => None,
    };
    let found = match &entry.occasion {
        Some(typed) => {
            let found = index(typed.get_ref());
            if found.is_none() {
                let known = corpus.manifest.occasions.iter().map(|o| o.id.clone());
                let known: Vec<String> = known.collect();
                let span = typed.span().into();
                out.push(unknown_id("occasion", typed.get_ref(), &known, file, span));
            }
            found
        }
        None => only(source)
            .or_else(|| collation.witnesses.iter().find_map(|w| only(w.place.source))),
    };
    let stated = corpus.sources[source].entry.occasion_stated;
    found.map(|at| OccasionRef { index: at, inferred: !(stated && only(source) == found) })
}
