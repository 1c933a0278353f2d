//! How many other copies of a quotation there are, and which of them descend from one ancestor.
//!
//! Copies that descend from one another are one voice. The document that is quoted is no copy of
//! itself: whether a copy shares its ancestor is said apart from whether copies share one with
//! each other.

use std::collections::BTreeMap;

/// The other documents that have a quotation's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copies {
    /// How many there are.
    others: usize,
    /// How many of them are in the group of the document that is quoted.
    with_base: usize,
    /// Sizes of the other groups that have at least two of them, the largest first.
    groups: Vec<usize>,
}

/// What is said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// In Simplified.
    pub(super) zh: String,
    /// In English.
    pub(super) en: String,
}

impl Copies {
    /// `base` is the group of the document that is quoted, if it is in one, `others` those of the
    /// other documents that have the words.
    pub(super) fn count(base: Option<&str>, others: &[Option<&str>]) -> Self {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for group in others.iter().flatten() {
            *sizes.entry(group).or_default() += 1;
        }
        let with_base = base.and_then(|base| sizes.remove(base)).unwrap_or_default();
        let mut groups: Vec<usize> = sizes.into_values().filter(|size| *size > 1).collect();
        groups.sort_unstable_by(|a, b| b.cmp(a));
        Copies { others: others.len(), with_base, groups }
    }

    /// `另有3处转抄（其中2处彼此同源）`; `None` if there is no other copy.
    pub(super) fn said(&self) -> Option<Said> {
        let n = self.others;
        if n == 0 {
            return None;
        }
        let noun = if n == 1 { "copy" } else { "copies" };
        let mut said =
            Said { zh: format!("另有{n}处转抄"), en: format!("{n} other {noun}") };
        let related = self.related();
        if !related.is_empty() {
            let zh: Vec<&str> = related.iter().map(|part| part.zh.as_str()).collect();
            let en: Vec<&str> = related.iter().map(|part| part.en.as_str()).collect();
            said.zh += &format!("（{}）", zh.join("；"));
            said.en += &format!(" ({})", en.join("; "));
        }
        Some(said)
    }

