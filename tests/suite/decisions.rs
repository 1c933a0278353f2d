//! One line of the manifest decides whose a line in doubt is.

use yulu::source::{Passage, Source, doubt, manifest, read, sha256_hex};
use yulu::text::LineRange;

const TEXT: &str = "记者：您什么时候开始种树？\n\
    何师傅：十年前。\n\
    第二年我又种了一百棵。\n\
    原因：那年没有雨。\n\
    小陈：我也在场。\n\
    记者：后来呢？\n\
    何师傅：后来都活了。\n\
    ![图一](a.png)\n\
    ![图二](b.png)\n\
    那您想过离开吗？\n\
    想过，没走成。\n";

/// The document as read with these lines under its `[[source]]`.
fn read_with(decisions: &str) -> Source {
    read_text(TEXT, "dialogue", decisions)
}

/// A text as read in a shape, with these lines under its `[[source]]`.
fn read_text(text: &str, shape: &str, decisions: &str) -> Source {
    let toml = format!(
        "[[speaker]]\nid = \"he\"\nname = \"何师傅\"\nname_english = \"He\"\nrole = \"subject\"\n\
         labels = [\"何师傅\"]\n\
         [[speaker]]\nid = \"chen\"\nname = \"小陈\"\nname_english = \"Chen\"\nrole = \"subject\"\n\
         [[speaker]]\nid = \"asker\"\nname = \"记者\"\nname_english = \"the interviewer\"\n\
         role = \"interviewer\"\nlabels = [\"记者\"]\n\
         [[source]]\nid = \"talk\"\nfile = \"talk.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\n\
         short = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\n\
         date = \"undated\"\ndate_evidence = \"none\"\nscript = \"hans\"\nshape = \"{shape}\"\n\
         {decisions}\n",
        sha256_hex(text.as_bytes())
    );
    let (manifest, problems) = manifest::parse("sources.toml", &toml);
    assert!(problems.is_empty(), "{problems:#?}");
    let (source, _) =
        read(&manifest.sources[0], &manifest, "sources.toml", text.as_bytes());
    source.expect("readable")
}

/// Whose a line is: a speaker's id, or nobody's.
fn whose(source: &Source, line: usize) -> Option<String> {
    let has = |passage: &&Passage| passage.paragraphs.iter().any(|p| p.line == line);
    source.passages.iter().find(has).and_then(|passage| passage.speaker.clone())
}

#[test]
fn a_line_in_doubt_is_nobodys_and_listed_with_what_decides_it() {
    let source = read_with("");
    assert_eq!(whose(&source, 2).as_deref(), Some("he"));
    assert_eq!(whose(&source, 5), None);
    assert_eq!(whose(&source, 8), None);
    let listed = doubt::decisions(&source).join("\n");
    assert!(listed.contains("not_labels = [\"小陈\"]"), "{listed}");
    assert!(listed.contains("[[source.cut]]\nfrom = \"![图一](a"), "{listed}");
}

#[test]
fn a_label_gives_the_line_to_its_speaker() {
    let source = read_with("labels = { \"小陈\" = \"chen\" }");
    assert_eq!(whose(&source, 5).as_deref(), Some("chen"));
    assert_eq!(whose(&source, 4).as_deref(), Some("he"));
}

#[test]
fn what_is_no_label_goes_on_with_the_speaker_before() {
    let source = read_with("not_labels = [\"原因\", \"小陈\"]");
    assert_eq!(whose(&source, 5).as_deref(), Some("he"));
}

#[test]
fn a_turn_without_a_label_is_given_to_somebody_and_goes_on() {
    let source = read_with(
        "[[source.turn]]\nfrom = \"那您想过离开吗\"\nspeaker = \"asker\"\nreason = \"lost\"\n\
         [[source.turn]]\nfrom = \"想过，\"\nspeaker = \"he\"\nreason = \"lost\"",
    );
    assert_eq!(whose(&source, 10).as_deref(), Some("asker"));
    assert_eq!(whose(&source, 11).as_deref(), Some("he"));
    let answer = source.passages.iter().find(|p| p.lines().first == 11).expect("a passage");
    assert_eq!(answer.question_lines, Some(LineRange::one(10)));
}

