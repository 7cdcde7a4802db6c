//! Listings of the chapter "Caching, its stampedes and its staleness".

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

// ANCHOR: flight
/// One computation of a value, cheap to clone, for all who ask meanwhile.
#[derive(Debug)]
pub struct SingleFlight<K, V> {
    flights: Mutex<HashMap<K, Arc<Flight<V>>>>,
    /// Callers that computed, and callers that waited for one of them.
    pub counts: Counts,
}

impl<K: Hash + Eq + Clone, V: Clone> SingleFlight<K, V> {
    /// What `compute` gives, here or in the caller that runs it already; a
    /// follower waits for `longest` and no more.
    pub fn get(
        &self,
        key: &K,
        longest: Duration,
        compute: impl FnOnce() -> Result<V, Failed>,
    ) -> Result<V, Failed> {
        let (flight, leads) = self.board(key);
        if leads {
            let result = Err(Failed::Panicked); // until there is another
            let mut landing = Landing {
                of: self,
                key,
                flight,
                result,
            };
            landing.result = compute();
            return landing.result.clone();
        }
        let Flight { landed, signal } = &*flight;
        let (landed, _) = signal
            .wait_timeout_while(lock(landed), longest, |l| l.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        landed.clone().unwrap_or(Err(Failed::TookTooLong))
    }
}
// ANCHOR_END: flight

// ANCHOR: landing
/// The place where a leader leaves its result, and how followers hear of it.
#[derive(Debug)]
struct Flight<V> {
    landed: Mutex<Option<Result<V, Failed>>>,
    signal: Condvar,
}

/// Ends the flight when the leader returns, and when it panics.
impl<K: Hash + Eq, V> Drop for Landing<'_, K, V> {
    fn drop(&mut self) {
        let result = mem::replace(&mut self.result, Err(Failed::Panicked));
        lock(&self.of.flights).remove(self.key);
        *lock(&self.flight.landed) = Some(result);
        self.flight.signal.notify_all();
    }
}
// ANCHOR_END: landing

impl<K: Hash + Eq + Clone, V: Clone> SingleFlight<K, V> {
    /// The flight for `key`, and whether the caller has opened it and so leads.
    fn board(&self, key: &K) -> (Arc<Flight<V>>, bool) {
        let mut flights = lock(&self.flights);
        if let Some(flight) = flights.get(key) {
            self.counts.joined.fetch_add(1, Ordering::Relaxed);
            return (Arc::clone(flight), false);
        }
        let flight = Arc::new(Flight::default());
        flights.insert(key.clone(), Arc::clone(&flight));
        self.counts.computed.fetch_add(1, Ordering::Relaxed);
        (flight, true)
    }
}

impl<K, V> Default for SingleFlight<K, V> {
    fn default() -> Self {
        let flights = Mutex::default();
        let counts = Counts::default();
        Self { flights, counts }
    }
}

/// How callers came to an answer.
#[derive(Debug, Default)]
pub struct Counts {
    /// Callers that ran the computation.
    pub computed: AtomicU64,
    /// Callers that waited for the computation of another.
    pub joined: AtomicU64,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// The source said no, or said nothing.
    #[error("the source failed")]
    Source,
    /// The caller that computed has panicked.
    #[error("the computation panicked")]
    Panicked,
    /// The computation of another caller is still running.
    #[error("waited too long for the computation")]
    TookTooLong,
}

impl<V> Default for Flight<V> {
    fn default() -> Self {
        let landed = Mutex::default();
        let signal = Condvar::new();
        Self { landed, signal }
    }
}

struct Landing<'a, K: Hash + Eq, V> {
    of: &'a SingleFlight<K, V>,
    key: &'a K,
    flight: Arc<Flight<V>>,
    result: Result<V, Failed>,
}

/// What these locks guard is whole at any moment, so a panic under one spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

// ANCHOR: act
/// How old an answer may be, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Freshness {
    /// Up to this age it is served.
    pub ttl: f64,
    /// For so long after, it is served while one caller renews it.
    pub while_revalidate: f64,
    /// For so long after the TTL, it is served when renewing fails.
    pub if_error: f64,
}

impl Freshness {
    /// What to do with an entry of this age.
    pub fn act(&self, age: f64) -> Act {
        match age {
            a if a < self.ttl => Act::Serve,
            a if a < self.ttl + self.while_revalidate => Act::ServeAndRenew,
            _ => Act::Wait,
        }
    }

    /// Whether an entry of this age may stand in for a failed renewal.
    pub fn excuses(&self, age: f64) -> bool {
        age < self.ttl + self.if_error
    }
}
// ANCHOR_END: act

/// What a request does with the entry that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Answers from the cache.
    Serve,
    /// Answers from the cache; the entry is renewed behind it.
    ServeAndRenew,
    /// Waits for a new value.
    Wait,
}

// ANCHOR: early
/// Whether to renew an entry that is good for another `left` seconds, when
/// renewing takes `took` seconds. `random` is uniform in (0, 1].
pub fn renew_early(left: f64, took: f64, random: f64) -> bool {
    -took * random.ln() >= left
}

