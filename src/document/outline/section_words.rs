//! The words that headings of sections are made of. Chinese in Simplified characters, English in lower case with spaces
//! for hyphens.

use super::section::Meaning::{self, Contents, General, Holder, Indicators, Inner, Outside, Statement};
use crate::domain::element::ElementKind::{
    Action, Context, Goal, KeyTask, Mission, Objective, Outcome, Principle, Review, Strategy, SuccessStatement,
    SupportMeasure, Value, Vision,
};

macro_rules! cores {
    ($( $meaning:expr => $($word:literal)+; )+) => { &[ $( $( ($word, $meaning), )+ )+ ] };
}

/// Words that say what a section holds.
pub(super) const CHINESE_CORES: &[(&str, Meaning)] = cores! {
    Statement(Vision) => "愿景" "远景" "远景目标" "发展愿景";
    Statement(Mission) => "使命" "宗旨" "定位" "功能定位" "发展定位" "战略定位" "办馆宗旨" "服务宗旨";
    Statement(Value) => "价值观" "核心价值" "核心价值观" "价值取向" "价值" "理念" "办馆理念" "发展理念" "服务理念" "馆训" "精神";
    Statement(Principle) => "指导思想" "原则" "基本原则" "工作方针" "方针" "基本思路" "发展思路" "总体思路" "工作思路" "根本遵循" "指导方针";
    Statement(Context) => "前言" "序言" "序" "引言" "导言" "导论" "绪论" "概述" "概况" "简介" "摘要" "背景" "形势" "环境" "机遇" "挑战" "现状"
        "问题" "不足" "短板" "趋势" "意义" "必要性" "编制说明" "编制依据" "编制背景" "编制过程" "规划说明" "需求" "优势" "劣势" "威胁" "瓶颈" "困难" "如何解读"
        "如何使用" "如何阅读" "使用说明" "面临" "馆情" "致辞" "寄语" "研判" "变化" "现况" "现状检讨" "环境扫描" "馆况" "的话" "馆长的话" "缘由" "计划缘起" "缘起" "校长的话" "院长的话" "所处的时代" "时代背景" "新形势" "新要求";
    Statement(Review) => "回顾" "总结" "成就" "成效" "成绩" "业绩" "进展" "完成情况" "执行情况" "发展基础" "工作基础" "基础" "评估总结" "成果回顾" "历史回顾" "回望" "检讨" "走过的路" "发展历程" "五年回望" "建设成果" "发展成果";
    Holder(Goal) => "目标" "总体目标" "总目标" "发展目标" "战略目标" "主要目标" "具体目标" "服务目标" "建设目标" "工作目标" "阶段目标" "影响力领域" "总体目标与具体目标";
    Holder(Objective) => "分目标" "子目标" "分项目标";
    Holder(KeyTask) => "任务" "重点任务" "主要任务" "战略任务" "核心任务" "目标任务" "重点工作" "主要工作" "重点工程" "重大工程" "工程" "重点项目" "重大项目"
        "工作重点" "建设重点" "发展重点" "主要内容" "重点内容" "专栏";
    Holder(Strategy) => "战略" "策略" "发展战略" "战略方向" "发展方向" "方向" "优先领域" "优先事项" "重点领域" "战略举措" "战略重点" "战略主题" "发展路径" "战略支柱" "支柱"
        "发展策略" "战略布局" "战略选择";
    Holder(SupportMeasure) => "保障" "保障措施" "实施保障" "组织保障" "保障体系" "保障机制" "保障条件" "条件保障" "支撑保障" "组织实施" "规划实施" "实施策略"
        "实施机制" "实施与保障" "实施" "支撑体系" "监督评估" "监测评估" "评估与监测" "监督与评估" "考核评估" "组织领导" "监督检查" "管考" "执行机制" "经费来源" "所需资源" "资源需求" "经费与人力" "经费需求" "人力" "经费" "实施与管考" "推动机制" "落实" "推进机制" "工作保障" "落实举措" "实施举措" "推进举措" "执行与检讨";
    Inner(Action) => "行动" "行动计划" "行动方案" "行动举措" "行动项目" "重点行动" "举措" "重点举措" "主要举措" "工作举措" "具体举措" "措施" "具体措施" "主要措施"
        "重点措施" "工作措施" "具体工作" "工作内容" "做法" "实施路径" "实施计划" "实施步骤" "工作任务" "具体任务" "关键行动" "实施措施" "主要工作内容" "建设内容";
    Inner(Outcome) => "成果" "预期成果" "预期成效" "预期效果" "战略成果" "预期结果" "预期成果与效益" "效益" "预期效益";
    Inner(SuccessStatement) => "衡量标准" "成功标准" "成功标志" "成功的样子" "成功表述";
    Indicators => "指标" "主要指标" "核心指标" "指标体系" "发展指标" "绩效指标" "成功指标" "衡量指标" "预期指标" "关键绩效指标" "目标值" "量化指标" "考核指标";
    Contents => "目录" "目次";
    Outside => "附录" "附件" "附表" "名词解释" "术语" "术语表" "缩略语" "参考文献" "联系方式" "联系我们" "联络方式" "联络我们" "联络" "致谢" "鸣谢" "版权" "编委会" "后记" "结语" "结束语"
        "注释" "责任编辑" "意见征集";
    General => "总体要求" "总体框架" "总体部署" "总体战略" "总体设计" "总则" "战略框架" "规划框架" "规划内容" "战略规划" "顶层设计";
};

