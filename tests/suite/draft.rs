//! How good drafts of pinyin are: on sentences with pinyin made by hand, which the engine
//! was not made from, and on the reviewed deck.

use std::fmt::Write as _;
use std::sync::LazyLock;

use yulu::pinyin::align;
use yulu::pinyin::draft::Drafter;
use yulu::script::Bitext;

use crate::cli::{json_lines, run, sample, tree};
use crate::project::{deck, root};

static DRAFTER: LazyLock<Drafter> = LazyLock::new(Drafter::new);

/// Syllables drafted and those that are otherwise, each with its place.
#[derive(Default)]
struct Measure {
    syllables: usize,
    texts: usize,
    texts_right: usize,
    otherwise: Vec<String>,
}

impl Measure {
    fn add(&mut self, hans: &str, right: &str) {
        let text = Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
        let wanted =
            align(&text, right).unwrap_or_else(|e| panic!("{hans}: {right}: {e:?}"));
        let draft =
            DRAFTER.draft(hans, None).unwrap_or_else(|| panic!("{hans} cannot be read"));
        let got = align(&text, &draft.line).expect("a draft fits its text");
        assert_eq!(wanted.len(), got.len(), "{hans}");
        self.syllables += wanted.len();
        self.texts += 1;
        let chars: Vec<char> = hans.chars().collect();
        let before = self.otherwise.len();
        for (wanted, got) in wanted.iter().zip(&got) {
            if wanted.syllable != got.syllable {
                let around = wanted.at.saturating_sub(4)..(wanted.at + 5).min(chars.len());
                let around: String = chars[around].iter().collect();
                self.otherwise.push(format!(
                    "{} {} not {} in …{around}…",
                    wanted.han.0,
                    wanted.syllable.pinyin(),
                    got.syllable.pinyin()
                ));
            }
        }
        self.texts_right += usize::from(self.otherwise.len() == before);
    }

    fn right(&self) -> f64 {
        1.0 - self.otherwise.len() as f64 / self.syllables as f64
    }

    fn report(&self) -> String {
        let mut out = format!(
            "{} of {} syllables ({:.2} %), {} of {} texts\n",
            self.syllables - self.otherwise.len(),
            self.syllables,
            self.right() * 100.0,
            self.texts_right,
            self.texts
        );
        for line in &self.otherwise {
            let _ = writeln!(out, "{line}");
        }
        out
    }
}

#[test]
fn drafts_of_held_out_sentences() {
    let table = std::fs::read_to_string(root().join("tests/gold/pinyin.tsv")).unwrap();
    let mut measure = Measure::default();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (hans, pinyin) = line.split_once('\t').expect("a tab");
        measure.add(hans, pinyin);
    }
    assert!(measure.texts >= 100, "{}", measure.texts);
    // Every syllable that is otherwise stands in the snapshot.
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("held_out_pinyin", measure.report());
    });
    assert!(measure.right() > 0.995, "{}", measure.right());
}

#[test]
fn drafts_of_the_reviewed_deck() {
    let mut measure = Measure::default();
    for quote in &deck().quotes {
        for (reading, text) in
            [(&quote.reading, &quote.text), (&quote.prompt_reading, &quote.prompt)]
        {
            if let Some(reading) = reading {
                measure.add(&text.hans, reading.pinyin());
            }
        }
    }
    for question in deck().themes.iter().flat_map(|theme| &theme.questions) {
        if let Some(reading) = &question.reading {
            measure.add(&question.ask.hans, reading.pinyin());
        }
    }
    assert!(measure.syllables > 5_000, "{}", measure.syllables);
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("drafts_and_the_deck", measure.report());
    });
    assert!(measure.right() > 0.995, "{}", measure.right());
}

