//! The documents of the corpus, damaged or marked up in other ways: the same structure.

use pinyin::ToPinyin;
use plan_registry::draft::PlanDraft;

use super::{changchun, document, ifla, read_text, shenzhen, structure, texts};
use crate::support::TestResult;

/// The structure without what was mended on the way to it.
fn unmended(draft: &PlanDraft) -> String {
    let structure = structure(draft);
    let is_repair = |line: &&str| line.starts_with("! MARKUP_RESOLVED") || line.starts_with("! SPLIT_NUMERAL");
    structure.lines().filter(|line| !is_repair(line)).collect::<Vec<_>>().join("\n")
}

/// Writes the items of a cell.
type Cell = fn(&[&str]) -> String;

/// The document with each cell that lists indicators written anew.
fn with_cells(source: &str, cell: Cell) -> String {
    let with_cell = |line: &str| match line.split_once('\t') {
        Some((outcome, list)) if list.contains(['•', '●']) => {
            let items = list.split_once('>').map_or(list, |(_, items)| items);
            let items: Vec<&str> = items.split(['•', '●']).map(str::trim).filter(|item| !item.is_empty()).collect();
            format!("{outcome}\t{}", cell(&items))
        }
        _ => line.to_owned(),
    };
    source.lines().map(with_cell).collect::<Vec<_>>().join("\n")
}

fn numbered(items: &[&str]) -> String {
    items.iter().zip(1..).map(|(item, number)| format!("{number}）{item}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn lists_in_cells() -> TestResult {
    let Some(source) = document(ifla::NAME)? else { return Ok(()) };
    let read = read_text(ifla::NAME, &source)?.draft;
    let rows: [(&str, Cell); 8] = [
        ("bullets", |items| items.iter().map(|item| format!(" • {item}")).collect()),
        ("small bullets", |items| items.iter().map(|item| format!("·{item} ")).collect()),
        ("squares", |items| items.iter().map(|item| format!(" ■ {item}")).collect()),
        ("paragraphs", |items| items.iter().map(|item| format!("<p>{item}</p>")).collect()),
        ("lists", |items| {
            format!("<ul>{}</ul>", items.iter().map(|item| format!("<li>{item}</li>")).collect::<String>())
        }),
        ("lines", |items| items.join("<br/>")),
        ("numbers", numbered),
        ("numbers in brackets", |items| {
            items.iter().zip(1..).map(|(item, number)| format!("（{number}）{item}；")).collect()
        }),
    ];
    for (what, cell) in rows {
        let damaged = read_text(ifla::NAME, &with_cells(&source, cell))?.draft;
        assert_eq!(unmended(&damaged), unmended(&read), "{what}");
    }
    Ok(())
}

#[test]
fn numerals_split_elsewhere() -> TestResult {
    let Some(source) = document(changchun::NAME)? else { return Ok(()) };
    let read = read_text(changchun::NAME, &source)?.draft;
    let rows = [
        ("(1 7)", "(17)"),
        ("(2 1)", "(21)"),
        ("(18)", "(1 8)"),
        ("(20)", "( 20 )"),
        ("(22)", "(2 2)"),
        ("(2 4)", "( 2 4 )"),
        ("\n5. ", "\n5 . "),
        ("VII . ", "VI I . "),
        ("\nV . ", "\nV. "),
        ("Strategy 4:", "Strategy 4 :"),
        ("Objective 2:", "Objective 2 ："),
    ];
    let damaged = rows.iter().fold(source.clone(), |text, (sound, split)| {
        assert!(text.contains(sound), "{sound}");
        text.replace(sound, split)
    });
    let found = read_text(changchun::NAME, &damaged)?.draft;
    assert_eq!(unmended(&found), unmended(&read));
    Ok(())
}

/// The text without bracketed pinyin.
fn without_glosses(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('(') {
        kept.push_str(before);
        match behind.split_once(')').filter(|(inside, _)| {
            inside.chars().all(char::is_alphabetic) && inside.contains(|letter| shenzhen::TONES.contains(letter))
        }) {
            Some((_, after)) => rest = after,
            None => {
                kept.push('(');
                rest = behind;
            }
        }
    }
    kept + rest
}

#[test]
fn glosses_behind_other_characters() -> TestResult {
    let Some(source) = document(shenzhen::NAME)? else { return Ok(()) };
    let read = read_text(shenzhen::NAME, &source)?.draft;
    let clean = without_glosses(&source);
    // What is repaired is the same text, whichever characters were glossed.
    for every in [3, 7, 20] {
        let mut n_han = 0;
        let mut glossed = String::new();
        for character in clean.chars() {
            glossed.push(character);
            if let Some(pinyin) = character.to_pinyin() {
                n_han += 1;
                if n_han % every == 0 {
                    glossed.push_str(&format!("({})", pinyin.with_tone()));
                }
            }
        }
        let found = read_text(shenzhen::NAME, &glossed)?.draft;
        assert_eq!(texts(&found), texts(&read), "every {every}th character");
        assert_eq!(structure(&found), structure(&read), "every {every}th character");
    }
    assert_eq!(texts(&read_text(shenzhen::NAME, &clean)?.draft), texts(&read));
    Ok(())
}
