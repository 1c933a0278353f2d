//! Lists, quotations with attributions, commentary, verse and wrapped text: whose words each line
//! is, and that nobody gets another's.

use proptest::prelude::*;

use yulu::source::{Basis, Source, manifest, read, sha256_hex};
use yulu::text::LineRange;

const SPEAKERS: &str = "[[speaker]]\nid = \"ma\"\nname = \"老马\"\nname_english = \"Old Ma\"\n\
     role = \"subject\"\n\n[[speaker]]\nid = \"jones\"\nname = \"玛丽·琼斯\"\n\
     name_english = \"Mary Jones\"\nrole = \"subject\"\n";

/// A document with these keys.
fn source(text: &str, keys: &str) -> Source {
    let toml = format!(
        "{SPEAKERS}\n[[source]]\nid = \"d\"\nfile = \"seeds/d.txt\"\nsha256 = \"{}\"\n\
         title = \"海边的话\"\nshort = \"海边\"\nshort_english = \"the shore\"\n\
         outlet = \"unknown\"\nauthor = \"unknown\"\ndate = \"undated\"\n\
         date_evidence = \"none\"\nscript = \"hans\"\n{keys}",
        sha256_hex(text.as_bytes())
    );
    let (manifest, found) = manifest::parse("sources.toml", &toml);
    assert!(found.is_empty(), "{found:#?}");
    read(&manifest.sources[0], &manifest, "sources.toml", text.as_bytes()).0.expect("text")
}

/// Speaker, number and words of all that may be quoted.
fn quotable(source: &Source) -> Vec<(&str, Option<usize>, String)> {
    let passages = source.passages.iter().filter(|p| p.basis().may_be_quoted());
    let said = passages
        .map(|p| (p.speaker.as_deref().expect("a speaker"), p.number, source.words(p)));
    said.collect()
}

/// The reasons for which lines are in doubt, by line.
fn doubts(source: &Source) -> Vec<(usize, &'static str)> {
    let paragraphs = source.passages.iter().flat_map(|p| &p.paragraphs);
    let unsure = paragraphs.filter_map(|p| Some((p.line, p.basis.reason()?.as_str())));
    unsure.collect()
}

#[test]
fn a_line_in_doubt_is_decided_by_one_entry() {
    let text = "老马的话\n\n木头比人诚实。\n\n您后悔吗？\n\n- 水急只能等。\n\n灯亮着。\n";
    let keys = "shape = \"plain\"\nspeaker = \"ma\"\n";
    let before = source(text, keys);
    assert!(doubts(&before).contains(&(7, "set-apart")));
    let turn =
        "\n[[source.turn]]\nfrom = \"- 水急\"\nspeaker = \"jones\"\nreason = \"read\"\n";
    let after = source(text, &format!("{keys}{turn}"));
    assert!(quotable(&after).contains(&("jones", None, "- 水急只能等。".to_owned())));
}

const NUMBERED: &str = "shape = \"numbered\"\nspeaker = \"ma\"\n";

#[test]
fn every_mark_numbers_items_and_is_no_part_of_them() {
    for marks in [
        ["一、", "二、", "三、"],
        ["①", "②", "③"],
        ["（一）", "（二）", "（三）"],
        ["第一条 ", "第二条 ", "第三条 "],
        ["### 1. ", "### 2. ", "### 3. "],
        ["**1.** ", "**2.** ", "**3.** "],
        ["1 ", "2 ", "3 "],
        ["其一，", "其二，", "其三，"],
        ["No.1 ", "No.2 ", "No.3 "],
        ["1、\n\n", "2、\n\n", "3、\n\n"],
    ] {
        let words = ["木头比人诚实。", "水急的时候，只能等。", "灯亮着，就有人回来。"];
        let lines = marks.iter().zip(words).map(|(mark, words)| format!("{mark}{words}\n"));
        let source = source(&lines.collect::<String>(), NUMBERED);
        let expected =
            words.iter().enumerate().map(|(n, w)| ("ma", Some(n + 1), (*w).to_owned()));
        assert_eq!(quotable(&source), expected.collect::<Vec<_>>(), "{marks:?}");
    }
}

#[test]
fn several_lists_are_nobodys_until_a_heading_or_a_person_says_whose() {
    let text = "## 老马的话\n1. 木头比人诚实。\n2. 水急只能等。\n\n## 玛丽的话\n1. 木头会骗人。\n\
                2. 灯会灭。\n\n参考资料\n1. 《船匠手记》\n2. 《灯塔》\n";
    let own = source(text, NUMBERED);
    let words: Vec<_> = quotable(&own).into_iter().map(|(_, _, words)| words).collect();
    assert_eq!(words, ["木头比人诚实。", "水急只能等。"]);
    let doubt = doubts(&own);
    assert!(doubt.contains(&(6, "several-lists")), "{doubt:?}");
    assert!(doubt.contains(&(10, "notice")), "{doubt:?}");
    let all = source(text, &format!("{NUMBERED}all_lists = true\n"));
    assert_eq!(quotable(&all).len(), 4);
}

