//! OpenCC behind [`Converter`].
//!
//! Four decisions live here and nowhere else.
//!
//! * **Which dictionaries.** Those of OpenCC 1.4.2, compiled into the binary (`data/`), not the
//!   system's, so that every machine converts alike. OpenCC reads them from files only, hence the
//!   private temporary folder: the one place outside the command line that writes to disk.
//! * **Which configuration.** As in OpenCC's `s2tw`, `s2hk` and `t2s`. `s2t` writes OpenCC's
//!   internal forms (爲 裏 羣), `s2twp` changes words (程序 for 进程): neither is fit for a
//!   quotation.
//! * **Words first.** A text is cut into words (`words`), and OpenCC gets it with a separator
//!   between them, so that it finds no phrase across two: 粉丝发布 is no hair (丝发). Words whose
//!   form depends on their neighbours are in `contexts`.
//! * **Which corrections.** `errata.txt`, put before OpenCC's own phrases both when the
//!   text is cut into words and when the words are converted. Only the names that a
//!   project declares are put in afterwards ([`Names`]): they are not words of the language.

#![expect(
    clippy::disallowed_methods,
    reason = "OpenCC reads its dictionaries from files: a private temporary folder"
)]

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use opencc_rust::OpenCC;
use serde_json::json;

use super::names::Names;
use super::words::Words;
use super::{Converter, Form, Region, cantonese, contexts, in_region, regional};

/// Corrections to OpenCC's phrases: Simplified, tab, Traditional.
pub const ERRATA: &str = include_str!("errata.txt");

/// Converts with OpenCC; each direction is loaded when first used.
pub struct OpenCc {
    folder: tempfile::TempDir,
    /// Lines of [`ERRATA`] without comments.
    errata: Vec<String>,
    words: LazyLock<Words, Box<dyn FnOnce() -> Words + Send>>,
    engines: [OnceLock<Result<OpenCC, String>>; 3],
    names: Names,
    /// What was converted before: notes on sources and words of ours come round.
    known: Mutex<BTreeMap<(Form, String), String>>,
}

/// Longest text that is remembered, in bytes, and how many are.
const REMEMBERED: (usize, usize) = (300, 4096);

/// The files of OpenCC's dictionaries that conversion to a form needs, the phrases before the
/// characters; the second pair are the region's forms.
type Dictionaries = &'static [&'static [(&'static str, &'static [u8])]];

macro_rules! dictionary {
    ($name:literal) => {
        ($name, include_bytes!(concat!("data/", $name)))
    };
}

const TO_HANS: Dictionaries =
    &[&[dictionary!("TSPhrases.ocd2"), dictionary!("TSCharacters.ocd2")]];
const TO_TW: Dictionaries =
    &[FROM_HANS, &[dictionary!("TWVariantsPhrases.ocd2"), dictionary!("TWVariants.ocd2")]];
const TO_HK: Dictionaries =
    &[FROM_HANS, &[dictionary!("HKVariantsPhrases.ocd2"), dictionary!("HKVariants.ocd2")]];
const FROM_HANS: &[(&str, &[u8])] = &[
    dictionary!("STPhrases.ocd2"),
    dictionary!("STPhrases_GeneratedFromRegionalPhrases.ocd2"),
    dictionary!("STCharacters.ocd2"),
];

/// The place of a form's engine, the name of its configuration, its dictionaries.
fn slot(form: Form) -> (usize, &'static str, Dictionaries) {
    match form {
        Form::Hans => (0, "t2s.json", TO_HANS),
        Form::Hant(Region::Tw) => (1, "s2tw.json", TO_TW),
        Form::Hant(Region::Hk) => (2, "s2hk.json", TO_HK),
    }
}

/// Stands between words for OpenCC; no phrase has it.
const BETWEEN: char = '\u{1}';

