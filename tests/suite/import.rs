//! Documents as they come, from the file to a registered source.

use std::path::Path;

use tempfile::TempDir;
use yulu::source::sha256_hex;

use crate::cli::{json_lines, run, tree};

const TALK: &str = "记者：您守这道闸守了多少年？\n老霍：三十七年。水是有脾气的，你不能跟它讲道理，只能等。\n\
                    记者：有没有想过离开？\n老霍：想过。可是离开之后谁来听它的声音呢？\n";

/// TALK as a saved page.
fn page() -> String {
    let paragraphs: String = TALK.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>守闸的人_某某网</title>\
         <meta property='og:title' content='守闸的人'><meta name=author content='水边的事'>\
         <meta property='article:published_time' content='2024-05-06T08:00:00+08:00'>\
         <link rel=canonical href='https://example.org/gate'><style>p{{color:red;margin:0}}</style></head>\
         <body><nav><a href=/>首页</a></nav><article><h1>守闸的人</h1>{paragraphs}\
         <p>（责任编辑：某某）</p></article><footer>版权所有</footer></body></html>"
    )
}

fn bare() -> TempDir {
    let project = TempDir::new().unwrap();
    let ran = run(project.path(), &["init", "--bare"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    project
}

/// Registers a document of that name and these bytes; what was said.
fn register(project: &Path, name: &str, bytes: &[u8], more: &[&str]) -> (i32, String) {
    let outside = TempDir::new().unwrap();
    let file = outside.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let mut arguments = vec!["new", "source", file.to_str().unwrap(), "--id", "gate"];
    arguments.extend(more);
    let ran = run(project, &arguments);
    (ran.status, ran.err)
}

fn read(project: &Path, name: &str) -> String {
    std::fs::read_to_string(project.join(name)).unwrap()
}

#[test]
fn a_saved_page_becomes_a_source_with_its_original_and_a_record() {
    let project = bare();
    let page = page();
    let (status, said) = register(project.path(), "page.html", page.as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(said.starts_with("read as a web page; left out: "), "{said}");
    let text = read(project.path(), "seeds/gate.txt");
    for line in TALK.lines() {
        assert!(text.lines().any(|other| other == line), "{line}: {text}");
    }
    assert!(
        !text.contains("首页") && !text.contains("版权") && !text.contains("color"),
        "{text}"
    );
    assert_eq!(read(project.path(), "seeds/originals/gate.html"), page);
    let record = read(project.path(), "seeds/gate.origin.toml");
    for wanted in [
        format!("sha256 = \"{}\"\n", sha256_hex(page.as_bytes())),
        format!("text_sha256 = \"{}\"\n", sha256_hex(text.as_bytes())),
        "reader = \"html/1\"\n".to_owned(),
        "media = \"text/html\"\n".to_owned(),
    ] {
        assert!(record.contains(&wanted), "{wanted}: {record}");
    }
    let manifest = read(project.path(), "seeds/sources.toml");
    for wanted in [
        "title = \"守闸的人\"\n",
        "author = \"水边的事\"\n",
        "date = \"2024-05-06\"\n",
        "url = \"https://example.org/gate\"\n",
        "shape = \"dialogue\"\n",
        "[[source.cut]]\n",
    ] {
        assert!(manifest.contains(wanted), "{wanted}: {manifest}");
    }
    // No word of the page's editor is anybody's.
    let passages = json_lines(&run(project.path(), &["passages", "--format", "json"]).out);
    let said_by = |speaker: &str| -> Vec<&str> {
        let of = passages.iter().filter(|p| p["speaker"] == speaker);
        of.map(|p| p["text"].as_str().unwrap()).collect()
    };
    assert_eq!(
        said_by("gate-speaker"),
        [
            "三十七年。水是有脾气的，你不能跟它讲道理，只能等。",
            "想过。可是离开之后谁来听它的声音呢？"
        ]
    );
    // Nothing is left to mend but what a person decides.
    let ran = run(project.path(), &["new", "deck", "gate"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ran = run(project.path(), &["harvest", "--into", "gate", "--limit", "1"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ran = run(project.path(), &["check"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("1 quote proven against 1 source"), "{}", ran.err);
}

#[test]
fn a_text_of_another_encoding_is_converted_shown_and_warned_of() {
    let project = bare();
    let sample =
        crate::cli::root().join("tests/sample-decks/valid/warning-encoding-guessed");
    let bytes = std::fs::read(sample.join("seeds/originals/garden.txt")).unwrap();
    let text = std::fs::read_to_string(sample.join("seeds/garden.txt")).unwrap();
    let (status, said) = register(project.path(), "old.txt", &bytes, &[]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("its encoding is a guess (GB18030); it reads:\n  记者："),
        "{said}"
    );
    assert_eq!(read(project.path(), "seeds/gate.txt"), text);
    assert_eq!(
        std::fs::read(project.path().join("seeds/originals/gate.txt")).unwrap(),
        bytes
    );
    let ran = run(project.path(), &["sources"]);
    assert!(ran.err.contains("warning[encoding-guessed]"), "{}", ran.err);
    crate::cli::edit(&project.path().join("seeds/gate.origin.toml"), |text| {
        text.replace("\"guessed\"", "\"confirmed\"")
    });
    let ran = run(project.path(), &["sources"]);
    assert!(!ran.err.contains("warning["), "{}", ran.err);
    // Told, it is not a guess.
    let told = bare();
    let (status, said) = register(told.path(), "old.txt", &bytes, &["--encoding", "gbk"]);
    assert!(status == 0 && !said.contains("guess"), "{said}");
}

#[test]
fn utf8_text_stays_byte_for_byte_and_what_it_looks_like_is_said() {
    let project = bare();
    let page = page();
    let (status, said) = register(project.path(), "page.txt", page.as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    let wanted =
        "it looks like a web page and was kept line by line; --as html reads it as that\n";
    assert!(said.starts_with(wanted), "{said}");
    assert_eq!(read(project.path(), "seeds/gate.txt"), page);
    assert!(!project.path().join("seeds/originals").exists());
    assert!(!project.path().join("seeds/gate.origin.toml").exists());
}

#[test]
fn what_is_no_document_is_named_and_nothing_is_written() {
    let project = bare();
    let before = tree(project.path());
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
    let crowded = format!("<html><body><p{attributes}>水</p></body></html>");
    for (name, bytes, message) in [
        ("a.jpg", &b"\xff\xd8\xff\xe0"[..], "this is a picture (JPEG)"),
        (
            "a.azw3",
            &[b"0".repeat(60), b"BOOKMOBI".to_vec()].concat(),
            "this is a Kindle book",
        ),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "this is an Office document of before 2007",
        ),
        ("a.json", b"{\"a\": [1]}", "this is JSON, not a document"),
        (
            "a.csv",
            "甲,乙,丙\n1,2,3\n4,5,6\n".as_bytes(),
            "this is a table (CSV), not prose",
        ),
        (
            "a.html",
            &b"<html><body><script>go()</script></body></html>"[..],
            "a web page without any text",
        ),
        (
            "a.html",
            "<table><tr><td>".repeat(10_000).as_bytes(),
            "nests its elements more than",
        ),
        ("a.html", crowded.as_bytes(), "a tag of the page has more than 256 attributes"),
        ("a.txt", b"", "this has no text"),
        ("a.txt", b"\n \n", "this has no text"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n", "these subtitles have no words"),
        ("a.zip", b"PK\x03\x04 a.txt", "this is a zip archive"),
        ("a.bin", b"\0\x01\x02\x03", "this is not a text"),
    ] {
        let (status, said) = register(project.path(), name, bytes, &[]);
        assert_eq!(status, 2, "{name}: {said}");
        assert!(said.contains(message) && said.contains("\nhelp: "), "{name}: {said}");
        assert_eq!(tree(project.path()), before, "{name}");
    }
    let (status, said) =
        register(project.path(), "a.txt", TALK.as_bytes(), &["--encoding", "klingon"]);
    assert!(status == 2 && said.contains("there is no encoding `klingon`"), "{said}");
}

#[test]
fn standard_input_is_a_document_too() {
    let project = bare();
    let ran = assert_cmd::Command::new(env!("CARGO_BIN_EXE_yulu"))
        .current_dir(project.path())
        .args(["new", "source", "-", "--id", "gate"])
        .write_stdin(TALK)
        .ok()
        .unwrap();
    assert!(ran.status.success());
    assert_eq!(read(project.path(), "seeds/gate.txt"), TALK);
    let ran = assert_cmd::Command::new(env!("CARGO_BIN_EXE_yulu"))
        .current_dir(project.path())
        .args(["new", "source", "-"])
        .write_stdin(TALK)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(said.contains("help: give it an id: --id my-talk"), "{said}");
}

#[test]
fn an_original_that_changed_or_is_gone_is_reported() {
    let project = bare();
    let (status, said) = register(project.path(), "page.html", page().as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    for arguments in [["new", "deck"], ["harvest", "--into"]] {
        let ran = run(project.path(), &[&arguments[..], &["gate"]].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
    let original = project.path().join("seeds/originals/gate.html");
    std::fs::write(&original, "other").unwrap();
    let ran = run(project.path(), &["check"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("error[origin-changed]"), "{}", ran.err);
    std::fs::remove_file(&original).unwrap();
    let ran = run(project.path(), &["check"]);
    assert!(
        ran.err.contains("the original of source `gate` does not exist"),
        "{}",
        ran.err
    );
}

/// What a card says of a quotation from subtitles: the time, in all three languages.
#[test]
fn places_reach_people() {
    let project = bare();
    let cues = TALK.lines().enumerate().map(|(at, line)| {
        format!(
            "{}\n00:12:{:02},500 --> 00:12:{:02},900\n{line}\n\n",
            at + 1,
            at * 9,
            at * 9 + 8
        )
    });
    let (status, said) =
        register(project.path(), "talk.srt", cues.collect::<String>().as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    let passages = json_lines(&run(project.path(), &["passages", "--format", "json"]).out);
    assert_eq!(passages[1]["place"]["time"][0], "00:12:09.500");
    assert_eq!(passages[1]["place"]["time"][1], "00:12:17.900");
    for arguments in [["new", "deck"], ["harvest", "--into"]] {
        let ran = run(project.path(), &[&arguments[..], &["gate"]].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
    let ran = run(project.path(), &["collate", "--format", "json"]);
    let quotes = json_lines(&ran.out);
    let quote = quotes.iter().find(|q| q["base"]["lines"][0] == 2).unwrap();
    assert_eq!(quote["base"]["place"]["time"][0], "00:12:09.500");
    let shown = run(project.path(), &["show", quote["id"].as_str().unwrap()]).out;
    for wanted in [
        "，00:12:09，署名为其所说",
        ", 00:12:09, labelled as the speaker's",
        "seeds/gate.txt:2, 00:12:09 (labelled)",
    ] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    // A text that somebody corrected is said to be so.
    let text = read(project.path(), "seeds/gate.txt");
    let corrected = text.replace("您守", "你守");
    std::fs::write(project.path().join("seeds/gate.txt"), &corrected).unwrap();
    crate::cli::edit(&project.path().join("seeds/sources.toml"), |manifest| {
        manifest.replace(&sha256_hex(text.as_bytes()), &sha256_hex(corrected.as_bytes()))
    });
    let shown = run(project.path(), &["show", quote["id"].as_str().unwrap()]).out;
    for wanted in ["（文本经手工校正）", " (text corrected by hand)"] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
}

#[test]
fn lost_characters_of_a_text_are_said() {
    let project = bare();
    let text = TALK.replace("脾气", "脾\u{fffd}");
    let (status, said) = register(project.path(), "talk.txt", text.as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("1 character U+FFFD (\u{fffd}): what stood there was lost"),
        "{said}"
    );
    assert_eq!(read(project.path(), "seeds/gate.txt"), text);
}

#[test]
fn a_tag_of_a_script_or_a_quoted_value_is_no_crowd() {
    let project = bare();
    let many = "a <b c d e f g h ".repeat(200);
    let page = format!(
        "<html><head><script>{many}</script></head><body><!-- <p {many}> -->\
         <article><div data-x='{many}'>{}</div></article></body></html>",
        TALK.lines().map(|line| format!("<p>{line}</p>")).collect::<String>()
    );
    let (status, said) = register(project.path(), "page.html", page.as_bytes(), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(read(project.path(), "seeds/gate.txt").contains("三十七年"));
}

#[test]
fn what_is_no_document_of_a_size_to_read_is_refused_before_it_is_read() {
    let project = bare();
    let before = tree(project.path());
    let outside = TempDir::new().unwrap();
    let large = outside.path().join("large.txt");
    std::fs::File::create(&large).unwrap().set_len(65 << 20).unwrap();
    let said = |path: &Path| {
        let ran =
            run(project.path(), &["new", "source", path.to_str().unwrap(), "--id", "gate"]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        ran.err
    };
    assert!(said(&large).contains("more than 64 MB"));
    assert!(said(outside.path()).contains("it is a folder"));
    if cfg!(unix) {
        assert!(said(Path::new("/dev/null")).contains("`-` reads standard input"));
    }
    assert_eq!(tree(project.path()), before);
}

/// Control characters of a text are left out and counted: no source may have them.
#[test]
fn a_text_with_control_characters_is_kept_without_them() {
    let bytes = "问：难吗？\n答：不难\u{9b}，\u{1b}真的。\n".as_bytes();
    let told = yulu::import::Told { extension: "txt", ..Default::default() };
    let document = yulu::import::read(bytes, told).unwrap();
    assert_eq!(document.text, "问：难吗？\n答：不难，真的。\n");
    assert_eq!(document.derived.unwrap().changed["control characters"], 2);
}
