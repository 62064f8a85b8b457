//! What made-up plans measure: definitions of the catalogue, with figures of a plausible size and spread.

use super::{dice::Dice, institutions::Place, words::Tongue};
use crate::domain::{
    indicator::{Comparator, Figure, Indicator, IndicatorMeasure, ObservationBasis, ObservationRole, TargetNature},
    language::LanguageTag,
    period::YearSpan,
    publication::PlanIndicatorRecord,
    unit::Unit,
};

/// How large an indicator's figures are at the beginning.
#[derive(Clone, Copy, Debug)]
enum Size {
    /// For each thousand people served.
    PerThousand(usize, usize),
    /// The same for all.
    Plain(usize, usize),
    /// Parts of a hundred, never more than that.
    Percent(usize, usize),
    /// In hundredths.
    Hundredths(usize, usize),
}

use ObservationBasis::{Annual, Cumulative, Point};
use Size::{Hundredths, PerThousand, Percent, Plain};

/// Indicators of the catalogue that made-up plans use, the commonest first.
const MEASURES: &[(&str, Size, ObservationBasis)] = &[
    ("visits", PerThousand(200, 2_500), Annual),
    ("loans", PerThousand(150, 2_000), Annual),
    ("collection-size", PerThousand(300, 2_200), Point),
    ("registered-readers", PerThousand(40, 350), Point),
    ("events", Plain(60, 1_500), Annual),
    ("event-participants", PerThousand(20, 400), Annual),
    ("new-print-and-audiovisual-volumes", PerThousand(10, 120), Cumulative),
    ("new-e-books", Plain(2_000, 60_000), Cumulative),
    ("digital-storage", Plain(10, 900), Point),
    ("digitisation-rate", Percent(10, 60), Point),
    ("branch-libraries", Plain(3, 120), Point),
    ("urban-book-rooms", Plain(2, 80), Point),
    ("seats", Plain(200, 6_000), Point),
    ("opening-hours", Plain(40, 84), Point),
    ("staff-training-hours", Plain(20, 110), Annual),
    ("volunteers", Plain(30, 2_500), Annual),
    ("user-satisfaction", Percent(75, 97), Point),
    ("volumes-per-capita", Hundredths(40, 220), Point),
    ("visits-per-capita", Hundredths(20, 250), Annual),
    ("loans-per-capita", Hundredths(15, 200), Annual),
    ("collection-turnover", Hundredths(20, 150), Annual),
    ("e-book-downloads", PerThousand(20, 600), Annual),
    ("partnerships", Plain(3, 90), Point),
];

/// The commonest: nearly every institution has them, so that whole cohorts can be compared.
const N_COMMON: usize = 3;

/// How many indicators of the catalogue a plan uses; beside them stand one of its own and one in words.
const N_LINKED: usize = 8;

/// A definition that figures can be made for.
#[derive(Clone, Debug)]
struct Measure {
    slug: String,
    chinese: String,
    english: String,
    unit: Unit,
    size: Size,
    basis: ObservationBasis,
}

/// The definitions that figures can be made for.
#[derive(Debug)]
pub(super) struct Measures(Vec<Measure>);

impl Measures {
    /// Those of the catalogue that are known here, with the catalogue's units.
    pub(super) fn of(indicators: &[Indicator]) -> Self {
        let known = MEASURES.iter().filter_map(|&(slug, size, basis)| {
            let indicator = indicators.iter().find(|indicator| indicator.slug == slug)?;
            let name = |lang| indicator.names.choose(&[lang], None).map(|name| name.text.clone());
            (indicator.measure != IndicatorMeasure::Qualitative).then_some(())?;
            Some(Measure {
                slug: indicator.slug.clone(),
                chinese: name(LanguageTag::simplified_chinese())?,
                english: name(LanguageTag::english())?,
                unit: indicator.unit?,
                size,
                basis,
            })
        });
        Self(known.collect())
    }

    /// What an institution measures, through all its plans.
    pub(super) fn of_institution(&self, place: &Place, dice: &mut Dice) -> Vec<Series> {
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        for first in N_COMMON.min(order.len())..order.len() {
            let other = dice.between(first, order.len() - 1);
            order.swap(first, other);
        }
        let series = order.into_iter().enumerate().filter_map(|(rank, measure)| {
            let is_left_out = rank < N_COMMON && dice.percent(5);
            let measure = self.0.get(measure)?.clone();
            let (low, high, is_scaled) = match measure.size {
                PerThousand(low, high) => (low, high, true),
                Plain(low, high) | Percent(low, high) | Hundredths(low, high) => (low, high, false),
            };
            // The mean of two is likelier in the middle.
            let drawn = (dice.between(low, high) + dice.between(low, high)) as u64;
            let start = if is_scaled { drawn * place.n_people / 2_000 } else { drawn / 2 };
            (!is_left_out).then(|| Series { measure, start, growth: dice.between(1, 9) as u64 })
        });
        series.collect()
    }
}

/// An indicator of one institution over the years.
#[derive(Clone, Debug)]
pub(super) struct Series {
    measure: Measure,
    // In the first year, in the indicator's own whole numbers.
    start: u64,
    // What is added each year, in hundredths of the start.
    growth: u64,
}