/// A project whose deck has no pinyin, with a comment, CRLF and a byte-order mark.
fn bare() -> tempfile::TempDir {
    let project = sample("valid/minimal-dialogue");
    let path = project.path().join("decks/garden.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("[[quote]]", "# 第一张卡 (first card)\n[[quote]]");
    std::fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    project
}

#[test]
fn drafts_are_printed_ready_to_paste() {
    let project = bare();
    let before = tree(project.path());
    let ran = run(project.path(), &["draft"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "# decks/garden.toml\n\
         # patience.why-wait\n\
         pinyin = \"Wèi shénme jí yě méiyǒu yòng?\"\n\
         # shade\n\
         pinyin = \"Zhòng shù shì wèile ràng hòulái de rén yǒu yìnliáng.\"\n\
         prompt_pinyin = \"Zhòng shù wèile shénme?\"\n"
    );
    assert!(ran.err.contains("3 lines; --write"), "{}", ran.err);
    assert_eq!(tree(project.path()), before, "nothing is written");
    let lines = json_lines(&run(project.path(), &["draft", "--format", "json"]).out);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[2]["key"], "prompt_pinyin");
    assert_eq!(lines[2]["file"], "decks/garden.toml");
}

#[test]
fn drafts_are_put_into_the_deck_and_prove_there() {
    let project = bare();
    let path = project.path().join("decks/garden.toml");
    let before = std::fs::read_to_string(&path).unwrap();
    let ran = run(project.path(), &["draft", "--write"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let after = std::fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = after.lines().filter(|line| !line.contains("pinyin")).collect();
    assert_eq!(kept, before.lines().collect::<Vec<_>>(), "comments and layout stay");
    assert_eq!(after.matches("\r\n").count(), after.matches('\n').count());
    assert!(after.starts_with('\u{feff}'));
    assert_eq!(after.lines().count(), before.lines().count() + 3);
    assert_eq!(run(project.path(), &["check", "-q"]).err, "");
    let again = run(project.path(), &["draft", "--write"]);
    assert_eq!((again.status, again.err.as_str()), (0, "every text has pinyin\n"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
}

#[test]
fn the_least_certain_drafts_are_listed_first_and_written_where_they_belong() {
    let project = bare();
    let path = project.path().join("decks/garden.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    // 长 is cháng or zhǎng.
    let text = text.replace("种树为了什么？", "树为什么长了？");
    assert!(text.contains("树为什么长了？"));
    std::fs::write(&path, text).unwrap();
    let listed = json_lines(&run(project.path(), &["draft", "--format", "json"]).out);
    assert_eq!(listed[0]["key"], "prompt_pinyin");
    let doubt = &listed[0]["doubts"][0];
    assert_eq!((&doubt["character"], &doubt["at"]), (&"长".into(), &4.into()));
    assert_eq!(doubt["sure"], listed[0]["sure"]);
    let mut readings = [doubt["pinyin"].as_str(), doubt["other"].as_str()];
    readings.sort_unstable();
    assert_eq!(readings, [Some("cháng"), Some("zhǎng")]);
    let sure: Vec<u64> = listed.iter().filter_map(|line| line["sure"].as_u64()).collect();
    assert_eq!(sure.len(), listed.len());
    assert!(sure.is_sorted() && sure[0] < sure[2], "{sure:?}");
    assert_eq!(run(project.path(), &["draft", "--write"]).status, 0);
    let after = std::fs::read_to_string(&path).unwrap();
    let keys: Vec<&str> = after
        .lines()
        .filter(|line| line.contains("pinyin"))
        .map(|line| &line[..6])
        .collect();
    assert_eq!(keys, ["pinyin", "pinyin", "prompt"]);
    let err = run(project.path(), &["check"]).err;
    assert!(!err.contains("pinyin-"), "{err}");
}

#[test]
fn a_deck_that_is_wrong_is_not_drafted() {
    let project = sample("invalid/cloze-not-in-quote");
    let before = tree(project.path());
    let ran = run(project.path(), &["draft", "--write"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("cloze-not-in-quote"), "{}", ran.err);
    assert_eq!(tree(project.path()), before);
    let ran = run(project.path(), &["draft", "--write", "--format", "json"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
}

#[test]
fn readings_of_taiwan_are_drafted_and_hold() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("talk.txt"),
        "记者：您做什么？\n林青禾：我和学生研究企业，每个星期休息一天，这样很好。\n\
         记者：您高兴吗？\n林青禾：高兴，因为我每天都能学到新的东西。\n",
    )
    .unwrap();
    let project = folder.path().join("p");
    let ran = run(folder.path(), &["init", "--bare", "p"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ran = |args: &[&str]| {
        let ran = run(&project, args);
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.err);
        (ran.out, ran.err)
    };
    ran(&["new", "source", "../talk.txt", "--id", "talk", "--speaker", "林青禾"]);
    ran(&["new", "deck", "d", "--title", "研究", "--title-english", "Research"]);
    ran(&["harvest", "--into", "d"]);
    let (mainland, _) = ran(&["draft"]);
    let (taiwan, _) = ran(&["draft", "--readings", "tw"]);
    for (here, there) in [(" hé ", " hàn "), ("yánjiū", "yánjiù"), ("qǐyè", "qìyè")]
    {
        assert!(mainland.contains(here), "{here}: {mainland}");
        assert!(taiwan.contains(there), "{there}: {taiwan}");
    }
    assert!(taiwan.contains("xīngqí xiūxí"), "{taiwan}");
    ran(&["draft", "--write", "--readings", "tw"]);
    let (_, err) = ran(&["check", "--readings", "tw"]);
    assert!(!err.contains("pinyin-"), "{err}");
    let err = run(&project, &["check"]).err;
    assert!(err.contains("pinyin-reading") && err.contains("`qì`"), "{err}");
}
