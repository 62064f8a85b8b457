//! Whole documents, line by line, and what is read from them.

mod likeness;

use proptest::prelude::*;

use super::*;
use crate::document::{
    Known, KnownInstitution, KnownPeriod, KnownPlan,
    text::{Block, BlockKind, Lines},
};

/// A document of paragraphs; a line that begins with `#` is a heading.
fn document(text: &str) -> DocumentText {
    let blocks = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| {
            let level = line.chars().take_while(|&character| character == '#').count();
            let kind = match u8::try_from(level) {
                Ok(level) if level > 0 => BlockKind::Heading { level },
                _ => BlockKind::Paragraph,
            };
            let text = line.trim_start_matches('#').trim().to_owned();
            Block { kind, text, lines: Lines::one(number), repairs: Vec::new() }
        })
        .collect();
    DocumentText { blocks, ..DocumentText::default() }
}

fn years(start: i32, end: i32) -> Option<YearSpan> {
    YearSpan::new(start, end).ok()
}

/// A registry with some institutions and periods of the bundled catalogue, and one plan.
fn registry() -> Known {
    let institution = |slug: &str, kind, names: &[&str]| KnownInstitution {
        slug: slug.to_owned(),
        kind,
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    let period = |slug: &str, start, end, name: &str| {
        years(start, end).map(|years| KnownPeriod { slug: slug.to_owned(), years, names: vec![name.to_owned()] })
    };
    use InstitutionKind as Kind;
    Known {
        indicators: Vec::new(),
        institutions: vec![
            institution(
                "ifla",
                Kind::LibraryAssociation,
                &[
                    "国际图书馆协会和机构联合会（国际图联）",
                    "International Federation of Library Associations and Institutions (IFLA)",
                ],
            ),
            institution("changchun-library", Kind::PublicLibrary, &["长春市图书馆", "Changchun Library"]),
            institution("shenzhen-library", Kind::PublicLibrary, &["深圳图书馆", "Shenzhen Library"]),
            institution("national-library-of-china", Kind::NationalLibrary, &["中国国家图书馆"]),
            institution("synthetic-city-library", Kind::PublicLibrary, &["虚构城图书馆（虚构）"]),
            institution("example-university", Kind::University, &["Example University", "示例大学"]),
            institution("open-journal", Kind::Other, &["Open Shelves"]),
        ],
        periods: [
            period("cn-fyp-13", 2016, 2020, "“十三五”时期"),
            period("cn-fyp-14", 2021, 2025, "“十四五”时期"),
            period("cn-fyp-15", 2026, 2030, "“十五五”时期"),
            period("ifla-2019-2024", 2019, 2024, "IFLA strategy period 2019–2024"),
            period("ifla-2024-2029", 2024, 2029, "IFLA strategy period 2024–2029"),
            period("own-2023-2027", 2023, 2027, "2023–2027"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        plans: vec![KnownPlan {
            slug: "ifla-strategy-2024-2029".to_owned(),
            institution: "ifla".to_owned(),
            period: "ifla-2024-2029".to_owned(),
            variant: "main".to_owned(),
            is_from_document: true,
        }],
    }
}

fn read(text: &str) -> Identity {
    identify(&document(text), &Given { known: registry(), ..Given::default() })
}

fn codes(identity: &Identity) -> String {
    identity.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn titles_are_joined_and_cleaned() {
    for (text, title, n_blocks) in [
        (
            "示例市图书馆\n“十五五”发展规划\n（2026—2030年）\n（征求意见稿）\n一、前言\n正文。",
            "示例市图书馆“十五五”发展规划（2026—2030年）",
            4,
        ),
        ("示例市图书馆“十四五”发展规划\n2021年6月\n前言\n正文。", "示例市图书馆“十四五”发展规划", 2),
        ("示例市圖書館策略計劃 2024-2028\n願景\n正文。", "示例市圖書館策略計劃 2024-2028", 1),
        (
            "示例市图书馆“十四五”规划，开启新篇章\n某某书屋 2024年6月4日 10:26:22\n——这是一段很长的导语，说明城市与图书馆的关系，并且以句号结束。\n背景与目标",
            "示例市图书馆“十四五”规划，开启新篇章",
            2,
        ),
        (
            "Example City Library\nStrategic Plan 2024–2028\nDraft for consultation\nVision\nA city that reads.",
            "Example City Library Strategic Plan 2024–2028",
            3,
        ),
        (
            "Reading Together\nExample Library Strategic Plan 2023–2027\n(synthetic: this library does not exist)\n1. Our vision",
            "Reading Together: Example Library Strategic Plan 2023–2027",
            3,
        ),
        (
            "关于印发《示例市图书馆“十四五”发展规划》的通知\n示图〔2021〕12号\n各部门：\n现将规划印发给你们，请执行。\n示例市图书馆\n2021年9月1日\n示例市图书馆“十四五”发展规划\n一、总体要求",
            "示例市图书馆“十四五”发展规划",
            1,
        ),
        ("关于印发《示例市图书馆“十四五”发展规划》的通知\n一、总体要求", "示例市图书馆“十四五”发展规划", 1),
        (
            "THE FUTURE STARTS HERE\nExample State University Libraries\nStrategic Framework 2022–2026\nDean's Message",
            "THE FUTURE STARTS HERE: Example State University Libraries Strategic Framework 2022–2026",
            3,
        ),
        (
            "Synthetic example: not a real library\nStrategic Plan\nFiscal Years 2023–2027\nVision",
            "Strategic Plan Fiscal Years 2023–2027",
            3,
        ),
        ("# Open to All\n## Vision\nText.", "Open to All", 1),
        ("Home\nContact\nSearch\n# Example Library Strategy 2030\nVision", "Example Library Strategy 2030", 1),
    ] {
        let identity = read(text);
        assert_eq!((identity.title.value.as_str(), identity.title_blocks.len()), (title, n_blocks), "{text}");
    }
}

#[test]
fn titles_of_pages_serve_where_the_text_has_none() {
    for (page_title, text, title) in [
        ("Strategic Plan 2024–2028 | Example City Library", "Vision\nA city that reads.", "Strategic Plan 2024–2028"),
        ("示例市图书馆“十四五”规划_政策文件_示例市人民政府", "一、前言", "示例市图书馆“十四五”规划"),
        (
            "Example Library Strategy",
            "# Example Library Strategy 2024–2028\n## Vision",
            "Example Library Strategy 2024–2028",
        ),
    ] {
        let document = DocumentText { title: Some(page_title.to_owned()), ..document(text) };
        assert_eq!(identify(&document, &Given::default()).title.value, title, "{page_title}");
    }
}

#[test]
fn a_document_without_title_gets_a_proposal() {
    let identity = read(
        "(Draft for Comments )\nI . Preamble\nChangchun City Library did much. During the Thirteenth Five-Year Plan it grew.\nThe Thirteenth Five-Year Plan went well for Changchun Library.\nIn the Fourteenth Five-Year Plan Changchun Library will grow. The National Library helps.\nThe 14th Five-Year Plan opens a way for Changchun Library.",
    );
    assert_eq!(identity.title, Stated { value: "[Changchun City Library plan 2021–2025]".to_owned(), line: None });
    assert_eq!(identity.title_blocks, 0..1);
    assert_eq!(identity.institution, Some(Reference::Slug("changchun-library".to_owned())));
    assert_eq!(identity.years, years(2021, 2025));
    assert_eq!(identity.review_years, years(2016, 2020));
    assert_eq!(identity.status, PlanStatus::Consultation);
    assert_eq!(codes(&identity), "INSTITUTION_FROM_TEXT PERIOD_UNCERTAIN TITLE_MISSING");
    assert_eq!((identity.slug.as_str(), identity.variant.as_deref()), ("changchun-library-14fyp-draft", Some("draft")));
}

#[test]
fn institutions_are_recognised_or_proposed() {
    for (text, slug, is_known, level) in [
        ("深圳圖書館“十四五”規劃\n一、目標", "shenzhen-library", true, PlanLevel::Public),
        ("深圳市图书馆“十四五”规划\n一、目标", "shenzhen-library", true, PlanLevel::Public),
        ("国际图联战略 2024-2029\n概述", "ifla", true, PlanLevel::International),
        ("IFLA Strategy 2024–2029\nOverview", "ifla", true, PlanLevel::International),
        ("国家图书馆“十四五”发展规划\n前言", "national-library-of-china", true, PlanLevel::National),
        ("示例大学图书馆“十四五”规划\n一、目标", "shili-university-library", false, PlanLevel::Academic),
        ("示例大学“十四五”发展规划\n一、目标", "example-university", true, PlanLevel::Parent),
        (
            "Example University Library Strategy 2023–2027\nVision",
            "example-university-library",
            false,
            PlanLevel::Academic,
        ),
        ("Open Shelves: our strategy 2023–2027\nVision", "open-journal", true, PlanLevel::Public),
        ("示例省图书馆学会五年规划\n一、目标", "shili-provincial-library-society", false, PlanLevel::National),
        (
            "Example College\nLibrary Strategic Plan 2023–2027\nVision",
            "example-college-library",
            false,
            PlanLevel::Academic,
        ),
        (
            "Library Strategic Plan, Example University\nVision",
            "example-university-library",
            false,
            PlanLevel::Academic,
        ),
        (
            "UXL Library Services Strategy 2023–26\nVision\nOur students learn.\nStudents and faculty meet.\nThe campus opens.",
            "uxl-library-services",
            false,
            PlanLevel::Academic,
        ),
        ("臺北市立圖書館中程計畫\n一、目標", "taipei-city-library", false, PlanLevel::Public),
        ("EXAMPLE CITY LIBRARY STRATEGIC PLAN\nVision", "example-city-library", false, PlanLevel::Public),
        (
            "World Reading Rooms Federation\nStrategy 2024-2028\nOur Vision",
            "world-reading-rooms-federation",
            false,
            PlanLevel::International,
        ),
        (
            "EXAMPLE CITY PUBLIC LIBRARIES 示例市公共圖書館\nSTRATEGIC PLAN 2024-25 to 2028-29\nCHAPTER 1 INTRODUCTION\nWe will serve the city of the future and all of its people.",
            "example-city-public-libraries",
            false,
            PlanLevel::Public,
        ),
        (
            "示例国际学院图书馆发展规划（2024—2028）\nShili International College Library Development Plan (2024–2028)\n一、目标\n建设图书馆，服务全体读者，改造空间，培养馆员。",
            "shiliguoji-college-library",
            false,
            PlanLevel::Academic,
        ),
        // Named in the text alone, and at the end.
        (
            "发展规划\n一、目标\n虚构城图书馆将开放。国家图书馆支持。\n二、任务\n虚构城图书馆服务市民。",
            "synthetic-city-library",
            true,
            PlanLevel::Public,
        ),
        (
            "发展规划\n一、目标\n国家图书馆支持我们。\n二、任务\n我们服务市民。\n三、保障\n制度。\n四、评估\n五、监督\n虚构城图书馆\n2021年5月",
            "synthetic-city-library",
            true,
            PlanLevel::Public,
        ),
    ] {
        let identity = read(text);
        let found = identity.institution.as_ref().map(slug_of_institution);
        let known = matches!(identity.institution, Some(Reference::Slug(_)));
        assert_eq!((found.as_deref(), known, identity.level), (Some(slug), is_known, level), "{text}");
    }
}

#[test]
fn libraries_that_are_only_mentioned_are_not_taken() {
    for text in [
        "发展规划 2021—2025\n一、目标\n与国家图书馆合作。\n贯彻《公共图书馆法》，建设智慧图书馆。\n二、任务\n服务。\n三、保障\n制度。\n四、评估\n五、监督\n六、结语",
        "Strategic Plan 2021–2025\nVision\nThe library serves all.\nFunding comes from the National Library of Examplia.\nGoals\nOpen the library.\nTrain staff.\nBuild.\nListen.\nLearn.\nShare.",
    ] {
        let identity = read(text);
        assert_eq!(identity.institution, None, "{text}");
        assert!(codes(&identity).contains("INSTITUTION_MISSING"), "{text}");
    }
}

#[test]
fn periods_are_those_of_the_title_or_the_latest() {
    for (text, slug, is_known, review) in [
        ("深圳图书馆“十三五”总结与“十四五”规划\n一、目标", "cn-fyp-14", true, years(2016, 2020)),
        ("示例市图书馆2021—2025年发展规划\n一、目标", "cn-fyp-14", true, years(2016, 2020)),
        ("示例市图书馆「十五五」規劃（2026-2030年）\n一、目標", "cn-fyp-15", true, years(2021, 2025)),
        ("Example Library Strategic Plan 2021–2025\nVision", "own-2021-2025", false, years(2016, 2020)),
        ("Changchun Library Development Plan 2021–2025\nVision", "cn-fyp-14", true, years(2016, 2020)),
        ("Example Library Strategic Plan FY2023–27\nVision", "own-2023-2027", true, years(2018, 2022)),
        ("IFLA Strategy 2024–2029\nVision", "ifla-2024-2029", true, years(2019, 2024)),
        ("Example Library Strategy 2024–2029\nVision", "own-2024-2029", false, years(2018, 2023)),
        ("示例市图书馆2025年工作计划\n一、目标", "own-2025", false, years(2024, 2024)),
        (
            "示例市图书馆发展规划\n一、“十三五”时期工作回顾\n“十三五”时期，“十三五”规划完成。\n二、“十四五”时期目标\n“十四五”时期将发展。",
            "cn-fyp-14",
            true,
            years(2016, 2020),
        ),
        (
            "河濱市立圖書館中長程發展計畫\n（114年至118年）\n壹、計畫緣起\n本館陪伴市民成長。",
            "own-2025-2029",
            false,
            years(2020, 2024),
        ),
        ("河濱市立圖書館114年度工作計畫\n一、計畫目標\n陪伴市民成長。", "own-2025", false, years(2024, 2024)),
        ("Example Library Strategic Plan 2024-25 to 2028-29\nVision", "own-2024-2029", false, years(2018, 2023)),
        // The outlook at the end does not win.
        (
            "示例市图书馆发展规划\n“十四五”时期\n“十四五”目标\n“十四五”任务\n“十四五”保障\n“十四五”评估\n为“十五五”打基础，这是后话。",
            "cn-fyp-14",
            true,
            years(2016, 2020),
        ),
        ("Example Library Strategy 2024–2028\nReview of 2019–2023\nVision", "own-2024-2028", false, years(2019, 2023)),
    ] {
        let identity = read(text);
        let found = identity.period.as_ref().map(slug_of_period);
        let known = matches!(identity.period, Some(Reference::Slug(_)));
        assert_eq!((found.as_deref(), known, identity.review_years), (Some(slug), is_known, review), "{text}");
    }
    assert!(codes(&read("示例市图书馆发展规划\n一、目标")).contains("PERIOD_MISSING"));
}

#[test]
fn the_status_is_stated_at_either_end() {
    use PlanStatus as Status;
    for (text, status) in [
        ("示例市图书馆“十五五”规划（征求意见稿）\n一、目标", Some(Status::Consultation)),
        ("示例市图书馆“十五五”规划\n（讨论稿）\n一、目标", Some(Status::Consultation)),
        ("Example Library Strategy\nConsultation draft\nVision", Some(Status::Consultation)),
        ("示例市图书馆“十五五”规划征求意见公告\n一、目标", Some(Status::Consultation)),
        (
            "Example Library Strategy 2024–2028\nThis draft is open for comments until 31 May.\nVision",
            Some(Status::Consultation),
        ),
        ("关于印发《示例市图书馆“十四五”规划》的通知\n一、目标", Some(Status::Adopted)),
        (
            "关于印发《示例市图书馆“十四五”规划》的通知\n各部门：\n请执行。\n示例市图书馆“十四五”规划\n一、目标",
            Some(Status::Adopted),
        ),
        ("示例市图书馆“十四五”规划\n（2021年5月馆务会审议通过）\n一、目标", Some(Status::Adopted)),
        ("Example Library Strategy\nApproved by the Board, 12 March 2024\nVision", Some(Status::Adopted)),
        (
            "Example Library Strategy\nVision\nGoals\nOpen doors.\nThis strategy was adopted by the Council in 2024.",
            Some(Status::Adopted),
        ),
        ("对示例市图书馆“十五五”发展的建议\n一、目标", Some(Status::Proposal)),
        ("A proposal for the Example Library strategy\nVision", Some(Status::Proposal)),
        ("示例市图书馆“十三五”规划\n（已废止）\n一、目标", Some(Status::Superseded)),
        // Steps on the way to a plan, other papers and dates of a page say nothing of it.
        (
            "示例市图书馆“十四五”规划\n发布时间：2021-06-30\n一、目标\n经广泛征求读者意见，形成工作方案。\n《公共图书馆法》审议通过后，各地制定草案。",
            None,
        ),
        (
            "Example Library Strategy\nVision\nAfter consultation with readers the team wrote a draft policy.\nWe adopted open access.",
            None,
        ),
    ] {
        let identity = read(text);
        let stated = (!codes(&identity).contains("STATUS_UNSTATED")).then_some(identity.status);
        assert_eq!(stated, status, "{text}");
    }
}

#[test]
fn languages_are_told_by_their_characters() {
    for (text, tag, is_certain) in [
        ("建设智慧图书馆，服务全体读者。", "zh-Hans", true),
        ("建設智慧圖書館，服務全體讀者。", "zh-Hant", true),
        ("人民", "zh-Hans", true),
        ("Build a smart library for all readers.", "en", true),
        ("The Library (图书馆) will serve its readers in the city.", "en", true),
        ("建設圖書館 Library Strategic Plan 的發展", "zh-Hant", true),
        ("Die Bibliothek und der Rat öffnen das Haus für die Stadt.", "en", false),
        ("図書館はすべての人のためにあります。", "en", false),
        ("", "en", false),
    ] {
        let identity = read(text);
        assert_eq!(identity.language.as_str(), tag, "{text}");
        assert_eq!(!codes(&identity).contains("LANGUAGE_UNKNOWN"), is_certain, "{text}");
    }
    assert!(read("Library plan\nMachine translation of the Chinese original.\nVision").is_machine_translation);
}

#[test]
fn another_language_is_the_one_that_the_document_says() {
    for (text, declared, tag, code) in [
        ("Die Bibliothek und der Rat öffnen das Haus für die Stadt.", "de", "de", true),
        ("Die Bibliothek und der Rat öffnen das Haus für die Stadt.", "en", "en", true),
        ("Die Bibliothek und der Rat öffnen das Haus für die Stadt.", "no tag!", "en", true),
        ("Build a smart library for all readers of the city.", "de", "en", false),
        ("建设智慧图书馆，服务全体读者。", "en", "zh-Hans", false),
    ] {
        let document = DocumentText { language: Some(declared.to_owned()), ..document(text) };
        let identity = identify(&document, &Given::default());
        assert_eq!(identity.language.as_str(), tag, "{text}");
        assert_eq!(codes(&identity).contains("LANGUAGE_UNKNOWN"), code, "{text}");
    }
}

#[test]
fn titles_may_take_two_headings_or_two_languages() {
    for (text, title) in [
        (
            "#Strategy 2026–2030\n#Memory for Everyone\nNational Library of Examplia\n##Preface\nWe open.",
            "Strategy 2026–2030: Memory for Everyone",
        ),
        // Where all sections are headed alike, the second heading is one of them.
        ("#Strategy 2026–2030\n#Memory for Everyone\nWe keep.\n#Open the stacks\nWe open.", "Strategy 2026–2030"),
        (
            "示例学院图书馆发展规划（2024—2028）\nExample College Library Development Plan (2024–2028)\n前言\n建设图书馆，服务全体读者，改造空间。",
            "示例学院图书馆发展规划（2024—2028）",
        ),
    ] {
        assert_eq!(read(text).title.value, title, "{text}");
    }
    let named = read("#Strategy 2026–2030\n#Memory for Everyone\nNational Library of Examplia\n##Preface\nWe open.");
    assert_eq!(named.institution.as_ref().map(slug_of_institution).as_deref(), Some("national-library-examplia"));
}

#[test]
fn what_is_given_is_taken() {
    let given = Given {
        institution: Some("mine".to_owned()),
        period: Some("own-2022-2026".to_owned()),
        status: Some(PlanStatus::Proposal),
        slug: Some("my-plan".to_owned()),
        variant: Some("second".to_owned()),
        known: registry(),
    };
    let identity = identify(&document("深圳图书馆“十四五”规划\n一、目标"), &given);
    assert_eq!(identity.institution, Some(Reference::Slug("mine".to_owned())));
    assert_eq!(identity.period, Some(Reference::Slug("own-2022-2026".to_owned())));
    assert_eq!(identity.years, years(2022, 2026));
    assert_eq!(
        (identity.status, identity.slug.as_str(), identity.variant.as_deref()),
        (PlanStatus::Proposal, "my-plan", Some("second"))
    );
    assert_eq!(codes(&identity), "");
}

#[test]
fn the_slug_of_a_plan_makes_a_revision_of_it() {
    let given = Given { slug: Some("ifla-strategy-2024-2029".to_owned()), known: registry(), ..Given::default() };
    let identity = identify(&document("Our strategy\nVision\nLibraries unite."), &given);
    assert_eq!(identity.institution, Some(Reference::Slug("ifla".to_owned())));
    assert_eq!(identity.period, Some(Reference::Slug("ifla-2024-2029".to_owned())));
    assert_eq!(codes(&identity), "STATUS_UNSTATED PLAN_REVISED");
    let other = identify(&document("Our strategy 2019–2024\nVision\nLibraries unite."), &given);
    assert!(codes(&other).contains("PLAN_MISMATCH"));
    let beside = read("国际图联战略 2024-2029\n概述");
    assert_eq!((beside.slug.as_str(), beside.variant.as_deref()), ("ifla-2024-2029", Some("ifla-2024-2029")));
    assert_eq!(codes(&beside), "STATUS_UNSTATED PLAN_EXISTS");
}
