//! The words that plans call their parts by, in headings such as `Objective 2:`, `目标一：` or `Pillar 3 –`.

use crate::domain::element::ElementKind;

/// A word for a part of a plan, with what such a part is.
pub(in crate::document) struct Term {
    /// Lower case; Simplified Chinese.
    pub(in crate::document) word: &'static str,
    /// What it is.
    pub(in crate::document) kind: ElementKind,
}

macro_rules! terms {
    ($( $kind:ident: $($word:literal)+; )+) => {
        &[ $( $( Term { word: $word, kind: ElementKind::$kind }, )+ )+ ]
    };
}

/// The terms, whichever plan uses them. "Ends" are goals, "ways and fields of work" are strategies.
pub(in crate::document) const TERMS: &[Term] = terms! {
    Goal: "goal" "strategic goal" "overarching goal" "overall goal" "main goal" "aim" "strategic aim" "impact area" "enabler"
        "ambition" "driver" "目标" "战略目标" "总目标" "发展目标" "主要目标" "影响力领域" "影响领域" "驱动者" "驱动因素";
    Objective: "objective" "strategic objective" "specific objective" "sub-goal" "subgoal" "target" "分目标" "子目标"
        "具体目标" "分项目标";
    Strategy: "strategy" "strategic direction" "strategic priority" "strategic theme" "strategic pillar"
        "strategic focus" "strategic focus area" "strategic area" "priority" "priority area" "key priority" "pillar"
        "theme" "focus" "focus area" "area of focus" "key area" "key focus area" "direction" "area" "战略" "策略" "战略方向"
        "战略重点" "战略主题" "战略支柱" "方向" "发展方向" "领域" "重点领域" "优先领域" "优先事项" "主题" "支柱" "路径";
    KeyTask: "task" "key task" "main task" "project" "key project" "flagship project" "program" "programme" "任务"
        "重点任务" "主要任务" "战略任务" "核心任务" "工程" "重点工程" "重大工程" "项目" "重点项目" "重大项目" "专栏" "计划";
    Action: "action" "key action" "action item" "action step" "initiative" "strategic initiative" "key initiative" "activity"
        "tactic" "step" "deliverable" "行动" "重点行动" "举措" "重点举措" "战略举措" "措施" "工作" "重点工作" "行动项";
    SupportMeasure: "保障措施" "保障";
    Outcome: "outcome" "strategic outcome" "key result" "result" "key result area" "成果" "战略成果" "预期成果";
    Principle: "principle" "guiding principle" "原则" "基本原则";
    Value: "value" "core value" "价值观" "核心价值";
    Mission: "mission" "使命";
    Vision: "vision" "愿景";
};

/// The term that a word or words are: in either script, upper or lower case, as one or as many.
pub(in crate::document) fn term(normalized: &str) -> Option<&'static Term> {
    let exact = |word: &str| TERMS.iter().find(|term| term.word == word);
    exact(normalized).or_else(|| {
        let singular = match normalized.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => normalized.strip_suffix('s')?.to_owned(),
        };
        exact(&singular)
    })
}
