//! TOML into typed values, with every problem at its place.
//!
//! A file is parsed to a tree with spans first, and each entry of it is then decoded by
//! serde on its own, so that one bad entry hides no other.

use serde::de::{Deserialize, DeserializeOwned, Error as _, MapAccess};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::alike::did_you_mean;
use super::reworded::from_toml;
use super::suggest::{closest, first_of, unknown_key};
use super::{Code, Diagnostic, lookalike};
use crate::text::{Span, first_hidden, is_forbidden_control};

/// A parsed TOML file.
pub struct Document<'a> {
    file: &'a str,
    table: DeTable<'a>,
    whole: Span,
    /// True if the file is no TOML: then nothing is said of what it lacks.
    broken: bool,
}

/// Parses `text`; forbidden characters, written out or escaped, and the first syntax error
/// are reported. One missing bracket can make every later line look wrong, so after a
/// syntax error nothing of the file is used.
pub fn parse<'a>(file: &'a str, text: &'a str, out: &mut Vec<Diagnostic>) -> Document<'a> {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_forbidden_control(*c)) {
        let span = Span::new(at, at + c.len_utf8());
        out.push(
            Diagnostic::new(
                Code::ControlCharacter,
                format!("control character U+{:04X}", c as u32),
            )
            .at(file, span, "here")
            .hint("delete it; it is invisible in most editors"),
        );
        return Document { file, table: DeTable::new(), whole: span, broken: true };
    }
    let whole = Span::new(0, text.len().min(1));
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // In an escape, and in the string that has it, every character is text.
        let outside = error.span().filter(|_| !error.message().contains("escape"));
        let known = outside.and_then(|span| lookalike::find(file, text, span.start));
        out.push(known.unwrap_or_else(|| from_toml(file, error)));
        return Document { file, table: DeTable::new(), whole, broken: true };
    }
    let table = table.into_inner();
    for value in table.values() {
        check_strings(file, value, out);
    }
    Document { file, table, whole, broken: false }
}

/// Reports characters that an escape such as `\u001b` smuggles into a string.
fn check_strings(file: &str, value: &Spanned<DeValue<'_>>, out: &mut Vec<Diagnostic>) {
    match value.get_ref() {
        DeValue::String(text) => {
            if let Some((_, c)) = first_hidden(text) {
                let message = format!("this text holds the character U+{:04X}", c as u32);
                out.push(
                    Diagnostic::new(Code::ControlCharacter, message)
                        .at(file, value.span().into(), "")
                        .hint("delete it: nobody could see it on a card"),
                );
            }
        }
        DeValue::Array(array) => array.iter().for_each(|v| check_strings(file, v, out)),
        DeValue::Table(table) => table.values().for_each(|v| check_strings(file, v, out)),
        _ => {}
    }
}

impl<'a> Document<'a> {
    /// Reports every top-level key that is not one of `known`; `inner` are tables within those,
    /// such as `source.cut`.
    pub fn only(&self, known: &[&str], inner: &[&str], out: &mut Vec<Diagnostic>) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let span = key.span().into();
            let within =
                inner.iter().filter_map(|whole| Some((whole, whole.split_once('.')?)));
            let meant = within.into_iter().find(|(_, (_, last))| *last == name);
            out.push(match meant {
                Some((whole, (outer, _))) => {
                    let message = format!("unknown key `{name}`");
                    Diagnostic::new(Code::UnknownKey, message)
                        .at(self.file, span, "")
                        .hint(format!("write [[{whole}]], below the [[{outer}]] it is of"))
                }
                None => unknown_key(self.file, name, span, known),
            });
        }
    }

    /// Decodes the table `key`, or reports that it is missing.
    pub fn one<T: DeserializeOwned>(
        &self,
        key: &str,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<T>> {
        match self.table.get(key) {
            Some(value) => decode(self.file, value, out),
            None if self.broken => None,
            None => {
                out.push(
                    Diagnostic::new(Code::MissingKey, format!("there is no [{key}] table"))
                        .at(self.file, self.whole, "")
                        .hint(format!("this file begins with [{key}]; a part of a deck stands in a folder of its own under decks/")),
                );
                None
            }
        }
    }

    /// The `id` of each entry of the array of tables `key`, whether or not the entry can be
    /// decoded: what is declared badly is declared.
    pub fn ids(&self, key: &str) -> Vec<String> {
        let entries = self.table.get(key).and_then(|value| value.get_ref().as_array());
        let ids = entries.into_iter().flat_map(|array| array.iter()).filter_map(|entry| {
            let id = entry.get_ref().as_table()?.get("id")?;
            id.get_ref().as_str().map(str::to_owned)
        });
        ids.collect()
    }

    /// True if the file is no TOML.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// True if the file has the top-level key.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Decodes each entry of the array of tables `key`; those that fail are reported and
    /// left out.
    pub fn many<T: DeserializeOwned>(
        &self,
        key: &str,
        out: &mut Vec<Diagnostic>,
    ) -> Vec<Spanned<T>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(array) => {
                array.iter().filter_map(|entry| decode(self.file, entry, out)).collect()
            }
            other => {
                let message = format!(
                    "`{key}` is a {}, but must be an array of tables",
                    other.type_str()
                );
                out.push(
                    Diagnostic::new(Code::WrongValue, message)
                        .at(self.file, value.span().into(), "")
                        .hint(format!("begin each entry with [[{key}]]")),
                );
                Vec::new()
            }
        }
    }
}

fn decode<T: DeserializeOwned>(
    file: &str,
    value: &Spanned<DeValue<'_>>,
    out: &mut Vec<Diagnostic>,
) -> Option<Spanned<T>> {
    match T::deserialize(ValueDeserializer::from(value.clone())) {
        Ok(decoded) => Some(Spanned::new(value.span(), decoded)),
        Err(error) => {
            let mut diagnostic = from_toml(file, &error);
            if diagnostic.primary.as_ref().is_some_and(|label| label.span.is_none()) {
                diagnostic = diagnostic.at(file, value.span().into(), "in this entry");
            }
            out.push(diagnostic);
            None
        }
    }
}

/// "No … has the id", with the nearest of those that are declared, or the first of them.
pub fn unknown_id(
    what: &str,
    id: &str,
    declared: &[String],
    file: &str,
    span: Span,
) -> Diagnostic {
    let declared: Vec<&str> = declared.iter().map(String::as_str).collect();
    let message = format!("no {what} has the id `{id}`");
    let diagnostic = Diagnostic::new(Code::UnknownId, message).at(file, span, "");
    match closest(id, &declared) {
        Some(near) => diagnostic.hint(did_you_mean(id, near)),
        None if declared.is_empty() => diagnostic.hint(format!("no {what} is declared")),
        None => diagnostic.hint(format!("declared: {}", first_of(&declared))),
    }
}

/// The two values of `{ hans = …, hant = … }`.
///
/// # Errors
/// If the map lacks one of them or has another key.
pub fn in_both<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    mut map: A,
) -> Result<(T, T), A::Error> {
    let (mut hans, mut hant) = (None, None);
    while let Some(key) = map.next_key::<String>()? {
        match key.as_str() {
            "hans" => hans = Some(map.next_value()?),
            "hant" => hant = Some(map.next_value()?),
            other => return Err(A::Error::unknown_field(other, &["hans", "hant"])),
        }
    }
    let missing = A::Error::missing_field;
    Ok((hans.ok_or_else(|| missing("hans"))?, hant.ok_or_else(|| missing("hant"))?))
}
