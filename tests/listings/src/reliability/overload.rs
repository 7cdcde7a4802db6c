//! Listings of the chapter "Overload: queues, backpressure, shedding".
//!
//! The queue is handed the time with each call, so that the tests can put it between simulated
//! clients and workers and let minutes of a sale pass in some milliseconds.

use std::collections::VecDeque;
use std::time::Duration;

/// What a request is for; it decides who waits when there is not room for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Somebody is paying.
    Pay,
    /// Somebody is looking at a product.
    Browse,
}

// ANCHOR: job
/// One request that waits for a worker.
#[derive(Debug)]
pub struct Job<T> {
    /// What it is for.
    pub class: Class,
    /// When nobody wants the answer any more, on the clock of `now`.
    pub deadline: Duration,
    /// What the worker needs to do it.
    pub work: T,
}

/// How the queue decides.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// So many may wait when a request of `Class::Pay` arrives, and ...
    pub pay: usize,
    /// ... so many, which is fewer, when one of `Class::Browse` does.
    pub browse: usize,
    /// The least time left worth starting for. `None`: any.
    pub least: Option<Duration>,
    /// Newest first once the queue has not been empty for so long.
    pub standing: Option<Duration>,
}
// ANCHOR_END: job

/// A no at the door: a 503 with this `Retry-After`, in seconds.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Drawn anew each time, so that those sent away do not return together.
    pub retry_after_s: u64,
}

/// In the queue, or not.
pub type Admitted = Result<(), Refusal>;

/// What the queue has turned away since the start: export it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Refused at the door while paying, and while browsing.
    pub refused: [u64; 2],
    /// Dropped in the queue, too late to be of use.
    pub expired: u64,
}

/// The requests that wait for a worker.
#[derive(Debug)]
pub struct Queue<T> {
    rules: Rules,
    jobs: VecDeque<Job<T>>,
    /// When a request last came to an empty queue.
    last_empty: Duration,
    random: fastrand::Rng,
    /// What was turned away.
    pub counts: Counts,
}

impl<T> Queue<T> {
    /// An empty queue.
    pub fn new(rules: Rules, seed: u64) -> Self {
        Self {
            rules,
            jobs: VecDeque::new(),
            last_empty: Duration::ZERO,
            random: fastrand::Rng::with_seed(seed),
            counts: Counts::default(),
        }
    }
}

// ANCHOR: offer
impl<T> Queue<T> {
    /// Takes a request in, or refuses it before any work is done for it.
    pub fn offer(&mut self, job: Job<T>, now: Duration) -> Admitted {
        while self.jobs.front().is_some_and(|job| self.late(job, now)) {
            self.jobs.pop_front();
            self.counts.expired += 1;
        }
        let places = match job.class {
            Class::Pay => self.rules.pay,
            Class::Browse => self.rules.browse,
        };
        if self.jobs.len() >= places || self.late(&job, now) {
            self.counts.refused[job.class as usize] += 1;
            let retry_after_s = self.random.u64(2..=10);
            return Err(Refusal { retry_after_s });
        }
        if self.jobs.is_empty() {
            self.last_empty = now;
        }
        self.jobs.push_back(job);
        Ok(())
    }

    /// Too little time left to do the work in, so that it would be wasted.
    fn late(&self, job: &Job<T>, now: Duration) -> bool {
        let left = job.deadline.saturating_sub(now);
        self.rules.least.is_some_and(|least| left < least)
    }
}
// ANCHOR_END: offer

// ANCHOR: next
impl<T> Queue<T> {
    /// The request that a free worker takes up at `now`.
    pub fn next(&mut self, now: Duration) -> Option<Job<T>> {
        loop {
            let waited = now.saturating_sub(self.last_empty);
            let limit = self.rules.standing;
            let standing = limit.is_some_and(|limit| waited > limit);
            let next = if standing {
                self.jobs.pop_back()
            } else {
                self.jobs.pop_front()
            };
            let job = next?;
            if !self.late(&job, now) {
                return Some(job);
            }
            self.counts.expired += 1;
        }
    }
}
// ANCHOR_END: next

// ANCHOR: rush
/// Requests that wait after `rush` seconds of `offered` a second at a
/// service that does `capacity` a second.
pub fn waiting(rush: f64, offered: f64, capacity: f64) -> f64 {
    (offered - capacity).max(0.0) * rush
}

/// Seconds for which all answers are late after that, at a normal load
/// below the capacity, if nobody asks twice.
pub fn late_for(waiting: f64, capacity: f64, normal: f64) -> f64 {
    waiting / (capacity - normal)
}

/// Requests a second that are served when refusing one costs the share
/// `cost` of serving it: `served + (offered - served) * cost = capacity`.
pub fn served(offered: f64, capacity: f64, cost: f64) -> f64 {
    let served = (capacity - offered * cost) / (1.0 - cost);
    served.clamp(0.0, offered.min(capacity))
}
// ANCHOR_END: rush

#[cfg(test)]
mod tests;
