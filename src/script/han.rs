//! Facts about single Han characters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Region;

/// True for Han ideographs, the compatibility blocks and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Characters that OpenCC's character table leaves alone although both scripts' texts
/// use them for one another. 著/着 (意味著), 瞭/了 (瞭解), 覆/复 (反覆), 藉/借 (憑藉),
/// 鯰/鲶/鲇, Hong Kong's 枱 (a table); sources: the conversion of our own documents, docs/script.md.
const EXTRA_PAIRS: &[(char, char)] = &[
    ('著', '着'),
    ('瞭', '了'),
    ('覆', '复'),
    ('藉', '借'),
    ('鲶', '鲇'),
    ('鯰', '鲇'),
    ('麽', '么'),
    ('妳', '你'),
    ('薴', '苎'),
    ('枱', '台'),
];

/// First and one past the last code point of the table.
const TABLE: (u32, u32) = (0x3400, 0xa000);

/// The Simplified form of every code point in [`TABLE`].
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let identity = (TABLE.0..TABLE.1).map(|c| char::from_u32(c).unwrap_or('\u{fffd}'));
    let mut forms: Vec<char> = identity.collect();
    let mut set = |from: char, to: char| {
        if let Some(form) = forms.get_mut((from as u32).wrapping_sub(TABLE.0) as usize) {
            *form = to;
        }
    };
    for line in include_str!("t2s.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            set(from, to);
        }
    }
    for (from, to) in EXTRA_PAIRS {
        set(*from, *to);
    }
    forms
});

/// The Simplified form under which a Han character is compared; itself if it has none.
pub fn simplified_form(c: char) -> char {
    SIMPLIFIED.get((c as u32).wrapping_sub(TABLE.0) as usize).copied().unwrap_or(c)
}

/// The form in which a region writes a Traditional character; itself if it has no other one.
///
/// It is the last step of conversion to Traditional (OpenCC's TWVariants and HKVariants), for
/// text whose Traditional characters are known: 裏 is 裡 in Taiwan, and 錶 stays 錶.
pub fn regional_form(c: char, region: Region) -> char {
    REGIONAL.get(&(region, c)).copied().unwrap_or(c)
}

static REGIONAL: LazyLock<BTreeMap<(Region, char), char>> = LazyLock::new(|| {
    let mut forms = BTreeMap::new();
    let tables = [
        (Region::Tw, include_str!("variants_tw.txt")),
        (Region::Hk, include_str!("variants_hk.txt")),
    ];
    for (region, table) in tables {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
                forms.insert((region, from), to);
            }
        }
    }
    forms
});
