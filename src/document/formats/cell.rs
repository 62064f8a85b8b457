//! One cell of a table: markup resolved, cut into its items, each mended.
//!
//! Items are lines, and what bullets, numbers or semicolons of a list part. A hyphen inside a word or a middle dot inside a
//! name parts nothing.

use super::{
    marker::{ItemNumber, bulleted, is_sure_bullet, item_numbers},
    markup,
    repair::mend,
    text::Cell,
};

/// The longest piece between semicolons that is still an item of a list and not half of a sentence.
const MAX_PIECE_CHARACTERS: usize = 60;

/// The items of a cell, from its text as it came.
pub(super) fn cell(raw: &str) -> Cell {
    let (text, mut repairs) = markup::resolve(raw);
    let mut cell = cell_of_lines(&text);
    repairs.append(&mut cell.repairs);
    Cell { repairs, ..cell }
}

/// The items of a cell whose format has no markup in its text any more.
pub(super) fn cell_of_lines(text: &str) -> Cell {
    let mut repairs = Vec::new();
    let mut items = Vec::new();
    for line in text.split('\n') {
        for item in line_items(line) {
            let (item, repairs_of_item) = mend(item);
            if !item.is_empty() {
                items.push(item);
                repairs.extend(repairs_of_item);
            }
        }
    }
    Cell { items, repairs }
}

/// The items of one line.
fn line_items(line: &str) -> Vec<&str> {
    let line = line.trim();
    let by_bullets = cut_at_bullets(line);
    let mut items = Vec::new();
    for piece in by_bullets {
        let piece = bulleted(piece).map_or(piece, |bulleted| bulleted.text).trim();
        let by_numbers = cut_at_numbers(piece);
        if by_numbers.len() > 1 {
            items.extend(by_numbers);
        } else {
            items.extend(cut_at_semicolons(piece));
        }
    }
    items
}

/// Cuts in front of every bullet: those that are nothing else anywhere, other signs only between spaces and only where the
/// text begins with the same sign.
fn cut_at_bullets(line: &str) -> Vec<&str> {
    let first = bulleted(line).map(|bulleted| bulleted.bullet);
    let mut starts = vec![0];
    let mut previous = ' ';
    let mut characters = line.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let is_apart = previous.is_whitespace() || matches!(previous, '。' | '；' | ';' | '.' | '，' | ',');
        let is_bullet = match character {
            // As a dot between the parts of a name it has letters on both sides; as a zero it has numerals.
            '•' | '∙' | '·' | '・' => {
                (is_sure_bullet(character) || first == Some(character)) && (is_apart || next.is_whitespace())
            }
            '○' | '□' | '√' | '→' => (is_sure_bullet(character) || first == Some(character)) && is_apart,
            _ if is_sure_bullet(character) => true,
            _ => first == Some(character) && previous.is_whitespace() && next.is_whitespace(),
        };
        if is_bullet && at > 0 {
            starts.push(at);
        }
        previous = character;
    }
    pieces(line, &starts)
}

/// Cuts in front of 1, 2, 3 … where a text begins with the first and the others follow.
fn cut_at_numbers(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut awaited: Option<ItemNumber> = None;
    for (at, number) in item_numbers(text) {
        match awaited {
            None if at > 0 || number != first_of(number) => break,
            Some(wanted) if wanted != number => {}
            _ => {
                if at > 0 {
                    starts.push(at);
                }
                awaited = Some(number.next());
            }
        }
    }
    pieces(text, &starts)
}

fn first_of(number: ItemNumber) -> ItemNumber {
    match number {
        ItemNumber::ClosedBracket(_) => ItemNumber::ClosedBracket(1),
        ItemNumber::Brackets(_) => ItemNumber::Brackets(1),
        ItemNumber::Point(_) => ItemNumber::Point(1),
        ItemNumber::Circle(_) => ItemNumber::Circle(1),
    }
}

/// Cuts a list whose short items are parted by semicolons; sentences stay whole.
fn cut_at_semicolons(text: &str) -> Vec<&str> {
    let is_sentences = text.trim_end_matches(['。', '.']).contains('。') || text.contains(". ");
    let pieces: Vec<&str> = text.split(['；', ';']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if is_sentences || pieces.len() < 2 || pieces.iter().any(|piece| piece.chars().count() > MAX_PIECE_CHARACTERS) {
        return vec![text];
    }
    pieces
}

fn pieces<'a>(text: &'a str, starts: &[usize]) -> Vec<&'a str> {
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end))
        .filter(|piece| !piece.trim().is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::source::RepairKind;

    #[test]
    fn cells_are_cut_into_items() {
        for (given, items) in [
            ("Members feel at home", &["Members feel at home"][..]),
            ("<ul style=\"a\"> • 会员的信心 • 净推荐值（推荐）", &["会员的信心", "净推荐值（推荐）"]),
            ("<ul>● 能力● 价值", &["能力", "价值"]),
            ("<p>成果</p>", &["成果"]),
            ("<ul><li>one<li>two &amp; more</ul>", &["one", "two & more"]),
            ("a<br>b<br/>c", &["a", "b", "c"]),
            ("- long-term loans - e-books - a–z", &["long-term loans", "e-books", "a–z"]),
            ("self-service - all day", &["self-service - all day"]),
            ("译者约翰·史密斯", &["译者约翰·史密斯"]),
            ("约翰•史密斯的书", &["约翰•史密斯的书"]),
            ("1）讲座场次 2）参加人数 3）满意度", &["1）讲座场次", "2）参加人数", "3）满意度"]),
            ("① a ② b", &["① a", "② b"]),
            ("到2）止", &["到2）止"]),
            ("3.5 of 5. 1. no", &["3.5 of 5. 1. no"]),
            ("讲座场次；参加人数；满意度", &["讲座场次", "参加人数", "满意度"]),
            ("加强合作。推动发展；增进交流", &["加强合作。推动发展；增进交流"]),
            ("二○二五年", &["二○二五年"]),
            ("<5 days and a > b", &["<5 days and a > b"]),
            ("  ", &[]),
        ] {
            assert_eq!(cell(given).items, items, "{given}");
        }
    }

    #[test]
    fn resolved_markup_is_recorded() {
        let repairs = cell("<p>成果&nbsp;一</p>").repairs;
        let found: Vec<_> = repairs.iter().map(|repair| (repair.kind, repair.before.as_str())).collect();
        assert_eq!(found, [(RepairKind::Markup, "<p>"), (RepairKind::Markup, "&nbsp;"), (RepairKind::Markup, "</p>")]);
    }
}
