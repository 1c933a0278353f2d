//! Diagnostics as people read them: message, place, underlined span, hint.
//!
//! The layout is rustc's own renderer, which measures wide characters and makes control
//! and bidirectional characters visible, so that a hostile source cannot write to the
//! terminal.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Files, Label, Severity};
use crate::text::{is_invisible, visible};

/// Renders one diagnostic, with a closing newline.
///
/// `color` adds ANSI styles. Texts that `files` does not know are named without a
/// snippet.
pub fn render(diagnostic: &Diagnostic, files: &Files, color: bool, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // The renderer makes controls visible in titles and source lines only.
    let message = visible(&diagnostic.message);
    let hints: Vec<String> = diagnostic.hints.iter().map(|hint| visible(hint)).collect();
    let title = level.primary_title(message).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    // One snippet a file, the primary file first, so that marks in one file share it.
    let mut names: Vec<&str> = Vec::new();
    let inert = |label: &Label| Label { text: visible(&label.text), ..label.clone() };
    let primary = diagnostic.primary.iter().map(|label| (inert(label), true));
    let secondary = diagnostic.secondary.iter().map(|label| (inert(label), false));
    let labels: Vec<(Label, bool)> = primary.chain(secondary).collect();
    for (label, _) in &labels {
        if !names.contains(&label.file.as_str()) {
            names.push(&label.file);
        }
    }
    for name in names {
        let shown = visible(name);
        let Some(text) = files.get(name) else {
            group = group.element(annotate_snippets::Origin::path(shown));
            continue;
        };
        let mut snippet = Snippet::source(text.as_str()).path(shown.clone()).fold(true);
        let mut marked = false;
        for (label, primary) in labels.iter().filter(|(label, _)| label.file == name) {
            let Some(span) = label.span else { continue };
            let kind =
                if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            // A span from a half-understood file may fall inside a character.
            let end = text.as_str().floor_char_boundary(span.end);
            let start = text.as_str().floor_char_boundary(span.start.min(end));
            let mut annotation = kind.span(start..end);
            if !label.text.is_empty() {
                annotation = annotation.label(label.text.as_str());
            }
            snippet = snippet.annotation(annotation);
            marked = true;
        }
        group = if marked {
            group.element(snippet)
        } else {
            group.element(annotate_snippets::Origin::path(shown))
        };
    }
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.term_width(width).render(&[group]);
    out.push('\n');
    // The renderer makes C0 controls visible; C1, which some terminals obey, and what
    // reorders text it leaves in hints.
    out.replace(|c| matches!(c, '\u{80}'..='\u{9f}') || is_invisible(c), "\u{fffd}")
}
