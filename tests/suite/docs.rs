//! What the documents show is what the program does: commands run as shown, names exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;
use yulu::diagnostics::Code;

use crate::cli::{Ran, root, run, shipped, tree};

/// A document.
struct Page {
    name: String,
    text: String,
}

/// A fenced block: what it says it is, and its lines.
struct Block<'a> {
    language: &'a str,
    lines: Vec<&'a str>,
}

/// The documents that tell users what to type.
fn pages() -> Vec<Page> {
    let docs = tree(&root().join("docs")).into_keys();
    let docs = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}"));
    let readmes = ["README.md", "README.zh.md"].map(str::to_owned);
    let page = |name: String| {
        let text = std::fs::read_to_string(root().join(&name)).expect("a document");
        Page { name, text }
    };
    let pages: Vec<Page> = readmes.into_iter().chain(docs).map(page).collect();
    assert!(pages.len() > 5, "the documents are where this test looks");
    pages
}

impl Page {
    /// The fenced blocks, and the text outside them.
    fn parts(&self) -> (Vec<Block<'_>>, String) {
        let (mut blocks, mut prose): (Vec<Block<'_>>, String) = (Vec::new(), String::new());
        let mut open = false;
        for line in self.text.lines() {
            match (line.trim_start().strip_prefix("```"), open) {
                (Some(language), false) => {
                    blocks.push(Block { language: language.trim(), lines: Vec::new() });
                    open = true;
                }
                (Some(end), true) => {
                    assert_eq!(end, "", "{}: a fence in a block", self.name);
                    open = false;
                }
                (None, true) => blocks.last_mut().expect("open").lines.push(line),
                (None, false) => {
                    prose += line;
                    prose.push('\n');
                }
            }
        }
        assert!(!open, "{}: a block is not closed", self.name);
        (blocks, prose)
    }

    /// The code spans outside blocks, each on one line.
    fn code_spans(&self) -> Vec<String> {
        let (_, prose) = self.parts();
        let mut spans = Vec::new();
        let mut rest = prose.as_str();
        while let Some(at) = rest.find('`') {
            rest = &rest[at..];
            let fence = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            rest = &rest[fence.len()..];
            // What closes a span is a run of the same number of marks, in the paragraph.
            let paragraph = &rest[..rest.find("\n\n").unwrap_or(rest.len())];
            let end = paragraph.match_indices(fence).map(|(at, _)| at).find(|at| {
                !paragraph[..*at].ends_with('`')
                    && !paragraph[at + fence.len()..].starts_with('`')
            });
            let end =
                end.unwrap_or_else(|| panic!("{}: ` is not closed: {rest:.80}", self.name));
            let span = paragraph[..end].split_whitespace().collect::<Vec<_>>().join(" ");
            spans.push(span);
            rest = &rest[end + fence.len()..];
        }
        spans
    }

    /// The `yulu` commands of its blocks, with the lines shown below each: in a `sh` block
    /// every line is a command, in a `console` block those after `$`.
    fn commands(&self) -> Vec<(&str, Vec<&str>)> {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for block in self.parts().0 {
            let mut shown = false;
            for line in block.lines {
                let command = match block.language {
                    "sh" => Some(line.trim()),
                    "console" => line.strip_prefix("$ "),
                    _ => None,
                };
                match command {
                    Some(command) if command == "yulu" || command.starts_with("yulu ") => {
                        commands.push((command, Vec::new()));
                        shown = block.language == "console";
                    }
                    Some(_) => shown = false,
                    None if shown => commands.last_mut().expect("a command").1.push(line),
                    None => {}
                }
            }
        }
        commands
    }
}

/// The page whose commands follow one another from an empty folder.
const WALK: &str = "docs/your-own-deck.md";

/// A command line as a shell runs it that knows `yulu`.
fn typed(folder: &Path, command: &str) -> Ran {
    #[cfg(unix)]
    if let Some(arguments) = command.strip_prefix("yulu watch ") {
        // It goes on until Ctrl-C.
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let (status, said) = crate::watch::Watch::start(folder, &arguments).stop();
        let status = status.expect("it ends by itself");
        return Ran { status, out: String::new(), err: said.join("\n") };
    }
    let program = cargo_bin!("yulu");
    let mut path = program.parent().expect("a folder").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.current_dir(folder).args(["-c", command]).env("PATH", path);
    shell.env_remove("SOURCE_DATE_EPOCH");
    Ran::of(shell)
}

/// True for a command that has nothing to do but print, and so needs Typst.
fn prints_sheets(command: &str) -> bool {
    let calibrates = command.starts_with("yulu calibrate") && !command.contains("--save");
    calibrates || command.contains("--format pdf")
}

#[test]
fn commands_run_as_shown() {
    let pages = pages();
    // Commands may write beside the project too.
    let outside = TempDir::new().unwrap();
    let project = outside.path().join("yulu");
    crate::cli::copy(shipped().path(), &project);
    // The reader of these pages has run `make`.
    assert_eq!(run(&project, &["build", "-q"]).status, 0);
    // … and has marked something.
    let marks = "==我们经常说中国AI和美国有一两年差距== %%差距%%\n";
    std::fs::write(outside.path().join("marks.md"), marks).unwrap();
    let mut ran: BTreeMap<&str, Ran> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.name != WALK) {
        for (command, lines) in page.commands() {
            let ran = ran.entry(command).or_insert_with(|| typed(&project, command));
            if !cfg!(feature = "pdf") && prints_sheets(command) {
                assert_eq!(ran.status, 2, "{}: {command}", page.name);
                assert!(ran.err.contains("built without printed sheets"), "{}", ran.err);
                continue;
            }
            assert_eq!(ran.status, 0, "{}: {command}: {}", page.name, ran.err);
            for line in lines {
                let printed = ran.out.lines().any(|printed| printed == line);
                assert!(printed, "{}: {command} does not print: {line}", page.name);
            }
        }
    }
    let of = |name: &str| -> Vec<&str> {
        let page = pages.iter().find(|page| page.name == name).expect("a page");
        page.commands().into_iter().map(|(command, _)| command).collect()
    };
    assert!(of("README.md").len() > 3, "commands are where this test looks");
    assert_eq!(of("README.md"), of("README.zh.md"), "the same in both languages");
    assert!(!of("docs/collation.md").is_empty());
}

