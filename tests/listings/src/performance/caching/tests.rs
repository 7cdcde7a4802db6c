//! What the chapter says, and what its listings do.

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
