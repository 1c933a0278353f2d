//! What fonts say of their glyphs where the interpreter does not ask.
//!
//! A font of Han characters that is embedded without a map to Unicode still names its glyphs by
//! the numbers of a collection (Adobe-GB1, -CNS1, -Japan1, -Korea1), for which Adobe publishes
//! the characters. Old Chinese typesetting programs made such documents by the million.

use std::collections::{BTreeMap, BTreeSet};

use hayro_interpret::CacheKey;
use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream, String as Text};
use hayro_interpret::hayro_syntax::page::Resources;

/// Forms in forms whose fonts are looked at.
const DEEPEST: usize = 6;

/// Weights from here on are bold (OpenType: 600 is semi-bold).
const BOLD: u32 = 600;

/// What is known of the fonts of a document.
#[derive(Default)]
pub struct Fonts {
    /// Fonts without a map to Unicode, by the interpreter's own key.
    numbered: BTreeMap<u128, Numbered>,
    seen: BTreeSet<(i32, i32)>,
    bold: BTreeMap<u128, bool>,
    maps: BTreeMap<Vec<u8>, Option<CMap>>,
}

/// A font whose glyphs have the numbers of a collection.
struct Numbered {
    collection: Vec<u8>,
    /// The number of each glyph in the font file; without it the two are the same.
    numbers: Option<BTreeMap<u32, u32>>,
}

impl Fonts {
    /// Looks at the fonts of a page, and of the forms on it.
    pub fn learn(&mut self, resources: &Resources) {
        self.dictionaries(&resources.fonts, &resources.x_objects, 0);
    }

    fn dictionaries(&mut self, fonts: &Dict, forms: &Dict, depth: usize) {
        for name in fonts.keys() {
            if let Some(font) = fonts.get::<Dict>(name.as_ref())
                && self.is_new(&font)
            {
                self.font(&font);
            }
        }
        if depth == DEEPEST {
            return;
        }
        for name in forms.keys() {
            let Some(form) = forms.get::<Stream>(name.as_ref()) else { continue };
            let Some(own) = form.dict().get::<Dict>(b"Resources") else { continue };
            if self.is_new(form.dict()) {
                let inner = |key: &[u8]| own.get::<Dict>(key).unwrap_or_default();
                self.dictionaries(&inner(b"Font"), &inner(b"XObject"), depth + 1);
            }
        }
    }

    fn is_new(&mut self, object: &Dict) -> bool {
        let id = object.obj_id().map(|id| (id.obj_number, id.gen_number));
        id.is_none_or(|id| self.seen.insert(id))
    }

    fn font(&mut self, font: &Dict) {
        let composite =
            font.get::<Name>(b"Subtype").is_some_and(|kind| kind.as_str() == "Type0");
        if !composite || font.contains_key(b"ToUnicode") {
            return;
        }
        let inner = font.get::<Array>(b"DescendantFonts");
        let Some(inner) = inner.and_then(|all| all.iter::<Dict>().next()) else { return };
        let system = inner.get::<Dict>(b"CIDSystemInfo");
        let ordering = system.and_then(|system| system.get::<Text>(b"Ordering"));
        let Some(ordering) = ordering else { return };
        let mut collection = b"Adobe-".to_vec();
        collection.extend(ordering.as_bytes());
        collection.extend(b"-UCS2");
        let numbers = match inner.get::<Stream>(b"CIDToGIDMap") {
            Some(stream) => stream.decoded().ok().map(|map| {
                let pairs = map.chunks_exact(2).take(0x1_0000).enumerate();
                pairs
                    .map(|(number, glyph)| {
                        (u32::from(u16::from_be_bytes([glyph[0], glyph[1]])), number as u32)
                    })
                    .filter(|(glyph, _)| *glyph != 0)
                    .collect()
            }),
            None => compact(&inner),
        };
        self.numbered.insert(font.cache_key(), Numbered { collection, numbers });
    }

    /// The characters of a glyph of such a font.
    pub fn unicode(&mut self, glyph: &OutlineGlyph) -> Option<String> {
        let font = self.numbered.get(&glyph.font_cache_key())?;
        let id = glyph.glyph_id().to_u32();
        let number = match &font.numbers {
            Some(numbers) => *numbers.get(&id)?,
            None => id,
        };
        let map = self.maps.entry(font.collection.clone()).or_insert_with(|| {
            let name = CMapName::from_bytes(&font.collection);
            CMap::parse(load_embedded(name)?, load_embedded)
        });
        match map.as_ref()?.lookup_bf_string(number)? {
            BfString::Char(c) => Some(c.to_string()),
            BfString::String(text) => Some(text),
        }
    }

