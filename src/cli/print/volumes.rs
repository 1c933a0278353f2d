//! The files of a deck's printed sheets that an earlier build left in the output folder.

use std::path::{Path, PathBuf};

/// The sheets of a deck that stand in a folder, in order.
pub fn sheets_of(folder: &Path, deck: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(usize, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((volume(deck, &name)?, folder.join(name)))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

/// Which volume of a deck a file is, by its name; 0 if it is the only one.
fn volume(deck: &str, name: &str) -> Option<usize> {
    match name.strip_prefix(deck)?.strip_suffix(".pdf")? {
        "" => Some(0),
        number => number.strip_prefix('.')?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_known_by_their_names() {
        for (name, number) in [
            ("garden.pdf", Some(0)),
            ("garden.2.pdf", Some(2)),
            ("garden.12.pdf", Some(12)),
            ("garden.a4.pdf", None),
            ("garden2.pdf", None),
            ("garden.2.csv", None),
            ("other.pdf", None),
        ] {
            assert_eq!(volume("garden", name), number, "{name}");
        }
    }
}
