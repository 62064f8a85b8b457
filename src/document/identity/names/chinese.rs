//! Chinese names of libraries, universities and offices.

use super::{Certainty, Likeness, Name};
use crate::{
    document::{identity::survey::Line, pattern::Pattern},
    linguistics::is_han,
};

/// The last words of names. What follows them may make another word of them: see [`OTHER_WORD`].
static LAST_WORD: Pattern = Pattern::new(concat!(
    "国际图联|国际图书馆协会(?:和机构)?联合会|图书馆(?:事业)?(?:学会|协会|联盟|联合会|工作委员会|情报工作指导委员会)|高校图工委|图书馆|",
    "(?:文献信息|图书情报|图书文献|文献情报|图书信息)中心"
));
static LAST_WORD_OF_PARENT: Pattern = Pattern::new(
    "大学|学院|专科学校|人民政府|文化(?:和旅游|广电旅游|广电和旅游|旅游|广播电视和旅游)?[局厅委]|教育[局厅委]|文旅[局厅]|党校",
);
static LIBRARY_FOLLOWS: Pattern = Pattern::new("^(?:图书馆|(?:文献信息|图书情报|图书文献|文献情报|图书信息)中心)");

/// What makes another word of 图书馆: a law, a science, a profession.
const OTHER_WORD: &[&str] = &["法", "学", "员", "界", "条例", "章程", "杂志", "建筑"];

/// Words that end what stands before a name, wherever they stand.
const WORDS_BEFORE: &[&str] = &[
    "关于",
    "印发",
    "发布",
    "转发",
    "期间",
    "时期",
    "以来",
    "作为",
    "成为",
    "通过",
    "打造",
    "建设",
    "推动",
    "推进",
    "促进",
    "提升",
    "加强",
    "构建",
    "建成",
    "支持",
    "指导",
    "围绕",
    "实施",
    "依托",
    "联合",
    "组织",
    "参与",
    "完善",
    "实现",
    "发挥",
    "利用",
    "根据",
    "按照",
    "面向",
    "位于",
    "隶属于",
    "包括",
    "以及",
    "我国",
    "我省",
    "我市",
    "我县",
    "我区",
    "我校",
    "的",
    "在",
    "由",
    "是",
    "把",
    "使",
    "让",
    "了",
    "及",
    "等",
    "与",
    "对",
    "向",
    "被",
    "并",
    "为",
    "图书馆",
];
/// Words that may begin what stands before a name, and are common inside names: 和平区, 从化区, 本溪市, 日照市.
const FIRST_WORDS: &[&str] =
    &["和", "将", "从", "到", "以", "年", "月", "日", "度", "各", "本", "该", "其", "之", "至"];
/// Names of places that begin with one of those.
const PLACES: &[&str] = &[
    "和平",
    "和田",
    "和县",
    "和龙",
    "和顺",
    "和静",
    "和硕",
    "和政",
    "和林",
    "和布克",
    "将乐",
    "从化",
    "从江",
    "本溪",
    "日照",
    "日喀则",
    "日土",
    "年河",
];
/// What any library may be called.
const GENERIC_WORDS: &[&str] = &[
    "公共",
    "高等学校",
    "高校",
    "高等院校",
    "院校",
    "大学",
    "学校",
    "中小学",
    "智慧",
    "数字",
    "移动",
    "现代化",
    "现代",
    "新型",
    "世界一流",
    "一流",
    "示范性",
    "示范",
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "全球",
    "国内外",
    "国内",
    "国外",
    "国际",
    "省级",
    "市级",
    "县级",
    "区级",
    "地级",
    "基层",
    "中心",
    "区域性",
    "区域",
    "区县",
    "县区",
    "市县",
    "省市",
    "省",
    "市",
    "县",
    "区",
    "乡镇",
    "街道",
    "社区",
    "农村",
    "城市",
    "少年儿童",
    "少儿",
    "儿童",
    "汽车",
    "自助",
    "流动",
    "地铁",
    "专业",
    "专门",
    "学术",
    "研究型",
    "复合型",
    "未来",
    "特色",
    "主题",
    "分级",
    "中国",
    "我",
    "本",
    "各",
    "级",
    "各级",
    "各类",
    "所有",
    "其他",
    "其它",
    "兄弟",
    "成员",
    "大型",
    "中小型",
    "绿色",
    "实体",
    "传统",
    "总",
    "分",
    "新",
    "老",
    "两",
    "多",
    "个",
    "家",
    "所",
    "座",
    "开放",
    "文化",
    "古籍",
    "服务",
    "型",
    "性",
    "化",
    "云",
    "第三代",
    "下一代",
    "第二代",
    "智能",
    "元宇宙",
    "民族",
    "地区",
    "城乡",
    "学习型",
    "参与",
    "双一流",
    "建",
    "办",
];

