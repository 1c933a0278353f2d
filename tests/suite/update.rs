//! `yulu update source` and `yulu check --rederive`: a document that changed, and a text made
//! again.

use std::path::Path;

use tempfile::TempDir;
use yulu::source::sha256_hex;

use crate::cli::{Ran, edit, json_lines, run, tree};

/// An interview in which the same words stand twice.
const LINES: &[&str] = &[
    "记者：您守这道闸守了多少年？",
    "老霍：三十七年。水是有脾气的，你不能跟它讲道理，只能等。",
    "记者：有没有想过离开？",
    "老霍：想过。可是离开之后谁来听它的声音呢？",
    "记者：您再说一遍？",
    "老霍：水是有脾气的，你不能跟它讲道理，只能等。",
    "记者：最难的是什么？",
    "老霍：最难的是半夜起来看水位，冬天的风像刀子一样刮在脸上。",
];

fn page(lines: &[&str]) -> String {
    let paragraphs: String = lines.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>守闸的人</title></head><body>\
         <nav><a href=/>首页</a></nav><article><h1>守闸的人</h1>{paragraphs}\
         <p>（责任编辑：某某）</p></article><footer>版权所有</footer></body></html>"
    )
}

fn quote(id: &str, from: &str, words: &str) -> String {
    format!(
        "\n# About {id}.\n[[quote]]\nid = \"{id}\" # kept\nfrom = '{from}'   # so\nquote = \"{words}\"\n\
         english = \"In English.\"\nprompt = \"怎么说？\"\nprompt_english = \"How?\"\n\
         themes = [\"water\"]\ndifficulty = 1\n"
    )
}

/// A project with the page as `gate` and a deck of two files, the part with CRLF line ends.
fn project() -> TempDir {
    let folder = TempDir::new().unwrap();
    done(&run(folder.path(), &["init", "--bare"]));
    std::fs::write(folder.path().join("page.html"), page(LINES)).unwrap();
    done(&run(folder.path(), &["new", "source", "page.html", "--id", "gate"]));
    let head = "[deck]\nid = \"water\"\ntitle = \"水\"\ntitle_english = \"Water\"\nabout = \"水。\"\n\
                about_english = \"Water.\"\nversion = \"1\"\nparts = [\"water/more.toml\"]\n\n\
                [[theme]]\nid = \"water\"\ntitle = \"水\"\ntitle_english = \"Water\"\n\
                summary = \"水。\"\nsummary_english = \"Water.\"\n";
    let text = read(folder.path(), "seeds/gate.txt");
    let line = |words: &str| {
        1 + text.lines().position(|line| line.contains(words)).expect("a line")
    };
    let patience = "水是有脾气的，你不能跟它讲道理，只能等。";
    let first = format!("gate:{}", line("三十七年"));
    let second = format!("gate:{}", line(LINES[5]));
    let main = format!(
        "{head}{}{}",
        quote("patience", &first, patience),
        quote("patience-again", &second, patience)
    );
    let leave = quote("leaving", "gate", "可是离开之后谁来听它的声音呢？");
    let hard = format!("gate:{}", line("最难的是半夜"));
    let hard =
        quote("hardest", &hard, "最难的是半夜起来看水位，冬天的风像刀子一样刮在脸上。");
    let part = format!("{leave}{hard}").replace('\n', "\r\n");
    std::fs::create_dir_all(folder.path().join("decks/water")).unwrap();
    std::fs::write(folder.path().join("decks/water.toml"), main).unwrap();
    std::fs::write(folder.path().join("decks/water/more.toml"), part).unwrap();
    done(&run(folder.path(), &["check"]));
    folder
}

fn done(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}", ran.err);
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The lines at which each note's quotation stands.
fn places(folder: &Path) -> Vec<(String, String)> {
    let found = json_lines(&run(folder, &["collate", "--format", "json"]).out);
    let found = found.iter().map(|line| {
        let lines = &line["base"]["lines"];
        (line["id"].as_str().unwrap().to_owned(), lines[0].to_string())
    });
    found.collect()
}

