//! The apparatus: where the words of a quotation stand, and how each place reads.

use std::fmt;

use serde::{Serialize, Serializer};

use super::emendation::{Emendation, emendations};
use crate::collate::{Place, ReadingKind, Relation, Witness};
use crate::deck::Quote;
use crate::script::{Script, letters};
use crate::source::{Corpus, place};
use crate::text::{LineRange, without_hidden};

/// A source and lines of it: `beekeeper:5–6`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// Id of the source.
    pub source: String,
    /// Its lines.
    pub lines: LineRange,
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.lines)
    }
}

impl Serialize for Locator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a source reads other words than the base; nothing is an empty text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// What the base reads, in its own characters.
    pub lemma: String,
    /// What this source reads, in its own.
    pub reading: String,
}

/// A source that has the words, or the thought in other words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attestation {
    /// The source's id.
    pub source: String,
    /// The script in which it is written.
    pub script: Script,
    /// Where the words stand, the best place first; a repeat is no second witness.
    #[serde(rename = "locators")]
    pub places: Vec<Locator>,
    /// The same place in the original that the source was derived from: `p. 14`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// How it stands to the base; the base to itself is identical.
    pub relation: Relation,
    /// The words in its own characters, without what shows nothing.
    pub words: String,
    /// Other words than the base's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The bytes of the best place.
    #[serde(skip)]
    pub place: Place,
}

impl Attestation {
    fn new(
        corpus: &Corpus,
        best: &Place,
        all: impl Iterator<Item = LineRange>,
        relation: Relation,
    ) -> Self {
        let source = &corpus.sources[best.source];
        let id = source.entry.id.as_str();
        let locator = |lines| Locator { source: id.to_owned(), lines };
        Self {
            source: id.to_owned(),
            script: source.entry.script,
            places: all.map(locator).collect(),
            original: place::words(source, best.lines).map(|words| words.english()),
            relation,
            words: letters::standard(&without_hidden(
                &best.raw_text(corpus).replace('\n', ""),
            ))
            .into_owned(),
            variants: Vec::new(),
            place: best.clone(),
        }
    }

    fn of_witness(corpus: &Corpus, witness: &Witness) -> Self {
        let readings = witness.readings.iter();
        let substantive = readings.filter(|r| r.kind == ReadingKind::Substantive);
        let variant = |reading: &crate::collate::Reading| Variant {
            lemma: reading.lemma.clone(),
            reading: reading.reading.clone(),
        };
        Self {
            variants: substantive.map(variant).collect(),
            ..Self::new(corpus, &witness.place, witness.lines(), witness.relation)
        }
    }

    /// Lines of every place, the best one first.
    pub fn lines(&self) -> impl Iterator<Item = LineRange> + '_ {
        self.places.iter().map(|place| place.lines)
    }

    /// The first line of the best place.
    pub fn first_line(&self) -> usize {
        self.place.lines.first
    }
}

/// Everything that is known of the words of a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Apparatus {
    /// The source that is quoted.
    pub base: Attestation,
    /// Corrections of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emendations: Vec<Emendation>,
    /// Other sources with the same words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Attestation>,
    /// Digests with the same thought in their own words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub echoes: Vec<Attestation>,
}

impl Apparatus {
    pub(super) fn new(quote: &Quote, corpus: &Corpus) -> Self {
        let all = |list: &[Witness]| {
            list.iter().map(|w| Attestation::of_witness(corpus, w)).collect()
        };
        Self {
            base: Attestation::new(
                corpus,
                &quote.base,
                quote.base_lines(),
                Relation::Identical,
            ),
            emendations: emendations(quote, corpus),
            witnesses: all(&quote.collation.witnesses),
            echoes: all(&quote.collation.echoes),
        }
    }
}