    /// True for glyphs of bold fonts.
    pub fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        *self.bold.entry(glyph.font_cache_key()).or_insert_with(|| {
            glyph.font_data().is_some_and(|data| {
                let name = data.postscript_name.unwrap_or_default().to_lowercase();
                let named = ["bold", "heavy", "black", "simhei", "heiti"];
                data.weight.is_some_and(|weight| weight >= BOLD)
                    || named.iter().any(|word| name.contains(word))
            })
        })
    }
}

/// The numbers of the glyphs in a font file in Adobe's compact format: the table `charset` of
/// a font that is keyed by numbers (Adobe Technical Note 5176, section 13).
fn compact(font: &Dict) -> Option<BTreeMap<u32, u32>> {
    let file = font.get::<Dict>(b"FontDescriptor")?.get::<Stream>(b"FontFile3")?;
    let data = file.decoded().ok()?;
    let data = open_type(&data).unwrap_or(&data);
    let head = usize::from(*data.get(2)?);
    let names = index(data, head)?;
    let tops = index(data, names.end)?;
    let strings = index(data, tops.end)?;
    let _ = strings;
    let top = data.get(tops.first?.0..tops.first?.1)?;
    let (mut charset, mut glyphs, mut keyed) = (None, None, false);
    let mut operands: Vec<i64> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = top.get(at) {
        at += 1;
        match byte {
            12 => {
                keyed |= top.get(at) == Some(&30);
                at += 1;
                operands.clear();
            }
            0..=21 => {
                match byte {
                    15 => charset = operands.last().copied(),
                    17 => glyphs = operands.last().copied(),
                    _ => {}
                }
                operands.clear();
            }
            28 => {
                operands.push(i64::from(i16::from_be_bytes([
                    *top.get(at)?,
                    *top.get(at + 1)?,
                ])));
                at += 2;
            }
            29 => {
                let four = top.get(at..at + 4)?;
                operands.push(i64::from(i32::from_be_bytes(four.try_into().ok()?)));
                at += 4;
            }
            30 => {
                while top.get(at).is_some_and(|byte| byte & 0xf != 0xf && byte >> 4 != 0xf)
                {
                    at += 1;
                }
                at += 1;
                operands.push(0);
            }
            32..=246 => operands.push(i64::from(byte) - 139),
            247..=250 => {
                operands
                    .push((i64::from(byte) - 247) * 256 + i64::from(*top.get(at)?) + 108);
                at += 1;
            }
            251..=254 => {
                operands
                    .push(-(i64::from(byte) - 251) * 256 - i64::from(*top.get(at)?) - 108);
                at += 1;
            }
            _ => {}
        }
    }
    if !keyed {
        return None;
    }
    let count = index(data, usize::try_from(glyphs?).ok()?)?.count;
    // Charsets 0 to 2 are predefined, and none of a font that is keyed by numbers.
    let mut at = usize::try_from(charset?).ok().filter(|at| *at > 2)?;
    let two = |at: usize| -> Option<u32> {
        Some(u32::from(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?])))
    };
    let format = *data.get(at)?;
    at += 1;
    let mut numbers = BTreeMap::new();
    let mut glyph = 1;
    while glyph < count {
        let first = two(at)?;
        let left = match format {
            0 => 0,
            1 => u32::from(*data.get(at + 2)?),
            2 => two(at + 2)?,
            _ => return None,
        };
        at += [2, 3, 4][usize::from(format)];
        for number in first..=first + left {
            if glyph >= count {
                break;
            }
            numbers.insert(glyph, number);
            glyph += 1;
        }
    }
    Some(numbers)
}

/// The compact font within an OpenType file.
fn open_type(data: &[u8]) -> Option<&[u8]> {
    let tables = data.strip_prefix(b"OTTO")?;
    let count = u16::from_be_bytes([*tables.first()?, *tables.get(1)?]);
    let mut records = data.get(12..)?.chunks_exact(16).take(usize::from(count));
    let record = records.find(|record| record.starts_with(b"CFF "))?;
    let number = |at: usize| {
        let four: [u8; 4] = record[at..at + 4].try_into().ok()?;
        usize::try_from(u32::from_be_bytes(four)).ok()
    };
    let start = number(8)?;
    data.get(start..start.checked_add(number(12)?)?)
}

/// An index of the compact format: how many things it has, where the first lies, where it ends.
struct Index {
    count: u32,
    first: Option<(usize, usize)>,
    end: usize,
}

fn index(data: &[u8], at: usize) -> Option<Index> {
    let count = usize::from(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
    if count == 0 {
        return Some(Index { count: 0, first: None, end: at + 2 });
    }
    let size = usize::from(*data.get(at + 2)?);
    let offset = |which: usize| -> Option<usize> {
        let start = at + 3 + which * size;
        let bytes = data.get(start..start + size).filter(|_| (1..=4).contains(&size))?;
        Some(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let base = at + 3 + (count + 1) * size - 1;
    let first = Some((base + offset(0)?, base + offset(1)?));
    Some(Index { count: count as u32, first, end: base + offset(count)? })
}
