//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use crate::performance::tails::percentile;

const END: u64 = 200_000;
/// What a request takes, and how long one of ten users pauses, in ms.
const SERVICE: u64 = 5;
const THINK: u64 = 95;
/// By how much the machine of the benchmarks slows down.
const DRIFT: f64 = 0.1;

fn text() -> crate::page::Page {
    page("performance/measuring")
}

fn server() -> Server {
    Server::new(SERVICE, (60_000, 70_000))
}

fn n(value: u64) -> String {
    number(value as f64)
}

fn histogram(latencies: impl Iterator<Item = u64>, cycle: Option<u64>) -> Histogram<u64> {
    let mut histogram = Histogram::new(3).expect("three digits are valid");
    record(&mut histogram, latencies, cycle).expect("it grows as needed");
    histogram
}

fn from_due(samples: &[Sample]) -> Histogram<u64> {
    histogram(samples.iter().map(|s| s.answered - s.due), None)
}

fn from_sent(samples: &[Sample], cycle: Option<u64>) -> Histogram<u64> {
    histogram(samples.iter().map(|s| s.answered - s.sent), cycle)
}

fn closed_samples() -> Vec<Sample> {
    closed(&mut server(), 10, THINK, END)
}

#[test]
fn what_each_generator_reports() {
    let row = |name: &str, h: &Histogram<u64>| {
        let at = |q| n(h.value_at_quantile(q));
        text().says(format!(
            "| {name} | {} | {} ms | {} ms | {} ms | {} ms |",
            n(h.len()),
            at(0.5),
            at(0.95),
            at(0.99),
            at(0.999)
        ));
    };
    let closed = closed_samples();
    let users = open(&mut server(), 2_000, 10, END);
    let few = open(&mut server(), 10, 10, END);
    row("Closed, ten users", &from_sent(&closed, None));
    row("The same, corrected", &from_sent(&closed, Some(100)));
    row(
        "Open over ten connections, timed from sending",
        &from_sent(&few, None),
    );
    row("The same, timed from when due", &from_due(&few));
    row("What users see (open, no limit)", &from_due(&users));
    // The scenario.
    let report = from_sent(&closed, None);
    // One in ten ms.
    let rate = users.len() as u64 * 1_000 / END;
    let seconds = END / 1_000;
    text().says(format!(
        "{rate} requests a second, for {seconds} seconds, and its p99 is {} ms",
        report.value_at_quantile(0.99)
    ));
    text().says(format!("the server takes {SERVICE} ms for each request"));
    text().says(format!(
            "{rate} requests a second for {seconds} seconds. In the closed test, ten users who pause for {THINK} ms"
        ));
    text().says(format!(
        "The p95 stays at {} ms.",
        from_sent(&closed, Some(100)).value_at_quantile(0.95)
    ));
    text().says(format!(
        "{} samples of ten seconds among {}",
        closed
            .iter()
            .filter(|s| s.answered - s.sent >= 9_900)
            .count(),
        n(report.len())
    ));
    let late = few.iter().filter(|s| s.sent > s.due).count();
    text().says(format!(
        "{} of {} requests left late",
        n(late as u64),
        n(few.len() as u64)
    ));
    let hit = users.iter().filter(|s| s.answered - s.due > 5).count();
    let after = users
        .iter()
        .filter(|s| s.due >= 70_000 && s.answered - s.due > 5);
    assert_eq!(after.count() * 2, hit);
    text().says(format!(
        "{} of {} users were slowed down, half of them after the pause",
        n(hit as u64),
        n(users.len() as u64)
    ));
    text().says(format!("A pause that slows {} neighbours", n(hit as u64)));
    assert_eq!(hit * 10, users.len());
    text().says("one user in ten is slow");
}

