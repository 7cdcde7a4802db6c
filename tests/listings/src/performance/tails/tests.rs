//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number, percent};
use crate::page::page;

const PAGE: &str = "performance/tails";
const SHARDS: u32 = 20;
const SEARCHES: u32 = 20_000;
/// What a slow search takes longer than, in ms.
const LIMIT: u32 = 100;

/// The latencies of searches, each as slow as the slowest of its reads, in whole milliseconds.
fn searches(wait: f64, hedges: &mut Hedges) -> Vec<u32> {
    let mut rng = fastrand::Rng::with_seed(20);
    let mut one = || {
        let reads = (0..SHARDS).map(|_| hedges.read(wait, || read_ms(&mut rng)));
        reads.fold(0.0, f64::max).round() as u32
    };
    (0..SEARCHES).map(|_| one()).collect()
}

fn share_over(samples: &[u32], limit: u32) -> f64 {
    samples.iter().filter(|ms| **ms > limit).count() as f64 / samples.len() as f64
}

fn at(samples: &[u32], per_mille: usize) -> u32 {
    percentile(samples, per_mille).expect("samples")
}

#[test]
fn one_shard_is_fine() {
    let mut rng = fastrand::Rng::with_seed(20);
    let reads: Vec<f64> = (0..400_000).map(|_| read_ms(&mut rng)).collect();
    let mean = reads.iter().sum::<f64>() / reads.len() as f64;
    let slow =
        reads.iter().filter(|ms| **ms > f64::from(LIMIT)).count() as f64 / reads.len() as f64;
    page(PAGE).says(format!(
            "answers in {mean:.0} ms on average, and only {:.0} answer in 100 takes longer than {LIMIT} ms",
            100.0 * slow
        ));
}

#[test]
fn a_search_waits_for_the_slowest() {
    let slow = share_slow(0.01, SHARDS, 0);
    page(PAGE).says(format!(
        "All {SHARDS} dashboards are green. But {} of searches take longer than {LIMIT} ms",
        percent(slow)
    ));
    let visitor = share_slow(0.01, 10 * SHARDS, 0);
    page(PAGE).says(format!(
        "{} of the customers who search ten times meet a slow one",
        percent(visitor)
    ));
    let simulated = searches(f64::INFINITY, &mut Hedges::default());
    assert_eq!(percent(share_over(&simulated, 100)), percent(slow));
    let mean = simulated.iter().sum::<u32>() as f64 / f64::from(SEARCHES);
    let between = share_over(&simulated, 80) - share_over(&simulated, 300);
    let (slow, fast): (Vec<u32>, Vec<u32>) = simulated.iter().partition(|ms| **ms > LIMIT);
    let about = |samples: &[u32]| (f64::from(at(samples, 500)) / 10.0).round() * 10.0;
    page(PAGE).says(format!(
        "either about {} ms or about {}: its mean is {mean:.0} ms and its median {} ms",
        about(&fast),
        about(&slow),
        at(&simulated, 500)
    ));
    page(PAGE).says(format!("Hardly anybody has ever waited {mean:.0} ms"));
    assert!((80.0..300.0).contains(&mean));
    page(PAGE).says(format!(
        "only {} of searches take between 80 and 300 ms",
        percent(between)
    ));
}

#[test]
fn fan_out_amplifies_the_tail() {
    page(PAGE).says(format!(
            "With {} of answers slower than a second, a request that needs 100 of them is slow in {} of cases",
            percent(0.01),
            percent(share_slow(0.01, 100, 0))
        ));

    page(PAGE).says(format!(
        "| 5 larger shards in place of {SHARDS} | {} |",
        percent(share_slow(0.01, 5, 0))
    ));
    let spare = share_slow(0.01, SHARDS, 1);
    page(PAGE).says(format!(
        "| Answer without the slowest shard | {:.1}% |",
        100.0 * spare
    ));
    page(PAGE).says(format!(
        "| Wait for all | {} |",
        percent(share_slow(0.01, SHARDS, 0))
    ));
    // Without pauses only the exponential part is left: more than 95 ms at a mean of 10.
    let calm = share_slow((-9.5_f64).exp(), SHARDS, 0);
    page(PAGE).says(format!("| Remove the pauses | {:.1}% |", 100.0 * calm));
    let late = 0.01;
    let per_shard = late / f64::from(SHARDS);
    page(PAGE).says(format!(
            "If {:.0} of 100 searches are to be done within {LIMIT} ms, each shard may exceed that in at most {}% of \
             its answers. An objective of {LIMIT} ms at a shard's p99 would not do: our {SHARDS} shards meet it.",
            100.0 * (1.0 - late),
            number(100.0 * per_shard)
        ));
    assert!(share_slow(per_shard, SHARDS, 0) < late);
    page(PAGE).says(format!("The search fans out to {SHARDS} shards"));
}

