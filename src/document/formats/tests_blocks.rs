//! Documents of each format as rows: the text, and the blocks in short.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::document::text::{Block, BlockKind};

/// The blocks in short: `H1@2 text`, `P@3-4 text`, `L0@5 text`, `L0+@6 text`, `T@7[a;b|c//d|e]`.
fn outline(document: &DocumentText) -> String {
    document.blocks.iter().map(short).collect::<Vec<_>>().join("\n")
}

fn short(block: &Block) -> String {
    let lines = if block.lines.first == block.lines.last {
        block.lines.first.to_string()
    } else {
        format!("{}-{}", block.lines.first, block.lines.last)
    };
    let mut short = match &block.kind {
        BlockKind::Heading { level } => format!("H{level}@{lines} "),
        BlockKind::Paragraph => format!("P@{lines} "),
        BlockKind::ListItem { depth, continues } => format!("L{depth}{}@{lines} ", if *continues { "+" } else { "" }),
        BlockKind::Table(table) => {
            let rows = table
                .rows
                .iter()
                .map(|row| row.cells.iter().map(|cell| cell.items.join(";")).collect::<Vec<_>>().join("|"));
            format!("T@{lines}[{}]", rows.collect::<Vec<_>>().join("//"))
        }
    };
    let _ = write!(short, "{}", block.text);
    short
}

fn check(format: DocumentFormat, rows: &[(&str, &str)]) {
    for (text, wanted) in rows {
        assert_eq!(&outline(&blocks(format, text)), wanted, "{text}");
    }
}

#[test]
fn plain_text_lines_lists_and_tables() {
    check(
        DocumentFormat::PlainText,
        &[
            ("一、背景\n\n市民的需要\r\n二、目标\r三", "P@1 一、背景\nP@3 市民的需要\nP@4 二、目标\nP@5 三"),
            ("- one\n  - two\n  more\n- three\n\nend", "L0@1 one\nL1@2 two\nL0+@3 more\nL0@4 three\nP@6 end"),
            ("• a\no B\no C\n• d", "L0@1 a\nL1@2 B\nL1@3 C\nL0@4 d"),
            ("——副标题\n-3 度\n*****\n* 项目", "P@1 ——副标题\nP@2 -3 度\nL0@4 项目"),
            (
                "指标\t2020年\t2025年\n座位\t100\t200\n合计\t\t300\n后",
                "T@1-3[指标|2020年|2025年//座位|100|200//合计||300]\nP@4 后",
            ),
            ("a | b\n--|--\nc | d\n", "T@1-3[a|b//c|d]"),
            ("1.\tone\n2.\ttwo", "P@1 1. one\nP@2 2. two"),
            ("\tindented\n\ttext", "P@1 indented\nP@2 text"),
            (
                "指标　　2020年　　2025年\n座位　　100　　200\n图书　　5万　　8万",
                "T@1-3[指标|2020年|2025年//座位|100|200//图书|5万|8万]",
            ),
            ("name  value  unit\nonly two  cells", "P@1 name value unit\nP@2 only two cells"),
            ("成果\t指标\n<p>甲</p>\t<ul> • 一 • 二", "T@1-2[成果|指标//甲|一;二]"),
            ("line&nbsp;one<br>two", "P@1 line one two"),
        ],
    );
}