impl OpenCc {
    /// Prepares the private folder; `errata` are lines as in [`ERRATA`].
    ///
    /// # Errors
    /// If no temporary folder can be made.
    pub fn new(errata: &str) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("yulu-opencc-").tempdir()?;
        let errata: Vec<String> = errata
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(str::to_owned)
            .collect();
        let lines = errata.clone();
        let words = move || {
            let mut own: Vec<(&str, bool)> = lines
                .iter()
                .filter(|line| !is_character(line))
                .filter_map(|line| Some((line.split('\t').next()?, true)))
                .collect();
            for word in contexts::words() {
                own.push((word, false));
            }
            Words::new(own)
        };
        Ok(Self {
            folder,
            errata,
            words: LazyLock::new(Box::new(words)),
            engines: Default::default(),
            names: Names::default(),
            known: Mutex::default(),
        })
    }

    /// The converter that writes these names as they are known.
    #[must_use]
    pub fn with_names(self, names: Names) -> Self {
        Self { names, known: Mutex::default(), ..self }
    }

    /// The names that it writes as they are known.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Loads the engine for one form now, so that later conversions cannot fail.
    ///
    /// # Errors
    /// A sentence that says what OpenCC refused.
    pub fn prepare(&self, form: Form) -> Result<(), String> {
        self.engine(form).map(|_| ())
    }

    fn engine(&self, form: Form) -> Result<&OpenCC, String> {
        let (at, config, dictionaries) = slot(form);
        self.engines[at]
            .get_or_init(|| self.load(config, dictionaries, form))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn load(
        &self,
        config: &str,
        dictionaries: Dictionaries,
        form: Form,
    ) -> Result<OpenCC, String> {
        // A folder for each form: two threads may load two forms at the same time.
        let folder = self.folder.path().join(form.lang());
        let error = |e: std::io::Error| {
            format!("the dictionaries of script conversion cannot be written: {e}")
        };
        std::fs::create_dir_all(&folder).map_err(error)?;
        check_room(&folder).map_err(error)?;
        let Some(path) = folder.to_str() else {
            return Err(format!("the temporary folder's path is not UTF-8: {folder:?}"));
        };
        // OpenCC looks for a dictionary in the current directory first, where a stray
        // `errata.txt` would win; a full path leaves it no choice.
        let file = |kind: &str, name: &str| json!({ "type": kind, "file": format!("{path}/{name}") });
        let mut chain = Vec::new();
        for group in dictionaries {
            let mut files = Vec::new();
            for (name, content) in *group {
                std::fs::write(folder.join(name), content).map_err(error)?;
                files.push(file("ocd2", name));
            }
            chain.push(files);
        }
        let first_characters =
            chain.first().map_or(0, |files| files.len().saturating_sub(1));
        if form != Form::Hans
            && let Some(first) = chain.first_mut()
        {
            // Phrases before OpenCC's, single characters between its phrases and its characters.
            let (characters, phrases): (Vec<&str>, Vec<&str>) =
                self.errata.iter().map(String::as_str).partition(|line| is_character(line));
            let mut add = |name: &str, lines: &[&str], at: usize| {
                if lines.is_empty() {
                    return Ok(());
                }
                first.insert(at, file("text", name));
                std::fs::write(folder.join(name), lines.join("\n") + "\n").map_err(error)
            };
            add("characters.txt", &characters, first_characters)?;
            add("errata.txt", &phrases, 0)?;
        }
        // What has characters stands last, and no text is cut by them.
        let phrases = chain.first().map(|files| {
            let characters = |file: &&serde_json::Value| {
                file["file"]
                    .as_str()
                    .is_none_or(|name| !name.to_lowercase().contains("characters."))
            };
            files.iter().filter(characters).cloned().collect::<Vec<_>>()
        });
        let phrases = phrases.unwrap_or_default();
        let group =
            |files: &[serde_json::Value]| json!({ "type": "group", "dicts": files });
        let json = json!({
            "name": form.lang(),
            "segmentation": { "type": "mmseg", "dict": group(&phrases) },
            "conversion_chain":
                chain.iter().map(|files| json!({ "dict": group(files) })).collect::<Vec<_>>(),
        });
        let path = folder.join(config);
        std::fs::write(&path, json.to_string()).map_err(error)?;
        OpenCC::new(&path).map_err(|e| format!("{e} ({})", path.display()))
    }
}

/// Bytes that the files of one form take, and more: 1,050,000 at most.
const ROOM: usize = 1_500_000;

