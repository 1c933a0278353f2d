//! What pages say of themselves, in their own words.
//!
//! One string a list, its words separated by spaces; they are compared folded, so they stand
//! here in Simplified, half-width, lower case and without spaces.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

/// Words that are looked for all at once.
pub(super) struct Words(LazyLock<Option<AhoCorasick>>);

impl Words {
    const fn new(build: fn() -> Option<AhoCorasick>) -> Self {
        Words(LazyLock::new(build))
    }

    /// True if the text begins with one of them.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.found(Input::new(text).anchored(Anchored::Yes))
    }

    /// True if one of them stands anywhere in the text.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        self.found(Input::new(text))
    }

    fn found(&self, input: Input<'_>) -> bool {
        self.0.as_ref().is_some_and(|words| words.is_match(input.earliest(true)))
    }
}

/// The automaton of a list; none only if the list were too long for one, which a test excludes.
fn automaton(list: &str) -> Option<AhoCorasick> {
    let builder = AhoCorasick::builder().start_kind(StartKind::Both).clone();
    builder.build(list.split_whitespace()).ok()
}

/// A whole line: the page ends.
pub(super) const ENDS: &str = "\
    完 全文完 本文完 正文完 未完待续 end theend fin 待续 完结";

/// A whole line: what is left of a picture.
pub(super) const PICTURES: &str = "\
    图 图片 配图 插图 照片 视频 音频 image photo video 动图";

/// A caption begins so.
pub(super) static CAPTIONS: Words = Words::new(|| {
    automaton(
        "\
    图: 图/ 图片: 图片来源 图片说明 图片提供 图源 图注 图说 图为 上图 下图 左图 右图 \
    题图 头图 配图 封面图 供图 摄影: 摄影/ 摄/ 摄: 资料图 photo: photoby photocredit \
    photograph: imagecredit image: imageby caption: credit: 资料来源:",
    )
});

/// A caption in brackets has this in it.
pub(super) static IN_CAPTIONS: Words = Words::new(|| {
    automaton(
        "\
    资料图 资料图片 图片来源 图源 供图 网络图片 示意图 的照片 photoby",
    )
});

/// A caption ends so, a closing bracket apart.
pub(super) const CAPTION_ENDS: &str = "\
    资料图 资料图片 供图 网络图片 图源网络";

/// A note to the text begins so.
pub(super) static NOTES: Words = Words::new(|| {
    automaton(
        "\
    注: 注释: 附注: 备注: 脚注: 编注: 编者注 编者按 编按 译注: 译者注 译者按 作者注 \
    作者按 记者注 校注: 校者注 按: 按语: *注 ※注 原注 注1 注2 注3 注① 注一 editor'snote \
    note: translator'snote footnote",
    )
});

/// A line that says who made the page, or when, begins so.
pub(super) static CREDITS: Words = Words::new(|| {
    automaton(
        "\
    文/ 文: 撰文: 撰文/ 撰稿: 撰稿/ 作者: 作者/ 作者丨 作者| 编辑: 编辑/ 编辑丨 编辑| \
    责编 责任编辑 主编: 校对: 校对/ 审校: 审核: 编审: 监制: 策划: 策划/ 出品: 制作: \
    设计: 排版: 美编: 翻译: 翻译/ 译者: 译者/ 译/ 译: 采访: 采访/ 采写: 采写/ 采访人: \
    采访时间 采访地点 访谈时间 访谈地点 整理: 整理/ 整理人: 口述: 口述/ 记录: 记录人: \
    录入: 来源: 来源/ 稿源: 出处: 原载 首发: 首发于 刊于 刊载于 载于 发布时间 发表时间 \
    发表于 发布于 更新时间 日期: 时间: 地点: 字数: 阅读量 阅读时间 标签: 关键词: 原标题 原文地址 原文链接 本文地址 本文链接 \
    原题 本文来自 本文来源 本文转自 本文转载 转自 转载自 摘自 writtenby author: editor: \
    editedby translatedby translator: interviewby interviewedby source: published \
    postedon postedby tags: date: updated: originallypublished",
    )
});

/// A notice begins so.
pub(super) static NOTICE_STARTS: Words = Words::new(|| {
    automaton(
        "\
    关注公众号 关注我们 关注本 关注微信 关注视频号 欢迎关注 长按 扫码 扫描 点击 阅读原文 \
    戳 转载请 版权 未经 免责声明 特别声明 声明: 郑重声明 本文版权 本网站 本站 分享到 \
    分享至 相关阅读 相关文章 相关链接 相关推荐 相关新闻 延伸阅读 推荐阅读 推荐文章 \
    拓展阅读 往期 热门文章 热门推荐 更多精彩 更多内容 猜你喜欢 上一篇 下一篇 上一页 \
    下一页 返回 参考资料 参考文献 参考来源 投稿 商务合作 联系我们 加入我们 下载app \
    打开app 下载客户端 听报道 听全文 展开全文 写留言 精选留言 发表评论 评论( 点赞 在看 \
    目录 以上笔录 以上记录 以上内容 订阅 subscribe signup followus readmore clickhere relatedarticles relatedposts \
    related: copyright © (c) allrightsreserved sharethis shareon previouspost nextpost \
    references furtherreading tableofcontents advertisement sponsored 广告 以下为广告 \
    赞助",
    )
});

/// A notice that is no sentence has this in it.
pub(super) static NOTICES: Words = Words::new(|| {
    automaton(
        "\
    公众号 视频号 微信号 二维码 阅读原文 点击蓝字 星标 点个赞 点赞 转发 扫码 长按识别 \
    版权所有 版权归 转载请 侵删 责任编辑 更多精彩 下期再见 添加微信 加微信 入群 \
    allrightsreserved newsletter mailinglist",
    )
});

/// A notice has this in it, whether or not it is a sentence.
pub(super) static NOTICES_ALWAYS: Words = Words::new(|| {
    automaton(
        "\
    长按识别 扫描二维码 扫码关注 关注公众号 关注本公众号 关注我们的公众号 点击阅读原文 \
    点击文末 点击下方 点击上方 转载请注明 转载请联系 未经授权 未经许可 不得转载 禁止转载 \
    版权所有 侵权必究 联系删除 仅代表作者 不代表本 allrightsreserved signupforour \
    subscribetoour followuson 信息存储服务",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_looked_for() {
        for words in [&CAPTIONS, &IN_CAPTIONS, &NOTES, &CREDITS, &NOTICE_STARTS, &NOTICES] {
            assert!(words.0.is_some());
        }
        assert!(NOTICES_ALWAYS.stand_in("请长按识别"));
        assert!(!NOTICES_ALWAYS.begin("请长按识别"));
    }

    #[test]
    fn words_stand_here_as_they_are_compared() {
        let file = include_str!("words.rs");
        let lists =
            file.lines().filter(|line| line.starts_with("    ") && line.contains("图"));
        for word in lists.flat_map(str::split_whitespace) {
            let word = word.trim_matches(['"', ')', ';', '\\']);
            assert_eq!(crate::fold::Folded::new(word, 0).to_text(), word);
        }
    }
}
