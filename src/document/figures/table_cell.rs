//! A cell of a table of indicators: a figure, a range, a level in words, or nothing.

use super::{
    letters::Letters,
    numeral::{self, Numeral},
    occurrences::Words,
    table_head,
};
use crate::domain::{
    indicator::{Comparator, ObservationBasis},
    unit::Unit,
};

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) value: Option<f64>,
    pub(super) upper: Option<f64>,
    pub(super) unit: Option<String>,
    pub(super) comparator: Comparator,
    /// Whether it stands in brackets.
    pub(super) is_cumulative: bool,
    pub(super) change: Option<ObservationBasis>,
}

/// Marks of an empty cell.
const EMPTY: &[&str] = &[
    "",
    "-",
    "--",
    "/",
    "\\",
    "n.a.",
    "n/a",
    "na",
    "无",
    "tbc",
    "tbd",
    "待定",
    "none",
    "nil",
    "…",
    "...",
    "*",
    "not available",
    "not applicable",
    "暂无",
    "未统计",
    "×",
    "x",
];

/// Longer cells are sentences of their own and no level in words.
const MAX_LEVEL_CHARACTERS: usize = 60;

/// What a cell says: one reading, or none where it is empty. `unit` is what the table says of the row's unit.
pub(super) fn read(text: &str, name: &str, unit: Option<&str>) -> Vec<Reading> {
    let letters = Letters::new(text);
    let folded = letters.folded(0..letters.len());
    if EMPTY.contains(&folded.trim()) {
        return Vec::new();
    }
    if let Some(reading) = figure(&letters, name, unit) {
        return vec![reading];
    }
    let is_level = text.chars().any(char::is_alphabetic) && text.chars().count() <= MAX_LEVEL_CHARACTERS;
    let level = Reading {
        value: None,
        upper: None,
        unit: None,
        comparator: Comparator::Qualitative,
        is_cumulative: false,
        change: None,
    };
    is_level.then_some(level).into_iter().collect()
}

/// The figure of a cell that is a figure and little else.
fn figure(letters: &Letters<'_>, name: &str, row_unit: Option<&str>) -> Option<Reading> {
    let mut place = 0;
    let first = loop {
        if place >= letters.len() {
            return None;
        }
        match numeral::scan(letters, place) {
            (Some(numeral), _) => break numeral,
            (None, end) => place = end.max(place + 1),
        }
    };
    let opening = letters.folded(0..first.range.start);
    let is_bracketed = opening.contains(['〔', '[', '【', '［']);
    let is_lead = opening.chars().all(|character| !character.is_alphabetic()) || before(&opening).is_some();
    if !is_lead {
        return None;
    }
    let (last, upper) = match range(letters, &first) {
        Some(last) => (last.clone(), Some(last)),
        None => (first.clone(), None),
    };
    let mut rest_start = letters.skip_spaces(last.range.end);
    let own = own_unit(letters, rest_start);
    if let Some((end, _)) = &own {
        rest_start = *end;
    }
    let rest = letters.folded(rest_start..letters.len());
    let rest = rest.trim_matches([' ', '〕', ']', '】', ')', '(', '*', '+', '年']);
    let behind = behind(rest);
    if !rest.is_empty() && behind.is_none() && rest.chars().filter(|character| character.is_alphabetic()).count() > 8 {
        return None;
    }
    let power = last.power;
    let unit = unit_of(own.map(|(_, unit)| unit), row_unit, name, power, first.is_share);
    let comparator = match (upper.is_some(), before(&opening), behind) {
        (true, ..) => Comparator::Between,
        (_, Some(comparator), _) | (_, None, Some(comparator)) => comparator,
        _ if letters.has(rest_start..letters.len(), &["+"]) || first.is_exceeded => Comparator::MoreThan,
        _ => Comparator::Equal,
    };
    let is_change = ["增长", "提高", "提升", "increase", "growth", "up by"]
        .iter()
        .any(|word| opening.contains(word) && !opening.contains('到') && !opening.contains('至'));
    let value = if upper.is_some() && first.power > 0 {
        first.value * 10_f64.powi(first.power as i32 - last.power as i32)
    } else {
        first.value
    };
    let is_percent = unit.as_deref() == Some("%");
    let change = is_change.then_some(if is_percent {
        ObservationBasis::ChangeRelative
    } else {
        ObservationBasis::ChangeAbsolute
    });
    let is_finite = value.is_finite() && upper.as_ref().is_none_or(|upper| upper.value.is_finite());
    is_finite.then(|| Reading {
        value: Some(value),
        upper: upper.map(|upper| upper.value),
        unit,
        comparator,
        is_cumulative: is_bracketed,
        change,
    })
}

fn range(letters: &Letters<'_>, first: &Numeral) -> Option<Numeral> {
    let mut place = letters.skip_spaces(first.range.end);
    if letters.at(place) == '%' {
        place += 1;
    }
    let joint = letters.any_from(letters.skip_spaces(place), &["--", "-", "至", "到", "to"])?;
    let (last, _) = numeral::scan(letters, letters.skip_spaces(joint));
    let last = last?;
    let same =
        if first.power == 0 { first.value } else { first.value * 10_f64.powi(first.power as i32 - last.power as i32) };
    (same < last.value).then_some(last)
}

/// The unit behind the figure in the cell.
fn own_unit(letters: &Letters<'_>, place: usize) -> Option<(usize, String)> {
    let end = (place..letters.len()).find(|end| "〕]】)(以左".contains(letters.at(*end))).unwrap_or(letters.len());
    let words = letters.original(place..end);
    table_head::unit(words).map(|unit| (end, unit))
}

