//! Listings of the chapter "What real traffic does".

use std::collections::VecDeque;
use std::time::Duration;

// ANCHOR: pool
/// A pool of workers whose requests each call one of several replicas.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Workers; each has one request at a time.
    pub workers: u32,
    /// Requests a second.
    pub rate: f64,
    /// Seconds of work that a request needs besides the call.
    pub own: f64,
    /// Replicas that the calls go to in turn.
    pub replicas: u32,
}

impl Pool {
    /// Workers wanted on average, when one replica answers in `sick`
    /// seconds and each of the others in `well`.
    pub fn wanted(&self, well: f64, sick: f64) -> f64 {
        let one = 1.0 / f64::from(self.replicas);
        self.rate * (self.own + (1.0 - one) * well + one * sick)
    }

    /// The share of requests that find no worker.
    pub fn refused(&self, well: f64, sick: f64) -> f64 {
        let wanted = self.wanted(well, sick);
        (1.0 - f64::from(self.workers) / wanted).max(0.0)
    }
}
// ANCHOR_END: pool

impl Pool {
    /// One of `cells` equal parts, each with its own workers and replicas.
    pub fn cell(&self, cells: u32) -> Self {
        Self {
            workers: self.workers / cells,
            rate: self.rate / f64::from(cells),
            own: self.own,
            replicas: self.replicas / cells,
        }
    }
}

// ANCHOR: drawn
/// The share of calls that the first replica gets when every call goes to
/// the replica with the fewest calls in flight. `times`: how long each
/// takes to answer; `gap`: from call to call; both in microseconds.
pub fn drawn(times: &[u64], gap: u64, calls: u64, seed: u64) -> f64 {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut open = vec![VecDeque::new(); times.len()];
    let mut first = 0.0;
    for call in 0..calls {
        let now = call * gap;
        for ends in &mut open {
            while ends.front().is_some_and(|end| *end <= now) {
                ends.pop_front();
            }
        }
        let fewest = open.iter().map(VecDeque::len).min();
        let mut tied: Vec<usize> = (0..times.len()).collect();
        tied.retain(|k| Some(open[*k].len()) == fewest);
        if let Some(to) = rng.choice(tied) {
            open[to].push_back(now + times[to]);
            first += if to == 0 { 1.0 } else { 0.0 };
        }
    }
    first / calls as f64
}
// ANCHOR_END: drawn

impl Seen {
    /// The share of its calls that were bad.
    pub fn share(&self) -> f64 {
        f64::from(self.bad) / f64::from(self.calls.max(1))
    }
}

// ANCHOR: outliers
/// What the callers saw of one replica in the last minute.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Calls sent to it.
    pub calls: u32,
    /// Those that failed, or took longer than the limit.
    pub bad: u32,
}

impl Seen {
    /// Counts one call; `took` is `None` when it failed.
    pub fn record(&mut self, took: Option<Duration>, limit: Duration) {
        self.calls += 1;
        self.bad += u32::from(took.is_none_or(|took| took > limit));
    }
}

/// The replicas that are worse than their peers: bad in more than 5% of
/// their calls, 100 calls at least, and in more than five times the share
/// of the middle replica.
pub fn outliers(seen: &[Seen]) -> Vec<usize> {
    let mut shares: Vec<f64> = seen.iter().map(Seen::share).collect();
    shares.sort_by(f64::total_cmp);
    let middle = shares.get(shares.len() / 2).copied().unwrap_or(0.0);
    let limit = (5.0 * middle).max(0.05);
    let mut found = Vec::new();
    for (replica, seen) in seen.iter().enumerate() {
        let share = seen.share();
        if seen.calls >= 100 && share > limit {
            tracing::warn!(replica, share, middle, "worse than its peers");
            found.push(replica);
        }
    }
    found
}
// ANCHOR_END: outliers

// ANCHOR: chain
/// The availability of a request that needs all of `parts`, each with
/// its own availability from 0 to 1, their failures being independent.
pub fn chain(parts: &[f64]) -> f64 {
    parts.iter().product()
}

/// What each of `parts` equal parts needs, for all together to reach
/// `target`.
pub fn each(target: f64, parts: u32) -> f64 {
    target.powf(1.0 / f64::from(parts))
}

/// Minutes of 30 days in which the request does not work.
pub fn minutes_lost(availability: f64) -> f64 {
    (1.0 - availability) * 30.0 * 24.0 * 60.0
}
// ANCHOR_END: chain

#[cfg(test)]
mod tests;
