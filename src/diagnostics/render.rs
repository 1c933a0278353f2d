//! Diagnostics as people read them: message, place, underlined span, hint.
//!
//! The layout is rustc's own renderer, which measures wide characters and makes control
//! and bidirectional characters visible, so that a hostile source cannot write to the
//! terminal.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::wrap::wrapped;
use super::{Diagnostic, Files, Label, Severity};
use crate::text::{is_hidden, visible};

/// Columns of an excerpt that are not the marked text: the line's number, the frame, and what
/// stands before and after.
const FRAME: usize = 20;
/// Fewest columns that a mark may take.
const LEAST_MARK: usize = 12;

/// Columns by which the further lines of a sentence are indented.
const INDENT: usize = 4;
/// How a hint begins; its further lines stand below its words.
const HINT: &str = "= help: ";

/// Renders one diagnostic for a terminal of `width` columns, with a closing newline.
///
/// Sentences and excerpts fit the width, so that marks stand under what they mark; a text that
/// is wider is marked at its beginning. `color` adds ANSI styles. Texts that `files` does not
/// know are named without a snippet.
pub fn render(diagnostic: &Diagnostic, files: &Files, color: bool, width: usize) -> String {
    // The renderer counts from where it cuts, and may be a column or two over; and it leaves
    // sentences as long as they are.
    let plain = Rendering { diagnostic, files, color: false, width, hints: usize::MAX };
    let drawn = plain.draw(width);
    let over = too_wide(&drawn, width);
    let beside = drawn.lines().find_map(|line| line.find(HINT)).unwrap_or_default();
    let hints = width.saturating_sub(beside + HINT.len());
    let out = Rendering { color, hints, ..plain }.draw(width.saturating_sub(over));
    let Some((title, below)) = out.split_once('\n') else { return out };
    let message = visible(&diagnostic.message);
    let label =
        drawn.lines().next().and_then(|line| line.find(&message)).unwrap_or_default();
    let lines =
        wrapped(&message, width.saturating_sub(label), width.saturating_sub(INDENT));
    let message_lines = lines.join(&format!("\n{}", " ".repeat(INDENT)));
    format!("{}\n{below}", title.replacen(&message, &message_lines, 1))
}

/// By how many columns the widest excerpt is wider than the terminal.
fn too_wide(rendered: &str, width: usize) -> usize {
    let excerpts = rendered.lines().filter(|line| {
        let number = line.split_once(" | ").map(|(number, _)| number.trim());
        number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
    });
    excerpts.map(|line| line.width().saturating_sub(width)).max().unwrap_or(0)
}

/// The end of the marked text, or of as much of its beginning as has room, its label beside it.
fn clipped(text: &str, (start, end): (usize, usize), label: &str, width: usize) -> usize {
    let room = width.saturating_sub(FRAME + label.width()).max(LEAST_MARK);
    let marked = &text[start..end];
    if marked.contains('\n') || marked.width() <= room {
        return end;
    }
    let mut used = 0;
    let fits = marked.char_indices().take_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= room
    });
    fits.last().map_or(end, |(at, c)| start + at + c.len_utf8())
}

/// What is drawn, and how.
#[derive(Clone, Copy)]
struct Rendering<'a> {
    diagnostic: &'a Diagnostic,
    files: &'a Files,
    color: bool,
    /// Columns of the terminal.
    width: usize,
    /// Columns of the words of hints.
    hints: usize,
}

impl Rendering<'_> {
    /// The diagnostic, its excerpts cut to `term_width` as the renderer counts.
    fn draw(self, term_width: usize) -> String {
        let Self { diagnostic, files, color, width, .. } = self;
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        // The renderer makes controls visible in titles and source lines only.
        let message = visible(&diagnostic.message);
        let hints = diagnostic.hints.iter().map(|hint| visible(hint));
        let hints: Vec<String> =
            hints.map(|hint| wrapped(&hint, self.hints, self.hints).join("\n")).collect();
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
            let begun = || Snippet::source(text.as_str()).path(shown.clone()).fold(true);
            let mut snippet = begun();
            let mut marked = false;
            let mut marks: Vec<usize> = Vec::new();
            for (label, primary) in labels.iter().filter(|(label, _)| label.file == name) {
                let Some(span) = label.span else { continue };
                let kind = if *primary {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                // A span from a half-understood file may fall inside a character.
                let end = text.as_str().floor_char_boundary(span.end);
                let start = text.as_str().floor_char_boundary(span.start.min(end));
                let end = clipped(text.as_str(), (start, end), &label.text, width);
                // The renderer shows all of a line that is between two marks: those that are
                // far apart have an excerpt each.
                let far = |mark: &usize| {
                    let between = (*mark).min(start)..(*mark).max(start);
                    let between = &text.as_str()[between];
                    !between.contains('\n') && between.width() > width
                };
                if marks.iter().any(far) {
                    group = group.element(std::mem::replace(&mut snippet, begun()));
                    marks.clear();
                }
                marks.push(start);
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
        let mut out = renderer.term_width(term_width).render(&[group]);
        out.push('\n');
        // The renderer makes C0 controls visible; C1, which some terminals obey, and what
        // reorders text it leaves in hints.
        let inert = |(at, c): (usize, char)| match c {
            '\u{80}'..='\u{9f}' => '\u{fffd}',
            // The styles of a terminal begin with a C0 control.
            c if !c.is_control() && is_hidden(&out, at, c) => '\u{fffd}',
            c => c,
        };
        out.char_indices().map(inert).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::text::{SourceText, Span};
    use std::sync::Arc;

    /// A line with two marks far apart is not shown from the one to the other.
    #[test]
    fn each_of_two_marks_that_are_far_apart_has_an_excerpt() {
        let line = "种".repeat(600) + "树" + &"花".repeat(600);
        let tree = line.find('树').unwrap();
        let mut files = Files::default();
        files.insert("d.toml", Arc::new(SourceText::new(line.clone())));
        for (first, second) in [(0, tree), (tree, 0), (3, line.len() - 3)] {
            let diagnostic = Diagnostic::new(Code::QuoteNotFound, "two places")
                .at("d.toml", Span::new(first, first + 3), "here")
                .also("d.toml", Span::new(second, second + 3), "there");
            for width in [40, 100] {
                let shown = render(&diagnostic, &files, false, width);
                let widest = shown.lines().map(unicode_width::UnicodeWidthStr::width).max();
                assert!(
                    widest.is_some_and(|widest| widest <= width),
                    "{widest:?}: {shown}"
                );
                assert!(shown.contains("here") && shown.contains("there"), "{shown}");
            }
        }
    }
}
