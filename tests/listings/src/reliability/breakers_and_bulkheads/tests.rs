//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use std::collections::VecDeque;

const PAGE: &str = "reliability/breakers-and-bulkheads";

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// What stands between checkout and the recommendations.
enum Guard {
    Timeout,
    Places(u32),
    Breaker(Box<Breaker>),
}

#[derive(Default)]
struct Outage {
    /// Calls sent while the dependency was down.
    sent: u64,
    /// Worker-milliseconds in each tenth of a second.
    busy: Vec<u64>,
    /// When the breaker first refused a call, in ms after the start.
    opened: Option<u64>,
    /// The last request that was refused, in ms after the recovery.
    last_refused: Option<u64>,
}

impl Outage {
    /// Mean number of busy workers between two moments, in ms.
    fn workers(&self, from: u64, to: u64) -> f64 {
        let slots = &self.busy[(from / 100) as usize..(to / 100) as usize];
        slots.iter().sum::<u64>() as f64 / (to - from) as f64
    }
}

/// A request every 5 ms: 10 ms of own work and a call of 50 ms; between `down` and `up` (ms) the
/// call takes its timeout of 150 ms and fails.
fn outage(mut guard: Guard, down: u64, up: u64, end: u64) -> Outage {
    let mut seen = Outage {
        busy: vec![0; (end / 100 + 10) as usize],
        ..Outage::default()
    };
    // Calls in flight. Healthy calls that start after slow ones end before them, so each of
    // the two kinds has its own queue.
    let mut flights: [VecDeque<(u64, Option<Permit>)>; 2] = Default::default();
    for now in (0..end).step_by(5) {
        loop {
            let next = |k: usize| flights[k].front().map_or(u64::MAX, |f| f.0);
            let k = usize::from(next(1) < next(0));
            if next(k) > now {
                break;
            }
            let (at, permit) = flights[k].pop_front().expect("a flight is due");
            if let (Guard::Breaker(breaker), Some(permit)) = (&mut guard, permit) {
                breaker.record(permit, ms(at), k == 1);
            }
        }
        let in_flight = flights[0].len() + flights[1].len();
        let permit = match &mut guard {
            Guard::Timeout => Some(None),
            Guard::Places(places) => (in_flight < *places as usize).then_some(None),
            Guard::Breaker(breaker) => breaker.permit(ms(now)).map(Some),
        };
        let is_down = (down..up).contains(&now);
        let mut stay = 10;
        match permit {
            Some(permit) => {
                let wait = if is_down { 150 } else { 50 };
                stay += wait;
                seen.sent += u64::from(is_down);
                flights[usize::from(is_down)].push_back((now + wait, permit));
            }
            None if is_down => seen.opened = seen.opened.or(Some(now - down)),
            None if now >= up => seen.last_refused = Some(now - up),
            None => {}
        }
        let (mut at, free) = (now, now + stay);
        while at < free {
            let next = free.min((at / 100 + 1) * 100);
            seen.busy[(at / 100) as usize] += next - at;
            at = next;
        }
    }
    seen
}

fn breaker() -> Guard {
    Guard::Breaker(Box::new(Breaker::new(RULES)))
}

const DOWN: u64 = 20_000;
const UP: u64 = DOWN + 1_200_000;
const END: u64 = UP + 20_000;

