//! `yulu init` and `yulu new`: from an empty folder to a deck that builds, and nothing lost.

use std::path::Path;

use tempfile::TempDir;

use crate::cli::{json_lines, run, sample, tree};

fn ok(folder: &Path, arguments: &[&str]) -> String {
    let ran = run(folder, arguments);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn a_new_project_builds_at_once_without_a_warning() {
    // A new folder whose name has a space and Chinese characters, and an empty one.
    let outside = TempDir::new().unwrap();
    for name in ["我的 语录", "."] {
        let said = ok(outside.path(), &["init", name]);
        let folder = outside.path().join(name);
        assert!(said.contains("seeds/sources.toml"), "{said}");
        if name == "." {
            continue;
        }
        assert!(said.ends_with("Next: cd '我的 语录' && yulu build\n"), "{said}");
        assert_eq!(ok(&folder, &["check", "-q"]), "");
        assert_eq!(ok(&folder, &["fmt", "--check", "-q"]), "");
        let built = ok(&folder, &["build"]);
        assert!(!built.contains("warning"), "{built}");
        for file in ["out/beekeeper.apkg", "out/beekeeper.csv", "out/beekeeper.sources.md"]
        {
            assert!(folder.join(file).is_file(), "{file}");
            assert!(built.contains(&format!("  {file}  ")), "{file}: {built}");
        }
        assert!(folder.join("decks/beekeeper.lock").is_file());
        let notes = json_lines(&run(&folder, &["notes", "--format", "json"]).out);
        assert_eq!(notes.len(), 3);
        // From elsewhere too.
        let ran = run(outside.path(), &["-C", name, "check", "-q"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_bare_project_waits_for_a_document() {
    let folder = TempDir::new().unwrap();
    let said = ok(folder.path(), &["init", "--bare"]);
    assert!(said.ends_with("Next: yulu new source FILE\n"), "{said}");
    assert_eq!(run(folder.path(), &["sources"]).status, 0);
    assert_eq!(tree(&folder.path().join("decks")).len(), 0);
    assert!(!folder.path().join("seeds/beekeeper.txt").exists());
    let ran = run(folder.path(), &["harvest", "--into", "wood"]);
    assert_eq!(ran.status, 2);
    let said = "error: there is no deck `wood`\n\
                help: there is none yet; `yulu new deck my-deck` begins one\n";
    assert_eq!(ran.err, said);
    let ran = run(folder.path(), &["passages", "wood"]);
    let said = "error: there is no source `wood`\n\
                help: there is none yet; `yulu new source FILE` registers one\n";
    assert_eq!(ran.err, said);
    // A document of which nobody may be quoted is not one of which all is used.
    std::fs::write(folder.path().join("a.txt"), "一个人走在路上，走了很久也没有停下来。\n")
        .unwrap();
    ok(folder.path(), &["new", "source", "a.txt"]);
    let said = ok(folder.path(), &["harvest"]);
    assert!(said.starts_with("nothing there may be quoted: no passage"), "{said}");
    // Two decks that `new` has made have themes of one name.
    ok(folder.path(), &["new", "deck", "one"]);
    ok(folder.path(), &["new", "deck", "two"]);
    let ran = run(folder.path(), &["build", "--theme", "calm"]);
    assert!(
        ran.err.ends_with("no deck has a theme `calm`\nhelp: themes: first\n"),
        "{}",
        ran.err
    );
}

#[test]
fn init_does_not_touch_a_folder_that_has_something() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let before = tree(folder.path());
    for (arguments, there) in
        [(&["init"][..], ". is not empty"), (&["init", "notes.txt"], "notes.txt is a file")]
    {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains(there), "{}", ran.err);
        assert!(ran.err.contains("help: nothing was written"), "{}", ran.err);
        assert_eq!(tree(folder.path()), before);
    }
    // A project is not begun twice; a repository that was just begun is empty, and so is what
    // a file manager has looked into.
    let again = TempDir::new().unwrap();
    std::fs::create_dir(again.path().join(".git")).unwrap();
    std::fs::write(again.path().join(".DS_Store"), "theirs").unwrap();
    ok(again.path(), &["init"]);
    let before = tree(again.path());
    assert_eq!(run(again.path(), &["init"]).status, 2);
    assert_eq!(tree(again.path()), before);
}

const TALK: &str = "木工访谈\n记者：您为什么学木工？\n李师傅：因为木头不会骗人。你量错一分，它就差一分。\n\
记者：最难的是什么？\n李师傅：最难的是等，木料要放两年才能用。\n";

#[test]
fn a_document_becomes_a_source_a_draft_and_a_deck() {
    let project = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    let article = outside.path().join("Wood Talk.txt");
    // As a Windows editor saves it.
    std::fs::write(&article, format!("\u{feff}{}", TALK.replace('\n', "\r\n"))).unwrap();
    ok(project.path(), &["init", "--bare"]);
    let said = ok(project.path(), &["new", "source", article.to_str().unwrap()]);
    let read =
        "read as a text in UTF-8; left out: 1 byte-order mark; changed: 5 line ends\n";
    assert!(said.starts_with(read), "{said}");
    let wanted = "registered seeds/wood-talk.txt as `wood-talk`: taken for dialogue in hans, \
                  2 labels 记者 (interviewer), 李师傅 (subject)\n";
    assert!(said.contains(wanted), "{said}");
    let copy = std::fs::read_to_string(project.path().join("seeds/wood-talk.txt")).unwrap();
    assert_eq!(copy, TALK);
    let passages = json_lines(&run(project.path(), &["passages", "--format", "json"]).out);
    assert_eq!(passages.len(), 5);
    assert_eq!(passages[2]["speaker"], "wood-talk-speaker");
    assert_eq!(passages[2]["kind"], "answer");

    let said = ok(
        project.path(),
        &["new", "deck", "wood", "--title", "木工语录", "--title-english", "Wood"],
    );
    assert!(said.ends_with("Next: yulu harvest --into wood\n"), "{said}");
    let said = ok(project.path(), &["harvest", "--into", "wood", "--limit", "2"]);
    assert!(said.starts_with("put 2 drafts into decks/wood.toml, theme `first`"), "{said}");
    let check = ok(project.path(), &["check"]);
    assert!(check.contains("\n0 errors, "), "{check}");
    assert!(check.contains("2 quotes proven against 1 source\n"), "{check}");
    // Drafts put in twice do not repeat each other, neither their words nor their ids.
    ok(project.path(), &["harvest", "--into", "wood"]);
    let check = ok(project.path(), &["check"]);
    assert!(check.contains("\n0 errors, "), "{check}");
    // Nothing of it can be studied yet, which is said; with one card written there is a package.
    let built = ok(project.path(), &["build"]);
    assert!(built.contains("\nno card is there yet: "), "{built}");
    assert!(project.path().join("out/wood.html").is_file());
    assert!(!project.path().join("out/wood.apkg").exists());
    crate::cli::edit(&project.path().join("decks/wood.toml"), |text| {
        let (before, first) = text.split_once("[[quote]]").unwrap();
        let (first, others) = first.split_once("[[quote]]").unwrap();
        let first = first.replace("〔待写〕", "为什么？").replace("[to write]", "x");
        format!("{before}[[quote]]{first}[[quote]]{others}")
    });
    ok(project.path(), &["build", "-q"]);
    assert!(project.path().join("out/wood.apkg").is_file());

    // Nothing is registered twice and nothing overwritten.
    let before = tree(project.path());
    for (arguments, error) in [
        (
            vec!["new", "source", article.to_str().unwrap()],
            "there is a source `wood-talk` already",
        ),
        (vec!["new", "deck", "wood"], "decks/wood.toml exists already"),
        (vec!["new", "deck", "Wood!"], "`Wood!` is not an id"),
        (vec!["new", "source", "nowhere.txt"], "nowhere.txt cannot be read"),
        (vec!["harvest", "--into", "wod"], "there is no deck `wod`"),
    ] {
        let ran = run(project.path(), &arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with(&format!("error: {error}")), "{}", ran.err);
        assert_eq!(tree(project.path()), before, "{arguments:?}");
    }
}

#[test]
fn a_document_in_seeds_stays_where_it_is() {
    let project = sample("valid/minimal-dialogue");
    let chinese = project.path().join("seeds/养蜂.txt");
    std::fs::write(&chinese, "蜂是自己的。\n我只看着它们。\n").unwrap();
    let refused = run(project.path(), &["new", "source", "seeds/养蜂.txt"]);
    assert_eq!(refused.status, 2);
    assert!(
        refused.err.contains("help: give one in Latin letters: --id"),
        "{}",
        refused.err
    );
    let arguments =
        ["new", "source", "seeds/养蜂.txt", "--id", "bees", "--speaker", "方师傅"];
    let said = ok(project.path(), &arguments);
    assert!(
        said.contains("registered seeds/养蜂.txt as `bees`: taken for plain"),
        "{said}"
    );
    assert_eq!(ok(project.path(), &["check", "-q"]), "");
    let lines =
        json_lines(&run(project.path(), &["passages", "bees", "--format", "json"]).out);
    let speakers: Vec<&str> =
        lines.iter().map(|l| l["speaker"].as_str().unwrap()).collect();
    assert_eq!(speakers, ["bees-speaker", "bees-speaker"]);
    assert_eq!(lines[0]["basis"], "compiled");
}

#[test]
fn a_document_that_is_no_text_is_refused_and_nothing_is_written() {
    let project = sample("valid/minimal-dialogue");
    let outside = TempDir::new().unwrap();
    let file = outside.path().join("old.txt");
    std::fs::write(&file, [0xc1, 0xd6, 0xc7, 0xe0, b'\r', b'\n']).unwrap();
    let before = tree(project.path());
    let ran = run(project.path(), &["new", "source", file.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("two encodings could read it"), "{}", ran.err);
    assert!(ran.err.contains("help: say which is right: --encoding"), "{}", ran.err);
    // A manifest that is wrong is not added to.
    let broken = sample("invalid/toml-syntax-in-sources");
    let garden = broken.path().join("seeds/garden.txt");
    let all = tree(broken.path());
    let ran = run(broken.path(), &["new", "source", garden.to_str().unwrap(), "--id", "b"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert_eq!((tree(project.path()), tree(broken.path())), (before, all));
}

/// Two interviews with the same labels and other people, both registered and nothing edited by
/// hand: every quotation is given to the one who said it.
#[test]
fn a_second_interview_with_the_same_labels_is_somebody_elses() {
    let project = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    let file = |name: &str, text: &str| {
        let path = outside.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let clocks = file(
        "clocks.txt",
        "修表四十年\n问：修表最要紧的是什么？\n答：修表最要紧的不是手快，是肯听，听它哪里不对。\n\
         问：现在还有人修表吗？\n答：有人还记得时间的时候，就有人来修表，一年比一年少。\n",
    );
    let bees = file(
        "bees.txt",
        "养蜂的人\n问：养蜂最难的是什么？\n答：养蜂最难的是不去管它们，蜂比人更知道春天什么时候来。\n\
         问：怕不怕被蜇？\n答：怕的人养不了蜂，不怕的人也养不好蜂，要留着一点怕。\n",
    );
    ok(project.path(), &["init", "--bare"]);
    let said = ok(project.path(), &["new", "source", &clocks, "--speaker", "贺师傅"]);
    assert!(!said.contains("elsewhere") && !said.contains("names nobody"), "{said}");
    let said = ok(project.path(), &["new", "source", &bees]);
    assert!(said.contains("答: names nobody; write the speaker's name"), "{said}");
    let manifest = project.path().join("seeds/sources.toml");
    let text = std::fs::read_to_string(manifest).unwrap();
    for wanted in [
        "name = \"贺师傅\"\n",
        "name = \"受访者\"\n",
        "labels = { \"答\" = \"clocks-speaker\" }\n",
        "labels = { \"答\" = \"bees-speaker\" }\n",
    ] {
        assert_eq!(text.matches(wanted).count(), 1, "{wanted}{text}");
    }
    ok(
        project.path(),
        &["new", "deck", "two", "--title", "两人", "--title-english", "Two"],
    );
    ok(project.path(), &["harvest", "--into", "two"]);
    // What only a person can write, written.
    let deck = project.path().join("decks/two.toml");
    let drafts = std::fs::read_to_string(&deck).unwrap();
    std::fs::write(
        &deck,
        drafts.replace("〔待写〕", "他怎么看？").replace("[to write]", "x"),
    )
    .unwrap();
    let check = ok(project.path(), &["check"]);
    // One answer is not drafted: 有人还记得时间的时候 leans on its question.
    assert!(check.contains("3 quotes proven against 2 sources\n"), "{check}");
    ok(project.path(), &["build", "-q"]);
    let notes = json_lines(&run(project.path(), &["notes", "--format", "json"]).out);
    let mut seen = [0, 0];
    for note in &notes {
        let fields = &note["fields"];
        let (words, source) = (fields["Hans"].as_str(), fields["SourceHans"].as_str());
        let (words, source) = (words.unwrap(), source.unwrap());
        let bees = words.contains('蜂');
        let name = if bees {
            "受访者；据养蜂的人"
        } else {
            "贺师傅；据修表四十年"
        };
        assert!(source.starts_with(name), "{words}: {source}");
        seen[usize::from(bees)] += 1;
    }
    assert_eq!(seen, [1, 2]);
}

/// A list of nobody named is registered, is nobody's, and its entry passes.
#[test]
fn a_list_without_a_speaker_is_registered_and_nobodys() {
    let project = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    let list = outside.path().join("trees.txt");
    let text = "种树三条\n1. 种树要先看土，土不好树长不大。\n2. 浇水宁少勿多，根烂了救不回来。\n\
                3. 修枝要趁冬天，树睡着的时候不疼。\n";
    std::fs::write(&list, text).unwrap();
    ok(project.path(), &["init", "--bare"]);
    let said =
        ok(project.path(), &["new", "source", list.to_str().unwrap(), "--id", "trees"]);
    assert!(said.contains("nobody may be quoted yet"), "{said}");
    let manifest =
        std::fs::read_to_string(project.path().join("seeds/sources.toml")).unwrap();
    assert!(manifest.contains("shape = \"numbered\""), "{manifest}");
    ok(project.path(), &["new", "deck", "d", "--title", "树"]);
    ok(project.path(), &["check"]);
    let passages = run(project.path(), &["passages", "--format", "json"]).out;
    let passages = json_lines(&passages);
    assert_eq!(passages.len(), 4, "the title and three items");
    let nobodys = |passage: &serde_json::Value| {
        passage["speaker"] == "narrator" && passage["basis"] == "reported"
    };
    assert!(passages.iter().all(nobodys), "{passages:?}");
}

/// A title in Traditional is a title like any other: what `new deck` writes proves.
#[test]
fn a_deck_with_a_traditional_title_proves_as_it_was_begun() {
    let project = sample("valid/traditional-characters-kept");
    let title = |id: &str, text: &str| {
        let said = ok(project.path(), &["new", "deck", id, "--title", text]);
        let file = project.path().join(format!("decks/{id}.toml"));
        let file = std::fs::read_to_string(file).unwrap();
        let line = file.lines().find(|line| line.starts_with("title = ")).unwrap();
        (said.contains("the title in Simplified"), line.to_owned())
    };
    assert_eq!(title("one", "鐘錶匠"), (true, "title = \"钟表匠\"".to_owned()));
    // What conversion would not give back is typed in both.
    let both = "title = { hans = \"谁的表\", hant = \"誰的錶\" }";
    assert_eq!(title("two", "誰的錶"), (true, both.to_owned()));
    assert_eq!(title("three", "静"), (false, "title = \"静\"".to_owned()));
    let checked = ok(project.path(), &["check"]);
    assert!(checked.contains("\n0 errors, "), "{checked}");
}

/// A deck that is typed in Traditional is given its drafts in Traditional, in the characters of
/// a Traditional document.
#[test]
fn drafts_are_typed_as_the_deck_is() {
    let project = sample("valid/traditional-characters-kept");
    ok(project.path(), &["new", "deck", "own", "--title", "静"]);
    let file = project.path().join("decks/own.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("version", "script = \"hant\"\nversion");
    std::fs::write(&file, text.replace("静", "靜").replace("待写", "待寫")).unwrap();
    std::fs::remove_file(project.path().join("decks/clocks.toml")).unwrap();
    ok(project.path(), &["harvest", "--into", "own"]);
    let text = std::fs::read_to_string(&file).unwrap();
    let first = "quote = \"修錶的人心裏要靜，着急不得；錶停了，先看發條乾不乾淨，然後才看「零件」。\"";
    assert!(text.contains(first) && !text.contains('写'), "{text}");
    let checked = ok(project.path(), &["check"]);
    assert!(checked.contains("2 quotes proven against 1 source"), "{checked}");
    let built = ok(project.path(), &["build", "--format", "apkg,csv,html"]);
    assert!(built.contains("left out, still to be written: 2 quotes\n"), "{built}");
    assert!(checked.contains("look for 〔待寫〕 and [to write]\n"), "{checked}");
    // A placeholder beside other words, or for a version, is one still.
    let half =
        text.replace("\"〔待寫〕\"", "\"靜\"").replace("[to write]\"", "[to write] calm\"");
    std::fs::write(&file, half.replace("\"0.1.0\"", "\"[to write]\"")).unwrap();
    let checked = ok(project.path(), &["check"]);
    assert!(checked.contains("look for [to write]\n"), "{checked}");
    assert!(checked.contains("still to be written: the head of the deck; "), "{checked}");
    let built = ok(project.path(), &["build", "--format", "sources"]);
    assert!(built.contains("left out, still to be written: 2 quotes\n"), "{built}");
    let sources = project.path().join("out/own.sources.md");
    let sources = std::fs::read_to_string(sources).unwrap();
    assert!(sources.contains("version draft"), "{sources}");
}

/// A mistyped quotation is one problem: what only comes of it (a cloze that does not stand in it)
/// is not told beside it, and what does not is. An emoji of several parts is text.
#[test]
fn a_mistyped_quotation_is_told_once_and_where_it_leaves_its_source() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    let text = std::fs::read_to_string(&deck).unwrap();
    let family = "note = \"种树的人👩\u{200d}👩\u{200d}👧。\"\n";
    std::fs::write(&deck, format!("{text}{family}")).unwrap();
    assert_eq!(ok(project.path(), &["check", "-q"]), "");
    let found = |text: String| {
        std::fs::write(&deck, text).unwrap();
        let lines = json_lines(&run(project.path(), &["check", "--format", "json"]).out);
        let place = |line: &serde_json::Value| {
            (line["code"].as_str().unwrap().to_owned(), line["column"].as_u64().unwrap())
        };
        lines.iter().map(place).collect::<Vec<_>>()
    };
    let mistyped = text.replace("quote = \"种树是为了让后来", "quote = \"种树是为了让将来");
    assert_ne!(mistyped, text);
    assert_eq!(found(mistyped.clone()), [("quote-not-found".to_owned(), 16)]);
    let gloss = "gloss = [{ word = \"后来\", pinyin = \"hòulái\", sense = \"later\" }]\n";
    assert_eq!(found(format!("{mistyped}{gloss}")), [("quote-not-found".to_owned(), 16)]);
    let two = format!("{mistyped}{gloss}").replace("difficulty = 1", "difficulty = 4");
    let codes: Vec<String> = found(two).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["quote-not-found", "wrong-value"]);
}

/// `check` lists the characters that conversion chose by itself, with `--verbose` the likely ones,
/// too; what is typed in both scripts is decided, and what a Traditional source prints.
#[test]
fn what_to_read_in_traditional_is_listed() {
    let project = sample("valid/minimal-dialogue");
    let deck = project.path().join("decks/garden.toml");
    let text = std::fs::read_to_string(&deck).unwrap();
    let line = text.lines().find(|line| line.starts_with("prompt = ")).unwrap();
    let listed = |prompt: &str| {
        std::fs::write(&deck, text.replace(line, &format!("prompt = {prompt}"))).unwrap();
        let said = ok(project.path(), &["check", "--verbose"]);
        let lines = said.lines().filter(|line| line.contains(", prompt: "));
        (said.contains("To be read in Traditional"), lines.map(str::to_owned).collect())
    };
    let one =
        |line: &str| (true, vec![format!("  decks/garden.toml:26: shade, prompt: {line}")]);
    assert_eq!(listed("\"树上的云是谁的？\""), one("樹上的雲是誰的: 云 is 雲 (not 云?)"));
    assert_eq!(
        listed("\"树和饼干，哪个干？\""),
        one("，哪個幹？: 干 is 幹 (not 乾, 干?)"),
        "not that of the word"
    );
    let decided = "{ hans = \"哪个干？\", hant = \"哪個乾？\" }";
    assert_eq!(listed(decided), (false, Vec::new()));
    // So is a name that is known in Traditional.
    let sources = project.path().join("seeds/sources.toml");
    let named = std::fs::read_to_string(&sources).unwrap();
    let both = "name = { hans = \"谷师傅\", hant = \"谷師傅\" }";
    let other = format!(
        "[[speaker]]\nid = \"gu\"\n{both}\nname_english = \"Gu\"\nrole = \"subject\"\n\n{named}"
    );
    let guessed = one("谷師傅要: 谷 is 谷 (not 穀?)");
    assert_eq!(listed("\"谷师傅要不要等？\""), guessed);
    std::fs::write(&sources, other).unwrap();
    assert_eq!(listed("\"谷师傅要不要等？\""), (false, Vec::new()));
    let project = sample("valid/traditional-characters-kept");
    assert!(!ok(project.path(), &["check", "--verbose"]).contains("calm-inside, quote"));
    let project = sample("valid/warning-stray-simplified");
    assert!(ok(project.path(), &["check"]).contains("To be read"));
    assert!(!ok(project.path(), &["check", "-q"]).contains("To be read"));
}

/// A draft in Traditional may have a stray Simplified character of its document; who types the
/// other one has decided, and who types both scripts.
#[test]
fn a_stray_character_is_told_in_a_deck_in_traditional_too() {
    let project = sample("valid/warning-stray-simplified");
    let deck = project.path().join("decks/clocks.toml");
    let head = std::fs::read_to_string(project.path().join("decks/clocks.toml")).unwrap();
    let both =
        "{ hans = \"着急不得，学会以后也不得。\", hant = \"着急不得，學會以后也不得。\" }";
    let with = |quote: &str| {
        let head = head.split("[[quote]]").next().unwrap();
        let text = format!(
            "{head}[[quote]]\nid = \"calm\"\nfrom = \"clocks:3\"\nquote = {quote}\n"
        )
        .replace("version", "script = \"hant\"\nversion")
        .replace("钟表匠的话", "鐘錶匠的話")
        .replace('静', "靜")
        .replace("急是修不好东西的", "急是修不好東西的")
        .replace("为什么", "為什麼");
        let rest = "english = \"x\"\nprompt = \"什麼？\"\nprompt_english = \"x\"\n\
                    themes = [\"calm\"]\ndifficulty = 1\n";
        std::fs::write(&deck, text + rest).unwrap();
        let found = json_lines(&run(project.path(), &["check", "--format", "json"]).out);
        found.iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(with("\"着急不得，學會以后也不得。\""), ["stray-simplified"]);
    assert_eq!(with("\"着急不得，學會以後也不得。\""), Vec::<String>::new());
    assert_eq!(with(both), Vec::<String>::new());
    assert_eq!(with(&both.replace("hant = \"着", "hant = \"著")), Vec::<String>::new());
    assert_eq!(with("\"着急不得，學會以候也不得。\"").first().unwrap(), "quote-not-found");
}
