//! Listings of the chapter "Retries and their budgets".

use std::mem;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::timeouts::{Deadline, Limits};

// ANCHOR: sent
/// Attempts that one request sends to the last of `layers`, each of which
/// makes up to `tries`, when an attempt there fails with probability `p`.
pub fn sent(p: f64, tries: i32, layers: u32) -> f64 {
    let (mut fails, mut sent) = (p, 1.0);
    for _ in 0..layers {
        sent *= (0..tries).map(|k| fails.powi(k)).sum::<f64>();
        // The layer above sees a failure when all tries have failed.
        fails = fails.powi(tries);
    }
    sent
}
// ANCHOR_END: sent

// ANCHOR: budget
/// A tenth of a retry for every request, ten retries in hand at most.
/// All workers of a process share one for each dependency.
#[derive(Debug, Default)]
pub struct RetryBudget {
    tenths: AtomicU32,
}

impl RetryBudget {
    /// A request's first attempt pays in.
    pub fn request(&self) {
        let pay = |tenths: u32| (tenths < 100).then_some(tenths + 1);
        // An error means that the budget is full, which is well.
        let _ = self.tenths.fetch_update(Relaxed, Relaxed, pay);
    }

    /// A retry takes out ten tenths; `false`: it must not be made.
    pub fn retry(&self) -> bool {
        let take = |tenths: u32| tenths.checked_sub(10);
        self.tenths.fetch_update(Relaxed, Relaxed, take).is_ok()
    }
}
// ANCHOR_END: budget

// ANCHOR: backoff
/// Pauses whose upper limit doubles with each retry.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// The limit of the first pause.
    pub base: Duration,
    /// The limit that no pause exceeds.
    pub cap: Duration,
}

impl Backoff {
    /// The limit of the pause before retry `n`, the first being number 0.
    pub fn limit(self, n: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(n);
        self.base.saturating_mul(doubled).min(self.cap)
    }

    /// The pause itself: what the server asked for, and a random part.
    pub fn pause(self, n: u32, asked: Duration, rng: &mut Rng) -> Duration {
        asked.saturating_add(self.limit(n).mul_f64(rng.f64()))
    }
}
// ANCHOR_END: backoff

/// The clock that a client lives by: the machine's, or a test's.
pub trait Clock {
    /// The present moment.
    fn now(&self) -> Instant;
    /// Waits.
    fn sleep(&self, pause: Duration);
}

// ANCHOR: failure
/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It would fail again: a wrong request, a refused card.
    Lasting,
    /// It may pass, and the server asks for this pause, or for none.
    Passing(Duration),
}

/// Why a call ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The failure was lasting, or that of the last attempt.
    Failed(Failure),
    /// The budget had no retry: the dependency is in trouble.
    OverBudget,
    /// The deadline left no time for an attempt.
    OutOfTime,
}
// ANCHOR_END: failure

/// How the calls to one dependency ended, each in one of the last five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Attempts after the first.
    pub retries: u64,
    /// Answered by the first attempt.
    pub answered: u64,
    /// Answered by a retry: what the retries are worth.
    pub repaired: u64,
    /// Failed: no attempt would have changed it, or the last one failed.
    pub failed: u64,
    /// Failed for want of budget: the dependency is in trouble.
    pub over_budget: u64,
    /// Failed for want of time.
    pub out_of_time: u64,
}

impl Counts {
    fn add(&mut self, end: NoAnswer) {
        let count = match end {
            NoAnswer::Failed(_) => &mut self.failed,
            NoAnswer::OverBudget => &mut self.over_budget,
            NoAnswer::OutOfTime => &mut self.out_of_time,
        };
        *count += 1;
    }
}

/// What one worker calls a dependency with.
#[derive(Debug)]
pub struct Client<'a, C> {
    /// The timeout of an attempt, and the least time for one.
    pub limits: Limits,
    /// The pauses between attempts.
    pub backoff: Backoff,
    /// The budget, shared by all workers that call the dependency.
    pub budget: &'a RetryBudget,
    /// How they ended.
    pub counts: Counts,
    /// The randomness of the pauses.
    pub rng: Rng,
    /// The time.
    pub clock: C,
}

impl<C: Clock> Client<'_, C> {
    // ANCHOR: call
    /// Up to three attempts inside one deadline and one budget. `attempt`
    /// is given its timeout.
    pub fn call<T>(
        &mut self,
        deadline: Deadline,
        mut attempt: impl FnMut(Duration) -> Result<T, Failure>,
    ) -> Result<T, NoAnswer> {
        let mut retry = 0;
        let end = loop {
            let now = self.clock.now();
            let Some(timeout) = deadline.attempt(now, self.limits) else {
                break NoAnswer::OutOfTime;
            };
            match retry {
                0 => self.budget.request(),
                _ => self.counts.retries += 1,
            }
            let asked = match attempt(timeout) {
                Ok(answer) => {
                    self.counts.answered += u64::from(retry == 0);
                    self.counts.repaired += u64::from(retry > 0);
                    return Ok(answer);
                }
                Err(Failure::Passing(asked)) if retry < 2 => asked,
                Err(failure) => break NoAnswer::Failed(failure),
            };
            let pause = self.backoff.pause(retry, asked, &mut self.rng);
            let needed = pause.saturating_add(self.limits.least);
            if needed > deadline.left(self.clock.now()) {
                break NoAnswer::OutOfTime;
            }
            if !self.budget.retry() {
                break NoAnswer::OverBudget;
            }
            self.clock.sleep(pause);
            retry += 1;
        };
        self.counts.add(end);
        Err(end)
    }
    // ANCHOR_END: call
}

// ANCHOR: server
/// A server that refuses what it cannot answer, and pays for that too.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// Requests that it can answer in an interval.
    pub capacity: f64,
    /// What a refusal costs, as a share of an answer.
    pub refusal: f64,
}

impl Server {
    /// How many of the requests of an interval it answers.
    pub fn answers(self, arrived: usize) -> usize {
        let left = self.capacity - self.refusal * arrived as f64;
        arrived.min((left / (1.0 - self.refusal)) as usize)
    }
}
// ANCHOR_END: server

impl Server {
    // ANCHOR: herd
    /// Requests in each interval, until all `clients` are answered or 2,000
    /// intervals have passed. `wait`: intervals until a client comes back,
    /// by the number of its earlier refusals.
    pub fn herd<W>(self, clients: usize, wait: W) -> Vec<usize>
    where
        W: Fn(u32) -> usize,
    {
        let mut due = vec![vec![0; clients]];
        let mut sent = Vec::new();
        while sent.len() < due.len().min(2_000) {
            let now = sent.len();
            let arrived = mem::take(&mut due[now]);
            sent.push(arrived.len());
            for before in arrived.iter().skip(self.answers(arrived.len())) {
                let next = now + wait(*before).max(1);
                due.resize(due.len().max(next + 1), Vec::new());
                due[next].push(before + 1);
            }
        }
        sent
    }
    // ANCHOR_END: herd
}

#[cfg(test)]
mod tests;
