//! Tables for other programs: profiles, what may be asked of them, and what is refused.
//! `tests/tables` reads them with the programs themselves.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;
use yulu::export::csv::{Column, FULL, Profile, inert};

use crate::cli::{edit, json_lines, run, sample, tree, yulu};

/// Columns of the profile `full`, as other programs rely on them.
const CONTRACT: &str = "id,kind,themes,prompt_hans,prompt_hant,quote_hans,quote_hant,\
    cloze_hans,cloze_hant,english,pinyin,zhuyin,source_hans,source_hant,source_en,locator,\
    apparatus,tags,prompt_english,themes_english,note_hans,note_hant,note_english,asked_hans,\
    asked_hant,asked_english,asked_locator,place,source_url,script_notes,audio,prompt_audio,\
    translation_by";

const ALL: &str = "full,anki,excel,xlsx,quizlet,notion,mochi,plain";

fn build(project: &Path, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let fixed = ["build", "-q", "--format", "csv"];
    let ran = run(project, &[&fixed[..], arguments].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    let out = tree(&project.join("out"));
    out.into_iter().filter_map(|(name, bytes)| Some((name, bytes?))).collect()
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let record = |record: Result<csv::StringRecord, _>| -> Vec<String> {
        record.expect("CSV").iter().map(str::to_owned).collect()
    };
    reader.records().map(record).collect()
}

#[test]
fn the_profile_full_keeps_its_contract() {
    assert_eq!(FULL.map(Column::name).join(","), CONTRACT);
    let project = sample("valid/hostile-cells");
    for arguments in [&[][..], &["--profile", "full"], &["--script", "hant"]] {
        let made = build(project.path(), arguments);
        assert_eq!(made.keys().collect::<Vec<_>>(), ["cells.csv"]);
        let text = std::str::from_utf8(&made["cells.csv"]).unwrap();
        assert!(text.starts_with(&format!("{CONTRACT}\r\n")), "{arguments:?}: {text:.200}");
        assert!(text.ends_with("\r\n"));
        assert!(rows(text.as_bytes()).iter().all(|row| row.len() == FULL.len()));
    }
}

#[test]
fn every_profile_has_its_file_and_its_line() {
    let folder = TempDir::new().unwrap();
    let listed = run(folder.path(), &["profiles"]);
    let json = run(folder.path(), &["profiles", "--format", "json"]);
    assert_eq!((listed.status, json.status), (0, 0), "no project is needed");
    let records = json_lines(&json.out);
    let names: Vec<&str> = records.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names.join(","), ALL);
    assert_eq!(names, Profile::ALL.map(Profile::name));
    let project = sample("valid/hostile-cells");
    let made = build(project.path(), &["--profile", ALL]);
    for record in &records {
        let file = record["file"].as_str().unwrap().replace("<deck>", "cells");
        assert!(made.contains_key(&file), "{file}: {:?}", made.keys());
        let line = |line: &&str| line.starts_with(record["name"].as_str().unwrap());
        let line = listed.out.lines().find(line).expect("a line");
        assert!(line.contains(record["import"].as_str().unwrap()), "{line}");
    }
    assert_eq!(made.len(), records.len());
    for column in Column::ALL {
        assert!(listed.out.contains(column.name()), "{}", column.name());
    }
    let named = |name: &str| {
        records.iter().find(|record| record["name"] == name).expect("a profile")
    };
    assert_eq!(named("full")["columns"].as_array().unwrap().len(), FULL.len());
    assert_eq!(named("plain")["rows"], "card");
}

