//! Collation of the shipped deck: every witness can be rebuilt from its readings, and the
//! places that were read by hand come out right.

use crate::project::{corpus, deck};
use yulu::collate::{Index, ReadingKind, Relation, Witness, collate};
use yulu::deck::Quote;
use yulu::fold::Folded;
use yulu::text::LineRange;

fn quote(id: &str) -> &'static Quote {
    deck()
        .quotes
        .iter()
        .find(|quote| quote.id == id)
        .unwrap_or_else(|| panic!("no quote {id}"))
}

fn witness<'q>(quote: &'q Quote, source: &str) -> &'q Witness {
    let at = corpus().find(source).expect("source");
    let found = quote.collation.witnesses.iter().find(|w| w.place.source == at);
    found.unwrap_or_else(|| panic!("{source} is no witness of {}", quote.id))
}

fn substantive(witness: &Witness) -> Vec<(&str, &str)> {
    let readings = witness.readings.iter().filter(|r| r.kind == ReadingKind::Substantive);
    readings.map(|r| (r.lemma.as_str(), r.reading.as_str())).collect()
}

fn words(text: &str) -> String {
    Folded::new(text, 0).words_only().to_text()
}

#[test]
fn every_witness_can_be_rebuilt_from_the_base_and_its_readings() {
    let mut witnesses = 0;
    for quote in &deck().quotes {
        let base: Vec<char> = quote.base.folded(corpus()).words_only().chars().to_vec();
        let all = quote.collation.witnesses.iter().chain(&quote.collation.echoes);
        for witness in all {
            let mut rebuilt = String::new();
            let mut next = 0;
            let readings =
                witness.readings.iter().filter(|r| r.kind == ReadingKind::Substantive);
            for reading in readings {
                assert!(reading.at.start >= next, "{}: readings overlap", quote.id);
                rebuilt.extend(&base[next..reading.at.start]);
                rebuilt += &words(&reading.reading);
                let lemma: String = base[reading.at.start..reading.at.end].iter().collect();
                assert_eq!(words(&reading.lemma), lemma);
                next = reading.at.end;
            }
            rebuilt.extend(&base[next..]);
            let found = witness.place.folded(corpus()).words_only().to_text();
            assert_eq!(rebuilt, found, "{} in {:?}", quote.id, witness.place.lines);
            witnesses += 1;
        }
    }
    assert!(witnesses > 150, "{witnesses}");
}

#[test]
fn every_place_slices_to_its_own_words() {
    for quote in &deck().quotes {
        let all = quote.collation.witnesses.iter().map(|w| &w.place);
        for place in all.chain([&quote.base]) {
            let text = &corpus().sources[place.source].text;
            for span in &place.spans {
                let slice = text.slice(*span).expect("on character boundaries");
                assert!(!slice.trim().is_empty());
                let LineRange { first, last } = text.lines_of(*span);
                assert!(place.lines.first <= first && last <= place.lines.last);
            }
        }
    }
}

#[test]
fn the_sentence_on_conviction_stands_in_all_five() {
    let quote = quote("a-matter-of-conviction");
    let sources = |list: &[Witness]| -> Vec<&str> {
        list.iter().map(|w| corpus().sources[w.place.source].entry.id.as_str()).collect()
    };
    assert_eq!(sources(&quote.collation.witnesses), ["balou", "jingwei", "beifeng"]);
    assert_eq!(sources(&quote.collation.echoes), ["caixin"]);
    assert_eq!(substantive(witness(quote, "jingwei")), [("我觉得", "")]);
}

#[test]
fn the_gap_has_its_four_readings() {
    let gap = quote("gap-is-originality");
    let balou = substantive(witness(gap, "balou"));
    for expected in [("gap", "概率"), ("之", "只")] {
        assert!(balou.contains(&expected), "{balou:?}");
    }
    assert_eq!(substantive(witness(gap, "beifeng")), [("gap", "差距")]);
    let jingwei = substantive(witness(gap, "jingwei"));
    assert!(!jingwei.iter().any(|(lemma, _)| lemma.contains("gap")), "{jingwei:?}");
    let quote = quote("forever-a-follower");
    assert_eq!(substantive(witness(quote, "balou")), [("追随者", "跟随着")]);
    // beifeng ends the sentence elsewhere: noted, and not taken for other words.
    let divisions = witness(quote, "beifeng").readings.iter();
    let divisions = divisions.filter(|r| r.kind == ReadingKind::Orthographic);
    assert!(divisions.into_iter().any(|r| r.lemma == "者,所" && r.reading == "者。所"));
}

