//! Why it is not known whose words a line has.

macro_rules! reasons {
    ($($variant:ident, $name:literal, $about:literal;)*) => {
        /// Why a line's words are nobody's until somebody decides.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $(#[doc = $about] $variant,)*
        }

        impl Reason {
            /// All reasons in the order of declaration.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)*];

            /// The name used in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Reason::$variant => $name,)* }
            }

            /// What it means, as a part of a sentence about a line.
            pub fn about(self) -> &'static str {
                match self { $(Reason::$variant => $about,)* }
            }
        }
    };
}

reasons! {
    // A line that could begin another's words.
    UnknownHead, "unknown-head", "looks like the head of somebody who is not declared";
    JointHead, "joint-head", "is said by several speakers together";
    NotAHead, "not-a-head", "begins with a speaker's name in a form that is no head elsewhere";
    InnerHead, "inner-head", "has a speaker's head inside the line";
    QuotedSpeech, "quoted-speech", "tells what somebody says";
    LostHead, "lost-head", "may be another's: a head seems to be missing";
    SharedLabel, "shared-label", "has a label that stands for several people in this document";
    // A line that is nobody's words.
    HeadWithoutWords, "head-without-words", "is a head without words";
    Heading, "heading", "is a heading";
    Rule, "rule", "is a rule between sections";
    Picture, "picture", "is a picture or its caption";
    Table, "table", "is a row of a table";
    Footnote, "footnote", "is a footnote";
    Markup, "markup", "is markup";
    Links, "links", "is a list of links";
    Notice, "notice", "is a notice of the page, no article";
    Byline, "byline", "says who made the page or who is called what";
    StageDirection, "stage-direction", "is a stage direction";
    FrontMatter, "front-matter", "is front matter";
    // A line that need not be the speaker's before it.
    BlockQuotation, "block-quotation", "is a block quotation";
    SetApart, "set-apart", "is set apart from the lines around it";
    OtherLanguage, "other-language", "is in another language than the line before it";
    AfterBreak, "after-break", "follows a line that ends the speaker's words";
    AfterQuotation, "after-quotation", "follows the closing quotation mark of the speaker's words";
    ThirdPerson, "third-person", "speaks of the speaker";
    PageVoice, "page-voice", "may be the page's own voice";
    SingleParagraphs, "single-paragraphs", "is a second paragraph where turns have one";
    FarFromHead, "far-from-head", "stands far from its head";
    WithoutHead, "without-head", "has no head, and here only words behind a head count";
    NoHeads, "no-heads", "has no head, nor has any line of the document";
    // A list or layout in which it cannot be told.
    OutsideList, "outside-list", "stands beside a list and is no part of it";
    SeveralLists, "several-lists", "stands in one of several lists of which it is not said whose they are";
    Attributed, "attributed", "is attributed to somebody who is not declared, or not here";
    NotAttributed, "not-attributed", "has no attribution, where each quotation has one";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert!(
            names.iter().all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