#[test]
fn twenty_minutes_without_recommendations() {
    let page = page(PAGE);
    let timeout = outage(Guard::Timeout, DOWN, UP, END);
    let bulkhead = outage(Guard::Places(20), DOWN, UP, END);
    let guarded = outage(breaker(), DOWN, UP, END);

    assert_eq!(timeout.workers(5_000, 15_000), 12.0);
    let limit = 150;
    let hours = (timeout.sent * limit) as f64 / 3_600_000.0;
    let minutes = (UP - DOWN) / 60_000;
    page.says(format!(
        "The recommendation service is down for {minutes} minutes"
    ));
    page.says(format!(
            "In the {minutes} minutes it sends {} calls, each in vain, and its workers spend {hours} hours waiting",
            number(timeout.sent as f64)
        ));
    let rate = timeout.sent / (60 * minutes);
    page.says(format!(
        "asks it {rate} times a second, with a timeout of {limit} ms"
    ));
    page.says(format!(
            "With a request every {} ms, the {minutes} minutes look like this: | Guard | Calls sent in {minutes} minutes |",
            1_000 / rate
        ));
    let late = (DOWN + 100_000, UP - 100_000);
    let busy = [&timeout, &bulkhead, &guarded].map(|o| o.workers(late.0, late.1));
    let shown = busy.map(|w| format!("{w:.1}").trim_end_matches(".0").to_owned());
    page.says(format!("{} of the 40 workers are busy", shown[0]));
    page.says(format!(
        "| Timeout | {} | {} |",
        number(timeout.sent as f64),
        shown[0]
    ));
    page.says(format!(
        "| Timeout and bulkhead | {} | {} |",
        number(bulkhead.sent as f64),
        shown[1]
    ));
    page.says(format!(
        "| Timeout and breaker | {} | {} |",
        number(guarded.sent as f64),
        shown[2]
    ));

    page.says(format!(
        "leave {} workers free on a bad one",
        40.0 - busy[1]
    ));
    let saved = 100.0 * (1.0 - guarded.sent as f64 / timeout.sent as f64);
    page.says(format!("saves {saved:.0}% of the useless calls"));

    let opened = guarded.opened.expect("it opens") as f64 / 1_000.0;
    page.says(format!("opens after {opened:.0} s"));
    assert!((4.5..5.5).contains(&opened), "{opened}");
    // Until then it is no better than the timeout alone.
    assert_eq!(guarded.workers(DOWN + 1_000, DOWN + 4_000), 32.0);
    let back = guarded.last_refused.expect("it stays open for a while") as f64 / 1_000.0;
    assert!(back < 5.0);
    page.says(format!("for another {back:.1} s"));

    // The room that the timeout alone leaves: 40 workers at 160 ms, at 60 ms, at 10 ms.
    let most = |stay: f64| format!("{:.0}", 40.0 / stay);
    page.says(format!("{} requests a second", most(0.160)));
    page.says(format!("a healthy day allows {}", most(0.060)));
    // Slow but answered, and the work of its own.
    let (slow, usual, own) = (140.0, 50.0, 10.0);
    page.says(format!(
        "Answers in {slow} ms instead of {usual} take {} times the workers",
        (slow + own) / (usual + own)
    ));
}

#[test]
fn places_in_the_bulkhead() {
    let page = page(PAGE);
    let (rate, call, timeout) = (200.0, 0.050, 0.150);
    page.says(format!(
        "{rate} calls a second of {} ms make {} calls in flight",
        1e3 * call,
        rate * call
    ));
    // 200 requests a second do 10 ms of work of their own.
    let own = rate * 0.010;
    page.says(format!(
        "a call holds its place for {} ms, so the places fill up, and {own} more workers",
        1e3 * timeout
    ));
    for places in [12, 16, 20, 24] {
        let healthy = 100.0 * refused_share(10.0, places);
        // In the outage 200 calls a second want a place for 150 ms each: 30 places. So all are taken.
        assert!(f64::from(places) < rate * timeout);
        page.says(format!(
            "| {places} | {healthy:.2}% | {} |",
            number(f64::from(places) + own)
        ));
    }
    page.says(format!(
        "{:.0} boxes in 1,000",
        1_000.0 * refused_share(10.0, 20)
    ));
    // The formula: one place refuses a/(1+a), none refuses everything.
    assert_eq!(refused_share(1.0, 1), 0.5);
    assert_eq!(refused_share(10.0, 0), 1.0);
}

#[test]
fn a_bulkhead_gives_its_places_back() {
    let bulkhead = Bulkhead::new(2);
    let first = bulkhead.enter();
    let second = bulkhead.enter();
    assert!(first.is_some() && second.is_some());
    assert!(bulkhead.enter().is_none());
    assert!(bulkhead.enter().is_none());
    assert_eq!(bulkhead.refused.load(Ordering::Relaxed), 2);
    drop(first);
    assert!(bulkhead.enter().is_some());
    assert!(
        bulkhead.enter().is_some(),
        "the place of a dropped guard is free"
    );
    assert!(Bulkhead::new(0).enter().is_none());
}

