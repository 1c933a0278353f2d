//! What a quote refers to: its source, its themes, its occasion, the witnesses of its
//! emendations. Whatever leads nowhere is reported.

use super::file::QuoteEntry;
use super::own::Own;
use super::proof::Proof;
use super::texts::Texts;
use super::{Emendation, OccasionRef, Theme};
use crate::collate::Collation;
use crate::diagnostics::decode::unknown_id;
use crate::diagnostics::suggest::first_of;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::source::Corpus;
use crate::text::Span;

/// The themes of a deck, and whether these are all.
pub(super) struct Themes<'a> {
    pub(super) list: &'a [Theme],
    pub(super) complete: bool,
}

/// `source` or `source:line`.
pub(super) fn witness_reference(
    entry: &QuoteEntry,
    corpus: &crate::source::Corpus,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<(usize, Option<usize>)> {
    let from = entry.from.get_ref();
    let span: Span = entry.from.span().into();
    if from.contains('：') {
        let message = "a full-width colon parts no source from its line";
        let problem = Diagnostic::new(Code::WrongValue, message).at(file, span, "");
        out.push(problem.hint(format!("from = \"{}\"", from.replace('：', ":"))));
        return None;
    }
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
    Some((source_of(id, span, corpus, file, out)?, line))
}

/// The source with that id. One that is declared, but wrongly, has its own diagnostic.
fn source_of(
    id: &str,
    span: Span,
    corpus: &Corpus,
    file: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<usize> {
    if corpus.is_doubtful(id) {
        return None;
    }
    let found = corpus.find(id);
    if found.is_none() {
        out.push(unknown_id("source", id, &corpus.manifest.declared, file, span));
    }
    found
}

pub(super) fn theme_indices(
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
        let problem = Diagnostic::new(
            Code::MissingKey,
            "a quote belongs to at least one theme",
        )
        .at(file, entry.id.span().into(), "");
        let ids: Vec<&str> = themes.list.iter().map(|t| t.id.as_str()).collect();
        out.push(match ids.as_slice() {
            [] => problem.hint("declare one with [[theme]]"),
            some => problem.hint(format!("themes of this deck: {}", first_of(some))),
        });
    }
    indices
}

pub(super) fn emendations(
    entry: &QuoteEntry,
    collation: &Collation,
    texts: &Texts<'_>,
    proof: &Proof<'_>,
    own: Option<&Own<'_>>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Emendation> {
    let corpus = proof.index.corpus();
    let mut emendations = Vec::new();
    for (at, emend) in entry.emend.iter().enumerate() {
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
            let found = source_of(id.get_ref(), id.span().into(), corpus, texts.file, out);
            let Some(source) = found else { continue };
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
            let digest = collation.echoes.iter().any(|w| w.place.source == source);
            let message = if digest {
                format!("`{}` is a digest here: it supports no reading", id.get_ref())
            } else {
                let printed = emend.printed.get_ref();
                format!("`{}` does not read “{printed}” here", id.get_ref())
            };
            let mut diagnostic = Diagnostic::new(Code::EmendationUnsupported, message).at(
                texts.file,
                id.span().into(),
                "",
            );
            if let Some(witness) = parallel.clone().next() {
                let file = &corpus.sources[source].entry.file;
                diagnostic = diagnostic.also(file, witness.place.whole(), "its parallel");
            }
            out.push(diagnostic);
        }
        emendations.push(Emendation {
            reads: match own {
                Some(own) => own.reads(at, texts.convert(emend.reads.get_ref()), texts),
                None => texts.convert(emend.reads.get_ref()),
            },
            printed: texts.convert(emend.printed.get_ref()),
            by,
        });
    }
    emendations
}

/// The occasion: what the deck says; or the base source's only one; or that of a witness
/// that goes back to a single one. It is inferred unless the base source itself says so.
pub(super) fn occasion(
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
            let declared = &corpus.manifest.declared_occasions;
            if found.is_none() && !declared.contains(typed.get_ref()) {
                let span = typed.span().into();
                out.push(unknown_id("occasion", typed.get_ref(), declared, file, span));
            }
            found
        }
        None => only(source)
            .or_else(|| collation.witnesses.iter().find_map(|w| only(w.place.source))),
    };
    let stated = corpus.sources[source].entry.occasion_stated;
    found.map(|at| OccasionRef { index: at, inferred: !(stated && only(source) == found) })
}
