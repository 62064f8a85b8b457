//! Documents that libraries write around their plans and that speak of plans: calls for consultants, minutes, surveys, job
//! advertisements and the like. Each is known by its title, or by several signs together.

use std::collections::BTreeSet;

use super::OtherKind;
use crate::document::pattern::Pattern;

/// A kind of document, and how it is known.
pub(super) struct Form {
    pub(super) kind: OtherKind,
    /// Words of its title.
    title: Pattern,
    /// Passages that it has, one for each thing that only such documents speak of.
    signs: [Pattern; 6],
}

/// So many different signs make a document of a kind without its title: plans speak of one or the other thing, too.
const ENOUGH_SIGNS: usize = 3;

pub(super) static FORMS: [Form; 6] = [
    Form {
        kind: OtherKind::Tender,
        title: Pattern::new(concat!(
            r"采购(?:公告|文件|需求|意向|合同|结果)|招标|投标|竞价|比选|询价|磋商|中标|成交(?:公告|结果)",
            r"|\brequests? for (?:proposals?|quot(?:es|ations?)|qualifications|tenders?|bids?|information|expressions of interest)\b|\brf[pqi]\b",
            r"|\binvitations? to (?:bid|tender|quote)\b|\bcall for (?:proposals|tenders|bids)\b|\btender (?:notice|documents?)\b|\bstatement of work\b|\bterms of reference\b"
        )),
        signs: [
            Pattern::new(r"供应商|投标人|采购人|招标人|中标人"),
            Pattern::new(r"评标|投标文件|响应文件|评分(?:标准|办法)|\bevaluation (?:of proposals|criteria)\b"),
            Pattern::new(
                r"预算金额|最高限价|保证金|\b(?:schedule of )?fees (?:may|must|shall)\b|\bproof of insurance\b",
            ),
            Pattern::new(
                r"\b(?:proposals?|bids?|tenders?) (?:are |is |must be |will be |should be )?(?:due|submitted|received|returned|opened)\b",
            ),
            Pattern::new(
                r"\b(?:proposers?|bidders?|tenderers?|offerors?)\b|\b(?:consultant|contractor|vendor|supplier) (?:shall|must)\b|\b(?:qualified|selected|successful) (?:consultant|firm|vendor|contractor)s?\b",
            ),
            Pattern::new(
                r"\bscope of (?:work|services)\b|\bdeliverables\b|\bcontract award\b|\baward of (?:the )?contract\b",
            ),
        ],
    },
    Form {
        kind: OtherKind::Vacancy,
        title: Pattern::new(concat!(
            r"招聘|诚聘|岗位(?:说明书|职责)",
            r"|\bjob (?:description|vacancy|advert\w*|posting|opening|announcement)\b|\bvacanc(?:y|ies)\b|\bhiring\b|\bposition (?:description|announcement)\b|\brecruitment (?:notice|of)\b|\bemployment opportunit"
        )),
        signs: [
            Pattern::new(r"应聘|报名(?:方式|条件|时间|材料)"),
            Pattern::new(
                r"学历|工作年限|任职(?:要求|资格|条件)|\bminimum qualifications\b|\brequired qualifications\b|\bdegree (?:in|from)\b",
            ),
            Pattern::new(r"薪(?:资|酬|金)|五险一金|\bsalary\b|\bper hour\b|\bcompensation\b"),
            Pattern::new(r"面试|笔试|简历|\bcover letter\b|\br[eé]sum[eé]\b|\bcurriculum vitae\b"),
            Pattern::new(
                r"\bto apply\b|\bapplicants? (?:must|should|will)\b|\bapplications? (?:close|are due|deadline)\b",
            ),
            Pattern::new(r"\breports to\b|\bfull[- ]time\b|\bpart[- ]time position\b|\bequal opportunity employer\b"),
        ],
    },
    Form {
        kind: OtherKind::Meeting,
        title: Pattern::new(concat!(
            r"会议(?:纪要|记录|简报)|(?:召开|举行|举办).{0,60}会(?:议)?$|(?:座谈会|研讨会|论证会|推进会|部署会|评审会|专题会|动员会|启动会|工作会议?|交流会|启动仪式)$",
            r"|会议?(?:顺利|圆满|成功|隆重)?(?:召开|举行|开幕|闭幕)$",
            r"|\bminutes of\b|\b(?:meeting|board|committee|trustees|council) minutes\b|\bminutes\s*$|\bmeeting (?:notes|agenda|summary)\b|\bagenda for the\b"
        )),
        signs: [
            Pattern::new(r"与会(?:人员|代表|专家|领导)|参会人员|出席(?:会议|人员)|列席"),
            Pattern::new(r"主持(?:了)?(?:会议|座谈会)|主持人[:]|记录人|(?:会议|座谈会)由.{1,20}主持"),
            Pattern::new(
                r"会上[,:]?|会议(?:指出|强调|认为|要求|听取|审议|决定|结束后)|(?:总结讲话|讲话)中(?:强调|指出)",
            ),
            Pattern::new(
                r"^(?:members |board members |also )?(?:present|absent|attendees|apologies|in attendance|staff present)\s*:",
            ),
            Pattern::new(r"\bcalled? to order\b|\badjourned\b"),
            Pattern::new(
                r"\bmotion (?:carried|passed|to|by|was)\b|\bseconded\b|\bmoved by\b|\bapproval of (?:the )?(?:agenda|minutes)\b",
            ),
        ],
    },
    Form {
        kind: OtherKind::Questionnaire,
        title: Pattern::new(concat!(
            r"问卷|意见征集表|调查表$",
            r"|\bquestionnaire\b|\b(?:community|user|patron|customer|staff|reader|public|planning|library|satisfaction) survey\s*(?:20\d\d)?$|\bsurvey (?:questions?|form)\b|\btake (?:our|the) survey\b"
        )),
        signs: [
            Pattern::new(r"您(?:的|对|认为|是否|希望|平均|每)|\bhow (?:often|satisfied|likely|important|would you)\b"),
            Pattern::new(
                r"单选|多选|可多选|请(?:选择|勾选|填写|在)|\bselect all that apply\b|\bplease (?:select|tick|rate|choose|indicate|check|circle)\b|\bcheck one\b",
            ),
            Pattern::new(
                r"非常(?:满意|不满意|同意|重要)|\b(?:strongly|somewhat) (?:dis)?agree\b|\bvery (?:dis)?satisfied\b|\bprefer not to (?:say|answer)\b",
            ),
            Pattern::new(
                r"(?:您|你).{0,30}\?$|^\W*(?:\d+\W+)?(?:do|did|have|are|what|which|where|how) (?:\w+ )?you\b.*\?",
            ),
            Pattern::new(r"您的(?:年龄|性别|职业|学历|身份)|\byour (?:age|gender|zip code|postcode|household)\b"),
            Pattern::new(r"匿名|本问卷|\bthis (?:survey|questionnaire)\b|\byour (?:answers|responses) (?:are|will)\b"),
        ],
    },
    Form {
        kind: OtherKind::Syllabus,
        title: Pattern::new(
            r"教学大纲|课程(?:大纲|简介|标准)|教案|\bsyllabus\b|\bcourse (?:outline|description|schedule)\b",
        ),
        signs: [
            Pattern::new(r"\boffice hours\b|\binstructor\s*:|任课教师|授课教师"),
            Pattern::new(r"\bcredit hours?\b|\bcredits\s*:|\bprerequisites?\b|先修课|课程(?:代码|编号|性质)|学时"),
            Pattern::new(
                r"\bgrading\b|\bgrade\s*:|\bassignments?\b|\bfinal (?:exam|paper|project)\b|成绩评定|考核方式|期末",
            ),
            Pattern::new(r"\brequired (?:texts?|readings?)\b|\btextbooks?\b|教材及|参考教材"),
            Pattern::new(r"^week \d+\b|^第[一二三四五六七八九十\d]+周|\blearning outcomes\b"),
            Pattern::new(r"\bacademic integrity\b|\battendance policy\b|\blate (?:work|policy)\b"),
        ],
    },
    Form {
        kind: OtherKind::Terms,
        title: Pattern::new(concat!(
            r"隐私(?:政策|声明|权政策|保护)|用户(?:协议|须知)|服务(?:条款|协议)|免责声明",
            r"|\bprivacy (?:policy|notice|statement)\b|\bcookie policy\b|\bterms (?:of (?:use|service)|(?:and|&) conditions)\b"
        )),
        signs: [
            Pattern::new(r"\bpersonal (?:data|information|details)\b|个人信息"),
            Pattern::new(r"\bcookies?\b"),
            Pattern::new(r"\bthird[- ]part(?:y|ies)\b|第三方"),
            Pattern::new(r"\bgdpr\b|\bdata (?:protection|controller|processor|subject)\b|\bfoia\b"),
            Pattern::new(
                r"\b(?:collect|share|use|retain|disclose|sell|store) (?:your|the|any|personal)\b.{0,20}\b(?:information|data)\b|收集.{0,12}信息",
            ),
            Pattern::new(r"\bopt[- ]out\b|\bdelete your\b|\byour (?:consent|rights)\b|注销|撤回同意"),
        ],
    },
];

