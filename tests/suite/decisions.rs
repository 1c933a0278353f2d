//! One line of the manifest decides whose a line in doubt is.

use yulu::source::{Passage, Source, doubt, manifest, read, sha256_hex};

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
    let toml = format!(
        "[[speaker]]\nid = \"he\"\nname = \"何师傅\"\nname_english = \"He\"\nrole = \"subject\"\n\
         labels = [\"何师傅\"]\n\
         [[speaker]]\nid = \"chen\"\nname = \"小陈\"\nname_english = \"Chen\"\nrole = \"subject\"\n\
         [[speaker]]\nid = \"asker\"\nname = \"记者\"\nname_english = \"the interviewer\"\n\
         role = \"interviewer\"\nlabels = [\"记者\"]\n\
         [[source]]\nid = \"talk\"\nfile = \"talk.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\n\
         short = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\n\
         date = \"undated\"\ndate_evidence = \"none\"\nscript = \"hans\"\nshape = \"dialogue\"\n\
         {decisions}\n",
        sha256_hex(TEXT.as_bytes())
    );
    let (manifest, problems) = manifest::parse("sources.toml", &toml);
    assert!(problems.is_empty(), "{problems:#?}");
    let (source, _) =
        read(&manifest.sources[0], &manifest, "sources.toml", TEXT.as_bytes());
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
    let answer = source.passages.iter().find(|p| p.lines().0 == 11).expect("a passage");
    assert_eq!(answer.question_lines, Some((10, 10)));
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
    assert_eq!(source.cuts.iter().map(|cut| cut.first).collect::<Vec<_>>(), [8, 9]);
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
