//! The program as its users meet it: arguments, exit status, the two output streams and
//! the files it leaves behind.
use yulu::deck::placeholder::TO_WRITE;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

/// The folder of this package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `yulu` in a folder, with nothing of the caller's environment that it listens to.
pub(crate) fn yulu(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("yulu"));
    command.current_dir(folder).args(arguments).env("COLUMNS", "100");
    for name in ["NO_COLOR", "SOURCE_DATE_EPOCH", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// The files that `yulu build` writes for a deck if no format is named, sorted.
pub(crate) fn outputs(deck: &str) -> Vec<String> {
    let printed = cfg!(feature = "pdf").then_some("pdf");
    let mut kinds: Vec<&str> =
        ["apkg", "csv", "html", "sources.md"].into_iter().chain(printed).collect();
    kinds.sort_unstable();
    kinds.iter().map(|kind| format!("{deck}.{kind}")).collect()
}

/// What a run printed and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(mut command: Command) -> Ran {
        let output = command.output().expect("yulu starts");
        let text = |bytes| String::from_utf8(bytes).expect("yulu prints UTF-8");
        let ran = Ran {
            status: output.status.code().expect("yulu is not killed by a signal"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        ran
    }
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(yulu(folder, arguments))
}

/// Every line of a JSON Lines output; each must be an object.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    let parse = |line: &str| -> Value {
        let value = serde_json::from_str(line);
        value.unwrap_or_else(|error| panic!("no JSON ({error}): {line}"))
    };
    let values: Vec<Value> = text.lines().map(parse).collect();
    assert!(values.iter().all(Value::is_object), "{text}");
    values
}

/// All files under a folder with their bytes, by relative path; folders have no bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    fn walk(at: &Path, root: &Path, found: &mut BTreeMap<String, Option<Vec<u8>>>) {
        for entry in std::fs::read_dir(at).expect("folder") {
            let path = entry.expect("entry").path();
            let name = path.strip_prefix(root).expect("inside").to_string_lossy();
            if path.is_dir() {
                found.insert(name.into_owned(), None);
                walk(&path, root, found);
            } else {
                let bytes = std::fs::read(&path).expect("file");
                found.insert(name.into_owned(), Some(bytes));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// Copies a folder's content into another one, which is made.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        match bytes {
            None => std::fs::create_dir_all(path).expect("folder"),
            Some(bytes) => std::fs::write(path, bytes).expect("file"),
        }
    }
}

/// A copy of a sample project that a test may write to.
pub(crate) fn sample(name: &str) -> TempDir {
    let folder = TempDir::new().expect("temporary folder");
    copy(&root().join("tests/sample-decks").join(name), folder.path());
    folder
}

