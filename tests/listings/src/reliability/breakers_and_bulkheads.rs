//! Listings of the chapter "Circuit breakers and bulkheads".
//!
//! Time is a `Duration` since the start of the process, handed in by the caller: the breaker has
//! no clock of its own, so twenty minutes of outage can be tested in some milliseconds.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

// ANCHOR: bulkhead
/// At most so many calls to one dependency at the same moment.
#[derive(Debug)]
pub struct Bulkhead {
    free: AtomicU32,
    /// Calls that found no place, since the start: export it.
    pub refused: AtomicU64,
}

/// A place in the bulkhead; dropping it gives the place back.
#[derive(Debug)]
pub struct Place<'a>(&'a AtomicU32);

impl Bulkhead {
    /// A place for one call, or `None` at once: nobody waits for a place.
    #[must_use]
    pub fn enter(&self) -> Option<Place<'_>> {
        let less = |free: u32| free.checked_sub(1);
        let taken = self
            .free
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        if taken.is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(Place(&self.free))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Release);
    }
}
// ANCHOR_END: bulkhead

impl Bulkhead {
    /// A bulkhead with so many places.
    pub fn new(places: u32) -> Self {
        Self {
            free: AtomicU32::new(places),
            refused: AtomicU64::new(0),
        }
    }
}

// ANCHOR: erlang
/// The share of calls that find all places taken: Erlang's loss formula.
/// `load` is the mean number of calls in flight, rate times duration.
pub fn refused_share(load: f64, places: u32) -> f64 {
    (1..=places).fold(1.0, |share, place| {
        load * share / (f64::from(place) + load * share)
    })
}
// ANCHOR_END: erlang

/// Calls and failures of the last ten seconds, in one bucket a second.
#[derive(Debug, Default)]
pub struct Window {
    buckets: [Bucket; 10],
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    second: u64,
    calls: u32,
    failures: u32,
}

impl Window {
    /// Counts a call that ended at `now`. A timeout is a failure.
    pub fn record(&mut self, now: Duration, failed: bool) {
        let second = now.as_secs();
        let bucket = &mut self.buckets[(second % 10) as usize];
        if bucket.second != second {
            *bucket = Bucket {
                second,
                ..Bucket::default()
            };
        }
        bucket.calls += 1;
        bucket.failures += u32::from(failed);
    }

    /// The share of failures, once there are calls enough to judge by.
    pub fn failing(&self, now: Duration, least: u32) -> Option<f64> {
        let fresh = |b: &&Bucket| b.second + 10 > now.as_secs();
        let (calls, failures) = self
            .buckets
            .iter()
            .filter(fresh)
            .fold((0, 0), |sum, b| (sum.0 + b.calls, sum.1 + b.failures));
        (calls >= least).then(|| f64::from(failures) / f64::from(calls))
    }
}

/// What a breaker goes by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// It opens when this share of the calls in the window has failed ...
    pub share: f64,
    /// ... out of at least so many calls.
    pub least: u32,
    /// How long it stays open before it probes.
    pub pause: Duration,
    /// Probes at a time, at least one, all of which must succeed.
    pub probes: u32,
}

/// Half of at least 20 calls within ten seconds; three probes after 5 s.
pub const RULES: Rules = Rules {
    share: 0.5,
    least: 20,
    pause: Duration::from_secs(5),
    probes: 3,
};

// ANCHOR: breaker
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Closed,
    Open,
    /// `left` probes may still be sent, and `good` ones have succeeded.
    HalfOpen {
        left: u32,
        good: u32,
    },
}

/// A guard in front of one dependency. To be shared in a `Mutex` that is
/// not held during the call.
#[derive(Debug)]
pub struct Breaker {
    rules: Rules,
    state: State,
    /// When `Open` or `HalfOpen` ends.
    until: Duration,
    /// Goes up by one with each change of state.
    era: u64,
    /// Calls and failures of the last ten seconds.
    window: Window,
    /// Calls that were not sent, since the start: export it.
    pub refused: u64,
}

/// Permission to send one call, to be handed back with its outcome.
#[derive(Debug)]
pub struct Permit {
    era: u64,
}
// ANCHOR_END: breaker

impl Breaker {
    /// A closed breaker.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            state: State::Closed,
            until: Duration::ZERO,
            era: 0,
            window: Window::default(),
            refused: 0,
        }
    }
}

// ANCHOR: permit
impl Breaker {
    /// Permission to call now. `None`: answer without the dependency.
    #[must_use]
    pub fn permit(&mut self, now: Duration) -> Option<Permit> {
        if self.state != State::Closed && now >= self.until {
            let left = self.rules.probes;
            self.turn(State::HalfOpen { left, good: 0 }, now);
        }
        match &mut self.state {
            State::Closed => {}
            State::HalfOpen { left, .. } if *left > 0 => *left -= 1,
            _ => {
                self.refused += 1;
                return None;
            }
        }
        Some(Permit { era: self.era })
    }
}
// ANCHOR_END: permit

// ANCHOR: record
impl Breaker {
    /// Takes the outcome of a permitted call, known at `now`.
    pub fn record(&mut self, permit: Permit, now: Duration, failed: bool) {
        if permit.era != self.era {
            return; // Sent in an earlier state: it tells nothing new.
        }
        match &mut self.state {
            State::HalfOpen { .. } if failed => self.turn(State::Open, now),
            State::HalfOpen { good, .. } => {
                *good += 1;
                if *good == self.rules.probes {
                    self.window = Window::default();
                    self.turn(State::Closed, now);
                }
            }
            _ => {
                self.window.record(now, failed);
                let failing = self.window.failing(now, self.rules.least);
                if failing.is_some_and(|share| share >= self.rules.share) {
                    self.turn(State::Open, now);
                }
            }
        }
    }

    fn turn(&mut self, next: State, now: Duration) {
        let (from, refused) = (self.state, self.refused);
        tracing::warn!(?from, to = ?next, refused, "circuit breaker");
        self.state = next;
        self.until = now + self.rules.pause;
        self.era += 1;
    }
}
// ANCHOR_END: record

// ANCHOR: eligible
/// The instances to send requests to: the healthy ones, or all of them when
/// fewer are healthy than the load needs. The second value: whether all.
pub fn eligible(healthy: &[bool], needed: usize) -> (Vec<usize>, bool) {
    let all = 0..healthy.len();
    let fit: Vec<_> = all.clone().filter(|&i| healthy[i]).collect();
    let fail_open = fit.len() < needed;
    if fail_open {
        tracing::error!(healthy = fit.len(), needed, "checks ignored");
        return (all.collect(), true);
    }
    (fit, false)
}
// ANCHOR_END: eligible

#[cfg(test)]
mod tests;
