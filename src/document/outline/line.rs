//! The lines of an outline: blocks with their numbers read, headings told from running text.

use std::{collections::HashSet, ops::Range};

use super::{
    aims::opens_aims,
    numbering::{Marker, Scheme, marker},
    section::{Meaning, section_heading},
    terms::term,
};
use crate::{
    document::{
        pattern::Pattern,
        text::{Block, BlockKind, DocumentText, Lines, Table},
    },
    domain::{element::ElementKind, source::TextRepair},
    linguistics::{is_han, normalize},
};

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Line {
    /// What it looks like.
    pub(in crate::document) form: Form,
    /// Its number.
    pub(in crate::document) marker: Option<Marker>,
    /// Its text behind the number.
    pub(in crate::document) text: String,
    /// What it says of its section, if it is the heading of one.
    pub(in crate::document) section: Option<Section>,
    /// Where it stands.
    pub(in crate::document) lines: Lines,
    /// What was mended in it.
    pub(in crate::document) repairs: Vec<TextRepair>,
    /// The same heading in another language, on the next line.
    pub(in crate::document) translation: Option<String>,
}

/// [`super::section::SectionHeading`] with texts of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Section {
    /// What the section holds; never empty.
    pub(in crate::document) meanings: Vec<Meaning>,
    /// The heading's own words.
    pub(in crate::document) words: String,
    /// What stands behind its colon.
    pub(in crate::document) rest: Option<String>,
    /// Whether it is a sentence that says it all.
    pub(in crate::document) is_sentence: bool,
}

/// What a line looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) enum Form {
    /// A heading of the format, by level from 1.
    Markup(u8),
    /// It begins with a number, or with the plan's own word for a part.
    Numbered,
    /// Without a number, and its words are those of a section's heading.
    Section,
    /// Short, without a full stop, and something longer follows: probably a heading.
    Title,
    /// An item of a list, by depth from 0.
    Bullet(u8),
    /// A further paragraph of the item before.
    Continued,
    /// Running text.
    Text,
    /// A table.
    Table(Table),
}

/// The lines of a document but those of its title (`title_blocks`) and what stands in front of it.
pub(in crate::document) fn lines(document: &DocumentText, title_blocks: Range<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(document.blocks.len());
    let mut pending: Option<Line> = None;
    for block in document.blocks.iter().skip(title_blocks.end) {
        for line in lines_of(block) {
            match pending.take() {
                Some(number) => match joined(number, line) {
                    Ok(line) => lines.push(line),
                    Err(both) => lines.extend([both.0, both.1]),
                },
                None if is_lone_number(&line) => pending = Some(line),
                None => lines.push(line),
            }
        }
    }
    lines.extend(pending);
    let lines = without_contents(with_translations_joined(lines));
    let mut lines = with_whole_lists(lines);
    find_dashed_items(&mut lines);
    find_titles(&mut lines);
    lines
}

static LEADERS: Pattern = Pattern::new(r"(?:\.{5,}|…{2,}|(?:\s?[.·•]){5,}|_{5,}|-{8,})\s*[0-9IVXivx]{0,4}\s*$");

/// The lines without the entries of a table of contents: those with dots that lead to a page, and the short lines under its
/// heading up to the first that stands there again.
fn without_contents(lines: Vec<Line>) -> Vec<Line> {
    let lines = without_linked_contents(lines);
    let mut kept = Vec::with_capacity(lines.len());
    let mut entries: Option<HashSet<String>> = None;
    let mut has_contents = false;
    for line in lines {
        let is_contents = |line: &Line| {
            line.section.as_ref().is_some_and(|section| section.meanings.first() == Some(&Meaning::Contents))
        };
        if is_contents(&line) && !has_contents {
            has_contents = true;
            entries = Some(HashSet::new());
            kept.push(line);
            continue;
        }
        if let Some(leaders) = LEADERS.find(&line.text) {
            if let Some(entries) = &mut entries {
                entries.insert(entry(line.text.get(..leaders.start()).unwrap_or_default()));
            }
            continue;
        }
        if let Some(known) = &mut entries {
            let is_entry =
                is_short(&line.text, 1) && !ends_sentence(&line.text) && !matches!(line.form, Form::Table(_));
            if is_entry && known.insert(entry(&line.text)) {
                continue;
            }
            // The first heading again, or running text: the contents are over, and are not looked for once more.
            entries = None;
        }
        kept.push(line);
    }
    kept
}

