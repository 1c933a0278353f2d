//! The page around the deck's own page: what came of the last build, and a frame that is
//! loaded again when a build was good. The deck's page itself is served as it was built.

use std::path::{Path, PathBuf};

use serde::Serialize;

/// The page, its style and its script.
pub const HTML: &str = include_str!("../../../templates/watch/page.html");
/// The page's style.
pub const CSS: &str = include_str!("../../../templates/watch/page.css");
/// The page's script.
pub const JS: &str = include_str!("../../../templates/watch/page.js");

/// What the page may do: its own style and script, its own events, and the deck's page in a
/// frame.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/// What came of a build.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Whether outputs were written.
    pub good: bool,
    /// What the build said, for people.
    pub said: String,
    /// Milliseconds it took.
    pub took: u64,
}

#[derive(Serialize)]
struct Message<'a> {
    version: u64,
    good: bool,
    said: &'a str,
    took: u64,
    pages: &'a [String],
}

/// News of a build as one server-sent event.
pub fn event(version: u64, news: &News, pages: &[String]) -> String {
    let message =
        Message { version, good: news.good, said: &news.said, took: news.took, pages };
    // JSON escapes line ends, so the data is one line.
    format!("data: {}\n\n", crate::text::to_json(&message))
}

/// The pages in a folder, by name.
pub fn pages(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.ends_with(".html").then(|| (name, entry.path()))
        })
        .collect();
    found.sort();
    found
}
