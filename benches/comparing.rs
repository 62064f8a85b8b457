//! How long the pure parts take: settling codes, comparing plans, counting themes over many plans.
//!
//! `cargo bench --bench comparing` runs all. The plans are those of the bundled catalogue that have the most elements;
//! plans of a cohort are those of the catalogue over and over, each time under other names.

use std::{cmp::Reverse, collections::HashMap, error::Error, hint::black_box, sync::Arc, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use plan_registry::{
    catalogue,
    clock::Clock,
    coding::{Codebook, CodingSummary, PlanCodes, effective_codes},
    comparison::{
        CohortDimension, ComparedPlan, ComparisonContext, CoverageCounts, DEFAULT_MIN_SCORE, ThemesOfPlans,
        element_matches, groups_of_plans, similarities, theme_coverage, theme_rows,
    },
    domain::{
        cohort::{CohortFilter, CohortPlan},
        element::PlanLayer,
        id::{InstitutionId, PlanId, id_from_name},
        institution::Institution,
        period::PlanningPeriod,
        plan::{Plan, PlanContent},
        theme::{CodingPass, THEME_SCHEME},
    },
    store::{ConnectOptions, Store},
};

type Fallible<T = ()> = Result<T, Box<dyn Error>>;

/// Plans that are compared at once.
const COMPARED: usize = 4;

/// A plan with all that a comparison reads of it.
struct LoadedPlan {
    plan: Plan,
    institution: Institution,
    period: PlanningPeriod,
    content: PlanContent,
    passes: Vec<CodingPass>,
    codes: PlanCodes,
}

impl LoadedPlan {
    fn side(&self) -> ComparedPlan<'_> {
        let Self { plan, institution, period, content, codes, .. } = self;
        ComparedPlan { plan, institution, period, content, codes }
    }
}

/// What the catalogue holds, as pure values.
struct Catalogue {
    codebook: Arc<Codebook>,
    periods: Vec<Arc<PlanningPeriod>>,
    /// The longest plans.
    plans: Vec<LoadedPlan>,
    /// Every plan of the default cohort.
    cohort: Vec<CohortPlan>,
    summaries: HashMap<PlanId, CodingSummary>,
}

async fn catalogue() -> Fallible<Catalogue> {
    let store = Store::connect(ConnectOptions::new("sqlite::memory:")).await?;
    store.migrate().await?;
    catalogue::load(&store, &Clock::System).await?;
    let at = store.current_revision().await?;
    let codebook = store.codebook(at).await?;
    let periods: Vec<Arc<PlanningPeriod>> = store.periods(at).await?.into_iter().map(Arc::new).collect();
    let cohort = store.cohort_candidates(&CohortFilter::default(), at).await?;
    let ids: Vec<PlanId> = cohort.iter().map(|plan| plan.plan).collect();
    let summaries = store.coding_summaries(&ids, at).await?;
    let heads = store.plans_by_id(&ids, at).await?;
    let owners: Vec<InstitutionId> = heads.values().map(|plan| plan.institution).collect();
    let institutions = store.institutions_by_id(&owners, at).await?;
    let heads: Vec<&Plan> = heads.values().collect();
    let mut contents = store.plan_contents(&heads, at).await?;
    let mut passes = store.coding_passes(&ids, at).await?;
    let mut plans = Vec::new();
    for plan in heads {
        let content = contents.remove(&plan.id).ok_or("a plan without content")?;
        let passes = passes.remove(&plan.id).unwrap_or_default();
        let period = periods.iter().find(|period| period.id == plan.period).ok_or("a plan without a period")?;
        plans.push(LoadedPlan {
            plan: plan.clone(),
            institution: institutions.get(&plan.institution).ok_or("a plan without an institution")?.clone(),
            period: PlanningPeriod::clone(period),
            codes: effective_codes(&content.tree, &passes, &codebook),
            content,
            passes,
        });
    }
    plans.sort_by_key(|loaded| (Reverse(loaded.content.tree.elements().len()), loaded.plan.slug.clone()));
    plans.truncate(COMPARED);
    Ok(Catalogue { codebook, periods, plans, cohort, summaries })
}

