//! Listings of the chapter "Measuring: laboratory, field, load".

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hdrhistogram::{Histogram, RecordError};

/// A server that works on one request after the other, and stands still once.
/// Times in ms.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// Work for each request.
    pub service: u64,
    /// From when to when it does nothing.
    pub pause: (u64, u64),
    free: u64,
}

impl Server {
    /// A server without work.
    pub fn new(service: u64, pause: (u64, u64)) -> Self {
        let free = 0;
        Self {
            service,
            pause,
            free,
        }
    }

    /// When a request is answered that arrives at `at`. To be asked in order of time.
    pub fn answer(&mut self, at: u64) -> u64 {
        let mut start = at.max(self.free);
        let (stop, go) = self.pause;
        if start < go && start + self.service > stop {
            start = go;
        }
        self.free = start + self.service;
        self.free
    }
}

// ANCHOR: closed
/// One request of a load test, in ms since its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When the plan wanted it to leave.
    pub due: u64,
    /// When it left: later, if no connection was free.
    pub sent: u64,
    /// When it was answered.
    pub answered: u64,
}

/// Each user sends, waits for the answer, pauses for `think` ms, and again.
pub fn closed(to: &mut Server, users: u64, think: u64, end: u64) -> Vec<Sample> {
    let begin = |k| Reverse(k * think / users);
    let mut next: BinaryHeap<_> = (0..users).map(begin).collect();
    let mut samples = Vec::new();
    while let Some(Reverse(sent)) = next.pop().filter(|at| at.0 < end) {
        let answered = to.answer(sent);
        next.push(Reverse(answered + think));
        samples.push(Sample {
            due: sent,
            sent,
            answered,
        });
    }
    samples
}
// ANCHOR_END: closed

// ANCHOR: open
/// A request is due every `every` ms, whatever happened to the others.
pub fn open(to: &mut Server, lanes: usize, every: usize, end: u64) -> Vec<Sample> {
    let mut free = BinaryHeap::from(vec![Reverse(0); lanes.max(1)]);
    let send = |due: u64| {
        let sent = free.pop().map_or(due, |Reverse(at)| at.max(due));
        let answered = to.answer(sent);
        free.push(Reverse(answered));
        Sample {
            due,
            sent,
            answered,
        }
    };
    (0..end).step_by(every.max(1)).map(send).collect()
}
// ANCHOR_END: open

// ANCHOR: record
/// Records latencies in ms. With a `cycle`, in which one client meant to send
/// once, the samples are added that it omitted while it waited.
pub fn record(
    into: &mut Histogram<u64>,
    latencies: impl Iterator<Item = u64>,
    cycle: Option<u64>,
) -> Result<(), RecordError> {
    for latency in latencies {
        match cycle {
            Some(cycle) => into.record_correct(latency, cycle)?,
            None => into.record(latency)?,
        }
    }
    Ok(())
}
// ANCHOR_END: record

/// Two builds, measured in pairs.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// The median of the differences, new less old.
    pub median: f64,
    /// Pairs in which the new one took longer.
    pub slower: u32,
    /// Pairs with a difference.
    pub pairs: u32,
    /// The probability of a split at least as uneven between equal builds.
    pub chance: f64,
}

// ANCHOR: compare
/// Pairs of (old, new) by a sign test. `None` if there is no difference.
pub fn compare(pairs: &[(f64, f64)]) -> Option<Verdict> {
    let mut gaps: Vec<_> = pairs.iter().map(|(old, new)| new - old).collect();
    gaps.sort_by(f64::total_cmp);
    let slower = gaps.iter().filter(|gap| **gap > 0.0).count() as u32;
    let faster = gaps.iter().filter(|gap| **gap < 0.0).count() as u32;
    let pairs = slower + faster;
    // The probability of k heads in `pairs` throws of a coin, added up; as
    // a logarithm, since 0.5^1,100 is no longer a number above zero.
    let mut exactly = f64::from(pairs) * 0.5_f64.ln();
    let mut tail = 0.0;
    for k in 0..=slower.min(faster) {
        tail += exactly.exp();
        exactly += (f64::from(pairs - k) / f64::from(k + 1)).ln();
    }
    let chance = f64::min(1.0, 2.0 * tail);
    let (low, high) = (gaps.len().checked_sub(1)? / 2, gaps.len() / 2);
    let median = (gaps[low] + gaps[high]) / 2.0;
    (pairs > 0).then_some(Verdict {
        median,
        slower,
        pairs,
        chance,
    })
}
// ANCHOR_END: compare

// ANCHOR: enough
/// Samples until the share beyond a percentile is known to one standard
/// deviation of `error` (a share of it). `beyond` is 0.001 for the p99.9.
pub fn samples_for(beyond: f64, error: f64) -> f64 {
    (1.0 - beyond) / (beyond * error * error)
}

/// Samples until at least one lies beyond it, with a probability of `sure`.
pub fn samples_to_see(beyond: f64, sure: f64) -> f64 {
    ((1.0 - sure).ln() / (1.0 - beyond).ln()).ceil()
}
// ANCHOR_END: enough

/// Run `k` of `runs` on a machine that gets slower by `drift` over all of them:
/// `ms`, with up to 3% of noise either way.
pub fn run(ms: f64, k: u32, runs: u32, drift: f64, rng: &mut fastrand::Rng) -> f64 {
    let warm = 1.0 + drift * f64::from(k) / f64::from(runs);
    ms * warm * (0.97 + 0.06 * rng.f64())
}

#[cfg(test)]
mod tests;
