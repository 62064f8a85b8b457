//! Caveats: what makes an answer less comparable than it looks, in words people can act on.

use std::collections::BTreeSet;

use super::{ComparedPlan, cohort::SMALL_COHORT, plan_set::PlansConcerned};
use crate::domain::{
    cohort::CohortPlan, institution::Institution, period::PlanningPeriod, text::Texts, vocabulary::vocabulary,
};

vocabulary! {
    /// What there is to keep in mind.
    CaveatCode {
        /// The registry has no plan of this institution and period.
        NoPlan = "NO_PLAN",
        /// No plan matches the cohort asked for.
        EmptyCohort = "EMPTY_COHORT",
        /// The plans speak for different levels: the world, a nation, one library.
        DifferentLevels = "DIFFERENT_LEVELS",
        /// The plans are for different periods.
        DifferentPeriods = "DIFFERENT_PERIODS",
        /// The plans' periods have different lengths, so that targets and sums over the period do.
        DifferentPeriodLengths = "DIFFERENT_PERIOD_LENGTHS",
        /// A proposal or a draft for comments: nobody has adopted it.
        NotAdopted = "NOT_ADOPTED",
        /// Elements of a layer that counts have not been coded: a theme missing there means nothing.
        NotCoded = "NOT_CODED",
        /// The plan was revised after people coded it: what is new in it counts as if they had gone through it.
        RevisedSinceCoded = "REVISED_SINCE_CODED",
        /// Coders of the same plan used different versions of the codebook: themes that one of them did not have count as
        /// absent in that one's codes.
        CodebooksDiffer = "CODEBOOKS_DIFFER",
        /// The comparison rests on texts that a machine translated.
        MachineTranslated = "MACHINE_TRANSLATED",
        /// Figures count different things.
        UnitsDiffer = "UNITS_DIFFER",
        /// Figures are of different spans or changes.
        BasesDiffer = "BASES_DIFFER",
        /// Figures are of different years, or of years that are not known.
        YearsDiffer = "YEARS_DIFFER",
        /// There is no figure of the institution to divide by.
        NoDenominator = "NO_DENOMINATOR",
        /// An indicator is not linked to the catalogue.
        IndicatorUnlinked = "INDICATOR_UNLINKED",
        /// The plans state very different numbers of elements: long plans address more themes.
        DifferentSizes = "DIFFERENT_SIZES",
        /// Too few elements for shares to mean much.
        SmallSample = "SMALL_SAMPLE",
        /// Too few plans, or values, for shares and quantiles to mean much.
        SmallCohort = "SMALL_COHORT",
        /// Too few cases for the approximation behind a test.
        SmallExpectedCounts = "SMALL_EXPECTED_COUNTS",
        /// The same institutions stand in several groups, or have several plans of which one counts.
        RepeatedInstitutions = "REPEATED_INSTITUTIONS",
        /// Institutions have a plan for one of the periods alone, and stand in no pair.
        OnePeriodOnly = "ONE_PERIOD_ONLY",
        /// A bound or a range was read as one value.
        BoundTakenAsValue = "BOUND_TAKEN_AS_VALUE",
        /// The source is known to be incomplete.
        IncompleteSource = "INCOMPLETE_SOURCE",
        /// Made-up data.
        Synthetic = "SYNTHETIC",
        /// Made-up plans were named and left out, because made-up data was not asked for.
        SyntheticLeftOut = "SYNTHETIC_LEFT_OUT",
        /// The plans share no language: texts meet by their themes alone.
        NoSharedLanguage = "NO_SHARED_LANGUAGE",
        /// Rows or columns of a map have no rating at all: that they are uncovered is not known.
        NotRated = "NOT_RATED",
        /// Ratings are left out because what they rate is gone from the plan.
        UnplacedRatings = "UNPLACED_RATINGS",
    }
}

/// One thing to keep in mind, and the plans that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caveat {
    /// What it is.
    pub code: CaveatCode,
    /// Says it in a sentence, in `en` and `zh-Hans`.
    pub message: Texts,
    /// The plans concerned; in a comparison of periods 0 is the earlier plan and 1 the later.
    pub plans: PlansConcerned,
}

