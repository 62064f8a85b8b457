//! What a number counts, by the Chinese measure word behind it and the nouns around it.

use std::{ops::Range, sync::LazyLock};

use super::{letters::Letters, lexicon::Lexicon, occurrences::Words};
use crate::linguistics::is_han;

/// Measure words and units, longer ones before those that they begin with. An empty code: the noun decides.
const MEASURES: &[(&str, &str)] = &[
    ("个百分点", "pp"),
    ("百分点", "pp"),
    ("%", "%"),
    ("个工作日", "working-day"),
    ("个工作天", "working-day"),
    ("工作天", "working-day"),
    ("工作日", "working-day"),
    ("个开放日", "day"),
    ("个小时", "hour"),
    ("小时", "hour"),
    ("学时", "hour"),
    ("课时", "hour"),
    ("分钟", "minute"),
    ("个月", "month"),
    ("个星期", "week"),
    ("个数据库", "database"),
    ("平方米", "m2"),
    ("平方公里", ""),
    ("平方千米", ""),
    ("平米", "m2"),
    ("㎡", "m2"),
    ("m²", "m2"),
    ("m2", "m2"),
    ("公顷", ""),
    ("亩", "mu"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("元", "CNY"),
    ("册(件)", "volume"),
    ("册件", "volume"),
    ("册/件", "volume"),
    ("册/人", "volume-per-capita"),
    ("册次", "loan"),
    ("册", "volume"),
    ("人次", "visit"),
    ("人", "person"),
    ("名", "person"),
    ("位", "person"),
    ("篇次", "download"),
    ("次下载", "download"),
    ("篇", "article"),
    ("场次", "event"),
    ("场", "event"),
    ("次", "use"),
    ("种", "title"),
    ("份", "copy"),
    ("件次", "use"),
    ("件", "item-piece"),
    ("条", "record"),
    ("门", "course"),
    ("家", "partner"),
    ("所", "library"),
    ("间", "room"),
    ("处", "site"),
    ("席", "seat"),
    ("台", "device"),
    ("辆", "vehicle"),
    ("支", "team"),
    ("倍", "multiple"),
    ("tb", "TB"),
    ("gb", "GB"),
    ("mb", "MB"),
    ("pb", "PB"),
    ("t", "TB"),
    ("g", "GB"),
    ("天", "day"),
    ("周", "week"),
    ("分", "score"),
    ("个", ""),
    ("座", ""),
    ("项", ""),
    ("套", "device"),
    ("卷", ""),
    ("部", ""),
    ("本", "volume"),
    ("张", ""),
    ("幅", ""),
    ("枚", ""),
    ("户", ""),
    ("对", ""),
    ("组", ""),
    ("块", ""),
    ("届", ""),
    ("期", ""),
    ("批", ""),
    ("轮", ""),
    ("节", ""),
    ("堂", ""),
    ("集", ""),
    ("条次", "use"),
    ("款", ""),
    ("艘", ""),
    ("架", ""),
    ("通", ""),
    ("宗", ""),
    ("例", ""),
    ("笔", ""),
    ("字", ""),
    ("公里", ""),
    ("米", ""),
];

/// Words that a measure word opens without measuring: 分馆, 次数, 人均, 条例. Each begins with the measure word.
const NOT_MEASURES: Words = &[
    "分馆",
    "分别",
    "分为",
    "分类",
    "分支",
    "分布",
    "分店",
    "分校",
    "分期",
    "分享",
    "分析",
    "分层",
    "分之",
    "次数",
    "次要",
    "次序",
    "人均",
    "人民",
    "人大",
    "人员比",
    "人工",
    "条例",
    "家庭阅",
    "家国",
    "部分",
    "部门",
    "名称",
    "名录",
    "位一体",
    "位数",
    "周年",
    "周岁",
    "节约",
    "通过",
    "通用",
    "对外",
    "对于",
    "对接",
    "对口",
    "期间",
    "期末",
    "场馆",
    "场景",
    "天内外",
    "周边",
    "所有",
];

/// Nouns that tell what is counted where the measure word does not, and the measure words that they overrule.
const NOUNS: &[(&str, &str)] = &[
    ("分馆", "branch"),
    ("城市书房", "room"),
    ("书房", "room"),
    ("书屋", "room"),
    ("书吧", "room"),
    ("阅览室", "room"),
    ("阅读空间", "room"),
    ("阅览空间", "room"),
    ("教室", "room"),
    ("房间", "room"),
    ("研讨间", "room"),
    ("网点", "site"),
    ("示范点", "site"),
    ("书屋示范点", "site"),
    ("农家书屋示范点", "site"),
    ("服务点", "site"),
    ("流通点", "site"),
    ("流动点", "site"),
    ("服务站", "site"),
    ("站点", "site"),
    ("基层点", "site"),
    ("借阅点", "site"),
    ("数据库", "database"),
    ("资源库", "database"),
    ("项目", "project"),
    ("课题", "project"),
    ("品牌", "brand"),
    ("奖项", "award"),
    ("奖励", "award"),
    ("大奖", "award"),
    ("荣誉", "award"),
    ("座位", "seat"),
    ("座席", "seat"),
    ("坐席", "seat"),
    ("席位", "seat"),
    ("国家", "country"),
    ("国家和地区", "country"),
    ("团队", "team"),
    ("队伍", "team"),
    ("合作伙伴", "partner"),
    ("伙伴", "partner"),
    ("图书馆", "library"),
    ("成员馆", "library"),
    ("县馆", "library"),
    ("总馆", "library"),
    ("课程", "course"),
    ("讲座", "event"),
    ("展览", "event"),
    ("活动", "event"),
    ("培训班", "event"),
    ("沙龙", "event"),
    ("论文", "article"),
    ("下载", "download"),
    ("志愿者", "person"),
    ("馆员", "person"),
    ("读者", "person"),
    ("推广人", "person"),
    ("用户", "person"),
    ("粉丝", "person"),
    ("借还机", "device"),
    ("自助机", "device"),
    ("还书箱", "device"),
    ("借阅机", "device"),
    ("书柜", "device"),
    ("设备", "device"),
    ("终端", "device"),
    ("流动车", "vehicle"),
    ("书车", "vehicle"),
    ("语种", "item"),
];

/// Nouns before a number without a measure word.
const NOUNS_BEFORE: &[(&str, &str)] = &[
    ("到馆", "visit"),
    ("进馆", "visit"),
    ("入馆", "visit"),
    ("接待", "visit"),
    ("访问", "visit"),
    ("外借", "loan"),
    ("借阅", "loan"),
    ("流通", "loan"),
    ("下载", "download"),
    ("藏书", "volume"),
    ("馆藏", "volume"),
    ("图书", "volume"),
    ("讲座", "event"),
    ("活动", "event"),
    ("展览", "event"),
    ("场次", "event"),
    ("人次", "visit"),
    ("册次", "loan"),
    ("次数", "use"),
    ("点击", "use"),
    ("人数", "person"),
    ("关注", "person"),
    ("粉丝", "person"),
    ("用户", "person"),
    ("会员", "person"),
    ("读者证", "person"),
    ("注册读者", "person"),
    ("持证读者", "person"),
    ("志愿者", "person"),
    ("座席", "seat"),
    ("座位", "seat"),
    ("坐席", "seat"),
    ("分馆", "branch"),
    ("书房", "room"),
    ("服务点", "site"),
    ("网点", "site"),
    ("面积", "m2"),
];

static MEASURES_BY_WORD: LazyLock<Lexicon<&str>> = LazyLock::new(|| Lexicon::new(MEASURES.iter().copied()));
static NOUNS_BY_WORD: LazyLock<Lexicon<&str>> = LazyLock::new(|| Lexicon::new(NOUNS.iter().copied()));
static NOUNS_BEFORE_BY_WORD: LazyLock<Lexicon<&str>> = LazyLock::new(|| Lexicon::new(NOUNS_BEFORE.iter().copied()));

/// How far a noun may stand behind its measure word.
const NOUN_REACH: usize = 14;

/// What a number counts, as the words behind it say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// A unit's code; `None` where only the words before the number can tell.
    pub(super) unit: Option<&'static str>,
    /// Where the unit's words end.
    pub(super) end: usize,
    /// The noun behind them, as far as it is known where it ends.
    pub(super) noun: Range<usize>,
}

