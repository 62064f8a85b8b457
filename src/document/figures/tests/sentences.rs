//! Sentences of made-up libraries.

use crate::{
    document::figures::{Outlook, Setting, figures},
    domain::{
        indicator::{Comparator, ObservationBasis},
        period::YearSpan,
    },
    draft::ObservationDraft,
};

fn shown(observation: &ObservationDraft) -> String {
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
    words.extend(observation.basis.filter(|basis| *basis != ObservationBasis::Point).map(|basis| basis.to_string()));
    match (observation.start_year, observation.end_year) {
        (Some(start), Some(end)) => words.push(format!("{start}-{end}")),
        (None, Some(end)) => words.push(end.to_string()),
        _ => {}
    }
    words.extend(observation.reference_year.map(|year| format!("against {year}")));
    words.join(" ")
}

#[track_caller]
fn check(outlook: Outlook, rows: &[(&str, &[&str])]) {
    let years = |start, end| YearSpan::new(start, end).ok();
    let setting = Setting { outlook, plan_years: years(2021, 2025), review_years: years(2016, 2020) };
    for (sentence, expected) in rows {
        let found: Vec<String> = figures(sentence, &setting)
            .iter()
            .map(|indicator| {
                let observations: Vec<String> = indicator.observations.iter().map(shown).collect();
                format!("{}: {}", indicator.name, observations.join("; "))
            })
            .collect();
        assert_eq!(found, *expected, "{sentence}");
    }
}

#[test]
fn reviews_state_results() {
    check(
        Outlook::Back,
        &[
            ("五年来年均举办讲座320场。", &["举办讲座: ACTUAL 320 event ANNUAL_AVERAGE 2016-2020"]),
            (
                "年均接待读者152万人次、外借图书94万册次，举办活动604场，比“十二五”末增长71%。",
                &[
                    "接待读者: ACTUAL 152 10^4 visit ANNUAL_AVERAGE 2016-2020",
                    "外借图书: ACTUAL 94 10^4 loan ANNUAL_AVERAGE 2016-2020",
                    "举办活动: ACTUAL 604 event ANNUAL_AVERAGE 2016-2020; ACTUAL 71 % CHANGE_RELATIVE 2020 against 2015",
                ],
            ),
            (
                "2018年和2019年分别举办展览45场和52场。",
                &["举办展览: ACTUAL 45 event ANNUAL 2018-2018", "举办展览: ACTUAL 52 event ANNUAL 2019-2019"],
            ),
            (
                "2016年至2018年，到馆人次分别为98万、105万和120万。",
                &[
                    "到馆人次: ACTUAL 98 10^4 visit ANNUAL 2016-2016",
                    "到馆人次: ACTUAL 105 10^4 visit ANNUAL 2017-2017",
                    "到馆人次: ACTUAL 120 10^4 visit ANNUAL 2018-2018",
                ],
            ),
            ("累計培訓1.5萬人次。", &["培訓: ACTUAL 1.5 10^4 visit CUMULATIVE 2016-2020"]),
            ("本馆成立于1958年，馆舍面积1.8万平方米。", &["馆舍面积: ACTUAL 1.8 10^4 m2 2020"]),
            (
                "Visits grew from 850,000 in 2018 to 1.1 million in 2019, an increase of 29%.",
                &[
                    "Visits: BASELINE 850000 visit ANNUAL 2018-2018; ACTUAL 1.1 10^6 visit ANNUAL 2019-2019; ACTUAL 29 % CHANGE_RELATIVE 2019",
                ],
            ),
            (
                "We opened 4 new branches, bringing the total to 28.",
                &["new branches: ACTUAL 4 branch CUMULATIVE 2016-2020", "bringing: ACTUAL 28 branch 2020"],
            ),
        ],
    );
}

