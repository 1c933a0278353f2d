//! `yulu explain`: what a code means, why it matters, and an example mended.

use clap::builder::TypedValueParser;
use serde::Serialize;

use super::completions::Suggested;
use super::options::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{Terminal, print_lines, to_json};
use crate::diagnostics::wrap::wrapped;
use crate::diagnostics::{Code, explain};

/// `yulu explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Codes as messages give them, such as `quote-not-found`; a list of all if none is given
    #[arg(value_name = "CODE", value_parser = code_parser(), hide_possible_values = true)]
    pub codes: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    about: &'static str,
    why: &'a str,
    wrong: &'static str,
    right: &'static str,
}

/// Columns that an explanation takes at most.
const WIDTH: usize = 92;

/// Any word, with the codes for shells to complete: what is no code is told by [`explain()`],
/// with the nearest one.
pub fn code_parser() -> impl TypedValueParser<Value = String> {
    Suggested(|| Code::ALL.iter().map(|code| code.as_str()).collect())
}

/// Prints explanations, or the list of codes. Names that are no codes are told at the end.
pub fn explain(list: &ExplainArgs, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let whole = !list.codes.is_empty();
    let width = terminal.width().min(WIDTH);
    let asked: Vec<Result<Code, Failure>> = match list.codes.as_slice() {
        [] => Code::ALL.iter().copied().map(Ok).collect(),
        names => names.iter().map(|name| find(name)).collect(),
    };
    print_lines(asked.iter().flatten().flat_map(|code| match list.format {
        ListFormat::Json => vec![json(*code)],
        ListFormat::Table if whole => text(*code, width),
        ListFormat::Table => {
            vec![format!(
                "{:<24} {:<8} {}",
                code.as_str(),
                code.severity().as_str(),
                code.about()
            )]
        }
    }))?;
    let mut outcome = Outcome::Done;
    for unknown in asked.iter().filter_map(|asked| asked.as_ref().err()) {
        terminal.fail(unknown);
        outcome = Outcome::Io;
    }
    Ok(outcome)
}

/// The code of that name, in letters of either case; `error[NAME]`, as messages print it, is
/// understood too.
fn find(name: &str) -> Result<Code, Failure> {
    let inner = name.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let inner = inner.map_or(name, |(code, _)| code).to_ascii_lowercase();
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == inner) {
        return Ok(*code);
    }
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    Err(Failure::new(format!("there is no code `{name}`")).nearest(
        &inner,
        &names,
        "`yulu explain` lists all codes",
    ))
}

fn json(code: Code) -> String {
    let text = explain::explanation(code);
    let why = text.as_ref().map(|text| text.why.join("\n")).unwrap_or_default();
    let record = Record {
        code: code.as_str(),
        severity: code.severity().as_str(),
        about: code.about(),
        why: &why,
        wrong: text.as_ref().map_or("", |text| text.wrong),
        right: text.as_ref().map_or("", |text| text.right),
    };
    to_json(&record)
}

fn text(code: Code, width: usize) -> Vec<String> {
    let wrapped = |text: &str| {
        wrapped(text, width, width).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut out =
        vec![format!("{} ({})", code.as_str(), code.severity().as_str()), String::new()];
    out.extend(wrapped(code.about()));
    if let Some(text) = explain::explanation(code) {
        for paragraph in &text.why {
            out.push(String::new());
            out.extend(wrapped(paragraph));
        }
        for (title, excerpt) in [("Wrong:", text.wrong), ("Right:", text.right)] {
            out.extend([String::new(), title.to_owned(), String::new()]);
            out.extend(excerpt.lines().map(|line| format!("    {line}")));
        }
    }
    out.push(String::new());
    out
}
