//! What a name can be, and which words before a colon are none.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::fold::Folded;
use crate::script::han::is_han;

/// Words that ask, whoever stands behind them.
pub const ASKING: &str = "记者 问 主持人 主持 采访者 采访人 访问者 访谈者 提问 提问者 访员 \
    q question interviewer host moderator reporter 编辑 主席 审 司仪 发问";
/// Words that answer, whoever stands behind them.
pub const ANSWERING: &str = "答 受访者 受访人 被采访者 被访者 回答 嘉宾 来宾 a answer \
    interviewee guest 发言人 讲者 演讲者 专家";
/// Words that several people share: nobody's name, and no turn of anybody who may be quoted.
const GROUP: &str =
    "无名 众人 全体 大家 观众 听众 齐声 合 众 现场 旁白 画外音 字幕 全场 合唱";
/// Words that a number or letter makes a speaker of: 发言人1, SPEAKER_00, 记者甲.
const NUMBERED: &[&str] = &[
    "发言人",
    "说话人",
    "讲话人",
    "嘉宾",
    "主持人",
    "受访者",
    "被访者",
    "记者",
    "观众",
    "听众",
    "网友",
    "提问者",
    "用户",
    "学生",
    "同学",
    "speaker",
    "guest",
    "participant",
    "interviewer",
    "interviewee",
    "host",
    "reporter",
    "moderator",
    "spk",
    "speakers",
];
/// Words with which a name that stands for an office ends.
const OFFICES: &[&str] = &["记者", "主持人", "发言人", "采访者"];
/// What shows that a phrase with such a word tells of it: 他告诉记者.
const TELLING: &[&str] =
    &["告诉", "对", "向", "问", "回答", "接受", "说", "和", "与", "是", "有"];
/// Words that stand before a colon inside a turn and are nobody.
const STOP: &str = "首先 其次 再次 最后 另外 此外 原因 理由 结果 结论 比如 譬如 例如 比方 比如说 \
    比方说 例 如 注意 注 附注 备注 提示 重点 要点 总结 小结 摘要 关键 优点 缺点 问题 答案 目的 \
    目标 方法 步骤 背景 意义 特点 条件 前提 标准 时间 地点 日期 来源 出处 作者 译者 文 图 摄影 \
    编辑部 责任编辑 责编 责任编缉 校对 排版 监制 审校 原标题 标题 题目 副标题 导语 编者按 编者注 按 又 \
    一是 二是 三是 四是 就是 也就是说 换句话说 总之 简单说 简单来说 于是 因此 所以 但是 不过 然后 而且 \
    答复如下 如下 具体 数据 价格 电话 地址 网址 链接 连结 邮箱 标签 关键词 相关阅读 延伸阅读 推荐阅读 点击 \
    扫码 版权 声明 免责声明 更新 发布 字数 阅读 applause laughter music laughs silence crosstalk \
    inaudible 掌声 笑声 笑 音乐 鼓掌 视频来源 原视频发布日期 翻译 压制 字幕组 原文 译文 解析 注释 赏析 今译 \
    白话 原典 点评 译注 按语 题解 古文 今文 现代文 白话文 文言文 英文 中文 原句 译句 拼音 出自 音效 配乐 背景音乐 场景 \
    画面 镜头 转场 特效 speaker text content role user dialogue style format layer actor name 一句话 总的来说 事实上 备注 附录 附 另 即 差别 区别 http https note \
    notes tips source sources url ps p.s title date author tags categories";
/// Words before a colon with which the page itself speaks inside a talk, not the speaker.
const PAGE_WORDS: &str = "音效 配乐 背景音乐 场景 画面 镜头 转场 特效 字幕 字幕组 摄影 编辑部 责任编辑 责编 \
    责任编缉 校对 排版 监制 审校 原标题 作者 译者 来源 出处 相关阅读 延伸阅读 推荐阅读 视频来源 原文 译文 \
    版权 声明 免责声明 编者按 编者注 译注 按语";
/// Beginnings of what is no name: pronouns, words of time, the ancients.
const NO_NAME_STARTS: &[&str] = &[
    "昔人",
    "古",
    "前人",
    "先儒",
    "谚",
    "俗",
    "语",
    "诗",
    "书",
    "经",
    "传",
    "或",
    "又",
    "故",
    "此",
    "其",
    "夫",
    "盖",
    "我",
    "你",
    "他",
    "她",
    "它",
    "咱",
    "俺",
    "您",
    "这",
    "那",
    "有人",
    "有些",
    "有的",
    "有位",
    "人家",
    "别人",
    "老话",
    "常言",
    "大家都",
    "很多人",
    "谁",
    "自己",
    "如果",
    "因为",
    "当时",
    "后来",
    "今天",
    "昨天",
    "以前",
    "现在",
];
const NO_NAME_STARTS_LATIN: &[&str] = &[
    "i", "my", "he", "she", "they", "we", "the", "this", "that", "it", "you", "your",
    "and", "so", "but", "or", "if", "when", "what", "why", "how", "there", "here", "in",
    "on", "at", "for", "as", "first", "second", "third", "finally", "also", "note", "one",
];
/// Verbs of saying with which what introduces speech ends.
const SAYING: &[&str] = &[
    "又曰", "又问", "对曰", "说", "道", "曰", "云", "问", "答", "回答", "表示", "认为",
    "指出", "称", "强调", "介绍", "写道", "喊", "叫", "笑", "叹", "补充", "追问", "反问",
    "解释", "回忆", "坦言", "直言", "感慨", "透露", "评", "批", "注", "说过", "又说",
];
/// Characters of clauses that names do not have.
const CLAUSE: &str =
    "我你您他她它们了吗呢这那哪什怎很就也都再还没不是把被让说一句的到来去在要会能个吧过得";

