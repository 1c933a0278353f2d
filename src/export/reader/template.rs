//! Filling in the page's template, and the policy that keeps everything else out.

use base64::Engine as _;
use sha2::{Digest, Sha256};

/// Puts each part in the place of its `%name%`.
///
/// The template is read once from start to end and what is put in is never read again, so
/// that `%js%` in a document stays four characters of that document.
pub(super) fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let size: usize = parts.iter().map(|(_, text)| text.len()).sum();
    let mut out = String::with_capacity(template.len() + size);
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = parts.iter().find_map(|(name, text)| {
            let after = rest[1..].strip_prefix(name)?.strip_prefix('%')?;
            Some((text, after))
        });
        match part {
            Some((text, after)) => {
                out.push_str(text);
                rest = after;
            }
            None => {
                out.push('%');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The Content-Security-Policy of the page: one stylesheet and one script, by their
/// hashes; no request to anywhere, no frame, no form, no plug-in.
pub(super) fn policy(css: &str, js: &str) -> String {
    let hash = |text: &str| {
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()))
    };
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
        hash(css),
        hash(js)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let parts = [("a", "%b% 5%".to_owned()), ("b", "no".to_owned())];
        assert_eq!(fill("100% %a%|%c%|%b", &parts), "100% %b% 5%|%c%|%b");
    }

    #[test]
    fn the_policy_names_the_hashes_of_style_and_script() {
        // SHA-256 of the empty string, from FIPS 180-4's test vectors, in base64.
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let policy = policy("", "");
        assert!(policy.contains(&format!("style-src 'sha256-{empty}'")), "{policy}");
        assert!(policy.contains(&format!("script-src 'sha256-{empty}'")), "{policy}");
        assert!(policy.starts_with("default-src 'none';"));
    }
}