/// Words that say nothing about it, but stand in such headings.
pub(super) const CHINESE_MODIFIERS: &[&str] = &[
    "十一五",
    "十二五",
    "十三五",
    "十四五",
    "十五五",
    "期间",
    "时期",
    "阶段",
    "发展",
    "总体",
    "总",
    "主要",
    "重点",
    "核心",
    "基本",
    "战略",
    "图书馆",
    "本馆",
    "我馆",
    "全馆",
    "馆",
    "我们",
    "的",
    "与",
    "和",
    "及",
    "以及",
    "及其",
    "工作",
    "建设",
    "服务",
    "事业",
    "规划",
    "计划",
    "具体",
    "面临",
    "面对",
    "当前",
    "国内外",
    "国际",
    "国内",
    "外部",
    "内部",
    "未来",
    "五年",
    "今后",
    "过去",
    "上一",
    "上期",
    "情况",
    "分析",
    "存在",
    "实施",
    "组织",
    "制度",
    "机制",
    "体系",
    "内容",
    "如何",
    "包括",
    "成功",
    "相关",
    "年度",
    "部分",
    "关于",
    "重大",
    "关键",
    "新",
    "时代",
    "办馆",
    "办学",
    "执行",
    "工作项目",
    "项",
    "馆藏",
    "职能",
    "职责",
    "社会",
    "历史",
    "说明",
    "本",
    "年",
    "一个",
    "三个",
    "五个",
    "三大",
    "四大",
    "五大",
    "六大",
    "七大",
    "八大",
    "九大",
    "十大",
    "与展望",
    "展望",
    "主要的",
    "要求",
    "对",
    "实现",
    "指导",
    "运行",
    "管理",
    "行业",
    "事项",
    "领域",
    "评估",
    "评价",
    "监测",
    "监督",
    "落实",
    "推进",
    "公共",
    "高校",
    "大学",
    "文化",
    "衡量",
    "为",
    "取得",
    "取得的",
    "所",
    "已",
    "各",
    "各项",
    "分",
    "管考",
    "考核",
    "检讨",
    "期",
    "中程",
    "短期",
    "中期",
    "长期",
    "项",
    "第",
    "号",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "将",
    "是",
    "什么",
    "为什么",
    "做",
    "怎么",
    "怎样",
    "年代",
    "学校",
    "学院",
    "院",
    "校",
    "区",
    "市",
    "县",
    "省",
    "全市",
    "全省",
    "我市",
    "我省",
    "我校",
    "预期",
    "需要",
    "必须",
    "坚持",
    "遵循",
    "这",
    "五",
    "与任务",
    "项目",
    "行动",
];