impl Caveat {
    /// There is no plan to compare; so it is about none of those compared.
    pub(super) fn no_plan(institution: &Institution, period: &PlanningPeriod) -> Self {
        let (institution, period) = (&institution.slug, &period.slug);
        let english = format!("`{institution}` for `{period}`");
        Self::of_nothing(CaveatCode::NoPlan, &english, &format!("`{institution}`在`{period}`时期"))
    }

    /// No plan matches.
    pub(super) fn empty_cohort() -> Self {
        Self::of_nothing(CaveatCode::EmptyCohort, "", "")
    }

    fn of_nothing(code: CaveatCode, what: &str, what_zh: &str) -> Self {
        let (english, chinese) = sentences(code, what, what_zh);
        Self { code, message: Texts::editorial(english, chinese), plans: PlansConcerned::default() }
    }
}

/// The names that messages call the plans by, by their index.
pub(super) enum Named<'a> {
    /// In any order, and a plan perhaps more than once.
    Slugs(Vec<&'a str>),
    /// Plans in the order of their slugs, of which each is there once.
    InOrder(&'a [CohortPlan]),
}

impl<'a> Named<'a> {
    pub(super) fn of_plans(plans: &[ComparedPlan<'a>]) -> Self {
        Self::of_slugs(plans.iter().map(|compared| compared.plan.slug.as_str()))
    }

    pub(super) fn of_slugs(slugs: impl Iterator<Item = &'a str>) -> Self {
        Self::Slugs(slugs.collect())
    }

    pub(super) fn in_order(plans: &'a [CohortPlan]) -> Self {
        Self::InOrder(plans)
    }

    /// A caveat about these plans; none about no plans.
    pub(super) fn caveat(&self, code: CaveatCode, plans: impl Into<PlansConcerned>) -> Option<Caveat> {
        self.caveat_in_words(code, plans, |english, chinese| sentences(code, english, chinese))
    }

    /// A caveat about these plans in other words than the usual ones, made of their names in English and in Chinese; none
    /// about no plans.
    pub(super) fn caveat_in_words(
        &self,
        code: CaveatCode,
        plans: impl Into<PlansConcerned>,
        words: impl FnOnce(&str, &str) -> (String, String),
    ) -> Option<Caveat> {
        let plans = plans.into();
        (!plans.is_empty()).then(|| {
            let (english, chinese) = self.listed(&plans);
            let (english, chinese) = words(&english, &chinese);
            Caveat { code, message: Texts::editorial(english, chinese), plans }
        })
    }

    /// The plans by name and each once: a message must not depend on their order.
    fn listed(&self, plans: &PlansConcerned) -> (String, String) {
        match self {
            Self::Slugs(slugs) => {
                let slugs: BTreeSet<&str> = plans.iter().filter_map(|plan| slugs.get(plan).copied()).collect();
                listed(slugs.len(), slugs.into_iter())
            }
            Self::InOrder(all) => {
                listed(plans.len(), plans.iter().filter_map(|plan| all.get(plan).map(|plan| plan.slug.as_str())))
            }
        }
    }
}

/// The most names that a message lists: as many as a comparison of plans has.
const MOST_NAMES: usize = 20;

/// So many names in a row, in English and in Chinese; of a great many the first few and how many more there are.
fn listed<'a>(n_names: usize, names: impl Iterator<Item = &'a str>) -> (String, String) {
    const FEW: usize = 3;
    let n_told = if n_names > MOST_NAMES { FEW } else { n_names };
    let names: Vec<String> = names.take(n_told).map(|name| format!("`{name}`")).collect();
    if n_names > n_told {
        let english = format!("{} and {} other plans", names.join(", "), n_names - n_told);
        return (english, format!("{}等{n_names}份规划", names.join("、")));
    }
    let english = match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    (english, names.join("、"))
}

fn sentences(code: CaveatCode, plans: &str, plans_zh: &str) -> (String, String) {
    match code {
        CaveatCode::NoPlan => (
            format!("The registry has no plan of {plans}: import one to compare it."),
            format!("登记库中没有{plans_zh}的规划；导入后才能比较。"),
        ),
        CaveatCode::EmptyCohort => (
            "No plan matches the cohort: ask for other kinds, levels, statuses, periods or places. Unless others are named, only adopted plans of national, public and academic libraries count.".to_owned(),
            "没有规划符合所给条件：请改变机构类型、层级、状态、时期或地区。未指明时只计入国家、公共和高校图书馆已发布的规划。".to_owned(),
        ),
        CaveatCode::DifferentLevels => (
            format!("{plans} speak for different levels: what one leaves out may be the business of another."),
            format!("{plans_zh}的层级不同：某一规划没有提到的内容，可能属于另一层级的职责。"),
        ),
        CaveatCode::DifferentPeriods => (
            format!("{plans} are for different periods: what looks like a difference may be a change over time."),
            format!("{plans_zh}的规划期不同：看似差异之处，可能只是时间带来的变化。"),
        ),
        CaveatCode::DifferentPeriodLengths => (
            format!(
                "{plans} run for different numbers of years: totals over a period and end-of-period targets do not compare as they stand."
            ),
            format!("{plans_zh}的规划年数不同：期内累计数和期末目标不能直接比较。"),
        ),
        CaveatCode::NotAdopted => (
            format!("Not adopted: {plans}. What a proposal or a draft for comments says may never come into force."),
            format!("尚未正式发布：{plans_zh}。建议稿或征求意见稿的内容未必付诸实施。"),
        ),
        CaveatCode::NotCoded => (
            format!(
                "Not coded, or not in every layer: {plans}. A theme that is missing there is not known to be absent."
            ),
            format!("尚未编码或未覆盖全部层次：{plans_zh}。其中没有出现的主题不能视为没有涉及。"),
        ),
        CaveatCode::RevisedSinceCoded => (
            format!(
                "Revised since it was coded: {plans}. What the revision added counts as absent in the codes of those who coded before."
            ),
            format!("编码之后又有修订：{plans_zh}。修订新增的内容，在此前的编码中一律视为没有涉及。"),
        ),
        CaveatCode::CodebooksDiffer => (
            format!(
                "Coded with different versions of the codebook: {plans}. A theme that a coder's version did not have counts as absent there."
            ),
            format!("各编码员使用的主题词表版本不同：{plans_zh}。某一版本中没有的主题，在该编码中一律视为没有涉及。"),
        ),
        CaveatCode::MachineTranslated => (
            format!(
                "Texts of {plans} that are compared were translated by a machine: shared words may be the machine's."
            ),
            format!("{plans_zh}参与比较的文本有一部分是机器翻译：相同的用词可能出自机器。"),
        ),
        CaveatCode::UnitsDiffer => (
            format!("Figures of {plans} are in units that do not convert into each other, or in none that is known."),
            format!("{plans_zh}的数值单位不能互相换算，或者单位不明。"),
        ),
        CaveatCode::BasesDiffer => (
            format!(
                "Figures of {plans} are of different bases, such as one year, a yearly average or the whole period."
            ),
            format!("{plans_zh}的数值口径不同，例如当年数、年均数或期内累计数。"),
        ),
        CaveatCode::YearsDiffer => (
            format!("Figures of {plans} are of different years, or of years that are not known."),
            format!("{plans_zh}的数值年份不同，或者年份不明。"),
        ),
        CaveatCode::NoDenominator => (
            format!("There is nothing to divide the figures of {plans} by: no such figure of the institution for the same year is known."),
            format!("{plans_zh}的数值没有可用的分母：所属机构没有同一年份的相应统计数。"),
        ),
        CaveatCode::IndicatorUnlinked => (
            format!(
                "An indicator of {plans} is not linked to the catalogue: only uses with the same text stand together."
            ),
            format!("{plans_zh}的指标尚未与指标目录关联：只有文字相同的才会放在一起。"),
        ),
        CaveatCode::SmallSample => (
            format!(
                "Fewer than {SMALL_SAMPLE} elements in the layers compared: {plans}. Shares rest on very little there."
            ),
            format!("{plans_zh}在所比较的层次中不足{SMALL_SAMPLE}条：占比的依据很少。"),
        ),
        CaveatCode::DifferentSizes => (
            format!(
                "{plans} state very different numbers of elements. A long plan addresses more themes than a short one, so look at the mean share of elements beside the share of plans."
            ),
            format!("{plans_zh}的条目数相差很大。长规划涉及的主题多于短规划，因此除规划占比外还应看条目平均占比。"),
        ),
        CaveatCode::SmallCohort => (
            format!("Fewer than {SMALL_COHORT} plans: {plans}. One plan more or less would move shares and quantiles a lot."),
            format!("规划不足{SMALL_COHORT}份：{plans_zh}。增减一份就会明显改变占比和分位数。"),
        ),
        CaveatCode::SmallExpectedCounts => (
            format!("Few plans stand behind some of the expected counts among {plans}: the p-value is rough."),
            format!("{plans_zh}中有些期望频数过小：p 值只是粗略的近似。"),
        ),
        CaveatCode::RepeatedInstitutions => (
            format!(
                "Institutions have several plans in the cohort, or none in some period: {plans}. Such plans are no independent samples, so no test counts an institution twice."
            ),
            format!("{plans_zh}所属机构在群组中有多份规划，或缺少某一时期的规划：这些规划不是独立样本，检验中每个机构只计一次。"),
        ),
        CaveatCode::OnePeriodOnly => (
            format!("The registry has no plan of the same institutions for the other period: {plans}. What is counted over pairs leaves them out, and those who plan in both periods may not be like the rest."),
            format!("登记库中没有同一机构另一时期的规划：{plans_zh}。成对统计不含这些规划，而两个时期都有规划的机构未必能代表其余机构。"),
        ),
        CaveatCode::BoundTakenAsValue => (
            format!("{plans} give a bound or a range, such as “at least”: it is read as its value or its midpoint."),
            format!("{plans_zh}给出的是界限或范围（如“不少于”）：按界限值或中点计算。"),
        ),
        CaveatCode::IncompleteSource => (
            format!("The source of {plans} has masked words: something is missing that the plan said."),
            format!("{plans_zh}的来源文本中有被遮蔽的文字：规划原有的内容有缺失。"),
        ),
        CaveatCode::Synthetic => {
            (format!("Made up, not a real plan: {plans}."), format!("虚构的示例数据，不是真实规划：{plans_zh}。"))
        }
        CaveatCode::SyntheticLeftOut => (
            format!("Left out because made up: {plans}. Ask with `includeSynthetic: true` to count made-up plans."),
            format!("因属虚构示例而未计入：{plans_zh}。如需计入，请使用 `includeSynthetic: true`。"),
        ),
        CaveatCode::NoSharedLanguage => (
            format!(
                "{plans} have no language in common: their texts meet by themes alone, and no score is above 0.74 unless a person vouches for the link."
            ),
            format!("{plans_zh}没有共同的语言：文本只能通过主题对应，除人工确认的对应外，得分不超过 0.74。"),
        ),
        CaveatCode::NotRated => (
            format!(
                "Nobody has rated some of what the map takes from {plans}: it counts as uncovered, and whether it is, is not known."
            ),
            format!("{plans_zh}列入图中的部分内容尚无人评定：按未覆盖计，实际是否覆盖尚不可知。"),
        ),
        CaveatCode::UnplacedRatings => (
            format!(
                "Ratings are left out, because what they rate is gone from {plans} as it stands: rate anew what took its place."
            ),
            format!("部分评定未计入，因为所评内容已不在{plans_zh}的现行版本中：请重新评定取而代之的内容。"),
        ),
    }
}

/// With fewer elements than this, one more or less moves a share by more than a third.
pub(super) const SMALL_SAMPLE: usize = 3;