#[test]
fn the_formula_holds_at_its_ends() {
    assert_eq!(share_slow(0.0, 20, 0), 0.0);
    assert_eq!(share_slow(0.01, 0, 0), 0.0);
    assert_eq!(share_slow(1.0, 20, 0), 1.0);
    assert!(share_slow(0.5, 3, 3).abs() < 1e-12);
    assert!(share_slow(0.5, 3, 9).abs() < 1e-12);
    // Two or three heads of three coins.
    assert!((share_slow(0.5, 3, 1) - 0.5).abs() < 1e-12);
}

#[test]
fn amplification_is_drawn() {
    let calls: Vec<u32> = (0..=30)
        .map(|k| 10_f64.powf(f64::from(k) / 10.0).round() as u32)
        .collect();
    let line = |name, slow| Series {
        name,
        points: calls
            .iter()
            .map(|n| (f64::from(*n), 100.0 * share_slow(slow, *n, 0)))
            .collect(),
    };
    let x = Axis::log(
        "answers that one request waits for",
        &[1.0, 10.0, 100.0, 1_000.0],
    );
    let y = Axis::linear("slow requests, %", &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    let series = [
        line("1 answer in 100 is slow", 0.01),
        line("1 in 1,000", 0.001),
        line("1 in 10,000", 0.000_1),
    ];
    let alt = format!(
        "Three rising curves. With 1 slow answer in 100, {} of requests are slow at 10 answers, {} at 100 \
             and all of them at 1,000. With 1 in 1,000 it is {} at 100 and {} at 1,000; with 1 in 10,000, {} \
             at 1,000.",
        percent(share_slow(0.01, 10, 0)),
        percent(share_slow(0.01, 100, 0)),
        percent(share_slow(0.001, 100, 0)),
        percent(share_slow(0.001, 1_000, 0)),
        percent(share_slow(0.000_1, 1_000, 0)),
    );
    assert_eq!(percent(share_slow(0.01, 1_000, 0)), "100%");
    drawn(
            "performance/tail-amplification",
            &lines(&x, &y, &series).html(
                &alt,
                "What is rare for one answer is common for a request that waits for many. To keep the share of \
                 slow requests, ten times the answers need slow ones ten times rarer.",
            ),
        );
}

const FAST_CALL: u32 = 10;
const SLOW_CALL: u32 = 500;

/// `slow` of 100 calls are slow.
fn calls(slow: usize) -> Vec<u32> {
    let mut samples = vec![FAST_CALL; 100 - slow];
    samples.extend(vec![SLOW_CALL; slow]);
    samples
}

#[test]
fn percentiles_do_not_add() {
    let p99 = |slow| {
        let samples = calls(slow);
        let truth = at(&in_series(&samples, &samples), 990);
        (at(&samples, 990), truth)
    };
    let ((rare, truth), (more, again)) = (p99(1), p99(2));
    page(PAGE).says(format!(
            "two calls in series that each take {FAST_CALL} ms, and {SLOW_CALL} ms once in 100 times. The p99 of \
             each is {rare} ms, and the sum says {} ms. In truth almost {:.0} in 100 requests meet a slow call, and \
             the p99 of the requests is {truth} ms. Now let 2 in 100 calls be slow. Each p99 is {more} ms, the sum \
             says {} ms, and the truth is {again} ms again.",
            2 * rare,
            100.0 * share_slow(0.01, 2, 0),
            number(f64::from(2 * more)),
        ));
    assert!(share_slow(0.01, 2, 0) < 0.02);
}

#[test]
fn a_percentile_is_a_rank() {
    assert_eq!(percentile(&[], 990), None);
    assert_eq!(percentile(&[7], 990), Some(7));
    assert_eq!(percentile(&[7], 0), None);
    assert_eq!(percentile(&[3, 1, 2], 1_000), Some(3));
    // Of 500 samples, the p99.9 is the greatest.
    let samples: Vec<u32> = (1..=500).collect();
    assert_eq!(at(&samples, 999), 500);
    let rate = 200;
    page(PAGE).says("The p99.9 of a minute with 500 requests is its slowest request");
    page(PAGE).says(format!(
        "At the checkout's {rate} a second, the p99.9 of five minutes rests on {} requests",
        rate * 300 / 1_000
    ));
}

const EACH: u64 = 1_000;
const QUICK: u64 = 20;
const LATE: u64 = 900;

/// Ten servers with `EACH` requests: `slow` of those of the last are late, all others quick.
fn ten_servers(slow: u64) -> (f64, Duration) {
    let mut all = Latencies::new().expect("bounds");
    let mut sum = 0.0;
    for server in 0..10 {
        let mut own = Latencies::new().expect("bounds");
        for request in 0..EACH {
            let slow = server == 9 && request < slow;
            own.record(Duration::from_millis(if slow { LATE } else { QUICK }));
        }
        sum += own.within(0.99).as_secs_f64() * 1e3;
        all.merge(&own).expect("the same bounds");
    }
    (sum / 10.0, all.within(0.99))
}

#[test]
fn an_average_of_percentiles_is_none() {
    let (few, many) = (50, 200);
    let (average, truth) = ten_servers(few);
    let (same, other_truth) = ten_servers(many);
    assert!((average - same).abs() < 1e-9);
    // To the two digits that the histogram keeps.
    let ms = |d: Duration| (d.as_secs_f64() * 1e3 / 10.0).round() * 10.0;
    page(PAGE).says(format!(
            "Ten servers answer {} requests each, all in {QUICK} ms. Only on the tenth do some take {LATE} ms: {few} \
             of them in one case, {many} of them in another. The average of the ten p99 is {average:.0} ms in both. \
             Over all {} requests the p99 is {} ms in the first case and {} ms in the second. A graph that shows \
             {average:.0} ms has",
            number(EACH as f64),
            number(10.0 * EACH as f64),
            ms(truth),
            ms(other_truth),
        ));
}

#[test]
fn a_histogram_is_exact_to_its_digits() {
    for (digits, limit) in [(1_u8, 0.07), (2, 0.01), (3, 0.001)] {
        let new = || Histogram::<u64>::new_with_bounds(1, 60_000_000, digits).expect("bounds");
        let mut worst: f64 = 0.0;
        for step in 0..1_800 {
            let value = 1.01_f64.powi(step) as u64;
            let mut histogram = new();
            histogram.record(value).expect("within the bounds");
            // A second, greater value: the first alone would be reported as the maximum.
            histogram.record(60_000_000).expect("within the bounds");
            let told = histogram.value_at_quantile(0.5);
            worst = worst.max(told.abs_diff(value) as f64 / value as f64);
        }
        assert!(worst <= limit, "{digits} digits: {worst}");
        let counters = new().distinct_values();
        let kilobytes = counters as f64 * 8.0 / 1e3;
        if digits == 2 {
            page(PAGE).says(format!(
                    "With two, a percentile between 1 µs and a minute is at most {:.1}% wrong, and the {} counters \
                     take {kilobytes:.0} kB",
                    100.0 * worst,
                    number(counters as f64),
                ));
        }
    }
}

#[test]
fn what_is_out_of_bounds_counts_as_the_bound() {
    let mut latencies = Latencies::new().expect("bounds");
    latencies.record(Duration::ZERO);
    latencies.record(Duration::MAX);
    let longest = latencies.within(1.0).as_secs_f64();
    assert!((60.0..61.0).contains(&longest), "{longest}");
    assert!(latencies.within(0.5) <= Duration::from_micros(1));
    assert_eq!(
        Latencies::new().expect("bounds").within(0.99),
        Duration::ZERO
    );
}

#[test]
fn wide_buckets_invent_a_percentile() {
    // All samples in one bucket: the rank is placed by its share of the bucket's width.
    let (low, high) = (300.0_f64, 450.0);
    let told = low + 0.95 * (high - low);
    let all = 320.0;
    assert!(low < all && all < high);
    page(PAGE).says(format!(
            "When all answers take {all} ms and the bucket reaches from {low} to {high}, Prometheus spreads them \
             evenly over it and reports a p95 of {} ms",
            told.round()
        ));
}

#[test]
fn hedging_pays_by_its_wait() {
    let row = |name: &str, wait: f64| {
        let mut hedges = Hedges {
            percent: 100,
            ..Hedges::default()
        };
        let latencies = searches(wait, &mut hedges);
        let copies = 100.0 * hedges.copies as f64 / hedges.reads as f64;
        page(PAGE).says(format!(
            "| {name} | {copies:.0} | {:.1}% | {} ms |",
            100.0 * share_over(&latencies, 100),
            at(&latencies, 990),
        ));
        (hedges, share_over(&latencies, LIMIT), copies)
    };
    page(PAGE).says(format!(
        "{} simulated searches over our {SHARDS} shards",
        number(f64::from(SEARCHES))
    ));
    row("none sent", f64::INFINITY);

    let (at_p95, share, more) = row("37 ms (p95)", 37.0);
    page(PAGE).says(format!(
        "| [Hedge](concept:hedged-request) after the p95 | {:.1}% | {more:.0}% more reads;",
        100.0 * share
    ));
    let (.., most) = row("12 ms (median)", 12.0);
    page(PAGE).says(format!(
            "With the p95, {more:.0}% more reads take almost all slow searches away. With the median, {most:.0}% more"
        ));
    page(PAGE).says(format!(
        "{} of the copies win",
        percent(at_p95.won as f64 / at_p95.copies as f64)
    ));
    // The waits are what the table calls them.
    let mut rng = fastrand::Rng::with_seed(20);
    let mut reads: Vec<f64> = (0..100_000).map(|_| read_ms(&mut rng)).collect();
    reads.sort_by(f64::total_cmp);
    assert_eq!((reads[50_000].round(), reads[95_000].round()), (12.0, 37.0));
    let over = reads.iter().filter(|ms| **ms > 100.0).count();
    assert!((950..=1_050).contains(&over), "{over}");
    // Reads that became slower by 30 ms.
    assert!(reads[50_000] + 30.0 > 37.0);
    page(PAGE).says(
        "When the reads become slower by 30 ms, the constant that was the p95 is below the median",
    );
}

#[test]
fn the_cap_holds_when_every_read_is_slow() {
    // After a day that was calm, 1,000 reads that are all slow.
    let outage = |percent| {
        let mut hedges = Hedges {
            percent,
            ..Hedges::default()
        };
        for _ in 0..100_000 {
            assert_eq!(hedges.read(37.0, || 12.0), 12.0);
        }
        assert_eq!((hedges.copies, hedges.refused), (0, 0));
        for _ in 0..1_000 {
            assert_eq!(hedges.read(37.0, || 400.0), 400.0);
        }
        assert_eq!(hedges.copies + hedges.refused, 1_000);
        assert_eq!((hedges.reads, hedges.won), (101_000, 0));
        hedges.copies
    };
    assert_eq!(outage(0), 0);
    page(PAGE).says(format!(
        "1,000 reads send {} copies. `Hedges` caps that",
        number(outage(100) as f64),
    ));
    page(PAGE).says(format!(
        "With 10 `percent`, those 1,000 reads send {} copies",
        number(outage(10) as f64),
    ));
}

#[test]
fn a_copy_that_answers_first_counts() {
    let mut hedges = Hedges {
        percent: 100,
        ..Hedges::default()
    };
    let mut answers = [400.0, 12.0].into_iter();
    let read = hedges.read(37.0, || answers.next().expect("two answers"));
    assert_eq!((read, hedges.copies, hedges.won), (49.0, 1, 1));
}