#[test]
fn goals_state_targets() {
    check(
        Outlook::Ahead,
        &[
            ("2024年建成10个左右智能书房。", &["建成智能书房: TARGET APPROXIMATELY 10 room 2024"]),
            ("每年新增数字资源8—10种。", &["新增数字资源: TARGET BETWEEN 8 to 10 title ANNUAL 2021-2025"]),
            ("古籍数字化率由12%提高到20%。", &["古籍数字化率: BASELINE 12 %; TARGET 20 % 2025"]),
            ("从2020年的45%提升到2025年的65%。", &["从2020年的: BASELINE 45 % 2020; TARGET 65 % 2025"]),
            (
                "办证时间≤3个工作日，读者满意度≥95%。",
                &["办证时间: TARGET AT_MOST 3 working-day 2025", "读者满意度: TARGET AT_LEAST 95 % 2025"],
            ),
            (
                "到2025年底，馆藏达到120万册，比2020年翻一番。",
                &["馆藏: TARGET 120 10^4 volume 2025; TARGET 100 % CHANGE_RELATIVE 2025 against 2020"],
            ),
            (
                "A third of the stock will be accessible by 2024.",
                &["stock will be accessible: TARGET 33.33333333333333 % 2024"],
            ),
            (
                "Raise satisfaction from 4.1 to 4.5 out of 5.",
                &["satisfaction: BASELINE 4.1 score; TARGET 4.5 score 2025"],
            ),
            ("Work with no fewer than 12 partners.", &["partners: TARGET AT_LEAST 12 partner 2025"]),
            (
                "Reach 1.5 million visits per year by 2024, up from 1.1 million in 2019.",
                &["visits: TARGET 1.5 10^6 visit ANNUAL 2024; BASELINE 1.1 10^6 visit ANNUAL 2019-2019"],
            ),
        ],
    );
}

#[test]
fn words_tell_where_nothing_else_does() {
    check(
        Outlook::Unknown,
        &[
            (
                "The new wing will provide around 150 seats by autumn 2026.",
                &["seats: TARGET APPROXIMATELY 150 seat 2026"],
            ),
            ("In 2023 we held 96 workshops.", &["workshops: ACTUAL 96 event ANNUAL 2023-2023"]),
            ("截至2023年底，全市共有公共图书馆12个。", &["全市共有公共图书馆: ACTUAL 12 library 2023"]),
            ("预计2030年服务读者将超过500万人次。", &["服务读者: TARGET MORE_THAN 500 10^4 visit ANNUAL 2030-2030"]),
        ],
    );
}

#[test]
fn other_numbers_stay_text() {
    for outlook in [Outlook::Back, Outlook::Ahead, Outlook::Unknown] {
        check(
            outlook,
            &[
                ("依据〔2021〕5号文件和第七次会议精神，", &[]),
                ("围绕“一中心、三基地、五平台”的总体布局，做好八个方面的重点工作。", &[]),
                ("实施“十百千”工程，实现四个转变，推进五大工程。", &[]),
                ("打造一个平台、一支队伍，5G与3D打印进馆。", &[]),
                ("全市现辖7个区、3个县级市，常住人口906万人。", &[]),
                ("地址：中山路15号，电话：010-6655 1234。", &[]),
                ("24小时自助图书馆与15分钟阅读圈。", &[]),
                ("三位一体，一馆一特色，第三空间。", &[]),
                ("Comply with ISO 27001, Article 12 and COVID-19 rules.", &[]),
                ("Our three priorities for 2025-2030 are access, learning and heritage.", &[]),
                ("Founded in 1923, the library moved to 47 Harbour Road in 1991.", &[]),
                ("A five-year plan with five centres and one platform for people over 65.", &[]),
                ("On 5 May 2023 the 86th meeting in Room 210 ended at 17:30.", &[]),
                ("One of the country's oldest libraries, open 24/7 and 7 days a week.", &[]),
            ],
        );
    }
}

#[test]
fn passages_are_the_clauses() {
    let text = "深化服务。年均举办讲座３２０場，满意度达98%。";
    let passages: Vec<&str> =
        figures(text, &Setting::default()).iter().filter_map(|found| text.get(found.passage.clone())).collect();
    assert_eq!(passages, ["年均举办讲座３２０場", "满意度达98%"]);
}
