//! `yulu explain`: what a code means, why it matters, and an example mended.

use serde::Serialize;

use super::args::ListFormat;
use super::outcome::{Failure, Outcome};
use super::output::{print_lines, wrapped};
use crate::diagnostics::{Code, decode, explain};

/// `yulu explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Codes as messages give them, such as `quote-not-found`; a list of all if none is given
    #[arg(value_name = "CODE")]
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

/// Prints explanations, or the list of codes.
pub fn explain(list: &ExplainArgs) -> Result<Outcome, Failure> {
    let codes: Vec<Code> = match list.codes.as_slice() {
        [] => Code::ALL.to_vec(),
        names => names.iter().map(|name| find(name)).collect::<Result<_, _>>()?,
    };
    let whole = !list.codes.is_empty();
    let lines = codes.iter().flat_map(|code| match list.format {
        ListFormat::Json => vec![json(*code)],
        ListFormat::Table if whole => text(*code),
        ListFormat::Table => {
            vec![format!(
                "{:<24} {:<8} {}",
                code.as_str(),
                code.severity().as_str(),
                code.about()
            )]
        }
    });
    print_lines(lines)?;
    Ok(Outcome::Done)
}

/// The code of that name; `error[NAME]`, as messages print it, is understood too.
fn find(name: &str) -> Result<Code, Failure> {
    let inner = name.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let inner = inner.map_or(name, |(code, _)| code);
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == inner) {
        return Ok(*code);
    }
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let failure = Failure::new(format!("there is no code `{name}`"));
    Err(match decode::closest(inner, &names) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`yulu explain` lists all codes"),
    })
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
    serde_json::to_string(&record).unwrap_or_default()
}

fn text(code: Code) -> Vec<String> {
    let mut out =
        vec![format!("{} ({})", code.as_str(), code.severity().as_str()), String::new()];
    out.extend(wrapped(code.about(), WIDTH));
    if let Some(text) = explain::explanation(code) {
        for paragraph in &text.why {
            out.push(String::new());
            out.extend(wrapped(paragraph, WIDTH));
        }
        for (title, excerpt) in [("Wrong:", text.wrong), ("Right:", text.right)] {
            out.extend([String::new(), title.to_owned(), String::new()]);
            out.extend(excerpt.lines().map(|line| format!("    {line}")));
        }
    }
    out.push(String::new());
    out
}