    /// Who shares an ancestor with whom.
    fn related(&self) -> Vec<Said> {
        let mut parts = Vec::new();
        // 其中 where it is not all of them.
        let some = |count| if count == self.others { "" } else { "其中" };
        match self.with_base {
            0 => {}
            1 if self.others == 1 => parts.push(Said {
                zh: "与所据同源".to_owned(),
                en: "of one ancestor with this one".to_owned(),
            }),
            k if k == self.others => parts.push(Said {
                zh: "皆与所据同源".to_owned(),
                en: "all of one ancestor with this one".to_owned(),
            }),
            k => parts.push(Said {
                zh: format!("其中{k}处与所据同源"),
                en: format!("{k} of one ancestor with this one"),
            }),
        }
        match self.groups.as_slice() {
            [] => {}
            [k] if *k == self.others => parts.push(Said {
                zh: "彼此同源".to_owned(),
                en: "of one ancestor with each other".to_owned(),
            }),
            [k] => parts.push(Said {
                zh: format!("其中{k}处彼此同源"),
                en: format!("{k} of one ancestor with each other"),
            }),
            several => {
                let zh: Vec<String> = several.iter().map(|k| format!("{k}处")).collect();
                let en: Vec<String> = several.iter().map(usize::to_string).collect();
                let total = several.iter().sum::<usize>();
                parts.push(Said {
                    zh: format!("{}{}各自同源", some(total), zh.join("、")),
                    en: format!("{} of one ancestor each", en.join(" and ")),
                });
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: [Option<&str>; 4] = [None, Some("a"), Some("b"), Some("c")];

    fn said(base: Option<&str>, others: &[Option<&str>]) -> (String, String) {
        let said = Copies::count(base, others).said();
        said.map(|said| (said.zh, said.en)).unwrap_or_default()
    }

    #[test]
    fn copies_and_their_ancestors_are_told_apart() {
        let (no, a, b, c) = (GROUPS[0], GROUPS[1], GROUPS[2], GROUPS[3]);
        /// The base's group, those of the copies, and the sentence in Chinese and in English.
        type Case<'a> = (Option<&'a str>, &'a [Option<&'a str>], &'a str, &'a str);
        let cases: &[Case<'_>] = &[
            (no, &[], "", ""),
            (a, &[], "", ""),
            (no, &[no], "另有1处转抄", "1 other copy"),
            (no, &[a], "另有1处转抄", "1 other copy"),
            (a, &[no], "另有1处转抄", "1 other copy"),
            (a, &[b], "另有1处转抄", "1 other copy"),
            (
                a,
                &[a],
                "另有1处转抄（与所据同源）",
                "1 other copy (of one ancestor with this one)",
            ),
            (no, &[no, no], "另有2处转抄", "2 other copies"),
            (no, &[a, b], "另有2处转抄", "2 other copies"),
            (
                no,
                &[a, a],
                "另有2处转抄（彼此同源）",
                "2 other copies (of one ancestor with each other)",
            ),
            (
                a,
                &[a, b],
                "另有2处转抄（其中1处与所据同源）",
                "2 other copies (1 of one ancestor with this one)",
            ),
            (
                a,
                &[a, a],
                "另有2处转抄（皆与所据同源）",
                "2 other copies (all of one ancestor with this one)",
            ),
            (
                no,
                &[a, no, a],
                "另有3处转抄（其中2处彼此同源）",
                "3 other copies (2 of one ancestor with each other)",
            ),
            (
                a,
                &[b, a, b],
                "另有3处转抄（其中1处与所据同源；其中2处彼此同源）",
                "3 other copies (1 of one ancestor with this one; 2 of one ancestor with each other)",
            ),
            (
                no,
                &[b, c, b, c],
                "另有4处转抄（2处、2处各自同源）",
                "4 other copies (2 and 2 of one ancestor each)",
            ),
            (
                a,
                &[b, c, b, c, a, c],
                "另有6处转抄（其中1处与所据同源；其中3处、2处各自同源）",
                "6 other copies (1 of one ancestor with this one; 3 and 2 of one ancestor each)",
            ),
        ];
        for (base, others, zh, en) in cases {
            let wanted = ((*zh).to_owned(), (*en).to_owned());
            assert_eq!(said(*base, others), wanted, "{base:?} {others:?}");
        }
    }

    /// Every base, with every sequence of up to five others in up to three groups or none.
    #[test]
    fn no_count_is_greater_than_the_copies_and_order_does_not_matter() {
        let mut others: Vec<Vec<Option<&str>>> = vec![Vec::new()];
        let mut tried = 0;
        for _ in 0..5 {
            let longer = others.iter().flat_map(|list| {
                GROUPS.iter().map(move |group| [list.as_slice(), &[*group]].concat())
            });
            others = longer.collect();
            for list in &others {
                for base in GROUPS {
                    tried += 1;
                    let copies = Copies::count(base, list);
                    let mates = |group: Option<&str>| {
                        list.iter()
                            .filter(|other| group.is_some() && **other == group)
                            .count()
                    };
                    assert_eq!(copies.with_base, mates(base));
                    // Each copy that shares an ancestor with another copy, not with the base.
                    let among = list
                        .iter()
                        .filter(|other| **other != base && mates(**other) > 1)
                        .count();
                    assert_eq!(copies.groups.iter().sum::<usize>(), among);
                    assert!(copies.with_base + among <= list.len());
                    let (zh, en) = said(base, list);
                    let counts = |text: &str| -> Vec<usize> {
                        let digits = text.split(|c: char| !c.is_ascii_digit());
                        digits.filter_map(|digits| digits.parse().ok()).collect()
                    };
                    assert_eq!(counts(&zh), counts(&en), "{zh} / {en}");
                    let (all, parts) = (counts(&zh)[0], &counts(&zh)[1..]);
                    assert_eq!(all, list.len());
                    assert!(parts.iter().sum::<usize>() <= all, "{zh}");
                    // 其中 of all would be no part of them.
                    assert!(!zh.contains(&format!("其中{all}处")), "{zh}");
                    let mut turned = list.clone();
                    turned.reverse();
                    assert_eq!(said(base, &turned), (zh, en));
                }
            }
        }
        assert_eq!(tried, 4 * (4 + 16 + 64 + 256 + 1024));
    }
}
