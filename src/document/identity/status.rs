//! How far a plan has come, as its title block, its beginning and its end state it.

use super::{
    head::{Head, opens_section, title_in_notice},
    survey::Survey,
};
use crate::document::pattern::Pattern;
use crate::{domain::plan::PlanStatus, linguistics::normalize};

/// Where the status of a plan is stated, if not in its title block.
const N_LINES_AT_EITHER_END: usize = 10;

static SUPERSEDED: Pattern =
    Pattern::new(r"已(?:经)?废止|现予废止|已失效|停止执行|\bsuperseded\b|\bno longer in force\b|\bwithdrawn\b");

static CONSULTATION: Pattern = Pattern::new(concat!(
    r"征求意见稿|讨论稿|草案|草稿|送审稿|审议稿|初稿|(?:向社会|现)公开征求意见|征求.{0,8}意见的?(?:公告|通知|函|启事)",
    r"|\bdraft\b|\bconsultation (?:paper|version|document)\b|\bopen for (?:public )?(?:comments?|consultation)\b",
    r"|\bcomments? (?:are |is )?(?:invited|welcome)|(?:请|欢迎).{0,16}(?:提出|反馈).{0,10}意见"
));

// 发布时间 and its like are dates of a page.
static ADOPTED: Pattern = Pattern::new(concat!(
    r"印发|审议通过|讨论通过|表决通过|(?:会议|大会|馆务会|理事会|党委).{0,8}通过|(?:同意|正式|予以|批准|现)(?:批准|发布|实施|印发|公布)|正式稿|定稿|批准",
    r"|\b(?:approved|adopted|endorsed|ratified) (?:by|on|at|in)\b|\bboard[- ]approved\b|\bfinal version\b",
    r"|\b(?:approved|adopted|endorsed|ratified)\b\s*[:.]?\s*(?:$|\d)"
));

static PROPOSAL: Pattern = Pattern::new(concat!(
    r"(?:规划|计划|战略|发展|工作).{0,8}(?:建议|构想|设想|思考|刍议)|建议(?:稿)?$|构想$",
    r"|\bproposals?\b|\brecommendations?\b|\bproposed (?:\w+ ){0,3}(?:plan|strategy)\b"
));

/// A passage that speaks of this very plan.
static OF_THIS_PLAN: Pattern = Pattern::new(
    r"本(?:规划|计划|战略|纲要|方案)|现将|现予|\bthis (?:\w+ ){0,2}(?:plan|strategy|document|framework|draft)\b",
);

/// A sentence that opens with the state of the paper, however long it goes on.
static OPENS_WITH_STATUS: Pattern = Pattern::new(
    r"^(?:\(|\*)?(?:(?:consultation|public|working|final)? ?draft (?:for|of)|status:|(?:for|open for) (?:public )?(?:comment|consultation)|征求意见稿|讨论稿)",
);

/// The same for proposals, which plans speak of as well.
static PROPOSED: Pattern = Pattern::new(r"^(?:\(|\*)?(?:proposal (?:to|for|by|of)\b|status: proposal|建议稿|提案)");

/// How many lines behind the title may say that it is a proposal.
const N_LINES_OF_OPENING: usize = 3;

/// A sentence, for statements about this plan in the prose of a preface.
static SENTENCE: Pattern = Pattern::new(r"[^。;.!?]+");

/// How far the plan has come; `None` where the document does not state it.
pub(super) fn status(survey: &Survey<'_>, head: &Head, title: &str, format_title: Option<&str>) -> Option<PlanStatus> {
    let title = normalize(title);
    let format_title = format_title.map(normalize).unwrap_or_default();
    let title_lines = survey.lines.get(head.lines.clone()).unwrap_or_default();
    // What hands a plan out stands before its title.
    let before = survey.lines.get(..head.lines.start).unwrap_or_default();
    let notices = before.iter().filter(|line| title_in_notice(line.text()).is_some());
    let titles: Vec<&str> = [title.as_str(), format_title.as_str()]
        .into_iter()
        .chain(title_lines.iter().chain(notices).map(|line| line.text()))
        .collect();
    let rules = [
        (&SUPERSEDED, PlanStatus::Superseded),
        (&CONSULTATION, PlanStatus::Consultation),
        (&ADOPTED, PlanStatus::Adopted),
        (&PROPOSAL, PlanStatus::Proposal),
    ];
    let stated = |lines: &[&str], rules: &[(&Pattern, PlanStatus)]| {
        rules.iter().find(|(pattern, _)| lines.iter().any(|line| pattern.is_match(line))).map(|&(_, status)| status)
    };
    if let Some(status) = stated(&titles, &rules) {
        return Some(status);
    }
    // Outside the title only what is said of the plan itself: plans speak of drafts, consultations and other laws, too.
    let without_proposal = rules.get(..3).unwrap_or_default();
    let opening = survey.beginning(head.lines.end + N_LINES_OF_OPENING);
    if opening.iter().any(|line| line.block >= head.lines.start && PROPOSED.is_match(line.text())) {
        return Some(PlanStatus::Proposal);
    }
    let ends = [survey.beginning(head.lines.end + N_LINES_AT_EITHER_END), survey.end(N_LINES_AT_EITHER_END)];
    ends.into_iter().find_map(|lines| {
        let mut said: Vec<&str> = Vec::new();
        for line in lines.iter().skip_while(|line| line.block < head.lines.start) {
            if is_note(line.text(), line.n_words) || OPENS_WITH_STATUS.is_match(line.text()) {
                said.push(line.text());
            }
            said.extend(
                SENTENCE.find_iter(line.text()).map(|found| found.as_str()).filter(|text| OF_THIS_PLAN.is_match(text)),
            );
        }
        stated(&said, without_proposal)
    })
}

/// A note stands in brackets, or is a few words without the number of a list.
fn is_note(text: &str, n_words: usize) -> bool {
    let is_in_brackets = text.starts_with(['(', '[', '【']) && text.ends_with([')', ']', '】', '.', '。']);
    (is_in_brackets && n_words <= 40) || (n_words <= 12 && !opens_section(text) && is_stated_as_note(text))
}

/// Whether a few words are a statement about the paper at hand: they begin with it.
fn is_stated_as_note(text: &str) -> bool {
    static BEGINS: Pattern = Pattern::new(concat!(
        r"^(?:\(|\[|【)?(?:公开)?(?:征求意见|讨论稿|草案|送审稿|已废止|经|由|业经|20\d\d年|现|正式)",
        r"|^(?:status|draft|consultation|approved|adopted|endorsed|ratified|superseded|board[- ]approved|final version|open for|comments?)\b"
    ));
    BEGINS.is_match(text)
}