#[test]
fn every_command_and_flag_is_shown_and_so_run() {
    let pages = pages();
    let shown: Vec<Vec<&str>> = pages
        .iter()
        .flat_map(Page::commands)
        .map(|(command, _)| command.split_whitespace().collect())
        .collect();
    let arguments = |command: &clap::Command, global: bool| -> Vec<String> {
        let own = command.get_arguments().filter(|a| a.is_global_set() == global);
        let flags = own.filter_map(|a| a.get_long()).map(|long| format!("--{long}"));
        flags.filter(|flag| flag != "--help").collect()
    };
    let main = <yulu::cli::Args as clap::CommandFactory>::command();
    let mut missing = Vec::new();
    for words in crate::help::commands() {
        let command =
            words.iter().fold(&main, |at, word| at.find_subcommand(word).unwrap());
        let of: Vec<&Vec<&str>> = shown
            .iter()
            .filter(|line| {
                line.get(1..=words.len()).is_some_and(|own| own == words.as_slice())
            })
            .collect();
        if of.is_empty() {
            missing.push(words.join(" "));
        }
        // `watch` has the flags of `build`, from one definition.
        let shared: Vec<String> = match words.as_slice() {
            [only] if only == "watch" => {
                arguments(main.find_subcommand("build").unwrap(), false)
            }
            _ => Vec::new(),
        };
        for flag in
            arguments(command, false).into_iter().filter(|flag| !shared.contains(flag))
        {
            // A font file is not something that this project has to show.
            if flag == "--font" {
                continue;
            }
            if !of.iter().any(|line| line.contains(&flag.as_str())) {
                missing.push(format!("{} {flag}", words.join(" ")));
            }
        }
    }
    for flag in arguments(&main, true).into_iter().chain(["--help".to_owned()]) {
        if !shown.iter().any(|line| line.contains(&flag.as_str())) {
            missing.push(flag);
        }
    }
    assert!(
        missing.is_empty(),
        "show these in docs/commands.md, in a sh block: {missing:#?}"
    );
}

