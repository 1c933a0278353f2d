//! The fonts of the sheets: built in, the user's, and what they can show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;

use super::super::face::Block;
use super::super::run::{Mark, Run};

/// Path under `templates/` and bytes of every built-in font. All are under the SIL Open
/// Font License (`templates/fonts/OFL.txt`); `templates/fonts/subset.py` makes them.
pub const BUILT_IN: &[(&str, &[u8])] = &[
    (
        "fonts/YuluSerif-Regular.ttf",
        include_bytes!("../../../../templates/fonts/YuluSerif-Regular.ttf"),
    ),
    (
        "fonts/YuluSerifSC-Regular.otf",
        include_bytes!("../../../../templates/fonts/YuluSerifSC-Regular.otf"),
    ),
    (
        "fonts/YuluSerifTC-Regular.otf",
        include_bytes!("../../../../templates/fonts/YuluSerifTC-Regular.otf"),
    ),
    (
        "fonts/YuluSerifHK-Regular.ttf",
        include_bytes!("../../../../templates/fonts/YuluSerifHK-Regular.ttf"),
    ),
];

/// The Latin face, and the Chinese ones by language; in lower case, as families are
/// compared. Hong Kong's face has only the characters that it draws otherwise than Taiwan's
/// (a sixth of them), so Taiwan's stands behind it.
const LATIN: &str = "yulu serif";
const CHINESE: &[(&str, &[&str])] = &[
    ("zh-Hans", &["yulu serif sc"]),
    ("zh-Hant-TW", &["yulu serif tc"]),
    ("zh-Hant-HK", &["yulu serif hk", "yulu serif tc"]),
];

/// A font file that comes before the built-in ones.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// How it is called in messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Which face of a collection; all if not given.
    pub face: Option<u32>,
    /// The languages it is for; the Chinese ones if empty.
    pub langs: Vec<&'static str>,
}

/// A family in the order in which it is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Family {
    name: String,
    /// True if it serves only the letters of a Chinese text, not its punctuation.
    latin: bool,
}

/// Fonts that are ready to print with.
pub struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    families: BTreeMap<&'static str, Vec<Family>>,
}

/// How wide characters are, as parts of their size.
pub(super) struct Advances {
    /// Those of the Latin face, by their numbers, up to the quotation marks and dashes.
    latin: Vec<f64>,
}

impl Advances {
    /// About how long a text is on one line.
    pub(super) fn of(&self, block: &Block) -> f64 {
        let is_english = block.lang == "en";
        let advance = |c: char| match self.latin.get(c as usize) {
            // Marks that both languages have are Chinese ones in a Chinese text.
            Some(advance) if is_english || (c as u32) < 0x2000 => *advance,
            _ => 1.0,
        };
        let run = |run: &Run| {
            let part = match (run.mark, &run.aid) {
                // Set smaller.
                (Some(Mark::Quiet), _) => 0.7,
                // The white around a reading, or zhuyin beside its character.
                (_, Some(_)) => 1.2,
                (_, None) => 1.0,
            };
            part * run.text.chars().map(advance).sum::<f64>()
        };
        block.runs.iter().map(run).sum()
    }
}

impl Fonts {
    /// Reads the fonts. `replaced` are a project's own versions of the built-in files, by
    /// path; `first` come before the built-in ones.
    ///
    /// # Errors
    /// A sentence that names the file that is no font.
    pub fn new(
        replaced: &BTreeMap<&'static str, Vec<u8>>,
        first: &[FontFile],
    ) -> Result<Self, String> {
        let mut fonts: Vec<Font> = Vec::new();
        let mut families: BTreeMap<&'static str, Vec<Family>> = BTreeMap::new();
        let latin = Family { name: LATIN.to_owned(), latin: true };
        for (lang, _) in CHINESE {
            families.insert(lang, vec![latin.clone()]);
        }
        families.insert("en", vec![Family { latin: false, ..latin }]);
        for file in first {
            let bytes = Bytes::new(Arc::clone(&file.bytes));
            let read: Vec<Font> = match file.face {
                Some(face) => Font::new(bytes, face).into_iter().collect(),
                None => Font::iter(bytes).collect(),
            };
            if read.is_empty() {
                return Err(format!("{} is no font that can be read", file.name));
            }
            for font in &read {
                let name = font.info().family.to_lowercase();
                for (lang, list) in &mut families {
                    let meant = match file.langs.as_slice() {
                        [] => *lang != "en",
                        some => some.contains(lang),
                    };
                    if meant && list.iter().all(|family| family.name != name) {
                        list.push(Family { name: name.clone(), latin: false });
                    }
                }
            }
            fonts.extend(read);
        }
        for (path, built_in) in BUILT_IN {
            let bytes = match replaced.get(path) {
                Some(own) => Bytes::new(own.clone()),
                None => Bytes::new(*built_in),
            };
            let read: Vec<Font> = Font::iter(bytes).collect();
            if read.is_empty() {
                return Err(format!("templates/{path} is no font that can be read"));
            }
            fonts.extend(read);
        }
        for (lang, names) in CHINESE {
            let built_in = names.iter().map(|name| (*name).to_owned());
            let list = families.entry(lang).or_default();
            list.extend(built_in.map(|name| Family { name, latin: false }));
        }
        // Chinese names in an English text.
        let simplified = families.get("zh-Hans").cloned().unwrap_or_default();
        let list = families.entry("en").or_default();
        list.extend(simplified.into_iter().filter(|family| !family.latin));
        let book = LazyHash::new(FontBook::from_fonts(fonts.iter()));
        Ok(Self { fonts, book, families })
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Families by language, as the template takes them.
    pub(super) fn families(&self) -> &BTreeMap<&'static str, Vec<Family>> {
        &self.families
    }

    /// How wide the letters of the Latin face are.
    pub(super) fn advances(&self) -> Advances {
        let font = self.book.select_family(LATIN).next().and_then(|at| self.font(at));
        let font = font.map(|font| {
            font.instantiate(
                FontVariant::default(),
                Abs::pt(10.0),
                &FontVariations::default(),
            )
        });
        let of = |at: u32| {
            let font = font.as_ref()?;
            font.x_advance(font.ttf().glyph_index(char::from_u32(at)?)?.0)
        };
        Advances { latin: (0..0x2030).map(|at| of(at).map_or(0.5, Em::get)).collect() }
    }

    /// The characters of a set that no font of a language can show.
    pub fn missing(&self, lang: &str, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let names = self.families.get(lang).into_iter().flatten();
        let infos: Vec<_> = names
            .flat_map(|family| self.book.select_family(&family.name))
            .filter_map(|at| self.book.info(at))
            .collect();
        let shown = |c: char| infos.iter().any(|info| info.coverage.contains(c as u32));
        characters.iter().copied().filter(|c| !c.is_whitespace() && !shown(*c)).collect()
    }
}
