//! What is copied out of a page: the text without the readings above or beside it.
//!
//! Readings are artifacts: they are not read aloud. But most programs copy and search every
//! letter on a page, so each reading is besides a span whose text for that purpose is a tab.
//! Readers of PDF files take the tab for white space, where text that is empty would be ignored
//! by some, and the letters taken after all.

/// What Typst writes at the beginning of an artifact of no special kind: cut marks and footers
/// have a kind.
const ARTIFACT: &[u8] = b"/Artifact BMC";
const SPAN: &[u8] = b"\n/Span<</ActualText(\\t)>>BDC";
const END: &[u8] = b"EMC";

/// The content of a page with the text of its artifacts kept from being copied; `None` if
/// there is nothing to do.
pub(super) fn without_readings(content: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(content.len() + content.len() / 4);
    let mut kept = 0;
    let mut at = 0;
    while at < content.len() {
        let rest = &content[at..];
        if rest.starts_with(ARTIFACT) {
            let begin = at + ARTIFACT.len();
            let (end, has_text) = end_of_artifact(content, begin)?;
            if has_text {
                out.extend_from_slice(&content[kept..begin]);
                out.extend_from_slice(SPAN);
                out.extend_from_slice(&content[begin..end]);
                out.extend_from_slice(b"EMC\n");
                kept = end;
            }
            at = end + END.len();
        } else {
            at = after(content, at);
        }
    }
    if kept == 0 {
        return None;
    }
    out.extend_from_slice(&content[kept..]);
    Some(out)
}

/// Where the artifact that begins here ends, and whether it has text in it.
fn end_of_artifact(content: &[u8], begin: usize) -> Option<(usize, bool)> {
    let mut at = begin;
    let mut has_text = false;
    while at < content.len() {
        let rest = &content[at..];
        if rest.starts_with(END) {
            return Some((at, has_text));
        }
        // Marked content inside would have an end of its own.
        if rest.starts_with(b"BDC") || rest.starts_with(b"BMC") {
            return None;
        }
        has_text |= rest.starts_with(b"BT");
        at = after(content, at);
    }
    None
}

/// The place after the byte here, or after the string that begins here: glyphs in a string
/// may look like anything.
fn after(content: &[u8], at: usize) -> usize {
    if content[at] != b'(' {
        return at + 1;
    }
    let mut depth = 0;
    let mut at = at;
    while let Some(byte) = content.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_in_artifacts_is_kept_from_being_copied() {
        let page = b"/Artifact BMC\n0 0 m S\nEMC/Span<</MCID 0>>BDC\nBT(\\(EMC/Artifact BMC)Tj ET\nEMC\
            /Artifact BMC\nq BT(EMC(BT)\\))Tj ET Q\nEMC/Artifact<</Type/Pagination>>BDC\nBT(1)Tj ET\nEMC";
        let made = without_readings(page).expect("a reading");
        let wanted = b"/Artifact BMC\n0 0 m S\nEMC/Span<</MCID 0>>BDC\nBT(\\(EMC/Artifact BMC)Tj ET\nEMC\
            /Artifact BMC\n/Span<</ActualText(\\t)>>BDC\nq BT(EMC(BT)\\))Tj ET Q\nEMC\nEMC\
            /Artifact<</Type/Pagination>>BDC\nBT(1)Tj ET\nEMC";
        assert_eq!(String::from_utf8_lossy(&made), String::from_utf8_lossy(wanted));
        assert_eq!(without_readings(b"BT(/Artifact BMC BT EMC)Tj ET"), None);
    }

    #[test]
    fn a_page_that_is_cut_short_is_left_alone() {
        for page in [&b"/Artifact BMC BT(a"[..], b"/Artifact BMC BT(a)Tj ET", b"(\\", b""] {
            assert_eq!(without_readings(page), None);
        }
    }
}
