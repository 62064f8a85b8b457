//! What a plan is called in the registry: its slug and variant, and which plan of the registry it is a revision of.

use super::{slug::free_slug, years::five_year_plan_of};
use crate::{
    document::given::{Given, KnownPlan},
    domain::{
        id::check_slug,
        period::YearSpan,
        plan::{MAIN_VARIANT, PlanStatus},
    },
    draft::{FindingDraft, Severity},
};

/// The slug and variant of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    pub(super) slug: String,
    /// `None` for the main one.
    pub(super) variant: Option<String>,
    pub(super) findings: Vec<FindingDraft>,
}

/// What is known of a plan before it has a name.
pub(super) struct Named<'a> {
    pub(super) institution: Option<&'a str>,
    pub(super) period: Option<&'a str>,
    pub(super) years: Option<YearSpan>,
    pub(super) status: PlanStatus,
}

/// Names a plan: institution, period, and `draft` or `proposal` for what is not adopted. A plan of the registry is revised
/// only under its own slug; any other plan of the same institution and period gets a place beside it.
pub(super) fn naming(plan: &Named<'_>, given: &Given) -> Naming {
    let known = &given.known;
    let kind = match plan.status {
        PlanStatus::Consultation => Some("draft"),
        PlanStatus::Proposal => Some("proposal"),
        PlanStatus::Adopted | PlanStatus::Superseded => None,
    };
    let wanted = given.slug.clone().unwrap_or_else(|| proposed_slug(plan, kind));
    let variant = given.variant.clone().or_else(|| kind.map(str::to_owned));
    let is_same_plan = |known: &&KnownPlan| {
        plan.institution.is_none_or(|slug| slug == known.institution)
            && plan.period.is_none_or(|slug| slug == known.period)
    };
    // What somebody wrote by hand is revised only by its name; what was read from a document, by its next edition, too.
    let is_revised = |known: &&KnownPlan| given.slug.is_some() || (known.is_from_document && is_same_plan(known));
    let is_taken = |slug: &str| known.plan(slug).is_some_and(|plan| !is_revised(&plan));
    let slug = if given.slug.is_some() { wanted } else { free_slug(&wanted, is_taken) };
    if let Some(revised) = known.plan(&slug) {
        // Asked for by its slug it is worth knowing; else somebody should look.
        let severity = if given.slug.is_some() { Severity::Info } else { Severity::Warning };
        let finding = finding(
            "PLAN_REVISED",
            severity,
            format!(
                "the registry has the plan `{slug}`: this becomes a new revision of it; give --slug SLUG to store it as a plan of its own"
            ),
        );
        let variant = given.variant.clone().or_else(|| Some(revised.variant.clone()));
        return Naming { slug, variant: variant.filter(|variant| variant != MAIN_VARIANT), findings: vec![finding] };
    }
    let (Some(institution), Some(period)) = (plan.institution, plan.period) else {
        return Naming { slug, variant, findings: Vec::new() };
    };
    let taken_by = |variant: Option<&str>| known.plan_of(institution, period, variant);
    match taken_by(variant.as_deref()) {
        None => Naming { slug, variant, findings: Vec::new() },
        Some(other) => {
            let own = free_slug(&slug, |variant| taken_by(Some(variant)).is_some());
            let finding = finding(
                "PLAN_EXISTS",
                Severity::Warning,
                format!(
                    "the institution already has the plan `{}` for this period: this one is stored beside it as `{slug}`, variant `{own}`; to revise that plan, give --slug {}",
                    other.slug, other.slug
                ),
            );
            Naming { slug, variant: Some(own), findings: vec![finding] }
        }
    }
}

