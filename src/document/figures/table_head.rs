//! The head of a table of indicators: what each of its columns holds.

use super::{
    Outlook, Setting, chinese_units, english_units,
    letters::Letters,
    occurrences::Words,
    table::Cells,
    table_words::{ACTUALS, BASELINES, GROUPS, GROWTHS, NAMES, NATURES, OTHERS, SERIALS, TARGETS, UNITS},
    time::{self, TimeKind},
};
use crate::{
    domain::indicator::{ObservationBasis, ObservationRole, TargetNature},
    linguistics::is_han,
};

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ColumnMeaning {
    pub(super) kind: ColumnKind,
}

/// The kinds of columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ColumnKind {
    /// What is measured.
    Name,
    /// What rows belong together.
    Group,
    Unit,
    Nature,
    Figure(FigureColumn),
    /// Serial numbers, notes, who answers for it.
    Other,
}

/// What the figures of a column are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FigureColumn {
    pub(super) role: ObservationRole,
    pub(super) start_year: Option<i32>,
    pub(super) end_year: Option<i32>,
    /// Whether only the other heads can tell what its figures are for.
    is_open: bool,
    pub(super) basis: Option<ObservationBasis>,
    pub(super) unit: Option<String>,
}

/// How many rows from the top may be the head.
const MAX_HEAD_ROWS: usize = 3;
/// Longer cells head no column.
const MAX_HEAD_CHARACTERS: usize = 40;

/// How many rows the head has, and what each column holds. `None` where no column is headed as figures are.
pub(super) fn head(cells: &Cells, setting: &Setting) -> Option<(usize, Vec<ColumnMeaning>)> {
    let width = cells.iter().take(64).map(Vec::len).max()?;
    if width < 2 {
        return None;
    }
    // The first row with two different cells heads the table; a title may span the row above it.
    let top = cells.iter().take(MAX_HEAD_ROWS).position(|row| {
        let mut filled = row.iter().filter(|cell| !cell.is_empty());
        let first = filled.next();
        filled.any(|cell| Some(cell) != first)
    })?;
    let mut n_rows = 1;
    let title = cells.get(top)?;
    // A second head row repeats cells that span both rows, and holds no figures.
    if let Some(second) = cells.get(top + 1) {
        let repeats = second.iter().zip(title).any(|(below, above)| below == above && !below.is_empty());
        let is_head = repeats
            && second.iter().zip(title).any(|(below, above)| below != above && figure_column(below, setting).is_some());
        n_rows += usize::from(is_head);
    }
    let heads: Vec<String> = (0..width)
        .map(|column| {
            let mut words: Vec<&str> =
                cells.iter().skip(top).take(n_rows).filter_map(|row| row.get(column)).map(String::as_str).collect();
            words.dedup();
            words.join(" ")
        })
        .collect();
    let mut kinds: Vec<ColumnKind> = heads.iter().map(|head| kind(head, setting)).collect();
    let first_figure = kinds.iter().position(|kind| matches!(kind, ColumnKind::Figure(_)))?;
    settle_names(&mut kinds, cells, top + n_rows, first_figure)?;
    settle_roles(&mut kinds, setting);
    Some((top + n_rows, kinds.into_iter().map(|kind| ColumnMeaning { kind }).collect()))
}

/// One column names; of several that could, the last before the figures, and those before it group.
fn settle_names(kinds: &mut [ColumnKind], cells: &Cells, below: usize, first_figure: usize) -> Option<()> {
    let named: Vec<usize> = (0..kinds.len()).filter(|column| kinds.get(*column) == Some(&ColumnKind::Name)).collect();
    let is_wordy = |column: usize| {
        cells
            .iter()
            .skip(below)
            .take(32)
            .filter_map(|row| row.get(column))
            .any(|cell| cell.chars().filter(|character| character.is_alphabetic()).count() > 1)
    };
    let open = (0..first_figure)
        .rev()
        .find(|column| matches!(kinds.get(*column), Some(ColumnKind::Other | ColumnKind::Group)) && is_wordy(*column));
    let name = named.iter().rev().copied().find(|column| is_wordy(*column)).or(open)?;
    for column in named {
        if let Some(kind) = kinds.get_mut(column) {
            *kind = ColumnKind::Group;
        }
    }
    if let Some(kind) = kinds.get_mut(name) {
        *kind = ColumnKind::Name;
    }
    Some(())
}