#[test]
fn the_curves() {
    let levels = [
        1.0, 2.0, 5.0, 8.0, 10.0, 12.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 1_500.0, 2_000.0,
        5_000.0, 10_000.0,
    ];
    let curve = |h: &Histogram<u64>| -> Vec<(f64, f64)> {
        levels
            .iter()
            .map(|one| (*one, h.value_at_quantile(1.0 - 1.0 / one) as f64))
            .collect()
    };
    let closed = closed_samples();
    let users = from_due(&open(&mut server(), 2_000, 10, END));
    let (raw, corrected) = (from_sent(&closed, None), from_sent(&closed, Some(100)));
    let x = Axis::log(
        "one request in so many takes longer",
        &[1.0, 10.0, 100.0, 1_000.0, 10_000.0],
    );
    let y = Axis::log("ms", &[1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
    let html = lines(&x, &y, &[
            Series { name: "what users see", points: curve(&users) },
            Series { name: "closed, corrected", points: curve(&corrected) },
            Series { name: "closed, as reported", points: curve(&raw) },
        ])
        .html(
            &format!(
                "Latency against how rarely it is exceeded, both logarithmic. As reported by the closed test it stays at \
                 {} ms until one in 1,000 and ends at {} ms at one in 10,000. What users see leaves {} ms at one in ten and is \
                 {} ms at one in 20, {} ms at one in 100. The corrected line is at {} ms at one in 20 and {} ms at one in 100.",
                raw.value_at_quantile(0.999), n(raw.value_at_quantile(0.9999)), users.value_at_quantile(0.5),
                n(users.value_at_quantile(0.95)), n(users.value_at_quantile(0.99)),
                n(corrected.value_at_quantile(0.95)), n(corrected.value_at_quantile(0.99)),
            ),
            "The same server and the same pause. A closed test hides it below one request in a thousand; one user in \
             ten has met it.",
        );
    drawn("performance/measuring-omission", &html);
}

#[test]
fn a_server_pauses_and_catches_up() {
    let mut server = Server::new(5, (10, 100));
    // Before; into the pause; behind the one before; idle again.
    assert_eq!(
        [0, 7, 8, 200].map(|at| server.answer(at)),
        [5, 105, 110, 205]
    );
    let open = open(&mut Server::new(5, (0, 0)), 1, 0, 3);
    let sent: Vec<_> = open.iter().map(|s| s.sent).collect();
    assert_eq!(sent, [0, 5, 10]);
    assert_eq!(closed(&mut Server::new(5, (0, 0)), 0, 9, 100), []);
    let one = closed(&mut Server::new(5, (0, 0)), 1, 5, 30);
    assert_eq!(one.iter().map(|s| s.sent).collect::<Vec<_>>(), [0, 10, 20]);
}

/// Twenty pairs of an old and a new build that takes `new` ms where the old takes 100.
fn pairs(new: f64, alternating: bool) -> Vec<(f64, f64)> {
    const RUNS: u32 = 40;
    let mut rng = fastrand::Rng::with_seed(5);
    let mut times = |ms, k| run(ms, k, RUNS, DRIFT, &mut rng);
    (0..RUNS / 2)
        .map(|k| match (alternating, k % 2) {
            // Old, new; then new, old; so that neither is always the later one.
            (true, 0) => (times(100.0, 2 * k), times(new, 2 * k + 1)),
            (true, _) => (times(100.0, 2 * k + 1), times(new, 2 * k)),
            (false, _) => (times(100.0, k), times(new, RUNS / 2 + k)),
        })
        .collect()
}

/// The farthest that a run on a steady machine is from what it takes, in percent.
fn noise() -> f64 {
    let mut rng = fastrand::Rng::with_seed(5);
    let off = |_| (run(100.0, 0, 1, 0.0, &mut rng) - 100.0).abs();
    (0..1_000).map(off).fold(0.0, f64::max)
}

#[test]
fn blocks_deceive_and_pairs_do_not() {
    let row = |name: &str, pairs: &[(f64, f64)]| {
        let v = compare(pairs).expect("the times differ");
        let chance = if v.chance < 0.001 {
            "under 0.1%".to_owned()
        } else {
            format!("{:.1}%", 100.0 * v.chance)
        };
        text().says(format!(
            "| {name} | {:+.1} ms | {} of {} | {chance} |",
            v.median, v.slower, v.pairs
        ));
        v
    };
    text().says(format!(
        "gets {:.0}% slower over the session",
        100.0 * DRIFT
    ));
    let blocks = row("The same build twice, in two blocks", &pairs(100.0, false));
    let same = row("The same build twice, alternating", &pairs(100.0, true));
    let (noise, by) = (noise(), 3.0);
    text().says(format!("with up to {noise:.0}% of noise"));
    text().says(format!(
        "The third finds {by}% among noise of the same size"
    ));
    assert_eq!(noise.round(), by);
    let slower = row(
        &format!("A build {by}% slower, alternating"),
        &pairs(100.0 + by, true),
    );
    assert!(blocks.chance < 0.001 && same.chance > 0.2 && slower.chance < 0.05);
}

#[test]
fn the_sign_test() {
    let chance = |slower, faster| {
        let mut pairs = vec![(1.0, 2.0); slower];
        pairs.extend(vec![(2.0, 1.0); faster]);
        compare(&pairs).map(|v| v.chance)
    };
    // By hand: 2 of 32, 12 of 32, and no split at all.
    let near = |slower, faster, by_hand: f64| {
        let chance = chance(slower, faster).expect("there are pairs");
        assert!((chance - by_hand).abs() < 1e-9, "{chance}");
    };
    near(5, 0, 0.0625);
    near(0, 5, 0.0625);
    near(4, 1, 0.375);
    near(1, 1, 1.0);
    // An even split says nothing, however many pairs there are.
    near(2_000, 2_000, 1.0);
    // The median of an even number of pairs lies between the middle two.
    let median = compare(&[(0.0, 1.0), (0.0, 4.0)]).map(|v| v.median);
    assert_eq!(median, Some(2.5));
    assert_eq!(compare(&[]).map(|v| v.pairs), None);
    assert_eq!(compare(&[(1.0, 1.0)]).map(|v| v.pairs), None);
    // Ties say nothing either way.
    assert_eq!(
        compare(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]).map(|v| v.pairs),
        Some(2)
    );
    text().says(format!(
        "five pairs of five come to {:.2}%",
        100.0 * chance(5, 0).expect("there are pairs")
    ));
    let six = 100.0 * chance(6, 0).expect("there are pairs");
    text().says(format!("six of six to {six:.1}%"));
}

#[test]
fn samples() {
    let (needed, sure) = (samples_for(0.001, 0.1), 0.95);
    text().says(format!("{} samples", number(needed.round())));
    text().says(format!(
        "{:.0} minutes at 100 requests a second",
        needed / 100.0 / 60.0
    ));
    text().says(format!(
        "with a probability of {:.0}%, takes {} samples",
        100.0 * sure,
        number(samples_to_see(0.001, sure))
    ));
    text().says(format!(
        "For the p75 it is {}",
        number(samples_for(0.25, 0.1).round())
    ));
}

#[test]
fn who_is_missing_from_the_field() {
    // 900 visits in 2 s, 100 in 10 s; 60 of those leave before anything is sent.
    let (quick, slow, gone) = (900, 100, 60);
    let visits = |slow| [vec![2; quick], vec![10; slow]].concat();
    let all = percentile(&visits(slow), 950).expect("there are visits");
    let sent = percentile(&visits(slow - gone), 950).expect("there are visits");
    text().says(format!(
            "Of {} visits, {quick} take two seconds and {slow} take ten. If {gone} of the slow ones leave before \
             anything is sent, the field reports a p95 of {sent} seconds where the visitors had {all}",
            n((quick + slow) as u64)
        ));
}
