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
/// 鯰/鲶/鲇, Hong Kong's 枱 (a table), 衞 and 敍, Taiwan's 簷, 痺 and 睪, 彷彿 (仿佛), 揹 (背着),
/// 伕 (夫), 暱 (昵), 甦 (苏醒), 甯 (宁); sources: what OpenCC writes for single
/// characters and for its own phrases, the conversion of our own documents, docs/script.md.
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
    ('衞', '卫'),
    ('敍', '叙'),
    ('簷', '檐'),
    ('痺', '痹'),
    ('睪', '睾'),
    ('彷', '仿'),
    ('彿', '佛'),
    ('揹', '背'),
    ('伕', '夫'),
    ('暱', '昵'),
    ('甦', '苏'),
    ('甯', '宁'),
];

/// First and one past the last code point of the blocks with the common characters.
const TABLE: (u32, u32) = (0x3400, 0xa000);

/// Forms of Han characters.
#[derive(Clone)]
struct Forms {
    /// Of every code point in [`TABLE`].
    common: Vec<char>,
    /// Of the rare characters beyond it that have one.
    rare: BTreeMap<char, char>,
}

impl Forms {
    fn set(&mut self, from: char, to: char) {
        match self.common.get_mut((from as u32).wrapping_sub(TABLE.0) as usize) {
            Some(form) => *form = to,
            None => {
                self.rare.insert(from, to);
            }
        }
    }

    /// Sets the forms that a table gives in pairs.
    fn set_pairs(&mut self, table: &str) {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let mut chars = lines.flat_map(str::chars);
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            self.set(from, to);
        }
    }

    fn get(&self, c: char) -> char {
        match self.common.get((c as u32).wrapping_sub(TABLE.0) as usize) {
            Some(form) => *form,
            None if is_han(c) => self.rare.get(&c).copied().unwrap_or(c),
            None => c,
        }
    }
}

static SIMPLIFIED: LazyLock<Forms> = LazyLock::new(|| {
    let identity = (TABLE.0..TABLE.1).map(|c| char::from_u32(c).unwrap_or('\u{fffd}'));
    let mut forms = Forms { common: identity.collect(), rare: BTreeMap::new() };
    forms.set_pairs(include_str!("t2s.txt"));
    for (from, to) in EXTRA_PAIRS {
        forms.set(*from, *to);
    }
    forms
});

/// [`SIMPLIFIED`], with what counts as the same besides: rare characters that conversion to
/// Traditional writes as it writes another one (谘 and 咨 are both 諮), so that what is shown is what
/// was proved. So do 画 and 划: 计划 is 計畫 in Taiwan, and 刻画 is 刻划. They are Simplified characters
/// all the same.
static COMPARED: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = SIMPLIFIED.clone();
    forms.set_pairs(include_str!("converted_alike.txt"));
    for form in forms.common.iter_mut().chain(forms.rare.values_mut()) {
        if *form == '画' {
            *form = '划';
        }
    }
    forms
});

/// The Simplified form of a Han character; itself if it has none.
pub fn simplified_form(c: char) -> char {
    SIMPLIFIED.get(c)
}

/// The form under which a Han character is compared: the Simplified one, and one for those that
/// have the same Traditional form.
pub fn compared_form(c: char) -> char {
    COMPARED.get(c)
}

/// Characters that only the other region writes, each with the form of this one, in pairs.
///
/// They are rows of the other region's table read backwards, and only where nothing is lost:
/// Hong Kong's forms that Taiwan's character set (Big5) does not have, and the five of Taiwan's
/// that Hong Kong's list of forms does not know. 台 is not among them (臺, 檯 and 颱 are written
/// so), nor is 煙 (菸), 參 (蔘) or 著 (著作), nor what the region prints besides: Taiwan's 濕 and
/// 枴, Hong Kong's 峰, 啟, 洩, 韁 and 嫻.
const BACK: [(Region, &str); 2] = [
    (
        Region::Tw,
        "兑兌囱囪媪媼悦悅愠慍户戶捝挩揾搵敚敓棁梲榅榲枱檯氲氳涚涗温溫煴熅税稅緼縕脱脫腽膃卧臥\
         蒀蒕葱蔥藴蘊蜕蛻説說輼轀醖醞鈎鉤鋭銳閲閱鰛鰮衞衛敍敘",
    ),
    (Region::Hk, "裡裏床牀群羣麵麪汙污"),
];

/// The form in which a region writes a Traditional character; itself if it has no other one, or
/// if that depends on the word ([`super::in_region`]).
///
/// It is the last step of conversion to Traditional (OpenCC's TWVariants and HKVariants), for
/// text whose Traditional characters are known: 裏 is 裡 in Taiwan, and 錶 stays 錶. What only
/// the other region writes is led back first: 説 is 說 in Taiwan, 裡 is 裏 in Hong Kong.
pub fn regional_form(c: char, region: Region) -> char {
    REGIONAL.get(&(region, c)).copied().unwrap_or(c)
}

/// True if two Traditional characters are one in the forms of some region: 裏 and 裡.
pub fn same_but_for_region(a: char, b: char) -> bool {
    let mut regions = [Region::Tw, Region::Hk].into_iter();
    a == b || regions.any(|r| regional_form(a, r) == regional_form(b, r))
}

static REGIONAL: LazyLock<BTreeMap<(Region, char), char>> = LazyLock::new(|| {
    let tables = [
        (Region::Tw, include_str!("variants_tw.txt")),
        (Region::Hk, include_str!("variants_hk.txt")),
    ];
    let mut forms = BTreeMap::new();
    for (region, table) in tables.into_iter().chain(BACK) {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
                forms.insert((region, from), to);
            }
        }
    }
    forms
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_led_back_is_a_row_of_the_other_regions_table() {
        for (region, pairs) in BACK {
            let other = match region {
                Region::Tw => Region::Hk,
                Region::Hk => Region::Tw,
            };
            let pairs: Vec<char> = pairs.chars().collect();
            assert!(pairs.len() > 8 && pairs.len().is_multiple_of(2));
            for pair in pairs.chunks(2) {
                let [theirs, ours] = pair else { panic!("{pair:?}") };
                let (r, o) = (region, other);
                assert_eq!(regional_form(*ours, o), *theirs, "{ours}");
                assert_eq!(regional_form(*theirs, r), *ours, "{theirs}");
                assert_eq!(simplified_form(*theirs), simplified_form(*ours), "{ours}");
            }
        }
    }

    /// A form that a region writes is not changed again, and no characters run together that
    /// mean different words.
    #[test]
    fn a_regions_form_is_its_own_form() {
        for ((region, from), to) in REGIONAL.iter() {
            assert_eq!(regional_form(*to, *region), *to, "{from} {region:?}");
        }
        assert!(same_but_for_region('説', '說') && same_but_for_region('裡', '裏'));
        assert!(same_but_for_region('台', '臺') && same_but_for_region('枱', '檯'));
        for (a, b) in [('台', '檯'), ('表', '錶'), ('干', '幹'), ('里', '裡'), ('參', '叄')]
        {
            assert!(!same_but_for_region(a, b), "{a} {b}");
        }
    }
}