/// The first of several columns of years without a word for what it is holds where things stood, where it lies before the
/// plan's years; those of a review hold results.
fn settle_roles(kinds: &mut [ColumnKind], setting: &Setting) {
    let n_figures = kinds.iter().filter(|kind| matches!(kind, ColumnKind::Figure(_))).count();
    let last_target = kinds
        .iter()
        .filter_map(|kind| match kind {
            ColumnKind::Figure(figure) if figure.role == ObservationRole::Target => figure.end_year,
            _ => None,
        })
        .max();
    let mut is_first = true;
    for kind in kinds {
        let ColumnKind::Figure(figure) = kind else { continue };
        let is_open = figure.is_open && figure.basis.is_none();
        if is_open {
            let before_plan = match (setting.plan_years, figure.end_year) {
                (Some(plan), Some(year)) => year < plan.start(),
                _ => is_first && n_figures > 1,
            };
            figure.role = match setting.outlook {
                Outlook::Back => ObservationRole::Actual,
                _ if before_plan && is_first => ObservationRole::Baseline,
                _ if before_plan => ObservationRole::Actual,
                _ => ObservationRole::Target,
            };
        }
        // 2025年实际 beside 2030年目标 is where a plan of 2026 starts from.
        let is_start = match (setting.plan_years, figure.end_year) {
            (Some(plan), Some(year)) => year <= plan.start() && last_target.is_some_and(|target| target > year),
            _ => false,
        };
        if is_first && is_start && figure.role == ObservationRole::Actual && setting.outlook != Outlook::Back {
            figure.role = ObservationRole::Baseline;
        }
        is_first = false;
    }
}

fn kind(head: &str, setting: &Setting) -> ColumnKind {
    let (title, _) = name_and_unit(head);
    let folded = {
        let letters = Letters::new(&title);
        letters.folded(0..letters.len())
    };
    let folded = folded.trim();
    let is = |words: &[&str]| words.contains(&folded);
    if is(SERIALS) || is(OTHERS) {
        ColumnKind::Other
    } else if is(UNITS) {
        ColumnKind::Unit
    } else if is(NATURES) {
        ColumnKind::Nature
    } else if let Some(figure) = figure_column(head, setting) {
        ColumnKind::Figure(figure)
    } else if is(NAMES) || folded.ends_with("指标") || folded.ends_with("指标名称") {
        ColumnKind::Name
    } else if is(GROUPS) {
        ColumnKind::Group
    } else {
        ColumnKind::Other
    }
}

/// What the figures below a head are; `None` where it heads no figures.
fn figure_column(head: &str, setting: &Setting) -> Option<FigureColumn> {
    if head.chars().count() > MAX_HEAD_CHARACTERS {
        return None;
    }
    let letters = Letters::new(head);
    let all = 0..letters.len();
    let times = time::mentions(&letters, all.clone(), setting);
    let time = times.iter().rev().find(|time| time.end.is_some());
    let has = |words: Words| letters.has(all.clone(), words);
    let (is_baseline, is_target, is_actual, is_growth) = (has(BASELINES), has(TARGETS), has(ACTUALS), has(GROWTHS));
    if time.is_none() && !(is_baseline || is_target || is_actual || is_growth) {
        return None;
    }
    // 目标 alone may head the names of goals: as a head of figures it says 目标值 or stands with a year.
    let is_word_alone = time.is_none()
        && !is_growth
        && has(&["内容", "名称", "任务", "指标", "战略", "objective", "strategy", "statement", "description", "项目"]);
    if is_word_alone {
        return None;
    }
    let (_, unit) = name_and_unit(head);
    let is_average = has(&["年均", "annual average", "average annual"]);
    let basis = if is_growth {
        Some(if unit.as_deref() == Some("pp") {
            ObservationBasis::ChangeAbsolute
        } else {
            ObservationBasis::ChangeRelative
        })
    } else if has(&["累计", "五年", "cumulative", "total over"]) {
        Some(ObservationBasis::Cumulative)
    } else if is_average {
        Some(ObservationBasis::AnnualAverage)
    } else {
        None
    };
    let unit = if is_growth && unit.is_none() { Some("%".to_owned()) } else { unit };
    let role = if is_baseline {
        ObservationRole::Baseline
    } else if is_actual {
        ObservationRole::Actual
    } else {
        ObservationRole::Target
    };
    let is_open = !(is_baseline || is_actual || is_target || is_growth);
    let is_back = setting.outlook == Outlook::Back && is_growth;
    let is_over = time.is_some_and(|time| time.kind == TimeKind::Over);
    let spans = is_over && basis.is_some();
    Some(FigureColumn {
        role: if is_back { ObservationRole::Actual } else { role },
        start_year: time.filter(|_| spans).and_then(|time| time.start),
        end_year: time.and_then(|time| time.end),
        is_open,
        basis,
        unit,
    })
}