/// A TTL shortened by up to `share` of it, so that entries written together
/// do not expire together, and none outlives its limit.
pub fn jittered(ttl: f64, share: f64, random: f64) -> f64 {
    ttl * (1.0 - share * random)
}
// ANCHOR_END: early

/// What happens around the end of a hot entry's life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// Whoever finds it expired computes.
    Plain,
    /// Whoever finds it expired computes or waits for who does.
    Single,
    /// Some compute before it expires.
    Early,
    /// Expired, it is served for so many seconds more while one computes.
    Stale(f64),
}

/// What one hot key cost, over many lives of its entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Computations for each life.
    pub computed: f64,
    /// The most computations that ran at the same time.
    pub at_once: usize,
    /// Requests for each life that waited for a computation.
    pub waited: f64,
    /// The oldest value that was served, in seconds since its computation began.
    pub oldest: f64,
}

/// Requests for one key at random moments, `rate` a second, until its entry has
/// been renewed in `lives` bouts. Times in seconds.
pub fn hot_key(policy: Policy, rate: f64, took: f64, ttl: f64, lives: u32, seed: u64) -> Cost {
    let mut rng = fastrand::Rng::with_seed(seed);
    let (mut now, mut begun, mut expires) = (0.0_f64, -took, ttl);
    // When each running computation began; all take the same time.
    let mut running = VecDeque::<f64>::new();
    let (mut cost, mut computed, mut waited, mut bouts) = (Cost::default(), 0_u32, 0_u32, 0);
    while bouts < lives || !running.is_empty() {
        now -= (1.0 - rng.f64()).ln() / rate;
        while let Some(start) = running.front().filter(|start| **start + took <= now) {
            (begun, expires) = (*start, start + took + ttl);
            running.pop_front();
        }
        let expired = now >= expires;
        let early = policy == Policy::Early && renew_early(expires - now, took, 1.0 - rng.f64());
        let alone = matches!(policy, Policy::Plain | Policy::Early);
        let (served_until, behind) = match policy {
            Policy::Stale(longer) => (expires + longer, true),
            _ => (expires, false),
        };
        let computes = (expired || early) && (alone || running.is_empty());
        if computes {
            bouts += u32::from(running.is_empty());
            running.push_back(now);
            computed += 1;
            cost.at_once = cost.at_once.max(running.len());
        }
        if now >= served_until || (computes && !behind) {
            waited += 1;
        } else {
            cost.oldest = cost.oldest.max(now - begun);
        }
    }
    cost.computed = f64::from(computed) / f64::from(bouts);
    cost.waited = f64::from(waited) / f64::from(bouts);
    cost
}

// ANCHOR: lru
/// The hit ratio that an LRU cache of each size (in entries) would have had
/// on a log of keys, not counting its first `warm` requests. One pass.
pub fn hit_ratios(log: &[u32], warm: usize, sizes: &[usize]) -> Vec<f64> {
    let mut last = HashMap::new();
    // One mark for each key seen so far, at its newest request.
    let mut newest = Marks(vec![0; log.len() + 1]);
    let mut hits = vec![0_u32; sizes.len()];
    for (now, key) in log.iter().enumerate() {
        if let Some(before) = last.insert(key, now) {
            // Keys asked for since: a cache of more than that has this one.
            let between = newest.up_to(now) - newest.up_to(before + 1);
            for (hits, size) in hits.iter_mut().zip(sizes) {
                *hits += u32::from(now >= warm && between < *size);
            }
            newest.add(before, false);
        }
        newest.add(now, true);
    }
    let counted = log.len().saturating_sub(warm) as f64;
    hits.iter().map(|hits| f64::from(*hits) / counted).collect()
}
// ANCHOR_END: lru

/// The places in the log where a key was last asked for: a binary indexed tree,
/// in which setting a mark and counting those before a place take log n steps.
struct Marks(Vec<usize>);

impl Marks {
    fn add(&mut self, place: usize, set: bool) {
        let mut node = place + 1;
        while let Some(count) = self.0.get_mut(node) {
            *count = if set { *count + 1 } else { *count - 1 };
            node += node & node.wrapping_neg();
        }
    }

    fn up_to(&self, end: usize) -> usize {
        let (mut node, mut sum) = (end, 0);
        while node > 0 {
            sum += self.0[node];
            node &= node - 1;
        }
        sum
    }
}

/// Requests for `keys` products, the k-th most wanted in proportion to 1/k^skew.
pub fn zipf(keys: u32, skew: f64, requests: usize, seed: u64) -> Vec<u32> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut sum = 0.0;
    let upto: Vec<f64> = (1..=keys)
        .map(|k| {
            sum += f64::from(k).powf(-skew);
            sum
        })
        .collect();
    let pick = |at: f64| upto.partition_point(|end| *end <= at) as u32;
    (0..requests).map(|_| pick(rng.f64() * sum)).collect()
}

#[cfg(test)]
mod tests;