impl Catalogue {
    fn sides(&self) -> Vec<ComparedPlan<'_>> {
        self.plans.iter().map(LoadedPlan::side).collect()
    }

    fn context(&self) -> ComparisonContext<'_> {
        ComparisonContext { codebook: &self.codebook, alignments: &[], indicators: &[] }
    }

    /// A cohort of so many plans.
    fn cohort_of(&self, n_plans: usize) -> (Vec<CohortPlan>, HashMap<PlanId, CodingSummary>) {
        let mut summaries = HashMap::with_capacity(n_plans);
        let repeated = self.cohort.iter().cycle().take(n_plans).enumerate();
        let plans = repeated.map(|(number, known)| {
            let name = number.to_string();
            let plan = CohortPlan {
                plan: id_from_name("plan", &name),
                institution: id_from_name("institution", &name),
                slug: name,
                ..known.clone()
            };
            if let Some(summary) = self.summaries.get(&known.plan) {
                summaries.insert(plan.plan, summary.clone());
            }
            plan
        });
        (plans.collect(), summaries)
    }
}

fn comparisons(criterion: &mut Criterion, catalogue: &Catalogue) {
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    let (sides, context) = (catalogue.sides(), catalogue.context());
    let n_elements: usize = sides.iter().map(|side| side.content.tree.elements().len()).sum();
    group.throughput(Throughput::Elements(n_elements as u64));
    group.bench_function("codes", |bencher| {
        bencher.iter(|| {
            for loaded in &catalogue.plans {
                black_box(effective_codes(&loaded.content.tree, &loaded.passes, &catalogue.codebook));
            }
        });
    });
    for n_plans in [2, COMPARED] {
        let sides = sides.get(..n_plans).unwrap_or(&sides);
        group.bench_with_input(BenchmarkId::new("matches", n_plans), &sides, |bencher, sides| {
            bencher.iter(|| element_matches(sides, &context, PlanLayer::Goal, DEFAULT_MIN_SCORE));
        });
        group.bench_with_input(BenchmarkId::new("similarities", n_plans), &sides, |bencher, sides| {
            bencher.iter(|| similarities(sides, &context));
        });
        group.bench_with_input(BenchmarkId::new("themes", n_plans), &sides, |bencher, sides| {
            bencher.iter(|| theme_rows(sides, &context, None));
        });
    }
    group.finish();
}

fn coverage(criterion: &mut Criterion, catalogue: &Catalogue) {
    let mut group = criterion.benchmark_group("theme coverage");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(5));
    let n_themes = catalogue.codebook.in_scheme(THEME_SCHEME).count();
    for n_plans in [2_000, 20_000] {
        let (plans, summaries) = catalogue.cohort_of(n_plans);
        group.throughput(Throughput::Elements(n_plans as u64));
        group.bench_function(BenchmarkId::from_parameter(n_plans), |bencher| {
            let dimensions = [CohortDimension::InstitutionKind];
            bencher.iter(|| {
                let themes = ThemesOfPlans::of(plans.iter().map(|plan| summaries.get(&plan.plan)), n_themes);
                let groups = groups_of_plans(&plans, &dimensions, &catalogue.periods);
                theme_coverage(&groups, |plans| CoverageCounts::of(plans, &themes))
            });
        });
    }
    group.finish();
}

fn all(criterion: &mut Criterion) {
    let catalogue = tokio::runtime::Runtime::new().map_err(Box::from).and_then(|runtime| runtime.block_on(catalogue()));
    match catalogue {
        Ok(catalogue) => {
            comparisons(criterion, &catalogue);
            coverage(criterion, &catalogue);
        }
        Err(error) => eprintln!("the bundled catalogue cannot be read: {error}"),
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
