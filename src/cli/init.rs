//! `yulu init`: a project that builds at once. Its files are those of `templates/init/`.

use std::path::{Path, PathBuf};

use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{self, Terminal};
use super::schema;

/// `yulu init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder: a new one, or an empty one
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// Without the example: no document and no deck yet
    #[arg(long)]
    pub bare: bool,
}

/// The files of a project with its example, by path.
const EXAMPLE: &[(&str, &str)] = &[
    ("seeds/beekeeper.txt", include_str!("../../templates/init/seeds/beekeeper.txt")),
    ("seeds/sources.toml", include_str!("../../templates/init/seeds/sources.toml")),
    ("decks/beekeeper.toml", include_str!("../../templates/init/decks/beekeeper.toml")),
];

/// The files of every project.
const ALWAYS: &[(&str, &str)] = &[
    ("README.md", include_str!("../../templates/init/README.md")),
    (".gitignore", include_str!("../../templates/init/gitignore")),
];

/// A manifest that declares nothing yet.
const BARE_MANIFEST: &str = "#:schema ../.schema/sources.json\n\
# What is known of each document in seeds/, and how to read it. `yulu new source FILE` adds\n\
# a document; docs/deck-format.md of yulu explains every key.\n";

/// Makes a project in a new or empty folder.
pub fn init(
    global: &Global,
    init: &InitArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let folder = global.project.join(&init.folder);
    let shown = init.folder.display();
    if let Some(there) = first_entry(&folder)? {
        return Err(Failure::new(format!("{shown} is not empty: it has {there}"))
            .hint("nothing was written; name a new folder: yulu init FOLDER"));
    }
    let example: &[(&str, &str)] =
        if init.bare { &[("seeds/sources.toml", BARE_MANIFEST)] } else { EXAMPLE };
    let mut files: Vec<(PathBuf, Vec<u8>)> = ALWAYS
        .iter()
        .chain(example)
        .map(|(name, text)| (folder.join(name), text.as_bytes().to_vec()))
        .collect();
    files.extend(schema::files(&folder.join(".schema")));
    output::write_all(&files)?;
    std::fs::create_dir_all(folder.join("decks"))?;
    terminal.say(&format!("made a project in {shown}: {}", names(&files, &folder)));
    let cd = match init.folder.to_str() {
        Some(".") => String::new(),
        _ => format!("cd {} && ", quoted(&init.folder)),
    };
    terminal.say(&match init.bare {
        true => format!("Next: {cd}yulu new source FILE"),
        false => format!("Next: {cd}yulu build"),
    });
    Ok(Outcome::Done)
}

/// A path as a POSIX shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~');
    match text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

fn names(files: &[(PathBuf, Vec<u8>)], folder: &Path) -> String {
    let names = files.iter().map(|(path, _)| path.strip_prefix(folder).unwrap_or(path));
    let shown = names.filter(|name| !name.starts_with(".schema"));
    let shown: Vec<String> = shown.map(|name| name.display().to_string()).collect();
    shown.join(", ")
}

/// What a folder may have and still count as empty: a repository that was just begun, and what
/// file managers leave behind.
const NOTHING: &[&str] = &[".git", ".DS_Store", "desktop.ini", "Thumbs.db"];

/// The name of something in a folder; `None` if it is empty or not there.
fn first_entry(folder: &Path) -> Result<Option<String>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("{} cannot be read: {error}", folder.display()))
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Failure::new(format!("{} is a file", folder.display()))
                .hint("nothing was written; name a new folder: yulu init FOLDER"));
        }
        Err(error) => return Err(unreadable(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if !NOTHING.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().next())
}
