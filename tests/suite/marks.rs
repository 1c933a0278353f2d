//! What a reader has marked, drafted and proven from the command line.

use tempfile::TempDir;

use crate::cli::{json_lines, run};

const ARTICLE: &str = "守灯塔的人\n记者：您守灯塔守了多少年？\n江师傅：三十一年。头十年我数日子，\
后来就不数了。\n数日子的人守不长。\n记者：夜里一个人，您怕什么？\n江师傅：怕的不是黑，是雾。\
黑的时候灯看得远，有雾的时候，灯再亮也只照见自己。\n记者：现在船上都有卫星导航，灯塔还有用吗？\n\
江师傅：有没有用，要问海上的人。机器也许从来不出错，可是出错的那一晚，总要有一盏灯亮着。\n\
记者：您最满意的是哪一晚？\n江师傅：什么都没有发生的那一晚。这样的晚上，我守了一万多个。\n";

const CLIPPINGS: &str = include_str!("../../src/marks/samples/kindle.txt");

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), ARTICLE).expect("written");
    for arguments in [
        &["init", "--bare", "p", "-q"][..],
        &["new", "source", "a.txt", "--id", "tower", "-q", "-C", "p"],
        &["new", "deck", "d", "--title", "灯塔", "--title-english", "T", "-q", "-C", "p"],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    }
    folder
}

#[test]
fn marks_choose_drafts_that_prove_and_none_is_lost() {
    let folder = project();
    std::fs::write(folder.path().join("c.txt"), CLIPPINGS).expect("written");
    let arguments = ["harvest", "--marks", "c.txt", "-C", "p"];
    let json = run(folder.path(), &[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(json.status, 0, "{}", json.err);
    let records = json_lines(&json.out);
    let drafts: Vec<_> = records.iter().filter(|r| r.get("quote").is_some()).collect();
    let quotes: Vec<_> =
        drafts.iter().filter_map(|draft| draft["quote"].as_str()).collect();
    assert_eq!(
        quotes,
        [
            "头十年我数日子，后来就不数了。",
            "怕的不是黑，是雾。黑的时候灯看得远",
            "总要有一盏灯亮着。",
            "什么都没有发生的那一晚。"
        ]
    );
    // A note stays with its own mark.
    assert_eq!(drafts[1]["note"], "雾比黑可怕");
    assert_eq!(drafts[3]["note"], "我也是");
    let left: Vec<_> =
        records.iter().filter_map(|record| record["left"].as_str()).collect();
    assert_eq!(left, ["copy", "not-found", "no-mark"]);
    // Six marks and one note on nothing.
    assert_eq!(drafts.len() + left.len(), 7);
    let told = run(folder.path(), &arguments);
    for part in ["Another Book (Somebody): 1 mark", "没有标注的笔记", "1 bookmark"] {
        assert!(told.err.contains(part), "{part}: {}", told.err);
    }
    // Put into a deck they prove, and are not drafted again.
    let into = run(folder.path(), &[&arguments[..], &["--into", "d"]].concat());
    assert_eq!(into.status, 0, "{}", into.err);
    let check = run(folder.path(), &["check", "-C", "p"]);
    assert_eq!(check.status, 0, "{}", check.err);
    let again = run(folder.path(), &arguments);
    assert!(again.out.is_empty(), "{}", again.out);
    assert_eq!(again.err.matches("on a card already").count(), 5, "{}", again.err);
}

#[test]
fn others_words_and_near_words_are_listed_with_their_place() {
    let folder = project();
    let marks = "==夜里一个人，您怕什么？==\n\n==怕的不是黑暗，是大雾。黑的时候灯看得远==\n\n==灯塔==\n";
    std::fs::write(folder.path().join("m.md"), marks).expect("written");
    let ran = run(folder.path(), &["harvest", "--marks", "m.md", "-C", "p"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    for part in [
        "line 1 “夜里一个人，您怕什么？”: may not be quoted from tower:5",
        "not found; closest passage: tower:6",
        "line 5 “灯塔”: fewer than three words",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
}

#[test]
fn a_file_that_is_no_export_is_refused() {
    let folder = project();
    for text in ["一篇文章。", "{\"a\": ", "[]"] {
        std::fs::write(folder.path().join("x.json"), text).expect("written");
        let ran = run(folder.path(), &["harvest", "--marks", "x.json", "-C", "p"]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{text}");
        assert!(ran.err.contains("help: "), "{}", ran.err);
    }
}
