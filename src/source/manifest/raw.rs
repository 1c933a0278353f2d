//! `sources.toml` as typed.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use toml::Spanned;

use crate::diagnostics::decode::in_both;
use crate::source::manifest::{Inherit, Role, Shape};
use crate::source::translation::Layout;

/// A name or a title as the document has it, or in both scripts.
pub(super) enum RawName {
    One(String),
    Both { hans: String, hant: String },
}

impl RawName {
    /// The name in the script that it is kept in, Simplified if both are given.
    pub(super) fn text(&self) -> &str {
        match self {
            RawName::One(text) | RawName::Both { hans: text, .. } => text,
        }
    }
}

impl<'de> Deserialize<'de> for RawName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = RawName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or { hans = \"…\", hant = \"…\" }")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<RawName, E> {
                Ok(RawName::One(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawName, A::Error> {
                let (hans, hant) = in_both(map)?;
                Ok(RawName::Both { hans, hant })
            }
        }
        deserializer.deserialize_any(NameVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpeaker {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<RawName>,
    pub(super) name_english: Spanned<String>,
    pub(super) role: Role,
    #[serde(default)]
    pub(super) labels: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRegion {
    pub(super) from: Spanned<String>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) lines: Option<(usize, usize)>,
    pub(super) reason: String,
    pub(super) speaker: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) every: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    pub(super) heading: Spanned<String>,
    pub(super) speaker: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCaveat {
    pub(super) line: usize,
    pub(super) text: Spanned<String>,
    #[serde(default)]
    pub(super) comment: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawScript {
    Hans,
    Hant,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawBasis {
    Labelled,
    Compiled,
    Digested,
    Reported,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) id: Spanned<String>,
    pub(super) file: Spanned<String>,
    pub(super) sha256: Spanned<String>,
    pub(super) title: Spanned<RawName>,
    pub(super) short: Spanned<RawName>,
    pub(super) short_english: Spanned<String>,
    pub(super) outlet: String,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) date_evidence: String,
    pub(super) url: Option<String>,
    pub(super) script: Spanned<RawScript>,
    #[serde(default)]
    pub(super) machine_script: bool,
    pub(super) shape: Shape,
    pub(super) speaker: Option<Spanned<String>>,
    pub(super) basis: Option<RawBasis>,
    #[serde(default)]
    pub(super) wrapped: bool,
    pub(super) translation: Option<Layout>,
    #[serde(default)]
    pub(super) all_lists: bool,
    pub(super) narrator: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) cited: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) labels: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub(super) not_labels: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) inherit: Inherit,
    #[serde(default)]
    pub(super) turn: Vec<Spanned<RawRegion>>,
    pub(super) group: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) occasions: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) occasion_stated: bool,
    #[serde(default)]
    pub(super) cut: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    pub(super) voice: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    pub(super) block: Vec<RawBlock>,
    #[serde(default)]
    pub(super) caveat: Vec<RawCaveat>,
    pub(super) card_caveat: Option<RawCardCaveat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCardCaveat {
    pub(super) zh: Spanned<String>,
    pub(super) en: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOccasion {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<RawName>,
    pub(super) short: Spanned<RawName>,
    pub(super) short_english: Spanned<String>,
    pub(super) date: String,
    pub(super) evidence: String,
}
