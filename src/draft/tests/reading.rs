//! From bytes to drafts: whatever they are.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{
    super::{RegistryFile, export::to_json, read},
    PLAN, said_of,
};

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    assert_eq!(said_of("x.yaml", &format!("\u{feff}{}", PLAN.replace('\n', "\r\n"))), "");
}

#[test]
fn json_is_read_like_yaml() -> Result<(), Box<dyn std::error::Error>> {
    let yaml = read("plan.yaml", PLAN.as_bytes())?.content;
    let RegistryFile::Plan(draft) = &yaml else { return Err("not a plan".into()) };
    let json = to_json(draft)?;
    assert_eq!(read("plan.json", json.as_bytes())?.content, yaml);
    // Tabs, escapes, a solidus, surrogates, an exponent, all on one line or many.
    let json = json
        .replace("  ", "\t")
        .replace("示例", "\\u793a\\u4f8b")
        .replace("https://", "https:\\/\\/")
        .replace("28", "2.8e1")
        .replace("升级", "\\ud83d\\ude00\u{7f}");
    let read = read("plan.json", json.as_bytes())?.content;
    let RegistryFile::Plan(read) = read else { return Err("not a plan".into()) };
    assert_eq!(read.documents, draft.documents);
    assert_eq!(read.elements[0].plan_indicators, draft.elements[0].plan_indicators);
    assert_eq!(read.elements[0].children[0].title, "\u{1f600}\u{7f}平台".into());
    Ok(())
}

#[test]
fn problems_in_json_have_lines_too() {
    let text = "{\n\t\"format\": \"annotations/1\",\n\t\"codings\": [\n\t\t{\n\t\t\t\"plan\": \"A\",\n\t\t\t\"coder\": \"x\",\n\t\t\t\"method\": \"MANUAL\",\n\t\t\t\"layers\": [\"GOAL\"]\n\t\t}\n\t]\n}";
    assert_snapshot!(said_of("x.json", text), @"x.json:5: codings[0].plan: `A` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_line() {
    let told = read("x.yaml", b"format: plan/1\nslug: \xff\n").map_err(|error| error.to_string());
    assert_snapshot!(told.err().unwrap_or_default(), @"x.yaml:2: this is not UTF-8 text: save the file as plain text with the encoding UTF-8");
    assert_snapshot!(said_of("x.yaml", "\u{feff} \n"), @"x.yaml: the file is empty");
    // A spreadsheet or a word processor's file, by its first bytes.
    assert!(read("x.docx", b"PK\x03\x04\x14\x00\x06\x00").is_err());
}

#[test]
fn few_lines_do_not_stand_for_many() {
    let mut bomb = String::from("format: plan/1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
    }
    assert_snapshot!(said_of("bomb.yaml", &bomb), @"bomb.yaml:2:9: anchors (`&`), aliases (`*`) and merges (`<<`) are not read: write the value out; put a text that begins with one of these signs in quotes");
}

#[test]
fn what_a_file_says_does_not_steer_the_terminal() {
    let said = said_of("x.yaml", "format: plan/1\n\"\\e[31m\": x\n");
    assert!(!said.contains('\u{1b}'), "{said}");
    let said = said_of("x.yaml", &PLAN.replacen("slug: example-library-15fyp", "slug: \"\\e[31m\"", 1));
    assert!(said.contains("\\u{1b}") && !said.contains('\u{1b}'), "{said}");
}

/// Pieces that YAML gives a meaning to.
const PIECES: &[&str] = &[
    "format: plan/1\n",
    "format: catalogue/1\n",
    "elements:\n",
    "  - ",
    "kind: GOAL\n",
    "title: ",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "  ",
    "\t",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "|\n",
    ">\n",
    "\"",
    "'",
    "#",
    "---\n",
    "...\n",
    "<<: ",
    "? ",
    "\\u",
    "~",
    "1e999",
    "-.inf",
    "%YAML 1.2\n",
    "\u{feff}",
    "\u{0}",
    "观",
    "children: ",
];

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read("x.yaml", &bytes);
    }

    #[test]
    fn any_pieces_of_yaml_are_read_or_refused(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let said = said_of("x.yaml", &pieces.concat());
        prop_assert!(said.is_empty() || said.starts_with("x.yaml"), "{}", said);
    }

    #[test]
    fn a_plan_with_a_part_cut_out_is_accepted_or_refused(
        from in 0..PLAN.chars().count(), length in 0_usize..60, other in "[ -~\n]{0,5}",
    ) {
        let kept: String = PLAN.chars().take(from).chain(other.chars()).chain(PLAN.chars().skip(from + length)).collect();
        let said = said_of("x.yaml", &kept);
        prop_assert!(said.lines().all(|line| line.starts_with("x.yaml:") || line.starts_with("and ")), "{}", said);
    }
}