/// The measure word at a place, and what it measures there. `clause_end` is where to look for nouns at most.
pub(super) fn counted(letters: &Letters<'_>, place: usize, clause: &Range<usize>) -> Option<Counted> {
    let (end, code) = measure(letters, place)?;
    // Shares, sizes and money measure what stands before them.
    let measures_amount =
        matches!(code, "%" | "pp" | "TB" | "GB" | "MB" | "PB" | "m2" | "CNY" | "USD" | "EUR" | "score");
    let noun = if measures_amount { end..end } else { noun_phrase(letters, end, clause.end) };
    let is_general = matches!(code, "" | "partner" | "library" | "site" | "room" | "device" | "title" | "team");
    let by_noun = if is_general { noun_unit(letters, &noun) } else { None };
    let per_head = code == "volume" && letters.has(clause.start..place, &["人均"]);
    let unit = match (code, by_noun) {
        _ if per_head => Some("volume-per-capita"),
        ("site" | "device" | "title" | "team", None) => Some(code),
        ("partner", None) => {
            let before = unit_in(letters, clause.start..place, &NOUNS_BY_WORD);
            Some(before.filter(|unit| matches!(*unit, "library" | "branch" | "room" | "site")).unwrap_or("partner"))
        }
        ("library", None) if letters.has(noun.clone(), &["学校", "高校", "小学", "中学", "大学", "院校", "幼儿园"]) => {
            Some("item")
        }
        // 分馆由9所增为12所
        ("library", None) => {
            let before = unit_in(letters, clause.start..place, &NOUNS_BY_WORD);
            Some(before.filter(|unit| *unit == "branch").unwrap_or(code))
        }
        ("room", None) => Some(code),
        ("title", Some(_)) => Some(if letters.has(noun.clone(), &["数据库"]) { "database" } else { "title" }),
        ("", None) => None,
        (_, Some(by_noun)) => Some(by_noun),
        _ => Some(code),
    };
    Some(Counted { unit, end, noun })
}

