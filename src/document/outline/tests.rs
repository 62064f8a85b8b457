//! Small documents and the trees that they make.

use super::{Content, Outline, line::lines, outline};
use crate::document::{DocumentFormat, blocks};

fn read(format: DocumentFormat, text: &str) -> Outline {
    outline(lines(&blocks(format, text), 0..0))
}

/// One line for each passage: its depth, its number, its text.
fn shown(outline: &Outline) -> String {
    let mut shown = String::new();
    let mut waiting: Vec<(usize, usize)> = outline.nodes[0].children().map(|child| (child, 0)).collect();
    waiting.reverse();
    while let Some((index, depth)) = waiting.pop() {
        let node = &outline.nodes[index];
        let number = node.marker().map_or("-", |marker| marker.printed.as_str());
        let text = node.line.as_ref().map_or("(lost)", |line| line.text.as_str());
        let n_texts = node.content.iter().filter(|content| matches!(content, Content::Line(_))).count();
        shown.push_str(&format!("{}{number} {text}{}\n", "  ".repeat(depth), "+".repeat(n_texts)));
        let children: Vec<(usize, usize)> = node.children().map(|child| (child, depth + 1)).collect();
        waiting.extend(children.into_iter().rev());
    }
    shown
}

fn codes(outline: &Outline) -> Vec<String> {
    outline.findings.iter().map(|finding| format!("{}@{}", finding.code, finding.line.unwrap_or(0))).collect()
}

fn check(text: &str, tree: &str, findings: &[&str]) {
    let outline = read(DocumentFormat::PlainText, text);
    assert_eq!(shown(&outline), tree, "{text}");
    assert_eq!(codes(&outline), findings, "{text}");
}

#[test]
fn numbers_nest_by_their_signs() {
    check(
        "一、总体要求\n（一）原则\n1．公益。\n2．开放。\n（二）目标\n二、重点任务\n（一）资源\n①采购。\n②保护。\n",
        "一 总体要求\n  （一） 原则\n    1 公益。\n    2 开放。\n  （二） 目标\n二 重点任务\n  （一） 资源\n    ① 采购。\n    ② 保护。\n",
        &[],
    );
}

#[test]
fn numbers_run_on_across_headings() {
    check(
        "Strategy 1: Space\n(1) Open.\n(2) Light.\nStrategy 2: Staff\n(3) Train.\n(4) Hire.\n",
        "1 Space\n  (1) Open.\n  (2) Light.\n2 Staff\n  (3) Train.\n  (4) Hire.\n",
        &[],
    );
}

#[test]
fn what_numbers_have_lost_is_told() {
    check(
        "Strategy 1: Space\n(1) Open.\n(3) Light.\n(3) Paint.\nStrategy 3: Staff\n(4) Train.\n",
        "1 Space\n  (1) Open.\n  (3) Light.\n  (3) Paint.\n3 Staff\n  (4) Train.\n",
        &["MISSING_NUMBER@3", "REPEATED_NUMBER@4", "MISSING_NUMBER@5"],
    );
}

#[test]
fn a_lost_heading_gets_a_stand_in() {
    check(
        "I. Vision\n2. (1) Open.\n(2) Light.\nStrategy 2: Staff\n(3) Train.\n",
        "I Vision\n2 \n  1 (lost)\n    (1) Open.\n    (2) Light.\n  2 Staff\n    (3) Train.\n",
        &["LOST_HEADING@2", "LOST_HEADING@2"],
    );
}

#[test]
fn one_level_may_mix_its_signs() {
    check(
        "I. Review\n1. Space\nIt is new.\nTwo. Vision\nIII. Goals\n4. Measures\n",
        "I Review\n  1 Space+\nTwo Vision\nIII Goals\n4 Measures\n",
        &[],
    );
}

#[test]
fn sections_without_numbers_stand_beside_each_other() {
    check(
        "愿景\n人人可读。\n重点任务\n1、资源：丰富馆藏。\n2、服务：延长时间。\n实施策略\n1、组织：成立小组。\n",
        "- 愿景+\n- 重点任务\n  1 资源：丰富馆藏。\n  2 服务：延长时间。\n- 实施策略\n  1 组织：成立小组。\n",
        &[],
    );
}

#[test]
fn actions_and_outcomes_belong_to_the_goal_above() {
    let text = "# Plan\n\n## Goal 1: Read\n\n### Actions\n\n- lend\n  - more\n- tell\n\n### Outcomes\n\n- joy\n\n## Goal 2: Meet\n\n## Actions\n\n- host\n";
    assert_eq!(
        shown(&read(DocumentFormat::Markdown, text)),
        "- Plan\n  1 Read\n    - Actions\n      - lend\n        - more\n      - tell\n    - Outcomes\n      - joy\n  2 Meet\n    - Actions\n      - host\n"
    );
}

#[test]
fn contents_at_the_start_are_left_out() {
    check(
        "目录\n一、愿景……………1\n二、任务……………3\n一、愿景\n人人可读。\n二、任务\n（一）借阅。\n",
        "- 目录\n一 愿景+\n二 任务\n  （一） 借阅。\n",
        &[],
    );
}

#[test]
fn a_number_that_lost_its_line_is_joined() {
    check("1.\n1. Space\n2.\n. Staff at work\n", "1 Space\n2 Staff at work\n", &[]);
}

#[test]
fn headings_in_two_languages_are_one() {
    check(
        "一、任务\n1. 丰富馆藏\n1. Collections\n2. 完善网络\n2. Network\n",
        "一 任务\n  1 丰富馆藏\n  2 完善网络\n",
        &[],
    );
    // A second translation is none, nor is a number without words.
    check(
        "一、任务\n1. 丰富馆藏\n1. Collections\n1. Again\n2. 完善网络\n2.\n",
        "一 任务\n  1 丰富馆藏\n  1 Again\n  2 完善网络\n  2 \n",
        &["REPEATED_NUMBER@4", "LOST_HEADING@6", "REPEATED_NUMBER@6"],
    );
}
