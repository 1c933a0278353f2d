//! A line of a document in the three forms that the page shows, with places carried over:
//! where a quotation begins in the bytes, it begins in the converted text.

use super::words::Words;
use crate::script::{Form, Script, to_hans, typography};
use crate::source::SourceEntry;

/// A text, and where each of the line's cuts stands in it, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Carried {
    fn new(text: &str, at: Vec<usize>) -> Self {
        Self { chars: text.chars().collect(), at }
    }

    /// The text between cut `index` and the next one.
    pub(super) fn piece(&self, index: usize) -> String {
        let at = |index: usize| self.at.get(index).copied().unwrap_or(self.chars.len());
        let (from, to) = (at(index), at(index + 1));
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }
}

/// A line as printed and in both scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forms {
    /// The document's own characters.
    pub(super) printed: Carried,
    /// Simplified.
    pub(super) hans: Carried,
    /// Traditional, in the region's forms if it was converted.
    pub(super) hant: Carried,
}

/// The forms of a line; `cuts` are character indices, ascending, the first 0 and the last
/// the line's length.
///
/// In its own script a document stays exactly as printed; what is converted is brought
/// into clean typography too. Traditional that a machine made counts as converted: it
/// goes back to Simplified first.
pub(super) fn forms(
    line: &str,
    cuts: &[usize],
    entry: &SourceEntry,
    words: &Words<'_>,
) -> Forms {
    let printed = Carried::new(line, cuts.to_vec());
    let to_hant = |line: &Carried| {
        clean(&converted(line, Form::Hant(words.region()), words), Script::Hant)
    };
    let (hans, hant) = match (entry.script, entry.machine_script) {
        (Script::Hans, _) => (printed.clone(), to_hant(&printed)),
        (Script::Hant, machine) => {
            let raw = converted(&printed, Form::Hans, words);
            let hant = if machine { to_hant(&raw) } else { printed.clone() };
            (clean(&raw, Script::Hans), hant)
        }
    };
    Forms { printed, hans, hant }
}

/// Conversion keeps the number of characters, but for a few phrases of OpenCC. There the
/// pieces are converted one by one, so that no mark slips.
fn converted(line: &Carried, to: Form, words: &Words<'_>) -> Carried {
    let convert = |text: &str| match to {
        Form::Hans => to_hans(words.converter(), text),
        Form::Hant(_) => words.converter().convert(text, to),
    };
    let text: String = line.chars.iter().collect();
    let whole = convert(&text);
    if whole.chars().count() == line.chars.len() {
        return Carried::new(&whole, line.at.clone());
    }
    let mut text = String::new();
    let mut at = Vec::new();
    let mut length = 0;
    for index in 0..line.at.len() {
        at.push(length);
        let piece = convert(&line.piece(index));
        length += piece.chars().count();
        text += &piece;
    }
    Carried::new(&text, at)
}

fn clean(line: &Carried, script: Script) -> Carried {
    let text: String = line.chars.iter().collect();
    let traced = typography::clean_traced(&text, script);
    let at = line.at.iter().map(|cut| traced.partition_point(|(from, _)| from < cut));
    let at = at.collect();
    Carried { chars: traced.into_iter().map(|(_, c)| c).collect(), at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Ours;
    use crate::script::{Converter, Region};

    /// Writes 后 as 後 and, as OpenCC may, one word with another number of characters.
    struct Table;

    impl Converter for Table {
        fn convert(&self, text: &str, to: Form) -> String {
            match to {
                Form::Hans => text.replace('後', "后").replace("計算機", "电脑"),
                Form::Hant(_) => text.replace('后', "後").replace("电脑", "計算機"),
            }
        }
    }

    fn pieces(form: &Carried) -> Vec<String> {
        (0..form.at.len() - 1).map(|at| form.piece(at)).collect()
    }

    #[track_caller]
    fn check(line: &str, cuts: &[usize], expected: &[&str]) {
        let words = Words::new(Ours { converter: &Table, region: Region::Tw });
        let printed = Carried::new(line, cuts.to_vec());
        let form =
            clean(&converted(&printed, Form::Hant(Region::Tw), &words), Script::Hant);
        assert_eq!(pieces(&form), expected);
    }

    #[test]
    fn places_are_carried_through_conversion_and_cleaning() {
        check("背后, 他说", &[0, 2, 4, 6], &["背後", "，", "他说"]);
        check("用 gap 表示", &[0, 2, 5, 8], &["用", "gap", "表示"]);
        check("用电脑算后", &[0, 1, 3, 5], &["用", "計算機", "算後"]);
    }
}
