//! The kinds of lines that nobody says.

use super::super::reason::Reason;

/// What a line is that nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Furniture {
    /// A heading by its marks (`## …`, `<h2>`, `第三章 …`), or a whole line set in bold.
    Heading,
    /// A line drawn across the page, or the page's word that it ends (`（完）`).
    Rule,
    /// An image or what is left of one (`![…](…)`, `[图片]`).
    Picture,
    /// What is said of a picture (`▲ …`, `图1：…`, `（资料图片）`).
    Caption,
    /// A row of a table.
    TableRow,
    /// A note to the text (`[^1]: …`, `注：…`, `编者按：…`).
    Footnote,
    /// Links alone.
    LinkList,
    /// What the page asks of its reader or says of itself: subscription, copyright, sharing.
    Notice,
    /// Who wrote, translated, edited or published the page, and when.
    Credit,
    /// Words quoted as a block (`> …`).
    BlockQuotation,
    /// A whole line in brackets: `（掌声）`, `〔灯灭。〕`.
    Aside,
    /// Markup, a fence of code, the time of a subtitle, the number of a page.
    Markup,
}

impl Furniture {
    /// The kind as messages name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Furniture::Heading => "heading",
            Furniture::Rule => "rule",
            Furniture::Picture => "picture",
            Furniture::Caption => "caption",
            Furniture::TableRow => "table row",
            Furniture::Footnote => "footnote",
            Furniture::LinkList => "link list",
            Furniture::Notice => "notice",
            Furniture::Credit => "credit line",
            Furniture::BlockQuotation => "block quotation",
            Furniture::Aside => "aside in brackets",
            Furniture::Markup => "markup",
        }
    }

    /// True for forms in which a speaker's head is set, too: `### 记者：`, `| 记者 | … |`.
    pub fn may_be_a_head(self) -> bool {
        use Furniture::{Aside, BlockQuotation, Heading, TableRow};
        matches!(self, Heading | TableRow | BlockQuotation | Aside)
    }

    /// Why such a line is nobody's words.
    pub fn reason(self) -> Reason {
        match self {
            Furniture::Heading => Reason::Heading,
            Furniture::Rule => Reason::Rule,
            Furniture::Picture | Furniture::Caption => Reason::Picture,
            Furniture::TableRow => Reason::Table,
            Furniture::Footnote => Reason::Footnote,
            Furniture::LinkList => Reason::Links,
            Furniture::Notice => Reason::Notice,
            Furniture::Credit => Reason::Byline,
            Furniture::BlockQuotation => Reason::BlockQuotation,
            Furniture::Aside => Reason::StageDirection,
            Furniture::Markup => Reason::Markup,
        }
    }
}
