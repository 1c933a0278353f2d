//! Words whose Traditional form depends on what stands beside them: 困 is 睏 before 得, 于 is a
//! surname before 先生. `contexts.txt` is the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::han::is_han;

/// The table, each word with its lines in order.
static CONTEXTS: LazyLock<Table> = LazyLock::new(|| parse(include_str!("contexts.txt")));
/// The lines that come before them in Cantonese.
static CANTONESE: LazyLock<Table> = LazyLock::new(|| parse(include_str!("cantonese.txt")));

type Table = BTreeMap<&'static str, Vec<Line>>;

/// One line of the table.
struct Line {
    form: &'static str,
    before: Side,
    after: Side,
}

/// What may stand on one side; nothing named is true of anything.
#[derive(Default)]
struct Side {
    any: Vec<&'static str>,
    none: Vec<&'static str>,
}

impl Side {
    fn new(
        column: &'static str,
        lists: &BTreeMap<&'static str, Vec<&'static str>>,
    ) -> Self {
        let mut side = Self::default();
        let mut negative = false;
        for item in column.split(' ') {
            negative |= item.starts_with('!');
            let item = item.trim_start_matches('!');
            let texts = match item.strip_prefix('@') {
                Some(name) => lists.get(name).cloned().unwrap_or_default(),
                None => vec![item],
            };
            let into = if negative { &mut side.none } else { &mut side.any };
            into.extend(texts.into_iter().filter(|text| !text.is_empty()));
        }
        side
    }

    fn holds(&self, fits: impl Fn(&str) -> bool) -> bool {
        !self.none.iter().any(|text| fits(text))
            && (self.any.is_empty() || self.any.iter().any(|text| fits(text)))
    }
}

fn parse(table: &'static str) -> Table {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut contexts = Table::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&'static str> = line.split('\t').collect();
        match columns[..] {
            [name, texts] => {
                lists.insert(name.trim_start_matches('@'), texts.split(' ').collect());
            }
            [word, form, before, after] => contexts.entry(word).or_default().push(Line {
                form,
                before: Side::new(before, &lists),
                after: Side::new(after, &lists),
            }),
            _ => {}
        }
    }
    contexts
}

/// The words of the tables.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let cantonese = CANTONESE.keys().filter(|word| !CONTEXTS.contains_key(*word));
    CONTEXTS.keys().chain(cantonese).copied()
}

/// The Traditional form of a word between what stands before and after it, in Taiwan's forms;
/// `None` if the tables do not say.
pub(super) fn form(
    before: &str,
    word: &str,
    after: &str,
    cantonese: bool,
) -> Option<&'static str> {
    let holds = |line: &&Line| {
        line.before.holds(|text| ends(before, text))
            && line.after.holds(|text| begins(after, text))
    };
    let decide =
        |table: &'static Table| table.get(word)?.iter().find(holds).map(|l| l.form);
    let first = if cantonese { decide(&CANTONESE) } else { None };
    first.or_else(|| decide(&CONTEXTS))
}

fn is_numeral(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十百千万亿两几零〇".contains(c)
}

/// True if a text ends so. `^` is anything but Han, or the text's border; `#` a numeral.
fn ends(text: &str, with: &str) -> bool {
    match with.chars().next_back() {
        Some('^') => !text.ends_with(is_han),
        Some('#') => text.ends_with(is_numeral),
        _ => text.ends_with(with),
    }
}

/// True if a text begins so.
fn begins(text: &str, with: &str) -> bool {
    if let Some(rest) = with.strip_prefix('^') {
        let mut after = text.chars();
        return !text.starts_with(is_han)
            && (rest.is_empty()
                || after.next().is_some() && after.as_str().starts_with(rest));
    }
    match with.strip_suffix('#') {
        Some(words) => {
            text.strip_prefix(words).is_some_and(|rest| rest.starts_with(is_numeral))
        }
        None => text.starts_with(with),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::han::simplified_form;

    #[test]
    fn every_line_is_whole_and_changes_no_words() {
        let tables = [include_str!("contexts.txt"), include_str!("cantonese.txt")];
        let mut seen = 0;
        for line in tables.iter().flat_map(|table| table.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(matches!(columns.len(), 2 | 4), "{line}");
            if let [word, form, before, after] = columns[..] {
                let same = |(hans, hant)| simplified_form(hant) == simplified_form(hans);
                assert!(word.chars().zip(form.chars()).all(same), "{line}");
                assert_eq!(word.chars().count(), form.chars().count(), "{line}");
                for side in [before, after] {
                    assert!(!side.starts_with(' ') && !side.ends_with(' '), "{line}");
                    assert!(!side.contains("  "), "{line}");
                }
                seen += 1;
            } else {
                assert!(line.starts_with('@'), "{line}");
            }
        }
        assert!(seen > 80, "{seen} lines");
    }

    #[test]
    fn neighbours_decide_or_nothing_does() {
        assert_eq!(form("请", "于", "先生来", false), Some("于"));
        assert_eq!(form("位", "于", "城里", false), None);
        assert_eq!(form("", "困", "得睁不开眼", false), Some("睏"));
        assert_eq!(form("他被", "困", "了三天", false), Some("困"));
        assert_eq!(form("，", "吓", "？", false), Some("吓"));
        assert_eq!(form("佢", "系", "学生", true), Some("係"));
        assert_eq!(form("佢", "系", "学生", false), None);
    }
}