#[test]
fn punctuation_script_and_case_alone_are_orthographic() {
    let quote = quote("when-chatgpt-came-out");
    for source in ["balou", "jingwei"] {
        assert_eq!(witness(quote, source).relation, Relation::Orthographic, "{source}");
    }
    // The blogger's （当初） is a gloss: other words, at the clause's start.
    assert_eq!(substantive(witness(quote, "beifeng")), [("", "当初")]);
    let case: Vec<_> = witness(quote, "balou")
        .readings
        .iter()
        .map(|r| (r.lemma.as_str(), r.reading.as_str(), r.kind))
        .collect();
    assert_eq!(case, [("ChatGPT", "ChatGpt", ReadingKind::Orthographic)]);
}

#[test]
fn a_repeat_is_one_witness_with_two_places() {
    let quote = quote("forever-a-follower");
    let beifeng = witness(quote, "beifeng");
    assert_eq!(
        (beifeng.place.lines, beifeng.also.as_slice()),
        (LineRange::one(35), &[LineRange::one(81)][..])
    );
}

#[test]
fn unrelated_words_have_no_witness() {
    // Sentences of narration and of the blogger that nobody else has.
    for (source, line) in
        [("balou", 3), ("beifeng", 91), ("wenzhucao", 26), ("jingwei", 28)]
    {
        let at = corpus().find(source).expect("source");
        let read = &corpus().sources[at];
        let span = read.text.line_span(line).expect("line");
        let place = yulu::collate::Place {
            source: at,
            spans: vec![span],
            lines: LineRange::one(line),
            basis: yulu::source::Basis::Reported,
        };
        let found = collate(&Index::new(corpus()), &place);
        assert!(found.witnesses.is_empty() && found.echoes.is_empty(), "{source}:{line}");
    }
}

/// The apparatus of ten quotations, each read against the documents.
#[test]
fn the_apparatus_of_ten_quotations() {
    let ids = [
        "gap-is-originality",
        "forever-a-follower",
        "a-matter-of-conviction",
        "our-moat-is-the-team",
        "no-secrets-but-time",
        "bottom-up-natural-division",
        "taught-by-facts",
        "shape-such-people-ourselves",
        "weaving-language",
        "parents-thought-study-useless",
    ];
    let mut out = String::new();
    for id in ids {
        let quote = quote(id);
        let place = |place: &yulu::collate::Place| {
            let source = &corpus().sources[place.source].entry.id;
            format!("{source}:{}-{}", place.lines.first, place.lines.last)
        };
        out +=
            &format!("{id}\n  {} {}\n", place(&quote.base), quote.base.raw_text(corpus()));
        let echoes = quote.collation.echoes.iter().map(|w| (w, "≈"));
        for (witness, sign) in
            quote.collation.witnesses.iter().map(|w| (w, "=")).chain(echoes)
        {
            let text = witness.place.raw_text(corpus()).replace('\n', " / ");
            out += &format!("  {} {sign} {text}\n", place(&witness.place));
            for r in &witness.readings {
                out += &format!("      {} ］ {} ({:?})\n", r.lemma, r.reading, r.kind);
            }
        }
    }
    insta::assert_snapshot!(out);
}

/// A corpus of one plain source a text, all of one speaker.
fn plain_corpus(texts: &[String]) -> yulu::source::Corpus {
    let mut toml = String::from(
        "[[speaker]]\nid = \"a\"\nname = \"甲\"\nname_english = \"A\"\nrole = \"subject\"\n",
    );
    for (at, text) in texts.iter().enumerate() {
        toml += &format!(
            "[[source]]\nid = \"s{at}\"\nfile = \"s{at}.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\n\
             short = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\n\
             date = \"undated\"\ndate_evidence = \"none\"\nscript = \"hans\"\n\
             shape = \"plain\"\nspeaker = \"a\"\n",
            yulu::source::sha256_hex(text.as_bytes())
        );
    }
    let (manifest, diagnostics) = yulu::source::manifest::parse("sources.toml", &toml);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let sources = manifest.sources.iter().zip(texts).filter_map(|(entry, text)| {
        yulu::source::read(entry, &manifest, "sources.toml", text.as_bytes()).0
    });
    let sources = sources.collect();
    yulu::source::Corpus { manifest, sources, errata: Vec::new() }
}

fn first_line(source: usize, text: &str) -> yulu::collate::Place {
    yulu::collate::Place {
        source,
        spans: vec![yulu::text::Span::new(0, text.len())],
        lines: LineRange::one(1),
        basis: yulu::source::Basis::Compiled,
    }
}

