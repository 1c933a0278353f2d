//! What a card is, and what it has.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::apparatus::{Apparatus, Locator};
use super::asked::Asked;
use super::block::{Block, Role, Run};
use super::source_note::SourceNotes;
use super::wording::{self, OUR_TRANSLATION, TRANSLATION_OF_DOCUMENT};
use crate::deck::{Deck, Recording};
use crate::script::{Bitext, Region, Script};

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One quotation.
    Quote,
    /// One study question of a theme.
    Theme,
    /// One word whose two scripts are not one-to-one.
    Script,
    /// One quotation, to be said in Chinese.
    Production,
    /// One word that the deck explains.
    Word,
}

impl Kind {
    /// All kinds in the order in which a deck has them.
    pub const ALL: [Kind; 5] =
        [Kind::Quote, Kind::Theme, Kind::Script, Kind::Production, Kind::Word];

    /// `quote`, `theme`, `script`, `production` or `word`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Quote => "quote",
            Kind::Theme => "theme",
            Kind::Script => "script",
            Kind::Production => "production",
            Kind::Word => "word",
        }
    }

    /// True for cards that are made only if they are asked for.
    pub fn is_optional(self) -> bool {
        matches!(self, Kind::Script | Kind::Production | Kind::Word)
    }
}

/// A way in which a card asks; each is a card of its own in a program that knows two sides
/// and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// The prompt asks for the quotation.
    Recall,
    /// The quotation with a blank asks for the words that are left out.
    Cloze,
    /// The study question asks for the editor's answer, or without one for the summary.
    Question,
    /// A phrase in Simplified asks for a word of it in Traditional.
    HansHant,
    /// A phrase in Traditional asks for a word of it in Simplified.
    HantHans,
    /// The translation asks for the quotation.
    Production,
    /// A word asks for its sense and its reading.
    Word,
}

impl Ask {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Ask::Recall => "Recall",
            Ask::Cloze => "Cloze",
            Ask::Question => "Question",
            Ask::HansHant => "Hans-Hant",
            Ask::HantHans => "Hant-Hans",
            Ask::Production => "Production",
            Ask::Word => "Word",
        }
    }
}

/// Which theme, as an index into the deck's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThemeId(pub usize);

/// A theme, as its cards name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Which of the deck's.
    #[serde(skip)]
    pub at: ThemeId,
    /// Its permanent id.
    pub id: String,
    /// Its title.
    pub title: Bitext,
    /// Its title in English.
    pub title_english: String,
}

impl Theme {
    /// A theme of the deck.
    pub(super) fn of(deck: &Deck, at: ThemeId) -> Theme {
        let theme = &deck.themes[at.0];
        let (id, title) = (theme.id.clone(), theme.title.clone());
        Theme { at, id, title, title_english: theme.title_english.clone() }
    }
}

/// A word with its sense here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gloss {
    /// As it stands in the quotation.
    pub word: Bitext,
    /// With tone marks.
    pub pinyin: String,
    /// In our words, in English.
    pub sense: Vec<Run>,
}

/// What the two scripts of a word do not tell of one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScriptNote {
    /// The word as it stands in the quotation.
    pub word: Bitext,
    /// A word in which the same Simplified character is written otherwise in Traditional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlike: Option<Bitext>,
    /// The usual words elsewhere, in Traditional.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "by_region")]
    pub usual: Vec<(Region, String)>,
}

impl ScriptNote {
    /// The note on one line of plain text: `硅谷 → 硅谷; but 稻谷 → 稻穀; Taiwan: 矽谷`.
    pub fn line(&self) -> String {
        let pair = |word: &Bitext| format!("{} → {}", word.hans, word.hant);
        let mut line = pair(&self.word);
        if let Some(unlike) = &self.unlike {
            line += &format!("; {} {}", wording::BUT.1, pair(unlike));
        }
        for (region, word) in &self.usual {
            line += &format!("; {}: {word}", wording::usual_in(*region).1);
        }
        line
    }
}

fn by_region<S: Serializer>(
    usual: &[(Region, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(usual.iter().map(|(region, word)| (region.as_str(), word)))
}

/// A character of a card whose Traditional form hangs on the sense and which nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undecided {
    /// A few words that have it.
    pub words: Bitext,
    /// What is shown.
    pub shown: char,
    /// What else it may be.
    pub others: String,
}

/// A quotation that another card refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteRef {
    /// The number of its card.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its words.
    #[serde(skip)]
    pub text: Bitext,
    /// Who says it; only if the quotations beside it are not all the same person's.
    #[serde(skip)]
    pub speaker: Option<Bitext>,
}

