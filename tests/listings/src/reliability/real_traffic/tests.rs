//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn as figure, lines, number, percent};
use crate::page::{Page, page};

const CART: Pool = Pool {
    workers: 60,
    rate: 300.0,
    own: 0.005,
    replicas: 12,
};
const WELL: f64 = 0.020;
const SICK: f64 = 4.0;
const TIMEOUT: f64 = 0.150;

fn chapter() -> Page {
    page("reliability/real-traffic")
}

fn tenths(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

/// The pool as it runs: arrivals at random, a replica at random for each that finds a worker.
fn run(pool: Pool, sick: f64, seed: u64) -> f64 {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut busy: Vec<f64> = Vec::new();
    let (mut now, mut refused, count) = (0.0, 0, 60_000);
    for _ in 0..count {
        now -= (1.0 - rng.f64()).ln() / pool.rate;
        busy.retain(|end| *end > now);
        if busy.len() as u32 >= pool.workers {
            refused += 1;
        } else {
            let call = if rng.u32(0..pool.replicas) == 0 {
                sick
            } else {
                WELL
            };
            busy.push(now + pool.own + call);
        }
    }
    f64::from(refused) / f64::from(count)
}

#[test]
fn one_slow_replica_takes_the_pool() {
    let page = chapter();
    let healthy = CART.wanted(WELL, WELL);
    page.says(format!(
            "The cart service has {workers} workers and gets {} requests a second. Each request does {} ms of work \
             and asks one of twelve stock replicas what is left, which takes {} ms. So {healthy:.1} workers of \
             {workers} are busy",
            CART.rate,
            1_000.0 * CART.own,
            1_000.0 * WELL,
            workers = CART.workers
        ));
    page.says(format!("{} requests a second did not grow", CART.rate));
    page.says(format!("that replica takes {SICK} seconds to answer"));
    let calls = CART.rate / f64::from(CART.replicas);
    page.says(format!(
        "gets {calls} calls a second and holds each for {SICK} seconds"
    ));
    page.says(format!("{} workers", number(calls * SICK)));
    page.says(format!(
        "{} workers are wanted. There are {}, so {} of the requests find none",
        CART.wanted(WELL, SICK).round(),
        CART.workers,
        percent(CART.refused(WELL, SICK))
    ));
    page.says(format!(
        "{} of 100 requests",
        percent(CART.refused(WELL, SICK)).trim_end_matches('%')
    ));
    // The others hold what they held; the rest fills with calls to the slow one.
    let others = CART.wanted(WELL, 0.0);
    let full = (f64::from(CART.workers) - others) / calls;
    assert!(full < SICK);
    page.says(format!("After {full:.0} seconds"));
    // Where the pool is just large enough.
    let limit = f64::from(CART.workers) - CART.wanted(WELL, 0.0);
    page.says(format!(
        "answers within {:.1} s, the pool has",
        limit / calls
    ));
    page.says(format!("full when a replica took {:.1} s", limit / calls));
    assert!(CART.refused(WELL, limit / calls) < 1e-9);
    assert!(CART.refused(WELL, limit / calls + 0.1) > 0.0);
}

#[test]
fn a_run_with_chance_refuses_a_little_more() {
    let run = run(CART, SICK, 1);
    let formula = CART.refused(WELL, SICK);
    assert!(run > formula && run < formula + 0.03, "{run} {formula}");
    chapter().says(format!("a run with random arrivals gives {}", percent(run)));
    // A healthy pool refuses nobody, by either.
    assert_eq!(CART.refused(WELL, WELL), 0.0);
}

#[test]
fn a_timeout_and_a_second_replica() {
    let page = chapter();
    let one = 1.0 / f64::from(CART.replicas);
    assert_eq!(CART.refused(WELL, TIMEOUT), 0.0);
    page.says(format!(
        "With a timeout of {} ms on the call, {:.0} workers are busy and {} of the requests fail",
        1_000.0 * TIMEOUT,
        CART.wanted(WELL, TIMEOUT),
        tenths(one)
    ));
    page.says(format!(
        "turned {} into {}",
        percent(CART.refused(WELL, SICK)),
        tenths(one)
    ));
    // The middle one of twelve is a healthy one.
    let well = 1_000.0 * WELL;
    page.says(format!(
        "With {} of {} replicas at {well} ms, the median over all calls stays at {well} ms",
        CART.replicas - 1,
        CART.replicas
    ));
    page.says(format!("leaves {} failing", tenths(one * one)));
}

#[test]
fn the_balancer_decides_what_a_sick_replica_gets() {
    let page = chapter();
    let share = |sick: u64, rate: u64| {
        let mut times = [20_000; 12];
        times[0] = sick;
        percent(drawn(&times, 1_000_000 / rate, 60_000, 7))
    };
    let (few, many) = (300, 3_000);
    page.says(format!(
        "Fewest in flight, {few} calls a second | Fewest in flight, {} a second",
        number(many as f64)
    ));
    page.says(format!(
        "at {} calls a second half of them",
        number(many as f64)
    ));
    let turn = percent(1.0 / 12.0);
    for (row, sick) in [
        ("answers in 20 ms, like the others", 20_000),
        ("answers in 4 s", 4_000_000),
        ("fails in 1 ms", 1_000),
    ] {
        page.says(format!(
            "| {row} | {turn} | {} | {} |",
            share(sick, few),
            share(sick, many)
        ));
    }
    assert!(drawn(&[], 1, 10, 7).abs() < 1e-9);
    assert!((drawn(&[5], 1, 10, 7) - 1.0).abs() < 1e-9);
}

#[test]
fn an_outlier_is_worse_than_its_peers() {
    let seen = |calls, bad| Seen { calls, bad };
    let mut fleet = vec![seen(1_500, 2); 12];
    assert!(outliers(&fleet).is_empty());
    fleet[3] = seen(1_500, 1_500);
    assert_eq!(outliers(&fleet), [3]);
    // Too few calls to say.
    fleet[3] = seen(99, 99);
    assert!(outliers(&fleet).is_empty());
    // All are bad: the cause is elsewhere, and taking one out helps nobody.
    assert!(outliers(&[seen(1_500, 900); 12]).is_empty());
    assert!(outliers(&[]).is_empty());
    let mut one = Seen::default();
    let limit = Duration::from_millis(150);
    one.record(Some(limit), limit);
    one.record(Some(limit + Duration::from_millis(1)), limit);
    one.record(None, limit);
    assert_eq!((one.calls, one.bad), (3, 2));
}

#[test]
fn what_is_needed_multiplies() {
    let page = chapter();
    let long = |a: f64| format!("{:.2}%", 100.0 * a);
    for parts in [1, 7, 12] {
        let whole = chain(&vec![0.999; parts]);
        page.says(format!(
            "| {parts} | {} | {} min |",
            long(whole),
            minutes_lost(whole).round()
        ));
    }
    let seven = each(0.999, 7);
    assert!((chain(&[seven; 7]) - 0.999).abs() < 1e-12);
    page.says(format!(
        "For {}% in all, each of seven needs {:.3}%",
        100.0 * chain(&[0.999]),
        100.0 * seven
    ));
    page.says(format!(
        "{:.0} minutes a month",
        minutes_lost(chain(&[0.999; 7])) - minutes_lost(chain(&[0.999; 6]))
    ));
    assert!((chain(&[]) - 1.0).abs() < 1e-12);
}

#[test]
fn the_survivors_get_the_load_of_the_lost() {
    let page = chapter();
    let each = |left: u32| CART.rate / f64::from(left);
    page.says(format!("from {} to {:.1} calls", each(12), each(11)));
    page.says(format!(
        "With {} gone, each of the other {} is sent {:.1}",
        3,
        9,
        each(9)
    ));
    let can = 30.0;
    page.says(format!("each stock replica can do {can} calls a second"));
    assert!(each(11) < can && each(9) > can);
}

#[test]
fn cells_cap_what_can_be_lost() {
    let page = chapter();
    let cell = CART.cell(4);
    assert_eq!(cell.replicas, 3);
    page.says(format!(
        "four cells, each with {} workers, three stock replicas",
        cell.workers
    ));
    page.says(format!(
        "{} of its requests",
        percent(cell.refused(WELL, SICK))
    ));
    page.says(format!(
        "{} of all requests where it was {}, and it can never be more than {}",
        percent(cell.refused(WELL, SICK) / 4.0),
        percent(CART.refused(WELL, SICK)),
        percent(1.0 / 4.0)
    ));
    // Small pools fill sooner.
    let calls = cell.rate / f64::from(cell.replicas);
    let limit = (f64::from(cell.workers) - cell.wanted(WELL, 0.0)) / calls;
    page.says(format!("a cell is full at {limit:.2} s"));
    assert!(cell.refused(WELL, limit - 0.01) < 1e-9);
    assert!(cell.refused(WELL, limit + 0.01) > 0.0);
}

#[test]
fn the_figure_is_drawn_from_the_listing() {
    let mut at: Vec<f64> = (0..=31).map(|k| 0.020 * 1.25_f64.powi(k)).collect();
    at.extend([TIMEOUT, TIMEOUT + 1e-6]);
    at.sort_by(f64::total_cmp);
    let cell = CART.cell(4);
    let points = |loss: &dyn Fn(f64) -> f64| {
        at.iter()
            .map(|sick| (1_000.0 * sick, 100.0 * loss(*sick)))
            .collect()
    };
    let limited = |sick: f64| {
        if sick > TIMEOUT { 1.0 / 12.0 } else { 0.0 }
    };
    let html = lines(
            &Axis::log(
                "the sick replica answers in, ms",
                &[20.0, 200.0, 2_000.0, 20_000.0],
            ),
            &Axis::linear(
                "requests refused or failed, %",
                &[0.0, 25.0, 50.0, 75.0, 100.0],
            ),
            &[
                Series {
                    name: "one pool, no timeout",
                    points: points(&|sick| CART.refused(WELL, sick)),
                },
                Series {
                    name: "four cells, no timeout",
                    points: points(&|sick| cell.refused(WELL, sick) / 4.0),
                },
                Series {
                    name: "one pool, timeout of 150 ms",
                    points: points(&limited),
                },
            ],
        )
        .html(
            &format!(
                "The share of requests lost over the time that one replica of twelve takes. One pool without a \
                 timeout loses nothing up to 2.1 seconds, then {} at 4 seconds and {} at 20. Four cells lose from \
                 0.55 seconds on, and never more than 25%. With a timeout of 150 ms it is 8.3% however slow the \
                 replica is.",
                percent(CART.refused(WELL, 4.0)),
                percent(CART.refused(WELL, 20.0)),
            ),
            "One replica of twelve grows slow. Without a timeout the loss has no limit short of everything. Cells \
             cap it at their size, and reach the cap sooner; a timeout keeps it at the share of calls that meet the \
             replica.",
        );
    figure("reliability/gray-failure", &html);
}