#[test]
fn the_walk_from_an_article_to_a_deck_is_as_the_page_says() {
    let pages = pages();
    let page = pages.iter().find(|page| page.name == WALK).expect("the page");
    let home = TempDir::new().unwrap();
    // What cannot be shown as text.
    for (of, name) in [("epub-1/book.epub", "book.epub"), ("pdf-1/talk.pdf", "talk.pdf")] {
        let of = root().join("tests/readers").join(of);
        std::fs::copy(of, home.path().join(name)).unwrap();
    }
    let mut folder = home.path().to_path_buf();
    let mut commands = 0;
    for block in page.parts().0 {
        let text = block.lines.join("\n") + "\n";
        let file = |name: &str| home.path().join(name);
        match block.language {
            // Documents; what is added to a manifest; the finished deck.
            "html article.html" => std::fs::write(file("article.html"), text).unwrap(),
            "srt episode.srt" => std::fs::write(file("episode.srt"), text).unwrap(),
            "text visit.txt" => std::fs::write(file("visit.txt"), text).unwrap(),
            manifest if manifest.ends_with("seeds/sources.toml") => {
                let path = manifest.strip_prefix("toml ").expect("a language");
                crate::cli::edit(&folder.join(path), |old| format!("{old}\n{text}"));
            }
            "toml decks/lighthouse.toml" => {
                std::fs::write(folder.join("decks/lighthouse.toml"), text).unwrap();
            }
            "sh" => {
                for line in block.lines {
                    if let Some(name) = line.strip_prefix("cd ") {
                        folder = folder.join(name);
                        continue;
                    }
                    let ran = typed(&folder, line);
                    assert_eq!(ran.status, 0, "{line}: {}", ran.err);
                    commands += 1;
                }
            }
            "console" => {
                let starts: Vec<usize> = (0..block.lines.len())
                    .filter(|at| block.lines[*at].starts_with("$ "))
                    .collect();
                assert_eq!(starts.first(), Some(&0), "a prompt begins a console");
                for (number, start) in starts.iter().enumerate() {
                    let end = starts.get(number + 1).copied().unwrap_or(block.lines.len());
                    let command = block.lines[*start].trim_start_matches("$ ");
                    // A program without Typst reads no PDF.
                    if command.contains(".pdf ") && !cfg!(feature = "pdf") {
                        continue;
                    }
                    let ran = typed(&folder, command);
                    assert_eq!(ran.status, 0, "{command}: {}", ran.err);
                    let printed = format!("{}{}", ran.out, ran.err);
                    let shown = block.lines[start + 1..end].iter();
                    for line in shown.filter(|line| **line != "…") {
                        let found = printed.lines().any(|printed| printed == *line);
                        assert!(found, "{command} does not print: {line}\nbut: {printed}");
                    }
                    commands += 1;
                }
            }
            other => panic!("{WALK}: what is a block of {other:?}?"),
        }
    }
    assert!(commands > 8, "{commands}");
    // What comes out is a deck without a warning, in canonical form.
    let ran = run(&folder, &["check", "-q"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(run(&folder, &["fmt", "--check", "-q"]).status, 0);
    assert!(folder.join("out/lighthouse.apkg").is_file());
}

/// The flags that a help text explains, long and short.
fn flags(help: &str) -> BTreeSet<&str> {
    // They stand first on their line: `  -C, --project <DIR>`.
    let lines = help.lines().filter(|line| line.trim_start().starts_with('-'));
    let words = lines.flat_map(|line| line.split_whitespace().take(2));
    words.map(|word| word.trim_end_matches(',')).filter(|w| w.starts_with('-')).collect()
}

#[test]
fn commands_and_flags_in_prose_exist() {
    let folder = TempDir::new().unwrap();
    let help = |arguments: &[&str]| {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out
    };
    let main = help(&["--help"]);
    let (_, list) = main.split_once("\nBegin:\n").expect("a list of commands");
    let (list, _) = list.split_once("\nOptions:\n").expect("the end of the list");
    let command = |line: &str| -> Option<String> {
        let name = line.strip_prefix("  ")?.split(' ').next()?;
        (!name.is_empty()).then(|| name.to_owned())
    };
    // A command's own pages and those of the commands below it (`new deck`).
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    for words in crate::help::commands() {
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.push("--help");
        *helps.entry(words[0].clone()).or_default() += &help(&arguments);
    }
    let listed: BTreeSet<String> = list.lines().filter_map(command).collect();
    assert!(helps.keys().all(|name| listed.contains(name)), "{list}");
    assert!(helps.len() >= 8, "{list}");

    let mut seen = BTreeSet::new();
    for page in pages() {
        for span in page.code_spans() {
            let words: Vec<&str> = span.split(' ').collect();
            let any = || helps.values().flat_map(|help| flags(help)).collect();
            let named = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
            // `yulu build …`; `yulu COMMAND …`, which is any; or a flag alone, of any.
            let known: BTreeSet<&str> = match words.as_slice() {
                ["yulu", name, ..] if named(name) => {
                    seen.insert((*name).to_owned());
                    let help = helps.get(*name);
                    flags(help.unwrap_or_else(|| panic!("{}: {span}", page.name)))
                }
                ["yulu", name, ..] if !name.starts_with('-') => any(),
                ["yulu", ..] => flags(&main),
                [word, ..] if word.starts_with("--") => any(),
                _ => continue,
            };
            for flag in words.iter().filter(|word| word.starts_with('-')) {
                let flag = flag.split('=').next().unwrap_or_default();
                assert!(known.contains(flag), "{}: {span}: there is no {flag}", page.name);
                seen.insert(flag.to_owned());
            }
        }
    }
    for name in ["build", "collate", "--format", "--region"] {
        assert!(seen.contains(name), "{name} is in the documents: {seen:?}");
    }
}

#[test]
fn every_code_is_in_the_list_of_diagnostics() {
    let page = std::fs::read_to_string(root().join("docs/deck-format.md")).unwrap();
    let (_, list) = page.split_once("\n## Diagnostics\n").expect("a list of diagnostics");
    let rows: Vec<&str> = list.lines().filter(|line| line.starts_with("| `")).collect();
    let wanted = Code::ALL.iter().map(|code| {
        let (name, severity) = (code.as_str(), code.severity().as_str());
        format!("| `{name}` | {severity} | {} |", code.about())
    });
    let wanted: Vec<String> = wanted.collect();
    let missing: Vec<&String> =
        wanted.iter().filter(|row| !rows.contains(&row.as_str())).collect();
    assert!(missing.is_empty(), "not listed, or not in these words: {missing:#?}");
    assert_eq!(rows.len(), wanted.len(), "nothing else is listed");
}

#[test]
fn the_project_in_three_files_builds_as_the_page_says() {
    let pages = pages();
    let page =
        pages.iter().find(|page| page.name == "docs/deck-format.md").expect("a page");
    let (blocks, _) = page.parts();
    let project = TempDir::new().unwrap();
    let files = ["seeds/talk.txt", "seeds/sources.toml", "decks/woodwork.toml"];
    for (file, block) in files.iter().zip(&blocks) {
        assert!(page.text.contains(&format!("`{file}`")), "{file}");
        let path = project.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, block.lines.join("\n") + "\n").unwrap();
    }
    let ran = run(project.path(), &["check", "-q"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    for file in ["out/woodwork.apkg", "out/woodwork.csv", "out/woodwork.html"] {
        assert!(page.text.contains(&format!("`{file}`")), "{file}");
        assert!(project.path().join(file).is_file(), "{file}");
    }
}
