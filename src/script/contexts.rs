//! Words whose Traditional form depends on what stands beside them: 困 is 睏 before 得, 于 is a
//! surname before 先生. `contexts.txt` is the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::han::is_han;

/// The table, each word with its lines in order.
static CONTEXTS: LazyLock<BTreeMap<&'static str, Vec<Line>>> =
    LazyLock::new(|| parse(include_str!("contexts.txt")));

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

fn parse(table: &'static str) -> BTreeMap<&'static str, Vec<Line>> {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut contexts: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
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

/// The words of the table.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    CONTEXTS.keys().copied()
}

/// The Traditional form of a word between what stands before and after it, in Taiwan's forms;
/// `None` if the table does not say.
pub(super) fn form(before: &str, word: &str, after: &str) -> Option<&'static str> {
    let lines = CONTEXTS.get(word)?;
    let holds = |line: &&Line| {
        line.before.holds(|text| ends(before, text))
            && line.after.holds(|text| begins(after, text))
    };
    lines.iter().find(holds).map(|line| line.form)
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
