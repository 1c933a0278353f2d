//! What serde and the TOML parser find wrong, in the words of somebody who writes a deck.

use super::alike::did_you_mean;
use super::suggest::{closest, unknown_key};
use super::{Code, Diagnostic};

/// serde tells kinds of errors apart by their words only; this is the one place that
/// reads them.
pub(super) fn from_toml(file: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().trim().to_owned();
    let code = if message.starts_with("unknown field") {
        Code::UnknownKey
    } else if message.starts_with("missing field") {
        Code::MissingKey
    } else if [
        "invalid type",
        "unknown variant",
        "invalid value",
        "invalid length",
        "wanted",
    ]
    .iter()
    .any(|start| message.starts_with(start))
    {
        Code::WrongValue
    } else {
        Code::Syntax
    };
    if code == Code::UnknownKey
        && let Some((name, known)) = split_unknown(&message)
        && let Some(span) = error.span()
    {
        return unknown_key(file, name, span.into(), &known);
    }
    let (first, hint) = reworded(message.lines().next().unwrap_or("not valid"));
    let diagnostic = Diagnostic::new(code, first);
    let diagnostic = match hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    };
    match error.span() {
        Some(span) => diagnostic.at(file, span.into(), ""),
        None => diagnostic.in_file(file),
    }
}

/// What serde or the TOML parser says, in the words of somebody who writes a deck, and what to
/// do about it.
fn reworded(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (Some(key), true) = (quoted.first(), message.starts_with("missing field")) {
        return (
            format!("the key `{key}` is missing here"),
            Some(format!("add a line `{key} = …`")),
        );
    }
    if let (Some((value, known)), true) =
        (quoted.split_first(), message.starts_with("unknown variant"))
    {
        let hint = match closest(value, known) {
            Some(near) => did_you_mean(value, near),
            None => format!("allowed: {}", known.join(", ")),
        };
        return (format!("`{value}` is not one of the values allowed here"), Some(hint));
    }
    if let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        let wanted = wanted.replace("u8", "a small number").replace("usize", "a number");
        let wanted = wanted.replace("a sequence", "a list");
        let hint = match (found.starts_with("string"), wanted.ends_with("number")) {
            (true, true) => Some("write the number without quotation marks".to_owned()),
            (false, _) if wanted.contains("string") => {
                Some("write a text in quotation marks".to_owned())
            }
            (true, false) if wanted == "a list" => {
                Some("write a list, of one if need be: [\"…\"]".to_owned())
            }
            (false, _) if found == "map" && wanted == "a list" => Some(
                "tables of which there may be several have double brackets: [[…]]; within \
                 a line they stand in a list: [{ … }]"
                    .into(),
            ),
            _ => None,
        };
        return (format!("this is {}, but {wanted} belongs here", a_kind(found)), hint);
    }
    let quoted = ["missing opening quote", "string values must be quoted"];
    let hint = if quoted.iter().any(|start| message.starts_with(start)) {
        Some(
            "write a text in quotation marks; one that holds straight ones in single marks",
        )
    } else if message.starts_with("invalid basic string") {
        Some("a text ends on its line, with the mark it began with")
    } else if message.starts_with("unexpected key or value") {
        Some("a text ends at its first straight quotation mark: within it write “ ”")
    } else if message.starts_with("missing comma") || message.starts_with("unclosed") {
        Some("is a bracket or a comma missing on a line before?")
    } else {
        None
    };
    (message.to_owned(), hint.map(str::to_owned))
}

/// serde's name of a found value, with an article.
fn a_kind(found: &str) -> String {
    let kinds = [
        ("string", "a text"),
        ("integer", "a number"),
        ("floating point", "a number with a point"),
        ("boolean", "true or false"),
        ("sequence", "a list"),
        ("map", "a table"),
    ];
    let known = kinds.iter().find(|(kind, _)| found.starts_with(kind));
    known.map_or_else(|| found.to_owned(), |(_, words)| (*words).to_owned())
}

/// Takes "unknown field `a`, expected one of `b`, `c`" apart.
fn split_unknown(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let name = quoted.next()?;
    Some((name, quoted.collect()))
}
