//! How long answers took.

use std::time::Duration;

/// The times of all answers of a run. Every one is kept, so that quantiles are exact.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<u64>);

impl Latencies {
    /// Adds one answer.
    pub fn add(&mut self, latency: Duration) {
        self.0.push(u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds those of another connection.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// How many answers there were.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The least time that a share of the answers (0..1) did not exceed, by the nearest rank. Unit: milliseconds. `None`:
    /// there was no answer.
    pub fn quantile_ms(&mut self, share: f64) -> Option<f64> {
        self.0.sort_unstable();
        // Ranks are far below 2^52, so the conversions are exact.
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).map(|nanoseconds| *nanoseconds as f64 / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.quantile_ms(0.5), None);
        for milliseconds in (1..=200).rev() {
            latencies.add(Duration::from_millis(milliseconds));
        }
        for (share, expected) in [(0.0, 1.0), (0.5, 100.0), (0.99, 198.0), (1.0, 200.0)] {
            assert_eq!(latencies.quantile_ms(share), Some(expected), "{share}");
        }
    }
}
