//! How well the registry's own coding finds themes: counts over a sample of elements that were labelled by hand.

use std::collections::BTreeMap;

/// What lexicon coding found in a labelled sample, frozen with the version of the codebook that it was measured with.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodingQuality {
    /// Elements of the sample.
    pub n_elements: u32,
    /// The counts of each theme, by its slug.
    pub themes: BTreeMap<String, ThemeQuality>,
}

/// One theme in the sample: counts of elements. Figures are worked out from them, so that none can disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ThemeQuality")]
pub struct ThemeQuality {
    /// Elements that address the theme, by the people's labels.
    pub n_labelled: u32,
    /// Elements in which a label of the theme was found.
    pub n_found: u32,
    /// Elements that were found and do address it.
    pub n_right: u32,
}

impl ThemeQuality {
    /// `n_right` ÷ `n_found`, 0..1; `None` when nothing was found.
    pub fn precision(self) -> Option<f64> {
        ratio(self.n_right, self.n_found)
    }

    /// `n_right` ÷ `n_labelled`, 0..1; `None` when the sample has no such element.
    pub fn recall(self) -> Option<f64> {
        ratio(self.n_right, self.n_labelled)
    }

    /// The harmonic mean of precision and recall, 0..1: 2 `n_right` ÷ (`n_labelled` + `n_found`); `None` when the theme
    /// is neither in the sample nor found in it.
    pub fn f1(self) -> Option<f64> {
        let both = u64::from(self.n_labelled) + u64::from(self.n_found);
        (both > 0).then(|| 2.0 * f64::from(self.n_right) / both as f64)
    }
}

impl CodingQuality {
    /// All themes together, every code counting once ("micro"): the figures of its sums.
    pub fn total(&self) -> ThemeQuality {
        self.themes.values().fold(ThemeQuality::default(), |sum, theme| ThemeQuality {
            n_labelled: sum.n_labelled.saturating_add(theme.n_labelled),
            n_found: sum.n_found.saturating_add(theme.n_found),
            n_right: sum.n_right.saturating_add(theme.n_right),
        })
    }

    /// The mean of a figure over the themes that have it, every theme counting once ("macro"); `None` where none has.
    pub fn mean(&self, figure: impl Fn(ThemeQuality) -> Option<f64>) -> Option<f64> {
        let figures: Vec<f64> = self.themes.values().filter_map(|theme| figure(*theme)).collect();
        (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
    }
}

fn ratio(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_ratios_of_counts() {
        for (labelled, found, right, precision, recall, f1) in [
            (4, 5, 3, Some(0.6), Some(0.75), Some(6.0 / 9.0)),
            (4, 0, 0, None, Some(0.0), Some(0.0)),
            (0, 2, 0, Some(0.0), None, Some(0.0)),
            (0, 0, 0, None, None, None),
            (3, 3, 3, Some(1.0), Some(1.0), Some(1.0)),
        ] {
            let theme = ThemeQuality { n_labelled: labelled, n_found: found, n_right: right };
            assert_eq!((theme.precision(), theme.recall(), theme.f1()), (precision, recall, f1), "{theme:?}");
        }
    }

    #[test]
    fn totals_count_codes_and_means_count_themes() {
        let quality = CodingQuality {
            n_elements: 9,
            themes: [
                ("a".to_owned(), ThemeQuality { n_labelled: 4, n_found: 4, n_right: 4 }),
                ("b".to_owned(), ThemeQuality { n_labelled: 4, n_found: 2, n_right: 1 }),
                ("c".to_owned(), ThemeQuality::default()),
            ]
            .into(),
        };
        assert_eq!(quality.total(), ThemeQuality { n_labelled: 8, n_found: 6, n_right: 5 });
        assert_eq!(quality.mean(ThemeQuality::precision), Some(0.75));
        assert_eq!(quality.mean(ThemeQuality::recall), Some(0.625));
        assert_eq!(CodingQuality::default().mean(ThemeQuality::f1), None);
    }
}
