//! Runs: the pieces of a text that have their own look, language or reading.

use serde::Serialize;

use crate::card::{self, Lang};
use crate::script::{Form, Region, Script};

/// Readings above characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruby {
    /// Latin letters with tone marks.
    Pinyin,
    /// Zhuyin.
    Zhuyin,
}

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

/// The runs of a card's text. Where no region is claimed for Traditional characters, paper
/// has them in the forms of the region shown: a font has to be chosen.
pub(super) fn runs(of: &[card::Run], region: Region) -> Vec<Run> {
    let run = |run: &card::Run| Run {
        text: run.text.clone(),
        lang: run.lang.map(|lang| match lang {
            Lang::Printed(Script::Hant) => Form::Hant(region).lang(),
            lang => lang.tag(),
        }),
        mark: run.mark.map(|mark| match mark {
            card::Mark::Recall => Mark::Recall,
            card::Mark::Blank => Mark::Blank,
        }),
        aid: None,
    };
    of.iter().map(run).collect()
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
    fn traditional_characters_in_english_have_the_regions_font() {
        for (region, lang) in [(Region::Tw, "zh-Hant-TW"), (Region::Hk, "zh-Hant-HK")] {
            let runs = runs(&card::english("(龜 is 龟)"), region);
            let langs: Vec<_> = runs.iter().map(|run| (&*run.text, run.lang)).collect();
            assert_eq!(
                langs,
                [
                    ("(", None),
                    ("龜", Some(lang)),
                    (" is ", None),
                    ("龟", Some("zh-Hans")),
                    (")", None)
                ]
            );
        }
    }
}
