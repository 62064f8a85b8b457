//! Made-up libraries of several kinds and places, with short plans for several periods: enough to tell groups apart.

/// One plan: whose, of what kind, where, for which period, and a goal for each of these titles.
pub struct CohortPlan<'a> {
    pub institution: &'a str,
    pub kind: &'a str,
    pub subdivision: Option<&'a str>,
    pub period: &'a str,
    pub goals: &'a [&'a str],
}

impl CohortPlan<'_> {
    pub fn slug(&self) -> String {
        format!("{}-{}", self.institution, self.period)
    }

    /// The plan as a file. Words in square brackets are in no language that the codebook has labels in.
    pub fn file(&self) -> String {
        let Self { institution, kind, subdivision, period, goals } = self;
        let level = if *kind == "ACADEMIC_LIBRARY" { "ACADEMIC" } else { "PUBLIC" };
        let place = subdivision.map(|code| format!(", country: CN, subdivision: {code}")).unwrap_or_default();
        let language = if goals.iter().any(|goal| goal.starts_with('[')) { "fr" } else { "en" };
        let mut file = format!(
            "format: plan/1\nslug: {}\ninstitution: {{ slug: {institution}, kind: {kind}, name: Synthetic {institution}{place} }}\nperiod: {period}\nlevel: {level}\nstatus: ADOPTED\nisSynthetic: true\nlanguage: {language}\ntextOrigin: EDITORIAL\ntitle: Synthetic plan of {institution}\nelements:\n",
            self.slug()
        );
        for (number, goal) in goals.iter().enumerate() {
            file.push_str(&format!("  - {{ key: goal-{number}, kind: GOAL, title: \"{goal}\" }}\n"));
        }
        file
    }
}

const SMART: &str = "Become a smart library";
const READING: &str = "Reading promotion for everybody";
const STONE: &str = "Mend the roof";

/// Five libraries: three public, two academic. Three have plans for both periods; one is coded in neither; of one nobody
/// knows where it is.
pub const PLANS: &[CohortPlan<'static>] = &[
    CohortPlan {
        institution: "synthetic-a",
        kind: "PUBLIC_LIBRARY",
        subdivision: Some("CN-JL"),
        period: "cn-fyp-14",
        goals: &[SMART, READING],
    },
    CohortPlan {
        institution: "synthetic-a",
        kind: "PUBLIC_LIBRARY",
        subdivision: Some("CN-JL"),
        period: "cn-fyp-15",
        goals: &[SMART, STONE],
    },
    CohortPlan {
        institution: "synthetic-b",
        kind: "PUBLIC_LIBRARY",
        subdivision: Some("CN-GD"),
        period: "cn-fyp-14",
        goals: &[READING, STONE],
    },
    CohortPlan {
        institution: "synthetic-b",
        kind: "PUBLIC_LIBRARY",
        subdivision: Some("CN-GD"),
        period: "cn-fyp-15",
        goals: &[SMART, READING],
    },
    CohortPlan {
        institution: "synthetic-c",
        kind: "ACADEMIC_LIBRARY",
        subdivision: None,
        period: "cn-fyp-14",
        goals: &[STONE],
    },
    CohortPlan {
        institution: "synthetic-c",
        kind: "ACADEMIC_LIBRARY",
        subdivision: None,
        period: "cn-fyp-15",
        goals: &[SMART],
    },
    CohortPlan {
        institution: "synthetic-d",
        kind: "ACADEMIC_LIBRARY",
        subdivision: Some("CN-HB"),
        period: "cn-fyp-15",
        goals: &[READING],
    },
    CohortPlan {
        institution: "synthetic-e",
        kind: "PUBLIC_LIBRARY",
        subdivision: Some("CN-GD"),
        period: "cn-fyp-15",
        goals: &["[Une bibliotheque de pierre]"],
    },
];
