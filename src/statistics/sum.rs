/// The sum of numbers, the same bits in whatever order they come: they are sorted, and what each addition rounds away is
/// kept and added at the end (Neumaier 1974).
pub(super) fn sum_in_order(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}
