//! Harvested drafts are proven as they stand and new to the deck.

use crate::project::{converter, corpus, deck};
use yulu::collate::Index;
use yulu::deck::file;
use yulu::deck::harvest::{harvest, to_toml};
use yulu::deck::prove::{Proof, prove};
use yulu::diagnostics::{Code, Severity};
use yulu::script::Region;

const HEAD: &str = "[deck]\nid = \"d\"\ntitle = \"题\"\ntitle_english = \"T\"\nabout = \"题\"\n\
                    about_english = \"T\"\nversion = \"1\"\n";

#[test]
fn a_harvest_pasted_into_a_deck_proves() {
    let index = Index::new(corpus());
    let drafts = harvest(&index, &[], &[], converter());
    assert!(drafts.len() > 100, "{}", drafts.len());
    let text = format!("{HEAD}{}", to_toml(&drafts, corpus(), "harvest"));
    let (file, problems) = file::parse("decks/d.toml", &text, true);
    assert!(problems.is_empty(), "{problems:#?}");
    let proof = Proof { index: &index, converter: converter(), region: Region::Tw };
    let (proved, diagnostics) = prove(&[file], &proof);
    let errors: Vec<_> =
        diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(proved.map(|deck| deck.quotes.len()), Some(drafts.len()));
    let to_write: Vec<_> = diagnostics.iter().filter(|d| d.code == Code::ToWrite).collect();
    let [one] = to_write.as_slice() else { panic!("one for the file: {to_write:#?}") };
    let all = format!("; {} quotes (", drafts.len());
    assert!(one.message.contains(&all), "what is not written is said: {}", one.message);
    let texts = format!("the first of {} texts", 3 * drafts.len() + 4);
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
fn nothing_is_harvested_from_digests_narration_or_other_speakers() {
    let index = Index::new(corpus());
    let drafts = harvest(&index, &[], &[], converter());
    let caixin = corpus().find("caixin");
    for draft in &drafts {
        assert_ne!(Some(draft.place.source), caixin);
        assert!(draft.place.basis.may_be_quoted());
        let source = &corpus().sources[draft.place.source];
        let passage = source.passage_at_line(draft.place.lines.0).expect("passage");
        assert_eq!(source.passages[passage].speaker, "liang");
    }
}
