//! Blocks out of text as it came: what all formats do alike.

use super::{
    markup,
    repair::mend,
    text::{Block, BlockKind, Cell, Lines, Row, Table},
};

/// A block with its text mended; `None` if nothing is left of it.
pub(super) fn block(kind: BlockKind, raw: &str, lines: Lines) -> Option<Block> {
    let (text, repairs) = mend(raw);
    (!text.is_empty()).then_some(Block { kind, text, lines, repairs })
}

/// A block of a format without tags: those that stand in it are resolved first.
pub(super) fn block_without_markup(kind: BlockKind, raw: &str, lines: Lines) -> Option<Block> {
    let (text, mut repairs) = markup::resolve(raw);
    let mut block = block(kind, &text, lines)?;
    repairs.append(&mut block.repairs);
    Some(Block { repairs, ..block })
}

/// A table; `None` if all its cells are empty.
pub(super) fn table(rows: Vec<Row>) -> Option<Block> {
    let has_text = |row: &Row| row.cells.iter().any(|cell: &Cell| !cell.items.is_empty());
    let rows: Vec<Row> = rows.into_iter().filter(has_text).collect();
    let lines = rows.first()?.lines.to(rows.last()?.lines);
    Some(Block { kind: BlockKind::Table(Table { rows }), text: String::new(), lines, repairs: Vec::new() })
}