#[test]
fn wrapped_lines_are_joined() {
    let english = "\
The branch libraries will lengthen their opening hours in
the evening and at weekends, so that people who work can
come. Each branch reports once a year what its self-ser-
vice loans were and what readers said about its long-term
loans.
1. Staff are trained in all branches before the new hours
begin.
2. Readers are asked.";
    let chinese = "　　各分馆将延长晚间和周末的开放时间，使上班的居民也能到\n馆借书、学习和交流，每个分馆每年公布一次自助借还的数量\n和读者的意见，并说明改进的办法。\n　　（一）开放之前对全体馆员进行培训，并在社区里张贴新的\n时间表。\n（二）听取读者意见。";
    check(
        DocumentFormat::PlainText,
        &[
            (
                english,
                "P@1-5 The branch libraries will lengthen their opening hours in the evening and at weekends, so that people who work can come. Each branch reports once a year what its self-service loans were and what readers said about its long-term loans.\nP@6-7 1. Staff are trained in all branches before the new hours begin.\nP@8 2. Readers are asked.",
            ),
            (
                chinese,
                "P@1-3 各分馆将延长晚间和周末的开放时间，使上班的居民也能到馆借书、学习和交流，每个分馆每年公布一次自助借还的数量和读者的意见，并说明改进的办法。\nP@4-5 （一）开放之前对全体馆员进行培训，并在社区里张贴新的时间表。\nP@6 （二）听取读者意见。",
            ),
        ],
    );
}

#[test]
fn statements_of_one_length_are_not_joined() {
    let text = "\
Goal 1: Open doors
Everybody finds a place in the library and its branches
Actions
- Open the main library on Sundays by the end of 2027
- Work with no fewer than 12 partners in the two towns
What success looks like
- Visits grow from 850,000 to 1.1 million a year by 2030";
    let n_blocks = blocks(DocumentFormat::PlainText, text).blocks.len();
    assert_eq!(n_blocks, text.lines().count(), "{}", outline(&blocks(DocumentFormat::PlainText, text)));
}

#[test]
fn page_numbers_go_only_where_they_recur() {
    check(
        DocumentFormat::PlainText,
        &[
            ("a\nb\n- 1 -\nc\nd\ne\n- 2 -\nf", "P@1 a\nP@2 b\nP@4 c\nP@5 d\nP@6 e\nP@8 f"),
            ("a\n- 1 -\nb", "P@1 a\nL0@2 1 -\nP@3 b"),
            ("a\n第1页 共2页\n\u{c}b\nc\nd\ne\n第2页 共2页", "P@1 a\nP@3 b\nP@4 c\nP@5 d\nP@6 e"),
            ("2024\n2025\n2026", "P@1 2024\nP@2 2025\nP@3 2026"),
            // By itself between blank lines it is nothing else.
            ("a\n\n   - 2 -\n\nb", "P@1 a\nP@5 b"),
            ("a\n\n第3页\n\nb", "P@1 a\nP@5 b"),
            ("a\n\n2024\n\nb", "P@1 a\nP@3 2024\nP@5 b"),
        ],
    );
}

#[test]
fn running_heads_go_where_they_recur() {
    let page = |head: &str, n: usize| format!("{head}\n\n{}", "Some text of a page.\n\n".repeat(n));
    let three = |head: [&str; 3]| head.map(|head| page(head, 6)).join("");
    let kept = |text: &str| {
        let document = blocks(DocumentFormat::PlainText, text);
        document
            .blocks
            .iter()
            .filter(|block| !block.text.starts_with("Some"))
            .map(|block| block.text.clone())
            .collect::<Vec<_>>()
    };
    for (heads, wanted) in [
        (
            [
                "Library – Plan 2023–2027   Page 1 of 3",
                "Library – Plan 2023–2027   Page 2 of 3",
                "Library – Plan 2023–2027   Page 3 of 3",
            ],
            0,
        ),
        (["示例市图书馆发展规划 第1页", "示例市图书馆发展规划 第2页", "示例市图书馆发展规划 第3页"], 0),
        (["4    Library Plan", "6    Library Plan", "8    Library Plan"], 0),
        (["Library Plan | 4", "Library Plan | 5", "Library Plan | 6"], 0),
        // Headings are counted as well, and years are no pages.
        (["Goal 1", "Goal 2", "Goal 3"], 3),
        (["Strategic Priority 1: Read", "Strategic Priority 2: Read", "Strategic Priority 3: Read"], 3),
        (["In 2021   we grew", "In 2022   we grew", "In 2023   we grew"], 3),
        (["Page layout of 1 book", "Page layout of 1 book", "Page layout of 1 book"], 3),
        (["Actions", "Actions", "Actions"], 3),
        // Beside page numbers and form feeds the words alone are enough.
        (["- 1 -\n\nOur Plan", "- 2 -\n\nOur Plan", "- 3 -\n\nOur Plan"], 0),
        (["\u{C}Our Plan", "\u{C}Our Plan", "\u{C}Our Plan"], 0),
        (["\u{C}Goal A", "\u{C}Goal B", "\u{C}Goal C"], 3),
    ] {
        assert_eq!(kept(&three(heads)).len(), wanted, "{heads:?}: {:?}", kept(&three(heads)));
    }
    // What follows on the next page goes on only if it reads so.
    check(
        DocumentFormat::PlainText,
        &[("We lend\n\n- 1 -\n\nbooks-\nhelves.\n\n- 2 -\n\nGoal", "P@1 We lend\nP@5-6 bookshelves.\nP@10 Goal")],
    );
}