/// The unit of the cell, of the row, or of what the name says; the power of ten of the cell times that of the row.
fn unit_of(own: Option<String>, row: Option<&str>, name: &str, power: u32, is_share: bool) -> Option<String> {
    if is_share {
        return Some("%".to_owned());
    }
    let row =
        row.and_then(|row| table_head::unit(row).or_else(|| row.parse::<Unit>().ok().map(|unit| unit.to_string())));
    let is_own = own.is_some();
    let unit = own.or(row).or_else(|| unit_of_name(name))?;
    let mut unit: Unit = unit.parse().ok()?;
    // 人均藏书量（册）
    if unit.base().code == "volume" && is_per_head(name) {
        unit = Unit::new(unit.power_of_ten(), "volume-per-capita").ok()?;
    }
    // Visits (million): the brackets tell the power, the name what is counted.
    if unit.base().code == "item"
        && let Some(named) = unit_of_name(name)
    {
        unit = Unit::new(unit.power_of_ten(), &named).ok()?;
    }
    // 万 in the cell says all of it where the row says 万册 as well.
    let powers = if power > 0 && (is_own || unit.power_of_ten() == power) {
        power.max(unit.power_of_ten())
    } else {
        power + unit.power_of_ten()
    };
    Unit::new(powers, unit.base().code).ok().map(|unit| unit.to_string())
}

fn is_per_head(name: &str) -> bool {
    let letters = Letters::new(name);
    letters.has(0..letters.len(), &["人均", "per capita", "per head", "per resident", "per person"])
}

fn unit_of_name(name: &str) -> Option<String> {
    let letters = Letters::new(name);
    // Seats per 100 students are seats.
    let end = letters.find(0..letters.len(), &["per"]).map_or(letters.len(), |per| per.start);
    let all = 0..end;
    if letters.has(all.clone(), &["率", "比例", "占比", "比重", "percentage", "share", "rate", "proportion"]) {
        return Some("%".to_owned());
    }
    let unit = super::chinese_units::counted_before(&letters, all.clone(), true)
        .or_else(|| super::english_units::counted_before(&letters, all));
    Some(unit.unwrap_or("item").to_owned())
}

fn before(opening: &str) -> Option<Comparator> {
    const WORDS: &[(&str, Comparator)] = &[
        ("不少于", Comparator::AtLeast),
        ("不低于", Comparator::AtLeast),
        ("至少", Comparator::AtLeast),
        ("at least", Comparator::AtLeast),
        ("no fewer than", Comparator::AtLeast),
        ("≥", Comparator::AtLeast),
        (">=", Comparator::AtLeast),
        ("不超过", Comparator::AtMost),
        ("不高于", Comparator::AtMost),
        ("no more than", Comparator::AtMost),
        ("up to", Comparator::AtMost),
        ("at most", Comparator::AtMost),
        ("≤", Comparator::AtMost),
        ("<=", Comparator::AtMost),
        ("超过", Comparator::MoreThan),
        ("more than", Comparator::MoreThan),
        ("over", Comparator::MoreThan),
        (">", Comparator::MoreThan),
        ("低于", Comparator::LessThan),
        ("less than", Comparator::LessThan),
        ("fewer than", Comparator::LessThan),
        ("under", Comparator::LessThan),
        ("<", Comparator::LessThan),
        ("约", Comparator::Approximately),
        ("近", Comparator::Approximately),
        ("about", Comparator::Approximately),
        ("approx", Comparator::Approximately),
        ("around", Comparator::Approximately),
        ("达到", Comparator::Equal),
        ("达", Comparator::Equal),
        ("增长", Comparator::Equal),
        ("提高", Comparator::Equal),
        ("提升", Comparator::Equal),
        ("累计", Comparator::Equal),
        ("年均", Comparator::Equal),
        ("每年", Comparator::Equal),
        ("increase", Comparator::Equal),
        ("cumulative", Comparator::Equal),
    ];
    WORDS.iter().find(|(word, _)| opening.contains(word)).map(|(_, comparator)| *comparator)
}

fn behind(rest: &str) -> Option<Comparator> {
    const WORDS: &[(&str, Comparator)] = &[
        ("以上", Comparator::AtLeast),
        ("or more", Comparator::AtLeast),
        ("or above", Comparator::AtLeast),
        ("以内", Comparator::AtMost),
        ("以下", Comparator::AtMost),
        ("or less", Comparator::AtMost),
        ("左右", Comparator::Approximately),
        ("余", Comparator::MoreThan),
    ];
    WORDS.iter().find(|(word, _)| rest.contains(word)).map(|(_, comparator)| *comparator)
}

/// Whether the cell itself says that it is a sum over years.
pub(super) fn is_cumulative(text: &str) -> bool {
    let letters = Letters::new(text);
    letters.has(0..letters.len(), &["累计", "cumulative"])
}

/// What span the name of an indicator says that its figures are of.
pub(super) fn basis_of_name(name: &str) -> Option<ObservationBasis> {
    let letters = Letters::new(name);
    let all = 0..letters.len();
    let has = |words: Words| letters.has(all.clone(), words);
    if has(&["累计", "cumulative"]) {
        Some(ObservationBasis::Cumulative)
    } else if has(&["年均", "average annual", "annual average"]) {
        Some(ObservationBasis::AnnualAverage)
    } else if has(&["增长率", "增速", "growth rate"]) {
        Some(ObservationBasis::ChangeRelative)
    } else if has(&["每年", "年度", "annual", "per year", "a year", "yearly"])
        || letters.at(0) == '年'
        || super::basis::yearly(&letters, all.clone()).is_some()
    {
        Some(ObservationBasis::Annual)
    } else {
        None
    }
}
