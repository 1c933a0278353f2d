//! OpenCC behind [`Converter`].
//!
//! Three decisions live here and nowhere else.
//!
//! * **Which configuration.** `s2tw` and `s2hk` for Traditional, `t2s` for Simplified.
//!   `s2t` writes OpenCC's internal forms (爲 裏 羣), `s2twp` changes words (程序 for
//!   进程): neither is fit for a quotation.
//! * **Which dictionaries.** Those compiled into opencc-rust, not the system's, so that
//!   every machine converts alike. OpenCC reads them from files only, hence the private
//!   temporary folder: the one place outside the command line that writes to disk.
//! * **Which corrections.** `errata.txt`, put before OpenCC's own phrases both when the
//!   text is cut into words and when the words are converted. Repairing the result
//!   afterwards could not tell 個中 (一個中國) from 箇中 (箇中滋味). Only the names that a
//!   project declares are put in afterwards ([`Names`]): they are not words of the language.

#![expect(
    clippy::disallowed_methods,
    reason = "OpenCC reads its dictionaries from files: a private temporary folder"
)]

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use opencc_rust::{DefaultConfig, OpenCC};

use super::names::Names;
use super::{Converter, Form, Region};

/// Corrections to OpenCC's phrases: Simplified, tab, Traditional.
pub const ERRATA: &str = include_str!("errata.txt");

/// Converts with OpenCC; each direction is loaded when first used.
pub struct OpenCc {
    folder: tempfile::TempDir,
    errata: String,
    engines: [OnceLock<Result<OpenCC, String>>; 3],
    names: Names,
    /// What was converted before: notes on sources and words of ours come round.
    known: Mutex<BTreeMap<(Form, String), String>>,
}

/// Longest text that is remembered, in bytes, and how many are.
const REMEMBERED: (usize, usize) = (300, 4096);

fn slot(form: Form) -> (usize, DefaultConfig) {
    match form {
        Form::Hans => (0, DefaultConfig::T2S),
        Form::Hant(Region::Tw) => (1, DefaultConfig::S2TW),
        Form::Hant(Region::Hk) => (2, DefaultConfig::S2HK),
    }
}

impl OpenCc {
    /// Prepares the private folder; `errata` are lines as in [`ERRATA`].
    ///
    /// # Errors
    /// If no temporary folder can be made.
    pub fn new(errata: &str) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("yulu-opencc-").tempdir()?;
        let errata =
            errata.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let errata = errata.map(|line| format!("{line}\n")).collect();
        Ok(Self {
            folder,
            errata,
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
        let (at, config) = slot(form);
        self.engines[at]
            .get_or_init(|| self.load(config, form))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn load(&self, config: DefaultConfig, form: Form) -> Result<OpenCC, String> {
        // A folder for each form: two threads may load two forms at the same time.
        let folder = self.folder.path().join(form.lang());
        let error = |e: std::io::Error| {
            format!("the dictionaries of script conversion cannot be written: {e}")
        };
        std::fs::create_dir_all(&folder).map_err(error)?;
        check_room(&folder).map_err(error)?;
        opencc_rust::generate_static_dictionary(&folder, config).map_err(|e| {
            format!("the dictionaries of script conversion cannot be written: {e}")
        })?;
        let path = folder.join(config.get_file_name());
        let text = std::fs::read_to_string(&path).map_err(error)?;
        let mut json: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| e.to_string())?;
        if form != Form::Hans {
            // The embedded configuration with our dictionary in front of its phrases.
            std::fs::write(folder.join("errata.txt"), &self.errata).map_err(error)?;
            put_errata_first(&mut json);
        }
        let Some(name) = folder.to_str() else {
            return Err(format!("the temporary folder's path is not UTF-8: {folder:?}"));
        };
        name_by_full_path(&mut json, name);
        std::fs::write(&path, json.to_string()).map_err(error)?;
        OpenCC::new(&path).map_err(|e| format!("{e} ({})", path.display()))
    }
}

/// Bytes that the files of one form take, and more: 1,000,000 at most with opencc-rust 1.1.19.
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

/// OpenCC looks for a dictionary in the current directory first, where a stray
/// `errata.txt` would win; a full path leaves it no choice.
fn name_by_full_path(config: &mut serde_json::Value, folder: &str) {
    match config {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(file) if key == "file" => {
                        *value = format!("{folder}/{file}").into();
                    }
                    _ => name_by_full_path(value, folder),
                }
            }
        }
        serde_json::Value::Array(values) => {
            for value in values {
                name_by_full_path(value, folder);
            }
        }
        _ => {}
    }
}

fn put_errata_first(config: &mut serde_json::Value) {
    let errata = || serde_json::json!({ "type": "text", "file": "errata.txt" });
    if let Some(dict) = config.pointer_mut("/segmentation/dict") {
        let own = dict.take();
        *dict = serde_json::json!({ "type": "group", "dicts": [errata(), own] });
    }
    if let Some(serde_json::Value::Array(dicts)) =
        config.pointer_mut("/conversion_chain/0/dict/dicts")
    {
        dicts.insert(0, errata());
    }
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
        match self.engine(to) {
            // OpenCC takes C strings: a NUL would end the text, so it is kept apart.
            Ok(engine) if text.contains('\0') => {
                let parts: Vec<String> =
                    text.split('\0').map(|p| engine.convert(p)).collect();
                parts.join("\0")
            }
            Ok(engine) => engine.convert(text),
            // Whoever converts has called `prepare`, which has told it.
            Err(_) => text.to_owned(),
        }
    }
}
