//! Words and forms that tell kinds of documents apart. All are looked for in normalized text.

use crate::document::pattern::Pattern;

pub(super) static RESEARCH_TITLE: Pattern = Pattern::new(concat!(
    r"研究$|研究[:：——]|研究综述|分析$|探析|探讨|探究|初探|刍议|述评|综述|实证|个案|案例研究|启示|思考$|进展与|模型构建|——以.{1,40}为例|基于.{1,40}的",
    r"|\b(?:a |an )?(?:case )?stud(?:y|ies) (?:of|on)\b|\bresearch on\b|\banalysis of\b|\bliterature review\b|\bevidence from\b|\bconstruction and implementation\b|\bimplications for\b|\bempirical\b"
));
pub(super) static REPORT_TITLE: Pattern = Pattern::new(concat!(
    r"年报|年度报告|工作总结|工作报告|情况报告|统计公报|评估报告|调查报告|述职|决算|白皮书",
    r"|\bannual (?:report|review)\b|\byear in review\b|\b(?:progress|activity|performance|evaluation|survey|impact) report\b|\breport and accounts\b"
));
/// The last word of a title says what it is: a report on a plan is a report.
pub(super) static REPORT_AT_END: Pattern =
    Pattern::new(r"(?:年报|报告|总结|公报|白皮书)\s*(?:\(.{0,20}\))?$|\breport\W*(?:20\d\d.{0,10})?$");
pub(super) static REGULATION_TITLE: Pattern = Pattern::new(concat!(
    r"(?:条例|办法|章程|规定|细则|规则|准则|法|守则|须知|公约)\s*(?:\(.{0,20}\))?$",
    r"|\b(?:regulations?|by-?laws|act|statutes?|ordinance|rules of|code of conduct|terms of use)\b"
));
pub(super) static NEWS_TITLE: Pattern = Pattern::new(concat!(
    r"(?:成功|顺利|圆满|隆重|正式)(?:举办|举行|召开|开幕|落幕|闭幕|启动|开馆)|开馆仪式|揭牌|闭馆(?:通知|公告)",
    r"|(?:规划|计划|战略|纲要)[》”\x22'」]?\s*(?:正式|顺利|成功|圆满|全文|喜)*(?:发布|通过|出台|获批|启动|公布|解读|印发|通过评审|通过论证)$",
    r"|\b(?:plan|strategy) (?:is |was |has been )?(?:approved|adopted|released|published|unveiled)(?: by (?:\w+ ){0,4}(?:council|board|trustees|commission))?$",
    r"|\b(?:board|council|trustees|library|libraries|city|association) (?:adopts?|approves?|releases?|publishes|introduces|kicks off|seeks)\b",
    r"|\b(?:press|news) release\b|\b(?:launch(?:es|ed)|unveil(?:s|ed)|announces|celebrates|hosts)\b|\bopens its doors\b|\bcall for papers\b"
));

/// Signs of an article, one for each thing that only articles have.
pub(super) static ARTICLE_SIGNS: [Pattern; 12] = [
    Pattern::new(concat!(
        r"本文(?:以|从|通过|对|采用|基于|分析|研究|探讨|认为|提出|首先|旨在|在|将|结合|运用|选取|梳理|,)|本研究",
        r"|\bthis (?:article|paper|study|research)\b"
    )),
    Pattern::new(
        r"^\W*(?:摘\s*要|abstract)\b|^\W*(?:摘\s*要|abstract)\W*$|\[(?:目的|方法|结果|结论|目的/意义|方法/过程|结果/结论)\]",
    ),
    Pattern::new(r"关键词|\bkey ?words\b"),
    Pattern::new(r"\bdoi\b|\bissn\b|影响因子|卷\(期\)|中图分类号|文献标识码|\bvol\. ?\d"),
    Pattern::new(
        r"研究方法|文献调研|案例分析法|内容分析法|问卷调查法|\bliterature review\b|\bresearch (?:methods?|questions?|objectives|findings|conclusions)\b|\bmethodology\b|\bmethodologically\b",
    ),
    Pattern::new(
        r"研究(?:发现|结果|表明)|结果(?:表明|显示)|分析发现|\bresults? (?:show|indicate|suggest|reveal)|\b(?:findings|analysis) (?:show|reveal|indicate|suggest)|\bthe results\b",
    ),
    Pattern::new(r"作者简介|基金项目|收稿日期|通讯作者|\bcorresponding author\b|\breceived \d|\baffiliation\b"),
    Pattern::new(r"参考文献|\breferences$|\bbibliography$|\bet al\b|\bcited by\b"),
    Pattern::new(r"期刊|核心期刊|cssci|\bjournal of\b"),
    Pattern::new(r"个案例|案例研究|案例征集|\bcase stud(?:y|ies)\b|\bempirical\b"),
    Pattern::new(
        r"理论与实践|提出了?.{0,20}(?:模型|框架|对策|建议)|\bproposes? (?:a|an) (?:\w+ ){0,3}(?:model|framework)\b|\bproposed model\b",
    ),
    Pattern::new(r"扫码|查看全文|下载全文|引用本文|\bfull text\b|\bdownload pdf\b|\bview article\b"),
];
/// Those of [`ARTICLE_SIGNS`] that journals print of every article: it speaks of itself, abstract, keywords, identifiers,
/// authors and funds, references. Three of them make an article.
pub(super) const PARTS_OF_ARTICLE: [usize; 6] = [0, 1, 2, 3, 6, 7];
pub(super) static NEWS_SIGNS: [Pattern; 8] = [
    Pattern::new(r"本报讯|本报记者|记者|通讯员|本网讯|摄影[:：]|供稿"),
    Pattern::new(r"(?:举办|举行|召开|开展|启动)了|活动现场|仪式上|吸引了|\d+余?名读者参加|拉开帷幕"),
    Pattern::new(
        r"(?:馆长|主任|书记|局长|教授|负责人).{0,12}(?:表示|介绍|致辞|指出)|\b(?:he|she|who|director|librarian|mayor) (?:said|told|added)\b|[,\x22”] said [a-z]",
    ),
    Pattern::new(
        r"(?:昨日|昨天|今日|近日|日前|\d{1,2}月\d{1,2}日(?:上午|下午|晚|,|至))|\b(?:yesterday|last (?:week|month|saturday|sunday|friday|monday)|this (?:week|weekend))\b",
    ),
    Pattern::new(
        r"\b(?:media|press) (?:contact|enquiries|inquiries)\b|\btoday (?:launched|announced|opened|unveiled)\b",
    ),
    Pattern::new(r"^[a-z .]+, (?:[a-z. ]+, ?)?\(?[a-z]{3,9}\.? \d{1,2}(?:, ?20\d\d)?\)? ?[-–—]"),
    Pattern::new(r"\bpress release\b|\bfor immediate release\b|\bnotes? to editors\b"),
    Pattern::new(
        r"\bvisitors? (?:attended|came|enjoyed)\b|\battended the\b|\bwas held\b|\btook place\b|\bevent\b.{0,40}\bheld\b",
    ),
];

