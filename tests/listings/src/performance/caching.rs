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
mod tests {
    use super::*;
    use crate::figure::{Axis, Series, drawn, lines, number};
    use crate::page::page;
    use crate::reliability::timeouts::in_flight;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::mpsc;
    use std::thread;

    const RATE: f64 = 200.0;
    const TOOK: f64 = 0.35;
    const TTL: f64 = 60.0;
    const LONGER: f64 = 30.0;
    const LONG: Duration = Duration::from_secs(60);

    fn text() -> crate::page::Page {
        page("performance/caching")
    }

    type Got = Result<u32, Failed>;

    /// A leader that holds its computation until all of `followers` have joined.
    fn crowd(followers: u64, end: impl FnOnce() -> Got + Send) -> (Option<Got>, Vec<Got>, u64) {
        let flights = SingleFlight::<&str, u32>::default();
        let (go, gone) = mpsc::channel();
        let (led, followed) = thread::scope(|scope| {
            let leader = scope.spawn(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    flights.get(&"A-17", LONG, || {
                        go.send(()).expect("the test listens");
                        while flights.counts.joined.load(Ordering::Relaxed) < followers {
                            thread::yield_now();
                        }
                        end()
                    })
                }))
                .ok()
            });
            gone.recv().expect("the leader starts");
            let joining: Vec<_> = (0..followers)
                .map(|_| scope.spawn(|| flights.get(&"A-17", LONG, || Ok(0))))
                .collect();
            let followed = joining.into_iter().map(|t| t.join().expect("no panic"));
            let followed = followed.collect::<Vec<_>>();
            (leader.join().expect("its panic is caught"), followed)
        });
        // Whatever happened, the next caller starts anew.
        assert_eq!(flights.get(&"A-17", LONG, || Ok(9)), Ok(9));
        let computed = flights.counts.computed.load(Ordering::Relaxed);
        (led, followed, computed - 1)
    }

    #[test]
    fn one_computes_for_all() {
        let (led, followed, computed) = crowd(8, || Ok(4_200));
        assert_eq!(led, Some(Ok(4_200)));
        assert_eq!(followed, vec![Ok(4_200); 8]);
        assert_eq!(computed, 1);
    }

    #[test]
    fn a_failure_is_shared_and_not_repeated() {
        let (led, followed, computed) = crowd(4, || Err(Failed::Source));
        assert_eq!(led, Some(Err(Failed::Source)));
        assert_eq!(followed, vec![Err(Failed::Source); 4]);
        assert_eq!(computed, 1);
    }

    #[test]
    fn a_panic_of_the_leader_leaves_nobody_waiting() {
        let (led, followed, computed) = crowd(4, || std::panic::resume_unwind(Box::new(())));
        assert_eq!(led, None);
        assert_eq!(followed, vec![Err(Failed::Panicked); 4]);
        assert_eq!(computed, 1);
    }

    #[test]
    fn a_follower_leaves_when_its_time_is_up_and_other_keys_do_not_wait() {
        let flights = SingleFlight::<&str, u32>::default();
        let led = flights.get(&"a", LONG, || {
            // While `a` is being computed, in the same thread:
            let late = flights.get(&"a", Duration::ZERO, || Ok(0));
            assert_eq!(late, Err(Failed::TookTooLong));
            assert_eq!(flights.get(&"b", Duration::ZERO, || Ok(2)), Ok(2));
            Ok(1)
        });
        assert_eq!(led, Ok(1));
    }

    #[test]
    fn the_stampede_of_the_scenario() {
        let at_once = in_flight(RATE, Duration::from_secs_f64(TOOK));
        text().says(format!("{} queries for the same number", number(at_once)));
        text().says(format!("or {at_once:.0} callers would take turns"));
        text().says(format!("The {at_once:.0} users still wait."));
        // Twenty connections, 350 ms a query.
        let busy = at_once * TOOK / 20.0;
        text().says(format!(
            "holds all 20 connections of the pricing database for {busy:.1} seconds"
        ));
    }

    #[test]
    fn what_each_policy_costs() {
        let lives = 200;
        let row = |policy, name: &str| {
            let cost = hot_key(policy, RATE, TOOK, TTL, lives, 7);
            text().says(format!(
                "| {name} | {:.1} | {} | {:.1} | {:.1} s |",
                cost.computed, cost.at_once, cost.waited, cost.oldest
            ));
            cost
        };
        let plain = row(Policy::Plain, "No protection");
        let single = row(Policy::Single, "[Single flight](concept:)");
        let early = row(Policy::Early, "Probabilistic early renewal");
        let stale = row(
            Policy::Stale(LONGER),
            "[Stale-while-revalidate](concept:) and single flight",
        );
        // The average is Little's law.
        assert!((plain.computed - (1.0 + RATE * TOOK)).abs() < 2.0);
        assert!((single.waited - plain.waited).abs() < 2.0);
        assert!(early.waited < 5.0 && early.oldest <= TTL + TOOK);
        assert_eq!(stale.at_once, 1);
        assert!(stale.oldest > TTL + TOOK);
        // Nobody waits because somebody comes in time: not so with a request a minute.
        let rare = hot_key(Policy::Stale(LONGER), 1.0 / 60.0, TOOK, TTL, 20_000, 7).waited;
        let by_hand = (-LONGER / 60.0).exp();
        assert!((rare - by_hand).abs() < 0.02, "{rare} {by_hand}");
        text().says(format!(
            "{:.0} of 100 expiries make somebody wait, as those {LONGER} seconds are over",
            100.0 * by_hand
        ));
        text().says(format!(
            "over {lives} expiries, {} ms for every computation, {LONGER} seconds in which the old entry is still \
             served. The first row is too kind, since {:.0} queries at once take longer",
            1e3 * TOOK,
            plain.computed
        ));
        // Where the early renewals begin on average: 70 candidates e-fold into one.
        let lead = TOOK * (RATE * TOOK).ln();
        text().says(format!(
            "At {RATE} requests a second the first does so about {lead:.1} seconds before the end"
        ));
    }

    #[test]
    fn an_entry_ages() {
        let price = Freshness {
            ttl: TTL,
            while_revalidate: LONGER,
            if_error: 600.0,
        };
        assert_eq!(price.act(0.0), Act::Serve);
        assert_eq!(price.act(59.9), Act::Serve);
        assert_eq!(price.act(60.0), Act::ServeAndRenew);
        assert_eq!(price.act(89.9), Act::ServeAndRenew);
        assert_eq!(price.act(90.0), Act::Wait);
        assert!(price.excuses(659.0) && !price.excuses(660.0));
        let total = price.ttl + price.if_error;
        text().says(format!("up to {total} seconds old"));
        text().says(format!(
            "`Cache-Control: max-age={}, stale-while-revalidate={}, stale-if-error={}`",
            price.ttl, price.while_revalidate, price.if_error
        ));
        // Three caches in a row that do not tell each other.
        text().says(format!(
            "starts its {} seconds when it receives a value, however old: three such layers in a row serve prices up \
             to {} seconds old",
            price.ttl,
            3.0 * price.ttl
        ));
    }

    #[test]
    fn early_renewal_and_jitter() {
        // With one chance in e of being asked to, an entry is renewed `took` ahead.
        assert!(renew_early(TOOK, TOOK, 0.36));
        assert!(!renew_early(TOOK, TOOK, 0.37));
        // Expired is always renewed; and the luckiest number is no infinity.
        assert!(renew_early(0.0, TOOK, 1.0));
        assert!(!renew_early(60.0, TOOK, f64::EPSILON));
        let share = 0.1;
        let (latest, first) = (jittered(TTL, share, 0.0), jittered(TTL, share, 1.0));
        text().says(format!(
            "at a `share` of {share}, entries live from {first} to {latest} seconds"
        ));
        // 10,000 entries written in the same second by a warm-up.
        let entries = 10_000.0;
        text().says(format!(
            "{} entries that a warm-up wrote at once then expire at some {} a second",
            number(entries),
            number((entries / (latest - first)).round())
        ));
    }

    #[test]
    fn five_points_of_hit_ratio_double_the_load() {
        let lookups = 4_000.0;
        let (well, worse) = (0.95, 0.90);
        let behind = |hits: f64| (lookups * (1.0 - hits)).round();
        text().says(format!(
            "from {:.0}% to {:.0}% of hits, the load there doubles",
            100.0 * well,
            100.0 * worse
        ));
        text().says(format!(
            "All {} lookups a second meet a database that was sized for {}.",
            number(lookups),
            number(behind(well))
        ));
        text().says(format!(
            "look up {} prices. At 95% the cache sends {} of them on to the database, and at 90% it sends {}. \
             An empty cache sends all {}",
            number(lookups),
            number(behind(well)),
            number(behind(worse)),
            number(behind(0.0))
        ));
        assert!((behind(worse) / behind(well) - 2.0).abs() < 1e-9);
        text().says(format!(
            "which is {} times the load",
            number(behind(0.0) / behind(well))
        ));
    }

    #[test]
    fn stack_distances_are_an_lru_cache() {
        /// The same, by keeping one.
        fn kept(log: &[u32], warm: usize, size: usize) -> f64 {
            let (mut cache, mut hits) = (VecDeque::new(), 0.0);
            for (now, key) in log.iter().enumerate() {
                if let Some(at) = cache.iter().position(|k| k == key) {
                    cache.remove(at);
                    hits += f64::from(u8::from(now >= warm));
                }
                cache.push_front(*key);
                cache.truncate(size);
            }
            hits / (log.len() - warm) as f64
        }
        let log = zipf(50, 0.8, 2_000, 3);
        for size in [1, 2, 7, 30, 50] {
            let one = hit_ratios(&log, 500, &[size])[0];
            assert!((one - kept(&log, 500, size)).abs() < 1e-9, "{size}");
        }
        assert_eq!(hit_ratios(&[1, 2, 1, 2], 0, &[1, 2]), [0.0, 0.5]);
        assert_eq!(hit_ratios(&[], 0, &[]), Vec::<f64>::new());
        assert_eq!(hit_ratios(&[5, 5], 0, &[0]), [0.0]);
    }

    #[test]
    fn popularity_and_size() {
        const KEYS: u32 = 20_000;
        let sizes = [20, 60, 200, 600, 2_000, 6_000, 12_000, 20_000];
        let curve = |skew| hit_ratios(&zipf(KEYS, skew, 120_000, 11), 60_000, &sizes);
        let percent = |ratio: f64| format!("{:.0}%", 100.0 * ratio);
        let points = |ratios: &[f64]| {
            sizes
                .iter()
                .zip(ratios)
                .map(|(s, r)| (*s as f64, 100.0 * r))
                .collect()
        };
        let (steep, usual, flat) = (curve(1.0), curve(0.8), curve(0.6));
        // A tenth of the catalogue.
        text().says(format!(
            "With {} articles, a cache for a tenth of them gives {} hits at a skew of 0.8, and {} at a skew of 1.0",
            number(f64::from(KEYS)),
            percent(usual[4]),
            percent(steep[4])
        ));
        let x = Axis::log(
            "entries in the cache, of 20,000 articles",
            &[20.0, 200.0, 2_000.0, 20_000.0],
        );
        let y = Axis::linear("hit ratio, %", &[0.0, 25.0, 50.0, 75.0, 100.0]);
        let html = lines(&x, &y, &[
            Series { name: "skew 1.0", points: points(&steep) },
            Series { name: "skew 0.8", points: points(&usual) },
            Series { name: "skew 0.6", points: points(&flat) },
        ])
        .html(
            &format!(
                "Three lines rise with the size of the cache. With 200 entries: {}, {} and {} hits for \
                 skews 1.0, 0.8 and 0.6. With 2,000 entries: {}, {} and {}. With 20,000: {}, {} and {}.",
                percent(steep[2]), percent(usual[2]), percent(flat[2]),
                percent(steep[4]), percent(usual[4]), percent(flat[4]),
                percent(steep[7]), percent(usual[7]), percent(flat[7]),
            ),
            "The flatter the popularity, the later the gain: at skew 0.6 most of it comes with the last tenfold \
             of memory. Simulated LRU caches, 60,000 requests each after as many to warm up.",
        );
        drawn("performance/caching-lru", &html);
        // A server that has just started: its first thousand requests.
        let (skew, tenth) = (0.8, KEYS / 10);
        text().says(format!(
            "With {0} places it holds a key until {0} others have been asked for",
            number(f64::from(tenth))
        ));
        let cold = hit_ratios(&zipf(KEYS, skew, 1_000, 11), 0, &[tenth as usize])[0];
        text().says(format!(
            "At a skew of {skew}, a server that has just been deployed answers {} of its first 1,000 requests",
            percent(cold)
        ));
    }
}
