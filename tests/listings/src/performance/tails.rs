//! Listings of the chapter "Tails and percentiles".

use std::time::Duration;

use hdrhistogram::{AdditionError, CreationError, Histogram};

// ANCHOR: series
/// The value that `per_mille` of 1,000 samples do not exceed, by nearest
/// rank: 990 for the p99.
pub fn percentile(samples: &[u32], per_mille: usize) -> Option<u32> {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * per_mille).div_ceil(1_000);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Every time that a request can take which makes both calls in turn.
pub fn in_series(first: &[u32], second: &[u32]) -> Vec<u32> {
    first
        .iter()
        .flat_map(|a| second.iter().map(move |b| a + b))
        .collect()
}
// ANCHOR_END: series

// ANCHOR: fan_out
/// The share of requests that are slow when each makes `calls` and can do
/// without `spare` of the answers. Each answer is slow with probability
/// `slow` (below 1), independently of the others.
pub fn share_slow(slow: f64, calls: u32, spare: u32) -> f64 {
    // The probability of exactly k slow answers, and of at most k; k is 0.
    let mut exactly = (1.0 - slow).powf(f64::from(calls));
    let mut at_most = exactly;
    for k in 0..spare.min(calls) {
        exactly *= f64::from(calls - k) / f64::from(k + 1);
        exactly *= slow / (1.0 - slow);
        at_most += exactly;
    }
    1.0 - at_most
}
// ANCHOR_END: fan_out

// ANCHOR: histogram
/// Latencies between 1 µs and a minute, kept to two significant digits.
#[derive(Clone, Debug)]
pub struct Latencies(Histogram<u64>);

impl Latencies {
    /// Nothing recorded yet.
    pub fn new() -> Result<Self, CreationError> {
        Histogram::new_with_bounds(1, 60_000_000, 2).map(Self)
    }

    /// Counts one request. What took longer counts as a minute.
    pub fn record(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.0.saturating_record(micros);
    }

    /// Adds what another server, or another minute, has counted.
    pub fn merge(&mut self, other: &Self) -> Result<(), AdditionError> {
        self.0.add(&other.0)
    }

    /// The time within which `share` of the requests were done.
    pub fn within(&self, share: f64) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(share))
    }
}
// ANCHOR_END: histogram

/// A model of one read from a shard, in milliseconds: 15 on average, and in one read of 100 the replica
/// pauses for 300 more, whatever the read.
pub fn read_ms(rng: &mut fastrand::Rng) -> f64 {
    let pause = if rng.f64() < 0.01 { 300.0 } else { 0.0 };
    5.0 - 10.0 * (1.0 - rng.f64()).ln() + pause
}

// ANCHOR: hedge
/// Second copies of slow reads, and what became of them.
#[derive(Debug, Default)]
pub struct Hedges {
    /// What a read adds to the credit, in hundredths of a copy.
    pub percent: u64,
    /// Copies that may be sent now, in hundredths, at most ten copies.
    pub credit: u64,
    /// Reads made, copies left out.
    pub reads: u64,
    /// Copies sent.
    pub copies: u64,
    /// Copies that answered first.
    pub won: u64,
    /// Copies not sent, because the credit was used up.
    pub refused: u64,
}

impl Hedges {
    /// The latency of one read, where `ask` asks a replica and tells how
    /// many ms it took. When the first has not answered after `wait` ms,
    /// another is asked, and the earlier answer counts.
    pub fn read(&mut self, wait: f64, mut ask: impl FnMut() -> f64) -> f64 {
        self.reads += 1;
        self.credit = (self.credit + self.percent).min(1_000);
        let first = ask();
        if first <= wait {
            return first;
        }
        let Some(rest) = self.credit.checked_sub(100) else {
            self.refused += 1;
            return first;
        };
        self.credit = rest;
        self.copies += 1;
        let second = wait + ask();
        self.won += u64::from(second < first);
        first.min(second)
    }
}
// ANCHOR_END: hedge

#[cfg(test)]
mod tests;