/// Headings that plans have, one for each part of a plan.
pub(super) static PLAN_PARTS: [Pattern; 10] = [
    Pattern::new(r"愿景|\bvision\b"),
    Pattern::new(r"使命|宗旨|\bmission\b|\bpurpose\b"),
    Pattern::new(r"价值观|基本原则|指导思想|总体要求|总体思路|\bvalues\b|\bprinciples\b"),
    Pattern::new(r"目标|\bgoals?\b|\bobjectives?\b|\baims?\b|\bambitions?\b|\bcommitments?\b"),
    Pattern::new(r"任务|重点工作|重点工程|重点项目|\bkey tasks?\b|\bpriorit(?:y|ies)\b|\binitiatives?\b|\bprojects\b"),
    Pattern::new(
        r"战略|策略|\bstrateg(?:y|ies)\b|\bthemes?\b|\bpillars?\b|\bfocus areas?\b|\bimpact areas?\b|\bdirections?\b|影响力领域",
    ),
    Pattern::new(r"行动|举措|实施方案|\bactions?\b|\bwe will\b|\bwhat we will do\b|\baction plan\b"),
    Pattern::new(r"保障|实施与|组织领导|\bimplementation\b|\bmonitoring\b|\bdeliver"),
    Pattern::new(
        r"指标|成果|\boutcomes?\b|\bindicators?\b|\btargets?\b|\bmeasures? of success\b|\bkpis?\b|\bsuccess\b",
    ),
    Pattern::new(r"形势|环境|背景|回顾|\bcontext\b|\bchallenges\b|\bswot\b|\bbackground\b"),
];
/// Aims told in a sentence.
pub(super) static AIMS: Pattern = Pattern::new(concat!(
    r"目标(?:是|为|包括|有|如下)|主要任务(?:是|为|包括|有)|重点(?:任务|工作)(?:是|为|包括|有)",
    r"|\b(?:goals|aims|objectives|priorities|strategies) (?:are|include)\b|\bwe (?:will|aim to|plan to|commit to)\b|\bgoals?:"
));
/// What is still to come.
pub(super) static FUTURE: Pattern = Pattern::new(concat!(
    r"将(?:会|以|继续|进一步|全面|努力|打造|建|推|加|通|实|不|在)|力争|到20\d\d年|达到|建成|\bwill\b|\bshall\b|\bby (?:the end of )?20\d\d\b",
    r"|^\W*(?:\d+\W*)?(?:加强|推进|提升|完善|优化|建设|构建|打造|深化|拓展|健全|促进|强化|丰富|创新)"
));
pub(super) static ARTICLE_OF_LAW: Pattern =
    Pattern::new(r"^第[一二三四五六七八九十百\d]+条|^article \d+|^§ ?\d+|^sec(?:tion|\.) \d+[a-z]?\..{0,200}\bshall\b");
pub(super) static CONTENTS_LINE: Pattern = Pattern::new(r"(?:\.{3,}|…+|·{3,}|(?:\. ){3,}|\s{4,}|\t)\s*\d{1,3}$");
pub(super) static NUMBERED_PART: Pattern = Pattern::new(concat!(
    r"^(?:strategic )?(?:goal|objective|strategy|priority|action|theme|pillar|aim|impact area|outcome|enabler)s?\s*(?:\d|[ivx]+\b|one\b|two\b)",
    r"|^(?:战略)?(?:目标|任务|策略|行动|举措|方向|影响力领域|领域)\s*[一二三四五六七八九十\d]"
));
