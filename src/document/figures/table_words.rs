//! Words that head the columns of a table of indicators.

pub(super) const NAMES: &[&str] = &[
    "指标名称",
    "指标",
    "名称",
    "内容",
    "项目",
    "主要指标",
    "指标内容",
    "indicator",
    "indicators",
    "measure",
    "measures",
    "metric",
    "metrics",
    "kpi",
    "kpis",
    "performance indicator",
    "key performance indicator",
    "name",
    "what we measure",
];

pub(super) const GROUPS: &[&str] = &[
    "类别",
    "分类",
    "一级指标",
    "类型",
    "领域",
    "category",
    "group",
    "area",
    "theme",
    "type",
    "goal",
    "objective",
    "priority",
    "目标领域",
    "指标类别",
    "指标类型",
    "维度",
];

pub(super) const UNITS: &[&str] = &["单位", "计量单位", "unit", "units", "unit of measure"];

pub(super) const NATURES: &[&str] = &["属性", "指标属性", "性质", "指标性质", "nature", "binding", "attribute"];

pub(super) const SERIALS: &[&str] = &["序号", "编号", "no.", "no", "#", "number", "id", "ref", "ref."];

pub(super) const OTHERS: &[&str] = &[
    "备注",
    "说明",
    "责任部门",
    "数据来源",
    "note",
    "notes",
    "source",
    "data source",
    "owner",
    "responsible",
    "lead",
    "comment",
    "comments",
    "frequency",
    "牵头部门",
    "责任单位",
];

pub(super) const BASELINES: &[&str] =
    &["基期", "基数", "现状", "基准", "基线", "baseline", "base year", "current", "starting point", "起点", "现有"];
pub(super) const TARGETS: &[&str] =
    &["目标", "规划", "预期", "计划", "target", "targets", "goal", "planned", "to be", "目标值"];
pub(super) const ACTUALS: &[&str] = &[
    "实际",
    "完成",
    "实现",
    "达到值",
    "执行",
    "实绩",
    "actual",
    "actuals",
    "result",
    "results",
    "achieved",
    "outturn",
    "achievement",
];

pub(super) const GROWTHS: &[&str] = &["增长", "增速", "增幅", "growth", "change", "increase", "升幅", "变化"];