#[test]
fn a_sentence_that_stands_hundreds_of_times_has_its_witness_and_takes_no_time() {
    let sentence = "创新首先是一个信念问题而不是钱的问题。";
    let many = format!("{sentence}\n").repeat(3_000);
    let corpus = plain_corpus(&[sentence.to_owned(), many]);
    let found = collate(&Index::new(&corpus), &first_line(0, sentence));
    let sources: Vec<_> = found.witnesses.iter().map(|w| w.place.source).collect();
    assert_eq!(sources, [1]);
    assert_eq!(found.witnesses[0].similarity, 1.0);
}

#[test]
fn a_place_with_other_words_is_no_repeat() {
    let sentence = "创新首先是一个信念问题而不是钱的问题。";
    // As many of the words on every line; the third has one more between them.
    let text = format!(
        "{sentence}\n很久以后。\n创新首先不是一个信念问题而不是钱的问题。\n{sentence}"
    );
    let corpus = plain_corpus(&[sentence.to_owned(), text]);
    let found = collate(&Index::new(&corpus), &first_line(0, sentence));
    let places: Vec<_> = found.witnesses.iter().map(|w| (w.place.lines, &w.also)).collect();
    assert_eq!(places, [(LineRange::one(1), &vec![LineRange::one(4)])]);
}

#[test]
fn a_source_that_is_all_one_line_is_searched_like_any_other() {
    let sentence = "创新首先是一个信念问题而不是钱的问题。";
    // Two megabytes in one line, with the sentence in the middle.
    let filler: String = (0..350_000u32)
        .map(|at| char::from_u32(0x4e00 + (at.wrapping_mul(7919) % 5000)).unwrap_or('一'))
        .collect();
    let line = format!("{filler}。{sentence}{filler}");
    let corpus = plain_corpus(&[sentence.to_owned(), line.clone(), String::new()]);
    let found = collate(&Index::new(&corpus), &first_line(0, sentence));
    assert_eq!(found.witnesses.len(), 1);
    let place = &found.witnesses[0].place;
    assert_eq!(place.raw_text(&corpus), sentence);
    assert_eq!(place.spans[0].start, line.find(sentence).expect("there"));
}

/// A wrong quotation is compared with the passages that may have its words, not with all.
#[test]
fn words_are_looked_for_only_where_they_may_stand() {
    let numbers: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let line = |at: usize| -> String {
        let digits = format!("{at:04}");
        let digits = digits.bytes().map(|digit| numbers[usize::from(digit - b'0')]);
        format!("「第{}棵树」，是后来的人种的。\n", digits.collect::<String>())
    };
    let text: String = (0..3000).map(line).collect();
    let corpus = plain_corpus(&[text]);
    let index = yulu::collate::Index::new(&corpus);
    for at in [0, 1234, 2999] {
        let words = yulu::fold::Folded::new(line(at).trim_end(), 0);
        let found: Vec<usize> =
            index.anywhere().passages(0, &words).map(|(passage, _)| passage).collect();
        assert!(found.contains(&at), "{at}: {found:?}");
        assert!(found.len() < 50, "{at}: {} passages", found.len());
    }
    let nowhere = yulu::fold::Folded::new("从来没有人说过这样的一句话", 0);
    assert!(index.anywhere().passages(0, &nowhere).count() < 50);
}

proptest::proptest! {
    /// Nothing is lost by that: every passage that has the words is among them.
    #[test]
    fn every_passage_that_has_the_words_is_looked_at(
        lines in proptest::collection::vec("[一二三，。]{1,12}", 1..8),
        pick in 0..100usize, from in 0..12usize, length in 1..8usize,
    ) {
        let corpus = plain_corpus(&[lines.join("\n") + "\n"]);
        let index = yulu::collate::Index::new(&corpus);
        let words: String =
            lines[pick % lines.len()].chars().skip(from).take(length).collect();
        let words = yulu::fold::Folded::new(&words, 0);
        proptest::prop_assume!(!words.is_empty());
        let source = &corpus.sources[0];
        let all = source.passages.iter().enumerate();
        let has: Vec<usize> = all
            .filter(|(_, passage)| !passage.fold(&source.text).find_all(&words).is_empty())
            .map(|(at, _)| at)
            .collect();
        let looked: Vec<usize> =
            index.anywhere().passages(0, &words).map(|(at, _)| at).collect();
        proptest::prop_assert!(has.iter().all(|at| looked.contains(at)), "{has:?} {looked:?}");
    }
}