impl Series {
    /// The figure after so many years; `more` is what it is above or below its course, in hundredths.
    fn value(&self, n_years: i32, more: u64) -> (f64, Unit) {
        let years = u64::try_from(n_years).unwrap_or(0);
        let grown = self.start * (100 + self.growth * years) / 100 * more / 100;
        let unit = self.measure.unit;
        match self.measure.size {
            Percent(..) => (grown.min(99) as f64, unit),
            Hundredths(..) => (grown as f64 / 100.0, unit),
            // Large figures are written in ten thousands, as plans do.
            _ if grown >= 100_000 => match Unit::new(4, unit.base().code) {
                Ok(ten_thousands) => ((grown / 1_000) as f64 / 10.0, ten_thousands),
                Err(_) => (grown as f64, unit),
            },
            _ => (grown as f64, unit),
        }
    }
}

/// The indicators of one plan. `first_year` is when all series start; `is_past` says that the period is over; `places` are
/// the elements that indicators may measure.
pub(super) fn plan_indicators(
    series: &[Series],
    tongue: Tongue,
    (first_year, years, is_past): (i32, YearSpan, bool),
    places: &[usize],
    dice: &mut Dice,
) -> Vec<PlanIndicatorRecord> {
    let mut indicators: Vec<PlanIndicatorRecord> = Vec::with_capacity(N_LINKED + 2);
    for series in series.iter().take(N_LINKED) {
        let Measure { slug, chinese, english, basis, .. } = &series.measure;
        let at = |role, comparator, year: i32, more: u64| {
            let (value, unit) = series.value(year - first_year, more);
            let (start_year, basis) = match basis {
                Cumulative => (Some(years.start().min(year)), Cumulative),
                Annual => (Some(year), Annual),
                _ => (None, Point),
            };
            Figure {
                role,
                comparator,
                value: Some(value),
                upper: (comparator == Comparator::Between).then_some(value + value / 4.0),
                unit: Some(unit),
                basis,
                start_year,
                end_year: Some(year),
                reference_year: None,
                dimensions: Vec::new(),
                text: None,
                evidence: None,
            }
        };
        let before = years.start() - 1;
        let mut observations = Vec::with_capacity(4);
        if dice.percent(90) {
            observations.push(at(ObservationRole::Baseline, Comparator::Equal, before, 100));
        }
        let comparator = match dice.below(100) {
            0..60 => Comparator::AtLeast,
            60..75 => Comparator::Equal,
            75..85 => Comparator::MoreThan,
            85..95 => Comparator::Approximately,
            _ => Comparator::Between,
        };
        observations.push(at(ObservationRole::Target, comparator, years.end(), dice.between(100, 125) as u64));
        if is_past && dice.percent(40) {
            let halfway = years.start() + years.n_years() / 2;
            observations.push(at(ObservationRole::Actual, Comparator::Equal, halfway, dice.between(85, 110) as u64));
        }
        if is_past && dice.percent(75) {
            let reached = dice.between(85, 130) as u64;
            observations.push(at(ObservationRole::Actual, Comparator::Equal, years.end(), reached));
        }
        indicators.push(PlanIndicatorRecord {
            key: slug.clone(),
            element: dice.pick(places).copied(),
            text: tongue.texts(|| chinese.clone(), || english.clone()),
            indicator: Some(slug.clone()),
            nature: nature(dice),
            evidence: None,
            observations,
        });
    }
    indicators.push(own_indicator(tongue, years, places, dice));
    indicators.push(indicator_in_words(tongue, years, places, dice));
    indicators
}

fn nature(dice: &mut Dice) -> TargetNature {
    match dice.below(10) {
        0..5 => TargetNature::Expected,
        5..7 => TargetNature::Binding,
        _ => TargetNature::Unspecified,
    }
}

/// An indicator that no definition of the catalogue fits.
fn own_indicator(tongue: Tongue, years: YearSpan, places: &[usize], dice: &mut Dice) -> PlanIndicatorRecord {
    let start = dice.between(5, 60) as f64;
    let figure = |role, comparator, value, year| Figure {
        role,
        comparator,
        value: Some(value),
        upper: None,
        unit: "item".parse().ok(),
        basis: Point,
        start_year: None,
        end_year: Some(year),
        reference_year: None,
        dimensions: Vec::new(),
        text: None,
        evidence: None,
    };
    let number = dice.between(1, 9);
    PlanIndicatorRecord {
        key: "own".to_owned(),
        element: dice.pick(places).copied(),
        text: tongue.texts(|| format!("本馆自定项目{number}"), || format!("Item {number} of our own")),
        indicator: None,
        nature: nature(dice),
        evidence: None,
        observations: vec![
            figure(ObservationRole::Baseline, Comparator::Equal, start, years.start() - 1),
            figure(ObservationRole::Target, Comparator::AtLeast, start + dice.between(2, 40) as f64, years.end()),
        ],
    }
}

/// An indicator whose target is in words only.
fn indicator_in_words(tongue: Tongue, years: YearSpan, places: &[usize], dice: &mut Dice) -> PlanIndicatorRecord {
    let number = dice.between(1, 9);
    let text = if tongue == Tongue::English { "clearly better" } else { "明显提升" };
    PlanIndicatorRecord {
        key: "in-words".to_owned(),
        element: dice.pick(places).copied(),
        text: tongue.texts(|| format!("综合状况{number}"), || format!("Overall state {number}")),
        indicator: None,
        nature: TargetNature::Unspecified,
        evidence: None,
        observations: vec![Figure {
            role: ObservationRole::Target,
            comparator: Comparator::Qualitative,
            value: None,
            upper: None,
            unit: None,
            basis: Point,
            start_year: None,
            end_year: Some(years.end()),
            reference_year: None,
            dimensions: Vec::new(),
            text: Some(text.to_owned()),
            evidence: None,
        }],
    }
}