/// `changchun-library-14fyp-draft`, `ifla-2024-2029`.
fn proposed_slug(plan: &Named<'_>, kind: Option<&str>) -> String {
    let years = plan.years.map(|years| {
        let is_five_year_plan = plan.period.is_some_and(|period| period.starts_with("cn-fyp-"));
        match five_year_plan_of(years).filter(|_| is_five_year_plan) {
            Some(number) => format!("{number}fyp"),
            None if years.n_years() == 1 => years.start().to_string(),
            None => format!("{}-{}", years.start(), years.end()),
        }
    });
    // A period of the registry may have no years that this document names.
    let years = years.or_else(|| plan.period.map(str::to_owned));
    let institution = plan.institution.unwrap_or("plan");
    let parts = [Some(institution), years.as_deref(), kind];
    let slug = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    // Slugs that somebody has given may be no slugs; that is told when the plan is stored.
    if check_slug(&slug).is_ok() { slug } else { "plan".to_owned() }
}

fn finding(code: &str, severity: Severity, message: String) -> FindingDraft {
    FindingDraft { code: code.to_owned(), severity: Some(severity), message, line: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::given::Known;

    const YEARS: (i32, i32) = (2021, 2025);

    fn known(plans: &[(&str, &str)]) -> Known {
        let plan = |&(slug, variant): &(&str, &str)| KnownPlan {
            slug: slug.to_owned(),
            institution: "example-library".to_owned(),
            period: "cn-fyp-14".to_owned(),
            variant: variant.to_owned(),
            is_from_document: true,
        };
        Known { plans: plans.iter().map(plan).collect(), ..Known::default() }
    }

    fn check(
        plans: &[(&str, &str)],
        given: (Option<&str>, Option<&str>),
        status: PlanStatus,
        expected: (&str, Option<&str>, &str),
    ) {
        let given = Given {
            slug: given.0.map(str::to_owned),
            variant: given.1.map(str::to_owned),
            known: known(plans),
            ..Given::default()
        };
        let plan = Named {
            institution: Some("example-library"),
            period: Some("cn-fyp-14"),
            years: YearSpan::new(YEARS.0, YEARS.1).ok(),
            status,
        };
        let Naming { slug, variant, findings } = naming(&plan, &given);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!((slug.as_str(), variant.as_deref(), codes.join(" ").as_str()), expected, "{plans:?}");
    }

    #[test]
    fn a_plan_is_named_after_institution_and_period() {
        use PlanStatus::{Adopted, Consultation};
        let own = "example-library-14fyp";
        let draft = "example-library-14fyp-draft";
        check(&[], (None, None), Adopted, (own, None, ""));
        check(&[], (None, None), Consultation, (draft, Some("draft"), ""));
        check(&[], (Some("mine"), Some("second")), Adopted, ("mine", Some("second"), ""));
        // Under the slug of a plan it is a revision of that plan, in that plan's variant.
        check(&[(draft, "draft")], (None, None), Consultation, (draft, Some("draft"), "PLAN_REVISED"));
        check(&[("other", "second")], (Some("other"), None), Adopted, ("other", Some("second"), "PLAN_REVISED"));
        check(&[(own, "main")], (None, None), Adopted, (own, None, "PLAN_REVISED"));
        // Beside another plan it gets a variant of its own, and a second time it is a revision.
        check(&[("other", "main")], (None, None), Adopted, (own, Some(own), "PLAN_EXISTS"));
        check(&[("other", "main"), (own, own)], (None, None), Adopted, (own, Some(own), "PLAN_REVISED"));
        check(&[(own, "main")], (Some("mine"), None), Adopted, ("mine", Some("mine"), "PLAN_EXISTS"));
    }

    #[test]
    fn a_slug_of_another_institution_is_not_taken() {
        let mut known = known(&[("example-library-14fyp", "main")]);
        for plan in &mut known.plans {
            plan.institution = "another-library".to_owned();
        }
        let plan = Named {
            institution: Some("example-library"),
            period: Some("cn-fyp-14"),
            years: YearSpan::new(YEARS.0, YEARS.1).ok(),
            status: PlanStatus::Adopted,
        };
        let naming = naming(&plan, &Given { known, ..Given::default() });
        assert_eq!((naming.slug.as_str(), naming.variant, naming.findings.len()), ("example-library-14fyp-2", None, 0));
    }
}
