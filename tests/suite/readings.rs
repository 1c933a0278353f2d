//! The five documents, read by hand line by line, laid beside what the readers make of
//! them. Line numbers here were taken from the files, not from the program.

use std::path::Path;

use yulu::source::{Basis, Kind, Passage, Source, manifest, read};
use yulu::text::LineRange;

fn corpus() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = "seeds/sources.toml";
    let text = std::fs::read_to_string(root.join(file)).expect("sources.toml");
    let (manifest, diagnostics) = manifest::parse(file, &text);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let sources = manifest.sources.iter().map(|entry| {
        let bytes = std::fs::read(root.join(&entry.file)).expect("source");
        let (source, diagnostics) = read(entry, &manifest, file, &bytes);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        source.expect("readable")
    });
    sources.collect()
}

fn source(id: &str) -> Source {
    corpus().into_iter().find(|s| s.entry.id == id).expect("declared")
}

/// Lines of all passages of a kind.
fn lines(source: &Source, kind: Kind) -> Vec<LineRange> {
    source.passages.iter().filter(|p| p.kind == kind).map(Passage::lines).collect()
}

fn singles(numbers: impl IntoIterator<Item = usize>) -> Vec<LineRange> {
    numbers.into_iter().map(LineRange::one).collect()
}

#[test]
fn balou_has_sixteen_questions_and_answers_after_its_narration() {
    let balou = source("balou");
    assert_eq!(lines(&balou, Kind::Question), singles((19..=49).step_by(2)));
    assert_eq!(lines(&balou, Kind::Answer), singles((20..=50).step_by(2)));
    assert_eq!(lines(&balou, Kind::Other), singles(1..=18));
    assert!(lines(&balou, Kind::Quote).is_empty());
    for answer in balou.passages.iter().filter(|p| p.kind == Kind::Answer) {
        assert_eq!(answer.speaker.as_deref(), Some("liang"));
        let asked = answer.lines().first - 1;
        assert_eq!(answer.question_lines, Some(LineRange::one(asked)));
    }
}

#[test]
fn beifeng_has_sixteen_pairs_two_repeats_and_a_blogger() {
    let beifeng = source("beifeng");
    assert_eq!(lines(&beifeng, Kind::Question), singles((13..=73).step_by(4)));
    assert_eq!(lines(&beifeng, Kind::Answer), singles((15..=75).step_by(4)));
    assert_eq!(lines(&beifeng, Kind::Quote), singles([81, 96]));
    let repeats: Vec<_> = beifeng
        .passages
        .iter()
        .filter_map(|p| {
            Some((p.lines().first, beifeng.passages[p.repeat_of?].lines().first))
        })
        .collect();
    assert_eq!(repeats, [(81, 35), (96, 71)]);
    let blogger = singles([
        10, 11, 12, 79, 84, 85, 86, 87, 88, 89, 91, 92, 98, 100, 102, 104, 106, 108, 110,
        112, 114, 116, 120,
    ]);
    assert_eq!(lines(&beifeng, Kind::Other), blogger);
    let other = beifeng.passages.iter().filter(|p| p.kind == Kind::Other);
    assert!(other.into_iter().all(|p| p.speaker.as_deref() == Some("beifeng-blogger")));
}

#[test]
fn jingwei_has_sixty_thoughts_and_no_site_chrome() {
    let jingwei = source("jingwei");
    assert_eq!(lines(&jingwei, Kind::Thought), singles((42..=160).step_by(2)));
    let numbers: Vec<_> = jingwei.passages.iter().filter_map(|p| p.number).collect();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    let thoughts = jingwei.passages.iter().filter(|p| p.kind == Kind::Thought);
    assert!(
        thoughts
            .into_iter()
            .all(|p| p.basis() == Basis::Compiled && p.speaker.as_deref() == Some("liang"))
    );
    let last = jingwei.passages.last().expect("passages");
    assert_eq!(last.lines(), LineRange::one(166));
}

#[test]
fn caixin_has_fourteen_digested_points_under_five_headings() {
    let caixin = source("caixin");
    let points = [16, 20, 22, 28, 30, 32, 34, 36, 38, 40, 44, 46, 50, 52];
    assert_eq!(lines(&caixin, Kind::Point), singles(points));
    let points: Vec<_> = caixin.passages.iter().filter(|p| p.kind == Kind::Point).collect();
    assert!(points.iter().all(|p| p.basis() == Basis::Digested));
    let mut headings: Vec<_> = points.iter().filter_map(|p| p.heading.as_deref()).collect();
    assert_eq!(headings.len(), 14);
    headings.dedup();
    assert_eq!(
        headings,
        [
            "创新的信心",
            "关于颠覆性创新",
            "关于创新型组织",
            "关于国内的人才",
            "做技术驱动型创新的积累"
        ]
    );
}

#[test]
fn wenzhucao_has_fifty_eight_quotations_with_their_nine_unlabelled_paragraphs() {
    let wenzhucao = source("wenzhucao");
    let quotes: Vec<_> =
        wenzhucao.passages.iter().filter(|p| p.kind == Kind::Quote).collect();
    assert_eq!(quotes.len(), 58);
    let inherited: Vec<_> = quotes
        .iter()
        .flat_map(|p| &p.paragraphs)
        .filter(|p| p.basis == Basis::Inherited)
        .map(|p| p.line)
        .collect();
    assert_eq!(inherited, [38, 42, 47, 50, 55, 69, 77, 85, 86]);
    assert_eq!(quotes.first().map(|p| p.lines()), Some(LineRange::one(33)));
    assert_eq!(quotes.last().map(|p| p.lines()), Some(LineRange::one(99)));
}

#[test]
fn every_line_with_text_is_in_a_cut_a_passage_or_a_heading_and_none_in_two() {
    for source in corpus() {
        let headings: Vec<_> =
            source.passages.iter().filter_map(|p| p.heading.clone()).collect();
        for (number, span) in source.text.lines() {
            let text = source.text.slice(span).expect("line").trim();
            let cut = source.cut_at_line(number).is_some();
            let passages = source
                .passages
                .iter()
                .flat_map(|p| &p.paragraphs)
                .filter(|p| p.line == number)
                .count();
            let heading = headings.iter().any(|h| h == text) || text == "选人标准";
            let homes = usize::from(cut) + passages;
            assert!(homes <= 1, "{} line {number} has two homes", source.entry.id);
            assert!(
                text.is_empty() || homes == 1 || heading,
                "{} line {number} is lost: {text}",
                source.entry.id
            );
        }
    }
}

#[test]
fn every_paragraph_slices_back_to_words_without_label_or_number() {
    for source in corpus() {
        for paragraph in source.passages.iter().flat_map(|p| &p.paragraphs) {
            let words = source.text.slice(paragraph.span).expect("on character boundaries");
            assert_eq!(words, words.trim());
            assert!(!words.is_empty());
            let line = source.text.line(paragraph.line).expect("line");
            assert!(line.contains(words));
        }
        for passage in
            source.passages.iter().filter(|p| p.speaker.as_deref() == Some("liang"))
        {
            let raw = passage.raw_text(&source.text);
            for label in ["梁文锋:", "梁文峰:", "梁文锋：", "梁文鋒", "记者", "###"]
            {
                assert!(!raw.contains(label), "{label} in {raw}");
            }
            assert!(
                !raw.starts_with(|c: char| c.is_ascii_digit() && raw[1..].starts_with('.'))
            );
        }
    }
}
