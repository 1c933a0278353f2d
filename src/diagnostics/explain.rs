//! What `yulu explain` says of a code: why it matters, an excerpt that has the problem, and
//! the excerpt mended.
//!
//! The texts are data, `explanations.md`; a test holds them to the sample projects.

use super::Code;

const TEXTS: &str = include_str!("explanations.md");

/// What there is to say about one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Why it is a problem and what to do, as paragraphs without line breaks.
    pub why: Vec<String>,
    /// An excerpt of a file or a terminal that has the problem. A line `…` parts excerpts
    /// that do not follow one another.
    pub wrong: &'static str,
    /// The same excerpts, mended.
    pub right: &'static str,
}

/// The explanation of a code; `None` only if `explanations.md` lacks it, which a test
/// forbids.
pub fn explanation(code: Code) -> Option<Explanation> {
    let heading = format!("\n## {}\n", code.as_str());
    let (_, section) = TEXTS.split_once(&heading)?;
    let section = section.split_once("\n## ").map_or(section, |(own, _)| own);
    let (why, examples) = section.split_once("\n```wrong\n")?;
    let (wrong, examples) = examples.split_once("\n```\n")?;
    let (_, right) = examples.split_once("```right\n")?;
    let (right, _) = right.split_once("\n```")?;
    let paragraphs = why.split("\n\n").map(|p| p.split('\n').collect::<Vec<_>>().join(" "));
    let why = paragraphs.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    Some(Explanation { why, wrong, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once_and_in_order() {
        let headings: Vec<&str> =
            TEXTS.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(
            headings, codes,
            "src/diagnostics/explanations.md, in the order of code.rs"
        );
        for code in Code::ALL {
            let Some(text) = explanation(*code) else {
                panic!("{} has no why, wrong and right", code.as_str());
            };
            assert!(!text.why.is_empty(), "{}", code.as_str());
            assert_ne!(text.wrong, text.right, "{}", code.as_str());
        }
    }
}
