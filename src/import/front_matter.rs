//! What stands between two lines `---` (or `+++`) before a text: not its words, but what it
//! says of itself.

use saphyr_parser::{Event, Parser};

use super::About;

/// Front matter is short; a longer block is text.
const LONGEST: usize = 64 * 1024;

/// The front matter of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrontMatter {
    /// What it says.
    pub about: About,
    /// How many lines it takes, both fences included: the text begins with the line after.
    pub lines: usize,
}

/// A thing that a document says of itself, with the keys that say it, lower case.
const TITLE: &[&str] = &["title", "headline", "标题", "標題", "题目", "題目", "篇名"];
const AUTHOR: &[&str] =
    &["author", "authors", "by", "byline", "作者", "撰文", "撰稿", "作者名", "文"];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishdate",
    "publish_date",
    "pubdate",
    "published_at",
    "datepublished",
    "created",
    "日期",
    "时间",
    "時間",
    "发布日期",
    "發布日期",
    "發佈日期",
    "发布时间",
    "發布時間",
    "發佈時間",
    "发表日期",
    "發表日期",
    "出版日期",
];
const URL: &[&str] = &[
    "url",
    "link",
    "source",
    "source_url",
    "canonical",
    "canonical_url",
    "permalink",
    "链接",
    "連結",
    "鏈接",
    "网址",
    "網址",
    "原文链接",
    "原文連結",
    "来源",
    "來源",
    "出处",
    "出處",
];
const OUTLET: &[&str] = &[
    "outlet",
    "publication",
    "publisher",
    "site",
    "site_name",
    "newspaper",
    "magazine",
    "媒体",
    "媒體",
    "刊物",
    "报刊",
    "報刊",
    "公众号",
    "公眾號",
    "发布者",
    "發布者",
    "出版者",
];
/// Keys that say nothing we keep, and show that a block is front matter.
const OTHER: &[&str] = &[
    "tags",
    "tag",
    "categories",
    "category",
    "keywords",
    "description",
    "summary",
    "excerpt",
    "layout",
    "slug",
    "draft",
    "lang",
    "language",
    "aliases",
    "updated",
    "lastmod",
    "标签",
    "標籤",
    "分类",
    "分類",
    "关键词",
    "關鍵詞",
    "摘要",
    "副标题",
    "副標題",
    "subtitle",
];

/// The front matter with which a text begins: YAML between lines `---` (the second may be
/// `...`), or TOML between lines `+++`, with at least one key that such blocks have. `None` for
/// any other text: lines between two rules may be words.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.split_inclusive('\n');
    let fence = lines.next()?;
    let toml = match fence.trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let begin = fence.len();
    let (mut end, mut count) = (begin, 1);
    for line in lines {
        count += 1;
        let closes = match line.trim_end() {
            "---" | "..." => !toml,
            "+++" => toml,
            _ => false,
        };
        if closes {
            let block = text.get(begin..end)?;
            let said = if toml { toml_pairs(block)? } else { yaml_pairs(block)? };
            return about(&said).map(|about| FrontMatter { about, lines: count });
        }
        end += line.len();
        if end - begin > LONGEST {
            return None;
        }
    }
    None
}

/// Keys of the top level in lower case, each with its values.
type Pairs = Vec<(String, Vec<String>)>;

fn about(said: &Pairs) -> Option<About> {
    let known = [TITLE, AUTHOR, DATE, URL, OUTLET, OTHER];
    if !said.iter().any(|(key, _)| known.iter().any(|keys| keys.contains(&key.as_str()))) {
        return None;
    }
    let all = |keys: &'static [&'static str]| {
        let of = said.iter().filter(move |(key, _)| keys.contains(&key.as_str()));
        of.flat_map(|(_, values)| values)
    };
    let is_address =
        |text: &&String| text.starts_with("http://") || text.starts_with("https://");
    let authors: Vec<&str> = all(AUTHOR).map(String::as_str).collect();
    // 来源 and `source` may be an address or a name.
    let named = all(URL).find(|text| !is_address(text) && !text.starts_with('/'));
    Some(About {
        title: all(TITLE).next().cloned(),
        author: Some(authors.join("、")).filter(|names| !names.is_empty()),
        date: all(DATE).next().cloned(),
        url: all(URL).find(is_address).cloned(),
        outlet: all(OUTLET).next().or(named).cloned(),
    })
}

