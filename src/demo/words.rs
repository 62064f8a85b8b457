//! What made-up plans say: labels of the codebook's themes in sentences of our own, the same in Chinese and English.

use super::dice::Dice;
use crate::{
    coding::Codebook,
    domain::{
        element::ElementKind,
        language::LanguageTag,
        text::{LocalizedText, TextOrigin, Texts},
        theme::{LABEL_GAP, THEME_SCHEME, Theme},
    },
};

/// The languages of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Chinese,
    ChineseAndEnglish,
    English,
}

impl Tongue {
    /// The language of the plan's document.
    pub(super) fn of_document(self) -> LanguageTag {
        match self {
            Self::Chinese | Self::ChineseAndEnglish => LanguageTag::simplified_chinese(),
            Self::English => LanguageTag::english(),
        }
    }

    /// The texts of a plan in these languages.
    pub(super) fn texts(self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> Texts {
        let text = |lang, text| LocalizedText { lang, text, origin: TextOrigin::Editorial };
        let english = (self != Self::Chinese).then(|| text(LanguageTag::english(), english()));
        let chinese = (self != Self::English).then(|| text(LanguageTag::simplified_chinese(), chinese()));
        Texts::new(english.into_iter().chain(chinese))
    }
}

/// What a statement is about: one theme or two, by their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    theme: usize,
    second: Option<usize>,
    // Which of a theme's words stand for it.
    word: usize,
}

/// How a statement is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wording {
    template: usize,
    place: usize,
}

/// The words of themes.
#[derive(Debug)]
pub(super) struct Words {
    themes: Vec<ThemeWords>,
}

#[derive(Debug)]
struct ThemeWords {
    chinese: Vec<String>,
    english: Vec<String>,
}

impl Words {
    /// The words of a codebook's themes: preferred labels, and alternative ones that stand in one piece.
    pub(super) fn of(codebook: &Codebook) -> Self {
        let themes = codebook.in_scheme(THEME_SCHEME).map(|theme| ThemeWords {
            chinese: labels(theme, &LanguageTag::simplified_chinese(), 8),
            english: labels(theme, &LanguageTag::english(), 32),
        });
        Self { themes: themes.filter(|words| !words.chinese.is_empty() && !words.english.is_empty()).collect() }
    }

    /// A topic by chance: about one in five is about two themes.
    pub(super) fn topic(&self, dice: &mut Dice) -> Topic {
        Topic {
            theme: dice.below(self.themes.len()),
            second: dice.percent(22).then(|| dice.below(self.themes.len())),
            word: dice.below(1 << 20),
        }
    }

    /// A wording by chance.
    pub(super) fn wording(dice: &mut Dice) -> Wording {
        Wording { template: dice.below(1 << 20), place: dice.below(1 << 20) }
    }

    /// The heading of a statement.
    pub(super) fn title(&self, kind: ElementKind, topic: Topic, wording: Wording, tongue: Tongue) -> Texts {
        self.filled(titles(kind), topic, wording, tongue)
    }

    /// What stands under the heading.
    pub(super) fn body(&self, topic: Topic, wording: Wording, tongue: Tongue) -> Texts {
        // The heading has named the topic's second theme.
        self.filled(BODIES, Topic { second: None, ..topic }, wording, tongue)
    }

    fn filled(&self, templates: &[(&str, &str)], topic: Topic, wording: Wording, tongue: Tongue) -> Texts {
        let (chinese, english) = chosen(templates, wording.template).copied().unwrap_or_default();
        let (chinese_place, english_place) = chosen(PLACES, wording.place).copied().unwrap_or_default();
        let fill =
            |template: &str, named: String, place: &str| template.replace("{}", &named).replace("{place}", place);
        tongue.texts(
            || fill(chinese, self.named(topic, "与", |words| &words.chinese), chinese_place),
            || capitalized(&fill(english, self.named(topic, " and ", |words| &words.english), english_place)),
        )
    }

    fn named(&self, topic: Topic, and: &str, of: impl Fn(&ThemeWords) -> &Vec<String>) -> String {
        let word = |theme: usize| {
            let words = self.themes.get(theme).map(|theme| of(theme).as_slice()).unwrap_or_default();
            chosen(words, topic.word).map_or("", String::as_str)
        };
        match topic.second {
            Some(second) if second != topic.theme => [word(topic.theme), word(second)].join(and),
            _ => word(topic.theme).to_owned(),
        }
    }
}

/// The labels of a theme in a language that are short and stand in one piece, the preferred one first.
fn labels(theme: &Theme, lang: &LanguageTag, max_characters: usize) -> Vec<String> {
    let preferred = theme.labels.get(lang);
    let all = preferred.into_iter().chain(theme.alt_labels.iter().filter(|label| &label.lang == lang));
    all.map(|label| &label.text)
        .filter(|label| !label.contains(LABEL_GAP) && (2..=max_characters).contains(&label.chars().count()))
        .cloned()
        .collect()
}