/// The lines without a list whose items are all headings that follow: the contents of a web page.
fn without_linked_contents(lines: Vec<Line>) -> Vec<Line> {
    let whole = |line: &Line| {
        let number = line
            .marker
            .as_ref()
            .map(|marker| format!("{} {} ", marker.term.as_deref().unwrap_or_default(), marker.printed));
        entry(&format!("{}{}", number.unwrap_or_default(), line.text))
    };
    let is_item = |line: &&Line| matches!(line.form, Form::Bullet(_) | Form::Numbered);
    let Some(start) = lines.iter().position(|line| is_item(&line)) else { return lines };
    let n_items = lines.iter().skip(start).take_while(is_item).count();
    let headings: Vec<String> =
        lines.iter().skip(start + n_items).filter(|line| matches!(line.form, Form::Markup(_))).map(whole).collect();
    let is_heading = |line: &Line| {
        let item = whole(line);
        !item.is_empty() && headings.iter().any(|heading| heading.starts_with(&item))
    };
    const MIN_ENTRIES: usize = 3;
    // A few headings of the list may be worded otherwise below.
    let n_found = lines.iter().skip(start).take(n_items.min(60)).filter(|line| is_heading(line)).count();
    if n_items <= 60 && n_found >= MIN_ENTRIES && n_found * 4 >= n_items * 3 {
        let (before, rest) = lines.split_at_checked(start).unwrap_or((&lines, &[]));
        return before.iter().chain(rest.iter().skip(n_items)).cloned().collect();
    }
    lines
}

fn entry(text: &str) -> String {
    let text = normalize(text);
    text.trim_end_matches(|last: char| last.is_ascii_digit() || last.is_whitespace()).to_owned()
}

/// Headings that stand twice, in two languages, as one: 愿景, then Vision; 1. 资源, then 1. Resources. The first is kept.
fn with_translations_joined(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let is_translation = joined.last().is_some_and(|before| is_same_heading(before, &line));
        match joined.last_mut().filter(|_| is_translation) {
            Some(before) => {
                before.lines = before.lines.to(line.lines);
                before.repairs.extend(line.repairs);
                before.translation = Some(line.text);
            }
            None => joined.push(line),
        }
    }
    joined
}

fn is_same_heading(before: &Line, line: &Line) -> bool {
    // A number without words translates nothing, and one translation is enough.
    if before.text.is_empty() || line.text.is_empty() || before.translation.is_some() {
        return false;
    }
    let has_han = |line: &Line| line.text.chars().any(is_han);
    if has_han(before) == has_han(line) || ends_sentence(&before.text) || ends_sentence(&line.text) {
        return false;
    }
    let meaning = |line: &Line| line.section.as_ref().and_then(|section| section.meanings.first().copied());
    let number = |line: &Line| line.marker.as_ref().map(|marker| (marker.scheme, marker.ordinal, marker.above.clone()));
    match (&before.form, number(before), number(line)) {
        (Form::Numbered | Form::Markup(_), Some(one), Some(other)) => one == other,
        (Form::Section | Form::Markup(_), None, None) => meaning(before).is_some() && meaning(before) == meaning(line),
        _ => false,
    }
}

/// A list that a sentence opens and further lines go on with, as one line.
fn with_whole_lists(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    // Of the list's opening line, looked at once however long the list grows.
    let (mut is_list, mut has_han) = (false, false);
    for line in lines {
        let goes_on = is_list
            && goes_on_with_list(&line)
            && joined.last().is_some_and(|before: &Line| before.text.ends_with(['；', ';', '，', ',', '、']));
        match joined.last_mut().filter(|_| goes_on) {
            Some(before) => {
                if !has_han {
                    before.text.push(' ');
                }
                if let Some(marker) = &line.marker {
                    before.text.push_str(&format!("{} ", marker.printed));
                }
                before.text.push_str(&line.text);
                before.lines = before.lines.to(line.lines);
                before.repairs.extend(line.repairs);
            }
            None => {
                is_list = line.form == Form::Text && opens_aims(&line.text);
                has_han = line.text.chars().any(is_han);
                joined.push(line);
            }
        }
    }
    joined
}

/// Whether a line may be the next part of a list inside a sentence: text, or `(b) …`.
fn goes_on_with_list(line: &Line) -> bool {
    let in_brackets = |marker: &Marker| {
        use Scheme::{ArabicBrackets, ChineseBrackets, Circled, LetterBrackets, RomanBrackets};
        marker.ordinal > 1
            && matches!(marker.scheme, ArabicBrackets | ChineseBrackets | Circled | LetterBrackets | RomanBrackets)
    };
    line.form == Form::Text || line.form == Form::Numbered && line.marker.as_ref().is_some_and(in_brackets)
}