#[test]
fn boxes_are_no_text() {
    check(
        DocumentFormat::PlainText,
        &[
            ("┌──────┐\n│ Goal │\n│ Read │\n└──────┘\nend", "P@2 Goal\nP@3 Read\nP@5 end"),
            ("┃ 目标一：开放\n━━━━━━", "P@1 目标一：开放"),
            ("+------+\n| Goal |\n+------+", "P@2 Goal"),
            ("┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ c │ d │\n└───┴───┘", "T@2-4[a|b//c|d]"),
        ],
    );
}

#[test]
fn words_parted_at_a_line_end_become_whole() {
    check(
        DocumentFormat::PlainText,
        &[
            (
                "Staff learn to speak plain-\nly.\nSelf-service grows.",
                "P@1-2 Staff learn to speak plainly.\nP@3 Self-service grows.",
            ),
            ("Offer self-\nservice. The self-service desk", "P@1-2 Offer self-service. The self-service desk"),
            ("Plan for short-\nand long-term needs", "P@1-2 Plan for short- and long-term needs"),
            ("Goal 1-\nNext", "P@1 Goal 1-\nP@2 Next"),
            ("6. Let readers\n\nchoose a part of it.", "P@1-3 6. Let readers choose a part of it."),
            ("• openness\n\ntrust\n\ncare", "L0@1 openness\nP@3 trust\nP@5 care"),
        ],
    );
    let few = "\
GOALS

Objective 1.1 Shorten the distance between people and
library services

1. Run the van.

2. Open service points in village shops, at least ten by
2025.

3. Move opening hours to evenings for those who work and
those who study.

4. Keep an emergency plan that everybody in the house has
read.

5. Cut emissions.

6. Ask readers.

7. Ask neighbours.
";
    check(
        DocumentFormat::PlainText,
        &[(
            few,
            "P@1 GOALS\nP@3-4 Objective 1.1 Shorten the distance between people and library services\nP@6 1. Run the van.\nP@8-9 2. Open service points in village shops, at least ten by 2025.\nP@11-12 3. Move opening hours to evenings for those who work and those who study.\nP@14-15 4. Keep an emergency plan that everybody in the house has read.\nP@17 5. Cut emissions.\nP@19 6. Ask readers.\nP@21 7. Ask neighbours.",
        )],
    );
}

#[test]
fn control_characters_go() {
    for format in FORMATS {
        let document = blocks(format, "a\u{0}b &#1;c\u{7F}\u{1F}d<p\u{C}class>e\u{C}f");
        let said = format!("{document:?}");
        assert!(!said.contains("\\u{") && !said.contains("\\0") && !said.contains("\\x"), "{format:?}: {said}");
    }
}

