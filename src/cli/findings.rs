//! Findings and problems of files as lines for a terminal.

use std::io::{self, Write};

use plan_registry::draft::{FileError, Finding, Severity};

/// One finding, with its weight in front.
pub(super) fn finding_line(finding: &Finding) -> String {
    let weight = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    format!("{weight}: {finding}")
}

/// Why a file is refused, a line for each problem.
pub(super) fn problem_lines(error: &FileError) -> Vec<String> {
    let mut lines: Vec<String> = error.problems().iter().map(|problem| format!("error: {problem}")).collect();
    if error.n_more() > 0 {
        lines.push(format!("error: and {} more", error.n_more()));
    }
    lines
}

/// How many findings there are of each weight, in words.
pub(super) fn counted(findings: &[Finding]) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| number_of(n, word))
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// A number with its noun.
pub(super) fn number_of(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Writes lines to standard error.
pub(super) fn tell(lines: &[String]) -> io::Result<()> {
    let mut errors = io::stderr().lock();
    lines.iter().try_for_each(|line| writeln!(errors, "{line}"))
}

#[cfg(test)]
mod tests {
    use plan_registry::draft::{FieldPath, Places};

    use super::*;

    #[test]
    fn findings_are_counted_by_weight() {
        let finding = |severity| Places::unknown("plan.txt").finding(severity, "ODD", &FieldPath::default(), "odd");
        for (severities, words) in [
            (&[][..], "no findings"),
            (&[Severity::Info], "1 note"),
            (&[Severity::Warning, Severity::Error, Severity::Warning], "1 error, 2 warnings"),
        ] {
            let findings: Vec<Finding> = severities.iter().copied().map(finding).collect();
            assert_eq!(counted(&findings), words);
        }
    }
}