#[test]
fn every_quotation_is_found_again_and_nothing_else_changes() {
    let folder = project();
    let path = folder.path();
    let (main, part) =
        (read(path, "decks/water.toml"), read(path, "decks/water/more.toml"));
    let manifest = read(path, "seeds/sources.toml");
    let mut lines = vec!["编者按：守闸是一门老手艺。", "记者：早。"];
    lines.extend(LINES);
    std::fs::write(path.join("new.html"), page(&lines)).unwrap();
    let before = tree(path);
    let ran = run(path, &["update", "source", "gate", "new.html", "--dry-run"]);
    done(&ran);
    assert!(ran.err.ends_with("nothing was written\n"), "{}", ran.err);
    assert_eq!(tree(path), before);

    let ran = run(path, &["update", "source", "gate", "new.html"]);
    done(&ran);
    let wanted = "4 quotations: 1 at the same place, 3 at a new line, 0 lost\n";
    assert!(ran.err.contains(wanted), "{}", ran.err);
    // Both are in the same words, and each is still where it was meant.
    let text = read(path, "seeds/gate.txt");
    let at = |words: &str| {
        (1 + text.lines().position(|line| line.contains(words)).unwrap()).to_string()
    };
    let wanted = [
        ("patience".to_owned(), at("三十七年")),
        ("patience-again".to_owned(), at(LINES[5])),
        ("leaving".to_owned(), at("可是离开")),
        ("hardest".to_owned(), at("最难的是半夜")),
    ];
    assert_eq!(places(path), wanted);
    // Only the values of `from` are others, comments and line ends as they were.
    let without_from = |text: &str| -> Vec<String> {
        let lines = text.split('\n').map(|line| match line.starts_with("from = ") {
            true => line[line.find("   # so").unwrap()..].to_owned(),
            false => line.to_owned(),
        });
        lines.collect()
    };
    assert_eq!(without_from(&read(path, "decks/water.toml")), without_from(&main));
    let new_part = read(path, "decks/water/more.toml");
    assert_eq!(without_from(&new_part), without_from(&part));
    assert!(new_part.contains("from = 'gate'   # so\r\n"), "{new_part}");
    // The original, its record and the sum are those of the new page; the cut of what stands
    // apart moved.
    assert_eq!(read(path, "seeds/originals/gate.html"), page(&lines));
    let record = read(path, "seeds/gate.origin.toml");
    let sum = sha256_hex(text.as_bytes());
    assert!(record.contains(&format!("text_sha256 = \"{sum}\"")), "{record}");
    let new_manifest = read(path, "seeds/sources.toml");
    assert!(new_manifest.contains(&format!("sha256 = \"{sum}\"")), "{new_manifest}");
    assert!(manifest.contains("lines = [19, 20]"), "{manifest}");
    assert!(new_manifest.contains("lines = [23, 24]"), "{new_manifest}");
    done(&run(path, &["check", "--rederive"]));
    // The same again changes nothing.
    let before = tree(path);
    done(&run(path, &["update", "source", "gate", "new.html"]));
    assert_eq!(tree(path), before);
}

