//! Characters that Simplified text has in some words and Traditional text in more.
//!
//! 著, 乾, 瞭, 徵, 於, 藉, 麽 and 彷 are Simplified characters in 著名, 乾坤, 瞭望, 魏徵, 於菟, 慰藉,
//! 幺麽 and 彷徨. Only words are named in which they certainly stand for 着, 干, 了, 征, 于, 借, 么 and
//! 仿: a name or a rare word is never taken for a slip. 覆 is none of them: dictionaries have 反覆
//! and 答覆 beside 反复 and 答复.

/// A character; the characters after which it is out of place in Simplified; those before which
/// it is.
const WORDS: &[(char, &str, &str)] = &[
    (
        '著',
        "看味带有活想试等站坐拿笑说跟随沿朝向接凭顺对靠穿走忙亮睁闭守抱盯听做唱跳躺睡哭喊\
         陪伴占握捧牵推拉提扛插挂贴放摆堆藏埋围绕锁映照闪冒飘浮流淌滴响存满沉附急衣",
        "",
    ),
    ('乾', "饼晒烘擦吹萄烤晾", "燥净杯脆旱粮枯瘪瘦草果涸洗咳裂酪柴涩扰"),
    ('瞭', "明", "解然如若"),
    ('徵', "特象", "求收集召兵税服婚询象兆文"),
    ('於', "关对由至终属等大小高低位处基用善忠限鉴源归倾", ""),
    ('藉', "凭", "口此由助故"),
    ('麽', "什怎这那多", ""),
    ('彷', "", "佛"),
];

/// What comes after 著 where it is a word by itself: 著名, 著作, 著有.
const AFTER_ZHU: &str = "名作者述称书录有";
/// Words that end in one of them, whatever comes after: 魏徵求见, 慰藉由此而来.
const WHOLE: &[&str] = &["魏徵", "慰藉", "蕴藉", "狼藉", "枕藉"];

/// True if there is a character at this place, and it is one of these.
pub(super) fn is_one_of(chars: &[char], at: Option<usize>, these: &str) -> bool {
    at.and_then(|at| chars.get(at)).is_some_and(|c| these.contains(*c))
}

/// True for a character that its neighbours have to judge.
pub(super) fn may_be(c: char) -> bool {
    WORDS.iter().any(|(other, _, _)| *other == c)
}

/// True if the character at this place of a Simplified text is the Traditional one.
pub(super) fn is_misplaced(chars: &[char], at: usize) -> bool {
    let Some((c, after, before)) =
        chars.get(at).and_then(|c| WORDS.iter().find(|(other, _, _)| other == c))
    else {
        return false;
    };
    let beside = |index, words| is_one_of(chars, index, words);
    let ends = |word: &&str| {
        let text = at.checked_sub(1).and_then(|from| chars.get(from..=at));
        text.is_some_and(|text| word.chars().eq(text.iter().copied()))
    };
    if *c == '著' && beside(Some(at + 1), AFTER_ZHU) || WHOLE.iter().any(ends) {
        return false;
    }
    beside(at.checked_sub(1), after) || beside(Some(at + 1), before)
}

#[cfg(test)]
mod tests {
    use crate::script::han::simplified_form;
    use crate::script::{Script, residue};

    #[test]
    fn certain_words_are_slips_and_others_are_not() {
        for slip in [
            "这意味著什么",
            "带著看",
            "晒乾",
            "很乾净",
            "乾燥",
            "明瞭",
            "瞭解",
            "特徵",
            "象徵",
            "徵求",
            "关於",
            "大於",
            "藉口",
            "什麽",
            "彷佛",
            "附著",
            "饼乾",
        ] {
            let found = residue(slip, Script::Hans);
            assert!(found.is_some_and(|(_, c)| simplified_form(c) != c), "{slip}");
        }
        for word in [
            "著名的著作",
            "显著",
            "执著",
            "土著",
            "鲁迅著",
            "著有多部作品",
            "他编写著作",
            "名著",
            "乾坤",
            "乾隆",
            "康乾盛世",
            "萧乾",
            "瞭望",
            "魏徵",
            "魏徵求见",
            "宫商角徵羽",
            "樊於期",
            "於菟",
            "覆盖",
            "颠覆",
            "重蹈覆辙",
            "反覆",
            "慰藉",
            "慰藉由此而来",
            "狼藉",
            "一片狼藉此时才收拾",
            "枕藉",
            "彷徨",
            "幺麽",
        ] {
            assert_eq!(residue(word, Script::Hans), None, "{word}");
        }
    }
}
