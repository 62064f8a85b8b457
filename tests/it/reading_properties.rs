//! What holds for the reading of any document: it ends, it says the same twice, and what it says can be checked and kept.

use std::collections::BTreeSet;

use plan_registry::{
    document::{Given, Reading, read},
    draft::{
        EvidenceDraft, FileError, Places, RegistryFile, Severity, accept_plan,
        export::{to_json, to_yaml},
        read as read_file,
    },
};
use proptest::{prelude::*, sample::select};

use crate::support::drafts::{Measured, Placed, figures, indicators, lines, placed};

const NAMES: [&str; 5] = ["plan.txt", "plan.md", "plan.html", "plan", "plan.TEXT"];

/// What numbers passages of plans, sound and damaged.
const MARKERS: [&str; 36] = [
    "一、",
    "二、",
    "十二、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2.",
    "3．",
    "10.",
    "(1)",
    "(2)",
    "(1 7)",
    "1 .",
    "①",
    "I.",
    "II .",
    "VI I .",
    "Three.",
    "Objective 1:",
    "Objective 3:",
    "Strategy 2:",
    "Goal 1.",
    "目标一：",
    "任务3 ",
    "第一章　",
    "第二节 ",
    "影响力领域 1：",
    "- ",
    "* ",
    "• ",
    "——",
    "a)",
    "1.1 ",
    "1.1.1 ",
    "9 .",
];

/// Headings and openings of passages.
const HEADINGS: [&str; 30] = [
    "发展目标",
    "主要任务",
    "重点任务",
    "保障措施",
    "实施策略",
    "指导思想",
    "基本原则",
    "愿景",
    "使命",
    "“十三五”回顾",
    "面临形势",
    "願景",
    "行動方案",
    "目錄",
    "附件",
    "Vision",
    "Mission",
    "Values",
    "Goals",
    "Objectives",
    "Strategic priorities",
    "Action plan:",
    "Success statement:",
    "成功的衡量标准：",
    "战略成果和成功指标",
    "Indicators",
    "How we will measure progress",
    "Contents",
    "Foreword",
    "示例市图书馆“十四五”发展规划（2021—2025年）",
];

/// Sentences and parts of them, with figures, glosses, masks, lost quotation marks, and markup.
const WORDS: [&str; 40] = [
    "建设智慧图书馆",
    "完善总分馆制。",
    "到2025年，馆藏达到120万册以上",
    "年均举办活动320场，比“十二五”末增长71%；",
    "≤3个工作日",
    "古籍數字化率由12%提高到20%",
    "規(guī)劃",
    "創(chuàng)新引領(lǐng)",
    "每年新增8—10种",
    "〔1.5〕",
    "２０２５年建成４０处，",
    "具体目标包括：提升质量，优化服务，加强建设。",
    "2 0 2 5年",
    "Build a smart library for all.",
    "at least 12 partners by 2027",
    "from 4.1 to 4.5 out of 5",
    "a third of the stock",
    "the ? Thirteenth Five-Year Plan? period",
    "public **** services",
    "*** and ***",
    "?",
    "more than 40;",
    "(10)",
    "|",
    "\t",
    "a | b | c",
    "<b>bold</b>",
    "&nbsp;&lt;p&gt;",
    "<br/>",
    "**bold** and _this_",
    "[text](link)",
    "`code`",
    "示例大学圖書館",
    "Example City Library Strategic Plan 2026-2030",
    "。",
    "：",
    "《办法》（示政发〔2021〕12号）",
    "10^4",
    "99999999999999999999",
    "\u{fffd}\u{200b}\u{202e}",
];

/// Lines that are structure in one of the formats.
const STRUCTURE: [&str; 24] = [
    "# 规划",
    "## Goals",
    "### 1. Action",
    "===",
    "---",
    "```",
    "> quoted",
    "| 指标 | 2020年 | 2025年 | 属性 |",
    "| --- | --- | --- | --- |",
    "| 馆藏（万册） | 120 | ≥200 | 约束性 |",
    "序号\t指标\t2020年\t2025年",
    "1\t到馆（万人次）\t61\t≥120",
    "战略成果\t成功指标",
    "<h2>Goals</h2>",
    "<ul><li>Act<ul><li>Deeper",
    "</ul></li>",
    "<table><tr><td rowspan=3>目标",
    "</td><td colspan=2>行动</td></tr>",
    "</table>",
    "<p>段落",
    "</div>",
    "<script>",
    "- 1 -",
    "……………………………………12",
];