/// What was found of one form in a document.
#[derive(Default)]
pub(super) struct Found {
    has_title: bool,
    signs: BTreeSet<usize>,
}

impl Form {
    /// Looks at a line of the text.
    pub(super) fn look_at(&self, text: &str, found: &mut Found) {
        found.signs.extend(super::signs(&self.signs, text));
    }

    /// Looks at the title. A plan may be called by what it grew out of, as long as it is called a plan at the end.
    pub(super) fn look_at_title(&self, title: &str, found: &mut Found) {
        let is_plan =
            title.ends_with(|last| "划画略".contains(last)) || title.ends_with("plan") || title.ends_with("strategy");
        found.has_title |= !is_plan && self.title.is_match(title);
    }
}

impl Found {
    /// Whether the title says that it is of this kind.
    pub(super) fn has_title(&self) -> bool {
        self.has_title
    }

    /// How much speaks for this kind, where a title that says so weighs as much as `of_title`.
    pub(super) fn weight(&self, of_title: u32) -> u32 {
        let n_signs = u32::try_from(self.signs.len()).unwrap_or(u32::MAX);
        match (self.has_title, self.signs.len() >= ENOUGH_SIGNS) {
            (true, _) => of_title + 3 * n_signs,
            (false, true) => 3 * n_signs,
            (false, false) => 0,
        }
    }
}