/// A copy of the shipped project without its outputs.
pub(crate) fn shipped() -> TempDir {
    let folder = TempDir::new().expect("temporary folder");
    for part in ["seeds", "decks", "templates"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    folder
}

pub(crate) fn edit(path: &Path, change: impl Fn(&str) -> String) {
    let old = std::fs::read_to_string(path).expect("text file");
    let new = change(&old);
    assert_ne!(old, new, "the edit of {} changes something", path.display());
    std::fs::write(path, new).expect("text file");
}

/// All commands that need no argument; `show` needs one and has tests of its own.
pub(crate) const COMMANDS: [&str; 7] =
    ["build", "check", "sources", "passages", "notes", "collate", "harvest"];

// ------------------------------------------------------------------ arguments

#[test]
fn help_and_version_are_answers() {
    let folder = TempDir::new().unwrap();
    let mut asked: Vec<Vec<&str>> =
        vec![vec!["--help"], vec!["-h"], vec!["help"], vec!["help", "build"]];
    asked.extend(COMMANDS.iter().map(|command| vec![*command, "--help"]));
    for arguments in asked {
        let ran = run(folder.path(), &arguments);
        assert_eq!(ran.status, 0, "{arguments:?}");
        assert!(ran.out.contains("Usage: yulu"), "{arguments:?}: {}", ran.out);
        assert_eq!(ran.err, "", "{arguments:?}");
    }
    let help = run(folder.path(), &["--help"]).out;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in {help}");
    }
    let version = run(folder.path(), &["--version"]);
    assert_eq!(version.out, format!("yulu {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn mistakes_on_the_command_line_are_two_and_print_nothing_on_stdout() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    let wrong: [&[&str]; 9] = [
        &[],
        &["frobnicate"],
        &["--frobnicate"],
        &["build", "--frobnicate"],
        &["build", "--format", "docx"],
        &["build", "--region", "sg"],
        &["check", "--format", "xml"],
        &["sources", "garden"],
        &["--color", "blue", "check"],
    ];
    for arguments in wrong {
        let ran = run(project.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
        let helps =
            ["Usage: yulu", "try '--help'"].iter().any(|help| ran.err.contains(help));
        assert!(helps, "{arguments:?}: {}", ran.err);
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn a_text_for_a_file_of_the_project_that_says_nothing_is_two() {
    let project = sample("valid/minimal-dialogue");
    std::fs::write(project.path().join("talk.txt"), "问：难吗？\n答：难。\n").unwrap();
    let before = tree(project.path());
    let source = ["new", "source", "talk.txt", "--speaker"];
    let title = ["new", "deck", "wind", "--title"];
    let english = ["new", "deck", "wind", "--title-english"];
    for (command, value) in [
        (source, ""),
        (source, " 　"),
        (source, "\u{200b}"),
        (source, "："),
        (source, "老\n马"),
        (title, ""),
        (title, "\u{feff}"),
        (english, " "),
    ] {
        let arguments = [&command[..], &[value]].concat();
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(command[3]), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn outside_a_project_every_command_says_where_to_go() {
    let folder = TempDir::new().unwrap();
    for command in COMMANDS {
        let ran = run(folder.path(), &[command]);
        assert_eq!(ran.status, 2, "{command}");
        assert_eq!(ran.out, "", "{command}");
        assert!(ran.err.contains("error: there is no project in ."), "{}", ran.err);
        assert!(ran.err.contains("seeds/sources.toml"), "{}", ran.err);
        assert!(ran.err.contains("help: ") && ran.err.contains("--project"), "{}", ran.err);
    }
    assert!(tree(folder.path()).is_empty());
}

#[test]
fn project_names_the_folder_to_work_in() {
    let project = sample("valid/minimal-dialogue");
    let name = project.path().to_str().unwrap();
    let elsewhere = TempDir::new().unwrap();
    let here = run(project.path(), &["passages", "--format", "json"]);
    assert_eq!(here.status, 0);
    for arguments in [
        ["--project", name, "passages", "--format", "json"],
        ["passages", "--format", "json", "--project", name],
        ["-C", name, "passages", "--format", "json"],
    ] {
        assert_eq!(run(elsewhere.path(), &arguments), here, "{arguments:?}");
    }
    let ran = run(elsewhere.path(), &["-C", name, "build", "--out", "cards"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(tree(elsewhere.path()).is_empty(), "the other folder stays empty");
    let made = tree(&project.path().join("cards"));
    assert_eq!(made.into_keys().collect::<Vec<_>>(), outputs("garden"));
}

#[test]
fn an_unknown_deck_or_source_is_two_with_the_nearest_name() {
    let project = sample("valid/two-decks");
    let before = tree(project.path());
    for (arguments, error, help) in [
        (&["build", "gardn"][..], "there is no deck `gardn`", "did you mean `garden`?"),
        (&["check", "wether"], "there is no deck `wether`", "did you mean `weather`?"),
        (&["notes", "zzz"], "there is no deck `zzz`", "decks here: garden, weather"),
        (&["passages", "gardn"], "there is no source `gardn`", "did you mean `garden`?"),
    ] {
        let ran = run(project.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        assert_eq!(ran.err, format!("error: {error}\nhelp: {help}\n"), "{arguments:?}");
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn decks_are_named_by_id_or_by_path_and_only_they_are_built() {
    for name in ["weather", "weather.toml", "decks/weather.toml", "./decks/weather.toml"] {
        let project = sample("valid/two-decks");
        let ran = run(project.path(), &["build", name]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        let made = tree(&project.path().join("out"));
        assert_eq!(made.into_keys().collect::<Vec<_>>(), outputs("weather"));
        assert!(!project.path().join("decks/garden.lock").exists());
    }
}

// ------------------------------------------------------------------ build

#[test]
fn format_chooses_what_is_written() {
    for (formats, names) in [
        ("csv", &["garden.csv"][..]),
        ("apkg", &["garden.apkg"]),
        ("html", &["garden.html"]),
        ("csv,apkg", &["garden.apkg", "garden.csv"]),
    ] {
        let project = sample("valid/minimal-dialogue");
        let ran = run(project.path(), &["build", "--format", formats]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let made = tree(&project.path().join("out"));
        assert_eq!(made.keys().collect::<Vec<_>>(), names);
        assert!(project.path().join("decks/garden.lock").is_file());
    }
}

#[test]
fn theme_keeps_only_its_notes_and_an_unknown_one_is_two() {
    let project = sample("valid/warning-theme-empty");
    let ids = |theme: &str| -> Vec<String> {
        let ran =
            run(project.path(), &["build", "--format", "csv", "--theme", theme, "-q"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let csv = std::fs::read(project.path().join("out/garden.csv")).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        reader.records().map(|row| row.unwrap()[0].to_owned()).collect()
    };
    assert_eq!(ids("weather"), ["weather.why-wait"]);
    assert_eq!(ids("patience"), ["shade", "patience.why-wait"]);
    assert_eq!(ids("patience,weather"), ["shade", "patience.why-wait", "weather.why-wait"]);

    let before = tree(project.path());
    let ran = run(project.path(), &["build", "--theme", "patience,patiance"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no deck has a theme `patiance`"), "{}", ran.err);
    assert!(ran.err.contains("help: themes: patience, weather"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "nothing was replaced");
}

#[test]
fn a_deck_without_the_themes_asked_for_is_left_out() {
    let project = sample("valid/two-decks");
    edit(&project.path().join("decks/weather.toml"), |text| {
        text.replace("\"patience\"", "\"sky\"")
    });
    assert_eq!(run(project.path(), &["build", "-q", "--format", "csv"]).status, 0);
    let before = tree(&project.path().join("out"));
    let ran = run(project.path(), &["build", "--format", "csv,html", "--theme", "sky"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains(": nothing of these themes\n"), "{}", ran.err);
    let after = tree(&project.path().join("out"));
    assert_eq!(after["garden.csv"], before["garden.csv"], "and stays as it was");
    assert!(after.contains_key("weather.html") && !after.contains_key("garden.html"));
}

#[test]
fn a_choice_that_no_deck_has_is_told_before_anything_is_made() {
    let project = sample("valid/two-decks");
    let before = tree(project.path());
    for arguments in [
        &["--theme", "patience,nowhere"][..],
        &["--format", "csv", "--theme", "nowhere"],
        #[cfg(feature = "pdf")]
        &["--format", "pdf", "--cards", "nowhere"],
    ] {
        let ran = run(project.path(), &[&["build", "-v"], arguments].concat());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("proving decks/weather.toml"), "{}", ran.err);
        assert!(!ran.err.contains("making"), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(tree(project.path()), before);
    // A card of one deck is no mistake in the other.
    #[cfg(feature = "pdf")]
    {
        let arguments = ["build", "--format", "pdf", "--cards", "learnt-to-wait"];
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let made = tree(&project.path().join("out"));
        assert_eq!(made.keys().collect::<Vec<_>>(), ["weather.pdf"]);
    }
}

#[test]
fn a_flag_that_no_output_heeds_is_two() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    for (arguments, error, help) in [
        (
            "build --format apkg --sheet a7",
            "--sheet: no sheet is printed",
            "add `pdf` to --format",
        ),
        (
            "build --format csv,html --mono --cards shade",
            "--mono, --cards: no sheet is printed",
            "add `pdf` to --format",
        ),
        // Even where the value is the default one.
        (
            "build --format apkg --profile full",
            "--profile: no table is written",
            "add `csv` to --format",
        ),
        (
            "build --format csv --tts zh_CN --tone-colors",
            "--tts, --tone-colors: no Anki package is written",
            "add `apkg` to --format",
        ),
        (
            "watch --ruby pinyin",
            "--ruby: no sheet is printed",
            "ask for it: --format apkg,csv,html,sources,pdf",
        ),
        (
            "watch --format html --no-header",
            "--no-header: no table is written",
            "add `csv` to --format",
        ),
    ] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let ran = run(project.path(), &arguments);
        let err = format!("error: {error}\nhelp: {help}\n");
        assert_eq!(ran, Ran { status: 2, out: String::new(), err }, "{arguments:?}");
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn names_that_are_given_twice_are_made_once() {
    let project = sample("valid/minimal-dialogue");
    let ran = run(
        project.path(),
        &["build", "garden", "decks/garden.toml", "--format", "csv,csv"],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("out/garden.csv").count(), 1, "{}", ran.err);
}

#[test]
fn a_printer_is_saved_in_its_project_and_its_file_is_named() {
    let outside = TempDir::new().unwrap();
    copy(sample("valid/minimal-dialogue").path(), &outside.path().join("garden"));
    let save = ["calibrate", "--save", "kitchen", "--back-offset", "0.8,-0.5"];
    let ran = run(outside.path(), &[&save[..], &["-C", "garden"]].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let (path, _) = ran.err.trim_start().split_once(": ").unwrap();
    assert!(path.starts_with("garden/") && outside.path().join(path).is_file(), "{path}");
    let ran = run(&outside.path().join("garden"), &save);
    assert_eq!(ran.err.trim_start().split_once(": ").unwrap().0, &path["garden/".len()..]);
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let good = sample("valid/minimal-dialogue");
    assert_ne!(run(good.path(), &["build"]).err, "", "without --quiet it speaks");
    let silent = Ran { status: 0, out: String::new(), err: String::new() };
    for arguments in [["build", "--quiet"], ["-q", "build"], ["check", "-q"]] {
        assert_eq!(run(good.path(), &arguments), silent, "{arguments:?}");
    }
    let doubtful = sample("valid/warning-theme-empty");
    let ran = run(doubtful.path(), &["check", "-q"]);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("warning[theme-empty]"), "{}", ran.err);
    let wrong = sample("invalid/quote-not-found");
    let ran = run(wrong.path(), &["check", "-q"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("error[quote-not-found]"), "{}", ran.err);
    let ran = run(wrong.path(), &["build", "-q", "nope"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("error: there is no deck"), "{}", ran.err);
}

#[test]
fn reading_commands_write_no_file() {
    let project = sample("valid/digest-beside-dialogue");
    let before = tree(project.path());
    for command in COMMANDS.iter().filter(|command| **command != "build") {
        for format in ["table", "json"] {
            let ran = run(project.path(), &[command, "--format", format]);
            assert_eq!(ran.status, 0, "{command}: {}", ran.err);
        }
    }
    assert_eq!(tree(project.path()), before);
}

#[test]
fn colours_are_asked_for_or_for_a_terminal() {
    let project = sample("invalid/quote-not-found");
    let escape = '\u{1b}';
    assert!(!run(project.path(), &["check"]).err.contains(escape));
    assert!(!run(project.path(), &["check", "--color", "never"]).err.contains(escape));
    assert!(run(project.path(), &["check", "--color", "always"]).err.contains(escape));
}

#[test]
fn a_target_that_cannot_be_written_replaces_nothing() {
    let deck = "decks/garden.toml";
    let retitled = |text: &str| text.replace("Words on planting", "On the planting of");
    // A folder stands where a file should go, and it comes last of what is written.
    let project = sample("valid/minimal-dialogue");
    assert_eq!(run(project.path(), &["build"]).status, 0);
    let csv = project.path().join("out/garden.csv");
    std::fs::remove_file(&csv).unwrap();
    std::fs::create_dir(&csv).unwrap();
    edit(&project.path().join(deck), |text| {
        retitled(text).replace("have shade", "find shade")
    });
    let before = tree(project.path());
    let ran = run(project.path(), &["build"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("garden.csv cannot be written"), "{}", ran.err);
    assert!(!ran.err.contains(".yulu-"), "no name of ours: {}", ran.err);
    assert!(ran.err.contains("help: nothing was replaced"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "neither the package nor the lock");

    // The folder for the outputs cannot be made, because a file has its name.
    let project = sample("valid/minimal-dialogue");
    std::fs::write(project.path().join("cards"), "a file").unwrap();
    let before = tree(project.path());
    let ran = run(project.path(), &["build", "--out", "cards"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "no lock without outputs");
}

#[cfg(unix)]
#[test]
fn outputs_are_ordinary_files_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = sample("valid/minimal-dialogue");
    assert_eq!(run(project.path(), &["build"]).status, 0);
    for name in ["out/garden.apkg", "out/garden.csv", "decks/garden.lock"] {
        let mode = std::fs::metadata(project.path().join(name)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o644, "{name}");
    }
}

#[test]
fn a_source_date_that_is_no_time_is_two() {
    let project = sample("valid/minimal-dialogue");
    let before = tree(project.path());
    let build = |at: &str| {
        let mut command = yulu(project.path(), &["build"]);
        command.env("SOURCE_DATE_EPOCH", at);
        Ran::of(command)
    };
    // The last two numbers are one second past the year 9999, and the greatest there is.
    for at in ["yesterday", "x", "", "-1", "253402300800", "9223372036854775807"] {
        let ran = build(at);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{at}: {}", ran.err);
        let value = format!("SOURCE_DATE_EPOCH is not a valid time in seconds: {at:?}");
        assert!(ran.err.contains(&value), "{}", ran.err);
        assert_eq!(tree(project.path()), before, "{at}");
    }
    // The last second that a lock may hold is taken, and read again.
    assert_eq!(build("253402300799").status, 0);
    let lock = std::fs::read_to_string(project.path().join("decks/garden.lock")).unwrap();
    assert!(lock.contains("changed = 253402300799"), "{lock}");
    assert_eq!(run(project.path(), &["check", "-q"]).status, 0);
}

#[test]
fn sources_is_a_format_of_its_own() {
    let project = sample("valid/cuts-and-voices");
    let manifest = project.path().join("seeds/sources.toml");
    edit(&manifest, |text| {
        text.replace("outlet = \"园丁报\"", "outlet = \"[园丁报](x:y) <b>*`\"")
    });
    let ran = run(project.path(), &["build", "--format", "sources"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let made = tree(&project.path().join("out"));
    assert_eq!(made.keys().collect::<Vec<_>>(), ["garden.sources.md"]);
    let text = std::str::from_utf8(made["garden.sources.md"].as_ref().unwrap()).unwrap();
    let file = std::fs::read(project.path().join("seeds/garden.txt")).unwrap();
    for part in [
        "\n## garden\n",
        &format!(
            "- file: `seeds/garden.txt`, sha256 `{}`\n",
            yulu::source::sha256_hex(&file)
        ),
        "- cut: lines 1–2, the site's navigation\n",
        "- the document says (line 3): “",
        "- witness group one-visit: ",
        "- quotations taken from it: 1\n  ",
        // A name out of a document is text, whatever Markdown would make of it.
        "- outlet: \\[园丁报\\](x:y) \\<b\\>\\*\\`;",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

/// Characters in an encoding of Chinese that is not UTF-8.
const GB18030: &[u8] = b"\n# \xd6\xd6\xca\xf7\n";

#[test]
fn a_file_that_is_not_utf8_is_a_finding_beside_the_others() {
    for (name, file, code, (at, line)) in [
        (
            "valid/minimal-dialogue",
            "decks/garden.toml",
            "not-utf8",
            ("decks/garden.toml", Value::Null),
        ),
        (
            "valid/deck-in-parts",
            "decks/garden/second.toml",
            "not-utf8",
            // Where the part is named.
            ("decks/garden.toml", 8.into()),
        ),
        (
            "valid/minimal-dialogue",
            "decks/garden.lock",
            "lock-damaged",
            ("decks/garden.lock", Value::Null),
        ),
    ] {
        let project = sample(name);
        let path = project.path().join(file);
        let lock = b"[lock]\nversion = 1\n";
        let mut bytes = std::fs::read(&path).unwrap_or(lock.to_vec());
        let bad_line = bytes.iter().filter(|byte| **byte == b'\n').count() + 2;
        bytes.extend(GB18030);
        std::fs::write(&path, bytes).unwrap();
        // What is wrong elsewhere is found in the same run.
        edit(&project.path().join("seeds/garden.txt"), |text| format!("{text}谢谢。\n"));
        let before = tree(project.path());
        let ran = run(project.path(), &["check", "--format", "json"]);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{file}");
        let findings = json_lines(&ran.out);
        let codes: Vec<&str> = findings.iter().map(|f| text(f, "code")).collect();
        assert_eq!(
            codes,
            ["source-changed", code],
            "{file}: what is wrong with sources first"
        );
        assert_eq!((text(&findings[1], "file"), &findings[1]["line"]), (at, &line));
        let said = format!("{file} is not UTF-8 (line {bad_line})");
        assert_eq!(text(&findings[1], "message"), said);
        for command in ["check", "build"] {
            let ran = run(project.path(), &[command]);
            assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{command}, {file}");
            let place =
                if line.is_null() { at.to_owned() } else { format!("{at}:{line}:") };
            for part in [&format!("error[{code}]: {said}"), &format!("--> {place}")] {
                assert!(ran.err.contains(part), "{part:?} in {}", ran.err);
            }
            assert!(ran.err.contains("error[source-changed]"), "{}", ran.err);
        }
        assert_eq!(tree(project.path()), before, "{file}");
    }
}

#[test]
fn a_source_outside_the_project_is_never_read() {
    let outer = TempDir::new().unwrap();
    let secret = outer.path().join("secret.txt");
    std::fs::write(&secret, "记者：口令是什么？\n林青禾：芝麻开门，一二三四五六七。\n")
        .unwrap();
    let project = outer.path().join("project");
    let absolute = secret.to_str().unwrap();
    for path in ["../secret.txt", "seeds/../../secret.txt", "./../secret.txt", absolute] {
        copy(&root().join("tests/sample-decks/valid/minimal-dialogue"), &project);
        let reaches = |folder: &Path| folder.join(path).exists();
        assert!(reaches(&project), "the path leads to the secret");
        edit(&project.join("seeds/sources.toml"), |text| {
            text.replace("seeds/garden.txt", path)
        });
        let found = json_lines(&run(&project, &["check", "--format", "json"]).out);
        let codes: Vec<&str> = found.iter().map(|finding| text(finding, "code")).collect();
        assert_eq!(codes, ["wrong-value"], "{path}");
        for command in COMMANDS.iter().chain(&["show"]) {
            let mut arguments = vec![*command];
            arguments.extend((*command == "show").then_some("shade"));
            let ran = run(&project, &arguments);
            assert_eq!(ran.status, 1, "{command}, {path}: {}", ran.err);
            for text in [&ran.out, &ran.err] {
                let leaked = ["芝麻", "口令"].iter().any(|words| text.contains(words));
                assert!(!leaked, "{command}, {path}: {text}");
            }
        }
    }
}

// ------------------------------------------------------------------ streams

/// Runs a command whose reader has gone away before it prints.
fn into_a_closed_pipe(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = std::process::Command::new(cargo_bin!("yulu"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("yulu starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("yulu ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_closed_pipe_is_no_error() {
    let project = shipped();
    for arguments in [
        &["sources"][..],
        &["passages"],
        &["passages", "--format", "json"],
        &["notes", "--format", "json"],
        &["collate"],
        &["show", "gap-is-originality"],
        &["harvest", "-q"],
        &["--help"],
    ] {
        let (status, err) = into_a_closed_pipe(project.path(), arguments);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_two() {
    let project = sample("valid/minimal-dialogue");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(cargo_bin!("yulu"))
        .arg("passages")
        .current_dir(project.path())
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "));
}

/// Characters that would act on a terminal or turn its text around.
pub(crate) fn acts_on_a_terminal(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn hostile_documents_cannot_write_to_the_terminal() {
    let project = sample("valid/minimal-dialogue");
    let attack = "\u{1b}]0;owned\u{7}\u{8}31m\u{202e}";
    let source = project.path().join("seeds/garden.txt");
    edit(&source, |text| text.replace("树有树的时间", &format!("树有{attack}树的时间")));
    let sum = yulu::source::sha256_hex(&std::fs::read(&source).unwrap());
    edit(&project.path().join("seeds/sources.toml"), |text| {
        let line = text.lines().find(|line| line.starts_with("sha256")).unwrap();
        let text = text.replace(line, &format!("sha256 = \"{sum}\""));
        let escaped = "\\u001b]0;owned\\u0007\\u009b31m\\u202e";
        ["种树的人", "园丁报", "unknown", "undated", "the page gives none"].iter().fold(
            text,
            |text, value| {
                assert!(text.contains(value));
                text.replace(value, &format!("{value}{escaped}"))
            },
        )
    });
    edit(&project.path().join("decks/garden.toml"), |text| {
        text.replace("from = \"garden:2\"", "from = \"garden\\u001b[31m:2\"")
    });
    let mut seen = 0;
    for command in ["sources", "passages", "check", "collate", "notes", "build"] {
        let ran = run(project.path(), &[command]);
        assert_eq!(ran.status, 1, "{command}: {}", ran.err);
        for (name, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
            let bad = text.find(acts_on_a_terminal);
            assert_eq!(bad.map(|at| &text[at..]), None, "{command}, {name}");
        }
        seen += ran.out.matches("\u{fffd}]0;owned\u{fffd}\u{fffd}31m\u{fffd}").count();
    }
    // Title, outlet, author, date and its evidence; and one passage.
    assert_eq!(seen, 6, "the hostile texts were printed at all");
}

#[test]
fn ids_with_escapes_do_not_write_to_the_terminal() {
    let project = sample("valid/minimal-dialogue");
    edit(&project.path().join("seeds/sources.toml"), |text| {
        text.replace("id = \"garden\"", "id = \"\\u001b[31mgarden\"")
            .replace("id = \"lin\"", "id = \"lin\\u009b31m\"")
    });
    let shown = |ran: &Ran| {
        for text in [&ran.out, &ran.err] {
            let bad = text.find(acts_on_a_terminal);
            assert_eq!(bad.map(|at| &text[at..]), None);
        }
        ran.out.contains("\u{fffd}[31mgarden") || ran.err.contains("\u{fffd}[31mgarden")
    };
    for command in ["sources", "passages"] {
        let ran = run(project.path(), &[command]);
        assert_eq!(ran.status, 1, "{command}");
        assert!(shown(&ran), "{command}: {}", ran.out);
    }
    // A name that is nearly the hostile one is answered with the hostile one.
    for arguments in [["passages", "gardn"], ["harvest", "gardn"]] {
        let ran = run(project.path(), &arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.err.contains("did you mean") && shown(&ran), "{}", ran.err);
    }
}

// ------------------------------------------------------------------ show

/// Without the sequences that colour a text.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (numbers, rest) = part.split_once('m').expect("a colour");
        assert!(numbers.chars().all(|c| c.is_ascii_digit() || c == ';'), "{numbers}");
        out + rest
    })
}

#[test]
fn show_prints_a_card_with_its_sources_in_context() {
    let project = sample("valid/digest-beside-dialogue");
    let before = tree(project.path());
    let ran = run(project.path(), &["show", "in-turns"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    for line in [
        "in-turns  耐心",
        "  照看苗圃，什么最要紧？",
        "  照看苗圃，什麼最要緊？",
        "  最要紧的不是浇水多少，而是每一株都要有人轮流看着。",
        "  最要緊的不是澆水多少，而是每一株都要有人輪流看著。",
        "seeds/spoken.txt:2 (labelled)",
        "     1 │ 记者：苗圃里最要紧的是什么？",
        "     2 │ 林青禾：【最要紧的不是浇水多少，而是每一株都要有人轮留看着。】",
        "    emended: 轮流 ］ 【轮留】",
        "seeds/printed.txt:2 (labelled)",
        "     2 │ 林青禾：【最要紧的不是浇水多少，而是每一株都要有人轮流看着。】",
        "    留 ］ 【流】",
        "seeds/digest.txt:2 (digested)",
        "     2 │ 【最要紧的并非浇水，而是每一株树苗都有人轮流看着。】",
    ] {
        assert!(lines.contains(&line), "{line:?} in {}", ran.out);
    }
    assert!(ran.out.contains("somebody takes turns to watch over each plant."));
    assert!(ran.out.contains("the spoken record, line 2"), "its source note: {}", ran.out);

    // The JSON form is the quotation's line of `collate`.
    let json = run(project.path(), &["show", "in-turns", "--format", "json"]);
    assert_eq!(json, run(project.path(), &["collate", "--format", "json"]));
    assert_eq!(json_lines(&json.out)[0]["id"], "in-turns");
    assert_eq!(tree(project.path()), before, "nothing is written");
}

#[test]
fn show_marks_with_brackets_or_with_colours() {
    let project = sample("valid/digest-beside-dialogue");
    let show = |colours: &str| {
        let ran = run(project.path(), &["show", "in-turns", "--color", colours]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{colours}");
        ran.out
    };
    let plain = show("never");
    assert_eq!(show("auto"), plain, "a pipe is no terminal");
    let coloured = show("always");
    let slip = "最要紧的不是浇水多少，而是每一株都要有人轮留看着。";
    let red = |text: &str| format!("\u{1b}[1;31m{text}\u{1b}[0m");
    assert!(plain.contains(&format!("【{slip}】")) && !plain.contains('\u{1b}'));
    assert!(coloured.contains(&red(slip)) && coloured.contains(&red("轮留")));
    assert!(
        coloured.contains("\u{1b}[1m轮流看着\u{1b}[0m"),
        "the words to recall are bold"
    );
    assert_eq!(without_colours(&coloured), plain.replace(['【', '】'], ""));
}

#[test]
fn show_of_an_unknown_id_is_two_with_the_nearest() {
    let project = sample("valid/digest-beside-dialogue");
    for format in ["table", "json"] {
        for (id, help) in
            [("in-turn", "did you mean `in-turns`?"), ("zzz", "`yulu notes` lists all ids")]
        {
            let ran = run(project.path(), &["show", id, "--format", format]);
            let err = format!("error: no deck has a quote `{id}`\nhelp: {help}\n");
            let wanted = Ran { status: 2, out: String::new(), err };
            assert_eq!(ran, wanted);
        }
    }
    // What is known is shown all the same.
    let ran = run(project.path(), &["show", "in-turns", "zzz", "--format", "json"]);
    assert_eq!((ran.status, json_lines(&ran.out).len()), (2, 1));
    assert!(ran.err.contains("no deck has a quote `zzz`"), "{}", ran.err);

    let ran = run(project.path(), &["show"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Usage: yulu show"), "{}", ran.err);
    let elsewhere = TempDir::new().unwrap();
    let ran = run(elsewhere.path(), &["show", "in-turns"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no project in"), "{}", ran.err);
    let ran = run(elsewhere.path(), &["show", "--help"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Usage: yulu show"), "{}", ran.out);
}

#[test]
fn show_makes_hostile_source_text_inert() {
    // Before the quotation, in it, after it, and in the lines around it.
    let project = sample("valid/minimal-dialogue");
    let source = project.path().join("seeds/garden.txt");
    let register = |change: &dyn Fn(&str) -> String| {
        edit(&source, change);
        let sum = yulu::source::sha256_hex(&std::fs::read(&source).unwrap());
        edit(&project.path().join("seeds/sources.toml"), |text| {
            let line = text.lines().find(|line| line.starts_with("sha256")).unwrap();
            text.replace(line, &format!("sha256 = \"{sum}\""))
        });
    };
    let inert = |status: i32| {
        for colours in ["never", "always"] {
            let ran = run(project.path(), &["show", "shade", "--color", colours]);
            assert_eq!(ran.status, status, "{}", ran.err);
            let bad = without_colours(&ran.out);
            let bad = bad.find(acts_on_a_terminal).map(|at| bad[at..].to_owned());
            assert_eq!(bad, None, "{colours}");
        }
        let ran = run(project.path(), &["show", "shade"]);
        assert_eq!(ran.err.find(acts_on_a_terminal), None, "{}", ran.err);
        ran.out
    };
    // Marks that turn text around or cannot be seen are no error in a document.
    register(&|text| {
        text.replace("您为什么", "您\u{202e}为什么")
            .replace("种树是为了", "种树\u{200b}是为了")
            .replace("急也没有用", "急\u{2066}也没有用")
            .replace("失败过吗", "失\u{200f}败过吗")
    });
    let out = inert(0);
    for line in [
        "     1 │ 记者：您\u{fffd}为什么一直种树？",
        "     2 │ 林青禾：【种树\u{fffd}是为了让后来的人有荫凉。】急\u{fffd}也没有用，树有树的时间。",
        "     3 │ 记者：失\u{fffd}败过吗？",
    ] {
        assert!(out.lines().any(|shown| shown == line), "{line:?} in {out}");
    }
    // Controls are an error, and inert where they are shown.
    register(&|text| {
        text.replace("树有树的", "树有\u{1b}]0;owned\u{7}\u{8}树的")
            .replace("失\u{200f}败", "失\u{9b}31m败")
    });
    inert(1);
}

// ------------------------------------------------------------------ harvest

#[test]
fn harvest_has_a_limit_and_sources() {
    let project = shipped();
    let before = tree(project.path());
    let drafts = |arguments: &[&str]| {
        let mut arguments = arguments.to_vec();
        arguments.insert(0, "harvest");
        let toml = run(project.path(), &arguments);
        arguments.extend(["--format", "json"]);
        let json = run(project.path(), &arguments);
        assert_eq!((toml.status, json.status), (0, 0), "{}", toml.err);
        assert_eq!(toml.err, json.err);
        let drafts = json_lines(&json.out);
        assert_eq!(toml.out.matches("\n[[quote]]\n").count(), drafts.len());
        let said = match drafts.len() {
            0 if arguments.contains(&"caixin") => {
                "nothing there may be quoted: no passage has the own words".to_owned()
            }
            n => format!("{n} drafts; texts that read"),
        };
        assert!(drafts.len() == 1 || toml.err.starts_with(&said), "{}", toml.err);
        assert_eq!(toml.out.is_empty(), drafts.is_empty(), "nor an empty theme");
        for draft in &drafts {
            let names = [
                "from",
                "lines",
                "quote",
                "basis",
                "parallels",
                "prompt",
                "prompt_line",
                "score",
                "doubts",
            ];
            assert_eq!(keys(draft), BTreeSet::from(names));
            assert!(pair(&draft["lines"]).0 > 0 && draft["score"].is_f64());
            for key in ["from", "quote"] {
                let line = format!("\n{key} = {}\n", draft[key]);
                assert!(toml.out.contains(&line), "{line} in {}", toml.out);
            }
        }
        drafts
    };
    let all = drafts(&["--limit", "1000"]);
    assert!(all.len() > 20, "{}", all.len());
    assert_eq!(drafts(&[]), all[..20], "20 if no limit is given, the best first");
    assert_eq!(drafts(&["--limit", "3"]), all[..3]);
    assert!(drafts(&["--limit", "0"]).is_empty());
    let of = |draft: &Value| text(draft, "from").split(':').next().unwrap().to_owned();
    let sources = |drafts: &[Value]| drafts.iter().map(of).collect::<BTreeSet<_>>();
    // The deck has what the other documents say.
    assert_eq!(sources(&all), BTreeSet::from(["jingwei", "wenzhucao"].map(str::to_owned)));
    assert_eq!(sources(&drafts(&["jingwei"])), BTreeSet::from(["jingwei".to_owned()]));
    assert!(drafts(&["caixin"]).is_empty(), "a digest cannot be quoted");
    assert_eq!(run(project.path(), &["harvest", "-q"]).err, "");

    let ids = "balou, jingwei, beifeng, caixin, wenzhucao";
    for (arguments, error, help) in [
        (&["harvest", "beifen"][..], "beifen", "did you mean `beifeng`?".to_owned()),
        (&["harvest", "balou", "zzz"], "zzz", format!("sources here: {ids}")),
    ] {
        let err = format!("error: there is no source `{error}`\nhelp: {help}\n");
        let wanted = Ran { status: 2, out: String::new(), err };
        assert_eq!(run(project.path(), arguments), wanted);
    }
    let ran = run(project.path(), &["harvest", "--limit", "few"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(tree(project.path()), before, "nothing is written");
}

#[test]
fn harvest_can_begin_a_project() {
    let project = sample("invalid/no-deck");
    let ran = run(project.path(), &["harvest"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("\n[[quote]]\n"), "{}", ran.out);
}

#[test]
fn a_harvest_is_a_part_that_proves() {
    for (project, deck) in
        [(sample("valid/minimal-dialogue"), "garden"), (shipped(), "liang-wenfeng")]
    {
        let notes = |project: &TempDir| {
            let ran = run(project.path(), &["notes", "--format", "json"]);
            assert_eq!(ran.status, 0, "{}", ran.err);
            json_lines(&ran.out).len()
        };
        let before = notes(&project);
        let harvest = run(project.path(), &["harvest", "--limit", "9", "-q"]);
        assert_eq!((harvest.status, harvest.err.as_str()), (0, ""));
        let count = harvest.out.matches("\n[[quote]]\n").count();
        assert!(count > 0, "{}", harvest.out);
        let part = project.path().join("decks/drafts/today.toml");
        std::fs::create_dir(part.parent().unwrap()).unwrap();
        std::fs::write(&part, &harvest.out).unwrap();
        edit(&project.path().join(format!("decks/{deck}.toml")), |text| {
            let part = "\"drafts/today.toml\"";
            match text.contains("parts = [") {
                true => text.replacen("parts = [", &format!("parts = [{part}, "), 1),
                false => text.replacen(
                    "version = \"1\"",
                    &format!("version = \"1\"\nparts = [{part}]"),
                    1,
                ),
            }
        });
        let ran = run(project.path(), &["check"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.err.contains("\n0 errors, "), "{}", ran.err);
        let found = json_lines(&run(project.path(), &["check", "--format", "json"]).out);
        let to_write = found.iter().filter(|finding| finding["code"] == "to-write");
        let to_write: Vec<&Value> = to_write.collect();
        let [one] = to_write.as_slice() else { panic!("{deck}: {found:#?}") };
        let quotes = match count {
            1 => "quote ".to_owned(),
            n => format!("{n} quotes ("),
        };
        let message = format!("still to be written: theme harvest; {quotes}");
        assert!(one["message"].as_str().unwrap().starts_with(&message), "{deck}: {one}");
        // No placeholder becomes a card, is built or locked.
        assert_eq!(notes(&project), before, "{deck}");
        let built = run(project.path(), &["build", "--format", "csv"]);
        assert_eq!(built.status, 0, "{}", built.err);
        let noun = if count == 1 { "quote" } else { "quotes" };
        let left = format!("left out, still to be written: {count} {noun}\n");
        assert!(built.err.contains(&left), "{}", built.err);
        for file in [format!("out/{deck}.csv"), format!("decks/{deck}.lock")] {
            let text = std::fs::read_to_string(project.path().join(file)).unwrap();
            let id =
                harvest.out.split("id = \"").nth(2).unwrap().split('"').next().unwrap();
            assert!(!text.contains(TO_WRITE.0) && !text.contains(TO_WRITE.1), "{deck}");
            assert!(!text.contains(id), "{deck}: {id}");
        }
        // Once they are written, they all are cards: four texts of the theme, and of each
        // draft the prompt and both translations.
        let texts = harvest.out.matches(TO_WRITE.0).chain(harvest.out.matches(TO_WRITE.1));
        let asked =
            harvest.out.matches("the prompt is the document's own question").count();
        assert_eq!(texts.count(), 4 + 3 * count - asked, "{deck}");
        edit(&part, |text| text.replace(TO_WRITE.0, "他怎么说？").replace(TO_WRITE.1, "x"));
        assert_eq!(notes(&project), before + count, "{deck}");
        // What is in the deck now is not drafted again.
        let again = run(project.path(), &["harvest", "--limit", "9", "--format", "json"]);
        for draft in json_lines(&again.out) {
            let line = format!("\nquote = {}\n", draft["quote"]);
            assert!(!harvest.out.contains(&line), "{line}");
        }
    }
}

// ------------------------------------------------------------------ JSON Lines

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("object").keys().map(String::as_str).collect()
}

#[track_caller]
fn has_keys(value: &Value, wanted: &[&str]) {
    let have = keys(value);
    let missing: Vec<_> = wanted.iter().filter(|key| !have.contains(**key)).collect();
    assert!(missing.is_empty(), "{missing:?} are missing in {value}");
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is no string in {value}"))
}

/// A pair of 1-based line numbers in order.
#[track_caller]
fn pair(value: &Value) -> (usize, usize) {
    let numbers: Vec<u64> =
        value.as_array().expect("pair").iter().map(|n| n.as_u64().expect("line")).collect();
    let [first, last] = numbers.as_slice() else { panic!("no pair: {value}") };
    assert!(1 <= *first && first <= last, "{value}");
    (*first as usize, *last as usize)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("array")
}

/// The JSON Lines of a command on the shipped project; it must say nothing else.
fn shipped_lines(arguments: &[&str]) -> Vec<Value> {
    let mut arguments = arguments.to_vec();
    arguments.extend(["--format", "json"]);
    let ran = run(root(), &arguments);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    assert!(ran.out.is_empty() || ran.out.ends_with('\n'));
    json_lines(&ran.out)
}

/// The raw lines of a source file.
fn raw(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(file)).expect("source");
    text.split('\n').map(str::to_owned).collect()
}

#[test]
fn sources_keep_their_contract() {
    let sources = shipped_lines(&["sources"]);
    let passages = shipped_lines(&["passages"]);
    let ids: Vec<&str> = sources.iter().map(|source| text(source, "id")).collect();
    assert_eq!(ids, ["balou", "jingwei", "beifeng", "caixin", "wenzhucao"]);
    for source in &sources {
        has_keys(
            source,
            &[
                "id", "file", "sha256", "title", "outlet", "date", "script", "shape",
                "group", "passages", "cuts", "caveats",
            ],
        );
        let bytes = std::fs::read(root().join(text(source, "file"))).unwrap();
        assert_eq!(text(source, "sha256"), yulu::source::sha256_hex(&bytes));
        assert!(["hans", "hant"].contains(&text(source, "script")));
        let shapes = ["dialogue", "numbered", "digest", "plain"];
        assert!(shapes.contains(&text(source, "shape")));
        assert!(source["group"].is_null() || source["group"].is_string());
        let own = passages.iter().filter(|p| p["source"] == source["id"]).count();
        assert_eq!(source["passages"], own);
        let lines = raw(text(source, "file"));
        for cut in list(&source["cuts"]) {
            assert_eq!(keys(cut), BTreeSet::from(["lines", "reason"]));
            assert!(pair(&cut["lines"]).1 <= lines.len());
            assert!(!text(cut, "reason").is_empty());
        }
        for caveat in list(&source["caveats"]) {
            has_keys(caveat, &["text", "line"]);
            let line = caveat["line"].as_u64().unwrap() as usize;
            assert!(lines[line - 1].contains(text(caveat, "text")), "{caveat}");
        }
        assert!(!list(&source["caveats"]).is_empty(), "each of the five has a caveat");
    }
}

#[test]
fn passages_keep_their_contract() {
    let sources = shipped_lines(&["sources"]);
    let passages = shipped_lines(&["passages"]);
    let manifest = std::fs::read_to_string(root().join("seeds/sources.toml")).unwrap();
    let (manifest, _) = yulu::source::manifest::parse("seeds/sources.toml", &manifest);
    let mut kinds = BTreeSet::new();
    let mut bases = BTreeSet::new();
    for passage in &passages {
        has_keys(
            passage,
            &[
                "source",
                "file",
                "lines",
                "speaker",
                "basis",
                "kind",
                "number",
                "heading",
                "question_lines",
                "text",
            ],
        );
        kinds.insert(text(passage, "kind"));
        bases.insert(text(passage, "basis"));
        assert!(manifest.speaker(text(passage, "speaker")).is_some(), "{passage}");
        assert!(passage["number"].is_null() || passage["number"].is_u64());
        assert!(passage["heading"].is_null() || passage["heading"].is_string());
        let lines = pair(&passage["lines"]);
        if !passage["question_lines"].is_null() {
            assert!(pair(&passage["question_lines"]).1 < lines.0, "{passage}");
        }
        // The text is raw: each of its lines stands in the file, in order.
        let file = raw(text(passage, "file"));
        let mut at = lines.0;
        for paragraph in text(passage, "text").split('\n') {
            while at <= lines.1 && !file[at - 1].contains(paragraph) {
                at += 1;
            }
            assert!(at <= lines.1, "“{paragraph}” stands in lines {lines:?} of {passage}");
            at += 1;
        }
        let source = sources.iter().find(|s| s["id"] == passage["source"]).unwrap();
        assert_eq!(source["file"], passage["file"]);
        for cut in list(&source["cuts"]) {
            let cut = pair(&cut["lines"]);
            assert!(lines.1 < cut.0 || cut.1 < lines.0, "{passage} touches cut {cut:?}");
        }
    }
    let all = ["answer", "other", "point", "question", "quote", "thought"];
    assert_eq!(kinds, BTreeSet::from(all));
    assert_eq!(bases, BTreeSet::from(["compiled", "digested", "labelled", "reported"]));
    let only = shipped_lines(&["passages", "caixin", "balou"]);
    let named: BTreeSet<&str> = only.iter().map(|p| text(p, "source")).collect();
    assert_eq!(named, BTreeSet::from(["balou", "caixin"]));
}

#[test]
fn collations_keep_their_contract() {
    let collations = shipped_lines(&["collate", "liang-wenfeng"]);
    let files: BTreeMap<String, String> = shipped_lines(&["sources"])
        .iter()
        .map(|source| {
            let file = std::fs::read_to_string(root().join(text(source, "file"))).unwrap();
            (text(source, "id").to_owned(), file)
        })
        .collect();
    let stands = |source: &str, words: &str, lines: (usize, usize)| {
        let all: Vec<&str> = files[source].split('\n').collect();
        let those = &all[lines.0 - 1..lines.1];
        words.split('\n').all(|part| those.iter().any(|line| line.contains(part)))
    };
    let (mut witnesses, mut readings, mut echoes) = (0, 0, 0);
    for quote in &collations {
        has_keys(quote, &["id", "base", "text", "witnesses", "readings", "echoes"]);
        has_keys(&quote["base"], &["source", "lines"]);
        let base = text(&quote["base"], "source");
        assert!(
            stands(base, text(quote, "text"), pair(&quote["base"]["lines"])),
            "{quote}"
        );
        let mut relations = BTreeMap::new();
        for witness in list(&quote["witnesses"]).iter().chain(list(&quote["echoes"])) {
            has_keys(witness, &["source", "lines", "text", "relation"]);
            let source = text(witness, "source");
            assert_ne!(source, base, "a source is no witness of itself");
            assert!(stands(source, text(witness, "text"), pair(&witness["lines"])));
            let known = ["identical", "orthographic", "substantive"];
            assert!(known.contains(&text(witness, "relation")), "{witness}");
        }
        for witness in list(&quote["witnesses"]) {
            witnesses += 1;
            assert_ne!(witness["source"], "caixin", "a digest is never a witness");
            let before =
                relations.insert(text(witness, "source"), text(witness, "relation"));
            assert_eq!(before, None, "one entry a source");
        }
        echoes += list(&quote["echoes"]).len();
        assert!(list(&quote["echoes"]).iter().all(|echo| echo["source"] == "caixin"));
        for reading in list(&quote["readings"]) {
            readings += 1;
            let names = BTreeSet::from(["source", "lemma", "reading", "kind"]);
            assert_eq!(keys(reading), names);
            let relation = relations.get(text(reading, "source"));
            match (text(reading, "kind"), relation) {
                ("substantive", Some(relation)) => assert_eq!(*relation, "substantive"),
                ("orthographic", Some(relation)) => assert_ne!(*relation, "identical"),
                other => panic!("{other:?} in {quote}"),
            }
            assert_ne!(reading["lemma"], reading["reading"]);
        }
    }
    assert!(witnesses > 100 && readings > 100 && echoes > 10, "the deck has parallels");
    let ids: Vec<&str> = collations.iter().map(|quote| text(quote, "id")).collect();
    let notes = shipped_lines(&["notes", "liang-wenfeng"]);
    let quotes: Vec<&str> = notes
        .iter()
        .filter(|note| note["notetype"] == "Yulu Quote")
        .map(|note| text(note, "id"))
        .collect();
    assert_eq!(ids, quotes, "every quote of the deck, in its order");
}

#[test]
fn notes_keep_their_contract() {
    let notes = shipped_lines(&["notes"]);
    let mut guids = BTreeSet::new();
    for note in &notes {
        let names = BTreeSet::from([
            "id",
            "guid",
            "notetype",
            "deck",
            "tags",
            "fields",
            "content_time",
        ]);
        assert_eq!(keys(note), names);
        let notetype = yulu::export::anki::NoteType::ALL
            .into_iter()
            .find(|notetype| notetype.name == text(note, "notetype"))
            .expect("a known note type");
        let fields: BTreeSet<&str> = notetype.field_names().into_iter().collect();
        assert_eq!(keys(&note["fields"]), fields, "{note}");
        assert!(note["fields"].as_object().unwrap().values().all(Value::is_string));
        assert_eq!(note["fields"]["Id"], note["id"]);
        assert_eq!(
            text(note, "guid"),
            yulu::export::anki::guid("liang-wenfeng", text(note, "id")),
            "identity comes from ids alone"
        );
        assert!(guids.insert(text(note, "guid")), "{note}");
        assert!(note["content_time"].as_i64().is_some_and(|time| time > 0), "{note}");
        assert!(text(note, "deck").contains("::"));
        for tag in list(&note["tags"]) {
            assert!(tag.as_str().is_some_and(|tag| !tag.contains(char::is_whitespace)));
        }
    }
    assert!(notes.len() > 100);
}

#[test]
fn check_prints_its_findings_as_json_at_their_places() {
    let project = sample("invalid/many-problems");
    let ran = run(project.path(), &["check", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""), "findings are on stdout only");
    let findings = json_lines(&ran.out);
    for finding in &findings {
        has_keys(finding, &["code", "severity", "message", "file", "line", "column"]);
        assert!(["error", "warning"].contains(&text(finding, "severity")));
        assert!(project.path().join(text(finding, "file")).is_file());
    }
    // Line and column count from one, in characters.
    let residue = findings.iter().find(|f| f["code"] == "script-residue").unwrap();
    let deck = std::fs::read_to_string(project.path().join(text(residue, "file"))).unwrap();
    let line = residue["line"].as_u64().unwrap() as usize;
    let column = residue["column"].as_u64().unwrap() as usize;
    let found = deck.lines().nth(line - 1).and_then(|l| l.chars().nth(column - 1));
    assert_eq!(found, Some('樹'));

    let clean = run(root(), &["check", "--format", "json"]);
    assert_eq!((clean.status, clean.out.as_str(), clean.err.as_str()), (0, "", ""));
}

// ------------------------------------------------------------------ times and bytes

#[test]
fn only_a_note_that_changed_gets_a_new_time() {
    let project = sample("valid/deck-in-parts");
    let build = |at: &str| {
        let mut command = yulu(project.path(), &["build", "-q"]);
        command.env("SOURCE_DATE_EPOCH", at);
        assert_eq!(Ran::of(command).status, 0);
    };
    let times = || -> Vec<(String, i64)> {
        let ran = run(project.path(), &["notes", "--format", "json"]);
        let notes = json_lines(&ran.out);
        let time = |note: &Value| note["content_time"].as_i64().unwrap();
        notes.iter().map(|note| (text(note, "id").to_owned(), time(note))).collect()
    };
    let all = |shade, wait, why| {
        [("shade", shade), ("learnt-to-wait", wait), ("patience.why-wait", why)]
            .map(|(id, time): (&str, i64)| (id.to_owned(), time))
    };
    build("1000");
    assert_eq!(times(), all(1000, 1000, 1000));
    let first = tree(project.path());
    build("2000");
    assert_eq!(tree(project.path()), first, "nothing changed: not a byte is new");
    edit(&project.path().join("decks/garden/second.toml"), |text| {
        text.replace("and to wait", "and to be patient")
    });
    build("3000");
    assert_eq!(times(), all(1000, 3000, 1000));
}

/// Builds a copy of a project in surroundings of its own; its outputs by name.
fn built(from: &Path, variables: &[(&str, &str)], from_inside: bool) -> Outputs {
    let project = TempDir::new().unwrap();
    copy(from, project.path());
    let elsewhere = TempDir::new().unwrap();
    let name = project.path().to_str().unwrap();
    let mut command = match from_inside {
        true => yulu(project.path(), &["build", "-q"]),
        false => yulu(elsewhere.path(), &["--project", name, "build", "-q"]),
    };
    command.envs(variables.iter().copied());
    let ran = Ran::of(command);
    assert_eq!(ran.status, 0, "{}", ran.err);
    tree(&project.path().join("out"))
}

type Outputs = BTreeMap<String, Option<Vec<u8>>>;

#[test]
fn the_shipped_deck_is_the_same_bytes_anywhere_and_any_day() {
    let project = shipped();
    // A deck that was edited since its lock was written gets its times here.
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    std::fs::remove_dir_all(project.path().join("out")).unwrap();
    let one = built(
        project.path(),
        &[("TZ", "Asia/Shanghai"), ("LC_ALL", "C"), ("SOURCE_DATE_EPOCH", "1000000000")],
        true,
    );
    let other = built(
        project.path(),
        &[
            ("TZ", "America/St_Johns"),
            ("LC_ALL", "zh_TW.UTF-8"),
            ("SOURCE_DATE_EPOCH", "4000000000"),
            ("HOME", "/nonexistent"),
        ],
        false,
    );
    let today = built(project.path(), &[], true);
    for name in ["liang-wenfeng.apkg", "liang-wenfeng.csv", "liang-wenfeng.html"] {
        assert!(one[name].as_ref().is_some_and(|bytes| bytes.len() > 10_000), "{name}");
        assert!(one[name] == other[name], "{name} depends on where it was built");
        assert!(one[name] == today[name], "{name} depends on when it was built");
    }
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
}

#[test]
fn the_committed_lock_is_the_one_that_the_deck_has() {
    let project = shipped();
    let lock: PathBuf = project.path().join("decks/liang-wenfeng.lock");
    let committed = std::fs::read_to_string(&lock).expect("the lock is committed");
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    let built = std::fs::read_to_string(&lock).unwrap();
    let changed: Vec<&str> =
        built.lines().filter(|line| !committed.lines().any(|old| old == *line)).collect();
    assert!(
        built == committed,
        "the deck, the templates or the fields changed after the lock was written; run \
         `yulu build` and commit decks/liang-wenfeng.lock. New lines:\n{}",
        changed.join("\n")
    );
}
