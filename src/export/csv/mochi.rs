//! The profile `mochi`: a package for Mochi, a zip with `data.edn`.
//!
//! The format (<https://mochi.cards/docs/import-and-export/mochi-format-reference/>): a map
//! with `:version 2` and `:decks`, each with a name and its cards; a card is Markdown whose
//! sides are parted by `---`. Only what every description of it agrees on is written.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use super::Input;
use super::profile::Layout;
use super::row::{self, Sides};
use crate::export::Error;
use crate::export::markdown::paragraphs;
use crate::text::without_hidden;

pub(super) fn write(layout: &Layout, input: &Input<'_>) -> Result<Vec<u8>, Error> {
    let mut options = zip::write::SimpleFileOptions::default();
    options = options
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("data.edn", options).map_err(Error::new)?;
    writer.write_all(edn(layout, input).as_bytes()).map_err(Error::new)?;
    Ok(writer.finish().map_err(Error::new)?.into_inner())
}

fn edn(layout: &Layout, input: &Input<'_>) -> String {
    let sides = row::sides(layout, input);
    // Decks in the order in which their first card comes.
    let mut decks: Vec<(&str, Vec<&Sides>)> = Vec::new();
    for card in &sides {
        match decks.iter_mut().find(|(deck, _)| *deck == card.deck) {
            Some((_, cards)) => cards.push(card),
            None => decks.push((&card.deck, vec![card])),
        }
    }
    let mut out = String::from("{:version 2\n :decks\n [");
    for (at, (name, cards)) in decks.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n  " };
        let id = crate::export::anki::guid(&input.deck.id, &format!("mochi\u{1f}{name}"));
        let name = string(&name.replace("::", " · "));
        let _ = write!(out, "{gap}{{:id :{id}\n   :name {name}\n   :cards\n   [");
        for (at, Sides { id, front, back, .. }) in cards.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n    " };
            let content = format!("{}\n\n---\n\n{}", paragraphs(front), paragraphs(back));
            let content = string(&content);
            let _ = write!(out, "{gap}{{:id :{id} :content {content}}}");
        }
        out += "]}";
    }
    out += "]}\n";
    out
}

/// An EDN string.
fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in without_hidden(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_in_edn() {
        assert_eq!(string("a\"b\\c\n"), "\"a\\\"b\\\\c\\n\"");
    }
}
