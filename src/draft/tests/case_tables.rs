//! Tables of innovation cases: what is read, and what people are told.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::super::{
    CatalogueFileContent, FileError, accept_case_table, accept_catalogue, begins_like_a_case_table,
    export::catalogue_draft,
};
use crate::domain::publication::{CatalogueRecord, InnovationCaseRecord};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const TABLE: &str = "\
slug,title:zh-Hans,title:en,institution,year,focuses,strategies,source title,source publisher,source language,locator,page,quote
synthetic-one,虚构案例一,Synthetic case one,example-library,2023,innovation-focus-space; innovation-focus-reading-promotion,innovation-strategy-user-demand,Synthetic study,Nobody,en,case 1,4,\"Made \"\"up\"\"\"
synthetic-two,,\"Synthetic case two,
on two lines\",other-library,2024,,,Synthetic study,Nobody,en,,5,
";

fn cases(text: &str) -> Result<Vec<InnovationCaseRecord>, FileError> {
    accept_case_table("cases.csv", text).map(|(content, _)| content.catalogue.innovation_cases)
}

/// What is said of a table.
fn said_of(text: &str) -> String {
    match accept_case_table("cases.csv", text) {
        Err(error) => error.to_string(),
        Ok((CatalogueFileContent { findings, .. }, _)) => {
            findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
    }
}

fn with(part: &str, replacement: &str) -> String {
    assert!(TABLE.contains(part), "{part}");
    said_of(&TABLE.replacen(part, replacement, 1))
}

#[test]
fn rows_become_cases() -> TestResult {
    let (content, places) = accept_case_table("cases.csv", TABLE)?;
    assert!(places.is_table() && content.findings.is_empty());
    let CatalogueRecord { documents, innovation_cases, .. } = &content.catalogue;
    let [study] = documents.as_slice() else { return Err("one document".into()) };
    assert_eq!(
        (study.title.as_str(), study.publisher.as_deref(), study.language.as_str()),
        ("Synthetic study", Some("Nobody"), "en")
    );
    let [one, two] = innovation_cases.as_slice() else { return Err("two cases".into()) };
    assert_eq!((one.slug.as_str(), one.institution.as_str(), one.year), ("synthetic-one", "example-library", 2023));
    assert_eq!(one.focuses, ["innovation-focus-space", "innovation-focus-reading-promotion"]);
    assert_eq!(one.strategies, ["innovation-strategy-user-demand"]);
    let titles: Vec<_> = one.title.iter().map(|title| (title.lang.as_str(), title.text.as_str())).collect();
    assert_eq!(titles, [("en", "Synthetic case one"), ("zh-Hans", "虚构案例一")]);
    let evidence = one.evidence.as_ref().ok_or("evidence")?;
    assert_eq!(
        (evidence.locator.as_deref(), evidence.page, evidence.quote.as_deref()),
        (Some("case 1"), Some(4), Some("Made \"up\""))
    );
    assert_eq!(
        two.title.iter().map(|title| title.text.as_str()).collect::<Vec<_>>(),
        ["Synthetic case two,\non two lines"]
    );
    assert_eq!((two.focuses.len(), two.document.as_ref()), (0, Some(study)));
    assert_eq!(two.evidence.as_ref().map(|evidence| evidence.document), Some(study.id));
    Ok(())
}

#[test]
fn however_a_spreadsheet_saves_it_it_is_the_same_table() -> TestResult {
    let plain = "slug,title:zh,institution,year,focuses\nsynthetic-one,虚构,example-library,2023,\"a-focus;b-focus\"\n";
    let expected = cases(plain)?;
    assert_eq!(expected[0].focuses, ["a-focus", "b-focus"]);
    for other in [
        "\u{feff}slug;title:zh;institution;year;focuses\r\nsynthetic-one;虚构;example-library;2023;\"a-focus;b-focus\"\r\n",
        "slug\ttitle:zh\tinstitution\tyear\tfocuses\rsynthetic-one\t虚构\texample-library\t2023\ta-focus|b-focus\r",
        "Year,SLUG, Title：zh-CN ,focuses,institution,,\n2023,synthetic-one,虚构,a-focus；b-focus,example-library,,\n,,,,,,\n",
    ] {
        assert_eq!(cases(other)?, expected, "{other}");
    }
    Ok(())
}

#[test]
fn a_header_is_recognised() {
    for (text, is_header) in [
        ("slug,title:en,institution,year", true),
        ("\u{feff}\"Slug\";\"source_title\"\n\"x", true),
        ("slug,instituton,yeer", false),
        ("slug: x\ninstitution: y", false),
        ("A plan, a year", false),
        ("", false),
    ] {
        assert_eq!(begins_like_a_case_table(text), is_header, "{text}");
    }
}

#[test]
fn slips_in_the_header_are_told_with_the_nearest_name() {
    assert_snapshot!(with("institution", "instituton"), @"
    cases.csv:1: instituton: no column is called `instituton`; did you mean `institution`?; the columns are title:LANGUAGE, slug, institution, year, focuses, strategies, source title, source publisher, source url, source language, source license, locator, page, quote
    cases.csv:1: the column `institution` is missing: add it to the first row
    ");
    assert_snapshot!(with("title:en", "title"), @"cases.csv:1: title: a title needs its language: write `title:zh-Hans`, `title:en` or another language tag (BCP 47)");
    assert_snapshot!(with("title:en", "title:english!"), @"cases.csv:1: title:english!: `english!` is not a language tag (BCP 47): write one such as `title:zh-Hans` or `title:en`");
    assert_snapshot!(with("title:en", "title:zh-CN"), @"cases.csv:1: title:zh-CN: the column `title:zh-Hans` stands here twice: keep one of them");
    assert_snapshot!(with("locator", "shelf mark"), @"cases.csv:1: shelf mark: no column is called `shelf mark`; the columns are title:LANGUAGE, slug, institution, year, focuses, strategies, source title, source publisher, source url, source language, source license, locator, page, quote");
    assert_snapshot!(said_of("focuses,strategies\na,b\n"), @"
    cases.csv:1: the column `slug` is missing: add it to the first row
    cases.csv:1: the column `institution` is missing: add it to the first row
    cases.csv:1: the column `year` is missing: add it to the first row
    cases.csv:1: there is no column for titles: add one for each language, such as `title:zh-Hans` and `title:en`
    ");
    assert_snapshot!(said_of("slug,title:en,institution,year\n"), @"cases.csv:1: the table has no rows below its header: write one for each case");
    assert_snapshot!(said_of(" \n"), @"cases.csv: the file is empty");
}

#[test]
fn slips_in_cells_are_told_with_line_and_column() {
    assert_snapshot!(with("2024", "2024年"), @"cases.csv:4: year: `2024年` is not a year: write digits alone, such as 2023");
    assert_snapshot!(with("2024", "20240"), @"cases.csv:4: year: 20240 is not a year of a plan: write one from 1000 to 3000");
    assert_snapshot!(with("2024", ""), @"cases.csv:3: year: the cell is empty: write the year the case was recorded, such as 2023");
    assert_snapshot!(with("other-library", ""), @"cases.csv:3: institution: the cell is empty: write the slug of an institution");
    assert_snapshot!(with("other-library", "Other Library"), @"cases.csv:4: institution: `Other Library` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`");
    assert_snapshot!(with("synthetic-two", "synthetic-one"), @"cases.csv:3: slug: `synthetic-one` already stands on line 2: write another slug, or take one of the two rows out");
    assert_snapshot!(with("synthetic-two", ""), @"cases.csv:3: slug: the cell is empty: write a slug that names the case, such as `example-library-night-2023`");
    assert_snapshot!(with("虚构案例一,Synthetic case one", ","), @"cases.csv:2: title:zh-Hans: the case has no title: write one in at least one language");
    assert_snapshot!(with("innovation-focus-reading-promotion", "innovation-focus-space"), @"cases.csv:2: focuses: `innovation-focus-space` stands in this list twice: take one out");
    assert_snapshot!(with("Synthetic study,Nobody,en,,5", ",,,,5"), @"cases.csv:4: page: the row says `page` and not of which source: write its title in the column `source title`, or empty the cell");
    assert_snapshot!(with("Nobody,en,,5", "Nobody,,,5"), @"cases.csv:3: source language: the row names a source and not its language: write a language tag (BCP 47), such as `zh-Hans` or `en`, in the column `source language`");
    assert_snapshot!(with("Nobody,en,,5", "Nobody,english!,,five"), @"
    cases.csv:4: page: `five` is not a page: write digits alone, such as 12
    cases.csv:4: source language: `english!` is not a language tag (BCP 47): write one such as `zh-Hans`, `zh-Hant` or `en`
    ");
    assert_snapshot!(with(",5,\n", ",0,\n"), @"cases.csv:4: page: 0 is not a page: pages count from 1");
    assert_snapshot!(with(",5,\n", ",5,,,more\n"), @"cases.csv:4: this row has 15 cells, and the header 13: put a cell with a comma, a semicolon or a tab inside in quotation marks");
    assert_snapshot!(with("虚构案例一", "虚\u{7}构"), @"cases.csv:2: title:zh-Hans: character 2 of this text is the control character U+0007: take it out, or write a space in its place");
    assert_snapshot!(with("\"\"up\"\"\"", "up"), @r#"
    cases.csv:4: institution: the cell is empty: write the slug of an institution
    cases.csv:4: year: the cell is empty: write the year the case was recorded, such as 2023
    cases.csv:4: source language: `5` is not a language tag (BCP 47): write one such as `zh-Hans`, `zh-Hant` or `en`
    cases.csv:4: slug: `on two lines"` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
    cases.csv:4: focuses: `Synthetic study` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
    cases.csv:4: strategies: `Nobody` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
    "#);
    assert_snapshot!(with("虚构案例一", &"长".repeat(1_001)), @"cases.csv:2: title:zh-Hans: the cell has 1001 characters, and at most 1000 are read: shorten it, and check that quotation marks are closed");
}

#[test]
fn every_problem_is_told_at_once_by_line() {
    let text = "\
slug,title:en,institution,year,source title,source url,source language
One,,Library A,next year,,,
two,Two,library-b,2023,A study,ftp://example.org,en

two,Two again,library-b,2023,,,
three,Three,library-c,99,,http://example.org,
";
    assert_snapshot!(said_of(text), @"
    cases.csv:2: title:en: the case has no title: write one in at least one language
    cases.csv:2: year: `next year` is not a year: write digits alone, such as 2023
    cases.csv:2: slug: `One` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
    cases.csv:2: institution: `Library A` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
    cases.csv:3: source url: `ftp://example.org` is not an address: write one that begins with `https://` or `http://`, without spaces
    cases.csv:5: slug: `two` already stands on line 3: write another slug, or take one of the two rows out
    cases.csv:6: source url: the row says `source url` and not of which source: write its title in the column `source title`, or empty the cell
    cases.csv:6: year: 99 is not a year of a plan: write one from 1000 to 3000
    ");
}

#[test]
fn a_slip_in_every_row_is_told_fifty_times() {
    let rows: String = (0..120).map(|number| format!("case-{number},Case,library,soon\n")).collect();
    let said = said_of(&format!("slug,title:en,institution,year\n{rows}"));
    assert_eq!(said.lines().count(), FileError::MAX_PROBLEMS + 1);
    assert!(said.ends_with("and 70 more"), "{said}");
}

/// A table of cases, in the columns of the documentation.
fn written(cases: &[InnovationCaseRecord], delimiter: u8) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let tags: std::collections::BTreeSet<_> =
        cases.iter().flat_map(|case| case.title.iter().map(|title| title.lang.clone())).collect();
    let names = "slug|institution|year|focuses|strategies|source title|source publisher|source url|source language|source license|locator|page|quote";
    let mut header: Vec<String> = names.split('|').map(str::to_owned).collect();
    header.extend(tags.iter().map(|tag| format!("title:{tag}")));
    writer.write_record(&header)?;
    for case in cases {
        let InnovationCaseRecord { slug, title, institution, year, focuses, strategies, document, evidence } = case;
        let source = document.as_ref();
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let mut cells = vec![
            slug.clone(),
            institution.clone(),
            year.to_string(),
            focuses.join(";"),
            strategies.join(" | "),
            text(source.map(|source| &source.title)),
            text(source.and_then(|source| source.publisher.as_ref())),
            text(source.and_then(|source| source.url.as_ref())),
            source.map(|source| source.language.to_string()).unwrap_or_default(),
            text(source.and_then(|source| source.license.as_ref())),
            text(evidence.as_ref().and_then(|evidence| evidence.locator.as_ref())),
            evidence.as_ref().and_then(|evidence| evidence.page).map(|page| page.to_string()).unwrap_or_default(),
            text(evidence.as_ref().and_then(|evidence| evidence.quote.as_ref())),
        ];
        cells.extend(tags.iter().map(|tag| title.get(tag).map(|title| title.text.clone()).unwrap_or_default()));
        writer.write_record(&cells)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// A record of a table: what it has no column for is left out.
fn in_columns(mut record: CatalogueRecord) -> Result<Vec<InnovationCaseRecord>, Box<dyn std::error::Error>> {
    record.codebook = None;
    let mut draft = catalogue_draft(&record)?;
    for document in &mut draft.documents {
        document.media_type = None;
        document.sha256 = None;
        document.file = None;
        document.retrieved_at = None;
        document.published_on = None;
    }
    for evidence in draft.innovation_cases.iter_mut().filter_map(|case| case.evidence.as_mut()) {
        evidence.start_line = None;
        evidence.end_line = None;
        evidence.start_offset = None;
        evidence.end_offset = None;
        evidence.quote_absence = None;
        evidence.repairs.clear();
    }
    // Texts of a table are the editors' own.
    draft.text_origin = None;
    let mut value = serde_json::to_value(&draft)?;
    as_in_cells(&mut value);
    let draft = serde_json::from_value(value)?;
    let places = super::nowhere();
    Ok(accept_catalogue(draft, &places)?.catalogue.innovation_cases)
}

/// Texts have no origin of their own, and their lines end in line feeds.
fn as_in_cells(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.remove("origin");
            fields.values_mut().for_each(as_in_cells);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(as_in_cells),
        serde_json::Value::String(text) => *text = text.replace("\r\n", "\n").replace('\r', "\n"),
        _ => {}
    }
}

proptest! {
    #[test]
    fn cases_come_back_from_their_table(
        record in super::strategies::catalogue(),
        delimiter in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let expected = in_columns(record).map_err(|error| TestCaseError::reject(error.to_string()))?;
        prop_assume!(!expected.is_empty());
        let text = written(&expected, delimiter).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let found = cases(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(slug|title:en|institution|year|,|;|\t|\"|\n|[\\PC]{0,5}){0,40}") {
        if let Err(error) = accept_case_table("cases.csv", &text) {
            prop_assert!(!error.problems().is_empty());
        }
    }
}