#[test]
fn a_panicking_caller_gives_its_place_back() {
    let bulkhead = Bulkhead::new(1);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _place = bulkhead.enter();
        panic!("while the call is in flight");
    }));
    assert!(caught.is_err());
    assert!(bulkhead.enter().is_some());
}

#[test]
fn the_window_forgets() {
    let mut window = Window::default();
    for second in 0..10 {
        window.record(ms(second * 1_000), second < 5);
    }
    assert_eq!(window.failing(ms(9_999), 10), Some(0.5));
    assert_eq!(window.failing(ms(9_999), 11), None, "too few to judge by");
    assert_eq!(
        window.failing(ms(14_000), 1),
        Some(0.0),
        "the failures are gone"
    );
    assert_eq!(window.failing(ms(30_000), 1), None);
    // A bucket is used again after ten seconds, and starts at nothing.
    window.record(ms(20_000), false);
    assert_eq!(window.failing(ms(20_000), 1), Some(0.0));
}

fn open_breaker() -> Breaker {
    let mut breaker = Breaker::new(RULES);
    for k in 0..20 {
        let permit = breaker.permit(ms(k)).expect("closed");
        breaker.record(permit, ms(k), true);
    }
    assert_eq!(breaker.state, State::Open);
    breaker
}

#[test]
fn it_opens_probes_and_closes() {
    let mut breaker = open_breaker();
    assert!(breaker.permit(ms(5_018)).is_none());
    assert_eq!(breaker.refused, 1);
    let probes: Vec<_> = (0..5).filter_map(|_| breaker.permit(ms(5_019))).collect();
    assert_eq!(probes.len(), 3);
    for probe in probes {
        breaker.record(probe, ms(5_070), false);
    }
    assert_eq!(breaker.state, State::Closed);
    // It starts with an empty window: nineteen failures do not open it.
    for k in 0..19 {
        let permit = breaker.permit(ms(5_080 + k)).expect("closed");
        breaker.record(permit, ms(5_080 + k), true);
    }
    assert_eq!(breaker.state, State::Closed);
}

#[test]
fn one_failed_probe_opens_it_again() {
    let mut breaker = open_breaker();
    let probes: Vec<_> = (0..3).filter_map(|_| breaker.permit(ms(6_000))).collect();
    for (k, probe) in probes.into_iter().enumerate() {
        breaker.record(probe, ms(6_050), k == 1);
    }
    assert_eq!((breaker.state, breaker.until), (State::Open, ms(11_050)));
}

#[test]
fn late_answers_and_lost_probes() {
    let mut breaker = Breaker::new(RULES);
    let late = breaker.permit(ms(0)).expect("closed");
    for k in 0..20 {
        let permit = breaker.permit(ms(k)).expect("closed");
        breaker.record(permit, ms(k), true);
    }
    // Three probes are sent, and all their callers are cancelled.
    for _ in 0..3 {
        assert!(breaker.permit(ms(5_100)).is_some());
    }
    assert!(breaker.permit(ms(5_100)).is_none());
    // The answer to a call of long ago does not count as a probe's.
    let before = breaker.state;
    breaker.record(late, ms(5_200), true);
    assert_eq!(breaker.state, before);
    // Five seconds later there are three new probes.
    let probes: Vec<_> = (0..5).filter_map(|_| breaker.permit(ms(10_100))).collect();
    assert_eq!(probes.len(), 3);
}

#[test]
fn a_quiet_dependency_never_opens_it() {
    // Nineteen calls in ten seconds, all failing: too few to judge by.
    let mut breaker = Breaker::new(RULES);
    for k in 0..60 {
        let now = ms(k * 550);
        let permit = breaker.permit(now).expect("stays closed");
        breaker.record(permit, now, true);
    }
    assert_eq!(breaker.refused, 0);
    let page = page(PAGE);
    page.says(format!("fewer than {} calls in ten seconds", RULES.least));
    page.says(format!(
        "half of at least {} calls in ten seconds have failed, pauses for {} s",
        RULES.least,
        RULES.pause.as_secs()
    ));
}

/// Failures in a row, one a second, until half of a window of 100 calls has failed that begins
/// with so many good calls and is judged only when full.
fn opens_by_count(good: u32) -> u32 {
    (1..=100_u32)
        .find(|&bad| good + bad >= 100 && f64::from(bad) / 100.0 >= 0.5)
        .expect("all have failed by then")
}