#[test]
fn what_follows_a_break_in_a_list_is_nobodys() {
    let breaks = "## 后记|---|![船](a.jpg)|- [灯塔](b.html)|关注公众号“水边的事”|▲ 老马在船边|[^1]: 见上。";
    for line in breaks.split('|') {
        let text = format!(
            "1. 木头比人诚实。\n2. 水急只能等。\n{line}\n编者以为说得好。\n3. 灯亮着。\n"
        );
        let source = source(&text, NUMBERED);
        let said: Vec<_> = quotable(&source).into_iter().map(|(_, n, _)| n).collect();
        assert_eq!(said, [Some(1), Some(2), Some(3)], "{line}");
        assert!(quotable(&source).iter().all(|(_, _, w)| !w.contains("编者")), "{line}");
    }
}

#[test]
fn items_of_others_are_not_the_speakers() {
    let text = "1. “木头诚实。”——老马\n2. “木头骗人。”——玛丽·琼斯\n3. 玛丽·琼斯：“灯会灭。”\n\
                4. 水急只能等。——《船匠手记》\n5. 老马生于海边，一生修船。\n\
                6. 问立志。先生曰：只念念要等，即是立志。\n7. 我父亲常说：等就是看。\n";
    let source = source(text, NUMBERED);
    let said: Vec<_> = quotable(&source).into_iter().map(|(_, n, _)| n).collect();
    assert_eq!(said, [Some(1), Some(4), Some(7)]);
    assert_eq!(
        doubts(&source),
        [(2, "attributed"), (3, "inner-head"), (5, "third-person"), (6, "quoted-speech")]
    );
}

#[test]
fn an_attribution_decides_whose_a_quotation_is() {
    let text = "海边的话\n“木头比人诚实。”——老马\n“木头也会骗人。”——玛丽·琼斯《灯塔》\n“没有署名的话。”\n\n\
                “路过的话。”——路人\n\n灯亮着，\n就有人回来。\n——老马\n\n- 玛丽·琼斯：“敲一敲就知道。”\n\
                “两个人的话。”——老马、玛丽\n";
    let source = source(text, "shape = \"quotations\"\n");
    let said: Vec<_> =
        quotable(&source).into_iter().map(|(who, _, words)| (who, words)).collect();
    let expected = [
        ("ma", "木头比人诚实。"),
        ("jones", "木头也会骗人。"),
        ("ma", "灯亮着，\n就有人回来。"),
        ("jones", "敲一敲就知道。"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(who, w)| (*who, (*w).to_owned())).collect();
    assert_eq!(said, expected);
    assert_eq!(
        doubts(&source),
        [(4, "not-attributed"), (6, "attributed"), (13, "attributed")]
    );
}

#[test]
fn commentary_is_declared_once_by_its_headings() {
    let text = "一、论静\n原文\n只是不忘便了。\n译文\n只要不忘记就可以了。\n【解析】后人的看法。\n与别家不同。\n\n\
                二、论动\n原文\n亦只是不忘。\n译文\n也只是不忘记。\n";
    let keys = "shape = \"plain\"\nspeaker = \"ma\"\n\n[[source.block]]\nheading = \"译文\"\n\n\
                [[source.block]]\nheading = \"解析\"\nspeaker = \"jones\"\n";
    let source = source(text, keys);
    let said: Vec<_> = quotable(&source).into_iter().map(|(_, _, words)| words).collect();
    assert_eq!(said, ["只是不忘便了。", "亦只是不忘。"]);
    let explained =
        source.passages.iter().filter(|p| p.speaker.as_deref() == Some("jones"));
    let explained: Vec<_> = explained.map(|p| (source.words(p), p.basis())).collect();
    let reported = |words: &str| (words.to_owned(), Basis::Reported);
    assert_eq!(explained, [reported("后人的看法。"), reported("与别家不同。")]);
}

#[test]
fn sentences_run_over_the_ends_of_wrapped_lines() {
    let keys = "shape = \"plain\"\nspeaker = \"ma\"\nwrapped = true\n";
    for (text, words) in [
        ("我修船修了二十年，后十年\n才看见水。", "我修船修了二十年，后十年才看见水。"),
        ("The sea is a\nlong road.", "The sea is a long road."),
        ("木头在水里睡着，\n灯在木头上醒着。", "木头在水里睡着，灯在木头上醒着。"),
    ] {
        let source = source(text, keys);
        assert_eq!(quotable(&source), [("ma", Some(1), words.to_owned())]);
        assert_eq!(source.passages[0].lines(), LineRange::new(1, 2));
    }
}

proptest! {
    /// Whatever stands between the items of a list, an item's words are those of its line, and
    /// nothing between becomes anybody's.
    #[test]
    fn furniture_is_nobodys_wherever_it_stands(
        between in prop::collection::vec(prop::sample::select(vec![
            "## 小标题", "---", "![图](a.png)", "（资料图片）", "| 甲 | 乙 |", "[^1]: 见上。",
            "https://example.com/a", "扫码关注公众号", "责任编辑：周海", "> 别人的话。",
        ]), 1..6),
        at in 1usize..5,
    ) {
        let items: Vec<String> = (1..=5).map(|n| format!("{n}. 木头的第{n}句话，说得很短。")).collect();
        let mut lines = items.clone();
        for line in &between {
            lines.insert(at, (*line).to_owned());
        }
        let source = source(&lines.join("\n"), NUMBERED);
        let said: Vec<_> = quotable(&source).into_iter().map(|(_, _, words)| words).collect();
        let expected: Vec<_> = items.iter().map(|item| item[3..].to_owned()).collect();
        prop_assert_eq!(said, expected);
    }
}