/// Makes sure that there is room for the files of one form. On a full disk they would be cut
/// short in silence, and OpenCC ends the process when it opens such a one.
fn check_room(folder: &std::path::Path) -> std::io::Result<()> {
    let path = folder.join("room");
    let written = std::fs::write(&path, vec![0; ROOM]);
    // What could be written is taken away again in any case.
    let removed = std::fs::remove_file(&path);
    written.and(removed)
}

impl Converter for OpenCc {
    fn convert(&self, text: &str, to: Form) -> String {
        if text.len() > REMEMBERED.0 {
            return self.convert_anew(text, to);
        }
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (to, text.to_owned());
        if let Some(converted) = known().get(&key) {
            return converted.clone();
        }
        // Not locked meanwhile: another thread may convert.
        let converted = self.convert_anew(text, to);
        let mut known = known();
        if known.len() < REMEMBERED.1 {
            known.insert(key, converted.clone());
        }
        converted
    }
}

impl OpenCc {
    fn convert_anew(&self, text: &str, to: Form) -> String {
        let converted = self.by_engine(text, to);
        match to {
            Form::Hans => converted,
            Form::Hant(region) => self.names.apply(text, converted, region),
        }
    }

    fn by_engine(&self, text: &str, to: Form) -> String {
        match (self.engine(to), to) {
            (Ok(engine), Form::Hans) => whole(engine, &regional::to_be_simplified(text)),
            (Ok(engine), Form::Hant(region)) => self.by_words(engine, text, region),
            // Whoever converts has called `prepare`, which has told it.
            (Err(_), _) => text.to_owned(),
        }
    }

    /// Converts word by word.
    fn by_words(&self, engine: &OpenCC, text: &str, region: Region) -> String {
        let words = self.words_of(text);
        let mut apart = String::with_capacity(text.len() + words.len());
        for word in &words {
            apart.push_str(word.text);
            apart.push(BETWEEN);
        }
        let converted = whole(engine, &apart);
        let mut converted = converted.chars();
        let mut out = String::with_capacity(text.len());
        for word in words {
            let by_opencc = converted.by_ref().take(word.length);
            match word.decided {
                Some(form) => {
                    by_opencc.for_each(drop);
                    out.push_str(&in_region(form, region));
                }
                None => {
                    let word: String = by_opencc.collect();
                    out.push_str(&regional::usual(&word, region));
                }
            }
            // The separator.
            converted.next();
        }
        out
    }

    /// The words of a text, in order and without a gap.
    pub(super) fn words_of<'t>(&self, text: &'t str) -> Vec<Word<'t>> {
        let mut words = Vec::new();
        for sentence in text.split_inclusive(['。', '！', '？', '!', '?', '\n']) {
            let cantonese = cantonese::is_cantonese(sentence);
            for range in self.words.cut(sentence) {
                let (before, rest) = sentence.split_at(range.start);
                let (word, after) = rest.split_at(range.len());
                let decided = contexts::form(before, word, after, cantonese);
                words.push(Word { text: word, length: word.chars().count(), decided });
            }
        }
        words
    }

    /// For each character of a word whether it stands in a phrase of OpenCC or an erratum.
    pub(super) fn in_phrases(&self, word: &str) -> Vec<bool> {
        self.words.in_phrases(word)
    }

    /// The second opinion: the longest phrases of the whole text, wherever its words end.
    pub(super) fn in_one_piece(&self, text: &str, region: Region) -> String {
        match self.engine(Form::Hant(region)) {
            Ok(engine) => regional::usual(&whole(engine, text), region),
            Err(_) => text.to_owned(),
        }
    }
}

/// A word of a text.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// In characters.
    pub(super) length: usize,
    /// Its form in Taiwan, if its neighbours decide it.
    pub(super) decided: Option<&'static str>,
}

/// True for an erratum of a single character.
fn is_character(line: &str) -> bool {
    line.chars().nth(1) == Some('\t')
}

/// What OpenCC makes of a text that is not cut into words before.
fn whole(engine: &OpenCC, text: &str) -> String {
    if !text.contains('\0') {
        return engine.convert(text);
    }
    // OpenCC takes C strings: a NUL would end the text, so it is kept apart.
    let parts: Vec<String> = text.split('\0').map(|part| engine.convert(part)).collect();
    parts.join("\0")
}