/// Lines that begin with a double dash are items where two or more follow each other: ——坚持公益优先.
fn find_dashed_items(lines: &mut [Line]) {
    let is_dashed = |line: &Line| line.form == Form::Text && line.text.starts_with("——") || line.text.starts_with("--");
    let mut start = 0;
    while start < lines.len() {
        let n_dashed = lines.iter().skip(start).take_while(|line| is_dashed(line)).count();
        for line in lines.iter_mut().skip(start).take(if n_dashed > 1 { n_dashed } else { 0 }) {
            line.form = Form::Bullet(0);
            line.text = line.text.trim_start_matches(['—', '-']).trim_start().to_owned();
        }
        start += n_dashed.max(1);
    }
}

/// A number that the text it belongs to has been torn from.
fn is_lone_number(line: &Line) -> bool {
    line.marker.is_some() && line.text.is_empty() && line.form == Form::Numbered
}

/// The number with the text on the next line; both as they are where they do not belong together.
fn joined(number: Line, line: Line) -> Result<Line, Box<(Line, Line)>> {
    let repeats = line
        .marker
        .as_ref()
        .zip(number.marker.as_ref())
        .is_some_and(|(a, b)| a.scheme == b.scheme && a.ordinal == b.ordinal);
    if repeats {
        // The number alone, and once more with its text: nothing is lost by leaving the first one out.
        return Ok(Line { lines: number.lines.to(line.lines), ..line });
    }
    let is_text = line.marker.is_none() && matches!(line.form, Form::Text | Form::Section);
    if !is_text {
        return Err(Box::new((number, line)));
    }
    let text = line.text.trim_start_matches(['.', '．', '、', ':', '：', ' ']).to_owned();
    let section = section(&text);
    Ok(Line {
        lines: number.lines.to(line.lines),
        repairs: [number.repairs, line.repairs].concat(),
        text,
        section,
        ..number
    })
}

fn section(text: &str) -> Option<Section> {
    section_heading(text).map(|heading| Section {
        meanings: heading.meanings,
        words: heading.words.to_owned(),
        rest: heading.rest.map(str::to_owned),
        is_sentence: heading.is_sentence,
    })
}

fn lines_of(block: &Block) -> Vec<Line> {
    let plain = |form, text: &str| Line {
        form,
        marker: None,
        text: text.trim().to_owned(),
        section: None,
        lines: block.lines,
        repairs: block.repairs.clone(),
        translation: None,
    };
    let is_heading = matches!(block.kind, BlockKind::Heading { .. });
    match &block.kind {
        BlockKind::Table(table) => return vec![plain(Form::Table(table.clone()), "")],
        BlockKind::ListItem { continues: true, .. } => return vec![plain(Form::Continued, &block.text)],
        _ => {}
    }
    let (number, rest) = match marker(&block.text, is_heading) {
        Some((marker, rest)) => (Some(marker), rest),
        None => (None, block.text.as_str()),
    };
    let section = section(rest);
    let form = match block.kind {
        BlockKind::Heading { level } => Form::Markup(level.clamp(1, 9)),
        BlockKind::ListItem { depth, .. } if depth > 0 || number.is_none() => Form::Bullet(depth.min(MAX_DEPTH)),
        _ if number.is_some() => Form::Numbered,
        _ if section.as_ref().is_some_and(|section| is_heading_line(section, rest)) => Form::Section,
        _ => Form::Text,
    };
    let mut line = Line { marker: number, section, ..plain(form, rest) };
    if line.form == Form::Text {
        line.section = None;
    }
    if line.marker.is_none()
        && line.section.is_none()
        && matches!(line.form, Form::Text | Form::Markup(_))
        && let Some((labelled, rest)) = named_part(&line.text)
    {
        let form = if line.form == Form::Text { Form::Numbered } else { line.form };
        line = Line { form, marker: Some(labelled), text: rest, ..line };
    }
    // `9. (1) …`: the heading that the 9 numbered is lost, and the first item below stands in its place.
    let inner = line.marker.as_ref().and_then(|outer| {
        let (inner, rest) = marker(&line.text, false)?;
        (inner.scheme > outer.scheme && inner.ordinal == 1).then(|| (inner, rest.to_owned()))
    });
    match inner {
        Some((marker, rest)) => {
            let item = Line {
                section: self::section(&rest),
                marker: Some(marker),
                text: rest,
                form: Form::Numbered,
                ..line.clone()
            };
            vec![Line { text: String::new(), section: None, repairs: Vec::new(), ..line }, item]
        }
        None => vec![line],
    }
}

