//! Every crate that is linked or used to test has a licence this project may use.

use std::process::Command;

/// Licences that ask for no more than their text to be kept.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "0BSD",
    "BSL-1.0",
    "MIT-0",
    "CC0-1.0",
];

/// True if a licence expression leaves at least one choice that is allowed: `OR` and the
/// old `/` are choices, `AND` is not.
fn allowed(expression: &str) -> bool {
    let choices = expression.replace('/', " OR ");
    choices.split(" OR ").any(|choice| {
        let parts = choice.split(" AND ");
        parts.map(|p| p.trim_matches(['(', ')', ' '])).all(|part| ALLOWED.contains(&part))
    })
}

#[test]
fn expressions_are_read_as_choices() {
    assert!(allowed("MIT OR GPL-3.0"));
    assert!(allowed("MIT/Apache-2.0"));
    assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!allowed("GPL-3.0"));
    assert!(!allowed("MIT AND GPL-3.0"));
}

#[test]
fn the_whole_dependency_graph_is_allowed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 50);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(allowed))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn every_advisory_that_is_accepted_is_of_a_crate_that_is_linked() {
    let read = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        text.parse::<toml::Table>().unwrap()
    };
    let (deny, lock) = (read("deny.toml"), read("Cargo.lock"));
    let linked: Vec<(&str, &str)> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            (package["name"].as_str().unwrap(), package["version"].as_str().unwrap())
        })
        .collect();
    let ignored = deny["advisories"]["ignore"].as_array().unwrap();
    assert!(!ignored.is_empty());
    for entry in ignored {
        let mut words = entry["reason"].as_str().unwrap().split([' ', ',']);
        let name = words.next().unwrap();
        let version = words.next().unwrap_or_default();
        let numbered = version.starts_with(|c: char| c.is_ascii_digit());
        assert!(
            linked.iter().any(|(crate_, v)| *crate_ == name
                && (!numbered || v.starts_with(version))),
            "{entry}"
        );
    }
}
