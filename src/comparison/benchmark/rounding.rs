//! Values without the noise of binary arithmetic: 1.005 万 and 10,050 are one value, and tie.

/// The value to so many significant digits, as close as a machine's number comes to it; 0 for −0.
pub(super) fn without_noise(value: f64, digits: usize) -> f64 {
    // Adding 0 makes 0 of −0.
    rounded(value, digits).unwrap_or_else(|| written(value, digits)) + 0.0
}

/// The value written down with so many digits and read again: right for any value, and slow.
fn written(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

/// The same by arithmetic, in which nothing but the result is rounded; `None` where that cannot be told so.
///
/// The value times 10ᵖ, with so many digits before its point, is `high + low` exactly, and the nearest whole number `whole`.
/// Powers of ten up to 10²² and whole numbers below 2⁵³ are exact, so `whole` ÷ 10ᵖ is rounded once, as reading its digits
/// would be.
fn rounded(value: f64, digits: usize) -> Option<f64> {
    let size = value.abs();
    let most = power_of_ten(digits)?;
    if size < most && size.fract() == 0.0 {
        return Some(value);
    }
    // Only a first guess: whether it is right is seen from the number of digits.
    let digits_before_point = (size.log10().floor() as i32).checked_add(1)?;
    let power = usize::try_from((digits as i32).checked_sub(digits_before_point)?).ok()?;
    let scale = power_of_ten(power)?;
    let high = value * scale;
    let low = value.mul_add(scale, -high);
    let whole = high.round();
    // Both are below 2⁴⁷ here, so that their difference loses nothing.
    let beyond = (high - whole) + low;
    let has_all_digits = (power_of_ten(digits - 1)? + 1.0..most - 1.0).contains(&high.abs());
    // Halfway cases go to the even digit, which is left to the slow way.
    (has_all_digits && beyond.abs() < 0.499).then(|| whole / scale)
}

/// 10 to a power for which that is exact; `None` for others, and more digits than are exact.
fn power_of_ten(power: usize) -> Option<f64> {
    const EXACT: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    EXACT.get(power).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: f64, digits: usize) {
        let (fast, slow) = (without_noise(value, digits), written(value, digits) + 0.0);
        assert_eq!(fast.to_bits(), slow.to_bits(), "{value:e} to {digits} digits: {fast:e}, not {slow:e}");
    }

    #[test]
    fn noise_goes_and_values_stay() {
        assert_eq!(without_noise(1.005 * 10_000.0, 14), 10_050.0);
        assert_eq!(without_noise(0.1 + 0.2, 12), 0.3);
        assert_eq!(without_noise(-0.0, 12).to_bits(), 0.0_f64.to_bits());
        let edges = [0.0, 1e-9, 1e-10, 9.999_999_999_999_99e13, 1e14, 1e15, 0.5, 2.5, 1.5e-310, f64::MAX, 1e22, 1e23];
        for value in edges.into_iter().chain([f64::INFINITY, f64::NEG_INFINITY, 99_999_999_999_999.5]) {
            for digits in [1, 12, 14] {
                check(value, digits);
                check(-value, digits);
            }
        }
        assert!(without_noise(f64::NAN, 12).is_nan());
    }

    proptest! {
        #[test]
        fn the_fast_way_is_the_slow_one(value in any::<f64>().prop_filter("a number", |value| !value.is_nan())) {
            check(value, 12);
            check(value, 14);
        }

        #[test]
        fn so_it_is_for_figures_as_people_write_them(
            whole in -10_000_000_000_i64..10_000_000_000, power in 0..12_i32, by in 1..400_u32, digits in 12..15_usize
        ) {
            let value = whole as f64 / 10_f64.powi(power);
            for value in [value, value / f64::from(by), value * f64::from(by), value - f64::from(by), value.next_up()] {
                check(value, digits);
            }
        }

        #[test]
        fn so_it_is_halfway_between_two_values(whole in 0..10_000_000_000_000_i64, digits in 12..15_usize, power in 0..4) {
            check((whole as f64 + 0.5) / f64::from(1 << power), digits);
        }
    }
}