#[test]
fn inheritance_ends_where_the_manifest_says() {
    let labelled = read_with("inherit = \"labelled\"");
    assert_eq!(whose(&labelled, 2).as_deref(), Some("he"));
    assert_eq!(whose(&labelled, 3), None);
    let all = read_with("inherit = \"all\"");
    assert_eq!(whose(&all, 11).as_deref(), Some("he"));
    // A head of somebody else ends it all the same.
    assert_eq!(whose(&all, 5), None);
}

#[test]
fn every_line_that_begins_alike_is_cut_at_once() {
    let source =
        read_with("[[source.cut]]\nfrom = \"![\"\nevery = true\nreason = \"pictures\"");
    assert_eq!(source.cuts.iter().map(|cut| cut.lines.first).collect::<Vec<_>>(), [8, 9]);
}

#[test]
fn decisions_as_listed_are_accepted_and_leave_nothing_to_decide() {
    let source = read_with("");
    let pasted: Vec<String> = doubt::decisions(&source)
        .into_iter()
        .map(|line| line.replace("SPEAKER-ID", "chen"))
        .collect();
    let decided = read_with(&pasted.join("\n"));
    let left = doubt::lines(&decided.passages);
    assert!(left.len() < doubt::lines(&source.passages).len(), "{left:?}");
    assert_eq!(whose(&decided, 5).as_deref(), Some("chen"));
}

#[test]
fn a_picture_that_is_cut_away_ends_no_turn_and_other_cuts_do() {
    let text = "记者：树怎么样？\n何师傅：都活了。\n![图一](a.png)\n第二年又种了一百棵。\n\
                广告一则。\n那年没有雨。\n记者：后来呢？\n何师傅：等。\n";
    let cut = |from: &str| {
        let cut =
            format!("[[source.cut]]\nfrom = \"{from}\"\nevery = true\nreason = \"r\"");
        read_text(text, "dialogue", &format!("inherit = \"all\"\n{cut}"))
    };
    assert_eq!(whose(&cut("!["), 4).as_deref(), Some("he"));
    let source = cut("广告");
    assert_eq!(whose(&source, 4).as_deref(), Some("he"));
    assert_ne!(whose(&source, 6).as_deref(), Some("he"));
}

#[test]
fn who_has_read_how_far_a_turn_goes_gives_no_answer_to_the_asker_and_no_foot_to_anybody() {
    let text = "记者：树怎么样？\n何师傅：都活了。\n又种了一百棵。\n（注：树指松树。）\n\
                **记者：后来呢？**\n后来都活了。\n也有人来看。\n---\n请关注本刊。\n";
    let all = read_text(text, "dialogue", "inherit = \"all\"");
    assert_eq!(whose(&all, 3).as_deref(), Some("he"));
    for line in [4, 6, 9] {
        assert_eq!(whose(&all, line), None, "{line}");
    }
    let his = read_text(text, "dialogue", "inherit = \"all\"\nspeaker = \"he\"");
    assert_eq!(whose(&his, 6).as_deref(), Some("he"));
    assert_eq!(whose(&his, 7).as_deref(), Some("he"));
    assert_eq!(whose(&his, 9), None);
}

#[test]
fn lines_that_begin_alike_are_somebodys_at_once_but_for_those_with_a_head() {
    let text = "记者：树怎么样？\n#### 都活了，一棵也没有死。\n记者：后来呢？\n\
                #### 小陈：后来我也来了。\n#### 后来又种了一百棵，都在山后面。\n";
    let turn = "[[source.turn]]\nfrom = \"#### \"\nevery = true\nspeaker = \"he\"\n\
                reason = \"answers are set as headings\"";
    let labels = "labels = { \"小陈\" = \"chen\" }\n";
    let source = read_text(text, "dialogue", &format!("{labels}{turn}"));
    assert_eq!(whose(&source, 2).as_deref(), Some("he"));
    assert_eq!(whose(&source, 4).as_deref(), Some("chen"));
    assert_eq!(whose(&source, 5).as_deref(), Some("he"));
}

#[test]
fn a_label_is_no_part_of_a_turn_that_is_given_to_somebody() {
    let turn =
        "[[source.turn]]\nfrom = \"何师傅：后来\"\nspeaker = \"chen\"\nreason = \"r\"";
    let source = read_with(turn);
    let said = source.passages.iter().find(|p| p.lines().first == 7).expect("a passage");
    assert_eq!(said.speaker.as_deref(), Some("chen"));
    assert_eq!(said.raw_text(&source.text), "后来都活了。");
}