/// How deep lists may nest; what is deeper counts as this deep.
const MAX_DEPTH: u8 = 40;

/// A part that is called by the plan's word and has no number: `Enabler: …`, 驱动者：…. The number is 0.
fn named_part(text: &str) -> Option<(Marker, String)> {
    let (place, sign) = text.char_indices().take(30).find(|(_, character)| matches!(character, ':' | '：'))?;
    let word = text.get(..place)?.trim();
    let rest = text.get(place + sign.len_utf8()..)?.trim();
    let kind = term(&normalize(word))?.kind;
    let is_title = !rest.is_empty() && is_short(rest, 2) && !ends_sentence(rest);
    is_title.then(|| {
        let marker = Marker {
            scheme: Scheme::Labelled(kind),
            ordinal: 0,
            above: Vec::new(),
            printed: String::new(),
            term: Some(word.to_owned()),
        };
        (marker, rest.to_owned())
    })
}

/// Whether a paragraph with the words of a section's heading is its heading, and no sentence.
fn is_heading_line(section: &Section, text: &str) -> bool {
    match &section.rest {
        None => !ends_sentence(text),
        // `In this period we will: (a) …; (b) …` is a sentence.
        Some(_)
            if matches!(section.meanings.first(), Some(Meaning::General | Meaning::Inner(_))) && opens_aims(text) =>
        {
            false
        }
        // `Vision: …`, but not "Note: …" in the middle of a text: the words in front of the colon are few.
        Some(_) => section.words.chars().count() <= if section.words.chars().any(is_han) { 10 } else { 40 },
    }
}

/// Whether the text ends as sentences and their parts do. A colon does not: it opens what follows.
pub(in crate::document) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '）', ')', '」', '』'])
        .ends_with(['。', '！', '；', '，', '、', '.', '!', ';', ',', '…'])
}

/// Whether a text is as short as a heading, times `times`.
pub(in crate::document) fn is_short(text: &str, times: usize) -> bool {
    let n_characters = text.chars().count();
    if text.chars().any(is_han) {
        n_characters <= 32 * times
    } else {
        n_characters <= 90 * times && text.split_whitespace().count() <= 12 * times
    }
}

/// Finds the headings among the running text that have neither number nor known words.
fn find_titles(lines: &mut [Line]) {
    for index in 0..lines.len() {
        let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) else { return };
        if line.form == Form::Text
            && is_title(&line.text)
            && has_more_to_say(next, line)
            && let Some(line) = lines.get_mut(index)
        {
            line.form = Form::Title;
        }
    }
}

static DATED: Pattern = Pattern::new(r"[0-9]{4}\s*[年\-/.]\s*[0-9]{1,2}|[0-9]{1,2}:[0-9]{2}|://|www\.|@|[0-9]{4}\)?$");

fn is_title(text: &str) -> bool {
    let has_letters = text.chars().any(char::is_alphabetic);
    let starts_well = text.chars().next().is_some_and(|first| {
        is_han(first)
            || first.is_uppercase()
            || first.is_ascii_digit()
            || matches!(first, '“' | '"' | '《' | '【' | '「')
    });
    has_letters
        && starts_well
        && is_short(text, 1)
        && !ends_sentence(text)
        && !text.ends_with([':', '：'])
        && !text.contains('。')
        && !text.contains(". ")
        && !DATED.is_match(text)
}

/// Whether what follows could stand under a heading.
fn has_more_to_say(next: &Line, line: &Line) -> bool {
    match &next.form {
        // A line that goes on in small letters was only broken.
        Form::Text if next.text.starts_with(char::is_lowercase) => false,
        Form::Text => {
            let length = |text: &str| text.chars().count();
            ends_sentence(&next.text) || length(&next.text) > 2 * length(&line.text).max(20)
        }
        Form::Bullet(_) | Form::Table(_) => true,
        Form::Numbered => next.marker.as_ref().is_some_and(|marker| marker.ordinal <= 1),
        Form::Section => next.section.as_ref().is_some_and(|section| {
            section.meanings.iter().any(|meaning| {
                matches!(meaning, Meaning::Inner(_) | Meaning::Indicators | Meaning::Holder(ElementKind::Objective))
            })
        }),
        _ => false,
    }
}
