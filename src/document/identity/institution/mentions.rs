//! The names that stand in a document, and how often and where each of them does.

use std::collections::HashMap;

use super::Place;
use crate::{
    document::{
        given::{Known, KnownInstitution},
        identity::{
            names::{self, Certainty, Name},
            survey::Line,
        },
    },
    linguistics::{is_han, normalize},
};

/// More spellings than this are a list of libraries: those that come later are not counted.
const MAX_SPELLINGS: usize = 200;

/// The normalized names of the registry's institutions.
pub(super) type KnownNames<'a> = Vec<(String, &'a KnownInstitution)>;

/// A name with all its mentions.
pub(super) struct Tally {
    pub(super) name: Name,
    pub(super) normalized: String,
    pub(super) line: Option<u32>,
    pub(super) place: Place,
    pub(super) n_mentions: usize,
    /// Mentions, those in the opening lines counted twice.
    pub(super) weight: usize,
}

/// Every name of a document.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) tallies: Vec<Tally>,
    /// The tally of every spelling seen.
    by_spelling: HashMap<String, usize>,
}

impl Mentions {
    /// Counts the names of a line; a mention weighs more in some places of the text than in others.
    pub(super) fn add(
        &mut self,
        line: &Line<'_>,
        number: Option<u32>,
        place: Place,
        weight: usize,
        known: &KnownNames<'_>,
    ) {
        let mut found = names::names(line);
        if matches!(place, Place::Title | Place::TitleBlock) {
            found.extend(alias_in(line, known));
        }
        for name in found {
            // In a title block the line must be the name, with a day at most; a byline of the page names others.
            let stands_alone = name.is_whole_line || is_signed(line);
            let place = match place {
                Place::TitleBlock if number.is_some() && !stands_alone => Place::Text,
                Place::Signature if !stands_alone => Place::Text,
                place => place,
            };
            if name.certainty == Certainty::Parent && place == Place::Text {
                continue;
            }
            self.count(name, number, place, weight);
        }
    }

    fn count(&mut self, name: Name, line: Option<u32>, place: Place, weight: usize) {
        let normalized = normalize(&name.printed);
        let index = match self.by_spelling.get(&normalized) {
            Some(&index) => index,
            None if self.by_spelling.len() >= MAX_SPELLINGS => return,
            None => {
                let is_same = |tally: &Tally| names::likeness(&tally.normalized, &normalized).is_some();
                let index = self.tallies.iter().position(is_same).unwrap_or(self.tallies.len());
                self.by_spelling.insert(normalized.clone(), index);
                index
            }
        };
        match self.tallies.get_mut(index) {
            Some(tally) => {
                tally.n_mentions += 1;
                tally.weight += weight;
                if place > tally.place {
                    *tally = Tally { name, normalized, line, place, ..*tally };
                }
            }
            None => self.tallies.push(Tally { name, normalized, line, place, n_mentions: 1, weight }),
        }
    }
}

/// The normalized names of every institution of the registry.
pub(super) fn known_names(known: &Known) -> KnownNames<'_> {
    let institutions = known.institutions.iter();
    institutions
        .flat_map(|institution| names_of(institution).into_iter().map(move |name| (name, institution)))
        .collect()
}

/// Whether a line ends in a day, as signatures do.
fn is_signed(line: &Line<'_>) -> bool {
    line.text().ends_with(['日', '月']) || line.text().ends_with(|last: char| last.is_ascii_digit())
}

/// An institution of the registry whose name stands in a title although no word in it is one of those that names end in.
fn alias_in(line: &Line<'_>, known: &KnownNames<'_>) -> Option<Name> {
    let text = line.text();
    let is_bounded = |start: usize, end: usize| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next());
        let is_letter = |character: Option<char>| character.is_some_and(|it| it.is_alphanumeric() && !is_han(it));
        !is_letter(before) && !is_letter(after)
    };
    let names = known.iter().map(|(name, _)| name).filter(|name| name.chars().count() >= 3);
    let mut longest: Option<(usize, usize)> = None;
    for name in names {
        let Some(start) = text.find(name.as_str()) else { continue };
        let end = start + name.len();
        if is_bounded(start, end) && longest.is_none_or(|(start, end)| name.len() > end - start) {
            longest = Some((start, end));
        }
    }
    let (start, end) = longest?;
    // Followed by 图书馆 or Library it would be the name of a university whose library speaks.
    let after = text.get(end..)?.trim_start();
    if after.starts_with("图书馆") || after.starts_with("librar") || after.starts_with("学会") {
        return None;
    }
    let is_whole_line = start == 0 && end == text.len();
    Some(Name { printed: line.printed(start..end), certainty: Certainty::Name, is_whole_line })
}

/// The normalized names of an institution of the registry. What stands behind a name in brackets is another name if it is
/// an abbreviation (IFLA, 国际图联), and else a remark.
fn names_of(institution: &KnownInstitution) -> Vec<String> {
    let mut found = Vec::new();
    for name in &institution.names {
        let Some((before, rest)) = name.split_once(['(', '（']) else {
            found.push(normalize(name));
            continue;
        };
        found.push(normalize(before));
        let inside = rest.trim_end_matches([')', '）', ' ']);
        let is_short_name = inside.chars().all(|character| character.is_ascii_uppercase()) && inside.len() >= 2;
        let is_chinese_name = inside.chars().count() >= 3 && inside.chars().all(is_han);
        if is_short_name || is_chinese_name {
            found.push(normalize(inside));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}