/// The longest name of a place or university, in characters.
const MAX_CHARACTERS: usize = 22;

/// The names in a line.
pub(super) fn names(line: &Line<'_>) -> Vec<Name> {
    let text = line.text();
    let mut found = Vec::new();
    for (pattern, certainty) in [(&LAST_WORD, Certainty::Name), (&LAST_WORD_OF_PARENT, Certainty::Parent)] {
        for last_word in pattern.find_iter(text) {
            let after = text.get(last_word.end()..).unwrap_or_default();
            let is_other_word =
                last_word.as_str() == "图书馆" && OTHER_WORD.iter().any(|other| after.starts_with(other));
            // A university before its library does not speak for itself.
            let is_of_longer_name = certainty == Certainty::Parent && LIBRARY_FOLLOWS.is_match(after);
            if is_other_word || is_of_longer_name {
                continue;
            }
            let before = text.get(..last_word.start()).unwrap_or_default();
            let own = own_words(before);
            let is_of_country = last_word.as_str() != "图书馆" && own == "中国";
            // 示例省公共图书馆事业 is about the libraries of a province.
            let is_field = own.ends_with("公共")
                && ["事业", "体系", "服务体系", "行业"].iter().any(|field| after.starts_with(field));
            let needs_none = is_of_country || last_word.as_str().starts_with("国际");
            if is_field || !needs_none && (is_generic(own) || own.chars().count() < 2) {
                continue;
            }
            let range =
                last_word.start() - if last_word.as_str().starts_with("国际") { 0 } else { own.len() }..last_word.end();
            let is_whole_line = range.start == 0 && range.end == text.len();
            found.push(Name { printed: line.printed(range), certainty, is_whole_line });
        }
    }
    found
}

/// The words right before the last word of a name that belong to the name.
fn own_words(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take(MAX_CHARACTERS)
        .take_while(|&(_, character)| is_han(character))
        .last()
        .map_or(before.len(), |(start, _)| start);
    let run = before.get(start..).unwrap_or_default();
    let end_of_others = |word: &&str| run.rfind(*word).map(|start| start + word.len());
    let start = WORDS_BEFORE.iter().filter_map(end_of_others).max().unwrap_or(0);
    let mut own = run.get(start..).unwrap_or_default();
    while let Some(rest) = without_first_word(own) {
        own = rest;
    }
    own
}

/// The words without a first one that is not a part of the name.
fn without_first_word(own: &str) -> Option<&str> {
    if PLACES.iter().any(|place| own.starts_with(place)) {
        return None;
    }
    let generic = ["全国", "全省", "全市", "各级", "其他", "全面"].iter();
    FIRST_WORDS.iter().chain(generic).find_map(|word| own.strip_prefix(word))
}

/// Whether words could stand before any library.
fn is_generic(words: &str) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        let longest = GENERIC_WORDS.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
        match longest.and_then(|word| rest.strip_prefix(word)) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
    true
}

/// [`super::likeness`] of Chinese names: the word for a city, and 中国 before the national library, may be missing.
pub(super) fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let (longer, shorter) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let is_national = longer.strip_prefix("中国") == Some(shorter) && shorter.starts_with("国家");
    let without_city = ["图书馆", "少年儿童图书馆", "少儿图书馆"].iter().any(|last_word| {
        let place = shorter.strip_suffix(last_word).filter(|place| place.chars().count() >= 2);
        place.is_some_and(|place| {
            ["市", "省", "县", "区"].iter().any(|word| {
                !place.ends_with(['市', '省', '县', '区'])
                    && longer.strip_suffix(last_word).and_then(|longer| longer.strip_suffix(word)) == Some(place)
            })
        })
    });
    (is_national || without_city).then_some(Likeness::Nearly)
}
