//! Plans, and what is none.

use super::*;

#[test]
fn plans_are_told_from_other_documents() {
    for (text, reads_like) in [
        (
            "Example Library Strategic Plan 2024–2028\nVision\nA city that reads.\nGoals\n1. Open the doors\n2. Train the staff\n3. Listen",
            Ok(()),
        ),
        ("示例市图书馆规划\n愿景\n人人爱读书\n目标一：扩大开放\n目标二：培养人才\n目标三：服务社区", Ok(())),
        (
            "Our goals are: open the doors, train the staff and listen to readers. We will open a branch by 2027.",
            Ok(()),
        ),
        (
            "深圳图书馆“十四五”规划，开启新篇章\n某书屋 2024年6月4日 10:26:22\n背景与目标\n具体目标包括：提升质量，优化服务。\n重点任务\n1、资源建设：丰富馆藏。\n2、服务提升：优化流程。\n实施策略\n1、加强领导：成立小组。",
            Ok(()),
        ),
        (
            "A Model of Strategic Planning in Academic Libraries\nThis study asks how plans work. In terms of research questions, it asks two. The research findings show that strategic planning will help. Keywords: planning",
            Err(Some(OtherKind::Article)),
        ),
        (
            "图书馆“十五五”规划研究\n摘要：本文采用文献调研法，分析了规划目标。研究结果表明，应加强目标。\n关键词：规划；图书馆\n期刊 2024(2)",
            Err(Some(OtherKind::Article)),
        ),
        ("示例市图书馆2023年年度报告\n愿景\n目标\n2023年举办活动300场。\n任务\n完成了。", Err(Some(OtherKind::Report))),
        (
            "Example Library Annual Report 2023\nOur mission\nGoals\nWe lent 3 million books.",
            Err(Some(OtherKind::Report)),
        ),
        (
            "示例市图书馆借阅管理办法\n第一条 为了目标，制定本办法。\n第二条 读者应当爱护图书。\n第三条 逾期应当归还。\n第四条 本办法自发布之日起施行。",
            Err(Some(OtherKind::Regulation)),
        ),
        (
            "示例市图书馆成功举办读书节\n本报讯（记者 某某）昨日，示例市图书馆举办了读书节活动，吸引了众多读者。馆长表示，将继续努力。",
            Err(Some(OtherKind::News)),
        ),
        (
            "Contents\n1. Vision ........ 3\n2. Mission ....... 4\n3. Goals ......... 5\n4. Strategies .... 9\n5. Actions ...... 12\n6. Monitoring ... 20",
            Err(Some(OtherKind::Contents)),
        ),
        ("示例市图书馆“十四五”规划实施情况评估报告\n目标\n任务\n策略\n措施", Err(Some(OtherKind::Report))),
        (
            "Example Library Annual Report 2023\nand Strategic Plan 2024–2028\nVision\nGoals\nGoal 1: Open the doors",
            Ok(()),
        ),
        (
            "On Plans\nAbstract\nThis paper looks at plans.\nKeywords: plans\n1. Introduction\n2. Vision\n3. Goals\n4. Strategies\n5. Actions\n6. Outcomes\nReferences",
            Err(Some(OtherKind::Article)),
        ),
        (
            "Example City Library launches new strategic plan\nFOR IMMEDIATE RELEASE\nThe library today launched its strategic plan for 2024–2028. We will open our doors, the director said.\nMedia contact: the press office",
            Err(Some(OtherKind::News)),
        ),
        ("示例市图书馆2024年工作要点\n一、提升服务\n1. 延长开放时间\n2. 举办讲座100场\n二、加强保障\n1. 培训", Ok(())),
        (
            "Job vacancy: Strategic Planning Librarian\nThe librarian will support our goals and strategy.",
            Err(Some(OtherKind::Vacancy)),
        ),
        (
            "示例市图书馆召开“十五五”规划编制工作座谈会\n发布时间：2025-04-18\n会上，小组介绍了目标和任务。\n与会人员热烈讨论。\n馆长在总结讲话中强调：\n一、要提高认识。\n二、要深入调研。\n三、要抓好进度。",
            Err(Some(OtherKind::Meeting)),
        ),
        (
            "Board Minutes, 4 May 2025\nPresent: six members\nThe meeting was called to order.\nThe strategic plan was discussed: vision, mission, goals and actions. We will vote in June.\nMotion carried.\nThe meeting was adjourned.",
            Err(Some(OtherKind::Meeting)),
        ),
        (
            "Request for Proposals: Strategic Planning Consultant\n1. Scope of work\nThe consultant shall:\n1. run a survey;\n2. draft a mission statement, a vision statement, goals and objectives.\n2. Deliverables\nA draft of the strategic plan by 2026\n3. General conditions\nProposals will be opened in March.",
            Err(Some(OtherKind::Tender)),
        ),
        (
            "示例市图书馆“十五五”规划编制服务采购公告\n一、项目目标\n编制规划，提出目标、任务和保障措施。\n二、供应商资格\n三、预算金额：20万元\n四、评标办法",
            Err(Some(OtherKind::Tender)),
        ),
        (
            "Strategic Initiatives Librarian\nThe librarian will advance our goals and our mission.\nReports to the director; full-time.\nMinimum qualifications: a degree in library science.\nSalary from 60,000.\nTo apply, send a cover letter.",
            Err(Some(OtherKind::Vacancy)),
        ),
        (
            "示例市图书馆“十五五”规划读者调查问卷\n您好！本问卷匿名填写。\n1. 您每月到馆几次？（单选）\n2. 您对图书馆的发展目标有什么建议？\n3. 您希望优先开展哪些任务？（可多选）",
            Err(Some(OtherKind::Questionnaire)),
        ),
        (
            "Library Strategic Plan: Community Survey\nHelp us choose our goals and priorities for 2030.\n1. How often do you visit? Please select one.\n2. We will lengthen our hours: strongly agree, agree, disagree\n3. What should our vision be?",
            Err(Some(OtherKind::Questionnaire)),
        ),
        (
            "LIS 640: Strategic Planning in Libraries (Syllabus)\nInstructor: to be named. Office hours: Monday.\nGoals: students will write a mission, a vision and objectives.\nWeek 1 Vision\nWeek 2 Goals\nGrading: one final paper.\nRequired readings",
            Err(Some(OtherKind::Syllabus)),
        ),
        (
            "Privacy Policy\nOur mission is your trust. We will collect your personal information only where we must.\nCookies\nThird parties\nYour rights",
            Err(Some(OtherKind::Terms)),
        ),
        (
            "示例市图书馆“十五五”发展规划正式发布\n近日，示例市图书馆印发了规划。规划提出了五大目标。馆长表示，将继续努力，到2030年建成新馆。",
            Err(Some(OtherKind::News)),
        ),
        (
            "Library Board Adopts New Strategic Plan\nEXAMPLE CITY, May 4, 2025 – The board adopted a plan with four goals. “We will open our doors,” said the director. The event was held at the main branch.",
            Err(Some(OtherKind::News)),
        ),
        (
            "Example City Library Five-Year Plan Approved by Council\nEXAMPLE CITY, May 4 — The council approved the plan of the library on Tuesday. It has four goals.\n“We will open on Sundays,” said the library’s head. The library will hire three people by 2027.\nGoal 1 is to open.",
            Err(Some(OtherKind::News)),
        ),
        (
            "示例市图书馆2025年工作会议召开\n会上，馆长强调：\n一、提高目标意识\n二、抓好重点任务",
            Err(Some(OtherKind::Meeting)),
        ),
        (
            "Public Libraries Act 2024\nArticle 1 Purpose\nArticle 2 Goals\nArticle 3 Every city shall have a library.\nArticle 4 The minister will plan.\nArticle 5 Entry into force",
            Err(Some(OtherKind::Regulation)),
        ),
        // Plans in prose, and plans that speak of such papers.
        (
            "A plan for the Example College Library, 2026 to 2028\nProposed by the Librarian.\nMy vision is a library that surprises.\nBy the end of 2028 I want us to have reached three aims: (a) a new stock; (b) a warm room; and (c) a class in every course.\nWe will withdraw what nobody opens.",
            Ok(()),
        ),
        (
            "Example Library Strategic Plan 2024–2028\nHow we planned\nA community survey, board minutes and a request for proposals for a consultant stood at the beginning. Attendees met in March.\nVision\nA city that reads.\nGoals\n1. Write a privacy policy\n2. Fill every vacancy\n3. Open the doors",
            Ok(()),
        ),
        (
            "示例市图书馆“十五五”发展规划\n一、规划编制\n召开座谈会3次，与会专家20人，发放问卷3000份，会议听取了读者意见，采购人完成招标。\n二、发展目标\n三、主要任务\n1. 改造空间\n2. 招聘人才",
            Ok(()),
        ),
        ("河濱市立圖書館中長程發展計畫\n（114年至118年）\n壹、願景\n貳、目標\n一、充實館藏\n二、活化空間", Ok(())),
        (
            "Strategic Plan Progress Report 2023\nGoal 1: Open doors\nWe opened two branches.\nGoal 2: Train staff",
            Err(Some(OtherKind::Report)),
        ),
        ("Opening hours\nMonday to Friday, nine to five.", Err(None)),
        ("", Err(None)),
    ] {
        let found = plan_likeness(&document(text)).map_err(|error| error.reads_like);
        assert_eq!(found, reads_like, "{text}");
    }
}

#[test]
fn a_refusal_says_what_to_do() {
    let error = NotAPlan { reads_like: Some(OtherKind::Article) }.file_error("paper.txt");
    assert!(error.to_string().starts_with("paper.txt: this does not read like a plan: it reads like an article"));
    let error = NotAPlan { reads_like: None }.file_error("x.txt");
    assert!(error.to_string().contains("write them as headings"));
}

proptest! {
    #[test]
    fn any_document_may_be_read(text in "(\\PC|\n|#|[2021—2025年“十四五”规划图书馆（征求意见稿）]|Library |Plan |\\(|\\)){0,200}", page_title in "(\\PC|[|_ -])*") {
        let document = DocumentText { title: Some(page_title), ..document(&text) };
        let identity = identify(&document, &Given { known: registry(), ..Given::default() });
        prop_assert!(!identity.title.value.is_empty());
        prop_assert!(identity.title_blocks.end <= document.blocks.len());
        prop_assert!(crate::domain::id::check_slug(&identity.slug).is_ok(), "{}", identity.slug);
        let _ = plan_likeness(&document);
    }
}
