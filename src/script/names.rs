//! Names whose Traditional form is known, and not to be guessed: 钟鹤年 is 鍾鶴年.

use std::ops::Range;

use super::{Region, in_region};

/// Names in both scripts; conversion to Traditional writes them as they are here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Vec<(Vec<char>, Vec<char>)>);

impl Names {
    /// Of pairs of Simplified and Traditional, of which the first counts if two have one
    /// Simplified form. Single characters are no names, and both forms have one length.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut names: Vec<(Vec<char>, Vec<char>)> = Vec::new();
        for (hans, hant) in pairs {
            let (hans, hant): (Vec<char>, Vec<char>) =
                (hans.chars().collect(), hant.chars().collect());
            let known = names.iter().any(|(other, _)| *other == hans);
            if hans.len() > 1 && hans.len() == hant.len() && !known {
                names.push((hans, hant));
            }
        }
        // A longer name may hold a shorter one.
        names.sort_by_key(|(hans, _)| std::cmp::Reverse(hans.len()));
        Self(names)
    }

    /// The converted text with the names in it as they are known, in the region's forms.
    pub fn apply(&self, hans: &str, converted: String, region: Region) -> String {
        if self.0.is_empty() {
            return converted;
        }
        let typed: Vec<char> = hans.chars().collect();
        let mut out: Vec<char> = converted.chars().collect();
        if typed.len() != out.len() {
            return converted;
        }
        for (place, hant) in self.found(&typed) {
            let hant = in_region(&hant.iter().collect::<String>(), region);
            out.splice(place, hant.chars());
        }
        out.into_iter().collect()
    }

    /// The characters of a Simplified text, counted from 0, that are those of a name.
    pub fn places(&self, hans: &str) -> Vec<Range<usize>> {
        let typed: Vec<char> = hans.chars().collect();
        self.found(&typed).into_iter().map(|(place, _)| place).collect()
    }

    /// Where names stand in a Simplified text, each with its Traditional form.
    fn found(&self, typed: &[char]) -> Vec<(Range<usize>, &[char])> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = typed.get(at..).filter(|rest| !rest.is_empty()) {
            let name = self.0.iter().find(|(hans, _)| rest.starts_with(hans));
            match name.filter(|_| !ends_a_word(typed, at)) {
                Some((hans, hant)) => {
                    found.push((at..at + hans.len(), hant.as_slice()));
                    at += hans.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Surnames that end words, each with the characters after which it certainly does: 关于老师 is
/// not about 于老师. 对于老师说 may be either.
const ENDS: &[(char, &str)] = &[
    ('于', "关至终属高低位处基善忠限鉴源归敢便易勇乐"),
    ('余', "其业多残剩"),
    ('范', "规示模典师"),
    ('钟', "点分秒时闹"),
];

fn ends_a_word(typed: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| typed.get(before));
    ENDS.iter().any(|(surname, after)| {
        typed.get(at) == Some(surname) && before.is_some_and(|c| after.contains(*c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_known() {
        let pair = |hans: &str, hant: &str| (hans.to_owned(), hant.to_owned());
        let names = Names::new([
            pair("钟先生", "鍾先生"),
            pair("钟", "鍾"),
            pair("范说", "范説"),
            pair("钟先生", "鐘先生"),
            pair("钟先生们", "鍾先生們"),
        ]);
        let text = "钟先生问范说，钟先生们看钟";
        let converted = "鐘先生問範說，鐘先生們看鐘".to_owned();
        assert_eq!(
            names.apply(text, converted.clone(), Region::Tw),
            "鍾先生問范說，鍾先生們看鐘"
        );
        assert!(names.apply(text, converted.clone(), Region::Hk).contains("范説"));
        assert_eq!(names.places(text), [0..3, 4..6, 7..11]);
        let names = Names::new([pair("于老师", "于老師"), pair("钟老师", "鍾老師")]);
        let text = "关于老师，关于于老师；三点钟老师来，钟老师也来";
        assert_eq!(names.places(text), [7..10, 18..21]);
        assert_eq!(Names::default().apply(text, converted.clone(), Region::Tw), converted);
    }
}
