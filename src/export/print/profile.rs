//! Printers whose drift is known: a flip edge and an offset under a name.
//!
//! They stand in `templates/print/printers.toml` of a project, which `yulu calibrate --save`
//! writes and anybody may edit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::imposition::Flip;
use super::length::Um;
use crate::text::visible;

/// Where printers are kept, relative to the project.
pub const FILE: &str = "templates/print/printers.toml";

/// How a printer turns the paper and by how much its backs are to be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The edge over which it turns the paper.
    pub flip: Flip,
    /// Right and down.
    pub back_offset: (Um, Um),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Typed {
    flip: TypedFlip,
    back_offset: [String; 2],
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum TypedFlip {
    Long,
    Short,
}

/// Reads the file of printers.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse(text: &str) -> Result<BTreeMap<String, Profile>, String> {
    let typed: BTreeMap<String, Typed> =
        toml::from_str(text).map_err(|error| format!("{FILE}: {}", error.message()))?;
    let mut profiles = BTreeMap::new();
    for (name, typed) in typed {
        if !is_name(&name) {
            let name = visible(&name);
            return Err(format!(
                "{FILE}: `{name}` is not a valid printer name: use lower-case letters, digits and hyphens"
            ));
        }
        let [dx, dy] = &typed.back_offset;
        let length =
            |text: &str| Um::parse(text).map_err(|e| format!("{FILE}: `{name}`: {e}"));
        let flip = match typed.flip {
            TypedFlip::Long => Flip::Long,
            TypedFlip::Short => Flip::Short,
        };
        let back_offset = (length(dx)?, length(dy)?);
        profiles.insert(name.clone(), Profile { flip, back_offset });
    }
    Ok(profiles)
}

/// True if a printer may have this name: small letters, digits and hyphens.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 40 && name.chars().all(plain)
}

/// The file of printers, by name.
pub fn to_text(profiles: &BTreeMap<String, Profile>) -> String {
    let mut out = String::from(
        "# Printers, as `yulu calibrate --save NAME` found them; `yulu build --printer NAME`\n\
         # uses one. back-offset moves the backs right and down, in millimetres.\n",
    );
    for (name, profile) in profiles {
        let flip = match profile.flip {
            Flip::Long => "long",
            Flip::Short => "short",
        };
        let (dx, dy) = profile.back_offset;
        let _ = write!(
            out,
            "\n[{name}]\nflip = \"{flip}\"\nback-offset = [\"{dx}\", \"{dy}\"]\n"
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printers_are_written_as_they_are_read() {
        let one = Profile { flip: Flip::Short, back_offset: (Um(800), Um(-1250)) };
        let all = BTreeMap::from([("kitchen".to_owned(), one)]);
        assert_eq!(parse(&to_text(&all)), Ok(all));
        for bad in [
            "[x]\nflip = \"up\"",
            "[x]\nflip = \"long\"\nback-offset = [\"a\", \"0\"]",
            "[",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        assert!(is_name("hp-2") && !is_name("") && !is_name("a b") && !is_name("x]"));
    }
}
