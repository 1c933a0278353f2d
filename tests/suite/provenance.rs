//! What the source notes of the shipped deck say of other copies, in all three languages.

use std::collections::BTreeMap;

use crate::project::{cards, corpus, deck};

/// The part of a note that counts the copies.
fn copies<'n>(note: &'n str, mark: &str, end: &[&str]) -> Option<&'n str> {
    let from = note.find(mark)?;
    let rest = &note[from..];
    let to = end.iter().filter_map(|end| rest.find(end)).min().expect("an end");
    Some(&rest[..to])
}

#[test]
fn copies_are_counted_without_the_document_that_is_quoted() {
    // Group of the base and of the copies, sorted, with what the notes say: written by hand.
    let expected: BTreeMap<(bool, usize, usize, usize), [&str; 3]> = BTreeMap::from([
        // (base in the group, copies, copies of the base's group, other copies of one group)
        ((true, 1, 0, 0), ["另有1处转抄", "另有1處轉抄", "1 other copy"]),
        ((false, 1, 0, 0), ["另有1处转抄", "另有1處轉抄", "1 other copy"]),
        (
            (true, 1, 1, 0),
            [
                "另有1处转抄（与所据同源）",
                "另有1處轉抄（與所據同源）",
                "1 other copy (of one ancestor with this one)",
            ],
        ),
        ((true, 2, 0, 0), ["另有2处转抄", "另有2處轉抄", "2 other copies"]),
        ((false, 2, 0, 0), ["另有2处转抄", "另有2處轉抄", "2 other copies"]),
        (
            (true, 2, 1, 0),
            [
                "另有2处转抄（其中1处与所据同源）",
                "另有2處轉抄（其中1處與所據同源）",
                "2 other copies (1 of one ancestor with this one)",
            ],
        ),
        (
            (false, 2, 0, 2),
            [
                "另有2处转抄（彼此同源）",
                "另有2處轉抄（彼此同源）",
                "2 other copies (of one ancestor with each other)",
            ],
        ),
        (
            (true, 3, 1, 0),
            [
                "另有3处转抄（其中1处与所据同源）",
                "另有3處轉抄（其中1處與所據同源）",
                "3 other copies (1 of one ancestor with this one)",
            ],
        ),
        (
            (false, 3, 0, 2),
            [
                "另有3处转抄（其中2处彼此同源）",
                "另有3處轉抄（其中2處彼此同源）",
                "3 other copies (2 of one ancestor with each other)",
            ],
        ),
    ]);
    let group = |source: usize| corpus().sources[source].entry.group.as_deref();
    let mut seen = BTreeMap::new();
    for (quote, card) in deck().quotes.iter().zip(cards()) {
        let base = group(quote.base.source);
        let others: Vec<_> =
            quote.collation.witnesses.iter().map(|w| group(w.place.source)).collect();
        let with_base = others.iter().filter(|g| g.is_some() && **g == base).count();
        let grouped = others.iter().filter(|g| g.is_some() && **g != base).count();
        // The documents have one group: a single copy of it shares nothing with another copy.
        let grouped = if grouped > 1 { grouped } else { 0 };
        let key = (base.is_some(), others.len(), with_base, grouped);
        let note = &card.source.short;
        let found = [
            copies(&note.zh.hans, "另有", &["，"]),
            copies(&note.zh.hant, "另有", &["，"]),
            copies(
                &note.en,
                &format!("{} other", others.len()),
                &[", differing", ", same"],
            ),
        ];
        if others.is_empty() {
            assert_eq!(found, [None; 3], "{}", quote.id);
            continue;
        }
        let wanted = expected.get(&key).unwrap_or_else(|| panic!("{key:?}: {}", quote.id));
        assert_eq!(found, wanted.map(Some), "{}: {key:?}", quote.id);
        *seen.entry(key).or_insert(0) += 1;
    }
    assert!(
        seen.contains_key(&(true, 1, 1, 0)) && seen.contains_key(&(false, 3, 0, 2)),
        "{seen:?}"
    );
}