#[test]
fn markdown_headings_lists_and_tables() {
    check(
        DocumentFormat::Markdown,
        &[
            ("# 规划\n\n**重点：**内容\n下一行\n", "H1@1 规划\nP@3-4 重点：内容下一行"),
            ("Two\nlines\n===", "H1@1-2 Two lines"),
            (
                "1. one\n   - in\n\n   more\n2. two\n2. again\n",
                "L0@1 1. one\nL1@2 in\nL0+@4 more\nL0@5 2. two\nL0@6 2. again",
            ),
            ("1. a\n1. b\n1. c", "L0@1 1. a\nL0@2 2. b\nL0@3 3. c"),
            ("（一）目标\n\n> quoted\n\n    code\n", "P@1 （一）目标\nP@3 quoted\nP@5 code"),
            ("| a | b |\n|---|---|\n| 1<br>2 | x |\n", "T@1-3[a|b//1;2|x]"),
            ("text\n\n<table><tr><td>a<td>b</table>\n\nend", "P@1 text\nT@3[a|b]\nP@5 end"),
            ("public **** service", "P@1 public **** service"),
            ("甲。  \n乙", "P@1 甲。\nP@2 乙"),
            ("**愿景**  \n**Vision**", "P@1 愿景\nP@2 Vision"),
            ("City Library\\\nMarch 2024", "P@1 City Library\nP@2 March 2024"),
            ("our house  \nby the river", "P@1-2 our house by the river"),
            (
                "# 规划 {#plan .x}\n\n[]{#_Toc1 .anchor}\n\n::: {.a}\n[重点]{.underline}工作\n:::\n",
                "H1@1 规划\nP@6 重点工作",
            ),
            (
                "如下：\n\n    - 甲\n    - 乙\n        1. 丙\n    text\n",
                "P@1 如下：\nL0@3 甲\nL0@4 乙\nL1@5 1. 丙\nP@6 text",
            ),
            (
                "（一）改善空间\n改造阅览区，\n开放自习区。\n（二）改善服务\n- 甲\n  a) 乙",
                "P@1 （一）改善空间\nP@2-3 改造阅览区，开放自习区。\nP@4 （二）改善服务\nL0@5 甲\nL0+@6 a) 乙",
            ),
        ],
    );
    let with_title = blocks(DocumentFormat::Markdown, "---\ntitle: \"Open doors\"\n---\n\ntext");
    assert_eq!((with_title.title.as_deref(), outline(&with_title).as_str()), (Some("Open doors"), "P@5 text"));
    assert_eq!(blocks(DocumentFormat::Markdown, "---\nlang: nl\n---\n\ntext").language.as_deref(), Some("nl"));
}

#[test]
fn html_headings_lists_and_tables() {
    check(
        DocumentFormat::Html,
        &[
            ("<h1>Plan</h1>\n<p>One\ntwo<p>图书\n馆", "H1@1 Plan\nP@2-3 One two\nP@3-4 图书馆"),
            ("<ol start=3><li>a<ul><li>b</ul><p>more<li>c</ol>d", "L0@1 3. a\nL1@1 b\nL0+@1 more\nL0@1 4. c\nP@1 d"),
            ("一、甲<br>二、乙<br><br>text<br>goes on", "P@1 一、甲\nP@1 二、乙\nP@1 text goes on"),
            ("<nav>x</nav><p>text and more</p><footer>y", "P@1 text and more\nP@1 y"),
            ("<form><h2>All</h2><p>text</p></form>", "H2@1 All\nP@1 text"),
            ("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>", "T@1[a|b|b//a|c|d]"),
            ("<table><tr><td><h2>x</h2>y</table>", "H2@1 x\nP@1 y"),
            ("<table><tr><td>a<td><ul><li>b<li>c</ul></table>", "T@1[a|b;c]"),
            ("<table><tr><td>menu<td><table><tr><td>a<td>b</table></table>", "P@1 menu\nT@1[a|b]"),
            (
                "<p>規<ruby><rb>劃</rb><rt>huà</rt></ruby>&nbsp;&amp;<script>x<y</script><style>p{}</style>",
                "P@1 規劃 &",
            ),
            ("<p style='display: none'>no</p><p>yes</p>", "P@1 yes"),
            ("<ul><li>a\n<h2>b</h2>\n<p>c", "L0@1 a\nH2@2 b\nP@3 c"),
            ("<p>• a</p><p>• b</p>", "L0@1 a\nL0@1 b"),
            (
                "<p>City Library<br>Approved by the Board<br>in May",
                "P@1 City Library\nP@1 Approved by the Board in May",
            ),
            ("<p>We thank the members of<br>The Board", "P@1 We thank the members of The Board"),
            ("<h2>Direction One<br>Open the stacks</h2>", "H2@1 Direction One Open the stacks"),
        ],
    );
    let titled = blocks(DocumentFormat::Html, "<title>Open\ndoors</title><p>x");
    assert_eq!((titled.title.as_deref(), outline(&titled).as_str()), (Some("Open doors"), "P@2 x"));
    assert_eq!(blocks(DocumentFormat::Html, "<html lang='de-AT'><p lang=fr>x").language.as_deref(), Some("de-AT"));
}