fn chosen<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number % list.len().max(1))
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The plan's own word for a kind of statement.
pub(super) fn source_term(kind: ElementKind, tongue: Tongue) -> &'static str {
    let (chinese, english) = match kind {
        ElementKind::Vision => ("愿景", "Vision"),
        ElementKind::Mission => ("使命", "Mission"),
        ElementKind::Value => ("价值", "Value"),
        ElementKind::Principle => ("原则", "Principle"),
        ElementKind::Context => ("形势", "Situation"),
        ElementKind::Review => ("回顾", "Review"),
        ElementKind::Goal => ("总目标", "Goal"),
        ElementKind::Objective => ("分目标", "Objective"),
        ElementKind::Strategy => ("举措", "Strategy"),
        ElementKind::KeyTask => ("重点任务", "Key task"),
        ElementKind::Action => ("行动", "Action"),
        ElementKind::SupportMeasure => ("保障", "Support"),
        ElementKind::Outcome => ("成效", "Outcome"),
        ElementKind::SuccessStatement => ("验收", "Success"),
    };
    if tongue == Tongue::English { english } else { chinese }
}

// `{}` stands for the words of the topic, `{place}` for a place.

fn titles(kind: ElementKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ElementKind::Vision => VISIONS,
        ElementKind::Mission | ElementKind::Value | ElementKind::Principle => DIRECTIONS,
        ElementKind::Context | ElementKind::Review => SITUATIONS,
        ElementKind::Goal | ElementKind::Objective => GOALS,
        ElementKind::Strategy | ElementKind::KeyTask => STRATEGIES,
        ElementKind::Action | ElementKind::SupportMeasure => ACTIONS,
        ElementKind::Outcome | ElementKind::SuccessStatement => OUTCOMES,
    }
}

const PLACES: &[(&str, &str)] = &[
    ("在主馆", "in the main building"),
    ("在各分馆", "at every branch"),
    ("在东区", "in the eastern district"),
    ("在西区", "in the western district"),
    ("在北区", "in the northern district"),
    ("在南区", "in the southern district"),
    ("在一楼", "on the ground floor"),
    ("在二楼", "on the second floor"),
];

const VISIONS: &[(&str, &str)] = &[
    ("成为以{}见长的图书馆（合成文本）", "a library known for {} (synthetic text)"),
    ("到期末，{}走在同类前列（合成文本）", "at the front of our kind in {} (synthetic text)"),
];

const DIRECTIONS: &[(&str, &str)] =
    &[("坚持把{}放在前面", "{} comes first"), ("始终重视{}", "we care for {}"), ("稳步做好{}", "steady work on {}")];

const SITUATIONS: &[(&str, &str)] = &[
    ("过去五年{}有进步，也有短板", "five years brought progress in {}, and left gaps"),
    ("周边对{}的期待在提高", "expectations of {} are rising around us"),
    ("{}面临新的要求", "{} has to meet new demands"),
];

const GOALS: &[(&str, &str)] = &[
    ("把{}提高到新的水平", "raise {} to a new level"),
    ("让{}更加均衡稳定", "make {} even and steady"),
    ("五年内使{}明显改观", "change {} visibly within five years"),
    ("建成完整的{}体系", "a complete system of {}"),
    ("全面加强{}", "strengthen {} throughout"),
];

const STRATEGIES: &[(&str, &str)] = &[
    ("{place}推进{}", "advance {} {place}"),
    ("分三步完善{}", "improve {} in three steps"),
    ("以年度清单落实{}", "carry out {} by yearly lists"),
    ("优先补齐{}", "fill the gaps in {} first"),
    ("联合各方改进{}", "better {} together with others"),
    ("{place}试行{}的新办法", "try new ways of {} {place}"),
];

const ACTIONS: &[(&str, &str)] = &[
    ("每年两次检查{}", "check {} twice a year"),
    ("{place}安排{}", "arrange for {} {place}"),
    ("制订{}的工作细则", "write working rules for {}"),
    ("每季度公布{}进展", "report on {} every quarter"),
    ("为{}留出专门经费", "set money aside for {}"),
    ("指定部门负责{}", "put one department in charge of {}"),
    ("{place}扩大{}的规模", "do more of {} {place}"),
    ("修订{}的流程", "revise how {} is done"),
];

const OUTCOMES: &[(&str, &str)] = &[
    ("{}的变化看得见", "changes in {} can be seen"),
    ("多数人认可{}", "most people approve of {}"),
    ("{}按期完成", "{} is done on time"),
];

const BODIES: &[(&str, &str)] = &[
    (
        "围绕{}列出任务，逐年安排，期末对照检查。",
        "List the tasks of {}, spread them over the years and check them at the end.",
    ),
    (
        "先摸清{}的底数，再定先后，{place}先行一步。",
        "First find out where {} stands, then set an order; begin {place}.",
    ),
    ("{}由一名负责人牵头，每半年通报一次。", "One person leads {} and reports every half-year."),
    ("对{}实行目录管理，{place}设联络点。", "Keep a register of {}, with a contact {place}."),
];