#[test]
fn the_page_leads_to_the_words_in_the_original() {
    let folder = project();
    let path = folder.path();
    let links = |out: &str| -> Vec<String> {
        let page = read(path, &format!("{out}/water.html"));
        let found = page.split(" rel=noreferrer href=\"").skip(1);
        found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    done(&run(path, &["build", "--format", "html"]));
    let found = links("out");
    assert_eq!(found.len(), 4, "{found:?}");
    // 可是离开之后谁来听它的声音呢？ as it is typed in an address.
    let wanted = "../seeds/originals/gate.html#:~:text=%E5%8F%AF%E6%98%AF%E7%A6%BB";
    assert!(found[2].starts_with(wanted), "{found:?}");
    done(&run(path, &["build", "--format", "html", "--out", "a/b"]));
    assert!(links("a/b")[2].starts_with("../../seeds/"), "{:?}", links("a/b"));
    // A page elsewhere cannot reach the project; the document's address it can.
    let outside = TempDir::new().unwrap();
    let out = outside.path().to_str().unwrap();
    done(&run(path, &["build", "--format", "html", "--out", out]));
    let page = std::fs::read_to_string(outside.path().join("water.html")).unwrap();
    assert!(!page.contains("rel=noreferrer"), "{page}");
    edit(&path.join("seeds/sources.toml"), |text| {
        text.replace("author = ", "url = \"https://example.org/gate?a=1&b=2\"\nauthor = ")
    });
    done(&run(path, &["build", "--format", "html"]));
    let wanted = "https://example.org/gate?a=1&amp;b=2#:~:text=";
    assert!(links("out").iter().all(|link| link.starts_with(wanted)), "{:?}", links("out"));
}

#[test]
fn what_is_lost_is_listed_with_the_closest_passage() {
    let folder = project();
    let path = folder.path();
    let mut lines = LINES.to_vec();
    lines[7] = "老霍：最难的是半夜起来看水位，冬天的风像刀子。";
    // Now somebody else says it.
    lines[3] = "记者：可是离开之后谁来听它的声音呢？";
    lines.insert(0, "记者：早。");
    std::fs::write(path.join("new.html"), page(&lines)).unwrap();
    let ran = run(path, &["update", "source", "gate", "new.html"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    for said in [
        "4 quotations: 0 at the same place, 2 at a new line, 2 lost\n",
        "lost: `leaving` (gate), `hardest` (gate:17)\n",
        "error[quote-not-speaker]",
        "error[quote-not-found]",
        "closest passage: 6 characters differ",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    // The others are right; the lost ones are what is left to mend.
    let ran = run(path, &["check", "--format", "json"]);
    let found = json_lines(&ran.out);
    let codes: Vec<&str> =
        found.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["quote-not-speaker", "quote-not-found"]);
}

#[test]
fn regions_caveats_and_errata_move_and_what_does_not_fit_is_named() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    done(&run(path, &["init", "--bare"]));
    let talk = "记者：早。\n老霍：水要等。\n好的\n更多精彩\n老霍：我说过的话，都在这里了。\n好的\n（文中数字有误。）\n";
    std::fs::write(path.join("talk.txt"), talk).unwrap();
    done(&run(path, &["new", "source", "talk.txt", "--id", "gate"]));
    edit(&path.join("seeds/sources.toml"), |text| {
        format!(
            "{text}not_labels = [\"注意\"]\n\n[[source.cut]]\nfrom = \"更多精彩\" # an advert\nreason = \"an advert\"\n\n\
             [[source.cut]]\nfrom = \"好的\"\nlines = [6, 6] # the second\nreason = \"a remark\"\n\n\
             [[source.caveat]]\nline = 7 # at the end\ntext = \"文中数字有误\"\n"
        )
    });
    std::fs::write(
        path.join("seeds/errata.toml"),
        "[[erratum]]\nsource = \"gate\"\nlines = [2] # one\nreads = \"水要等\"\nright = \"水要慢慢等\"\n\
         kind = \"omission\"\nevidence = \"the tape\"\n",
    )
    .unwrap();
    done(&run(path, &["sources"]));
    let new = talk.replace("记者：早。\n", "记者：早。\n记者：注意：今天有风。\n");
    let new = new.replace("更多精彩\n", "");
    std::fs::write(path.join("new.txt"), &new).unwrap();
    let ran = run(path, &["update", "source", "gate", "new.txt"]);
    // The advert is gone, and its cut has nothing to cut.
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("error[anchor-not-found]"), "{}", ran.err);
    let manifest = read(path, "seeds/sources.toml");
    for wanted in ["lines = [6, 6] # the second\n", "line = 7 # at the end\n"] {
        assert!(manifest.contains(wanted), "{wanted}: {manifest}");
    }
    let errata = read(path, "seeds/errata.toml");
    assert!(errata.contains("lines = [3] # one\n"), "{errata}");
    assert_eq!(read(path, "seeds/gate.txt"), new);
    // One line more before them: the second 好的 is still the one that is meant.
    let newer = format!("题目\n{}", new.replace("注意：", ""));
    std::fs::write(path.join("new.txt"), &newer).unwrap();
    let ran = run(path, &["update", "source", "gate", "new.txt"]);
    let said = "`not_labels`: no line has 注意 any more\n";
    assert!(ran.err.contains(said), "{}", ran.err);
    let manifest = read(path, "seeds/sources.toml");
    for wanted in ["lines = [7, 7] # the second\n", "line = 8 # at the end\n"] {
        assert!(manifest.contains(wanted), "{wanted}: {manifest}");
    }
}

#[test]
fn a_text_corrected_where_it_lies_is_registered_with_its_places() {
    let folder = project();
    let path = folder.path();
    edit(&path.join("seeds/gate.txt"), |text| text.replace("三十七年", "三十八年"));
    let ran = run(path, &["check"]);
    let hint = "`yulu update source gate seeds/gate.txt`";
    assert!(ran.status == 1 && ran.err.contains(hint), "{}", ran.err);
    let before = read(path, "seeds/gate.origin.toml");
    let ran = run(path, &["update", "source", "gate", "seeds/gate.txt"]);
    done(&ran);
    assert!(ran.err.contains("corrected by hand: 1 line\n"), "{}", ran.err);
    let record = read(path, "seeds/gate.origin.toml");
    assert_eq!(record.replace("corrected_lines = 1\n", ""), before);
    let ran = run(path, &["check", "--rederive"]);
    done(&ran);
    let said = "`gate`: derived again, and corrected by hand since\n";
    assert!(ran.err.contains(said), "{}", ran.err);
    // A new version of the page does not have the correction, and that is said.
    let mut lines = LINES.to_vec();
    lines.push("记者：谢谢。");
    std::fs::write(path.join("new.html"), page(&lines)).unwrap();
    let ran = run(path, &["update", "source", "gate", "new.html"]);
    done(&ran);
    let said =
        "the old text had been corrected by hand (1 line); the new one is as it was read";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert!(read(path, "seeds/gate.txt").contains("三十七年"));
}

#[test]
fn nothing_is_written_where_something_could_not_be_found_again() {
    let folder = project();
    let path = folder.path();
    std::fs::write(path.join("new.html"), page(&LINES[2..])).unwrap();
    std::fs::write(path.join("scan.jpg"), b"\xff\xd8\xff\xe0").unwrap();
    let unknown = run(path, &["update", "source", "gaet", "new.html"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("help: did you mean `gate`?"), "{}", unknown.err);
    let picture = run(path, &["update", "source", "gate", "scan.jpg"]);
    assert_eq!(picture.status, 2, "{}", picture.err);
    // A deck that cannot be read could quote the source.
    std::fs::write(path.join("decks/other.toml"), "[deck\n").unwrap();
    let before = tree(path);
    let ran = run(path, &["update", "source", "gate", "new.html"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.ends_with("nothing was written\n"), "{}", ran.err);
    assert_eq!(tree(path), before);
}

#[test]
fn a_text_that_its_reader_would_make_otherwise_is_warned_of_on_request() {
    let folder = project();
    let path = folder.path();
    // As if an older reader had left a word out.
    let old = read(path, "seeds/gate.txt");
    let other = old.replace("冬天的风", "风");
    std::fs::write(path.join("seeds/gate.txt"), &other).unwrap();
    for name in ["seeds/sources.toml", "seeds/gate.origin.toml"] {
        edit(&path.join(name), |text| {
            text.replace(&sha256_hex(old.as_bytes()), &sha256_hex(other.as_bytes()))
        });
    }
    edit(&path.join("decks/water/more.toml"), |text| text.replace("冬天的风", "风"));
    done(&run(path, &["check"]));
    let ran = run(path, &["check", "--rederive"]);
    done(&ran);
    for said in [
        "warning[derivation-differs]: html/1 makes another text of the original of source `gate`\n",
        "1 line gone or changed, 1 line new or changed",
        "3 of its quotations are found in the other text; not: hardest",
        "`yulu update source gate seeds/originals/gate.html`",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    // A reader of another version is named.
    edit(&path.join("seeds/gate.origin.toml"), |text| text.replace("html/1", "html/0"));
    let ran = run(path, &["check", "--rederive"]);
    assert!(ran.err.contains("html/1, not html/0 as recorded,"), "{}", ran.err);
}