#[test]
fn formats_are_told_by_name_and_by_looks() {
    for (name, text, format) in [
        (Some("a.txt"), "<p>x</p>", DocumentFormat::PlainText),
        (Some("A.MD"), "x", DocumentFormat::Markdown),
        (Some("a.htm"), "x", DocumentFormat::Html),
        (None, "<!-- c -->\n<!DOCTYPE html><p>", DocumentFormat::Html),
        (None, "<p>a</p>\n<p>b</p>", DocumentFormat::Html),
        (None, "Plan\nOutcome\t<ul> • a\n<p>b</p>\tc\nmore\ntext", DocumentFormat::PlainText),
        (None, "# Plan\ntext", DocumentFormat::Markdown),
        (None, "a|b\n-|-\n", DocumentFormat::PlainText),
        (None, "a|b\n---|---\n", DocumentFormat::Markdown),
        (Some("plan.2024"), "一、背景", DocumentFormat::PlainText),
    ] {
        assert_eq!(DocumentFormat::of(name, text), format, "{text}");
    }
}

const FORMATS: [DocumentFormat; 3] = [DocumentFormat::PlainText, DocumentFormat::Markdown, DocumentFormat::Html];

proptest! {
    #[test]
    fn lines_rise_and_exist(
        text in "(\\PC{0,3}|[<>/&;|*#?()•●-]{1,3}|<(p|ul|ol|li|table|tr|td rowspan=2|h1|div|br|nav|title|script|pre)>|</(p|ul|ol|table|tr|td|h1|nav|title|script)>|[\n\t]|\r\n|  |1\\. |- |# |规划|word ){0,40}"
    ) {
        let n_lines = text.replace("\r\n", "\n").split(['\n', '\r']).count() as u32;
        for format in FORMATS {
            let mut last = 1;
            for block in blocks(format, &text).blocks {
                prop_assert!(block.lines.first >= last, "{format:?}: {block:?} after line {last}");
                prop_assert!(block.lines.last >= block.lines.first && block.lines.last <= n_lines, "{format:?}: {block:?}");
                last = block.lines.first;
            }
        }
    }

    #[test]
    fn plain_text_loses_nothing(text in "([a-n规划，。（）1-9.]{1,8}|[ \n]|一、|\n\n){0,60}") {
        let is_kept = |character: &char| !character.is_whitespace();
        let read: String = blocks(DocumentFormat::PlainText, &text).blocks.iter().map(|block| block.text.clone()).collect();
        let (mut wanted, mut found): (Vec<char>, Vec<char>) = (text.chars().filter(is_kept).collect(), read.chars().filter(is_kept).collect());
        // Lines of dots only draw a rule, and lone numbers may be those of pages.
        wanted.retain(|character| !"·.123456789".contains(*character));
        found.retain(|character| !"·.123456789".contains(*character));
        prop_assert_eq!(wanted, found);
    }
}
