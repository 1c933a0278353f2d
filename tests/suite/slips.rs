//! Known slips and dropped hedges are warned of, and an emendation silences the warning.

use crate::project::{corpus, proof};
use yulu::collate::Index;
use yulu::deck::prove::prove;
use yulu::deck::{Deck, file};
use yulu::diagnostics::{Code, Diagnostic};

/// A deck of one quotation from the five documents.
fn proved(from: &str, quote: &str, emend: &str) -> (Option<Deck>, Vec<Diagnostic>) {
    let text = format!(
        "[deck]\nid = \"d\"\ntitle = \"题\"\ntitle_english = \"T\"\nabout = \"题\"\n\
         about_english = \"T\"\nversion = \"1\"\n\
         [[theme]]\nid = \"t\"\ntitle = \"题\"\ntitle_english = \"T\"\nsummary = \"题\"\n\
         summary_english = \"T\"\n\
         [[quote]]\nid = \"q\"\nfrom = \"{from}\"\nquote = \"{quote}\"\nenglish = \"E\"\n\
         prompt = \"问？\"\nprompt_english = \"P\"\nthemes = [\"t\"]\ndifficulty = 1\n{emend}\n"
    );
    let (file, problems) = file::parse("decks/d.toml", &text, true);
    assert!(problems.is_empty(), "{problems:#?}");
    let index = Index::new(corpus());
    let proof = proof(&index);
    prove(&[file], &proof)
}

fn diagnose(from: &str, quote: &str, emend: &str) -> Vec<Diagnostic> {
    proved(from, quote, emend).1
}

fn codes(from: &str, quote: &str, emend: &str) -> Vec<Code> {
    diagnose(from, quote, emend).iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn each_kind_of_slip_is_warned_of() {
    for (from, quote) in [
        ("balou:46", "技术没有秘密，但重制需要时间和成本"),
        ("balou:24", "我们只是被过去那种惯性束缚了，但他也是阶段性的。"),
        ("beifeng:51", "我们一般不强制分工，而是自然分工。"),
        ("beifeng:75", "是因为整个社会群体需要被实施教育"),
        ("jingwei:100", "过去那种拿来主义的惯例和过去的国情有关。"),
        (
            "wenzhucao:65",
            "就像马化腾创业时，你去讨论通用电气和可口可乐一样。很可能是一种刻舟求剑。",
        ),
    ] {
        assert_eq!(codes(from, quote, ""), [Code::ErratumNotEmended], "{from}");
    }
}

#[test]
fn a_dropped_hedge_is_warned_of_even_where_no_list_has_it() {
    let found =
        codes("jingwei:134", "前50名顶尖人才可能不在中国，但我们能自己打造这样的人。", "");
    assert!(found.contains(&Code::HedgeDropped), "{found:?}");
    let found = codes("jingwei:48", "人的思维就是一个语言的过程。", "");
    assert!(found.contains(&Code::HedgeDropped), "{found:?}");
    // The witness that keeps its hedge is fine.
    let quote = "前50名顶尖人才可能不在中国，但也许我们能自己打造这样的人。";
    assert_eq!(codes("beifeng:43", quote, ""), []);
}

#[test]
fn an_emendation_with_its_witness_silences_the_warning() {
    let quote = "技术没有秘密，但重置需要时间和成本";
    let emend =
        "emend = [{ reads = \"重制\", as = \"重置\", by = [\"jingwei\", \"wenzhucao\"] }]";
    assert_eq!(codes("balou:46", quote, emend), []);
    // Support is looked for in the parallel itself.
    let emend =
        "emend = [{ reads = \"重制\", as = \"重置\", by = [\"beifeng\", \"balou\"] }]";
    assert_eq!(codes("balou:46", quote, emend), [Code::EmendationUnsupported]);
}

#[test]
fn an_emendation_is_seen_on_the_card_without_unfolding_anything() {
    let quote = "技术没有秘密，但重置需要时间和成本";
    let emend =
        "emend = [{ reads = \"重制\", as = \"重置\", by = [\"jingwei\", \"wenzhucao\"] }]";
    let deck = proved("balou:46", quote, emend).0.expect("proved");
    let notes = crate::project::notes_of(&deck);
    let extra = notes[0].field("Extra").expect("field");
    assert!(
        extra.contains("校改作“重置”（jingwei, wenzhucao），底本balou作“重制”。"),
        "{extra}"
    );
    assert!(
        extra.contains("校改作「重置」（jingwei, wenzhucao），底本balou作「重製」。"),
        "{extra}"
    );
    assert!(!notes[0].field("Apparatus").expect("field").contains("重制"));
}

#[test]
fn every_slip_of_the_list_stands_where_it_is_said_to() {
    assert!(corpus().errata.len() > 90, "{}", corpus().errata.len());
    for erratum in &corpus().errata {
        let source = &corpus().sources[erratum.source];
        assert_eq!(source.text.slice(erratum.span), Some(erratum.reads.as_str()));
        assert_ne!(erratum.reads, erratum.right);
    }
}
