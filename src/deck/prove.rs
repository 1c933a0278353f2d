//! From deck files as typed to a deck as proved.

use super::file::{DeckFile, Head, QuoteEntry, ThemeEntry};
pub use super::proof::Proof;

use super::find::Wanted;
use super::locate::{self, Located};
use super::references::{Themes, emendations, occasion, witness_reference};
use super::texts::{Texts, parts as typed_parts};
use super::words::quote_texts;
use super::{Deck, Question, Quote, Recordings, Theme};
use super::{aids, answers, asked, own, script_cards, slips, translation, unwritten};
use crate::collate::{self, Collation, Place};
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::parallel;
use crate::script::Script;
use crate::source::Corpus;
use crate::source::manifest::{TakenIds, check_id};
use crate::text::Span;

/// Fewer quotations than this are not worth a thread.
const FEWEST_A_THREAD: usize = 16;

type Taken = TakenIds;

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
    let mut theme_ids: Taken = Taken::new();
    for file in files {
        let texts = texts(file, proof, script);
        for entry in &file.themes {
            let recordings = proof.recordings;
            let theme =
                theme(entry.get_ref(), &texts, recordings, &mut theme_ids, &mut out);
            deck.themes.push(theme);
        }
    }
    // A part that is no TOML may declare any theme.
    let themes = Themes { list: &deck.themes, complete: files.iter().all(|f| !f.broken) };
    // Where each quotation stands comes first, so that all can be collated together.
    let mut quote_ids: Taken = Taken::new();
    let mut script_ids: Taken = Taken::new();
    let mut drafts: Vec<(&DeckFile, &QuoteEntry, Located)> = Vec::new();
    for file in files {
        for entry in &file.quotes {
            let entry = entry.get_ref();
            let id_span = entry.id.span().into();
            check_id(entry.id.get_ref(), id_span, &file.file, &mut quote_ids, &mut out);
            let texts = texts(file, proof, script);
            let before = out.len();
            match located(entry, &texts, proof, &mut out) {
                Some(located) => drafts.push((file, entry, located)),
                // What does not depend on the source is checked all the same.
                None => {
                    let not_found = out[before..]
                        .iter()
                        .any(|problem| problem.code == Code::QuoteNotFound);
                    let mut found = Vec::new();
                    quote_texts(entry, &texts, &themes, None, &mut found);
                    if not_found {
                        found.retain(|problem| !follows(problem, entry));
                    }
                    out.extend(found);
                }
            }
        }
    }
    let places: Vec<Place> = drafts.iter().map(|(_, _, l)| l.place.clone()).collect();
    let collations = collate::collate_all(proof.index, &places);
    let drafts = drafts.into_iter().zip(collations);
    let proven = parallel::map(drafts, FEWEST_A_THREAD, |draft| {
        let ((file, entry, located), collation) = draft;
        let texts = texts(file, proof, script);
        let mut found = Vec::new();
        let quote = quote(entry, &texts, proof, &themes, located, collation, &mut found);
        let span = entry.quote.span().into();
        slips::check(&quote, &file.file, span, proof.index.corpus(), &mut found);
        (quote, found)
    });
    for (quote, found) in proven {
        deck.quotes.push(quote);
        out.extend(found);
    }
    let declared = files.iter().flat_map(|file| &file.quotes);
    let declared = declared.map(|quote| quote.get_ref().id.get_ref().as_str()).collect();
    answers::name_quotes(files, &declared, &mut deck, &mut out);
    for file in files {
        let texts = texts(file, proof, script);
        script_cards::prove(file, &texts, &declared, &mut deck, &mut script_ids, &mut out);
    }
    for file in files {
        unwritten::warn(file, &mut out);
    }
    let failed = crate::diagnostics::has_errors(&out);
    let corpus = proof.index.corpus();
    let incomplete = corpus.sources.len() != corpus.manifest.declared.len()
        || corpus.sources.iter().any(|source| !source.entry.sound)
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
            && let Some((file, span)) = theme_ids.get(&theme.id)
        {
            out.push(
                Diagnostic::new(
                    Code::ThemeEmpty,
                    format!("no quote belongs to `{}`", theme.id),
                )
                .at(file, *span, "")
                .hint("name it in the `themes` of a quote, or remove it"),
            );
        }
    }
    let proved = (!crate::diagnostics::has_errors(&out)).then_some(deck);
    (proved, out)
}

/// How many quotations are not looked for, because their source, or what is declared of it, is
/// wrong.
pub fn waiting(files: &[DeckFile], corpus: &Corpus) -> usize {
    let quotes = files.iter().flat_map(|file| &file.quotes);
    let ids = quotes.map(|quote| quote.get_ref().from.get_ref());
    ids.filter(|from| corpus.is_doubtful(from.split(':').next().unwrap_or_default()))
        .count()
}

