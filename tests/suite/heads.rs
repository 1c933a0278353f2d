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

/// Reads a document as `yulu new source` registers it; each line begins with who says it, a
/// letter for each person, `-` for nobody, `?` for a line in which nothing is looked at.
#[track_caller]
fn reads(lines: &str, speaker: Option<&str>) {
    use std::collections::BTreeMap;
    use yulu::source::guess::{self, Wanted};
    let rows: Vec<(&str, &str)> = lines
        .lines()
        .map(|line| {
            line.split_once('|').map_or(("-", ""), |(who, text)| (who.trim(), text))
        })
        .collect();
    let text = rows.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
    let sum = sha256_hex(text.as_bytes());
    let wanted = Wanted {
        id: "d",
        file: "seeds/d.txt",
        sha256: &sum,
        speaker,
        local: false,
        about: &yulu::import::About::default(),
    };
    let (none, _) = manifest::parse("sources.toml", "");
    let toml = guess::to_toml(&guess::guess(&text), &wanted, &none);
    let (manifest, problems) = manifest::parse("sources.toml", &toml);
    assert!(problems.is_empty(), "{problems:#?}");
    let (source, _) =
        read(&manifest.sources[0], &manifest, "sources.toml", text.as_bytes());
    let source = source.expect("readable");
    let mut persons: BTreeMap<String, &str> = BTreeMap::new();
    for (at, (who, line)) in rows.iter().enumerate() {
        if *who == "?" || line.is_empty() {
            continue;
        }
        let passages = &source.passages[source.passages_at_line(at + 1)];
        let said: Vec<&str> = passages
            .iter()
            .filter(|passage| {
                passage.paragraphs.iter().any(|p| {
                    p.line == at + 1 && p.basis.may_be_quoted() && p.span.start < p.span.end
                })
            })
            .filter_map(|passage| passage.speaker.as_deref())
            .collect();
        if *who == "-" {
            assert!(said.is_empty(), "line {}, {line}: {said:?}\n{toml}", at + 1);
            continue;
        }
        assert_eq!(said.len(), 1, "line {}, {line}: {:?}", at + 1, passages);
        let known = persons.entry(said[0].to_owned()).or_insert(who);
        assert_eq!(known, who, "line {}, {line}", at + 1);
    }
    let mut letters: Vec<&str> = persons.values().copied().collect();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), persons.len(), "{persons:?}");
}

#[test]
fn what_only_looks_like_words_is_nobodys() {
    // Words that are lost, and thanks to the one who has answered.
    reads(
        "Q|问：船什么时候修好？\nA|答：秋天。\n-|问：（听不清）\nA|答：那要问木头。\nA|木头干了才算。\n\
         -|谢谢您的回答，我们都长了见识。\nQ|问：下一个问题呢？\nA|答：请。",
        None,
    );
    // Form fields, and the formula before a signature.
    reads(
        "-|讯问笔录\n-|在场人：丁某\nQ|问：你看见了什么？\nA|答：一把伞。\nQ|问：谁的？\nA|答：没有人撑着。\n\
         -|以上笔录与我所说相符。\n-|在场人（签字）：",
        None,
    );
    // What is heard and seen on a stage.
    reads(
        "A|阿秀：门外是谁？\nB|更夫：打更的。\nA|阿秀：几更了？\n-|音效：（三声梆子）\n-|场景：渐暗\n\
         B|更夫：三更。\nA|阿秀：那我睡了。",
        None,
    );
    // Narration behind quoted words.
    reads(
        "Q|记者：您丢了什么？\nA|老叶：“一把钥匙。”\nQ|记者：开什么的？\n\
         ?|老叶：“忘了，忘了才要找。”他又摸了摸口袋。\n-|口袋是空的。\nQ|记者：还找吗？\nA|老叶：“找。”",
        None,
    );
}

#[test]
fn words_and_their_meanings_are_no_speakers() {
    reads(
        "-|山里话\n-|落雾：起雾。\n-|落脚：歇下。\n-|落花：花谢。\n-|落水：下雨。\n-|落雾：也说下雾。\n-|落脚：也说歇脚。",
        None,
    );
}