/// Phrases that say what a section holds.
pub(super) const ENGLISH_CORES: &[(&str, Meaning)] = cores! {
    Statement(Vision) => "vision" "vision statement" "our vision" "visions" "where we want to be" "the future we want" "looking ahead";
    Statement(Mission) => "mission" "mission statement" "missions" "purpose" "our purpose" "why we are here" "why we exist" "remit" "what we are here for";
    Statement(Value) => "values" "value" "core values" "value statement" "values statement" "philosophy" "beliefs" "what we believe" "what we stand for" "ethos" "what we value";
    Statement(Principle) => "principles" "principle" "guiding principles" "basic principles" "guiding principle" "guiding ideology" "guiding thought"
        "guiding philosophy" "how we work" "ways of working" "our approach" "approach" "commitments" "our commitments";
    Statement(Context) => "introduction" "foreword" "preface" "preamble" "background" "context" "overview" "executive summary" "summary" "about"
        "about us" "about the library" "about this plan" "about this strategy" "about the plan" "about the strategy" "who we are" "who we serve" "environment" "environmental scan" "challenges" "opportunities"
        "trends" "swot" "strengths" "weaknesses" "threats" "situation" "situation analysis" "needs" "community profile" "community needs" "where we are"
        "where we are now" "where we stand" "planning process" "how this plan was made" "how we made this plan" "methodology" "how to read" "how to use" "our community" "our library" "our users" "our context" "message" "letter"
        "welcome" "what we heard" "our changing world" "the world around us" "a changing world" "changing world" "our county" "our people" "our region" "our city" "our town" "our district" "our place" "welcome from" "letter from" "message from" "from the university librarian" "from our director" "from the librarian" "from the dean" "from the president" "from the chair" "from the director" "from the mayor" "word from" "a word" "what you told us" "what we learned" "the changing world" "drivers of change" "the case for change" "strategic context" "challenge" "opportunity" "at a glance" "history" "our story" "why";
    Statement(Review) => "review" "achievements" "accomplishments" "what we achieved" "what we have achieved" "looking back" "progress" "highlights" "successes"
        "progress to date" "what we have done" "what we have learned" "lessons learned" "retrospect" "review of achievements" "the last five years" "the past five years" "our achievements";
    Holder(Goal) => "goals" "goal" "aims" "aim" "strategic goals" "overarching goals" "ambitions" "ambition" "impact areas" "goals and objectives" "service objectives" "overall objectives" "overall objective" "overall goal" "overall goals"
        "general objectives" "general objective" "development goals" "development objectives" "what we want to achieve" "what we aim for" "our aims";
    Holder(Objective) => "objectives" "objective" "specific objectives" "strategic objectives";
    Holder(Strategy) => "strategies" "strategic priorities" "priorities" "strategic directions" "directions" "pillars" "strategic pillars" "themes" "strategic themes"
        "focus areas" "areas of focus" "strategic focus areas" "key areas" "priority areas" "strategic areas" "key priorities" "strategic focus" "what we will focus on" "where we will focus"
        "key focus areas" "strategic initiatives" "the priorities";
    Holder(KeyTask) => "key tasks" "tasks" "main tasks" "major tasks" "key projects" "major projects" "flagship projects" "projects" "priority projects" "key work";
    Holder(SupportMeasure) => "implementation" "implementation measures" "safeguards" "safeguard measures" "safeguarding measures" "support measures" "supporting measures"
        "guarantee measures" "guarantees" "enabling conditions" "enablers" "monitoring" "evaluation" "monitoring and evaluation" "making it happen" "delivering the plan"
        "delivering the strategy" "delivering this strategy" "delivery" "accountability" "governance" "how we will deliver" "resourcing the plan" "resources required" "resourcing" "implementation and monitoring"
        "organizational support" "organisational support" "review and evaluation" "what we need" "enabling the strategy" "enabling" "enabling our work" "how we will work" "carry the plan out" "carrying out the plan" "foundations" "following through" "follow through" "following up" "resources" "our foundations" "what makes it possible" "how we will make it happen" "implementation plan" "resource plan" "governance and resources" "risk management" "putting the plan into practice";
    Inner(Action) => "actions" "action" "action plan" "action plans" "key actions" "initiatives" "key initiatives" "activities" "key activities" "what we will do" "what we do" "how we will do it" "how we will do this"
        "how we will get there" "how we will achieve this" "how we ll do it" "how we ll get there" "what we ll do" "our work" "our work includes" "our work will include"  "to do this we will" "to achieve this we will" "tactics" "next steps" "steps" "action steps"
        "action items" "our actions" "implementation steps" "specific work" "our specific work includes";
    Inner(Outcome) => "outcomes" "outcome" "expected outcomes" "results" "expected results" "strategic outcomes" "intended outcomes" "impact" "impacts" "expected impact" "the difference we will make" "what will change" "desired outcomes" "benefits";
    Inner(SuccessStatement) => "success" "what success looks like" "what success will look like" "success looks like" "success will look like" "how success looks" "how success will look" "success statement" "success criteria" "signs of success" "have succeeded" "we will have succeeded" "we will have" "indicators of success" "how we ll know" "measuring success" "how we measure success" "how will we know" "how we will know" "how we will measure success" "success measures" "measures of success" "what does success look like" "what will success look like";
    Indicators => "indicators" "key performance indicators" "kpis" "kpi" "performance indicators" "measures" "targets" "metrics" "success indicators" "key measures"
        "performance measures" "key indicators" "key metrics" "measuring progress" "measuring our progress"
        "how we will measure progress" "main indicators" "key results" "outcome indicators" "key figures" "figures" "numbers" "scorecard" "dashboard" "targets and indicators" "performance targets" "measure" "indicator";
    Contents => "contents" "table of contents";
    Outside => "appendix" "appendices" "annex" "annexes" "glossary" "references" "contact" "contact us" "contacts" "acknowledgements" "acknowledgments" "thank you" "credits" "notes" "bibliography"
        "find out more" "further information" "enquiries" "definitions" "abbreviations" "tell us what you think" "comment on this draft" "have your say" "further reading" "image credits" "copyright" "feedback" "how to comment";
    General => "strategic framework" "strategic plan" "the plan" "our strategy" "the strategy" "strategy" "overall requirements" "general requirements" "framework" "plan on a page" "our plan" "strategy at a glance" "development strategy";
};