#[test]
fn questions_that_are_set_apart_are_given_to_who_asks_and_known_to_the_answers() {
    let text = "访种树人\n## 您什么时候开始种树？\n十年前。那年没有雨。\n\
                ## 后来呢？\n后来都活了。\n又种了一百棵。\n## 还种吗？\n还种。\n\
                ## 后记\n我们走的时候天黑了。\n";
    let his = "speaker = \"he\"\n";
    let asked = "[[source.turn]]\nfrom = \"## \"\nevery = true\nspeaker = \"asker\"\n\
                 reason = \"questions\"\n";
    let cut = "[[source.cut]]\nfrom = \"## 后记\"\nreason = \"the writer's own\"\n";
    let source = read_text(text, "plain", &format!("{his}{asked}{cut}"));
    let answer = source.passages.iter().find(|p| p.lines().first == 5).expect("a passage");
    assert_eq!(answer.speaker.as_deref(), Some("he"));
    assert_eq!(answer.question_lines, Some(LineRange::one(4)));
    let question =
        source.passages.iter().find(|p| p.lines().first == 4).expect("a passage");
    assert_eq!(question.speaker.as_deref(), Some("asker"));
    assert_eq!(question.raw_text(&source.text), "后来呢？");
    // What follows a cut is not the answer before it.
    assert_eq!(whose(&source, 10), None);
}

#[test]
fn one_decision_is_proposed_for_many_lines_and_keys_stand_before_tables() {
    let text = "记者：树怎么样？\n何师傅：都活了。\n![一](a.png)\n老周：我也在场。\n\
                ![二](b.png)\n老吴：我也是。\n![三](c.png)\n记者：后来呢？\n何师傅：等。\n";
    let known = "labels = { \"何\" = \"he\" }";
    let source = read_text(text, "dialogue", known);
    let listed = doubt::decisions(&source).join("\n");
    let labels = "labels = { \"何\" = \"he\", \"老周\" = \"SPEAKER-ID\", \"老吴\" = \"SPEAKER-ID\" }";
    assert_eq!(listed.matches("\nlabels = ").count(), 1, "{listed}");
    assert!(listed.contains(labels), "{listed}");
    assert!(listed.contains("from = \"![\"\nevery = true"), "{listed}");
    let first_table = listed.find("\n[[").expect("a table");
    assert!(listed.find("labels").is_some_and(|at| at < first_table), "{listed}");
    // As it stands it is what the manifest takes.
    let pasted = listed.replace("SPEAKER-ID", "chen");
    let decided = read_text(text, "dialogue", &pasted);
    assert_eq!(whose(&decided, 6).as_deref(), Some("chen"));
}

#[test]
fn what_reaches_far_and_who_answers_can_be_decided_by_one_key() {
    let text = "**记者：树怎么样？**\n都活了，一棵也没有死。\n**记者：后来呢？**\n又种了一百棵。\n\
                **记者：还种吗？**\n还种。\n";
    let listed = doubt::decisions(&read_text(text, "dialogue", "")).join("\n");
    assert!(listed.contains("# speaker = \"SPEAKER-ID\""), "{listed}");
    let decided = read_text(text, "dialogue", "speaker = \"he\"");
    assert_eq!(whose(&decided, 4).as_deref(), Some("he"));
}

#[test]
fn an_entry_with_a_time_of_its_own_goes_on_with_nobody() {
    let text = "09:12 何师傅：风眼没有变。\n09:20 小陈：船都上岸了。\n09:40 何师傅：风会转向。\n\
                09:52 小陈：转向就好。\n10:00 【小结】直播暂停半小时。\n";
    let source = read_text(text, "dialogue", "labels = { \"小陈\" = \"chen\" }");
    assert_eq!(whose(&source, 4).as_deref(), Some("chen"));
    assert_eq!(whose(&source, 5), None);
}

#[test]
fn who_takes_part_and_what_they_are_called_is_nobodys_words() {
    for cast in [
        "嘉宾：何师傅（以下简称“何”）、小陈（以下简称“陈”）；主持：阿灯（以下简称“灯”）",
        "嘉宾：何师傅、小陈；主持人：阿灯",
    ] {
        let text = format!(
            "{cast}\n记者：树怎么样？\n何师傅：活了。\n记者：雨呢？\n何师傅：没有。\n"
        );
        let source = read_text(&text, "dialogue", "labels = { \"嘉宾\" = \"chen\" }");
        assert_ne!(whose(&source, 1).as_deref(), Some("chen"), "{cast}");
    }
}