#[test]
fn a_label_that_stands_for_somebody_else_further_on_is_nobodys() {
    reads(
        "-|第一次（甲：船老大；乙：学徒）\nA|甲：帆破了没有？\nB|乙：破了一角。\nA|甲：那就补。\n\
         -|第二次（甲：税吏；乙：船老大）\n-|甲：船上装的什么？\n-|乙：风。",
        None,
    );
    reads(
        "-|茶館裡見了周某人，周某人坐在窗邊。\nQ|問：「你信嗎？」\nA|周：「我信。」\nQ|問：「為甚麼？」\n\
         A|周：「因為沒有別的。」\n-|不信的還有周大小姐。\n-|周大小姐在電台如是說：\n-|周：「我不信。」\nQ|問：「那信甚麼？」\n\
         -|周：「信錢。」",
        None,
    );
}

#[test]
fn a_name_that_returns_is_a_label_whatever_its_letters() {
    reads(
        "Q|眾：您那天看見燈了嗎？\nA|黎：看見了。\nQ|眾：甚麼顏色？\nA|黎：沒有顏色。\nQ|眾：怕不怕？\nA|黎：不怕。",
        None,
    );
    reads(
        "I|我：爸，今年下雪没有？\nF|爸：下了，下在山上。\nI|我：路上滑吗？\nF|爸：滑。鞋底磨平了。\nI|我：那别出门。\n\
         F|爸：不出门雪就白下了。\nI|我：我过年回来。\nF|爸：好。\nI|我：带点什么？\nF|爸：带你自己。",
        None,
    );
}

#[test]
fn who_is_named_answers_questions_that_are_set_apart() {
    for mark in ["**", "## ", "> ", "——"] {
        let close = if mark == "**" { "**" } else { "" };
        reads(
            &format!(
                "-|修伞的人\n-|巷口有一个修伞的摊子，摆了四十年。\n-|{mark}您为什么修伞？{close}\n\
                 A|因为总有雨。\nA|雨停了，人就忘了伞。\n-|{mark}有没有不修的伞？{close}\n\
                 ?|有。我师父说：“断了骨的不修。”\nA|断了骨，撑起来也是歪的。\n-|陈太太：你这把还收钱吗？\n\
                 -|那一把没有收钱。\n-|{mark}最难修的是什么？{close}\nA|是别人不要的。\n-|---\n-|本文由雨伞协会整理。"
            ),
            Some("老梅"),
        );
    }
    // The answers are set apart.
    reads(
        "-|修伞的人\n-|您为什么修伞？\nA|> 因为总有雨。\n-|有没有不修的伞？\nA|> 断了骨的不修。\n\
         -|最难修的是什么？\nA|> 是别人不要的。",
        Some("老梅"),
    );
    // Two people whom only indentation tells apart.
    reads(
        "-|看见船没有？\n-|　　看见了。\n-|它往哪里去？\n-|　　不知道。\n-|雾起了。\n-|你等不等？\n-|　　等。",
        Some("老梅"),
    );
}

#[test]
fn labels_in_a_form_of_their_own_are_seen_by_their_returning() {
    reads(
        "-|夜班记录\nQ|<阿丁> 锅炉还烧吗？\nA|<老焦> 烧着呢。\nQ|<阿丁> 水够不够？\n-|* 老焦 去看了一眼\nA|<老焦> 够到天亮。\n\
         G|<小满> 我也在。\nQ|<阿丁> 那就好。",
        None,
    );
    reads(
        "-|庭审\nQ|審判長問：你那晚在哪裡？\nA|證人答：在船上。\nQ|審判長問：誰看見你？\nA|證人答：燈看見我。",
        None,
    );
}

#[test]
fn initials_are_the_name_that_they_stand_for() {
    reads(
        "-|修钟人访谈\nQ|Night Paper：您修了多少年钟？\nA|Ada Moss：五十年。\nQ|NP：最老的一座呢？\nA|AM：比我老。\n\
         Q|NP：它准吗？\nA|AM：比我准。",
        Some("Ada Moss"),
    );
}

#[test]
fn who_is_named_answers_labelled_questions_without_a_label() {
    reads(
        "-|看林人\nQ|**问：您怕火吗？**\nA|怕。火不怕我。\nA|我年轻的时候也不怕。\nQ|**问：那怎么办？**\nA|种树，离远一点种。\n\
         Q|**问：谢谢您。**\nA|路上别抽烟。",
        Some("老柯"),
    );
    // Nobody is named: nobody's.
    reads(
        "-|看林人\nQ|**问：您怕火吗？**\n-|怕。火不怕我。\nQ|**问：那怎么办？**\n-|种树，离远一点种。",
        None,
    );
}

