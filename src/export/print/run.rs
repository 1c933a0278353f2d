//! Runs: the pieces of a text that have their own look, language or reading.

use serde::Serialize;

use super::face::Ruby;
use crate::deck::Quote;
use crate::script::han::is_han;
use crate::script::{Form, Script};

/// A piece of text with its own look or language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words, exactly.
    pub text: String,
    /// The language if it is not the block's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    /// What is marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The reading that stands over a single character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aid: Option<String>,
}

/// What is marked in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// The words that the cloze card asks for.
    Recall,
    /// A remark of ours inside a text.
    Quiet,
    /// The blank of a cloze.
    Blank,
}

/// Text like that of its block.
pub(super) fn plain(text: &str) -> Run {
    Run { text: text.to_owned(), lang: None, mark: None, aid: None }
}

/// English text; Chinese words in it get their own language.
pub(super) fn english(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let han = rest.find(is_han).unwrap_or(rest.len());
        if han > 0 {
            runs.push(plain(&rest[..han]));
        }
        rest = &rest[han..];
        let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
        if end > 0 {
            runs.push(Run { lang: Some(Form::Hans.lang()), ..plain(&rest[..end]) });
        }
        rest = &rest[end..];
    }
    runs
}

/// Every character that is read gets a run of its own, with its reading.
pub(super) fn with_readings(
    runs: Vec<Run>,
    syllables: &[Option<crate::pinyin::Syllable>],
    ruby: Ruby,
) -> Vec<Run> {
    let mut syllables = syllables.iter();
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        let mut rest = String::new();
        for c in run.text.chars() {
            match syllables.next().copied().flatten() {
                None => rest.push(c),
                Some(syllable) => {
                    let aid = match ruby {
                        Ruby::Pinyin => syllable.pinyin(),
                        Ruby::Zhuyin => syllable.zhuyin(),
                    };
                    if !rest.is_empty() {
                        out.push(Run { text: std::mem::take(&mut rest), ..run.clone() });
                    }
                    out.push(Run { text: c.to_string(), aid: Some(aid), ..run.clone() });
                }
            }
        }
        if !rest.is_empty() {
            out.push(Run { text: rest, ..run });
        }
    }
    out
}

/// The quotation with a blank; its width tells nothing of the answer's length.
pub(super) fn blanked(quote: &Quote, script: Script) -> Vec<Run> {
    let Some([before, _, after]) = quote.around_cloze(script) else { return Vec::new() };
    let blank = Run { mark: Some(Mark::Blank), ..plain("［　　］") };
    let mut runs = vec![plain(&before), blank, plain(&after)];
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// Numbers with runs of them drawn together: `1–4、7`.
pub(super) fn ranges(numbers: impl Iterator<Item = usize>, between: &str) -> String {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, last)) if *last + 1 >= number => *last = number,
            _ => out.push((number, number)),
        }
    }
    let shown = out.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}{between}{last}"),
        _ => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_drawn_together() {
        assert_eq!(ranges([1, 2, 3, 4, 7, 9, 10].into_iter(), "、"), "1–4、7、9、10");
        assert_eq!(ranges(std::iter::empty(), "、"), "");
    }

    #[test]
    fn chinese_in_english_has_its_language() {
        let runs = english("the 暗涌 interview");
        let runs: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.lang)).collect();
        assert_eq!(runs, [("the ", None), ("暗涌", Some("zh-Hans")), (" interview", None)]);
    }
}
