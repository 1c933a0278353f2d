//! Of two forms that are both printed, the one that a region prints most: 發布 in Taiwan.
//! `regional.txt` is the table, with its sources.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Region;

/// For each region what conversion writes and what is usual, longest first.
static USUAL: LazyLock<BTreeMap<Region, Vec<(&'static str, &'static str)>>> =
    LazyLock::new(|| {
        let mut usual: BTreeMap<Region, Vec<(&str, &str)>> = BTreeMap::new();
        for line in
            include_str!("regional.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let mut columns = line.split('\t');
            let region = match columns.next() {
                Some("tw") => Region::Tw,
                Some("hk") => Region::Hk,
                _ => continue,
            };
            if let (Some(converted), Some(form)) = (columns.next(), columns.next()) {
                usual.entry(region).or_default().push((converted, form));
            }
        }
        for forms in usual.values_mut() {
            forms.sort_by_key(|(converted, _)| std::cmp::Reverse(converted.len()));
        }
        usual
    });

/// A word, or a text, as conversion writes it, with the region's usual forms.
pub(super) fn usual(text: &str, region: Region) -> String {
    let Some(forms) = USUAL.get(&region) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = forms.iter().find(|(converted, _)| rest.starts_with(converted));
        let (taken, form) = match found {
            Some((converted, form)) => (converted.len(), *form),
            None => (c.len_utf8(), &rest[..c.len_utf8()]),
        };
        out.push_str(form);
        rest = &rest[taken..];
    }
    out
}

/// A usual form of which each character is another word in Simplified (画), and the form that is not.
const SIMPLIFIED_AS: (&str, &str) = ("計畫", "計劃");

/// A Traditional text as conversion to Simplified must see it: 計畫 is 计划.
pub(super) fn to_be_simplified(hant: &str) -> Cow<'_, str> {
    match hant.contains(SIMPLIFIED_AS.0) {
        true => Cow::Owned(hant.replace(SIMPLIFIED_AS.0, SIMPLIFIED_AS.1)),
        false => Cow::Borrowed(hant),
    }
}

/// True if two Traditional words are one but for the form that a region prefers: 發佈 and 發布.
pub fn same_in_some_region(a: &str, b: &str) -> bool {
    a == b || [Region::Tw, Region::Hk].into_iter().any(|r| usual(a, r) == usual(b, r))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::han::simplified_form;

    #[test]
    fn every_row_has_two_forms_of_one_word() {
        let mut rows = 0;
        for (region, forms) in USUAL.iter() {
            for (converted, form) in forms {
                let same = |(a, b)| simplified_form(a) == simplified_form(b);
                let alike = converted.chars().zip(form.chars()).all(same);
                // 畫 is 画 and 俱 is 俱 elsewhere: these words are one only as a whole.
                let as_a_whole = ["計劃", "傢俱"].contains(converted);
                assert!(alike || as_a_whole, "{converted} {form}");
                assert_eq!(converted.chars().count(), form.chars().count());
                assert_eq!(usual(converted, *region), *form);
                assert_eq!(usual(form, *region), *form, "a form is not changed again");
                rows += 1;
            }
        }
        assert!(rows > 10, "{rows}");
        assert!(
            same_in_some_region("發佈會", "發布會") && !same_in_some_region("布", "佈")
        );
    }
}