fn each<S: Serializer>(quotes: &Arc<[QuoteRef]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(quotes.iter())
}

/// One card: a quotation, a study question or a word, with everything that is shown of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The curated id; of a study question `theme.question`, of an optional card the id behind its
    /// kind: `script/id`, `production/id`, `word/词`.
    pub id: String,
    /// Its place in the deck, from 1; the same in every export, and in a part of a deck.
    pub number: usize,
    /// What it is about.
    pub kind: Kind,
    /// Its themes, the home theme first; never empty.
    pub themes: Vec<Theme>,
    /// 1 easy to 3 hard, if it is a quotation.
    pub difficulty: Option<u8>,
    /// What it can ask; one of these at a time.
    pub front: Vec<Block>,
    /// The answer and what is said with it, in order.
    pub back: Vec<Block>,
    /// Words explained.
    pub gloss: Vec<Gloss>,
    /// Words whose two scripts are not one-to-one.
    pub script_notes: Vec<ScriptNote>,
    /// Its characters that a person should read in Traditional; empty until they are looked for
    /// ([`super::mark_undecided`]).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Undecided>,
    /// The quotations of a theme's card: of an answer those that carry it, of a summary all.
    #[serde(serialize_with = "each")]
    pub quotes: Arc<[QuoteRef]>,
    /// The other quotations of its theme.
    #[serde(serialize_with = "each")]
    pub further: Arc<[QuoteRef]>,
    /// Where it comes from, in words.
    pub source: SourceNotes,
    /// Where a browser shows the words in their original, if that is on the web.
    pub address: Option<String>,
    /// The interviewer's own question, if a source has it.
    pub asked: Option<Asked>,
    /// The quotation as it is spoken.
    pub audio: Option<Recording>,
    /// What the card asks as it is spoken.
    pub prompt_audio: Option<Recording>,
    /// Where the words stand and how others read, if it is a quotation.
    pub apparatus: Option<Apparatus>,
    /// Where the English stands in the base source, if it is the document's own translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Locator>,
    /// The scripts in which the words are not as the base prints them, but converted.
    pub converted: Vec<Script>,
}

impl Card {
    /// A card of which only this is known: it asks and answers nothing yet, and has nothing else.
    pub(super) fn bare(
        kind: Kind,
        id: String,
        number: usize,
        themes: Vec<Theme>,
        source: SourceNotes,
    ) -> Card {
        Card {
            id,
            number,
            kind,
            themes,
            source,
            difficulty: None,
            front: Vec::new(),
            back: Vec::new(),
            gloss: Vec::new(),
            script_notes: Vec::new(),
            undecided: Vec::new(),
            quotes: Arc::new([]),
            further: Arc::new([]),
            address: None,
            asked: None,
            audio: None,
            prompt_audio: None,
            apparatus: None,
            translation: None,
            converted: Vec::new(),
        }
    }

    /// The block with this role.
    pub fn block(&self, role: Role) -> Option<&Block> {
        self.front.iter().chain(&self.back).find(|block| block.role == role)
    }

    /// The answer: the first block of the back.
    pub fn answer(&self) -> Option<&Block> {
        self.back.first()
    }

    /// Who or what asks: the ways in which this card does.
    pub fn asks(&self) -> impl Iterator<Item = Ask> + '_ {
        let asks = self.front.iter().flat_map(|block| match (block.role, self.kind) {
            (Role::Prompt, Kind::Theme) => &[Ask::Question][..],
            (Role::Prompt, Kind::Production) => &[Ask::Production],
            (Role::Prompt, _) => &[Ask::Recall],
            (Role::Word, Kind::Word) => &[Ask::Word],
            (Role::Cloze, _) => &[Ask::Cloze],
            (Role::Phrase, _) => &[Ask::HansHant, Ask::HantHans],
            _ => &[],
        });
        asks.copied()
    }

    /// Where the words stand in the original that their source was derived from, in English:
    /// `p. 14`.
    pub fn place(&self) -> Option<&str> {
        self.apparatus.as_ref()?.base.original.as_deref()
    }

    /// Whose translation the English of a quotation is, in English.
    pub fn translated_by(&self) -> &'static str {
        match self.translation {
            Some(_) => TRANSLATION_OF_DOCUMENT,
            None => OUR_TRANSLATION,
        }
    }

    /// Where the quotation stands.
    pub fn locator(&self) -> Option<&Locator> {
        self.apparatus.as_ref()?.base.places.first()
    }

    /// True if it belongs to one of these themes, or if none is named.
    pub fn is_of(&self, themes: &[String]) -> bool {
        themes.is_empty() || self.themes.iter().any(|theme| themes.contains(&theme.id))
    }
}
