//! What somebody may have meant by a word that is not known.

/// The candidate most like the word, if it is near enough to have been meant. Ties go to the first in order.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Jaro-Winkler favours a common beginning, as slugs of one library have.
    const NEAR_ENOUGH: f64 = 0.8;
    let word = word.trim().to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= NEAR_ENOUGH)
        .fold(None, |best: Option<(f64, &str)>, (likeness, candidate)| match best {
            Some((best_likeness, _)) if best_likeness >= likeness => best,
            _ => Some((likeness, candidate)),
        })
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_finds_the_word() {
        let slugs = ["ifla-strategy-2024-2029", "ifla-strategy-2019-2024", "changchun-library-14fyp-draft"];
        for (word, meant) in [
            ("ifla-stratgy-2024-2029", Some(slugs[0])),
            ("IFLA-strategy-2019", Some(slugs[1])),
            ("changchun-libary-14fyp", Some(slugs[2])),
            ("zzz", None),
        ] {
            assert_eq!(nearest(word, slugs.iter().copied()), meant, "{word}");
        }
    }
}
