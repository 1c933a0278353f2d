//! Fonts of the machine, for `yulu build --system-fonts`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::cli::outcome::Failure;
use crate::export::print::pdf::fonts::FontFile;

/// Chinese serif faces of common systems, by language, the first found is taken:
/// Noto and Source Han on Linux, Songti on macOS, SimSun and MingLiU on Windows.
const SYSTEM: &[(&str, &[&str])] = &[
    (
        "zh-Hans",
        &[
            "Noto Serif CJK SC",
            "Noto Serif SC",
            "Source Han Serif SC",
            "Songti SC",
            "STSong",
            "SimSun",
        ],
    ),
    (
        "zh-Hant-TW",
        &[
            "Noto Serif CJK TC",
            "Noto Serif TC",
            "Source Han Serif TC",
            "Songti TC",
            "PMingLiU",
        ],
    ),
    (
        "zh-Hant-HK",
        &[
            "Noto Serif CJK HK",
            "Noto Serif HK",
            "Source Han Serif HC",
            "MingLiU_HKSCS",
            "Noto Serif CJK TC",
            "Songti TC",
        ],
    ),
];

/// The bytes of a file of the project or of a flag.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}", path.display())).mendable()
    })
}

/// The machine's own faces, one for each language that has one.
pub fn system_fonts() -> Result<Vec<FontFile>, Failure> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let mut found = Vec::new();
    // A collection serves several languages and is read once.
    let mut files: BTreeMap<std::path::PathBuf, Arc<[u8]>> = BTreeMap::new();
    for (lang, names) in SYSTEM {
        let face = names.iter().find_map(|name| {
            let families = [fontdb::Family::Name(name)];
            let query = fontdb::Query { families: &families, ..fontdb::Query::default() };
            database.query(&query).and_then(|id| database.face(id))
        });
        let Some(face) = face else { continue };
        let path = match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => {
                path.clone()
            }
            fontdb::Source::Binary(_) => continue,
        };
        let bytes = match files.get(&path) {
            Some(bytes) => Arc::clone(bytes),
            None => read(&path)?.into(),
        };
        files.insert(path.clone(), Arc::clone(&bytes));
        found.push(FontFile {
            name: path.display().to_string(),
            bytes,
            face: Some(face.index),
            langs: vec![lang],
        });
    }
    if found.is_empty() {
        let names = SYSTEM.iter().flat_map(|(_, names)| names.iter().take(2).copied());
        return Err(Failure::new("--system-fonts: this machine has no Chinese serif font")
            .hint(format!("for instance {}", names.collect::<Vec<_>>().join(", "))));
    }
    Ok(found)
}