/// Words that say nothing about it, but stand in such headings.
pub(super) const ENGLISH_MODIFIERS: &[&str] = &[
    "our",
    "my",
    "the",
    "a",
    "an",
    "of",
    "and",
    "for",
    "to",
    "in",
    "on",
    "at",
    "with",
    "by",
    "from",
    "library",
    "library's",
    "libraries",
    "university",
    "strategic",
    "key",
    "main",
    "overall",
    "core",
    "basic",
    "general",
    "specific",
    "plan",
    "planning",
    "this",
    "these",
    "we",
    "will",
    "what",
    "how",
    "is",
    "are",
    "during",
    "period",
    "development",
    "statement",
    "statements",
    "five",
    "year",
    "years",
    "next",
    "last",
    "past",
    "previous",
    "new",
    "public",
    "academic",
    "analysis",
    "work",
    "service",
    "services",
    "us",
    "it",
    "its",
    "who",
    "under",
    "statutory",
    "role",
    "director",
    "mayor",
    "that",
    "succeeded",
    "have",
    "has",
    "if",
    "by",
    "shall",
    "out",
    "through",
    "up",
    "s",
    "ll",
    "future",
    "current",
    "external",
    "internal",
    "team",
    "long",
    "term",
    "include",
    "includes",
    "organisational",
    "organizational",
    "institutional",
    "director",
    "librarian",
    "director's",
    "librarian's",
    "chair",
    "president",
    "three",
    "four",
    "six",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "12th",
    "13th",
    "14th",
    "15th",
    "list",
    "section",
    "part",
    "areas",
    "area",
    "be",
    "your",
    "can",
    "help",
    "also",
    "as",
    "strategy",
];
