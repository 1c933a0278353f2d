//! Facts about single Han characters.

use std::sync::LazyLock;

/// True for Han ideographs, the compatibility blocks and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Characters that OpenCC's character table leaves alone although both scripts' texts
/// use them for one another. 著/着 (意味著), 瞭/了 (瞭解), 覆/复 (反覆), 藉/借 (憑藉),
/// 鯰/鲶/鲇; sources: the conversion of our own documents, docs/script.md.
const EXTRA_PAIRS: &[(char, char)] = &[
    ('著', '着'),
    ('瞭', '了'),
    ('覆', '复'),
    ('藉', '借'),
    ('鲶', '鲇'),
    ('鯰', '鲇'),
    ('麽', '么'),
    ('妳', '你'),
];

static T2S: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut pairs: Vec<(char, char)> = Vec::with_capacity(4096);
    let data = include_str!("t2s.txt").lines().filter(|line| !line.starts_with('#'));
    for line in data {
        let mut chars = line.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            pairs.push((from, to));
        }
    }
    pairs.retain(|(from, _)| EXTRA_PAIRS.iter().all(|(extra, _)| extra != from));
    pairs.extend_from_slice(EXTRA_PAIRS);
    pairs.sort_unstable();
    pairs
});

/// The Simplified form under which a Han character is compared; itself if it has none.
pub fn simplified_form(c: char) -> char {
    let table: &[(char, char)] = &T2S;
    match table.binary_search_by_key(&c, |(from, _)| *from) {
        Ok(at) => table[at].1,
        Err(_) => c,
    }
}
