//! Tables of made-up libraries.

use super::super::{Outlook, Setting, TableIndicator, indicator_table};
use crate::{
    document::text::{Cell, Lines, Row, Table},
    domain::{
        indicator::{Comparator, ObservationBasis, TargetNature},
        period::YearSpan,
    },
};

/// A table of lines whose cells `|` parts.
fn table(lines: &[&str]) -> Table {
    let cell = |text: &str| Cell {
        items: Some(text.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect(),
        repairs: Vec::new(),
    };
    let row = |line: &&str| Row { cells: line.split('|').map(cell).collect(), lines: Lines::one(1) };
    Table { rows: lines.iter().map(row).collect() }
}

fn shown(indicator: &TableIndicator) -> String {
    let observations: Vec<String> = indicator
        .observations
        .iter()
        .map(|observation| {
            let mut words = vec![observation.role.to_string()];
            words.extend(
                observation
                    .comparator
                    .filter(|comparator| *comparator != Comparator::Equal)
                    .map(|comparator| comparator.to_string()),
            );
            words.extend(observation.value.map(|value| value.to_string()));
            words.extend(observation.upper.map(|upper| format!("to {upper}")));
            words.extend(observation.unit.clone());
            words.extend(
                observation.basis.filter(|basis| *basis != ObservationBasis::Point).map(|basis| basis.to_string()),
            );
            words.extend(observation.start_year.map(|year| format!("from {year}")));
            words.extend(observation.end_year.map(|year| year.to_string()));
            words.join(" ")
        })
        .collect();
    format!("{}: {}", indicator.name, observations.join("; "))
}

fn setting(outlook: Outlook) -> Setting {
    let years = |start, end| YearSpan::new(start, end).ok();
    Setting { outlook, plan_years: years(2021, 2025), review_years: years(2016, 2020) }
}

#[track_caller]
fn check(outlook: Outlook, lines: &[&str], expected: &[&str]) -> Vec<TableIndicator> {
    let found = indicator_table(&table(lines), &setting(outlook)).unwrap_or_default();
    assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected);
    found
}

#[test]
fn years_head_columns() {
    let found = check(
        Outlook::Ahead,
        &[
            "序号 | 指标 | 单位 | 2020年 | 2025年 | 属性",
            "一、资源 | 一、资源 | 一、资源 | 一、资源 | 一、资源 | 一、资源",
            "1 | 馆藏总量 | 万册 | 120 | ≥180 | 预期性",
            "2 | 新增数字资源 | TB | — | 〔150〕 | 约束性",
            "3 | 数字化率 | % | 12.5 | 20～25 | 预期性",
            "4 | 总分馆制 | | / | 基本覆盖 | 约束性",
            "注：〔〕内为五年累计数",
        ],
        &[
            "馆藏总量: BASELINE 120 10^4 volume 2020; TARGET AT_LEAST 180 10^4 volume 2025",
            "新增数字资源: TARGET 150 TB CUMULATIVE from 2021 2025",
            "数字化率: BASELINE 12.5 % 2020; TARGET BETWEEN 20 to 25 % 2025",
            "总分馆制: TARGET QUALITATIVE 2025",
        ],
    );
    assert_eq!(found.first().and_then(|first| first.nature), Some(TargetNature::Expected));
    assert_eq!(found.last().and_then(|last| last.nature), Some(TargetNature::Binding));
    assert_eq!(found.first().and_then(|first| first.group.as_deref()), Some("资源"));
    assert_eq!(found.get(1).map(|second| second.row), Some(3));
}

#[test]
fn words_head_columns() {
    check(
        Outlook::Ahead,
        &[
            "类别 | 指标名称 | 基期值 | 目标值 | 年均增长（%）",
            "服务 | 年到馆人次（万人次） | 150 | 200万 | 6",
            "服务 | 读者满意度（%） | 92 | 95以上 | -",
        ],
        &[
            "年到馆人次: BASELINE 150 10^4 visit ANNUAL; TARGET 200 10^4 visit ANNUAL from 2021 2025; TARGET 6 % CHANGE_RELATIVE 2025",
            "读者满意度: BASELINE 92 %; TARGET AT_LEAST 95 % 2025",
        ],
    );
    check(
        Outlook::Unknown,
        &[
            "Indicator | Baseline 2020 | Target 2025 | 2023 actual",
            "Visits (million) | 1.2 | 1.5 | 1.3",
            "Staff trained | n.a. | 80% | 64%",
            "Open rooms | 4 | at least 6 | 5",
        ],
        &[
            "Visits: BASELINE 1.2 10^6 visit 2020; TARGET 1.5 10^6 visit 2025; ACTUAL 1.3 10^6 visit 2023",
            "Staff trained: TARGET 80 % 2025; ACTUAL 64 % 2023",
            "Open rooms: BASELINE 4 room 2020; TARGET AT_LEAST 6 room 2025; ACTUAL 5 room 2023",
        ],
    );
    check(
        Outlook::Back,
        &["指标 | “十三五”目标 | 2020年完成值", "分馆（个） | 30 | 34"],
        &["分馆: TARGET 30 branch 2020; ACTUAL 34 branch 2020"],
    );
}

#[test]
fn years_may_be_rows() {
    check(
        Outlook::Ahead,
        &["年份 | 馆藏量（万册） | 活动场次", "2020年 | 120 | 300", "2025年 | 180 | 500"],
        &[
            "馆藏量: BASELINE 120 10^4 volume 2020; TARGET 180 10^4 volume 2025",
            "活动场次: BASELINE 300 event 2020; TARGET 500 event 2025",
        ],
    );
}

#[test]
fn other_tables_are_none() {
    for lines in [
        &["战略成果 | 成功指标", "更多人使用图书馆 | 使用人数增加", "伙伴更多 | 伙伴数量"][..],
        &["时间 | 地点", "上午 | 一楼"],
        &["Objective | Actions | Lead", "1. Grow | Open 3 rooms | Director"],
        &["指标 | 2020年 | 2025年"],
        &[],
    ] {
        assert_eq!(indicator_table(&table(lines), &setting(Outlook::Ahead)), None, "{lines:?}");
    }
}
