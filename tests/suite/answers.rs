//! Answers to study questions, and the quotes that carry them.

use yulu::collate::Index;
use yulu::deck::file::parse;
use yulu::deck::prove::prove;
use yulu::deck::{Deck, placeholder};
use yulu::diagnostics::{Code, Diagnostic};
use yulu::script::Script;

use crate::project::{converter, corpus, proof};

/// Two quotes of the first source and a theme whose question has these further keys.
fn proved(question: &str) -> (Option<Deck>, Vec<Diagnostic>) {
    let quote = |id: &str, prompt: &str, words: &str| {
        format!(
            "[[quote]]\nid = \"{id}\"\nfrom = \"wenzhucao\"\nquote = \"{words}\"\n\
             english = \"x\"\nprompt = \"{prompt}\"\nprompt_english = \"x\"\n\
             themes = [\"t\"]\ndifficulty = 1\n"
        )
    };
    let text = format!(
        "[deck]\nid = \"d\"\ntitle = \"题\"\ntitle_english = \"T\"\nabout = \"说明\"\n\
         about_english = \"A\"\nversion = \"1\"\n[[theme]]\nid = \"t\"\ntitle = \"题\"\n\
         title_english = \"T\"\nsummary = \"提要\"\nsummary_english = \"S\"\n\
         [[theme.question]]\nid = \"q\"\nask = \"为什么？\"\nenglish = \"Why?\"\n{question}\n{}{}",
        quote("gap", "〔待写〕", "但真实的gap是原创和模仿之差。"),
        quote("cost", "怎样？", "创新首先是一个信念问题。"),
    );
    let (file, out) = parse("decks/d.toml", &text, true);
    assert!(out.is_empty(), "{out:#?}");
    let index = Index::new(corpus());
    let proof = proof(&index);
    prove(&[file], &proof)
}

#[test]
fn an_answer_is_in_both_scripts_and_names_its_quotes() {
    let (deck, out) = proved(
        "answer = \"因为这里发生过很多事。\"\nanswer_english = \"Much happened.\"\n\
         quotes = [\"cost\", \"gap\", \"cost\"]",
    );
    let deck = deck.unwrap_or_else(|| panic!("{out:#?}"));
    let question = &deck.themes[0].questions[0];
    let answer = question.answer.as_ref().unwrap();
    assert_eq!(answer.text.get(Script::Hant), "因為這裡發生過很多事。");
    assert_eq!(answer.english.as_deref(), Some("Much happened."));
    let ids = |deck: &Deck| -> Vec<String> {
        let quotes = deck.themes[0].questions[0].quotes.iter();
        quotes.map(|at| deck.quotes[*at].id.clone()).collect()
    };
    assert_eq!(ids(&deck), ["cost", "gap"], "in the order given, each once");
    let (written, _) = deck.written();
    assert_eq!(ids(&written), ["cost"], "a quote that has no card yet carries nothing");
}

#[test]
fn an_answer_still_to_be_written_leaves_the_summary_and_the_question() {
    let (zh, en) = (placeholder::TO_WRITE.0, placeholder::TO_WRITE.1);
    for (answer, english) in [(zh, en), (zh, "Much happened."), ("很多事。", en)] {
        let (deck, out) =
            proved(&format!("answer = \"{answer}\"\nanswer_english = \"{english}\"\n"));
        assert!(out.iter().any(|problem| problem.code == Code::ToWrite), "{out:#?}");
        let (deck, left) = deck.unwrap().written();
        assert_eq!(left.questions, 0);
        let kept = deck.themes[0].questions[0].answer.as_ref();
        assert_eq!(kept.is_some(), answer != zh);
        assert_eq!(kept.and_then(|kept| kept.english.as_deref()), None);
    }
}

#[test]
fn more_quotes_than_a_screen_shows_are_warned_of() {
    let (deck, out) =
        proved("answer = \"很多事。\"\nquotes = [\"gap\", \"cost\", \"gap\", \"cost\"]");
    assert!(deck.is_some());
    assert!(out.iter().any(|problem| problem.code == Code::AidsTooMany), "{out:#?}");
}

/// Of a question with an answer, that and the quotes that carry it come first; of one without,
/// the summary and all quotes.
#[test]
fn a_card_shows_the_answer_and_what_carries_it() {
    use yulu::card::{Role, cards};
    let card = |question: &str| {
        let (deck, out) = proved(question);
        let deck = deck.unwrap_or_else(|| panic!("{out:#?}"));
        let cards = cards(&deck, corpus(), converter());
        cards.into_iter().find(|card| card.id == "t.q").unwrap()
    };
    let ids = |quotes: &[yulu::card::QuoteRef]| -> Vec<String> {
        quotes.iter().map(|quote| quote.id.clone()).collect()
    };
    let answered = card("answer = \"因为有人做过。\"\nquotes = [\"cost\"]");
    let roles: Vec<Role> = answered.back.iter().map(|block| block.role).collect();
    assert_eq!(roles, [Role::Answer, Role::Summary]);
    assert_eq!(answered.answer().unwrap().text(Script::Hant), "因為有人做過。");
    assert_eq!(
        (ids(&answered.quotes), ids(&answered.further)),
        (vec!["cost".to_owned()], vec!["gap".to_owned()])
    );
    assert!(answered.source.short.en.starts_with("The answer is the editor's"));
    let plain = card("");
    assert_eq!(plain.answer().unwrap().role, Role::Summary);
    assert_eq!((ids(&plain.quotes).len(), plain.further.len()), (2, 0));
    assert!(plain.source.short.en.starts_with("The summary is the editor's"));
}