fn set(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(fold).collect()
}

static VOCABULARY: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| set(&format!("{ASKING} {ANSWERING}")));
static ASKERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| set(ASKING));
static GROUPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| set(GROUP));
static PAGE: LazyLock<BTreeSet<String>> = LazyLock::new(|| set(PAGE_WORDS));
static STOPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| set(STOP));

/// A name as it is compared: folded, without spaces and without marks around it.
pub fn fold(name: &str) -> String {
    Folded::new(name, 0).to_text()
}

/// A name without marks around it and without spaces between its Han characters.
pub fn tidy(raw: &str) -> String {
    let mut text = raw.trim();
    loop {
        let before = text;
        text = text.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '“' | '”'
                        | '"'
                        | '‘'
                        | '’'
                        | '「'
                        | '」'
                        | '『'
                        | '』'
                        | '['
                        | ']'
                        | '【'
                        | '】'
                        | '〔'
                        | '〕'
                        | '*'
                        | '_'
                        | '`'
                        | '、'
                        | '，'
                        | ','
                        | '#'
                        | '-'
                        | '.'
                        | '/'
                )
        });
        if text == before {
            break;
        }
    }
    let chars: Vec<char> = text.chars().collect();
    let visible = chars.iter().filter(|c| !c.is_whitespace()).count();
    let han = chars.iter().filter(|c| is_han(**c)).count();
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = match han + 1 >= visible && han > 0 {
        true => words.concat(),
        false => words.join(" "),
    };
    numbered_question(&name).map_or(name, |(word, _)| word.to_owned())
}

/// The number of a question or an answer: 9 of `Q9`, `问 9.`
pub fn question_number(raw: &str) -> Option<usize> {
    let name = raw.trim_matches(|c: char| !c.is_alphanumeric());
    numbered_question(name)?.1
}

/// `Q1`, `A 12`, `问3`, `答 3.`: questions and answers with a number are questions and answers.
fn numbered_question(name: &str) -> Option<(&'static str, Option<usize>)> {
    let first = name.chars().next()?;
    let word = match first {
        'Q' | 'q' => "Q",
        'A' | 'a' => "A",
        '问' => "问",
        '問' => "問",
        '答' => "答",
        _ => return None,
    };
    let rest = name[first.len_utf8()..]
        .trim_matches(|c: char| c.is_whitespace() || c == '.' || c == '．');
    let numbered = rest.chars().count() <= 3 && rest.chars().all(|c| c.is_ascii_digit());
    numbered.then(|| (word, rest.parse().ok()))
}

/// What is known of a name by its letters alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameFacts {
    /// It could be somebody's name.
    pub is_namelike: bool,
    /// It is a word that asks or answers, whoever stands behind it (记者, 答, SPEAKER_00).
    pub is_office: bool,
    /// It asks.
    pub asks: bool,
    /// Several people (众人).
    pub is_group: bool,
    /// It stands before a colon inside a turn and is nobody (原因, 第一).
    pub is_stop: bool,
    /// It begins like a clause (我, 他, 这).
    pub is_pronoun: bool,
    /// Characters of the verb of saying with which it ends, 0 if with none.
    pub saying: usize,
}

impl NameFacts {
    /// What the letters of a name tell.
    pub fn of(name: &str) -> Self {
        let key = &fold(name);
        let is_office = is_office(key);
        Self {
            is_namelike: is_namelike(key) && is_phrase(name) && is_balanced(name),
            is_office,
            asks: ASKERS.contains(key)
                || (is_office
                    && (key.ends_with("记者")
                        || key.ends_with("主持人")
                        || numbered(
                            key,
                            &[
                                "记者",
                                "主持人",
                                "提问者",
                                "interviewer",
                                "host",
                                "reporter",
                                "moderator",
                                "观众",
                                "听众",
                                "网友",
                            ],
                        ))),
            is_group: GROUPS.contains(key),
            is_stop: is_stop(key),
            is_pronoun: is_pronoun(key) || is_pronoun_latin(name),
            saying: saying(key),
        }
    }