fn plan_line() -> impl Strategy<Value = String> {
    let words = || prop::collection::vec(select(&WORDS[..]), 0..5).prop_map(|words| words.join(""));
    prop_oneof![
        4 => (select(&MARKERS[..]), words()).prop_map(|(marker, words)| format!("{marker}{words}")),
        2 => (select(&MARKERS[..]), select(&HEADINGS[..])).prop_map(|(marker, heading)| format!("{marker}{heading}")),
        2 => select(&HEADINGS[..]).prop_map(str::to_owned),
        2 => words(),
        2 => select(&STRUCTURE[..]).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => (0..60_usize, words()).prop_map(|(n, words)| format!("{}{words}", " ".repeat(n))),
    ]
}

fn plan_text() -> impl Strategy<Value = String> {
    let end = select(&["\n", "\n", "\n\n", "\r\n", "\r"][..]);
    prop::collection::vec((plan_line(), end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect::<String>())
}

/// Text with the head of a plan, so that it is read as one more often than not.
fn plan() -> impl Strategy<Value = String> {
    let head = select(
        &[
            "示例市图书馆“十四五”发展规划\n\n一、主要任务\n1．完善网络。新建分馆14个。\n2．丰富馆藏。\n",
            "# Example City Library Strategic Plan 2026-2030\n\n## Goal 1: Read together\n\n- Act together\n- Lend 40 tablets\n\n",
            "<h1>虛構圖書館發展計畫 2023-2027</h1><h2>目標一：服務</h2><ul><li>行動一</li><li>行動二</li></ul>\n",
        ][..],
    );
    (head, plan_text()).prop_map(|(head, rest)| format!("{head}{rest}"))
}

/// What must hold for whatever was read.
fn check(reading: &Reading) -> Result<(), TestCaseError> {
    let Reading { draft, findings, text } = reading;
    let n_lines = i32::try_from(text.replace("\r\n", "\n").split(['\n', '\r']).count()).unwrap_or(i32::MAX);
    let check_lines = |evidence: Option<&EvidenceDraft>| {
        let (first, last) = lines(evidence);
        prop_assert!(1 <= first && first <= last && last <= n_lines, "lines {first} to {last} of {n_lines}");
        Ok(())
    };
    let elements = placed(&draft.elements);
    for Placed { element, .. } in &elements {
        check_lines(element.evidence.as_ref())?;
    }
    let measured = indicators(draft);
    for Measured { evidence, .. } in &measured {
        check_lines(*evidence)?;
    }
    for (_, evidence) in figures(draft) {
        check_lines(evidence)?;
    }
    for line in findings.iter().filter_map(|finding| finding.line) {
        prop_assert!(1 <= line && line <= n_lines.unsigned_abs().into(), "finding in line {line} of {n_lines}");
    }
    let keys: Vec<_> = elements.iter().map(|placed| placed.element.key.as_deref()).collect();
    prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "keys of elements: {:?}", keys);
    let keys: Vec<_> = measured.iter().map(|measured| measured.indicator.key.as_deref()).collect();
    prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "keys of indicators: {:?}", keys);

    let errors = match accept_plan(draft.clone(), &Places::of_document("plan.txt", draft)) {
        Ok(content) => content.findings,
        Err(refusal) => refusal.problems().to_vec(),
    };
    let errors: Vec<_> = errors.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    prop_assert!(errors.is_empty(), "{errors:#?}\n{draft:#?}");

    for file in [to_yaml(draft), to_json(draft)] {
        let file = file.map_err(|error| TestCaseError::fail(error.to_string()))?;
        match read_file("plan.yaml", file.as_bytes()).map(|read| read.content) {
            Ok(RegistryFile::Plan(again)) => prop_assert_eq!(&*again, draft),
            other => return Err(TestCaseError::fail(format!("{other:?}\n{file}"))),
        }
    }
    Ok(())
}

/// Reads under every name; twice, with the same outcome.
fn read_as_all(bytes: &[u8]) -> Result<Vec<Reading>, TestCaseError> {
    let given = Given::default();
    let mut readings = Vec::new();
    for name in NAMES {
        let outcome: Result<Reading, FileError> = read(name, bytes, &given);
        prop_assert_eq!(&outcome, &read(name, bytes, &given));
        match outcome {
            Ok(reading) => readings.push(reading),
            Err(refusal) => prop_assert!(!refusal.problems().is_empty()),
        }
    }
    Ok(readings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for reading in read_as_all(&bytes)? {
            check(&reading)?;
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        for reading in read_as_all(text.as_bytes())? {
            check(&reading)?;
        }
    }

    #[test]
    fn plans_with_bytes_changed(text in plan(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8)) {
        let mut bytes = text.into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        for reading in read_as_all(&bytes)? {
            check(&reading)?;
        }
    }

    #[test]
    fn lines_of_plans(text in plan_text()) {
        for reading in read_as_all(text.as_bytes())? {
            check(&reading)?;
        }
    }

    #[test]
    fn plans(text in plan()) {
        for reading in read_as_all(text.as_bytes())? {
            check(&reading)?;
        }
    }
}