#[test]
fn somebody_before_the_first_known_head_is_told() {
    reads(
        "-|码头\n-|过路的：船开了吗？\n-|开了，刚开。\nQ|记者：您在等谁？\nA|老蔡：等船。\nQ|记者：船开了。\nA|老蔡：等它回来。",
        None,
    );
}

#[test]
fn an_editors_note_is_a_line_between_turns() {
    reads(
        "-|编者按：这是钟先生最后一次谈话。\nQ|问：您怎么看掌声？\nA|答：掌声像雨。\n-|注：指那年夏天。\nQ|问：雨停了呢？\n\
         A|答：就晒书。",
        None,
    );
}

/// Passages of each speaker who may be quoted, by the words they must and must not have.
fn spoken_by(source: &Source, speaker: &str) -> Vec<String> {
    let own = said(source).into_iter().filter(|(who, _)| who == speaker);
    own.map(|(_, words)| words).collect()
}

#[test]
fn bad_input_gives_nobody_anothers_words() {
    // A head of somebody else on every line.
    let every: Vec<String> = (0..400)
        .map(|at| match at % 4 {
            0 => format!("记者：第{at}问？"),
            1 => format!("何师傅：第{at}答。"),
            2 => format!("路人{at}：第{at}声。"),
            _ => format!("【看客{at}】第{at}声。"),
        })
        .collect();
    let read = source(&every.join("\n"));
    let own = spoken_by(&read, "he");
    assert_eq!(own.len(), 100);
    assert!(own.iter().all(|words| words.ends_with("答。")), "{own:?}");
    assert_eq!(spoken_by(&read, "asker").len(), 100);

    // One speaker in 10,000 variants of a head: his, or nobody's.
    let variants: Vec<String> = (0..10_000)
        .map(|at| match at % 3 {
            0 => format!("何师傅（第{at}次）：我说{at}。"),
            1 => format!("[{:02}:{:02}] 何师傅：我说{at}。", at / 60 % 60, at % 60),
            _ => format!("何师傅·{at}：我说{at}。"),
        })
        .collect();
    let read = source(&variants.join("\n"));
    assert!(spoken_by(&read, "asker").is_empty());
    assert!(spoken_by(&read, "he").len() >= 3_334);

    // A line of a megabyte with labels in it.
    let mut line = "何师傅：第一句。".to_owned();
    let mut turns = 1;
    while line.len() < 1 << 20 {
        line.push_str("记者：问什么？何师傅：答什么。");
        turns += 1;
    }
    let read = source(&format!("记者：开始？\n{line}\n"));
    let own = spoken_by(&read, "he");
    assert_eq!(own.len(), turns);
    assert!(own.iter().all(|words| words == "第一句。" || words == "答什么。"));
    assert_eq!(read.passages.len(), 2 * turns);

    // A document that is one table.
    let rows: Vec<String> =
        (0..50).map(|at| format!("| 何师傅 | {at} | 米 | 水位 |")).collect();
    assert!(said(&source(&rows.join("\n"))).is_empty());

    // Labels of which one is the beginning of another.
    let prefixes = "何师：问：老何：有人吗？\n老何：有。\n老何头：没有。\n老何：刚才有。\n老何头：现在没有。";
    let read = source(prefixes);
    let own = spoken_by(&read, "he");
    assert!(own.iter().all(|words| words == "有。" || words == "刚才有。"), "{own:?}");
}

#[test]
fn what_is_read_grows_with_the_text_and_no_faster() {
    // Every line gives as many passages in a long text as in a short one.
    let text = |turns: usize| {
        let turn =
            |at: usize| format!("记者：第{at}问？\n何师傅：第{at}答。\n后来又说了{at}次。");
        (0..turns).map(turn).collect::<Vec<_>>().join("\n")
    };
    let count = |turns: usize| {
        let read = source(&text(turns));
        (read.passages.len(), said(&read).len())
    };
    let (passages, paragraphs) = count(100);
    assert_eq!(count(1000), (passages * 10, paragraphs * 10));
}
