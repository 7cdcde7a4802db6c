//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::page::{Page, page};

const WORKERS: u32 = 40;
const RATE: f64 = 200.0;
const OWN: Duration = ms(10);
const LIMITS: Limits = Limits {
    cap: ms(300),
    least: ms(50),
};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn close(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-9
}

fn chapter() -> Page {
    page("reliability/timeouts")
}

#[test]
fn the_scenario_saturates_the_pool() {
    let page = chapter();
    let call = ms(50);
    let busy = in_flight(RATE, OWN + call);
    assert!(close(busy, 12.0));
    page.says(format!(
            "has {WORKERS} worker threads and takes {RATE} requests a second. Each request does {} ms of work and \
             waits {} ms for the recommendation service, which fills a box below the cart. On average {busy} \
             workers are busy.",
            OWN.as_millis(),
            call.as_millis()
        ));
    page.says(format!(
        "At {} ms a request, {RATE} a second keep {busy} workers busy",
        (OWN + call).as_millis()
    ));
    let slow = Duration::from_secs(30);
    page.says(format!(
        "each recommendation takes {} seconds",
        slow.as_secs()
    ));
    let stay = OWN + slow;
    page.says(format!(
        "At {} s they need {}.",
        stay.as_secs_f64(),
        number(in_flight(RATE, stay))
    ));
    let full = 1_000.0 * f64::from(WORKERS) / RATE;
    page.says(format!("After {full} ms all {WORKERS} workers are taken"));
    // Served from then on: one request for each worker in that time.
    let served = f64::from(WORKERS) / stay.as_secs_f64();
    page.says(format!(
        "the service completes {served:.1} requests a second"
    ));
    // ... and refused or queued: the rest of what arrives.
    let lost = 100.0 * (1.0 - served / RATE);
    page.says(format!("{lost:.1}% of the requests find no worker"));
}

#[test]
fn the_pool_sets_an_upper_limit_to_the_timeout() {
    let page = chapter();
    let longest = longest_wait(WORKERS, RATE, OWN).expect("the pool has room");
    page.says(format!("`longest_wait` gives {} ms", longest.as_millis()));
    // When every call times out.
    let wanted = |timeout| in_flight(RATE, OWN + timeout);
    page.says(format!(
        "a timeout of 300 ms would ask for {} workers",
        wanted(ms(300))
    ));
    let (usual, chosen) = (ms(120), ms(150));
    assert!(usual < chosen && chosen < longest);
    let free = f64::from(WORKERS) - wanted(chosen);
    page.says(format!(
            "If p99.9 is {} ms, then {} ms is a good choice: healthy answers pass, and with every call timing out \
             {free} of the {WORKERS} workers stay free on average",
            usual.as_millis(),
            chosen.as_millis()
        ));
    let accepted = 0.1;
    page.says(format!(
            "say {accepted}%, and take the dependency's latency at the matching \
             [percentile](concept:percentile?later), here p{}: the time that {} of 1,000 calls do not exceed",
            100.0 - accepted,
            1_000.0 - 10.0 * accepted
        ));
    page.says(format!("leaves the {accepted}% that you accepted"));
    assert_eq!(longest_wait(1, RATE, OWN), None);
}

#[test]
fn a_deadline_cuts_and_refuses_attempts() {
    let start = Instant::now();
    let deadline = Deadline::after(start, ms(700));
    let at = |millis| deadline.attempt(start + ms(millis), LIMITS);
    assert_eq!(at(0), Some(ms(300)));
    assert_eq!(at(600), Some(ms(100)));
    assert_eq!(at(650), Some(ms(50)));
    assert_eq!(at(651), None);
    assert_eq!(at(900), None);
}

#[test]
fn the_header_carries_the_time_left() {
    let start = Instant::now();
    let deadline = Deadline::after(start, ms(700));
    let at = |millis| deadline.header(start + ms(millis));
    assert_eq!(at(0).as_deref(), Some("700m"));
    let sent = at(250).expect("there is time left");
    chapter().says(format!("such as `{sent}` when 250 of 700 ms are spent"));
    assert_eq!(at(700), None);
    assert_eq!(at(800), None);
    let far = Deadline::after(start, Duration::from_secs(200_000));
    assert_eq!(far.header(start).as_deref(), Some("99999999m"));
}

#[test]
fn a_hop_takes_the_header_and_its_own_limit() {
    let now = Instant::now();
    let left = |header| Deadline::read(now, header, ms(700)).left(now);
    assert_eq!(left(Some("450m")), ms(450));
    assert_eq!(left(Some("90000u")), ms(90));
    assert_eq!(left(Some("5000000n")), ms(5));
    assert_eq!(left(Some("0m")), ms(0));
    // More than the hop grants, and no header: its own limit.
    for header in [Some("2S"), Some("1M"), Some("99999999H"), None] {
        assert_eq!(left(header), ms(700), "{header:?}");
    }
    // Nothing that can be read: its own limit as well.
    for header in [
        "",
        "m",
        "45",
        "-1m",
        "123456789m",
        "4 m",
        "+4m",
        "4ms",
        "4\u{b5}",
    ] {
        assert_eq!(left(Some(header)), ms(700), "{header}");
    }
}

#[test]
fn arrivals_are_counted_and_the_dead_refused() {
    let mut arrivals = Arrivals::default();
    assert!(arrivals.admit(ms(80), ms(80)));
    assert!(arrivals.admit(ms(79), ms(80)));
    assert!(!arrivals.admit(ms(0), ms(80)));
    assert_eq!(
        arrivals,
        Arrivals {
            enough: 1,
            short: 1,
            expired: 1
        }
    );
}

#[test]
fn a_fresh_limit_at_each_hop_outlives_the_caller() {
    let start = Instant::now();
    let (limit, late) = (ms(700), ms(600));
    let edge = Deadline::after(start, limit);
    let reached = start + late;
    let fresh = Deadline::read(reached, None, limit);
    let header = edge.header(reached);
    let told = Deadline::read(reached, header.as_deref(), limit);
    let longer = fresh.left(start) - edge.left(start);
    chapter().says(format!("the edge sets {} ms", limit.as_millis()));
    chapter().says(format!(
            "reached after {} ms and has a fresh {} ms of its own may work {} ms longer than anyone waits",
            late.as_millis(),
            limit.as_millis(),
            longer.as_millis()
        ));
    assert_eq!(told, edge);
    let ends = |deadline: Deadline| deadline.left(start).as_secs_f64() * 1_000.0;
    let bar = |label, from, to: f64, strong| Bar {
        label,
        from,
        to,
        shown: format!("{} ms", number(to)),
        strong,
    };
    let html = bars(
            &[
                bar("The edge waits for its answer", 0.0, ends(edge), false),
                bar("A hop with a fresh limit of 700 ms", 600.0, ends(fresh), true),
                bar("A hop that was told the time left", 600.0, ends(told), false),
            ],
            Some((ends(edge), "nobody waits any more")),
        )
        .html(
            "Three bars over time. The edge waits from 0 to 700 ms. A hop reached after 600 ms with a fresh limit \
             of 700 ms works until 1,300 ms. The same hop, told the time left, stops at 700 ms.",
            "A request reaches its third hop after 600 of 700 ms. With a limit of its own the hop may work on for \
             600 ms for nobody; with the time left it stops when the edge does.",
        );
    drawn("reliability/deadline", &html);
}
