//! What kind a passage is by its word and place, and what its paragraphs look like.

use super::{Under, parts::paragraph_text};
use crate::{
    document::outline::{
        Content, Node,
        line::{Form, Line, Section, ends_sentence, is_short},
        rank,
        section::Meaning,
        title::title_and_body,
    },
    domain::element::{ElementKind, PlanLayer},
    linguistics::is_han,
};

/// The paragraphs of a passage, tables left out.
pub(super) fn own_paragraphs(node: &Node) -> impl Iterator<Item = &Line> {
    node.content.iter().filter_map(|content| match content {
        Content::Line(line) => paragraph_text(line).map(|_| &**line),
        Content::Node(_) => None,
    })
}

/// Whether a kind is an end rather than a way.
pub(super) fn is_end(kind: ElementKind) -> bool {
    kind.layer() == PlanLayer::Goal
}

/// Whether these are several paragraphs, each with a title of its own: `People. We train …`.
pub(super) fn are_titled(paragraphs: &[&Line]) -> bool {
    let is_titled = |line: &&Line| {
        let (title, body) = title_and_body(&line.text);
        !body.is_empty() && title.chars().count() <= 24
    };
    paragraphs.len() > 1 && paragraphs.iter().all(is_titled)
}

/// Whether these are lines of a list without any sign: several, each as short as a heading.
pub(super) fn are_lines(paragraphs: &[&Line]) -> bool {
    paragraphs.len() > 1 && paragraphs.iter().all(|line| is_short(&line.text, 1) && !line.text.ends_with([':', '：']))
}

/// Whether a paragraph only opens what follows: `We will:`, 主要任务如下：.
pub(super) fn is_opening(text: &str) -> bool {
    (text.ends_with([':', '：']) && is_short(text, 2))
        || (is_short(text, 1) && !ends_sentence(text) && text.chars().any(is_han))
}

/// What a passage is that the plan calls this: a goal inside a goal is an objective, a task inside a task an action.
pub(super) fn labelled_kind(kind: ElementKind, under: Under) -> ElementKind {
    match (kind, under.owner) {
        (ElementKind::Goal, Some(ElementKind::Goal | ElementKind::Objective)) => ElementKind::Objective,
        (ElementKind::KeyTask, Some(ElementKind::KeyTask | ElementKind::Strategy | ElementKind::Action)) => {
            ElementKind::Action
        }
        (ElementKind::Action, _) if under.plain == Some(ElementKind::SupportMeasure) => ElementKind::SupportMeasure,
        (kind, _) => kind,
    }
}

/// The kind of what stands under an element without a word for it.
pub(super) fn plain_below(kind: ElementKind) -> ElementKind {
    match kind {
        ElementKind::Goal
        | ElementKind::Objective
        | ElementKind::Strategy
        | ElementKind::KeyTask
        | ElementKind::Action => ElementKind::Action,
        other => other,
    }
}

/// Whether a heading with a section's words is one here: among numbered tasks it is one of the tasks.
pub(super) fn stands_as_section(line: &Line, section: &Section, under: Under) -> bool {
    let Some(plain) = under.plain else { return true };
    let is_item = matches!(line.form, Form::Numbered | Form::Bullet(_) | Form::Title | Form::Markup(_));
    let first = section.meanings.first();
    match first {
        Some(Meaning::Inner(_) | Meaning::Indicators | Meaning::Contents | Meaning::Outside) => {
            !matches!(line.form, Form::Bullet(_)) || section.rest.is_none()
        }
        // 发展目标 with its 总体目标 and 具体目标.
        Some(Meaning::Holder(kind)) if is_end(*kind) && is_end(plain) => section.rest.is_none(),
        Some(Meaning::Holder(kind)) if rank(*kind) > 0 && rank(*kind) < rank(plain).max(1) => {
            !is_item || section.rest.is_none()
        }
        Some(Meaning::Statement(kind)) if is_item => {
            *kind != plain
                && matches!(
                    plain,
                    ElementKind::Vision
                        | ElementKind::Mission
                        | ElementKind::Value
                        | ElementKind::Principle
                        | ElementKind::Context
                        | ElementKind::Review
                )
        }
        _ => !is_item,
    }
}

/// Whether a paragraph says what will be done, as a list of actions would.
pub(super) fn is_promise(text: &str) -> bool {
    const OPENINGS: [&str; 12] = [
        "We will ",
        "We shall ",
        "We'll ",
        "We are going to ",
        "The library will ",
        "The Library will ",
        "Libraries will ",
        "我们将",
        "图书馆将",
        "圖書館將",
        "本馆将",
        "我馆将",
    ];
    OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// Whether a paragraph says anywhere in it what will be done.
pub(super) fn promises(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "we will ",
        "we shall ",
        "we’ll ",
        "we'll ",
        "i will ",
        "the library will ",
        "我们将",
        "我們將",
        "本馆将",
        "本館將",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|words| text.contains(words))
}

/// Whether a heading of this kind in front of a colon only names the kind of what follows.
pub(super) fn names_statements(kind: ElementKind) -> bool {
    matches!(kind.layer(), PlanLayer::Direction | PlanLayer::Goal | PlanLayer::Outcome)
}
