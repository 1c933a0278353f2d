//! Harvested drafts are proven as they stand and new to the deck.

use proptest::prelude::*;
use yulu::collate::Index;
use yulu::deck::Recordings;
use yulu::deck::file;
use yulu::deck::harvest::{Draft, entries, in_traditional, is_balanced, to_toml};
use yulu::deck::prove::{Proof, prove};
use yulu::diagnostics::{Code, Severity, has_errors};
use yulu::pinyin::legal::Readings;
use yulu::script::{Converter, Form, Region, Script};
use yulu::source::{Corpus, manifest, read, sha256_hex};

use crate::project::{converter, corpus, deck, proof};

const HEAD: &str = "[deck]\nid = \"d\"\ntitle = \"题\"\ntitle_english = \"T\"\nabout = \"题\"\n\
                    about_english = \"T\"\nversion = \"1\"\n";

/// Every draft there is.
fn harvest(
    index: &Index<'_>,
    decks: &[&yulu::deck::Deck],
    wanted: &[usize],
    converter: &dyn Converter,
) -> Vec<Draft> {
    yulu::deck::harvest::harvest(index, decks, wanted, converter, usize::MAX).drafts
}

#[test]
fn a_harvest_pasted_into_a_deck_proves() {
    let index = Index::new(corpus());
    let drafts = harvest(&index, &[], &[], converter());
    assert!(drafts.len() > 100, "{}", drafts.len());
    let text = format!("{HEAD}{}", to_toml(&drafts, corpus(), "harvest"));
    let (file, problems) = file::parse("decks/d.toml", &text, true);
    assert!(problems.is_empty(), "{problems:#?}");
    let proof = proof(&index);
    let (proved, diagnostics) = prove(&[file], &proof);
    let errors: Vec<_> =
        diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(proved.map(|deck| deck.quotes.len()), Some(drafts.len()));
    let to_write: Vec<_> = diagnostics.iter().filter(|d| d.code == Code::ToWrite).collect();
    let [one] = to_write.as_slice() else { panic!("one for the file: {to_write:#?}") };
    let all = format!("; {} quotes (", drafts.len());
    assert!(one.message.contains(&all), "what is not written is said: {}", one.message);
    let asked = drafts.iter().filter(|draft| draft.prompt.is_some()).count();
    assert!(asked > 10, "{asked} prompts");
    let texts = format!("the first of {} texts", 3 * drafts.len() + 4 - asked);
    assert_eq!(one.primary.as_ref().map(|label| label.text.as_str()), Some(&*texts));
}

