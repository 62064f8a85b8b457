//! Where a numbered passage stands in the tree: beside what its number goes on from, or under what it opens in.

use super::{
    Builder, Content, Node, Open, Style, is_end,
    line::Line,
    numbering::{Marker, Scheme},
    rank,
    section::Meaning,
};
use crate::document::text::Lines;

impl Builder {
    pub(super) fn numbered(&mut self, mut line: Line) {
        let Some(mut marker) = line.marker.clone() else { return self.push(Style::Title, line) };
        if is_of_sections(marker.scheme) && line.section.is_some() {
            // 第一部分 behind an unnumbered preface is no part of it.
            let nodes = &self.nodes;
            let preface = self.open.iter().position(|open| {
                matches!(open.style, Style::Section | Style::Title)
                    && !matches!(nodes[open.node].meanings().first(), Some(Meaning::General | Meaning::Holder(_)))
            });
            if let Some(place) = preface.filter(|place| *place > 0) {
                self.open.truncate(place);
            }
        }
        // `i.` behind `h.` is a letter, not a Roman one.
        let is_letter = |letter: &Marker| {
            self.open
                .iter()
                .any(|open| open.style == Style::Numbered(letter.scheme) && open.ordinal + 1 == letter.ordinal)
        };
        if let Some(letter) = marker.as_letter().filter(is_letter) {
            line.marker = Some(letter.clone());
            marker = letter;
        }
        let style = self.style_of(&marker);
        self.close_to_section_before(&marker);
        let is_known = self.open.iter().any(|open| open.style == style);
        if is_known && !self.is_in_other_section(&marker, style) {
            self.close_to(|open| open.style == style);
        } else {
            self.open_level(&marker);
        }
        self.check_number(style, &line);
        self.push(style, line);
    }

    /// 六、 behind headings of the format goes on where 五、 stood, not under the last of those headings.
    pub(super) fn close_to_section_before(&mut self, marker: &Marker) {
        let before = self.sequences.last_of(marker.scheme).filter(|last| last.number + 1 == marker.ordinal);
        let Some(before) = before.filter(|_| is_of_sections(marker.scheme)) else { return };
        let is_open = self.open.iter().any(|open| open.style == Style::Numbered(marker.scheme));
        let above = self.open.iter().position(|open| open.node == before.parent);
        if let Some(place) = above.filter(|_| !is_open) {
            self.open.truncate(place + 1);
        }
    }

    /// The style that a number goes on in: `9.` behind `VIII.` is the ninth of the same.
    pub(super) fn style_of(&self, marker: &Marker) -> Style {
        let own = Style::Numbered(marker.scheme);
        if marker.ordinal == 0 {
            // `Enabler: …` beside `Impact area 3: …`.
            let kind = marker.kind();
            let beside = self
                .open
                .iter()
                .rev()
                .find(|open| matches!(open.style, Style::Numbered(Scheme::Labelled(other)) if Some(other) == kind));
            return beside.map_or(own, |open| open.style);
        }
        let runs_on = self.sequences.last_of(marker.scheme).is_some_and(|last| last.number + 1 == marker.ordinal);
        if marker.ordinal == 1 || runs_on || self.open.iter().any(|open| open.style == own) {
            return own;
        }
        let goes_on = |open: &&Open| {
            matches!(open.style, Style::Numbered(scheme) if are_mixed(scheme, marker.scheme))
                && open.ordinal + 1 == marker.ordinal
        };
        // Sections go on from sections rather than from the items inside them.
        let is_section = |open: &&Open| matches!(open.style, Style::Numbered(scheme) if is_of_sections(scheme));
        let candidates = || self.open.iter().rev().filter(goes_on);
        candidates().find(is_section).or_else(|| candidates().next()).map_or(own, |open| open.style)
    }

    /// Whether the open passages of this style belong to a section that this number has left: `Goal 1` is not numbered on
    /// inside the vision.
    pub(super) fn is_in_other_section(&self, marker: &Marker, style: Style) -> bool {
        let Scheme::Decimal(_) = marker.scheme else { return false };
        // 2.1 behind 1.4: only the one number above it says where it stands.
        let place = self.open.iter().rposition(|open| open.style == style);
        let before = place.and_then(|place| self.nodes.get(self.open[place].node)).and_then(Node::marker);
        before.is_some_and(|before| before.above != marker.above)
    }

