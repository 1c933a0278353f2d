//! What a PDF says of itself and of its pages.

use std::collections::BTreeMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Text};

use crate::import::About;
use crate::import::metadata::is_person;
use crate::import::numbers::roman;

/// Ranges of labels, and entries of one list of them.
const MOST: usize = 20_000;

/// Title and author in the document's information.
pub fn about(pdf: &Pdf) -> About {
    let text = |bytes: &Option<Vec<u8>>| {
        let text = bytes.as_deref().map(string)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Programs write the name of a file where nobody gave a title.
        let file =
            [".doc", ".docx", ".wps", ".indd", ".qxd", ".tex", ".dvi", ".ppt", ".pdf"];
        let lower = text.to_lowercase();
        let named = file.iter().any(|end| lower.ends_with(end))
            || lower.starts_with("microsoft word")
            || lower == "untitled";
        (!text.is_empty() && !named).then_some(text)
    };
    let metadata = pdf.metadata();
    About {
        title: text(&metadata.title),
        author: text(&metadata.author).filter(|name| is_person(name)),
        ..About::default()
    }
}

/// A text string of a PDF: UTF-16 or UTF-8 by its mark, else PDFDocEncoding, which is taken
/// for Latin letters.
fn string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned()
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.trim_start_matches('\u{feff}').to_owned()
    } else {
        // Old Chinese programs wrote GBK there, against the specification.
        let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
        if faulty { String::new() } else { text.into_owned() }
    }
}

/// The labels of the pages, where the document has any.
pub fn labels(pdf: &Pdf) -> Vec<Option<String>> {
    let root = pdf.xref().get::<Dict>(pdf.xref().root_id());
    let Some(tree) = root.and_then(|root| root.get::<Dict>(b"PageLabels")) else {
        return Vec::new();
    };
    let mut ranges = BTreeMap::new();
    number_tree(&tree, 0, &mut ranges);
    let count = pdf.pages().len();
    (0..count)
        .map(|page| {
            let (from, (style, prefix, start)) = ranges.range(..=page).next_back()?;
            let number = start.saturating_add((page - from) as u32);
            let label = format!("{prefix}{}", numbered(*style, number));
            (!label.is_empty() && label != (page + 1).to_string()).then_some(label)
        })
        .collect()
}

/// The first page of a range of labels, and their style, prefix and first number.
type Ranges = BTreeMap<usize, (u8, String, u32)>;

fn number_tree(node: &Dict, depth: usize, ranges: &mut Ranges) {
    if depth > 8 || ranges.len() > MOST {
        return;
    }
    if let Some(pairs) = node.get::<Array>(b"Nums") {
        let all: Vec<Object> = pairs.iter::<Object>().take(2 * MOST).collect();
        for pair in all.chunks_exact(2) {
            let (Object::Number(first), Object::Dict(label)) = (&pair[0], &pair[1]) else {
                continue;
            };
            let style = label.get::<Name>(b"S");
            let style = style.and_then(|name| name.as_str().bytes().next()).unwrap_or(0);
            let prefix = label.get::<Text>(b"P").map(|text| string(text.as_bytes()));
            let start = label.get::<u32>(b"St").unwrap_or(1);
            if let Ok(first) = usize::try_from(first.as_i64()) {
                ranges.insert(first, (style, prefix.unwrap_or_default(), start));
            }
        }
    }
    if let Some(kids) = node.get::<Array>(b"Kids") {
        for kid in kids.iter::<Dict>().take(1_000) {
            number_tree(&kid, depth + 1, ranges);
        }
    }
}

/// A number in the style of a page label (ISO 32000-2, table 161).
fn numbered(style: u8, number: u32) -> String {
    match style {
        b'D' => number.to_string(),
        b'r' => roman(number),
        b'R' => roman(number).to_uppercase(),
        b'a' | b'A' if (1..=2600).contains(&number) => {
            let letter = char::from(style + ((number - 1) % 26) as u8);
            letter.to_string().repeat((number as usize - 1) / 26 + 1)
        }
        _ => String::new(),
    }
}
