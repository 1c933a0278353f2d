//! A document that changed: what `seeds/sources.toml` and `seeds/errata.toml` say of its lines,
//! carried over to the new text. Comments, order and layout stay.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::line_map::LineMap;
use super::manifest::{RegionEntry, SourceEntry};
use super::region;
use crate::text::{LineRange, SourceText};

/// The reason of the cut of what a reader sets apart at the end of a text.
pub const APART: &str = "notes, captions and the editor's words, which stand apart";

/// The lines that a reader set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// First and last 1-based line.
    pub lines: LineRange,
    /// How the first one begins.
    pub from: String,
    /// How the last one begins, if it is another line.
    pub to: Option<String>,
}

/// Characters of an anchor.
const ANCHOR: usize = 20;

impl Apart {
    /// The lines set apart of a text.
    pub fn of(text: &str, lines: LineRange) -> Option<Apart> {
        let LineRange { first, last } = lines;
        let mut texts = text.lines().skip(first.checked_sub(1)?);
        // An anchor is the beginning of a line; the line numbers tell equal ones apart.
        let begin = |line: &str| line.chars().take(ANCHOR).collect::<String>();
        let from = begin(texts.next()?);
        let to = match last.checked_sub(first + 1) {
            None => None,
            Some(between) => Some(begin(texts.nth(between)?)),
        };
        Some(Apart { lines, from, to })
    }
}

/// A new text of a source.
pub struct Revision<'a> {
    /// What is declared of the source now.
    pub entry: &'a SourceEntry,
    /// Where its lines went; `None` if the old text is not known.
    pub map: Option<&'a LineMap>,
    /// The new text.
    pub text: &'a SourceText,
    /// The sum of the new text.
    pub sha256: &'a str,
    /// What its reader set apart, if anything; `None` where no reader made the text.
    pub apart: Option<Option<Apart>>,
    /// The lines, first and last, that each declared region had, by where it is declared.
    pub regions: Vec<(crate::text::Span, LineRange)>,
}

/// The manifest with the new sum and the regions and caveats at their new lines.
///
/// # Errors
/// If the text is no TOML or has no such source.
pub fn manifest(text: &str, revision: &Revision<'_>) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|e| format!("{e}"))?;
    let missing = || format!("there is no source `{}`", revision.entry.id);
    let sources = document.get_mut("source").ok_or_else(missing)?;
    let mut tables = tables(sources);
    let own = |table: &&mut &mut dyn TableLike| {
        table.get("id").and_then(Item::as_str) == Some(&revision.entry.id)
    };
    let source = tables.iter_mut().find(own).ok_or_else(missing)?;
    set(*source, "sha256", Value::from(revision.sha256));
    let declared = [
        ("cut", &revision.entry.cuts),
        ("voice", &revision.entry.voices),
        ("turn", &revision.entry.turns),
    ];
    for (key, entries) in declared {
        let Some(regions) = source.get_mut(key) else { continue };
        for (table, entry) in self::tables(regions).into_iter().zip(entries) {
            if let Some(lines) = revision.lines_of(entry) {
                set(table, "lines", pair(lines));
            }
        }
    }
    if let Some(caveats) = source.get_mut("caveat") {
        for (table, caveat) in
            self::tables(caveats).into_iter().zip(&revision.entry.caveats)
        {
            if let Some(line) = revision.line_with(caveat.line, &caveat.text) {
                set(table, "line", number(line));
            }
        }
    }
    if let Some(apart) = &revision.apart {
        set_apart(*source, apart.as_ref());
    }
    Ok(document.to_string())
}

/// The errata with those of the source at their new lines.
///
/// # Errors
/// If the text is no TOML.
pub fn errata(text: &str, revision: &Revision<'_>) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|e| format!("{e}"))?;
    let Some(errata) = document.get_mut("erratum") else { return Ok(text.to_owned()) };
    for table in tables(errata) {
        if table.get("source").and_then(Item::as_str) != Some(&revision.entry.id) {
            continue;
        }
        let Some(reads) = table.get("reads").and_then(Item::as_str).map(str::to_owned)
        else {
            continue;
        };
        let Some(lines) = table.get_mut("lines").and_then(Item::as_array_mut) else {
            continue;
        };
        for line in lines.iter_mut() {
            let old = line.as_integer().and_then(|line| usize::try_from(line).ok());
            if let Some(new) = old.and_then(|old| revision.line_with(old, &reads)) {
                replace(line, number(new));
            }
        }
    }
    Ok(document.to_string())
}