/// A name without its number and without the unit in brackets or behind a comma, and that unit.
pub(super) fn name_and_unit(written: &str) -> (String, Option<String>) {
    let written = without_number(written);
    let open = written.rfind(['(', '（', '[', '【']);
    if let Some((open, closing)) =
        open.and_then(|open| Some((open, written.get(open..)?.find([')', '）', ']', '】'])?)))
    {
        let inside = written.get(open..open + closing).unwrap_or_default();
        let inside: String = inside.chars().skip(1).collect();
        let behind: String = written.get(open + closing..).unwrap_or_default().chars().skip(1).collect();
        // 年入馆人次（万） Visits: the name in another language may follow.
        let is_translated = behind.chars().all(|character| !is_han(character)) && written.chars().any(is_han);
        if let Some(unit) = unit(&inside).filter(|_| behind.trim().is_empty() || is_translated) {
            let name = format!("{} {}", written.get(..open).unwrap_or_default().trim(), behind.trim());
            return (name.trim().to_owned(), Some(unit));
        }
    }
    (written, None)
}

/// The unit that a text is, such as 万册, 单位：万人次, % or `thousand visits`.
pub(super) fn unit(text: &str) -> Option<String> {
    let letters = Letters::new(text);
    let mut start = letters.skip_spaces(0);
    if let Some(end) = letters.any_from(start, &["单位:", "单位", "unit:", "in "]) {
        start = letters.skip_spaces(end);
    }
    if letters.any_from(start, &["out of 5", "out of 10", "out of 100", "1-5", "1-10", "0-10", "/5", "/10", "/100"])
        == Some(letters.skip_spaces_back(letters.len()))
    {
        return Some("score".to_owned());
    }
    // "% of residents" is a share, whatever it is of.
    if letters.any_from(start, &["% of", "per cent of", "percent of", "percentage of", "share of"]).is_some() {
        return Some("%".to_owned());
    }
    let mut power = 0;
    for (word, n) in [
        ("千万", 7),
        ("百万", 6),
        ("万", 4),
        ("亿", 8),
        ("千", 3),
        ("thousand", 3),
        ("'000", 3),
        ("000s", 3),
        ("million", 6),
        ("billion", 9),
    ] {
        if let Some(end) = letters.word_from(start, word) {
            power = n;
            start = letters.skip_spaces(end);
            break;
        }
    }
    let end = letters.skip_spaces_back(letters.len());
    let whole = |found: usize| found == end;
    let chinese = chinese_units::measure(&letters, start)
        .filter(|(found, _)| whole(*found))
        .map(|(_, code)| if code.is_empty() { "item" } else { code });
    let english = || {
        english_units::counted(&letters, start, letters.len())
            .filter(|counted| whole(counted.end))
            .and_then(|counted| counted.unit)
    };
    let known = || {
        ["馆", "平方公里"]
            .iter()
            .find_map(|word| letters.word_from(start, word).filter(|found| whole(*found)))
            .map(|_| "item")
    };
    let bare = || (start >= end && power > 0).then_some("item");
    let code = chinese.or_else(english).or_else(known).or_else(bare)?;
    Some(if power == 0 { code.to_owned() } else { format!("10^{power} {code}") })
}

/// 预期性 or 约束性.
pub(super) fn nature(text: &str) -> Option<TargetNature> {
    let letters = Letters::new(text);
    let all = 0..letters.len();
    if letters.has(all.clone(), &["约束", "binding", "mandatory", "required"])
        && !letters.has(all.clone(), &["non-binding"])
    {
        Some(TargetNature::Binding)
    } else if letters.has(all, &["预期", "expected", "indicative", "non-binding", "anticipated"]) {
        Some(TargetNature::Expected)
    } else {
        None
    }
}

/// Whether a cell notes that figures in brackets are sums over years: 〔〕内为五年累计数.
pub(super) fn notes_cumulative(cell: &str) -> bool {
    let letters = Letters::new(cell);
    let all = 0..letters.len();
    letters.has(all.clone(), &["累计", "合计数", "cumulative", "five-year total"])
        && letters.has(all, &["〔", "[", "【", "(", "括号", "bracket", "brackets"])
}

/// A title without the number before it: 1. 一、 （一） (2).
pub(super) fn without_number(title: &str) -> String {
    let is_number = |character: char| character.is_numeric() || "一二三四五六七八九十".contains(character);
    let rest = title.trim_start_matches(['(', '（']);
    let after = rest.trim_start_matches(is_number);
    let opened = rest.len() < title.len();
    let marked = after.trim_start_matches([')', '）', '.', '．', '、', ' ']);
    let is_numbered = after.len() < rest.len()
        && marked.len() < after.len()
        && (opened || !after.starts_with(' ') || after.len() < rest.len());
    if is_numbered && !marked.is_empty() { marked.trim().to_owned() } else { title.trim().to_owned() }
}
