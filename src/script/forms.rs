//! The two scripts, the regions of Traditional, and words in both.

use serde::Serialize;

/// A script, by its ISO 15924 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Simplified.
    Hans,
    /// Traditional.
    Hant,
}

impl Script {
    /// `hans` or `hant`, as in files and flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Script::Hans => "hans",
            Script::Hant => "hant",
        }
    }
}

/// Whose standard forms Traditional text is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Region {
    /// Taiwan (OpenCC `s2tw`): 裡, 為, 臺.
    #[default]
    Tw,
    /// Hong Kong (OpenCC `s2hk`): 裏, 為, 台.
    Hk,
}

impl Region {
    /// `tw` or `hk`.
    pub fn as_str(self) -> &'static str {
        match self {
            Region::Tw => "tw",
            Region::Hk => "hk",
        }
    }
}

/// A concrete written form: what a text is converted to, and what `lang` says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Simplified.
    Hans,
    /// Traditional in a region's standard forms.
    Hant(Region),
}

impl Form {
    /// The BCP 47 tag for `lang` attributes.
    pub fn lang(self) -> &'static str {
        match self {
            Form::Hans => "zh-Hans",
            Form::Hant(Region::Tw) => "zh-Hant-TW",
            Form::Hant(Region::Hk) => "zh-Hant-HK",
        }
    }
}

/// The same words in both scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Bitext {
    /// Simplified.
    pub hans: String,
    /// Traditional, in the region's forms.
    pub hant: String,
}

impl Bitext {
    /// The text in one script.
    pub fn get(&self, script: Script) -> &str {
        match script {
            Script::Hans => &self.hans,
            Script::Hant => &self.hant,
        }
    }

    /// The same change in both scripts.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Bitext {
        Bitext { hans: change(&self.hans), hant: change(&self.hant) }
    }
}

/// A converter between scripts.
///
/// It is a trait because a C library hides behind the one that yulu uses; tests bring a
/// second engine.
pub trait Converter: Sync {
    /// Rewrites `text` in the given form, character by character, words unchanged.
    fn convert(&self, text: &str, to: Form) -> String;
}