    /// Closes what a number of a new kind cannot stand in.
    pub(super) fn open_level(&mut self, marker: &Marker) {
        self.close_while(|open| matches!(open.style, Style::Bullet(_)));
        if let Scheme::Decimal(n_parts) = marker.scheme {
            self.close_to(|open| matches!(open.style, Style::Numbered(Scheme::Decimal(other)) if other >= n_parts));
            if let Some(above) = marker.above.last() {
                let parent = self.open.iter().rposition(|open| {
                    open.ordinal == *above && matches!(open.style, Style::Numbered(scheme) if !matches!(scheme, Scheme::Decimal(other) if other >= n_parts))
                });
                // `4.1` under `Theme A` in chapter 4: what has a name of its own stays open.
                if let Some(place) = parent {
                    let is_named = |open: &Open| matches!(open.style, Style::Numbered(Scheme::Labelled(_)));
                    let named = self.open.iter().rposition(is_named).filter(|named| *named > place);
                    self.open.truncate(named.unwrap_or(place) + 1);
                }
            }
            return;
        }
        if let Some(kind) = marker.kind() {
            let nodes = &self.nodes;
            let cannot_hold = |open: &Open| match open.style {
                Style::Section | Style::Title | Style::Markup(_) => {
                    let meanings = nodes[open.node].meanings();
                    matches!(meanings.first(), Some(Meaning::Statement(_) | Meaning::Contents | Meaning::Outside))
                        || (open.style != Style::Section
                            && !matches!(open.style, Style::Markup(_))
                            && meanings.is_empty()
                            && open.kind.is_none()
                            && is_end(kind))
                }
                Style::Inner => {
                    !matches!(nodes[open.node].meanings().first().and_then(|meaning| meaning.kind()), Some(held) if rank(held) <= rank(kind))
                }
                Style::Numbered(Scheme::Labelled(other)) => rank(other) > rank(kind) || (other == kind),
                Style::Numbered(scheme) => {
                    scheme >= Scheme::ArabicBracket && open.kind.is_none_or(|above| rank(above) >= rank(kind))
                        || open.kind.is_some_and(|above| rank(above) > rank(kind))
                }
                _ => false,
            };
            // Markup is the author's own word on what stands under what.
            while self.open.len() > 1
                && cannot_hold(&self.open[self.open.len() - 1])
                && !matches!(self.top().style, Style::Markup(_))
            {
                self.open.pop();
            }
        }
        if marker.ordinal > 1 {
            // The first of its kind is lost: what usually stands lower was opened by what came before it.
            self.close_while(|open| matches!(open.style, Style::Numbered(scheme) if scheme > marker.scheme));
        }
    }

    /// Tells gaps and repetitions of the numbers in one place, and gives a heading that is lost a place in the tree.
    pub(super) fn check_number(&mut self, style: Style, line: &Line) {
        let Some(marker) = line.marker.as_ref().filter(|marker| marker.ordinal > 0) else { return };
        let scheme = match style {
            Style::Numbered(scheme) => scheme,
            _ => marker.scheme,
        };
        let parent = self.top().node;
        if line.text.is_empty() && line.section.is_none() {
            self.sequences.lost_title(marker, line.lines);
        }
        let is_first_lost = self.sequences.next(parent, scheme, marker, line.lines);
        if is_first_lost {
            let is_named = matches!(scheme, Scheme::Labelled(_));
            let lines = if is_named { self.restore_lost_heading(parent, marker, line.lines) } else { line.lines };
            self.sequences.first_lost(marker, lines);
        }
    }

    /// Puts what stands in front of `Strategy 2` under a `Strategy 1` whose heading is lost. The first lines of it, or those of
    /// the second heading where nothing stands in front.
    pub(super) fn restore_lost_heading(&mut self, parent: usize, marker: &Marker, lines: Lines) -> Lines {
        let is_lower = |node: &Node| {
            node.marker().is_some_and(|below| match (below.scheme, marker.scheme) {
                (Scheme::Labelled(below), Scheme::Labelled(own)) => rank(below) > rank(own),
                (below, own) => below > own,
            })
        };
        let content = &self.nodes[parent].content;
        let n_kept = content
            .iter()
            .rposition(|content| !matches!(content, Content::Node(index) if is_lower(&self.nodes[*index])))
            .map_or(0, |last| last + 1);
        if n_kept == content.len() {
            return lines;
        }
        let moved = self.nodes[parent].content.split_off(n_kept);
        let first = moved.iter().find_map(|content| match content {
            Content::Node(index) => self.nodes[*index].first_lines(),
            Content::Line(line) => Some(line.lines),
        });
        let first = first.unwrap_or(lines);
        let lost = Marker { ordinal: 1, printed: "1".to_owned(), ..marker.clone() };
        let node = self.nodes.len();
        self.nodes.push(Node { line: None, lost: Some((lost, first)), content: moved });
        self.nodes[parent].content.push(Content::Node(node));
        first
    }
}

/// Whether sections are numbered so.
fn is_of_sections(scheme: Scheme) -> bool {
    scheme <= Scheme::Chinese
}

/// Whether documents mix these up at one level.
fn are_mixed(one: Scheme, other: Scheme) -> bool {
    let of_sections = |scheme| matches!(scheme, Scheme::Roman | Scheme::EnglishWord | Scheme::Chinese | Scheme::Arabic);
    let of_items =
        |scheme| matches!(scheme, Scheme::Arabic | Scheme::ArabicBracket | Scheme::ArabicBrackets | Scheme::Circled);
    of_sections(one) && of_sections(other) || of_items(one) && of_items(other)
}