fn texts<'a>(file: &'a DeckFile, proof: &Proof<'a>, script: Script) -> Texts<'a> {
    Texts {
        converter: proof.converter,
        region: proof.region,
        readings: proof.readings,
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
    check_id(head.id.get_ref(), head.id.span().into(), &main.file, &mut Taken::new(), out);
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
        regional_words: head.regional_words,
        script: head.script.into(),
        region: proof.region,
        themes: Vec::new(),
        quotes: Vec::new(),
        script_cards: Vec::new(),
    }
}

fn theme(
    entry: &ThemeEntry,
    texts: &Texts<'_>,
    recordings: &Recordings,
    taken: &mut Taken,
    out: &mut Vec<Diagnostic>,
) -> Theme {
    check_id(entry.id.get_ref(), entry.id.span().into(), texts.file, taken, out);
    let mut question_ids = Taken::new();
    let questions = entry.question.iter().map(|question| {
        let span = question.id.span().into();
        check_id(question.id.get_ref(), span, texts.file, &mut question_ids, out);
        let ask = texts.bitext(&question.ask, out);
        Question {
            id: question.id.get_ref().clone(),
            reading: aids::reading(question.pinyin.as_ref(), &ask, texts, out),
            audio: recordings.get(question.audio.as_ref(), texts.file, out),
            ask,
            english: texts.english(&question.english, out),
            answer: answers::answer(question, texts, out),
            // Known when all quotes are.
            quotes: Vec::new(),
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

/// True for a problem that may only come of a quotation that is not typed as its source has it.
fn follows(problem: &Diagnostic, entry: &QuoteEntry) -> bool {
    let inside = |span: Span| {
        let place = problem.primary.as_ref().and_then(|label| label.span);
        place.is_some_and(|place| place.overlaps(span))
    };
    match problem.code {
        Code::ClozeNotInQuote | Code::GlossNotInQuote | Code::ScriptNoteNotInQuote => true,
        Code::PinyinSyllables | Code::PinyinWords | Code::PinyinReading => {
            entry.pinyin.as_ref().is_some_and(|pinyin| inside(pinyin.span().into()))
        }
        _ => false,
    }
}

/// Finds the quotation in the source it names.
fn located(
    entry: &QuoteEntry,
    texts: &Texts<'_>,
    proof: &Proof<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Located> {
    let corpus = proof.index.corpus();
    let file = texts.file;
    let parts = folded_parts(entry, file, out);
    let reference = witness_reference(entry, corpus, file, out);
    let (parts, reference) = (parts?, reference?);
    let wanted = wanted(entry, (file, texts.source), reference, &parts);
    match locate::locate(&wanted, corpus, proof.index) {
        Ok(located) => Some(located),
        Err(diagnostic) => {
            out.push(*diagnostic);
            None
        }
    }
}

/// A quotation of a deck file, given by its name and text, as it must stand in its source.
pub(super) fn wanted<'a>(
    entry: &'a QuoteEntry,
    (file, deck): (&'a str, &'a str),
    (source, line): (usize, Option<usize>),
    parts: &'a [Folded],
) -> Wanted<'a> {
    let typed = if entry.emend.is_empty() { typed_parts(&entry.quote) } else { Vec::new() };
    Wanted {
        typed,
        deck,
        source,
        line,
        parts,
        file,
        span: entry.quote.span().into(),
        from_span: entry.from.span().into(),
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
    let corpus = proof.index.corpus();
    let own = own::own(entry, &located.place, corpus);
    own::check_simplified(entry, &located.place, corpus, texts, out);
    let said = quote_texts(entry, texts, themes, own.as_ref(), out);
    let emendations = emendations(entry, &collation, texts, proof, own.as_ref(), out);
    let occasion =
        occasion(entry, located.place.source, &collation, proof, texts.file, out);
    let audio = proof.recordings.get(entry.audio.as_ref(), texts.file, out);
    let prompt_audio = proof.recordings.get(entry.prompt_audio.as_ref(), texts.file, out);
    let asked = asked::asked(entry, &located.place, &collation, corpus, texts, out);
    let (english, translation) =
        translation::english(entry, said.english, &located, corpus, texts, out);
    Quote {
        id: entry.id.get_ref().clone(),
        text: said.text,
        hant: said.hant,
        base: located.place,
        passage: located.passage,
        base_also: located.also,
        collation,
        emendations,
        occasion,
        prompt: said.prompt,
        prompt_english: said.prompt_english,
        cloze: said.cloze,
        english,
        translation,
        themes: said.themes,
        difficulty: *entry.difficulty.get_ref(),
        gloss: said.gloss,
        note: said.note,
        note_english: said.note_english,
        asked,
        reading: said.reading,
        prompt_reading: said.prompt_reading,
        audio,
        prompt_audio,
        script_notes: said.script_notes,
        regional: said.regional,
    }
}

/// The folded parts as they must stand in the base witness: emendations taken back.
pub(super) fn folded_parts(
    entry: &QuoteEntry,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<Folded>> {
    let typed = typed_parts(&entry.quote);
    let mut typed: Vec<String> = typed.iter().map(|(part, _)| (*part).to_owned()).collect();
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
