//! The shipped deck as a deck to study: lengths, difficulty, answers.

use std::collections::BTreeSet;

use yulu::script::Script;

use crate::project::deck;

/// Words are Han characters, letters and digits.
fn words(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Set phrases and terms of a trade that make a quotation hard (docs/deck-format.md).
const HARD: &str = "从天而降 理所当然 厚积薄发 孜孜不倦 烟消云散 刻舟求剑 眼花缭乱 不假思索 \
    高深莫测 功成名就 有生之年 以身示范 必经之路 待解之谜 自下而上 自上而下 拿来主义 不为人知 \
    训练动力学 垂类 精细化 碎片化 券商 集群 多模态 现金流 摩尔定律 产业结构 数据效率 复刻 \
    模型结构 盈利模式 基础模型 试验场 短平快 量化 投入回报比";

#[test]
fn difficulty_is_of_the_language() {
    let hard: Vec<&str> = HARD.split_whitespace().collect();
    for quote in &deck().quotes {
        let text = quote.text.get(Script::Hans);
        let wanted = match (hard.iter().any(|term| text.contains(term)), words(text)) {
            (true, _) => 3,
            (false, ..=26) => 1,
            (false, _) => 2,
        };
        assert_eq!(quote.difficulty, wanted, "{}", quote.id);
    }
}

#[test]
fn every_question_has_an_answer_of_its_own_in_both_languages() {
    let prompts: BTreeSet<&str> =
        deck().quotes.iter().map(|quote| quote.prompt.hans.as_str()).collect();
    let mut seen = 0;
    for question in deck().themes.iter().flat_map(|theme| &theme.questions) {
        let answer = question.answer.as_ref().expect("an answer");
        let hans = answer.text.get(Script::Hans);
        assert!(words(hans) <= 90, "{}: {} words", question.id, words(hans));
        assert!(answer.english.is_some(), "{}", question.id);
        assert!((2..=3).contains(&question.quotes.len()), "{}", question.id);
        assert!(!prompts.contains(question.ask.hans.as_str()), "{}", question.id);
        seen += 1;
    }
    assert_eq!(seen, 28);
}
