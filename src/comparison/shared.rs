//! What corresponding elements have in common, as people read it: themes, and words.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    ComparedPlan, ComparisonContext,
    passages::{Passages, Word},
};
use crate::{
    domain::{
        id::ThemeId,
        language::LanguageTag,
        theme::{TERM_SCHEME, THEME_SCHEME},
    },
    linguistics::{StretchKind, normalize_with_origins, stretches, words},
};

/// How many words are shown of those that elements share.
const MAX_SHARED_TERMS: usize = 10;

/// The themes that elements of at least two of the plans carry, in the codebook's order.
pub(super) fn shared_themes(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    passages: &Passages,
    members: &[usize],
) -> Vec<ThemeId> {
    context
        .codebook
        .in_scheme(THEME_SCHEME)
        .map(|theme| theme.id)
        .filter(|&theme| {
            let carriers: BTreeSet<usize> = members
                .iter()
                .map(|&member| passages.all()[member].place)
                .filter(|place| plans[place.plan].addresses(place.element, theme))
                .map(|place| place.plan)
                .collect();
            carriers.len() >= 2
        })
        .collect()
}

/// The words, and the labels of the codebook's finer terms, that elements of at least two of the plans share: at most
/// ten, the rarest in the bundled catalogue first, ties by the alphabet of stems. A word is given as it stands in the
/// texts, not as a stem.
pub(super) fn shared_terms(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    passages: &Passages,
    members: &[usize],
) -> Vec<String> {
    let n_plans = |users: &[usize]| users.iter().collect::<BTreeSet<_>>().len();
    let mut users_of_word: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut users_of_concept: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &member in members {
        let passage = &passages.all()[member];
        for &(word, _) in passage.readings.iter().flat_map(|reading| &reading.words) {
            users_of_word.entry(word).or_default().push(passage.place.plan);
        }
        for &(concept, _) in &passage.concepts {
            users_of_concept.entry(concept).or_default().push(passage.place.plan);
        }
    }

    let shared_words = users_of_word
        .into_iter()
        .filter(|(_, users)| n_plans(users) >= 2)
        .map(|(word, _)| &passages.vocabulary()[word])
        // Figures are common to many elements and say nothing by themselves.
        .filter(|word| word.word.chars().any(char::is_alphabetic))
        .map(|word| (word.idf, Term::Word(word)));
    let lang = common_language(plans, passages, members);
    let shared_concepts = users_of_concept
        .into_iter()
        .filter(|(_, users)| n_plans(users) >= 2)
        .filter_map(|(concept, _)| context.codebook.themes().get(concept).filter(|term| term.scheme == TERM_SCHEME))
        .filter_map(|term| {
            let label = term.labels.choose(std::slice::from_ref(&lang), None)?;
            Some((context.codebook.concept_idf(term.id), Term::Label(&label.text)))
        });

    let mut found: Vec<(f64, Term<'_>)> = shared_words.chain(shared_concepts).collect();
    found.sort_by(|(idf_a, a), (idf_b, b)| idf_b.total_cmp(idf_a).then_with(|| a.key().cmp(&b.key())));
    // A word and a label may read the same: one of each ten is kept in hand for that.
    found.truncate(2 * MAX_SHARED_TERMS);
    let forms = forms_as_written(passages, members, &found);
    let mut seen = BTreeSet::new();
    found
        .into_iter()
        .zip(forms)
        .map(|((_, term), form)| match term {
            Term::Word(word) => form.unwrap_or_else(|| word.word.clone()),
            Term::Label(label) => label.to_owned(),
        })
        .filter(|text| seen.insert(text.to_lowercase()))
        .take(MAX_SHARED_TERMS)
        .collect()
}

/// Something that texts share.
enum Term<'a> {
    Word(&'a Word),
    Label(&'a str),
}

impl Term<'_> {
    /// What ties are broken by: the alphabet, then what it is.
    fn key(&self) -> (&str, Option<&str>) {
        match self {
            Self::Word(word) => (&word.word, Some(&word.language)),
            Self::Label(label) => (label, None),
        }
    }
}

/// The language of the plans if it is one, else English.
fn common_language(plans: &[ComparedPlan<'_>], passages: &Passages, members: &[usize]) -> LanguageTag {
    let languages: BTreeSet<&LanguageTag> =
        members.iter().map(|&member| &plans[passages.all()[member].place.plan].plan.language).collect();
    let one = languages.iter().map(|lang| lang.primary()).collect::<BTreeSet<_>>().len() == 1;
    languages.first().filter(|_| one).map_or_else(LanguageTag::english, |&lang| lang.clone())
}

/// For each word, the form of it that stands in the texts: the most frequent, then a lower-case one, then the shortest,
/// then by the alphabet. None for words of Chinese characters, which have one form, that of the Simplified script.
fn forms_as_written(passages: &Passages, members: &[usize], terms: &[(f64, Term<'_>)]) -> Vec<Option<String>> {
    let wanted: Vec<Option<&Word>> = terms
        .iter()
        .map(|(_, term)| match term {
            Term::Word(word) => Some(*word).filter(|word| !has_chinese_characters(&word.word)),
            Term::Label(_) => None,
        })
        .collect();
    let languages: BTreeSet<&str> = wanted.iter().flatten().map(|word| word.language.as_str()).collect();
    let mut counts: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); wanted.len()];
    for reading in members.iter().flat_map(|&member| &passages.all()[member].readings) {
        if !languages.contains(reading.language.as_str()) {
            continue;
        }
        let normalized = normalize_with_origins(&reading.text);
        for stretch in stretches(normalized.text()).into_iter().filter(|stretch| stretch.kind == StretchKind::Word) {
            let found = words(stretch.text, &reading.language);
            let is_found = |word: &Word| word.language == reading.language && found == [word.word.as_str()];
            if let Some(place) = wanted.iter().position(|word| word.is_some_and(is_found)) {
                let form = normalized.original(stretch.range).unwrap_or(stretch.text);
                *counts[place].entry(form.to_owned()).or_default() += 1;
            }
        }
    }
    let chosen = |forms: BTreeMap<String, u32>| {
        forms.into_iter().min_by_key(|(form, count)| {
            (Reverse(*count), form.chars().any(char::is_uppercase), form.chars().count(), form.clone())
        })
    };
    counts.into_iter().map(|forms| chosen(forms).map(|(form, _)| form)).collect()
}

fn has_chinese_characters(word: &str) -> bool {
    stretches(word).iter().any(|stretch| stretch.kind == StretchKind::Han)
}

#[cfg(test)]
mod tests {
    use crate::{
        comparison::{
            element_matches,
            testing::{SampleElement, SamplePlan, codebook, context, goal, lang, sample_plan, texts},
        },
        domain::element::PlanLayer,
    };

    fn terms(plans: &[SamplePlan]) -> Vec<String> {
        let codebook = codebook();
        let compared: Vec<_> = plans.iter().map(SamplePlan::compared).collect();
        let matches = element_matches(&compared, &context(&codebook, &[], &[]), PlanLayer::Goal, 0.1);
        assert_eq!(matches.len(), 1);
        matches[0].shared_terms.clone()
    }

    fn pair(a: SampleElement, b: SampleElement) -> Vec<String> {
        terms(&[sample_plan("a", &[a]), sample_plan("b", &[b])])
    }

    #[test]
    fn words_are_given_as_written_rarest_first() {
        // Library and libraries are one word; stone is in every counted element.
        let found = pair(
            goal("g", "Libraries of stone, 2030", &["cloud"]),
            goal("g", "The stone library's libraries, 2030", &["cloud"]),
        );
        assert_eq!(found, ["cloud", "libraries", "stone"]);
    }

    #[test]
    fn chinese_words_are_words_and_latin_ones_among_them_too() {
        let chinese = |text: &str| SampleElement { title: texts(&[("zh-Hans", text)]), ..goal("g", "", &["cloud"]) };
        let mut plans = [
            sample_plan("a", &[chinese("AI services 智慧图书馆")]),
            sample_plan("b", &[chinese("智慧圖書館 AI services")]),
        ];
        for plan in &mut plans {
            plan.plan.language = lang("zh-Hans");
        }
        // The codebook knows no Chinese frequencies: all these words weigh 1, the term more.
        assert_eq!(terms(&plans), ["词", "AI", "services", "图书馆", "智慧"]);
    }

    #[test]
    fn at_most_ten_words_are_shown() {
        let text = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda";
        assert_eq!(pair(goal("g", text, &[]), goal("g", text, &[])).len(), 10);
    }
}