    /// A name that repetition can make a speaker's.
    pub fn may_be_speaker(&self) -> bool {
        self.is_namelike
            && !self.is_stop
            && !self.is_group
            && (self.is_office || (!self.is_pronoun && self.saying == 0))
    }
}

/// The initials of a Latin name of two to four words: `LW` of Larry Wall.
pub fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
    ((2..=4).contains(&words.len()) && words.iter().all(capital))
        .then(|| words.iter().filter_map(|word| word.chars().next()).collect())
}

/// True for a word that asks or answers and is nobody's name.
pub fn is_anybodys(name: &str) -> bool {
    is_office(&fold(name))
}

/// True for a word with which the page itself speaks before a colon: 音效, 来源.
pub fn is_page_word(name: &str) -> bool {
    PAGE.contains(&fold(name))
}

fn is_office(key: &str) -> bool {
    if VOCABULARY.contains(key) {
        return true;
    }
    let telling = || TELLING.iter().any(|word| key.contains(word));
    let office = OFFICES.iter().any(|word| {
        key.strip_suffix(word).is_some_and(|before| before.chars().count() <= 20)
    });
    (office || numbered(key, NUMBERED)) && !telling()
}

/// True for one of the words with a number or letter after it.
fn numbered(key: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some(after) = key.strip_prefix(word) else { return false };
        let after = after.strip_prefix(['_', '-', '#']).unwrap_or(after);
        let count = after.chars().count();
        (1..=3).contains(&count)
            && after.chars().all(|c| {
                c.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁".contains(c)
            })
    })
}

fn is_namelike(key: &str) -> bool {
    let count = key.chars().count();
    if !(1..=26).contains(&count)
        || !key.chars().any(char::is_alphabetic)
        || key.contains(|c| {
            matches!(
                c,
                '。' | '！'
                    | '？'
                    | '；'
                    | '…'
                    | '!'
                    | '?'
                    | ';'
                    | '<'
                    | '>'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '|'
                    | '='
                    | '\\'
                    | '@'
                    | '$'
                    | '%'
                    | '^'
                    | '~'
                    | ','
                    | '，'
                    | '：'
                    | ':'
            )
        })
        || key.contains("http")
        || key.contains("..")
        || is_stop(key)
        || is_clause(key)
    {
        return false;
    }
    let letters = key.chars().filter(|c| !matches!(c, '《' | '》' | '·')).count();
    !key.contains(is_han) || letters <= 16
}

fn is_clause(key: &str) -> bool {
    key.chars().count() >= 5 && key.chars().filter(|c| CLAUSE.contains(*c)).count() >= 2
}

fn is_stop(key: &str) -> bool {
    if STOPS.contains(key) {
        return true;
    }
    let count = key.chars().count();
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    if let Some(rest) = key.strip_prefix('第') {
        let rest = rest.trim_start_matches(numeral);
        if rest.chars().count() <= 1 && !rest.contains(['任', '位']) {
            return true;
        }
    }
    if let Some(rest) = key.strip_prefix('其')
        && rest.chars().count() == 1
    {
        return true;
    }
    let bare = key.trim_matches(['(', ')', '（', '）', '.', '、']);
    if !bare.is_empty() && bare.chars().all(numeral) {
        return true;
    }
    let ends = |ends: &[&str], longest: usize| {
        ends.iter().any(|end| {
            key.strip_suffix(end).is_some_and(|before| before.chars().count() <= longest)
        })
    };
    (count <= 5 && ends(&["篇", "章", "节", "卷", "回"], 4))
        || ends(&["来说", "而言", "来讲", "来看"], 6)
}

fn is_pronoun(key: &str) -> bool {
    NO_NAME_STARTS.iter().any(|start| key.starts_with(start))
}

fn is_pronoun_latin(name: &str) -> bool {
    let first = name.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    NO_NAME_STARTS_LATIN.contains(&first.to_lowercase().as_str())
}

/// False for `《异星工厂`, cut out of a title with a colon.
fn is_balanced(name: &str) -> bool {
    let count = |mark: char| name.chars().filter(|c| *c == mark).count();
    [('《', '》'), ('〈', '〉'), ('“', '”')].iter().all(|(a, b)| count(*a) == count(*b))
}

/// True for at most five Latin words; longer ones are a clause.
fn is_phrase(name: &str) -> bool {
    name.contains(is_han) || name.split_whitespace().count() <= 5
}

fn saying(key: &str) -> usize {
    let longest = SAYING.iter().filter(|verb| key.ends_with(*verb));
    let longest = longest.map(|verb| verb.chars().count()).max().unwrap_or(0);
    // 告诉记者, 常说, 总是说: whatever stands between belongs to the verb.
    match key.rfind("告诉") {
        Some(at) if key[at..].chars().count() <= 8 => key[at..].chars().count(),
        _ => longest,
    }
}