/// The measure word at a place: its end and its code.
pub(super) fn measure(letters: &Letters<'_>, place: usize) -> Option<(usize, &'static str)> {
    let place = letters.skip_spaces(place);
    if letters.any_from(place, NOT_MEASURES).is_some() {
        return None;
    }
    let (end, code) = MEASURES_BY_WORD.longest_from(letters, place)?;
    // 5G and 4G are networks; 34T is a size.
    let is_network = code == "GB" && end == place + 1 && !letters.before(place.saturating_sub(1)).is_ascii_digit();
    (!is_network).then_some((end, code))
}

/// The run of Chinese characters and letters behind a measure word that its noun stands in.
fn noun_phrase(letters: &Letters<'_>, start: usize, limit: usize) -> Range<usize> {
    let mut place = start;
    while let Some(end) =
        letters.any_from(place, &["以上", "以下", "以内", "左右", "上下", "及", "的", "余", "多", " "])
    {
        place = end;
    }
    let start = place;
    let limit = limit.min(start + NOUN_REACH);
    while place < limit {
        let character = letters.at(place);
        let is_word = is_han(character) || character.is_ascii_alphanumeric() || "“”\"「」·".contains(character);
        if !is_word || "的和与及并达为在从由".contains(character) || (character.is_ascii_digit()) {
            break;
        }
        place += 1;
    }
    start..place
}

/// The noun that ends last in a phrase, and the longest of those, is its head.
fn noun_unit(letters: &Letters<'_>, phrase: &Range<usize>) -> Option<&'static str> {
    // What follows 、 is another thing.
    let end = letters.find(phrase.clone(), &["、"]).map_or(phrase.end, |mark| mark.start);
    unit_in(letters, phrase.start..end, &NOUNS_BY_WORD)
}

fn unit_in(letters: &Letters<'_>, range: Range<usize>, nouns: &Lexicon<&'static str>) -> Option<&'static str> {
    nouns.last_in(letters, range).map(|(_, code)| code)
}

/// What is counted, by the nouns before the number; `has_measure` where a measure word stands behind it that says nothing
/// itself (分馆达到30个).
pub(super) fn counted_before(letters: &Letters<'_>, before: Range<usize>, has_measure: bool) -> Option<&'static str> {
    let counted = unit_in(letters, before.clone(), &NOUNS_BY_WORD).filter(|unit| has_measure && *unit != "country");
    counted.or_else(|| unit_in(letters, before, &NOUNS_BEFORE_BY_WORD))
}
