//! `plan-registry demo-data`.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::bail;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plan_registry::{
    clock::Clock,
    demo_data::{self, DemoSettings},
    store::{BulkProgress, BulkPublished, BulkStep},
};

use super::{database::DatabaseArguments, findings::number_of};

/// Fill a database with made-up plans, to try the registry out and to measure it.
///
/// Institutions, plans and texts are synthetic and say so; the same number and seed give the same registry, on SQLite and
/// PostgreSQL. The database may hold the bundled catalogue and nothing else; the catalogue is loaded if it is missing. No
/// server may be reading the database meanwhile. Everything is stored together or not at all, also when it is interrupted.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many plans, up to 200,000. Twenty thousand have about 6,000 institutions and two million elements.
    #[arg(long, value_name = "N")]
    plans: usize,

    /// Another seed gives other plans.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) async fn run(Arguments { plans, seed, database }: Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let store = database.open().await?;
    let mut report = Report::new(plans);
    let settings = DemoSettings { n_plans: plans, seed };
    let filled = tokio::select! {
        filled = demo_data::fill(store, &Clock::System, settings, |progress| report.progress(progress)) => filled,
        _ = tokio::signal::ctrl_c() => {
            report.bar.finish_and_clear();
            bail!("interrupted: no made-up plan was stored");
        }
    };
    report.bar.finish_and_clear();
    let BulkPublished { revision, n_institutions, n_plans, n_elements } = filled?;
    let seconds = start.elapsed().as_secs_f64();
    writeln!(
        io::stdout(),
        "stored: {}, {}, {} (registry revision {revision}) in {seconds:.1} s, {:.0} elements a second",
        number_of(n_institutions, "institution"),
        number_of(n_plans, "plan"),
        number_of(n_elements, "element"),
        n_elements as f64 / seconds
    )?;
    Ok(ExitCode::SUCCESS)
}

/// How long nothing is told where no bar can be shown.
const QUIET: Duration = Duration::from_secs(10);

/// What is told on the way: a bar on a terminal, elsewhere a line now and then.
struct Report {
    bar: ProgressBar,
    step: BulkStep,
    told: Instant,
}

impl Report {
    fn new(n_plans: usize) -> Self {
        let bar = if io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(Some(n_plans as u64), ProgressDrawTarget::stderr());
            match ProgressStyle::with_template("{bar:30} {pos}/{len} plans, {msg}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        } else {
            ProgressBar::hidden()
        };
        Self { bar, step: BulkStep::Rows, told: Instant::now() }
    }

    fn progress(&mut self, progress: BulkProgress) {
        let BulkProgress { step, n_institutions: _, n_plans, n_elements } = progress;
        let doing = match step {
            BulkStep::Rows => format!("{n_elements} elements"),
            BulkStep::Indexes => format!("{n_elements} elements; making indexes"),
            BulkStep::Statistics => format!("{n_elements} elements; counting for the planner of queries"),
        };
        self.bar.set_position(n_plans as u64);
        self.bar.set_message(doing.clone());
        let is_news = step != self.step || self.told.elapsed() >= QUIET;
        self.step = step;
        if self.bar.is_hidden() && is_news {
            self.told = Instant::now();
            // Nobody may be listening any more, which is no reason to stop.
            let _ = writeln!(io::stderr(), "{n_plans} plans, {doing}");
        }
    }
}
