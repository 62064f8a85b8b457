/// Adjusts p-values for being many, so that the expected share of false discoveries is held; in the order of `p_values`.
/// What is null, or not a number in 0..=1, stays null and is not counted.
///
/// Source: Benjamini & Hochberg 1995, "Controlling the False Discovery Rate", Journal of the Royal Statistical Society B
/// 57(1); R's `p.adjust(method = "BH")`.
pub fn adjust_benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let numbers = p_values.iter().enumerate().filter_map(|(place, p)| Some((place, (*p)?)));
    let mut ascending: Vec<(usize, f64)> = numbers.filter(|(_, p)| (0.0..=1.0).contains(p)).collect();
    ascending.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let n = ascending.len();

    let mut adjusted = vec![None; p_values.len()];
    let mut smallest = 1.0_f64;
    for (below, (place, p)) in ascending.into_iter().enumerate().rev() {
        // n ÷ rank is at least 1, so that rounding cannot bring a p-value below itself.
        smallest = smallest.min(p * (n as f64 / (below + 1) as f64));
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = Some(smallest);
        }
    }
    adjusted
}
