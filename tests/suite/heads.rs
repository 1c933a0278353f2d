//! Whatever stands between two lines of a document, nobody's words grow by it.

use proptest::prelude::*;
use yulu::source::{Source, manifest, read, sha256_hex};

const SPEAKERS: &str = "[[speaker]]\nid = \"he\"\nname = \"何师傅\"\nname_english = \"He\"\n\
    role = \"subject\"\nlabels = [\"何师傅\", \"老何\"]\n\
    [[speaker]]\nid = \"asker\"\nname = \"记者\"\nname_english = \"the interviewer\"\n\
    role = \"interviewer\"\nlabels = [\"记者\", \"问\"]\n";

const LINES: [&str; 10] = [
    "记者：您守了多少年？",
    "何师傅：三十七年。水是有脾气的。",
    "头十年我只看水位，后来才学会看人。",
    "记者：有没有想过离开？",
    "何师傅：想过。门总要有人开。",
    "上午开一次，下午再开一次。",
    "记者：那您后悔吗？",
    "何师傅：一天也没有后悔过。",
    "记者：谢谢您。",
    "何师傅：路上小心。",
];

fn source(text: &str) -> Source {
    let toml = format!(
        "{SPEAKERS}[[source]]\nid = \"t\"\nfile = \"t.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\n\
         short = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\ndate = \"undated\"\n\
         date_evidence = \"none\"\nscript = \"hans\"\nshape = \"dialogue\"\n",
        sha256_hex(text.as_bytes())
    );
    let (manifest, problems) = manifest::parse("sources.toml", &toml);
    assert!(problems.is_empty(), "{problems:#?}");
    let (source, _) =
        read(&manifest.sources[0], &manifest, "sources.toml", text.as_bytes());
    source.expect("readable")
}

/// Who says which words, line by line; nobody's are left out.
fn said(source: &Source) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for passage in &source.passages {
        let Some(speaker) = &passage.speaker else { continue };
        for paragraph in passage.paragraphs.iter().filter(|p| p.basis.may_be_quoted()) {
            let words = source.text.slice(paragraph.span).expect("words");
            said.push((speaker.clone(), words.to_owned()));
        }
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_head_between_two_lines_lets_nobodys_words_grow(
        at in 1..LINES.len(),
        name in prop_oneof![
            Just("小陈"), Just("玛丽·琼斯"), Just("Mary Jones"), Just("记者甲"), Just("《船报》"), Just("旁听者乙"),
        ],
        frame in 0..12_usize,
    ) {
        let line = match frame {
            0 => format!("{name}：我不这么看。"),
            1 => format!("- **{name}**: 我不这么看。"),
            2 => format!("[00:12:30] {name}：我不这么看。"),
            3 => format!("【{name}】我不这么看。"),
            4 => format!("{name}（插话）：我不这么看。"),
            5 => format!("（插话）{name}：我不这么看。"),
            6 => format!("> {name}∶我不这么看。"),
            7 => format!("\u{200b}{name}\u{fe0f}：我不这么看。"),
            8 => format!("{name} → 我不这么看。"),
            9 => format!("1. {name}：我不这么看。"),
            10 => format!("“{name}”：我不这么看。"),
            _ => format!("12′30″ {name}：我不这么看。"),
        };
        let before = said(&source(&LINES.join("\n")));
        let mut lines: Vec<&str> = LINES.to_vec();
        lines.insert(at, &line);
        for (speaker, words) in said(&source(&lines.join("\n"))) {
            prop_assert!(before.contains(&(speaker.clone(), words.clone())), "{line}: {speaker} says {words}");
        }
    }

    #[test]
    fn a_head_deformed_at_random_is_never_somebody_elses_words(
        which in 0..LINES.len(),
        way in 0..16_usize,
        mark in prop_oneof![Just("："), Just(":"), Just("∶"), Just("﹕"), Just("︰"), Just(" ："), Just("꞉")],
    ) {
        prop_assume!(![2, 5].contains(&which));
        let (name, words) = LINES[which].split_once('：').expect("a label");
        let own = if name == "记者" { "asker" } else { "he" };
        let first = name.chars().next().expect("a name");
        let rest = &name[first.len_utf8()..];
        let head = match way {
            0 => format!("【{name}】{mark}"),
            1 => format!("（{name}）{mark}"),
            2 => format!("[00:01:02] {name}{mark}"),
            3 => format!("{name} (00:01:02){mark}"),
            4 => format!("**{name}{mark}**"),
            5 => format!("__{name}__{mark}"),
            6 => format!("{first} {rest}{mark}"),
            7 => format!("{first}\u{200b}{rest}{mark}"),
            8 => format!("{first}\u{fe0f}{rest}{mark}"),
            9 => format!("> - {name}{mark}"),
            10 => format!("★ {name}（笑）{mark}"),
            11 => format!("<b>{name}</b>{mark}"),
            12 => format!("\u{3000}\u{3000}{name}{mark}"),
            13 => format!("{name}；"),
            14 => format!("<{name}> "),
            _ => format!("2、{name}{mark}"),
        };
        let line = format!("{head}{words}");
        let mut lines: Vec<&str> = LINES.to_vec();
        lines[which] = &line;
        let read = source(&lines.join("\n"));
        let number = which + 1;
        for at in read.passages_at_line(number) {
            if let Some(speaker) = read.passages[at].speaker.as_deref() {
                prop_assert!(speaker == own || speaker == "narrator", "{line}: {speaker}");
            }
        }
    }
}

#[test]
fn one_named_with_speaker_may_be_quoted_and_nobody_else() {
    use crate::cli::run;
    let home = tempfile::TempDir::new().expect("folder");
    let talk = "海边\n阿光：两位都在海边长大？\n老马：是的。\n玛丽：我不是。\n阿光：谁先来？\n老马：我先来。\n玛丽：好。\n";
    std::fs::write(home.path().join("talk.txt"), talk).expect("written");
    assert_eq!(run(home.path(), &["init", "--bare", "p"]).status, 0);
    let project = home.path().join("p");
    let ran = run(&project, &["new", "source", "../talk.txt", "--speaker", "老马"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("老马 (`talk-speaker`, subject): 2 passages"), "{}", ran.err);
    assert!(ran.err.contains("玛丽 (`talk-other`, other): 2 passages"), "{}", ran.err);
    let toml =
        std::fs::read_to_string(project.join("seeds/sources.toml")).expect("manifest");
    assert_eq!(toml.matches("role = \"subject\"").count(), 1, "{toml}");
}

#[test]
fn labels_that_would_change_another_document_count_in_their_own_alone() {
    use crate::cli::run;
    let home = tempfile::TempDir::new().expect("folder");
    let first = "海边\n阿光：您在海边长大？\n老马：是的。\n小陈：我也是。\n阿光：怕水吗？\n老马：怕。\n";
    let second = "山里\n小陈：山高吗？\n老郭：高。\n小陈：冷吗？\n老郭：冷。\n";
    std::fs::write(home.path().join("a.txt"), first).expect("written");
    std::fs::write(home.path().join("b.txt"), second).expect("written");
    assert_eq!(run(home.path(), &["init", "--bare", "p"]).status, 0);
    let project = home.path().join("p");
    let read = || run(&project, &["passages", "a", "--format", "json"]).out;
    assert_eq!(run(&project, &["new", "source", "../a.txt"]).status, 0);
    let before = read();
    let ran = run(&project, &["new", "source", "../b.txt"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("count in this document alone"), "{}", ran.err);
    assert_eq!(read(), before);
}