/// The pairs of a block of YAML, scalars as they are typed: a date or a number is not
/// interpreted. Values inside values are not looked at, but for the `name` of an author.
/// `None` if it is not one mapping.
fn yaml_pairs(block: &str) -> Option<Pairs> {
    let mut pairs: Pairs = Vec::new();
    let mut depth = 0;
    // In a mapping, whether a key comes next.
    let mut at_key = true;
    let mut inner_key: Option<String> = None;
    for event in Parser::new_from_str(block) {
        let (event, _) = event.ok()?;
        match event {
            Event::MappingStart(..) if depth == 0 => (depth, at_key) = (1, true),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::Alias(_)
                if depth == 0 =>
            {
                return None;
            }
            Event::Scalar(key, ..) if depth == 1 && at_key => {
                pairs.push((key.trim().to_lowercase(), Vec::new()));
                at_key = false;
            }
            // A key that is no scalar.
            Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_)
                if depth == 1 && at_key =>
            {
                return None;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                inner_key = None;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth -= 1;
                if depth == 1 {
                    at_key = true;
                }
                inner_key = None;
            }
            Event::Scalar(value, ..) => {
                // In an author's own mapping (`- name: …`) keys and values take turns.
                let name = inner_key.take().is_some_and(|key| key == "name");
                let value = value.trim();
                if depth > 1 && value == "name" && !name {
                    inner_key = Some(value.to_owned());
                } else if !value.is_empty()
                    && value != "null"
                    && value != "~"
                    && (depth <= 2 || name)
                    && let Some((_, values)) = pairs.last_mut()
                {
                    values.push(value.to_owned());
                }
                if depth == 1 {
                    at_key = true;
                }
            }
            Event::Alias(_) if depth == 1 => at_key = true,
            _ => {}
        }
    }
    (!pairs.is_empty()).then_some(pairs)
}

/// The pairs of a block of TOML.
fn toml_pairs(block: &str) -> Option<Pairs> {
    let table: toml::Table = block.parse().ok()?;
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.trim().to_owned()),
        toml::Value::Table(table) => table.get("name")?.as_str().map(str::to_owned),
        toml::Value::Array(_) | toml::Value::Boolean(_) => None,
        other => Some(other.to_string()),
    };
    let pairs = table.iter().map(|(key, value)| {
        let values = match value {
            toml::Value::Array(values) => values.iter().filter_map(text).collect(),
            value => text(value).into_iter().collect(),
        };
        (key.to_lowercase(), values)
    });
    Some(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn keys_in_english_and_chinese_are_read_as_typed() {
        let read = front_matter(
            "---\ntitle: \"守闸的人：访老霍\"\ndate: 2024-05-06\nauthor: 水边的事\n\
             tags: [水闸, 人物]\nurl: https://example.org/a\n---\n\n正文\n",
        );
        let about = About {
            title: some("守闸的人：访老霍"),
            author: some("水边的事"),
            date: some("2024-05-06"),
            url: some("https://example.org/a"),
            outlet: None,
        };
        assert_eq!(read, Some(FrontMatter { about, lines: 7 }));
        let read = front_matter(
            "\u{feff}---\r\n標題: 修船\r\n作者:\r\n  - 甲\r\n  - name: 乙\r\n日期: 2024.10\r\n來源: 某報\r\n...\r\n文",
        );
        let about = About {
            title: some("修船"),
            author: some("甲、乙"),
            date: some("2024.10"),
            outlet: some("某報"),
            url: None,
        };
        assert_eq!(read, Some(FrontMatter { about, lines: 8 }));
    }

    #[test]
    fn toml_between_plus_signs_is_front_matter_too() {
        let read = front_matter("+++\ntitle = \"修船\"\ndate = 2024-05-06\n+++\n文\n");
        let about =
            About { title: some("修船"), date: some("2024-05-06"), ..About::default() };
        assert_eq!(read, Some(FrontMatter { about, lines: 4 }));
    }

    #[test]
    fn words_between_two_rules_stay_words() {
        for text in [
            "",
            "---",
            "---\n",
            "---\n记者：难吗？\n老霍：难。\n---\n后来\n",
            "---\n记者: 难吗？\n老霍: 难。\n---\n",
            "---\n一段话。\n---\n",
            "---\ntitle: 没有结束\n正文\n",
            "---\n- title\n- date\n---\n",
            "---\n[a: b]: c\n---\n",
            "---\ntitle: \"没有\n---\n",
            "+++\ntitle\n+++\n",
            "title: 修船\n---\n",
        ] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
    }

    #[test]
    fn nested_values_are_not_taken_for_others() {
        let read = front_matter(
            "---\ntitle: 船\nimage:\n  title: 图\n  author: 丙\nextra:\n  a:\n    date: 1\n---\n",
        );
        let about = About { title: some("船"), ..About::default() };
        assert_eq!(read.map(|read| read.about), Some(about));
        // Anchors are never expanded.
        let bomb =
            format!("---\na: &a [x,x]\n{}title: 船\n---\n", "b: [*a,*a,*a]\n".repeat(900));
        assert!(front_matter(&bomb).is_some());
    }
}
