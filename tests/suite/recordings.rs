//! Recordings: into the package, onto the cards, into tables and the page; and what is none.

use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use yulu::deck::recordings::LARGEST;
use yulu::source::sha256_hex;

use crate::cli::{json_lines, run, sample, tree};

fn edit(project: &Path, from: &str, to: &str) {
    let path = project.join("decks/garden.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

/// The media of a package by their names.
fn media(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let names: Value = serde_json::from_slice(&read("media")).unwrap();
    let names = names.as_object().unwrap();
    names
        .iter()
        .map(|(number, name)| (name.as_str().unwrap().to_owned(), read(number)))
        .collect()
}

#[test]
fn a_recording_is_in_the_package_once_under_a_name_of_its_content() {
    let project = sample("valid/recordings");
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    let made = tree(&project.path().join("out"));
    let package = made["garden.apkg"].as_deref().unwrap();
    let mut found = media(package);
    found.sort();
    let file =
        |name: &str| std::fs::read(project.path().join("decks/audio").join(name)).unwrap();
    let named = |name: &str, ending: &str| {
        (format!("yulu-{}.{ending}", &sha256_hex(&file(name))[..24]), file(name))
    };
    // Two texts share one recording, and what no card uses stays out.
    let mut wanted = vec![named("shade.mp3", "mp3"), named("why.wav", "wav")];
    wanted.sort();
    assert_eq!(found, wanted);

    let notes = json_lines(&run(project.path(), &["notes", "--format", "json"]).out);
    let field = |id: &str, name: &str| {
        let note = notes.iter().find(|note| note["id"] == id).unwrap();
        note["fields"][name].as_str().unwrap().to_owned()
    };
    let sound = |name: &str| format!("[sound:{name}]");
    let [mp3, wav] = [named("shade.mp3", "mp3").0, named("why.wav", "wav").0];
    assert_eq!(field("shade", "Audio"), sound(&mp3));
    assert_eq!(field("shade", "PromptAudio"), sound(&wav));
    assert_eq!(field("patience.why-wait", "QuestionAudio"), sound(&mp3));
    assert_eq!(field("trees-have-their-time", "Audio"), "");

    let table = String::from_utf8(made["garden.csv"].clone().unwrap()).unwrap();
    assert!(
        table.contains("decks/audio/shade.mp3,decks/audio/why.wav,our translation\r\n"),
        "{table}"
    );
    let page = String::from_utf8(made["garden.html"].clone().unwrap()).unwrap();
    assert!(page.contains("<a href=\"../decks/audio/shade.mp3\">Recording</a>"));

    // Without the cards that have them there are none; with others the same again.
    edit(project.path(), "audio = \"audio/shade.mp3\"\n", "");
    edit(project.path(), "prompt_audio = \"audio/why.wav\"\n", "");
    assert_eq!(run(project.path(), &["build", "-q"]).status, 0);
    let without = tree(&project.path().join("out"));
    assert_eq!(media(without["garden.apkg"].as_deref().unwrap()), []);
}

#[test]
fn what_is_no_recording_is_refused_at_its_place() {
    let said = |project: &Path| {
        let ran = run(project, &["check", "--format", "json"]);
        assert_eq!(ran.status, 1);
        let found = json_lines(&ran.out);
        let [one] = found.as_slice() else { panic!("{}", ran.out) };
        assert_eq!(one["file"], "decks/garden.toml");
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("code"), text("message"))
    };
    for (path, code, message) in [
        ("audio/none.mp3", "file-missing", "decks/audio/none.mp3 does not exist"),
        ("audio", "file-unreadable", "decks/audio cannot be read: it is a folder"),
        ("../seeds/garden.txt", "wrong-value", "a recording is inside the decks folder"),
        ("/etc/hostname", "wrong-value", "a recording is inside the decks folder"),
        (
            "garden.toml",
            "recording-format",
            "decks/garden.toml is not a recording that Anki plays everywhere",
        ),
    ] {
        let project = sample("valid/recordings");
        edit(
            project.path(),
            "prompt_audio = \"audio/why.wav\"",
            &format!("prompt_audio = \"{path}\""),
        );
        assert_eq!(said(project.path()), (code.to_owned(), message.to_owned()));
        assert_eq!(run(project.path(), &["build", "-q"]).status, 1);
        assert!(!project.path().join("out").exists(), "nothing is written");
    }

    let project = sample("valid/recordings");
    let wav = project.path().join("decks/audio/why.wav");
    // A file of zeros that takes no room.
    std::fs::File::options().write(true).open(&wav).unwrap().set_len(LARGEST + 1).unwrap();
    let (code, message) = said(project.path());
    assert_eq!(code, "recording-too-large");
    assert_eq!(
        message,
        "decks/audio/why.wav has 10485761 bytes; a recording has at most 10485760"
    );
    std::fs::write(&wav, "").unwrap();
    assert_eq!(
        said(project.path()),
        ("recording-format".to_owned(), "decks/audio/why.wav is empty".to_owned())
    );
    std::fs::remove_file(&wav).unwrap();
    #[cfg(unix)]
    {
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(outside.path(), b"ID3").unwrap();
        std::os::unix::fs::symlink(outside.path(), &wav).unwrap();
        assert_eq!(said(project.path()).0, "wrong-value", "a link out of the project");
    }
}