#[test]
fn a_harvest_has_nothing_the_deck_has_and_no_statement_twice() {
    let index = Index::new(corpus());
    let drafts = harvest(&index, &[deck()], &[], converter());
    assert!(!drafts.is_empty());
    for (at, draft) in drafts.iter().enumerate() {
        for quote in &deck().quotes {
            let places = quote.collation.witnesses.iter().map(|w| &w.place);
            for place in places.chain([&quote.base]) {
                let overlaps = draft.place.source == place.source
                    && draft
                        .place
                        .spans
                        .iter()
                        .any(|a| place.spans.iter().any(|b| a.overlaps(*b)));
                assert!(!overlaps, "{} is in {}", draft.quote, quote.id);
            }
        }
        for other in &drafts[at + 1..] {
            assert_ne!(draft.quote, other.quote);
        }
    }
    assert!(drafts.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn a_draft_stands_alone_and_drafts_come_from_the_whole_text() {
    let index = Index::new(corpus());
    for (at, source) in corpus().sources.iter().enumerate() {
        let drafts = harvest(&index, &[], &[at], converter());
        // A digest has nobody's own words.
        if drafts.is_empty() {
            assert_eq!(source.entry.id, "caixin");
            continue;
        }
        for draft in &drafts {
            let quote = &draft.quote;
            assert!(is_balanced(quote), "{quote}");
            assert!(
                !quote.contains(['*', '>', '#', '`', '[']) && !quote.contains("://"),
                "{quote}"
            );
            for start in
                ["对，", "嗯", "好的", "但", "所以", "这", "那", "他", "它", "谢谢"]
            {
                assert!(!quote.starts_with(start), "{quote}");
            }
            assert!(quote.ends_with(['。', '！', '？', '”', '）']), "{quote}");
            let prompt = draft.prompt.as_ref();
            assert!(prompt.is_none_or(|prompt| prompt.text.ends_with('？')), "{prompt:?}");
        }
        // The first twenty stand in more than half of the tenths of what may be quoted.
        let length = source.text.as_str().len();
        let part = |draft: &Draft| draft.place.whole().start * 10 / length;
        let all: std::collections::BTreeSet<usize> = drafts.iter().map(part).collect();
        let first: std::collections::BTreeSet<usize> =
            drafts.iter().take(20).map(part).collect();
        assert!(2 * first.len() > all.len(), "{}: {first:?} of {all:?}", source.entry.id);
    }
}

#[test]
fn nothing_is_harvested_from_digests_narration_or_other_speakers() {
    let index = Index::new(corpus());
    let drafts = harvest(&index, &[], &[], converter());
    let caixin = corpus().find("caixin");
    for draft in &drafts {
        assert_ne!(Some(draft.place.source), caixin);
        assert!(draft.place.basis.may_be_quoted());
        let source = &corpus().sources[draft.place.source];
        let passage =
            source.passages_at_line(draft.place.lines.first).next().expect("passage");
        assert_eq!(source.passages[passage].speaker.as_deref(), Some("liang"));
    }
}

/// What a small project's harvest looks like in a deck of either script, and what is wrong with
/// it: every draft that is written proves, in every region, whatever the source's spelling.
#[track_caller]
fn harvest_proves(script: Script, lines: &[&str]) -> Vec<String> {
    let mut text = "问：怎么样？\n".to_owned();
    for line in lines {
        text += &format!("答：{line}\n");
    }
    let manifest_text = format!(
        "[[speaker]]\nid = \"she\"\nname = \"江\"\nname_english = \"Jiang\"\n\
         role = \"subject\"\nlabels = [\"答\"]\n[[source]]\nid = \"s\"\n\
         file = \"seeds/s.txt\"\nsha256 = \"{}\"\ntitle = \"题\"\nshort = \"题\"\n\
         short_english = \"s\"\noutlet = \"unknown\"\nauthor = \"unknown\"\n\
         date = \"undated\"\ndate_evidence = \"none\"\nscript = \"{}\"\n\
         shape = \"dialogue\"\n",
        sha256_hex(text.as_bytes()),
        script.as_str(),
    );
    let (manifest, problems) = manifest::parse("seeds/sources.toml", &manifest_text);
    assert_eq!(problems, []);
    let entry = &manifest.sources[0];
    let (source, problems) = read(entry, &manifest, "seeds/sources.toml", text.as_bytes());
    assert!(!has_errors(&problems), "{problems:#?}");
    let sources = source.into_iter().collect();
    let corpus = Corpus { manifest, sources, errata: Vec::new() };
    let index = Index::new(&corpus);
    let drafts = harvest(&index, &[], &[], converter());
    let traditional = in_traditional(drafts.clone(), &corpus, converter());
    for (typed, drafts) in [(Script::Hans, &drafts), (Script::Hant, &traditional)] {
        let head =
            HEAD.replace("题", "一").replace("version", "script = \"SCRIPT\"\nversion");
        let head = head.replace("SCRIPT", typed.as_str());
        let theme = "[[theme]]\nid = \"t\"\ntitle = \"一\"\ntitle_english = \"T\"\n\
                     summary = \"一\"\nsummary_english = \"S\"\n";
        let deck = format!("{head}{theme}{}", entries(drafts, &corpus, "t", 1, typed));
        let (file, problems) = file::parse("decks/d.toml", &deck, true);
        assert_eq!(problems, []);
        for region in [Region::Tw, Region::Hk] {
            let proof = Proof {
                index: &index,
                converter: converter(),
                region,
                readings: Readings::Mainland,
                recordings: Recordings::NONE,
            };
            let (proved, found) = prove(std::slice::from_ref(&file), &proof);
            assert!(!has_errors(&found), "{deck}\n{found:#?}");
            assert_eq!(proved.map(|deck| deck.quotes.len()), Some(drafts.len()));
        }
    }
    traditional.into_iter().map(|draft| draft.quote).collect()
}

#[test]
fn every_draft_for_a_deck_in_traditional_proves() {
    let drafts = harvest_proves(
        Script::Hans,
        &[
            "老人仿佛站在屋檐下，两腿麻痹，一动也不动。",
            "旧坐标上的家具呆着不动，后来也没有人管。",
            "老人背着东西走在前面，利欲熏心的人跟在后面。",
        ],
    );
    let mut drafts: Vec<&str> = drafts.iter().map(String::as_str).collect();
    drafts.sort_unstable();
    let wanted = [
        "老人彷彿站在屋簷下，兩腿麻痺，一動也不動。",
        "老人揹著東西走在前面，利慾熏心的人跟在後面。",
        "舊坐標上的家具呆著不動，後來也沒有人管。",
    ];
    assert_eq!(drafts, wanted);
    // Their own characters, stray Simplified ones converted.
    let drafts = harvest_proves(
        Script::Hant,
        &[
            "錶停了彷彿很冷，过了以後先看發條乾不乾淨。",
            "説到稅，我們后來才知道裏面的道理。",
        ],
    );
    let mut drafts: Vec<&str> = drafts.iter().map(String::as_str).collect();
    drafts.sort_unstable();
    let wanted = [
        "說到稅，我們后來才知道裏面的道理。".replace('說', "説"),
        "錶停了彷彿很冷，過了以後先看發條乾不乾淨。".to_owned(),
    ];
    let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    assert_eq!(drafts, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Of words that conversion writes with other characters than the folding knows.
    #[test]
    fn every_draft_proves_whatever_it_is_spelt_like(
        words in prop::collection::vec(0..SPELLINGS.len(), 6..14),
        hant in any::<bool>(),
    ) {
        let words: String = words.into_iter().map(|at| SPELLINGS[at]).collect();
        let line = format!("我们说过的话{words}。");
        let drafts = match hant {
            true => {
                let form = Form::Hant(Region::Hk);
                harvest_proves(Script::Hant, &[&converter().convert(&line, form)])
            }
            false => harvest_proves(Script::Hans, &[&line]),
        };
        // None is left out of a Simplified document.
        prop_assert!(hant || !drafts.is_empty(), "{line}");
    }
}

const SPELLINGS: &[&str] = &[
    "仿佛", "彷徨", "麻痹", "屋檐", "坐标", "呆着", "背着", "家具", "抵触", "熏心", "荫蔽",
    "上链", "夫役", "并吞", "仇敌", "周济", "讬付", "谘商", "著名", "看着", "了解", "明了",
    "反复", "干净", "乾坤", "面条", "一只", "后台", "钟表", "卫生", "叙述", "计划", "沉船",
    "慰藉", "凭借",
];
