//! Sentences in Cantonese, which has characters of its own: 佢系学生 is 佢係學生.

/// Characters that Mandarin does not write.
const TELLING: &str = "喺咗嘅哋嚟啲嗰㗎噉冇喎㖞";
/// Characters that tell together with another one.
const HINTS: &str = "唔佢咁乜嘢咩嘥瞓攞";
/// Words that tell, unless another word goes on from their end: 都系统.
const WORDS: &[&str] = &[
    "但系", "真系", "梗系", "系咪", "系咩", "唔系", "佢系", "系佢", "都系", "仲系", "乜系",
    "系呀", "系啊",
];
const GOES_ON: &str = "统列数里主";

/// True if a Simplified sentence is in written Cantonese.
pub(super) fn is_cantonese(sentence: &str) -> bool {
    let telling = |c| TELLING.contains(c);
    let hints = sentence.chars().filter(|c| HINTS.contains(*c)).count();
    let word = |word: &&str| {
        sentence.match_indices(*word).any(|(at, word)| {
            !sentence[at + word.len()..].starts_with(|c| GOES_ON.contains(c))
        })
    };
    hints > 1 || sentence.contains(telling) || WORDS.iter().any(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cantonese_is_told_from_mandarin() {
        for sentence in ["佢系学生。", "我喺屋企。", "唔好咁讲", "但系我唔知", "食咗饭未？"]
        {
            assert!(is_cantonese(sentence), "{sentence}");
        }
        for sentence in [
            "唔，我想想。",
            "都系统一了",
            "他在中文系读书",
            "没有关系",
            "",
            "操作系统但系统很慢",
        ] {
            assert!(!is_cantonese(sentence), "{sentence}");
        }
    }
}
