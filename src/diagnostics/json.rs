//! Diagnostics as programs read them: one JSON object a line.

use serde::Serialize;

use super::{Diagnostic, Files, Label};

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    label: &'a str,
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    also: Vec<Place<'a>>,
    hints: &'a [String],
}

fn place<'a>(label: &'a Label, files: &Files) -> Place<'a> {
    let positions = label
        .span
        .zip(files.get(&label.file))
        .map(|(span, text)| (text.position(span.start), text.position(span.end)));
    Place {
        file: &label.file,
        line: positions.map(|(start, _)| start.line),
        column: positions.map(|(start, _)| start.column),
        end_line: positions.map(|(_, end)| end.line),
        end_column: positions.map(|(_, end)| end.column),
        label: &label.text,
    }
}

/// One diagnostic as a JSON object without a line end.
pub fn to_json(diagnostic: &Diagnostic, files: &Files) -> String {
    let primary = diagnostic.primary.as_ref().map(|label| place(label, files));
    let record = Record {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        file: primary.as_ref().map(|p| p.file),
        line: primary.as_ref().and_then(|p| p.line),
        column: primary.as_ref().and_then(|p| p.column),
        end_line: primary.as_ref().and_then(|p| p.end_line),
        end_column: primary.as_ref().and_then(|p| p.end_column),
        also: diagnostic.secondary.iter().map(|label| place(label, files)).collect(),
        hints: &diagnostic.hints,
    };
    crate::text::to_json(&record)
}