#[test]
fn the_same_deck_gives_the_same_bytes() {
    // Both the zip files and their members have times in them.
    let made: Vec<_> = ["1", "2000000000"]
        .map(|at| {
            let project = sample("valid/hostile-cells");
            let mut command: Command =
                yulu(project.path(), &["build", "-q", "--format", "csv", "--profile", ALL]);
            command.env("SOURCE_DATE_EPOCH", at).assert().success();
            tree(&project.path().join("out"))
        })
        .into();
    assert_eq!(made[0], made[1]);
    let xlsx = made[0]["cells.xlsx"].as_ref().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        let time = file.last_modified().expect("a time");
        assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
    }
    let mut core = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("docProps/core.xml").unwrap(),
        &mut core,
    )
    .unwrap();
    assert_eq!(core.matches("1980-01-01T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn anki_is_told_how_to_read_it_and_gets_the_notes_fields() {
    let project = sample("valid/hostile-cells");
    let made = build(project.path(), &["--profile", "anki"]);
    let text = std::str::from_utf8(&made["cells.anki.csv"]).unwrap();
    let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    assert_eq!(
        head,
        [
            "#separator:Comma",
            "#html:true",
            "#notetype column:1",
            "#deck column:2",
            "#tags column:3",
            "#guid column:4",
            "#if matches:update current"
        ]
    );
    let body = text.split_once("update current\n").unwrap().1;
    let notes = json_lines(&run(project.path(), &["notes", "--format", "json"]).out);
    let rows = rows(body.as_bytes());
    assert_eq!(rows.len(), notes.len());
    let mut kinds = std::collections::BTreeSet::new();
    for (row, note) in rows.iter().zip(&notes) {
        let tags = note["tags"].as_array().unwrap().iter().map(|t| t.as_str().unwrap());
        let before = [
            note["notetype"].as_str().unwrap().to_owned(),
            note["deck"].as_str().unwrap().to_owned(),
            tags.collect::<Vec<_>>().join(" "),
            note["guid"].as_str().unwrap().to_owned(),
        ];
        assert_eq!(row[..4], before);
        kinds.insert(&row[0]);
        let fields = note["fields"].as_object().unwrap();
        // The learner's own field is no column, so that Anki leaves it alone.
        let written = fields.iter().filter(|(name, _)| *name != "MyNotes");
        let mut values: Vec<&str> = written.map(|(_, v)| v.as_str().unwrap()).collect();
        let mut sorted: Vec<&str> = row[4..].iter().map(String::as_str).collect();
        // JSON has the fields by name; the multiset of their values is the same.
        sorted.sort_unstable();
        values.sort_unstable();
        assert_eq!(sorted, values);
        assert_eq!(
            row[4],
            fields["Words"].as_str().unwrap(),
            "the first field comes first"
        );
    }
    assert_eq!(kinds.len(), 2, "both note types are there");
    assert!(rows.iter().all(|row| row.len() <= rows[0].len()));
}

#[test]
fn columns_script_header_and_rows_are_as_asked() {
    let project = sample("valid/hostile-cells");
    let asked = ["--profile", "plain,xlsx,quizlet", "--columns", "english,id"];
    let made = build(project.path(), &asked);
    let table = rows(&made["cells.plain.csv"]);
    assert_eq!(table[0], ["english", "id"]);
    assert_eq!(table[1], ["'=cmd|'/C calc'!A0", "equals"]);
    assert!(
        made["cells.quizlet.tsv"].starts_with("'=cmd|'/C calc'!A0\tequals\n".as_bytes())
    );

    let made = build(project.path(), &["--profile", "plain", "--no-header"]);
    assert_eq!(rows(&made["cells.plain.csv"])[0][0], "'=SUM(A1:A9)");

    let made = build(project.path(), &["--profile", "excel,notion", "--script", "hant"]);
    for (file, count) in [("cells.excel.csv", 27), ("cells.notion.csv", 10)] {
        let text = std::str::from_utf8(&made[file]).unwrap().trim_start_matches('\u{feff}');
        let table = rows(text.as_bytes());
        assert_eq!(table[0].len(), count, "{file}");
        assert!(table[0].iter().all(|name| !name.ends_with("_hans")), "{:?}", table[0]);
        assert!(text.contains("誰都好") && !text.contains("谁都好"), "{file}");
    }
    for (script, has, has_not) in
        [("hans", "谁都好", "誰都好"), ("hant", "誰都好", "谁都好")]
    {
        let made = build(project.path(), &["--profile", "plain", "--script", script]);
        let text = std::str::from_utf8(&made["cells.plain.csv"]).unwrap();
        assert!(text.contains(has) && !text.contains(has_not), "{script}: {text}");
    }

    let both = build(project.path(), &["--profile", "plain"]);
    let front = &rows(&both["cells.plain.csv"])[1][0];
    assert_eq!(front, "'=SUM(A1:A9)", "the same in both scripts stands once");
    assert_eq!(rows(&both["cells.plain.csv"]).len(), 14, "13 cards and a header");
    let notes = build(project.path(), &["--profile", "plain", "--one-row-per", "note"]);
    assert_eq!(rows(&notes["cells.plain.csv"]).len(), 12, "11 notes and a header");
    let cards = build(project.path(), &["--one-row-per", "card"]);
    let table = rows(&cards["cells.csv"]);
    assert_eq!(table.len(), 14);
    let own = FULL.len();
    assert_eq!(table[0][..own].join(","), CONTRACT);
    assert_eq!(
        table[0][own..],
        ["card", "front_hans", "front_hant", "back_hans", "back_hant"]
    );
    assert_eq!(table[2][own..own + 2], ["Cloze", "'=1+1，［　　］。"]);
    assert_eq!(inert::text(&table[2][own + 3]), "=1+1，等于二。");
}

#[test]
fn a_script_card_is_the_same_whatever_script_is_asked_for() {
    let project = sample("valid/reading-aids");
    for script in ["hans", "hant", "both"] {
        let arguments =
            ["--profile", "plain", "--with", "script-cards", "--script", script];
        let made = build(project.path(), &arguments);
        let table = rows(&made["garden.plain.csv"]);
        let cards: Vec<[&str; 2]> = table
            .iter()
            .filter(|row| row[0].contains('【'))
            .map(|row| [row[0].as_str(), row[1].lines().next().unwrap()])
            .collect();
        let wanted = [["让【后来】的人有荫凉", "後來"], ["讓【後來】的人有蔭涼", "后来"]];
        assert_eq!(cards, wanted, "{script}");
    }
    let made = build(project.path(), &["--with", "script-cards"]);
    let table = rows(&made["garden.csv"]);
    let row = table.iter().find(|row| row[1] == "script").expect("a script card");
    assert_eq!(
        row[2..9],
        [
            "patience",
            "后来",
            "後來",
            "让后来的人有荫凉",
            "讓後來的人有蔭涼",
            "让{{c1::后来}}的人有荫凉",
            "讓{{c1::後來}}的人有蔭涼",
        ]
    );
    assert_eq!(row[10], "hòulái");
}

#[test]
fn a_wish_that_cannot_be_met_is_two_and_says_what_would() {
    let project = sample("valid/hostile-cells");
    let before = tree(project.path());
    for (arguments, error, help) in [
        (&["--profile", "exel"][..], "invalid value 'exel' for '--profile", "'excel'"),
        (&["--columns", "promt_hans"], "invalid value 'promt_hans'", "'prompt_hans'"),
        (&["--one-row-per", "deck"], "invalid value 'deck'", "possible values: note, card"),
        (
            &["--profile", "anki", "--columns", "id"],
            "the columns of the profile `anki` cannot be chosen",
            "`plain` take --columns",
        ),
        (&["--profile", "mochi", "--columns", "id"], "profile `mochi` cannot", "`plain`"),
        (
            &["--profile", "anki", "--one-row-per", "card"],
            "has one row a note",
            "Anki makes the cards",
        ),
        (
            &["--profile", "quizlet", "--columns", "id,english,tags"],
            "has two columns, not 3",
            "--columns prompt_hans,quote_hans",
        ),
        (&["--columns", "id,kind,id"], "`id` is asked for twice", "once"),
        (
            &["--columns", "id,card"],
            "`card` needs a row for each card",
            "--one-row-per card",
        ),
    ] {
        let fixed = ["build", "--format", "csv"];
        let ran = run(project.path(), &[&fixed[..], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(error) && ran.err.contains(help), "{}", ran.err);
    }
    for flags in [&["--profile", "anki"][..], &["--no-header"], &["--columns", "id"]] {
        let ran =
            run(project.path(), &[&["build", "--format", "apkg"][..], flags].concat());
        assert_eq!(ran.status, 2, "{flags:?}");
        let said = format!("error: {}: no table is written\n", flags[0]);
        assert!(ran.err.starts_with(&said), "{}", ran.err);
        assert!(ran.err.contains("help: add `csv` to --format"), "{}", ran.err);
    }
    assert_eq!(tree(project.path()), before, "nothing was written");
}

#[test]
fn files_of_somebodys_own_stay_and_a_folder_in_the_way_replaces_nothing() {
    let project = sample("valid/hostile-cells");
    let out = project.path().join("out");
    std::fs::create_dir_all(out.join("my notes/cells.csv")).unwrap();
    for name in ["thesis.csv", "cells.old.csv", "cells.ods", "my notes/x.xlsx", ".hidden"] {
        std::fs::write(out.join(name), name).unwrap();
    }
    let before = tree(&out);
    let ran = run(
        project.path(),
        &["build", "-q", "--format", "apkg,csv,sources", "--profile", ALL],
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let after = tree(&out);
    for (name, bytes) in &before {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    assert!(after.len() > before.len());

    std::fs::remove_file(out.join("cells.xlsx")).unwrap();
    std::fs::create_dir(out.join("cells.xlsx")).unwrap();
    edit(&project.path().join("decks/cells.toml"), |text| text.replace("1e5", "1e6"));
    let before = tree(project.path());
    let ran = run(project.path(), &["build", "--profile", ALL]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("cells.xlsx cannot be written"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "neither another table nor the lock");
}

#[test]
fn what_a_workbook_cannot_hold_is_said_and_is_in_the_csv() {
    // A theme's locator is the ids of its quotes: with enough of them, one very long cell.
    let project = sample("valid/hostile-cells");
    edit(&project.path().join("decks/cells.toml"), |text| {
        let quote = &text[text.rfind("[[quote]]").unwrap()..];
        let more = (0..640).map(|at| {
            let id = format!("number-{}-{at}", "x".repeat(45));
            quote.replace("id = \"number\"", &format!("id = \"{id}\""))
        });
        format!("{text}\n{}", more.collect::<String>())
    });
    let before = tree(project.path());
    let ran = run(project.path(), &["build", "--format", "csv", "--profile", "xlsx"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    let said = "more than 32767 characters in the column\n       `locator`";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert!(ran.err.contains("help: ") && ran.err.contains("`full`"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "nothing was written");
    let made = build(project.path(), &[]);
    let table = rows(&made["cells.csv"]);
    assert!(table.last().unwrap()[15].len() > 32_767);
}