#[test]
fn a_window_of_calls_is_slow_where_calls_are_few() {
    let page = page(PAGE);
    let (full, empty) = (opens_by_count(100), opens_by_count(0));
    page.says(format!("for {full} seconds before the breaker opens"));
    page.says(format!("for {empty} seconds after a restart"));
}

/// The share of requests that get their recommendations while one of five shards is down.
fn one_shard_down(share: f64) -> f64 {
    let mut random = fastrand::Rng::with_seed(11);
    let mut breaker = Breaker::new(Rules { share, ..RULES });
    let mut answered = 0;
    const REQUESTS: u64 = 240_000;
    for k in 0..REQUESTS {
        let now = ms(k * 5);
        if let Some(permit) = breaker.permit(now) {
            let failed = random.u8(0..5) == 0;
            answered += u64::from(!failed);
            breaker.record(permit, now, failed);
        }
    }
    answered as f64 / REQUESTS as f64
}

#[test]
fn a_breaker_makes_a_partial_failure_total() {
    let page = page(PAGE);
    assert_eq!(format!("{:.0}", 100.0 * one_shard_down(0.5)), "80");
    page.says("80% of the requests");
    let lower = 0.2;
    page.says(format!("lowers the threshold to {}%", 100.0 * lower));
    page.says(format!("{:.0}% get", 100.0 * one_shard_down(lower)));
    // Payments have no other answer.
    let failing = 60;
    page.says(format!(
        "When {failing}% of the payments fail, the breaker refuses the other {}%",
        100 - failing
    ));
}

#[test]
fn fail_open_when_too_few_are_healthy() {
    let mut healthy = [true; 10];
    assert_eq!(eligible(&healthy, 6).0.len(), 10);
    healthy[0] = false;
    assert_eq!(eligible(&healthy, 6), ((1..10).collect(), false));
    healthy[1..4].fill(false);
    assert_eq!(eligible(&healthy, 6), ((4..10).collect(), false));
    healthy[4] = false;
    assert_eq!(eligible(&healthy, 6), ((0..10).collect(), true));
    assert_eq!(eligible(&[false; 10], 1), ((0..10).collect(), true));
    assert_eq!(eligible(&[], 1), (vec![], true));
    // Ten instances at 60%: six carry the load, at 100%; five would be asked for 120%.
    let page = page(PAGE);
    let usual = 60.0;
    let load = |left: f64| (10.0 * usual / left).round();
    page.says(format!(
        "With ten instances at {usual}%, six carry the load at {}% and five would be asked for {}%",
        load(6.0),
        load(5.0)
    ));
}

#[test]
fn workers_at_the_start_of_the_outage() {
    let end = DOWN + 14_000;
    let points = |seen: &Outage| {
        (0..34)
            .map(|k| {
                let from = DOWN - 1_600 + k * 400;
                let at = (from + 200) as f64 / 1_000.0 - DOWN as f64 / 1_000.0;
                ((at * 10.0).round() / 10.0, seen.workers(from, from + 400))
            })
            .collect()
    };
    let up = u64::MAX;
    let series = [
        ("timeout alone", Guard::Timeout),
        ("with a bulkhead of 20 places", Guard::Places(20)),
        ("with a circuit breaker", breaker()),
    ]
    .map(|(name, guard)| Series {
        name,
        points: points(&outage(guard, DOWN, up, end)),
    });
    let figure = lines(
        &Axis::linear(
            "seconds since the outage began",
            &[-2.0, 0.0, 4.0, 8.0, 12.0],
        ),
        &Axis::linear("busy workers, of 40", &[0.0, 10.0, 20.0, 30.0, 40.0]),
        &series,
    );
    drawn(
            "reliability/breaker-workers",
            &figure.html(
                "Busy workers over the first 12 seconds of the outage. All three lines start at 12. With the timeout \
                 alone the line rises to 32 and stays. With the bulkhead it stays at 22. With the breaker it \
                 rises to 32 for five seconds, then falls to 2, with a small bump when it probes.",
                "The bulkhead works from the first moment, the breaker saves more but only after five seconds. They cover \
                 different parts of the same outage.",
            ),
        );
}