impl Revision<'_> {
    /// The lines that must be written for a region: those it has now, where it had line numbers
    /// or where its anchors alone do not tell any more.
    fn lines_of(&self, entry: &RegionEntry) -> Option<LineRange> {
        if entry.every {
            return None;
        }
        let old = self.regions.iter().find(|(span, _)| *span == entry.span);
        let old = entry.lines.or(old.map(|(_, lines)| *lines));
        let mapped = |old: Option<usize>| self.map?.line(old?);
        let expected = (mapped(old.map(|old| old.first)), mapped(old.map(|old| old.last)));
        let (lines, alone) = region::found(entry, expected, self.text)?;
        (entry.lines.is_some() || !alone).then_some(lines)
    }

    /// The line that has these words now: the same line, else the only one that has them.
    fn line_with(&self, old: usize, words: &str) -> Option<usize> {
        let has = |line: &usize| {
            self.text.line(*line).is_some_and(|line| super::holds(line, words))
        };
        if let Some(line) = self.map.and_then(|map| map.line(old)).filter(has) {
            return Some(line);
        }
        let mut all = (1..=self.text.line_count()).filter(has);
        all.next().filter(|_| all.next().is_none())
    }
}

/// Keeps the cut of what the reader sets apart true.
fn set_apart(source: &mut dyn TableLike, apart: Option<&Apart>) {
    let is_own =
        |table: &dyn TableLike| table.get("reason").and_then(Item::as_str) == Some(APART);
    let put = |table: &mut dyn TableLike, apart: &Apart| {
        set(table, "from", Value::from(apart.from.as_str()));
        match &apart.to {
            Some(to) => set(table, "to", Value::from(to.as_str())),
            None => _ = table.remove("to"),
        }
        set(table, "lines", pair(apart.lines));
    };
    let cuts = source.get_mut("cut");
    let own = cuts.and_then(|cuts| tables(cuts).into_iter().position(|t| is_own(t)));
    match (own, apart) {
        (Some(at), Some(apart)) => {
            let cuts = source.get_mut("cut").map(tables).unwrap_or_default();
            if let Some(table) = cuts.into_iter().nth(at) {
                put(table, apart);
            }
        }
        (Some(at), None) => match source.get_mut("cut") {
            Some(Item::ArrayOfTables(cuts)) => _ = cuts.remove(at),
            Some(Item::Value(Value::Array(cuts))) => _ = cuts.remove(at),
            _ => {}
        },
        (None, Some(apart)) => {
            let mut table = Table::new();
            put(&mut table, apart);
            table.insert("reason", toml_edit::value(APART));
            match source.get_mut("cut") {
                Some(Item::ArrayOfTables(cuts)) => cuts.push(table),
                Some(Item::Value(Value::Array(cuts))) => {
                    cuts.push(table.into_inline_table());
                }
                _ => {
                    let mut cuts = toml_edit::ArrayOfTables::new();
                    cuts.push(table);
                    source.insert("cut", Item::ArrayOfTables(cuts));
                }
            }
        }
        (None, None) => {}
    }
}

/// The tables of an array, however it is written.
fn tables(item: &mut Item) -> Vec<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => {
            tables.iter_mut().map(|table| table as &mut dyn TableLike).collect()
        }
        Item::Value(Value::Array(array)) => {
            let tables = array.iter_mut().filter_map(Value::as_inline_table_mut);
            tables.map(|table| table as &mut dyn TableLike).collect()
        }
        _ => Vec::new(),
    }
}

/// Sets a key; what stands around an old value stays.
fn set(table: &mut dyn TableLike, key: &str, value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => replace(old, value),
        None => _ = table.insert(key, Item::Value(value)),
    }
}

/// Puts a value in the place of another; blanks and comments around it stay.
pub(crate) fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

fn number(line: usize) -> Value {
    Value::from(i64::try_from(line).unwrap_or(i64::MAX))
}

fn pair(LineRange { first, last }: LineRange) -> Value {
    Value::Array([number(first), number(last)].into_iter().collect::<Array>())
}
